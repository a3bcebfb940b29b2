"""Grid: in which of the numbered cells of a picture is something? "3 4 8" answers.

    [settings]
    columns = 4           # 1 to 8
    rows = 3              # 1 to 8; at most 48 cells, 12 where they can be made finer
    finer = true          # a key for twice the columns and rows, once; default false
    none = true           # a key for "nothing there"; default false
    label = "bicycle"     # what is looked for, as the results name it: 1 to 24 of a–z, 0–9, _

Cells count from 1, row by row from the upper left; the number stands on each. A list is typed with spaces, commas or
lines between, in any script's digits; "3-5" is 3, 4 and 5. It answers at once: what was typed wrongly is undone like
any answer. [Finer] brings the picture once more with a mark of its own, so that a list which was on its way for the
large cells can't be taken for small ones; an answer in either size is a good one.

The answer is a table: cells (sorted numbers), columns, rows. In results also the boxes in percent of the picture.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from math import lcm
from typing import Any

from bot.digits import latin_digits
from bot.domain import cells as geometry
from bot.domain.events import Event, Pressed, Wrote
from bot.kinds import Done, Draft, Fault, Json, Kind, More, OwnKey, Show, Wanted, counted, shortened
from bot.kinds._settings import is_code, unknown, whole, yes
from bot.texts import Translator

side_cells_max = 8
finer_times = 2
typed_characters_max = 400
nothing = "-"  # an empty answer as it is written in a file
none_code, finer_code, larger_code = "/none", "/finer", "/larger"
_listed = re.compile(r"\d{1,3}(?:-\d{1,3})?(?:[ ,]+\d{1,3}(?:-\d{1,3})?)*")
_sized = re.compile(r"(\d{1,2})x(\d{1,2}): (.+)")
_between = str.maketrans(dict.fromkeys(";|/+&\n\t،؛、，", ",") | dict.fromkeys("–—−‒‐‑", "-"))
_around = " .,:()[]!?؟"


@dataclass(frozen=True, slots=True)
class GridSpec:
    """How many columns and rows, whether finer ones and "nothing" may be asked for, and what is looked for."""

    columns: int
    rows: int
    finer: bool
    none: bool
    label: str

    def size(self, fine: bool) -> tuple[int, int]:
        """Columns and rows, as given or twice as many."""
        times = finer_times if fine else 1
        return self.columns * times, self.rows * times


class Grid(Kind[GridSpec]):
    """Where is it?"""

    name, part = "grid", False
    example: Mapping[str, Any] = {
        "settings": {"columns": 4, "rows": 3, "finer": True, "none": True, "label": "bicycle"},
        "item": {"picture": "media/001.jpg"},
        "gold": "3 4 8",
    }

    def read(self, settings: Mapping[str, Any], languages: tuple[str, ...]) -> GridSpec | list[Fault]:
        """`columns`, `rows`, `finer`, `none`, `label`."""
        faults: list[Fault] = []
        unknown(settings, ("columns", "rows", "finer", "none", "label"), "settings", faults)
        columns = whole(settings, "columns", (1, side_cells_max), 4, faults)
        rows = whole(settings, "rows", (1, side_cells_max), 3, faults)
        finer, none = (yes(settings, name, faults) for name in ("finer", "none"))
        most = geometry.cells_max // (finer_times**2 if finer else 1)
        if not 2 <= columns * rows <= most:
            sentence = f"{columns} columns and {rows} rows are {columns * rows} cells; 2 to {most} are possible here."
            faults.append(Fault("settings.columns", sentence))
        label = settings.get("label")
        if not is_code(label):
            faults.append(
                Fault("settings.label", "label names what is looked for: 1 to 24 of a–z, 0–9 and _.")
            )
        return faults or GridSpec(columns, rows, finer, none, str(label))

    def read_gold(self, spec: GridSpec, written: str) -> Json | Fault:
        """ "3 4 8" in the pack's cells, "8x6: 5 6" in finer ones, "-" for nothing."""
        sized = _sized.fullmatch(written.strip())
        columns, rows = (int(sized[1]), int(sized[2])) if sized else spec.size(False)
        if (columns, rows) in (spec.size(False), spec.size(spec.finer)):
            found = (
                [] if written.strip() == nothing else _cells(sized[3] if sized else written, columns * rows)
            )
            if found or (spec.none and found == []):
                return _answer(found, columns, rows) if found else _answer([], *spec.size(False))
        most = spec.columns * spec.rows
        return Fault(
            "gold", f"gold answer “{shortened(written)}” must be numbers from 1 to {most}, such as 3 4 8."
        )

    def media(self, spec: GridSpec) -> tuple[Wanted, ...]:
        """The picture with its cells, and with finer ones."""
        coarse = Wanted("picture", "grid", cells=spec.size(False))
        fine = Wanted("picture", "grid", variant="fine", cells=spec.size(True))
        return (coarse, fine) if spec.finer else (coarse,)

    def variant(self, spec: GridSpec, draft: Draft) -> str:
        """ "fine" once finer cells were asked for."""
        return "fine" if _is_fine(spec, draft) else ""

    def show(self, spec: GridSpec, draft: Draft, t: Translator) -> Show:
        """What to type; [Nothing there] and [Finer]."""
        fine = _is_fine(spec, draft)
        own = [OwnKey(t.label("Nothing there"), none_code)] if spec.none else []
        own += [OwnKey(t.label("Smaller squares"), finer_code)] if spec.finer and not fine else []
        back = (OwnKey(t.label("Larger squares"), larger_code),) if fine else ()
        hint = t("Write the numbers of all squares it is in, for example {example}.", example="3 4 8")
        return Show(hint, (tuple(own),) if own else (), more=back)

    def take(self, spec: GridSpec, draft: Draft, event: Event) -> More | Done:
        """A list of numbers, or that nothing is there, answers; finer and larger squares are another question."""
        fine = _is_fine(spec, draft)
        columns, rows = spec.size(fine)
        match event:
            case Pressed(code) if code == none_code and spec.none:
                return Done(_answer([], *spec.size(False)))
            case Pressed(code) if code == finer_code and spec.finer and not fine:
                return More({"fine": True}, step=True)
            case Pressed(code) if code == larger_code and fine:
                return More({}, step=True)
            case Wrote(text) if found := _cells(text, columns * rows):
                return Done(_answer(found, columns, rows))
        return More(draft, f"cells {columns * rows}")

    def nudge(self, spec: GridSpec, code: str, t: Translator) -> str:
        """There is one nudge: "cells 12", with the highest number."""
        return t(
            "Please write only numbers of squares, from 1 to {most}, with spaces between.",
            most=t.number(counted(code)[1]),
        )

    def alike(self, spec: GridSpec, a: Json, b: Json) -> float:
        """The area both cover ÷ the area either covers (intersection over union); 1 when both say nothing."""
        size = lcm(a["columns"], b["columns"]), lcm(a["rows"], b["rows"])
        one, other = _area(a, size), _area(b, size)
        return len(one & other) / len(one | other) if one | other else 1.0

    def say(self, spec: GridSpec, answer: Json, t: Translator) -> str:
        """The numbers, or that nothing is there."""
        return shortened(_written(answer)) if answer["cells"] else t.label("Nothing there")

    def export(self, spec: GridSpec, answer: Json) -> dict[str, Any]:
        """`answer`: the numbers, after "8x6:" where cells are finer; the boxes in percent, as JSON; the label."""
        coarse = (answer["columns"], answer["rows"]) == spec.size(False)
        size = "" if coarse or not answer["cells"] else f"{answer['columns']}x{answer['rows']}: "
        boxes = geometry.merged(answer["cells"], answer["columns"], answer["rows"])
        columns = {"answer.boxes": json.dumps(boxes), "answer.label": spec.label}
        return {"answer": f"{size}{_written(answer)}" if answer["cells"] else nothing, **columns}


def _is_fine(spec: GridSpec, draft: Draft) -> bool:
    return spec.finer and bool(draft.get("fine"))


def _answer(found: list[int], columns: int, rows: int) -> Json:
    return {"cells": found, "columns": columns, "rows": rows}


def _written(answer: Json) -> str:
    return " ".join(map(str, answer["cells"]))


def _cells(typed: str, most: int) -> list[int] | None:
    """The sorted numbers of a typed list, all from 1 to `most`; None when it is none."""
    if len(typed) > typed_characters_max:
        return None
    text = re.sub(r"\s*-\s*", "-", latin_digits(typed).translate(_between).strip(_around))
    if not _listed.fullmatch(text):
        return None
    found: set[int] = set()
    for part in re.split("[ ,]+", text):
        first, _, last = part.partition("-")
        ends = sorted((int(first), int(last or first)))
        found.update(range(ends[0], ends[1] + 1))
    return sorted(found) if min(found) >= 1 and max(found) <= most else None


def _area(answer: Json, size: tuple[int, int]) -> set[tuple[int, int]]:
    """The cells as squares of a grid of so many columns and rows, a multiple of their own."""
    across, down = size[0] // answer["columns"], size[1] // answer["rows"]
    corners = [divmod(cell - 1, answer["columns"]) for cell in answer["cells"]]
    return {
        (row * down + y, column * across + x)
        for row, column in corners
        for y in range(down)
        for x in range(across)
    }


KIND: Kind[GridSpec] = Grid()
