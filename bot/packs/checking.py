"""What checking a pack found, in JSON for programs and in lines for people."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from bot.packs.faults import Found, say
from bot.packs.report import Report


def as_json(report: Report) -> dict[str, Any]:
    """A report for programs: {"good", "name", "rows", "media", "faults", …}; every fault has its parts and its sentence."""
    form = report.form
    return {
        "good": not report.faults,
        "name": form.name if form else None,
        "kind": form.kind if form else None,
        "rows": {"task": report.tasks, "gold": report.gold, "practice": report.practice},
        "levels": list(report.levels),
        "media": report.media,
        "fault_count": report.fault_count,
        "faults": [_fault(one) for one in report.faults],
        "skipped_rows": report.skipped_rows,
        "skipped": [_fault(one) for one in report.skipped],
        "warnings": list(report.warnings),
        "needs_person": list(report.needs_person),
        "digest": report.digest,
    }


def as_lines(report: Report) -> list[str]:
    """A report for people: every fault; or what was left out, the warnings, and why a person must look."""
    if report.faults:
        return [say(one) for one in report.faults]
    said = [f"Left out: {say(one)}" for one in report.skipped]
    return [*said, *report.warnings, *report.needs_person]


def _fault(one: Found) -> dict[str, Any]:
    return {**asdict(one), "sentence": say(one)}
