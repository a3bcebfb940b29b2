"""The operator's desk: each verb alone on the house and through the running program; refusals are sentences."""

import asyncio
import csv
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from bot import app
from bot.config import Settings, WrongSettings, carried
from bot.desk import VERBS, Desk
from bot.domain.refusals import Refusal
from bot.ledger import Receipt
from bot.storage.lock import AskRefused
from tests.pretend import start
from tests.stories.program import TOKEN, Program, StoryClock, settings_for, until_true

Call = Callable[..., dict[str, Any]]
REQUESTER = "Open Streets Archive"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """An installation nobody has used."""
    return settings_for(tmp_path / "data", "http://127.0.0.1:9")


@pytest.fixture
def program(settings: Settings) -> Iterator[Program]:
    """The program running on it."""
    clock = StoryClock()
    with start(token=TOKEN, clock=clock) as sandbox:
        running = Program(settings_for(settings.data, sandbox.url), sandbox, clock).start()
        yield running
        running.proved()
        running.stop()


@pytest.fixture(params=["alone", "running"])
def desk(request: pytest.FixtureRequest, settings: Settings) -> Call:
    """The desk as the command line reaches it: opening the house itself, or through the running program's door."""
    if request.param == "running":
        program: Program = request.getfixturevalue("program")
        return program.desk
    return partial(app.call, settings)


def refusal(call: Call, verb: str, **arguments: str) -> str:
    """What is said when a verb is refused, whichever way it was asked."""
    try:
        done = call(verb, **arguments)
    except Refusal as refused:
        return str(refused)
    assert not done["ok"]
    return "\n".join(done["lines"])


def over(call: Call, verb: str, **arguments: str) -> dict[str, Any]:
    """A verb that leaves a job, and how the job ended: worked off by the program, or here when nobody runs."""
    begun = call(verb, **arguments)
    if isinstance(call, partial):
        return worked(call, begun["job"])
    until_true(lambda: call("pack.job", job=begun["job"])["over"], 60)
    return call("pack.job", job=begun["job"])


def worked(call: Call, job: str) -> dict[str, Any]:
    """A job worked off by the desk itself."""

    async def works() -> dict[str, Any]:
        async with app.built(call.args[0]) as home:  # type: ignore[attr-defined]
            return await Desk(home.house, home.steps, app.now_ms).work(job)

    return asyncio.run(works())


def said(done: dict[str, Any]) -> str:
    """The sentences of a verb that was done."""
    assert done["ok"], done
    return "\n".join(done["lines"])


def test_a_pack_goes_its_whole_way_by_the_desks_verbs(desk: Call, tmp_path: Path) -> None:
    """Deposit, add, show, launch, list, pause, go on, close, statement, check: each says what came of it."""
    pack = str(carried("taskpacks") / "digits")
    assert said(desk("deposit", requester=REQUESTER, amount="100.00", reference="bank 1", new="yes")) == (
        f"{REQUESTER} has 100.00 USD to spend."
    )
    again = said(desk("deposit", requester=REQUESTER, amount="100.00", reference="bank 1", new="yes"))
    assert "100.00 USD" in again and "bank 1 was booked before; nothing was added." in again
    assert "Goodwill holds 5.00 USD" in said(desk("goodwill", amount="5.00", reference="grant 1"))
    added = said(over(desk, "pack.add", path=pack, requester=REQUESTER))
    assert "50 rows are in." in added and "draft" in added
    assert "It is the first pack of its requester." in refusal(desk, "pack.launch", name="digits")
    assert "has been looked at" in said(desk("pack.look", name="digits"))
    assert "runs;" in said(desk("pack.launch", name="digits"))
    assert "digits" in said(desk("pack.list")) and "running" in said(desk("pack.show", name="digits"))
    assert refusal(desk, "pack.launch", name="digits") == "digits runs already."
    assert "paused" in said(desk("pack.pause", name="digits"))
    assert said(desk("pack.launch", name="digits")) == "digits goes on."
    assert "went back" in said(desk("pack.close", name="digits"))
    invoice = said(desk("invoice", name="digits", out=str(tmp_path / "papers")))
    assert "0.00 paid to people, 0.00 fee" in invoice and "0.00 still locked" in invoice
    assert (tmp_path / "papers" / "invoice-digits.pdf").read_bytes().startswith(b"%PDF")
    assert b"answers," in (tmp_path / "papers" / "invoice-digits.csv").read_bytes()
    assert ".pdf or .csv" in refusal(desk, "invoice", name="digits", out=str(tmp_path / "invoice.doc"))
    assert "/dev/null" in refusal(desk, "invoice", name="digits", out="/dev/null/invoice.csv")
    assert "100" in said(desk("ledger.statement", account="world"))
    assert ":answers" in said(desk("ledger.statement", account="digits"))
    moved = said(desk("ledger.statement", account=REQUESTER)).splitlines()
    assert re.match(r"20\d\d-\d\d-\d\d \d\d:\d\d ", moved[0]) and "+100.00" in moved[-1]
    assert said(desk("ledger.statement", account="nobody")) == "nobody: nothing has moved."
    assert said(desk("ledger.check")) == "The book is in order."
    assert "100.00 USD" in said(
        desk("deposit", requester=REQUESTER, amount="100.00", reference="bank 1", new="yes")
    )


@pytest.mark.parametrize(
    ("verb", "arguments", "sentence"),
    [
        ("pack.show", {"name": "x"}, "There is no pack x."),
        ("pack.launch", {"name": "x"}, "There is no pack x."),
        ("pack.pause", {"name": "x"}, "There is no pack x."),
        ("pack.close", {"name": "x"}, "There is no pack x."),
        ("deposit", {"requester": "A", "amount": "much", "reference": "1"}, "much is not an amount; write it like 25.00."),
        ("goodwill", {"amount": "1,5", "reference": "1"}, "1,5 is not an amount; write it like 25.00."),
        ("deposit", {"requester": "A" * 65, "amount": "1.00", "reference": "1", "new": "yes"}, "That is 65 characters; 64 at most."),
        ("deposit", {"requester": "A", "amount": "0", "reference": "1"}, "0 is not an amount; write it like 25.00."),
        ("goodwill", {"amount": "0.00", "reference": "1"}, "0.00 is not an amount; write it like 25.00."),
        ("deposit", {"requester": "A", "amount": "1.00", "reference": ""}, "Write a name or a reference in one line"),
        ("goodwill", {"amount": "1.00", "reference": " "}, "Write a name or a reference in one line"),
        ("deposit", {"requester": "", "amount": "1.00", "reference": "1"}, "Write a name or a reference in one line"),
        ("deposit", {"requester": "A\nB", "amount": "1.00", "reference": "1"}, "Write a name or a reference in one line"),
        ("pack.reports", {"name": "x"}, "There is no pack x."),
        ("pack.release", {"name": "x", "key": "1"}, "There is no pack x."),
        ("pack.add", {"path": "/nowhere", "requester": ""}, "Write a name or a reference in one line"),
        ("pack.clone", {"name": "x", "new": "y"}, "There is no pack x."),
        ("pack.look", {"name": "x"}, "There is no pack x."),
        ("pack.job", {"job": "17"}, "There is no job 17."),
        ("pack.cancel", {"job": "x"}, "There is no job x."),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_refused_with_a_sentence(
    verb: str, arguments: dict[str, str], sentence: str, desk: Call
) -> None:
    """The same words whether the program runs or not."""
    assert sentence in refusal(desk, verb, **arguments)


def test_a_pack_needs_its_money_its_own_name_and_the_right_state(desk: Call) -> None:
    """Launching without money, adding twice, pausing a draft: each says what is missing."""
    pack = str(carried("taskpacks") / "digits")
    assert "pack.toml" in "".join(over(desk, "pack.add", path="/nowhere", requester=REQUESTER)["lines"])
    said(over(desk, "pack.add", path=pack, requester=REQUESTER))
    said(desk("pack.look", name="digits"))
    assert "0.00 is there. Pay in" in refusal(desk, "pack.launch", name="digits")
    assert refusal(desk, "pack.pause", name="digits") == "digits is draft; that is not possible now."
    again = said(over(desk, "pack.add", path=pack, requester=REQUESTER))
    assert "digits: is there already; nothing was added." in again
    other = over(desk, "pack.add", path=pack, requester="Somebody else")
    assert other["lines"] == ["There is a pack digits already."]
    assert "a copy of digits is there" in said(over(desk, "pack.clone", name="digits", new="digits-2"))
    assert said(desk("pack.jobs")) == "No job goes on."
    assert "is closed" in said(desk("pack.close", name="digits"))


def test_words_that_are_no_verb_do_not_close_the_door(program: Program) -> None:
    """A wrong verb or wrong words at the door are refused; the next one is served."""
    for verb, arguments in (("nonsense", {}), ("pack.show", {"nome": "digits"})):
        with pytest.raises(AskRefused):
            program.desk(verb, **arguments)
    assert program.desk("ledger.check")["ok"]


def test_two_verbs_at_once_are_both_served(program: Program) -> None:
    """The door takes several people at the same time."""

    async def both() -> list[dict[str, Any]]:
        asked = (asyncio.to_thread(program.desk, verb) for verb in ("pack.list", "ledger.check"))
        return await asyncio.gather(*asked)

    assert all(done["ok"] for done in asyncio.run(both()))


def test_every_verb_of_the_desk_is_known() -> None:
    """The table holds what the command line asks for."""
    assert set(VERBS) == {
        "pack.add", "pack.job", "pack.jobs", "pack.cancel", "pack.clone", "pack.look", "pack.see", "pack.list", "pack.show", "pack.reports", "pack.release", "pack.launch", "pack.pause", "pack.close",
        "invoice", "results", "results.aside", "goodwill",
        "deposit", "deposit.list", "deposit.approve", "deposit.withdraw", "deposit.refund", "deposit.give",
        "ledger.check", "ledger.currency", "ledger.statement", "ledger.verify", "ledger.export",
        "questions.list", "questions.answer",
        "payout.list", "payout.doubts", "payout.run", "payout.settle", "payout.settle_list", "payout.let", "payout.reconcile", "key.rotate",
        "bonus", "pack.became", "news.list", "news.look", "webhook",
    }  # fmt: skip


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
        app.call(other, "deposit", requester=REQUESTER, amount="100.00", reference="bank 2")
    assert any("the book is in USD" in line for line in app.doctor(other)[0])
    if "program" not in request.fixturenames:
        with pytest.raises(WrongSettings, match="the book is in USD"):
            app.run(other)


def test_a_mistyped_name_makes_no_new_requester(desk: Call) -> None:
    """Money for a name that nobody has is refused, with the name that is nearest; a new one is made when it is meant."""
    first = refusal(desk, "deposit", requester=REQUESTER, amount="1.00", reference="1")
    assert first == f"There is no requester {REQUESTER}. With --new it is a new one."
    said(desk("deposit", requester=REQUESTER, amount="1.00", reference="1", new="yes"))
    slip = refusal(desk, "deposit", requester=REQUESTER[:-1], amount="1.00", reference="2")
    assert slip == f"There is no requester {REQUESTER[:-1]}. Is it {REQUESTER}? With --new it is a new one."
    assert "2.00 USD" in said(desk("deposit", requester=REQUESTER, amount="1.00", reference="2"))


def test_a_statement_of_too_many_accounts_is_a_sentence(desk: Call) -> None:
    """Whoever names too little is told so, not shown a traceback."""
    for number in range(17):
        said(desk("deposit", requester=f"R{number}", amount="1.00", reference="bank 1", new="yes"))
    assert "More than 16 accounts begin with" in refusal(desk, "ledger.statement", account="requester:")


def test_a_draft_that_is_closed_gives_its_name_back(desk: Call) -> None:
    """Nobody was ever shown it, so the same folder can be brought in again."""
    pack = str(carried("taskpacks") / "digits")
    for _ in range(2):
        said(over(desk, "pack.add", path=pack, requester=REQUESTER))
        assert "is closed" in said(desk("pack.close", name="digits"))
    assert (
        said(desk("pack.reports", name="digits")) == "digits: no report waits, and none has stopped a task."
    )
    assert "is refunded" in refusal(desk, "pack.release", name="digits", key="1")
