"""The whole program beside a pretend Telegram, for stories: a thread each, loopback between them, and people with phones.

Nothing here is played: the program is `bot.app.serving` with its own event loop, its packs come in through the
operator's desk, and a person sees only what their phone shows. `quiet` waits until all that was sent is committed
and all that is due is shown, so a story never sleeps and guesses.
"""

import asyncio
import os
import re
import shutil
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, Self, TypeVar

from bot import ledger, office
from bot.actions import delivering, overseeing, telling
from bot.actions.joining import recognise
from bot.app import Built, built, serving
from bot.config import Settings, carried
from bot.desk import Desk, deposits, jobs, packs
from bot.domain import marks
from bot.storage import Tx
from tests.forked import BaseProcess, forked
from tests.invariants import ten
from tests.pretend import Phone, Sandbox, start, wall_ms

P = ParamSpec("P")
T = TypeVar("T")

BOT = 7000
TOKEN = f"{BOT}:{'A' * 35}"
REQUESTER = "Open Streets Archive"
PATIENCE_S = 45.0
LOOK_S = 0.01
LOG_NAME = "spawned.log"
DAY_S = 86_400
PRICES = {"street-photos": 40_000, "digits": 20_000, "market-reviews": 50_000}
_MONEY = re.compile(r"\+\$(\d+)\.(\d\d)")


@dataclass(slots=True)
class StoryClock:
    """The machine's clock and what a story has added to it; the program and its pretend Telegram share it."""

    ahead_ms: int = 0

    def __call__(self) -> int:
        """UTC epoch milliseconds."""
        return wall_ms() + self.ahead_ms

    def advance(self, seconds: float) -> None:
        """Let time go by."""
        self.ahead_ms += int(seconds * 1000)


def settings_for(data: Path, api_url: str, database: str = "", **others: Any) -> Settings:
    """An installation's settings: SQLite in `data`, or the PostgreSQL database that is named."""
    return Settings(
        **{
            "token": TOKEN,
            "api_url": api_url,
            "data": data,
            "database": database,
            "operator_name": "Ujima Society",
            "operator_address": "1 Market Road, Kisumu",
            "operator_law": "Kenya",
            "complaints_body": "Labour Office, Kisumu",
            "rulings_by": "Achieng Otieno",
            "care_name": "Grace Wanjiru",
            "care_contact": "@ujima_care",
            "poll_timeout_s": 2,
            "sends_per_second": 0,  # stories about other things have no pace
            "signing_key": "A" * 43 + "=",
            "two_people_above": "100000.00",  # stories about other things have one operator
            **others,
        }
    )


async def stock(settings: Settings, folders: Iterable[str | Path] = PRICES) -> None:
    """Packs, brought in through the desk yesterday, paid for and launched: three of the samples; other samples by name, others by path."""
    async with built(settings, StoryClock(-DAY_S * 1000)) as home:
        desk = Desk(home.house, home.steps, StoryClock(-DAY_S * 1000))
        await deposits.deposit(desk, REQUESTER, "500.00", "bank 1", new="yes")
        await deposits.goodwill(desk, "20.00", "grant 1")
        for folder in folders:
            path = carried("taskpacks") / folder
            begun = await packs.add(desk, str(path), REQUESTER)
            added = await jobs.work(desk, begun["job"])
            assert added["ok"], added["lines"]
            await packs.look(desk, path.name)
            await packs.launch(desk, path.name)


@dataclass(slots=True)
class Program:
    """The running program: started, stopped, restarted, looked into, and proved."""

    settings: Settings
    sandbox: Sandbox
    clock: StoryClock
    error: BaseException | None = None
    children: list[BaseProcess] = field(default_factory=list)
    _home: Built | None = None
    _loop: asyncio.AbstractEventLoop | None = None
    _stop: asyncio.Event | None = None
    _ready: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def start(self) -> Self:
        """Run it, and come back when it polls."""
        self._ready.clear()
        self.error, self._home = None, None
        self._thread = threading.Thread(target=self._run, daemon=True, name="program")
        self._thread.start()
        assert self._ready.wait(PATIENCE_S), "the program did not start"
        if self.error is not None:
            raise self.error
        return self

    def _run(self) -> None:
        try:
            asyncio.run(self._serve())
        except BaseException as error:
            self.error = error
        finally:
            self._ready.set()

    async def _serve(self) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        await serving(self.settings, self._stop, clock=self.clock, ready=self._is_ready)

    def _is_ready(self, home: Built) -> None:
        self._home = home
        self._ready.set()

    @property
    def running(self) -> bool:
        """Is it there?"""
        return self._thread is not None and self._thread.is_alive()

    def stop(self) -> None:
        """End it as Ctrl+C does; what went wrong meanwhile is raised."""
        if self.running:
            assert self._loop is not None and self._stop is not None
            self._loop.call_soon_threadsafe(self._stop.set)
        self.ended()
        if self.error is not None:
            raise self.error

    def end(self) -> None:
        """Kill its processes, and end it."""
        for child in self.children:
            child.kill()
            child.join()
        self.stop()

    def ended(self) -> BaseException | None:
        """Wait for its end; what it ended with."""
        if self._thread is not None:
            self._thread.join(PATIENCE_S)
            assert not self._thread.is_alive(), "the program did not end"
        self._home = None
        return self.error

    def restart(self) -> None:
        """End it and start it again on the same data."""
        self.stop()
        self.start()

    @property
    def home(self) -> Built:
        """What the running program was built of."""
        assert self._home is not None, "the program does not run"
        return self._home

    def do(self, work: Any) -> Any:
        """Await something in the program's own loop."""
        assert self._loop is not None
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(PATIENCE_S)

    def read(self, query: Callable[Concatenate[Tx, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Look into the database, while it runs or not."""
        if self.running:
            found: T = self.do(self.home.house.database.read(query, *args, **kwargs))
            return found
        return asyncio.run(self._read_alone(query, *args, **kwargs))

    async def _read_alone(
        self, query: Callable[Concatenate[Tx, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        async with built(self.settings, self.clock) as home:
            return await home.house.database.read(query, *args, **kwargs)

    def desk(self, verb: str, **arguments: str) -> dict[str, Any]:
        """One of the operator's verbs, as the command line does it."""
        return office.call(self.settings, verb, **arguments)

    def works(self, verb: str, **arguments: str) -> dict[str, Any]:
        """A verb that leaves a job, and the job to its end."""
        return office.work(self.settings, verb, lambda line: None, **arguments)

    def rows(self, sql: str) -> list[dict[str, Any]]:
        """Rows of a query that no room has a name for."""
        return self.read(_rows, sql)

    def proved(self) -> None:
        """The book and the ten invariants hold."""
        faults = [*self.read(overseeing.check_book, whole=True), *self.read(ten)]
        assert faults == [], "\n".join(faults)

    def waiting(self) -> int:
        """How many updates Telegram still keeps for us."""
        count: int = self.sandbox.ask("GET", "/bots")["bots"][0]["waiting"]
        return count

    def write(self, sql: str) -> int:
        """Change rows behind the program's back; how many."""
        return int(self.do(self.home.house.database.write(_changed, sql)))

    def polled(self) -> int:
        """The number of the last poll that was answered."""
        return int(self.sandbox.calls("getUpdates")[-1]["n"])

    def polls_after(self, number: int, polls: int = 1) -> None:
        """Wait for so many polls after that one."""
        until_true(lambda: len(self.sandbox.calls("getUpdates", number)) >= polls)

    def quiet(self, seconds: float = PATIENCE_S) -> None:
        """Wait until everything that came is committed and acknowledged, and everything due is shown."""
        until_true(lambda: not self.waiting() and not self.read(delivering.waiting, BOT, 1), seconds)

    def person(
        self, number: int = 1001, name: str = "Amina", language: str = "en", profile: str = "android"
    ) -> "Person":
        """Somebody with a phone; nothing is written yet."""
        return Person(self, self.sandbox.phone(number, name, language, profile), number)


def until_true(wanted: Callable[[], bool], seconds: float = PATIENCE_S) -> None:
    """Look again and again until it is so; an AssertionError when it takes too long."""
    end = time.monotonic() + seconds
    while not wanted():
        assert time.monotonic() < end, f"waited {seconds} s in vain"
        time.sleep(LOOK_S)


def _changed(tx: Tx, sql: str) -> int:
    return int(tx._connection.execute(sql).rowcount)


def _rows(tx: Tx, sql: str) -> list[dict[str, Any]]:
    cursor = tx._connection.execute(sql)
    names = [column[0] for column in cursor.description]
    found = cursor.fetchall()
    return [dict(row) if isinstance(row, dict) else dict(zip(names, row, strict=True)) for row in found]


@dataclass(slots=True)
class Person:
    """Somebody with a phone: reads the next message, presses a key by its words, writes."""

    program: Program
    phone: Phone
    number: int
    seen: int = 0

    def hears(self, wanted: str = "", seconds: float = PATIENCE_S) -> str:
        """The next message of the bot; it contains the wanted words."""
        message = self.phone.wait_for(lambda one: True, seconds, after=self.seen)
        self.seen = message["message_id"]
        said = words_of(message)
        assert wanted in said, f"{wanted!r} is not in {said!r}"
        return said

    def heard(self) -> list[str]:
        """Every message that came since the last one, once all is quiet."""
        self.program.quiet()
        messages = [one for one in self.phone.messages(self.seen) if one["from"] == "bot"]
        self.seen = max([self.seen, *(one["message_id"] for one in messages)])
        return [words_of(one) for one in messages]

    def labels(self) -> list[str]:
        """The labels on the keyboard, in reading order."""
        return [label for row in self.phone.keyboard() or [] for label in row]

    def moves_on(self, mark: str, seconds: float = PATIENCE_S) -> None:
        """Wait until the keyboard carries another mark than this one."""
        until_true(lambda: self.mark() != mark, seconds)

    def label_of(self, words: str) -> str:
        """The label that says these words, or has them in it; its mark before it or not."""
        said = {one: marks.split(one)[1] for one in self.labels()}
        found = [one for one in said if said[one] == words]
        found += [one for one in said if words.casefold() in said[one].casefold()]
        assert found, f"no key {words!r} among {self.labels()}"
        return found[0]

    def presses(self, words: str) -> None:
        """Press the key that says these words."""
        self.phone.press(self.label_of(words))

    def writes(self, text: str) -> None:
        """Write a text."""
        self.phone.send(text)

    def mark(self) -> str:
        """The mark of the keyboard on the phone."""
        return next((mark for mark, _ in map(marks.split, self.labels()) if mark), "")

    def joins(self) -> str:
        """/start, Start; the first offer."""
        self.writes("/start")
        self.hears("small paid tasks")
        self.presses("Start")
        return self.hears("each.")

    def takes_up(self, offered: str) -> str:
        """Passes offers over until this one comes, starts it, reads; its first task."""
        while offered not in self.shown():
            self.presses("Something else")
            self.hears("each.")
        self.presses("Start")
        self.hears()
        self.presses("Go on")
        first = self.hears()
        self.program.quiet()  # that it was shown is written down: what is typed next is its answer
        return first

    def shown(self) -> str:
        """The newest message of the bot."""
        return words_of(self.phone.last())

    def answers(self) -> str:
        """Answers the task on the phone, whatever its kind; what comes then."""
        keys = [marks.split(one)[1] for one in self.labels()]
        if "Done" in keys:
            self.presses(keys[0])
            self.presses("Done")
        elif keys == ["Skip", "More"]:
            self.program.quiet()  # that the question was shown is written down a moment later
            self.program.clock.advance(3)
            self.writes("7")
        else:
            self.presses(keys[0])
        return self.hears("Saved, +")

    def balance(self) -> int:
        """What the book says they have, in micro-units."""
        return self.program.read(_balance, self.number)

    def answered(self) -> list[dict[str, Any]]:
        """Their standing answers, oldest first: pack, value, paid, paid_from."""
        return self.program.rows(
            "SELECT p.name AS pack, a.value, s.paid, s.paid_from, a.late FROM answers a"
            " JOIN assignments s ON s.id = a.assignment JOIN packs p ON p.id = a.pack"
            f" JOIN accounts c ON c.person = a.person WHERE c.telegram = {self.number} AND a.undone_at IS NULL"
            " ORDER BY a.id"
        )

    def current_mark(self) -> str:
        """The mark of the question that is open for them, by the database."""
        return self.program.read(_current_mark, self.number)


def _balance(tx: Tx, number: int) -> int:
    who, _ = recognise(tx, BOT, number)
    return ledger.available(tx, who.book) if who is not None else 0


def _current_mark(tx: Tx, number: int) -> str:
    who, _ = recognise(tx, BOT, number)
    return telling.current_mark(tx, who) if who is not None else ""


def words_of(message: dict[str, Any]) -> str:
    """The words of a message, a caption or not."""
    return str(message["text"] or message["caption"] or "")


def promised(said: str) -> int:
    """What a message says was paid ("+$0.04, and +$0.10 for reading"), in micro-units; 0 when it says nothing of it."""
    return sum((int(found[1]) * 100 + int(found[2])) * 10_000 for found in _MONEY.finditer(said))


@contextmanager
def opened(stocked: Path, data: Path, database: str = "", **others: Any) -> Iterator[Program]:
    """A program with packs, running, on a copy of a stocked folder; proved at the end."""
    shutil.copytree(stocked, data)
    clock = StoryClock()
    with start(token=TOKEN, clock=clock) as sandbox:
        settings = settings_for(data, sandbox.url, database, **others)
        with running(Program(settings, sandbox, clock)) as program:
            yield program


@contextmanager
def running(program: Program) -> Iterator[Program]:
    """A program while it runs; proved at the end."""
    program.start()
    try:
        yield program
        program.proved()
    finally:
        program.end()


def spawned(
    program: Program, before: Callable[[], None] | None = None, log_name: str = LOG_NAME, **others: str
) -> BaseProcess:
    """`ujima run` as a process of its own, with the settings of the story; `before` as in `tests.forked`."""
    settings = program.settings
    environment = {
        "PATH": os.defpath,
        "UJIMA_TOKEN": settings.token.get_secret_value(),
        "UJIMA_API_URL": settings.api_url,
        "UJIMA_DATA": str(settings.data),
        "UJIMA_DATABASE": settings.database.get_secret_value(),
        "UJIMA_POLL_TIMEOUT_S": "2",
        "UJIMA_SENDS_PER_SECOND": str(settings.sends_per_second),
        "UJIMA_OPERATOR_NAME": settings.operator_name,
        "UJIMA_OPERATOR_ADDRESS": settings.operator_address,
        "UJIMA_OPERATOR_LAW": settings.operator_law,
        "UJIMA_COMPLAINTS_BODY": settings.complaints_body,
        **others,
    }
    log = settings.data / log_name
    child = forked(["run"], settings.data.parent, environment, Path(os.devnull), log, before)
    program.children.append(child)
    return child


def ended_well(child: BaseProcess, seconds: float = PATIENCE_S) -> bool:
    """It is told to end, as systemd does, and ends with 0."""
    child.terminate()
    child.join(seconds)
    return child.exitcode == 0


def logged(program: Program) -> str:
    """What the last spawned program has written to stderr."""
    return (program.settings.data / LOG_NAME).read_text("utf-8")
