"""What the operator reads of requesters and moderators."""

from __future__ import annotations

from typing import Any


def listed(rows: list[dict[str, Any]]) -> list[str]:
    """Requesters, a line each; of those who wait for a decision, who stand first, what they said below."""
    if not rows:
        return ["There are no requesters yet."]
    waiting = [row for row in rows if row["state"] == "asked"]
    others = [row for row in rows if row["state"] != "asked"]
    lines = []
    for row in waiting:
        lines += [
            f"{row['name']} asks to bring work.",
            f"  Who they are: {row['about']}",
            f"  The work: {row['work']}",
        ]
    for row in others:
        where = "in the chat" if row["person"] is not None else "on the command line"
        lines.append(f"{row['name']}: {row['state']}, {where}.")
    decide = (
        ["`ujima role approve NAME` or `ujima role decline NAME --why WORDS` decides."] if waiting else []
    )
    return lines + decide


def moderators(rows: list[dict[str, Any]]) -> list[str]:
    """Moderators, a line each; none is said where there are none."""
    return [f"{row['name']}: moderator, reads {row['languages']}, {_stands(row)}." for row in rows]


def _stands(row: dict[str, Any]) -> str:
    if row["ended_at"] is not None:
        return "decides no more"
    if not row["agreed_by"]:
        return f"named by {row['made_by']}, a second person has not agreed yet"
    return "in the chat" if row["person"] is not None else "has not typed the code yet"


def named(name: str) -> list[str]:
    """The first of two has named somebody."""
    return [f"{name} is named. A second person agrees: ujima role agree {name} --by WHO"]


def agreed(name: str, code: str) -> list[str]:
    """The code that ties whoever types it to a moderator's name."""
    return [
        f"/moderator {code}",
        f"Whoever sends this to the bot within a day is the moderator {name}; it works once.",
    ]


def ended(name: str) -> list[str]:
    """Somebody decides no more."""
    return [f"{name} decides no more cases; what they decided stands."]
