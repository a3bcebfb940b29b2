"""Working: every answer is stored and paid once, whenever it comes and however often."""

import dataclasses

import pytest

from bot.actions import overseeing, publishing, serving, telling, working
from bot.domain import limits
from bot.domain.events import Pressed, SentPhoto, Wrote
from bot.domain.outcomes import (
    AlreadySaved,
    IsThis,
    More,
    NothingLeft,
    NotUnderstood,
    Nudge,
    Offer,
    SavedElsewhere,
    Task,
    Wrong,
)
from bot.domain.refusals import NothingToUndo, UndoTooLate
from bot.storage import Database
from tests.actions.conftest import Meet, rows
from tests.conftest import Clock
from tests.makers import BOT, PRICE, READING_PAY, Worker, is_task, make_pack

pytestmark = pytest.mark.anyio


# ---- paid once -----------------------------------------------------------------------------------------


async def test_an_answer_is_paid_at_once_and_the_next_question_says_so(meet: Meet, proved: Database) -> None:
    """The first real answer brings its price and the reading; the second its price alone."""
    amina = await meet()
    first = await amina.begins(await make_pack(proved))
    second = is_task(await amina.answer(first.mark))
    assert second.saved is not None
    assert (second.saved.amount, second.saved.balance) == (PRICE + READING_PAY, PRICE + READING_PAY)
    third = is_task(await amina.answer(second.mark))
    assert third.saved is not None
    assert (third.saved.amount, third.saved.balance) == (PRICE, 2 * PRICE + READING_PAY)


async def test_practice_is_paid_and_explained_and_does_not_bring_the_reading_pay(
    meet: Meet, proved: Database
) -> None:
    """A practice answer says whether it was right and why; reading is paid with the first real one."""
    amina = await meet()
    practice = await amina.begins(await make_pack(proved, practice=1))
    after = is_task(await amina.answer(practice.mark, "building"))
    assert after.saved is not None and after.saved.amount == PRICE
    practised = after.saved.practised
    assert practised is not None and not practised.right
    assert (practised.answer, practised.why) == ("road", {"en": "It does."})
    last = is_task(await amina.answer(after.mark))
    assert last.saved is not None and last.saved.amount == PRICE + READING_PAY


async def test_the_same_cause_twice_does_nothing(meet: Meet, proved: Database) -> None:
    """An update that is delivered again changes nothing and says nothing."""
    amina = await meet()
    task = await amina.begins(await make_pack(proved))
    await amina.answer(task.mark, cause="tg:1")
    assert await amina.answer(task.mark, cause="tg:1") is None
    assert await amina.balance() == PRICE + READING_PAY


async def test_the_same_press_again_is_silent_within_a_minute_and_told_later(
    meet: Meet, proved: Database, clock: Clock
) -> None:
    """A nervous second tap is no news; one that comes after a minute is told what was saved."""
    amina = await meet()
    task = await amina.begins(await make_pack(proved))
    following = is_task(await amina.answer(task.mark))
    clock.now_ms += limits.repeat_silent_ms - 1
    assert await amina.answer(task.mark) is None
    clock.now_ms += 1
    assert await amina.answer(task.mark) == AlreadySaved(old=task.mark, how="answer", current=following.mark)
    assert await amina.balance() == PRICE + READING_PAY


async def test_another_answer_to_a_settled_question_is_told_at_once(meet: Meet, proved: Database) -> None:
    """The first answer stands: a different key pressed after it is not silently dropped."""
    amina = await meet()
    task = await amina.begins(await make_pack(proved))
    await amina.answer(task.mark, "road")
    told = await amina.answer(task.mark, "building")
    assert isinstance(told, AlreadySaved) and told.how == "answer"


async def test_a_mark_that_was_never_given_means_nothing(meet: Meet, proved: Database) -> None:
    """A mark of nobody's question touches nothing."""
    amina = await meet()
    task = await amina.begins(await make_pack(proved))
    for action in (working.skip, working.leave, working.wrong):
        assert await amina.act(action, mark="🐘") == NotUnderstood(current=task.mark)
    assert await amina.answer("🐘") == NotUnderstood(current=task.mark)
    assert await amina.act(working.is_this, mark="🐘", yes=True, sent_at=0) == NotUnderstood(
        current=task.mark
    )


async def test_a_mark_touches_only_one_s_own_question(
    meet: Meet, proved: Database, database_url: str
) -> None:
    """Two people may hold the same mark; a press with it answers the presser's question alone."""
    pack = await make_pack(proved)
    amina, baraka = await meet(), await meet()
    hers, his = await amina.begins(pack), await baraka.begins(pack)
    assert hers.mark == his.mark
    await baraka.answer(his.mark)
    assert await amina.current() == hers
    answered = rows(database_url, "SELECT person FROM assignments WHERE state = 'answered'")
    assert answered == [(baraka.who.person,)]


async def test_an_offer_is_not_answered_by_a_task_s_key(meet: Meet, proved: Database) -> None:
    """A code that means nothing to the open question is not understood."""
    await make_pack(proved)
    amina = await meet()
    mark = await amina.mark()
    assert await amina.answer(mark) == NotUnderstood(current=mark)
    assert await amina.act(working.skip, mark=mark) == NotUnderstood(current=mark)


async def test_a_code_the_kind_does_not_know_nudges(meet: Meet, proved: Database) -> None:
    """A photo to a question with keys is answered with what the kind wants instead."""
    amina = await meet()
    task = await amina.begins(await make_pack(proved))
    nudge = await amina.answer(task.mark, SentPhoto(file="x"))
    assert isinstance(nudge, Nudge) and (nudge.code, nudge.current) == ("press", task.mark)
    assert await amina.balance() == 0


# ---- late ------------------------------------------------------------------------------------------------


async def test_a_late_answer_whose_place_is_free_is_an_ordinary_one(
    meet: Meet, proved: Database, clock: Clock, database_url: str
) -> None:
    """The lease ended and nobody took the place: paid from the pack's answers, and told how long it waited."""
    amina = await meet()
    task = await amina.begins(await make_pack(proved))
    clock.now_ms += 30 * limits.hour
    assert await proved.write(overseeing.lapse) == 1
    assert await proved.write(overseeing.lapse) == 0
    after = is_task(await amina.answer(task.mark))
    assert after.saved is not None
    assert (after.saved.amount, after.saved.waited_ms) == (PRICE + READING_PAY, 30 * limits.hour)
    paid = rows(database_url, "SELECT paid_from FROM assignments WHERE paid > 0")
    assert paid == [("pay_answer",)]


async def test_a_task_lapsed_is_still_the_worker_s(meet: Meet, proved: Database, clock: Clock) -> None:
    """After its lease the same task is shown under the same mark (P2)."""
    amina = await meet()
    task = await amina.begins(await make_pack(proved))
    clock.now_ms += 25 * limits.hour
    await proved.write(overseeing.lapse)
    assert await amina.act(serving.work) == task


async def _overtaken(meet: Meet, proved: Database, clock: Clock) -> tuple[Worker, str]:
    """Somebody holds the one place of the one task, lapses, and another person takes and answers it."""
    pack = await make_pack(proved, tasks=1, overlap=1)
    amina, baraka = await meet(), await meet()
    task = await amina.begins(pack)
    clock.now_ms += 25 * limits.hour
    await proved.write(overseeing.lapse)
    await baraka.answer((await baraka.begins(pack)).mark)
    return amina, task.mark


async def test_a_late_answer_whose_place_is_taken_is_paid_from_the_late_reserve(
    meet: Meet, proved: Database, clock: Clock, database_url: str
) -> None:
    """Both are paid: the other from the answers, the late one from the reserve."""
    amina, mark = await _overtaken(meet, proved, clock)
    await amina.answer(mark)
    paid = rows(database_url, "SELECT paid_from FROM assignments ORDER BY id")
    assert paid == [("pay_late",), ("pay_answer",)]


async def test_with_the_late_reserve_empty_goodwill_pays(
    meet: Meet, proved: Database, clock: Clock, database_url: str
) -> None:
    """Six people lapse on the only task; the reserve holds five, the house pays the sixth."""
    pack = await make_pack(proved, tasks=1, overlap=6, goodwill=1_000_000)
    late = [await meet() for _ in range(6)]
    marks = [(await one.begins(pack)).mark for one in late]
    clock.now_ms += 25 * limits.hour
    await proved.write(overseeing.lapse)
    for other in [await meet() for _ in range(6)]:
        await other.answer((await other.begins(pack)).mark)
    for one, mark in zip(late, marks, strict=True):
        await one.answer(mark)
        assert await one.balance() == PRICE + READING_PAY
    paid = [one for (one,) in rows(database_url, "SELECT paid_from FROM assignments ORDER BY id")]
    assert paid == ["pay_late"] * 5 + ["pay_goodwill"] + ["pay_answer"] * 6


async def _owed(meet: Meet, proved: Database, clock: Clock) -> tuple[list[Worker], list[str]]:
    """As above with no goodwill at all: the sixth person's answer is owed."""
    pack = await make_pack(proved, tasks=1, overlap=6)
    late = [await meet() for _ in range(6)]
    marks = [(await one.begins(pack)).mark for one in late]
    clock.now_ms += 25 * limits.hour
    await proved.write(overseeing.lapse)
    for other in [await meet() for _ in range(6)]:
        await other.answer((await other.begins(pack)).mark)
    for one, mark in zip(late, marks, strict=True):
        one.proving = False
        await one.answer(mark)
    return late, marks


async def test_what_nobody_can_pay_now_is_owed_and_paid_by_the_round(
    meet: Meet, proved: Database, clock: Clock
) -> None:
    """The answer is stored, the operator is told, and as soon as goodwill is there the round pays."""
    late, _ = await _owed(meet, proved, clock)
    last = late[-1]
    told = last.seen[-1]
    assert isinstance(told, NothingLeft) and told.saved is not None
    assert (told.saved.amount, told.saved.later) == (READING_PAY, True)
    faults = await proved.read(overseeing.check_book, whole=True)
    assert len(faults) == 1 and "has not been paid" in faults[0]
    clock.now_ms += limits.hour
    assert (await proved.write(overseeing.meet_deadlines)).kinds == ("owed",)
    assert await last.balance() == READING_PAY
    await proved.write(overseeing.goodwill, 1_000_000, "more", last.rules)
    clock.now_ms += limits.hour
    assert (await proved.write(overseeing.meet_deadlines)).kinds == ("owed",)
    assert await last.balance() == PRICE + READING_PAY


async def test_undoing_what_is_owed_takes_no_place_from_others(
    meet: Meet, proved: Database, clock: Clock
) -> None:
    """An owed answer holds no place; undone and answered again it is owed as before, from no other pot."""
    late, _ = await _owed(meet, proved, clock)
    last = late[-1]
    again = is_task(await last.act(working.undo, mark=await last.mark()))
    assert await proved.read(overseeing.invariants) == []
    await last.answer(again.mark, "building")
    assert await proved.read(overseeing.invariants) == []
    await proved.write(overseeing.goodwill, 1_000_000, "more", last.rules)
    clock.now_ms += limits.hour
    await proved.write(overseeing.meet_deadlines)
    assert await last.balance() == PRICE + READING_PAY


async def test_a_late_gold_answer_whose_money_others_used_is_paid_all_the_same(
    meet: Meet, proved: Database, clock: Clock, database_url: str
) -> None:
    """Two places of gold, two people lapse on them, two others answer them: the late ones get the late reserve."""
    pack = await make_pack(proved, tasks=4, overlap=1, gold=12, gold_share=0.5, readers_max=30)
    late, marks = [], []
    for _ in range(12):
        somebody = await meet()
        task = await somebody.begins(pack)
        held = rows(
            database_url,
            f"SELECT t.role FROM assignments s JOIN tasks t ON t.id = s.task WHERE s.id = {task.assignment}",
        )
        if held == [("gold",)]:
            late.append(somebody)
            marks.append(task.mark)
        else:
            await somebody.act(working.skip, mark=task.mark)
        if len(late) == 2:
            break
    clock.now_ms += 25 * limits.hour
    await proved.write(overseeing.lapse)
    for _ in range(12):
        other = await meet()
        seen = await other.act(serving.start, pack=pack)
        seen = await other.act(serving.go, pack=pack)
        if isinstance(seen, Task):
            await other.answer(seen.mark)
    gold = "SELECT count(*) FROM assignments WHERE paid_from = 'pay_gold'"
    assert rows(database_url, gold) == [(2,)]
    for one, mark in zip(late, marks, strict=True):
        await one.answer(mark)
        assert await one.balance() >= PRICE
    assert rows(database_url, gold) == [(2,)]


async def test_an_answer_to_a_closed_pack_is_paid(meet: Meet, proved: Database, clock: Clock) -> None:
    """A claim lasts: who holds a task when its pack closes answers it and is paid from it."""
    pack = await make_pack(proved)
    amina = await meet()
    task = await amina.begins(pack)
    await proved.write(publishing.close, "streets")
    await amina.answer(task.mark)
    assert await amina.balance() == PRICE + READING_PAY


async def test_an_answer_on_its_way_is_paid_though_its_question_is_shown_no_more(
    meet: Meet, proved: Database, clock: Clock
) -> None:
    """The pack closed and other work was shown; the press that waited in the phone is still an answer (P1)."""
    pack = await make_pack(proved)
    await make_pack(proved, "other")
    amina = await meet()
    task = await amina.begins(pack)
    await proved.write(publishing.close, "streets")
    offer = await amina.act(serving.work)
    assert isinstance(offer, Offer)
    saved = await amina.answer(task.mark)
    assert isinstance(saved, SavedElsewhere) and saved.current == offer.mark
    assert await amina.balance() == PRICE + READING_PAY
    clock.now_ms += limits.hour
    assert await amina.answer(task.mark) == AlreadySaved(old=task.mark, how="answer", current=offer.mark)


async def test_after_the_refund_goodwill_pays_who_still_held_a_task(
    meet: Meet, proved: Database, clock: Clock, database_url: str
) -> None:
    """Seven days after the close the money went back; a later answer is thanked and paid by the house."""
    pack = await make_pack(proved, goodwill=1_000_000)
    amina = await meet()
    task = await amina.begins(pack)
    await proved.write(publishing.close, "streets")
    clock.now_ms += limits.claim_ms
    assert (await proved.write(overseeing.meet_deadlines)).kinds == ("refund",)
    await amina.answer(task.mark)
    assert await amina.balance() == PRICE
    assert rows(database_url, "SELECT paid_from FROM assignments") == [("pay_goodwill",)]


# ---- undo ------------------------------------------------------------------------------------------------


async def test_an_undone_answer_is_asked_again_and_its_pay_stays(meet: Meet, proved: Database) -> None:
    """The second answer stands, nothing is paid for it, and the next question comes back after it."""
    amina = await meet()
    first = await amina.begins(await make_pack(proved))
    second = is_task(await amina.answer(first.mark, "road"))
    again = is_task(await amina.act(working.undo, mark=second.mark))
    assert (again.assignment, again.note, again.mark != first.mark) == (first.assignment, "undone", True)
    assert await amina.balance() == PRICE + READING_PAY
    back = is_task(await amina.answer(again.mark, "building"))
    assert (back.assignment, back.mark) == (second.assignment, second.mark)
    assert back.saved is not None and (back.saved.amount, back.saved.paid_before) == (0, True)
    assert await amina.balance() == PRICE + READING_PAY


async def test_undo_ends_with_the_next_answer(meet: Meet, proved: Database) -> None:
    """Only the last answer can be undone, and once."""
    amina = await meet()
    first = await amina.begins(await make_pack(proved))
    second = is_task(await amina.answer(first.mark))
    third = is_task(await amina.answer(second.mark))
    again = is_task(await amina.act(working.undo, mark=third.mark))
    assert again.assignment == second.assignment
    with pytest.raises(NothingToUndo):
        await amina.act(working.undo, mark=again.mark)


async def test_undo_ends_after_ten_minutes(meet: Meet, proved: Database, clock: Clock) -> None:
    """After ten minutes the answer stands."""
    amina = await meet()
    first = await amina.begins(await make_pack(proved))
    second = is_task(await amina.answer(first.mark))
    clock.now_ms += limits.undo_ms
    more = await amina.act(working.more)
    assert isinstance(more, More) and not more.undo
    clock.now_ms += 1
    with pytest.raises(UndoTooLate):
        await amina.act(working.undo, mark=second.mark)


async def test_undo_works_after_a_skip(meet: Meet, proved: Database) -> None:
    """Skipping is no answer: what was answered before it can still be undone."""
    amina = await meet()
    first = await amina.begins(await make_pack(proved))
    second = is_task(await amina.answer(first.mark))
    third = is_task(await amina.act(working.skip, mark=second.mark))
    assert is_task(await amina.act(working.undo, mark=third.mark)).assignment == first.assignment


async def test_an_undone_answer_may_be_skipped_and_keeps_its_pay_and_place(
    meet: Meet, proved: Database
) -> None:
    """Its place has used its money up: nobody else gets it, and nothing is taken back."""
    pack = await make_pack(proved, tasks=1, overlap=1)
    amina = await meet()
    first = await amina.begins(pack)
    await amina.answer(first.mark)
    again = is_task(await amina.act(working.undo, mark=await amina.mark()))
    await amina.act(working.skip, mark=again.mark)
    assert await amina.balance() == PRICE + READING_PAY
    assert await proved.read(lambda tx: tx.value("packs.places", pack=pack)) == 0


async def test_more_offers_undo_only_while_it_works(meet: Meet, proved: Database) -> None:
    """Before the first answer there is nothing to undo, after it there is."""
    amina = await meet()
    first = await amina.begins(await make_pack(proved))
    before = await amina.act(working.more)
    assert isinstance(before, More) and not before.undo and before.mark == first.mark
    await amina.answer(first.mark)
    after = await amina.act(working.more)
    assert isinstance(after, More) and after.undo


# ---- kinds -----------------------------------------------------------------------------------------------


async def test_multi_gathers_presses_in_silence_until_done(
    meet: Meet, proved: Database, database_url: str
) -> None:
    """Each press joins the draft; Clear empties it; Done without enough nudges; Done answers."""
    amina = await meet()
    task = await amina.begins(await make_pack(proved, kind="multi"))
    assert await amina.answer(task.mark, "price") is None
    assert is_task(await amina.act(serving.work)).draft == {"chosen": ["price"]}
    assert await amina.answer(task.mark, "/clear") is None
    nudge = await amina.answer(task.mark, "/done")
    assert isinstance(nudge, Nudge) and nudge.code == "least"
    for code in ("quality", "price", "price"):
        assert await amina.answer(task.mark, code) is None
    assert isinstance(await amina.answer(task.mark, "/done"), Task)
    assert rows(database_url, "SELECT value FROM answers") == [('["price", "quality"]',)]


async def test_a_draft_is_gone_when_its_answer_is_undone(meet: Meet, proved: Database) -> None:
    """Undone means asked again from the beginning."""
    amina = await meet()
    task = await amina.begins(await make_pack(proved, kind="multi"))
    await amina.answer(task.mark, "price")
    following = is_task(await amina.answer(task.mark, "/done"))
    assert is_task(await amina.act(working.undo, mark=following.mark)).draft == {}


# ---- unmarked input -----------------------------------------------------------------------------------------


async def test_unmarked_text_that_certainly_answers_is_the_answer(meet: Meet, proved: Database) -> None:
    """Its message comes after the question's, and two seconds passed."""
    amina = await meet()
    await amina.begins(await make_pack(proved, kind="text"))
    after = is_task(await amina.types("a red door", after_ms=limits.certain_after_ms))
    assert after.saved is not None and after.saved.amount == PRICE + READING_PAY


async def test_unmarked_text_that_came_too_soon_is_asked_about(meet: Meet, proved: Database) -> None:
    """It may have been meant for the question before: kept, asked, and stored on Yes."""
    amina = await meet()
    task = await amina.begins(await make_pack(proved, kind="text"))
    is_this = await amina.types("a red door", after_ms=limits.certain_after_ms - 1)
    assert is_this == IsThis(said="a red door", mark=task.mark)
    after = await amina.act(working.is_this, mark=task.mark, yes=True, sent_at=amina.clock.now_ms)
    assert is_task(after).saved is not None
    assert await amina.balance() == PRICE + READING_PAY


async def test_unmarked_text_with_an_older_message_is_asked_about(meet: Meet, proved: Database) -> None:
    """A message from before the question was shown is never taken for its answer."""
    amina = await meet()
    await amina.begins(await make_pack(proved, kind="text"))
    assert isinstance(await amina.types("a red door", message=1), IsThis)


async def test_no_means_the_question_is_asked_again(meet: Meet, proved: Database) -> None:
    """What was kept is thrown away; a Yes that comes after it finds nothing to store."""
    amina = await meet()
    task = await amina.begins(await make_pack(proved, kind="text"))
    await amina.types("a red door", message=1)
    again = await amina.act(working.is_this, mark=task.mark, yes=False, sent_at=amina.clock.now_ms)
    assert is_task(again).mark == task.mark
    after = await amina.act(working.is_this, mark=task.mark, yes=True, sent_at=amina.clock.now_ms)
    assert is_task(after).mark == task.mark
    assert await amina.balance() == 0


async def test_a_second_yes_is_a_repeat(meet: Meet, proved: Database, clock: Clock) -> None:
    """Yes answers once."""
    amina = await meet()
    task = await amina.begins(await make_pack(proved, kind="text"))
    await amina.types("a red door", message=1)
    for _ in range(2):
        seen = await amina.act(working.is_this, mark=task.mark, yes=True, sent_at=clock.now_ms)
    assert seen is None or isinstance(seen, AlreadySaved)
    assert await amina.balance() == PRICE + READING_PAY


async def test_unmarked_text_that_cannot_be_an_answer_nudges(meet: Meet, proved: Database) -> None:
    """Too long, or no option: the kind says what it wants."""
    amina = await meet()
    await amina.begins(await make_pack(proved))
    assert isinstance(await amina.types("a lamp"), Nudge)
    assert isinstance(await amina.types("Barabara"), Task)


async def test_unmarked_text_without_a_task_is_not_understood(meet: Meet) -> None:
    """Small talk with nothing open answers nothing."""
    amina = await meet()
    assert await amina.types("hello") == NotUnderstood(current=await amina.mark())


# ---- reports ------------------------------------------------------------------------------------------------


async def test_the_first_three_reports_are_paid_at_once(meet: Meet, proved: Database) -> None:
    """ "This question does not fit" is work; the fourth waits for somebody who agrees."""
    amina = await meet()
    task = await amina.begins(await make_pack(proved, tasks=30))
    for number in range(4):
        task = is_task(await amina.act(working.report, mark=task.mark, ground="nothing_fits"))
        assert task.saved is not None and task.saved.reported
        at_once = number < limits.side_at_once
        assert (task.saved.amount, task.saved.later) == (PRICE if at_once else 0, not at_once)


async def _waiting(meet: Meet, proved: Database) -> tuple[Worker, str]:
    """Somebody whose fourth report waits; and the text of that task."""
    pack = await make_pack(proved, tasks=50, overlap=2)
    amina = await meet()
    task = await amina.begins(pack)
    for _ in range(limits.side_at_once):
        task = is_task(await amina.act(working.report, mark=task.mark, ground="unclear"))
    await amina.act(working.report, mark=task.mark, ground="unclear")
    assert await amina.balance() == limits.side_at_once * PRICE
    return amina, task.text["en"]


async def test_agreement_pays_the_report_that_waited_and_stops_the_item(
    meet: Meet, proved: Database, database_url: str
) -> None:
    """A second person says the same: both are paid, nobody else gets the item."""
    amina, text = await _waiting(meet, proved)
    baraka = await meet()
    pack = rows(database_url, "SELECT id FROM packs")[0][0]
    task = await baraka.begins(pack)
    while task.text["en"] != text:
        task = is_task(await baraka.act(working.skip, mark=task.mark))
    await baraka.act(working.report, mark=task.mark, ground="unclear")
    assert await baraka.balance() == PRICE
    assert await amina.balance() == 4 * PRICE
    stopped = rows(database_url, "SELECT stopped_why FROM tasks WHERE stopped_at IS NOT NULL")
    assert stopped == [("unclear",)]


async def test_seventy_two_hours_of_silence_pay_a_report(meet: Meet, proved: Database, clock: Clock) -> None:
    """Nobody spoke about it, so the worker is right."""
    amina, _ = await _waiting(meet, proved)
    clock.now_ms += limits.side_silence_ms - 1
    assert (await proved.write(overseeing.meet_deadlines)).kinds == ()
    clock.now_ms += 1
    assert (await proved.write(overseeing.meet_deadlines)).kinds == ("side",)
    assert await amina.balance() == 4 * PRICE


async def test_a_report_that_waits_is_paid_by_its_own_pack_though_it_closes(
    meet: Meet, proved: Database, clock: Clock, database_url: str
) -> None:
    """The pack's money stays until the silence is over (P5); then the rest goes back."""
    amina, _ = await _waiting(meet, proved)
    await amina.act(working.leave, mark=await amina.mark())
    await proved.write(publishing.close, "streets")
    await proved.write(overseeing.refund_finished)
    clock.now_ms += limits.side_silence_ms
    await proved.write(overseeing.meet_deadlines)
    assert await amina.balance() == 4 * PRICE
    await proved.write(overseeing.refund_finished)
    assert rows(database_url, "SELECT state FROM packs") == [("refunded",)]


@pytest.mark.parametrize("ground", working.STOPPING)
async def test_violence_and_crime_stop_the_item_at_the_first_word(
    meet: Meet, proved: Database, database_url: str, ground: str
) -> None:
    """One report is enough until a person has looked; who holds the item is not shown it again and is paid."""
    pack = await make_pack(proved, tasks=2)
    amina, baraka = await meet(), await meet()
    held = await baraka.begins(pack)
    await amina.act(working.report, mark=(await amina.begins(pack)).mark, ground=ground)
    assert rows(database_url, "SELECT stopped_why FROM tasks WHERE stopped_at IS NOT NULL") == [(ground,)]
    other = is_task(await baraka.act(serving.work))
    assert other.assignment != held.assignment
    assert isinstance(await baraka.answer(held.mark), SavedElsewhere)
    assert await baraka.balance() == PRICE + READING_PAY
    assert (await (await meet()).begins(pack)).text["en"] == "Item 2"


async def test_violent_reports_what_is_open(meet: Meet, proved: Database, database_url: str) -> None:
    """/violent needs no mark: it is about the item in front of one."""
    amina = await meet()
    await amina.begins(await make_pack(proved))
    await amina.act(working.violent_now)
    assert rows(database_url, "SELECT ground, state FROM reports") == [("violent", "paid")]


async def test_an_answer_reported_after_undo_is_not_paid_twice(meet: Meet, proved: Database) -> None:
    """Its pay stays, and there is no other."""
    amina = await meet()
    first = await amina.begins(await make_pack(proved))
    second = is_task(await amina.answer(first.mark))
    again = is_task(await amina.act(working.undo, mark=second.mark))
    after = is_task(await amina.act(working.report, mark=again.mark, ground="unclear"))
    assert after.saved is not None and after.saved.paid_before and after.saved.amount == 0
    assert await amina.balance() == PRICE + READING_PAY


async def test_wrong_shows_what_may_be_wrong_for_the_open_question(meet: Meet, proved: Database) -> None:
    """With a mark or as a command; without a task there is nothing to be wrong."""
    amina = await meet()
    nothing = await amina.act(working.wrong_now)
    assert isinstance(nothing, NotUnderstood)
    task = await amina.begins(await make_pack(proved))
    assert await amina.act(working.wrong, mark=task.mark) == Wrong(mark=task.mark)
    assert await amina.act(working.wrong_now) == Wrong(mark=task.mark)


# ---- beside ---------------------------------------------------------------------------------------------------


async def test_other_work_gives_the_place_back_and_passes_the_pack_over_for_a_day(
    meet: Meet, proved: Database
) -> None:
    """Leaving is like a skip, and the next offer is another pack's."""
    pack = await make_pack(proved, tasks=1, price="0.05")
    other = await make_pack(proved, "other")
    amina = await meet()
    offer = await amina.act(working.leave, mark=(await amina.begins(pack)).mark)
    assert isinstance(offer, Offer) and offer.pack == other
    assert await proved.read(lambda tx: tx.value("packs.places", pack=pack)) == 3


async def test_a_skip_of_a_question_that_is_not_the_newest_says_so(meet: Meet, proved: Database) -> None:
    """A skip that waited in the phone settles its own question and leaves the newer one alone."""
    amina = await meet()
    first = await amina.begins(await make_pack(proved))
    second = is_task(await amina.answer(first.mark))
    again = is_task(await amina.act(working.undo, mark=second.mark))
    told = await amina.act(working.skip, mark=second.mark)
    assert told == AlreadySaved(old=second.mark, how="skip", current=again.mark)
    assert await amina.current() == again


async def test_an_answer_to_an_older_question_is_saved_beside_the_newer_one(
    meet: Meet, proved: Database
) -> None:
    """Both questions have marks, so both presses find their own."""
    amina = await meet()
    first = await amina.begins(await make_pack(proved))
    second = is_task(await amina.answer(first.mark))
    again = is_task(await amina.act(working.undo, mark=second.mark))
    saved = await amina.answer(second.mark, "building")
    assert isinstance(saved, SavedElsewhere)
    assert (saved.old, saved.current, saved.saved.amount) == (second.mark, again.mark, PRICE)


async def test_a_text_in_another_order_than_it_was_sent_keeps_its_time(
    meet: Meet, proved: Database, database_url: str
) -> None:
    """An answer's time is when it reached Telegram, not when it was read."""
    amina = await meet()
    task = await amina.begins(await make_pack(proved, kind="text"))
    sent_at = amina.clock.now_ms - 1_000
    await amina.act(working.answer, mark=task.mark, event=Wrote("a door"), sent_at=sent_at)
    assert rows(database_url, "SELECT arrived_at, late FROM answers") == [(sent_at, 0)]


async def test_an_action_is_journaled_without_a_word_of_text(
    meet: Meet, proved: Database, database_url: str
) -> None:
    """The journal knows codes and numbers only."""
    amina = await meet()
    task = await amina.begins(await make_pack(proved, kind="text"))
    await amina.answer(task.mark, Wrote("my secret answer"))
    await amina.act(working.report, mark=await amina.mark(), ground="my_data")
    journal = rows(database_url, "SELECT who, verb, facts FROM journal")
    assert (f"person {amina.who.person}", "report", '{"ground": "my_data"}') in journal
    assert not any("secret" in part for line in journal for part in line)


def test_an_event_is_a_value() -> None:
    """Equal presses are equal, whatever phone they came from."""
    assert Pressed("road") == Pressed("road") and dataclasses.is_dataclass(Pressed)


async def test_a_person_s_cause_names_bot_and_chat(meet: Meet, proved: Database, database_url: str) -> None:
    """Every effect is keyed by what caused it."""
    amina = await meet()
    await amina.act(serving.work)
    keys = [key for (key,) in rows(database_url, "SELECT key FROM causes")]
    assert keys == [f"tg:{BOT}:{amina.who.telegram}:10"]
    assert await proved.read(telling.current_mark, amina.who) != ""
