"""Meters: one program's counting, of what `bot.metrics` lists. All of it is done in the event loop's thread."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Final

from bot.metrics import METRICS, Histogram, Readings, exposed

day_ms: Final = 24 * 3600 * 1000
help_step: Final = 10


class Meters:
    """One program's meters. `clock` gives UTC epoch ms, for whole days; spans are of a clock that nobody sets."""

    def __init__(self, clock: Callable[[], int] = lambda: 0) -> None:
        self._clock = clock
        self._numbers: dict[tuple[str, str], float] = {
            (one.name, value): 0.0
            for one in METRICS.values()
            if one.kind == "counter"
            for value in one.values
        }
        self._histograms = {
            one.name: Histogram(one.bounds) for one in METRICS.values() if one.kind == "histogram"
        }
        self._at: dict[str, float] = {}
        self._begun: dict[object, float] = {}  # when, of each update in hand, the oldest first
        self._helped: tuple[int, int, int] = (0, 0, 0)  # the day, its cards, those of the day before
        self.began = monotonic()

    def count(self, name: str, value: str = "", by: float = 1) -> None:
        """So many more. KeyError for what is not listed."""
        self._numbers[name, value] += by

    def set(self, name: str, number: float) -> None:
        """A gauge stands so."""
        self._numbers[name, METRICS[name].values[0]] = number

    def observe(self, name: str, number: float) -> None:
        """One more of a histogram."""
        self._histograms[name].add(number)

    def happened(self, name: str) -> None:
        """What an age is of has just happened."""
        self._at[name] = monotonic()

    @contextmanager
    def committing(self) -> Iterator[None]:
        """An update is in hand meanwhile; how long it took is observed when it is committed."""
        update, began = object(), monotonic()
        self._begun[update] = began
        try:
            yield
            self.observe("ujima_commit_wait_seconds", monotonic() - began)
        finally:
            del self._begun[update]

    def help_card(self) -> None:
        """A card with lines of help was sent: to whom is not asked."""
        day, today, before = self._days()
        self._helped = day, today + 1, before

    def _days(self) -> tuple[int, int, int]:
        day, (then, cards, _) = self._clock() // day_ms, self._helped
        if then == day:
            return self._helped
        return day, 0, cards if then == day - 1 else 0

    def readings(self) -> dict[tuple[str, str], float]:
        """Every counter and gauge as it stands now."""
        found = dict(self._numbers)
        found |= {(name, ""): monotonic() - at for name, at in self._at.items()}
        found["ujima_updates_in_hand", ""] = len(self._begun)
        found["ujima_updates_oldest_seconds", ""] = (
            monotonic() - next(iter(self._begun.values())) if self._begun else 0.0
        )
        self._helped = self._days()
        found["ujima_help_cards", ""] = self._helped[2] // help_step * help_step
        found["ujima_up_seconds", ""] = monotonic() - self.began
        return found

    def text(self, read: Readings) -> str:
        """All of it as Prometheus reads it, with what was just read elsewhere."""
        return exposed(self.readings() | dict(read), self._histograms)
