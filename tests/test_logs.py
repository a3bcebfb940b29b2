"""Logs: whatever is logged, at whatever level, no secret gets through."""

import asyncio
import gc
import json
import logging
import subprocess
import sys
import threading
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from urllib.parse import quote

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st

from bot import logs
from bot.logs import Scrubber, bare, hidden

TOKEN = "7000123:AAF-abc_DEFghijklmnopqrstuvwxyz0123"
PASSWORD = 'p@ss "wörd" 1'
ADDRESS = f"postgresql://ujima:{quote(PASSWORD, safe='')}@localhost/ujima"

FAILING = '''
"""A program whose request to Telegram fails, with everything that logs at DEBUG."""
import asyncio, logging, sys, threading
from telegram import Bot
from telegram.error import NetworkError
from bot import logs
token, address, password = sys.argv[1:4]
logs.begin("debug", sys.stderr, as_json=sys.argv[4] == "json", secrets=(password,))
for name in ("httpx", "httpcore", "telegram", "asyncio"):
    logging.getLogger(name).setLevel(logging.DEBUG)

async def ask():
    async with Bot(token, base_url="http://127.0.0.1:9/bot") as bot:
        await bot.get_me()

async def fail():
    try:
        await ask()
    except NetworkError as error:
        logging.getLogger("room").exception("asking %s failed", bot_url)
        raise RuntimeError(f"no answer from {bot_url} with {address}") from error

bot_url = f"http://127.0.0.1:9/bot{token}/getMe"
logging.getLogger("httpx").info("HTTP Request: GET %s", bot_url)
threading.Thread(target=lambda: int(token)).start()
asyncio.run(fail())
'''


@pytest.fixture
def begun() -> Iterator[StringIO]:
    """Logging has begun, as JSON into a text; afterwards all is as it was."""
    root, hooks = logging.getLogger(), (sys.excepthook, threading.excepthook, sys.unraisablehook)
    handlers, level, stream = root.handlers[:], root.level, StringIO()
    logs.begin("debug", stream, as_json=True, secrets=(PASSWORD,))
    yield stream
    sys.excepthook, threading.excepthook, sys.unraisablehook = hooks
    root.handlers[:], root.level = handlers, level
    logging.captureWarnings(False)
    structlog.reset_defaults()


@pytest.mark.parametrize("form", ["json", "plain"])
def test_a_failing_request_at_debug_shows_no_secret(form: str, tmp_path: Path) -> None:
    """A real request through python-telegram-bot that fails, logged by everybody, raised, chained, in a thread."""
    program = tmp_path / "failing.py"
    program.write_text(FAILING, "utf-8")
    words = [sys.executable, str(program), TOKEN, ADDRESS, PASSWORD, form]
    done = subprocess.run(words, capture_output=True, text=True, timeout=60, cwd=tmp_path)
    said = done.stderr + done.stdout
    assert done.returncode == 1 and "ConnectError" in said and "RuntimeError" in said and "ValueError" in said
    assert said.count(hidden) >= 5
    assert TOKEN not in said and TOKEN.split(":")[1] not in said
    assert PASSWORD not in said and quote(PASSWORD, safe="") not in said


def test_libraries_that_log_addresses_stay_quiet(begun: StringIO) -> None:
    """httpx would log every request with the token in its address; it speaks from WARNING on."""
    logging.getLogger("httpx").info("HTTP Request: POST http://127.0.0.1/")
    logging.getLogger("telegram.Bot").debug("what a person wrote")
    assert begun.getvalue() == ""


def test_a_line_of_json_has_its_event_and_values(begun: StringIO) -> None:
    """Ours and the libraries' lines have one form, and values are scrubbed like messages."""
    structlog.get_logger("bot.room").warning("kept", file=f"/file/bot{TOKEN}/photo.jpg", count=3)
    logging.getLogger("library").error("failed: %s", ADDRESS)
    ours, theirs = (json.loads(line) for line in begun.getvalue().splitlines())
    assert (ours["event"], ours["count"], ours["level"], ours["logger"]) == ("kept", 3, "warning", "bot.room")
    assert ours["file"] == f"/file/bot{hidden}/photo.jpg"
    assert theirs["event"] == f"failed: postgresql://ujima:{hidden}@localhost/ujima"


def test_a_known_secret_is_hidden_in_every_spelling(begun: StringIO) -> None:
    """A password with quotes and letters beyond ASCII is hidden as text, in JSON and in a repr."""
    structlog.get_logger("bot").error(
        "refused", given=PASSWORD, shown=repr(PASSWORD), nested={"deep": [PASSWORD]}
    )
    said = begun.getvalue()
    assert "wörd" not in said and "w\\u00f6rd" not in said and hidden in said


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (f"bot{TOKEN}/getMe", f"bot{hidden}/getMe"),
        (f"bot{TOKEN.replace(':', '%3A')}/getMe", f"bot{hidden}/getMe"),
        ("postgresql://a:b@c/d?x=1", f"postgresql://a:{hidden}@c/d?x=1"),
        ("host=h password=secret user=u", f"host=h password={hidden} user=u"),
        ("host=h password='se cret' user=u", f"host=h password={hidden} user=u"),
        ("at 12:30:05 nothing", "at 12:30:05 nothing"),
        ("http://127.0.0.1:8080/page/x.js", "http://127.0.0.1:8080/page/x.js"),
    ],
)
def test_secrets_are_known_by_their_form(written: str, shown: str) -> None:
    """Tokens and passwords go, wherever they stand; times and addresses stay."""
    assert Scrubber()(written) == shown


@pytest.mark.parametrize(
    ("message", "shown"),
    [
        ("invalid literal for int() with base 10: 'I am ill'", "invalid literal for int() with base 10: …"),
        ("'it's mine'", "…"),
        ("the file can't be read, so it isn't", "the file can't be read, so it isn't"),
        ("no account 254700123456 in 3 tries\nDETAIL:  Key (name)=(Amina)", "no account … in 3 tries"),
        ("half of “what she wrote", "half of …"),
        ("", ""),
    ],
)
def test_an_error_repeats_nobody(message: str, shown: str) -> None:
    """What it quotes, long numbers and all but its first line may be somebody's."""
    assert bare(message) == shown


@pytest.mark.parametrize("before", ["no answer from http://h/bot", "x" * 280])
def test_what_is_cut_out_of_a_message_leaves_no_half_of_a_secret(before: str, begun: StringIO) -> None:
    """Secrets go first: a token without its number, and half a password, would have no form to be known by."""
    for secret in (TOKEN, "7000123:AAF-abc_DEFghijklmnopqrstuvwxyzABCD"):
        structlog.get_logger("bot").error(
            "broke", exc_info=ValueError(f"{before}{secret}/getMe {PASSWORD} 1")
        )
    said = begun.getvalue()
    assert "AAF-abc" not in said and "wörd" not in said and "w\\u00f6rd" not in said and hidden[:4] in said


def test_a_library_s_line_repeats_nobody(begun: StringIO) -> None:
    """asyncio quotes the exception of a task that nobody waited for; what broke is still told, with its number."""
    name = "Amina Wanjiru"

    async def main() -> None:
        async def breaks() -> None:
            raise ValueError(f"no {name!r} here")

        task = asyncio.create_task(breaks())
        await asyncio.sleep(0.01)
        del task
        gc.collect()

    asyncio.run(main())
    line = json.loads(begun.getvalue().splitlines()[-1])
    assert line["event"] == "Task exception was never retrieved" and "Amina" not in begun.getvalue()
    assert line["exception"].endswith("ValueError: no …") and len(line["incident"]) == 4


def test_what_broke_in_a_group_is_told(begun: StringIO) -> None:
    """A TaskGroup's error says of itself only that there is one: the log says which, and where."""

    async def full() -> None:
        raise OSError("no space left")

    async def main() -> None:
        async with asyncio.TaskGroup() as group:
            group.create_task(full())

    try:
        asyncio.run(main())
    except ExceptionGroup as error:
        structlog.get_logger("bot").error("a round failed", exc_info=error)
    told = json.loads(begun.getvalue().splitlines()[-1])["exception"]
    assert "in full\n" in told and "OSError: no space left\n" in told and "(1 sub-exception)" in told


def test_each_failure_has_a_number_of_its_own(begun: StringIO) -> None:
    """Four characters beside the trace, ours where we gave one; a line without a failure has none."""
    name, number = "Amina Wanjiru", "254700123456"
    for known in ({}, {"incident": "4F2K"}, {}):
        try:
            raise KeyError(name) from ValueError(number)
        except KeyError as error:
            structlog.get_logger("bot").error("broke", exc_info=error, **known)
    structlog.get_logger("bot").info("all is well")
    first, second, third, well = (json.loads(line) for line in begun.getvalue().splitlines())
    assert second["incident"] == "4F2K" and "incident" not in well
    assert len({first["incident"], third["incident"], "4F2K"}) == 3 and len(first["incident"]) == 4
    assert first["exception"].startswith("ValueError: …\n") and first["exception"].endswith("KeyError: …")
    assert "test_logs.py" in first["exception"] and name not in begun.getvalue()


@given(
    st.text(),
    st.integers(1, 10**12),
    st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-", min_size=35, max_size=35),
    st.text(),
)
def test_no_text_around_a_token_lets_it_through(before: str, number: int, secret: str, after: str) -> None:
    """Whatever stands before and after it, a token is hidden."""
    assert f"{number}:{secret}" not in Scrubber()(f"{before}{number}:{secret}{after}")
