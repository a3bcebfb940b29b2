"""Number: digits of any script, comma or point, groups of three; two ways to read are asked about."""

from __future__ import annotations

from typing import Any

import pytest
from babel.messages.catalog import Catalog
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.events import SentPhoto, Wrote
from bot.kinds import Done, Fault, More
from bot.kinds.number import KIND, NumberSpec
from bot.texts import Translator

ENGLISH = Translator("en", Catalog(locale="en"), "USD")


def read(**settings: Any) -> NumberSpec:
    """A Spec of one language."""
    found = KIND.read(settings, ("en",))
    assert not isinstance(found, list), found
    return found


@pytest.mark.parametrize(
    ("typed", "decimals", "answer"),
    [
        ("12", 0, "12"),
        (" 12. ", 0, "12"),
        ("١٢", 0, "12"),
        ("১২,৫", 1, "12.5"),
        ("١٢٫٥", 1, "12.5"),
        ("12.50", 1, "12.5"),
        ("1 500", 0, "1500"),
        ("1,500", 0, "1500"),
        ("1.500", 0, "1500"),
        ("1'234'567", 0, "1234567"),
        ("1.234.567", 3, "1234567"),
        ("1,234.5", 1, "1234.5"),
        ("1.234,5", 1, "1234.5"),
        ("١٬٢٣٤٫٥", 1, "1234.5"),
        ("007", 0, "7"),
        ("+3", 0, "3"),
        ("12 kg", 0, "12"),
        ("12KG.", 0, "12"),
        ("12.0", 0, "12"),
        ("0.000", 4, "0"),
    ],
)
def test_a_number_is_understood_as_people_write_it(typed: str, decimals: int, answer: str) -> None:
    """Stored as plain digits with a point."""
    assert KIND.take(read(decimals=decimals, unit="kg"), {}, Wrote(typed)) == Done(answer)


@pytest.mark.parametrize(
    ("typed", "decimals", "nudge"),
    [
        ("", 0, "write"),
        ("twelve", 0, "write"),
        ("12 13", 0, "write"),
        ("1e5", 0, "write"),
        ("½", 0, "write"),
        ("12:30", 1, "write"),
        ("1,23,456", 0, "write"),
        ("9" * 41, 0, "write"),
        ("12.5", 0, "decimals"),
        ("12.55", 1, "decimals"),
        ("1,500", 3, "unclear"),
        ("1.234", 2, "unclear"),
        ("-1", 0, "range"),
        ("2000000000", 0, "range"),
    ],
)
def test_nonsense_is_refused_kindly(typed: str, decimals: int, nudge: str) -> None:
    """Nothing is rounded, and what has two meanings is asked again."""
    assert KIND.take(read(decimals=decimals), {}, Wrote(typed)) == More({}, nudge)
    assert KIND.nudge(read(decimals=decimals), nudge, ENGLISH).endswith(".")


@given(st.integers(-(10**6), 10**6), st.integers(0, 4))
def test_a_plain_decimal_comes_back_as_it_was_written(units: int, places: int) -> None:
    """With a point and with a comma, unless three places could be a group of three."""
    spec = read(least=-(10**7), decimals=4)
    text = f"{units / 10**places:.{places}f}"
    if places == 3:
        return
    answers = {str(KIND.take(spec, {}, Wrote(text.replace(".", sign)))) for sign in ".,"}
    assert len(answers) == 1 and "Done" in answers.pop()


def test_negative_numbers_where_the_bounds_allow_them() -> None:
    """With any of the signs that phones write."""
    for typed in ("-4", "−4", "–4"):
        assert KIND.take(read(least=-10), {}, Wrote(typed)) == Done("-4")
    assert KIND.take(read(least=-10), {}, Wrote("-0")) == Done("0")


def test_likeness_by_tolerance() -> None:
    """Absolute or in percent of the larger; beyond it, less and less alike."""
    near, share, exact = read(tolerance=2), read(tolerance_percent=10), read()
    assert KIND.alike(near, "10", "12") == 1 and KIND.alike(near, "10", "20") == 0.6
    assert KIND.alike(share, "90", "100") == 1 and KIND.alike(share, "0", "100") == pytest.approx(0.1)
    assert KIND.alike(exact, "10", "10") == 1 and KIND.alike(exact, "9", "10") == pytest.approx(0.9)
    assert KIND.alike(exact, "0", "0") == 1 and KIND.alike(read(least=-9), "-9", "9") == 0


@pytest.mark.parametrize(
    ("settings", "where"),
    [
        ({"least": 5, "most": 5}, "settings.least"),
        ({"least": "0"}, "settings.least"),
        ({"most": True}, "settings.most"),
        ({"most": float("nan")}, "settings.most"),
        ({"most": 1e13}, "settings.most"),
        ({"decimals": 7}, "settings.decimals"),
        ({"unit": "x" * 13}, "settings.unit.en"),
        ({"tolerance": -1}, "settings.tolerance"),
        ({"tolerance": 1, "tolerance_percent": 5}, "settings.tolerance_percent"),
    ],
)
def test_faults_in_settings_are_named(settings: dict[str, Any], where: str) -> None:
    """Each at its place."""
    found = KIND.read(settings, ("en",))
    assert isinstance(found, list) and [fault.where for fault in found] == [where]


@pytest.mark.parametrize(
    ("written", "sentence"),
    [("x", "not a number"), ("-1", "from 0 to"), ("1.5", "0 places"), ("1.234", "two ways")],
)
def test_known_answers_keep_the_rules(written: str, sentence: str) -> None:
    """What could not be answered can't be known."""
    found = KIND.read_gold(read(decimals=2) if "two" in sentence else read(), written)
    assert isinstance(found, Fault) and sentence in found.sentence


def test_the_unit_is_asked_for_and_said() -> None:
    """A hint of the pack's stands before it; a photo is no number."""
    assert KIND.show(read(unit="kg", hint="Net weight."), {}, ENGLISH).hint == (
        "Net weight.\nWrite a number, in kg."
    )
    assert KIND.say(read(unit="kg"), "12.5", ENGLISH) == "12.5 kg" and KIND.say(read(), "3", ENGLISH) == "3"
    assert KIND.take(read(), {}, SentPhoto("x")) == More({}, "write")
