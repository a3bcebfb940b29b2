"""Delegating: those who work here elect delegates, who are told how cases end, in numbers of five or more (docs/voice.md).

Standing is a proposal like others: seconded, voted on in secret, with the same quorum. A delegate is known by their name in the
workers' room, for a term; who brings work or decides cases is none.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime, timedelta

from bot.actions import conversing, proposing, telling
from bot.domain import figures, limits, proposals
from bot.domain.outcomes import Outcome
from bot.domain.outcomes.proposals import CaseFigures, Delegate, Delegates, Resigned
from bot.domain.people import Who
from bot.domain.refusals.proposals import MonthNotOver, NotADelegate, StandsAlready
from bot.storage import Row, Tx


def visit(tx: Tx, who: Who, word: str = "") -> Outcome:
    """/delegate: who they are; stand and some words: to be one; figures, or a month: how cases ended; resign.

    Raises what `conversing.member` and `proposing.propose` raise; NotADelegate, StandsAlready, MonthNotOver.
    """
    name = str(conversing.member(tx, who)["name"])
    verb, _, rest = word.strip().partition(" ")
    rows = tx.all("proposals.delegates", now=tx.now)
    own = any(row["person"] == who.person for row in rows)
    if verb.casefold() == "stand":
        if own:
            raise StandsAlready
        return proposing.made(tx, who, rest, "delegate", name)
    if not verb:
        return Delegates(tuple(_known(row) for row in rows), own)
    if not own:
        raise NotADelegate
    if verb.casefold() == "resign":
        tx.run("proposals.resign", person=who.person, now=tx.now)
        telling.journal(tx, "somebody", "delegate_resign", 0)
        return Resigned()
    return _figures(tx, "" if verb.casefold() == "figures" else verb)


def _known(row: Row) -> Delegate:
    return Delegate(row["name"], row["term_until"])


def _figures(tx: Tx, written: str) -> CaseFigures:
    """How cases ended in a month that is over; without one, in the last."""
    found = figures.month(written or _last_month(tx.now))
    if found is None or found[1] > tx.now:
        raise MonthNotOver
    first, beyond = found
    grounds, outcomes = defaultdict[str, dict[str, int]](dict), defaultdict[str, dict[str, int]](dict)
    for row in tx.all("proposals.cases_ended", first=first, beyond=beyond):
        for counts, name in ((grounds, row["ground"]), (outcomes, row["outcome"])):
            own = counts[row["kind"]]
            own[name] = own.get(name, 0) + int(row["cases"])
    ended = _told(outcomes)
    missed = sum(count for _, outcome, count in ended if outcome == "overdue")
    kept = sum(count for *_, count in ended) - missed  # of what is told: the rest can't be worked out
    return CaseFigures(first, _told(grounds), ended, kept=kept or None, missed=missed or None)


def _told(counts: dict[str, dict[str, int]]) -> tuple[tuple[str, str, int], ...]:
    return tuple(
        (kind, name, count)
        for kind, own in sorted(counts.items())
        for name, count in sorted(proposals.told(own).items())
    )


def _last_month(now: int) -> str:
    today = datetime.fromtimestamp(now / limits.second, UTC)
    return f"{today.replace(day=1) - timedelta(days=1):%Y-%m}"
