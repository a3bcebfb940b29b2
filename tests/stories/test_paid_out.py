"""Being paid out, on a phone: what arrives is shown first, every word comes by message, a fault loses and doubles nothing."""

import pytest

from tests.stories.paid_out import faulty, give, paid, paying_on, ready
from tests.stories.program import Program, until_true

program = paying_on("sqlite", "postgres")


def test_amina_is_paid_out(program: Program) -> None:
    """The dialogue of the product, with the fee she bears; then the second payout needs no number any more."""
    amina = ready(program)
    assert "KES\u00a0160 arrives, the fee is $0.04" in amina.shown()
    amina.presses("Pay out $1.27")
    amina.hears("On its way: KES\u00a0160 to ···456")
    program.clock.advance(20)
    amina.hears("It is there: KES\u00a0160, reference")
    assert list(paid(program.sandbox).values()) == [1]
    program.clock.advance(49 * 3600)
    give(program, amina, 3_000_000, 2)
    amina.writes("/money")
    amina.hears("···456")
    amina.presses("Pay out")
    amina.hears("On its way")
    program.clock.advance(20)
    amina.hears("It is there")
    assert list(paid(program.sandbox).values()) == [1, 1]


def test_a_number_that_is_none_and_a_slip_move_nothing(program: Program) -> None:
    """A sentence says what to write; [No, another] asks anew; [Back] leads to work."""
    amina = program.person()
    amina.writes("/start")
    amina.hears("small paid tasks")
    amina.presses("Start")
    amina.hears()
    give(program, amina, 1_280_000, 1)
    amina.writes("/money")
    amina.hears()
    amina.presses("Where to?")
    amina.hears()
    amina.presses("M-Pesa")
    amina.hears()
    amina.writes("0712 345")
    amina.hears("Kenyan numbers")
    amina.writes("٠٧١٢ ٣٤٥ ٤٥٧")
    amina.hears("+254 712 345 457")
    amina.presses("No, another")
    amina.hears("Where should your money go?")
    amina.presses("Not now")
    amina.hears("Say where it should go")
    amina.presses("Work")
    amina.hears("That is all for now")
    assert paid(program.sandbox) == {}


@pytest.mark.parametrize("fault", ["cut_after", "silent_after", "html_after", "late", "twice"])
def test_a_provider_that_answers_badly_has_paid_once(program: Program, fault: str) -> None:
    """Time-outs and pages of HTML after the effect: a look-up finds it, and she hears that it is there, once."""
    amina = ready(program)
    faulty(program.sandbox, fault)
    amina.presses("Pay out")
    amina.hears("On its way")
    until_true(lambda: bool(paid(program.sandbox)))
    for _ in range(3):
        program.clock.advance(20)
        program.quiet()
    amina.hears("It is there: KES\u00a0160")
    assert list(paid(program.sandbox).values()) == [1] and not amina.heard()


def test_a_provider_that_refuses_gives_the_money_back(program: Program) -> None:
    """All of it, with a reason, and the way to the next try."""
    amina = ready(program)
    faulty(program.sandbox, "refuse")
    amina.presses("Pay out")
    amina.hears("On its way")
    said = amina.hears("could not be paid to ···456")
    assert "Nobody can be paid there" in said and "You have $1.28" in said
    assert not any(paid(program.sandbox).values())


def test_the_number_is_nowhere_in_plain(program: Program) -> None:
    """What she typed is in no table: not in questions, not in what is due, not where she is paid."""
    ready(program)
    program.quiet()
    for table in ("questions", "dues", "destinations", "payouts", "journal", "incidents"):
        rows = program.rows(f"SELECT * FROM {table}")
        assert "712345456" not in str(rows).replace(" ", ""), table
