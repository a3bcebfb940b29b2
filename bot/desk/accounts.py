"""Limits on what a person may work on: set, shown, lifted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.actions import restricting
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
    """All limits of a person."""
    return {
        "lines": operator.accounts.shown(*await desk.house.database.read(restricting.shown, who)),
        "ok": True,
    }


VERBS: Verbs = {"account.limit": limit, "account.lift": lift, "account.show": show}
