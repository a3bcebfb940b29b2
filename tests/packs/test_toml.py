"""What we write as TOML is read as the same."""

import tomllib
from typing import Any

import pytest

from bot.packs.toml import value

VALUES: tuple[Any, ...] = (
    "plain",
    'quotes ", \\, a line\nand \x7f, \u0645',
    0,
    -1.5,
    True,
    [],
    ["a", "b"],
    {"": 1, "two words": {"ar": "\u0645"}, "a.b": "x"},
    [{"code": "a", "options": [{"code": "b"}]}, {"code": "c", "options": []}],
)


@pytest.mark.parametrize("one", VALUES, ids=str)
def test_a_value_is_read_as_it_was(one: Any) -> None:
    """Texts with anything in them, names that are not bare, tables within lists."""
    assert tomllib.loads(f"field = {value(one)}") == {"field": one}


def test_tables_of_a_list_stand_on_lines_of_their_own() -> None:
    """A fault in an option is then named by its line."""
    assert value([{"code": "a"}, {"code": "b"}]).splitlines() == [
        "[",
        '    {code = "a"},',
        '    {code = "b"},',
        "]",
    ]
