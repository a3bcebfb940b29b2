"""How what is doubted ends where somebody is silent, or nobody neutral is there: the requester's silence, and a jury."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.actions import overseeing
from bot.domain import cases, claims, limits
from tests.stories.program import DAY_S, Person, Program, opened, until_true
from tests.stories.requester import brings, starts, write
from tests.stories.test_cases import clean, disputed
from tests.stories.test_doubted import ROWS, answers_one, reviewed

REPLY_S = claims.reply_ms // limits.second


def test_the_requester_s_silence_is_the_worker_s_right(program: Program, tmp_path: Path) -> None:
    """She disagrees; four days without a word of theirs later her money comes, with a minute's pay, and her answer counts."""
    amina = answers_one(program, tmp_path)
    reviewed(program, tmp_path, "breaks 2")
    code = re.search(r"/disagree_(\w+)", amina.hears("can't be used"))[1]  # type: ignore[index]
    amina.writes(f"/disagree_{code} The words say red.")
    amina.hears(code)
    had = amina.balance()
    program.clock.advance(REPLY_S - 60)
    until_true(lambda: not program.read(overseeing.due_deadlines))
    assert amina.balance() == had
    program.clock.advance(120)
    assert "+$0.30 for the answer. +$0.30 for the minute it cost you." in amina.hears("your answer stands")
    assert amina.balance() == had + 600_000 and clean(program)
    program.proved()


@pytest.fixture
def alone(stocked: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Program]:
    """An installation that names nobody who decides; an answer or more makes somebody know a kind of work."""
    monkeypatch.setattr(cases, "jury_answers_least", 1)
    with opened(stocked, tmp_path / "data", rulings_by="") as running:
        yield running


def knows_such_work(program: Program, telegram: int) -> Person:
    """Somebody who has answered once, in another pack of that kind."""
    one = program.person(telegram, f"Juror {telegram}")
    one.joins()
    one.takes_up("Colours of cups")
    one.presses("Red")
    one.hears("Saved, +")
    return one


def test_where_nobody_is_named_three_who_know_such_work_decide(alone: Program, tmp_path: Path) -> None:
    """The offer says so; a day without anybody, and they are asked; two who find the same decide, and are paid for their minutes."""
    brings(alone, write(tmp_path / "cups", ROWS, name="cups", title="Colours of cups"))
    starts(alone, "cups", "bank 2")
    jury = [knows_such_work(alone, telegram) for telegram in (3001, 3002, 3003)]
    amina, _, code = disputed(alone, tmp_path, "three people who know such work decide")
    alone.clock.advance(DAY_S + 60)
    until_true(lambda: alone.rows("SELECT person FROM jurors") != [])
    assert len(alone.rows("SELECT person FROM jurors")) == 3
    for one in jury[:2]:
        had = one.balance()
        one.writes("/cases")
        until_true(lambda one=one: "1 case waits." in one.shown())  # type: ignore[misc]
        one.presses("Take it")
        until_true(lambda one=one: "the words say red" in one.shown())  # type: ignore[misc]
        one.presses("Answer stands")
        until_true(lambda one=one: "why?" in one.shown())  # type: ignore[misc]
        one.presses("It fits")
        until_true(lambda one=one, had=had: one.balance() > had)  # type: ignore[misc]
    assert "+$0.30 for the answer." in amina.hears("your answer stands")
    assert any("Two people here don't agree about an answer" in said for said in jury[0].heard())
    assert code
    alone.proved()
