"""What the work costs in bytes is counted once it arrived, told, and can be changed in two taps."""

import pytest

from bot.actions import accounting, delivering, metering, overseeing, serving, working
from bot.actions.delivering import Cost
from bot.actions.metering import month_of
from bot.domain import limits, wire
from bot.domain.outcomes.traffic import Traffic
from bot.domain.outcomes.worker import Offer
from bot.storage import Database
from tests.actions.conftest import Meet
from tests.actions.test_showing import make_media_pack, rendition
from tests.makers import PRICE, READING_PAY, Worker, is_task, make_pack

pytestmark = pytest.mark.anyio


async def told(worker: Worker, word: str = "") -> Traffic:
    """What /data, or /data_WORD, shows."""
    found = await worker.act(metering.data, word=word)
    assert isinstance(found, Traffic)
    return found


async def arrives(worker: Worker, cost: Cost) -> None:
    """The question that is due for a worker came to their phone."""
    waiting = await worker.database.read(delivering.waiting_for, worker.who.account)
    due = next((told for told, _ in waiting if told.slot == "question"), None)
    assert due is not None
    await worker.database.write(delivering.shown, due, 77, 1, cost)


async def test_bytes_are_counted_by_day_with_what_they_brought(meet: Meet, proved: Database) -> None:
    """Of today and this month; an answer and what it paid."""
    amina = await meet()
    amina.connected = False
    task = await amina.begins(await make_pack(proved))
    await arrives(amina, Cost(2_000, 7_000))
    amina.clock.now_ms += limits.day
    await amina.answer(task.mark)
    await arrives(amina, Cost(2_000, 5_000))
    found = await told(amina)
    assert (found.today, found.month, found.mode, found.chosen) == (7_000, 16_000, "saver", False)
    assert (found.tasks, found.earned) == (1, PRICE) and READING_PAY > 0
    amina.clock.now_ms += 40 * limits.day
    assert (await told(amina)).month == 0 == (await told(amina)).tasks


async def test_a_picture_that_is_shown_again_is_not_fetched_again(meet: Meet, proved: Database) -> None:
    """The same question after a menu costs its words; its larger picture is a new one."""
    pictures = [rendition(320, 5_000), rendition(800, 40_000)]
    amina = await meet()
    amina.connected = False
    task = await amina.begins(await make_media_pack(proved, "choice", pictures))
    await arrives(amina, Cost(2_000, 5_000))
    await amina.act(serving.work)
    await arrives(amina, Cost(2_000, 5_000))
    assert (await told(amina)).today == 9_000
    assert is_task(await amina.act(working.larger, mark=task.mark)).note == "larger"
    await arrives(amina, Cost(2_000, 40_000))
    assert (await told(amina)).today == 51_000


async def test_a_mode_is_chosen_by_a_command_and_stays(meet: Meet) -> None:
    """An unknown word, or the same one again, changes nothing."""
    amina = await meet()
    for word, mode in (
        ("text", "text"),
        ("large", "full"),
        ("huge", "full"),
        ("small", "saver"),
        ("small", "saver"),
    ):
        found = await told(amina, word)
        assert (found.mode, found.chosen) == (mode, word != "huge")
        assert amina.who.data_mode == mode


async def test_each_mode_is_shown_what_it_accepts(meet: Meet, proved: Database) -> None:
    """Words with a key for the picture; a small picture; a large one. Larger is there until the largest is shown."""
    pictures = [rendition(320, 5_000), rendition(480, 9_000), rendition(800, 40_000)]
    amina = await meet()
    task = await amina.begins(await make_media_pack(proved, "choice", pictures))
    assert task.picture is not None and task.picture.size_bytes == 5_000 and not task.held and task.larger
    await told(amina, "large")
    task = is_task(await amina.act(serving.work))
    assert task.picture is not None and task.picture.size_bytes == 40_000 and task.larger is None
    await told(amina, "text")
    task = is_task(await amina.act(serving.work))
    assert task.held and task.picture is not None and task.picture.size_bytes == 5_000
    shown = is_task(await amina.act(working.play, mark=task.mark))
    assert not shown.held and shown.picture == task.picture and shown.larger is not None
    larger = is_task(await amina.act(working.larger, mark=task.mark))
    assert not larger.held and larger.picture is not None and larger.picture.size_bytes == 40_000


async def test_an_offer_tells_the_bytes_of_their_mode(meet: Meet, proved: Database) -> None:
    """Words alone where pictures wait, small ones, large ones (P4)."""
    pack = await make_media_pack(
        proved, "choice", [rendition(320, 5_000), rendition(800, 40_000)], middling=6_000
    )
    await proved.write(
        lambda tx: tx.run("packs.set_picture_bytes", pack=pack, picture_bytes=6_000, full_bytes=43_000)
    )
    amina = await meet()
    for word, medium in (("text", 0), ("small", 6_000), ("large", 43_000)):
        await told(amina, word)
        offer = await amina.act(serving.work)
        assert isinstance(offer, Offer) and offer.task_bytes == wire.word_bytes_about + medium


async def test_old_days_are_forgotten_and_the_others_are_theirs_to_see(meet: Meet, proved: Database) -> None:
    """Two months are kept, and /mydata has them."""
    amina = await meet()
    amina.connected = False
    await amina.begins(await make_pack(proved))
    await arrives(amina, Cost(2_000))
    day = amina.clock.now_ms // limits.day
    mine = await proved.read(accounting.content_of_my_data, amina.who.account)
    assert f'"day": {day}' in mine and '"bytes": 2000' in mine
    amina.clock.now_ms += limits.traffic_kept_ms + 2 * limits.day
    await proved.write(overseeing.forget)
    assert await proved.read(lambda tx: tx.all("metering.of_person", person=amina.who.person)) == []


def test_a_month_begins_at_its_first_midnight() -> None:
    """Also in February of a leap year, and on the first day itself."""
    for day, first in ((1_709_164_800_000, 1_706_745_600_000), (1_704_067_200_000, 1_704_067_200_000)):
        assert month_of(day) == first == month_of(first)
