"""Answers that wait for a requester's word."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from bot.actions import judging
from bot.desk.words import Said, Verbs
from bot.packs import reviews
from bot.packs.faults import Faults, say
from bot.screens import operator

if TYPE_CHECKING:
    from bot.desk import Desk


async def review(desk: Desk, name: str, out: str = "", file: str = "") -> Said:
    """Writes what waits for a requester's word into a file, or does what a file that came back says."""
    if not file:
        found, sentences = await desk.house.database.read(judging.waiting, name)
        await asyncio.to_thread(Path(out).write_bytes, reviews.write(found, sentences))
        return {"lines": operator.reviews.written(name, out, len(found)), "ok": True}
    content = await asyncio.to_thread(_read, Path(file))
    marks = reviews.read(content, Path(file).name)
    if isinstance(marks, Faults):
        return {"lines": [say(one) for one in marks.listed()], "ok": False}
    done = await desk.house.database.write(judging.returned, name, marks, desk.house.rules)
    lines = operator.reviews.returned(name, done.accepted, done.claimed, done.wrong)
    return {"lines": lines, "ok": not done.wrong}


def _read(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(reviews.file_bytes_max + 1)


VERBS: Verbs = {"review": review}
