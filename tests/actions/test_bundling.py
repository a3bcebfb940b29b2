"""Bundling: each of ten is answered, paid and undone by itself, whatever way the messages come."""

import json
import sqlite3
from contextlib import closing

import pytest

from bot.actions import (
    bundling,
    claiming,
    exporting,
    overseeing,
    publishing,
    resting,
    serving,
    showing,
    taking,
    working,
)
from bot.config import carried
from bot.domain import limits, wire
from bot.domain.events import Wrote
from bot.domain.outcomes import Outcome
from bot.domain.outcomes.bundles import Bundle, BundleSaved, EditedLate
from bot.domain.outcomes.worker import AlreadySaved, IsThis, More, Task
from bot.domain.refusals.claims import NoSuchAnswer
from bot.domain.refusals.working import NothingToPocket, NothingToUndo, UndoTooLate
from bot.screens import show
from bot.screens.samples import sample_house
from bot.storage import Database, Queries, Row, Tx, Value
from bot.texts import Texts
from tests.actions.conftest import Meet, rows
from tests.conftest import Clock
from tests.makers import PRICE, READING_PAY, Worker, choose, is_task, make_hard, make_pack, meet_deadlines

pytestmark = pytest.mark.anyio

ENGLISH = Texts(carried("locales"), "USD").speak("en")


def is_bundle(outcome: Outcome | None) -> Bundle:
    """The outcome, which must be a bundle."""
    assert isinstance(outcome, Bundle), outcome
    return outcome


STANDING = "SELECT assignment, value FROM answers WHERE undone_at IS NULL ORDER BY assignment"


def is_saved(outcome: Outcome | None) -> BundleSaved:
    """The outcome, which must say what a message to a bundle brought."""
    assert isinstance(outcome, BundleSaved), outcome
    return outcome


async def pocketed(worker: Worker, pack: int) -> Bundle:
    """Takes a pack up, answers its first question singly, and asks for a bundle."""
    first = await worker.begins(pack)
    await worker.answer(first.mark)
    return is_bundle(await worker.act(bundling.pocket))


def numbers(bundle: Bundle) -> list[int]:
    """The numbers of what a bundle asks."""
    return [one.number for one in bundle.items]


# ---- answered and paid ----


async def test_ten_questions_are_answered_in_one_message_and_each_is_paid(
    meet: Meet, proved: Database, database_url: str
) -> None:
    """Ten assignments, ten answers, ten payments, one acknowledgment."""
    amina = await meet()
    bundle = await pocketed(amina, await make_pack(proved, tasks=12))
    assert numbers(bundle) == list(range(1, 11))
    said = "1a 2b 3a 4b 5a 6b 7a 8b 9a 10b"
    saved = is_saved(await amina.writes(bundle.mark, said))
    assert (saved.saved, saved.amount, saved.left) == (10, 10 * PRICE, ())
    assert saved.balance == await amina.balance() == 11 * PRICE + READING_PAY
    values = rows(database_url, "SELECT value FROM answers ORDER BY id")
    assert [value for (value,) in values][1:] == ['"road"', '"building"'] * 5
    assert rows(database_url, "SELECT count(*) FROM answers WHERE shown_at IS NOT NULL") == [(1,)]
    assert await amina.mark() == ""


async def test_hard_content_is_in_no_bundle(meet: Meet, proved: Database) -> None:
    """Neither one that they hold, nor one they might get, nor one that turns out to be hard while it is in a bundle."""
    amina = await meet()
    await choose(proved, amina.who, "gore", offset=12 * 60)
    pack = await make_pack(proved, tasks=14)
    bundle = await pocketed(amina, pack)
    assert numbers(bundle) == list(range(1, 11))
    await make_hard(proved, pack, but=8)  # what was answered, and the first five of the bundle
    again = is_bundle(await amina.act(bundling.pocket))
    assert [one.text["en"] for one in again.items] == [one.text["en"] for one in bundle.items[5:]]
    saved = is_saved(await amina.writes(bundle.mark, "1a 6a"))  # what they saw then is taken and paid
    assert (saved.saved, saved.left) == (2, (7, 8, 9, 10))


async def test_who_holds_hard_content_gets_its_description_first(meet: Meet, proved: Database) -> None:
    """And no bundle of the same pack beside it."""
    amina = await meet()
    await choose(proved, amina.who, "gore", offset=12 * 60)
    pack = await make_pack(proved, tasks=14)
    await make_hard(proved, pack, but=8)
    held = await amina.begins(pack)
    assert held.hard is not None
    again = is_task(await amina.act(bundling.pocket))
    assert again.assignment == held.assignment and again.hard is not None and again.hard.look is None


async def test_the_question_that_was_open_is_the_bundle_s_first(meet: Meet, proved: Database) -> None:
    """Nobody holds more of a pack than ten; its own key then says that it is saved."""
    amina = await meet()
    first = await amina.begins(await make_pack(proved, tasks=12))
    bundle = is_bundle(await amina.act(bundling.pocket))
    assert len(bundle.items) == 10 and bundle.items[0].text == first.text
    await amina.writes(bundle.mark, "1b")
    assert isinstance(await amina.answer(first.mark, "road"), AlreadySaved)
    assert await amina.balance() == PRICE + READING_PAY


async def test_what_can_not_be_read_is_told_by_number_and_nothing_else_is_lost(
    meet: Meet, proved: Database
) -> None:
    """Some numbers are read, some are not, some are not there; words of an answer count as its letter."""
    amina = await meet()
    bundle = await pocketed(amina, await make_pack(proved, tasks=12))
    saved = is_saved(await amina.writes(bundle.mark, "sawa 1b 2 Barabara, 3z 4 5:A ٦ b 12a"))
    assert (saved.saved, saved.unread, saved.absent, saved.last, saved.stray) == (
        4,
        ("3", "4"),
        ("12",),
        10,
        "sawa",
    )
    assert saved.left == (3, 4, 7, 8, 9, 10)


async def test_several_messages_answer_one_bundle(meet: Meet, proved: Database) -> None:
    """What the first left out the second brings."""
    amina = await meet()
    bundle = await pocketed(amina, await make_pack(proved, tasks=12))
    assert is_saved(await amina.writes(bundle.mark, "1a 2a")).saved == 2
    assert is_saved(await amina.types("3a\n4a\n5a 6a 7a 8a 9a 10a")).left == ()


async def test_one_that_is_left_out_goes_to_others_and_counts_nowhere(
    meet: Meet, proved: Database, database_url: str
) -> None:
    """A dash behind a number is a skip: free, and the place opens again."""
    amina = await meet()
    bundle = await pocketed(amina, await make_pack(proved, tasks=12))
    saved = is_saved(await amina.writes(bundle.mark, "1a 2- 3b"))
    assert (saved.saved, saved.skipped) == (2, 1) and 2 not in saved.left
    assert rows(database_url, "SELECT count(*) FROM assignments WHERE state = 'skipped'") == [(1,)]
    assert is_saved(await amina.writes(bundle.mark, "2a 4a")).kept == (2,)
    assert is_saved(await amina.writes(bundle.mark, "2- 5a")).kept == ()


# ---- repeats, corrections, order ----


async def test_a_repeat_is_silent_within_a_minute_and_told_later(
    meet: Meet, proved: Database, clock: Clock
) -> None:
    """The same message once more brings nothing and loses nothing."""
    amina = await meet()
    bundle = await pocketed(amina, await make_pack(proved, tasks=12))
    await amina.writes(bundle.mark, "1a 2b")
    assert await amina.writes(bundle.mark, "1a 2b") is None
    clock.now_ms += limits.repeat_silent_ms
    assert isinstance(await amina.writes(bundle.mark, "1a"), AlreadySaved)
    assert await amina.balance() == 3 * PRICE + READING_PAY


async def test_a_correction_wins_until_ten_minutes_are_over(
    meet: Meet, proved: Database, clock: Clock, database_url: str
) -> None:
    """The later answer stands and is paid once; after ten minutes what stands stays."""
    amina = await meet()
    bundle = await pocketed(amina, await make_pack(proved, tasks=12))
    await amina.writes(bundle.mark, "1a 2a")
    changed = is_saved(await amina.writes(bundle.mark, "1b"))
    assert (changed.saved, changed.changed, changed.amount) == (0, (1,), 0)
    clock.now_ms += limits.undo_ms + 1
    assert is_saved(await amina.writes(bundle.mark, "2b 3a")).kept == (2,)
    standing = "SELECT value FROM answers WHERE undone_at IS NULL ORDER BY assignment"
    assert [value for (value,) in rows(database_url, standing)][1:] == ['"building"', '"road"', '"road"']
    assert await amina.balance() == 4 * PRICE + READING_PAY


async def test_the_ten_minutes_are_counted_from_the_first_answer(
    meet: Meet, proved: Database, clock: Clock
) -> None:
    """A correction does not begin them anew, or they never ended."""
    amina = await meet()
    bundle = await pocketed(amina, await make_pack(proved, tasks=12))
    await amina.writes(bundle.mark, "1a")
    clock.now_ms += limits.undo_ms - limits.minute
    assert is_saved(await amina.writes(bundle.mark, "1b")).changed == (1,)
    clock.now_ms += 2 * limits.minute
    assert is_saved(await amina.writes(bundle.mark, "1a")).kept == (1,)


@pytest.mark.parametrize(
    "name",
    ["bundles.replied", "bundles.spoken_to", "bundles.held", "bundles.practises", "work.first_undone"],
)
def test_what_each_message_asks_reads_no_whole_table(name: str, head_sqlite: str) -> None:
    """However many bundles there ever were."""
    asked = Queries.load().sqlite[name]
    with closing(sqlite3.connect(head_sqlite.removeprefix("sqlite://"))) as file:
        plan = file.execute(f"EXPLAIN QUERY PLAN {asked.sql}", dict.fromkeys(asked.names, 1)).fetchall()
    steps = [step[3] for step in plan if step[3].startswith(("SCAN", "SEARCH"))]
    assert steps and not [step for step in steps if step.startswith("SCAN")], steps
    by = {
        "work.first_undone": "answers_undone",
        "bundles.held": "assignments_open",
        "bundles.practises": "assignments_open",
    }
    assert by.get(name, "") in steps[0]


async def test_of_two_messages_the_later_by_telegram_s_count_wins_whichever_comes_first(
    meet: Meet, proved: Database, database_url: str
) -> None:
    """An older message that comes after a newer one changes nothing it spoke of, and answers the rest."""
    amina = await meet()
    bundle = await pocketed(amina, await make_pack(proved, tasks=12))
    await amina.writes(bundle.mark, "1b", message=5_002)
    late = is_saved(await amina.writes(bundle.mark, "1a 2a", message=5_001))
    assert (late.saved, late.changed) == (1, ())
    values = rows(database_url, "SELECT value FROM answers WHERE undone_at IS NULL ORDER BY assignment")
    assert [value for (value,) in values][1:] == ['"building"', '"road"']


async def test_a_correction_does_not_come_after_the_next_bundle(meet: Meet, proved: Database) -> None:
    """With the next bundle the answers of the one before are settled."""
    amina = await meet()
    bundle = await pocketed(amina, await make_pack(proved, tasks=30))
    await amina.writes(bundle.mark, "1a 2a 3a 4a 5a 6a 7a 8a")
    following = is_bundle(await amina.act(bundling.pocket))
    assert len(following.items) == 10 and following.mark != bundle.mark
    kept = is_saved(await amina.writes(bundle.mark, "1b 9a"))
    assert (kept.kept, kept.saved) == ((1,), 1)
    assert is_saved(await amina.writes(following.mark, "3a")).left == (2, 4, 5, 6, 7, 8, 9, 10)


async def test_an_edited_message_is_a_correction_of_what_it_answered(meet: Meet, proved: Database) -> None:
    """Written over after it was sent: the bundle's answers follow; of anything else they hear that it stays."""
    amina = await meet()
    bundle = await pocketed(amina, await make_pack(proved, tasks=12))
    await amina.writes(bundle.mark, "1a 2a", message=5_001)
    over = {"event": Wrote(f"{bundle.mark} 1b 2a 3a", 5_001), "sent_at": amina.clock.now_ms}
    changed = is_saved(await amina.act(bundling.edited, **over))
    assert (len(changed.changed), changed.saved) == (1, 1)
    await amina.writes(bundle.mark, "1a", message=5_002)
    older = is_saved(await amina.act(bundling.edited, **over | {"event": Wrote("1b 4a", 5_001)}))
    assert (older.changed, older.kept, older.saved) == ((), (1,), 1), (
        "a newer message spoke of 1, and they are told"
    )
    told = await amina.act(bundling.edited, event=Wrote("road", 4_000), sent_at=0)
    assert told == EditedLate(bundle.mark)


async def test_an_edit_is_of_the_bundle_that_its_message_spoke_to(
    meet: Meet, proved: Database, database_url: str
) -> None:
    """Also where the same question is in a later bundle under another number; and where nothing could be read at first."""
    amina = await meet()
    first = await pocketed(amina, await make_pack(proved, tasks=40))
    await amina.writes(first.mark, "1a 2a 3a 4a 5a 6a", message=5_001)
    second = is_bundle(await amina.act(bundling.pocket))
    assert second.mark != first.mark and second.items[2].text == first.items[8].text
    await amina.writes(first.mark, "9a", message=5_002)
    had, paid = rows(database_url, STANDING), await amina.balance()
    event = Wrote(f"{first.mark} 9b", 5_002)
    said = await amina.act(bundling.edited, event=event, sent_at=amina.clock.now_ms)
    assert is_saved(said).kept == (9,), "as any later message to a bundle that is not the newest"
    assert rows(database_url, STANDING) == had and await amina.balance() == paid
    await amina.writes(second.mark, "1z 2y", message=5_003)
    said = await amina.act(bundling.edited, event=Wrote("1a 2b", 5_003), sent_at=amina.clock.now_ms)
    assert is_saved(said).saved == 2


async def test_an_edit_of_what_waits_for_yes_is_asked_about(
    meet: Meet, proved: Database, database_url: str
) -> None:
    """Nothing was counted yet: the new words are."""
    amina = await meet()
    bundle = await pocketed(amina, await make_pack(proved, tasks=40))
    early = {"message": 5_001, "sent_at": amina.clock.now_ms}
    assert await amina.act(taking.unmarked, event=Wrote("1a 2b", 5_001), **early) == IsThis(
        "1a 2b", bundle.mark
    )
    event = Wrote("1b 2b", 5_001)
    said = await amina.act(taking.edited, event=event, sent_at=amina.clock.now_ms)
    assert said == IsThis("1b 2b", bundle.mark)
    yes = {"mark": bundle.mark, "yes": True, "sent_at": amina.clock.now_ms}
    assert is_saved(await amina.act(taking.is_this, **yes)).saved == 2
    assert [value for _, value in rows(database_url, STANDING)][-2:] == 2 * ['"building"']


async def test_what_a_message_touches_is_held_in_one_order(
    meet: Meet, proved: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Or two who type the same numbers in opposite orders wait for each other; before anything is stored."""
    amina = await meet()
    bundle = await pocketed(amina, await make_pack(proved, tasks=12))
    asked, ids, ask, run = [], [], Tx.all, Tx.run

    def noted(tx: Tx, name: str, /, **values: Value) -> list[Row]:
        found = ask(tx, name, **values)
        asked.append(name)
        if name.startswith("bundles.lock_"):
            ids.append([row["id"] for row in found])
        return found

    def ran(tx: Tx, name: str, /, **values: Value) -> int:
        asked.append(name)
        return run(tx, name, **values)

    monkeypatch.setattr(Tx, "all", noted)
    monkeypatch.setattr(Tx, "run", ran)
    await amina.writes(bundle.mark, "3a 1a 2a")
    held = [asked.index(name) for name in ("bundles.lock_assignments", "bundles.lock_tasks")]
    assert held[0] < held[1] < asked.index("bundles.heard")
    assert [len(found) for found in ids] == [10, 10] and ids == [sorted(found) for found in ids]


# ---- undone ----


async def test_undo_takes_back_what_the_last_message_answered(meet: Meet, proved: Database) -> None:
    """The last message's answers are asked again; what they paid stays; the one before stands."""
    amina = await meet()
    bundle = await pocketed(amina, await make_pack(proved, tasks=12))
    await amina.writes(bundle.mark, "1a 2a")
    await amina.writes(bundle.mark, "3a 4a 5a")
    again = is_bundle(await amina.act(bundling.undo, mark=""))
    assert (again.note, numbers(again), again.mark) == ("undone", list(range(3, 11)), bundle.mark)
    with pytest.raises(NothingToUndo):
        await amina.act(bundling.undo, mark="")
    changed = is_saved(await amina.writes(bundle.mark, "3b 4a"))
    assert (changed.saved, changed.changed, changed.amount) == (0, (3, 4), 0)
    assert await amina.balance() == 6 * PRICE + READING_PAY


async def test_a_finished_bundle_that_is_undone_is_asked_again(meet: Meet, proved: Database) -> None:
    """Its mark was free already, so it has a new one; both find it."""
    amina = await meet()
    bundle = await pocketed(amina, await make_pack(proved, tasks=4))
    await amina.writes(bundle.mark, "1a 2a 3a")
    again = is_bundle(await amina.act(bundling.undo, mark=""))
    assert again.mark != bundle.mark and numbers(again) == [1, 2, 3]
    assert is_saved(await amina.writes(bundle.mark, "1b")).changed == (1,)
    assert is_saved(await amina.writes(again.mark, "2b 3b")).left == ()


async def test_undo_is_too_late_after_ten_minutes_and_after_the_next_bundle(
    meet: Meet, proved: Database, clock: Clock
) -> None:
    """The same bounds as for a single answer."""
    amina = await meet()
    bundle = await pocketed(amina, await make_pack(proved, tasks=30))
    await amina.writes(bundle.mark, "1a 2a 3a 4a 5a 6a")
    clock.now_ms += limits.undo_ms + 1
    with pytest.raises(UndoTooLate):
        await amina.act(bundling.undo, mark="")
    await amina.act(bundling.pocket)
    with pytest.raises(NothingToUndo):
        await amina.act(bundling.undo, mark="")


async def left(database: Database) -> int:
    """How many answers leave with the results now."""
    return len((await database.write(exporting.results, "streets", "0" * 32)).answers)


async def test_none_of_a_bundle_s_answers_is_final_before_ten_minutes(
    meet: Meet, proved: Database, clock: Clock, database_url: str
) -> None:
    """They are undone and corrected together, so they leave together; none can be claimed before."""
    amina = await meet()
    bundle = await pocketed(amina, pack := await make_pack(proved, tasks=12))
    await amina.writes(bundle.mark, "1a 2a 3a")
    ((requester,),) = rows(database_url, f"SELECT requester FROM packs WHERE id = {pack}")
    assignments = rows(database_url, "SELECT assignment FROM bundled WHERE reply <> 0 ORDER BY number")
    assert await left(proved) == 1 and len(assignments) == 3
    for (assignment,) in assignments:
        with pytest.raises(NoSuchAnswer):
            await proved.read(claiming.claimable, requester, assignment)
    clock.now_ms += limits.undo_ms + 1
    for (assignment,) in assignments:
        await proved.read(claiming.claimable, requester, assignment)
    assert await left(proved) == 4


async def test_undo_passes_over_what_was_delivered(meet: Meet, proved: Database, database_url: str) -> None:
    """Whoever holds an answer has paid for it: it stays, and what no one has is asked again."""
    amina = await meet()
    bundle = await pocketed(amina, await make_pack(proved, tasks=12))
    await amina.writes(bundle.mark, "1a 2a 3a")
    ((answer,),) = rows(
        database_url,
        "SELECT a.id FROM answers a JOIN bundled b ON b.assignment = a.assignment WHERE b.number = 1",
    )
    await proved.write(deliver, answer)
    assert numbers(is_bundle(await amina.act(bundling.undo, mark=""))) == list(range(2, 11))


def deliver(tx: Tx, answer: int) -> None:
    """The requester has it now."""
    tx.run("results.deliver", answer=answer, now=tx.now)


async def test_undone_answers_that_are_not_given_again_stand_as_they_were(
    meet: Meet, proved: Database, clock: Clock, database_url: str
) -> None:
    """A day after an undo the first answers count."""
    amina = await meet()
    bundle = await pocketed(amina, await make_pack(proved, tasks=12))
    await amina.writes(bundle.mark, "1a 2a")
    await amina.act(bundling.undo, mark="")
    clock.now_ms += limits.undone_ms
    await proved.write(meet_deadlines)
    assert rows(database_url, "SELECT count(*) FROM answers WHERE undone_at IS NULL") == [(3,)]
    assert is_saved(await amina.writes(bundle.mark, "1b 3a")).kept == (1,)


# ---- late, closed, in between ----


async def test_answers_days_late_are_paid(meet: Meet, proved: Database, clock: Clock) -> None:
    """A bundle's lease is two days; when it has ended its answers count all the same."""
    amina = await meet()
    bundle = await pocketed(amina, await make_pack(proved, tasks=12, lease_h=1))
    clock.now_ms += limits.bundle_lease_ms - 1
    assert await proved.write(overseeing.lapse) == 0
    clock.now_ms += 2
    assert await proved.write(overseeing.lapse) == 10
    saved = is_saved(await amina.writes(bundle.mark, "1a 2a"))
    assert saved.amount == 2 * PRICE and saved.waited_ms > limits.bundle_lease_ms


@pytest.mark.parametrize("verb", ["pause", "close"])
async def test_answers_after_the_pack_has_ended_are_paid(meet: Meet, proved: Database, verb: str) -> None:
    """A pause or a close of the pack takes nothing from whoever holds a bundle."""
    amina = await meet()
    bundle = await pocketed(amina, await make_pack(proved, tasks=12))
    await proved.write(getattr(publishing, verb), "streets")
    assert is_saved(await amina.writes(bundle.mark, "1a 2a 3a")).amount == 3 * PRICE
    again = await amina.act(bundling.undo, mark="")
    assert len(is_bundle(again).items) == 10


async def test_one_by_one_asks_what_is_left_with_keys(meet: Meet, proved: Database) -> None:
    """/tasks leads through a bundle's questions singly; its numbers still answer the rest."""
    amina = await meet()
    bundle = await pocketed(amina, await make_pack(proved, tasks=12))
    single = is_task(await amina.act(serving.work))
    following = is_task(await amina.answer(single.mark))
    assert following.saved is not None and following.saved.amount == PRICE
    await amina.act(working.skip, mark=following.mark)
    saved = is_saved(await amina.writes(bundle.mark, "1a 2a 10b"))
    assert (saved.saved, saved.kept, saved.left) == (2, (10,), (3, 4, 5, 6, 7, 8))


@pytest.mark.parametrize("kind", ["choice", "text"])
async def test_numbers_with_letters_are_the_bundle_s_though_another_question_is_open(
    meet: Meet, proved: Database, kind: str
) -> None:
    """Where the open question can't take them they are the bundle's; where it can they are asked about."""
    amina = await meet()
    other = await make_pack(proved, "others", kind=kind, price="0.05")
    bundle = await pocketed(amina, await make_pack(proved, tasks=12))
    await amina.writes(bundle.mark, "1a 2a 3a 4a 5a 6a 7a 8a 9a 10a")
    open_now = await amina.begins(other)
    told = await amina.types("1b 2a")
    if kind == "text":
        assert told == IsThis("1b 2a", bundle.mark)
        told = await amina.act(taking.is_this, mark=bundle.mark, yes=True, sent_at=0)
    assert len(is_saved(told).changed) == 1
    assert await amina.current() == open_now


async def test_what_is_typed_before_the_bundle_is_there_is_asked_about(meet: Meet, proved: Database) -> None:
    """A message too soon after the bundle, or older than it, may have been meant for another one."""
    amina = await meet()
    bundle = await pocketed(amina, await make_pack(proved, tasks=12))
    assert await amina.types("1b 2a", after_ms=1_000) == IsThis("1b 2a", bundle.mark)
    assert is_bundle(await amina.act(taking.is_this, mark=bundle.mark, yes=False, sent_at=0)) == bundle
    assert await amina.types("1b 2a", message=1) == IsThis("1b 2a", bundle.mark)
    saved = is_saved(await amina.act(taking.is_this, mark=bundle.mark, yes=True, sent_at=0))
    assert saved.saved == 2


async def test_two_messages_that_are_asked_about_are_joined(meet: Meet, proved: Database) -> None:
    """Neither is lost: of two that speak of one number the later wins; what is too long with the other is to be sent again."""
    amina = await meet()
    bundle = await pocketed(amina, await make_pack(proved, tasks=12))
    assert await amina.types("1a 2b 3a", after_ms=500) == IsThis("1a 2b 3a", bundle.mark)
    assert await amina.types("4a 5b 1b", after_ms=900) == IsThis("1a 2b 3a 4a 5b 1b", bundle.mark)
    long = "6a" + " " * taking.joined_characters_max
    saved = is_saved(await amina.act(taking.is_this, mark=bundle.mark, yes=True, sent_at=0))
    assert (saved.saved, saved.left) == (5, (6, 7, 8, 9, 10))
    assert await amina.types(long, message=1) == IsThis(long, bundle.mark)
    assert await amina.types("7a", message=2) == IsThis(long, bundle.mark, too_long=True)
    saved = is_saved(await amina.act(taking.is_this, mark=bundle.mark, yes=True, sent_at=0))
    assert (saved.saved, saved.left) == (1, (7, 8, 9, 10))
    assert await amina.types("7a", message=2) == IsThis("7a", bundle.mark)


# ---- what is handed out ----


async def test_the_bundle_is_shown_again_while_most_of_it_is_open(
    meet: Meet, proved: Database, clock: Clock
) -> None:
    """Asked for twice within a minute it is silent, later the same bundle comes with what is left."""
    amina = await meet()
    bundle = await pocketed(amina, await make_pack(proved, tasks=30))
    assert await amina.act(bundling.pocket) is None
    await amina.writes(bundle.mark, "1a 2b")
    clock.now_ms += limits.repeat_silent_ms
    again = is_bundle(await amina.act(bundling.pocket))
    assert (again.mark, numbers(again)) == (bundle.mark, list(range(3, 11)))


async def test_a_bundle_goes_around_no_daily_share(meet: Meet, proved: Database, clock: Clock) -> None:
    """A newcomer's fifteen a day hold: the second bundle is cut to what is left, a third is none until tomorrow."""
    amina = await meet()
    pack = await make_pack(proved, tasks=60, gold=6, gold_share=0.05)
    await amina.begins(pack)
    first = is_bundle(await amina.act(bundling.pocket))
    await amina.writes(first.mark, " ".join(f"{number}a" for number in range(1, 11)))
    second = is_bundle(await amina.act(bundling.pocket))
    assert len(second.items) == limits.newcomer_daily - 10
    await amina.writes(second.mark, "1a 2a 3a 4a 5a")
    with pytest.raises(NothingToPocket):
        await amina.act(bundling.pocket)
    clock.now_ms += limits.day
    assert len(is_bundle(await amina.act(bundling.pocket)).items) == 10


async def test_nobody_is_handed_more_than_there_is_for_each(meet: Meet, proved: Database) -> None:
    """With few places and several people at work a bundle is small."""
    pack = await make_pack(proved, tasks=6, overlap=2)
    people = [await meet() for _ in range(3)]
    for one in people:
        await one.begins(pack)
    await proved.write(lambda tx: overseeing.note_counts(tx, overseeing.count(tx)))
    assert len(is_bundle(await people[0].act(bundling.pocket)).items) == 3


async def test_gold_may_be_among_the_ten_and_practice_may_not(
    meet: Meet, proved: Database, database_url: str
) -> None:
    """Known answers count as ever; who has practice before them gets no bundle yet."""
    amina = await meet()
    pack = await make_pack(proved, tasks=12, gold=9, gold_share=0.5, practice=1)
    practice = await amina.begins(pack)
    with pytest.raises(NothingToPocket):
        await amina.act(bundling.pocket)
    await amina.answer(practice.mark)
    bundle = is_bundle(await amina.act(bundling.pocket))
    await amina.writes(bundle.mark, " ".join(f"{one.number}b" for one in bundle.items))
    roles = "SELECT count(*) FROM assignments s JOIN tasks t ON t.id = s.task WHERE t.role = "
    gold = rows(database_url, roles + "'gold'")[0][0]
    assert gold > 0 and rows(database_url, roles + "'practice'") == [(1,)]
    assert rows(database_url, "SELECT gold_right, gold_wrong FROM readers") == [(0, gold)]


@pytest.mark.parametrize(
    ("kind", "changed"),
    [
        ("text", {}),
        ("choice", {"review_window_h": 24}),
        ("choice", {"settings": {"options": ["A", "B"]}, "languages": ("en",)}),
    ],
)
async def test_what_can_not_be_answered_by_a_letter_or_is_looked_at_first_is_not_handed_out(
    meet: Meet, proved: Database, kind: str, changed: dict[str, object]
) -> None:
    """Words, answers that wait for a check, options that are letters themselves: these are answered singly."""
    amina = await meet()
    await amina.begins(await make_pack(proved, kind=kind, **changed))
    with pytest.raises(NothingToPocket):
        await amina.act(bundling.pocket)


async def test_long_questions_are_not_among_small_ones(
    meet: Meet, proved: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What would not fit ten times in a message is served singly."""
    monkeypatch.setattr(limits, "bundle_item_utf16_max", len("Item 9"))
    amina = await meet()
    bundle = await pocketed(amina, await make_pack(proved, tasks=12))
    assert [one.text["en"] for one in bundle.items] == [f"Item {number}" for number in range(2, 10)]


async def test_whoever_has_not_begun_a_pack_gets_none_of_it(meet: Meet, proved: Database) -> None:
    """The instruction comes first."""
    amina = await meet()
    await make_pack(proved)
    with pytest.raises(NothingToPocket):
        await amina.act(bundling.pocket)


async def test_a_pause_ends_when_a_bundle_is_asked_for(meet: Meet, proved: Database) -> None:
    """As with /tasks."""
    amina = await meet()
    await amina.begins(await make_pack(proved, tasks=12))
    await amina.act(resting.pause)
    assert len(is_bundle(await amina.act(bundling.pocket)).items) == 10
    assert not amina.who.paused


# ---- pictures ----


async def with_pictures(database: Database, pack: int, edges: tuple[int, ...] = (160, 240, 320)) -> None:
    """Every task of a pack gets a picture of its own and loses its text, as if it had come in so."""

    def change(tx: Tx) -> None:
        words = "UPDATE tasks SET picture = 'source ' || key, item = '{}' WHERE pack = "
        tx._connection.execute(f"{words}{pack}")
        for row in tx.all("packs.page_of_tasks", pack=pack, after="", most=100):
            for edge in edges:
                given = {"variant": "", "form": "picture", "width": edge, "height": edge, "seconds": 0}
                name = f"{row['key']} {edge}"
                tx.run(
                    "packs.add_rendition",
                    source=row["picture"],
                    edge=edge,
                    hash=name,
                    size_bytes=20 * edge,
                    **given,
                )

    await database.write(change)


async def test_pictures_are_handed_out_as_one_sheet(meet: Meet, proved: Database) -> None:
    """Drawn from the largest there is of each; all within the mode's bytes."""
    pack = await make_pack(proved, tasks=12)
    await with_pictures(proved, pack)
    amina = await meet()
    bundle = await pocketed(amina, pack)
    assert {one.edge for one in bundle.items} == {limits.bundle_edge} and len(bundle.items) == 10
    assert [one.picture for one in bundle.items[:2]] == ["task-2 320", "task-3 320"]
    assert wire.word_bytes_about + wire.medium_bytes(bundle.bytes_max) <= 10 * 15_000
    assert is_saved(await amina.writes(bundle.mark, "1a 2b")).saved == 2
    again = is_bundle(await amina.act(bundling.undo, mark=""))
    assert [one.picture for one in again.items] == [one.picture for one in bundle.items]


async def test_pictures_to_take_along_come_by_a_key_that_says_what_they_cost(
    meet: Meet, proved: Database, clock: Clock
) -> None:
    """Neither /pocket nor /undo sends a sheet; its key does, pressed twice only once; large pictures come at once."""
    pack = await make_pack(proved, tasks=30)
    await with_pictures(proved, pack)
    amina = await meet()
    bundle = await pocketed(amina, pack)
    asked = show(bundle, ENGLISH, sample_house)
    assert (
        asked.sheet is None
        and "Open: 1, 2, 3, 4, 5, 6, 7, 8, 9, 10. Press Show picture to see it: " in asked.text
    )
    seen = is_bundle(await amina.act(bundling.pictures, mark=bundle.mark))
    sheet = show(seen, ENGLISH, sample_house).sheet
    assert sheet is not None and seen.mark == bundle.mark and len(sheet.pictures) == 10
    assert await amina.act(bundling.pictures, mark=bundle.mark) is None
    clock.now_ms += limits.repeat_silent_ms
    assert not is_bundle(await amina.act(bundling.pictures, mark=bundle.mark)).held
    await amina.writes(bundle.mark, "1a 2b 3a 4a 5a 6a 7a 8a")
    await amina.writes(bundle.mark, "9a 10a")
    again = is_bundle(await amina.act(bundling.undo, mark=""))
    undone = show(again, ENGLISH, sample_house)
    assert undone.sheet is None and "Open: 9, 10. Press Show picture to see it: " in undone.text
    await amina.writes(again.mark, "9a 10a")
    assert isinstance(await amina.act(bundling.pictures, mark=again.mark), AlreadySaved)
    await proved.write(mode, amina.who.person, "full")
    assert not is_bundle(await amina.act(bundling.pocket)).held


async def test_whoever_takes_words_only_gets_no_pictures_to_take_along(
    meet: Meet, proved: Database, database_url: str
) -> None:
    """Data mode "text": ten pictures are not for them; data mode "full": they are larger."""
    pack = await make_pack(proved, tasks=12)
    await with_pictures(proved, pack)
    amina = await meet()
    await amina.begins(pack)
    await proved.write(mode, amina.who.person, "text")
    with pytest.raises(NothingToPocket):
        await amina.act(bundling.pocket)
    await proved.write(mode, amina.who.person, "full")
    larger = is_bundle(await amina.act(bundling.pocket))
    assert {one.edge for one in larger.items} == {limits.bundle_edge_full}


def mode(tx: Tx, person: int, wanted: str) -> None:
    """How many bytes somebody accepts."""
    tx._connection.execute(f"UPDATE people SET data_mode = '{wanted}' WHERE id = {person}")


async def test_an_offer_says_that_its_questions_can_be_taken_along(meet: Meet, proved: Database) -> None:
    """Where one kind of answer has letters and the first question is small; not where words are to be written."""
    small = await make_pack(proved)
    words = await make_pack(proved, "words", kind="text")
    assert (await proved.read(showing.offer_facts, small)).pocket
    assert not (await proved.read(showing.offer_facts, words)).pocket


async def test_no_tap_waits_for_a_look_at_every_task(
    meet: Meet, proved: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where small questions are rare only so many are looked at; the others are served singly."""
    monkeypatch.setattr(limits, "bundle_looks_max", 3)
    monkeypatch.setattr(limits, "bundle_item_utf16_max", 0)
    amina = await meet()
    first = await amina.begins(await make_pack(proved, tasks=12))
    with pytest.raises(NothingToPocket):
        await amina.act(bundling.pocket)
    assert isinstance(await amina.answer(first.mark), Task)


async def test_asking_for_bundles_again_and_again_keeps_nothing_longer(
    meet: Meet, proved: Database, clock: Clock, database_url: str
) -> None:
    """What is held comes into the next bundle; its two days began when it was offered."""
    amina, pack = await meet(), await make_pack(proved, tasks=14)
    first = await pocketed(amina, pack)
    held = " ".join(f"{one.number}a" for one in first.items[:6])
    assert is_saved(await amina.writes(first.mark, held)).left == (7, 8, 9, 10)
    until = "SELECT max(lease_until) FROM assignments WHERE id = "
    last = rows(database_url, "SELECT assignment FROM bundled ORDER BY number DESC LIMIT 1")[0][0]
    before = rows(database_url, f"{until}{last}")
    clock.now_ms += limits.day
    second = is_bundle(await amina.act(bundling.pocket))
    assert [one.text for one in second.items[:4]] == [one.text for one in first.items[6:]]
    assert rows(database_url, f"{until}{last}") == before == [(clock.now_ms + limits.day,)]


async def test_gold_that_is_due_and_does_not_fit_is_not_passed_by(
    meet: Meet, proved: Database, database_url: str
) -> None:
    """Whoever takes along all they can meets as many known answers as others: the next comes by itself."""
    amina = await meet()
    pack = await make_pack(proved, tasks=20, gold=9, gold_share=0.5)
    await amina.begins(pack)
    await proved.write(long_gold)
    for _ in range(20):
        try:
            bundle = await amina.act(bundling.pocket)
        except NothingToPocket:
            bundle = await amina.act(serving.work)
        if isinstance(bundle, Task):
            await amina.answer(bundle.mark)
        elif isinstance(bundle, Bundle):
            await amina.writes(bundle.mark, " ".join(f"{one.number}b" for one in bundle.items))
    asked = "SELECT count(*) FROM assignments s JOIN tasks t ON t.id = s.task WHERE t.role = 'gold'"
    together = f"{asked} AND s.id IN (SELECT assignment FROM bundled)"
    assert rows(database_url, asked)[0][0] >= 2 and rows(database_url, together) == [(0,)]


def long_gold(tx: Tx) -> None:
    """Known answers with more words than a bundle takes."""
    item = json.dumps({"text": {"en": "word " * 200}})
    tx._connection.execute(f"UPDATE tasks SET item = '{item}' WHERE role = 'gold'")


async def test_more_says_how_some_are_taken_along(meet: Meet, proved: Database) -> None:
    """Found by tapping, where the work is: behind a question whose like may be taken along, and behind no other."""
    amina, baraka = await meet(), await meet()
    await amina.begins(await make_pack(proved))
    more = await amina.act(working.more)
    assert isinstance(more, More) and more.pocket
    await baraka.begins(await make_pack(proved, "words", kind="text"))
    more = await baraka.act(working.more)
    assert isinstance(more, More) and not more.pocket
