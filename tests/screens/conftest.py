"""Every language the house speaks, for the tests of what people see."""

from pathlib import Path

import pytest

from bot.texts import Texts, Translator

TEXTS = Texts(Path(__file__).parents[2] / "locales", "USD")


@pytest.fixture(params=TEXTS.languages)
def t(request: pytest.FixtureRequest) -> Translator:
    """Each language in turn."""
    return TEXTS.speak(request.param)


@pytest.fixture
def english() -> Translator:
    """English alone."""
    return TEXTS.speak("en")
