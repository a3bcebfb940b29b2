"""A quote is the money table: each part a bound, the example by value, and a clear no below the floor."""

import dataclasses
import re
from math import ceil
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import money
from bot.domain import quote as module
from bot.domain.quote import (
    BelowFloor,
    Plan,
    Quote,
    at_most_with,
    below_floor,
    fee_bearing,
    fee_due,
    fee_up,
    parts,
    quote,
)

example = Plan(tasks=100, overlap=3, price=40_000, estimate_s=20, readers=30, words=150, flagged_tasks=40)

plans = st.builds(
    Plan,
    tasks=st.integers(1, 5_000),
    overlap=st.integers(1, 9),
    price=st.integers(1_000, 2_000_000),
    estimate_s=st.integers(1, 600),
    readers=st.integers(1, 2_000),
    words=st.integers(0, 2_000),
    gold_points=st.integers(0, 20),
    floor=st.just(0),
)


def must(plan: Plan) -> Quote:
    """The quote of a plan that is not refused."""
    found = quote(plan)
    assert isinstance(found, Quote)
    return found


def changed(plan: Plan, **values: int) -> Plan:
    """The plan with some numbers replaced."""
    return dataclasses.replace(plan, **values)


def test_the_example_in_the_docstring_is_what_is_quoted() -> None:
    """Every last figure of the docstring's table is the quote's own."""
    found = must(example)
    shown = dict(re.findall(r"^    (\w[\w ]*?)  .* ([0-9.]+)$", module.__doc__ or "", re.MULTILINE))
    for part in parts:
        assert shown[part] == money.plain(found.amount(part))
    assert shown["at most"] == money.plain(found.at_most)
    assert shown["likely"] == money.plain(found.likely)


def test_likely_counts_the_likely_readers_only() -> None:
    """300 answers need 15 readers of 20 answers each; the likely sum has their reading, practice and pauses."""
    assert module.readers_likely(example) == 15
    assert module.readers_likely(changed(example, readers=4)) == 4
    assert module.readers_likely(changed(example, tasks=40, overlap=1)) == 10
    assert module.readers_likely(changed(example, tasks=40, overlap=25)) == 30
    assert module.readers_likely(changed(example, tasks=40, overlap=25, readers=99)) == 50
    assert module.readers_likely(changed(example, tasks=1, overlap=25, flagged_tasks=0)) == 25


def test_a_small_pack_keeps_five_late_answers() -> None:
    """A pack of ten answers still has five late ones in reserve."""
    assert must(changed(example, tasks=10, overlap=1, flagged_tasks=0)).late == 5 * 40_000


def test_reading_is_rounded_up_to_a_coin() -> None:
    """151 words take 60.4 seconds: $0.1208, paid as $0.13."""
    assert module.reading_pay(changed(example, words=151)) == 130_000
    assert module.reading_pay(changed(example, words=0)) == 0


def test_one_cent_for_fifteen_seconds_is_below_the_floor() -> None:
    """$0.01 for 15 s is $2.40 an hour; the floor is $5.00; $0.03 would be enough."""
    refused = quote(changed(example, price=10_000, estimate_s=15))
    assert refused == BelowFloor(10_000, 15, per_hour=2_400_000, floor=5_000_000, enough=30_000)


@given(st.integers(1, 5_000_000), st.integers(1, 3_600), st.sampled_from([1, 1_000, 10_000]))
def test_enough_is_enough_and_one_coin_less_is_not(price: int, estimate: int, minor: int) -> None:
    """The price named in a refusal is accepted, and no smaller whole coin is."""
    refused = below_floor(price, estimate, 5_000_000, minor)
    if refused is not None:
        assert price < refused.enough
        assert below_floor(refused.enough, estimate, 5_000_000, minor) is None
        assert below_floor(refused.enough - minor, estimate, 5_000_000, minor) is not None


@given(plans)
def test_the_fee_part_covers_any_course_of_events(plan: Plan) -> None:
    """Whatever the fee-bearing parts pay, the fee owed is at most what is locked for it."""
    found = must(plan)
    bearing = sum(found.amount(part) for part in fee_bearing)
    assert fee_due(bearing) <= found.fee == fee_up(bearing) < fee_due(bearing) + 2


@given(plans)
def test_likely_is_never_more_than_at_most(plan: Plan) -> None:
    """The likely sum lies between the answers alone and the whole."""
    found = must(plan)
    assert found.answers <= found.likely <= found.at_most


@given(st.lists(st.integers(1, 60), min_size=1, max_size=12), st.integers(1, 9))
def test_the_care_part_covers_every_way_to_share_the_tasks(shares: list[int], more: int) -> None:
    """However flagged tasks fall to people, the sets they start are paid for."""
    plan = changed(
        example, tasks=sum(shares) + more, overlap=1, flagged_tasks=sum(shares), readers=len(shares)
    )
    needed = sum(ceil(share / module.care_set_tasks) for share in shares)
    assert needed * module.care_pay(plan.price, plan.estimate_s) <= must(plan).care


@pytest.mark.parametrize(
    "values",
    [
        {"tasks": 0},
        {"overlap": 0},
        {"price": 0},
        {"estimate_s": 0},
        {"readers": 0},
        {"gold_points": 101},
        {"flagged_tasks": 101},
    ],
)
def test_a_plan_outside_its_ranges_is_not_built(values: dict[str, Any]) -> None:
    """Numbers that make no sense are refused by name."""
    with pytest.raises(ValueError, match=next(iter(values)).split("_")[0]):
        changed(example, **values)


def test_a_pack_beyond_the_largest_amount_is_refused() -> None:
    """A sum no transfer could carry is refused while quoting, not while paying."""
    with pytest.raises(ValueError, match="more than one pack may"):
        quote(changed(example, tasks=10_000_000, overlap=9, price=100_000_000))


@given(plans, st.integers(0, 2_000))
def test_dynamic_overlap_locks_the_most_and_likely_costs_less(plan: Plan, likely: int) -> None:
    """What is likely changes no part that is locked, and never lets the likely sum grow."""
    found, whole = must(changed(plan, overlap_likely=likely)), must(plan)
    assert all(found.amount(part) == whole.amount(part) for part in parts)
    assert found.likely <= whole.likely


def test_two_and_a_half_answers_a_task_likely_cost_as_much() -> None:
    """The example with at most three and likely two and a half: 250 answers, 13 readers."""
    plan = changed(example, overlap_likely=250, flagged_tasks=0)
    expected = 250 * 40_000 + 13 * 40_000 + 13 * (120_000 + 120_000)
    assert must(plan).likely == expected + expected // 10


@given(plans, st.integers(1, 2_000))
def test_fewer_readers_lock_what_their_own_quote_says(plan: Plan, fewer: int) -> None:
    """Without pauses the shortcut and the whole sum are the same to the micro-unit."""
    plan = dataclasses.replace(plan, flagged_tasks=0)
    few = dataclasses.replace(plan, readers=min(fewer, plan.readers))
    found, wanted = quote(plan), quote(few)
    assert isinstance(found, Quote) and isinstance(wanted, Quote)
    assert at_most_with(found, plan.readers, few.readers) == wanted.at_most
