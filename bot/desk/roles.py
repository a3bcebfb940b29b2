"""Who may bring work in the chat."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from bot.actions import admitting
from bot.desk.words import Said, Verbs, said
from bot.screens import operator

if TYPE_CHECKING:
    from bot.desk import Desk

code_letters = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # none is taken for another
code_characters = 10  # of five bits nearly: a day of guessing finds none


async def listed(desk: Desk) -> Said:
    """All requesters, those who wait for a decision first."""
    return {"lines": operator.roles.listed(await desk.house.database.read(admitting.roles)), "ok": True}


async def approve(desk: Desk, name: str) -> Said:
    """Somebody who asked in the chat brings work from now on."""
    await desk.house.database.write(admitting.approve, name)
    return said(f"{name} can bring work now, and hears so.")


async def decline(desk: Desk, name: str, why: str) -> Said:
    """Somebody who asked does not."""
    await desk.house.database.write(admitting.decline, name, why)
    return said(f"{name} can't bring work, and hears why.")


async def link(desk: Desk, name: str) -> Said:
    """A code that ties whoever types it to a requester."""
    code = "".join(secrets.choice(code_letters) for _ in range(code_characters))
    await desk.house.database.write(admitting.link, name, code)
    return said(
        f"/requester {code}\nWhoever sends this to the bot within a day speaks for {name}; it works once."
    )


VERBS: Verbs = {
    "role.list": listed,
    "role.approve": approve,
    "role.decline": decline,
    "role.link": link,
}
