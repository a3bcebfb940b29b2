"""A voice, from a proposal typed on a phone to the operator's answer before all."""

import pytest

from bot.domain import limits, proposals
from tests.stories.program import Person, Program, until_true


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """A house where one answer gives a voice, and one person's word puts a proposal to the vote."""
    for name in ("answers_min", "days_min", "seconds_min"):
        monkeypatch.setattr(proposals, name, 1)


def at_work(program: Program, telegram: int, name: str) -> Person:
    """Somebody whose one answer is settled."""
    person = program.person(telegram, name)
    person.joins()
    person.takes_up("What covers the photo?")
    assert person.answers()
    program.write(f"UPDATE answers SET arrived_at = arrived_at - {2 * limits.undo_ms}")
    return person


def hears(person: Person, wanted: str) -> str:
    """The next message with these words; news of the vote and the next task may come before it."""
    said = person.hears()
    while wanted not in said:
        said = person.hears()
    return said


def test_from_a_line_typed_offline_to_the_public_answer(either: Program, small: None) -> None:
    """Proposed and seconded in the chat, voted on offline and by a key, counted, answered at the desk, read by all."""
    amina, baraka = at_work(either, 1001, "Amina"), at_work(either, 1002, "Baraka")
    amina.writes("/propose Two cents at least.")
    hears(amina, "Your proposal is number 1")
    baraka.writes("/second_1")
    hears(baraka, "voted on now")
    amina.phone.offline()
    amina.writes("/vote_1 yes")
    amina.phone.online()
    hears(amina, "in the box")
    baraka.writes("/vote_1")
    hears(baraka, "The vote is secret")
    baraka.presses("No opinion")
    hears(baraka, "in the box")
    assert "voted on until" in either.desk("voice.list")["lines"][0]
    until_true(lambda: either.rows("SELECT telling FROM proposals")[0]["telling"] == 0)
    either.write("UPDATE deadlines SET at = 1 WHERE kind = 'proposal'")
    until_true(lambda: either.rows("SELECT state FROM proposals")[0]["state"] == "over")
    amina.writes("/voice")
    assert "Yes 1, no 0, no opinion 1; 2 had a voice" in hears(amina, "The operator answers by")
    amina.writes("/vote_1 no")
    hears(amina, "There is no vote on proposal 1 now")
    assert either.desk("voice.answer", number="1", words="From March on.")["ok"]
    assert "The answer: From March on." in either.desk("voice.show", number="1")["lines"]
    assert either.desk("voice.unanswered") == {"lines": [], "ok": True}
    baraka.writes("/voice")
    hears(baraka, "From March on.")
