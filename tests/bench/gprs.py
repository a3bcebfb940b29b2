"""How long it is from a press to the next task on GPRS, beside what the line itself needs for those bytes.

The whole program and a phone of the pretend Telegram whose network really delays: 50 kbit/s down, 20 up, a round trip of 500 ms. The
floor is what that line takes if nobody between took any time: the press goes up, half a round trip; the message comes down, half a
round trip; then the picture is asked for and comes down, one more. Receipts and read marks are not in the floor, though
the line carries them. A task is there when its message is on the phone and its picture is held.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.domain import marks
from bot.sandbox import wire as model
from bot.sandbox.network import NETWORKS, Network
from tests.bench import label_studio, pictures, wire
from tests.bench.figures import Figures, ratios, spread
from tests.bench.part import Part, Row, at_most, spanned
from tests.stories.program import BOT, Person, Program

network = "gprs"
text_pack, text_title = "plain-words", wire.text_packs["plain-words"]
look_s = 1.0  # nobody answers a task unseen: meanwhile the line carries the receipts of what came
patience_s = 60.0


@dataclass(frozen=True, slots=True)
class Size:
    """How many further tasks of each sort."""

    tasks: int = 5
    photographs: int = 12


def measure(folder: Path, size: Size) -> Figures:
    """Seconds, the line's floor and their ratio, for photo tasks and text tasks."""
    with wire.opened(
        folder, [wire.photo_pack(folder, pictures.samples()[-size.photographs :]), text_pack]
    ) as running:
        found = {}
        for number, (sort, title) in enumerate((("photo", wire.photo_title), ("text", text_title))):
            person = running.person(3_000 + number, f"Person {number}")
            person.joins()
            person.takes_up(title)
            running.quiet()
            person.phone.network(network)
            found[sort] = _figures([_pressed(running, person) for _ in range(size.tasks)])
    return {"network": network, **found}


def _pressed(running: Program, person: Person) -> tuple[float, float]:
    """Seconds from a press until the next task is there, and the line's floor for it."""
    time.sleep(look_s)
    label = person.label_of(marks.split(person.labels()[0])[1])
    began = time.monotonic()
    person.phone.press(label)
    told = person.phone.wait_for(_is_there, patience_s, person.seen)
    took = time.monotonic() - began
    person.seen = told["message_id"]
    running.quiet()
    return took, floor_s(running, person, label)


def _is_there(message: dict[str, object]) -> bool:
    photo = message["photo"]
    return photo is None or (isinstance(photo, dict) and bool(photo["held"]))


def floor_s(running: Program, person: Person, label: str) -> float:
    """Seconds that the line needs for a press of this key and the newest message, by its own sizes."""
    return sum(_steps(running, person, label))


def _steps(running: Program, person: Person, label: str) -> Iterator[float]:
    line = NETWORKS[network]
    assert line is not None
    message = running.sandbox.served.world.chat(BOT, person.number).messages[person.seen]
    size = model.message(
        message.text or message.caption or "",
        len(message.entities),
        message.markup,
        photo_sizes=len(message.photo),
        document=False,
    )
    yield _carried(line, down=model.update(size), up=model.request(label))
    if photo := person.phone.last()["photo"]:
        down, up = model.fetching(photo["bytes"])
        yield _carried(line, down=down, up=up)


def _carried(line: Network, *, down: int, up: int) -> float:
    return down * 8 / (line.down_kbit_s * 1000) + up * 8 / (line.up_kbit_s * 1000) + line.round_trip_ms / 1000


def _figures(took: list[tuple[float, float]]) -> Figures:
    seconds, floors = ([one[at] for one in took] for at in (0, 1))
    return {"s": spread(seconds), "floor_s": spread(floors), "ratio_to_floor": ratios(seconds, floors)}


def lines(found: Figures) -> list[str]:
    """The main figures for people."""
    return [
        f"  {sort}: {spanned(found[sort]['s'])} s from press to next task, {spanned(found[sort]['ratio_to_floor'])} of the"
        f" line's own {spanned(found[sort]['floor_s'])} s"
        for sort in ("photo", "text")
    ]


def rows(found: Figures) -> list[Row]:
    """Beside the floor, and what a browser needs on that line."""
    beside = {
        "photo": f"; Label Studio {label_studio.photo_s:g} s, hand-shrunk {label_studio.photo_shrunk_s:g} s",
        "text": "",
    }
    return [
        at_most(
            f"press → next {sort} task on simulated GPRS", 1.3, found[sort]["ratio_to_floor"]["median"],
            f"ours {spanned(found[sort]['s'])} s, the line's floor {spanned(found[sort]['floor_s'])} s{other}", " ×",
        )
        for sort, other in beside.items()
    ]  # fmt: skip


parts = (
    Part(
        "gprs",
        "A press on a slow line",
        lambda folder, long: measure(folder, Size(tasks=13 if long else 5)),
        lines,
        rows,
    ),
)
