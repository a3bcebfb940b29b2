"""The keys behind More, and what is said beside a question."""

from dataclasses import replace
from string import Formatter

import pytest

from bot.domain.outcomes.worker import IsThis, More, Refused, Task
from bot.domain.refusals import REFUSALS
from bot.screens import show
from bot.screens.menus import keys_max
from bot.screens.samples import sample_house, samples
from bot.texts import Translator

SAMPLES = dict(samples())


def acts(more: More, t: Translator) -> list[str]:
    """The acts of the keys that More shows, in reading order."""
    return [key.act for row in show(more, t, sample_house).keyboard for key in row]


def test_more_shows_the_six_that_matter_most(t: Translator) -> None:
    """What a question has no use for makes room for the others."""
    more = SAMPLES["More"]
    assert isinstance(more, More)
    assert acts(more, t) == ["undo", "larger", "wrong", "leave", "ask", "back"]
    assert acts(replace(more, undo=False, larger=False), t) == [
        "wrong",
        "leave",
        "ask",
        "pause",
        "money",
        "back",
    ]


def test_a_list_can_be_cleared_and_skipped_under_more(t: Translator) -> None:
    """Done has taken Skip's place; Clear is there once something was pressed."""
    more = SAMPLES["More, some pressed"]
    assert isinstance(more, More)
    assert acts(more, t) == ["kind:/clear", "skip", "undo", "larger", "wrong", "back"]
    assert acts(replace(more, draft={}), t)[0] == "skip" and len(acts(more, t)) == keys_max


def test_a_report_is_never_lost_under_more(t: Translator) -> None:
    """[Something is wrong] is among the keys whatever else is."""
    for outcome in SAMPLES.values():
        if isinstance(outcome, Task):
            more = More(
                True, True, outcome.kind, outcome.settings, outcome.languages, outcome.draft, outcome.mark
            )
            assert "wrong" in acts(more, t)


def test_what_was_typed_is_repeated_on_one_short_line(english: Translator) -> None:
    """5,000 characters over many lines become 200 units."""
    screen = show(IsThis("one\ntwo " * 700, "🏠"), english, sample_house)
    assert "\n" not in screen.text and screen.text.endswith("…”: is this your answer to 🏠?")
    assert len(screen.text) < 240


@pytest.mark.parametrize("name", REFUSALS)
def test_every_refusal_can_be_said(name: str, t: Translator) -> None:
    """With its values, however long; one that is not known is still a kind sentence."""
    fields = [field for _, field, _, _ in Formatter().parse(REFUSALS[name].sentence) if field]
    values = dict.fromkeys(fields, "<x> " * 500)
    assert "{" not in show(Refused(name, values), t, sample_house).text
    unknown = show(Refused("Gone", {}), t, sample_house)
    assert unknown.text == t("That is not possible now.")  # the catalog has it: it is Refusal's own
