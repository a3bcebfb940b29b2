"""We were away: nothing is lost, and whoever was in the middle of something hears of it once, with their question."""

import pytest

from bot.chat import watch
from bot.domain import limits, outages
from tests.stories.program import BOT, Person, Program, until_true

AWAY_S = 2.5 * 3_600


@pytest.fixture(autouse=True)
def watchful(monkeypatch: pytest.MonkeyPatch) -> None:
    """A sign of life five times a second; a program is away after three seconds without."""
    monkeypatch.setattr(watch, "sign_every_s", 0.2)
    monkeypatch.setattr(watch, "look_again_s", 0.2)
    monkeypatch.setattr(watch, "away_after_s", 3.0)


@pytest.fixture
def amina(program: Program) -> Person:
    """Somebody at her first task of the photographs."""
    person = program.person()
    person.joins()
    person.takes_up("What covers the photo?")
    program.quiet()
    return person


def told(person: Person) -> list[str]:
    """Which messages say that we were away."""
    return [
        str(one["text"] or one["caption"])
        for one in person.phone.messages()
        if "We were away" in str(one["text"] or one["caption"])
    ]


def leases(program: Program) -> list[tuple[str, int]]:
    """State and end of every lease."""
    rows = program.rows("SELECT state, lease_until FROM assignments ORDER BY id")
    return [(row["state"], row["lease_until"]) for row in rows]


def back(program: Program) -> None:
    """The program runs again, and the minute for what people sent meanwhile is over."""
    program.start()
    program.clock.advance(outages.back_after_ms / 1000)
    until_true(lambda: program.rows("SELECT 1 FROM outages WHERE told_at IS NOT NULL"))
    program.quiet()


def test_after_an_outage_the_question_comes_once_more(amina: Person) -> None:
    """Two and a half hours down: one message with her question and its keys; the lease is as much longer; she goes on."""
    program, mark = amina.program, amina.mark()
    kofi = program.person(1002, "Kofi")
    kofi.joins()
    program.quiet()
    ((_, before),) = leases(program)
    program.stop()
    program.clock.advance(AWAY_S)
    back(program)
    (said,) = told(amina)
    assert amina.heard() == [said]
    assert said.startswith("We were away for ") and " hours. Nothing is lost.\n" in said
    assert amina.mark() == mark == amina.current_mark()
    ((state, after),) = leases(program)
    assert state == "open" and 0 <= after - before - AWAY_S * 1000 < limits.minute
    assert told(kofi) == []
    program.restart()
    program.quiet()
    assert len(told(amina)) == 1
    assert "Saved, +" in amina.answers() and "We were away" not in amina.shown()


def test_a_lease_that_would_have_ended_meanwhile_has_not(amina: Person) -> None:
    """Down for two days: her task is hers alone as long as it would have been."""
    program = amina.program
    program.stop()
    program.clock.advance(48 * 3_600)
    back(program)
    assert [state for state, _ in leases(program)] == ["open"]


def test_who_pressed_meanwhile_is_answered_and_not_told_besides(amina: Person) -> None:
    """Her answer waited at Telegram: it is saved, and that is her one message."""
    program = amina.program
    program.stop()
    amina.presses("Plants")
    program.clock.advance(AWAY_S)
    program.start()
    amina.hears("Saved, +")
    program.clock.advance(outages.back_after_ms / 1000)
    until_true(lambda: program.rows("SELECT 1 FROM outages WHERE told_at IS NOT NULL"))
    program.quiet()
    assert told(amina) == [] and len(amina.answered()) == 1


def test_the_operator_sees_an_outage(amina: Person) -> None:
    """In the journal, and as a line of what the doctor asks a running program for."""
    program = amina.program
    program.stop()
    program.clock.advance(AWAY_S)
    back(program)
    assert program.rows("SELECT verb FROM journal WHERE verb = 'outage'")
    (line,) = program.desk("outages")["lines"]
    assert line.startswith("Away from ") and line.endswith(": 1 lease lengthened, 1 person was told.")


def test_while_telegram_is_unreachable_no_lease_ends(amina: Person) -> None:
    """The program runs, Telegram answers nothing: what runs out meanwhile stays; then it is written down."""
    program = amina.program
    program.sandbox.faults(seed=1, server_error=1.0)
    seen = program.rows(f"SELECT at FROM life WHERE bot = {BOT}")
    until_true(lambda: len(program.sandbox.calls("getMe")) > 40, seconds=60)
    program.clock.advance(48 * 3_600)
    polled = len(program.sandbox.calls("getMe"))
    until_true(lambda: len(program.sandbox.calls("getMe")) > polled + 15, seconds=60)
    assert [state for state, _ in leases(program)] == ["open"]
    assert program.rows(f"SELECT at FROM life WHERE bot = {BOT}")[0]["at"] - seen[0]["at"] < limits.minute
    program.sandbox.faults()
    until_true(
        lambda: program.rows(f"SELECT at FROM life WHERE bot = {BOT}")[0]["at"] > program.clock() - 60_000
    )
