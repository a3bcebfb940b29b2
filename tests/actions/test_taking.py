"""Taking: what is typed without a mark answers its question when that is certain, and is asked about when not."""

import pytest

from bot.actions import taking
from bot.domain import limits
from bot.domain.events import Wrote
from bot.domain.outcomes.worker import AlreadySaved, IsThis, NotUnderstood, Nudge, Task
from bot.storage import Database
from tests.actions.conftest import Meet
from tests.conftest import Clock
from tests.makers import PRICE, READING_PAY, is_task, make_pack

pytestmark = pytest.mark.anyio


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
    after = await amina.act(taking.is_this, mark=task.mark, yes=True, sent_at=amina.clock.now_ms)
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
    again = await amina.act(taking.is_this, mark=task.mark, yes=False, sent_at=amina.clock.now_ms)
    assert is_task(again).mark == task.mark
    after = await amina.act(taking.is_this, mark=task.mark, yes=True, sent_at=amina.clock.now_ms)
    assert is_task(after).mark == task.mark
    assert await amina.balance() == 0


async def test_a_second_yes_is_a_repeat(meet: Meet, proved: Database, clock: Clock) -> None:
    """Yes answers once."""
    amina = await meet()
    task = await amina.begins(await make_pack(proved, kind="text"))
    await amina.types("a red door", message=1)
    for _ in range(2):
        seen = await amina.act(taking.is_this, mark=task.mark, yes=True, sent_at=clock.now_ms)
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


async def test_a_key_of_a_question_that_nobody_knows_shows_what_is_open(meet: Meet, proved: Database) -> None:
    """After a restore a phone has keys of the time that is lost: no answer of another question, and nobody is left without keys."""
    amina = await meet()
    task = await amina.begins(await make_pack(proved))
    assert is_task(await amina.types("🎁 Barabara")).mark == task.mark
    assert await amina.balance() == 0


async def test_words_behind_a_strange_picture_are_asked_about(meet: Meet, proved: Database) -> None:
    """Where words are wanted they may be the answer, or a key of the time that is lost."""
    amina = await meet()
    task = await amina.begins(await make_pack(proved, kind="text"))
    assert await amina.types("🎁 a gift", after_ms=9_000) == IsThis("🎁 a gift", task.mark)
    assert await amina.balance() == 0


async def test_what_does_not_fit_asks_about_the_first_one_again(meet: Meet, proved: Database) -> None:
    """While [Yes] and [No] are open no other keys are spoken of, and Yes still means what was asked about."""
    amina = await meet()
    task = await amina.begins(await make_pack(proved, kind="multi"))
    assert await amina.types("price", after_ms=0) == IsThis("price", task.mark)
    assert await amina.types("nonsense") == IsThis("price", task.mark, unfit=True)
    await amina.act(taking.is_this, rules=amina.rules, mark=task.mark, yes=True, sent_at=amina.clock.now_ms)
    assert await amina.balance() == PRICE + READING_PAY


async def test_what_is_typed_before_yes_or_no_is_asked_about_too(meet: Meet, proved: Database) -> None:
    """A typed "yes" is not taken as the answer."""
    amina = await meet()
    task = await amina.begins(await make_pack(proved, kind="text"))
    assert await amina.types("a red door", after_ms=0) == IsThis("a red door", task.mark)
    assert await amina.types("yes") == IsThis("yes", task.mark)
    assert await amina.balance() == 0


async def test_words_behind_a_mark_answer_that_question(meet: Meet, proved: Database) -> None:
    """A mark says which question is meant; one that takes no words says that it did not understand."""
    amina = await meet()
    task = await amina.begins(await make_pack(proved, kind="text"))
    said = Wrote("a red door")
    after = await amina.act(taking.marked, rules=amina.rules, mark=task.mark, event=said, sent_at=0)
    assert is_task(after).saved is not None
    lost = await amina.act(taking.marked, rules=amina.rules, mark="🐘", event=said, sent_at=0)
    assert lost == NotUnderstood(current=is_task(after).mark)
