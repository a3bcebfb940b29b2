"""Answers a second of the whole program beside a bare echo bot: same pretend Telegram, backend and loop, same run, in turn.

The crowd and the pretend Telegram share a process and use about half of what the bare echo bot does for an answer, so the bots
are the bottleneck as long as there are two cores. When other things run on them the wall clock suffers first; the figure
to trust is the processor time each bot uses for an answer, read from /proc around each round. Start-up and joining are left
out. Half of the people answer text tasks, half picture tasks whose file Telegram has already.

That is done for each way the program can be run (`ways`: with the library's own backend, and sent its updates by webhook
beside an echo bot that asks for them). Then the program alone is measured again and again on a good
line, a long one and one on which some sends take very long: who waits for Telegram must not keep others waiting.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from tests.bench import machine, stock
from tests.bench.figures import Figures, ratios, spread, waits
from tests.bench.part import Part, Row, at_least, spanned

ujima_token = f"{stock.bot_id}:bench_bench_bench_bench_bench_bench"
echo_token = f"{stock.bot_id + 1}:bench_bench_bench_bench_bench_bench"
ways = ("aiohttp", "webhook", "httpx")
long_lines: dict[str, dict[str, float]] = {
    "50_ms": {"latency_s": 0.05},
    "1_percent_2_s": {"slow_share": 0.01, "slow_s": 2.0},
}
goal_of_echo = 0.45
goals_of_lines = {"50_ms": 0.8, "1_percent_2_s": 0.6}
stop_s_max = 15.0
quiet_s_max = 2.0


@dataclass(frozen=True, slots=True)
class Size:
    """How much is measured."""

    people: int = 256
    rounds: int = 3
    seconds: float = 3.5
    tasks: int = 40_000  # of each pack; one person gets a share of them


@dataclass(slots=True)
class Measured:
    """One bot's rounds: answers a second and processor milliseconds an answer, of bot and of Telegram."""

    a_second: list[float] = field(default_factory=list)
    cpu_ms: list[float] = field(default_factory=list)
    cpu_share: list[float] = field(default_factory=list)
    telegram_cpu_ms: list[float] = field(default_factory=list)
    database_cpu_ms: list[float] = field(default_factory=list)
    waits_ms: list[float] = field(default_factory=list)
    quiet_ms: list[float] = field(default_factory=list)
    memory_peak_mb: float = 0.0

    def figures(self) -> Figures:
        """Everything, as it is printed."""
        return {
            "answers_a_second": spread(self.a_second),
            "cpu_ms_an_answer": spread(self.cpu_ms),
            "cpu_share_of_a_core": spread(self.cpu_share),
            "telegram_cpu_ms_an_answer": spread(self.telegram_cpu_ms),
            **({"database_cpu_ms_an_answer": spread(self.database_cpu_ms)} if self.database_cpu_ms else {}),
            "press_to_next_under_load": waits(self.waits_ms),
            "press_to_next_one_person": waits(self.quiet_ms),
            "memory_peak_mb": round(self.memory_peak_mb, 1),
        }


@dataclass(frozen=True, slots=True)
class Contender:
    """A bot under test: its id, its process, and its database's where that has one of its own."""

    name: str
    bot: int
    process: int
    database: int = 0


@contextmanager
def started(words: list[str], folder: Path, **settings: str) -> Iterator[subprocess.Popen[str]]:
    """A process of the bench, terminated at the end. What it says goes to its stdout and our stderr."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("UJIMA_")}
    root = str(Path(__file__).parents[2])
    environment = {
        **kept,
        "PYTHONPATH": root,
        **{f"UJIMA_{name.upper()}": value for name, value in settings.items()},
    }
    process = subprocess.Popen(
        [sys.executable, *words], cwd=folder, env=environment, stdout=subprocess.PIPE, text=True
    )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.communicate(timeout=stop_s_max)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()


def stocked(data: Path, tasks: int) -> None:
    """A data folder with two funded packs."""
    data.mkdir(parents=True, exist_ok=True)
    asyncio.run(stock_at(data, f"sqlite://{data}/ujima.db", tasks))


async def stock_at(data: Path, url: str, tasks: int) -> None:
    """Two funded packs in a database, their pictures in a data folder."""
    async with stock.opened(url) as database:
        await stock.fund(database)
        await stock.text_pack(database, tasks)
        await stock.picture_pack(database, stock.store_of(data), tasks)


def measure(data: Path, size: Size) -> Figures:
    """Runs both bots and the crowd, each way on its own copy of a stocked data folder."""
    found: Figures = {"people": size.people}
    for way in ways:
        own = data.with_name(f"{data.name}-{way}")
        shutil.copytree(data, own)
        found[way] = measured(own, size, way)
        shutil.rmtree(own)
    return found


def measured(data: Path, size: Size, way: str, url: str = "", database: int = 0) -> Figures:
    """One way, on a data folder; or on the database at `url`, whose server is the process `database`."""
    with ExitStack() as stack:
        telegram = stack.enter_context(started(["-m", "tests.bench.crowd", ujima_token, echo_token], data))
        assert telegram.stdout is not None
        address = telegram.stdout.readline().strip()
        echo = stack.enter_context(
            started(["-m", "tests.bench.echo", echo_token, address, _backend(way)], data)
        )
        settings = {**_settings(data, address, way), **({"database": url} if url else {})}
        ujima = stack.enter_context(started(["-m", "bot", "run"], data, **settings))
        crowd = stack.enter_context(httpx.Client(base_url=address, timeout=600, trust_env=False))
        both = (
            Contender("ujima", stock.bot_id, ujima.pid, database),
            Contender("echo", stock.bot_id + 1, echo.pid),
        )
        found = _compare(crowd, telegram.pid, both, size)
        return found | {"lines": _on_lines(crowd, telegram.pid, both[0], size)}


def _settings(data: Path, address: str, way: str) -> dict[str, str]:
    named = ("operator_name", "operator_address", "operator_law", "complaints_body")
    house = dict.fromkeys(named, "the bench")
    return {
        "token": ujima_token,
        "api_url": address,
        "data": str(data),
        "log_level": "error",
        "sends_per_second": "0",
        "backend": _backend(way),
        **(_by_webhook() if way == "webhook" else {}),
        **house,
    }


def _backend(way: str) -> str:
    return "httpx" if way == "httpx" else "aiohttp"


def _by_webhook() -> dict[str, str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url = f"http://127.0.0.1:{port}/updates"
    return {"webhook_url": url, "webhook_port": str(port), "webhook_secret": "the-secret-of-the-bench"}


def _compare(crowd: httpx.Client, telegram: int, both: tuple[Contender, ...], size: Size) -> Figures:
    found = {one.name: Measured() for one in both}
    titles = {"ujima": [stock.text_title, stock.picture_title], "echo": [""]}
    for one in both:
        _tell(crowd, "/join", {"bot": one.bot, "people": size.people, "titles": titles[one.name]})
        _tell(crowd, "/answer", {"bot": one.bot, "people": size.people, "seconds": size.seconds / 3})
    for one in both:
        quiet = _tell(
            crowd, "/answer", {"bot": one.bot, "people": 1, "seconds": min(size.seconds / 2, quiet_s_max)}
        )
        found[one.name].quiet_ms += quiet["waits_ms"]
    for _ in range(size.rounds):
        for one in both:
            _round(crowd, telegram, one, size, found[one.name])
    for one in both:
        found[one.name].memory_peak_mb = machine.memory_peak_mb(one.process)
    ujima, echo = found["ujima"], found["echo"]
    return {
        "cpu_ratio_echo_to_ujima": ratios(echo.cpu_ms, ujima.cpu_ms),
        "wall_ratio_ujima_to_echo": ratios(ujima.a_second, echo.a_second),
        **{name: one.figures() for name, one in found.items()},
    }


def _on_lines(crowd: httpx.Client, telegram: int, ujima: Contender, size: Size) -> Figures:
    """The program on each line beside itself on a good one, in turn."""
    good, long = Measured(), {name: Measured() for name in long_lines}
    for _ in range(size.rounds):
        _round(crowd, telegram, ujima, size, good)
        for name, line in long_lines.items():
            _tell(crowd, "/line", line)
            _round(crowd, telegram, ujima, size, long[name])
            _tell(crowd, "/line", {})
    return {
        name: {
            "wall_ratio_to_a_good_line": ratios(one.a_second, good.a_second),
            "answers_a_second": spread(one.a_second),
            "cpu_ms_an_answer": spread(one.cpu_ms),
            "press_to_next_under_load": waits(one.waits_ms),
        }
        for name, one in long.items()
    }


def _round(crowd: httpx.Client, telegram: int, one: Contender, size: Size, into: Measured) -> None:
    before, telegram_before = machine.cpu_s(one.process), machine.cpu_s(telegram)
    database_before = machine.cpu_s_with_children(one.database) if one.database else 0.0
    done = _tell(crowd, "/answer", {"bot": one.bot, "people": size.people, "seconds": size.seconds})
    used, telegram_used = machine.cpu_s(one.process) - before, machine.cpu_s(telegram) - telegram_before
    answers = len(done["waits_ms"])
    into.a_second.append(answers / done["seconds"])
    into.cpu_ms.append(used / answers * 1000)
    into.cpu_share.append(used / done["seconds"])
    into.telegram_cpu_ms.append(telegram_used / answers * 1000)
    if one.database:
        database_used = machine.cpu_s_with_children(one.database) - database_before
        into.database_cpu_ms.append(database_used / answers * 1000)
    into.waits_ms += done["waits_ms"]


def _tell(crowd: httpx.Client, path: str, wanted: dict[str, Any]) -> dict[str, Any]:
    answer = crowd.post(path, json=wanted)
    if answer.status_code != 200:
        raise RuntimeError(f"{path} {wanted}: {answer.text}")
    told: dict[str, Any] = answer.json()
    return told


def lines(found: Figures) -> list[str]:
    """The main figures for people."""
    return [line for way in ways for line in lines_of(way, found[way], found["people"])]


def lines_of(way: str, found: Figures, people: int) -> list[str]:
    """One way's."""
    return [
        f"  {way} {name}: {spanned(one['answers_a_second'])} answers/s, {spanned(one['cpu_ms_an_answer'])} ms of processor"
        f" each, {one['memory_peak_mb']} MB; press to next p50 {one['press_to_next_one_person']['p50_ms']} ms alone,"
        f" {one['press_to_next_under_load']['p50_ms']} ms among {people}"
        for name, one in ((name, found[name]) for name in ("ujima", "echo"))
    ] + [
        f"  {way}: {spanned(found['cpu_ratio_echo_to_ujima'])} of the bare echo bot's answers for the same processor time",
        *(
            f"  {way}, line of {name}: {spanned(one['wall_ratio_to_a_good_line'])} of its answers on a good one"
            for name, one in found["lines"].items()
        ),
    ]


def rows(found: Figures) -> list[Row]:
    """Beside the echo bot, and on long lines beside itself; the goals are for the backend that is the default."""
    told, people = [], found["people"]
    for way in ways:
        one = found[way]
        ratio, figure = (
            one["wall_ratio_ujima_to_echo"],
            f"answers/s of the whole program, {people} workers, {way}",
        )
        beside = (
            f"bare echo bot {spanned(one['echo']['answers_a_second'])} a second; ours"
            f" {spanned(one['ujima']['answers_a_second'])}; by processor time {one['cpu_ratio_echo_to_ujima']['median']:g} ×"
        )
        aimed = way == ways[0]
        told.append(
            at_least(figure, goal_of_echo, ratio["median"], beside, " ×")
            if aimed
            else Row(figure, f"{ratio['median']:g} ×", beside)
        )
        for name, least in goals_of_lines.items():
            share = one["lines"][name]["wall_ratio_to_a_good_line"]["median"]
            figure = f"the same on a line of {name.replace('_', ' ')}, {way}"
            told.append(
                at_least(figure, least, share, "itself on a good line", " ×")
                if aimed
                else Row(figure, f"{share:g} ×", "itself on a good line")
            )
    return told


def _part(folder: Path, long: bool) -> Figures:
    size = Size(rounds=7, seconds=8.0, tasks=200_000) if long else Size()
    stocked(folder / "data", size.tasks)
    return measure(folder / "data", size)


parts = (Part("answers", "Answers of the whole program", _part, lines, rows),)
