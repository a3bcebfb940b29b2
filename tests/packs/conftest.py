"""A small good pack to spoil: one kind of shoe per picture, in one language."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from bot.packs import folder
from bot.packs.faults import say
from bot.packs.folder import Pack

BARE = """\
name = "shoes"
kind = "choice"
languages = ["en"]
currency = "USD"
estimate_s = 15
price = "0.03"
asks = "Night Market Maps"
licence = "CC-BY-4.0"
title = "Which shoes?"
question = "Which shoes are these?"
instruction = "Choose the kind of shoes that is largest in the picture."
trains = "A free search of market photographs."
afterwards = "Results are published."

[settings]
options = ["Sneakers", "Boots"]
"""
TOML = (
    BARE
    + """
[[examples]]
right = true
item = "media/1.jpg"
answer = "Boots"
reason = "They cover the ankle."
"""
)

TASKS = """\
id,text,picture,gold,practice,explanation
1,,media/1.jpg,Boots,1,They cover the ankle.
2,,media/2.jpg,,,
3,"Laced, white",,,,
4,,media/2.jpg,Sneakers,,
"""

Maker = Callable[..., Path]


@pytest.fixture
def made(tmp_path: Path) -> Maker:
    """Writes a pack's folder: the good one, with what is given instead."""

    def make(
        toml: str | bytes = TOML, tasks: str | bytes = TASKS, media: Sequence[str] = ("1.jpg", "2.jpg")
    ) -> Path:
        place = tmp_path / "pack"
        (place / "media").mkdir(parents=True, exist_ok=True)
        (place / "pack.toml").write_bytes(toml if isinstance(toml, bytes) else toml.encode())
        (place / "tasks.csv").write_bytes(tasks if isinstance(tasks, bytes) else tasks.encode())
        for name in media:
            (place / "media" / name).write_bytes(b"not opened here")
        return place

    return make


def read(place: Path) -> Pack | list[str]:
    """The pack in a folder under a floor of $5.00 an hour, or its faults as they are said."""
    found = folder.read(place, floor_hourly=5_000_000, money_minor=10_000)
    return [say(fault) for fault in found] if isinstance(found, list) else found


def good(place: Path) -> Pack:
    """The pack in a folder that has no faults."""
    found = read(place)
    assert isinstance(found, Pack), found
    return found


def changed(text: str, old: str, new: str) -> str:
    """A text with one part of it replaced, which must be there."""
    assert text.count(old) == 1, old
    return text.replace(old, new)


def csv(*lines: str) -> str:
    """A file of these lines."""
    return "\n".join(lines) + "\n"
