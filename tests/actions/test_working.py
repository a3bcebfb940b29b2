"""Working: every answer is stored and paid once, whatever its kind and however often it comes."""

from functools import partial
from typing import Any

import pytest

from bot.actions import delivering, joining, reporting, serving, taking, telling, undoing, working
from bot.domain import limits
from bot.domain.events import Pressed, SentPhoto, Wrote
from bot.domain.outcomes.worker import AlreadySaved, NotUnderstood, Nudge, Offer, SavedElsewhere, Task
from bot.domain.refusals.working import NothingToUndo
from bot.storage import Database, Tx
from tests.actions.conftest import Meet, rows
from tests.conftest import Clock
from tests.makers import BOT, PRICE, READING_PAY, RULES, is_task, make_pack

pytestmark = pytest.mark.anyio


statements_max = 35
"""Of one answer on its way through the house: who sent it, what it does, that the next question arrived."""

# ---- paid once ----


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
    for action in (working.skip, working.leave, reporting.wrong):
        assert await amina.act(action, mark="🐘") == NotUnderstood(current=task.mark)
    assert await amina.answer("🐘") == NotUnderstood(current=task.mark)
    assert await amina.act(taking.is_this, mark="🐘", yes=True, sent_at=0) == NotUnderstood(current=task.mark)


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


# ---- kinds ----


async def test_multi_gathers_presses_in_silence_until_done(
    meet: Meet, proved: Database, database_url: str
) -> None:
    """Each press joins the draft; Clear empties it and brings the keys back; Done without enough nudges; Done answers."""
    amina = await meet()
    task = await amina.begins(await make_pack(proved, kind="multi"))
    assert await amina.answer(task.mark, "price") is None
    assert is_task(await amina.act(serving.work)).draft == {"chosen": ["price"]}
    assert is_task(await amina.answer(task.mark, "/clear")).draft == {"chosen": []}
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
    assert is_task(await amina.act(undoing.undo, mark=following.mark)).draft == {}


# ---- unmarked input ----


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
    again = is_task(await amina.act(undoing.undo, mark=second.mark))
    told = await amina.act(working.skip, mark=second.mark)
    assert told == AlreadySaved(old=second.mark, how="skip", current=again.mark)
    assert await amina.current() == again


async def test_the_last_answer_is_undone_without_a_question_open(meet: Meet, proved: Database) -> None:
    """/undo carries no mark: it asks the last task of a pack again, in place of the offer that followed it."""
    amina = await meet()
    last = await amina.begins(await make_pack(proved, tasks=1))
    assert not isinstance(await amina.answer(last.mark), Task)
    again = is_task(await amina.act(undoing.undo, mark=""))
    assert (again.assignment, again.note) == (last.assignment, "undone")
    with pytest.raises(NothingToUndo):
        await amina.act(undoing.undo, mark="")


async def test_an_answer_to_an_older_question_is_saved_beside_the_newer_one(
    meet: Meet, proved: Database
) -> None:
    """Both questions have marks, so both presses find their own."""
    amina = await meet()
    first = await amina.begins(await make_pack(proved))
    second = is_task(await amina.answer(first.mark))
    again = is_task(await amina.act(undoing.undo, mark=second.mark))
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
    """The journal knows codes and numbers only, and not what somebody would not look at."""
    amina = await meet()
    task = await amina.begins(await make_pack(proved, kind="text"))
    await amina.answer(task.mark, Wrote("my secret answer"))
    await amina.act(reporting.report, mark=await amina.mark(), ground="my_data")
    journal = rows(database_url, "SELECT who, verb, facts FROM journal")
    assert (f"person {amina.who.person}", "report", "{}") in journal
    assert not any("secret" in part for line in journal for part in line)


async def test_a_person_s_cause_names_bot_and_chat(meet: Meet, proved: Database, database_url: str) -> None:
    """Every effect is keyed by what caused it."""
    amina = await meet()
    await amina.act(serving.work)
    keys = [key for (key,) in rows(database_url, "SELECT key FROM causes")]
    assert keys == [f"tg:{BOT}:{amina.who.telegram}:10"]
    assert await proved.read(telling.current_mark, amina.who) != ""


# ---- what it costs ----


async def test_an_answer_takes_few_statements(
    meet: Meet, proved: Database, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is asked of the database twice: an answer is read, paid, followed and shown in so many statements."""
    amina = await meet()
    first = await amina.begins(await make_pack(proved))
    second, count = is_task(await amina.answer(first.mark)), 0
    attempted = Tx._attempt

    def counted(self: Tx, *given: Any) -> Any:
        nonlocal count
        count += 1
        return attempted(self, *given)

    monkeypatch.setattr(Tx, "_attempt", counted)
    who, _ = await proved.read(joining.recognise, BOT, amina.who.telegram, second.mark)
    assert who is not None
    given = {
        "who": who,
        "rules": RULES,
        "mark": second.mark,
        "event": Pressed("road"),
        "sent_at": clock.now_ms,
    }
    told = await proved.write(telling.once, who.account, partial(working.answer, **given), cause="tg:1")
    assert told is not None and is_task(told.outcome).saved is not None
    await proved.write(delivering.shown, told, 100, clock.now_ms, delivering.Cost(100))
    monkeypatch.undo()
    assert count <= statements_max
