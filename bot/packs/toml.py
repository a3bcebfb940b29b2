"""Writes values as TOML has them, for the packs that we make: an example of a kind, another platform's file."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

_bare = re.compile("[A-Za-z0-9_-]+")


def value(of: Any) -> str:
    """A text, number, truth, list or table on one line; of a list that has tables, each on a line of its own.

    >>> value({"code": "a", "label": {"en": "A", "not bare": "B"}})
    '{code = "a", label = {en = "A", "not bare" = "B"}}'
    """
    if isinstance(of, Mapping):
        return "{" + ", ".join(f"{_name(str(name))} = {value(one)}" for name, one in of.items()) + "}"
    if isinstance(of, list | tuple):
        inner = [value(one) for one in of]
        if any(isinstance(one, Mapping) for one in of):
            return "[\n    " + ",\n    ".join(inner) + ",\n]"
        return f"[{', '.join(inner)}]"
    return _text(of)


def _name(name: str) -> str:
    return name if _bare.fullmatch(name) else _text(name)


def _text(of: Any) -> str:
    """JSON's texts, numbers and truths are TOML's but for one character."""
    return json.dumps(of, ensure_ascii=False).replace("\x7f", "\\u007f")
