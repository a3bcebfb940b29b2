"""What is known of requesters: counted beside the work, and only from enough people on."""

import pytest

from bot.actions import accounting, asking, overseeing, rating, reckoning, ruling, serving
from bot.domain import claims, limits, records
from bot.domain.outcomes.records import Record
from bot.domain.outcomes.worker import Offer, WhoAsks
from bot.storage import Database
from tests.actions.conftest import Meet, claimed, until_due
from tests.actions.test_accounting import file_of
from tests.actions.test_rating import worked
from tests.conftest import Clock
from tests.makers import PRICE, REQUESTER, RULES, Worker, is_task, make_pack, pack_row

pytestmark = pytest.mark.anyio


async def reckoned(database: Database) -> None:
    """The round that counts."""
    await database.write(reckoning.note, await database.read(reckoning.count))


async def known(worker: Worker) -> Record:
    """What somebody reads of whoever brought the pack."""
    told = await worker.act(accounting.about_pack, name="streets")
    assert isinstance(told, WhoAsks)
    return told.record


async def crowd(meet: Meet, pack: int, clock: Clock, people: int, *, answers: int = 1) -> list[Worker]:
    """People who answered some tasks each, in 12 seconds."""
    found = []
    for _ in range(people):
        worker = await meet()
        worker.proving = False
        task = await worker.begins(pack)
        for _ in range(answers):
            clock.now_ms += 12_000
            task = is_task(await worker.answer(task.mark))
        found.append(worker)
    return found


async def test_pay_and_claims_are_known_from_ten_people_on(
    meet: Meet, proved: Database, clock: Clock
) -> None:
    """Nine tell nothing; ten tell the median of their medians and the share of answers that was claimed."""
    pack = await make_pack(proved, tasks=30)
    await crowd(meet, pack, clock, 9)
    reader = await meet()
    await reckoned(proved)
    assert (await known(reader)).hourly is None and (await known(reader)).claimed is None
    await crowd(meet, pack, clock, 1)
    await proved.write(overseeing.note_counts, await proved.read(overseeing.count))
    await reckoned(proved)
    record = await known(reader)
    assert record.hourly == PRICE * limits.hour // 12_000
    assert record.claimed == 0 and record.overturned is None
    offer = await reader.act(serving.work)
    assert isinstance(offer, Offer) and (offer.hourly, offer.rating) == (record.hourly, 0)


async def test_who_was_right_is_known_from_five_people_on(
    meet: Meet, proved: Database, clock: Clock, pot: None
) -> None:
    """Of a claim that is over; however it ended for the worker, it counts for them."""
    pack = await make_pack(proved, tasks=30)
    people = await crowd(meet, pack, clock, 10)
    clock.now_ms += limits.undo_ms + 1
    reader, requester = await meet(), (await pack_row(proved, pack))["requester"]
    for number, worker in enumerate(people[:5]):
        assert is_task(await worker.answer(await worker.mark()))
        clock.now_ms += limits.undo_ms + 1
        code = await claimed(proved, pack, (await file_of(worker))["answers"][0]["assignment"])
        if number < 2:
            await worker.act(ruling.disagree, rules=RULES, code=code)
            await proved.write(ruling.give_in, requester, code)
    await reckoned(proved)
    assert (await known(reader)).overturned is None
    await until_due(proved, clock, claims.disagree_most_ms)
    await proved.write(overseeing.note_counts, await proved.read(overseeing.count))
    await reckoned(proved)
    record = await known(reader)
    assert record.overturned == 400 and record.claimed is not None and record.claimed > 0


async def test_marks_are_shown_from_five_people_on_and_renewed_by_five(
    meet: Meet, proved: Database, clock: Clock
) -> None:
    """A sixth person's marks change nothing by themselves, so that nobody can tell what they gave."""
    pack = await make_pack(proved, tasks=30, overlap=9)
    reader, shown = await meet(), []
    for number in range(10):
        worker = await worked(await meet(), pack)
        clock.now_ms += limits.minute
        await worker.act(rating.rate, word=f"streets {5 if number < 5 else 1} 5 5 5")
        await reckoned(proved)
        record = await known(reader)
        shown.append((record.raters, record.marks[:1]))
    assert shown[:4] == [(0, ())] * 4
    assert shown[4:9] == [(5, (500,))] * 5
    raters, (pay,) = shown[9]
    assert raters == 10 and 290 <= pay <= 300
    offer = await reader.act(serving.work)
    assert isinstance(offer, Offer) and offer.rating == round((pay + 1500) / 4)


async def test_somebody_who_changes_their_mind_counts_once(
    meet: Meet, proved: Database, clock: Clock
) -> None:
    """Marks given five times by one person are one person's."""
    pack = await make_pack(proved)
    worker = await worked(await meet(), pack)
    for mark in range(1, records.mark_max + 1):
        clock.now_ms += limits.minute
        await worker.act(rating.rate, word=f"streets {mark} 5 5 5")
        await reckoned(proved)
    assert (await known(worker)).raters == 0


async def test_silence_makes_nobody_look_quick(meet: Meet, proved: Database, clock: Clock) -> None:
    """Of five people's questions two are answered in an hour and three wait: the middle one is as long as those wait."""
    await make_pack(proved)
    for number in range(1, 6):
        worker = await meet()
        await worker.act(serving.work)
        await worker.act(asking.ask, words="Is a bridge a road?")
        if number <= 2:
            clock.now_ms += limits.hour
            await proved.write(asking.answer_by_desk, REQUESTER, number, "Yes.", asking.for_all)
    clock.now_ms += limits.day
    await reckoned(proved)
    assert (await known(worker)).reply_ms == limits.day


async def test_a_requester_nobody_knows_is_new(meet: Meet, proved: Database) -> None:
    """Before the first round, and with no answers, nothing is known."""
    await make_pack(proved)
    reader = await meet()
    assert await known(reader) == Record()
    await reckoned(proved)
    assert await known(reader) == Record()
