"""Digits as people type them: whatever reads a number reads it in the digits of their own script."""

from collections.abc import Callable

import pytest

from bot import kinds, money
from bot.actions.recording import read_choice
from bot.chat.inbox import Arrival
from bot.chat.wish import Wish
from bot.domain import bundles, hours, households, records
from bot.domain.events import Wrote
from bot.domain.limits import Rules
from bot.domain.people import Who
from bot.kinds import Done
from bot.payouts._places import _plain
from tests.makers import RULES

SCRIPTS = {
    "arabic": "٠١٢٣٤٥٦٧٨٩",
    "persian": "۰۱۲۳۴۵۶۷۸۹",
    "bengali": "০১২৩৪৫৬৭৮৯",
    "devanagari": "०१२३४५६७८९",
}


def wished(word: str, rules: Rules = RULES) -> int:
    """A number behind a command."""
    who = Who(1, 1, 1, 1, 1, "en", agreed=True, paused=False)
    return Wish(who, word, "", Arrival(1, "cause", None), rules, ("en",)).number


def answered(kind: str, **settings: object) -> Callable[[str], object]:
    """What a kind takes for an answer; None for nothing."""
    one = kinds.kinds()[kind]
    spec = one.read({**one.example["settings"], **settings}, ("en", "sw"))
    assert not isinstance(spec, list), spec

    def take(typed: str) -> object:
        taken = one.take(spec, {}, Wrote(typed))
        return taken.answer if isinstance(taken, Done) else None

    return take


READS: dict[str, tuple[Callable[[str], object], str]] = {
    "a command's number": (wished, "17"),
    "a bundle's answers": (lambda typed: bundles.written(typed).given, "1b 2a 10c"),
    "a PIN": (households.pin_of, "4821"),
    "a time of day": (hours.read, "22:45"),
    "marks for a requester": (records.read_marks, "4 5 3 4"),
    "an amount": (money.typed, "0.04"),
    "lines of a record": (read_choice, "only_1_3"),
    "where money goes": (_plain, "0712 345 678"),
    "the kind number": (answered("number"), "12.5"),
    "the kind scale": (answered("scale"), "3"),
    "the kind pair": (answered("pair"), "1"),
    "the kind rank": (answered("rank"), "2 1 3"),
}


@pytest.mark.parametrize("script", SCRIPTS)
@pytest.mark.parametrize("what", READS)
def test_a_number_is_read_in_any_scripts_digits(what: str, script: str) -> None:
    """The same as in Western ones, and something at all."""
    reads, typed = READS[what]
    own = typed.translate(str.maketrans("0123456789", SCRIPTS[script]))
    assert reads(own) == reads(typed) and reads(typed) not in (None, 0, "", ()), own


def test_what_only_looks_like_a_digit_is_none() -> None:
    """Raised and circled ones are pictures of digits; reading one must not crash either."""
    for typed in ("²", "①", "Ⅷ", "一"):
        assert wished(typed) == 0 and households.pin_of(typed * 4) == ""
