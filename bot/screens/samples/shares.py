"""Samples of what people keep in their answers."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.outcomes import Outcome, shares, worker
from bot.screens.samples.facts import task


def samples() -> tuple[tuple[str, Outcome], ...]:
    """(What it shows, outcome)."""
    gave = shares.Gave("streets", task.question, 14, 6)
    came = shares.WithdrawalCame("streets", "w4zwomk6fojju", 14, 6)
    licensed = {"name": "streets", "licence": "CC-BY-4.0"}
    return (
        ("Packs to withdraw from", shares.WithdrawList((gave, replace(gave, name="market-reviews")))),
        ("Nothing to withdraw", shares.WithdrawList(())),
        ("Before withdrawing", shares.WithdrawHow(gave)),
        ("Before withdrawing what has not left", shares.WithdrawHow(replace(gave, answers=1, left=0))),
        ("Withdrawn", shares.Withdrawn(gave)),
        ("Somebody withdrew", came),
        ("Somebody withdrew what had not left", replace(came, worker="", answers=1, left=0)),
        ("Refused: nothing to withdraw", worker.Refused("NothingToWithdraw", {"name": "streets"})),
        ("Refused: given to everybody", worker.Refused("PublicLicence", licensed)),
    )
