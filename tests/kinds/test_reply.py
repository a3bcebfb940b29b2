"""Reply: the next turn of a conversation, and who receives it."""

from __future__ import annotations

from typing import Any

import pytest
from babel.messages.catalog import Catalog

from bot.domain.events import SentPhoto, SentVoice, Wrote
from bot.kinds import Done, Fault, More
from bot.kinds.reply import KIND, ReplySpec
from bot.texts import Translator

ENGLISH = Translator("en", Catalog(locale="en"), "USD")


def read(**settings: Any) -> ReplySpec:
    """A Spec whose replies nobody receives, unless told otherwise."""
    found = KIND.read({"receiver": "nobody", **settings}, ("en",))
    assert not isinstance(found, list), found
    return found


def test_every_question_says_who_receives_the_reply() -> None:
    """A living person, or nobody."""
    assert "Nobody gets it" in KIND.show(read(), {}, ENGLISH).hint
    assert "A living person gets it and knows" in KIND.show(read(receiver="knows"), {}, ENGLISH).hint


@pytest.mark.parametrize(
    "settings", [{}, {"receiver": "unaware"}, {"receiver": True}, {"receiver": ["nobody"]}]
)
def test_a_pack_that_does_not_say_it_is_refused(settings: dict[str, Any]) -> None:
    """Nobody is answered without knowing by whom."""
    found = KIND.read(settings, ("en",))
    assert isinstance(found, list) and [fault.where for fault in found] == ["settings.receiver"]


def test_a_conversation_is_shown_turn_by_turn() -> None:
    """Ours begin with a dash; the last one is the other's."""
    assert KIND.read_item(read(), "Hello.\n\n-- Hello, what is it?\nIt rains in.") == (
        "Hello.\n— Hello, what is it?\nIt rains in."
    )
    for text in ("", "-- Hello.", "Hello.\n-- Yes?", "x\n" * 13):
        assert isinstance(KIND.read_item(read(), text), Fault)


def test_a_text_of_the_right_length_answers() -> None:
    """Anything else is told what is wanted."""
    spec = read(length_min=5, length_max=12)
    assert KIND.take(spec, {}, Wrote("  Put it here.\0 ")) == Done("Put it here.")
    found = [
        KIND.take(spec, {}, event) for event in (Wrote("No"), Wrote("x" * 13), SentVoice("x"), SentPhoto("x"))
    ]
    assert found == [More({}, code) for code in ("short 2", "long 13", "voice", "photo")]
    assert KIND.nudge(spec, "long 13", ENGLISH).startswith("Your text has 13 characters; 12 fit.")


def test_a_known_answer_is_one_that_could_be_written() -> None:
    """Its length is checked; no reply is wrong because another one was expected."""
    assert isinstance(KIND.read_gold(read(length_max=3), "four"), Fault)
    assert KIND.read_gold(read(), "four") == "four"
    assert [KIND.alike(read(), "four", other) for other in ("four", "five")] == [None, None]
