"""Media in serving: what fits a person's data mode is sent, a sound waits where bytes count most, a clip until asked."""

import pytest

from bot.actions import depositing, filling, metering, publishing, serving, showing, working
from bot.actions.filling import NewRendition, NewTask
from bot.domain import wire
from bot.domain.events import Pressed, Wrote
from bot.domain.outcomes.worker import AlreadySaved, More, Offer, Task
from bot.kinds import kinds, source_of, spec
from bot.kinds.grid import finer_code, larger_code
from bot.storage import Database
from tests.actions.conftest import Meet
from tests.makers import REQUESTER, RULES, Worker, is_task, make_form

pytestmark = pytest.mark.anyio
SOURCE = "ab" * 32


def rendition(
    edge: int, size_bytes: int, form: str = "picture", variant: str = "", seconds: int = 0
) -> NewRendition:
    """A rendition of the one item; its hash says which."""
    hash_of = f"{form[0]}{variant[:1]}{edge}".rjust(64, "0")
    return NewRendition(SOURCE, edge, hash_of, edge, edge, size_bytes, variant, form, seconds)


async def make_media_pack(
    database: Database, kind: str, renditions: list[NewRendition], *, middling: int = 0
) -> int:
    """A launched pack of one task with a medium."""
    example = kinds()[kind].example
    form = make_form(kind, kind=kind, settings=dict(example["settings"]))
    pack = await database.write(filling.begin, form, REQUESTER)
    task = NewTask("one", "task", filling.task_item({"en": "Look."}, {}, {}), SOURCE, None)
    await database.write(filling.add_tasks, pack, [task], renditions)
    await database.write(filling.finish, pack, middling)
    await database.write(depositing.deposit, REQUESTER, 1_000_000_000, kind, RULES)
    await database.write(publishing.launch, kind, RULES)
    return pack


async def thrifty(worker: Worker) -> Worker:
    """Somebody in the data mode "text"."""
    await worker.act(metering.data, word="text")
    return worker


async def test_a_sound_comes_with_its_question(meet: Meet, proved: Database) -> None:
    """The best within the budget, its seconds with it; audio is not re-encoded, so it may fill the budget."""
    renditions = [rendition(8, 8_000, "audio", seconds=9), rendition(12, 11_500, "audio", seconds=9)]
    task = await (await meet()).begins(await make_media_pack(proved, "audio", renditions))
    assert task.audio is not None and (task.audio.size_bytes, task.audio.seconds) == (11_500, 9)
    assert not task.held and task.picture is None and task.clip is None


@pytest.mark.parametrize("sizes", [(2_000, 4_000, 9_000), (2_000, 9_200, 30_000), (20_000, 30_000, 40_000)])
async def test_what_is_reckoned_is_what_is_sent(sizes: tuple[int, ...], meet: Meet, proved: Database) -> None:
    """An offer tells the bytes of the picture that is then sent, not of a smaller one (P4)."""
    pictures = [rendition(edge, size) for edge, size in zip((320, 480, 800), sizes, strict=True)]
    task = await (await meet()).begins(await make_media_pack(proved, "choice", pictures))
    there = list(zip((320, 480, 800), sizes, strict=True))
    reckoned = showing.medium_bytes(there, make_form("streets").byte_budget.saver)
    assert task.picture is not None and wire.medium_bytes(task.picture.size_bytes) == reckoned


async def test_in_text_mode_a_sound_waits_for_its_key(meet: Meet, proved: Database) -> None:
    """[Play] brings it, under the same mark; looking for work again keeps it back again."""
    pack = await make_media_pack(proved, "audio", [rendition(12, 13_400, "audio", seconds=9)])
    amina = await thrifty(await meet())
    task = await amina.begins(pack)
    assert task.held and task.audio is not None
    menu = await amina.act(working.more)
    assert isinstance(menu, More) and menu.held
    played = is_task(await amina.act(working.play, mark=task.mark))
    assert not played.held and played.mark == task.mark and played.audio == task.audio
    assert is_task(await amina.act(serving.work)).held
    following = await amina.answer(task.mark, "one")
    assert not isinstance(following, Task) and await amina.balance() > 0
    late = await amina.act(working.play, mark=task.mark)
    assert isinstance(late, AlreadySaved)


async def test_a_clip_is_sent_when_it_is_asked_for(meet: Meet, proved: Database) -> None:
    """Key frames first; [More] says what the clip takes; [The clip] brings it, and it counts in no offer."""
    renditions = [rendition(320, 4_000), rendition(800, 30_000), rendition(320, 240_000, "video", seconds=8)]
    pack = await make_media_pack(proved, "video", renditions)
    amina = await meet()
    task = await amina.begins(pack)
    assert task.picture is not None and task.picture.size_bytes == 4_000 and task.note == ""
    assert task.larger is not None and task.larger.size_bytes == 30_000
    menu = await amina.act(working.more)
    assert isinstance(menu, More) and menu.clip_bytes == 240_000
    again = is_task(await amina.act(working.clip, mark=task.mark))
    assert (
        again.note == "clip"
        and again.clip is not None
        and again.clip.seconds == 8
        and again.mark == task.mark
    )


async def test_a_pack_without_a_clip_has_no_key_for_it(meet: Meet, proved: Database) -> None:
    """A press that was made up changes nothing: the question comes once more."""
    amina = await meet()
    task = await amina.begins(await make_media_pack(proved, "video", [rendition(320, 4_000)]))
    menu = await amina.act(working.more)
    assert isinstance(menu, More) and menu.clip_bytes == 0
    assert is_task(await amina.act(working.clip, mark=task.mark)).clip is None
    assert is_task(await amina.act(working.play, mark=task.mark)).audio is None


async def test_smaller_squares_come_with_a_mark_of_their_own(meet: Meet, proved: Database) -> None:
    """The picture of the variant is shown; the answer counts in the squares that were seen."""
    renditions = [
        rendition(320, 4_000),
        rendition(320, 5_000, variant="fine"),
        rendition(800, 9_000, variant="fine"),
    ]
    amina = await meet()
    task = await amina.begins(await make_media_pack(proved, "grid", renditions))
    assert task.picture is not None and task.picture.size_bytes == 4_000 and task.larger is None
    fine = is_task(await amina.answer(task.mark, Pressed(finer_code)))
    assert fine.mark != task.mark and fine.picture is not None
    assert fine.picture.hash == rendition(320, 5_000, variant="fine").hash
    larger = is_task(await amina.act(working.larger, mark=fine.mark))
    assert larger.picture is not None and larger.picture.size_bytes == 9_000 and larger.larger is None
    coarse = is_task(await amina.answer(fine.mark, Pressed(larger_code)))
    assert coarse.picture == task.picture
    fine = is_task(await amina.answer(coarse.mark, Pressed(finer_code)))
    await amina.answer(fine.mark, Wrote("48"))
    stored = await proved.read(lambda tx: tx.all("work.answers_kept", person=amina.who.person))
    assert '"columns": 8' in stored[0]["value"] and await amina.balance() > 0


async def test_a_variant_that_was_not_made_falls_back_to_the_usual_picture(
    meet: Meet, proved: Database
) -> None:
    """Better the large squares' picture than none."""
    amina = await meet()
    task = await amina.begins(await make_media_pack(proved, "grid", [rendition(320, 4_000)]))
    fine = is_task(await amina.answer(task.mark, Pressed(finer_code)))
    assert fine.picture == task.picture


async def test_an_offer_counts_the_sound(meet: Meet, proved: Database) -> None:
    """What a task costs on the wire is said before anybody agrees, and so is the kind it is of."""
    pack = await make_media_pack(
        proved, "audio", [rendition(12, 13_400, "audio", seconds=9)], middling=13_400
    )
    offer = await (await meet()).current()
    assert isinstance(offer, Offer) and offer.pack == pack and offer.kind == "audio"
    assert offer.task_bytes == 13_400 + wire.word_bytes_about


async def test_one_photograph_may_be_plain_in_one_pack_and_a_grid_in_another() -> None:
    """Their renditions lie under two sources."""
    grid = kinds()["grid"]
    wanted = grid.media(spec("grid", grid.example["settings"], ("en",)))
    assert source_of(wanted, [SOURCE]) != source_of(kinds()["choice"].media(None), [SOURCE]) == SOURCE


async def test_a_sticker_stands_for_a_small_picture_only(meet: Meet, proved: Database) -> None:
    """Beside the photo, which shows where stickers are not sent; a larger picture and large pictures have none."""
    pictures = [rendition(320, 6_000), rendition(800, 30_000), rendition(320, 4_000, "sticker")]
    amina = await meet()
    task = await amina.begins(await make_media_pack(proved, "choice", pictures))
    assert task.picture is not None and task.picture.size_bytes == 6_000
    assert task.sticker is not None and (task.sticker.size_bytes, task.sticker.form) == (4_000, "sticker")
    assert is_task(await amina.act(working.larger, mark=task.mark)).sticker is None
    await amina.act(metering.data, word="large")
    assert is_task(await amina.act(serving.work)).sticker is None


async def test_writing_comes_as_a_document_to_whoever_saves(meet: Meet, proved: Database) -> None:
    """In place of the photo and its sticker; a larger picture is a photo, and so is all for who does not save."""
    made = [
        rendition(320, 6_000),
        rendition(800, 30_000),
        rendition(640, 9_000, "writing"),
        rendition(320, 4_000, "sticker"),
    ]
    amina = await meet()
    task = await amina.begins(await make_media_pack(proved, "text", made))
    assert task.picture is not None and (task.picture.size_bytes, task.picture.form) == (9_000, "writing")
    assert task.sticker is None
    larger = is_task(await amina.act(working.larger, mark=task.mark))
    assert larger.picture is not None and (larger.picture.size_bytes, larger.picture.form) == (
        30_000,
        "picture",
    )
    await amina.act(metering.data, word="large")
    full = is_task(await amina.act(serving.work))
    assert full.picture is not None and full.picture.form == "picture"
