"""How the running program is: sentences, and all its meters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.desk.words import Said, Verbs, said
from bot.screens import operator

if TYPE_CHECKING:
    from bot.desk import Desk


async def health(desk: Desk) -> Said:
    """How it is; in order when it can do its work."""
    if desk.looks is None:
        return said(operator.seeing.nobody_runs, ok=False)
    found = await desk.looks.findings()
    return {"lines": operator.seeing.lines(found), "ok": all(one.ready for one in found)}


async def metrics(desk: Desk) -> Said:
    """Every meter, as Prometheus reads it."""
    if desk.looks is None:
        return said(operator.seeing.nobody_runs, ok=False)
    return said(await desk.looks.text())


VERBS: Verbs = {"health": health, "metrics": metrics}
