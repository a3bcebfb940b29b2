"""The requester's handlers: each picks one action for what they sent or pressed."""

from __future__ import annotations

from bot.chat import worker
from bot.chat.wish import Command, Handler, Wish
from bot.domain.events import SentFile


def on_file(wish: Wish, sent: SentFile) -> Command:
    """A file that a requester sent."""
    return worker.on_unmarked(wish, sent)


KEYS: dict[str, Handler] = {}

COMMANDS: dict[str, Handler] = {}
