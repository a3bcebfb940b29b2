"""Samples of what people say of a pack that they find unfair."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.grievances import REASONS
from bot.domain.outcomes import Outcome
from bot.domain.outcomes.grievances import Grievance, GrievanceOver, Grieved, HaltOver, PackHalted
from bot.domain.outcomes.worker import Refused

_title = {"en": "Streets of Kisumu", "ar": "شوارع كيسومو"}
_said = Grieved(_title, False)
_halted = PackHalted("streets", 6, (("pay", 4), ("unclear", 1), ("claims", 1)))
_over = GrievanceOver(_title, "goes_on", "unfounded", "Others take ten seconds, as it says.")


def samples() -> tuple[tuple[str, Outcome], ...]:
    """(What it shows, outcome)."""
    refusals: tuple[tuple[str, dict[str, object]], ...] = (
        ("NothingToGrieve", {}),
        ("NotAnsweredThere", {"name": "streets"}),
        ("GrievedAlready", {"name": "streets", "days": 30}),
        ("PackIsOver", {"name": "streets", "command": "/rate_streets"}),
        ("NotAReason", {"command": "/grievance_streets", "known": ", ".join(REASONS)}),
        ("StillHalted", {"name": "streets"}),
    )
    return (
        ("A grievance", Grievance(7, _title, mark="🐝")),
        ("A grievance is noted", _said),
        *((f"A grievance that lacks: {one}", replace(_said, lacks=one)) for one in ("answers", "place", "shared")),
        ("A grievance that pauses", replace(_said, halted=True)),
        ("A pack is paused by people", _halted),
        ("A pack is paused, for all reasons", replace(_halted, reasons=tuple((one, 1) for one in REASONS))),
        ("A pause nobody decided on", HaltOver("streets", True)),
        ("A pause nobody decided on, to resume", HaltOver("night-market", False)),
        *((f"A grievance is decided: {one}", replace(_over, outcome=one)) for one in ("goes_on", "stays_paused", "close")),
        *((f"Refused: {name}", Refused(name, values)) for name, values in refusals),
    )  # fmt: skip
