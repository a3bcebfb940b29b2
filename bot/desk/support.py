"""The directory of help: what is shown, what wants a look, and an operator's word on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.actions import helping
from bot.desk.words import Said, Verbs, number_of, said
from bot.screens import operator

if TYPE_CHECKING:
    from bot.desk import Desk


async def listed(desk: Desk, country: str = "") -> Said:
    """Every entry and how it stands; of one country all that is known of each."""
    directory, wanted = desk.house.directory, country if country == "world" else country.upper()
    stands = await desk.house.database.read(helping.stands, directory, wanted)
    note = directory.countries[wanted].note if wanted in directory.countries else ""
    return {"lines": operator.support.listed(stands, detailed=bool(wanted), note=note), "ok": True}


async def check(desk: Desk) -> Said:
    """What wants a look; badly ended where a file can't be read, a shown line ran out or the channel refuses."""
    directory = desk.house.directory
    stands = await desk.house.database.read(helping.stands, directory)
    posts = await desk.house.database.read(helping.posts)
    lines, well = operator.support.check(stands, directory.faults, posts)
    return {"lines": lines, "ok": well}


async def confirm(desk: Desk, entry: str, by: str) -> Said:
    """An entry is right."""
    found = await desk.house.database.write(helping.confirm, desk.house.directory, entry, by)
    return said(operator.support.confirmed(found))


async def hide(desk: Desk, entry: str, by: str) -> Said:
    """An entry is wrong."""
    found = await desk.house.database.write(helping.hide, desk.house.directory, entry, by)
    return said(operator.support.hidden(found))


async def message(desk: Desk, language: str, number: str, country: str = "") -> Said:
    """A message of the support channel for a country and language; a number that is none is refused."""
    wanted = number_of(number) if number.isdigit() else -1
    await desk.house.database.write(
        helping.post, desk.house.directory, country.upper(), language.lower(), wanted
    )
    return said(operator.support.posted(country.upper(), language.lower(), wanted))


VERBS: Verbs = {
    "support.list": listed,
    "support.check": check,
    "support.confirm": confirm,
    "support.hide": hide,
    "support.message": message,
}
