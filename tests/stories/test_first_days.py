"""From the first day to the first picture with hard content, with nothing put in place: all of it happens on the phone."""

import asyncio
from pathlib import Path

from bot.domain import wellbeing
from tests.stories.program import DAY_S, Person, opened, settings_for, stock
from tests.stories.test_choosing import says_yes
from tests.stories.test_hard import media

PACKS = ("stand-ins", "street-photos", "polite-notes")
A_DAY = 17
steps_max = 4 * A_DAY


def test_whoever_worked_on_three_days_is_asked_and_sees_a_picture_the_day_after(tmp_path: Path) -> None:
    """Fifty tasks on three days; a yes by their own word that they are 18; a day later a description, and what they press for."""
    asyncio.run(stock(settings_for(tmp_path / "stocked", "http://127.0.0.1:9"), PACKS))
    with opened(tmp_path / "stocked", tmp_path / "data") as program:
        joy = program.person(1001, "Joy")
        joy.joins()
        works(joy, A_DAY)
        for left in (A_DAY, wellbeing.neutral_needed - 2 * A_DAY):
            joy.writes("/hard")
            assert "There is nothing to choose here yet." in joy.heard()[-1]
            program.clock.advance(DAY_S)
            works(joy, left)
        joy.writes("/hard_gore")
        assert "Are you 18 or older?" in joy.heard()[-1]
        joy.writes("/hard_18_gore")
        assert "A mild example:" in joy.heard()[-1]
        says_yes(joy)
        assert program.rows("SELECT * FROM exposures") == []
        program.clock.advance(DAY_S)
        until_described(joy)
        before = len(media(program))
        joy.presses("Show it")
        joy.hears("What is it about?")
        assert [one["has_spoiler"] for one in media(program)[before:]] == ["true"]
        assert len(program.rows("SELECT * FROM exposures")) == 1


def works(person: Person, many: int) -> None:
    """Answers so many, whatever comes: the first key is an answer, or leads to one."""
    done = 0
    for _ in range(steps_max):
        if done >= many:
            break
        person.phone.press(person.labels()[0])
        done += "Saved" in person.hears()
    assert done == many


def until_described(person: Person) -> None:
    """Other work, until a description comes."""
    person.writes("/tasks")
    person.hears()
    for key in ("More", "Other work"):
        person.presses(key)
        person.hears()
    while "What do the stand-ins show?" not in person.shown():
        person.presses("Something else")
        person.hears("each.")
    person.presses("Start")  # she has read it on another day
    assert "/hard_off" in person.hears("Next, for")
