"""Money on its way out, on screens: keys that pay carry the mark, amounts are to be read, news sounds and has no keyboard."""

import pytest

from bot import screens
from bot.domain.outcomes import Outcome, Question, from_json, to_json
from bot.domain.outcomes.cashing import IsItYours, Purse
from bot.screens.samples import sample_house
from bot.screens.samples.cashing import samples
from bot.texts import Translator

SAMPLES = [pytest.param(outcome, id=name) for name, outcome in samples()]


@pytest.mark.parametrize("outcome", SAMPLES)
def test_every_key_carries_its_mark_and_news_sounds(outcome: Outcome, t: Translator) -> None:
    """A question owns the keyboard and is silent; a card has none and is heard."""
    shown = screens.show(outcome, t, sample_house)
    asks = isinstance(outcome, Question)
    keys = [key for row in shown.keyboard for key in row]
    assert bool(keys) == asks == shown.silent
    assert all(key.label.startswith("⚓ ") for key in keys)


@pytest.mark.parametrize("outcome", [one for one in SAMPLES if isinstance(one.values[0], Purse)])
def test_pay_out_stands_for_the_whole_amount(outcome: Question, english: Translator) -> None:
    """What is pressed is what was shown, to the last micro-unit; without a leg there is no such key."""
    acts = screens.acts(outcome, english, sample_house)
    amount = sum(leg.amount for leg in outcome.legs) if isinstance(outcome, Purse) else 0
    paying = [act for act in acts.values() if act.startswith("payout:")]
    assert paying == ([f"payout:{amount}"] if amount else [])


def test_a_place_is_never_stored_whole() -> None:
    """What was written is shown back once, and what is kept of the question has its end only."""
    asked = IsItYours(7, "mpesa", "···456", "⚓", "+254712345456")
    assert "712345" not in to_json(asked)
    assert from_json(to_json(asked)) == IsItYours(7, "mpesa", "···456", "⚓")
