"""Paid by hand: files that a person takes to a bank or a provider, and the list that comes back marked.

Two files are written of the same orders. One is for whoever pays:

    mpesa    MSISDN,AMOUNT,REMARK: what a bulk payment in M-Pesa's organisation portal is made of
    paypal   recipient, amount, currency, our id, note, wallet; no heading
             (https://developer.paypal.com/payouts/use-payouts/send-money/use-web-ui: at most 5,000 rows, one currency)
    sepa     name, IBAN, amount, currency, reference

The other is ours, with two columns to mark: paid, failed. It is read strictly: one row that is not as it was written,
or is nobody's, or is marked twice, and nothing of the file counts. Ids in it begin with a letter, since spreadsheets
round long numbers; numbers of telephones are not compared, for the same reason.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Final, Literal

from pydantic import BeforeValidator, Field

from bot.kinds import Fault
from bot.money import parse, plain, unit_micro
from bot.payouts import Destination, Fare, Notice, Order, Rail, Reply, _places, refusals
from bot.payouts._fares import Fares, tariff
from bot.payouts._line import Clock
from bot.payouts._settings import Shared, WrittenTariff

name: Final = "list"
rows_max: Final = 5_000
file_bytes_max: Final = 2_000_000
faults_max: Final = 50
reference_characters_max: Final = 64
columns: Final = ("id", "to", "name", "amount", "currency", "paid", "failed", "reference")

Form = Literal["", "mpesa", "paypal", "sepa"]

_letter: Final = "P"
_id = re.compile(rf"{_letter}(\d{{1,19}})", re.ASCII)
_marks = frozenset(("x", "yes", "1", "true", "✓", "✔"))
_first_of_formulas = ("=", "+", "-", "@", "\t", "\r", "\0")


class Account(Shared):
    """How payouts are made by hand."""

    list_form: Annotated[Form, BeforeValidator(str.lower)] = Field(
        "",
        description="The file that payouts by hand are made with: mpesa, paypal or sepa. Empty: none by hand.",
    )
    list_currency: str = Field(
        "",
        pattern="^([A-Z]{3})?$",
        description="The money of that file; empty for the installation's currency.",
    )
    list_fee: WrittenTariff = Field(
        "0", description="What a payout by hand costs, in that money: 0.25, 2% most 20.00 or 100:0 1500:5."
    )

    @property
    def list_money(self) -> str:
        """The currency of payouts by hand."""
        return self.list_currency or self.currency


def wanting(settings: Account) -> list[str]:
    """The settings that payouts by hand still need, once they are begun."""
    return ["rates"] if settings.list_form and not settings.rate(settings.list_money) else []


def offered(settings: Account, clock: Clock) -> Rail | None:
    """Payouts by hand, or None where no file is chosen."""
    if not settings.list_form or wanting(settings):
        return None
    money = settings.list_money
    step = unit_micro if settings.list_form == "mpesa" else unit_micro // 100
    fares = Fares(money, tariff(settings.list_fee), settings.rate(money), step)
    return ByHand(settings.list_form, fares)


@dataclass(frozen=True, slots=True)
class Returned:
    """What a returned list says: what became of which order; or every fault, and then nothing."""

    replies: Mapping[str, Reply]
    faults: Sequence[Fault] = ()


@dataclass(frozen=True, slots=True)
class ByHand(Rail):
    """Payouts with a file. Sending is putting on the list; the list that comes back ends it."""

    form: Form
    fares: Fares
    name = name
    by_hand = True

    def read_destination(self, written: str) -> Destination | str:
        """As the file's form wants it: a Kenyan number, an e-mail address, an IBAN."""
        if self.form == "paypal":
            return _places.mail(written) or refusals.no_mail
        if self.form == "sepa":
            return _places.account(written) or refusals.no_account
        found = _places.phone(written, _places.kenya)
        return found if found and found.to.startswith(_places.kenya) else refusals.no_kenyan_phone

    def fare(self, amount: int) -> Fare:
        """By the operator's tariff and rate."""
        return self.fares.of(amount)

    async def send(self, order: Order) -> Reply:
        """It goes with the next list."""
        return Reply("sent")

    async def look_up(self, order: Order, reference: str) -> Reply:
        """Nobody can be asked; the list that comes back says it."""
        return Reply("sent", reference)

    def read_notice(self, headers: Mapping[str, str], body: bytes) -> Notice | None:
        """Banks send none."""
        return None

    def write_for_payer(self, orders: Sequence[Order]) -> bytes:
        """The file for the bank or the provider. At most `rows_max` orders, all in the rail's money."""
        assert len(orders) <= rows_max and {order.currency for order in orders} <= {self.fares.currency}
        if self.form == "mpesa":
            rows = [("MSISDN", "AMOUNT", "REMARK"), *map(_mpesa_row, orders)]
        elif self.form == "paypal":
            rows = [_paypal_row(order) for order in orders]
        else:
            rows = [("name", "IBAN", "amount", "currency", "reference"), *map(_sepa_row, orders)]
        return _written(rows)

    def write_list(self, orders: Sequence[Order]) -> bytes:
        """Our list of the same orders, with columns to mark."""
        rows = (
            (
                _letter + order.id,
                order.to.removeprefix("+"),
                order.name,
                plain(order.amount),
                order.currency,
                "",
                "",
                "",
            )
            for order in orders
        )
        return _written([columns, *rows])

    def read_list(self, content: bytes, orders: Iterable[Order]) -> Returned:
        """The list as it came back. `orders` are those that may be on it: sent by hand, and not ended yet."""
        return _Reading({order.id: order for order in orders}).read(content)


def _mpesa_row(order: Order) -> tuple[str, ...]:
    return order.to.removeprefix("+"), str(order.amount // unit_micro), _letter + order.id


def _paypal_row(order: Order) -> tuple[str, ...]:
    return order.to, plain(order.amount), order.currency, _letter + order.id, "Payout", "PAYPAL"


def _sepa_row(order: Order) -> tuple[str, ...]:
    return order.name, order.to, plain(order.amount), order.currency, _letter + order.id


def _written(rows: Iterable[Sequence[str]]) -> bytes:
    """CSV (RFC 4180); what a spreadsheet would take for a formula gets a ' before it."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerows(
        [f"'{cell}" if cell.startswith(_first_of_formulas) else cell for cell in row] for row in rows
    )
    return out.getvalue().encode("utf-8")


class _Reading:
    """Reads one returned list, gathering replies and faults."""

    def __init__(self, orders: Mapping[str, Order]) -> None:
        self._orders = orders
        self._replies: dict[str, Reply] = {}
        self._seen: set[str] = set()
        self._faults: list[Fault] = []

    def read(self, content: bytes) -> Returned:
        """All of it, or its faults."""
        rows = self._rows(content)
        if rows and not self._faults:
            heading = [cell.strip().lower() for cell in rows[0]]
            missing = [column for column in ("id", "paid", "failed") if heading.count(column) != 1]
            if missing:
                self._fault(1, f"there must be one column {' and one '.join(missing)}.")
            else:
                for line, row in enumerate(rows[1:], 2):
                    if any(cell.strip() for cell in row):
                        self._row(line, dict(zip(heading, row, strict=False)))
        return Returned({}, self._faults[:faults_max]) if self._faults else Returned(self._replies)

    def _rows(self, content: bytes) -> list[list[str]]:
        if len(content) > file_bytes_max:
            self._fault(0, f"the file is larger than {file_bytes_max // 1_000_000} MB.")
            return []
        try:
            text = content.decode("utf-8-sig")
            between = ";" if text.partition("\n")[0].count(";") > text.partition("\n")[0].count(",") else ","
            rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=between, strict=True))
        except (UnicodeDecodeError, csv.Error):
            self._fault(0, "this is no CSV file in UTF-8.")
            return []
        if not rows or len(rows) > rows_max + 1:
            self._fault(0, f"a list has a heading and at most {rows_max} rows.")
        return rows

    def _row(self, line: int, row: Mapping[str, str]) -> None:
        """One order's row: whose it is, whether it is as it was written, and what is marked."""
        match = _id.fullmatch(row["id"].strip())
        if match is None:
            return self._fault(line, "this row is not of a list of ours; its id should be P and a number.")
        order = self._orders.get(match[1])
        if order is None:
            return self._fault(line, f"no payout {match[0]} waits to be paid by hand.")
        if order.id in self._seen:
            return self._fault(line, f"payout {match[0]} is on the list twice.")
        self._seen.add(order.id)
        if "amount" in row and _micro(row["amount"]) != order.amount:
            return self._fault(
                line, f"the amount of {match[0]} was {plain(order.amount)}; it is another one now."
            )
        if row.get("currency", order.currency).strip() != order.currency:
            return self._fault(
                line, f"the currency of {match[0]} was {order.currency}; it is another one now."
            )
        reference = row.get("reference", "").strip()
        if len(reference) > reference_characters_max or not reference.isprintable():
            return self._fault(line, f"the reference of {match[0]} is too long, or not plain text.")
        self._marked(
            line, order, reference, *(row.get(mark, "").strip().lower() for mark in ("paid", "failed"))
        )
        return None

    def _marked(self, line: int, order: Order, reference: str, paid: str, failed: str) -> None:
        wrong = [mark for mark in (paid, failed) if mark and mark not in _marks]
        if wrong:
            self._fault(line, f"“{wrong[0][:20]}” is no mark; write x.")
        elif paid and failed:
            self._fault(line, f"{_letter}{order.id} is marked paid and failed; it can be one of them.")
        elif paid:
            self._replies[order.id] = Reply("confirmed", reference)
        elif failed:
            self._replies[order.id] = Reply("failed", reference, "refused")

    def _fault(self, line: int, sentence: str) -> None:
        self._faults.append(Fault(f"line {line}" if line else "", sentence))


def _micro(written: str) -> int:
    """An amount as a spreadsheet leaves it: 12.50, 12.5, or 12,50 in its own way; -1 for none."""
    try:
        return parse(written.strip().removeprefix("'").replace(",", "."))
    except ValueError:
        return -1
