"""The figures of a month, as sentences and as a table."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from bot.actions import totalling
from bot.desk.words import Said, Verbs
from bot.domain import figures as rules
from bot.domain.figures import Figure
from bot.domain.refusals.results import FiguresNotWritable, NotAMonth
from bot.screens import operator
from bot.storage import Database

if TYPE_CHECKING:
    from bot.desk import Desk


async def figures(desk: Desk, month: str, out: str = "") -> Said:
    """What may be told of a month; into a file too where one is named."""
    between = rules.month(month)
    if between is None or between[0] > desk.clock():
        raise NotAMonth(written=month[:40])
    found = await of_month(desk.house.database, *between)
    currency = desk.house.rules.currency
    lines = operator.figures.month(month, between[1] <= desk.clock(), found, currency)
    if out:
        await asyncio.to_thread(_write, Path(out), operator.figures.table(month, found, currency))
        lines.append(operator.figures.written(out))
    return {"lines": lines, "ok": True}


async def of_month(database: Database, first: int, beyond: int) -> tuple[Figure, ...]:
    """All figures of the time between two moments (UTC epoch ms): its answers in short reads, one after another."""
    tally, after = rules.Tally(), 0
    while True:
        some, after = await database.read(totalling.some, first, beyond, after)
        if not some:
            return (*tally.figures(), *await database.read(totalling.others, first, beyond))
        tally.add(some)


def _write(path: Path, table: str) -> None:
    try:
        path.write_text(table, encoding="utf-8")
    except OSError as why:
        raise FiguresNotWritable(reason=f"{why.filename}: {why.strerror}.") from None


VERBS: Verbs = {"figures": figures}
