"""A region's lines fail: many fall silent at once, nobody's task goes to another, and each goes on where they were."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.actions import overseeing, returning
from bot.config import carried
from bot.domain import outages
from tests.stories import program as stories
from tests.stories.program import Person, Program, settings_for, stock

PEOPLE = 12
WINDOW_S, MINUTE_S, DAY_S = outages.window_ms / 1_000, 60.0, 86_400.0


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Program]:
    """A program with one pack of many short texts, whose leases are of two days."""
    made = tmp_path / "polite-many"
    made.mkdir()
    words = (carried("taskpacks") / "polite-notes" / "pack.toml").read_text("utf-8")
    words = words.partition("[[examples]]")[0].replace('"polite-notes"', '"polite-many"')
    words = words.replace("lease_h = 24", "lease_h = 48").replace("gold_share = 0.08", "gold_share = 0")
    words = words.replace("overlap = 3", "overlap = 1")
    (made / "pack.toml").write_text(words, "utf-8")
    rows = [f"r{number},Please bring {number} eggs.\n" for number in range(900)]
    (made / "tasks.csv").write_text("id,text\n" + "".join(rows), "utf-8")
    stocked = tmp_path / "stocked"
    asyncio.run(stock(settings_for(stocked, "http://127.0.0.1:9"), [made]))
    with stories.opened(stocked, tmp_path / "data") as running:
        yield running


def worked(people: list[Person], times: int = 1) -> None:
    """Each answers so many tasks."""
    for one in people:
        for _ in range(times):
            one.answers()
    people[0].program.quiet()


def rounds(program: Program) -> None:
    """What the program does each few minutes of its own clock, which a story's runs ahead of."""
    for command in (returning.hold, overseeing.lapse):
        program.do(program.home.house.database.write(command))


def silences(program: Program) -> list[tuple[str, int, bool]]:
    """What is known of outages: whose, of how many people, is it over?"""
    rows = program.rows("SELECT kind, people, ended_at FROM outages ORDER BY id")
    return [(row["kind"], row["people"], row["ended_at"] is not None) for row in rows]


def test_a_region_that_falls_silent_loses_nothing(program: Program) -> None:
    """Three usual days; on the fourth all fall silent. Two days later their tasks are theirs still; what they pressed meanwhile
    is paid, and each hears one message: that, with the next question."""
    people = [program.person(2_000 + number, f"Person {number}") for number in range(PEOPLE)]
    for one in people:
        one.joins()
        one.takes_up("How friendly is the note?")
    program.quiet()
    for _ in range(outages.days_least):
        began = program.clock()
        worked(people)
        program.clock.advance(MINUTE_S)
        worked(people)
        program.clock.advance(WINDOW_S)
        worked(people)
        program.clock.advance(DAY_S - (program.clock() - began) / 1_000)
    worked(people)
    program.clock.advance(MINUTE_S)
    worked(people)
    marks = [one.mark() for one in people]
    for one in people:
        one.heard()
        one.phone.offline()
    program.clock.advance(2 * WINDOW_S - 3 * MINUTE_S)
    assert program.read(returning.listen)
    rounds(program)
    assert silences(program) == [("region", PEOPLE, False)]
    for _ in range(100):  # two days: a look each half hour
        program.clock.advance(outages.hold_ms / 2_000)
        rounds(program)
    assert not program.rows("SELECT 1 FROM assignments WHERE state = 'lapsed'")
    assert [one.mark() for one in people] == marks
    for one in people:
        one.presses("5")
    for one in people:
        one.phone.online()
    heard = [one.heard() for one in people]
    away = "Many lines were away at once; your work waited for you."
    assert all(len(said) == 1 and said[0].startswith("Saved, +") and away in said[0] for said in heard), heard
    assert all(away not in one.answers() for one in people)
    rounds(program)
    assert silences(program) == [("region", PEOPLE, True)]
