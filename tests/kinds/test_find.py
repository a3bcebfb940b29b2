"""Find: a value, then the address where it stands."""

from __future__ import annotations

from typing import Any

import pytest
from babel.messages.catalog import Catalog

from bot.domain.events import Pressed, SentFile, SentVoice, Wrote
from bot.kinds import Done, Fault, More
from bot.kinds.find import KIND, FindSpec, clear_code
from bot.texts import Translator

ENGLISH = Translator("en", Catalog(locale="en"), "USD")
HALF = {"value": "5199 m"}


def read(**settings: Any) -> FindSpec:
    """A Spec of one language."""
    found = KIND.read({"own_bytes": 600_000, **settings}, ("en",))
    assert not isinstance(found, list), found
    return found


def test_the_value_comes_first_and_the_address_makes_it_whole() -> None:
    """The value is kept half-way."""
    assert KIND.take(read(), {}, Wrote(" 5199 m ")) == More(HALF, step=True)
    assert KIND.take(read(), HALF, Wrote("https://example.org/a?b=1#c")) == Done(
        {"value": "5199 m", "source": "https://example.org/a?b=1#c"}
    )
    assert "5199 m" in KIND.show(read(), HALF, ENGLISH).hint


def test_what_it_costs_in_data_is_said_first() -> None:
    """And that the price includes it; nothing is said where it costs nothing."""
    assert "600 kB of your own data; the price includes it." in KIND.show(read(), {}, ENGLISH).hint
    assert "data" not in KIND.show(read(own_bytes=0), {}, ENGLISH).hint


@pytest.mark.parametrize("typed", ["example.org/page", "www.example.org", "https://example.org:8443/x"])
def test_an_address_may_be_short(typed: str) -> None:
    """Without https it gets it."""
    taken = KIND.take(read(), HALF, Wrote(typed))
    assert isinstance(taken, Done) and taken.answer["source"].startswith("https://")


@pytest.mark.parametrize(
    "typed",
    [
        "ftp://example.org",
        "https://",
        "https://localhost/x",
        "https://127.0.0.1/x",
        "https://me@example.org",
        "https://example.org/a b",
        "https://example.org:x/",
        "https://[x",
        "javascript:alert(1)",
        "in a book",
        "https://example.org/" + "x" * 1000,
    ],
)
def test_what_is_no_public_https_address_is_asked_again(typed: str) -> None:
    """The value stays."""
    assert KIND.take(read(), HALF, Wrote(typed)) == More(HALF, "address")


def test_an_address_without_the_s_is_told_how_it_must_begin() -> None:
    """http is not asked for as if nothing had been sent."""
    assert KIND.take(read(), HALF, Wrote("HTTP://example.org")) == More(HALF, "https")
    assert "must begin with https://" in KIND.nudge(read(), "https", ENGLISH)


def test_clear_begins_again_and_strays_keep_what_was_found() -> None:
    """A late press of Clear without a value is no Clear."""
    assert KIND.take(read(), HALF, Pressed(clear_code)) == More({}, step=True)
    assert KIND.take(read(), HALF, SentFile("x")) == More(HALF, "address")
    assert KIND.take(read(), {}, SentVoice("x")) == More({}, "voice")


def test_values_are_compared_and_pages_are_not() -> None:
    """Two good pages may say the same."""
    one = {"value": "5199 m", "source": "https://example.org"}
    assert KIND.alike(read(), one, {"value": "5199 M", "source": "https://example.com"}) == 1
    assert KIND.say(read(), one, ENGLISH) == "5199 m (example.org)"


def test_faults_are_named() -> None:
    """The data it costs must be said; a known answer has both parts."""
    found = KIND.read({}, ("en",))
    assert isinstance(found, list) and [fault.where for fault in found] == ["settings.own_bytes"]
    assert isinstance(KIND.read_gold(read(), "5199"), Fault)
