"""Numbered cells on a picture: which part of it a number means, as boxes in percent of its width and height.

Cells count from 1, row by row from the upper left, as they are written on the picture (`bot.media.drawings.grid`).
A box is (x, y, width, height) in percent from the upper left corner, as Label Studio's rectangles are.
"""

from collections.abc import Collection, Iterator

Box = tuple[float, float, float, float]

cells_max = 48
"""Of one picture: at 320 px a cell of 8 × 6 is still 40 px wide, a finger's width on a cheap phone's screen."""

digits_after_point = 4
"""Of a percentage: a ten-thousandth of a percent is less than a pixel of any picture."""


def box(cell: int, columns: int, rows: int) -> Box:
    """The part of the picture that one cell covers. `cell` is 1 to `columns * rows`."""
    assert 1 <= cell <= columns * rows, "a cell that is on the picture"
    row, column = divmod(cell - 1, columns)
    return _percent(column, row, column, row, columns, rows)


def merged(cells: Collection[int], columns: int, rows: int) -> tuple[Box, ...]:
    """One box around each group of cells that touch by a side, in the order of each group's first cell.

    The box is the smallest that holds the group, so an L of three cells becomes a square of four: a thing that
    shows in three corners of a square reaches into the fourth more often than not. Two things in neighbouring
    cells become one box; whoever must tell them apart wants finer cells.
    """
    left = set(cells)
    assert all(1 <= cell <= columns * rows for cell in left), "cells that are on the picture"
    boxes = []
    for first in sorted(left):
        if first in left:
            group = _group(first, left, columns)
            left -= group
            across = [(cell - 1) % columns for cell in group]
            down = [(cell - 1) // columns for cell in group]
            boxes.append(_percent(min(across), min(down), max(across), max(down), columns, rows))
    return tuple(boxes)


def _group(first: int, among: Collection[int], columns: int) -> set[int]:
    """All cells of `among` that can be reached from `first` over shared sides."""
    group, waiting = {first}, [first]
    while waiting:
        near = [cell for cell in _neighbours(waiting.pop(), columns) if cell in among and cell not in group]
        group.update(near)
        waiting.extend(near)
    return group


def _neighbours(cell: int, columns: int) -> Iterator[int]:
    """The numbers beside, above and below; those off the picture are in no collection of its cells."""
    yield from (cell - columns, cell + columns)
    if cell % columns != 1 and columns > 1:
        yield cell - 1
    if cell % columns:
        yield cell + 1


def _percent(left: int, top: int, right: int, bottom: int, columns: int, rows: int) -> Box:
    """The box from one cell to another, both inclusive, counted from 0."""
    wide, high = 100 / columns, 100 / rows
    sides = (left * wide, top * high, (right - left + 1) * wide, (bottom - top + 1) * high)
    x, y, width, height = (round(side, digits_after_point) for side in sides)
    return x, y, width, height
