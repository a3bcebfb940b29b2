"""Nothing lies about unused: every named query is asked, every limit is kept, every refusal is raised."""

import ast
import inspect
import re
import textwrap
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from bot.packs.form import PackForm
from tests.house.sources import BOT, modules, parsed

QUERIES = sorted(
    f"{file.stem}.{re.sub('_(sqlite|postgres)$', '', name)}"
    for file in (BOT / "storage" / "sql").glob("*.sql")
    for name in set(re.findall(r"^-- name: (\w+)", file.read_text("utf-8"), re.MULTILINE))
)
REFUSALS = sorted((BOT / "domain" / "refusals").glob("[a-z]*.py"))
RULES = (BOT / "domain" / "limits.py", BOT / "ledger" / "refusals.py", *REFUSALS)


def named_in(path: Path) -> list[str]:
    """What a module of rules names at its top: limits, and refusals that are of some other kind."""
    found = []
    for node in parsed(path).body:
        if isinstance(node, ast.Assign):
            found += [target.id for target in node.targets if isinstance(target, ast.Name)]
        elif isinstance(node, ast.ClassDef) and node.bases:
            found.append(node.name)
    return found


def nodes() -> Iterator[ast.AST]:
    """All syntax of the program."""
    return (node for _, tree in modules() for node in ast.walk(tree))


def strings() -> set[str]:
    """Every string that the program's sources hold."""
    constants = (node.value for node in nodes() if isinstance(node, ast.Constant))
    return {value for value in constants if isinstance(value, str)}


@cache
def read() -> set[str]:
    """Every name that the program reads; where it is imported it is not used yet."""
    found = set()
    for node in nodes():
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            found.add(node.id)
        elif isinstance(node, ast.Attribute):
            found.add(node.attr)
    return found


def test_every_query_is_asked() -> None:
    """Each named query stands in some module, under the name without its engine."""
    assert QUERIES and set(QUERIES) - strings() == set()


@pytest.mark.parametrize("path", RULES, ids=lambda path: path.stem)
def test_every_limit_and_refusal_is_used(path: Path) -> None:
    """A rule nobody reads binds nobody; a refusal nobody raises refuses nothing."""
    names = named_in(path)
    assert names and set(names) - read() == set()


REFUSED = {"review_window_h", "flags"}  # with a sentence each: see tests of packs/header
NOTED = {"people"}  # makes a person look at the pack before its launch: packs/words


def asked_of_a_form(tree: ast.AST) -> set[str]:
    """What is read of a pack's form: `form.price`, `held.form.name`, `showing.form_of(row).price`."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            whose = node.value.func if isinstance(node.value, ast.Call) else node.value
            name = whose.attr if isinstance(whose, ast.Attribute) else getattr(whose, "id", "")
            found |= {node.attr} if name in ("form", "form_of", "_form") else set()
    return found


def read_by(name: str) -> set[str]:
    """The fields that a property of the form is made of."""
    function = getattr(PackForm, name, None)
    if not isinstance(function, property):
        return {name}
    tree = ast.parse(textwrap.dedent(inspect.getsource(function.fget)))  # type: ignore[arg-type]
    return {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}


def test_no_field_of_a_pack_is_idle() -> None:
    """What a requester writes is used outside of the room that reads it, or refused with a sentence."""
    outside = [tree for path, tree in modules() if not path.startswith("bot/packs/")]
    asked = set().union(*map(asked_of_a_form, outside))
    assert set(PackForm.model_fields) - set().union(*map(read_by, asked)) - REFUSED - NOTED == set()
