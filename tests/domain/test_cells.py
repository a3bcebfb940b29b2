"""A cell's number means one part of the picture, for the worker and for the requester."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.cells import Box, box, cells_max, merged

grids = st.tuples(st.integers(1, 8), st.integers(1, 6))


def inside(inner: Box, outer: Box) -> bool:
    """Whether one box lies in another, to the last digit given."""
    return (
        inner[0] >= outer[0] - 1e-3
        and inner[1] >= outer[1] - 1e-3
        and inner[0] + inner[2] <= outer[0] + outer[2] + 1e-3
        and inner[1] + inner[3] <= outer[1] + outer[3] + 1e-3
    )


def test_the_first_cell_is_in_the_upper_left_corner_and_the_last_in_the_lower_right() -> None:
    """Numbers run as a page is read."""
    assert box(1, 4, 3) == (0, 0, 25, 33.3333)
    assert box(5, 4, 3) == (0, 33.3333, 25, 33.3333)
    assert box(12, 4, 3) == (75, 66.6667, 25, 33.3333)


@pytest.mark.parametrize("cell", [0, 13, -1])
def test_a_cell_off_the_picture_is_a_mistake_of_the_caller(cell: int) -> None:
    """What a person types is checked before it comes here."""
    with pytest.raises(AssertionError):
        box(cell, 4, 3)
    with pytest.raises(AssertionError):
        merged([cell], 4, 3)


@given(grids)
def test_the_cells_cover_the_picture_and_nothing_else(grid: tuple[int, int]) -> None:
    """Their areas add up to the whole."""
    columns, rows = grid
    cells = range(1, columns * rows + 1)
    assert len(cells) <= cells_max
    assert sum(
        width * height for _, _, width, height in (box(cell, *grid) for cell in cells)
    ) == pytest.approx(10_000, rel=1e-4)
    assert merged(cells, *grid) == ((0, 0, 100, 100),)


def test_cells_that_touch_by_a_side_become_one_box() -> None:
    """A thing that is larger than a cell is one thing; corners alone do not join."""
    assert merged([1, 2], 4, 4) == ((0, 0, 50, 25),)
    assert merged([2, 6, 10], 4, 4) == ((25, 0, 25, 75),)
    assert merged([1, 6], 4, 4) == ((0, 0, 25, 25), (25, 25, 25, 25))
    assert merged([1, 2, 5], 4, 4) == ((0, 0, 50, 50),)


def test_the_end_of_a_row_does_not_touch_the_beginning_of_the_next() -> None:
    """Numbers that follow each other may be far apart on the picture."""
    assert merged([4, 5], 4, 2) == ((75, 0, 25, 50), (0, 50, 25, 50))
    assert merged([1, 2], 1, 3) == ((0, 0, 100, 66.6667),)


@given(grids.flatmap(lambda grid: st.tuples(st.just(grid), st.sets(st.integers(1, grid[0] * grid[1])))))
def test_every_cell_lies_in_exactly_the_boxes_it_was_merged_into(
    given_cells: tuple[tuple[int, int], set[int]],
) -> None:
    """No cell is lost, no box appears from nothing, and the order of naming changes nothing."""
    grid, cells = given_cells
    boxes = merged(cells, *grid)
    assert all(any(inside(box(cell, *grid), one) for one in boxes) for cell in cells)
    assert len(boxes) <= len(cells)
    assert merged(sorted(cells, reverse=True), *grid) == boxes
