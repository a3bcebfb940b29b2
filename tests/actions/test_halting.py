"""Halting: what people paused is let go on by nobody but a moderator, time, or other words."""

import pytest

from bot.actions import cases, deciding, depositing, flooring, halting, piloting, publishing, renewing
from bot.domain import grievances
from bot.domain.refusals.grievances import StillHalted
from bot.domain.refusals.packs import WrongPackState
from bot.storage import Database, Tx
from tests.actions.conftest import rows, until_due
from tests.conftest import Clock
from tests.makers import REQUESTER, RULES, make_form, make_pack

pytestmark = pytest.mark.anyio

HALTS = "SELECT state, ran FROM halts"


def begin(tx: Tx, name: str) -> None:
    """A pack is paused by people."""
    halting.begin(tx, publishing.held(tx, name))


def keep(tx: Tx, name: str) -> None:
    """Somebody neutral found that it stays paused."""
    halting.keep(tx, publishing.held(tx, name))


async def test_its_requester_cannot_resume_it(proved: Database, database_url: str) -> None:
    """Neither while somebody neutral may look nor when it was found to stay paused; when the halt is over they can."""
    pack = await make_pack(proved)
    await proved.write(begin, "streets")
    assert rows(database_url, HALTS) == [("waiting", 1)] and await proved.read(halting.is_halted, pack)
    for halt in (begin, keep):
        await proved.write(halt, "streets")
        with pytest.raises(StillHalted):
            await proved.write(publishing.launch, "streets", RULES)
    assert not rows(database_url, "SELECT 1 FROM deadlines WHERE kind = 'grievance'")
    ended = await proved.write(halting.end, pack)
    assert ended is not None and ended["state"] == "kept"
    assert await proved.write(halting.end, pack) is None and not await proved.read(halting.is_halted, pack)
    assert await proved.write(publishing.launch, "streets", RULES) is None


async def test_other_words_let_it_go_on(proved: Database, database_url: str) -> None:
    """What was found unfair is the version that stood then."""
    pack = await make_pack(proved)
    await proved.write(keep_after_begin, "streets")
    words = make_form(instruction={"en": "Choose what fills most of it; two seconds are enough."})
    await proved.write(renewing.renew, pack, words, renewing.Added(), 1, RULES)
    await proved.write(publishing.launch, "streets", RULES)
    assert rows(database_url, HALTS) == [("over", 1)]
    assert await proved.read(lambda tx: tx.value("packs.state", pack=pack)) == "running"


def keep_after_begin(tx: Tx, name: str) -> None:
    """Paused by people, and found to stay so."""
    begin(tx, name)
    keep(tx, name)


async def test_closing_ends_a_halt_and_its_case(proved: Database, database_url: str) -> None:
    """Nothing is left to pause, and no time is left that would let it go on."""
    pack = await make_pack(proved)
    await proved.write(begin, "streets")
    await proved.write(publishing.close, "streets")
    assert not await proved.read(halting.is_halted, pack)
    assert not rows(database_url, "SELECT 1 FROM deadlines WHERE kind = 'grievance'")


async def test_who_pauses_it_besides_is_heard(proved: Database, clock: Clock, database_url: str) -> None:
    """A requester who pauses it meanwhile finds it paused after the day, and may resume it then."""
    await make_pack(proved)
    await proved.write(begin, "streets")
    await proved.write(publishing.pause, "streets")
    await until_due(proved, clock, grievances.pause_ms)
    assert rows(database_url, "SELECT state FROM packs") == [("paused",)]
    with pytest.raises(WrongPackState):
        await proved.write(publishing.pause, "streets")
    assert await proved.write(publishing.launch, "streets", RULES) is None


async def test_money_for_the_floor_does_not_let_it_go_on(
    proved: Database, clock: Clock, database_url: str
) -> None:
    """Nor does anything else that resumes by itself; after the day it goes on."""
    pack = await make_pack(proved)
    await proved.write(begin, "streets")
    await proved.write(flooring.topped_up, pack)
    assert rows(database_url, "SELECT state FROM packs") == [("paused",)]
    await until_due(proved, clock, grievances.pause_ms)
    assert rows(database_url, "SELECT state FROM packs") == [("running",)]


async def test_the_rest_of_a_pilot_waits_too(proved: Database, clock: Clock) -> None:
    """Launching what is behind a pilot is going on."""
    await make_pack(proved, tasks=25, overlap=1, launch=False)
    await proved.write(depositing.deposit, REQUESTER, 1_000_000_000, "bank 1", RULES)
    await proved.write(piloting.launch, "streets", RULES, True)
    await proved.write(begin, "streets")
    with pytest.raises(StillHalted):
        await proved.write(piloting.launch, "streets", RULES)
    await until_due(proved, clock, grievances.pause_ms)
    assert (await proved.write(piloting.launch, "streets", RULES)).locked


async def test_an_instruction_that_is_void_keeps_it_paused(
    proved: Database, clock: Clock, database_url: str
) -> None:
    """What a moderator finds of a report meanwhile outlasts the day."""
    pack = await make_pack(proved)
    ((task,),) = rows(database_url, "SELECT min(id) FROM tasks")
    case = await proved.write(cases.open_case, "report", task, ground="unclear", pack=pack)
    await proved.write(begin, "streets")
    ((code,),) = rows(database_url, f"SELECT code FROM cases WHERE id = {case}")
    await proved.write(deciding.decide_by_name, code, "instruction", "unclear", "", RULES)
    await until_due(proved, clock, grievances.pause_ms)
    assert rows(database_url, "SELECT state FROM packs") == [("paused",)]
