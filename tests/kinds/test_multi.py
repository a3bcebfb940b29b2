"""Multi: presses gather in silence, Done answers, Clear begins again."""

from __future__ import annotations

from typing import Any

import pytest
from babel.messages.catalog import Catalog
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.events import Pressed, SentVoice, Wrote
from bot.kinds import Done, Draft, Fault, More
from bot.kinds.multi import KIND, MultiSpec, clear_code, done_code
from bot.texts import Translator

ENGLISH = Translator("en", Catalog(locale="en"), "USD")
OPTIONS = KIND.example["settings"]["options"]


def read(**settings: Any) -> MultiSpec:
    """A Spec over the example's options."""
    found = KIND.read({"options": OPTIONS, **settings}, ("en", "sw"))
    assert not isinstance(found, list), found
    return found


ANY = read(chosen_min=0)


def after(spec: MultiSpec, *codes: str) -> Draft:
    """The draft after some presses, all of them silent."""
    draft: Draft = {}
    for code in codes:
        taken = KIND.take(spec, draft, Pressed(code))
        assert isinstance(taken, More) and taken.nudge == ""
        draft = taken.draft
    return draft


@given(st.lists(st.sampled_from([option["code"] for option in OPTIONS])))
def test_presses_in_any_order_and_number_give_the_same_answer(codes: list[str]) -> None:
    """A press that comes twice or late changes nothing."""
    assert KIND.take(ANY, after(ANY, *codes), Pressed(done_code)) == Done(sorted(set(codes)))


def test_clear_empties_and_done_may_answer_nothing() -> None:
    """With chosen_min 0, nothing applies is an answer."""
    assert KIND.take(ANY, after(ANY, "price", clear_code, clear_code), Pressed(done_code)) == Done([])
    taken = KIND.take(ANY, after(ANY, "price"), Pressed(clear_code))
    assert taken == More({"chosen": []}, again=True), "the options are shown again"
    assert KIND.say(ANY, [], ENGLISH) == "Nothing" and KIND.export(ANY, []) == {"answer": "-"}
    assert KIND.read_gold(ANY, "-") == []


def test_done_with_too_few_is_told_how_many() -> None:
    """The default wants one at least; the draft stays."""
    assert KIND.take(read(), {}, Pressed(done_code)) == More({}, "least")
    assert "at least 2" in KIND.nudge(read(chosen_min=2), "least", ENGLISH)
    assert KIND.take(read(chosen_min=2), {"chosen": ["price"]}, Pressed(done_code)) == More(
        {"chosen": ["price"]}, "least"
    )


def test_a_press_too_many_is_told_and_not_added() -> None:
    """At most two: the third is not taken; one of the two pressed again is silent."""
    two = read(chosen_max=2)
    draft = after(two, "price", "quality", "price")
    assert KIND.take(two, draft, Pressed("staff")) == More(draft, "most")
    assert (
        KIND.nudge(two, "most", ENGLISH)
        == "Only 2 can be chosen here. Press Done, or Clear under More to choose again."
    )


@pytest.mark.parametrize("typed", ["price, quality", "Bei; ubora.", "QUALITY\nprice", "price،quality"])
def test_a_typed_list_answers(typed: str) -> None:
    """Codes and labels of any language, with commas of any script or lines between."""
    assert KIND.take(ANY, {}, Wrote(typed)) == Done(["price", "quality"])


def test_a_typed_word_joins_what_was_pressed() -> None:
    """Nothing pressed is dropped by typing the rest."""
    assert KIND.take(ANY, after(ANY, "staff"), Wrote("price")) == Done(["price", "staff"])
    assert KIND.take(read(chosen_max=1), {"chosen": ["staff"]}, Wrote("price")) == More(
        {"chosen": ["staff"]}, "most"
    )


def test_a_list_with_one_stray_word_is_no_answer() -> None:
    """Half-understood is not understood."""
    for event in (Wrote("price, service"), Wrote(" , "), SentVoice("x"), Pressed("service")):
        assert KIND.take(ANY, {"chosen": ["staff"]}, event) == More({"chosen": ["staff"]}, "press")


def test_a_label_with_a_comma_in_it_is_understood_whole() -> None:
    """The whole text is tried before it is cut."""
    found = KIND.read({"options": ["Rice, beans", "Ugali"]}, ("en",))
    assert isinstance(found, MultiSpec) and KIND.take(found, {}, Wrote("rice, beans")) == Done(["rice_beans"])


def test_done_takes_the_last_row_and_clear_waits_under_more() -> None:
    """Four options fill two rows; Clear is offered only while there is something to clear."""
    empty, some = KIND.show(ANY, {}, ENGLISH), KIND.show(ANY, after(ANY, "staff", "price"), ENGLISH)
    assert [len(row) for row in empty.rows] == [2, 2] and empty.last and empty.last.code == done_code
    assert empty.more == () and [key.code for key in some.more] == [clear_code]
    assert some.hint == "You chose Price, Staff. Press Done when that is all."


def test_every_hint_and_nudge_has_a_translation() -> None:
    """Whatever the settings, what is read comes from the catalog."""
    catalog = Catalog(locale="sw")
    catalog.add("Press all that fit, then Done.", "A")
    catalog.add("Press all that fit, then Done. If none fits, press only Done.", "B")
    catalog.add(
        "Please press the keys that fit, then Done. If the question is wrong, say so under More.", "C"
    )
    catalog.add("Nothing", "D")
    t = Translator("sw", catalog, "USD")
    assert (KIND.show(read(), {}, t).hint, KIND.show(ANY, {}, t).hint) == ("A", "B")
    assert (KIND.nudge(ANY, "press", t), KIND.say(ANY, [], t)) == ("C", "D")


def test_labels_in_the_hint_are_escaped() -> None:
    """A pack's label can't change the markup."""
    named = KIND.read({"options": [{"code": "x", "label": "<i>"}, "A & B"]}, ("en",))
    assert (
        isinstance(named, MultiSpec)
        and "&lt;i&gt;, A &amp; B" in KIND.show(named, {"chosen": ["x", "a_b"]}, ENGLISH).hint
    )


@pytest.mark.parametrize(
    ("settings", "where"),
    [
        ({"chosen_min": 5}, "settings.chosen_min"),
        ({"chosen_min": -1}, "settings.chosen_min"),
        ({"chosen_max": 0}, "settings.chosen_max"),
        ({"chosen_max": True}, "settings.chosen_max"),
        ({"chosen_min": 3, "chosen_max": 2}, "settings.chosen_min"),
        ({"options": ["Clear", "Cloudy"]}, "settings.options[1].label.en"),
        ({"options": ["Cooked", "done"]}, "settings.options[2].label.en"),
    ],
)
def test_faults_in_settings_are_named(settings: dict[str, Any], where: str) -> None:
    """Bounds that can't hold and labels that equal our keys are found."""
    found = KIND.read({"options": ["One", "Two", "Three"], **settings}, ("en",))
    assert isinstance(found, list) and [fault.where for fault in found] == [where]


def test_an_option_may_have_the_code_clear() -> None:
    """A clear sky is an answer: our own keys' codes can't be an option's."""
    found = KIND.read({"options": [{"code": "clear", "label": "Clear sky"}, "Rain"]}, ("en",))
    assert isinstance(found, MultiSpec) and after(found, "clear") == {"chosen": ["clear"]}


def test_known_answers_keep_the_bounds() -> None:
    """A gold list with too many, or with a slip, is a fault."""
    assert KIND.read_gold(read(), "delivery|price") == ["delivery", "price"]
    for written, sentence in (
        ("-", "1 to 4"),
        ("", "not an option"),
        ("price, qualty", "did you mean “Quality”?"),
    ):
        found = KIND.read_gold(read(), written)
        assert isinstance(found, Fault) and sentence in found.sentence


def test_likeness_is_what_both_chose_of_what_either_chose() -> None:
    """Jaccard, with two empty answers alike."""
    assert KIND.alike(ANY, ["price", "staff"], ["price", "quality"]) == pytest.approx(1 / 3)
    assert KIND.alike(ANY, [], []) == 1 and KIND.alike(ANY, [], ["price"]) == 0


def test_every_set_that_may_be_chosen_is_an_answer() -> None:
    """Four options, none to three of them: fifteen sets; one set alone can't be told from chance, so it is not counted."""
    some, both = (
        KIND.read(KIND.example["settings"], ("en", "sw")),
        KIND.read({"options": ["Price", "Quality"], "chosen_min": 2}, ("en",)),
    )
    assert isinstance(some, MultiSpec) and KIND.answers(some) == 15
    assert isinstance(both, MultiSpec) and KIND.answers(both) is None
