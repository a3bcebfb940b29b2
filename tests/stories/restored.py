"""The drill: a backup while people work, the machine is gone, the house comes back elsewhere; no answer is lost, nobody is paid twice.

`drilled` plays it and holds what must be so; what it measured it gives back, for the test and for the bench.
"""

import asyncio
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot import ledger
from bot.backup.archive import Manifest
from bot.backup.restoring import restore
from bot.config import Settings
from bot.domain.marks import MARKS
from bot.storage import Tx
from tests.backup.conftest import made_key
from tests.cli.typed import ujima
from tests.pretend import Sandbox, start
from tests.stories.paid_out import give, mpesa, paid, ready
from tests.stories.program import (
    DAY_S,
    TOKEN,
    Person,
    Program,
    StoryClock,
    running,
    settings_for,
    stock,
    until_true,
)
from tests.stories.requester import write

booked_min = 40  # deposits booked before and after at least; as many as there are meanwhile
answered_min = 5  # answers before at least, and after, where that leaves room
answered_max = len(MARKS) - 2  # a key of the time that is lost then has a mark of its own
pause_s = 0.2  # between two answers, so that there are some meanwhile
lease_h = 168  # longer than the days that go by
owed = 3  # payouts: two of Amina's, of which the backup has one as waiting, and one of Baraka's, of which it never heard
_ANSWERS = "SELECT a.id FROM answers a JOIN accounts c ON c.person = a.person"
_TWICE = """SELECT count(*) AS n FROM (SELECT 1 AS one FROM answers a JOIN assignments s ON s.id = a.assignment
    WHERE a.undone_at IS NULL GROUP BY a.person, s.task HAVING count(*) > 1) AS twice"""


@dataclass(frozen=True, slots=True)
class Drill:
    """What was backed up, in how many bytes and seconds; what was acknowledged before it began, and did not come back.

    `acknowledged` and `lost` are deposits, `answers` and `answers_lost` answers; `answers_twice`: more than one of a
    person to a task. `paid_twice`: payouts that the provider made and nobody was owed.
    """

    manifest: Manifest
    size_bytes: int
    backup_s: float
    restore_s: float
    acknowledged: int
    lost: int
    answers: int
    answers_lost: int
    answers_twice: int
    paid_twice: int


@dataclass(frozen=True, slots=True)
class Loaded:
    """A backup's file and seconds; the deposits and the answers, by their numbers, that were there before it began."""

    made: Path
    took_s: float
    deposits: list[int]
    answers: set[int]


def _deposit(tx: Tx, about: int) -> None:
    ledger.deposit(tx, requester=78, amount=1_000_000, currency="USD", about=about)


def backed_up(program: Program, folder: Path, key: Path) -> Path:
    """`ujima backup`, in a process of its own beside the program."""
    given = {
        "UJIMA_DATA": str(program.settings.data),
        "UJIMA_DATABASE": program.settings.database.get_secret_value(),
        "UJIMA_KEYS": program.settings.keys.get_secret_value(),
        "UJIMA_BACKUP_KEY": str(key),
    }
    done = ujima("backup", folder, cwd=folder, **given)
    assert done.returncode == 0, done.stderr
    (made,) = folder.iterdir()
    return made


def under_load(program: Program, chao: Person, back_up: Callable[[], Path]) -> Loaded:
    """Backs up while deposits are booked and Chao answers, one after another, until some of both came after it."""
    booked: list[int] = []
    saved: list[str] = []
    stop = threading.Event()

    def books() -> None:
        about = 10_000
        while not stop.is_set():
            about += 1
            program.do(program.home.house.database.write(_deposit, about))
            booked.append(about)

    def works() -> None:
        while not stop.wait(pause_s) and len(saved) < answered_max:
            saved.append(chao.answers())

    threads = [threading.Thread(target=books), threading.Thread(target=works)]
    for thread in threads:
        thread.start()
    try:
        until_true(lambda: len(booked) >= booked_min and len(saved) >= answered_min)
        deposits, answers, began = booked[:], answers_of(chao), time.monotonic()
        assert len(answers) >= answered_min
        made = back_up()
        took_s, heard = time.monotonic() - began, len(saved)
        more = min(heard + answered_min, answered_max)
        until_true(lambda: len(booked) >= len(deposits) + booked_min and len(saved) >= more)
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    return Loaded(made, took_s, deposits, answers)


def answers_of(person: Person) -> set[int]:
    """The numbers of their answers."""
    return {row["id"] for row in person.program.rows(f"{_ANSWERS} WHERE c.telegram = {person.number}")}


def works_at(program: Program, number: int, name: str) -> Person:
    """Somebody at the first of the bowls."""
    person = program.person(number, name)
    person.joins()
    person.takes_up("Colours of bowls")
    return person


def wins(program: Program, number: int, name: str, phone: str) -> Person:
    """Somebody who joined, earned and said where their money goes; another phone number than the others'."""
    person = program.person(number, name)
    person.writes("/start")
    person.hears("small paid tasks")
    person.presses("Start")
    person.hears()
    give(program, person, 1_280_000, number)
    person.writes("/money")
    person.hears()
    person.presses("Where to?")
    person.hears()
    person.presses("M-Pesa")
    person.hears()
    person.writes(phone)
    person.hears()
    person.presses("Yes, it is mine")
    person.hears("···")
    return person


def is_paid(person: Person) -> None:
    """They ask, and it is there."""
    person.presses("Pay out")
    person.hears("On its way")
    person.program.clock.advance(20)
    person.hears("It is there")


def statement(sandbox: Sandbox, folder: Path) -> Path:
    """What the provider says it paid, as a file."""
    counts = paid(sandbox)
    file = folder / "statement.csv"
    rows = [f"{order},REF{order[-6:]},{amount_of(sandbox, order)}" for order in counts]
    file.write_text("\n".join(["our id,reference,amount", *rows]) + "\n", "utf-8")
    return file


def amount_of(sandbox: Sandbox, order: str) -> str:
    """How many shillings the provider paid under an id."""
    payments: list[dict[str, Any]] = sandbox.ask("GET", "/providers/paid")["payments"]["mpesa"]
    return next(str(one["amount"]) for one in payments if one["id"] == order)


@contextmanager
def elsewhere(
    program: Program, made: Path, key: Path, data: Path, database: str
) -> Iterator[tuple[Program, Manifest, float]]:
    """The house on another machine, restored and running; what came back, in how many seconds."""
    settings: Settings = settings_for(data, program.sandbox.url, database, **mpesa(program.sandbox.url))
    settings = settings.model_copy(update={"keys": program.settings.keys})
    began = time.monotonic()
    done = restore(settings, made, key, program.clock)
    took_s = time.monotonic() - began
    with running(Program(settings, program.sandbox, program.clock)) as back:
        yield back, done.manifest, took_s


def drilled(
    folder: Path, old: str = "", new: str = "", fill: Callable[[Settings], object] = lambda settings: None
) -> Drill:
    """Plays it in a folder: databases of the house and of what comes back; "" is SQLite. `fill` puts more in before it starts."""
    clock, key = StoryClock(), made_key(folder / "keys")
    (folder / "backups").mkdir()
    with start(token=TOKEN, clock=clock) as sandbox:
        data = folder / "data"
        program = Program(settings_for(data, sandbox.url, old, **mpesa(sandbox.url)), sandbox, clock)
        fill(program.settings)
        rows = [f"t{number},A bowl {number},,," for number in range(200)]
        asyncio.run(stock(program.settings, [write(folder / "bowls", rows, lease_h=lease_h)]))
        program.start()
        try:
            amina = ready(program, 5_000_000)
            is_paid(amina)  # the first $2; the rest waits for 48 hours
            baraka = wins(program, 1002, "Baraka", "0712 345 457")
            chao, dina, esi = (
                works_at(program, 1003 + n, name) for n, name in enumerate(("Chao", "Dina", "Esi"))
            )
            done = under_load(program, chao, lambda: backed_up(program, folder / "backups", key))
            is_paid(baraka)
            clock.advance(2 * DAY_S + 1)
            until_true(lambda: len(paid(sandbox)) == owed)
            clock.advance(20)
            amina.hears("It is there")
            program.quiet()
            program.stop()
            joy = program.person(1006, "Joy")
            joy.writes("/start")  # Telegram keeps it, and what Dina and Esi press
            dina.presses("Blue")
            esi.presses("Skip")
        finally:
            program.end()
        if not old:
            shutil.rmtree(data)
        once = dict.fromkeys(paid(sandbox), 1)
        assert len(once) == owed
        place = folder / "other" / "data"
        with elsewhere(program, done.made, key, place, new) as (back, manifest, restore_s):
            for person in (amina, baraka, chao, dina, esi, joy):
                person.program = back
            assert "small paid tasks" in joy.hears()
            lost = {f"deposit:{about}" for about in done.deposits} - _deposits(back)
            answers_lost = done.answers - answers_of(chao)
            held(dina, esi)
            goes_on(chao)
            (twice,) = back.rows(_TWICE)
            until_true(lambda: _all(back, "confirmed"))  # looked up, for M-Pesa knows it by our id
            assert paid(sandbox) == once
            again(back, baraka, once, folder)
            return Drill(
                manifest,
                done.made.stat().st_size,
                done.took_s,
                restore_s,
                len(done.deposits),
                len(lost),
                len(done.answers),
                len(answers_lost),
                twice["n"],
                sum(paid(sandbox).values()) - owed,
            )


def held(dina: Person, esi: Person) -> None:
    """What Telegram kept is done once: an answer, paid, and a skip."""
    assert "Saved, +" in dina.heard()[-1] and "Which colour" in esi.heard()[-1]
    assert [(one["value"], one["paid"]) for one in dina.answered()] == [('"blue"', 300_000)]
    skipped = "SELECT count(*) AS n FROM assignments WHERE state = 'skipped'"
    assert esi.answered() == [] and esi.program.rows(skipped) == [{"n": 1}]


def goes_on(chao: Person) -> None:
    """She answers what she sees, which nobody knows any more: nothing is saved, what is open is shown, and she goes on."""
    had = len(chao.answered())
    chao.presses("Red")
    assert (
        "Which colour" in chao.heard()[-1]
        and len(chao.answered()) == had
        and chao.mark() == chao.current_mark()
    )
    for more in (1, 2):
        chao.answers()
        assert len(chao.answered()) == had + more


def again(back: Program, baraka: Person, once: dict[str, int], folder: Path) -> None:
    """Baraka's money is in his balance again, and he asks for it: a person settles it, and opens payouts."""
    assert baraka.balance() == 1_280_000
    baraka.writes("/money")
    baraka.hears()
    baraka.presses("Pay out")
    baraka.hears("On its way")
    back.clock.advance(3600)
    back.quiet()
    (waiting,) = back.rows("SELECT id FROM payouts WHERE state = 'requested'")
    assert paid(back.sandbox) == once, "held"
    assert "Payouts are held" in back.desk("payout.doubts")["lines"][0]
    compared = back.desk(
        "payout.reconcile", rail="mpesa", file=str(statement(back.sandbox, folder)), days="31"
    )
    (extra,) = [line for line in compared["lines"] if "is no payout of ours" in line]
    reference = extra.partition("(")[2].partition(")")[0]
    settled = back.desk("payout.settle", payout=str(waiting["id"]), by="Otieno", paid=reference)
    assert settled["ok"] and "It is there" in baraka.hears("It is there")
    assert back.desk("payout.open", by="Otieno")["ok"] and back.desk("payout.doubts")["lines"] == []
    back.clock.advance(3600)
    assert baraka.balance() < 10_000


def _deposits(program: Program) -> set[str]:
    return {row["key"] for row in program.rows("SELECT key FROM transfers WHERE movement = 'deposit'")}


def _all(program: Program, state: str) -> bool:
    program.clock.advance(20)
    rows = program.rows("SELECT state FROM payouts")
    return len(rows) == 2 and all(row["state"] == state for row in rows)
