"""What ten questions cost together and one by one, in bytes on the wire model and content down: pictures and texts.

The program beside the pretend Telegram, an Android phone, data mode saver; from the wish
for the first to the last acknowledgment, both ways. The pictures are those of taskpacks/street-photos, which the server's
stand-in re-encodes at quality 87; the texts those of taskpacks/polite-notes.
"""

from __future__ import annotations

import asyncio
from pathlib import Path

from bot.config import carried
from tests.bench.figures import Figures, short
from tests.stories.program import REQUESTER, Person, Program, opened, settings_for, stock

ten = " ".join(f"{number}a" for number in range(1, 11))


def measure(folder: Path) -> Figures:
    """Bytes of ten questions each way, together and one by one, and the ratio."""
    asyncio.run(stock(settings_for(folder / "stocked", "http://127.0.0.1:9")))
    with opened(folder / "stocked", folder / "data") as program:
        pictures = _compared(program, "What covers the photo?", 3)
        program.works("pack.add", path=str(carried("taskpacks") / "polite-notes"), requester=REQUESTER)
        program.desk("pack.look", name="polite-notes")
        for name in ("street-photos", "digits", "market-reviews"):
            program.desk("pack.pause", name=name)
        program.desk("pack.launch", name="polite-notes")
        return {"pictures": pictures, "texts": _compared(program, "", 5)}


def _compared(program: Program, offered: str, number: int) -> Figures:
    people = [program.person(number * 100 + place, name) for place, name in enumerate(("Amina", "Baraka"), 1)]
    for one in people:
        one.joins()
        one.takes_up(offered)
        while "Practice:" in one.shown():
            _answers(one)
        program.quiet()
    together, singly = people
    begun = [_spent(one) for one in people]
    together.writes("/pocket")
    together.hears("10-")
    program.quiet()
    program.clock.advance(3)
    together.writes(ten)
    together.hears("10 saved")
    for _ in range(10):
        _answers(singly)
    program.quiet()
    wires = [
        {name: now - before[name] for name, now in _spent(one).items()}
        for one, before in zip(people, begun, strict=True)
    ]
    found: Figures = {"together": wires[0], "one_by_one": wires[1]}
    found["ratio"] = {name: short(wires[0][name] / wires[1][name]) for name in wires[0] if wires[1][name]}
    return found


def lines(found: Figures) -> list[str]:
    """The figures for people."""
    return [
        f"  ten {what}: {one['together']['wire']} bytes on the wire together, {one['one_by_one']['wire']} one by one: "
        f"{one['ratio']['wire']:g}; content down {one['ratio']['content_down']:g}"
        for what, one in found.items()
    ]


def _answers(person: Person) -> None:
    """Presses the first key."""
    person.phone.press(person.labels()[0])
    person.hears("Saved")


def _spent(person: Person) -> dict[str, int]:
    seen = person.phone.look()
    wire = int(seen["bytes_down"]) + int(seen["bytes_up"])
    return {"wire": wire, "wire_down": int(seen["bytes_down"]), "content_down": int(seen["content_down"])}
