"""Shares: how what a resale brings is split among those whose answers were sold again. Pure."""

from __future__ import annotations

percent_max = 100


def promised(brought: int, share: float) -> int:
    """What of a resale goes to those who answered: their share of what it brought (micro-units), rounded up.

    >>> promised(5_000_000, 0.2), promised(5_000_000, 0.0), promised(10_001, 0.5)
    (1000000, 0, 5001)
    """
    points = round(share * percent_max)
    return -(-brought * points // percent_max)


def part(amount: int, before: int, answers: int, total: int) -> int:
    """What one person gets for `answers` of `total`, when `before` of these are those of people before them (micro-units).

    Each rounds down what all up to them get, so the parts always sum to the whole.

    >>> part(1_000_000, 0, 3, 5), part(1_000_000, 3, 2, 5), [part(10, before, 1, 3) for before in (0, 1, 2)]
    (600000, 400000, [3, 3, 4])
    """
    return amount * (before + answers) // total - amount * before // total
