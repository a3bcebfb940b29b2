"""docs/threats.md names files and tests that are there, says something of every attacker, and why each dependency is."""

import ast
import re
import tomllib

import pytest

from tests.house.sources import ROOT, parsed

PAGE = (ROOT / "docs" / "threats.md").read_text("utf-8")
TABLE = PAGE.partition("| who |")[2].partition("\n\n")[0]
ROWS = [line for line in TABLE.splitlines() if line.count("|") == 6 and "---" not in line]
ATTACKERS = (
    "worker requester moderator operator outsider provider phone backup server token bot".split()  # noqa: SIM905
)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.split("|")[2].strip()[:40])
def test_what_holds_a_threat_is_there(row: str) -> None:
    """A file of the program, and tests of these names in the files that they link to."""
    where, tests = row.split("|")[4], row.split("|")[5]
    files, named = re.findall(r"`([\w/.]+)`", where), re.findall(r"\[(test_\w+)\]\(\.\./([\w/.]+)\)", tests)
    assert files and named and all((ROOT / one).is_file() for one in files)
    for name, file in named:
        found = ast.walk(parsed(ROOT / file))
        assert name in {
            one.name for one in found if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef)
        }, name


@pytest.mark.parametrize("who", ATTACKERS)
def test_nobody_who_attacks_is_left_out(who: str) -> None:
    """Everybody has a row that begins with them."""
    assert any(who in row.split("|")[1] for row in ROWS)


def test_every_dependency_says_why_it_is_here() -> None:
    """Of the program and its extras; what only builds or tests it is not asked."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"]
    given = [*project["dependencies"], *(one for name in ("av", "parquet", "fuzz") for one in extras[name])]
    wanted = {re.split(r"[\[><=; ]", one)[0] for one in given}
    table = PAGE.partition("| what | why it is here |")[2]
    told = {
        found[1]: found[2]
        for found in re.finditer(r"^\| ([\w-]+)(?: \(extra\))? \| (.+) \|$", table, re.MULTILINE)
    }
    assert told.keys() == wanted and all(told.values())
