"""The drill of tests/stories/restored.py in a house of some size: a backup under load, the machine gone, a restore elsewhere.

Beside what it took stands what may not happen: a deposit or an answer lost that was acknowledged before the backup began, an
answer or a payout made twice.
"""

from __future__ import annotations

import asyncio
import random
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

from bot.config import Settings
from bot.media.store import Store
from bot.rounds import payouts as rounds
from tests.bench import commands, server
from tests.bench.figures import Figures, short
from tests.bench.part import Part, Row, at_most
from tests.stories.restored import drilled

picture_bytes = 7_000  # as many as a photograph of the saver has


@dataclass(frozen=True, slots=True)
class Size:
    """What the house holds before anybody works in it."""

    answers: int = 5_000
    people: int = 50
    tasks: int = 10_000
    pictures: int = 500


def measure(folder: Path, size: Size) -> Figures:
    """On SQLite, then on PostgreSQL."""
    return {
        "sqlite": measure_on(folder / "sqlite", size),
        "postgres": server.on_own(folder, lambda url_of: measure_postgres(folder / "served", url_of, size)),
    }


def measure_postgres(folder: Path, url_of: server.UrlOf, size: Size) -> Figures:
    """On a running server; leaves nothing behind."""
    with server.databases(url_of, 2) as (old, new):
        return measure_on(folder, size, old, new)


def measure_on(folder: Path, size: Size, old: str = "", new: str = "") -> Figures:
    """One drill; "" is SQLite."""
    folder.mkdir()
    with patch.object(rounds, "look_s", 0.05):
        done = drilled(folder, old, new, lambda settings: _fill(settings, size))
    return {
        "rows": done.manifest.rows,
        "pictures": done.manifest.media,
        "pictures_bytes": done.manifest.media_bytes,
        "file_bytes": done.size_bytes,
        "backup_s": short(done.backup_s),
        "restore_s": short(done.restore_s),
        "acknowledged": done.acknowledged,
        "lost": done.lost,
        "answers": done.answers,
        "answers_lost": done.answers_lost,
        "answers_twice": done.answers_twice,
        "paid_twice": done.paid_twice,
    }


def _fill(settings: Settings, size: Size) -> None:
    dice, store = random.Random(size.pictures), Store(settings.data / "media")
    for _ in range(size.pictures):
        store.put(dice.randbytes(picture_bytes))
    asyncio.run(_answer(settings, size))


async def _answer(settings: Settings, size: Size) -> None:
    asked = commands.Size(people=size.people, tasks=size.tasks)
    async with commands.hands(settings.database_url, asked) as hands:
        await hands.answers(size.answers)


def lines(found: Figures) -> list[str]:
    """An engine a line."""
    return [
        f"  {engine}: {_held(one)} backed up under load in {one['backup_s']:g} s, back in {one['restore_s']:g} s;"
        f" {one['lost']} of {one['acknowledged']} deposits and {one['answers_lost']} of {one['answers']} answers lost,"
        f" {one['answers_twice']} answers and {one['paid_twice']} payouts made twice"
        for engine, one in found["engines"].items()
        if "not measured" not in one
    ]


def _held(one: Figures) -> str:
    megabytes = one["pictures_bytes"] / 1_000_000, one["file_bytes"] / 1_000_000
    return f"{one['rows']:,} rows and {one['pictures']:,} pictures ({megabytes[0]:.1f} MB) as {megabytes[1]:.1f} MB"


def rows(found: Figures) -> list[Row]:
    """What it took, and what may not happen."""
    return [
        row
        for engine, one in found["engines"].items()
        if "not measured" not in one
        for row in (
            Row(
                f"the drill, {engine}: a backup beside the running program",
                f"{one['backup_s']:g} s",
                _held(one),
            ),
            Row(f"the drill, {engine}: the restore elsewhere", f"{one['restore_s']:g} s", _held(one)),
            at_most(
                f"the drill, {engine}: deposits acknowledged before the backup began, and lost",
                0,
                one["lost"],
            ),
            at_most(
                f"the drill, {engine}: answers acknowledged before it began, and lost", 0, one["answers_lost"]
            ),
            at_most(f"the drill, {engine}: answers made twice", 0, one["answers_twice"]),
            at_most(f"the drill, {engine}: payouts made twice", 0, one["paid_twice"]),
        )
    ]


def _part(folder: Path, long: bool) -> Figures:
    return {"engines": measure(folder, Size(answers=100_000, tasks=100_000) if long else Size())}


parts = (Part("drill", "The drill: a backup under load, a restore elsewhere", _part, lines, rows),)
