"""Review windows: what waits, until when, and that waiting tells nobody which answers are known."""

from dataclasses import replace

import pytest

from bot import ledger
from bot.actions import (
    accounting,
    exporting,
    offering,
    overseeing,
    publishing,
    requesting,
    reviewing,
    serving,
    showing,
    undoing,
)
from bot.domain import cases as numbers
from bot.domain import limits
from bot.domain.outcomes.worker import Money, Offer
from bot.domain.refusals.claims import AnswerAccepted, NoNeutralPerson
from bot.domain.refusals.packs import NoSuchPack
from bot.storage import Database
from tests.actions.conftest import Meet, answered, claimed, until_due
from tests.conftest import Clock
from tests.makers import PRICE, RULES, Worker, is_task, make_pack, meet_requester, pack_row

pytestmark = pytest.mark.anyio


async def earned(worker: Worker) -> int:
    """What waits for a check."""
    return await worker.database.read(ledger.balance, f"worker:{worker.who.book}:earned")


async def test_packs_without_a_window_are_offered_first(proved: Database, meet: Meet) -> None:
    """Also when the other pays more; the offer says how long it takes at most."""
    await make_pack(proved, "checked", price="0.08", review_window_h=24)
    plain = await make_pack(proved, "plain")
    amina = await meet()
    offer = await amina.act(serving.work)
    assert isinstance(offer, Offer) and offer.pack == plain and offer.window_h == 0
    other = await amina.act(offering.pass_over, pack=plain)
    assert isinstance(other, Offer) and other.window_h == 24


async def test_money_that_waits_is_told_apart(proved: Database, meet: Meet, clock: Clock) -> None:
    """It is in no balance, and the answer says that it comes later."""
    pack = await make_pack(proved, review_window_h=24)
    amina = await meet()
    first = await amina.begins(pack)
    after = is_task(await amina.answer(first.mark))
    assert after.saved is not None and after.saved.checked_h == 24 and after.saved.amount > PRICE
    told = await amina.act(accounting.money)
    assert isinstance(told, Money) and told.waits == PRICE and told.balance == after.saved.reading


async def test_known_answers_wait_like_the_others(proved: Database, meet: Meet, clock: Clock) -> None:
    """Or everybody could see which they are; practice is known anyway and paid at once."""
    pack = await make_pack(proved, tasks=40, gold=3, practice=1, gold_share=0.5, review_window_h=24)
    amina = await meet()
    task = await amina.begins(pack)
    task = is_task(await amina.answer(task.mark))
    assert await earned(amina) == 0
    for count in range(1, 9):
        task = is_task(await amina.answer(task.mark))
        assert await earned(amina) == count * PRICE
    clock.now_ms += limits.undo_ms + 1
    requester = (await pack_row(proved, pack))["requester"]
    assert await proved.write(reviewing.accept_all, requester, pack) == 8
    await until_due(proved, clock, limits.minute)
    assert await earned(amina) == 0


async def test_an_answer_given_again_waits_its_whole_time(proved: Database, meet: Meet, clock: Clock) -> None:
    """It can't be looked at while it can be undone, and its pay is its first one."""
    pack = await make_pack(proved, review_window_h=1)
    amina = await meet()
    first = await amina.begins(pack)
    after = is_task(await amina.answer(first.mark))
    assert not await proved.read(reviewing.looked_at, pack, 0, 10)
    clock.now_ms += 9 * limits.minute
    again = is_task(await amina.act(undoing.undo, mark=after.mark))
    clock.now_ms += 40 * limits.minute
    await amina.answer(again.mark, "building")
    await until_due(proved, clock, 50 * limits.minute)
    assert await earned(amina) == PRICE and len(await proved.read(reviewing.looked_at, pack, 0, 10)) == 1
    await until_due(proved, clock, 11 * limits.minute)
    assert await earned(amina) == 0


async def test_a_late_answer_is_paid_at_once(proved: Database, meet: Meet, clock: Clock) -> None:
    """From the late reserve, which no review keeps waiting; a place that was still free makes it an answer like any other."""
    pack = await make_pack(proved, tasks=1, overlap=1, lease_h=1, review_window_h=24)
    amina, baraka = await meet(), await meet()
    first = await amina.begins(pack)
    clock.now_ms += 2 * limits.hour
    await proved.write(overseeing.lapse)
    await baraka.answer((await baraka.begins(pack)).mark)
    before = await amina.balance()
    await amina.answer(first.mark)
    assert (
        await amina.balance() >= before + PRICE and await earned(amina) == 0 and await earned(baraka) == PRICE
    )


async def test_within_a_window_pay_waits_and_silence_releases_it(
    proved: Database, meet: Meet, clock: Clock
) -> None:
    """Not available, and in no results, which say how many wait; after the window both, for good."""
    pack = await make_pack(proved, tasks=40, review_window_h=24)
    amina = await meet()
    assignment = await answered(amina, pack, clock)
    reading = await amina.balance()
    assert reading < PRICE and await earned(amina) == PRICE
    results = await proved.write(exporting.results, "streets", "s" * 16)
    assert not results.answers and results.waiting == 1
    await until_due(proved, clock, limits.day)
    assert await amina.balance() == reading + PRICE
    results = await proved.write(exporting.results, "streets", "s" * 16)
    assert [one.id for one in results.answers] == [str(assignment)] and results.waiting == 0
    with pytest.raises(AnswerAccepted):
        await claimed(proved, pack, assignment)


async def test_a_pack_with_a_window_needs_somebody_neutral(proved: Database) -> None:
    """No neutral person, no review windows."""
    await make_pack(proved, launch=False, review_window_h=24)
    with pytest.raises(NoNeutralPerson):
        await proved.write(publishing.launch, "streets", replace(RULES, rulings_by=""))


async def test_that_nobody_decides_is_said_before_money_is_asked_for(proved: Database, clock: Clock) -> None:
    """/launch_NAME says it to whoever has not paid in yet."""
    her = await meet_requester(proved, clock)
    her.rules = replace(RULES, rulings_by="")
    await make_pack(proved, launch=False, review_window_h=24)
    with pytest.raises(NoNeutralPerson):
        await her.act(requesting.launch, name="streets")


async def test_where_a_jury_is_there_a_window_is_and_the_offer_says_who_decides(
    proved: Database, meet: Meet, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Three people who know such work and read a language of the pack; without one of them nobody's pay waits for a check."""
    monkeypatch.setattr(numbers, "jury_answers_least", 1)
    alone, known = replace(RULES, rulings_by=""), [await meet() for _ in range(3)]
    await make_pack(proved, launch=False, review_window_h=24)
    elsewhere = await make_pack(proved, "doors", tasks=40)
    for one in known[:2]:
        await one.answer((await one.begins(elsewhere)).mark)
    with pytest.raises(NoNeutralPerson):
        await proved.write(publishing.launch, "streets", alone)
    await known[2].answer((await known[2].begins(elsewhere)).mark)
    await proved.write(publishing.launch, "streets", alone)
    row = await proved.read(publishing.named, "streets")
    offer = await proved.read(showing.offer_facts, row["id"])
    assert offer.jury and offer.window_h == 24
    assert not (await proved.read(showing.offer_facts, elsewhere)).jury


async def test_nobody_looks_at_another_s_pack(proved: Database) -> None:
    """It is refused as if it were not there."""
    await make_pack(proved)
    with pytest.raises(NoSuchPack):
        await proved.read(reviewing.theirs, 0, "streets")
