"""Requesting: one's own packs, by what is stored; the money is there or it is said what is missing."""

from typing import Any

import pytest

from bot import ledger
from bot.actions import delivering, depositing, overseeing, publishing, queueing, requesting, serving, telling
from bot.domain import limits
from bot.domain.outcomes import Outcome
from bot.domain.outcomes.requester import (
    CloseAsked,
    Launched,
    MoneyShort,
    PackClosed,
    PackMoved,
    PackReady,
    Packs,
    PackStatus,
    Preview,
    Previewed,
    ResultsBegun,
    Template,
)
from bot.domain.outcomes.worker import NothingLeft
from bot.domain.refusals.packs import NoSuchPack
from bot.domain.refusals.requesters import NoPilot, NotARequester, NotNow, SeenFirst
from bot.storage import Database
from tests.actions.conftest import Meet, answered, claimed, until_due
from tests.conftest import Clock
from tests.makers import BOT, PRICE, REQUESTER, RULES, Worker, make_pack, make_requester, meet_requester

pytestmark = pytest.mark.anyio

VERBS: list[tuple[Any, dict[str, Any]]] = [
    (requesting.pack, {}),
    (requesting.preview, {}),
    (requesting.launch, {}),
    (requesting.launch, {"pilot": True}),
    (requesting.status, {}),
    (requesting.pause, {}),
    (requesting.go_on, {}),
    (requesting.ask_to_close, {}),
    (requesting.close, {}),
    (requesting.results, {}),
    (requesting.invoice, {}),
    (requesting.top_up, {}),
]


async def test_nobody_does_anything_with_somebody_elses_pack(
    proved: Database, clock: Clock, meet: Meet
) -> None:
    """A worker is told who may; another requester hears what is said of a pack that nobody has."""
    await make_pack(proved)
    worker, stranger = await meet(), await meet_requester(proved, clock, "Somebody else")
    for verb, given in VERBS:
        with pytest.raises(NotARequester):
            await worker.act(verb, name="streets", **given)
        with pytest.raises(NoSuchPack) as theirs:
            await stranger.act(verb, name="streets", **given)
        with pytest.raises(NoSuchPack) as nobodys:
            await stranger.act(verb, name="lanes", **given)
        assert str(theirs.value).replace("streets", "lanes") == str(nobodys.value)


async def drafted(database: Database, clock: Clock, **changed: Any) -> Worker:
    """A requester with a draft of 25 tasks."""
    await make_pack(database, tasks=25, launch=False, **changed)
    return await meet_requester(database, clock)


async def notices(database: Database, her: Worker) -> list[Outcome]:
    """What she is told beside her answers."""
    found = await database.read(delivering.notices, BOT, 20)
    return [one.outcome for one in found if one.account == her.who.account]


async def test_a_pack_starts_when_all_its_money_is_there(proved: Database, clock: Clock) -> None:
    """Without it they hear what is missing and the key stays; with it the key works, once."""
    her = await drafted(proved, clock)
    ready = await her.act(requesting.pack, name="streets")
    assert isinstance(ready, PackReady) and ready.tasks == 25 and ready.pilot == 10
    short = await her.act(requesting.launch_by_key, mark=ready.mark, name="streets")
    assert short == MoneyShort(0, "streets", ready.at_most) and short.missing == ready.at_most
    await proved.write(depositing.deposit, REQUESTER, ready.at_most, "bank", RULES)
    assert await her.act(requesting.launch_by_key, mark=ready.mark, name="streets") == Launched(
        "streets", ready.at_most
    )
    assert await her.act(requesting.launch_by_key, mark=ready.mark, name="streets") is None
    assert isinstance(await her.act(requesting.pack, name="streets"), PackStatus)


@pytest.mark.parametrize("pilot", [True, False])
async def test_a_pack_that_is_started_by_a_command_leaves_no_keys_that_start_it(
    proved: Database, clock: Clock, pilot: bool
) -> None:
    """Typed or pressed, the question is over; without the money it stays."""
    her = await drafted(proved, clock)
    ready = await her.act(requesting.pack, name="streets")
    assert isinstance(ready, PackReady)
    await her.act(requesting.launch, name="streets", pilot=pilot)
    assert await proved.read(telling.current_mark, her.who) == ready.mark
    await proved.write(depositing.deposit, REQUESTER, ready.at_most, "bank", RULES)
    assert isinstance(await her.act(requesting.launch, name="streets", pilot=pilot), Launched)
    assert await proved.read(telling.current_mark, her.who) == ""
    assert await her.act(requesting.launch_by_key, mark=ready.mark, name="streets") is None


async def test_a_pack_that_waits_for_a_person_is_not_started(proved: Database, clock: Clock) -> None:
    """Nor its pilot; what they are told speaks of no command line."""
    her = await drafted(proved, clock)
    await proved.write(depositing.deposit, REQUESTER, 1_000_000_000, "bank", RULES)
    await proved.write(_wait)
    for pilot in (False, True):
        with pytest.raises(SeenFirst):
            await her.act(requesting.launch, name="streets", pilot=pilot)


async def test_a_pack_too_small_for_a_pilot_says_so_before_money_is_asked_for(
    proved: Database, clock: Clock
) -> None:
    """Nobody pays in for what can't be."""
    await make_pack(proved, tasks=10, launch=False)
    her = await meet_requester(proved, clock)
    with pytest.raises(NoPilot):
        await her.act(requesting.launch, name="streets", pilot=True)


def _wait(tx: Any) -> None:
    tx.run("packs.set_waits", pack=publishing.named(tx, "streets")["id"], waits="It is the first.")


async def test_a_preview_is_the_messages_of_a_worker(proved: Database, clock: Clock) -> None:
    """The offer, the instruction and two tasks, and nobody has an assignment for it."""
    her = await drafted(proved, clock)
    assert await her.act(requesting.preview, name="streets") == Previewed("streets")
    told = [one for one in await notices(proved, her) if isinstance(one, Preview)]
    assert [bool(one.offer) for one in told] == [True, False, False, False]
    assert told[1].reading is not None and told[1].reading.pay > 0
    assert [one.task.text["en"] for one in told if one.task] == ["Item 1", "Item 2"]
    assert await proved.read(lambda tx: tx.one("work.any_open_assignment", person=her.who.person)) is None


async def test_a_pack_is_paused_goes_on_and_ends_with_its_money_back(proved: Database, clock: Clock) -> None:
    """Closing asks once, and says what comes back."""
    her = await drafted(proved, clock)
    await proved.write(depositing.deposit, REQUESTER, 1_000_000_000, "bank", RULES)
    await her.act(requesting.launch, name="streets")
    assert await her.act(requesting.pause, name="streets") == PackMoved("streets", True)
    with pytest.raises(NotNow):
        await her.act(requesting.pause, name="streets")
    assert await her.act(requesting.go_on, name="streets") == PackMoved("streets", False)
    asked = await her.act(requesting.ask_to_close, name="streets")
    assert isinstance(asked, CloseAsked) and asked.left > 0 == asked.open
    done = await her.closes(asked.mark, "close", requesting.close, name="streets")
    assert done == PackClosed("streets", asked.left, later=False)
    with pytest.raises(NotNow):
        await her.act(requesting.ask_to_close, name="streets")
    listed = await her.act(requesting.packs)
    assert isinstance(listed, Packs) and listed.packs[0].state == "refunded" and listed.there == 1_000_000_000


@pytest.mark.parametrize("window_h", [0, 24])
async def test_before_a_pack_is_closed_it_is_said_whose_its_money_is(
    proved: Database, clock: Clock, meet: Meet, pot: None, window_h: int
) -> None:
    """What the guarantee pot put in for a new answer, and a claimed answer's own money, do not come back."""
    her = await meet_requester(proved, clock)
    pack = await make_pack(proved, tasks=40, review_window_h=window_h)
    await claimed(proved, pack, await answered(await meet(), pack, clock))
    asked = await her.act(requesting.ask_to_close, name="streets")
    assert isinstance(asked, CloseAsked) and asked.pot == PRICE and asked.frozen == (1 if window_h else 0)
    assert asked.open == 1  # their next task
    clock.now_ms += limits.week
    await proved.write(overseeing.lapse)
    before = await proved.read(ledger.balance, f"requester:{her.who.requester}")
    pot_before = await proved.read(ledger.balance, "house:guarantee")
    await her.closes(asked.mark, "close", requesting.close, name="streets")
    await until_due(proved, clock, limits.claim_ms + limits.day)
    await proved.write(overseeing.refund_finished)
    assert await proved.read(ledger.balance, f"requester:{her.who.requester}") == before + asked.left
    assert await proved.read(ledger.balance, "house:guarantee") >= pot_before + PRICE


async def test_results_are_a_job_of_which_they_are_told(proved: Database, clock: Clock) -> None:
    """A draft has none; of a pack that runs one job is left, with their account."""
    her = await drafted(proved, clock)
    with pytest.raises(NotNow):
        await her.act(requesting.results, name="streets")
    await proved.write(depositing.deposit, REQUESTER, 1_000_000_000, "bank", RULES)
    await her.act(requesting.launch, name="streets")
    assert await her.act(requesting.results, name="streets") == ResultsBegun("streets")
    job = await proved.write(queueing.take, queueing.results_job)
    assert job is not None and job.input["send"] and job.input["pack"] == "streets"


async def test_examples_are_for_those_who_bring_work(proved: Database, clock: Clock) -> None:
    """A kind that is none gets the list of kinds."""
    her = await meet_requester(proved, clock)
    found = await her.act(requesting.template, kind="choice")
    assert isinstance(found, Template) and found.kind == "choice"
    found = await her.act(requesting.template, kind="nothing")
    assert isinstance(found, Template) and not found.kind and "choice" in found.kinds


async def test_a_requester_is_a_worker_still(proved: Database, clock: Clock) -> None:
    """/tasks leads from a pack's quote to work, and not back to the quote."""
    her = await drafted(proved, clock)
    await make_pack(proved, "lanes", requester="Well Watch")
    await her.act(requesting.pack, name="streets")
    assert type(await her.act(serving.work)).__name__ == "Offer"


async def test_nobody_works_in_a_pack_of_their_own(proved: Database, clock: Clock) -> None:
    """Not offered, not begun by an old key, not gone on with by who read it before they spoke for its requester."""
    pack = await make_pack(proved)
    her = await Worker.met(proved, clock)
    first = await her.begins(pack)
    await make_requester(proved, her)
    assert isinstance(await her.answer(first.mark), NothingLeft)
    assert isinstance(await her.act(serving.start, pack=pack), NothingLeft)
    assert isinstance(await her.act(serving.work), NothingLeft)
