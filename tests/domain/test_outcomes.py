"""Outcomes: facts that survive being stored, and know whose keyboard they are."""

import dataclasses
from types import ModuleType

import pytest

from bot.domain import outcomes
from bot.domain.outcomes import OUTCOMES, Outcome, Question, from_json, marked, named, to_json, voices, worker
from bot.domain.outcomes.worker import (
    About,
    Answered,
    Example,
    Examples,
    History,
    IsThis,
    Line,
    More,
    NothingLeft,
    Offer,
    Practised,
    Refused,
    Saved,
    SavedElsewhere,
    Shot,
    Statement,
    Task,
    Welcome,
    WhoAsks,
    Wrong,
)

SETTINGS = {"options": [{"code": "road", "label": {"en": "Road", "ar": "طريق"}}]}
PRACTISED = Practised(False, "choice", SETTINGS, ("en", "ar"), "road", {"en": "It is wide."}, "🐟")
SAVED = Saved(40_000, 1_280_000, waited_ms=7, practised=PRACTISED)
TASK = Task(
    pack=1,
    assignment=2**62,
    kind="choice",
    settings=SETTINGS,
    languages=("en", "ar"),
    question={"en": "What is it?"},
    text={"ar": "شارع"},
    picture=Shot("ab" * 32, 4_000),
    draft={"chosen": ["road"]},
    saved=SAVED,
    note="undone",
    mark="🐟",
)
OFFER = Offer(
    1, {"en": "Streets"}, "Maps", "", {"en": "A map"}, {"en": "Free"}, "CC0", "choice", SETTINGS, 40_000, 15, True, 9_000, 30, 2, 1,
    mark="🔑", saved=SAVED, languages=("en",),
)  # fmt: skip
EXAMPLES: tuple[Outcome, ...] = (
    TASK,
    OFFER,
    WhoAsks(OFFER),
    About(),
    NothingLeft(balance=5, saved=SAVED, passed=True, mark="🐘"),
    More(True, False, "choice", SETTINGS, ("en",), {"chosen": []}, mark="🐟"),
    Wrong("🐟"),
    IsThis("a red door", "🐟"),
    SavedElsewhere(SAVED, "🐟", "🔑"),
    Statement((Line(1, "pay_answer", 40_000, 40_000),), 40_000),
    History((Answered(1, {"en": "Streets"}, "choice", SETTINGS, ("en",), ["a", "b"], 1, "undone"),), 1),
    Examples((Example(True, "media/1.jpg", "Road", {"en": "Wide."}),), "choice", SETTINGS, ("en",)),
    Refused("UndoTooLate", {}),
)


@pytest.mark.parametrize("outcome", EXAMPLES, ids=lambda one: type(one).__name__)
def test_an_outcome_survives_being_stored(outcome: Outcome) -> None:
    """What comes back is equal, down to tuples, parts and large numbers."""
    assert from_json(to_json(outcome)) == outcome


def test_what_is_only_passing_is_not_stored() -> None:
    """A first name is said once and not kept."""
    stored = to_json(Welcome(("en",), 10_000, "🐟", "Amina"))
    assert "Amina" not in stored
    assert from_json(stored) == Welcome(("en",), 10_000, "🐟")


@pytest.mark.parametrize("name", OUTCOMES)
def test_an_outcome_is_frozen_and_slotted(name: str) -> None:
    """It is a value: nothing changes it between the transaction and the screen."""
    made = OUTCOMES[name]
    assert dataclasses.is_dataclass(made) and made.__dataclass_params__.frozen  # type: ignore[attr-defined]
    assert not hasattr(made, "__dict__") or "__slots__" in vars(made)


def test_questions_carry_a_mark_and_cards_none() -> None:
    """Who owns the keyboard has a mark of its own."""
    questions = [one for one in OUTCOMES.values() if issubclass(one, Question)]
    assert questions
    assert all("mark" in {field.name for field in dataclasses.fields(one)} for one in questions)
    assert [marked(one) for one in (TASK, OFFER, Wrong("🐘"), About())] == ["🐟", "🔑", "🐘", ""]


def test_no_two_outcomes_are_called_the_same() -> None:
    """Stored texts know an outcome by its name; a name that two rooms use would be found out at the start."""
    rooms = [room for name, room in vars(outcomes).items() if isinstance(room, ModuleType) and name[0] != "_"]
    rooms = [room for room in rooms if room.__package__ == outcomes.__name__]
    assert named(rooms) == OUTCOMES
    with pytest.raises(ValueError, match="two outcomes are called"):
        named((worker, voices, worker))
