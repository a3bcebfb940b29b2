"""What the figures were measured on, and what a process has used, as Linux's /proc tells it."""

from __future__ import annotations

import os
import platform
import sqlite3
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from tests.bench.figures import Figures, short

told_of = (
    "ujima",
    "python-telegram-bot",
    "httpx",
    "httpcore",
    "aiohttp",
    "uvloop",
    "aiosqlite",
    "psycopg",
    "starlette",
    "uvicorn",
    "pillow",
)


def described() -> Figures:
    """The machine and the versions that matter."""
    return {
        "machine": f"{platform.system()} {platform.release()} {platform.machine()}, {_processor()}",
        "cpus": len(os.sched_getaffinity(0)),
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "versions": {name: version(name) for name in told_of},
    }


def moment() -> Figures:
    """Now, UTC, and how busy the machine has been in the last minute."""
    return {"date": datetime.now(UTC).isoformat(timespec="seconds"), "load_before": short(os.getloadavg()[0])}


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    return next(
        (line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "unknown"
    )


def cpu_s(process: int) -> float:
    """Seconds of processor time of all threads of a process so far, user and system; in steps of 10 ms."""
    after_name = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    user, system = int(after_name[11]), int(after_name[12])  # fields 14 and 15 of proc(5)
    return (user + system) / os.sysconf("SC_CLK_TCK")


def cpu_s_with_children(process: int) -> float:
    """The same of a process, the children it has, and those it had (cutime and cstime): of a database server, all it used."""
    after_name = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    gone = (int(after_name[13]) + int(after_name[14])) / os.sysconf("SC_CLK_TCK")
    children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    return cpu_s(process) + gone + sum(cpu_s(int(child)) for child in children)


def memory_mb(process: int) -> float:
    """The memory a process holds now, in MB."""
    return _held_mb(process, "VmRSS:")


def memory_peak_mb(process: int) -> float:
    """The most memory a process has held at once, in MB."""
    return _held_mb(process, "VmHWM:")


def _held_mb(process: int, name: str) -> float:
    """A line of proc(5)'s status, which is in KiB."""
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    kibibytes = next(int(line.split()[1]) for line in lines if line.startswith(name))
    return kibibytes * 1024 / 1_000_000
