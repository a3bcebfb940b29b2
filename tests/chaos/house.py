"""One chaos run's house: the program in a process that can be killed, its pretend Telegram, its database looked into from beside."""

import math
import os
import shutil
import signal
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import psycopg
from psycopg.rows import dict_row

from bot import office
from bot.actions import delivering
from bot.domain.refusals import Refusal
from bot.payouts.vault import new_key
from bot.storage import DatabaseTrouble, Queries
from bot.storage.lock import AlreadyRunning, AskRefused
from bot.storage.postgres import PostgresTx, _set_reader
from bot.storage.sqlite import SqliteTx
from tests.chaos.child import serve
from tests.chaos.fast import PROGRAM, TELEGRAM, FastClock, FastLoop, Pace
from tests.forked import BaseProcess, forked
from tests.invariants import moved, ten, written
from tests.pretend import BAD_LINE, Sandbox, start
from tests.stories.paid_out import mpesa
from tests.stories.program import BOT, TOKEN, Person, Program, StoryClock, settings_for
from tests.stories.test_requester import NAME, admitted, sends, zipped

T = TypeVar("T")

REQUESTER = 2001
JOINED = (3001, 3002)
ROWS = [f"{number},A red bowl number {number},,," for number in range(1, 21)]
MORE = [*ROWS, *(f"{number},A green cup number {number},,," for number in range(21, 31))]
PACKS: dict[str, dict[str, Any]] = {
    "cups": {"title": "Colours of cups"},
    "bowls": {"review_window_h": 12},
    "mugs": {"title": "Colours of mugs"},
}
PATIENCE_S = 60.0
PROVIDER_FAULTS = {
    "cut_before": 0.03,
    "cut_after": 0.05,
    "silent_after": 0.02,
    "html_before": 0.02,
    "error_after": 0.02,
    "busy": 0.03,
    "fail": 0.03,
    "twice": 0.02,
    "notice_twice": 0.05,
    "notice_late": 0.05,
    "notice_lost": 0.05,
}


# A verb is refused, or the program dies under it, or is just starting.
AWAY = (Refusal, DatabaseTrouble, AlreadyRunning, AskRefused, OSError, EOFError, ValueError)


def begin(folder: Path, database: str = "") -> None:
    """In a stocked folder: somebody brings three packs; cups run, bowls too (with 12 hours of review), mugs wait for her word.

    Two people have answered a cup each, and said where their money goes; one of them has gone over to bowls.
    """
    clock, key = StoryClock(), new_key()
    (folder / "key").write_text(key)
    with start(folder / "telegram", TOKEN, clock=clock) as sandbox:
        settings = settings_for(**given(folder, sandbox.url, database))
        program = Program(settings, sandbox, clock).start()
        try:
            her = admitted(program, REQUESTER)
            program.desk("deposit", requester=NAME, amount="200.00", reference="bank 1")
            her.hears("$200.00 is here")
            for name, more in PACKS.items():
                came = sends(her, zipped(ROWS, name=name, **more), f"{name}.zip")
                assert "is in order" in came, came
                program.desk("pack.look", name=name)
                her.hears("a person has looked at it")
            for name in ("cups", "bowls"):
                assert program.desk("pack.launch", name=name)["ok"]
            for number in JOINED:
                _joins(program, number)
            program.quiet()
        finally:
            program.stop()


def given(folder: Path, api_url: str, database: str) -> dict[str, Any]:
    """The settings of a run, as `settings_for` takes them."""
    changed = {"payout_least": "0.10", **mpesa(api_url), "keys": (folder / "key").read_text()}
    return {"data": folder / "data", "api_url": api_url, "database": database, **changed}


def _joins(program: Program, number: int) -> None:
    person = program.person(number, f"Person {number}")
    person.joins()
    person.takes_up("Colours of cups")
    person.presses("Red")
    person.hears("Saved, +")
    for said, wanted in (("/money", "Say where it should go"), ("Where to?", "Where should your money go?")):
        (person.writes if said.startswith("/") else person.presses)(said)
        person.hears(wanted)
    person.presses("M-Pesa")
    person.hears("phone number")
    person.writes(f"0712 34{number}")
    person.hears("Is it yours")
    person.presses("Yes, it is mine")
    person.hears()
    if number == JOINED[-1]:
        _goes_over_to_bowls(person)


def _goes_over_to_bowls(person: Person) -> None:
    person.writes("/tasks")
    person.hears()
    person.presses("More")
    person.hears()
    person.presses("Other work")
    person.hears()
    person.takes_up("Colours of bowls")
    for _ in range(3):
        person.presses("Red")
        person.hears("Saved")


@dataclass(slots=True)
class House:
    """A run: what is played, and what it is played on."""

    folder: Path
    database: str
    given: dict[str, Any]
    pace: Pace
    clock: FastClock
    sandbox: Sandbox
    child: BaseProcess | None = None
    kills: int = 0
    starts: int = 0
    beside: Any = None
    seen: tuple[Any, Any] = (None, None)  # of the database, when the ten were asked last
    queries: Queries = field(default_factory=Queries.load)

    # ---- the program

    @property
    def alive(self) -> bool:
        """Does the program run?"""
        return self.child is not None and self.child.is_alive()

    def begins(self) -> None:
        """The program starts; it need not be there yet when this is over."""
        self.starts += 1
        self.pace.waits(PROGRAM, 0.0, 0)
        log = self.folder / f"program-{self.starts}.log"
        play = partial(serve, self.given, self.folder / "clock")
        self.child = forked([], self.folder, {"PATH": os.defpath}, Path(os.devnull), log, play)

    def dies(self) -> None:
        """kill -9."""
        assert self.child is not None
        self.kills += 1
        self.child.kill()
        self._is_gone()

    def ends(self) -> None:
        """It is told to end, and does."""
        if self.child is None or not self.child.is_alive():
            return
        self.child.terminate()
        self._is_gone()
        # told to end before it hears of signals, it ends at once: nothing was begun
        assert self.child.exitcode in (0, -signal.SIGKILL, -signal.SIGTERM), (
            f"it ended with {self.child.exitcode}: {self.logs()}"
        )

    def _is_gone(self) -> None:
        assert self.child is not None
        self.child.join(PATIENCE_S)
        self.pace.waits(PROGRAM, math.inf, 0)  # nobody waits for what is not there

    def logs(self) -> str:
        """What the last program wrote to stderr."""
        path = self.folder / f"program-{self.starts}.log"
        return path.read_text("utf-8")[-4000:] if path.exists() else ""

    def desk(self, verb: str, **arguments: str) -> dict[str, Any] | None:
        """One of the operator's verbs; None when the program is just away."""
        try:
            return office.call(settings_for(**self.given), verb, **arguments)
        except AWAY as error:
            return {"lines": [repr(error)], "ok": False}

    # ---- what stands in the database

    def read(self, query: Callable[..., T], *args: Any) -> T:
        """Look into the database past the program, at one moment of it."""
        engine = "postgres" if self.database else "sqlite"
        if self.beside is None and self.database:
            self.beside = psycopg.connect(self.database, row_factory=dict_row)
            _set_reader(self.beside)
        elif self.beside is None:
            self.beside = sqlite3.connect(self.folder / "data" / "ujima.db", isolation_level=None, timeout=20)
            self.beside.execute("PRAGMA query_only=1")
        kind, statements = (
            (PostgresTx, self.queries.postgres) if engine == "postgres" else (SqliteTx, self.queries.sqlite)
        )
        if engine == "sqlite":
            self.beside.execute("BEGIN")
        try:
            return query(kind(self.beside, statements, self.clock()), *args)
        finally:
            self.beside.rollback()

    def broken(self, tx: Any, whole: bool) -> list[str]:
        """What of the ten does not hold; not `whole`, they are asked where anything was written, the book's chain where money moved."""
        before, self.seen = self.seen, (written(tx), moved(tx))
        if not whole and self.seen == before:
            return []
        return ten(tx, book=True if whole else None if self.seen[1] == before[1] else False)

    def waiting(self) -> int:
        """How many updates Telegram keeps for the program."""
        return sum(len(bot.updates) for bot in self.sandbox.served.world.bots.values())

    def at_rest(self) -> bool:
        """Is everything that came committed and acknowledged, and everything due shown?"""
        return not self.waiting() and not self.read(delivering.waiting, BOT, 1)

    def rests(self, seconds: float) -> bool:
        """Wait until it is so, so many seconds of the program's at most."""
        until, machine_until = self.pace.seconds() + seconds, time.monotonic() + PATIENCE_S
        while not self.at_rest():
            if self.pace.seconds() >= until or time.monotonic() > machine_until:
                return False
            self.pace.leap(until)
        return True

    def lets_pass(self, seconds: float) -> None:
        """Let so many seconds of the program's go by, whatever it does."""
        until = self.pace.seconds() + seconds
        while self.pace.seconds() < until:
            self.pace.leap(until)

    def settles(self) -> None:
        """Wait until all is at rest; an AssertionError with the program's own words when it is not."""
        if not self.rests(math.inf):
            due = [(one.account, one.slot, tries) for one, tries in self.read(delivering.waiting, BOT, 5)]
            raise AssertionError(
                f"{self.waiting()} updates wait, due: {due}, alive: {self.alive}\n{self.logs()}"
            )


@contextmanager
def opened(begun: Path, folder: Path, database: str, seed: int) -> Iterator[House]:
    """A run's house on a copy of a folder that was begun; its lines are as bad as they are said to be."""
    shutil.copytree(begun, folder)
    pace = Pace(folder / "clock")
    pace.waits(PROGRAM, math.inf, 0)
    fast = partial(FastLoop, pace, TELEGRAM)
    with start(folder / "telegram", TOKEN, clock=FastClock(pace), loop=fast) as sandbox:
        clock = FastClock(pace, skewed=True)
        house = House(folder, database, given(folder, sandbox.url, database), pace, clock, sandbox)
        # beyond the program's own patience, or the line just breaks
        silent_s = 22.0 if seed % 10 == 0 else 1.0
        sandbox.faults(seed, timeout_s=silent_s, retry_after_s=10, **BAD_LINE)
        sandbox.ask(
            "POST",
            "/providers/faults",
            {"seed": seed, "rates": PROVIDER_FAULTS, "hold_s": 1.0, "late_s": 0.2},
        )
        try:
            yield house
        finally:
            if house.child is not None:
                house.child.kill()
                house.child.join()
            if house.beside is not None:
                house.beside.close()
