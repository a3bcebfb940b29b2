"""What is due: shown once, held by one program, written over what it follows."""

import sqlite3
from contextlib import closing

import pytest

from bot.actions import delivering, joining, serving, telling
from bot.domain import limits
from bot.domain.outcomes.worker import About, Languages, NotUnderstood
from bot.domain.people import Who
from bot.storage import Database, Queries, Tx
from tests.actions.conftest import Meet, due, rows
from tests.makers import BOT, Worker, make_pack

pytestmark = pytest.mark.anyio


async def test_what_is_due_waits_until_it_was_shown(meet: Meet, proved: Database) -> None:
    """After a crash or a failed send it is there to be shown again, with how often it was tried."""
    amina = await meet()
    told = await proved.write(telling.tell, amina.who.account, About())
    await proved.write(delivering.tried, told)
    ((first, tries),) = await proved.read(delivering.waiting, BOT, 50)
    assert (first.outcome, first.seq, tries) == (About(), told.seq, 1)
    await proved.write(delivering.shown, told, 77, amina.clock.now_ms)
    assert await due(proved) == []


async def test_an_older_screen_shown_late_does_not_hide_the_newer_one(meet: Meet, proved: Database) -> None:
    """Only what is due now counts as shown."""
    amina = await meet()
    old = await proved.write(telling.tell, amina.who.account, About())
    new = await proved.write(telling.tell, amina.who.account, NotUnderstood())
    await proved.write(delivering.shown, old, 77, amina.clock.now_ms)
    assert await due(proved) == [NotUnderstood()]
    await proved.write(delivering.shown, new, 78, amina.clock.now_ms)
    assert await due(proved) == []


async def test_a_due_question_is_shown_as_it_stands(meet: Meet, proved: Database, database_url: str) -> None:
    """It is kept as its mark alone: the question's own row holds its facts."""
    amina = await meet()
    amina.connected = False
    task = await amina.begins(await make_pack(proved))
    assert rows(database_url, "SELECT outcome FROM dues WHERE slot = 'question'") == [(task.mark,)]
    assert await due(proved) == [task]


async def test_a_message_number_is_remembered_from_the_first_showing(
    meet: Meet, proved: Database, database_url: str
) -> None:
    """Shown again, a question keeps the time from which its answer is measured."""
    amina = await meet()
    task = await amina.begins(await make_pack(proved))
    before = rows(database_url, f"SELECT message, shown_at FROM questions WHERE mark = '{task.mark}'")
    amina.clock.now_ms += limits.hour
    await amina.act(serving.work)
    assert rows(database_url, f"SELECT message, shown_at FROM questions WHERE mark = '{task.mark}'") == before


async def test_a_card_that_did_not_arrive_still_brings_the_keys(meet: Meet, proved: Database) -> None:
    """After a crash it is sent again as it would have been, keys and all."""
    amina = await meet()
    task = await amina.begins(await make_pack(proved))
    menu = await amina.act(joining.choose_language, languages=("en",))
    assert isinstance(menu, Languages)
    await proved.write(telling.settle, amina.who, menu.mark, "done")
    sent = await proved.write(telling.tell, amina.who.account, About())
    left = [one for one, _ in await proved.read(delivering.waiting, BOT, 10)]
    assert [one for one in left if one.slot == "card"] == [sent] and sent.keys_of == task
    await proved.write(telling.settle, amina.who, task.mark, "answer")
    left = [one for one, _ in await proved.read(delivering.waiting, BOT, 10)]
    assert [(one.keys_over, one.keys_of) for one in left if one.slot == "card"] == [(True, None)]


async def test_what_waits_comes_oldest_first_and_for_its_own_bot(proved: Database, meet: Meet) -> None:
    """After an outage everybody is shown theirs in the order it became due."""
    people = [await meet() for _ in range(3)]
    for one in (people[1], people[0], people[2]):
        one.clock.now_ms += 1
        await proved.write(telling.tell, one.who.account, About())
    found = await proved.read(delivering.waiting, BOT, 2)
    assert [told.account for told, _ in found] == [people[1].who.account, people[0].who.account]
    assert await proved.read(delivering.waiting, BOT + 1, 50) == []


async def test_the_language_of_a_due_screen_is_the_person_s_of_now(proved: Database, meet: Meet) -> None:
    """What waited through a change of language comes in the new one."""
    amina: Worker = await meet()
    await proved.write(telling.tell, amina.who.account, About())
    await proved.write(_speaks, amina.who, "sw")
    assert [told.language for told, _ in await proved.read(delivering.waiting, BOT, 9)] == ["sw"]


def _speaks(tx: Tx, who: Who, language: str) -> None:
    tx.run("people.set_language", person=who.person, language=language)


async def test_notices_stand_beside_what_is_due_and_are_gone_when_shown(meet: Meet, proved: Database) -> None:
    """Two notices are two messages; neither takes the card's place, and nothing of them is kept."""
    amina = await meet()
    for _ in range(2):
        await proved.write(telling.notify, amina.who.account, About())
    found = await proved.read(delivering.notices, BOT, 50)
    assert [one.outcome for one in found] == [About(), About()] and all(one.notice for one in found)
    for one in found:
        await proved.write(delivering.shown, one, 7)
    assert await proved.read(delivering.notices, BOT, 50) == []
    kept = await proved.read(lambda tx: tx.all("telling.dues_of", person=amina.who.person))
    assert [row["slot"] for row in kept if row["slot"].startswith("notice")] == []


async def test_what_comes_next_of_a_topic_is_written_over_the_message_before(
    meet: Meet, proved: Database
) -> None:
    """The newest says all: before it is shown it takes the other's place, afterwards it edits it."""
    amina = await meet()
    for current in ("🐘", "🐟"):
        await proved.write(telling.notify, amina.who.account, NotUnderstood(current), topic="import 5")
    (first,) = await proved.read(delivering.notices, BOT, 50)
    assert first.outcome == NotUnderstood("🐟") and first.edits is None
    await proved.write(delivering.shown, first, 7)
    assert await proved.read(delivering.notices, BOT, 50) == []
    await proved.write(telling.notify_person, amina.who.person, About(), topic="import 5")
    (second,) = await proved.read(delivering.notices, BOT, 50)
    assert second.outcome == About() and second.edits == 7


async def test_of_several_programs_one_has_a_notice_in_hand(meet: Meet, proved: Database) -> None:
    """Whoever claims it first shows it; when the lease is over, unless it was held, the others may."""
    amina = await meet()
    await proved.write(telling.notify, amina.who.account, About())
    (found,) = [told for told, _ in await proved.read(delivering.unheld, BOT, 50)]
    assert found.outcome == About()
    assert await proved.write(delivering.claim, [found]) == [found]
    assert (
        await proved.write(delivering.claim, [found]) == [] == await proved.read(delivering.unheld, BOT, 50)
    )
    amina.clock.now_ms += telling.lease_ms - 1
    assert await proved.write(delivering.hold, [found]) == [found]
    amina.clock.now_ms += telling.lease_ms - 1
    assert found.seq not in await free(proved)
    amina.clock.now_ms += 1
    assert (await free(proved))[found.seq] == 0
    assert await proved.write(delivering.claim, [found]) == [found]


async def test_what_is_told_is_in_the_hand_of_whoever_committed_it(meet: Meet, proved: Database) -> None:
    """Others see it only when that program died, let it go, or its clock was far ahead."""
    amina = await meet()
    told = await proved.write(telling.tell, amina.who.account, About())
    assert told.seq not in await free(proved)
    await proved.write(delivering.let_go, [told])
    assert (await free(proved))[told.seq] == 0
    await proved.write(delivering.hold, [told], limits.hour)
    assert (await free(proved))[told.seq] == 0


async def test_what_was_tried_once_when_its_program_died_is_tried_by_another(
    meet: Meet, proved: Database
) -> None:
    """What was given up after two tries is not, before a program starts or they write."""
    amina = await meet()
    told = await proved.write(telling.tell, amina.who.account, About())
    await proved.write(delivering.tried, told)
    amina.clock.now_ms += telling.lease_ms
    assert (await free(proved))[told.seq] == 1
    await proved.write(delivering.let_go, [told])
    assert told.seq not in await free(proved)
    await proved.write(delivering.tried, told)
    await proved.write(delivering.hold, [told], 0)
    assert told.seq not in await free(proved)
    assert await proved.write(delivering.claim, [told]) == [told]


async def test_what_another_program_showed_or_overtook_is_held_no_more(meet: Meet, proved: Database) -> None:
    """Whoever waited long looks again, and hears that there is nothing left to send."""
    amina = await meet()
    old = await proved.write(telling.tell, amina.who.account, About())
    new = await proved.write(telling.tell, amina.who.account, NotUnderstood())
    assert await proved.write(delivering.hold, [old, new]) == [new]
    await proved.write(delivering.shown, new, 77, amina.clock.now_ms)
    assert await proved.write(delivering.hold, [old, new]) == []


async def test_what_is_told_says_whether_something_else_was_given_up(meet: Meet, proved: Database) -> None:
    """Whichever program gave it up, and not when it is only late, in the same place, or shown."""
    amina = await meet()
    await proved.write(telling.notify, amina.who.account, About())
    (found,) = [told for told, _ in await proved.read(delivering.unheld, BOT, 50)]
    for tried in range(telling.tries_unknown_max):
        told = await proved.write(telling.tell, amina.who.account, NotUnderstood())
        assert not told.given_up, tried
        await proved.write(delivering.tried, found)
        await proved.write(delivering.tried, told)
    assert (await proved.write(telling.tell, amina.who.account, NotUnderstood())).given_up
    await proved.write(delivering.shown, found, 77, amina.clock.now_ms)
    assert not (await proved.write(telling.tell, amina.who.account, NotUnderstood())).given_up


async def free(database: Database) -> dict[int, int]:
    """What nobody has in hand, and how often it was tried."""
    return {told.seq: tries for told, tries in await database.read(delivering.unheld, BOT, 50)}


@pytest.mark.parametrize(
    "name", ["delivering.notices", "delivering.unheld", "delivering.waiting", "seeing.dues"]
)
async def test_what_is_looked_for_each_second_passes_over_nobodys_account(
    name: str, head_sqlite: str
) -> None:
    """The search begins at what is due, not at all who ever came: a million of them cost nothing."""
    statement = Queries.load().sqlite[name]
    with closing(sqlite3.connect(head_sqlite.removeprefix("sqlite://"))) as file:
        values = dict.fromkeys(statement.names, 1)
        plan = file.execute(f"EXPLAIN QUERY PLAN {statement.sql}", values).fetchall()
    assert any(step[3].startswith("SCAN d USING INDEX dues_") for step in plan)
