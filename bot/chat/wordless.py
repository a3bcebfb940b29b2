"""Wordless: what is kept of an update that could not be handled, so that a fault can be found and nobody's words are kept (P12).

Anything somebody writes may be about their health, a mood, a choice: /hard_off, [Not well], an answer. So of the update its
shape is kept: names of fields and kinds of values, neither a word nor an id; of money that came besides how much, for what,
and by which charge, or it could not be found again. Of the error where it broke, and what it says
unless that repeats a word of the update, and without what it quotes. Whoever met the fault is told its number; who they are is known by nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from bot.logs import bare, trace

depth_max, listed_max, kept_characters_max = 12, 10, 200
hidden = "[it repeats what was written]"

_of_money = frozenset(
    {
        "currency",
        "total_amount",
        "invoice_payload",
        "telegram_payment_charge_id",
        "provider_payment_charge_id",
    }
)
_word = re.compile(r"[^\W_]{2,}")


def shape(raw: Any, depth: int = 0) -> Any:
    """The shape of an update, as JSON holds it; what is deeper or longer than an update should be is left out."""
    if isinstance(raw, dict) and depth < depth_max:
        return {
            name: _said(value)[:kept_characters_max]
            if name in _of_money and isinstance(value, str | int)
            else shape(value, depth + 1)
            for name, value in raw.items()
        }
    if isinstance(raw, list) and depth < depth_max:
        return [shape(value, depth + 1) for value in raw[:listed_max]]
    return f"text of {len(raw)}" if isinstance(raw, str) else type(raw).__name__


def why(error: BaseException, raw: Any) -> str:
    """Where it broke, and each error of the chain, the first first."""
    written = {word for text in _texts(raw) for word in _words(text)}
    return trace(error, lambda said: hidden if written.intersection(_words(said)) else bare(said))


def _said(value: str | int) -> str:
    """A value as a message would repeat it; a number too long for Python to write is in none."""
    return value if isinstance(value, str) else str(value) if abs(value) < 2**63 else ""


def _words(text: str) -> list[str]:
    return _word.findall(text.casefold())


def _texts(raw: Any, depth: int = 0) -> Iterator[str]:
    if isinstance(raw, str | int):
        yield _said(raw)
    elif isinstance(raw, dict | list) and depth < depth_max:
        for value in raw.values() if isinstance(raw, dict) else raw:
            yield from _texts(value, depth + 1)
