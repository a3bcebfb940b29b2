"""What workers make is looked at first, and then is an answer like any other."""

from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from bot.actions import accounting, making, picturing, queueing, taking, telling, undoing, working
from bot.actions.making import Found, Sent
from bot.actions.queueing import Job, measure_job
from bot.domain.events import SentPhoto
from bot.domain.outcomes import Outcome
from bot.domain.outcomes.worker import AlreadySaved, IsThis, Nudge, Refused, Task
from bot.domain.refusals.working import FileGone
from bot.storage import Database
from tests.actions.conftest import Meet
from tests.conftest import Clock
from tests.makers import RULES, Worker, is_task, make_pack, prove

pytestmark = pytest.mark.anyio

SHARP = {"width": 1280, "height": 960, "blur": 400}
BLURRED = {"width": 1280, "height": 960, "blur": 3}


def photo(name: str) -> SentPhoto:
    """A photograph as Telegram announces it."""
    return SentPhoto(f"file-{name}", 1280, 960, 90_000, f"unique-{name}")


def hash_of(name: str) -> str:
    """A name in the store."""
    return name.encode().hex().ljust(64, "0")


async def next_job(database: Database) -> Job:
    """The next job to measure, leased."""
    job = await database.write(queueing.take, measure_job)
    assert job is not None
    return job


async def looked_at(
    worker: Worker, job: Job, name: str, facts: dict[str, int], fingerprint: str = ""
) -> Outcome | None:
    """What comes of a job whose file was fetched and measured."""
    found = Found(hash_of(name), facts, fingerprint)
    act = partial(making.measured, rules=RULES, sent=Sent.of(job.input), found=found)
    told: Any = await worker.database.write(telling.once, worker.who.account, act, cause=f"measured:{job.id}")
    await worker.database.write(queueing.ended, job.id, True, "")
    await prove(worker.database)
    return told.outcome if told is not None else None


async def begun(meet: Meet, database: Database, **changed: Any) -> tuple[Worker, Task]:
    """Somebody at the first task of a pack that wants photographs."""
    worker = await meet()
    return worker, await worker.begins(await make_pack(database, kind="photo", **changed))


async def test_a_photograph_is_looked_at_before_it_is_an_answer(meet: Meet, proved: Database) -> None:
    """Sending it is silent and pays nothing yet; measured it is stored, paid, kept in the store and told in /mydata."""
    amina, task = await begun(meet, proved)
    assert await amina.answer(task.mark, photo("a")) is None
    assert await amina.balance() == 0
    after = is_task(await looked_at(amina, await next_job(proved), "a", SHARP))
    assert after.saved is not None and after.saved.balance == await amina.balance() > 0
    assert hash_of("a") in await proved.read(picturing.kept)
    assert hash_of("a") in await proved.read(accounting.content_of_my_data, amina.who.account)


async def test_a_forwarded_photograph_is_known_to_be_one(meet: Meet, proved: Database) -> None:
    """Also when a blurred forwarded one came before: what counts is the one that answers."""
    amina, task = await begun(meet, proved)
    await amina.answer(task.mark, replace(photo("a"), forwarded=True))
    await looked_at(amina, await next_job(proved), "a", BLURRED)
    await amina.answer(task.mark, photo("b"))
    again = is_task(await looked_at(amina, await next_job(proved), "b", SHARP))
    await amina.answer(again.mark, replace(photo("c"), forwarded=True))
    await looked_at(amina, await next_job(proved), "c", SHARP)
    kept = await proved.read(lambda tx: tx.all("work.answers_kept", person=amina.who.person))
    assert [one["forwarded"] for one in kept] == [0, 1]


async def test_a_job_that_is_done_twice_pays_once(meet: Meet, proved: Database) -> None:
    """As after a crash between the answer and the job's end."""
    amina, task = await begun(meet, proved)
    await amina.answer(task.mark, photo("a"))
    job = await next_job(proved)
    await looked_at(amina, job, "a", SHARP)
    balance = await amina.balance()
    assert await looked_at(amina, job, "a", SHARP) is None and await amina.balance() == balance


async def test_a_blurred_photograph_is_kindly_asked_for_again(meet: Meet, proved: Database) -> None:
    """The question stays open, nothing of it is kept, and the next one is paid."""
    amina, task = await begun(meet, proved)
    await amina.answer(task.mark, photo("a"))
    nudge = await looked_at(amina, await next_job(proved), "a", BLURRED)
    assert isinstance(nudge, Nudge) and nudge.code == "blurred" and nudge.current == task.mark
    assert hash_of("a") not in await proved.read(picturing.kept)
    await amina.answer(task.mark, photo("b"))
    after = is_task(await looked_at(amina, await next_job(proved), "b", SHARP))
    assert after.saved is not None and await amina.balance() > 0


async def test_two_at_once_are_one_answer(meet: Meet, proved: Database) -> None:
    """The first is paid; of the second they hear that the question is settled, and it is not kept."""
    amina, task = await begun(meet, proved)
    await amina.answer(task.mark, photo("a"))
    one = await next_job(proved)
    await amina.answer(task.mark, photo("b"))
    two = await next_job(proved)
    is_task(await looked_at(amina, one, "a", SHARP))
    balance = await amina.balance()
    assert not await proved.read(making.is_wanted, Sent.of(two.input))
    late = await looked_at(amina, two, "b", SHARP)
    assert isinstance(late, AlreadySaved) and late.old == task.mark
    assert await amina.balance() == balance and hash_of("b") not in await proved.read(picturing.kept)


async def test_however_many_somebody_sends_others_wait_for_one(
    meet: Meet, proved: Database, clock: Clock
) -> None:
    """Thirty photographs to one question are one look, at the latest; the other person's is the next."""
    amina, task = await begun(meet, proved)
    amina.proving = False
    for number in range(30):
        await amina.answer(task.mark, photo(f"{number}"))
    clock.now_ms += 1
    baraka = await meet()
    await baraka.answer((await baraka.begins(task.pack)).mark, photo("b"))
    one, two = await next_job(proved), await next_job(proved)
    assert (Sent.of(one.input).unique, Sent.of(two.input).unique) == ("unique-29", "unique-b")
    assert await proved.write(queueing.take, measure_job) is None


async def test_a_newer_one_takes_the_place_of_one_that_waits_for_another_try(
    meet: Meet, proved: Database, clock: Clock
) -> None:
    """The line was bad; what came meanwhile is looked at, and not the old one after it."""
    amina, task = await begun(meet, proved)
    await amina.answer(task.mark, photo("a"))
    old = await next_job(proved)
    await proved.write(queueing.again, old.id, old.attempts, "no line")
    await amina.answer(task.mark, photo("b"))
    new = await next_job(proved)
    assert new.id != old.id and Sent.of(new.input).unique == "unique-b"
    clock.now_ms += queueing.looked_lease_ms - 1
    assert await proved.write(queueing.take, measure_job) is None
    state = await proved.read(queueing.state, old.id)
    assert state is not None and state.state == "done"


async def test_what_was_skipped_meanwhile_is_not_looked_at(meet: Meet, proved: Database) -> None:
    """The skip counts; what they sent is answered with a word, not with silence."""
    amina, task = await begun(meet, proved)
    await amina.answer(task.mark, photo("a"))
    await amina.act(working.skip, mark=task.mark)
    sent = Sent.of((await next_job(proved)).input)
    assert not await proved.read(making.is_wanted, sent)
    told = await proved.write(making.not_wanted, sent)
    assert isinstance(told, AlreadySaved) and told.how == "skip"
    assert await proved.write(making.looking, sent) is None


@pytest.mark.parametrize(
    ("name", "kept", "fingerprint"),
    [("a", "b", ""), ("b", "a", ""), ("b", "b", "00000000000000ff")],
    ids=["the same file", "the same content", "nearly the same picture"],
)
async def test_the_same_photograph_answers_one_task_only(
    meet: Meet, proved: Database, name: str, kept: str, fingerprint: str
) -> None:
    """By its file, its content or its fingerprint; another person may have sent the same."""
    amina, task = await begun(meet, proved)
    await amina.answer(task.mark, photo("a"))
    second = is_task(await looked_at(amina, await next_job(proved), "a", SHARP, "00000000000000f7"))
    await amina.answer(second.mark, photo(name))
    twin = await looked_at(amina, await next_job(proved), kept, SHARP, fingerprint)
    assert isinstance(twin, Nudge) and twin.code == "twin"
    otieno = await meet()
    mine = await otieno.begins(task.pack)
    await otieno.answer(mine.mark, photo("a"))
    is_task(await looked_at(otieno, await next_job(proved), "a", SHARP, "00000000000000f7"))


async def test_the_same_photograph_pays_once_however_often_it_is_sent(meet: Meet, proved: Database) -> None:
    """Asked for twice is not enough: the very same file answers no second task; a skip leads on, free as ever."""
    amina, task = await begun(meet, proved)
    await amina.answer(task.mark, photo("a"))
    second = is_task(await looked_at(amina, await next_job(proved), "a", SHARP))
    balance = await amina.balance()
    for _ in range(4):
        await amina.answer(second.mark, photo("a"))
        told = await looked_at(amina, await next_job(proved), "a", SHARP)
        assert isinstance(told, Nudge) and told.code == "twin" and await amina.balance() == balance
    is_task(await amina.act(working.skip, mark=second.mark))


async def test_an_undone_photograph_may_be_sent_again(meet: Meet, proved: Database) -> None:
    """It is no twin of itself; the pay stays as it was, and what replaces it is kept instead."""
    amina, task = await begun(meet, proved)
    await amina.answer(task.mark, photo("a"))
    second = is_task(await looked_at(amina, await next_job(proved), "a", SHARP, "00000000000000ff"))
    balance = await amina.balance()
    again = is_task(await amina.act(undoing.undo, mark=second.mark))
    assert again.assignment == task.assignment and hash_of("a") in await proved.read(picturing.kept)
    await amina.answer(again.mark, photo("b"))
    after = is_task(await looked_at(amina, await next_job(proved), "b", SHARP, "00000000000000ff"))
    assert after.saved is not None and after.saved.paid_before and await amina.balance() == balance
    kept = await proved.read(picturing.kept)
    assert hash_of("b") in kept and hash_of("a") not in kept


async def test_a_late_photograph_is_paid(meet: Meet, proved: Database, clock: Clock) -> None:
    """Two days without a line: the place went to others, the pay is hers all the same."""
    amina, task = await begun(meet, proved, goodwill=1_000_000)
    clock.now_ms += 2 * 86_400_000
    await amina.answer(task.mark, photo("a"))
    await looked_at(amina, await next_job(proved), "a", SHARP)
    assert await amina.balance() > 0


async def test_an_unmarked_photograph_that_is_not_certain_is_asked_about(
    meet: Meet, proved: Database
) -> None:
    """Sent before the question was there: "is this your answer?"; [Yes] has it looked at."""
    amina, task = await begun(meet, proved)
    asked = await amina.act(taking.unmarked, event=photo("a"), message=1, sent_at=amina.clock.now_ms)
    assert isinstance(asked, IsThis) and asked.said == "" and asked.mark == task.mark
    assert await proved.write(queueing.take, measure_job) is None
    again = await amina.act(taking.is_this, mark=task.mark, yes=True, sent_at=amina.clock.now_ms)
    assert isinstance(again, Task) and again.mark == task.mark
    is_task(await looked_at(amina, await next_job(proved), "a", SHARP))


async def test_a_slow_look_says_that_it_is_here(meet: Meet, proved: Database) -> None:
    """In the kind's own words; and what can't be taken is said in a refusal's, with the question still open."""
    amina, task = await begun(meet, proved)
    await amina.answer(task.mark, photo("a"))
    sent = Sent.of((await next_job(proved)).input)
    word = await proved.write(making.looking, sent)
    assert isinstance(word, Nudge) and word.code == "looking"
    assert await proved.write(making.not_taken, FileGone()) == Refused("FileGone", {})
    assert await proved.read(making.is_wanted, sent)
