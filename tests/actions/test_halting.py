"""Halting: what people paused is let go on by nobody but a moderator, time, or other words."""

import pytest

from bot.actions import halting, publishing, renewing
from bot.domain.refusals.grievances import StillHalted
from bot.storage import Database, Tx
from tests.actions.conftest import rows
from tests.makers import RULES, make_form, make_pack

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
