"""What the operator reads of lines that were away."""

from bot.screens.operator import jobs


def test_outages_are_told_with_what_they_cost_nobody() -> None:
    """Ours with leases and people told; a region's while it goes on and when it is over."""
    ours = {"kind": "ours", "began_at": 0, "ended_at": 9_000_000, "leases": 1, "people": 2}
    region = {"kind": "region", "began_at": 0, "ended_at": None, "leases": 12, "people": 12}
    assert jobs.outages([ours, region, {**region, "ended_at": 9_000_000}]) == [
        "Away from 1970-01-01 00:00 UTC to 1970-01-01 02:30 UTC: 1 lease lengthened, 2 people were told.",
        "12 people fell silent at once on 1970-01-01 00:00 UTC: 12 leases held until they are back.",
        "12 people fell silent at once on 1970-01-01 00:00 UTC, until 1970-01-01 02:30 UTC: 12 leases held.",
    ]
    assert jobs.outages([]) == []
