"""What can be shown to somebody, and what is due for a look. Pure: times are ms, passed in.

A line is shown when it was checked within 180 days: by an operator's word of this very entry (another number, name, hours or
cost is another entry, so a check of the old one says nothing), or by the file's own date. Hidden stays hidden. Directories are
shown unchecked, for they are what is left where nothing is checked, but not hidden ones. Lines that speak the reader's
language come first, then the surer ones; lines that are equal are all shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from bot.domain.helplines import Helpline, Helplines, checked_days_max, due_days, last_resort, lines_max
from bot.domain.limits import day
from bot.wellbeing.reading import Directory, Entry, confidences

DEMO = "demo"  # whoever checked as this has checked nothing: the card says so
ahead_ms_max = day  # a check may seem to come from the future by as much as clocks and zones differ
directories_max = 2


@dataclass(frozen=True, slots=True)
class Check:
    """What an operator said of an entry: "confirmed" or "hidden", of which `content`, when (ms), and who."""

    state: str
    content: str
    at: int
    by: str


@dataclass(frozen=True, slots=True)
class State:
    """An entry and how it stands: "fresh", "due" (fresh, and soon not), "old", "changed", "unchecked" or "hidden"."""

    entry: Entry
    how: str
    at: int = 0
    by: str = ""

    @property
    def shown(self) -> bool:
        """May people see it?"""
        return self.how in ("fresh", "due") or (self.entry.kind == "directory" and self.how != "hidden")


def states(entries: Iterable[Entry], checks: Mapping[str, Check], now: int) -> tuple[State, ...]:
    """How each entry stands, by what operators said of it and by its own date."""
    return tuple(_state(entry, checks.get(entry.key), now) for entry in entries)


def _state(entry: Entry, check: Check | None, now: int) -> State:
    if check is not None and check.state == "hidden":
        return State(entry, "hidden", check.at, check.by)
    changed = check is not None and check.content != entry.content
    at, by = entry.checked_at, entry.checked_by
    if check is not None and not changed and check.at >= at:
        at, by = check.at, check.by
    if not at or at > now + ahead_ms_max:
        return State(entry, "changed" if changed else "unchecked")
    age = now - at
    how = "old" if age > checked_days_max * day else "due" if age > due_days * day else "fresh"
    return State(entry, how, at, by)


def find(
    directory: Directory,
    checks: Mapping[str, Check],
    now: int,
    *,
    country: str,
    language: str,
) -> Helplines:
    """What somebody there can be shown, in a language. Unknown countries have directories alone."""
    world = [one.entry.line.name for one in states(directory.world, checks, now) if one.shown]
    addresses = tuple(world[:directories_max]) or last_resort
    there = directory.countries.get(country)
    if there is None:
        return Helplines(directories=addresses)
    shown = [one for one in states(there.entries, checks, now) if one.shown]
    wanted = [one for one in shown if one.entry.kind == "line"]
    wanted.sort(
        key=lambda one: (language not in one.entry.line.languages, -confidences.index(one.entry.confidence))
    )
    emergency = [one for one in shown if one.entry.kind == "emergency"]
    return Helplines(
        country,
        tuple(map(_checked, emergency)),
        tuple(map(_checked, wanted[:lines_max])),
        addresses,
        any(one.by == DEMO for one in (*emergency, *wanted)),
    )


def _checked(state: State) -> Helpline:
    return replace(state.entry.line, checked_at=state.at)


def countries(directory: Directory, checks: Mapping[str, Check], now: int, language: str) -> tuple[str, ...]:
    """Countries of which something can be shown now, those with a line in this language first, then by code."""
    found = []
    for code in sorted(directory.countries):
        shown = [
            one.entry.line for one in states(directory.countries[code].entries, checks, now) if one.shown
        ]
        if shown:
            found.append((not any(language in line.languages for line in shown), code))
    return tuple(code for _, code in sorted(found))
