"""What the operator reads of jobs, and of lines that were away."""

from __future__ import annotations

from typing import Any

from bot.screens.operator.words import counted, duration, moment

progress_told_after_ms = 2_000  # before that a time left is a guess


def listed(rows: list[dict[str, Any]], now: int) -> list[str]:
    """Jobs that go on or wait, a line each. `now` is UTC epoch ms."""
    if not rows:
        return ["No job goes on."]
    return [
        f"{row['id']} {row['kind']}: "
        + progress(row["state"], row["phase"], row["done"], row["total"], now - row["phase_at"])
        for row in rows
    ] + ["`ujima pack cancel JOB` ends one."]


def progress(state: str, phase: str, done: int, total: int, since_ms: int) -> str:
    """How far a job is, in a line: "1,200 of 5,000 pictures, about 2 min left"."""
    if state == "undoing":
        return "removing what is there"
    what = phase or "waiting for its turn"
    if not total:
        return what
    said = f"{done:,} of {total:,} {what}"
    if not 0 < done < total or since_ms < progress_told_after_ms:
        return said
    return f"{said}, about {duration(since_ms * (total - done) / done / 1000)} left"


def outages(rows: list[dict[str, Any]]) -> list[str]:
    """When lines were away, a line each; [] when they never were."""
    return [_outage(row) for row in rows]


def _outage(row: dict[str, Any]) -> str:
    began, leases = f"{moment(row['began_at'])} UTC", counted(int(row["leases"]), "lease")
    if row["kind"] == "ours":
        people = counted(int(row["people"]), "person was", "people were")
        return f"Away from {began} to {moment(row['ended_at'])} UTC: {leases} lengthened, {people} told."
    group = counted(int(row["people"]), "person", "people")
    if row["ended_at"] is None:
        return f"{group} fell silent at once on {began}: {leases} held until they are back."
    return f"{group} fell silent at once on {began}, until {moment(row['ended_at'])} UTC: {leases} held."
