"""Uncovering: the picture comes only as the direct answer to a press, is paid like any other, and goes from the chat."""

from dataclasses import replace
from functools import partial

import pytest

from bot.actions import delivering, serving, telling, uncovering, undoing, working
from bot.actions.telling import Told
from bot.domain import limits, wellbeing
from bot.domain.outcomes import to_json
from bot.domain.outcomes.hard import Between, HowAreYou, PausePaid
from bot.domain.outcomes.worker import AlreadySaved, NothingLeft, Offer, Task
from bot.storage import Database, Tx
from tests.actions.conftest import Meet, rows
from tests.conftest import Clock
from tests.makers import (
    BOT,
    PRICE,
    READING_PAY,
    RULES,
    Worker,
    choose,
    is_task,
    make_hard,
    make_pack,
    meet_deadlines,
    notices,
)

pytestmark = pytest.mark.anyio

NOON = 12 * limits.hour
PAUSE_PAY = 1_600_000  # $9.60 an hour, for ten minutes


def look_of(outcome: object) -> object:
    """What a task's press brought, None for a description."""
    task = is_task(outcome)  # type: ignore[arg-type]
    assert task.hard is not None, "it has hard content"
    return task.hard.look


@pytest.fixture
async def hard(proved: Database, clock: Clock) -> int:
    """A pack of tasks with hard content of level 2, by day: so many that a share of a day is more than a set."""
    clock.now_ms += NOON
    pack = await make_pack(proved, "vases", tasks=300, overlap=1)
    await make_hard(proved, pack)
    return pack


@pytest.fixture
async def amina(proved: Database, meet: Meet, hard: int) -> Worker:
    """Somebody who chose it, before its first description."""
    worker = await meet()
    await choose(proved, worker.who, "gore")
    return worker


async def shows(worker: Worker, task: Task, how: str = "first", *, sent_at: int = 0) -> object:
    """[Show it]."""
    sent = sent_at or worker.clock.now_ms
    return await worker.act(uncovering.look, mark=task.mark, how=how, sent_at=sent)


async def test_the_item_comes_as_the_answer_to_a_press(amina: Worker, hard: int) -> None:
    """First a description; then the item under the next mark, an answer to it is paid, and nothing follows by itself."""
    told = await amina.begins(hard)
    assert look_of(told) is None and told.text == {} and told.hard is not None
    assert told.hard.description == {"en": "A broken vase, number 0"} and told.hard.price == PRICE
    seen = is_task(await shows(amina, told))  # type: ignore[arg-type]
    assert seen.mark != told.mark and seen.hard is not None and seen.hard.look is not None
    assert seen.hard.look.text == {"en": "Item 1"}
    between = await amina.answer(seen.mark)
    assert isinstance(between, Between) and between.saved is not None and between.goes_on
    assert between.saved.amount >= PRICE and between.after.help


async def test_what_is_stored_of_a_question_never_holds_the_item(
    amina: Worker, hard: int, database_url: str
) -> None:
    """The row of the question that showed it is its description; so is its JSON."""
    seen = is_task(await shows(amina, await amina.begins(hard)))  # type: ignore[arg-type]
    assert "Item 1" not in to_json(seen)
    stored = rows(database_url, "SELECT facts FROM questions") + rows(
        database_url, "SELECT outcome FROM dues"
    )
    assert stored and not any("Item 1" in str(one) for one in stored)


async def test_a_late_press_gets_the_description_again(amina: Worker, clock: Clock, hard: int) -> None:
    """Two minutes after it arrived a description is old; the fresh one has another mark, and the old one shows nothing any more."""
    told = await amina.begins(hard)
    clock.now_ms += wellbeing.show_ms + 1
    again = is_task(await shows(amina, told))  # type: ignore[arg-type]
    assert look_of(again) is None and again.assignment == told.assignment and again.mark != told.mark
    old = is_task(await shows(amina, told))  # type: ignore[arg-type]
    assert look_of(old) is None
    assert look_of(await shows(amina, old)) is not None


async def test_a_press_that_waited_here_too_long_gets_the_description_again(
    amina: Worker, clock: Clock, hard: int
) -> None:
    """Telegram had it in time; we come to it only now."""
    told = await amina.begins(hard)
    pressed_at = clock.now_ms + 1_000
    clock.now_ms += wellbeing.show_ms + 1
    assert look_of(await shows(amina, told, sent_at=pressed_at)) is None


async def test_a_press_before_anything_is_known_to_be_shown_gets_the_description(
    amina: Worker, hard: int
) -> None:
    """A description that may never have arrived answers for nothing."""
    amina.connected = False
    told = await amina.begins(hard)
    assert look_of(await shows(amina, told)) is None


async def test_what_waits_is_over_when_it_is_asked_no_more(
    proved: Database, amina: Worker, clock: Clock, hard: int
) -> None:
    """The description under a mark that is settled, or in a category that is chosen no more; the one that is asked is not."""
    told = await amina.begins(hard)
    account = amina.who.account
    first = Told(account, amina.who.telegram, "en", "question", 1, told)
    assert not await proved.read(delivering.is_over, first)
    seen = is_task(await shows(amina, told))  # type: ignore[arg-type]
    assert await proved.read(delivering.is_over, first)
    second = Told(account, amina.who.telegram, "en", "question", 2, seen)
    assert not await proved.read(delivering.is_over, second)
    assert not await proved.read(delivering.is_over, delivering.covered(second))
    clock.now_ms += 31 * limits.day
    assert await proved.read(delivering.is_over, second)


async def test_a_look_may_be_sent_for_two_minutes_from_the_press(
    amina: Worker, clock: Clock, hard: int
) -> None:
    """Not from when we come to it; and by our clock where Telegram's is ahead."""
    told = await amina.begins(hard)
    pressed_at = clock.now_ms + 1_000
    clock.now_ms += 60_000
    seen = is_task(await shows(amina, told, sent_at=pressed_at))  # type: ignore[arg-type]
    assert seen.hard is not None and seen.hard.look is not None
    assert seen.hard.look.until == pressed_at + wellbeing.show_ms
    again = is_task(await amina.act(serving.work))
    ahead = is_task(await shows(amina, again, sent_at=clock.now_ms + 5_000))  # type: ignore[arg-type]
    assert ahead.hard is not None and ahead.hard.look is not None
    assert ahead.hard.look.until == clock.now_ms + wellbeing.show_ms


async def test_a_second_press_is_silent(amina: Worker, hard: int) -> None:
    """Pressed twice at once: one picture."""
    told = await amina.begins(hard)
    await shows(amina, told)
    assert await shows(amina, told) is None


async def test_shown_again_it_is_counted_once(amina: Worker, hard: int, database_url: str) -> None:
    """The same item described and shown once more is one picture in the diary, the set and the pack."""
    await shows(amina, await amina.begins(hard))
    again = is_task(await amina.act(serving.work))
    assert look_of(again) is None
    assert look_of(await shows(amina, again)) is not None
    assert rows(database_url, "SELECT count(*) FROM exposures") == [(1,)]
    assert rows(database_url, "SELECT shown FROM care") == [(1,)]
    assert rows(database_url, "SELECT flagged FROM readers") == [(1,)]


async def test_an_answer_under_the_older_mark_counts(amina: Worker, hard: int) -> None:
    """What was answered to the picture is taken when its description has come again meanwhile; that is over with it."""
    seen = is_task(await shows(amina, await amina.begins(hard)))  # type: ignore[arg-type]
    again = is_task(await amina.act(serving.work))
    between = await amina.answer(seen.mark)
    assert isinstance(between, Between) and between.saved is not None and between.saved.amount >= PRICE
    assert await amina.answer(again.mark) is None  # the same answer, a moment later
    assert isinstance(await amina.answer(again.mark, "building"), AlreadySaved)


async def test_an_answer_to_what_was_not_shown_does_not_count(amina: Worker, hard: int) -> None:
    """Whoever answers a description gets it again."""
    told = await amina.begins(hard)
    again = is_task(await amina.answer(told.mark))
    assert look_of(again) is None and await amina.balance() == 0
    typed = await amina.types("road")
    assert isinstance(typed, Task) and typed.hard is not None and typed.hard.look is None


async def test_leaving_is_paid_and_the_place_opens_again(amina: Worker, meet: Meet, hard: int) -> None:
    """The side part pays, so the item is there for somebody else; after three the paid pause begins."""
    told = await amina.begins(hard)
    for number in range(1, 4):
        seen = is_task(await shows(amina, told))  # type: ignore[arg-type]
        between = await amina.act(uncovering.left, mark=seen.mark)
        assert isinstance(between, Between) and between.saved is not None and between.left
        assert between.saved.amount == PRICE and between.after.help
        assert bool(between.after.pause_ms) is (number == wellbeing.leaves_max)
        if number < wellbeing.leaves_max:
            told = is_task(await amina.closes(between.mark, "next", serving.following))
    assert between.after.paid == PAUSE_PAY and not between.goes_on
    assert await amina.balance() == 3 * PRICE + PAUSE_PAY


async def test_a_leave_uses_its_place_up_when_the_side_part_is_empty(
    proved: Database, amina: Worker, database_url: str
) -> None:
    """Two side answers are all that 30 tasks lock; the third leave is paid by the place itself."""
    pack = await make_pack(proved, "few", tasks=30, overlap=1)
    await make_hard(proved, pack)
    told = await amina.begins(pack)
    for _ in range(3):
        seen = is_task(await shows(amina, told))  # type: ignore[arg-type]
        between = await amina.act(uncovering.left, mark=seen.mark)
        assert isinstance(between, Between)
        if between.goes_on:
            told = is_task(await amina.closes(between.mark, "next", serving.following))
    paid = rows(database_url, "SELECT paid_from, count(*) FROM assignments GROUP BY paid_from ORDER BY 1")
    assert paid == [("pay_answer", 1), ("pay_side", 2)]
    assert rows(database_url, f"SELECT count(*) FROM tasks WHERE pack = {pack} AND open_slots > 0") == [(29,)]


async def test_not_this_one_is_free_and_unseen(amina: Worker, hard: int, database_url: str) -> None:
    """Another description comes, and nothing is counted."""
    told = await amina.begins(hard)
    other = is_task(await amina.act(uncovering.skip, mark=told.mark))
    assert look_of(other) is None and other.assignment != told.assignment
    assert rows(database_url, "SELECT count(*) FROM exposures") == [(0,)]


async def test_after_a_set_comes_a_pause_that_is_paid_once(amina: Worker, clock: Clock, hard: int) -> None:
    """Twenty, then ten minutes without; afterwards they are asked how they are, and it goes on."""
    amina.proving = False
    between = await works(amina, await amina.begins(hard), wellbeing.set_tasks)
    assert between.after.pause_ms == wellbeing.pause_ms and between.after.paid == PAUSE_PAY
    assert between.after.help and not between.goes_on
    nothing = await amina.act(uncovering.other, mark=between.mark)
    assert isinstance(nothing, NothingLeft)
    clock.now_ms += wellbeing.pause_ms - 1
    assert isinstance(await amina.act(serving.work), NothingLeft)
    clock.now_ms += 1
    offer = await amina.act(serving.work)
    asked = await amina.act(serving.start, pack=hard) if isinstance(offer, Offer) else offer
    assert isinstance(asked, HowAreYou)
    told = await feels(amina, asked.mark, "good")
    assert look_of(told) is None
    assert await amina.balance() == wellbeing.set_tasks * PRICE + PAUSE_PAY + READING_PAY


async def test_not_well_means_help_first_and_none_for_a_day(
    amina: Worker, clock: Clock, hard: int, database_url: str
) -> None:
    """What they say is kept nowhere; what follows from it is."""
    amina.proving = False
    await works(amina, await amina.begins(hard), wellbeing.set_tasks)
    clock.now_ms += wellbeing.pause_ms
    asked = await amina.act(serving.start, pack=hard)
    assert isinstance(asked, HowAreYou)
    between = await feels(amina, asked.mark, uncovering.not_well)
    assert isinstance(between, Between) and between.after.help and not between.goes_on
    clock.now_ms += wellbeing.not_well_ms - 1
    assert not isinstance(await amina.act(serving.start, pack=hard), Task)
    kept = " ".join(
        str(rows(database_url, f"SELECT * FROM {table}"))
        for table in ("questions", "dues", "journal", "causes", "care", "jobs", "incidents", "deadlines")
    )
    assert not any(word in kept for word in ("well", "mood:", "so_so", "feel"))


async def test_a_pause_that_is_asked_for_is_paid_once_for_twenty(
    amina: Worker, clock: Clock, hard: int
) -> None:
    """One for each set begun: the second pause within the first twenty is a pause, and pays nothing more."""
    amina.proving = False
    between = await works(amina, await amina.begins(hard), 2)
    assert between.pause_pays
    paused = await amina.closes(between.mark, "rest", uncovering.rest)
    assert isinstance(paused, Between) and paused.after.paid == PAUSE_PAY and not paused.goes_on
    clock.now_ms += wellbeing.pause_ms
    asked = await amina.act(serving.start, pack=hard)
    assert isinstance(asked, HowAreYou)
    told = is_task(await feels(amina, asked.mark, "skip"))
    between = await works(amina, told, 1)
    assert not between.pause_pays
    paused = await amina.closes(between.mark, "rest", uncovering.rest)
    assert isinstance(paused, Between) and paused.after.paid == 0 and paused.after.pause_ms


async def test_a_set_that_nobody_goes_on_with_is_over_after_an_hour(
    proved: Database, amina: Worker, clock: Clock, hard: int
) -> None:
    """Its pause was taken meanwhile, and is paid; once."""
    seen = is_task(await shows(amina, await amina.begins(hard)))  # type: ignore[arg-type]
    clock.now_ms += wellbeing.over_ms
    assert "care" in await proved.write(meet_deadlines)
    assert await amina.balance() == PAUSE_PAY
    assert [type(one) for one in await notices(proved, amina)] in ([PausePaid], [])
    between = await amina.answer(seen.mark)
    assert isinstance(between, Between) and not between.pause_pays


@pytest.mark.parametrize(("later_ms", "why"), [(10 * limits.hour, "night"), (31 * limits.day, "lapsed")])
async def test_a_rule_that_says_no_since_the_description_holds(
    amina: Worker, clock: Clock, hard: int, later_ms: int, why: str
) -> None:
    """Asked when it is shown, not only when it was described."""
    told = await amina.begins(hard)
    clock.now_ms += later_ms
    amina.proving = False
    again = await shows(amina, told)
    assert not isinstance(again, Task), why


async def test_at_the_edge_of_night_the_press_is_refused(amina: Worker, clock: Clock, hard: int) -> None:
    """Described at 21:59:30, pressed at 22:00."""
    clock.now_ms += 10 * limits.hour - 30_000
    told = await amina.begins(hard)
    clock.now_ms += 30_000
    between = await shows(amina, told)
    assert isinstance(between, Between) and between.why == "night" and not between.goes_on


async def test_who_did_not_choose_it_is_not_offered_it(meet: Meet, proved: Database, hard: int) -> None:
    """Nothing tells them that it is there; a pack with other tasks is offered for those."""
    bystander = await meet()
    assert isinstance(await bystander.act(serving.work), NothingLeft)
    mixed = await make_pack(proved, "mixed", tasks=4, overlap=1)
    await make_hard(proved, mixed, but=1)
    assert isinstance(await bystander.act(serving.work), Offer)
    first = await bystander.begins(mixed)
    assert first.hard is None
    assert isinstance(await bystander.answer(first.mark), NothingLeft)


async def test_after_five_in_a_row_something_else_comes(proved: Database, amina: Worker) -> None:
    """A task without, where there is one; then it goes on."""
    amina.proving = False
    mixed = await make_pack(proved, "mixed", tasks=60, overlap=1)
    await make_hard(proved, mixed, but=3)
    between = await works(amina, await amina.begins(mixed), wellbeing.neutral_every)
    other = is_task(await amina.closes(between.mark, "next", serving.following))
    assert other.hard is None
    assert is_task(await amina.answer(other.mark)).hard is not None


async def test_something_else_may_be_of_another_pack(
    proved: Database, amina: Worker, meet: Meet, hard: int
) -> None:
    """One that they have read."""
    amina.proving = False
    streets = await make_pack(proved, "streets", tasks=2, overlap=1)
    first, beside = await amina.begins(streets), await meet()
    held = await beside.begins(streets)
    await amina.answer(first.mark)
    between = await works(amina, await amina.begins(hard), wellbeing.neutral_every)
    await beside.act(working.skip, mark=held.mark)
    other = is_task(await amina.closes(between.mark, "next", serving.following))
    assert other.hard is None and other.pack == streets


async def test_undone_it_is_described_again(amina: Worker, hard: int) -> None:
    """/undo brings the description; the answer may be given anew without a look, for it was seen."""
    between = await works(amina, await amina.begins(hard), 1)
    again = is_task(await amina.act(undoing.undo, mark=between.mark))
    assert look_of(again) is None
    saved = await amina.answer(again.mark, "building")
    assert isinstance(saved, Between) and saved.saved is not None and saved.saved.paid_before


async def test_a_due_picture_is_described_after_a_restart(proved: Database, amina: Worker, hard: int) -> None:
    """What was due and is not known to be shown comes as its description, whatever a press had brought."""
    told = await amina.begins(hard)
    amina.connected = False
    await shows(amina, told)
    [(due, _)] = await proved.read(delivering.waiting, BOT, 10)
    assert look_of(due.outcome) is None


async def feels(worker: Worker, mark: str, how: str) -> object:
    """How they are."""
    return await worker.closes(mark, "mood", partial(uncovering.mood, how=how, rules=RULES))


async def works(worker: Worker, told: Task, many: int) -> Between:
    """Shows and answers so many, each described before; what stands after the last."""
    for number in range(many):
        worker.clock.now_ms += 1_000
        seen = is_task(await shows(worker, told))  # type: ignore[arg-type]
        between = await worker.answer(seen.mark)
        assert isinstance(between, Between), between
        if number + 1 < many:
            told = is_task(await worker.closes(between.mark, "next", serving.following))
    return between


async def test_other_work_after_it_was_seen_tells_of_help_first(amina: Worker, hard: int) -> None:
    """It is left, and paid; help stands under it, and its pack is passed over."""
    seen = is_task(await shows(amina, await amina.begins(hard)))  # type: ignore[arg-type]
    between = await amina.act(uncovering.other, mark=seen.mark)
    assert isinstance(between, Between) and between.left and between.after.help
    assert between.saved is not None and between.saved.amount == PRICE
    assert await amina.current() == between
    assert isinstance(await amina.closes(between.mark, "next", serving.following), NothingLeft)


async def test_without_a_care_contact_nothing_is_shown(amina: Worker, hard: int, database_url: str) -> None:
    """Of level 2 and 3, also what was described while there was one."""
    told = await amina.begins(hard)
    amina.rules = replace(RULES, care_by="")
    between = await shows(amina, told)
    assert isinstance(between, Between) and between.why == "gone"
    assert rows(database_url, "SELECT count(*) FROM exposures") == [(0,)]


async def test_a_pause_that_is_over_is_told_no_more(
    proved: Database, amina: Worker, clock: Clock, hard: int
) -> None:
    """What stands between two is brought again: in the pause as it was, after it with the way to the next description."""

    async def again() -> Between:
        def refresh(tx: Tx) -> object:
            row = telling.current(tx, amina.who)
            assert row is not None
            return serving.refreshed(tx, amina.who, row)

        found = await proved.write(refresh)
        assert isinstance(found, Between)
        return found

    await amina.begins(hard)
    began = await amina.act(uncovering.rest)
    assert isinstance(began, Between) and began.after.pause_ms and not began.goes_on
    assert (await again()).after.pause_ms
    clock.now_ms += wellbeing.pause_ms
    over = await again()
    assert not over.after.pause_ms and over.goes_on and over.why == ""
