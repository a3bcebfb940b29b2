"""Limits on what a person may work on: set, shown, lifted; and a PIN that was forgotten."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.actions import handing, restricting
from bot.desk.words import Said, Verbs, number_of
from bot.screens import operator

if TYPE_CHECKING:
    from bot.desk import Desk


async def limit(
    desk: Desk,
    who: str,
    reason: str,
    why: str,
    by: str,
    days: str,
    pack: str = "",
    requester: str = "",
    everything: str = "",
) -> Said:
    """Limits what a person may work on, with a reason and an end; they are told both."""
    code = await desk.house.database.write(
        restricting.limit,
        who,
        pack=pack,
        requester=requester,
        everything=bool(everything),
        reason=reason,
        words=why,
        days=number_of(days),
        by=by,
    )
    return {"lines": operator.accounts.limited(code), "ok": True}


async def lift(desk: Desk, code: str, by: str, why: str = "") -> Said:
    """Lifts a limit before its end."""
    await desk.house.database.write(restricting.lift, code, by, why)
    return {"lines": operator.accounts.lifted(code), "ok": True}


async def show(desk: Desk, who: str) -> Said:
    """All limits of a person, and who shares their phone."""
    person, rows = await desk.house.database.read(restricting.shown, who)
    seats = await desk.house.database.read(handing.on_phone, who)
    return {"lines": operator.accounts.shown(person, rows, seats), "ok": True}


async def pin(desk: Desk, who: str, by: str) -> Said:
    """Takes away a PIN that somebody forgot."""
    name = await desk.house.database.write(handing.free_pin, who, by)
    return {"lines": operator.accounts.freed(name), "ok": True}


VERBS: Verbs = {"account.limit": limit, "account.lift": lift, "account.show": show, "account.pin": pin}
