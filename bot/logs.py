"""Logs: one stream of lines on stderr, JSON for machines or plain for people, that never shows a secret.

Everything passes one gate: the formatter takes the finished line, exception chains and tracebacks included,
and removes bot tokens and database passwords by their form, and the installation's own by their value.
Exceptions nobody caught go through the same gate. Rooms log with `structlog.get_logger()`: a name of what
happened and values; never what a person wrote, nor who.

Every failure has an incident, four characters such as 4F2K, in the line with its trace; where somebody waits they are told the
same. Of an exception's message what it quotes and long numbers are left out (`bare`): they may be somebody's words or number.
"""

from __future__ import annotations

import base64
import json
import logging
import re
import secrets
import sys
import threading
import traceback
from collections.abc import Callable, Iterable
from types import TracebackType
from typing import ClassVar, Final, TextIO

import structlog

hidden: Final = "[hidden]"
message_characters_max: Final = 300  # of an exception's
grouped_max: Final = 3  # exceptions of a group whose traces are shown
incident_characters: Final = 4
secret_characters_min: Final = 4
"""A shorter value is hidden only by its form: it would be cut out of ordinary words."""

_token = re.compile(r"\d+(?::|%3[Aa])[A-Za-z0-9_-]{35,}", re.ASCII)
_password_in_address = re.compile(r"([a-z][a-z0-9+.-]*://[^\s:/@]*):[^\s]*@", re.IGNORECASE)
_password_by_name = re.compile(r"(password\s*=\s*)('[^']*'|[^\s&'\"]+)", re.IGNORECASE)
_quoted = re.compile(r"""(?<!\w)'.*('(?!\w)|$)|".*("|$)|“.*(”|$)|«.*(»|$)""")
_long_number = re.compile(r"\d{4,}")
_chatty: Final = (
    "httpx", "httpcore", "telegram", "asyncio", "PIL", "uvicorn.access", "aiosqlite", "psycopg", "psycopg.pool", "aiohttp",
)  # fmt: skip
"""Libraries that at DEBUG or INFO would log addresses with the token, or whatever passes through them."""


class Scrubber:
    """Removes secrets from texts: whatever has the form of one, and the values it is given."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        forms = {
            form
            for secret in secrets
            if len(secret) >= secret_characters_min
            for form in (secret, json.dumps(secret)[1:-1], repr(secret)[1:-1])
        }
        self._values = sorted(forms, key=len, reverse=True)

    def __call__(self, text: str) -> str:
        for value in self._values:
            text = text.replace(value, hidden)
        text = _token.sub(hidden, text)
        text = _password_in_address.sub(rf"\1:{hidden}@", text)
        return _password_by_name.sub(rf"\1{hidden}", text)


class _Formatter(structlog.stdlib.ProcessorFormatter):
    """The gate: what leaves here was scrubbed as a whole."""

    scrub: ClassVar[Scrubber] = Scrubber()
    """Also of each exception's message, before it is cut: half a secret has no form any more."""

    def format(self, record: logging.LogRecord) -> str:
        return self.scrub(super().format(record))


def begin(level: str, stream: TextIO, *, as_json: bool, secrets: Iterable[str] = ()) -> None:
    """Send all logs of the program, its libraries' too, to `stream` from now on. Safe to call again."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.stdlib.ExtraAdder(),
    ]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.processors.StackInfoRenderer(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )
    formatter = _Formatter(
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *_last(as_json)],
        foreign_pre_chain=[*shared, _of_others],
    )
    _Formatter.scrub = Scrubber(secrets)
    handler = logging.StreamHandler(stream)
    handler.setFormatter(formatter)
    logging.basicConfig(handlers=[handler], level=level.upper(), force=True)
    for name in _chatty:
        logging.getLogger(name).setLevel(max(logging.WARNING, logging.root.level))
    logging.captureWarnings(True)
    _hook()


def _last(as_json: bool) -> list[structlog.typing.Processor]:
    """How a line is written. Neither way shows local variables: a token may stand in them."""
    if as_json:
        return [_traced, structlog.processors.JSONRenderer(default=str)]
    return [_traced, structlog.dev.ConsoleRenderer(colors=False)]


def _of_others(_: object, __: str, line: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """A library's line: what it repeats may be somebody's, such as asyncio's of a task whose exception nobody took."""
    line["event"] = bare(str(line["event"]))
    return line


def _traced(_: object, __: str, line: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """Where it broke, under an incident, in the place of an exception; without what may be of somebody."""
    found = line.pop("exc_info", None)
    error = found if isinstance(found, BaseException) else found[1] if isinstance(found, tuple) else None
    if found is True:
        error = sys.exc_info()[1]
    if error is not None:
        line.setdefault("incident", base64.b32encode(secrets.token_bytes(5)).decode()[:incident_characters])
        line["exception"] = trace(error)
    return line


def bare(message: str) -> str:
    """The first line of an error's message, without secrets, what it quotes, and long numbers.

    >>> bare("invalid literal for int() with base 10: 'my secret'")
    'invalid literal for int() with base 10: …'
    >>> bare("no account 254700123456 in 3 tries\\nDETAIL:  Key (name)=(Amina)")
    'no account … in 3 tries'
    """
    line = _Formatter.scrub(message).strip().partition("\n")[0][:message_characters_max]
    return _long_number.sub("…", _quoted.sub("…", line))


def trace(error: BaseException, say: Callable[[str], str] = bare) -> str:
    """The frames and messages of an exception and of those it came from, the first first; of a message what `say` leaves.

    A group of them (of a TaskGroup) says of itself only how many they are: the first ones stand before it.
    """
    lines: list[str] = []
    at: BaseException | None = error
    while at is not None:
        name = f"{type(at).__module__}.{type(at).__qualname__}".removeprefix("builtins.")
        said = say(str(at))
        group = at.exceptions[:grouped_max] if isinstance(at, BaseExceptionGroup) else ()
        lines[:0] = [
            *(f"{trace(one, say)}\n" for one in group),
            *traceback.format_tb(at.__traceback__),
            f"{name}: {said}\n" if said else f"{name}\n",
        ]
        at = at.__cause__ or (None if at.__suppress_context__ else at.__context__)
    return "".join(lines).rstrip()


def _hook() -> None:
    """Exceptions nobody caught become log lines, from the main thread, other threads and finalizers."""
    log = structlog.get_logger("bot")

    def uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            return
        log.critical("uncaught", exc_info=(kind, error, trace))

    def in_thread(found: threading.ExceptHookArgs) -> None:
        log.critical("uncaught", thread=getattr(found.thread, "name", ""), exc_info=_info(found))

    def unraisable(found: sys.UnraisableHookArgs) -> None:
        log.error("unraisable", about=found.err_msg or "", exc_info=_info(found))

    sys.excepthook = uncaught
    threading.excepthook = in_thread
    sys.unraisablehook = unraisable


def _info(
    found: threading.ExceptHookArgs | sys.UnraisableHookArgs,
) -> tuple[type[BaseException], BaseException, TracebackType | None] | None:
    if found.exc_value is None:
        return None
    return type(found.exc_value), found.exc_value, found.exc_traceback
