"""The operator's desk: every verb of the command line that touches what is kept, by name.

A running program answers these at its door (`bot.storage.lock`); when nobody runs, the command line opens the house
itself. Each verb reads its words, acts, and says what came of it: {"lines": [sentence, …], "ok": bool}.

A file is a group of verbs, named as the command line's file is, and ends with its own table of them. A new verb is a
function of a desk and of typed words, and a line in that table.

    packs · jobs     a pack's way from its folder to its end; what goes on in the background
    results          final answers as files
    reviews          answers that wait for a requester's word
    reports          tasks reported as violent or as against the law
    cases            what a person must look at
    accounts         limits on what a person may work on
    roles            who may bring work in the chat
    deposits         money that comes in
    payouts          money on its way to workers
    books            the book, its papers, the keys
    support          the directory of help
    voices           questions, bonuses, news, webhooks
    proposals        what those who work here propose and vote on
    seeing           how the running program is
    rules            the installation's own rules
    spoken           messages read aloud
    figures          what may be told of a month
    words            what they share
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.chat.router import House
from bot.desk import (
    accounts,
    books,
    cases,
    deposits,
    figures,
    jobs,
    packs,
    payouts,
    proposals,
    reports,
    results,
    reviews,
    roles,
    rules,
    seeing,
    spoken,
    support,
    voices,
)
from bot.desk.words import Said, Verbs
from bot.hooks.looks import Looks
from bot.rounds.jobs import Step

VERBS: Verbs = {
    **packs.VERBS,
    **jobs.VERBS,
    **results.VERBS,
    **reviews.VERBS,
    **cases.VERBS,
    **reports.VERBS,
    **accounts.VERBS,
    **roles.VERBS,
    **deposits.VERBS,
    **payouts.VERBS,
    **books.VERBS,
    **support.VERBS,
    **voices.VERBS,
    **proposals.VERBS,
    **rules.VERBS,
    **spoken.VERBS,
    **figures.VERBS,
    **seeing.VERBS,
}


@dataclass(frozen=True, slots=True)
class Desk:
    """A house, the steps of its jobs, the time (UTC epoch ms); and of a running program what can be seen of it."""

    house: House
    steps: dict[str, Step]
    clock: Callable[[], int]
    looks: Looks | None = None

    async def do(self, verb: str, arguments: dict[str, Any]) -> Said:
        """Does one verb. Raises Refusal; KeyError or TypeError for words that are none."""
        return await VERBS[verb](self, **arguments)
