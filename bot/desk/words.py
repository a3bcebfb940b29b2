"""What the desk's verbs share: how typed words are read, what is said, and how a job begins."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from bot.actions import queueing
from bot.domain.refusals.deposits import NotAnAmount
from bot.money import parse

if TYPE_CHECKING:
    from bot.desk import Desk

Said = dict[str, Any]
"""What came of a verb: {"lines": [sentence, …], "ok": bool}, with "job" where one goes on."""

Verbs = dict[str, Callable[..., Awaitable[Said]]]
"""Verbs by name, each a function of the desk and of the words that were typed."""


def said(line: str, *, ok: bool = True) -> Said:
    """Some lines, and whether all is well."""
    return {"lines": line.splitlines(), "ok": ok}


async def begun(desk: Desk, kind: str, given: dict[str, Any], *, undo: bool = True) -> Said:
    """A job of a kind is queued; says its number. `undo`: what it leaves when it fails is removed."""
    job = await desk.house.database.write(queueing.add, kind, given, undo)
    return {"lines": [], "ok": True, "job": str(job)}


def amount_of(written: str) -> int:
    """An amount in micro-units. Raises NotAnAmount, for nothing too."""
    with suppress(ValueError):
        if amount := parse(written):
            return amount
    raise NotAnAmount(written=written[:40])


def number_of(written: str) -> int:
    """A number as `list` shows it; 0, which nothing has, for what is no number."""
    fits = written.isascii() and written.isdigit() and len(written) < 20 and int(written) < 2**63
    return int(written) if fits else 0
