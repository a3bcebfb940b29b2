"""Papers: what is said about a file, and what stands in it, in every language."""

import io

import pytest
from pypdf import PdfReader

from bot.domain.outcomes import Outcome
from bot.domain.outcomes.papers import ForgetTold
from bot.screen import Screen
from bot.screens import show
from bot.screens.samples import sample_house, samples
from bot.texts import Translator
from tests.screens.conftest import TEXTS


def sample(name: str) -> Outcome:
    """A screen of the gallery by its name."""
    return dict(samples())[name]


def shown(name: str, t: Translator) -> Screen:
    """What that is in one language."""
    return show(sample(name), t, sample_house)


def letters(screen: Screen) -> str:
    """What stands in a PDF."""
    assert screen.file is not None
    return "\n".join(one.extract_text() for one in PdfReader(io.BytesIO(screen.file[1])).pages)


def test_less_than_a_coin_is_nothing_to_take_out_first() -> None:
    """A payout leaves what is too small to be sent; who then wants to be forgotten is not asked to take it out."""
    english = TEXTS.speak("en")
    dust, nothing = (show(ForgetTold(one, 0, (), 0, "0312"), english, sample_house) for one in (5_868, 0))
    assert dust == nothing
    assert "Take it out first" in shown("Forget me", english).text


@pytest.mark.parametrize("language", ["en", "ar"])
def test_an_invoice_prints_no_question_marks_for_a_name(language: str) -> None:
    """A requester's name in letters that the file lacks stands in the message, and the file says so."""
    screen = shown("Invoice of a name in other letters", TEXTS.speak(language))
    assert "أرشيف الشوارع" in screen.text
    said = letters(screen)
    assert "To the requester whom the message beside this file names" in said and "?" not in said.replace(
        "picture?", ""
    )


def test_a_statement_says_what_for_and_how_much() -> None:
    """Title, movement, amount, balance, the fingerprint's start, and how many lines are left out."""
    said = letters(shown("Statement as a PDF", TEXTS.speak("en")))
    for one in ("What is in the picture?: Answer", "+$0.04", "$1.28", "5f5f5f5f", "30 earlier lines"):
        assert one in said


@pytest.mark.parametrize("name", ["Statement as a PDF"])
def test_what_can_t_be_set_is_in_english_and_says_so(name: str) -> None:
    """In Arabic the words around the file are Arabic; the file is English, and no letter of it is lost."""
    arabic = TEXTS.speak("ar")
    screen = shown(name, arabic)
    assert arabic("The file is in English: its letters can't show your language yet.") in screen.text
    assert letters(screen) == letters(shown(name, TEXTS.speak("en"))) and "?:" in letters(screen)


def test_a_table_has_titles_as_they_are_written() -> None:
    """What a PDF can't show stands there."""
    screen = shown("Statement as a table", TEXTS.speak("ar"))
    assert screen.file is not None and screen.file[0] == "statement.csv"
    assert "What is in the picture?" in screen.file[1].decode()


def test_an_invoice_has_every_part_and_its_sums() -> None:
    """Who asks, what for, nine parts and the bonuses, and what comes of them: paid to people, fee, returned, still locked."""
    said = letters(shown("Invoice of a pack", TEXTS.speak("en")))
    for one in (
        "To Open Streets Archive",
        "Late reserve",
        "Fee on bonuses",
        "$9.00",
        "$81.38",
        "$9.60",
        "$27.10",
        "$0.08",
    ):
        assert one in said
    assert "Hourly floor" in said and "The pack goes on" in said
