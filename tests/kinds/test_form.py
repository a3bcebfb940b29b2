"""Form: other kinds' questions, one at a time; what was answered is kept."""

from __future__ import annotations

import json
from typing import Any

import pytest
from babel.messages.catalog import Catalog

from bot.domain.events import Pressed, SentVoice, Wrote
from bot.kinds import Done, Fault, More, kinds
from bot.kinds.form import KIND, FormSpec, over_code
from bot.texts import Translator

ENGLISH = Translator("en", Catalog(locale="en"), "USD")
YES_NO = {
    "name": "roof",
    "question": "Is there a roof?",
    "kind": "choice",
    "settings": {"options": ["Yes", "No"]},
}
MANY = {"name": "people", "question": "How many people?", "kind": "number"}
WHICH = {
    "name": "lost",
    "question": "What is lost?",
    "kind": "multi",
    "settings": {"options": ["Food", "Tools"]},
}


def read(*questions: dict[str, Any]) -> FormSpec:
    """A Spec of one language."""
    found = KIND.read({"questions": list(questions)}, ("en",))
    assert not isinstance(found, list), found
    return found


def test_questions_come_one_after_the_other() -> None:
    """Each answer is a step; the last one is the answer to all."""
    spec = read(YES_NO, MANY)
    assert KIND.show(spec, {}, ENGLISH).hint == "1 of 2: Is there a roof?"
    first = KIND.take(spec, {}, Pressed("no"))
    assert first == More({"answers": ["no"]}, step=True)
    assert KIND.show(spec, first.draft, ENGLISH).hint.startswith("2 of 2: How many people?\n")
    assert KIND.take(spec, first.draft, Wrote("5")) == Done({"roof": "no", "people": "5"})


def test_a_question_keeps_its_own_draft_and_its_own_clear() -> None:
    """Multi gathers inside a form as it does alone; what was answered before stays."""
    spec = read(YES_NO, WHICH)
    draft = {"answers": ["yes"]}
    taken = KIND.take(spec, draft, Pressed("food"))
    assert isinstance(taken, More) and taken.draft == {"answers": ["yes"], "part": {"chosen": ["food"]}}
    shown = KIND.show(spec, taken.draft, ENGLISH)
    assert shown.last and [key.code for key in shown.more] == ["/clear"]
    assert KIND.take(spec, taken.draft, Pressed(shown.last.code)) == Done({"roof": "yes", "lost": ["food"]})


def test_clear_begins_the_form_again() -> None:
    """From the second question on."""
    spec = read(YES_NO, MANY)
    assert KIND.show(spec, {}, ENGLISH).more == ()
    assert [key.code for key in KIND.show(spec, {"answers": ["yes"]}, ENGLISH).more] == [over_code]
    assert KIND.take(spec, {"answers": ["yes"]}, Pressed(over_code)) == More({}, step=True)


def test_a_stray_input_is_told_what_its_question_wants() -> None:
    """In the words of the kind whose turn it is."""
    spec = read(YES_NO, MANY)
    taken = KIND.take(spec, {"answers": ["yes"]}, SentVoice("x"))
    assert taken == More({"answers": ["yes"]}, "1 write")
    assert KIND.nudge(spec, "1 write", ENGLISH).startswith("Please write one number")
    assert KIND.nudge(spec, "0 press", ENGLISH).startswith("Please press one of the keys")


def test_likeness_is_the_mean_of_the_questions() -> None:
    """Two of two, one of two, none."""
    spec = read(YES_NO, {**YES_NO, "name": "wall"})
    both, one = {"roof": "yes", "wall": "yes"}, {"roof": "yes", "wall": "no"}
    assert [KIND.alike(spec, both, other) for other in (both, one, {"roof": "no", "wall": "no"})] == [
        1,
        0.5,
        0,
    ]
    assert KIND.alike(spec, both, {"roof": "yes"}) == 0.5 and KIND.alike(spec, {}, {}) is None


def test_an_answer_leaves_as_a_table_and_as_columns() -> None:
    """Each value as its own kind writes it."""
    spec = read(YES_NO, WHICH)
    columns = KIND.export(spec, {"roof": "yes", "lost": ["food", "tools"]})
    assert json.loads(columns["answer"]) == {"roof": "yes", "lost": "food|tools"}
    assert columns["answer.lost"] == "food|tools"
    assert KIND.say(spec, {"roof": "yes", "lost": []}, ENGLISH) == "Yes; Nothing"


@pytest.mark.parametrize(
    "written", ["", "roof", "roof=yes", "roof=yes; people=5; x=1", "{", "[1]", "roof=yes; people=x"]
)
def test_a_known_answer_answers_every_question(written: str) -> None:
    """Half a known answer is none."""
    spec = read(YES_NO, MANY)
    assert isinstance(KIND.read_gold(spec, written), Fault)
    assert KIND.read_gold(spec, "people=5; roof=yes") == {"roof": "yes", "people": "5"}


@pytest.mark.parametrize(
    ("questions", "where"),
    [
        ([YES_NO], "settings.questions"),
        ([YES_NO] * 7, "settings.questions"),
        ([YES_NO, YES_NO], "settings.questions[2].name"),
        ([YES_NO, {**MANY, "kind": "form"}], "settings.questions[2].kind"),
        ([YES_NO, {**MANY, "kind": ["number"]}], "settings.questions[2].kind"),
        ([YES_NO, {**MANY, "name": "How many"}], "settings.questions[2].name"),
        ([YES_NO, {**MANY, "settings": {"decimals": 9}}], "settings.questions[2].settings.decimals"),
        ([YES_NO, {**MANY, "settings": 3}], "settings.questions[2].settings"),
        ([YES_NO, {**MANY, "question": ""}], "settings.questions[2].question.en"),
    ],
)
def test_faults_in_settings_are_named(questions: list[dict[str, Any]], where: str) -> None:
    """Also those that a question's own kind finds."""
    found = KIND.read({"questions": questions}, ("en",))
    assert isinstance(found, list) and [fault.where for fault in found] == [where]


def test_which_kinds_may_be_part_of_a_form_is_their_own_word() -> None:
    """A form in a form is not one of them."""
    assert {"choice", "multi", "number", "scale", "text"} <= {
        one.name for one in kinds().values() if one.part
    }
    assert not KIND.part
