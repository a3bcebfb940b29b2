"""The whole way of one pack's money, by messages alone: a file comes, money comes in, work is done, people are paid, results leave.

Only what the operator does is done at the desk: a role is approved, the first pack is looked at, and the first payouts from
a new requester's card money too. The book and the invariants are proved after every step.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import ledger
from bot.rounds import payouts as rounds
from tests.pretend import start
from tests.stories.paid_out import mpesa, paid
from tests.stories.program import TOKEN, Person, Program, StoryClock, settings_for
from tests.stories.test_requester import ROWS, admitted, sends, worker, works, zipped


@pytest.fixture
def program(stocked: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Program]:
    """An installation with a card provider and a pretend M-Pesa, where other work runs already."""
    monkeypatch.setattr(rounds, "look_s", 0.05)
    shutil.copytree(stocked, tmp_path / "data")
    clock = StoryClock()
    with start(token=TOKEN, clock=clock) as sandbox:
        settings = settings_for(
            tmp_path / "data", sandbox.url, payments_token="1234:TEST:abc", **mpesa(sandbox.url)
        )
        running = Program(settings, sandbox, clock).start()
        try:
            yield running
        finally:
            running.stop()


def pays_in(her: Person, key: str) -> None:
    """The sum on a key, by card, on the phone."""
    her.writes("/deposit")
    her.hears("How much do you pay in?")
    her.presses(key)
    found = her.phone.wait_for(lambda one: bool(one["invoice"]) and one["invoice"]["state"] == "open")
    her.phone.pay(int(found["message_id"]))
    her.phone.wait_for("is here")
    her.heard()


def is_paid_out(one: Person) -> None:
    """Says where to, and takes everything out."""
    one.writes("/money")
    one.hears("Say where it should go")
    one.presses("Where to?")
    one.hears("Where should your money go?")
    one.presses("M-Pesa")
    one.hears("phone number")
    one.writes(f"0712 34{one.number}")
    one.hears("Is it yours, and is every sign right?")
    one.presses("Yes, it is mine")
    one.hears("arrives")
    one.presses("Pay out")
    one.hears("a person looks at it first")  # all of it is a new requester's card money
    (row,) = one.program.rows("SELECT id FROM payouts WHERE state = 'requested'")
    one.program.desk("payout.let", payout=str(row["id"]), by="Otieno")
    one.program.clock.advance(20)
    one.hears("It is there: KES")


def test_from_a_file_to_a_payout_and_results(program: Program) -> None:
    """Everything that was paid in is in somebody's hands at the end, to the last cent."""
    her = admitted(program)
    before = -program.read(ledger.balance, "world")
    program.proved()
    assert "bowls.zip is in order: 12 tasks" in sends(her, zipped(ROWS, price="0.20"))
    program.desk("pack.look", name="bowls")
    her.hears("it can start: /pack_bowls")
    program.proved()
    pays_in(her, "$50.00")
    program.proved()
    her.writes("/pilot_bowls")
    her.hears("The pilot of bowls runs: 10 tasks.")
    program.proved()
    two = [worker(program, number, name) for number, name in ((3001, "Amina"), (3002, "Baraka"))]
    for one in two:
        works(one, 10)
        program.proved()
    her.hears("The pilot of bowls is over: 20 answers by 2 people.")
    program.clock.advance(11 * 60)
    for one in two:
        one.heard()
        is_paid_out(one)
        program.proved()
    assert sorted(paid(program.sandbox).values()) == [1, 1]
    her.heard()
    her.writes("/results_bowls")
    her.hears("What is sent is accepted.")
    files = [her.hears("bowls: bowls-") for _ in range(3)]
    assert {one.rpartition("-")[2] for one in files} == {"agreed.csv", "answers.csv", "report.html"}
    program.proved()
    her.writes("/close_bowls")
    her.hears("is not used and comes back")
    her.presses("Close it")
    her.hears("bowls is closed. $")
    program.proved()
    out = program.rows("SELECT amount + house * fee AS amount FROM payouts WHERE state = 'confirmed'")
    assert len(out) == 2 and program.read(ledger.clearing)["leaving"] == 0
    came_in = before + 50_000_000
    assert -program.read(ledger.balance, "world") == came_in - sum(row["amount"] for row in out)
