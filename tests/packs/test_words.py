"""Words that stand for something refused in writing bring a person's look, never a refusal by themselves."""

import tomllib
from pathlib import Path

import pytest

from bot.packs.words import looked_at
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
