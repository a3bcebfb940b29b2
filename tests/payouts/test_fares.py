"""Fares: what arrives, what it costs and what stays add up to what left, for any tariff, rate and amount."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.money import parse, unit_micro
from bot.payouts import Fare
from bot.payouts._fares import Fares, Tariff, rates, tariff

WRITTEN = ["0", "0.25", "2%", "1.5% most 20.00", "2% least 0.25 most 20.00", "100:0 1500:5 5000:9", "10:0.10"]


def test_the_example_in_the_documentation_is_right() -> None:
    """1.28 USD at 129.50 with M-Pesa's bands."""
    found = Fares("KES", tariff("100:0 1500:5"), parse("129.50"), unit_micro).of(parse("1.28"))
    assert (found.arrives, found.fee, found.left) == (160_000_000, 38_611, 5_868)


@given(
    st.sampled_from(WRITTEN),
    st.integers(0, 10_000 * unit_micro),
    st.sampled_from([unit_micro, 129_500_000, 920_000, 3_650_123_456, 1]),
    st.sampled_from([10_000, unit_micro]),
)
def test_nothing_is_lost_between_balance_and_arrival(written: str, amount: int, rate: int, step: int) -> None:
    """What arrives, at the rate, with the fee and what stays, is what left; and one step more would not have fitted."""
    fares = Fares("KES", tariff(written), rate, step)
    found = fares.of(amount)
    assert 0 <= found.left <= amount and found.fee >= 0 and found.arrives % step == 0
    assert (
        found.arrives * unit_micro // rate + found.fee + found.left == amount
        if found.arrives
        else found.left == amount
    )
    there, more = amount * rate // unit_micro, found.arrives + step
    fee = fares.tariff.fee(more)
    assert fee is None or more + fee > there or more > fares.most


@given(st.sampled_from(WRITTEN), st.integers(1, 10**10), st.integers(1, 10**10))
def test_a_fee_never_falls_as_amounts_rise(written: str, one: int, other: int) -> None:
    """So there is one largest amount that fits."""
    fees = [tariff(written).fee(amount) for amount in sorted((one, other))]
    assert fees[1] is None or (fees[0] is not None and fees[0] <= fees[1])


def test_bounds_hold() -> None:
    """Under the least nothing is sent; above the most the rest stays in the balance."""
    fares = Fares("KES", Tariff(), 100 * unit_micro, unit_micro, 10 * unit_micro, 50 * unit_micro)
    assert fares.of(90_000) == Fare(0, 0, "KES", 90_000)
    found = fares.of(2 * unit_micro)
    assert (found.arrives, found.left) == (50 * unit_micro, 1_500_000)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "x",
        "-1",
        "1e3",
        "2%%",
        "200%",
        "2% least 5 most 1",
        "5:1 2:3",
        "2:3 5:1",
        "1:",
        ":1",
        "NaN",
        "1:2 3",
    ],
)
def test_what_is_no_tariff_is_refused(written: str) -> None:
    """Signs, exponents, bands or fees that go down, bounds the wrong way round."""
    with pytest.raises(ValueError):
        tariff(written)


def test_rates_are_read_with_their_days() -> None:
    """Several, with commas; each of one day."""
    found = rates("KES 129.50 2026-11-20, EUR 0.92 2026-11-21")
    assert found["KES"].micro == 129_500_000 and found["EUR"].day.isoformat() == "2026-11-21"
    assert rates("") == {}


@pytest.mark.parametrize(
    "written", ["KES", "KES 129.50", "KES 0 2026-11-20", "KES 1 2026-13-20", "kes 1 2026-11-20", "KES 1e3 2026-11-20",
                "KES 1 2026-11-20, KES 2 2026-11-20"]
)  # fmt: skip
def test_what_is_no_rate_is_refused(written: str) -> None:
    """A rate has a currency, an amount above nothing and a day; none comes twice."""
    with pytest.raises(ValueError):
        rates(written)
