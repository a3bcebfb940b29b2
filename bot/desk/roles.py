"""Who may bring work, and who decides cases, in the chat."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from bot.actions import admitting, moderating
from bot.desk.words import Said, Verbs, said
from bot.screens import operator

if TYPE_CHECKING:
    from bot.desk import Desk

code_letters = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # none is taken for another
code_characters = 10  # of five bits nearly: a day of guessing finds none


async def listed(desk: Desk) -> Said:
    """All requesters, those who wait for a decision first."""
    rows = await desk.house.database.read(admitting.roles)
    others = await desk.house.database.read(moderating.moderators)
    return {"lines": [*operator.roles.listed(rows), *operator.roles.moderators(others)], "ok": True}


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
    code = _code()
    await desk.house.database.write(admitting.link, name, code)
    return said(
        f"/requester {code}\nWhoever sends this to the bot within a day (after its Start) speaks for {name}; it works once."
    )


def _code() -> str:
    return "".join(secrets.choice(code_letters) for _ in range(code_characters))


async def moderator(desk: Desk, name: str, by: str, languages: str) -> Said:
    """The first of two people names somebody who may decide cases."""
    await desk.house.database.write(moderating.name, name, languages, by)
    return {"lines": operator.roles.named(name), "ok": True}


async def agree(desk: Desk, name: str, by: str) -> Said:
    """The second agrees, and hands over a code."""
    code = _code()
    await desk.house.database.write(moderating.agree, name, by, code)
    return {"lines": operator.roles.agreed(name, code), "ok": True}


async def end(desk: Desk, name: str) -> Said:
    """Somebody decides no more."""
    await desk.house.database.write(moderating.end, name)
    return {"lines": operator.roles.ended(name), "ok": True}


VERBS: Verbs = {
    "role.list": listed,
    "role.approve": approve,
    "role.decline": decline,
    "role.link": link,
    "role.moderator": moderator,
    "role.agree": agree,
    "role.end": end,
}
