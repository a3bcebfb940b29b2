"""kill -9 at every point of a payout: the provider has paid once at most, the money is never lost, the book is whole."""

import os

import pytest

from bot.actions import sending
from tests.stories.killed import PAYOUT_POINTS, POINTS, killed_at
from tests.stories.paid_out import environment, paid, paying_on, ready
from tests.stories.program import Person, Program, until_true

KILLS = max(1, int(os.environ.get("CHAOS_KILLS", "2")) // 2)
pytestmark = pytest.mark.chaos

program = paying_on("sqlite", "postgres")


def states(program: Program) -> list[str]:
    """Where every payout stands."""
    return [str(row["state"]) for row in program.rows("SELECT state FROM payouts ORDER BY id")]


@pytest.mark.parametrize("kill", range(KILLS))
@pytest.mark.parametrize("point", [*POINTS, *PAYOUT_POINTS])
def test_a_kill_at_any_point_of_a_payout_pays_once_at_most(point: str, kill: int, program: Program) -> None:
    """After each kill and restart the payout is looked up: there if it was paid, and else a person ends it."""
    amina: Person = ready(program)
    program.quiet()
    program.stop()
    amina.presses("Pay out")
    killed_at(point, program, **environment(program))
    program.start()
    until_true(lambda: len(states(program)) == 1)
    program.clock.advance(sending.lease_ms / 1000 + 1)
    until_true(lambda: _has_been_asked(program))
    counts = list(paid(program.sandbox).values())
    if sum(counts) == 0:
        (row,) = program.rows("SELECT id, state FROM payouts")
        assert row["state"] == "unknown", row  # it died between "unknown" and the provider: nobody read it
        done = program.desk("payout.settle", payout=str(row["id"]), by="Otieno", failed="refused")
        assert done["ok"] and amina.balance() == 1_280_000
    else:
        until_true(lambda: states(program) == ["confirmed"])
        assert counts == [1] and amina.balance() == 5_868
        assert any("It is there" in one for one in amina.heard()) or "It is there" in amina.shown()


def _has_been_asked(program: Program) -> bool:
    """Ended, or unknown after a look-up that found nothing."""
    (row,) = program.rows("SELECT state, looks, reason FROM payouts")
    program.clock.advance(5)
    return row["state"] == "confirmed" or (row["state"] == "unknown" and row["reason"] == "not_found")
