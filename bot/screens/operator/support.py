"""What the operator reads of the directory of help."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from bot.domain.helplines import checked_days_max, due_days
from bot.wellbeing import Entry, Fault, State
from bot.wellbeing.finding import DEMO


def listed(stands: Sequence[State], *, detailed: bool = False, note: str = "") -> list[str]:
    """Entries, a line each with how they stand; `detailed` with all that is known of them."""
    lines = []
    for one in stands:
        lines.append(_line(one))
        lines += _details(one.entry) if detailed else []
    if note:
        lines.append(f"Note: {note}")
    shown = sum(one.shown for one in stands if one.entry.kind != "directory")
    asked = sum(one.entry.kind != "directory" for one in stands)
    if not detailed:
        lines.append(
            f"{shown} of {asked} numbers are shown. `ujima support confirm KEY --by YOU` confirms one you checked."
        )
    return lines or ["There is nothing in the directory of help."]


def _line(one: State) -> str:
    return f"{one.entry.key}: {_shown(one.entry)} {_stands(one)}"


def _shown(entry: Entry) -> str:
    numbers = " · ".join(
        f"{one.dial}{'' if one.by == 'call' else f' ({one.by})'}" for one in entry.line.numbers
    )
    return f"{entry.line.name}, {numbers}." if numbers else f"{entry.line.name}."


def _stands(one: State) -> str:
    """How an entry stands, as a sentence."""
    if one.entry.kind == "directory" and one.how == "unchecked":
        return "Shown; nobody has checked it."
    sentences = {
        "fresh": f"Confirmed {_day(one.at)} by {one.by}.",
        "due": f"Confirmed {_day(one.at)} by {one.by}; look at it again.",
        "old": f"Not shown: confirmed {_day(one.at)}, more than {checked_days_max} days ago.",
        "changed": "Not shown: it says something else than what was confirmed.",
        "unchecked": "Not shown: nobody has confirmed it.",
        "hidden": f"Hidden {_day(one.at)} by {one.by}.",
    }
    return sentences[one.how]


def _details(entry: Entry) -> list[str]:
    about = {
        "Hours": entry.line.hours or "not known",
        "Languages": ", ".join(entry.line.languages),
        "Cost": entry.line.cost,
        "About": ", ".join(entry.topics),
        "Page": entry.url,
        "Sure": entry.confidence,
        "From memory": ", ".join(entry.from_memory),
        "Note": entry.note,
    }
    if entry.kind == "directory":
        del about["Hours"]
    found = [f"  {name}: {value}" for name, value in about.items() if value]
    return [*found, *(f"  Source: {one}" for one in entry.source)]


def check(
    stands: Sequence[State], faults: Iterable[Fault], posts: Iterable[dict[str, Any]]
) -> tuple[list[str], bool]:
    """What wants a look, a sentence each, and whether nothing is broken or has run out."""
    broken = [str(fault) for fault in faults]
    broken += [
        f"The support channel's message {row['message']} ({row['country'] or 'no country'}, {row['language']}) can't be "
        f"copied, the built-in card is sent. Telegram says: {row['refused']}"
        for row in posts
        if row["refused"]
    ]
    numbers = [one for one in stands if one.entry.kind != "directory"]
    old = [_line(one) for one in numbers if one.how in ("old", "changed")]
    due = [_line(one) for one in stands if one.how == "due"]
    never = sum(one.how == "unchecked" for one in numbers)
    lines = [*broken, *old, *due]
    if never:
        lines.append(
            f"{never} of {len(numbers)} numbers are not shown, for nobody has confirmed them: `ujima support list`."
        )
    fresh = f"Every number that is shown was checked within {due_days} days."
    if any(one.by == DEMO for one in numbers):
        fresh = "The lines of help are the demo's: nobody has checked their numbers."
    return lines or [fresh], not broken and not old


def confirmed(entry: Entry) -> str:
    """What a confirmation does."""
    return f"{entry.key} is shown for {checked_days_max} days: {_shown(entry)}"


def hidden(entry: Entry) -> str:
    """What hiding does."""
    return f"{entry.key} is hidden from everybody. `ujima support confirm {entry.key}` shows it again."


def posted(country: str, language: str, message: int) -> str:
    """What becomes of the channel's message."""
    who = f"People in {country}" if country else "People who have not said where they are"
    if not message:
        return f"{who} who read {language} get the built-in card again."
    return f"{who} who read {language} get message {message} of UJIMA_SUPPORT_CHANNEL, and the built-in card when it can't be copied."


def _day(at: int) -> str:
    return datetime.fromtimestamp(at / 1000, UTC).date().isoformat()
