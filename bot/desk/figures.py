"""The figures of a month, as sentences and as a table."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from bot.actions import totalling
from bot.desk.words import Said, Verbs
from bot.domain import figures as rules
from bot.domain.refusals.results import FiguresNotWritable, NotAMonth
from bot.screens import operator

if TYPE_CHECKING:
    from bot.desk import Desk


async def figures(desk: Desk, month: str, out: str = "") -> Said:
    """What may be told of a month; into a file too where one is named."""
    between = rules.month(month)
    if between is None or between[0] > desk.clock():
        raise NotAMonth(written=month[:40])
    found = await desk.house.database.read(totalling.of_month, *between)
    currency = desk.house.rules.currency
    lines = operator.figures.month(month, between[1] <= desk.clock(), found, currency)
    if out:
        await asyncio.to_thread(_write, Path(out), operator.figures.table(month, found, currency))
        lines.append(operator.figures.written(out))
    return {"lines": lines, "ok": True}


def _write(path: Path, table: str) -> None:
    try:
        path.write_text(table, encoding="utf-8")
    except OSError as why:
        raise FiguresNotWritable(reason=f"{why.filename}: {why.strerror}.") from None


VERBS: Verbs = {"figures": figures}
