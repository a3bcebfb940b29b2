"""kill -9 again and again under load, on a bad line: what is lost, what counts twice, whether the book is whole.

Ten people press on while the program is killed at random moments, and each call of its meets a time-out before (5 %) or after
(5 %) its effect, a 429 (3 %), a 500 (2 %), a cut body (1 %); updates come twice or out of order (1 % each). Every tenth press is a key
pressed already. At the end each question that was pressed must be one answer, paid once. Beside it the bare echo bot is killed on a
good line, for a bad one ends it at once: how many messages it read and never answered.
"""

from __future__ import annotations

import asyncio
import random
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bot.actions import overseeing
from bot.storage import Tx
from tests.bench import answers, stock
from tests.bench.figures import Figures
from tests.bench.part import Part, Row, at_least, at_most
from tests.invariants import ask, ten
from tests.pretend import BAD_LINE, Phone, Sandbox, start
from tests.stories.program import TOKEN, Person, Program, StoryClock, settings_for, spawned, until_true

timeout_s, retry_after_s = 0.3, 1
people, first_phone = 10, 3_001
life_s_max = 1.5
pause_s_min, pause_s_max = 0.02, 0.2
again_share, marks_kept = 0.1, 16


@dataclass(frozen=True, slots=True)
class Size:
    """How often."""

    kills: int = 20
    echo_kills: int = 10
    tasks: int = 4_000
    seed: int = 1


@dataclass(slots=True)
class Hand:
    """Somebody who presses the key of each question they see, and now and then an old one again."""

    phone: Phone
    dice: random.Random
    pressed: list[str] = field(default_factory=list)
    again: int = 0

    def presses(self) -> None:
        """The key on the phone, if its question is new; else one that was pressed, perhaps."""
        labels = [label for row in self.phone.keyboard() or [] for label in row]
        label = next((one for one in labels if one.endswith(stock.right_label)), None)
        if label is None:
            return
        if label not in self.pressed[-marks_kept:]:
            self.pressed.append(label)
            self.phone.send(label)
        elif self.dice.random() < again_share:
            self.again += 1
            self.phone.send(label)


@contextmanager
def hands(phones: list[Phone], seed: int, deed: Callable[[Hand], None]) -> Iterator[list[Hand]]:
    """People who go on in the background, until all is over."""
    all_hands = [Hand(phone, random.Random(f"{seed} {n}")) for n, phone in enumerate(phones)]
    ended = threading.Event()

    def goes_on(hand: Hand) -> None:
        while not ended.wait(hand.dice.uniform(pause_s_min, pause_s_max)):
            deed(hand)

    threads = [threading.Thread(target=goes_on, args=(hand,)) for hand in all_hands]
    for thread in threads:
        thread.start()
    try:
        yield all_hands
    finally:
        ended.set()
        for thread in threads:
            thread.join()


def measure(folder: Path, size: Size) -> Figures:
    """Kills of the program, then of the echo bot."""
    return _ours(folder / "ours", size) | {"echo": _echo(folder, size)}


def _ours(folder: Path, size: Size) -> Figures:
    (folder / "data").mkdir(parents=True)
    stocked(f"sqlite://{folder}/data/ujima.db", size.tasks)
    clock, dice, began = StoryClock(), random.Random(size.seed), time.monotonic()
    with start(token=TOKEN, clock=clock) as sandbox:
        program = Program(settings_for(folder / "data", sandbox.url), sandbox, clock).start()
        persons = [program.person(first_phone + number, f"Person {number}") for number in range(people)]
        for person in persons:
            joins(person)
        program.stop()
        sandbox.faults(size.seed, timeout_s=timeout_s, retry_after_s=retry_after_s, **BAD_LINE)
        with hands([one.phone for one in persons], size.seed, Hand.presses) as pressing:
            for _ in range(size.kills):
                polled = program.polled()
                doomed = spawned(program)
                program.polls_after(polled)
                time.sleep(dice.uniform(0.0, life_s_max))
                doomed.kill()
                doomed.join()
        sandbox.faults()
        program.start()
        program.quiet()
        try:
            counted = [
                (len(hand.pressed), *answers_of(program, person))
                for hand, person in zip(pressing, persons, strict=True)
            ]
            faults = [*program.read(overseeing.check_book, whole=True), *program.read(ten)]
        finally:
            program.end()
    return {
        "kills": size.kills,
        "people": people,
        "s": round(time.monotonic() - began),
        "pressed": sum(pressed for pressed, _, _ in counted),
        "pressed_again": sum(hand.again for hand in pressing),
        "lost": sum(max(0, pressed - answered) for pressed, answered, _ in counted),
        "doubled": sum(max(0, answered - pressed, paid - answered) for pressed, answered, paid in counted),
        "unpaid": sum(max(0, answered - paid) for _, answered, paid in counted),
        "faults_of_the_book": faults,
    }


def stocked(url: str, tasks: int) -> None:
    """A database with one running pack of texts."""

    async def made() -> None:
        async with stock.opened(url) as database:
            await stock.fund(database)
            await stock.text_pack(database, tasks)

    asyncio.run(made())


def joins(person: Person) -> None:
    """Comes, takes up the work and reads; their first question is on the phone."""
    person.joins()
    person.presses("Start")
    person.hears()
    person.presses("Go on")
    person.hears()
    person.program.quiet()


def answers_of(program: Program, person: Person) -> tuple[int, int]:
    """Somebody's answers, and the transfers that paid them."""

    def count(tx: Tx) -> tuple[int, int]:
        whose = f"c.telegram = {person.number}"
        joined = "FROM answers a JOIN accounts c ON c.person = a.person"
        ((answered,),) = ask(tx, f"SELECT count(*) {joined} WHERE {whose}")
        ((paid,),) = ask(
            tx,
            f"SELECT count(*) {joined} JOIN transfers t ON t.movement = 'pay_answer' AND t.key = 'answer:' || a.assignment"
            f" WHERE {whose}",
        )
        return answered, paid

    return program.read(count)


def _echo(folder: Path, size: Size) -> Figures:
    """The echo bot, on a good line (a bad one ends it at once): messages, and how many it never answered."""
    dice = random.Random(size.seed)
    with start(token=TOKEN) as sandbox:
        phones = [sandbox.phone(first_phone + number) for number in range(people)]
        doomed = _echoing(sandbox, folder)
        with hands(phones, size.seed, _writes) as writing:
            for _ in range(size.echo_kills):
                polled = len(sandbox.calls("getUpdates"))
                with doomed as process:
                    until_true(lambda polled=polled: len(sandbox.calls("getUpdates")) > polled)
                    time.sleep(dice.uniform(0.0, life_s_max))
                    process.kill()
                doomed = _echoing(sandbox, folder)
        with doomed:
            until_true(lambda: not sandbox.ask("GET", "/bots")["bots"][0]["waiting"])
            _quiet(sandbox)
        heard = {one.key: {m["text"] for m in one.messages() if m["from"] == "bot"} for one in phones}
    written = {hand.phone.key: set(hand.pressed) for hand in writing}
    return {
        "kills": size.echo_kills,
        "written": sum(map(len, written.values())),
        "lost": sum(len(words - heard[key]) for key, words in written.items()),
    }


def _quiet(sandbox: Sandbox) -> None:
    """Waits until no more is said."""
    said, before = len(sandbox.calls("sendMessage")), -1
    while said != before:
        time.sleep(life_s_max)
        said, before = max((one["n"] for one in sandbox.calls("sendMessage")), default=0), said


def _echoing(sandbox: Sandbox, folder: Path) -> AbstractContextManager[subprocess.Popen[str]]:
    return answers.started(["-m", "tests.bench.echo", TOKEN, sandbox.url, "aiohttp"], folder)


def _writes(hand: Hand) -> None:
    words = f"message {len(hand.pressed)}"
    hand.pressed.append(words)
    hand.phone.send(words)


def lines(found: Figures) -> list[str]:
    """The counts for people."""
    echo = found["echo"]
    return [
        f"  {found['kills']} kills in {found['s']} s, {found['pressed']:,} questions pressed by {found['people']} people and"
        f" {found['pressed_again']} keys again: {found['lost']} lost, {found['doubled']} doubled, {found['unpaid']} unpaid,"
        f" {len(found['faults_of_the_book'])} faults of the book and the invariants",
        f"  echo: {echo['kills']} kills, {echo['written']:,} messages, {echo['lost']} never answered",
    ]


def rows(found: Figures) -> list[Row]:
    """Beside the echo bot."""
    echo = found["echo"]
    figure = f"kill -9, {found['kills']} times under load with faults (SQLite, aiohttp), {found['pressed']:,} answers"
    beside = f"bare echo bot, {echo['kills']} kills on a good line: {echo['lost']} of {echo['written']:,} messages never answered"
    return [
        at_least("kill -9 under load with faults (SQLite, aiohttp), times", 200, found["kills"]),
        at_most(f"{figure}: lost", 0, found["lost"] + found["unpaid"], beside),
        at_most(f"{figure}: doubled", 0, found["doubled"]),
        at_most(
            f"{figure}: faults of the book and of the ten invariants", 0, len(found["faults_of_the_book"])
        ),
    ]


parts = (
    Part(
        "kills",
        "kill -9 under load",
        lambda folder, long: measure(
            folder, Size(kills=200, echo_kills=50, tasks=40_000) if long else Size()
        ),
        lines,
        rows,
    ),
)
