"""Claims: what they cost whom, who may speak until when, and how each of them ends."""

from dataclasses import replace
from typing import Any

import pytest

from bot import ledger
from bot.actions import claiming, exporting, overseeing, publishing, reviewing, serving, telling
from bot.domain import claims, limits
from bot.domain.outcomes import Outcome
from bot.domain.outcomes.claims import Disagreed, Disagreeing
from bot.domain.outcomes.worker import Task
from bot.domain.refusals.claims import (
    AnswerAccepted,
    AnswerClaimed,
    ClaimDecided,
    ClaimsOpen,
    NoNeutralPerson,
    NoSuchAnswer,
    NoSuchClaim,
    NoSuchGround,
    NoSuchSentence,
)
from bot.storage import Database
from tests.actions.conftest import Meet
from tests.conftest import Clock
from tests.makers import BOT, PRICE, RULES, Worker, is_task, make_pack, meet_deadlines, pack_row, prove

pytestmark = pytest.mark.anyio


async def answered(worker: Worker, pack: int, clock: Clock) -> int:
    """Somebody's first answer in a pack, past being undone; its id."""
    first = await worker.begins(pack)
    await worker.answer(first.mark)
    clock.now_ms += limits.undo_ms + 1
    return first.assignment


async def claimed(database: Database, pack: int, assignment: int, **changed: Any) -> str:
    """A claim of the pack's requester; its code."""
    requester = (await pack_row(database, pack))["requester"]
    given = {"ground": "breaks", "sentence": 1, "rules": RULES, **changed}
    return await database.write(claiming.claim, requester, assignment, **given)


async def told(database: Database) -> list[Outcome]:
    """The notices that wait to be sent."""
    return [one.outcome for one in await database.read(telling.notices, BOT, 100)]


async def state(database: Database, code: str) -> str:
    """How a claim stands."""
    row, _, _ = await database.read(claiming.told_of, code)
    return str(row["state"])


async def until_due(database: Database, clock: Clock, ms: int) -> None:
    """Time passes day by day, and whatever is due is done."""
    end = clock.now_ms + ms
    while clock.now_ms < end:
        clock.now_ms = min(end, clock.now_ms + limits.day)
        while await database.write(meet_deadlines):
            pass
    await prove(database)


@pytest.fixture
async def house(proved: Database, clock: Clock, meet: Meet) -> tuple[Database, int]:
    """A pack with a window of a day, goodwill, and money in the guarantee pot."""
    filled = await make_pack(proved, "filled", tasks=20, price="1.00", goodwill=5_000_000)
    crowd = await meet()
    task = await crowd.begins(filled)
    crowd.proving = False
    for _ in range(15):
        task = is_task(await crowd.answer(task.mark))
    await proved.write(overseeing.collect_fees)
    return proved, await make_pack(proved, tasks=40, review_window_h=24)


async def test_without_a_window_the_money_stays_and_the_pot_buys_a_new_answer(
    house: tuple[Database, int], meet: Meet, clock: Clock
) -> None:
    """The answer is not among the results, its place is open again, and nothing is taken from anybody."""
    database, _ = house
    pack = await make_pack(database, "roofs", tasks=40)
    amina = await meet()
    assignment = await answered(amina, pack, clock)
    have, before = await amina.balance(), await database.read(ledger.balance, "house:guarantee")
    places = await database.read(lambda tx: tx.value("packs.places", pack=pack))
    code = await claimed(database, pack, assignment)
    assert await amina.balance() == have
    assert await database.read(ledger.balance, "house:guarantee") == before - PRICE
    assert await database.read(lambda tx: tx.value("packs.places", pack=pack)) == places + 1
    notice = (await told(database))[-1]
    assert notice.code == code and not notice.frozen and notice.amount == PRICE  # type: ignore[union-attr]
    assert notice.sentence == {"en": "Choose what fills most of the picture, and skip what you cannot see."}  # type: ignore[union-attr]
    results = await database.write(exporting.results, "roofs", "s" * 16)
    assert not [one for one in results.answers if one.id == str(assignment)]
    await until_due(database, clock, claims.disagree_most_ms + limits.day)
    assert await state(database, code) == "stands" and await amina.balance() == have


async def test_within_a_window_pay_waits_and_silence_releases_it(
    house: tuple[Database, int], meet: Meet, clock: Clock
) -> None:
    """Not available, in no results; after the window both, for good."""
    database, pack = house
    amina = await meet()
    assignment = await answered(amina, pack, clock)
    reading = await amina.balance()
    assert reading < PRICE and await database.read(ledger.balance, f"worker:{amina.who.book}:earned") == PRICE
    results = await database.write(exporting.results, "streets", "s" * 16)
    assert not results.answers
    await until_due(database, clock, limits.day)
    assert await amina.balance() == reading + PRICE
    results = await database.write(exporting.results, "streets", "s" * 16)
    assert [one.id for one in results.answers] == [str(assignment)]
    with pytest.raises(AnswerAccepted):
        await claimed(database, pack, assignment)


async def test_a_frozen_answer_s_money_buys_the_new_one_when_the_worker_says_nothing(
    house: tuple[Database, int], meet: Meet, clock: Clock
) -> None:
    """The pot bought it at once, so the pot gets the money."""
    database, pack = house
    amina = await meet()
    assignment = await answered(amina, pack, clock)
    before = await database.read(ledger.balance, "house:guarantee")
    code = await claimed(database, pack, assignment)
    assert await database.read(ledger.balance, f"worker:{amina.who.book}:frozen") == PRICE
    assert not await database.write(reviewing.release, assignment)
    await until_due(database, clock, claims.disagree_most_ms + limits.day)
    assert await state(database, code) == "stands"
    assert await database.read(ledger.balance, f"worker:{amina.who.book}:frozen") == 0
    assert await database.read(ledger.balance, "house:guarantee") == before


async def test_an_empty_pot_leaves_the_place_closed_until_the_claim_was_right(
    proved: Database, meet: Meet, clock: Clock
) -> None:
    """Then the answer's own money opens it."""
    pack = await make_pack(proved, tasks=2, overlap=1, review_window_h=24)
    amina = await meet()
    assignment = await answered(amina, pack, clock)
    places = await proved.read(lambda tx: tx.value("packs.places", pack=pack))
    await claimed(proved, pack, assignment)
    assert await proved.read(lambda tx: tx.value("packs.places", pack=pack)) == places
    await until_due(proved, clock, claims.disagree_most_ms + limits.day)
    assert await proved.read(lambda tx: tx.value("packs.places", pack=pack)) == places + 1


async def test_whoever_disagrees_and_hears_nothing_is_right_and_paid_a_minute(
    house: tuple[Database, int], meet: Meet, clock: Clock
) -> None:
    """At $0.04 for 15 s a minute is $0.16."""
    database, pack = house
    amina = await meet()
    assignment = await answered(amina, pack, clock)
    have = await amina.balance()
    code = await claimed(database, pack, assignment)
    asked = await amina.act(claiming.disagree, rules=RULES, code=code.lower())
    assert isinstance(asked, Disagreeing) and asked.ruled_by == RULES.rulings_by
    assert await amina.act(claiming.disagree, rules=RULES, code=code) == Disagreed(code)
    await until_due(database, clock, claims.reply_ms)
    assert await state(database, code) == "answer_stands"
    assert await amina.balance() == have + PRICE + 4 * PRICE
    results = await database.write(exporting.results, "streets", "s" * 16)
    assert [one.id for one in results.answers] == [str(assignment)]


async def test_the_requester_may_give_in(house: tuple[Database, int], meet: Meet, clock: Clock) -> None:
    """Then it is over at once."""
    database, pack = house
    amina = await meet()
    code = await claimed(database, pack, await answered(amina, pack, clock))
    await amina.act(claiming.disagree, rules=RULES, code=code)
    requester = (await pack_row(database, pack))["requester"]
    ruled = await database.write(claiming.give_in, requester, code)
    assert ruled.right and ruled.minute == 4 * PRICE
    with pytest.raises(ClaimDecided):
        await database.write(claiming.give_in, requester, code)
    with pytest.raises(ClaimDecided):
        await amina.act(claiming.disagree, rules=RULES, code=code)


@pytest.mark.parametrize("came", [False, True])
async def test_who_gives_in_gets_no_answer_from_the_pot(
    house: tuple[Database, int], meet: Meet, clock: Clock, came: bool
) -> None:
    """The place that was opened closes and the pot has its money again; an answer that came meanwhile stays."""
    database, _ = house
    pack = await make_pack(database, "roofs", tasks=20, overlap=1)
    amina, baraka = await meet(), await meet()
    task = await amina.begins(pack)
    for _ in range(19):
        task = is_task(await amina.answer(task.mark))
    await amina.answer(task.mark)
    clock.now_ms += limits.undo_ms + 1
    before = await database.read(ledger.balance, "house:guarantee")
    code = await claimed(database, pack, task.assignment)
    if came:
        await baraka.answer((await baraka.begins(pack)).mark)
    await database.write(claiming.give_in, (await pack_row(database, pack))["requester"], code)
    assert await database.read(lambda tx: tx.value("packs.places", pack=pack)) == 0
    assert await database.read(ledger.balance, "house:guarantee") == before - (PRICE if came else 0)
    await database.write(publishing.close, "roofs")
    put_in = await database.read(lambda tx: tx.value("book.pack_guarantee", pack=pack))
    assert put_in == (PRICE if came else 0)
    await prove(database)


@pytest.mark.parametrize("right", [True, False])
async def test_somebody_neutral_rules(
    house: tuple[Database, int], meet: Meet, clock: Clock, right: bool
) -> None:
    """Either way both hear it with its reason, and nobody else can rule again."""
    database, pack = house
    amina = await meet()
    have_reading = await answered(amina, pack, clock)
    have = await amina.balance()
    code = await claimed(database, pack, have_reading)
    await amina.act(claiming.disagree, rules=RULES, code=code)
    requester = (await pack_row(database, pack))["requester"]
    await database.write(claiming.insist, requester, code, "It shows a roof.")
    assert [one["code"] for one in await database.read(claiming.cases)] == [code]
    with pytest.raises(NoNeutralPerson):
        await database.write(claiming.decide, code, right, "", replace(RULES, rulings_by=""))
    await database.write(claiming.decide, code, right, "The people fill it.", RULES)
    assert await amina.balance() == have + (5 * PRICE if right else 0)
    assert [one.why for one in await told(database) if getattr(one, "how", "") == "ruling"] == [
        "The people fill it."
    ]
    with pytest.raises(ClaimDecided):
        await database.write(claiming.decide, code, right, "", RULES)


async def test_nobody_rules_in_time_and_the_worker_is_right(
    house: tuple[Database, int], meet: Meet, clock: Clock
) -> None:
    """Seven days after the requester insisted."""
    database, pack = house
    amina = await meet()
    have = await answered(amina, pack, clock)
    code = await claimed(database, pack, have)
    await amina.act(claiming.disagree, rules=RULES, code=code)
    requester = (await pack_row(database, pack))["requester"]
    await database.write(claiming.insist, requester, code, "")
    await until_due(database, clock, claims.ruling_ms)
    assert await state(database, code) == "answer_stands"


async def test_fourteen_days_run_from_the_worker_s_first_message(
    house: tuple[Database, int], meet: Meet, clock: Clock
) -> None:
    """Who was away keeps their say; who was there and said nothing has agreed after that."""
    database, pack = house
    amina = await meet()
    code = await claimed(database, pack, await answered(amina, pack, clock))
    await until_due(database, clock, 20 * limits.day)
    assert await state(database, code) == "told"
    await amina.act(serving.work)
    await until_due(database, clock, 13 * limits.day)
    assert await state(database, code) == "told"
    await until_due(database, clock, 3 * limits.day)
    assert await state(database, code) == "stands"


async def test_what_can_t_be_claimed_is_refused(
    house: tuple[Database, int], meet: Meet, clock: Clock
) -> None:
    """Somebody else's, one still to be undone, without ground or sentence, twice, delivered; nothing moves."""
    database, pack = house
    amina, baraka = await meet(), await meet()
    first = await amina.begins(pack)
    await amina.answer(first.mark)
    requester = (await pack_row(database, pack))["requester"]
    with pytest.raises(NoSuchAnswer):
        await claimed(database, pack, first.assignment)
    clock.now_ms += limits.undo_ms + 1
    for wrong, refused in (
        ({"ground": "ugly"}, NoSuchGround),
        ({"sentence": 0}, NoSuchSentence),
        ({"sentence": 9}, NoSuchSentence),
        ({"rules": replace(RULES, rulings_by="")}, NoNeutralPerson),
    ):
        with pytest.raises(refused):
            await claimed(database, pack, first.assignment, **wrong)
    with pytest.raises(NoSuchAnswer):
        await database.write(claiming.claim, requester + 1, first.assignment, "empty", 0, RULES)
    code = await claimed(database, pack, first.assignment, ground="empty", sentence=0)
    with pytest.raises(AnswerClaimed):
        await claimed(database, pack, first.assignment)
    with pytest.raises(NoSuchClaim):
        await baraka.act(claiming.disagree, rules=RULES, code=code)
    with pytest.raises(NoSuchClaim):
        await database.write(claiming.give_in, requester + 1, code)


async def test_what_was_delivered_is_accepted(house: tuple[Database, int], meet: Meet, clock: Clock) -> None:
    """Who holds an answer has paid for it; two weeks later so has everybody (P6)."""
    database, _ = house
    pack = await make_pack(database, "roofs", tasks=40)
    amina, baraka = await meet(), await meet()
    first = await answered(amina, pack, clock)
    await database.write(exporting.results, "roofs", "s" * 16)
    with pytest.raises(AnswerAccepted):
        await claimed(database, pack, first)
    second = await answered(baraka, pack, clock)
    clock.now_ms += claims.claim_until_ms
    with pytest.raises(AnswerAccepted):
        await claimed(database, pack, second)


async def test_a_new_requester_has_five_claims_open_at_most(
    house: tuple[Database, int], meet: Meet, clock: Clock
) -> None:
    """Their packs go on all the same."""
    database, pack = house
    amina = await meet()
    task = await amina.begins(pack)
    given = []
    for _ in range(6):
        given.append(task.assignment)
        task = is_task(await amina.answer(task.mark))
    clock.now_ms += limits.undo_ms + 1
    for one in given[:5]:
        await claimed(database, pack, one)
    with pytest.raises(ClaimsOpen):
        await claimed(database, pack, given[5])
    assert isinstance(await amina.answer(task.mark), Task)


async def test_a_pack_with_a_window_needs_somebody_neutral(proved: Database) -> None:
    """No neutral person, no review windows."""
    await make_pack(proved, launch=False, review_window_h=24)
    with pytest.raises(NoNeutralPerson):
        await proved.write(publishing.launch, "streets", replace(RULES, rulings_by=""))


async def test_a_closed_pack_gives_the_pot_back_what_bought_nothing(
    house: tuple[Database, int], meet: Meet, clock: Clock
) -> None:
    """Not the requester: a claim never gives money back."""
    database, pack = house
    amina = await meet()
    before = await database.read(ledger.balance, "house:guarantee")
    code = await claimed(database, pack, await answered(amina, pack, clock))
    await database.write(publishing.close, "streets")
    await until_due(database, clock, claims.disagree_most_ms + limits.day)
    await database.write(overseeing.refund_finished)
    assert await state(database, code) == "stands" and (await pack_row(database, pack))["state"] == "refunded"
    assert await database.read(ledger.balance, "house:guarantee") >= before + PRICE
    await prove(database)
