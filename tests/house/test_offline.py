"""The page about answers without a line names the tests that prove it, and these are there."""

import re
from pathlib import Path

import tests

FOLDER = Path(tests.__path__[0])


def test_every_test_the_page_names_is_there() -> None:
    """A row of docs/offline.md is a file and its tests; one that was renamed is named anew."""
    page = (FOLDER.parent / "docs" / "offline.md").read_text("utf-8")
    named = re.findall(r"`(\w+/test_\w+\.py)` ((?:`test_\w+`(?:, )?)+)", page)
    assert len(named) >= 20
    for file, words in named:
        written = (FOLDER / file).read_text("utf-8")
        for name in re.findall(r"test_\w+", words):
            assert f"def {name}(" in written, f"{file} has no {name}"
