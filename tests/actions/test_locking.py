"""What is said to be against the law: stopped, sealed, out of every result, paid in full, and for one person to look at."""

from dataclasses import replace

import pytest

from bot.actions import (
    accounting,
    bundling,
    exporting,
    filling,
    locking,
    overseeing,
    picturing,
    publishing,
    raising,
    reporting,
    serving,
    showing,
)
from bot.actions.filling import NewRendition
from bot.domain import alarms, claims, limits
from bot.domain.outcomes.alarms import ShownUnlawful
from bot.domain.outcomes.hard import Between
from bot.domain.outcomes.worker import MyData
from bot.domain.refusals.alarms import (
    AlarmDecided,
    NoIllegalContact,
    NoSuchAlarm,
    NotTheContact,
    StillAlarmed,
)
from bot.domain.refusals.deposits import SecondPerson
from bot.media.store import MissingMedia
from bot.storage import Database, Tx
from tests.actions.conftest import Meet, rows
from tests.actions.test_raising import rounds
from tests.conftest import Clock
from tests.makers import PRICE, Worker, is_task, make_pack, make_requester, make_rows, notices, pack_row

pytestmark = pytest.mark.anyio

CONTACT = "Wanjiru Kamau"
SOURCE, SMALL = "a" * 64, "b" * 64


async def pictured(database: Database, name: str = "streets", **changed: object) -> int:
    """A pack whose first task has a picture."""
    pack = await make_pack(database, name, launch=False, tasks=1, **changed)  # type: ignore[arg-type]
    rendition = NewRendition(SOURCE, 320, SMALL, 320, 240, 4_000)
    [row] = make_rows(tasks=1)
    await database.write(
        filling.add_tasks, pack, [replace(row, key="p2", picture=SOURCE, number=0)], [rendition]
    )
    return pack


async def code_of(database: Database) -> str:
    """The one that waits."""
    [row] = await database.read(locking.waiting)
    return str(row["code"])


async def reported(worker: Worker, pack: int) -> object:
    """Somebody begins a pack and reports its first task."""
    return await worker.act(reporting.report, mark=(await worker.begins(pack)).mark, ground="illegal")


async def test_it_is_paid_at_once_beyond_every_limit(meet: Meet, proved: Database) -> None:
    """However much was reported before, and with an empty side part: then by its requester."""
    pack = await make_pack(proved, tasks=6, overlap=1, goodwill=1_000_000)
    amina = await meet()
    task = await amina.begins(pack)
    for _ in range(4):
        task = is_task(await amina.act(reporting.report, mark=task.mark, ground="unclear"))
    before = await amina.balance()
    told = await amina.act(reporting.report, mark=task.mark, ground="illegal")
    assert isinstance(told, Between) and told.after.help
    assert told.saved is not None and told.saved.amount == PRICE
    assert await amina.balance() == before + PRICE


async def test_each_who_was_shown_it_hears_so_once_with_help_and_a_paper(
    meet: Meet, proved: Database, clock: Clock
) -> None:
    """The reporter and who holds it alike, who is paid; what the paper says is read when it is sent."""
    pack = await make_pack(proved, tasks=1, overlap=2)
    amina, baraka = await meet(), await meet()
    held = await baraka.begins(pack)
    served_at = clock.now_ms
    clock.now_ms += limits.minute
    await reported(amina, pack)
    await rounds(proved)
    await rounds(proved)
    [told] = await notices(proved, baraka)
    assert isinstance(told, ShownUnlawful) and told.after.help and told.amount == PRICE
    [mine] = await notices(proved, amina)
    assert isinstance(mine, ShownUnlawful) and not mine.after.help  # it came with the reply to their report
    assert await baraka.balance() == PRICE
    read = await proved.read(raising.shown_paper, baraka.who.account, told)
    assert read.paper is not None
    assert (read.paper.shown_at, read.paper.pack) == (served_at, "streets")
    assert held.assignment == told.assignment


async def test_it_leaves_with_nothing(meet: Meet, proved: Database, clock: Clock) -> None:
    """Neither in results nor in the operator's list of reports, though somebody had answered it."""
    pack = await make_pack(proved, tasks=1, overlap=2)
    amina, baraka = await meet(), await meet()
    await baraka.answer((await baraka.begins(pack)).mark)
    await reported(amina, pack)
    clock.now_ms += limits.undo_ms + 1
    read = await proved.write(exporting.results, "streets", "0" * 32)
    assert (read.tasks, read.answers) == ((), ())
    assert await proved.read(lambda tx: tx.all("packs.reports", pack=pack)) == []
    assert await proved.read(lambda tx: tx.all("packs.tasks_previewed", pack=pack, most=5)) == []
    with pytest.raises(StillAlarmed):
        await proved.write(publishing.release, "streets", "task-1")
    await rounds(proved)
    for one in (amina, baraka):
        kept = await proved.read(accounting.all_kept, one.who.account, MyData())
        assert "Item 1" not in kept.content


async def test_its_files_are_sealed(meet: Meet, proved: Database, database_url: str) -> None:
    """Neither source nor rendition is read, shown or swept; the same content elsewhere is stopped and sealed too."""
    pack = await pictured(proved)
    other = await pictured(proved, "roofs")
    rows_of = {"streets": pack, "roofs": other}
    [(task,)] = rows(database_url, f"SELECT id FROM tasks WHERE pack = {pack} AND key = 'p2'")
    assignment = {"id": 0, "task": task, "pack": pack, "level": 0, "flags": "{}"}
    await proved.write(lambda tx: picturing.uploaded(tx, 7000, SMALL, "file", 4_000))
    await proved.write(raising.raised, assignment, "illegal")
    await rounds(proved)
    for one in (SOURCE, SMALL):
        with pytest.raises(MissingMedia):
            await proved.read(locking.refuse_sealed, [one])
    assert await proved.read(locking.sealed) == {SOURCE, SMALL}
    assert await proved.read(showing.shown_picture, SOURCE, 15_000) is None
    with pytest.raises(MissingMedia):
        await proved.read(picturing.upload, 7000, SMALL)
    assert rows(database_url, "SELECT count(*) FROM uploads") == [(0,)]
    assert {SOURCE, SMALL} <= await proved.read(picturing.kept)
    stopped = rows(database_url, "SELECT pack FROM tasks WHERE stopped_why = 'illegal' ORDER BY pack")
    assert stopped == sorted((one,) for one in rows_of.values())


async def test_one_named_person_is_told_where_it_lies(
    meet: Meet, proved: Database, database_url: str
) -> None:
    """To anybody else it is refused; a look is journaled; without a name set nobody looks."""
    await reported(await meet(), await make_pack(proved, tasks=1))
    code = await code_of(proved)
    with pytest.raises(NoIllegalContact):
        await proved.write(locking.told_of, code, CONTACT, "")
    with pytest.raises(NotTheContact):
        await proved.write(locking.told_of, code, "Otieno", CONTACT)
    row, hashes, people = await proved.write(locking.told_of, code.lower(), CONTACT.upper(), CONTACT)
    assert (row["key"], hashes, people) == ("task-1", [], 1)
    assert rows(database_url, "SELECT count(*) FROM journal WHERE verb = 'illegal_show'") == [(1,)]
    with pytest.raises(NoSuchAlarm):
        await proved.write(locking.told_of, "ZZZZ", CONTACT, CONTACT)


async def test_kept_it_stays_sealed_and_is_paid_for(meet: Meet, proved: Database, clock: Clock) -> None:
    """Who was shown it has a pause beside the price, from whoever brought it."""
    pack = await make_pack(proved, tasks=1)
    amina = await meet()
    await reported(amina, pack)
    code = await code_of(proved)
    await proved.write(locking.keep, code, CONTACT, CONTACT)
    await rounds(proved)
    assert await amina.balance() == PRICE + (await pack_row(proved, pack))["care_pay"]
    for again in (locking.keep, locking.lift):
        with pytest.raises(AlarmDecided):
            await proved.write(again, code, CONTACT, CONTACT)


async def test_two_people_lift_it(meet: Meet, proved: Database, database_url: str) -> None:
    """The one who is named says so first; the second one is somebody else; then the task can be released."""
    pack = await pictured(proved)
    [(task,)] = rows(database_url, f"SELECT id FROM tasks WHERE pack = {pack} AND key = 'p2'")
    assignment = {"id": 0, "task": task, "pack": pack, "level": 0, "flags": "{}"}
    await proved.write(raising.raised, assignment, "illegal")
    await rounds(proved)
    code = await code_of(proved)
    with pytest.raises(NotTheContact):
        await proved.write(locking.lift, code, "Otieno", CONTACT)
    assert (await proved.write(locking.lift, code, CONTACT, CONTACT))[1] is False
    with pytest.raises(SecondPerson):
        await proved.write(locking.lift, code, CONTACT, CONTACT)
    assert (await proved.write(locking.lift, code, "Otieno", CONTACT))[1] is True
    await proved.read(locking.refuse_sealed, [SOURCE, SMALL])
    assert rows(database_url, "SELECT state, decided_by FROM alarms") == [("lifted", f"{CONTACT}\nOtieno")]


async def test_what_was_reported_as_violent_may_still_be_reported_as_unlawful(
    meet: Meet, proved: Database, database_url: str
) -> None:
    """The worse word holds: its requester's look is over."""
    pack = await make_pack(proved, tasks=1, overlap=2)
    amina, baraka = await meet(), await meet()
    mine, theirs = await amina.begins(pack), await baraka.begins(pack)
    await amina.act(reporting.report, mark=mine.mark, ground="violent")

    def worse(tx: Tx) -> None:
        row = tx.one("work.assignment", assignment=theirs.assignment)
        assert row is not None
        raising.raised(tx, row, "illegal")

    await proved.write(worse)
    await rounds(proved)
    assert rows(database_url, "SELECT ground, state, level_was FROM alarms") == [("illegal", "sealed", 0)]
    assert rows(database_url, "SELECT stopped_why FROM tasks") == [("illegal",)]
    assert rows(database_url, "SELECT count(*) FROM deadlines WHERE kind = 'alarm silence'") == [(0,)]


async def test_a_bundle_is_kept_without_it(meet: Meet, proved: Database, database_url: str) -> None:
    """What is kept of a bundle's question has nothing of it, so nothing leaves with its person's data."""
    pack = await make_pack(proved, tasks=3, overlap=2)
    amina, baraka = await meet(), await meet()
    await amina.begins(pack)
    await amina.act(bundling.pocket)
    task = await baraka.begins(pack)
    assert "Item 1" in await proved.read(accounting.content_of_my_data, amina.who.account)
    await baraka.act(reporting.report, mark=task.mark, ground="illegal")
    await rounds(proved)
    assert task.text == {"en": "Item 1"}
    for one in (amina, baraka):
        assert "Item 1" not in await proved.read(accounting.content_of_my_data, one.who.account)


async def test_the_second_person_is_another_however_the_name_is_written(
    proved: Database, meet: Meet, database_url: str
) -> None:
    """Two spaces between two names make nobody else."""
    pack = await pictured(proved)
    [(task,)] = rows(database_url, f"SELECT id FROM tasks WHERE pack = {pack} AND key = 'p2'")
    assignment = {"id": 0, "task": task, "pack": pack, "level": 0, "flags": "{}"}
    await proved.write(raising.raised, assignment, "illegal")
    code = await code_of(proved)
    await proved.write(locking.lift, code, CONTACT, CONTACT)
    with pytest.raises(SecondPerson):
        await proved.write(locking.lift, code, CONTACT.replace(" ", "  "), CONTACT)


async def test_what_is_lifted_and_was_called_violent_is_not_served_as_it_was(
    proved: Database, meet: Meet, database_url: str, clock: Clock
) -> None:
    """Nobody has described it, and no money for pauses is there: somebody neutral decides that first."""
    pack = await make_pack(proved, tasks=1, overlap=2)
    amina = await meet()
    await amina.act(reporting.report, mark=(await amina.begins(pack)).mark, ground="violent")
    await rounds(proved)
    [(task, key)] = rows(database_url, "SELECT id, key FROM tasks")
    assignment = {"id": 0, "task": task, "pack": pack, "level": 2, "flags": '{"violence": 2}'}
    await proved.write(raising.raised, assignment, "illegal")
    code = await code_of(proved)
    for name in (CONTACT, "Otieno"):
        await proved.write(locking.lift, code, name, CONTACT)
    row = await pack_row(proved, pack)
    with pytest.raises(StillAlarmed):
        await proved.write(publishing.release, row["name"], key)
    assert rows(database_url, "SELECT ground, state, level_was FROM alarms") == [("violent", "disputed", 0)]
    assert rows(database_url, "SELECT stopped_why FROM tasks") == [("violent",)]
    assert rows(database_url, "SELECT level, unwarned FROM exposures") == [(2, 1)]
    assert rows(database_url, "SELECT state FROM cases") == [("open",)]


async def test_results_of_what_is_lifted_leave_at_once(
    proved: Database, meet: Meet, database_url: str
) -> None:
    """Also of a pack that is closed, whose tasks nobody releases any more."""
    pack = await pictured(proved)
    [(task,)] = rows(database_url, f"SELECT id FROM tasks WHERE pack = {pack} AND key = 'p2'")
    assignment = {"id": 0, "task": task, "pack": pack, "level": 0, "flags": "{}"}
    await proved.write(raising.raised, assignment, "illegal")
    code = await code_of(proved)
    for name in (CONTACT, "Otieno"):
        await proved.write(locking.lift, code, name, CONTACT)
    found = await proved.read(lambda tx: tx.all("results.tasks", pack=pack, after="", most=10))
    assert "p2" in {row["key"] for row in found}


async def test_a_pack_that_repeats_it_pauses_and_its_requester_hears_nothing(
    proved: Database, meet: Meet, database_url: str
) -> None:
    """Nobody is shown the rest of such a pack one by one until each was reported."""
    pack = await make_pack(proved, tasks=5, overlap=1, goodwill=1_000_000)
    owner, amina, baraka = await make_requester(proved, await meet()), await meet(), await meet()
    task = await amina.begins(pack)
    for _ in range(2):
        await amina.act(reporting.report, mark=task.mark, ground="illegal")
        task = is_task(await amina.act(serving.work))
    assert (await pack_row(proved, pack))["state"] == "running"
    await reported(baraka, pack)
    row = await pack_row(proved, pack)
    assert (row["state"], row["waits"]) == ("paused", alarms.reason_repeated)
    assert await notices(proved, owner) == []


async def test_what_one_person_calls_illegal_beyond_five_waits_for_the_decision(
    proved: Database, meet: Meet, database_url: str, clock: Clock
) -> None:
    """It stops, is sealed and is helped with at once; a case opens; decided either way it is paid, and it is said so plainly."""
    pack = await make_pack(proved, tasks=9, overlap=1, goodwill=1_000_000)
    amina = await meet()
    task = await amina.begins(pack)
    for number in range(alarms.illegal_paid_at_once_max + 2):
        told = await amina.act(reporting.report, mark=task.mark, ground="illegal")
        assert isinstance(told, Between) and told.after.help and told.saved is not None
        waits = number >= alarms.illegal_paid_at_once_max
        assert (told.saved.amount == 0, told.saved.looked_at) == (waits, waits)
        task = is_task(await amina.act(serving.work))
    paid = alarms.illegal_paid_at_once_max * PRICE
    assert await amina.balance() == paid
    stopped = rows(database_url, "SELECT count(*) FROM tasks WHERE stopped_why = 'illegal'")
    assert stopped == [(alarms.illegal_paid_at_once_max + 2,)]
    case = rows(database_url, "SELECT kind, ground, person, state FROM cases")
    assert case == [("fraud", alarms.case_ground, amina.who.person, "open")]
    clock.now_ms += limits.side_silence_ms + 2 * limits.hour
    await rounds(proved)
    assert await amina.balance() == paid
    assert await proved.read(overseeing.check_book) == []
    newest = rows(database_url, "SELECT code FROM alarms ORDER BY id DESC")
    await proved.write(locking.lift, newest[0][0], CONTACT, CONTACT)
    await proved.write(locking.lift, newest[0][0], "Otieno", CONTACT)
    await rounds(proved)
    assert await amina.balance() == paid + PRICE
    clock.now_ms += claims.ruling_ms
    await rounds(proved)
    assert await amina.balance() == paid + 2 * PRICE


async def test_a_day_later_what_they_call_illegal_is_paid_at_once_again(
    proved: Database, meet: Meet, clock: Clock
) -> None:
    """Only what came within a day counts, and only what nobody has decided about."""
    pack = await make_pack(proved, tasks=9, overlap=1, goodwill=1_000_000)
    amina = await meet()
    task = await amina.begins(pack)
    for _ in range(alarms.illegal_paid_at_once_max):
        await amina.act(reporting.report, mark=task.mark, ground="illegal")
        task = is_task(await amina.act(serving.work))
    clock.now_ms += limits.day + 1
    told = await amina.act(reporting.report, mark=task.mark, ground="illegal")
    assert isinstance(told, Between) and told.saved is not None and told.saved.amount == PRICE
