"""Messages read aloud: what is recorded, in which language. The file itself was read and made small before (`bot.office`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.actions import listening
from bot.desk.words import Said, Verbs, number_of, said
from bot.domain import spoken
from bot.screens import operator

if TYPE_CHECKING:
    from bot.desk import Desk


async def listed(desk: Desk, language: str = "") -> Said:
    """Each message in a language, or in all that were begun."""
    if language and (fault := _fault(desk, language)):
        return said(fault, ok=False)
    found = await desk.house.database.read(listening.listed)
    return {"lines": operator.spoken.listed(found, language), "ok": True}


async def may(desk: Desk, language: str, name: str) -> Said:
    """Is there such a message, in such a language?"""
    fault = _fault(desk, language, name)
    return {"lines": [fault] if fault else [], "ok": not fault}


async def add(desk: Desk, language: str, name: str, hash: str, size: str, seconds: str) -> Said:
    """A recording that lies in the store takes the place of the one before it."""
    if fault := _fault(desk, language, name):
        return said(fault, ok=False)
    size_bytes, plays = number_of(size), number_of(seconds)
    await desk.house.database.write(listening.add, language, name, hash, size_bytes, plays)
    return said(operator.spoken.added(language, name, plays, size_bytes))


async def remove(desk: Desk, language: str, name: str) -> Said:
    """It is not heard any more."""
    if fault := _fault(desk, language, name):
        return said(fault, ok=False)
    if not await desk.house.database.write(listening.remove, language, name):
        return said(operator.spoken.not_there(language, name), ok=False)
    return said(operator.spoken.removed(language, name))


async def missing(desk: Desk) -> Said:
    """What languages that were begun lack."""
    found = await desk.house.database.read(listening.listed)
    return {"lines": operator.spoken.missing(found), "ok": True}


def _fault(desk: Desk, language: str, name: str = "") -> str:
    """What is wrong with a language's or a message's name; "" for nothing."""
    languages = desk.house.texts.languages
    if language not in languages:
        return operator.spoken.no_such("language", language, languages)
    if name and name not in spoken.MESSAGES:
        return operator.spoken.no_such("message", name, tuple(spoken.MESSAGES))
    return ""


VERBS: Verbs = {
    "spoken.list": listed,
    "spoken.may": may,
    "spoken.add": add,
    "spoken.remove": remove,
    "spoken.missing": missing,
}
