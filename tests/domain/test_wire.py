"""What is reckoned to cost on the wire is what the sandbox's model counts packet by packet."""

import pytest

from bot.domain import wire
from bot.sandbox import wire as model

KEYS = [["🏠 Stone or brick", "🏠 Plants"], ["🏠 Sky", "🏠 Something else"], ["🏠 Skip", "More"]]
TEXT = "Saved, +$0.04. You have $0.10.\n🏠 What covers most of the picture?"


def counted(text: str, rows: list[list[str]], size: int | None) -> int:
    """The model's bytes, both ways: the press before, the message, its picture fetched."""
    keyboard = {"keyboard": [[{"text": label} for label in row] for row in rows]} if rows else None
    message = model.message(text, 0, keyboard, photo_sizes=int(size is not None), document=False)
    fetched = model.fetching(size) if size is not None else (0, 0)
    return sum(map(sum, (model.sending("🏠 Plants"), model.arriving(message), fetched)))


@pytest.mark.parametrize(("text", "rows"), [(TEXT, KEYS), ("Paused.", []), ("“" + "كلمة " * 150 + "”", KEYS)])
def test_a_message_costs_what_the_model_counts(text: str, rows: list[list[str]]) -> None:
    """Within a fortieth."""
    assert wire.message_bytes(text, rows) == pytest.approx(counted(text, rows, None), rel=0.025)


@pytest.mark.parametrize("size", [700, 6_583, 11_300, 60_000])
def test_a_medium_costs_what_the_model_counts(size: int) -> None:
    """Within a fortieth of its question, and never much less."""
    reckoned = wire.message_bytes(TEXT, KEYS) + wire.medium_bytes(size)
    assert reckoned == pytest.approx(counted(TEXT, KEYS, size), rel=0.025)


def test_a_short_question_costs_about_what_is_said() -> None:
    """The figure that packs' budgets are reckoned with."""
    assert wire.word_bytes_about == pytest.approx(wire.message_bytes(TEXT, KEYS), rel=0.03)
