"""What FAIRWORK.md says of the program leads to files and tests that are there."""

import ast
import re

import pytest

from tests.house.sources import ROOT, parsed

PAGE = (ROOT / "FAIRWORK.md").read_text("utf-8")
LINKS = sorted({(text, target) for text, target in re.findall(r"\[([^\]]+)\]\(([^)\s]+)\)", PAGE)})
WITHIN = [(text, target) for text, target in LINKS if not target.startswith("https://")]
POINTS = [f"{principle}.{point}" for principle in range(1, 6) for point in (1, 2)]
SAID = ("What it does.", "Where.", "Held by", "Only the operator", "Not met.")


def section(point: str) -> str:
    """What the page says of one point, under its heading."""
    found = re.search(rf"^### {re.escape(point)} .*?(?=^##|\Z)", PAGE, re.MULTILINE | re.DOTALL)
    assert found is not None, f"{point} has no heading"
    return found[0]


@pytest.mark.parametrize(("text", "target"), WITHIN)
def test_what_is_named_is_there(text: str, target: str) -> None:
    """A file at its place; where a test is named, a test of that name in it."""
    path = ROOT / target
    assert path.is_file(), target
    if text.startswith("test_"):
        tests = [
            node.name
            for node in ast.walk(parsed(path))
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        ]
        assert text in tests


@pytest.mark.parametrize("point", POINTS)
def test_every_point_says_all_five_things(point: str) -> None:
    """What is done, where, which test holds it, what only the operator can do, what is not met; and a line in the table."""
    own = section(point)
    assert [said for said in SAID if f"**{said}**" not in own] == []
    assert re.search(rf"^\| {re.escape(point)} ", PAGE, re.MULTILINE)


@pytest.mark.parametrize("point", [one for one in POINTS if one != "5.2"])
def test_what_is_done_is_held_by_a_test(point: str) -> None:
    """A promise names its test; of governance nothing is promised."""
    assert re.search(r"\[test_\w+\]\(tests/", section(point))


def test_no_link_leads_outside_of_the_house_but_to_the_sources() -> None:
    """Whose words the points are, and the law's own text."""
    outside = {target.split("/")[2] for _, target in LINKS if target.startswith("https://")}
    assert outside == {"fair.work", "eur-lex.europa.eu"}
