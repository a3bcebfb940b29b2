"""Reconciling: a statement is read as providers write it, and everything that differs is named."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot.payouts.reconciling import Entry, Known, NoStatement, compare, read

PAID = Known("7", "QK1", 160_000_000, "confirmed")


def test_a_statement_is_read_by_its_heading() -> None:
    """Semicolons, thousands, a sign, our id with its letter; rows without an amount are passed over."""
    content = b"\xef\xbb\xbfTransaction ID;Our id;Paid;Note\nQK1;'P7;-1,160.50;x\nQK2;;;in\nQK3;;0;\n"
    assert read(content) == [Entry(2, "7", "QK1", 1_160_500_000)]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"a,b\n1,2\n",
        b"amount\n1\n",
        b"id,amount\n1,x\n",
        b"\xff\xfe,\x00",
        b"id,amount\n" + b"1,1\n" * 6_000_000,
    ],
    ids=["nothing", "no amount", "no name", "no number", "no text", "too large"],
)
def test_what_is_no_statement_is_refused(content: bytes) -> None:
    """With a sentence."""
    with pytest.raises(NoStatement):
        read(content)


def test_every_difference_is_named() -> None:
    """Missing, extra, twice, another amount, paid and not known here."""
    entries = [
        Entry(2, "7", "", 160_000_000),
        Entry(3, "", "QK1", 160_000_000),
        Entry(4, "8", "QK8", 1_000_000),
        Entry(5, "9", "QK9", 2_000_000),
        Entry(6, "", "QX", 5_000_000),
    ]
    known = [
        PAID,
        Known("8", "", 2_000_000, "confirmed"),
        Known("9", "", 2_000_000, "unknown"),
        Known("10", "QK10", 1, "confirmed"),
    ]
    found = compare(entries, known)
    assert [one.id for one in found.missing] == ["10"]
    assert [one.line for one in found.extra] == [3, 6]
    assert [(entry.line, one.id) for entry, one in found.different] == [(4, "8")]
    assert [(entry.line, one.id) for entry, one in found.news] == [(5, "9")] and found.same == 1


@given(numbers=some.lists(some.integers(1, 9), unique=True), lost=some.sets(some.integers(1, 9)))
def test_only_what_was_lost_is_missing(numbers: list[int], lost: set[int]) -> None:
    """A statement of all payouts but some: exactly those are missing, and nothing else is said."""
    known = [Known(str(number), f"R{number}", number, "confirmed") for number in numbers]
    entries = [Entry(2, one.id, one.reference, one.amount) for one in known if int(one.id) not in lost]
    found = compare(entries, known)
    assert {int(one.id) for one in found.missing} == lost & set(numbers)
    assert not (found.extra or found.different or found.news) and found.same == len(entries)
