"""BENCHMARKS.md is a page of the bench that there is, and the README tells no other figures."""

import re

import pytest

from tests.bench.part import every
from tests.bench.report import BEGIN, END, PAGE, README


@pytest.mark.parametrize("name", every())
def test_every_part_stands_in_the_page(name: str) -> None:
    """A part is told of with its command, whether it was measured or not."""
    assert f"`python -m tests.bench --only {name}" in PAGE.read_text("utf-8")


def test_the_page_says_where_and_when() -> None:
    """Machine, cores, versions and dates."""
    said = PAGE.read_text("utf-8")
    assert re.search(r"^Machine: Linux .*, \d+ cores", said, re.MULTILINE)
    assert re.search(r"\| 20\d\d-\d\d-\d\d \d\d:\d\d \|", said)


def test_the_readme_tells_what_the_page_tells() -> None:
    """Its section on a month with 50 MB is the page's own, word for word."""
    section = README.read_text("utf-8").partition(BEGIN)[2].partition(END)[0]
    assert section and PAGE.read_text("utf-8").endswith(section)
