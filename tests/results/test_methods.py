"""Methods: each kind's answers come to one by the rule that is written down for it."""

import numpy as np
import pytest

from bot.kinds import kinds
from bot.results import default_for, methods
from bot.results.methods import bradley_terry, cells
from bot.results.methods.bradley_terry import fitted
from tests.results.makers import CHOICE, answer, results
from tests.results.makers import results as made

WORDS = {"answer": "text"}


def test_methods_are_found_by_looking_and_named_differently() -> None:
    """Nine ways, each under its own name."""
    assert list(methods()) == [
        "bradley-terry", "cells", "closest", "dawid-skene", "dynamic", "majority", "median", "options", "parts",
    ]  # fmt: skip


@pytest.mark.parametrize("kind", sorted(set(kinds()) - {"photo", "voice", "reply"}))
def test_every_kind_whose_answers_can_be_one_has_a_method(kind: str) -> None:
    """The default of a kind applies to it; replies, photographs and voices have none."""
    settings = kinds()[kind].example["settings"]
    found = default_for(kind, settings)
    assert found is not None and found.applies(kind, settings)
    assert default_for("photo", {}) is default_for("voice", {}) is default_for("reply", {}) is None


@pytest.mark.parametrize("kind", ["audio", "video"])
def test_what_people_write_about_sound_and_film_comes_to_the_closest(kind: str) -> None:
    """Without options it is a text: the one most like the others stands."""
    found = default_for(kind, WORDS)
    assert found is not None and found.name == "closest"
    (one,) = found.aggregate(results(kind, {"a": ["rain", "a dog", "a dog"]}, settings=WORDS))
    assert one.answer == "a dog"


# ---- majority ----


def test_the_majority_tells_its_share() -> None:
    """Two of three is a confidence of two thirds."""
    (found,) = methods()["majority"].aggregate(results("choice", {"a": ["road", "plants", "road"]}))
    assert (found.answer, found.confidence, found.answers) == ("road", 2 / 3, 3)


def test_of_equally_many_the_answer_that_came_first_stands() -> None:
    """One each: the earlier one by arrival, whatever its label or place in the file; the confidence says a half."""
    pack = results("choice", {"a": []})
    late, early = answer(2, "a", "x", "building"), answer(1, "a", "y", "road")
    (found,) = methods()["majority"].aggregate(made("choice", {"a": []}, answers=(late, early)))
    assert (found.answer, found.confidence) == ("road", 0.5)
    assert methods()["majority"].aggregate(pack) == ()


def test_typed_answers_are_the_same_whatever_their_case_and_spaces() -> None:
    """“kda 1” twice and “KDA 1” once are one answer, told as most wrote it."""
    (found,) = methods()["majority"].aggregate(results("text", {"a": ["kda 1", "KDA  1", "kda 1", "x"]}))
    assert (found.answer, found.confidence) == ("kda 1", 0.75)


@pytest.mark.parametrize("name", sorted(set(methods()) - {"cells"}))
def test_gold_skipped_and_set_aside_answers_count_in_no_aggregate(name: str) -> None:
    """What is left for a method is the accepted answers to open tasks; without any there is nothing to tell."""
    kind = next(one for one in kinds() if methods()[name].applies(one, kinds()[one].example["settings"]))
    example = kinds()[kind].example
    spec = kinds()[kind].read(example["settings"], ("en", "sw"))
    known = kinds()[kind].read_gold(spec, example["gold"])
    answers = (
        answer(1, "open", "x", known, aside=True),
        answer(2, "open", "y", None, status="skipped"),
        answer(3, "open", "z", None, status="reported"),
        answer(4, "known", "z", known),
    )
    pack = made(
        kind, {"open": [], "known": []}, gold={"known": known}, settings=example["settings"], answers=answers,
        languages=("en", "sw"),
    )  # fmt: skip
    assert methods()[name].aggregate(pack) == ()


# ---- dynamic ----


def test_dynamic_believes_those_who_knew_the_gold() -> None:
    """One who had twelve of twelve right outweighs two who had none: q is 12.5 ÷ 13 against 0.5 ÷ 13."""
    gold = {f"g{number}": "road" for number in range(12)}
    given = {"a": ["road", "plants", "plants"], **{key: ["road", "plants", "plants"] for key in gold}}
    (found,) = methods()["dynamic"].aggregate(results("choice", given, gold=gold))
    assert found.answer == "road" and found.confidence is not None and found.confidence > 0.9


def test_dynamic_knows_how_many_options_there_are() -> None:
    """Two unknown people who differ weigh options − 1 each, and each other option 1: 3 of 8 among four, a half of two."""
    (found,) = methods()["dynamic"].aggregate(results("choice", {"a": ["road", "plants"]}))
    assert found.confidence == pytest.approx(3 / 8)
    for more, share in (({"same": True, "neither": True}, 3 / 8), ({}, 1 / 2)):
        (found,) = methods()["dynamic"].aggregate(results("pair", {"a": ["1", "2"]}, settings=more))
        assert found.confidence == pytest.approx(share)


# ---- median ----


def test_numbers_come_to_their_median_with_its_spread() -> None:
    """Of 1, 2, 3, 50 it is 2.5, and the middle distance from it is 1."""
    pack = results("number", {"a": ["1", "2", "50", "3"], "b": ["7"]}, settings={"decimals": 1})
    one, two = methods()["median"].aggregate(pack)
    assert (one.answer, one.spread, one.confidence, one.answers) == ("2.5", 1.0, None, 4)
    assert (two.answer, two.spread) == ("7", 0.0)


def test_a_scale_has_no_point_between_two() -> None:
    """Of 2 and 5 the lower one stands."""
    settings = {"points": 5, "least": {"en": "bad", "sw": "a"}, "most": {"en": "good", "sw": "b"}}
    (found,) = methods()["median"].aggregate(results("scale", {"a": [5, 2]}, settings=settings))
    assert (found.answer, found.columns) == (2, {"answer": "2"})


# ---- closest ----


def test_the_text_most_like_the_others_stands_as_it_was_written() -> None:
    """Three readings of a sign: the one between the two others is nearest to both."""
    given = {"a": ["Fresh fish daily", "Fresh fish day", "Fish day"], "b": ["alone"]}
    one, two = methods()["closest"].aggregate(results("text", given))
    assert one.answer == "Fresh fish day" and one.confidence is not None and 0.6 < one.confidence < 0.8
    assert (two.answer, two.confidence) == ("alone", None)


# ---- options ----


def test_each_option_is_decided_by_itself() -> None:
    """Price was chosen by two of three, quality by one."""
    (found,) = methods()["options"].aggregate(
        results(
            "multi",
            {
                "a": [["price"], ["price", "quality"], ["quality"]],
            },
            settings=None,
        )
    )
    assert (found.answer, found.confidence) == (["price", "quality"], 2 / 3)


def test_where_at_least_one_is_wanted_the_most_chosen_stands() -> None:
    """One each of three people's different choices: none has more than half, so the first by code of the most chosen."""
    (found,) = methods()["options"].aggregate(results("multi", {"a": [["price"], ["quality"]]}))
    assert (found.answer, found.confidence) == (["price"], 0.5)


# ---- Bradley–Terry ----


def test_strengths_of_two_are_their_wins_with_one_draw_more() -> None:
    """Three wins to none and the draw: 3.5 to 0.5."""
    strengths = fitted(2, [(0, 1, 1.0)] * 3)
    assert strengths[0] / strengths.sum() == pytest.approx(3.5 / 4)


def test_strengths_that_made_the_wins_are_found_again() -> None:
    """Four things that beat each other as often as strengths 1, 2, 4, 8 say, in very many comparisons."""
    real = np.array([1.0, 2.0, 4.0, 8.0])
    wins = [
        (one, other, 100_000 * real[one] / (real[one] + real[other]))
        for one in range(4)
        for other in range(4)
        if one != other
    ]
    found = fitted(4, wins)
    assert found / found[0] == pytest.approx(real, rel=1e-3)


def test_home_wins_of_no_side_leave_all_alike() -> None:
    """Draws alone, or nothing compared, give equal strengths."""
    assert fitted(3, [(0, 1, 0.5), (1, 0, 0.5), (1, 2, 0.5), (2, 1, 0.5)]) == pytest.approx(np.ones(3))
    assert fitted(2, []) == pytest.approx(np.ones(2))


def test_a_text_in_several_pairs_is_one_text() -> None:
    """B beats C clearly and A beats B clearly, so the single answer that prefers C to A is not followed."""
    texts = {"ab": "1) A\n2) B", "bc": "1) B\n2) C", "ca": "1) C\n2) A"}
    given = {"ab": ["1"] * 9, "bc": ["1"] * 9, "ca": ["1"]}
    found = {one.task: one for one in bradley_terry.METHOD.aggregate(results("pair", given, texts=texts))}
    assert {key: one.answer for key, one in found.items()} == {"ab": "1", "bc": "1", "ca": "2"}
    assert found["ab"].confidence is not None and 0.5 < found["ab"].confidence < 1


def test_most_saying_neither_or_the_same_is_an_answer() -> None:
    """Two of three find neither good, or both alike; pictures without words are their own task's."""
    given = {"a": ["neither", "neither", "1"], "b": ["same", "same", "2"], "c": ["2", "2", "same"]}
    found = bradley_terry.METHOD.aggregate(results("pair", given, settings={"same": True, "neither": True}))
    assert [one.answer for one in found] == ["neither", "same", "2"]
    assert [one.answers for one in found] == [3, 3, 3]


def test_orders_are_taken_as_all_their_pairs() -> None:
    """Two of three put the second text first; a text without a place is behind all that have one."""
    given = {"a": [[2, 1], [2, 3], [1, 2]]}
    (found,) = bradley_terry.METHOD.aggregate(results("rank", given, settings={"count": 3, "top": 2}))
    assert (found.answer, found.columns) == ([2, 1], {"answer": "2|1"})


# ---- cells ----


def test_a_cell_belongs_when_half_marked_it() -> None:
    """Of two people one marked cell 1 and both cell 2: both cells stand, the first with a half."""
    one = {"cells": [1, 2], "columns": 2, "rows": 2}
    two = {"cells": [2], "columns": 2, "rows": 2}
    assert cells.marked([one, two]) == ({"cells": [1, 2], "columns": 2, "rows": 2}, 0.75)


def test_a_large_cell_is_the_fine_ones_in_it() -> None:
    """Cell 1 of two by two is cells 1, 2, 5, 6 of four by four; the finest size is told."""
    large = {"cells": [1], "columns": 2, "rows": 2}
    fine = {"cells": [6, 7], "columns": 4, "rows": 4}
    found, sure = cells.marked([large, fine, fine])
    assert (found, sure) == (
        {"cells": [6, 7], "columns": 4, "rows": 4},
        pytest.approx((3 * 2 / 3 + 1 + 2 / 3) / 5),
    )
    assert cells.marked([{"cells": [], "columns": 2, "rows": 2}]) == (
        {"cells": [], "columns": 2, "rows": 2},
        1.0,
    )


# ---- forms ----


def test_a_forms_questions_are_decided_each_by_its_kind() -> None:
    """How bad: the median of the scale; which: the majority, with its share as the form's confidence."""
    settings = {
        "questions": [
            {"name": "bad", "question": {"en": "How bad?", "sw": "a"}, "kind": "scale",
             "settings": {"points": 3, "least": {"en": "a", "sw": "a"}, "most": {"en": "b", "sw": "b"}}},
            {"name": "what", "question": {"en": "What?", "sw": "b"}, "kind": "choice", "settings": CHOICE},
        ]
    }  # fmt: skip
    given = {"a": [{"bad": 3, "what": "road"}, {"bad": 1, "what": "road"}, {"bad": 3, "what": "plants"}]}
    (found,) = methods()["parts"].aggregate(results("form", given, settings=settings))
    assert (found.answer, found.confidence, found.answers) == ({"bad": 3, "what": "road"}, 2 / 3, 3)
    assert found.columns["answer.what"] == "road"
