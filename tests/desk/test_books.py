"""The book at the desk: written out, proved, kept in its currency."""

import csv
from dataclasses import replace
from datetime import datetime

import pytest

from bot import app, office
from bot.config import Settings, WrongSettings
from bot.ledger import Receipt
from tests.desk.asked import REQUESTER, Call, over, refusal, said
from tests.stories.program import Program


def test_the_book_is_written_out_and_a_receipt_is_proved(desk: Call, settings: Settings) -> None:
    """The export is a file of lines; a receipt of its entry is genuine, an altered one is not; a wrong form is told."""
    said(desk("deposit", requester=REQUESTER, amount="100.00", reference="bank 1", new="yes"))
    out = settings.data / "book.csv"
    assert "The book is in " in said(over(desk, "ledger.export", out=str(out), format="csv"))
    rows = list(csv.DictReader(out.read_text("utf-8").splitlines()))
    assert (rows[0]["account"], rows[0]["amount"]) == ("world", "-100.000000")
    form = over(desk, "ledger.export", out=str(out), format="ledger-cli")
    assert form["lines"] == ["There is no format ledger-cli; there are: beancount, csv."]
    given = receipt_of(rows[0])
    genuine = said(desk("ledger.verify", receipt=given.text()))
    assert genuine.startswith("The receipt is genuine: -100.00 USD on world at 20") and "No seal" in genuine
    assert "was altered" in refusal(desk, "ledger.verify", receipt=replace(given, balance=1).text())


def receipt_of(row: dict[str, str]) -> Receipt:
    """The receipt of an account's first entry, from its line in the export."""
    return Receipt(
        account=row["account"], currency=row["currency"], moved=-100_000_000, balance=-100_000_000, version=1,
        transfer=int(row["transfer"]), key=row["key"], movement="deposit", source="world", target=row["other"],
        amount=100_000_000, pack=None, reverses=None,
        at=round(datetime.fromisoformat(row["at"]).timestamp() * 1000), before="", hash=row["hash"],
        seal=0, seal_hash="",
    )  # fmt: skip


def test_the_key_of_work_records_is_the_running_programs(program: Program) -> None:
    """Whoever asks need not know the key themselves: the demo makes its own."""
    signer = program.settings.signer
    assert signer is not None
    asking = Settings(**{**program.settings.model_dump(), "signing_key": ""})
    assert office.call(asking, "record.key") == {"lines": [signer.public], "ok": True}


def test_a_book_that_was_tampered_with_is_told(program: Program) -> None:
    """A balance that no entry explains makes `ledger check` say so and end badly."""
    said(program.desk("goodwill", amount="5.00", reference="grant 1"))
    change = "UPDATE book_accounts SET balance = balance {} 1 WHERE name = 'house:goodwill'"
    assert program.write(change.format("+")) == 1
    done = program.desk("ledger.check")
    assert not done["ok"] and "goodwill" in "\n".join(done["lines"])
    assert program.write(change.format("-")) == 1


def test_a_book_keeps_its_currency(desk: Call, settings: Settings, request: pytest.FixtureRequest) -> None:
    """Once money is booked another currency is refused by every verb, by the start and by the doctor, in a sentence."""
    said(desk("deposit", requester=REQUESTER, amount="100.00", reference="bank 1", new="yes"))
    other = Settings(**{**settings.model_dump(), "currency": "KES", "floor_hourly": "650.00"})
    with pytest.raises(WrongSettings, match="the book is in USD, and a book keeps its currency"):
        office.call(other, "deposit", requester=REQUESTER, amount="100.00", reference="bank 2")
    assert any("the book is in USD" in line for line in office.doctor(other)[0])
    if "program" not in request.fixturenames:
        with pytest.raises(WrongSettings, match="the book is in USD"):
            app.run(other)


def test_a_statement_of_too_many_accounts_is_a_sentence(desk: Call) -> None:
    """Whoever names too little is told so, not shown a traceback."""
    for number in range(17):
        said(desk("deposit", requester=f"R{number}", amount="1.00", reference="bank 1", new="yes"))
    assert "More than 16 accounts begin with" in refusal(desk, "ledger.statement", account="requester:")
