"""The workers' room: who may read it, under which names, what is kept out, what is reported, and that who goes leaves nothing."""

import asyncio

import pytest

from bot.actions import conversing, deciding, forgetting, joining, moderating, telling, undoing
from bot.domain import cases as numbers
from bot.domain import limits, outcomes, room
from bot.domain.outcomes import Outcome
from bot.domain.outcomes.cases import Case
from bot.domain.outcomes.papers import ForgetTold
from bot.domain.outcomes.room import (
    Room,
    RoomDeleted,
    RoomDigest,
    RoomNews,
    RoomReported,
    RoomSaid,
    RoomTakenOut,
)
from bot.domain.refusals.cases import NotYourCase
from bot.domain.refusals.requesters import TooLong
from bot.domain.refusals.room import (
    LeadsOut,
    NoSuchLine,
    NotInRoomYet,
    RoomForWorkers,
    SaidEnough,
    SaidJustNow,
)
from bot.domain.refusals.voices import NothingSaid
from bot.storage import Database
from tests.actions.conftest import Meet, answered, rows
from tests.actions.test_handing import household
from tests.actions.test_handing import says as handed
from tests.conftest import Clock
from tests.makers import RULES, Worker, is_task, make_moderator, make_pack, make_requester, notices

pytestmark = pytest.mark.anyio


async def at_work(meet: Meet, database: Database, clock: Clock, people: int) -> list[Worker]:
    """People with a paid answer that can't be undone any more."""
    pack = await make_pack(database, tasks=40, overlap=people)
    found = [await meet() for _ in range(people)]
    for worker in found:
        worker.proving = False
        await answered(worker, pack, clock)
    return found


async def says(worker: Worker, words: str) -> Outcome | None:
    """/say and the words."""
    return await worker.act(conversing.say, words=words)


async def reads(worker: Worker, word: str = "") -> Room:
    """/room."""
    found = await worker.act(conversing.visit, word=word)
    assert isinstance(found, Room)
    return found


async def test_what_is_said_stands_under_a_name_that_stays(
    meet: Meet, proved: Database, clock: Clock, database_url: str
) -> None:
    """Each has one name, the same each time; nothing of what is read or journaled holds a number of an account."""
    amina, baraka = await at_work(meet, proved, clock, 2)
    said = await says(amina, "Two cents for a receipt\n\n is too little.")
    assert isinstance(said, RoomSaid) and said.number == 1
    (line,) = (await reads(baraka)).lines
    assert (line.number, line.name, line.own) == (1, said.name, False)
    assert line.words == "Two cents for a receipt\nis too little."
    own = await reads(amina)
    assert own.name == said.name != (await reads(baraka)).name and own.lines[0].own
    shown = outcomes.to_json(await reads(baraka))
    for number in (amina.who.person, amina.who.account, amina.who.telegram, amina.who.book):
        assert str(number) not in shown
    assert not rows(database_url, "SELECT 1 FROM journal WHERE verb LIKE '%room%' OR verb LIKE '%say%'")


async def test_who_brings_work_or_decides_cannot_read_it(meet: Meet, proved: Database, clock: Clock) -> None:
    """Nor who has no paid answer; who takes up such a role reads it no more, whatever they were before."""
    amina, baraka, carol = await at_work(meet, proved, clock, 3)
    await says(amina, "Good day.")
    with pytest.raises(NotInRoomYet):
        await reads(await meet())
    await make_requester(proved, baraka, "Wells")
    await make_moderator(proved, carol)
    for near in (baraka, carol):
        for act in (reads(near), says(near, "Who is it?"), reads(near, "report_1")):
            with pytest.raises(RoomForWorkers):
                await act


async def test_who_shares_a_phone_with_them_cannot_read_it_either(
    meet: Meet, proved: Database, clock: Clock
) -> None:
    """One of a household brings work: the others could show them the page; a household of workers reads it."""
    pack = await make_pack(proved, tasks=40, overlap=3)
    for role in (None, make_requester, make_moderator):
        phone = await meet()
        await household(phone)
        if role is not None:
            await role(proved, phone)
        await handed(phone, "add Otieno 7310")
        await phone.act(joining.agree, rules=RULES)
        phone.proving = False
        await answered(phone, pack, clock)
        if role is None:
            assert (await reads(phone)).lines == ()
            continue
        with pytest.raises(RoomForWorkers):
            await reads(phone)


async def test_the_first_paid_answer_opens_it_until_it_is_undone(meet: Meet, proved: Database) -> None:
    """As it is said; who takes that answer back has none."""
    amina = await meet()
    task = await amina.begins(await make_pack(proved))
    with pytest.raises(NotInRoomYet):
        await reads(amina)
    following = is_task(await amina.answer(task.mark))
    assert (await reads(amina)).lines == ()
    await amina.act(undoing.undo, mark=following.mark)
    with pytest.raises(NotInRoomYet):
        await reads(amina)


@pytest.mark.parametrize(
    "words",
    [
        "Call me: 0712 345 456",
        "+254-712-345456",
        "٠٧١٢٣٤٥٤٥٦",
        "(071) 234.5456",
        "I am @amina_k",
        "＠amina",
        "amina@example.org",
        "https://example.org/pay",
        "come to T.ME/joinus",
        "shop.co.ke has work",
    ],
)
async def test_what_leads_out_is_refused(meet: Meet, proved: Database, clock: Clock, words: str) -> None:
    """Phone numbers in any digits, names at services, addresses: nothing of it is stored."""
    (amina,) = await at_work(meet, proved, clock, 1)
    with pytest.raises(LeadsOut):
        await says(amina, words)
    assert (await reads(amina)).lines == ()


@pytest.mark.parametrize(
    "words",
    [
        "It paid 0.04, 0.05, 0.12 and 12.50 today.",
        "Since 2026-11-22 I did 1,250 of them.",
        "40 tasks in 30 minutes, 2 sets.",
        "Is it fair? No.Not at all.",
    ],
)
async def test_pay_and_sums_may_be_spoken_of(meet: Meet, proved: Database, clock: Clock, words: str) -> None:
    """Amounts, dates and counts are no phone numbers, and a dot without a space is no address."""
    (amina,) = await at_work(meet, proved, clock, 1)
    assert isinstance(await says(amina, words), RoomSaid)


async def test_nothing_too_much_and_the_same_twice_are_refused(
    meet: Meet, proved: Database, clock: Clock
) -> None:
    """Empty, 5,000 characters, the same again, more than a day's."""
    (amina,) = await at_work(meet, proved, clock, 1)
    for empty in ("", " \n ", "\u200b\u2060"):
        with pytest.raises(NothingSaid):
            await says(amina, empty)
    with pytest.raises(TooLong):
        await says(amina, "x" * 5_000)
    assert isinstance(await says(amina, "x" * room.characters_max), RoomSaid)
    with pytest.raises(SaidJustNow):
        await says(amina, "x" * room.characters_max)
    for number in range(room.daily_most - 1):
        await says(amina, f"Number {number}")
    with pytest.raises(SaidEnough):
        await says(amina, "One more")
    clock.now_ms += limits.day
    assert isinstance(await says(amina, "One more"), RoomSaid)


async def test_a_page_has_the_newest_and_leads_to_the_older(
    meet: Meet, proved: Database, clock: Clock
) -> None:
    """Ten a page, the newest first; a number that is none shows the newest."""
    (amina,) = await at_work(meet, proved, clock, 1)
    for number in range(1, 13):
        await says(amina, f"Number {number}")
    newest = await reads(amina)
    assert [one.number for one in newest.lines] == list(range(12, 2, -1)) and newest.older == 3
    older = await reads(amina, "3")
    assert [one.number for one in older.lines] == [2, 1] and older.older == 0
    assert await reads(amina, "9" * 40) == newest == await reads(amina, "nonsense")


async def test_one_s_own_can_be_deleted_and_nobody_else_s(
    meet: Meet, proved: Database, clock: Clock, database_url: str
) -> None:
    """The words are gone from the database; the number is never given again."""
    amina, baraka = await at_work(meet, proved, clock, 2)
    await says(amina, "Good day.")
    for worker, word in ((baraka, "delete_1"), (amina, "delete_2"), (amina, "delete_x"), (amina, "report_1")):
        with pytest.raises(NoSuchLine):
            await worker.act(conversing.visit, word=word)
    assert await amina.act(conversing.visit, word="delete_1") == RoomDeleted(1)
    assert (await reads(baraka)).lines == ()
    assert rows(database_url, "SELECT words FROM room_messages") == [("",)]
    again = await says(amina, "Good day.")
    assert isinstance(again, RoomSaid) and again.number == 2


async def test_what_is_reported_is_a_case_of_that_message_alone(
    meet: Meet, proved: Database, clock: Clock, database_url: str
) -> None:
    """Once; who reported it sees it no more; the moderator sees its words and no name; who wrote it hears why it went."""
    amina, baraka, carol = await at_work(meet, proved, clock, 3)
    said = await says(amina, "Work for my brother, he pays more.")
    await says(carol, "Good day.")
    assert isinstance(said, RoomSaid)
    for _ in range(2):
        assert await baraka.act(conversing.visit, word="report_1") == RoomReported(1)
    assert [one.number for one in (await reads(baraka)).lines] == [2]
    assert [one.number for one in (await reads(carol)).lines] == [2, 1]
    assert rows(database_url, "SELECT kind, person FROM cases") == [("room", amina.who.person)]
    judge = await make_moderator(proved, await meet())
    ((code,),) = rows(database_url, "SELECT code FROM cases")
    shown = await judge.act(moderating.take, rules=RULES, code=code)
    assert isinstance(shown, Case) and shown.words == "Work for my brother, he pays more."
    assert said.name not in repr(shown) and "Good day" not in repr(shown)
    await judge.act(moderating.choose, rules=RULES, facts=shown, outcome="take_out")
    await judge.act(moderating.because, rules=RULES, facts=await judge.current(), reason="sells")
    assert [one.number for one in (await reads(carol)).lines] == [2]
    assert RoomTakenOut("Work for my brother, he pays more.", "sells") in await notices(proved, amina)


async def test_who_reported_a_message_neither_decides_nor_interprets_it(
    meet: Meet, proved: Database, clock: Clock, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also when they become a moderator later; others may."""
    monkeypatch.setattr(numbers, "interpreter_answers_least", 1)
    amina, baraka, carol = await at_work(meet, proved, clock, 3)
    await says(amina, "Work for my brother, he pays more.")
    assert await baraka.act(conversing.visit, word="report_1") == RoomReported(1)
    ((case, code),) = rows(database_url, "SELECT id, code FROM cases")
    asked = {"case": case, "source": "en", "target": "fr", "pack": 0, "requester": 0, "asker": 0, "most": 5}
    about = {"person": amina.who.person, "least": 1, "only": 0, "daily": 1, "since": 0}
    able = await proved.read(lambda tx: tx.all("interpreters.eligible", **asked, **about))
    assert [one["person"] for one in able] == [carol.who.person]
    await make_moderator(proved, baraka)
    with pytest.raises(NotYourCase):
        await baraka.act(moderating.take, rules=RULES, code=code)
    other = await make_moderator(proved, carol, "Achieng")
    assert isinstance(await other.act(moderating.take, rules=RULES, code=code), Case)


async def test_of_three_reports_nobody_sees_it_until_somebody_looked(
    meet: Meet, proved: Database, clock: Clock, database_url: str
) -> None:
    """Left where it is, all see it again but those who reported it."""
    amina, *others, carol = await at_work(meet, proved, clock, 5)
    await says(amina, "Good day.")
    for worker in others:
        await worker.act(conversing.visit, word="report_1")
    assert (await reads(carol)).lines == ()
    ((code,),) = rows(database_url, "SELECT code FROM cases")
    await proved.write(deciding.decide_by_name, code, "leave", "allowed", "", RULES)
    assert len((await reads(carol)).lines) == 1 and (await reads(others[0])).lines == ()


async def test_nothing_is_pushed_but_a_line_a_day_to_who_wants_it(
    meet: Meet, proved: Database, clock: Clock
) -> None:
    """None without a word; with it one a day while there is something new of others, which wakes nobody."""
    amina, baraka, carol = await at_work(meet, proved, clock, 3)
    assert await baraka.act(conversing.visit, word="digest") == RoomDigest(True)
    await says(baraka, "My own.")
    clock.now_ms += limits.day
    await proved.write(conversing.tell_some)
    for number in range(3):
        await says(amina, f"Number {number}")
    clock.now_ms += limits.day
    await proved.write(conversing.tell_some)
    for worker in (amina, baraka, carol):
        assert not [one for one in await notices(proved, worker) if isinstance(one, RoomNews)]
        await proved.write(telling.here, worker.who.account)
    heard = [one for one in await notices(proved, baraka) if isinstance(one, RoomNews)]
    assert heard == [RoomNews(3)] and not [
        one for one in await notices(proved, carol) if isinstance(one, RoomNews)
    ]
    assert (await reads(baraka)).digest
    clock.now_ms += limits.day
    assert await proved.write(conversing.tell_some) == 1 and await proved.write(conversing.tell_some) == 0
    assert await baraka.act(conversing.visit, word="digest") == RoomDigest(False)


async def test_who_goes_leaves_no_word_in_the_room(
    meet: Meet, proved: Database, clock: Clock, database_url: str
) -> None:
    """Neither name nor words nor what they reported; the numbers stay taken."""
    amina, baraka = await at_work(meet, proved, clock, 2)
    await says(amina, "Good day.")
    await says(baraka, "And to you.")
    await amina.act(conversing.visit, word="report_2")
    told = await amina.act(forgetting.forget, code="")
    assert isinstance(told, ForgetTold)
    await amina.database.write(forgetting.forget, amina.who, told.code)
    assert [one.number for one in (await reads(baraka)).lines] == [2]
    assert rows(database_url, "SELECT words FROM room_messages ORDER BY number") == [("",), ("And to you.",)]
    assert rows(database_url, "SELECT count(*) FROM room_people") == [(1,)]
    assert not rows(database_url, "SELECT 1 FROM room_reports")


async def test_many_at_once_get_numbers_of_their_own(meet: Meet, proved: Database, clock: Clock) -> None:
    """Two who speak in the same moment take two numbers."""
    people = await at_work(meet, proved, clock, 4)
    said = await asyncio.gather(*(says(worker, f"I am {number}") for number, worker in enumerate(people)))
    assert sorted(one.number for one in said if isinstance(one, RoomSaid)) == [1, 2, 3, 4]
    assert len({one.name for one in said if isinstance(one, RoomSaid)}) == 4


async def test_a_taken_name_gets_a_number(
    meet: Meet, proved: Database, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When all that are drawn are others'."""
    monkeypatch.setattr(room, "names", 1)
    people = await at_work(meet, proved, clock, 2)
    first, second = [(await reads(worker)).name for worker in people]
    assert first == "Amber Ant" and second.startswith("Amber Ant ") and second.split()[-1].isdigit()
