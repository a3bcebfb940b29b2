"""Choosing hard content: asked after other work, begun a day later, taken back at once, and no trace of a no or an off."""

import itertools
import json

import pytest

from bot.actions import choosing, fixing, publishing, serving, undoing
from bot.domain import limits
from bot.domain.outcomes.claims import Mending
from bot.domain.outcomes.hard import Between, Choices, Described
from bot.domain.outcomes.worker import After, Offer, Task
from bot.domain.refusals.claims import MendedLater
from bot.domain.refusals.working import NothingToUndo, UndoTooLate
from bot.storage import Database
from tests.actions.conftest import Meet, rows
from tests.actions.test_uncovering import NOON, PAUSE_PAY, amina, hard, shows
from tests.conftest import Clock
from tests.makers import PRICE, READING_PAY, RULES, Worker, is_task, make_hard, make_pack, notices, pack_row

pytestmark = pytest.mark.anyio
__all__ = ["amina", "hard"]

ENOUGH = ((20,), (20,), (10,))
_numbers = itertools.count(1)
TABLES = ("care", "chosen", "erasures", "journal", "causes", "questions", "dues", "incidents", "deadlines")


async def says(worker: Worker, written: str = "") -> Choices | Described:
    """Writes /hard, with something behind it."""
    told = await worker.act(choosing.hard, rules=RULES, written=written)
    assert isinstance(told, Choices | Described)
    return told


async def works_first(worker: Worker, database: Database, *days: tuple[int, ...]) -> None:
    """Other work: on each day packs of so many tasks, 20 at most as somebody new gets."""
    worker.proving = False
    for number, sizes in enumerate(days or ENOUGH):
        worker.clock.now_ms += limits.day if number else 0
        for size in sizes:
            pack = await make_pack(database, f"before-{next(_numbers)}", tasks=size, overlap=1)
            task = await worker.begins(pack)
            for _ in range(size - 1):
                task = is_task(await worker.answer(task.mark))
            await worker.answer(task.mark)


@pytest.mark.parametrize(
    ("days", "ready"),
    [(ENOUGH, True), (((20,), (20,), (9,)), False), (((20, 20), (20,)), False)],
    ids=["enough", "one task less", "two days"],
)
async def test_it_is_open_to_whoever_did_enough_other_work(
    proved: Database, meet: Meet, days: tuple[tuple[int, ...], ...], ready: bool
) -> None:
    """Fifty other tasks on three days; before that /hard has nothing, and no word behind it does anything."""
    worker = await meet()
    assert await says(worker, "gore_yes") == Choices(ready=False, now=worker.clock.now_ms)
    await works_first(worker, proved, *days)
    assert await says(worker) == Choices(ready=ready, now=worker.clock.now_ms)


async def test_a_yes_begins_a_day_later_and_lapses(
    proved: Database, meet: Meet, clock: Clock, database_url: str
) -> None:
    """18 once, what it is, yes; from the next day for 30 days; a renewal goes on without a gap."""
    clock.now_ms += NOON
    worker = await grown(proved, meet, adult=False)
    assert await says(worker, "gore") == Described("gore")
    assert await says(worker, "gore_yes") == Described("gore")
    assert await says(worker, "18_gore") == Described("gore", adult=True)
    assert await says(worker, "hate") == Described("hate", adult=True)
    told = await says(worker, "gore_yes")
    begins = clock.now_ms + limits.day
    assert isinstance(told, Choices)
    assert [(one.begins, one.ends) for one in told.chosen] == [(begins, begins + 30 * limits.day)]
    clock.now_ms += limits.hour
    assert (await says(worker, "gore_yes")) == Choices(ready=True, chosen=told.chosen, now=clock.now_ms)
    clock.now_ms = begins + 29 * limits.day
    told = await says(worker, "gore_yes")
    assert isinstance(told, Choices)
    assert [(one.begins, one.ends) for one in told.chosen] == [(begins, clock.now_ms + 30 * limits.day)]
    clock.now_ms += 31 * limits.day
    assert await says(worker) == Choices(ready=True, now=clock.now_ms)
    assert len(rows(database_url, "SELECT category FROM chosen")) == 1


async def grown(database: Database, meet: Meet, *, adult: bool = True) -> Worker:
    """Somebody who may choose: their other work is written down as done."""
    worker = await meet()
    if adult:
        await database.write(lambda tx: tx.run("care.adult", person=worker.who.person, now=tx.now))
        return worker
    await works_first(worker, database)
    return worker


async def test_what_is_chosen_is_served_from_the_next_day_on(
    proved: Database, meet: Meet, clock: Clock
) -> None:
    """From the first yes to the first description: a day; another category's stays away."""
    clock.now_ms += NOON
    pack = await make_pack(proved, "vases", tasks=300, overlap=1)
    await make_hard(proved, pack)
    worker = await grown(proved, meet)
    await proved.write(
        lambda tx: tx.run(
            "people.set_offset", person=worker.who.person, offset=0, now=tx.now, kept=limits.day
        )
    )
    await says(worker, "hate_yes")
    clock.now_ms += limits.day
    assert not isinstance(await worker.act(serving.work), Offer)
    await says(worker, "gore_yes")
    assert not isinstance(await worker.act(serving.work), Offer)
    clock.now_ms += limits.day
    assert isinstance(await worker.act(serving.work), Offer)


async def test_off_gives_back_what_was_not_seen(proved: Database, amina: Worker, hard: int) -> None:
    """One tap: the description's task goes to others, nothing of it comes, and no mark is left."""
    task = await amina.begins(hard)
    told = await says(amina, "off")
    assert told == Choices(off=True, balance=0, now=amina.clock.now_ms, ready=True, offset=0)
    assert await amina.current() is None
    assert not isinstance(await amina.act(serving.work), Task | Offer)
    assert await shows(amina, task) is not None  # a late press: told, and nothing of it shown
    assert not isinstance(amina.seen[-1], Task)
    free = await proved.read(lambda tx: tx.value("packs.state", pack=hard))
    assert free == "running"


async def test_off_pays_what_was_seen(proved: Database, amina: Worker, hard: int, database_url: str) -> None:
    """What is in the chat goes at once, and is paid with the pause of the set; the picture's answer is no more asked for."""
    await shows(amina, await amina.begins(hard))
    before = await amina.balance()
    told = await says(amina, "gore_off")
    assert isinstance(told, Choices) and told.off and told.paid == PRICE + PAUSE_PAY
    assert await amina.balance() == before + PRICE + PAUSE_PAY
    assert rows(database_url, f"SELECT message FROM erasures WHERE at > {amina.clock.now_ms}") == []
    assert rows(database_url, "SELECT state FROM assignments") == [("left",)]
    assert await says(amina, "gore_off") == Choices(off=True, now=amina.clock.now_ms, ready=True, offset=0)


async def test_off_between_two_ends_what_is_between(amina: Worker, hard: int) -> None:
    """Neither the next description nor a question how they are is left."""
    task = is_task(await shows(amina, await amina.begins(hard)))
    between = await amina.answer(task.mark)
    assert isinstance(between, Between) and between.after == After(help=True)
    await says(amina, "off")
    assert await amina.current() is None
    await amina.closes(between.mark, "next", serving.following)
    assert not isinstance(await amina.current(), Task)


async def test_one_category_off_leaves_the_others(proved: Database, meet: Meet, clock: Clock) -> None:
    """What is held of another stays as it is."""
    worker = await grown(proved, meet)
    for one in ("gore_yes", "hate_yes", "gore_off"):
        told = await says(worker, one)
    assert isinstance(told, Choices) and [one.category for one in told.chosen] == ["hate"]


async def test_neither_a_no_nor_an_off_is_written_anywhere(
    proved: Database, meet: Meet, clock: Clock, database_url: str
) -> None:
    """Every row of the house is looked through: after the off none names the category, and none says off."""
    worker = await grown(proved, meet)
    for one in ("gore", "", "gore_yes", "gore_off", "gore_yes", "off"):
        await says(worker, one)
    for table in TABLES:
        kept = json.dumps(rows(database_url, f"SELECT * FROM {table}"), default=str)
        assert "gore" not in kept and '"off' not in kept and "declin" not in kept, table


async def test_ones_own_limits_are_lower_than_the_houses_or_none(
    proved: Database, meet: Meet, database_url: str
) -> None:
    """The house's number or more is the house's; what is no number changes nothing; at least one is shown."""
    worker = await grown(proved, meet)
    for written, kept in (
        ("daily_20", (20, None)),
        ("set_5", (20, 5)),
        ("set_5x", (20, 5)),
        ("daily_9999", (20, 5)),
        ("daily_999", (None, 5)),
        ("set_20", (None, None)),
        ("set_0", (None, 1)),
    ):
        await says(worker, written)
        assert rows(database_url, "SELECT own_daily, own_set FROM care") == [kept], written
    await says(worker, "grey")
    assert rows(database_url, "SELECT look FROM care") == [("grey",)]


async def test_an_undone_answer_stands_again_after_an_off(amina: Worker, hard: int) -> None:
    """Nothing that was paid is lost or paid twice."""
    task = is_task(await shows(amina, await amina.begins(hard)))
    await amina.answer(task.mark)
    await amina.act(undoing.undo, rules=RULES, mark=task.mark)
    await says(amina, "off")
    assert await amina.balance() == PRICE + READING_PAY + PAUSE_PAY


async def test_off_pays_what_was_seen_of_a_pack_that_closed(
    proved: Database, amina: Worker, hard: int, database_url: str
) -> None:
    """The pack's end takes nothing away: it is paid, and its picture goes at once."""
    await shows(amina, await amina.begins(hard))
    await proved.write(publishing.close, "vases")
    told = await says(amina, "off")
    assert isinstance(told, Choices) and told.paid >= PRICE
    assert rows(database_url, f"SELECT message FROM erasures WHERE at > {amina.clock.now_ms}") == []
    assert rows(database_url, "SELECT state FROM assignments") == [("left",)]


async def test_after_an_off_the_last_answer_is_not_asked_again(
    amina: Worker, hard: int, database_url: str
) -> None:
    """It stands as it was given."""
    task = is_task(await shows(amina, await amina.begins(hard)))
    await amina.answer(task.mark)
    await says(amina, "off")
    with pytest.raises(NothingToUndo):
        await amina.act(undoing.undo, mark="")
    assert rows(database_url, "SELECT state FROM assignments") == [("answered",)]


async def test_what_may_not_be_seen_now_is_not_undone(
    proved: Database, amina: Worker, hard: int, database_url: str
) -> None:
    """Who said that they are not well gets no description, by undo or by a requester's wish; the answer stands."""
    task = is_task(await shows(amina, await amina.begins(hard)))
    between = await amina.answer(task.mark)
    assert isinstance(between, Between)
    until = amina.clock.now_ms + limits.day
    await proved.write(lambda tx: tx.run("care.off", person=amina.who.person, until=until))
    with pytest.raises(UndoTooLate):
        await amina.act(undoing.undo, mark=between.mark)
    amina.clock.now_ms += limits.undo_ms + 1
    requester = (await pack_row(proved, hard))["requester"]
    await proved.write(fixing.ask, requester, task.assignment, 1, RULES)
    (sent_back,) = [one for one in await notices(proved, amina) if isinstance(one, Mending)]
    with pytest.raises(MendedLater):
        await amina.act(fixing.mend, rules=RULES, code=sent_back.code)
    assert rows(database_url, "SELECT state FROM assignments") == [("answered",)]
    amina.clock.now_ms = until + 1
    assert isinstance(await amina.act(fixing.mend, rules=RULES, code=sent_back.code), Task)
