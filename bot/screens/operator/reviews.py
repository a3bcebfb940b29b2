"""What the operator reads of reviews and claims."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.domain import limits
from bot.domain.outcomes.claims import Ruled
from bot.domain.refusals import Refusal
from bot.money import plain
from bot.screens.operator.words import counted, moment

_states = {
    "told": "nobody disagrees so far",
    "disagreed": "the worker disagrees",
    "ruling": "the worker disagrees and the requester keeps to it",
    "upheld": "over: the answer can't be used",
    "overturned": "over: the answer stands",
    "given_in": "over: the requester gave in",
}


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


def cases(rows: Sequence[dict[str, Any]], now: int) -> list[str]:
    """What somebody neutral has to look at, one a line."""
    if not rows:
        return ["There is nothing to rule on."]
    return [f"{row['code']}  {row['name']}: {_asks(row)}{_due(row, now)}" for row in rows]


def _asks(row: dict[str, Any]) -> str:
    if row["state"] == "ruling":
        return f"{_states['ruling']}."
    if row["to_check"]:
        return "one of ten that are looked at in any case."
    return "the guarantee pot did not buy the new answer by itself."


def _due(row: dict[str, Any], now: int) -> str:
    if row["state"] != "ruling" or row["due"] is None:
        return ""
    hours = max(0, (row["due"] - now) // limits.hour)
    return f" In {counted(hours, 'hour', 'hours')} the worker is right."


def told(row: dict[str, Any], answer: dict[str, Any], sentences: Sequence[str]) -> list[str]:
    """One claim, with all that somebody needs to rule on it."""
    named = sentences[row["sentence"] - 1] if 0 < row["sentence"] <= len(sentences) else ""
    is_open = row["decided_at"] is None or row["to_check"]
    reason = f"breaks sentence {row['sentence']}: {named.rstrip('.')}" if named else row["ground"]
    return [
        f"{row['code']}, {answer['name']}, made {moment(row['at'])} UTC; {_states[row['state']]}",
        f"Item: {answer['item']}",
        f"Answer: {answer['value']}, paid {plain(answer['paid'])}",
        f"The requester: {reason}.{' ' + row['said'] if row['said'] else ''}",
        f"The worker: {(row['words'] or 'no words').rstrip('.')}.",
        *(f"  {number}. {one}" for number, one in enumerate(sentences, 1)),
        *([f"The ruling: {row['why']}"] if row["why"] else []),
        *([f"To rule: ujima claim decide {row['code']} stands|unusable --why …"] if is_open else []),
    ]


def decided(done: Ruled) -> list[str]:
    """A ruling, as it was told to both; or what was found of a claim that was over."""
    stands = "the answer stands" if done.right else "the answer can't be used"
    known = (
        "It was over; this is kept, and nobody is told." if done.how == "checked" else "Both are told why."
    )
    return [f"{done.code}: {stands}. {known}"]
