"""Amounts of money: whole micro-units of one currency, so that no sum ever rounds by itself.

One unit of a currency (a dollar, a shilling) is 1_000_000 micro-units. Everything here is pure: text or
`Decimal` in, `int` out. Where a division does not come out even the name of the function says which way it
goes. Words and symbols for people are made elsewhere (`bot.texts`), by locale.
"""

import re
from decimal import Decimal
from typing import Final

from bot.digits import latin_digits

unit_micro: Final = 1_000_000
"""Micro-units in one unit of a currency."""

cent_micro: Final = 10_000
"""Micro-units in the minor unit of a currency with two decimals (1 cent)."""

amount_micro_max: Final = 1_000_000_000 * unit_micro
"""The largest amount one movement may have: a billion units. 64 bits hold nine thousand times as much."""

hour_s: Final = 3_600

_amount = re.compile(r"(0|[1-9][0-9]{0,9})(?:\.([0-9]{1,6}))?")


def parse(text: str | Decimal) -> int:
    """Read an amount such as "0.04" and give its micro-units (40_000).

    Digits, and at most six after a point. Everything else raises ValueError: signs, exponents, separators of
    thousands, "nan", a seventh decimal, more than `amount_micro_max`.
    """
    found = _amount.fullmatch(str(text))
    if found is None:
        raise ValueError(
            f"{str(text)[:40]!r} is not an amount: write digits and at most six decimals, as in 0.04"
        )
    micro = int(found[1]) * unit_micro + int((found[2] or "").ljust(6, "0"))
    if micro > amount_micro_max:
        raise ValueError(f"{text} is more than the largest amount, {plain(amount_micro_max)}")
    return micro


def typed(text: str) -> int:
    """The same of what somebody typed in a chat: digits of any script, and the Arabic sign before decimals.

    >>> typed(" ٠٫٠٤ "), typed("০.০৪"), typed("०.०४")
    (40000, 40000, 40000)
    """
    return parse(latin_digits(text).strip().replace("٫", "."))


def plain(micro: int) -> str:
    """Write an amount the way `parse` reads it, with two to six decimals: 40_000 is "0.04", -1_500_000 "-1.50"."""
    units, rest = divmod(abs(micro), unit_micro)
    decimals = f"{rest:06d}".rstrip("0").ljust(2, "0")
    return f"{'-' if micro < 0 else ''}{units}.{decimals}"


def per_hour(price: int, estimate_s: int) -> int:
    """What `price` for `estimate_s` seconds (at least 1) is in an hour, rounded down: 10_000 for 15 s is 2_400_000."""
    return price * hour_s // estimate_s


def for_seconds(price: int, estimate_s: int, seconds: int) -> int:
    """What `seconds` cost at the rate of `price` for `estimate_s` seconds, rounded up to a whole micro-unit."""
    return divide_up(price * seconds, estimate_s)


def percent(amount: int, points: int) -> int:
    """`points` hundredths of `amount`, rounded down: 10 of 45 is 4."""
    return amount * points // 100


def percent_up(amount: int, points: int) -> int:
    """`points` hundredths of `amount`, rounded up: 10 of 45 is 5. Also right for counts."""
    return divide_up(amount * points, 100)


def up_to_minor(micro: int, minor: int = cent_micro) -> int:
    """The smallest whole number of minor units (each `minor` micro-units) that is at least `micro`."""
    return divide_up(micro, minor) * minor


def divide_up(dividend: int, divisor: int) -> int:
    """Divide two whole numbers and round up: 7 by 2 is 4."""
    return -(-dividend // divisor)
