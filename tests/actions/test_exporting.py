"""Exporting: only final answers leave, under names of the pack's own, and what left is accepted."""

import json

import pytest

from bot.actions import exporting, reporting, undoing, working
from bot.domain import limits
from bot.domain.refusals.packs import NoSuchPack
from bot.domain.refusals.results import NoSuchWorker
from bot.domain.results import Results
from bot.storage import Database
from tests.actions.conftest import Meet, rows
from tests.conftest import Clock
from tests.makers import PRICE, is_task, make_pack

pytestmark = pytest.mark.anyio

SECRET = "0" * 32


async def read_out(database: Database, name: str = "streets", secret: str = SECRET) -> Results:
    """A pack's results."""
    return await database.write(exporting.results, name, secret)


async def test_an_answer_leaves_when_another_came_after_it_or_ten_minutes_are_over(
    meet: Meet, proved: Database, clock: Clock
) -> None:
    """The last answer can still be undone, so it waits; the one before it can't, so it leaves."""
    amina = await meet()
    first = await amina.begins(await make_pack(proved))
    second = is_task(await amina.answer(first.mark))
    assert (await read_out(proved)).answers == ()
    await amina.answer(second.mark, "building")
    (only,) = (await read_out(proved)).answers
    assert (only.status, only.answer, only.columns, only.paid) == (
        "accepted",
        "road",
        {"answer": "road"},
        PRICE,
    )
    clock.now_ms += limits.undo_ms
    assert len((await read_out(proved)).answers) == 1
    clock.now_ms += 1
    assert [one.answer for one in (await read_out(proved)).answers] == ["road", "building"]


async def test_what_was_undone_does_not_leave_and_what_left_cannot_be_undone(
    meet: Meet, proved: Database, clock: Clock
) -> None:
    """An undone answer is none; the answer given instead leaves in its time."""
    amina = await meet()
    first = await amina.begins(await make_pack(proved))
    second = is_task(await amina.answer(first.mark))
    again = is_task(await amina.act(undoing.undo, mark=second.mark))
    clock.now_ms += limits.undo_ms + 1
    assert (await read_out(proved)).answers == ()
    await amina.answer(again.mark, "building")
    assert (await read_out(proved)).answers == ()
    clock.now_ms += limits.undo_ms + 1
    assert [one.answer for one in (await read_out(proved)).answers] == ["building"]


async def test_leaving_is_written_down_with_the_first_time(
    meet: Meet, proved: Database, database_url: str, clock: Clock
) -> None:
    """The answer keeps when it first left, the pack when its results were last read, the journal each reading."""
    amina = await meet()
    first = await amina.begins(await make_pack(proved))
    await amina.answer(first.mark)
    clock.now_ms += limits.undo_ms + 1
    left = clock.now_ms
    await read_out(proved)
    clock.now_ms += limits.hour
    await read_out(proved)
    assert rows(database_url, "SELECT delivered_at FROM answers") == [(left,)]
    assert rows(database_url, "SELECT delivered_at FROM packs") == [(clock.now_ms,)]
    assert rows(database_url, "SELECT count(*) FROM journal WHERE verb = 'results'") == [(2,)]


async def test_a_person_has_one_name_in_a_pack_and_another_in_the_next(
    meet: Meet, proved: Database, database_url: str, clock: Clock
) -> None:
    """The secret that a pack got first stays; two packs' names have nothing in common."""
    amina, babak = await meet(), await meet()
    for worker in (amina, babak):
        for name in ("streets", "rivers"):
            known = rows(database_url, f"SELECT id FROM packs WHERE name = '{name}'")
            pack = known[0][0] if known else await make_pack(proved, name, overlap=5)
            task = await worker.begins(pack)
            for _ in range(2):
                task = is_task(await worker.answer(task.mark))
    clock.now_ms += limits.undo_ms + 1
    streets = await read_out(proved, "streets", "first")
    again = await read_out(proved, "streets", "second")
    rivers = await read_out(proved, "rivers", "third")
    names = [{one.worker for one in pack.answers} for pack in (streets, again, rivers)]
    assert [len(own) for own in names] == [2, 2, 2]
    assert names[0] == names[1] and not names[0] & names[2]
    said = json.dumps([str(one) for one in (*streets.answers, *streets.tasks)])
    assert str(amina.who.telegram) not in said and str(amina.who.book) not in said
    assert str(amina.who.person) not in said


async def test_skips_carry_nobodys_name_and_reports_their_ground(
    meet: Meet, proved: Database, clock: Clock
) -> None:
    """A skip is a status without a person; a paid report says what was wrong."""
    amina = await meet()
    first = await amina.begins(await make_pack(proved))
    second = is_task(await amina.act(working.skip, mark=first.mark))
    await amina.act(reporting.report, mark=second.mark, ground="unclear")
    found = {one.status: one for one in (await read_out(proved)).answers}
    assert set(found) == {"skipped", "reported"}
    skipped, reported = found["skipped"], found["reported"]
    assert (skipped.worker, skipped.answer, skipped.columns, skipped.paid) == ("", None, {}, 0)
    assert (reported.ground, reported.paid, reported.worker != "") == ("unclear", PRICE, True)


async def test_results_say_whose_the_pack_is_and_keep_the_requesters_order(
    meet: Meet, proved: Database, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tasks come as they stood in the file, over several pages, with their known answers; the card says who and why."""
    monkeypatch.setattr(exporting, "page_rows", 3)
    amina = await meet()
    task = await amina.begins(await make_pack(proved, tasks=10, gold=2, practice=1, gold_share=0.05))
    for _ in range(7):
        task = is_task(await amina.answer(task.mark))
    clock.now_ms += limits.undo_ms + 1
    found = await read_out(proved)
    roles = [one.role for one in found.tasks]
    assert roles == ["practice"] + ["gold"] * 2 + ["task"] * 10
    assert found.tasks[0].gold == "road" and found.tasks[-1].gold is None
    assert found.tasks[-1].texts == {"en": "Item 13"}
    assert len(found.answers) == 7 and len({one.id for one in found.answers}) == 7
    assert found.card.licence == "CC-BY-4.0" and [one.number for one in found.card.versions] == [1]
    assert {one.version for one in found.answers} == {found.card.versions[0].hash}
    assert found.card.people == {"en": 1}
    assert found.answers[0].seconds is not None


async def test_setting_answers_aside_touches_no_pay_and_can_be_taken_back(
    meet: Meet, proved: Database, database_url: str, clock: Clock
) -> None:
    """Their answers are marked, the balance stays; the same again is nothing new; taking it back is journaled too."""
    amina = await meet()
    task = await amina.begins(await make_pack(proved))
    await amina.answer(task.mark)
    clock.now_ms += limits.undo_ms + 1
    (one,) = (await read_out(proved)).answers
    before = await amina.balance()
    assert await proved.write(exporting.set_aside, "streets", one.worker, True)
    assert not await proved.write(exporting.set_aside, "streets", one.worker, True)
    (aside,) = (await read_out(proved)).answers
    assert aside.aside and await amina.balance() == before
    assert await proved.write(exporting.set_aside, "streets", one.worker, False)
    (back,) = (await read_out(proved)).answers
    assert back == one
    verbs = rows(database_url, "SELECT verb FROM journal WHERE verb LIKE 'answers_%' ORDER BY id")
    assert verbs == [("answers_aside",), ("answers_back",)]


async def test_names_that_nobody_has_are_refused(proved: Database) -> None:
    """A pack that is not there, and a name nobody has in it, also before any results were read."""
    with pytest.raises(NoSuchPack):
        await read_out(proved, "nowhere")
    await make_pack(proved)
    with pytest.raises(NoSuchWorker):
        await proved.write(exporting.set_aside, "streets", "wabc", True)
