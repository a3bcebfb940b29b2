"""Accounting for oneself: what a person sees of their money, their work and what is kept about them."""

import json

import pytest

from bot.actions import accounting, reporting, serving, working
from bot.domain import limits
from bot.domain.events import Wrote
from bot.domain.outcomes import Examples, Help, History, Money, MyData, NotUnderstood, Reading, Statement
from bot.storage import Database
from tests.actions.conftest import Meet, rows
from tests.conftest import Clock
from tests.makers import PRICE, READING_PAY, is_task, make_pack

pytestmark = pytest.mark.anyio


async def test_money_says_what_there_is_and_what_today_brought(
    meet: Meet, proved: Database, clock: Clock
) -> None:
    """The balance stays; today begins anew at midnight UTC."""
    amina = await meet()
    task = await amina.begins(await make_pack(proved))
    await amina.answer(task.mark)
    earned = PRICE + READING_PAY
    assert await amina.act(accounting.money) == Money(balance=earned, today=earned, ever=earned, working=True)
    clock.now_ms += limits.day
    assert await amina.act(accounting.money) == Money(balance=earned, today=0, ever=earned, working=True)


async def test_a_statement_has_every_movement_newest_first(meet: Meet, proved: Database) -> None:
    """Each line has its movement, its amount and the balance after it."""
    amina = await meet()
    await amina.answer((await amina.begins(await make_pack(proved))).mark)
    told = await amina.act(accounting.statement)
    assert isinstance(told, Statement) and told.balance == PRICE + READING_PAY
    assert [(one.movement, one.amount, one.balance) for one in told.lines] == [
        ("pay_reading", READING_PAY, PRICE + READING_PAY),
        ("pay_answer", PRICE, PRICE),
    ]


async def test_history_shows_one_s_own_answers_undone_ones_too(meet: Meet, proved: Database) -> None:
    """Newest first, what was said and what it brought; undone ones are marked and not counted."""
    pack = await make_pack(proved)
    amina, baraka = await meet(), await meet()
    await baraka.answer((await baraka.begins(pack)).mark)
    first = await amina.begins(pack)
    second = is_task(await amina.answer(first.mark, "road"))
    again = is_task(await amina.act(working.undo, mark=second.mark))
    await amina.answer(again.mark, "building")
    told = await amina.act(accounting.history)
    assert isinstance(told, History) and told.total == 1
    assert [(one.answer, one.paid, one.state) for one in told.answers] == [
        ("building", PRICE, "answered"),
        ("road", PRICE, "undone"),
    ]


async def test_my_data_holds_all_of_one_s_own_and_nothing_of_others(meet: Meet, proved: Database) -> None:
    """Answers, reports, consents, account and money of this person; no word or number of anybody else."""
    pack = await make_pack(proved, kind="text")
    amina, baraka = await meet(), await meet()
    mark = (await baraka.begins(pack)).mark
    await baraka.answer(mark, Wrote("his words"))
    second = is_task(await amina.answer((await amina.begins(pack)).mark, Wrote("her words")))
    await amina.act(reporting.report, mark=second.mark, ground="unclear")
    told = await amina.act(accounting.my_data)
    assert isinstance(told, MyData)
    kept = json.loads(told.content)
    assert kept["person"]["language"] == "en" and kept["person"]["consent"] == amina.rules.consent_version
    assert [one["telegram_id"] for one in kept["accounts"]] == [amina.who.telegram]
    assert [one["answer"] for one in kept["answers"]] == ["her words"]
    assert [one["ground"] for one in kept["reports"]] == ["unclear"]
    assert [one["version"] for one in kept["consents"]] == [amina.rules.consent_version]
    assert kept["balance_micro"] == sum(one["amount_micro"] for one in kept["money"])
    assert "his words" not in told.content
    for number in (baraka.who.person, baraka.who.account, baraka.who.telegram, baraka.who.book):
        assert str(number) not in told.content


async def test_my_data_is_not_kept_once_it_was_shown(meet: Meet, proved: Database, database_url: str) -> None:
    """What was due is emptied, and the journal says only that they asked."""
    amina = await meet()
    await amina.act(accounting.my_data)
    assert rows(database_url, "SELECT outcome FROM dues WHERE slot = 'card'") == [("",)]
    assert rows(database_url, "SELECT facts FROM journal WHERE verb = 'mydata'") == [("{}",)]


async def test_help_knows_whether_a_question_is_open(meet: Meet) -> None:
    """It stands beside the question and leaves it alone."""
    amina = await meet()
    before = await amina.current()
    assert await amina.act(accounting.help_card) == Help(working=True)
    assert await amina.current() == before


async def test_examples_belong_to_an_instruction(meet: Meet, proved: Database) -> None:
    """Under the instruction they are shown; under anything else there are none."""
    why = {"en": "It fills the picture."}
    example = {"right": True, "item": "A wide lane", "answer": "Road", "reason": why}
    pack = await make_pack(proved, examples=[example])
    amina = await meet()
    reading = await amina.act(serving.start, pack=pack)
    assert isinstance(reading, Reading) and reading.examples == 1
    told = await amina.act(accounting.examples, mark=reading.mark)
    assert isinstance(told, Examples) and told.examples[0].why == why
    task = is_task(await amina.act(serving.go, pack=pack))
    assert await amina.act(accounting.examples, mark=task.mark) == NotUnderstood(current=task.mark)
