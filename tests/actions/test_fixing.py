"""Answers that are sent back: what it costs, who is paid, and that declining costs nothing."""

from dataclasses import replace

import pytest

from bot import ledger
from bot.actions import (
    claiming,
    delivering,
    depositing,
    exporting,
    fixing,
    overseeing,
    publishing,
    serving,
    undoing,
    working,
)
from bot.domain import limits
from bot.domain.outcomes.claims import Mending
from bot.domain.outcomes.worker import Task
from bot.domain.refusals.claims import AnswerSentBack, NoSuchCode, NoSuchSentence
from bot.domain.refusals.deposits import ReversibleSpent
from bot.domain.refusals.packs import NotFunded
from bot.storage import Database
from tests.actions.conftest import Meet, answered, until_due
from tests.actions.test_trusting import charged
from tests.conftest import Clock
from tests.makers import BOT, PRICE, RULES, Worker, is_task, make_pack, pack_row

pytestmark = pytest.mark.anyio


async def sent_back(database: Database, pack: int, assignment: int) -> str:
    """The requester sends an answer back; the code the worker is told."""
    requester = (await pack_row(database, pack))["requester"]
    assert await database.write(fixing.ask, requester, assignment, 1, RULES) == PRICE + PRICE // 10
    notices = [one.outcome for one in await database.read(delivering.notices, BOT, 100)]
    found = [one for one in notices if isinstance(one, Mending)]
    assert found[-1].amount == PRICE
    return found[-1].code


async def values(database: Database) -> list[object]:
    """What the results say."""
    return [one.answer for one in (await database.write(exporting.results, "streets", "s" * 16)).answers]


@pytest.mark.parametrize("window_h", [0, 24])
async def test_a_mended_answer_is_paid_again_and_takes_the_first_one_s_place(
    proved: Database, meet: Meet, clock: Clock, window_h: int
) -> None:
    """Once: an answer that is undone and given again after that was paid before. Sending back accepts the first pay."""
    pack = await make_pack(proved, tasks=40, review_window_h=window_h)
    amina = await meet()
    assignment = await answered(amina, pack, clock)
    code = await sent_back(proved, pack, assignment)
    have = await amina.balance()
    assert have >= PRICE
    again = is_task(await amina.act(fixing.mend, rules=RULES, code=code.lower()))
    assert again.assignment == assignment and again.note == "mend"
    assert is_task(await amina.act(fixing.mend, rules=RULES, code=code)).mark == again.mark
    after = is_task(await amina.answer(again.mark, "building"))
    assert after.saved is not None and after.saved.amount == PRICE and not after.saved.paid_before
    assert await amina.balance() == have + PRICE
    undone = is_task(await amina.act(undoing.undo, mark=after.mark))
    await amina.answer(undone.mark, "building")
    assert await amina.balance() == have + PRICE
    clock.now_ms += limits.undo_ms + 1
    assert await values(proved) == ["building"]
    with pytest.raises(NoSuchCode):
        await amina.act(fixing.mend, rules=RULES, code=code)


async def test_whoever_leaves_it_keeps_the_first_answer(proved: Database, meet: Meet, clock: Clock) -> None:
    """Silently, before or after they have taken it up; the money goes back at close."""
    pack = await make_pack(proved, tasks=40)
    amina = await meet()
    assignment = await answered(amina, pack, clock)
    code = await sent_back(proved, pack, assignment)
    have = await amina.balance()
    again = is_task(await amina.act(fixing.mend, rules=RULES, code=code))
    assert isinstance(await amina.act(working.skip, mark=again.mark), Task)
    assert await values(proved) == ["road"] and await amina.balance() == have
    await until_due(proved, clock, fixing.fix_ms + limits.day)
    with pytest.raises(NoSuchCode):
        await amina.act(fixing.mend, rules=RULES, code=code)
    await proved.write(publishing.close, "streets")
    await until_due(proved, clock, limits.claim_ms)
    assert (await pack_row(proved, pack))["state"] == "refunded"


async def test_what_is_taken_up_late_has_its_day(proved: Database, meet: Meet, clock: Clock) -> None:
    """Also when the pack was closed meanwhile: its money waits."""
    pack = await make_pack(proved, tasks=40)
    amina = await meet()
    code = await sent_back(proved, pack, await answered(amina, pack, clock))
    await proved.write(publishing.close, "streets")
    await until_due(proved, clock, fixing.fix_ms - limits.hour)
    again = is_task(await amina.act(fixing.mend, rules=RULES, code=code))
    await until_due(proved, clock, 20 * limits.hour)
    await proved.write(overseeing.refund_finished)
    have = await amina.balance()
    await amina.answer(again.mark, "building")
    assert await amina.balance() == have + PRICE


@pytest.mark.parametrize("goodwill", [0, 1_000_000])
async def test_an_outage_of_ours_costs_nobody_their_mended_answer(
    proved: Database, meet: Meet, clock: Clock, goodwill: int
) -> None:
    """Taken up in time and given when the pack was refunded: it is stored, and goodwill pays it while it can."""
    pack = await make_pack(proved, tasks=40, goodwill=goodwill)
    amina = await meet()
    code = await sent_back(proved, pack, await answered(amina, pack, clock))
    await proved.write(publishing.close, "streets")
    clock.now_ms += fixing.fix_ms + 20 * limits.hour
    again = is_task(await amina.act(fixing.mend, rules=RULES, code=code))
    await until_due(proved, clock, 6 * limits.hour)
    assert (await pack_row(proved, pack))["state"] == "refunded"
    have = await amina.balance()
    await amina.answer(again.mark, "building")
    assert await amina.balance() == have + (PRICE if goodwill else 0)
    clock.now_ms += limits.undo_ms + 1
    assert await values(proved) == ["building"]


async def test_sending_back_needs_a_sentence_the_money_and_happens_once(
    proved: Database, meet: Meet, clock: Clock
) -> None:
    """Refused, nothing moves; and nobody mends what is another's."""
    pack = await make_pack(proved, tasks=40)
    amina, baraka = await meet(), await meet()
    assignment = await answered(amina, pack, clock)
    requester = (await pack_row(proved, pack))["requester"]
    with pytest.raises(NoSuchSentence):
        await proved.write(fixing.ask, requester, assignment, 9, RULES)
    have = await proved.read(ledger.balance, f"requester:{requester}")
    await proved.write(lambda tx: ledger.withdraw_deposit(tx, requester=requester, amount=have, about=1))
    with pytest.raises(NotFunded):
        await proved.write(fixing.ask, requester, assignment, 1, RULES)
    await proved.write(depositing.deposit, "Night Market Maps", PRICE * 2, "more", RULES)
    code = await sent_back(proved, pack, assignment)
    with pytest.raises(AnswerSentBack):
        await proved.write(fixing.ask, requester, assignment, 1, RULES)
    with pytest.raises(NoSuchCode):
        await baraka.act(fixing.mend, rules=RULES, code=code)
    await baraka.act(serving.work)


async def test_money_that_can_be_called_back_buys_no_fix_beyond_its_limit(
    proved: Database, meet: Meet, clock: Clock
) -> None:
    """A new requester's card money goes to workers no further than it goes into packs."""
    pack = await make_pack(proved, tasks=40)
    assignment = await answered(await meet(), pack, clock)
    requester = (await pack_row(proved, pack))["requester"]
    have = await proved.read(ledger.balance, f"requester:{requester}")
    await proved.write(lambda tx: ledger.withdraw_deposit(tx, requester=requester, amount=have, about=1))
    await proved.write(charged, 1_000_000)
    with pytest.raises(ReversibleSpent):
        await proved.write(fixing.ask, requester, assignment, 1, replace(RULES, reversible_max=PRICE))
    await proved.write(fixing.ask, requester, assignment, 1, RULES)


async def test_a_claimed_answer_is_not_mended(proved: Database, meet: Meet, clock: Clock) -> None:
    """What somebody rules about stays as it is until then."""
    pack = await make_pack(proved, tasks=40)
    amina: Worker = await meet()
    assignment = await answered(amina, pack, clock)
    code = await sent_back(proved, pack, assignment)
    requester = (await pack_row(proved, pack))["requester"]
    await proved.write(claiming.claim, requester, assignment, "empty", 0, RULES)
    with pytest.raises(NoSuchCode):
        await amina.act(fixing.mend, rules=RULES, code=code)
