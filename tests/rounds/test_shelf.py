"""A shelf reads back what was put on it, in whatever order it was given."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.rounds.shelf import Shelf


@dataclass(frozen=True, slots=True)
class Row:
    """Something to put on it."""

    name: str
    count: int


def shelf(folder: Path) -> Shelf[Row]:
    """Three rows, one of them with a line's end and another script in it."""
    made = Shelf(folder / "rows", Row)
    for number, name in enumerate(("b", "a\n\u2028", "ج")):
        made.add(Row(name, number))
    return made


def test_rows_come_back_as_often_as_one_likes(tmp_path: Path) -> None:
    """Twice from the beginning, one at a place, a part; each row as it was."""
    made = shelf(tmp_path)
    assert list(made) == list(made) == [Row("b", 0), Row("a\n\u2028", 1), Row("ج", 2)]
    assert made[-1] == Row("ج", 2) and made[1:] == [Row("a\n\u2028", 1), Row("ج", 2)]
    assert len(made) == 3 and Row("b", 0) in made
    made.close()


def test_rows_are_sorted_by_their_ranks_and_can_be_added_to_between_readings(tmp_path: Path) -> None:
    """Reading moves nothing: a row put in afterwards stands at the end."""
    made = shelf(tmp_path)
    made.order([3, 1, 2])
    assert [one.count for one in made] == [1, 2, 0]
    reading = iter(made)
    assert next(reading).count == 1
    made.add(Row("new", 9))
    assert next(reading).count == 2
    assert [one.count for one in made] == [1, 2, 0, 9]
    made.close()


def test_two_readings_at_once_do_not_disturb_each_other(tmp_path: Path) -> None:
    """Every pair of two readings is seen."""
    made = shelf(tmp_path)
    assert [(one.count, other.count) for one in made for other in made] == [
        (one, other) for one in range(3) for other in range(3)
    ]
    made.close()


def test_a_closed_shelf_is_not_read(tmp_path: Path) -> None:
    """It says so and gives nothing."""
    made = shelf(tmp_path)
    made.close()
    with pytest.raises(ValueError):
        list(made)
