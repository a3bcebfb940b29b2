"""What can be set, typed or built with is written down where people look for it."""

import ast
import re

import pytest

from bot.config import Settings, example, prefix
from bot.kinds import kinds
from tests.house.catalogs import extracted, sentence_of
from tests.house.sources import BOT, ROOT, modules, typed_verbs


def documents() -> str:
    """What people read about the program: the README and the pages of `docs` and `deploy`."""
    pages = [ROOT / "README.md", *sorted(ROOT.glob("docs/*.md")), *sorted(ROOT.glob("deploy/*.md"))]
    return "\n".join(page.read_text("utf-8") for page in pages)


def rooms() -> list[str]:
    """The rooms of the program: folders with Python in them."""
    return sorted({path.parent.relative_to(ROOT).as_posix() for path in BOT.rglob("*.py")})


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_is_described(name: str) -> None:
    """A setting has a sentence of its own, and stands in the example file."""
    description = Settings.model_fields[name].description or ""
    assert description.endswith(".") and len(description) <= 110
    assert f"{prefix}{name.upper()}=" in example()


@pytest.mark.parametrize("verb", typed_verbs())
def test_every_verb_is_documented(verb: str) -> None:
    """Whatever can be typed after `ujima` is in the documents."""
    assert verb in documents()


def test_every_command_people_are_told_of_is_documented() -> None:
    """A command that a sentence of the program names (/tasks) is in the documents."""
    sentences = " ".join(sentence_of(message) for message in extracted())
    named = set(re.findall(r"(?<![\w<])/[a-z]+\b", sentences))
    assert {command for command in named if command not in documents()} == set()


@pytest.mark.parametrize("name", kinds())
def test_every_kind_is_taught(name: str) -> None:
    """A kind of task is named where the pack format is taught."""
    assert f"`{name}`" in (ROOT / "taskpacks" / "README.md").read_text("utf-8")


@pytest.mark.parametrize("room", rooms())
def test_every_room_says_what_it_is_for(room: str) -> None:
    """A room's `__init__` begins with a docstring."""
    path = ROOT / room / "__init__.py"
    assert path.is_file() and ast.get_docstring(ast.parse(path.read_text("utf-8")))


def test_the_tour_names_every_room() -> None:
    """`bot/__init__.py` leads through the rooms, one line each."""
    tour = ast.get_docstring(ast.parse((BOT / "__init__.py").read_text("utf-8"))) or ""
    top = {room.split("/")[1] for room in rooms() if "/" in room}
    assert sorted(room for room in top if room not in tour) == []


def test_every_module_says_what_it_is_for() -> None:
    """A module begins with a docstring."""
    assert [path for path, tree in modules() if not ast.get_docstring(tree)] == []


def test_every_test_says_what_it_shows() -> None:
    """A test has a docstring."""
    silent = [
        f"{path.relative_to(ROOT)}: {node.name}"
        for path in sorted((ROOT / "tests").rglob("test_*.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_")
        if not ast.get_docstring(node)
    ]
    assert silent == []
