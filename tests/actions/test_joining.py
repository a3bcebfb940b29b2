"""Joining: one account is one person, consent has a version and a time, and the language is theirs to choose."""

import asyncio

import pytest

from bot.actions import amending, delivering, joining, telling
from bot.domain.outcomes.worker import About, Languages, NothingLeft, Offer, Welcome
from bot.domain.outcomes.worker import Rules as RulesPage
from bot.storage import Database
from tests.actions.conftest import Meet, rows
from tests.conftest import Clock
from tests.makers import BOT, RULES, Worker, is_task, make_pack

pytestmark = pytest.mark.anyio
LANGUAGES = ("en", "sw")


async def test_an_account_met_twice_is_one_person(proved: Database) -> None:
    """The second update of an account finds the person the first one made."""
    first = await proved.write(joining.meet, BOT, 1001, "en")
    again = await proved.write(joining.meet, BOT, 1001, "sw")
    assert again == first
    assert not first.agreed


async def test_an_account_met_at_once_by_two_updates_is_one_person(
    proved: Database, database_url: str
) -> None:
    """Whoever comes second takes the person the other made and leaves nobody without an account behind."""
    met = await asyncio.gather(*(proved.write(joining.meet, BOT, 1001, "en") for _ in range(8)))
    assert len({who.person for who in met}) == 1
    assert {who.account for who in met} == {met[0].account}
    assert rows(database_url, "SELECT count(*) FROM people") == [(1,)]


async def test_the_same_telegram_id_at_another_bot_is_another_account(proved: Database) -> None:
    """Who someone is belongs to the bot they write to."""
    here = await proved.write(joining.meet, BOT, 1001, "en")
    there = await proved.write(joining.meet, BOT + 1, 1001, "en")
    assert (here.account, here.person, here.book) != (there.account, there.person, there.book)


async def test_a_stranger_is_recognised_as_nobody(proved: Database) -> None:
    """Reading makes no person."""
    assert await proved.read(joining.recognise, BOT, 1001) == (None, None)


async def test_a_mark_is_recognised_with_its_question(meet: Meet, proved: Database) -> None:
    """The edge learns in one read who writes and which question their mark stands for."""
    amina = await meet()
    mark = await amina.mark()
    who, question = await proved.read(joining.recognise, BOT, amina.who.telegram, mark)
    assert who == amina.who
    assert question is not None and question["mark"] == mark


async def test_start_welcomes_a_new_person(proved: Database, clock: Clock) -> None:
    """Somebody who has not agreed sees what this is, in words for their name."""
    amina = await Worker.met(proved, clock, agreed=False)
    seen = await amina.act(joining.welcome, languages=LANGUAGES, name="Amina")
    assert isinstance(seen, Welcome)
    assert (seen.name, seen.languages, seen.mark != "") == ("Amina", LANGUAGES, True)


async def test_a_name_is_said_and_not_kept(proved: Database, clock: Clock) -> None:
    """What stands in the database about the welcome holds no name."""
    amina = await Worker.met(proved, clock, agreed=False)
    await amina.act(joining.welcome, languages=LANGUAGES, name="Amina")
    kept = await amina.current()
    assert isinstance(kept, Welcome) and kept.name == ""


async def test_agreeing_keeps_the_version_and_the_time(proved: Database, clock: Clock) -> None:
    """Consent can be shown later: to which words, and when."""
    amina = await Worker.met(proved, clock, agreed=False)
    clock.now_ms += 5_000
    await amina.act(joining.agree)
    kept = await proved.read(lambda tx: tx.all("people.consents", person=amina.who.person))
    assert kept == [{"version": RULES.consent_version, "at": clock.now_ms}]
    assert amina.who.agreed


async def test_agreeing_brings_the_first_offer(proved: Database, clock: Clock) -> None:
    """After consent comes work, without another tap."""
    await make_pack(proved)
    amina = await Worker.met(proved, clock, agreed=False)
    assert isinstance(await amina.act(joining.agree), Offer)


async def test_start_again_leads_somebody_who_agreed_back_to_work(meet: Meet) -> None:
    """The welcome comes once."""
    amina = await meet()
    assert isinstance(await amina.act(joining.welcome, languages=LANGUAGES), NothingLeft)


async def test_another_language_shows_what_was_open_again(meet: Meet, proved: Database) -> None:
    """The question keeps its mark; the language is kept for everything that follows."""
    pack = await make_pack(proved)
    amina = await meet()
    task = await amina.begins(pack)
    menu = await amina.act(joining.choose_language, languages=LANGUAGES)
    assert isinstance(menu, Languages) and menu.mark != task.mark
    again = is_task(await amina.act(joining.speak, language="sw", languages=LANGUAGES))
    assert (again.mark, again.assignment) == (task.mark, task.assignment)
    assert amina.who.language == "sw"


async def test_a_language_chosen_before_consent_shows_the_welcome(proved: Database, clock: Clock) -> None:
    """Somebody new reads what this is in their own language before they agree."""
    amina = await Worker.met(proved, clock, agreed=False)
    seen = await amina.act(joining.speak, language="sw", languages=LANGUAGES)
    assert isinstance(seen, Welcome) and amina.who.language == "sw" and not amina.who.agreed


async def test_cards_leave_the_open_question_alone(meet: Meet, proved: Database) -> None:
    """Rules and about are read while a task waits."""
    pack = await make_pack(proved)
    amina = await meet()
    task = await amina.begins(pack)
    cards = [await amina.act(action) for action in (amending.page, joining.about)]
    assert cards == [RulesPage(), About()]
    assert await amina.mark() == task.mark


async def test_nothing_is_due_to_somebody_who_blocked_the_bot(proved: Database, clock: Clock) -> None:
    """What is due waits until they come back; account and money stay."""
    amina = await Worker.met(proved, clock)
    await proved.write(_due, amina)
    await proved.write(joining.blocked, amina.who)
    assert await proved.read(delivering.waiting, BOT, 10) == []
    await proved.write(joining.unblocked, amina.who)
    assert len(await proved.read(delivering.waiting, BOT, 10)) == 1


def _due(tx: object, worker: Worker) -> None:
    telling.tell(tx, worker.who.account, About())  # type: ignore[arg-type]
