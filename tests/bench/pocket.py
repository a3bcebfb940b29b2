"""What ten questions cost together and one by one, in bytes on the wire model and content down: pictures and texts.

The program beside the pretend Telegram, an Android phone, data mode saver; from the wish for the first to the last
acknowledgment, both ways, of the pictures the mean of three people each. They are those of taskpacks/street-photos, which the
server's stand-in re-encodes at quality 87; the texts those of taskpacks/polite-notes.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path

from bot.config import carried
from tests.bench.figures import Figures, short
from tests.bench.part import Part, Row
from tests.bench.wire import counted, photo_title
from tests.stories.program import REQUESTER, Person, Program, opened, settings_for, stock

Way = Callable[[Person], None]
asked = ("pictures", "texts")
ten = " ".join(f"{number}a" for number in range(1, 11))


def measure(folder: Path) -> Figures:
    """Bytes of ten questions each way, together and one by one, and the ratio."""
    asyncio.run(stock(settings_for(folder / "stocked", "http://127.0.0.1:9")))
    found: dict[str, dict[str, dict[str, int]]] = {"pictures": {}, "texts": {}}
    for name, way in (("together", _takes_along), ("one_by_one", _does_one_by_one)):
        with opened(folder / "stocked", folder / name) as program:  # so that both get the same pictures
            found["pictures"][name] = _mean([_spent_by(program, n, photo_title, way) for n in range(3)])
            program.works("pack.add", path=str(carried("taskpacks") / "polite-notes"), requester=REQUESTER)
            program.desk("pack.look", name="polite-notes")
            for pack in ("street-photos", "digits", "market-reviews"):
                program.desk("pack.pause", name=pack)
            program.desk("pack.launch", name="polite-notes")
            found["texts"][name] = _spent_by(program, 9, "", way)
    return {what: {**one, "ratio": _ratio(one)} for what, one in found.items()}


def _ratio(one: dict[str, dict[str, int]]) -> dict[str, float]:
    return {name: short(spent / one["one_by_one"][name]) for name, spent in one["together"].items()}


def _spent_by(program: Program, place: int, offered: str, way: Way) -> dict[str, int]:
    """Somebody who has begun and practised answers ten; the bytes of that."""
    person = program.person(1_001 + place, f"Worker {place}")
    person.joins()
    person.takes_up(offered)
    while "Practice:" in person.shown():
        _answers(person)
    program.quiet()
    begun = counted(person)
    way(person)
    program.quiet()
    spent = counted(person, begun)
    return {"wire": spent.wire, "content_down": spent.content}


def _takes_along(person: Person) -> None:
    person.writes("/pocket")
    person.hears("10-")
    if "Show picture" in " ".join(person.labels()):
        person.presses("Show picture")
        person.hears("10-")
    person.program.quiet()
    person.program.clock.advance(3)
    person.writes(ten)
    person.hears("10 saved")


def _does_one_by_one(person: Person) -> None:
    for _ in range(10):
        _answers(person)


def _mean(spent: Sequence[dict[str, int]]) -> dict[str, int]:
    return {name: sum(one[name] for one in spent) // len(spent) for name in spent[0]}


def lines(found: Figures) -> list[str]:
    """The figures for people."""
    return [
        f"  ten {what}: {one['together']['wire']} bytes on the wire together, {one['one_by_one']['wire']} one by one: "
        f"{one['ratio']['wire']:g}; content down {one['ratio']['content_down']:g}"
        for what in asked
        for one in (found[what],)
    ]


def rows(found: Figures) -> list[Row]:
    """Ten together, beside one by one."""
    return [
        Row(
            f"Ten {what} in the pocket: bytes on the wire, of those one by one",
            f"{one['ratio']['wire']:g}",
            f"{one['together']['wire']} and {one['one_by_one']['wire']} bytes",
        )
        for what in asked
        for one in (found[what],)
    ]


def _answers(person: Person) -> None:
    """Presses the first key."""
    person.phone.press(person.labels()[0])
    person.hears("Saved")


parts = (Part("pocket", "Ten together and one by one", lambda folder, long: measure(folder), lines, rows),)
