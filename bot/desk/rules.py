"""The installation's own rules, version by version."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from bot.actions import amending
from bot.desk.words import Said, Verbs, number_of, said
from bot.domain import amendments
from bot.domain.refusals.amendments import NoSuchRules
from bot.screens import operator

if TYPE_CHECKING:
    from bot.desk import Desk


async def add(desk: Desk, file: str, day: str = "") -> Said:
    """A version from its file, announced now; without a day it binds as soon as it may."""
    content = await asyncio.to_thread(_read, Path(file))
    texts, from_at = amendments.read(content), amendments.day(day) if day else 0
    number, since = await desk.house.database.write(amending.add, texts, from_at)
    return said(operator.rules.added(number, since))


def _read(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(amendments.bytes_max + 1)


async def listed(desk: Desk) -> Said:
    """Every version, the newest first."""
    return {"lines": operator.rules.listed(await desk.house.database.read(amending.listed)), "ok": True}


async def show(desk: Desk, number: str) -> Said:
    """One version, in all its languages."""
    for one in await desk.house.database.read(amending.listed):
        if one.number == number_of(number):
            return {"lines": operator.rules.shown(one), "ok": True}
    raise NoSuchRules(number=number[:10])


async def withdraw(desk: Desk, number: str) -> Said:
    """What was announced does not come."""
    await desk.house.database.write(amending.withdraw, number_of(number))
    return said(operator.rules.withdrawn(number_of(number)))


VERBS: Verbs = {
    "rules.add": add,
    "rules.list": listed,
    "rules.show": show,
    "rules.withdraw": withdraw,
}
