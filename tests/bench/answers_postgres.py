"""Answers a second of the whole program on PostgreSQL beside the same echo bot, and what the database's server uses for one."""

from __future__ import annotations

import asyncio
from pathlib import Path

from tests.bench import answers, server
from tests.bench.answers import Size
from tests.bench.figures import Figures
from tests.bench.part import Part, Row, spanned


def measure(folder: Path, size: Size) -> Figures:
    """On a server of our own."""
    return server.on_own(
        folder, lambda url_of: measure_on(folder / "data", url_of("postgres"), folder / "postgres", size)
    )


def measure_on(data: Path, url: str, files: Path, size: Size) -> Figures:
    """On an empty database of a running server, whose own files are these."""
    data.mkdir()
    asyncio.run(answers.stock_at(data, url, size.tasks))
    first = int((files / "postmaster.pid").read_text().split()[0])
    return {"people": size.people, **answers.measured(data, size, "postgres", url, first)}


def lines(found: Figures) -> list[str]:
    """The main figures for people."""
    served = found["ujima"]["database_cpu_ms_an_answer"]
    return [
        *answers.lines_of("postgres", found, found["people"]),
        f"  postgres: {spanned(served)} ms of the server's processor an answer beside the program's",
    ]


def rows(found: Figures) -> list[Row]:
    """The program's processor and its server's."""
    ours, served = found["ujima"], found["ujima"]["database_cpu_ms_an_answer"]
    return [
        Row(
            f"answers/s of the whole program, {found['people']} workers, on PostgreSQL",
            f"{found['wall_ratio_ujima_to_echo']['median']:g} ×",
            f"bare echo bot; ours {spanned(ours['answers_a_second'])} a second,"
            f" {spanned(ours['cpu_ms_an_answer'])} ms of processor each and {spanned(served)} ms of the server's",
        )
    ]


def _part(folder: Path, long: bool) -> Figures:
    return measure(folder, Size(rounds=7, seconds=8.0, tasks=200_000) if long else Size(tasks=20_000))


parts = (Part("answers_postgres", "Answers of the whole program on PostgreSQL", _part, lines, rows),)
