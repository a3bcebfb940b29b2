"""Intake's order: commit → next poll on the wire → deliver. Watched from Telegram's side, call by call."""

import asyncio
import sqlite3
from typing import Any

import pytest

from bot.app import serving
from bot.sandbox.table import METHODS
from bot.storage import NewerDatabase
from tests.stories.program import TOKEN, Person, Program, ended_well, logged, spawned, until_true

sends = ("sendmessage", "sendphoto")


def test_a_question_is_sent_only_after_its_answer_is_committed_and_acknowledged(
    amina: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At the moment a send reaches Telegram the answer is in the file, and the poll that confirms it has been there."""
    program, seen = amina.program, []
    file = program.settings.sqlite_file

    def watched(name: str) -> None:
        play = METHODS[name]

        def watch(world: Any, bot: Any, given: Any) -> Any:
            with sqlite3.connect(f"file:{file}?mode=ro", uri=True) as reader:
                answers = reader.execute("SELECT count(*) FROM answers").fetchone()[0]
            reader.close()
            seen.append((answers, len(bot.updates)))
            return play(world, bot, given)

        monkeypatch.setitem(METHODS, name, watch)

    for name in sends:
        watched(name)
    for _ in range(8):
        amina.answers()
    assert seen == [(answers, 0) for answers in range(1, 9)]


def test_one_persons_updates_are_handled_in_order(amina: Person) -> None:
    """What waited on a phone is committed as it was written: choose, pause, go on."""
    amina.phone.offline()
    amina.presses("Plants")
    amina.writes("/pause")
    amina.writes("/money")
    amina.phone.online()
    said = amina.heard()
    assert "Paused." in "".join(said) and "You have $0.04" in said[-1]


def test_a_stop_answers_what_is_in_hand_and_acknowledges_it(amina: Person) -> None:
    """After a graceful end Telegram keeps nothing that was done, and what is sent later waits there."""
    program = amina.program
    amina.answers()
    program.stop()
    assert program.waiting() == 0
    amina.presses("Sky")
    assert program.waiting() == 1
    program.start()
    amina.hears("Saved, +")


def test_the_program_ends_well_on_a_signal(amina: Person) -> None:
    """SIGTERM, as systemd sends it, ends `ujima run` with 0; the next start goes on."""
    program = amina.program
    program.stop()
    made = program.polled()
    running = spawned(program)
    amina.presses("Plants")
    amina.hears("Saved, +")
    program.polls_after(made)
    assert ended_well(running), logged(program)
    program.start()


def test_no_log_shows_the_token_while_everything_goes_wrong(amina: Person) -> None:
    """At DEBUG, with time-outs, 429, 500 and cut lines, the token is in no line."""
    program = amina.program
    program.stop()
    program.sandbox.faults(
        seed=3, timeout_s=0.2, retry_after_s=1, cut=0.1, server_error=0.1, timeout_before=0.1
    )
    running = spawned(program, UJIMA_LOG_LEVEL="debug")
    program.sandbox.update({"message": {"from": {"id": 1001}, "text": TOKEN}})
    for _ in range(2):
        mark = amina.mark()
        amina.presses("Plants")
        amina.moves_on(mark, 30)
    program.sandbox.faults()
    assert ended_well(running), logged(program)
    said = logged(program)
    assert "trying again" in said
    assert TOKEN not in said and TOKEN.split(":")[1] not in said
    program.start()


def test_telegram_may_be_away_at_the_start(program: Program) -> None:
    """The program waits for the line and then serves what has waited there."""
    program.stop()
    program.sandbox.faults(seed=1, server_error=1.0)
    amina = program.person()
    amina.writes("/start")
    running = spawned(program)
    until_true(lambda: bool(program.sandbox.calls("getMe")))
    program.sandbox.faults()
    amina.hears("small paid tasks")
    assert ended_well(running), logged(program)
    program.start()


@pytest.mark.anyio
async def test_a_database_of_a_newer_program_is_refused_with_a_sentence(program: Program) -> None:
    """A program that does not know the tables does not touch them."""
    await asyncio.to_thread(program.stop)
    with sqlite3.connect(program.settings.sqlite_file) as database:
        database.execute("INSERT INTO migrations (number, name, hash, applied_at) VALUES (9999, 'x', 'x', 0)")
    database.close()
    with pytest.raises(NewerDatabase, match=r"newer"):
        await serving(program.settings, asyncio.Event())
    with sqlite3.connect(program.settings.sqlite_file) as database:
        database.execute("DELETE FROM migrations WHERE number = 9999")
    database.close()
    await asyncio.to_thread(program.start)
