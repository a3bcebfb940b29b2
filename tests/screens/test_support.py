"""The card of help: its order, numbers that can be tapped and stay whole, and what it says where nothing is known."""

import json
import re
from typing import Any

import pytest
import tdjson

from bot.domain.helplines import Helpline, Helplines, Number
from bot.domain.outcomes.worker import Support, SupportWhere
from bot.screen import plain
from bot.screens.samples import sample_house
from bot.screens.samples.support import kenya, samples
from bot.screens.support import help_card, support, support_where
from bot.texts import Translator

POSITIONS = ("999", "+254 722 178 177", "They listen", "Checked 2 November", "findahelpline.com", "/support")


def entities(html: str) -> list[tuple[str, str]]:
    """What Telegram's own parser makes of a text: (kind, the words)."""
    request = {"@type": "parseTextEntities", "text": html, "parse_mode": {"@type": "textParseModeHTML"}}
    parsed = tdlib(request)
    found = parsed["entities"] + tdlib({"@type": "getTextEntities", "text": parsed["text"]})["entities"]
    words = parsed["text"].encode("utf-16-le")
    return [
        (one["type"]["@type"].removeprefix("textEntityType"),
         words[one["offset"] * 2 : (one["offset"] + one["length"]) * 2].decode("utf-16-le"))
        for one in found
    ]  # fmt: skip


def tdlib(request: dict[str, Any]) -> Any:
    """What TDLib answers to a request that needs no network."""
    return json.loads(tdjson.td_execute(json.dumps(request).encode()) or b"")


@pytest.fixture(scope="module", autouse=True)
def quiet() -> None:
    """TDLib writes nothing to the terminal."""
    tdjson.td_execute(b'{"@type":"setLogVerbosityLevel","new_verbosity_level":0}')


def test_the_emergency_number_is_first_and_the_way_to_more_last(english: Translator) -> None:
    """In the order in which somebody in need reads, and short: no more than six lines."""
    said = plain(help_card(kenya, english))
    assert [said.index(one) for one in POSITIONS] == sorted(said.index(one) for one in POSITIONS)
    assert len(said.splitlines()) == 6 and len(said.encode()) < 400


def test_every_number_can_be_tapped(t: Translator) -> None:
    """One that begins with + is left as it is, so that phones find it; every other one is copied by a tap, without marks."""
    for name, outcome in samples():
        if not isinstance(outcome, Support):
            continue
        found = entities(support(outcome, t, sample_house).text)
        copied = [words for kind, words in found if kind == "Code"]
        numbers = [
            one.dial for line in (*outcome.help.emergency, *outcome.help.lines) for one in line.numbers
        ]
        assert copied == [one for one in numbers if not one.startswith("+")], name
        assert all(plain(support(outcome, t, sample_house).text).count(one) for one in numbers)


def test_addresses_and_commands_can_be_tapped(t: Translator) -> None:
    """Both directories, and a command for each country."""
    found = entities(support(Support(countries=("KE", "UG", "SY")), t, sample_house).text)
    assert [words for kind, words in found if kind == "Url"] == ["findahelpline.com", "befrienders.org"]
    commands = [words for kind, words in found if kind == "BotCommand"]
    assert commands == ["/support_KE", "/support_UG", "/support_SY"]


def test_numbers_stay_whole_in_a_language_from_right_to_left(t: Translator) -> None:
    """Every number is set apart from left to right, groups with hyphens and brackets too; digits are Latin."""
    numbers = ("999", "0917-899-8727", "(604) 444 4448", "+254 722 178 177", "116 123")
    line = Helpline(
        "Línea", tuple(map(Number, numbers)), "Mo-Fr 09:00-17:00", ("ar",), "free", 1_793_577_600_000
    )
    text = help_card(Helplines("CO", (), (line,)), t)
    for number in numbers:
        shown = number if number.startswith("+") else f"<code>{number}</code>"
        assert (f"\u2066{shown}\u2069" in text) == t.right_to_left and shown in text
    assert "09:00–17:00" in text and not re.search("[٠-٩۰-۹]", text)


def test_a_country_without_a_checked_line_says_so(english: Translator) -> None:
    """In one plain sentence, with the directories below."""
    said = str(support(Support(Helplines("SY"), "SY"), english, sample_house))
    assert "We have no line in Syria that somebody has checked." in said and "findahelpline.com" in said


def test_a_country_is_never_asked_of_who_would_rather_not_say(english: Translator) -> None:
    """One line leads to the countries; they are not listed again."""
    said = str(support(Support(Helplines(), "", ("KE",)), english, sample_house))
    assert "/support_KE" not in said and "/country" in said


def test_the_choice_of_none_is_one_of_them(english: Translator) -> None:
    """What was said before is shown, and can be taken back."""
    said = str(support_where(SupportWhere(("KE", "SY"), "KE"), english, sample_house))
    assert "Now: Kenya." in said and "/country_SY\u00a0Syria" in said and "/country_none" in said


def test_what_is_not_known_is_not_said(english: Translator) -> None:
    """No hours, no cost, no languages: no brackets; the reader's own language is not named."""
    bare = Helpline("Embrace", (Number("1564"),))
    assert "Embrace: 1564\n" in plain(help_card(Helplines("LB", (), (bare,)), english))
    other = Helpline("Embrace", (Number("1564"),), "Th 08:00-17:00", ("ar", "fr"))
    assert "Embrace: 1564 (Thu 08:00–17:00 · Arabic / French)\n" in plain(
        help_card(Helplines("LB", (), (other,)), english)
    )
