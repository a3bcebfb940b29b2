"""What the operator reads of requesters."""

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
