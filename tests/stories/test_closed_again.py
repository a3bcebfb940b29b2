"""Somebody whose work was limited takes out what they have, closes the account and opens it again."""

import re

from tests.stories.paid_out import paid, paying_on, ready
from tests.stories.program import Program

program = paying_on("sqlite", "postgres")


def test_a_limited_account_is_paid_out_closed_and_opened_again(program: Program) -> None:
    """The limit says why and how to doubt it; money goes out as always; who comes again is new, and may work."""
    amina = ready(program)
    (person,) = [str(row["person"]) for row in program.rows("SELECT person FROM accounts")]
    given = {
        "reason": "copied",
        "why": "12 answers are another's.",
        "by": "Wanjiru",
        "days": "5",
        "everything": "yes",
    }
    code = program.desk("account.limit", who=person, **given)["lines"][0].split(":")[0]
    told = amina.hears("no new work comes to you until")
    assert "12 answers are another's." in told and f"/appeal_{code}" in told and "/money" in told
    assert code in program.desk("account.show", who=code)["lines"][1]
    amina.writes("/tasks")
    amina.hears("somebody limited it")
    amina.writes("/money")
    amina.hears("···456")
    amina.presses("Pay out")
    amina.hears("On its way")
    program.clock.advance(20)
    amina.hears("It is there")
    assert list(paid(program.sandbox).values()) == [1]
    amina.writes("/forget")
    number = re.search(r"/forget (\d{4})", amina.hears("To go on"))
    assert number is not None
    amina.writes(f"/forget {number[1]}")
    amina.hears("You are forgotten.")
    program.quiet()
    assert program.rows("SELECT * FROM account_limits") == [] and program.rows("SELECT * FROM accounts") == []
    amina.writes("/start")
    amina.hears("small paid tasks")
    amina.presses("Start")
    assert "limited" not in amina.hears() and amina.balance() == 0
    assert len(paid(program.sandbox)) == 1
