"""What the operator reads, and may publish, of a month: a line for each figure, and the same as a table."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from bot.domain.figures import Figure, break_ms, fresh_answers, rate_bands
from bot.domain.limits import minute
from bot.money import plain

too_few = "too few to tell"

_low, _high = rate_bands
NAMES = {
    "answers": "Answers",
    "people": "People who answered",
    "hourly": "Measured pay an hour, the middle of people",
    "hourly_tenth": "Measured pay an hour, nine of ten people above",
    "right_all": "Known answers that were right",
    "right_low": f"… where the rate is under {_low} times the floor",
    "right_middle": f"… where it is {_low} to {_high} times the floor",
    "right_high": "… where it is more",
    "right_fresh": f"… among the first {fresh_answers} answers after a break of {break_ms // minute} minutes",
    "right_long": "… among later ones without a break",
    "payouts": "Payouts that arrived",
    "paid_out": "Paid out",
    "payout_hours": "From asking to arriving, the middle of payouts",
    "claims": "Answers called unusable",
    "disagreements": "Disagreements",
    "ended": "Claims that ended",
    "ended_stands": "… by a ruling: the answer stands",
    "ended_unusable": "… by a ruling: not usable",
    "ended_gave_in": "… the requester gave in",
    "ended_silence": "… by silence: the answer stands",
    "ended_agreed": "… the worker did not disagree",
    "kept_replies": "Disagreements that the requester answered in time",
    "kept_rulings": "Rulings in time",
    "kept_questions": "Questions answered in time",
    "votes": "Votes that ended",
    "votes_unanswered": "Votes without an answer after 14 days, today",
    "closures": "Accounts closed by the house",
}
_not_known = (
    "Skips and lapses are counted nowhere per person. Accuracy beside the pauses after hard content is not known: "
    "what somebody was shown, and how they were, is theirs alone."
)


def month(name: str, over: bool, found: Sequence[Figure], currency: str) -> list[str]:
    """A month's figures, and what is not known."""
    first = (
        f"{name}, sums of ten people or more:"
        if over
        else f"{name} is not over; so far, not to be published:"
    )
    return [first, *(f"  {NAMES[one.name]}: {_value(one, currency)}" for one in found), _not_known]


def _value(one: Figure, currency: str) -> str:
    if one.value is None:
        return too_few
    if one.unit == "money":
        return f"{plain(one.value)} {currency}"
    if one.unit == "hours":
        return f"{one.value / 10:.1f} h"
    return f"{one.value / 10:.1f} %" if one.unit == "percent" else f"{one.value:,}"


def table(name: str, found: Sequence[Figure], currency: str) -> str:
    """The same as CSV: month, figure, value, unit; an empty value where too few people are behind it."""
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(("month", "figure", "value", "unit"))
    for one in found:
        unit = currency if one.unit == "money" else one.unit
        rows.writerow((name, one.name, _number(one), unit))
    return out.getvalue()


def _number(one: Figure) -> str:
    if one.value is None:
        return ""
    if one.unit == "money":
        return plain(one.value)
    return str(one.value) if one.unit == "count" else f"{one.value / 10:.1f}"


def written(path: str) -> str:
    """The table lies in a file."""
    return f"Written: {path}"
