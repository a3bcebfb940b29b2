"""Paid by hand: the operator writes a list, pays it somewhere, brings it back marked; all through the desk."""

from pathlib import Path
from typing import Any

from bot.domain import limits
from tests.stories.paid_out import faulty, give, paid, paying_on, ready
from tests.stories.program import Person, Program, until_true

program = paying_on("sqlite")


def asks(program: Program, address: str = "amina@example.org", number: int = 1001) -> Person:
    """Somebody with five dollars asks to be paid by hand."""
    person = program.person(number)
    person.writes("/start")
    person.hears("small paid tasks")
    person.presses("Start")
    person.hears()
    give(program, person, 5_000_000, number)
    person.writes("/money")
    person.hears("Say where it should go")
    person.presses("Where to?")
    person.hears("Where should")
    person.presses("PayPal, by hand")
    person.hears("e-mail address")
    person.writes(address)
    person.hears(address)
    person.presses("Yes, it is mine")
    person.hears("The first time $2.00 at most")
    person.presses("Pay out $5.00")
    person.hears("On its way")
    return person


def says(program: Program, verb: str, **arguments: str) -> str:
    """What the operator reads."""
    done: dict[str, Any] = program.desk(verb, **arguments)
    return "\n".join(done["lines"])


def test_a_list_goes_out_and_comes_back(program: Program, tmp_path: Path) -> None:
    """What is due is on the list, the rest waits for its hours or a person; marks are booked and told."""
    amina, out = asks(program), tmp_path / "list.csv"
    waiting = says(program, "payout.list", state="requested").splitlines()
    assert len(waiting) == 2 and "waits (first)" in waiting[0] and "amina@" not in waiting[0]
    said = says(program, "payout.run", rail="list", out=str(out))
    assert "1 payout." in said and "amina@example.org" in (tmp_path / "list-for-paypal.csv").read_text(
        "utf-8"
    )
    assert says(program, "payout.run", rail="list", out=str(out)) == "Nothing is due by hand."
    number = said.split()[1].rstrip(":")
    assert "1 payout." in says(program, "payout.run", rail="list", out=str(out), number=number)
    out.write_text(out.read_text("utf-8").replace(",,,", ",x,,TX-1"), "utf-8")
    assert "1 paid, 0 failed" in says(program, "payout.settle_list", rail="list", file=str(out))
    amina.hears("reference TX-1")
    sent = says(program, "payout.list", state="confirmed").split()[0]
    assert "is returned" in says(program, "payout.settle", payout=sent, by="Otieno", returned="yes")
    amina.hears("came back from")
    assert "now" in says(program, "payout.let", payout=waiting[0].split()[0], by="Otieno")
    assert "1 payout." in says(program, "payout.run", rail="list", out=str(out))
    statement = tmp_path / "statement.csv"
    statement.write_text("transaction_id,amount\nTX-1,1.75\nTX-9,3.00\n", "utf-8")
    found = says(program, "payout.reconcile", rail="list", file=str(statement), days="31")
    assert "The same on both sides: 1." in found and "3.00 (TX-9) is no payout of ours" in found


def test_words_that_fit_no_payout_are_sentences(program: Program, tmp_path: Path) -> None:
    """Nothing moves, and each says why."""
    asks(program)
    number = says(program, "payout.list", state="").split()[0]
    for verb, given, sentence in (
        ("payout.settle", {"payout": number, "by": "Otieno", "paid": "TX-1"}, "has not been sent yet"),
        ("payout.settle", {"payout": number, "by": "Otieno"}, "--paid REFERENCE, --failed WHY"),
        ("payout.settle", {"payout": number, "by": "Otieno", "failed": "because"}, "Say one thing"),
        ("payout.settle", {"payout": "x", "by": "Otieno", "failed": "refused"}, "There is no payout x."),
        ("payout.run", {"rail": "pigeon", "out": str(tmp_path / "x.csv")}, "Nobody is paid by pigeon here"),
        (
            "payout.run",
            {"rail": "mpesa", "out": str(tmp_path / "x.csv")},
            "Nobody is paid by lists of mpesa here; what can be: list.",
        ),
        ("payout.settle_list", {"rail": "list", "file": str(Path(__file__))}, "nothing of it was booked"),
        ("payout.reconcile", {"rail": "list", "file": str(Path(__file__)), "days": "1"}, "can't be compared"),
    ):
        done = program.desk(verb, **given)
        assert not done["ok"] and sentence in "\n".join(done["lines"]), done
    assert (
        says(program, "key.rotate")
        == "0 places and 0 secrets were sealed anew; older keys can be taken away."
    )


def test_what_nobody_knows_is_told_to_the_operator_and_ended_by_a_person(program: Program) -> None:
    """M-Pesa never answers and never heard of it: after an hour she hears, after three days the operator does."""
    amina = ready(program)
    faulty(program.sandbox, "cut_before")
    amina.presses("Pay out")
    amina.hears("On its way")
    until_true(lambda: program.rows("SELECT state FROM payouts") == [{"state": "unknown"}])
    for hours in (1, 1, 1, 1):
        program.clock.advance(hours * 3600)
        program.quiet()
    amina.hears("Your money is not lost")
    program.clock.advance(limits.unknown_faulty_ms / 1000)
    doubt = says(program, "payout.doubts")
    assert "has no end for three days" in doubt
    number = doubt.split()[1]
    ended = (
        f"Payout {number} is failed. The worker is told."  # not while M-Pesa is asked about it at this moment
    )
    until_true(lambda: says(program, "payout.settle", payout=number, by="Otieno", failed="refused") == ended)
    amina.hears("is in your balance again")
    assert not any(paid(program.sandbox).values()) and amina.balance() == 1_280_000
