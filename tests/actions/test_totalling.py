"""The figures of a month: what was stored, added up, and told from ten people on."""

import pytest

from bot.actions import asking, ruling, sending, serving, totalling
from bot.desk.figures import of_month
from bot.domain import figures, limits
from bot.payouts import Reply
from bot.storage import Database
from tests.actions.conftest import Meet, answered, claimed, decided, until_due
from tests.actions.test_accounting import file_of
from tests.actions.test_reckoning import crowd
from tests.conftest import Clock
from tests.makers import PRICE, REQUESTER, RULES, Worker, make_pack, pack_row
from tests.makers_payouts import MPESA, earn, pay_out, purse, settled, ways

pytestmark = pytest.mark.anyio
FIRST, BEYOND = figures.month("2026-01") or (0, 0)


async def told(database: Database, first: int = FIRST, beyond: int = BEYOND) -> dict[str, int | None]:
    """A month's figures by name."""
    return {one.name: one.value for one in await of_month(database, first, beyond)}


async def test_nine_people_tell_nothing_and_ten_tell_their_sums(
    meet: Meet, proved: Database, clock: Clock
) -> None:
    """Answers, people and what an hour paid; the tenth percentile waits for a hundred people."""
    pack = await make_pack(proved, tasks=40)
    await crowd(meet, pack, clock, 9, answers=2)
    few = await told(proved)
    assert {name for name, value in few.items() if value is not None} == {
        "closures",
        "votes",
        "votes_unanswered",
    }
    await crowd(meet, pack, clock, 1, answers=2)
    found = await told(proved)
    assert (found["answers"], found["people"]) == (20, 10)
    assert found["hourly"] == PRICE * limits.hour // 12_000 and found["hourly_tenth"] is None
    assert await told(proved, BEYOND, BEYOND + limits.day) == await told(proved, 0, FIRST)


async def test_a_month_is_counted_in_steps_and_ends_where_the_next_begins(
    meet: Meet, proved: Database, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many are read at once, each answer counts in one month."""
    monkeypatch.setattr(totalling, "answers_a_step", 3)
    pack = await make_pack(proved, tasks=60)
    clock.now_ms = BEYOND - limits.hour
    people = await crowd(meet, pack, clock, 10)
    clock.now_ms = BEYOND
    for worker in people:
        await worker.answer(await worker.mark())
    assert (await told(proved))["answers"] == 10
    assert (await told(proved, BEYOND, BEYOND + 28 * limits.day))["answers"] == 10


async def test_accuracy_stands_beside_pay_and_breaks(meet: Meet, proved: Database, clock: Clock) -> None:
    """Of known answers alone: by the pack's rate over its floor, and by how long ago the last break was."""
    pack = await make_pack(proved, tasks=30, overlap=9, gold=20, gold_share=0.5)
    people = await crowd(meet, pack, clock, 12, answers=6)
    found = await told(proved)
    assert (
        found["right_all"] == found["right_middle"] == found["right_fresh"] == 1_000
    )  # $9.60 an hour over $5
    assert found["right_low"] is None and found["right_high"] is None and found["right_long"] is None
    assert len(people) == 12


async def test_how_claims_ended_is_told_in_parts_of_ten(
    meet: Meet, proved: Database, clock: Clock, pot: None
) -> None:
    """Eleven rulings for the worker and one silence: the sum is told, and neither part, for each would tell the other."""
    pack = await make_pack(proved, tasks=60, goodwill=5_000_000)
    requester = (await pack_row(proved, pack))["requester"]
    people = await crowd(meet, pack, clock, 12)
    clock.now_ms += limits.undo_ms + 1
    for worker in people:
        first = (await file_of(worker))["answers"][0]["assignment"]
        await worker.answer(await worker.mark())
        clock.now_ms += limits.undo_ms + 1
        code = await claimed(proved, pack, first, rules=RULES)
        await worker.act(ruling.disagree, rules=RULES, code=code)
        if worker is not people[0]:
            await proved.write(ruling.give_in, requester, code)
    await until_due(proved, clock, 5 * limits.day)
    found = await told(proved)
    assert found["claims"] == found["disagreements"] == found["ended"] == 12
    assert found["ended_gave_in"] is None and found["ended_silence"] is None and found["ended_stands"] == 0
    assert found["kept_replies"] == round(1_000 * 11 / 12) and found["kept_rulings"] is None


@pytest.mark.parametrize(("instances", "cell", "kept"), [(1, "stands", 1_000), (2, "silence", 0)])
async def test_a_claim_ends_once_by_its_last_instance(
    meet: Meet,
    proved: Database,
    clock: Clock,
    pot: None,
    monkeypatch: pytest.MonkeyPatch,
    instances: int,
    cell: str,
    kept: int,
) -> None:
    """A ruling that may be appealed ends nothing; appealed and then not looked at in time, it ends by silence."""
    monkeypatch.setattr(figures, "people_min", 1)
    pack = await make_pack(proved, tasks=60, goodwill=5_000_000)
    requester = (await pack_row(proved, pack))["requester"]
    worker = await meet()
    code = await claimed(proved, pack, await answered(worker, pack, clock), rules=RULES)
    await worker.act(ruling.disagree, rules=RULES, code=code)
    await proved.write(ruling.insist, requester, code, "")
    await decided(proved, code, instances == 1)
    assert (await told(proved))["ended"] is None
    if instances == 2:
        await worker.act(ruling.appeal, code=code)
    await until_due(proved, clock, 8 * limits.day)
    found = await told(proved)
    assert found["ended"] == found[f"ended_{cell}"] == 1 and found["kept_rulings"] == kept


async def test_payouts_are_told_with_how_long_they_took(meet: Meet, proved: Database, clock: Clock) -> None:
    """Those that arrived: how many, how much, and the middle of the hours."""
    rail = ways(clock, **MPESA)
    for number in range(10):
        worker = await meet()
        await earn(proved, worker, 2_000_000, number + 1)
        await settled(worker, rail, f"0712 345 4{number:02}")
        await pay_out(worker, rail, await purse(worker, rail))
        errand = await proved.write(sending.take, rail)
        assert errand is not None
        clock.now_ms += (number + 1) * limits.minute * 6
        await proved.write(sending.answered, errand, Reply("confirmed", f"QK{number}"))
    found = await told(proved)
    assert found["payouts"] == 10 and found["paid_out"] == 20_000_000
    assert found["payout_hours"] == round(5.5)


async def test_a_question_counts_once_its_time_is_over(meet: Meet, proved: Database, clock: Clock) -> None:
    """Nine answered and one silent are 90 %; before 72 hours are over nothing is said."""
    await make_pack(proved)
    for number in range(1, 11):
        worker: Worker = await meet()
        await worker.act(serving.work)
        await worker.act(asking.ask, words="Is a bridge a road?")
        if number < 10:
            await proved.write(asking.answer_by_desk, REQUESTER, number, "Yes.", asking.for_one)
    assert (await told(proved))["kept_questions"] is None
    clock.now_ms += limits.question_silence_ms + 1
    assert (await told(proved))["kept_questions"] == 900
