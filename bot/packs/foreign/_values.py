"""Values of JSON as texts of a table, and back without loss."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

typed = "*json"  # a column of ours: the names of the columns whose text is JSON, not a text
own = "*"  # how the names of columns begin that are ours and no requester's


def compact(value: Any) -> str:
    """JSON on one line."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def flat(values: Mapping[str, Any]) -> dict[str, str]:
    """JSON values as columns of texts; which of them were no texts stands in one more column."""
    found = {name: value if isinstance(value, str) else compact(value) for name, value in values.items()}
    others = [name for name, value in values.items() if not isinstance(value, str)]
    return found | ({typed: compact(others)} if others else {})


def unflat(columns: Mapping[str, str]) -> dict[str, Any]:
    """The values that `flat` was given. Columns of ours are left out."""
    others = names_typed(columns)
    return {
        name: json.loads(text) if name in others else text
        for name, text in columns.items()
        if not name.startswith(own)
    }


def names_typed(columns: Mapping[str, str]) -> frozenset[str]:
    """The columns whose text is JSON, as far as it can be read as such."""
    names = loaded(columns.get(typed, "[]"))
    listed = [name for name in names if isinstance(name, str)] if isinstance(names, list) else []
    return frozenset(name for name in listed if name in columns and loaded(columns[name]) is not _none)


_none = object()


def loaded(text: str) -> Any:
    """The JSON value of a text; a value that equals nothing where it is none."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return _none


def visible(columns: Mapping[str, str]) -> dict[str, str]:
    """The requester's own columns."""
    return {name: text for name, text in columns.items() if not name.startswith(own)}
