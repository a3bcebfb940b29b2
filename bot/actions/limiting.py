"""Limiting: what somebody wants free of new work and news, by their own word (P9), and what follows.

It holds back and does not forbid: in place of the next new task or offer stands a reminder, and [Go on] or /tasks under it goes on
until the limit is over by itself. A stop that nobody can pass would have them work elsewhere, or set no limit; a mere notice
would be one more thing to read. An open task is not new: it stays, and is paid.
"""

from __future__ import annotations

from bot import digits
from bot.actions import telling
from bot.domain import hours, own_limits
from bot.domain.limits import hour
from bot.domain.outcomes import Question
from bot.domain.outcomes.own import Limits, Stopped
from bot.domain.outcomes.worker import Saved
from bot.domain.own_limits import OwnLimits
from bot.domain.people import Who
from bot.ledger import available
from bot.storage import Tx

number_digits_max = 2


def limits(tx: Tx, who: Who, written: str = "") -> Limits:
    """/limits, and a limit behind it: hours_2 · quiet_21_7 · rest_5 (1 is Monday) · each with 0 for none · off.

    In any script's digits. Whatever it does not know shows what is set.
    """
    which, *numbers = written.lower().replace(" ", "_").split("_")
    found = [asked for one in numbers if (asked := digits.number(one, number_digits_max)) is not None]
    if which == "off":
        tx.run("own.off", person=who.person)
    elif found and len(found) == len(numbers):
        _set(tx, who, which, found)
    own = of(tx, who)
    return Limits(
        quiet=own.quiet or (),
        daily_ms=own.daily_ms,
        worked_ms=_worked(tx, who, own) if own.daily_ms else 0,
        rest_day=own.rest_day,
        clock=own.offset is not None,
    )


def _set(tx: Tx, who: Who, which: str, found: list[int]) -> None:
    if which == "hours" and len(found) == 1 and found[0] <= own_limits.hours_most:
        tx.run("own.set_daily", person=who.person, most=found[0] * hour)
    elif which == "rest" and len(found) == 1 and found[0] <= 7:
        tx.run("own.set_rest", person=who.person, weekday=found[0] - 1 if found[0] else None)
    elif which == "quiet" and found == [0]:
        tx.run("own.set_quiet", person=who.person, first=None, last=None)
    elif which == "quiet" and len(found) == 2 and max(found) < 24 and found[0] != found[1]:
        tx.run("own.set_quiet", person=who.person, first=found[0], last=found[1])


def of(tx: Tx, who: Who) -> OwnLimits:
    """What somebody set. A read."""
    row = tx.one("own.limits", person=who.person)
    assert row is not None, f"person {who.person} is gone"
    return own_limits.read(row)


def _worked(tx: Tx, who: Who, own: OwnLimits) -> int:
    since = own_limits.day_began(own, tx.now)
    return int(tx.value("own.worked", person=who.person, since=since, most=own_limits.counted_most_ms))


def stopped(tx: Tx, who: Who, saved: Saved | None = None) -> Question | None:
    """What stands in the place of the next new task or offer; None where nothing holds it back."""
    if not who.limited:
        return None
    own = of(tx, who)
    why = own_limits.why_stop(own, _worked(tx, who, own) if own.daily_ms else 0, tx.now)
    if why is None:
        return None
    until = hours.time_of_day(own_limits.over_at(own, tx.now), own.offset or 0) if why == "quiet" else ""
    return telling.ask(tx, who, Stopped(why, available(tx, who.book), own.daily_ms, until, saved=saved))


def put_off(tx: Tx, who: Who) -> None:
    """They go on anyway, until the limit is over by itself."""
    tx.run("own.anyway", person=who.person, until=own_limits.over_at(of(tx, who), tx.now))
