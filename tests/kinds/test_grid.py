"""Grid: numbers typed in every way people type them, smaller squares, and the area they mean."""

from __future__ import annotations

import json
from typing import Any

import pytest
from babel.messages.catalog import Catalog

from bot.domain.events import Pressed, SentVoice, Wrote
from bot.kinds import Done, Fault, More
from bot.kinds.grid import KIND, GridSpec, finer_code, larger_code, none_code
from bot.texts import Translator

ENGLISH = Translator("en", Catalog(locale="en"), "USD")


def read(**settings: Any) -> GridSpec:
    """A Spec."""
    found = KIND.read({"label": "cup", **settings}, ("en",))
    assert not isinstance(found, list), found
    return found


ALL = read(finer=True, none=True)
FINE = {"fine": True}


def answer(*cells: int, columns: int = 4, rows: int = 3) -> dict[str, Any]:
    """An answer as it is stored."""
    return {"cells": list(cells), "columns": columns, "rows": rows}


@pytest.mark.parametrize(
    "typed",
    [
        "3 4 8",
        "8,4,3",
        " 3، ٤ ,8.",
        "3\n4\n8",
        "3-4 8",
        "4–3; 8",
        "3 - 4, 8",
        "３ ４ ８",
        "3 3 4 8 8",
        "(3 4 8)",
    ],
)
def test_a_list_is_understood_however_it_is_typed(typed: str) -> None:
    """Any order, any script's digits, any separator, ranges, numbers twice."""
    assert KIND.take(ALL, {}, Wrote(typed)) == Done(answer(3, 4, 8))


@pytest.mark.parametrize(
    "typed", ["", "13", "0", "3 4 13", "0-3", "3 or 4", "3.5", "-3", "3-", "1-99999", "1 " * 300]
)
def test_what_is_no_list_of_cells_is_asked_for_again(typed: str) -> None:
    """Nothing is guessed: the person hears which numbers there are."""
    assert KIND.take(ALL, {}, Wrote(typed)) == More({}, "cells 12")
    assert KIND.take(ALL, {}, SentVoice("x")) == More({}, "cells 12")


def test_smaller_squares_are_another_question_and_can_be_left_again() -> None:
    """A step: with a mark of its own, so that a list on its way for large squares is not taken for small ones."""
    assert KIND.take(ALL, {}, Pressed(finer_code)) == More(FINE, step=True)
    assert KIND.take(ALL, FINE, Pressed(larger_code)) == More({}, step=True)
    assert [KIND.variant(ALL, draft) for draft in ({}, FINE)] == ["", "fine"]
    assert [wanted.cells for wanted in KIND.media(ALL)] == [(4, 3), (8, 6)]
    assert KIND.take(ALL, FINE, Wrote("48")) == Done(answer(48, columns=8, rows=6))
    assert KIND.take(ALL, FINE, Pressed(finer_code)).nudge  # type: ignore[union-attr]


def test_a_pack_that_offers_neither_key_shows_none() -> None:
    """And a press that comes from another version is no answer."""
    plain = read()
    assert KIND.show(plain, {}, ENGLISH).keys == () and len(KIND.media(plain)) == 1
    assert KIND.take(plain, FINE, Pressed(none_code)) == More(FINE, "cells 12")
    assert KIND.variant(plain, FINE) == ""


def test_nothing_there_is_an_answer_in_either_size() -> None:
    """It is stored alike, and said in words."""
    assert (
        KIND.take(ALL, FINE, Pressed(none_code)) == KIND.take(ALL, {}, Pressed(none_code)) == Done(answer())
    )
    assert KIND.say(ALL, answer(), ENGLISH) == "Nothing there" and KIND.export(ALL, answer())["answer"] == "-"
    assert KIND.read_gold(ALL, "-") == answer() and isinstance(KIND.read_gold(read(), "-"), Fault)


def test_likeness_is_the_area_both_cover_by_the_area_either_covers() -> None:
    """Across sizes: cell 1 of 4 × 3 is cells 1, 2, 9 and 10 of 8 × 6."""
    small = answer(1, 2, 9, 10, columns=8, rows=6)
    assert KIND.alike(ALL, answer(1), small) == 1 and KIND.alike(ALL, answer(1, 2), small) == 0.5
    assert KIND.alike(ALL, answer(1), answer(2)) == 0 and KIND.alike(ALL, answer(), answer()) == 1
    assert KIND.alike(ALL, answer(), small) == 0


def test_boxes_leave_in_percent_and_the_answer_reads_again() -> None:
    """Cells that touch are one box; finer cells name their size."""
    columns = KIND.export(ALL, answer(1, 2, 12))
    assert json.loads(columns["answer.boxes"]) == [[0, 0, 50, 33.3333], [75, 66.6667, 25, 33.3333]]
    assert columns["answer"] == "1 2 12" and columns["answer.label"] == "cup"
    fine = answer(5, 6, columns=8, rows=6)
    assert KIND.export(ALL, fine)["answer"] == "8x6: 5 6" and KIND.read_gold(ALL, "8x6: 5 6") == fine
    assert isinstance(KIND.read_gold(read(), "8x6: 5 6"), Fault)


@pytest.mark.parametrize(
    ("settings", "part"),
    [
        ({"columns": 8, "rows": 8}, "64 cells; 2 to 48"),
        ({"columns": 4, "rows": 4, "finer": True}, "16 cells; 2 to 12"),
        ({"columns": 1, "rows": 1}, "1 cells; 2 to 48"),
        ({"columns": 9}, "columns must be a whole number"),
        ({"label": "A cup"}, "label names what is looked for"),
    ],
)
def test_a_grid_that_a_phone_can_t_show_is_refused(settings: dict[str, Any], part: str) -> None:
    """With the number there is and the most there may be."""
    found = KIND.read({"label": "cup", **settings}, ("en",))
    assert isinstance(found, list) and part in found[0].sentence
