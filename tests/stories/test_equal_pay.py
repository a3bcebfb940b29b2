"""The same offer and the same pay on every phone the pretend Telegram knows, in every language."""

import re

from tests.stories.program import Program

PHONES = (("android", "en"), ("ios", "ar"), ("tdlib", "es"), ("desktop", "fr"))


def test_every_phone_is_paid_the_same(program: Program) -> None:
    """What an offer says of money, and what three answers bring, is the same for four phones in four languages."""
    said, brought = set(), set()
    for number, (profile, language) in enumerate(PHONES, 2001):
        person = program.person(number, "Amina", language, profile)
        person.writes("/start")
        person.hears()
        person.presses(_first_key(person.labels()))
        offer = person.hears()
        said.add(re.findall(r"\d[.,٫]\d\d", offer)[0].replace(",", ".").replace("٫", "."))
        person.writes("/language_en")
        while "What covers the photo?" not in (shown := person.hears()):
            person.presses("Something else")
        assert "$0.04" in shown
        person.presses("Start")
        person.hears()
        person.presses("Go on")
        person.hears()
        program.quiet()
        for _ in range(3):
            person.answers()
        brought.add(person.balance())
    assert len(said) == 1 and len(brought) == 1 and min(brought) >= 3 * 40_000


def _first_key(labels: list[str]) -> str:
    """[Start] in whatever language: the first key, without its mark."""
    return labels[0].split(" ", 1)[1]
