"""Writes a filled example pack of one kind, in order as it is, for a requester to change into their own.

Everything a pack may say first is there, with a comment where a choice is to be made; settings, item and known
answer are the kind's own example. Pictures, sounds and films are small stand-ins that say what they are.
"""

from __future__ import annotations

import csv
import math
import tempfile
import wave
import zipfile
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw

from bot.kinds import Fault, kinds
from bot.packs import toml

language = "en"
_names = {"picture": "1.jpg", "picture_b": "2.jpg", "audio": "1.wav", "video": "1.mp4"}
_sound_rate, _beep_s, _gap_s, _beep_hertz = 16_000, 0.4, 0.3, 600
_film_frames, _film_rate, _film_size = 24, 12, (160, 120)


@dataclass(frozen=True, slots=True)
class Worked:
    """The words of one kind's example: what is asked, how to do it, a wrong answer and why it is."""

    title: str
    question: str
    instruction: str
    right: str = "This is what was asked for."
    wrong: str = ""  # another answer that could be given; "" where none can be known
    why: str = "This is not what the item says."


_general = Worked("A first pack", "What do you see?", "Look at the item, then answer the question below it.")
_worked = {
    "choice": Worked(
        "What is in the picture?",
        "What fills most of the picture?",
        "Look at the whole picture. Choose what fills the largest part of it.",
        "The road fills most of it.",
        "building",
        "There is a building, but it is small.",
    ),
    "multi": Worked(
        "What is the review about?",
        "What does the review speak of?",
        "Read the review. Choose everything it speaks of, good or bad.",
        "It names the price and the delay.",
        "staff",
        "Nobody who works there is named.",
    ),
    "scale": Worked(
        "How friendly is it?",
        "How friendly is this note?",
        "Read the note as if it were written to you. Choose how friendly it is.",
        "It sends you away, though it names another day.",
        "5",
        "Nothing in it is very friendly.",
    ),
    "number": Worked(
        "How heavy is it?",
        "How many kilograms are there in all?",
        "Read the note and add up what it names. Write the sum in kilograms.",
        "Two times 12.5 is 25.",
        "12.5",
        "This is only one of the two sacks.",
    ),
    "text": Worked(
        "Read the number plate",
        "What is written on the plate?",
        "Write the letters and digits exactly as they are on the plate.",
        "All letters and digits are there.",
        "KDA 128B",
        "The last digit is a 3, not an 8.",
    ),
    "rank": Worked(
        "Which answer helps most?",
        "Put the answers in order, the most helpful first.",
        "Read all answers. The most helpful one tells a stranger what to do next.",
        "The first says where, the third whom to ask, the second nothing.",
        "2|1|3",
        "“Somewhere.” helps nobody, so it can't be first.",
    ),
    "pair": Worked(
        "Which one is clearer?",
        "Which of the two is clearer?",
        "Read both. Choose the one that a stranger would understand at once.",
        "The first says what is closed and until when.",
        "2",
        "“Maybe” leaves open when to come.",
    ),
    "form": Worked(
        "What happened?",
        "What does the report say?",
        "Read the report to its end, then answer the questions about it one by one.",
        "Both are in the report.",
    ),
    "reply": Worked(
        "What would you reply?",
        "What would you write next?",
        "Read the conversation. Write the next message: short, kind and of use.",
        "It helps with what was asked.",
        "You should have read about it before.",
        "This blames, and helps with nothing.",
    ),
    "find": Worked(
        "Look it up",
        "What is it, and where does it say so?",
        "Look it up where everybody can read it. Write what you found and the address of the page.",
        "The page says so itself.",
    ),
    "grid": Worked(
        "Where is it?",
        "In which squares is it?",
        "Look at every square. Name all those in which you see a part of what is asked for.",
        "It reaches over these squares.",
        "1",
        "This square is empty.",
    ),
    "photo": Worked(
        "Photograph one thing",
        "Please photograph this.",
        "Find the thing that is named. Go near, hold still, and take it whole. Nobody may be in the picture.",
        "Any sharp picture that shows the whole thing is right.",
    ),
    "voice": Worked(
        "Read a sentence aloud",
        "Please read this aloud.",
        "Read the sentence to yourself once. Then hold the microphone key and say it as you would to a friend.",
        "Any clear reading of the whole sentence is right.",
    ),
    "audio": Worked(
        "What do you hear?",
        "How many beeps are there?",
        "Listen to the end, then choose how many beeps you heard.",
        "There are two.",
        "one",
        "There is another one after a pause.",
    ),
    "video": Worked(
        "Which way does it go?",
        "Which way does the circle go?",
        "Look at the pictures in their order. If you can't tell, look at the clip.",
        "It goes from right to left.",
        "right",
        "It begins on the right.",
    ),
}


def new(kind: str, folder: Path) -> None:
    """Writes the example pack of a kind into `folder`, which must not exist or be empty.

    ValueError, with a sentence, for an unknown kind, and for films where the extra `av` is not installed;
    FileExistsError where something is there already.
    """
    if kind not in kinds():
        raise ValueError(f"“{kind}” is not a kind of task; there are {', '.join(kinds())}.")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise FileExistsError(f"{folder} is there already.")
    example = kinds()[kind].example
    item = {column: _names.get(column, text) for column, text in example["item"].items()}
    folder.mkdir(parents=True, exist_ok=True)
    media = [column for column in item if column in _names]
    if media:
        (folder / "media").mkdir()
    for column in media:
        item[column] = f"media/{item[column]}"
        _make(folder / item[column], column, example["gold"])
    (folder / "pack.toml").write_text(_toml(kind, example, item, folder), "utf-8")
    _table(folder / "tasks.csv", item, example["gold"], _worked.get(kind, _general))


def zipped(kind: str) -> bytes:
    """The example pack of a kind as a zip. ValueError as `new`."""
    with tempfile.TemporaryDirectory(prefix="ujima-example-") as place:
        folder, out = Path(place) / "pack", BytesIO()
        new(kind, folder)
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for path in sorted(folder.rglob("*")):
                if path.is_file():
                    archive.write(path, path.relative_to(folder))
    return out.getvalue()


def _toml(kind: str, example: Mapping[str, Any], item: Mapping[str, str], folder: Path) -> str:
    """pack.toml with its comments."""
    worked = _worked.get(kind, _general)
    settings = {name: _in_one_language(value) for name, value in example["settings"].items()}
    written = "\n".join(f"{name} = {toml.value(value)}" for name, value in settings.items())
    return f"""\
# An example of kind {kind}: it is a pack as it is. Change it into yours, then: ujima pack check {folder}

name = "my-{kind}-pack"                  # 3 to 40 of a-z, 0-9 and -
kind = {toml.value(kind)}
languages = ["{language}"]                    # with two, write {{en = "…", ar = "…"}} wherever a text stands
price = "0.06"                         # for each answer
estimate_s = 30                        # seconds one answer takes: $7.20 an hour
overlap = 3                            # answers for each task, by different people
readers_max = 20                       # people who may do it; reading and practice are paid to each of them
gold_share = 0.05                      # so much of what is served has an answer you know
asks = "Your name or your project's"
trains = "What the answers train, in a sentence."
use = "What that is used for in the end, and by whom."
afterwards = "What becomes of the answers: are they published, kept, sold?"
licence = "CC-BY-4.0"
# What is hard to see is said in [flags]; taskpacks/README.md says how.
title = {toml.value(worked.title)}
question = {toml.value(worked.question)}
instruction = {toml.value(worked.instruction)}

[settings]
{written}
{_examples(kind, example, item, worked)}"""


def _examples(kind: str, example: Mapping[str, Any], item: Mapping[str, str], worked: Worked) -> str:
    """The answered items of pack.toml: the right one, and a wrong one where one can be given."""
    shown = next((item[column] for column in ("picture", "text") if column in item), "")
    one = kinds()[kind]
    spec = one.read(
        {name: _in_one_language(value) for name, value in example["settings"].items()}, (language,)
    )
    answers = [(True, example["gold"], worked.right), (False, worked.wrong, worked.why)]
    return "".join(
        f"\n[[examples]]\nright = {toml.value(right)}\nitem = {toml.value(shown)}\nanswer = {toml.value(answer)}\nreason = {toml.value(why)}\n"
        for right, answer, why in answers
        if shown and answer.strip("-") and not isinstance(one.read_gold(spec, answer), Fault)
    )


def _table(path: Path, item: Mapping[str, str], gold: str, worked: Worked) -> None:
    """tasks.csv: a task that explains itself, one whose answer is known, and two to answer."""
    columns = ("id", *item, "gold", "practice", "explanation")
    known = gold if gold != "-" else ""  # nothing but practice has an answer where people make something
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(columns)
        out.writerow(("first", *item.values(), gold, "1", worked.right))
        for name, answer in (("second", known), ("third", ""), ("fourth", "")):
            out.writerow((name, *item.values(), answer, "", ""))


def _in_one_language(value: Any) -> Any:
    """A kind's setting with its texts in the first language alone, as a pack of one language writes them."""
    if isinstance(value, Mapping):
        if language in value and all(isinstance(text, str) for text in value.values()):
            return value[language]
        return {name: _in_one_language(inner) for name, inner in value.items()}
    return (
        [_in_one_language(inner) for inner in value]
        if isinstance(value, Sequence) and not isinstance(value, str)
        else value
    )


def _make(path: Path, column: str, gold: str) -> None:
    """A stand-in for a medium."""
    if column == "audio":
        _sound(path)
    elif column == "video":
        _film(path)
    else:
        _picture(path, gold)


def _picture(path: Path, words: str) -> None:
    """A drawing of a plate with words on it."""
    picture = Image.new("RGB", (640, 480), "#c8d2dc")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((60, 140, 580, 340), fill="#f4e9c8", outline="#333333", width=6)
    draw.text((320, 225), words, fill="#111111", anchor="mm", font_size=72)
    draw.text((320, 300), "Put your own picture here", fill="#555555", anchor="mm", font_size=28)
    picture.save(path, "JPEG", quality=80)


def _sound(path: Path) -> None:
    """Two beeps."""
    beep = [
        round(12_000 * math.sin(2 * math.pi * _beep_hertz * step / _sound_rate))
        for step in range(int(_beep_s * _sound_rate))
    ]
    gap = [0] * int(_gap_s * _sound_rate)
    with wave.open(str(path), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(_sound_rate)
        out.writeframes(array("h", gap + beep + gap + beep + gap).tobytes())


def _film(path: Path) -> None:
    """A circle that goes from right to left."""
    try:
        import av
    except ImportError:
        raise ValueError("an example with a film needs the extra av: install ujima[av].") from None
    with av.open(str(path), "w") as out:
        stream = out.add_stream("mpeg4", rate=_film_rate)
        stream.width, stream.height, stream.pix_fmt = *_film_size, "yuv420p"
        for number in range(_film_frames):
            picture = Image.new("RGB", _film_size, "#dddddd")
            left = (_film_size[0] - 30) * (_film_frames - 1 - number) // (_film_frames - 1)
            ImageDraw.Draw(picture).ellipse((left, 45, left + 30, 75), fill="#aa2222")
            out.mux(stream.encode(av.VideoFrame.from_image(picture)))  # type: ignore[no-untyped-call]
        out.mux(stream.encode())
