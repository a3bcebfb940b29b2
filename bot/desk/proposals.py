"""What those who work here propose, and the operator's answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.actions import proposing
from bot.desk.words import Said, Verbs, number_of, said
from bot.screens import operator

if TYPE_CHECKING:
    from bot.desk import Desk


async def voice(desk: Desk) -> Said:
    """All that is proposed and voted on."""
    return {"lines": operator.proposals.listed(await desk.house.database.read(proposing.listed)), "ok": True}


async def show(desk: Desk, number: str) -> Said:
    """One proposal, with the numbers of its vote."""
    found = await desk.house.database.read(proposing.shown, number_of(number))
    return {"lines": operator.proposals.shown(found), "ok": True}


async def answer(desk: Desk, number: str, words: str) -> Said:
    """The operator's answer to a vote, before all."""
    await desk.house.database.write(proposing.answer, number_of(number), words)
    return said(operator.proposals.answered(number_of(number)))


async def unanswered(desk: Desk) -> Said:
    """Votes whose answer is late."""
    lines = operator.proposals.unanswered(await desk.house.database.read(proposing.unanswered))
    return {"lines": lines, "ok": not lines}


VERBS: Verbs = {
    "voice.list": voice,
    "voice.show": show,
    "voice.answer": answer,
    "voice.unanswered": unanswered,
}
