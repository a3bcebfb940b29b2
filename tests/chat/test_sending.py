"""Sending: pictures, sounds, clips, writing and stickers each go up once and then by id; words alone when one is lost."""

import io
import json
import shutil
import time
from dataclasses import replace
from typing import Any

import httpx
import pytest
from PIL import Image
from telegram.error import NetworkError

from bot.actions import depositing, filling, publishing, telling
from bot.actions.filling import NewRendition, NewTask
from bot.actions.telling import Told
from bot.chat.sending import Sender
from bot.domain.outcomes.claims import Claimed, Given
from bot.domain.outcomes.requester import ResultFile
from bot.domain.outcomes.worker import Shot
from bot.kinds import kinds
from bot.screen import Screen
from bot.storage import Tx
from tests.makers import REQUESTER, RULES, make_form
from tests.makers_media import beeps, clip_file, moving, sound_file
from tests.stories.program import BOT, Person, Program, until_true


def media_pack(tx: Tx, kind: str, renditions: list[NewRendition]) -> None:
    """Two tasks of one medium, the best paid there is, launched."""
    example = kinds()[kind].example
    form = make_form(f"the-{kind}", kind=kind, price="0.90", settings=dict(example["settings"]))
    pack = filling.begin(tx, form, REQUESTER)
    tasks = [
        NewTask(f"{number}", "task", filling.task_item({"en": f"Item {number}."}, {}, {}), kind, None)
        for number in (1, 2)
    ]
    filling.add_tasks(tx, pack, tasks, renditions)
    filling.finish(tx, pack, 0)
    depositing.deposit(tx, REQUESTER, 1_000_000_000, kind, RULES)
    publishing.launch(tx, form.name, RULES)


def launched(program: Program, kind: str, made: dict[str, bytes]) -> None:
    """A pack of a kind whose media, by form, are in the store."""
    store = program.home.store
    renditions = [
        NewRendition(
            kind, 320, store.put(data), 320, 240, len(data), "", form, 2 if form in ("audio", "video") else 0
        )
        for form, data in made.items()
    ]
    program.do(program.home.house.database.write(media_pack, kind, renditions))


def begun(program: Program, number: int = 1001, name: str = "Amina") -> Person:
    """Somebody at the first task of the best paid pack."""
    person = program.person(number, name)
    person.joins()
    person.takes_up("About the-")
    return person


@pytest.fixture
def sound(program: Program) -> Program:
    """A program with a pack of sounds."""
    launched(program, "audio", {"audio": sound_file(beeps(2), "ogg")})
    return program


@pytest.fixture
def film(program: Program) -> Program:
    """A program with a pack of clips: a sheet of frames, and the clip."""
    frames = moving("circle", (0.9, 0.5), (0.1, 0.5), (160, 120), 20)
    sheet = io.BytesIO()
    frames[0].resize((320, 240), Image.Resampling.LANCZOS).save(sheet, "JPEG")
    launched(program, "video", {"picture": sheet.getvalue(), "video": clip_file(frames)})
    return program


def photos(program: Program) -> list[object]:
    """What was sent as photo: a file, or the id of one."""
    return [call["params"]["photo"] for call in program.sandbox.calls("sendPhoto") if call["ok"]]


def test_a_picture_goes_up_once_and_then_by_its_id(program: Program) -> None:
    """The second person's same picture costs us no upload; the size Telegram reported is kept."""
    for number in (1001, 1002):
        person = program.person(number)
        person.joins()
        person.takes_up("What covers the photo?")
    first, second = photos(program)
    assert isinstance(first, dict) and isinstance(second, str)
    program.quiet()
    uploads = program.rows(f"SELECT file, size_bytes FROM uploads WHERE bot = {BOT}")
    assert [row["file"] for row in uploads] == [second] and uploads[0]["size_bytes"] > 1000


def test_a_file_id_that_telegram_has_forgotten_is_replaced(program: Program) -> None:
    """A refused id is dropped and the picture goes up again; the person sees nothing of it."""
    amina, kofi = program.person(), program.person(1002, "Kofi")
    amina.joins()
    amina.takes_up("What covers the photo?")
    program.quiet()
    assert program.write("UPDATE uploads SET file = 'AgACAgQAAxkBAAIForgotten'") == 1
    kofi.joins()
    kofi.takes_up("What covers the photo?")
    sent = photos(program)
    assert isinstance(sent[-1], dict) and len(sent) == 2
    program.quiet()
    assert "Forgotten" not in program.rows("SELECT file FROM uploads")[0]["file"]


def test_a_sound_goes_up_once_and_then_by_its_id(sound: Program) -> None:
    """The question is the voice note's caption; the second task sends no bytes, and the keys are there."""
    amina = begun(sound)
    assert "Listen: 2 s" in amina.shown() and "Two beeps" in " ".join(amina.labels())
    amina.presses("Two beeps")
    amina.hears("Saved, +")
    sound.quiet()
    first, second = [call["params"] for call in sound.sandbox.calls("sendVoice") if call["ok"]]
    assert (
        isinstance(first["voice"], dict) and isinstance(second["voice"], str) and int(first["duration"]) == 2
    )
    [row] = sound.rows("SELECT file, size_bytes FROM uploads")
    assert row["file"] == second["voice"] and row["size_bytes"] > 1_000
    assert [one["value"] for one in amina.answered()] == [json.dumps("two")]


def test_a_clip_comes_on_request_only(film: Program) -> None:
    """Key frames first, the clip under More with its bytes said before; then the question goes on as it was."""
    amina = begun(film)
    assert not film.sandbox.calls("sendVideo")
    amina.presses("More")
    assert "The clip takes" in amina.hears("waits")
    amina.presses("The clip")
    amina.hears("Item")
    [call] = film.sandbox.calls("sendVideo")
    assert call["ok"] and call["params"]["supports_streaming"] in (True, "true")
    film.quiet()
    amina.presses("To the left")
    amina.hears("Saved, +")
    assert [one["value"] for one in amina.answered()] == [json.dumps("left")]
    assert len(film.sandbox.calls("sendVideo")) == 1


def test_an_id_that_telegram_has_forgotten_is_replaced(sound: Program) -> None:
    """The refused id is dropped and the sound goes up again."""
    amina = begun(sound)
    sound.quiet()
    assert sound.write("UPDATE uploads SET file = 'AwACAgQAAxkBAAIForgotten'") == 1
    amina.presses("Two beeps")
    amina.hears("Saved, +")
    sent = [call["params"]["voice"] for call in sound.sandbox.calls("sendVoice") if call["ok"]]
    assert [isinstance(one, dict) for one in sent] == [True, True]


@pytest.mark.parametrize(
    ("kind", "said"), [("audio", "The sound can't be played."), ("video", "The picture can't be shown.")]
)
def test_a_lost_medium_leaves_the_words_and_the_keys(
    request: pytest.FixtureRequest, kind: str, said: str
) -> None:
    """A restore forgot the media: the person is told, and can skip or say so."""
    program: Program = request.getfixturevalue("sound" if kind == "audio" else "film")
    shutil.rmtree(program.settings.data / "media")
    amina = begun(program)
    assert said in amina.shown()
    amina.presses("Skip")
    assert said in amina.hears()


def test_a_results_file_that_is_gone_says_so(program: Program) -> None:
    """It lay there longer than files are kept; they hear how to have it made anew."""
    her = program.person()
    her.joins()
    gone = ResultFile("streets", "streets.csv", "0" * 64, 12)
    account = program.rows("SELECT id FROM accounts")[0]["id"]
    program.do(program.home.house.database.write(telling.notify, account, gone))
    assert "streets.csv is not kept any more. Ask for it anew: /results_streets" in her.hears("streets.csv")


def test_what_is_sealed_is_sent_to_nobody(program: Program) -> None:
    """Though it is in the store and Telegram has it: another question with the same bytes comes without them."""
    amina, kofi = program.person(), program.person(1002, "Kofi")
    amina.joins()
    amina.takes_up("What covers the photo?")
    program.quiet()
    before = len(photos(program))
    untaken = "role = 'task' AND id NOT IN (SELECT task FROM assignments)"
    [task] = program.rows(f"SELECT id AS task FROM tasks WHERE {untaken} LIMIT 1")
    program.write(f"UPDATE tasks SET stopped_at = 1, open_slots = 0 WHERE id = {task['task']}")
    program.write(
        "INSERT INTO alarms (id, code, task, pack, requester, ground, state, level_was, flags_was, at)"
        f" SELECT 1, '4F2K', t.id, t.pack, p.requester, 'illegal', 'sealed', 0, '{{}}', 1 FROM tasks t JOIN packs p ON p.id = t.pack WHERE t.id = {task['task']}"
    )
    program.write("INSERT INTO sealed (hash, alarm) SELECT DISTINCT hash, 1 FROM renditions")
    kofi.joins()
    kofi.takes_up("What covers the photo?")
    amina.presses("More")
    amina.hears()
    amina.presses("Larger picture")
    amina.hears("What covers most of the picture?")
    program.quiet()
    assert len(photos(program)) == before


def test_a_lost_clip_leaves_the_question(film: Program) -> None:
    """Only the clip is gone: its name is said, and the keys are there."""
    amina = begun(film)
    film.quiet()
    shutil.rmtree(film.settings.data / "media")
    amina.presses("More")
    amina.hears("waits")
    amina.presses("The clip")
    assert "The clip can't be shown." in amina.hears("Item") and "To the left" in " ".join(amina.labels())


@pytest.fixture
def glued(program: Program) -> Program:
    """A program that sends stickers, with a pack of two photographs of one picture."""
    program.stop()
    program.settings = program.settings.model_copy(update={"stickers": True})
    program.start()
    photo, webp = io.BytesIO(), io.BytesIO()
    drawn = moving("square", (0.2, 0.5), (0.8, 0.5), (320, 240), 2)[0]
    drawn.save(photo, "JPEG")
    drawn.save(webp, "WEBP")
    launched(program, "choice", {"picture": photo.getvalue(), "sticker": webp.getvalue()})
    return program


def stickers(program: Program) -> list[object]:
    """What was sent as a sticker: a file, or the id of one."""
    return [call["params"]["sticker"] for call in program.sandbox.calls("sendSticker") if call["ok"]]


def test_a_sticker_comes_before_its_question_and_goes_up_once(glued: Program) -> None:
    """Two messages: the picture bare and silent, then the words with the keys; /data counts both."""
    amina = begun(glued)
    amina.presses("Road")
    until_true(lambda: "Saved, +" in amina.shown())
    glued.quiet()
    first, second = stickers(glued)
    assert isinstance(first, dict) and isinstance(second, str) and not glued.sandbox.calls("sendPhoto")
    for call in glued.sandbox.calls("sendSticker"):
        assert not {"caption", "reply_markup", "parse_mode"} & set(call["params"])
    [row] = glued.rows("SELECT file, size_bytes FROM uploads")
    assert row["file"] == second
    [counted] = glued.rows("SELECT sum(bytes) AS bytes FROM traffic")
    assert counted["bytes"] > 2 * (720 + row["size_bytes"]) + 3 * 1_770
    assert len(amina.answered()) == 1


def test_nothing_is_lost_between_a_sticker_and_its_question(
    glued: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The line is cut after the sticker: tries again send the question alone; a restart sends both, the sticker by its id."""
    usual = Sender._call
    cut = httpx.ConnectError("cut")

    async def call(self: Sender, method: str, told: Told, screen: Screen, **values: Any) -> Any:
        if screen.sticker is None:
            return await usual(self, method, told, screen, **values)
        raise NetworkError("cut") from cut

    monkeypatch.setattr(Sender, "_call", call)
    amina = glued.person()
    amina.joins()
    until_true(lambda: "About the-" in amina.shown() or bool(amina.presses("Something else")))
    amina.presses("Start")
    amina.hears()
    amina.presses("Go on")
    until_true(lambda: len(stickers(glued)) == 1)
    time.sleep(1.5)
    assert len(stickers(glued)) == 1
    glued.stop()
    monkeypatch.undo()
    glued.start()
    until_true(lambda: "Item" in amina.shown())
    assert len(stickers(glued)) == 2 and isinstance(stickers(glued)[1], str)
    amina.presses("Road")
    until_true(lambda: "Saved, +" in amina.shown())


def test_a_sticker_that_can_not_be_sent_is_a_photo(glued: Program) -> None:
    """Refused by Telegram, or gone from the store."""
    [row] = glued.rows("SELECT hash FROM renditions WHERE form = 'sticker'")
    glued.home.store.path(row["hash"]).write_bytes(b"no sticker")
    amina = begun(glued)
    glued.home.store.path(row["hash"]).unlink()
    amina.presses("Road")
    until_true(lambda: "Saved, +" in amina.shown())
    assert not stickers(glued)
    assert len([call for call in glued.sandbox.calls("sendPhoto") if call["ok"]]) == 2


def test_writing_is_a_document_with_its_question(program: Program) -> None:
    """One message: the file as it is, the words under it, the keys; it goes up once."""
    photo, page = io.BytesIO(), io.BytesIO()
    Image.new("RGB", (320, 240), "white").save(photo, "JPEG")
    Image.new("P", (640, 200)).save(page, "PNG", bits=2)
    launched(program, "text", {"picture": photo.getvalue(), "writing": page.getvalue()})
    amina = begun(program)
    assert "Item" in amina.shown() and "Skip" in " ".join(amina.labels())
    amina.presses("Skip")
    amina.hears("Item")
    program.quiet()
    first, second = [
        call["params"]["document"] for call in program.sandbox.calls("sendDocument") if call["ok"]
    ]
    assert isinstance(first, dict) and first["bytes"] == len(page.getvalue()) and isinstance(second, str)
    assert not program.sandbox.calls("sendPhoto")


def test_a_claim_whose_picture_is_gone_comes_without_it(program: Program) -> None:
    """Its words and its code are what can be answered; what was reported is not in them either."""
    her = program.person()
    her.joins()
    account = program.rows("SELECT id FROM accounts")[0]["id"]
    settings = dict(kinds()["choice"].example["settings"])
    told = settings["options"][0]["code"]
    question, text = {"en": "Who is in it?"}, {"en": "Words of its own"}
    given = Given("choice", settings, ("en", "sw"), question, text, told, Shot("0" * 64, 9))
    claimed = Claimed("4F2K", "Open Streets Archive", given, "empty", {}, 40_000, False)
    program.do(program.home.house.database.write(telling.notify, account, claimed))
    assert "Words of its own" in her.hears("/disagree_4F2K")
    [task] = program.rows("SELECT id, pack FROM tasks LIMIT 1")
    program.write(
        "INSERT INTO alarms (id, code, task, pack, requester, ground, state, level_was, flags_was, at)"
        f" SELECT 1, '4F2L', {task['id']}, id, requester, 'violent', 'out', 0, '{{}}', 1 FROM packs WHERE id = {task['pack']}"
    )
    late = replace(claimed, code="7ABC", given=replace(given, picture=None, item=task["id"]))
    program.do(program.home.house.database.write(telling.notify, account, late))
    assert "Words of its own" not in her.hears("/disagree_7ABC")
