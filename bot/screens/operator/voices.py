"""What the operator reads of what workers ask, of what requesters tell, and of their webhooks."""

from __future__ import annotations

from typing import Any

from bot.domain.outcomes.voices import HookShown
from bot.screens.operator.words import duration, visible


def questions(rows: list[dict[str, Any]], now: int) -> list[str]:
    """Workers' questions that wait, two lines each. `now` is UTC epoch ms."""
    if not rows:
        return ["No question waits."]
    return [
        f"{row['requester']}, question {row['number']}, {duration((now - row['asked_at']) / 1000)} old: "
        f"{row['pack']}{' ' + row['task'] if row['task'] else ''}\n  {' '.join(row['words'].split())}"
        for row in rows
    ]


def news(rows: list[dict[str, Any]]) -> list[str]:
    """What requesters told of their packs and nobody has looked at."""
    if not rows:
        return ["Nothing waits."]
    return [
        *(
            f"{row['id']} {row['name']}: {' '.join(row['words'].split())} {row['link']}".rstrip()
            for row in rows
        ),
        "`ujima news send NUMBER` tells all who worked there; `ujima news drop NUMBER` tells nobody.",
    ]


def webhook(found: HookShown) -> list[str]:
    """How a requester's webhook does."""
    if not found.url:
        return ["There is no webhook. `ujima webhook set NAME URL` sets one."]
    lines = [f"{found.url} is {found.state}."]
    if not found.tried_at:
        return [*lines, "Nothing has been sent yet."]
    lines.append(f"Last answer: {found.status or 'none'}; tries in vain since a good one: {found.tries}.")
    return [*lines, f"It said: {visible(' '.join(found.reply.split()))}"] if found.reply else lines
