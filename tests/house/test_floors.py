"""The floors: imports go down, the rules are pure, and money has one writer."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.sources import BOT, ROOT, dotted, modules

PURE = ("domain", "kinds", "screens")
MONEY_TABLES = ("book_accounts", "transfers", "entries", "seals")
SURROUNDINGS = re.compile(r"(^|\.)(datetime|date)\.(now|utcnow|today)$|^(open|input|print)$")


def test_imports_keep_to_the_floors() -> None:
    """The contracts in pyproject.toml hold for every import of the program."""
    lint = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    done = subprocess.run([sys.executable, *lint], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[done.stdout.find("Broken") :] + done.stderr


@pytest.mark.parametrize("room", PURE)
def test_pure_rooms_ask_nothing_of_their_surroundings(room: str) -> None:
    """No rule, kind or screen reads a clock, the environment or a file, or waits for anything."""
    for path, tree in modules(room):
        for node in ast.walk(tree):
            assert not isinstance(node, ast.AsyncFunctionDef | ast.Await), f"{path}:{node.lineno} waits"
            if isinstance(node, ast.Call | ast.Attribute):
                called = dotted(node.func) if isinstance(node, ast.Call) else dotted(node)
                assert not SURROUNDINGS.search(called), (
                    f"{path}:{node.lineno} takes {called} from its surroundings"
                )


def test_kinds_do_not_know_each_other() -> None:
    """A kind imports what kinds share (files with an underscore), never another kind."""
    for path, tree in modules("kinds"):
        imported = {
            name
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("bot.kinds")
            for name in (node.module or "").split(".")[2:]
        }
        own = Path(path).stem
        assert not {name for name in imported if not name.startswith("_") and name != own}, (
            f"{path}: {imported}"
        )


def test_money_tables_are_written_by_the_book_alone() -> None:
    """Only the ledger's own queries change a table of the book, and only the ledger calls them."""
    writes = re.compile(
        rf"\b(insert\s+into|update|delete\s+from)\s+({'|'.join(MONEY_TABLES)})\b", re.IGNORECASE
    )
    for path in sorted((BOT / "storage" / "sql").glob("*.sql")):
        if path.stem != "book":
            assert not writes.search(path.read_text("utf-8")), f"{path.name} writes to the book"
    for name, tree in modules():
        if name.startswith("bot/ledger/"):
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                assert not re.match(r"book\.\w+$", node.value), (
                    f"{name}:{node.lineno} calls a query of the book"
                )
                assert not writes.search(node.value), f"{name}:{node.lineno} writes to the book"
