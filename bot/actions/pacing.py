"""Pacing: what the processes that send for one bot share of its time, and what Telegram said about waiting.

Each takes the time of a few messages at once: moments that follow each other, so all together keep to the pace. A pause
that Telegram asked for is written down when it is for all, or so long that a restart should not forget it.
"""

from __future__ import annotations

from bot.domain.limits import send_ahead_ms
from bot.storage import Tx

everyone = 0
"""Where a chat's number stands: all chats of the bot."""


def reserve(tx: Tx, bot: int, many: int, gap_ms: int) -> int:
    """Takes the time of `many` messages; returns in how many ms the first may leave."""
    tx.run("pacing.meet", bot=bot, chat=everyone)
    row = tx.one("pacing.lock", bot=bot, chat=everyone)
    assert row is not None
    first = max(tx.now, tx.now + _left(tx, row["held_from"], row["held_until"]))
    if row["next_at"] <= first + send_ahead_ms:  # later than that: a clock went back
        first = max(first, row["next_at"])
    tx.run("pacing.take", bot=bot, chat=everyone, next_at=first + many * gap_ms)
    return int(first - tx.now)


def hold(tx: Tx, bot: int, chat: int, seconds: float) -> None:
    """Telegram said to wait so long before this chat (or `everyone`) is sent to."""
    tx.run("pacing.meet", bot=bot, chat=chat)
    tx.run("pacing.hold", bot=bot, chat=chat, now=tx.now, until=tx.now + round(seconds * 1000))


def held(tx: Tx, bot: int) -> list[tuple[int, int, float]]:
    """Which chats must wait, until when (ms), and for how many seconds more. A read."""
    rows = tx.all("pacing.held", bot=bot, now=tx.now)
    return [
        (row["chat"], row["held_until"], _left(tx, row["held_from"], row["held_until"]) / 1000)
        for row in rows
    ]


def forget(tx: Tx) -> None:
    """Pauses of chats that are over."""
    tx.run("pacing.forget", everyone=everyone, now=tx.now)


def _left(tx: Tx, since: int, until: int) -> int:
    """ms of a pause that are left: never more than it had, whatever the clock did."""
    return max(0, min(until - tx.now, until - since))
