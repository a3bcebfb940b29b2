"""What the house's tests look at: the checkout's files, the program's syntax trees and its verbs."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from typer.core import TyperGroup
from typer.main import get_group

from bot.cli import verbs

ROOT = Path(__file__).parents[2]
BOT = ROOT / "bot"


def modules(*rooms: str) -> Iterator[tuple[str, ast.Module]]:
    """Every Python file of the program, or of some of its rooms, as (path from the top, syntax tree)."""
    for path in sorted(BOT.rglob("*.py")):
        name = path.relative_to(BOT).parts[0].removesuffix(".py")
        if not rooms or name in rooms:
            yield str(path.relative_to(ROOT)), parsed(path)


@cache
def parsed(path: Path) -> ast.Module:
    """A Python file's syntax tree; read once for all of these tests."""
    return ast.parse(path.read_text("utf-8"), str(path))


def files() -> list[Path]:
    """Every file that is in the repository or would be added to it."""
    listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    found = subprocess.run(listed, cwd=ROOT, capture_output=True, check=True, text=True).stdout.split("\0")
    return [ROOT / name for name in sorted(set(found)) if name and (ROOT / name).is_file()]


def typed_verbs() -> list[str]:
    """All verbs of the command line as they are typed: "ujima run", "ujima pack check", …"""
    group = get_group(verbs)
    inner = {name: found.commands for name, found in group.commands.items() if isinstance(found, TyperGroup)}
    alone = [f"ujima {name}" for name in group.commands if name not in inner]
    return alone + [f"ujima {name} {verb}" for name, found in inner.items() for verb in found]


def dotted(node: ast.expr) -> str:
    """A name with its dots (`datetime.now`), or "" for anything else."""
    match node:
        case ast.Name(name):
            return name
        case ast.Attribute(value, name):
            return f"{dotted(value)}.{name}"
    return ""
