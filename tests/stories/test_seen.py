"""Whoever runs it sees sums and incidents; who works, and what they write, is in no log and no metric."""

import json
import logging
import re
import sys
import threading
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import httpx
import pytest
import structlog

from bot import logs, office
from bot.actions import overseeing, working
from bot.chat.sending import Sender
from bot.cli import terminal
from bot.hooks import looks
from bot.metrics import METRICS, parsed
from bot.screens.operator import top
from bot.storage import Tx
from tests.stories.paid_out import free_port
from tests.stories.program import TOKEN, Program, opened, until_true
from tests.stories.test_bad_input import message

NUMBER, NAME, WORDS = 254_700_123_456, "Zawadi", "my grandmother is ill and I cannot sleep"
SECRETS = (str(NUMBER), NAME, "grandmother", "cannot sleep", TOKEN, TOKEN.split(":")[1])


@pytest.fixture
def logged() -> Iterator[StringIO]:
    """All that is logged, at the level at which most is, as JSON; afterwards all is as it was."""
    root, stream = logging.getLogger(), StringIO()
    handlers, level = root.handlers[:], root.level
    hooks = sys.excepthook, threading.excepthook, sys.unraisablehook
    logs.begin("debug", stream, as_json=True, secrets=(TOKEN,))
    yield stream
    sys.excepthook, threading.excepthook, sys.unraisablehook = hooks
    root.handlers[:], root.level = handlers, level
    logging.captureWarnings(False)
    structlog.reset_defaults()


def lines(logged: StringIO) -> list[dict[str, object]]:
    """The log's lines."""
    return [json.loads(line) for line in logged.getvalue().splitlines()]


def number_in(said: str) -> str:
    """The number that somebody is told."""
    found = re.search(r"Number: (\w+)$", said, re.MULTILINE)
    assert found is not None, said
    return found[1]


def test_a_whole_log_knows_nobody_and_each_failure_by_its_number(
    program: Program, logged: StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody joins, works, writes of themselves and meets faults of ours, in an update, in a message and in a round.

    What they are told as a number stands in the log with where it broke; their number, name and words stand nowhere in it.
    """
    someone = program.person(NUMBER, NAME)
    someone.joins()
    someone.takes_up("What covers the photo?")
    someone.answers()
    someone.writes(WORDS)
    someone.hears()
    program.sandbox.update(message(NUMBER, text=5, caption=WORDS))
    of_update = number_in(someone.hears("Something broke on our side."))

    def breaks(tx: Tx, who: object, **_: object) -> None:
        raise RuntimeError(f"no way for {NUMBER}: {WORDS!r}")

    with monkeypatch.context() as patch:
        patch.setattr(working, "answer", breaks)
        someone.presses("Sky")
        of_answer = number_in(someone.hears("Something broke on our side."))

    async def lost(self: Sender, told: object) -> None:
        raise ValueError(f"{NUMBER} can't be drawn: “{WORDS}”")

    with monkeypatch.context() as patch:
        patch.setattr(Sender, "send", lost)
        someone.writes("/money")
        of_message = number_in(someone.hears("Something broke on our side."))

    def stumbles(tx: Tx) -> int:
        raise KeyError(WORDS)

    with monkeypatch.context() as patch:
        patch.setattr(overseeing, "lapse", stumbles)
        until_true(lambda: "a round failed" in logged.getvalue())
    said, found = logged.getvalue(), lines(logged)
    assert [line for line in said.splitlines() if any(one in line for one in SECRETS)] == []
    by_number = {str(one["incident"]): one for one in found if "incident" in one}
    assert {of_update, of_answer, of_message} <= set(by_number)
    assert "test_seen.py" in str(by_number[of_answer]["why"]) and "RuntimeError" in str(by_number[of_answer])
    assert "ValueError: … can't be drawn: …" in str(by_number[of_message]["exception"])
    round_failed = next(one for one in found if one["event"] == "a round failed")
    assert round_failed["round"] == "leases" and "KeyError: …" in str(round_failed["exception"])
    assert re.fullmatch("[A-Z2-7]{4}", str(round_failed["incident"]))
    someone.answers()


def test_work_is_seen_as_sums(
    stocked: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """An answer is one more, its bytes are what /data counts, a refusal and a broken update too; no name is in it."""
    port = free_port()
    monkeypatch.setattr(looks, "read_kept_s", 0.0)
    with opened(stocked, tmp_path / "data", metrics_port=port) as program:
        someone = program.person(NUMBER, NAME)
        someone.joins()
        someone.takes_up("What covers the photo?")
        before = office.metrics(program.settings)
        someone.answers()
        program.sandbox.update(message(NUMBER, text=5))
        someone.hears("Something broke on our side.")
        program.quiet()
        text = httpx.get(f"http://127.0.0.1:{port}/metrics", trust_env=False).text
        after = parsed(text)
        assert after["ujima_answers_total", "paid"] - before["ujima_answers_total", "paid"] == 1
        assert after["ujima_updates_total", "aside"] == after["ujima_incidents_total", "update"] == 1
        assert (
            after["ujima_messages_total", "arrived"] >= 4
            and after["ujima_commit_wait_seconds_count", ""] >= 4
        )
        assert (
            after["ujima_wire_bytes_total", ""]
            == program.rows("SELECT SUM(bytes) AS all_of_them FROM traffic")[0]["all_of_them"]
        )
        assert program.rows("SELECT DISTINCT bot FROM accounts") == [{"bot": program.settings.bot}]
        assert after["ujima_money", "workers"] == pytest.approx(someone.balance() / 1_000_000)
        assert [one for one in SECRETS if one in text] == []
        assert httpx.get(f"http://127.0.0.1:{port}/readyz", trust_env=False).text.startswith("ready\n")
        lines, ready = office.health(program.settings)
        assert ready and lines[0] == "ready"
        capsys.readouterr()
        terminal.live(lambda: office.metrics(program.settings), 1.0, once=True)
        shown = capsys.readouterr().out
        assert (
            "in packs" in shown and max(map(len, shown.splitlines())) <= top.columns and "\x1b" not in shown
        )


def test_cards_of_help_are_counted_beside_no_update(program: Program) -> None:
    """Whoever asks for help adds to no number that changes while they do."""
    someone = program.person(NUMBER, NAME)
    someone.joins()
    program.quiet()
    still = [
        name
        for name in METRICS
        if name.startswith(("ujima_updates_total", "ujima_messages_total", "ujima_help", "ujima_wire"))
    ]

    def told() -> dict[tuple[str, str], float]:
        return {key: value for key, value in office.metrics(program.settings).items() if key[0] in still}

    before = told()
    someone.writes("/support")
    someone.hears()
    assert told() == before
