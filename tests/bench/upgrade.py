"""An upgrade under load: three programs on one PostgreSQL, replaced one by one by a newer version while people press on.

The first new one brings a newer schema, as tests/stories/test_several.py plays it. Each press is timed until the next question is on
the phone. Afterwards each press must be one answer, paid once, and told in one message; and the book and the ten invariants hold.
"""

from __future__ import annotations

import shutil
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

from bot.actions import overseeing
from bot.storage import migrate
from tests.bench import kills, server
from tests.bench.figures import Figures, percentile, short
from tests.bench.part import Part, Row, at_most
from tests.invariants import ten
from tests.pretend import start
from tests.stories.paid_out import free_port
from tests.stories.program import TOKEN, Person, StoryClock, ended_well, settings_for
from tests.stories.several import NEWER, SECRET, Proxy, Several, knows_more, looked_into, many

first_phone = 5_001
rest_s = 0.1  # between an answer and the next press: nobody is faster


@dataclass(frozen=True, slots=True)
class Size:
    """How many people press on, and for how many seconds before the upgrade begins."""

    people: int = 12
    before_s: float = 8.0
    tasks: int = 10_000


@dataclass(frozen=True, slots=True)
class Wait:
    """A press at `at` (of one clock, s), and how long until the next question was on the phone (s)."""

    at: float
    s: float


def presses_on(person: Person, over: threading.Event) -> list[Wait]:
    """Answers question after question until all is over."""
    found = []
    while not over.is_set():
        mark, at = person.mark(), monotonic()
        person.phone.press(person.labels()[0])
        while person.mark() == mark:
            person.hears()
        found.append(Wait(at, monotonic() - at))
        time.sleep(rest_s)
    return found


def measure(folder: Path, size: Size) -> Figures:
    """On a PostgreSQL of its own."""
    return server.on_own(folder, lambda url_of: measure_on(folder / "served", url_of, size))


def measure_on(folder: Path, url_of: server.UrlOf, size: Size) -> Figures:
    """On a running server; leaves nothing behind."""
    data, clock, ports = folder / "data", StoryClock(), {n: free_port() for n in range(1, many + 1)}
    data.mkdir(parents=True)
    with (
        server.databases(url_of, 1) as (url,),
        start(token=TOKEN, clock=clock) as sandbox,
        Proxy(list(ports.values())) as proxy,
    ):
        kills.stocked(url, size.tasks)
        hook = {"webhook_url": f"http://127.0.0.1:{proxy.port}/updates", "webhook_secret": SECRET}
        settings = settings_for(data, sandbox.url, url, webhook_port=ports[1], **hook)
        with looked_into(Several(settings, sandbox, clock, ports=ports)) as programs:
            return _upgraded(programs, size) | {"broken": proxy.broken}


def _upgraded(programs: Several, size: Size) -> Figures:
    for number in programs.ports:
        programs.begins(number)
    crowd = [programs.person(first_phone + n, f"Person {n}") for n in range(size.people)]
    for person in crowd:
        kills.joins(person)
    messages = [_messages_to(person) for person in crowd]
    over = threading.Event()
    with ThreadPoolExecutor(len(crowd)) as threads:
        pressing = [threads.submit(presses_on, person, over) for person in crowd]
        try:
            time.sleep(size.before_s)
            began = monotonic()
            _replaced(programs)
            ended = monotonic()
        finally:
            over.set()
        waits = [one.result() for one in pressing]
    programs.quiet()
    return _counted(programs, crowd, messages, waits, began, ended)


def _replaced(programs: Several) -> None:
    """One after another: it is ended as systemd ends it, a newer one begins, and the next when that one serves."""
    newer = programs.settings.data.parent / NEWER
    shutil.copytree(migrate.FOLDER, newer)
    (newer / "0003_shade.sql").write_text(
        "ALTER TABLE people ADD COLUMN shade TEXT NOT NULL DEFAULT 'blue';\n"
    )
    for number in programs.ports:
        assert ended_well(programs.by_number[number]), programs.log(number)
        programs.begins(number, knows_more)


def _messages_to(person: Person) -> int:
    return sum(one["from"] == "bot" for one in person.phone.messages())


def _counted(
    programs: Several,
    crowd: list[Person],
    messages: list[int],
    waits: list[list[Wait]],
    began: float,
    ended: float,
) -> Figures:
    kept = [kills.answers_of(programs, person) for person in crowd]
    told = [_messages_to(person) - before for person, before in zip(crowd, messages, strict=True)]
    pressed = [len(one) for one in waits]
    every = [one for own in waits for one in own]
    before = [one.s for one in every if one.at + one.s < began]
    during = [one.s for one in every if one.at < ended and one.at + one.s >= began]
    return {
        "programs": many,
        "people": len(crowd),
        "upgrade_s": short(ended - began),
        "pressed": sum(pressed),
        "during": len(during),
        "lost": sum(max(0, one - paid) for one, (_, paid) in zip(pressed, kept, strict=True)),
        "doubled": sum(
            max(0, answered - one, paid - one) for one, (answered, paid) in zip(pressed, kept, strict=True)
        ),
        "messages_too_many": sum(many - one for many, one in zip(told, pressed, strict=True)),
        "faults_of_the_book": [
            *programs.read(overseeing.check_book, whole=True),
            *programs.read(ten),
        ],
        "before_s": _told(before),
        "during_s": _told(during),
    }


def _told(waits: list[float]) -> Figures:
    return {
        "median": short(percentile(waits, 0.5)),
        "p99": short(percentile(waits, 0.99)),
        "longest": short(max(waits)),
    }


def lines(found: Figures) -> list[str]:
    """What was lost or doubled, and the waits."""
    during, before = found["during_s"], found["before_s"]
    return [
        f"  {found['programs']} programs replaced in {found['upgrade_s']:g} s, {found['during']:,} of {found['pressed']:,} answers"
        f" meanwhile: {found['lost']} lost, {found['doubled']} doubled, {found['messages_too_many']} messages too many,"
        f" {len(found['faults_of_the_book'])} faults of the book",
        f"  {found['broken']} updates broke off and were sent again;"
        f" a press waits {during['median']:g} s, {during['longest']:g} s at most; before {before['median']:g}, {before['longest']:g} s",
    ]


def rows(found: Figures) -> list[Row]:
    """What may not happen, and how long people wait."""
    figure = f"{found['programs']} programs replaced by a newer version and schema, {found['during']:,} answers meanwhile"
    during, before = found["during_s"], found["before_s"]
    return [
        at_most(
            f"{figure}: lost", 0, found["lost"], f"of {found['pressed']:,} by {found['people']} people in all"
        ),
        at_most(
            f"{figure}: doubled", 0, found["doubled"] + found["messages_too_many"], "answers, pay, messages"
        ),
        at_most(
            f"{figure}: faults of the book and of the ten invariants", 0, len(found["faults_of_the_book"])
        ),
        Row(
            "a press while they are replaced: the longest wait for the next question",
            f"{during['longest']:g} s",
            f"median {during['median']:g}, p99 {during['p99']:g} s; before: median {before['median']:g}, longest {before['longest']:g} s;"
            f" {found['broken']} broke off as a program ended, so Telegram sent them again; all of it took {found['upgrade_s']:g} s",
        ),
    ]


parts = (
    Part(
        "upgrade",
        "An upgrade under load",
        lambda folder, long: measure(
            folder, Size(people=48, before_s=30.0, tasks=40_000) if long else Size()
        ),
        lines,
        rows,
    ),
)
