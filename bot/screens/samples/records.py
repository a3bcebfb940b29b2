"""Samples of a requester's record, and of the marks that workers give."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.outcomes import Outcome
from bot.domain.outcomes.records import Rated, Rating, Record
from bot.domain.outcomes.worker import Refused, WhoAsks
from bot.screens.samples.facts import offer

_record = Record(
    hourly=10_800_000,
    claimed=14,
    overturned=333,
    reply_ms=5_400_000,
    marks=(450, 480, 460, 440),
    raters=12,
    rate="street-photos",
)


def samples() -> tuple[tuple[str, Outcome], ...]:
    """(What it shows, outcome)."""
    asks = "Open Streets Archive"
    return (
        ("An offer with the requester's record", replace(offer, hourly=10_800_000, rating=458)),
        (
            "Who asks, with their record",
            WhoAsks(replace(offer, hourly=10_800_000, rating=458), record=_record),
        ),
        *(
            (f"Marks, {len(given) + 1} of 4", Rating(7, asks, given, "🐝"))
            for given in ((), (4,), (4, 5), (4, 5, 3))
        ),
        ("Who asks, known a little", WhoAsks(offer, record=Record(reply_ms=5_400_000))),
        *(
            (f"Refused: {name}", Refused(name, values))
            for name, values in (
                ("NothingToRate", {}),
                ("NotMarks", {"command": "/rate_street_photos"}),
                ("NotWorkedThere", {"needed": 5, "count": 3}),
                ("OwnRecord", {}),
            )
        ),
        ("Marks were given", Rated(asks, "street-photos", (4, 5, 3, 4))),
    )
