"""Fares: what comes of an amount that leaves a balance, by a provider's tariff and the rate of local money.

A tariff is written as the operator's contract has it, in the money that arrives:

    0.25                         the same for every payout
    2% least 0.25 most 20.00     a share, within bounds; both bounds may be left out
    100:0 1500:5 5000:9          up to 100 nothing, up to 1500 five, up to 5000 nine; more than that is not paid

Rates are written with the day they are of: `KES 129.50 2026-11-20, EUR 0.92 2026-11-20` is what one unit of the
installation's currency brings. All sums are whole micro-units; what a division leaves over stays in the balance.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from bot.money import amount_micro_max, divide_up, parse, unit_micro
from bot.payouts import Fare

whole_hundredths: Final = 10_000
"""A share is kept in hundredths of a percent."""

_share = re.compile(r"(\d{1,2}(?:\.\d{1,2})?)%(?: least (\S+))?(?: most (\S+))?", re.ASCII)
_rate = re.compile(r"([A-Z]{3}) (\S+) (\d{4}-\d{2}-\d{2})", re.ASCII)
_even = re.compile(r"(\d{1,2})(?:\.(\d{1,2}))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Tariff:
    """A fee by amount: bands (up to, fee), or a share in hundredths of a percent within bounds. Micro-units."""

    bands: tuple[tuple[int, int], ...] = ()
    share: int = 0
    least: int = 0
    most: int = amount_micro_max

    def fee(self, arrives: int) -> int | None:
        """The fee for an amount that arrives; None where the tariff does not go so far. It never falls as amounts rise."""
        if self.bands:
            return next((fee for upto, fee in self.bands if arrives <= upto), None)
        return min(max(divide_up(arrives * self.share, whole_hundredths), self.least), self.most)


def tariff(written: str) -> Tariff:
    """Read a tariff. Raises ValueError."""
    words = written.split()
    share = _share.fullmatch(" ".join(words))
    if share:
        least, most = parse(share[2] or "0"), parse(share[3]) if share[3] else amount_micro_max
        if least > most:
            raise ValueError("the least fee is above the most")
        return Tariff(share=_hundredths(share[1]), least=least, most=most)
    if len(words) == 1 and ":" not in written:
        fee = parse(words[0])
        return Tariff(least=fee, most=fee)
    bands = tuple((parse(upto), parse(fee)) for upto, _, fee in (word.partition(":") for word in words))
    if (
        not bands
        or list(bands) != sorted(bands)
        or [fee for _, fee in bands] != sorted(fee for _, fee in bands)
    ):
        raise ValueError("bands and their fees go up")
    return Tariff(bands)


def _hundredths(percent: str) -> int:
    found = _even.fullmatch(percent)
    assert found is not None
    return 100 * int(found[1]) + int((found[2] or "").ljust(2, "0"))


@dataclass(frozen=True, slots=True)
class Rate:
    """What one unit of the installation's currency brings, in micro-units of local money, and the day it is of."""

    micro: int
    day: date


def rates(written: str) -> Mapping[str, Rate]:
    """Read rates by currency. Raises ValueError."""
    found: dict[str, Rate] = {}
    for one in filter(None, (part.strip() for part in written.split(","))):
        match = _rate.fullmatch(" ".join(one.split()))
        if match is None or match[1] in found or not parse(match[2]):
            raise ValueError("a rate is a currency, an amount and a day")
        found[match[1]] = Rate(parse(match[2]), date.fromisoformat(match[3]))
    return found


@dataclass(frozen=True, slots=True)
class Fares:
    """How a rail prices: its money, the rate to it (micro-units), its tariff, its smallest step, its bounds."""

    currency: str
    tariff: Tariff
    rate: int = unit_micro
    step: int = 10_000
    least: int = 0
    most: int = amount_micro_max

    def of(self, amount: int) -> Fare:
        """The most that can arrive of `amount` with its fee, in whole steps; 0 arrives where that is too little.

        For 1.28 USD at 129.50 KES, steps of 1 KES and a fee of 5 KES up to 1500: 160 KES arrive, 165 KES are spent.
        That is 1.274132 USD of which 0.038611 is the fee, and 0.005868 stays in the balance.
        """
        there = amount * self.rate // unit_micro
        arrives = self.step * self._steps(there)
        if arrives < max(self.least, self.step):
            return Fare(0, 0, self.currency, amount)
        fee = self.tariff.fee(arrives)
        assert fee is not None
        spent = divide_up((arrives + fee) * unit_micro, self.rate)
        return Fare(spent - arrives * unit_micro // self.rate, arrives, self.currency, amount - spent)

    def _steps(self, there: int) -> int:
        """The largest number of steps that fits into `there` with its fee: what fits has only what fits below it."""
        low, high = 0, min(there, self.most) // self.step
        while low < high:
            middle = (low + high + 1) // 2
            fee = self.tariff.fee(middle * self.step)
            fits = fee is not None and middle * self.step + fee <= there
            low, high = (middle, high) if fits else (low, middle - 1)
        return low
