"""Cells: a cell of a picture belongs to what was looked for when at least half of the people marked it.

People may mark in large cells or in finer ones; a large cell is all the fine ones in it. The kind's export then joins
neighbours into boxes, in percent of the picture.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from bot.domain.results import Agreed, Json, Results
from bot.results.votes import agreed, by_task


class Cells:
    """A vote on each cell."""

    name, paper = "cells", ""

    def applies(self, kind: str, settings: Mapping[str, Any]) -> bool:
        """Where cells are marked."""
        return kind == "grid"

    def aggregate(self, results: Results) -> tuple[Agreed, ...]:
        """Confidence: over the cells that anybody marked, the mean share of those who decided as the answer does."""
        found = []
        for key, own in by_task(results).items():
            answer, confidence = marked([one.answer for one in own])
            found.append(agreed(results, key, answer, len(own), confidence))
        return tuple(found)


def marked(answers: Sequence[Json]) -> tuple[Json, float]:
    """The cells that at least half marked, in the finest size that anybody used, and how sure that is."""
    columns, rows = max((one["columns"], one["rows"]) for one in answers)
    counts = Counter(cell for one in answers for cell in _fine(one, columns, rows))
    chosen = sorted(cell for cell, count in counts.items() if 2 * count >= len(answers))
    sides = [max(count, len(answers) - count) / len(answers) for count in counts.values()]
    return {"cells": chosen, "columns": columns, "rows": rows}, sum(sides) / len(sides) if sides else 1.0


def _fine(answer: Json, columns: int, rows: int) -> set[int]:
    """An answer's cells in a grid of so many columns and rows, counted from 1, row by row."""
    wide, high = columns // answer["columns"], rows // answer["rows"]
    places = (divmod(cell - 1, answer["columns"]) for cell in answer["cells"])
    return {
        (row * high + down) * columns + column * wide + right + 1
        for row, column in places
        for down in range(high)
        for right in range(wide)
    }


METHOD = Cells()
