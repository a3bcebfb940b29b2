"""What the program takes before it does anything: memory, the time to its first poll, what is installed.

Started as an operator starts it (`python -m bot run`) on a database with two packs, beside `python -c pass` and the bot of a
tutorial (`tests.bench.shipped`: the library as it comes, nothing of ours), in turn. A message waits at the pretend Telegram, so that the first poll is answered at once: that is the moment. Memory is what
Linux calls resident: idle, some seconds after that; and the most it was while a crowd answered. What is installed are the releases that
`requirements.lock` names for this machine, as files on its disk; pip itself and the program's own folder are told apart.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

import httpx
from packaging.requirements import Requirement

from tests.bench import answers, label_studio, machine, stock
from tests.bench.figures import Figures, ratios, spread
from tests.bench.part import Part, Row, at_most, spanned

ROOT = Path(__file__).parents[2]
first_phone = 50_000
idle_s, look_s, patience_s = 2.0, 0.005, 60.0
tokens = {"ujima": answers.ujima_token, "shipped": answers.echo_token}
titles = {"ujima": [stock.text_title, stock.picture_title], "shipped": [""]}


@dataclass(frozen=True, slots=True)
class Size:
    """How much is measured."""

    rounds: int = 5
    people: int = 256
    seconds: float = 4.0
    tasks: int = 4_000


@dataclass(frozen=True, slots=True)
class Telegram:
    """The pretend one, in a process of its own."""

    http: httpx.Client

    def ask(self, verb: str, path: str, body: dict[str, Any] | None = None) -> Any:
        """One request."""
        answer = self.http.request(verb, path, json=body)
        assert answer.is_success, f"{verb} {path}: {answer.text}"
        return answer.json()

    def made(self) -> int:
        """The number of the last call of a bot."""
        return max((one["n"] for one in self.ask("GET", "/calls")["calls"]), default=0)

    def polled(self, after: int) -> None:
        """Waits for a poll that was answered after a call."""
        until = time.monotonic() + patience_s
        while not any(
            one["method"] == "getUpdates" for one in self.ask("GET", f"/calls?after={after}")["calls"]
        ):
            assert time.monotonic() < until, "no poll came"
            time.sleep(look_s)


def measure(folder: Path, size: Size) -> Figures:
    """Seconds and MB of both bots, and what is installed."""
    data = folder / "data"
    answers.stocked(data, size.tasks)
    with answers.started(["-m", "tests.bench.crowd", *tokens.values()], folder) as running:
        assert running.stdout is not None
        address = running.stdout.readline().strip()
        with httpx.Client(base_url=address, timeout=600, trust_env=False) as http:
            telegram = Telegram(http)
            bare, starts, used = list[float](), *({name: list[float]() for name in tokens} for _ in range(2))
            for number in range(size.rounds):
                bare.append(_bare_s())
                for name in tokens:
                    with _running(telegram, name, data, address, first_phone + number) as (process, seconds):
                        starts[name].append(seconds)
                        used[name].append(machine.cpu_s(process))
            memory = {name: _memory(telegram, name, data, address, size) for name in tokens}
    return {
        "start_to_first_poll_s": {name: spread(seconds) for name, seconds in starts.items()},
        "processor_to_first_poll_s": {name: spread(seconds) for name, seconds in used.items()},
        "python_pass_s": spread(bare),
        "start_to_shipped": ratios(starts["ujima"], starts["shipped"]),
        "memory_mb": memory,
        "people": size.people,
        "installed": installed(ROOT / "requirements.lock"),
    }


def _bare_s() -> float:
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", "pass"], check=True)
    return time.perf_counter() - began


@contextmanager
def _running(
    telegram: Telegram, name: str, data: Path, address: str, phone: int
) -> Iterator[tuple[int, float]]:
    """A bot that polls: its process, and the seconds from its start to the first poll."""
    bot = int(tokens[name].partition(":")[0])
    telegram.ask("POST", "/phones", {"id": phone})
    telegram.ask("POST", f"/phones/{phone}/send?bot={bot}", {"text": "/start"})
    made, began = telegram.made(), time.perf_counter()
    words = ["-m", "bot", "run"] if name == "ujima" else ["-m", "tests.bench.shipped", tokens[name], address]
    with answers.started(words, data, **_settings(data, address)) as process:
        telegram.polled(made)
        yield process.pid, time.perf_counter() - began


def _settings(data: Path, address: str) -> dict[str, str]:
    named = ("operator_name", "operator_address", "operator_law", "complaints_body")
    house = {"token": tokens["ujima"], "api_url": address, "data": str(data), "log_level": "error"}
    return house | {"sends_per_second": "0"} | dict.fromkeys(named, "the bench")


def _memory(telegram: Telegram, name: str, data: Path, address: str, size: Size) -> Figures:
    """MB idle, and the most while a crowd answers."""
    bot = int(tokens[name].partition(":")[0])
    with _running(telegram, name, data, address, first_phone) as (process, _):
        time.sleep(idle_s)
        idle = machine.memory_mb(process)
        telegram.ask("POST", "/join", {"bot": bot, "people": size.people, "titles": titles[name]})
        telegram.ask("POST", "/answer", {"bot": bot, "people": size.people, "seconds": size.seconds})
        return {"idle": round(idle, 1), "load": round(machine.memory_peak_mb(process), 1)}


def installed(lock: Path) -> Figures:
    """Releases that a lock names for this machine, and the MB their files take on the disk, with and without `av`."""
    wanted = [
        Requirement(line.rstrip(" \\")) for line in lock.read_text("utf-8").splitlines() if line[:1].isalnum()
    ]
    names = [one.name for one in wanted if one.marker is None or one.marker.evaluate()]
    sizes = {name: _on_disk_mb(name) for name in names}
    largest = sorted(sizes, key=lambda name: -sizes[name])[:6]
    own = sum(_blocks_mb(path) for path in (ROOT / "bot").rglob("*") if "__pycache__" not in path.parts)
    return {
        "packages": len(names),
        "with_av_mb": round(sum(sizes.values()), 1),
        "without_av_mb": round(sum(sizes.values()) - sizes.get("av", 0), 1),
        "own_mb": round(own, 1),
        "largest_mb": {name: round(sizes[name], 1) for name in largest},
    }


def _on_disk_mb(name: str) -> float:
    files = distribution(name).files or ()
    return sum(_blocks_mb(Path(str(file.locate()))) for file in files)


def _blocks_mb(path: Path) -> float:
    """What a file takes, as du counts it: blocks of 512 bytes."""
    return path.stat().st_blocks * 512 / 1_000_000 if path.is_file() else 0.0


def lines(found: Figures) -> list[str]:
    """The main figures for people."""
    start, memory, files = found["start_to_first_poll_s"], found["memory_mb"], found["installed"]
    return [
        f"  {name}: {spanned(start[name])} s to the first poll ({spanned(found['processor_to_first_poll_s'][name])} of processor);"
        f" {memory[name]['idle']} MB idle, {memory[name]['load']} MB"
        f" among {found['people']} people"
        for name in tokens
    ] + [
        f"  python -c pass: {spanned(found['python_pass_s'])} s",
        f"  {files['packages']} packages, {files['without_av_mb']} MB, with av {files['with_av_mb']} MB; the program's own"
        f" folder {files['own_mb']} MB",
    ]


def rows(found: Figures) -> list[Row]:
    """Beside the bot of a tutorial, and what a browser platform takes."""
    start, memory, files = found["start_to_first_poll_s"], found["memory_mb"], found["installed"]
    shipped, used = memory["shipped"], found["processor_to_first_poll_s"]
    largest = ", ".join(f"{name} {size:g}" for name, size in files["largest_mb"].items())
    return [
        at_most("memory idle", 100, memory["ujima"]["idle"], f"python-telegram-bot's echo {shipped['idle']} MB; Label Studio {label_studio.idle_mb}", " MB"),
        at_most(
            f"memory under load ({found['people']} workers)", 150, memory["ujima"]["load"],
            f"python-telegram-bot's echo {shipped['load']} MB; Label Studio {label_studio.load_mb}", " MB",
        ),
        at_most(
            "start to first poll", 1.5, start["ujima"]["median"],
            f"python-telegram-bot's echo {spanned(start['shipped'])}, python -c pass {spanned(found['python_pass_s'])}; Label Studio"
            f" {label_studio.start_s}", " s",
        ),
        Row(
            "processor time to the first poll", f"{spanned(used['ujima'])} s",
            f"python-telegram-bot's echo {spanned(used['shipped'])}",
        ),
        at_most("installed, without av", 260, files["without_av_mb"], f"Label Studio {label_studio.installed_mb}", " MB"),
        at_most("installed, with av", 370, files["with_av_mb"], f"the largest: {largest}", " MB"),
        at_most("packages", 60, files["packages"], f"Label Studio {label_studio.packages}"),
    ]  # fmt: skip


parts = (
    Part(
        "footprint",
        "What it takes",
        lambda folder, long: measure(folder, Size(rounds=11, seconds=10.0) if long else Size()),
        lines,
        rows,
    ),
)
