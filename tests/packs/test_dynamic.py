"""Dynamic overlap in pack.toml: what it needs is refused in writing where it is missing."""

from typing import Any

import pytest

from bot import kinds
from bot.packs.dynamic import dynamic_faults
from bot.packs.form import Dynamic, PackForm
from tests.makers import make_form

WANTED = {"least": 2, "most": 4, "confidence": 0.9}


def said(form: PackForm) -> list[str]:
    """The sentences against a form."""
    spec = kinds.spec(form.kind, form.settings, form.languages)
    return [sentence for _, sentence in dynamic_faults(form, kinds.kinds()[form.kind], spec)]


def test_a_number_of_answers_needs_nothing() -> None:
    """Overlap as a whole number is as it was: least and most are the same."""
    form = make_form(overlap=3)
    assert said(form) == [] and (form.overlap_least, form.overlap_most, form.dynamic) == (3, 3, None)


def test_dynamic_overlap_survives_json() -> None:
    """A form with bounds is stored and read again as it was."""
    form = make_form(overlap=WANTED, gold_share=0.1)
    assert said(form) == []
    assert PackForm.model_validate_json(form.model_dump_json()) == form
    assert form.dynamic == Dynamic(**WANTED) and (form.overlap_least, form.overlap_most) == (2, 4)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        (
            {"kind": "text", "gold_share": 0.1},
            "overlap must be a whole number: how sure answers of this kind make us",
        ),
        ({"gold_share": 0.0}, "dynamic overlap needs known answers"),
    ],
)
def test_what_is_missing_is_said(changed: dict[str, Any], sentence: str) -> None:
    """Each in a sentence of its own."""
    [found] = said(make_form(**{"overlap": WANTED, **changed}))
    assert sentence in found


DOUBT = {"least": 1, "most": 2, "doubt": "road"}


def test_a_doubt_needs_neither_gold_nor_certainty() -> None:
    """It is what the one who looked says; a kind whose answers nobody can count may have one too."""
    assert said(make_form(overlap=DOUBT)) == []
    assert said(make_form(kind="text", overlap={**DOUBT, "doubt": "?"})) == []
    form = make_form(overlap=DOUBT)
    assert (form.doubt, form.confidence) == ("road", None)
    assert PackForm.model_validate_json(form.model_dump_json()) == form


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"confidence": 0.9}, "“overlap” has least and most, and either confidence or doubt."),
        ({"doubt": ""}, "“overlap” has least and most, and either confidence or doubt."),
        ({"most": 3}, "with a doubt there is one answer, and one more on doubt: least = 1 and most = 2."),
        ({"doubt": "Rode"}, "the doubt “Rode” is not an option; did you mean “Road”?"),
    ],
)
def test_a_doubt_that_can_not_be_is_said(changed: dict[str, Any], sentence: str) -> None:
    """Each in a sentence of its own."""
    assert said(make_form(overlap={**DOUBT, **changed})) == [sentence]


def test_what_people_make_has_no_doubt() -> None:
    """No two recordings are the same answer."""
    [found] = said(make_form(kind="voice", overlap={**DOUBT, "doubt": "-"}))
    assert "can't be a doubt" in found
