"""Delivery of sounds and clips: a voice note with its question, a clip when asked for, each uploaded once, words when lost."""

import io
import json
import shutil

import pytest
from PIL import Image

from bot.actions import depositing, filling, publishing, telling
from bot.actions.filling import NewRendition, NewTask
from bot.domain.outcomes.requester import ResultFile
from bot.kinds import kinds
from bot.storage import Tx
from tests.makers import REQUESTER, RULES, make_form
from tests.makers_media import beeps, clip_file, moving, sound_file
from tests.stories.program import Person, Program


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
        NewRendition(kind, 320, store.put(data), 320, 240, len(data), "", form, 0 if form == "picture" else 2)
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


def test_a_lost_clip_leaves_the_question(film: Program) -> None:
    """Only the clip is gone: its name is said, and the keys are there."""
    amina = begun(film)
    film.quiet()
    shutil.rmtree(film.settings.data / "media")
    amina.presses("More")
    amina.hears("waits")
    amina.presses("The clip")
    assert "The clip can't be shown." in amina.hears("Item") and "To the left" in " ".join(amina.labels())
