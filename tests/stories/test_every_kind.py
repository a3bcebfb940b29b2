"""A pack of every kind is played on a phone that is offline whenever something is pressed or written."""

import io
import json

import pytest
from PIL import Image

from bot.actions import depositing, filling, publishing
from bot.actions.filling import NewRendition, NewTask
from bot.kinds import kinds, spec
from bot.storage import Tx
from tests.makers import REQUESTER, RULES, make_form
from tests.makers_media import beeps, clip_file, moving, sound_file
from tests.stories.program import Person, Program, words_of

Act = tuple[str, str]  # "press" or "write", and the words

PLAYED: dict[str, list[list[Act]]] = {
    "audio": [[("press", "Two beeps")]],
    "choice": [[("press", "Road")]],
    "find": [[("write", "5199")], [("write", "https://en.wikipedia.org/wiki/Mount_Kenya")]],
    "form": [[("press", "3")], [("write", "5")]],
    "grid": [[("write", "3 4 8")]],
    "multi": [[("press", "Price"), ("press", "Delivery"), ("press", "Done")]],
    "number": [[("write", "25")]],
    "pair": [[("press", "1")]],
    "rank": [[("press", "1"), ("press", "3"), ("press", "2")]],
    "reply": [[("write", "Then give it more time, or put it beside the stove.")]],
    "scale": [[("press", "2")]],
    "text": [[("write", "KDA 123B")]],
    "video": [[("press", "To the left")]],
}
"""What a person does for each question in turn; photographs and voices have stories of their own (test_made)."""


def media_of(program: Program, kind: str) -> list[NewRendition]:
    """What a task of the kind shows: a picture, a sound, or frames and a clip."""
    frames = moving("circle", (0.9, 0.5), (0.1, 0.5), (160, 120), 10)
    picture = io.BytesIO()
    frames[0].resize((320, 240), Image.Resampling.LANCZOS).save(picture, "JPEG")
    made = {"picture": picture.getvalue()}
    if kind == "audio":
        made = {"audio": sound_file(beeps(2), "ogg")}
    if kind == "video":
        made["video"] = clip_file(frames)
    store = program.home.store
    return [
        NewRendition(kind, 320, store.put(data), 320, 240, len(data), form=form, seconds=1)
        for form, data in made.items()
    ]


def launch(tx: Tx, kind: str, renditions: list[NewRendition]) -> None:
    """Two tasks of the kind's own example, the best paid there are."""
    example = kinds()[kind].example
    form = make_form(f"the-{kind}", kind=kind, price="0.90", settings=dict(example["settings"]))
    pack, item = filling.begin(tx, form, REQUESTER), example["item"]
    read = kinds()[kind].read_item(spec(kind, form.settings, form.languages), item.get("text", ""))
    words = filling.task_item({"en": str(read)} if "text" in item else {}, {}, {})
    source = "" if item.keys() == {"text"} else kind
    tasks = [NewTask(f"{number}", "task", words, source, None) for number in (1, 2)]
    filling.add_tasks(tx, pack, tasks, renditions if source else [])
    filling.finish(tx, pack, 0)
    depositing.deposit(tx, REQUESTER, 1_000_000_000, kind, RULES)
    publishing.launch(tx, form.name, RULES)


def does_offline(person: Person, acts: list[Act]) -> str:
    """All of it while the line is away; then the line is back, and what comes is read."""
    person.program.quiet()
    person.program.clock.advance(3)  # longer than a message that was under way before
    person.phone.offline()
    for what, words in acts:
        person.presses(words) if what == "press" else person.writes(words)
    before = person.phone.last()["message_id"]
    person.phone.online()
    message = person.phone.wait_for(lambda one: one["from"] == "bot", after=max(before, person.seen))
    person.seen = message["message_id"]
    return words_of(message)


@pytest.mark.parametrize("kind", sorted(PLAYED))
def test_a_pack_is_played_over_a_line_that_drops(program: Program, kind: str) -> None:
    """Each question is answered without a connection; it is stored as it was meant, and paid once."""
    program.do(program.home.house.database.write(launch, kind, media_of(program, kind)))
    amina = program.person()
    amina.joins()
    amina.takes_up("About the-")
    said = ""
    for acts in PLAYED[kind]:
        said = does_offline(amina, acts)
    assert "Saved, +$0.9" in said
    program.quiet()
    one = kinds()[kind]
    settings = spec(kind, one.example["settings"], ("en", "sw"))
    [stored] = amina.answered()
    assert json.loads(stored["value"]) == one.read_gold(settings, one.example["gold"])
    assert stored["paid"] == 900_000
    program.proved()


def test_every_kind_has_its_story() -> None:
    """A new kind is played too."""
    assert PLAYED.keys() | {"photo", "voice"} == kinds().keys()


def test_smaller_squares_are_asked_for_without_a_line(program: Program) -> None:
    """The finer picture comes with a mark of its own when the line is back, and its numbers are the small ones."""
    program.do(program.home.house.database.write(launch, "grid", media_of(program, "grid")))
    amina = program.person()
    amina.joins()
    amina.takes_up("About the-")
    mark = amina.mark()
    does_offline(amina, [("press", "Smaller squares")])
    assert amina.mark() != mark
    assert "Saved, +" in does_offline(amina, [("write", "47, 48")])
    [stored] = amina.answered()
    assert json.loads(stored["value"]) == {"cells": [47, 48], "columns": 8, "rows": 6}
