"""Resting: pausing and going on, and when news may come. A pause costs nothing and loses nothing."""

from __future__ import annotations

from dataclasses import replace

from bot import ledger
from bot.actions import limiting, serving, telling
from bot.domain import hours, wellbeing
from bot.domain.limits import Rules
from bot.domain.outcomes import Outcome
from bot.domain.outcomes.own import Stopped
from bot.domain.outcomes.worker import Clock, Paused
from bot.domain.people import Who
from bot.storage import Tx

written_characters_max = 20  # of what is no time, told back


def pause(tx: Tx, who: Who) -> Outcome:
    """[Pause]: nothing comes until they go on."""
    tx.run("people.pause", person=who.person, now=tx.now)
    row = telling.current(tx, who)
    if row is not None and isinstance(telling.facts(row), Paused):
        return telling.ask_again(tx, who, telling.facts(row))
    return telling.ask(tx, who, Paused(balance=ledger.available(tx, who.book)))


def work(tx: Tx, who: Who, rules: Rules) -> Outcome:
    """/tasks: the work. To ask for it ends a pause, and under the reminder of a limit of their own goes on."""
    who = ended(tx, who)
    row = telling.current(tx, who)
    if row is not None and isinstance(telling.facts(row), Stopped):
        telling.settle(tx, who, row["mark"], "anyway")
        return go_on_anyway(tx, who, rules)
    return serving.work(tx, who, rules)


def ended(tx: Tx, who: Who) -> Who:
    """They ask for work, which ends a pause."""
    if not who.paused:
        return who
    tx.run("people.go_on", person=who.person)
    row = telling.current(tx, who)
    if row is not None and isinstance(telling.facts(row), Paused):
        telling.settle(tx, who, row["mark"], "goon")
    return replace(who, paused=False)


def go_on_anyway(tx: Tx, who: Who, rules: Rules) -> Outcome:
    """[Go on anyway]: a limit of their own is put off until it is over by itself."""
    limiting.put_off(tx, who)
    return serving.following(tx, who, rules)


def go_on(tx: Tx, who: Who, rules: Rules) -> Outcome:
    """[Go on]: the question that was open, or the next."""
    tx.run("people.go_on", person=who.person)
    who = replace(who, paused=False)
    row = telling.current(tx, who)
    again = serving.refreshed(tx, who, row) if row is not None else None
    return again or serving.following(tx, who, rules)


def clock(tx: Tx, who: Who, written: str) -> Outcome:
    """/clock 14:30, /clock_14: the time with them is known for 90 days. Without a time, or with what is none: they are asked."""
    told = hours.read(written)
    if told is None:
        return Clock(written=written.strip()[:written_characters_max])
    offset = hours.offset_minutes(told, tx.now)
    tx.run("people.set_offset", person=who.person, offset=offset, now=tx.now, kept=wellbeing.clock_change_ms)
    return Clock(hours.time_of_day(tx.now, offset))
