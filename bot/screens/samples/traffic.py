"""Samples of what the work costs in bytes."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.outcomes import Outcome
from bot.domain.outcomes.traffic import Traffic


def samples() -> tuple[tuple[str, Outcome], ...]:
    """(What it shows, outcome)."""
    usual = Traffic("saver", False, 214_000, 3_100_000, 310, 12_400_000, "🏠")
    return (
        ("Data", usual),
        ("Data before any work", Traffic("text", False, 1_800, 1_800, 0, 0)),
        ("Data in large pictures", replace(usual, mode="full")),
        ("Words only from now on", replace(usual, mode="text", chosen=True)),
        ("Small pictures from now on", replace(usual, chosen=True, current="")),
        ("Large pictures from now on", replace(usual, mode="full", chosen=True)),
    )
