"""The pages on how to add a kind, a rail, a format and a language do as they say: their files are written, their commands run.

A page's blocks are read as a reader reads them. Under "`path`:" stands a file. A `diff` says what is to be written instead, in the file
whose path was named last. In `sh`, what follows "$ " is typed, and the lines below it are what is seen, "…" for what may differ.
"""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.sources import ROOT

PAGES = sorted(path.stem for path in (ROOT / "docs" / "adding").glob("*.md"))
NEEDED = ("bot", "docs", "locales", "taskpacks", "tests", "deploy", "pyproject.toml")
LEFT_OUT = shutil.ignore_patterns("__pycache__", "pictures", ".*_cache", "bench", "stories")
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PATH = re.compile(r"`([\w/.-]+/?[\w-]+\.\w+)`")
PYTHON = shlex.quote(sys.executable)
TYPED = {  # what is typed at a desk, and what that is without a virtual environment
    "ujima": f"{PYTHON} -m bot",
    "python": PYTHON,
    "make catalogs": f"{PYTHON} -m tests.house.catalogs",
    "make settings": f"{PYTHON} -c 'from bot.config import example; print(example(), end=\"\")'"
    " > deploy/settings.env.example",
}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_does_as_it_says(name: str, tmp_path: Path) -> None:
    """In a copy of the rooms that it needs: every block in the order of the page."""
    for room in NEEDED:
        source = ROOT / room
        if source.is_dir():
            shutil.copytree(source, tmp_path / room, ignore=LEFT_OUT)
        else:
            shutil.copy(source, tmp_path / room)
    text = (ROOT / "docs" / "adding" / f"{name}.md").read_text("utf-8")
    done = []
    for block in BLOCK.finditer(text):
        language, content = block.groups()
        before = text[: block.start()]
        if language == "sh":
            types(tmp_path, content)
        elif language == "diff":
            mends(tmp_path / named(before), content)
        else:
            assert before.endswith("`:\n\n"), f"which file is it? {content[:60]}"
            file = tmp_path / named(before)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(content, "utf-8")
        done.append(language)
    assert "sh" in done and len(done) >= 3


def named(text: str) -> str:
    """The path that was named last."""
    return PATH.findall(text)[-1]


def mends(file: Path, diff: str) -> None:
    """Writes the lines with + in place of those with -."""
    old, new = (
        "".join(f"{line[1:]}\n" for line in diff.splitlines() if line.startswith(sign)) for sign in "-+"
    )
    text = file.read_text("utf-8")
    assert text.count(old) == 1, f"{file.name} does not have, once:\n{old}"
    file.write_text(text.replace(old, new), "utf-8")


def types(folder: Path, content: str) -> None:
    """Types each command in the folder; it ends well, and what stands below it is seen in that order."""
    for command, expected in re.findall(r"^\$ (.+)\n((?:(?!\$ ).*\n)*)", content, re.MULTILINE):
        word = next((one for one in TYPED if command == one or command.startswith(f"{one} ")), "")
        typed = TYPED.get(word, "") + command.removeprefix(word)
        done = subprocess.run(
            typed,
            shell=True,
            cwd=folder,
            env=_environment(folder),
            capture_output=True,
            text=True,
            timeout=300,
        )
        said = done.stdout + done.stderr
        assert done.returncode == 0, f"$ {command}\n{said}"
        wanted = ".*".join(re.escape(part) for part in expected.strip().split("…"))
        assert re.search(wanted, said, re.DOTALL), f"$ {command}\n{said}\nis not\n{expected}"


def _environment(folder: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("UJIMA_", "PYTEST_"))}
    steady = {"CI": "true"}  # Hypothesis then draws the same examples each time, and has no deadline
    return {**kept, **steady, "PYTHONPATH": str(folder), "NO_COLOR": "1", "COLUMNS": "120"}
