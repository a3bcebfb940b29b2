"""Words that stand for something refused in writing bring a person's look, never a refusal by themselves."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from bot.packs.words import looked_at, striking
from tests.packs.test_form import form

SAMPLES = sorted((Path(__file__).parents[2] / "taskpacks").glob("*/pack.toml"))


@pytest.mark.parametrize(
    ("instruction", "reason"),
    [
        ("Sign up at our site and write down the number you get.", "sign-ups"),
        ("Send us the verification code from the message.", "codes or passwords"),
        ("Leave a good review in the shop.", "reviews or likes"),
        ("Solve the captcha in the picture.", "captchas"),
        ("Write your phone number.", "contacts"),
        ("Photograph your passport.", "papers"),
        ("اكتب رقم هاتفك هنا.", "contacts"),
        ("Andika nambari yako ya simu.", "contacts"),
        ("Is this person gay?", "guessing"),
    ],
)
def test_a_word_names_its_reason(instruction: str, reason: str) -> None:
    """The reason says what it read and what that might be."""
    [said] = looked_at(form(instruction={"en": instruction}))
    assert reason in said


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: str(path.parent.name))
def test_honest_packs_wait_for_nobody(sample: Path) -> None:
    """The samples speak of none of it."""
    raw = tomllib.loads(sample.read_text("utf-8"))
    texts = {name: raw[name] for name in ("title", "question", "instruction", "languages")}
    assert looked_at(form(**texts)) == ()


def test_whoever_is_in_the_picture_is_thought_of() -> None:
    """A pack of the workers' own pictures waits for a look."""
    assert looked_at(form(people="self"))


@pytest.mark.parametrize(
    "field",
    [
        {"settings": {"options": {"a": {"label": {"en": "Your password"}}, "b": {"label": "No"}}}},
        {"settings": {"options": [{"value": "a", "label": "A", "hint": "Your password"}]}},
        {"examples": [{"right": True, "item": "x", "answer": "y", "reason": {"en": "Your password"}}]},
        {"examples": [{"right": True, "item": "Your password", "answer": "y", "reason": {"en": "z"}}]},
        {"trains": {"en": "A collection of every password"}},
        {"use": {"en": "To try every password"}},
        {"afterwards": {"en": "Each password is sold."}},
    ],
)
def test_everything_people_read_is_looked_through(field: dict[str, Any]) -> None:
    """Labels, hints, examples, and what the answers are for: not only the instruction."""
    [said] = looked_at(form(**field))
    assert "codes or passwords" in said


def test_a_row_s_own_question_is_looked_through() -> None:
    """One striking row among many is enough."""
    assert striking("What is on the shelf?") == frozenset()
    assert striking("Write your password.") == {"codes or passwords"}
    [said] = looked_at(form(), ("Write your password.",))
    assert "codes or passwords" in said
