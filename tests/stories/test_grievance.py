"""A pack that people find unfair: said offline and by a key, paused, answered and paid all the same, decided by a moderator."""

import pytest

from bot.domain import grievances
from tests.stories.program import DAY_S, REQUESTER, Person, Program, until_true
from tests.stories.test_cases import judges
from tests.stories.test_proposals import hears

PACK = "street-photos"


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """A house where the word of two people, with one answer each, pauses a pack."""
    monkeypatch.setattr(grievances, "answers_least", 1)
    monkeypatch.setattr(grievances, "people_least", 2)


def at_work(program: Program, telegram: int, name: str) -> Person:
    """Somebody with one answer, and the next task open."""
    person = program.person(telegram, name)
    person.joins()
    person.takes_up("What covers the photo?")
    assert person.answers()
    return person


def state(program: Program) -> str:
    """The pack's."""
    return str(program.rows(f"SELECT state FROM packs WHERE name = '{PACK}'")[0]["state"])


def test_two_people_pause_it_and_two_moderators_close_it(either: Program, small: None) -> None:
    """One says it offline, one by a key; its requester hears counts; open tasks are paid; all hear what was decided."""
    her = either.person(2001, "Wanjiru")
    her.joins()
    her.writes(either.desk("role.link", name=REQUESTER)["lines"][0].splitlines()[0])
    hears(her, REQUESTER)
    amina, baraka = at_work(either, 1001, "Amina"), at_work(either, 1002, "Baraka")
    amina.phone.offline()
    amina.writes("/grievance_street_photos pay")
    amina.phone.online()
    hears(amina, "Nobody is told that it was you")
    assert state(either) == "running"
    baraka.writes("/grievance")
    hears(baraka, "what is unfair about it?")
    baraka.presses("Does harm")
    hears(baraka, "Enough people said so")
    assert state(either) == "paused"
    told = hears(her, "is paused: 2 people")
    assert "Does harm: 1" in told and "Pays too little: 1" in told
    her.writes("/resume_street_photos")
    hears(her, "people who work there call it unfair")
    had = amina.balance()
    assert amina.answers() and amina.balance() > had
    for number, name, end in ((3001, "Otieno", "another person looks too"), (3002, "Zuri", "is decided")):
        judge = judges(either, number, name)  # it holds more than one person decides about
        judge.writes("/cases")
        judge.hears("People complain about a pack.")
        judge.presses("Take it")
        assert "Does harm: 1" in hears(judge, "Pays too little: 1")
        judge.presses("Close the pack")
        hears(judge, "why?")
        judge.presses("It is right")
        hears(judge, end)
    hears(her, "it is closed")
    until_true(lambda: not either.rows("SELECT id FROM grievances WHERE telling = 1"))
    amina.writes("/money")
    hears(amina, "and it is closed")
    assert state(either) == "closed"
    amina.writes("/grievance_street_photos pay")
    hears(amina, "is over")
    either.proved()


def test_nobody_decides_and_it_goes_on_within_a_day(program: Program, small: None) -> None:
    """The pause ends by itself; the case is still there."""
    for number in (1001, 1002):
        person = at_work(program, number, f"Person {number}")
        person.writes("/grievance_street_photos unclear")
        hears(person, "Nobody is told that it was you")
    assert state(program) == "paused"
    program.clock.advance(DAY_S)
    until_true(lambda: state(program) == "running")
    assert "complaints about a pack" in program.desk("case.list")["lines"][0]
    program.proved()
