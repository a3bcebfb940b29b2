"""The operator's desk: each verb alone on the house and through the running program; refusals are sentences."""

import ast
import asyncio
import re
from inspect import signature
from pathlib import Path
from typing import Any

import pytest

from bot.config import carried
from bot.desk import (
    VERBS,
    accounts,
    books,
    cases,
    deposits,
    figures,
    jobs,
    packs,
    payouts,
    proposals,
    reports,
    results,
    reviews,
    roles,
    rules,
    seeing,
    spoken,
    support,
    voices,
)
from bot.storage.lock import AskRefused
from tests.desk.asked import REQUESTER, Call, over, refusal, said
from tests.house.sources import dotted, modules
from tests.stories.program import Program


def test_a_pack_goes_its_whole_way_by_the_desks_verbs(desk: Call, tmp_path: Path) -> None:
    """Deposit, add, show, launch, list, pause, go on, close, statement, check: each says what came of it."""
    pack = str(carried("taskpacks") / "digits")
    assert said(desk("deposit", requester=REQUESTER, amount="100.00", reference="bank 1", new="yes")) == (
        f"{REQUESTER} has 100.00 USD to spend."
    )
    again = said(desk("deposit", requester=REQUESTER, amount="100.00", reference="bank 1", new="yes"))
    assert "100.00 USD" in again and "bank 1 was booked before; nothing has moved." in again
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


REFUSED: tuple[tuple[str, dict[str, str], str], ...] = (
    ("pack.show", {"name": "x"}, "There is no pack x."),
    ("pack.launch", {"name": "x"}, "There is no pack x."),
    ("pack.pause", {"name": "x"}, "There is no pack x."),
    ("pack.close", {"name": "x"}, "There is no pack x."),
    ("deposit", {"requester": "A" * 65, "amount": "1.00", "reference": "1", "new": "yes"}, "That is 65 characters; 64 at most."),
    ("deposit", {"requester": "A", "amount": "1.00", "reference": ""}, "Write a name or a reference in one line"),
    ("goodwill", {"amount": "1.00", "reference": " "}, "Write a name or a reference in one line"),
    ("deposit", {"requester": "", "amount": "1.00", "reference": "1"}, "Write a name or a reference in one line"),
    ("deposit", {"requester": "A\nB", "amount": "1.00", "reference": "1"}, "Write a name or a reference in one line"),
    ("pack.reports", {"name": "x"}, "There is no pack x."),
    ("pack.release", {"name": "x", "key": "1"}, "There is no pack x."),
    ("pack.add", {"path": "/nowhere", "requester": ""}, "Write a name or a reference in one line"),
    ("pack.clone", {"name": "x", "new": "y"}, "There is no pack x."),
    ("pack.resale", {"name": "x", "amount": "1.00", "words": "To a maker of maps."}, "There is no pack x."),
    ("pack.reprice", {"name": "x", "price": "0.05"}, "There is no pack x."),
    ("pack.look", {"name": "x"}, "There is no pack x."),
    ("pack.job", {"job": "17"}, "There is no job 17."),
    ("pack.cancel", {"job": "x"}, "There is no job x."),
    ("pack.job", {"job": "9" * 19}, "There is no job 9999999999999999999."),
    ("news.look", {"number": "9" * 19}, "Nothing with the number 0 waits for a person."),
)  # fmt: skip


def test_what_cannot_be_done_is_refused_with_a_sentence(desk: Call) -> None:
    """The same words whether the program runs or not."""
    for verb, arguments, sentence in REFUSED:
        assert sentence in refusal(desk, verb, **arguments), (verb, arguments)


NO_AMOUNTS = (
    "0",
    "0.00",
    "-25.00",
    "NaN",
    "1e400",
    "1e2",
    "inf",
    "0.0000001",
    "1,5",
    "25.00 EUR",
    "€25",
    "much",
    "",
    "9" * 400,
)
TO_BE_PAID: dict[str, dict[str, str]] = {
    "deposit": {"requester": "A", "reference": "1", "new": "yes"},
    "deposit.return": {"requester": "A", "reference": "1", "by": "Wanjiru"},
    "goodwill": {"reference": "1"},
    "fees": {"reference": "1"},
}


def test_what_is_no_amount_moves_nothing(desk: Call) -> None:
    """Nothing, less than nothing, no number, too many decimals, another currency: a sentence, and no account has moved."""
    for verb, arguments in TO_BE_PAID.items():
        for written in NO_AMOUNTS:
            found = refusal(desk, verb, amount=written, **arguments)
            assert "is not an amount; write it like 25.00." in found, (verb, written)
    assert said(desk("ledger.statement", account="world")) == "world: nothing has moved."
    assert said(desk("ledger.check")) == "The book is in order."


def test_every_verb_with_an_amount_is_tried() -> None:
    """A new verb that takes one has a line in the table above; of a bonus and a resale the tests of actions tell."""
    taking = {name for name, verb in VERBS.items() if "amount" in signature(verb).parameters}
    assert taking - {"bonus", "pack.resale"} == set(TO_BE_PAID)


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


def asked_for() -> set[str]:
    """The desk's verbs that the program's other rooms ask for: `call("pack.list")`, `do("pack.job", …)`."""
    return {
        value.value
        for _, tree in modules("cli", "office", "doctor")
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and dotted(call.func) in ("call", "work", "do", "ask")
        for argument in call.args[:2]
        if not isinstance(argument, ast.Dict)  # what goes with it
        for value in ast.walk(argument)
        if isinstance(value, ast.Constant) and isinstance(value.value, str)
    }


def test_every_verb_of_the_desk_is_asked_for() -> None:
    """What the command line asks for is there, nothing else is, and no file takes another one's verb."""
    assert set(VERBS) == asked_for()
    files = (
        accounts,
        books,
        cases,
        deposits,
        figures,
        jobs,
        packs,
        payouts,
        proposals,
        reports,
        results,
        reviews,
        roles,
        rules,
        seeing,
        spoken,
        support,
        voices,
    )
    assert len(VERBS) == sum(len(file.VERBS) for file in files)
