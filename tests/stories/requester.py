"""Somebody who brings work: writes a pack's folder as they would, brings it in through the desk, pays for it, starts it."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tests.stories.program import Program, until_true

REQUESTER = "Night Market Maps"
INSTRUCTION = "Choose the colour of the thing. Look at the words only. Skip what has no colour."
COLOURS = ("Red", "Green", "Blue", "Yellow")
HEADER = "id,text,gold,practice,explanation"


def toml(**changed: Any) -> str:
    """A small pack.toml: $0.30 for a minute, a colour to choose; `changed` replaces or adds fields."""
    fields = {
        "name": "bowls",
        "kind": "choice",
        "languages": ["en"],
        "estimate_s": 60,
        "price": "0.30",
        "readers_max": 10,
        "gold_share": 0.0,
        "asks": REQUESTER,
        "licence": "CC-BY-4.0",
        "title": "Colours of bowls",
        "question": "Which colour is it?",
        "instruction": INSTRUCTION,
        "trains": "A free search of market goods.",
        "afterwards": "Results are published.",
        **changed,
    }
    lines = [f"{name} = {_value(value)}" for name, value in fields.items()]
    return "\n".join([*lines, "[settings]", f"options = {json.dumps(COLOURS)}"]) + "\n"


def _value(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name} = {_value(one)}" for name, one in value.items()) + "}"
    return json.dumps(value)


def write(folder: Path, rows: Iterable[str], **changed: Any) -> Path:
    """The folder, with these lines of tasks.csv."""
    folder.mkdir(exist_ok=True)
    (folder / "pack.toml").write_text(toml(**changed), "utf-8")
    (folder / "tasks.csv").write_text("\n".join([HEADER, *rows]) + "\n", "utf-8")
    return folder


def worked_off(program: Program, verb: str, **arguments: str) -> dict[str, Any]:
    """A verb that leaves a job, and how the job ended."""
    job = str(program.desk(verb, **arguments)["job"])
    until_true(lambda: program.desk("pack.job", job=job)["over"], 60)
    return program.desk("pack.job", job=job)


def brings(program: Program, folder: Path) -> str:
    """Brings the folder in; what was said."""
    done = worked_off(program, "pack.add", path=str(folder), requester=REQUESTER)
    assert done["ok"], done
    return "\n".join(done["lines"])


def starts(program: Program, name: str, reference: str = "bank 1") -> None:
    """Pays in, is looked at by a person, and starts."""
    program.desk("deposit", requester=REQUESTER, amount="500.00", reference=reference)
    program.desk("pack.look", name=name)
    assert program.desk("pack.launch", name=name)["ok"]
