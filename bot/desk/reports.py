"""What was reported as violent or as against the law: what waits, and what people found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.actions import locking, looking
from bot.desk.words import Said, Verbs
from bot.screens import operator

if TYPE_CHECKING:
    from bot.desk import Desk


async def listed(desk: Desk) -> Said:
    """What was reported as violent and is not decided."""
    rows = await desk.house.database.read(looking.waiting)
    return {"lines": operator.reports.listed(rows), "ok": True}


async def waiting(desk: Desk) -> Said:
    """What of both waits for a person, counted: for `ujima doctor`."""
    violent = len(await desk.house.database.read(looking.for_somebody))
    unlawful = len(await desk.house.database.read(locking.waiting))
    lines = operator.reports.waiting(violent, unlawful, bool(desk.house.rules.illegal_by))
    return {"lines": lines, "ok": not lines}


async def show(desk: Desk, code: str) -> Said:
    """One of them, without what it shows."""
    row = await desk.house.database.read(looking.told_of, code)
    return {"lines": operator.reports.shown(row), "ok": True}


async def decide(desk: Desk, code: str, verdict: str, why: str, by: str) -> Said:
    """Somebody neutral decides."""
    given = (code, verdict, why, by, desk.house.rules)
    ended = await desk.house.database.write(looking.decide, *given)
    row = await desk.house.database.read(looking.told_of, code)
    heard = row["speaker"] is not None
    return {"lines": operator.reports.decided(ended.code, ended.state, heard), "ok": True}


async def illegal_listed(desk: Desk) -> Said:
    """What was reported as against the law and is not decided."""
    rows = await desk.house.database.read(locking.waiting)
    return {"lines": operator.reports.illegal_listed(rows), "ok": True}


async def illegal_shown(desk: Desk, code: str, by: str) -> Said:
    """Where it lies, to the one person who is named for it. The files themselves are never printed."""
    found = await desk.house.database.write(locking.told_of, code, by, desk.house.rules.illegal_by)
    return {"lines": operator.reports.illegal_shown(*found), "ok": True}


async def illegal_decided(desk: Desk, code: str, decision: str, by: str) -> Said:
    """What that person says of it; to lift it takes a second one."""
    contact = desk.house.rules.illegal_by
    if decision == "keep":
        row = await desk.house.database.write(locking.keep, code, by, contact)
        return {"lines": operator.reports.illegal_kept(row), "ok": True}
    row, done = await desk.house.database.write(locking.lift, code, by, contact)
    return {"lines": operator.reports.illegal_lifted(row, done), "ok": True}


VERBS: Verbs = {
    "report.list": listed,
    "report.waiting": waiting,
    "report.show": show,
    "report.decide": decide,
    "illegal.list": illegal_listed,
    "illegal.show": illegal_shown,
    "illegal.decide": illegal_decided,
}
