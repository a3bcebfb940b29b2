"""Every figure of docs/limits.md is the constant that it names."""

import re
from functools import reduce
from importlib import import_module
from typing import Any

import pytest

from tests.house.sources import ROOT

ROW = re.compile(
    r"^\| (?P<what>[^|*]+) \| (?P<most>[\d,]+) \| `(?P<name>[\w.]+)` \| `(?P<file>[\w/]+)\.py` \|$",
    re.MULTILINE,
)
TEXT = (ROOT / "docs" / "limits.md").read_text("utf-8")
ROWS = [found.groupdict() for found in ROW.finditer(TEXT)]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['file']}:{row['name']}")
def test_a_limit_is_what_it_says(row: dict[str, Any]) -> None:
    """Whoever changes one changes both."""
    value = reduce(getattr, row["name"].split("."), import_module(row["file"].replace("/", ".")))
    assert value == int(row["most"].replace(",", "")), row["what"]


def test_every_row_is_read() -> None:
    """None is written in a way that no test sees; a constant stands there once."""
    written = [line for line in TEXT.splitlines() if line.startswith("| ") and "**" not in line]
    assert len(ROWS) == len(written) - 1 > 60
    named = [(row["file"], row["name"]) for row in ROWS]
    assert len(named) == len(set(named))
