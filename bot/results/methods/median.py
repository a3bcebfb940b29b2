"""Median: the middle of numbers, and how far from it the middle one of the others is (MAD).

Between two middle numbers it is their mean; on a scale, where there is nothing between two points, the lower one.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from statistics import median, median_low
from typing import Any

from bot.domain.results import Agreed, Results
from bot.results.votes import agreed, by_task


class Median:
    """The middle answer."""

    name, paper = "median", ""

    def applies(self, kind: str, settings: Mapping[str, Any]) -> bool:
        """Where answers have an order."""
        return kind in ("number", "scale")

    def aggregate(self, results: Results) -> tuple[Agreed, ...]:
        """No confidence: the spread, in the answers' own unit, says how far apart people are."""
        found = []
        for key, own in by_task(results).items():
            numbers = [Decimal(str(one.answer)) for one in own]
            middle = median_low(numbers) if results.kind == "scale" else median(numbers)
            spread = float(median(abs(one - middle) for one in numbers))
            answer = int(middle) if results.kind == "scale" else _plain(middle)
            found.append(agreed(results, key, answer, len(own), None, spread))
        return tuple(found)


def _plain(number: Decimal) -> str:
    """As the kind writes numbers: without exponent and trailing zeros."""
    text = f"{number:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"


METHOD = Median()
