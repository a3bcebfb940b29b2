"""What the operator reads of reviews."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.refusals import Refusal
from bot.screens.operator.words import counted


def written(name: str, out: str, rows: int) -> list[str]:
    """What lies in a review file."""
    if not rows:
        return [f"{name}: nothing waits for its requester's word; {out} holds no row."]
    waits = counted(rows, "answer waits", "answers wait")
    return [
        f"{name}: {waits} in {out}.",
        "Mark the rows in Approve, or write a reason in Reject: breaks 1 (a sentence's number), empty, copied, machine.",
        f"Then: ujima review {name} --file {out}",
    ]


def returned(name: str, accepted: int, claimed: int, wrong: Sequence[tuple[int, Refusal]]) -> list[str]:
    """What a review file did, or why nothing was moved."""
    if wrong:
        return [*(f"line {line}: {why}" for line, why in wrong), "Nothing was moved."]
    return [
        f"{name}: {counted(accepted, 'answer is', 'answers are')} accepted, "
        f"{counted(claimed, 'is', 'are')} called unusable; their workers are told."
    ]
