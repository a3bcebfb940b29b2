"""A field of pack.toml is found on its line."""

import time

from bot.packs.lines import Lines

TOML = '''\
name = "a"
byte_budget = {text = 3000, saver = 2000}
# saver = 1
note = """
price = "not a field"
"""

[title]
en = "x"

[settings]
options = [
    {code = "a"},
    # a remark
    {code = "b"},
]
last = 1

[[examples]]
reason.en = "x"
[[examples]]
right = true
'''


def test_fields_tables_elements_and_repeated_tables_are_found() -> None:
    """Each path has the line it stands on, counted from 1."""
    lines = Lines(TOML)
    paths = (("name",), ("title", "en"), ("settings", "options", 1, "code"), ("settings", "last"))
    assert [lines.of(path) for path in paths] == [1, 9, 15, 17]
    assert [lines.of(path) for path in (("examples", 0, "reason", "en"), ("examples", 1, "right"))] == [
        20,
        22,
    ]


def test_a_field_that_is_not_found_has_the_line_of_what_is_around_it() -> None:
    """Inside an inline table the table's line is told; a field that is nowhere has none."""
    lines = Lines(TOML)
    assert lines.of(("byte_budget", "saver")) == 2
    assert lines.of(("settings", "nothing")) == 11
    assert lines.of(("price",)) is None, "a key inside a long text is not a field"


def test_a_key_of_many_names_takes_no_time() -> None:
    """A hostile key of 30,000 names is looked at only so far."""
    begun = time.process_time()
    Lines("a." * 30_000 + "a = 1")
    assert time.process_time() - begun < 0.5
