"""Amounts are read strictly, written back the same, and rounded only where the name says so."""

from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import money

amounts = st.integers(0, money.amount_micro_max)


@pytest.mark.parametrize(
    ("text", "micro"),
    [
        ("0.04", 40_000),
        ("0", 0),
        ("7", 7_000_000),
        ("0.000001", 1),
        ("1000000000", money.amount_micro_max),
        (Decimal("2.50"), 2_500_000),
    ],
)
def test_reads_plain_amounts(text: str | Decimal, micro: int) -> None:
    """An amount in digits becomes its micro-units."""
    assert money.parse(text) == micro


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-1",
        "+1",
        "1e3",
        "nan",
        "inf",
        "1,000",
        "1.",
        ".5",
        "0.0000001",
        "01",
        " 1",
        "1\n",
        "٣",
        "²",
        "1000000000.01",
    ],
)
def test_refuses_everything_else(text: str) -> None:
    """Signs, exponents, separators, foreign digits, a seventh decimal and too much money are not amounts."""
    with pytest.raises(ValueError, match=r"amount"):
        money.parse(text)


@pytest.mark.parametrize("number", [Decimal("1E+2"), Decimal("NaN"), Decimal("-0.01"), Decimal("0.00000001")])
def test_refuses_decimals_that_are_no_amounts(number: Decimal) -> None:
    """A Decimal goes through the same gate as text."""
    with pytest.raises(ValueError, match=r"amount"):
        money.parse(number)


@pytest.mark.parametrize(
    ("micro", "text"),
    [(40_000, "0.04"), (0, "0.00"), (1, "0.000001"), (-1_500_000, "-1.50"), (1_230_400, "1.2304")],
)
def test_writes_two_to_six_decimals(micro: int, text: str) -> None:
    """Amounts show cents always and smaller parts only when there are any."""
    assert money.plain(micro) == text


@given(amounts)
def test_what_is_written_is_read_back(micro: int) -> None:
    """Writing and reading an amount gives the same amount."""
    assert money.parse(money.plain(micro)) == micro


def test_an_hour_at_one_cent_for_fifteen_seconds() -> None:
    """$0.01 for 15 s is $2.40 an hour."""
    assert money.per_hour(10_000, 15) == 2_400_000


@given(amounts, st.integers(1, 86_400), st.integers(0, 86_400), st.integers(0, 100))
def test_rounding_goes_where_the_name_says(amount: int, estimate: int, seconds: int, points: int) -> None:
    """Each rounding function agrees with exact fractions."""
    assert money.for_seconds(amount, estimate, seconds) == ceil(Fraction(amount * seconds, estimate))
    assert money.percent(amount, points) == floor(Fraction(amount * points, 100))
    assert money.percent_up(amount, points) == ceil(Fraction(amount * points, 100))


@given(amounts, st.sampled_from([1, 1_000, 10_000, 1_000_000]))
def test_minor_units_are_never_too_little(amount: int, minor: int) -> None:
    """Rounding up to coins gives the smallest whole number of coins that covers the amount."""
    coins = money.up_to_minor(amount, minor)
    assert coins % minor == 0
    assert 0 <= coins - amount < minor
