"""Throws mutated bytes at the readers of other platforms' files: `python -m tests.fuzz.foreign [libFuzzer options]`.

The first byte chooses the format, the second whether the questions were answered. Only rows or faults may come out,
and what comes out as rows must be written again without one. Not collected by pytest; needs the extra `fuzz`.
"""

from __future__ import annotations

import io
import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["bot.packs.foreign", "openpyxl", "csv", "json", "zipfile"]):
    from bot.packs.foreign import formats

    NAMES = tuple(formats())  # imports them all

from bot.packs.faults import say
from tests.packs.foreign.makers import table
from tests.packs.foreign.test_csv import LEAVES, sheet
from tests.packs.foreign.test_label_studio import box, labelled, task
from tests.packs.foreign.test_mturk import batch
from tests.packs.foreign.test_open_assistant import BREAD, RANKED, lines
from tests.packs.foreign.test_toloka import POOL

SAID = (
    {},
    {"language": "en", "kind": "choice", "options": "A|B"},
    {"task": "rank"},
    {"gold": "-", "text": "-"},
)
SEEDS = {
    "csv": (LEAVES.encode(), sheet([["id", "text"], ["a", "b"]])),
    "doccano": (lines({"text": "a", "label": ["x"]}, {"filename": "a.jpg", "label": []}).encode(),),
    "jsonl": (lines({"id": "a", "text": "b", "n": [1, {}]}).encode(), b'[{"a": "b"}, {"a": 1}]'),
    "label-studio": (
        f"[{lines(task(1, labelled('choices', choices=['A']), ground_truth=True))}]".encode(),
        f"[{lines(task(1, box(0, 0, 50, 50), {'image': 'a.jpg'}))}]".encode(),
    ),
    "mturk": (
        batch([("3A", "Approved", "Yes")]),
        batch([("3A", "", '[{"a":{"b":true}}]')], "Answer.taskAnswers"),
    ),
    "open-assistant": (lines(BREAD, RANKED).encode(),),
    "toloka": (
        POOL.encode(),
        b'[{"input_values": {"a": 1}, "known_solutions": [{"output_values": {"b": "c"}}]}]',
    ),
}


def once(data: bytes) -> None:
    """One input."""
    name, said = NAMES[data[0] % len(NAMES)] if data else "csv", SAID[data[1] % len(SAID)] if data[1:] else {}
    found = formats()[name].read(io.BytesIO(data[2:]), said)
    if isinstance(found, list):
        assert found and all(say(one) for one in found)
        return
    rows = list(found.rows())
    assert len(rows) == found.count and all(row.id for row in rows)
    assert all(answer.task for answer in found.answers())
    table(("id", "source"), [(row.id, str(dict(row.source))) for row in rows])


def corpus(place: Path) -> None:
    """A file per seed and set of answers."""
    for name, contents in SEEDS.items():
        for number, content in enumerate(contents):
            for said in range(len(SAID)):
                seed = bytes((NAMES.index(name), said)) + content
                (place / f"{name}-{number}-{said}").write_bytes(seed)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="ujima-fuzz-") as folder:
        corpus(Path(folder))
        atheris.Setup([*sys.argv, folder], once)
        atheris.Fuzz()
