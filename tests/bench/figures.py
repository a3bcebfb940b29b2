"""What a round's numbers come to: medians with their range, percentiles, ratios. Absolute figures are the machine's."""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import median
from typing import Any

Figures = dict[str, Any]


def spread(values: Sequence[float]) -> Figures:
    """Median, least and most over rounds, to four digits, and how many rounds."""
    found = {"median": median(values), "min": min(values), "max": max(values)}
    return {name: short(value) for name, value in found.items()} | {"rounds": len(values)}


def ratios(ours: Sequence[float], theirs: Sequence[float]) -> Figures:
    """Ours ÷ theirs, round by round: neighbours in time share the machine's mood."""
    return spread([one / other for one, other in zip(ours, theirs, strict=True)])


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that `share` of them do not exceed (nearest rank).

    >>> percentile([3.0, 1.0, 2.0, 4.0], 0.5), percentile([3.0, 1.0, 2.0, 4.0], 0.99)
    (2.0, 4.0)
    """
    return sorted(values)[max(0, math.ceil(share * len(values)) - 1)]


def short(value: float) -> float:
    """Four digits: more would pretend a precision that no run repeats.

    >>> short(1234.5678), short(0.00123456)
    (1235.0, 0.001235)
    """
    return float(f"{value:.4g}")


def waits(values_ms: Sequence[float]) -> Figures:
    """Median and 99th percentile of waits in milliseconds."""
    return {
        "p50_ms": short(percentile(values_ms, 0.5)),
        "p99_ms": short(percentile(values_ms, 0.99)),
        "waits": len(values_ms),
    }
