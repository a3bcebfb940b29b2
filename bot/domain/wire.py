"""What things cost on the wire, both ways, in bytes: reckoned, for whoever accepts only so many.

Computed from layer 229's type language, MTProto's frames (80 bytes) and TCP/IP's headers (52 bytes a packet); the
sandbox's model of the wire, against which a test holds it, does the same packet by packet. Reconnecting, push
notifications and other chats come on top.
"""

from __future__ import annotations

from collections.abc import Iterable

message_bytes_about = 1_770
"""A message that arrives and is read and the press that asked for it, without the letters and keys."""

key_bytes, row_bytes, keyboard_bytes = 10, 12, 16
"""A key besides its label, with the padding; a row; a keyboard."""

press_bytes = 716
"""A press that a question takes in silence, as it does each of several that fit."""

word_bytes_about = 2_000
"""A question in words, a short one, with six keys: where there is no message yet that could be counted."""

medium_bytes_about = 720
"""A medium besides its bytes: its description and the request for it. Headers and receipts come to a fifteenth more."""


def message_bytes(text: str, rows: Iterable[Iterable[str]] = ()) -> int:
    """A message of this text, with these keys.

    >>> message_bytes("🐟 Is it a road?", [["🐟 Yes", "🐟 No"], ["🐟 Skip", "More"]])
    1897
    """
    keys = [[len(label.encode()) + key_bytes for label in row] for row in rows]
    keyboard = keyboard_bytes + sum(row_bytes + sum(row) for row in keys) if keys else 0
    return message_bytes_about + len(text.encode()) * 16 // 15 + keyboard


def medium_bytes(size_bytes: int) -> int:
    """A medium of which a phone fetches so many bytes, besides its message.

    >>> medium_bytes(6_583)
    7741
    """
    return medium_bytes_about + size_bytes * 16 // 15


def medium_room(budget: int) -> int:
    """The most bytes a medium may have in a question of so many bytes.

    The question's words are taken as usual ones: a medium is made before its rows are read, for all of them and every language.

    >>> medium_room(15_000), word_bytes_about + medium_bytes(medium_room(15_000))
    (11512, 14999)
    """
    return max(0, (budget - word_bytes_about - medium_bytes_about) * 15 // 16)
