"""Nothing lies about unused: every named query is asked, every limit is kept, every refusal is raised."""

import ast
import inspect
import re
import textwrap

import pytest

from bot.packs.form import PackForm
from tests.house.sources import BOT, modules

QUERIES = sorted(
    f"{file.stem}.{re.sub('_(sqlite|postgres)$', '', name)}"
    for file in (BOT / "storage" / "sql").glob("*.sql")
    for name in set(re.findall(r"^-- name: (\w+)", file.read_text("utf-8"), re.MULTILINE))
)
TREES = dict(modules())
REFUSALS = [path for path in TREES if re.match("bot/domain/refusals/[a-z]", path)]
RULES = ("bot/domain/limits.py", "bot/ledger/refusals.py", *REFUSALS)


def named_in(path: str) -> list[str]:
    """What a module of rules names at its top: limits, and refusals that are of some other kind."""
    found = []
    for node in TREES[path].body:
        if isinstance(node, ast.Assign):
            found += [target.id for target in node.targets if isinstance(target, ast.Name)]
        elif isinstance(node, ast.ClassDef) and node.bases:
            found.append(node.name)
    return found


def strings() -> set[str]:
    """Every string that the program's sources hold."""
    nodes = (node for tree in TREES.values() for node in ast.walk(tree))
    return {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def uses(name: str) -> int:
    """How often a name is read in the program; where it is imported it is not used yet."""
    nodes = (node for tree in TREES.values() for node in ast.walk(tree))
    return sum(
        (isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Load))
        or (isinstance(node, ast.Attribute) and node.attr == name)
        for node in nodes
    )  # fmt: skip


def test_every_query_is_asked() -> None:
    """Each named query stands in some module, under the name without its engine."""
    assert QUERIES and set(QUERIES) <= strings(), sorted(set(QUERIES) - strings())


@pytest.mark.parametrize("path", RULES)
def test_every_limit_and_refusal_is_used(path: str) -> None:
    """A rule nobody reads binds nobody; a refusal nobody raises refuses nothing."""
    names = named_in(path)
    assert names
    unused = [name for name in names if not uses(name)]
    assert not unused


REFUSED = {"review_window_h", "resale_share", "flags"}  # with a sentence each: see tests of packs/header
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
    outside = [tree for path, tree in TREES.items() if not path.startswith("bot/packs/")]
    asked = set().union(*map(asked_of_a_form, outside))
    assert set(PackForm.model_fields) - set().union(*map(read_by, asked)) - REFUSED - NOTED == set()
