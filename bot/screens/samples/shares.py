"""Samples of what people keep in their answers."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.outcomes import Outcome, shares, worker
from bot.screens.samples.facts import task


def samples() -> tuple[tuple[str, Outcome], ...]:
    """(What it shows, outcome)."""
    gave = shares.Gave("streets", task.question, 14, 6)
    came = shares.WithdrawalCame("streets", "w4zwomk6fojju", 14, 6)
    words = "To a maker of maps in Mombasa."
    part = shares.ResaleCame("Night Market Maps", task.question, 600_000, 14, words, 1_280_000)
    licensed = {"name": "streets", "licence": "CC-BY-4.0"}
    return (
        ("Packs to withdraw from", shares.WithdrawList((gave, replace(gave, name="market-reviews")))),
        ("Nothing to withdraw", shares.WithdrawList(())),
        ("Before withdrawing", shares.WithdrawHow(gave)),
        ("Before withdrawing what has not left", shares.WithdrawHow(replace(gave, answers=1, left=0))),
        ("Withdrawn", shares.Withdrawn(gave)),
        ("Somebody withdrew", came),
        ("Somebody withdrew what had not left", replace(came, worker="", answers=1, left=0)),
        ("How to share a resale", shares.ResaleHow("streets")),
        ("How to share a resale of no pack", shares.ResaleHow("")),
        ("A resale is shared", shares.ResaleBegun("streets", 120_000_000, 24_000_000, 3_000_000)),
        ("A resale was shared", shares.ResalePaid("streets", 23_400_000, 14, 600_000)),
        ("A resale was shared with one", shares.ResalePaid("streets", 24_000_000, 1, 0)),
        ("A part of a resale", part),
        ("A part for one answer", replace(part, answers=1)),
        ("Refused: no share", worker.Refused("NoShare", {"name": "streets"})),
        ("Refused: nobody answered", worker.Refused("NobodyAnswered", {"name": "streets"})),
        ("Refused: nothing to withdraw", worker.Refused("NothingToWithdraw", {"name": "streets"})),
        ("Refused: given to everybody", worker.Refused("PublicLicence", licensed)),
    )
