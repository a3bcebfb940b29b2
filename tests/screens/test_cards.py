"""Cards: what is looked up."""

from dataclasses import replace

import pytest

from bot.domain.outcomes import Outcome
from bot.domain.outcomes.worker import Example, Examples, History, Statement
from bot.screen import caption_utf16_max, plain, text_utf16_max, utf16_units
from bot.screens import show
from bot.screens.cards import movement_name
from bot.screens.samples import sample_house, samples
from bot.texts import Translator

SAMPLES = dict(samples())
CARDS = (
    "Who asks",
    "Examples",
    "Money",
    "Statement",
    "History",
    "The rules",
    "Help",
    "Somebody to talk to",
    "About",
)


@pytest.mark.parametrize("name", CARDS)
def test_a_card_leaves_the_keyboard_to_the_question(name: str, t: Translator) -> None:
    """The newest message with a keyboard owns it, so a card has none."""
    screen = show(SAMPLES[name], t, sample_house)
    assert screen.keyboard == () == screen.buttons and screen.mark == "" and screen.silent


def said(outcome: Outcome, t: Translator) -> list[str]:
    """The lines of a card."""
    return plain(show(outcome, t, sample_house).text).split("\n")


def test_a_long_history_shows_the_newest_that_fit(t: Translator) -> None:
    """Fifteen answers with the longest titles there can be."""
    history = SAMPLES["History"]
    assert isinstance(history, History)
    long = replace(history.answers[0], title={t.language: "🐘" * 200})
    lines = said(replace(history, answers=(long,) * 15), t)
    assert 5 < len(lines) < 15 and all("🐘" * 200 in line for line in lines[1:-1]) and "UTC" in lines[-1]


def test_a_statement_has_a_line_for_every_movement(english: Translator) -> None:
    """With its sign, and what there was after it."""
    statement = SAMPLES["Statement"]
    assert isinstance(statement, Statement)
    out = replace(statement.lines[0], movement="payout", amount=-1_280_000, balance=0)
    lines = said(Statement((out, *statement.lines), 0), english)
    assert lines[1] == "21 Sep 14:13 Other −$1.28 = $0.00" and len(lines) == len(statement.lines) + 4


def test_the_rules_are_paragraphs_that_one_finds_again(t: Translator) -> None:
    """A bold head each, none longer than a small screen."""
    parts = show(dict(samples())["The rules"], t, sample_house).text.split("\n\n")
    assert len(parts) == 5 and all(part.startswith("<b>") for part in parts)
    assert max(map(len, parts)) < 1_000


def test_every_way_of_paying_has_a_name(english: Translator) -> None:
    """A movement of the future is "Other"."""
    ways = ("pay_answer", "pay_gold", "pay_practice", "pay_reading", "pay_side", "pay_late", "pay_goodwill")
    assert "Other" not in {movement_name(way, english) for way in ways}
    assert movement_name("pay_gold", english) == movement_name("pay_answer", english), (
        "gold is not told apart"
    )
    assert movement_name("something new", english) == "Other"


@pytest.mark.parametrize("count", range(1, 7))
def test_every_example_is_shown_with_its_verdict_and_reason(count: int, t: Translator) -> None:
    """Six of the longest fit one message: items are cut first."""
    examples = SAMPLES["Examples"]
    assert isinstance(examples, Examples)
    one = Example(False, "item " * 120, "road", {t.language: "reason " * 34})
    text = plain(show(replace(examples, examples=(one,) * count), t, sample_house).text)
    assert utf16_units(text) <= text_utf16_max and text.count("reason " * 33) == count == len(
        text.split("\n\n")
    )


def test_an_answer_that_is_no_option_any_more_is_shown_as_written(english: Translator) -> None:
    """An example is an illustration; it never stands in the way."""
    examples = SAMPLES["Examples"]
    assert isinstance(examples, Examples)
    one = Example(True, "A river.", "water", {"en": "It flows."})
    assert said(replace(examples, examples=(one,)), english) == ["“A river.”", "Right: water. It flows."]


def test_example_pictures_are_numbered_as_in_their_picture(english: Translator) -> None:
    """One picture holds all of them; an example that is a text has no number."""
    examples = SAMPLES["Examples with a picture"]
    assert isinstance(examples, Examples)
    text, pictured = examples.examples
    screen = show(replace(examples, examples=(pictured, text, pictured)), english, sample_house)
    assert screen.picture is not None and utf16_units(plain(screen.text)) <= caption_utf16_max
    parts = plain(screen.text).split("\n\n")
    assert parts[0].startswith("Picture 1. Wrong") and parts[2].startswith("Picture 2. Wrong")
    assert parts[1].startswith("“A wide street")


def test_six_long_examples_beside_a_picture_fit_its_caption(t: Translator) -> None:
    """Items and reasons are cut, never the message."""
    examples = SAMPLES["Examples with a picture"]
    assert isinstance(examples, Examples)
    why = {t.language: "🐘" * 500}
    long = [replace(one, why=why, item=one.item[:6] + "y" * 900) for one in examples.examples]
    screen = show(replace(examples, examples=tuple(long * 3)), t, sample_house)
    assert utf16_units(plain(screen.text)) <= caption_utf16_max
