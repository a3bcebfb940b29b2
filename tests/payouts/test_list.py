"""Payouts by hand: the files that go out, and the list that comes back, read strictly."""

import csv
import io
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.money import unit_micro
from bot.payouts import Order, Reply
from bot.payouts._fares import Fares, Tariff
from bot.payouts.list import ByHand, columns, file_bytes_max, rows_max

FARES = Fares("KES", Tariff())
RAIL = ByHand("mpesa", FARES)
ORDERS = [
    Order("731000000000000001", 165 * unit_micro, "KES", "+254712345678", "Amina"),
    Order("731000000000000002", 12_500_000, "KES", "+254112345678", "=cmd|'/c calc'!A1"),
    Order("731000000000000003", 7 * unit_micro, "KES", "+254712345679"),
]


def marked(change: Callable[[list[dict[str, str]]], None], between: str = ",") -> bytes:
    """Our list with some cells changed, written again as a spreadsheet would."""
    rows = list(csv.DictReader(io.StringIO(RAIL.write_list(ORDERS).decode())))
    change(rows)
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, columns, delimiter=between, extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode("utf-8-sig")


def put(row: int, **cells: str) -> Callable[[list[dict[str, str]]], None]:
    """A change of one row."""

    def change(rows: list[dict[str, str]]) -> None:
        rows[row].update(cells)

    return change


def test_a_list_that_nobody_marked_says_nothing() -> None:
    """What went out and comes back as it was changes nothing."""
    assert RAIL.read_list(RAIL.write_list(ORDERS), ORDERS).replies == {}


@pytest.mark.parametrize("between", [",", ";"])
def test_marks_say_who_was_paid(between: str) -> None:
    """With either sign between cells, a mark before UTF-8, amounts as a spreadsheet writes them."""

    def change(rows: list[dict[str, str]]) -> None:
        rows[0].update(paid="X", reference="SG632NMUAB")
        rows[1].update(failed="x", amount="12,5", to="2.54112E+11")

    found = RAIL.read_list(marked(change, between), ORDERS)
    assert not found.faults
    assert found.replies == {
        ORDERS[0].id: Reply("confirmed", "SG632NMUAB"),
        ORDERS[1].id: Reply("failed", "", "refused"),
    }


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (put(0, paid="x", failed="x"), "line 2: P731000000000000001 is marked paid and failed"),
        (put(1, id="P99"), "line 3: no payout P99 waits"),
        (put(1, id="7.31E+17"), "line 3: this row is not of a list of ours"),
        (put(2, id="P731000000000000001"), "line 4: payout P731000000000000001 is on the list twice"),
        (put(0, amount="166.00"), "line 2: the amount of P731000000000000001 was 165.00"),
        (put(0, amount="NaN"), "line 2: the amount of"),
        (put(0, currency="USD"), "line 2: the currency of P731000000000000001 was KES"),
        (put(0, paid="maybe"), "line 2: “maybe” is no mark"),
        (put(0, paid="x", reference="y" * 65), "line 2: the reference of"),
    ],
)
def test_one_wrong_row_and_nothing_counts(change: Callable[[list[dict[str, str]]], None], says: str) -> None:
    """It is named by its line, and the rows that are right are not taken either."""

    def both(rows: list[dict[str, str]]) -> None:
        rows[2].update(paid="x")
        change(rows)

    found = RAIL.read_list(marked(both), ORDERS)
    assert found.replies == {}
    assert any(f"{fault.where}: {fault.sentence}".startswith(says) for fault in found.faults), found.faults


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff\xfe", b'id,paid,failed\n"P1', b"id,paid\nP1,x\n", b"id,paid,failed,paid\n", b"x" * (file_bytes_max + 1),
     b"id,paid,failed\n" + b"P1,,\n" * (rows_max + 1)],
)  # fmt: skip
def test_what_is_no_list_is_refused(content: bytes) -> None:
    """No heading, no UTF-8, a column twice, too large."""
    found = RAIL.read_list(content, ORDERS)
    assert found.faults and not found.replies


@given(st.binary(max_size=300))
def test_any_file_is_read_without_a_crash(content: bytes) -> None:
    """Whatever comes back, it is read or refused."""
    for heading in (b"", b"id,paid,failed,amount,currency,reference\n"):
        found = RAIL.read_list(heading + content, ORDERS)
        assert set(found.replies) <= {order.id for order in ORDERS}


def test_a_name_is_no_formula() -> None:
    """What a spreadsheet would run is written with a mark before it, and long ids begin with a letter."""
    rows = list(csv.reader(io.StringIO(RAIL.write_list(ORDERS).decode())))
    assert rows[2][2] == "'=cmd|'/c calc'!A1" and rows[1][0] == "P731000000000000001"


def test_each_payer_gets_its_own_file() -> None:
    """M-Pesa's portal, PayPal's upload and a bank have their columns."""
    assert (
        RAIL.write_for_payer(ORDERS[:1])
        == b"MSISDN,AMOUNT,REMARK\r\n254712345678,165,P731000000000000001\r\n"
    )
    mail = [Order("1", 1_230_000, "USD", "amina@example.org")]
    paypal = ByHand("paypal", Fares("USD", Tariff()))
    assert paypal.write_for_payer(mail) == b"amina@example.org,1.23,USD,P1,Payout,PAYPAL\r\n"
    account = [Order("1", 1_230_000, "EUR", "DE89370400440532013000", "Amina")]
    sepa = ByHand("sepa", Fares("EUR", Tariff()))
    assert sepa.write_for_payer(account).splitlines()[1] == b"Amina,DE89370400440532013000,1.23,EUR,P1"


@pytest.mark.parametrize(
    ("form", "right", "wrong"),
    [
        ("mpesa", "0712 345 678", "amina@example.org"),
        ("mpesa", "+254112345678", "+49 170 1234567"),
        ("paypal", "amina@example.org", "0712 345 678"),
        ("sepa", "DE89 3704 0044 0532 0130 00", "DE89 3704 0044 0532 0130 01"),
    ],
)
def test_a_place_is_read_as_the_file_wants_it(form: str, right: str, wrong: str) -> None:
    """A number for M-Pesa, an address for PayPal, an account for a bank; anything else is a sentence."""
    rail = ByHand(form, FARES)  # type: ignore[arg-type]
    assert not isinstance(rail.read_destination(right), str)
    assert isinstance(rail.read_destination(wrong), str)
