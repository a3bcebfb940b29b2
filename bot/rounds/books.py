"""The book written into a file: one picture of it, streamed from the database to the disk.

A thread reads and writes; whoever answers meanwhile is not stopped. The file appears under its name only when it is whole.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.actions.queueing import Job
from bot.domain.refusals.papers import BookNotWritten
from bot.domain.refusals.results import NoSuchFormat
from bot.ledger.exports import exports
from bot.rounds.jobs import Stepped
from bot.screens import operator
from bot.storage import Database, Tx


@dataclass(frozen=True, slots=True)
class Books:
    """What writing the book needs: given once."""

    database: Database

    async def step(self, job: Job) -> Stepped:
        """One whole job: its input is `out`, a file, and `format`; its result the line that the operator reads."""
        out = Path(job.input["out"])
        size = await self.write(out, job.input["format"])
        return Stepped(end=True, result=operator.books.written(str(out), size))

    async def write(self, out: Path, format: str) -> int:
        """Writes the whole book; the bytes written. Raises NoSuchFormat, and BookNotWritten for a place that is none."""
        if format not in exports:
            raise NoSuchFormat(format=format[:40], known=", ".join(sorted(exports)))
        try:
            return await self.database.read(_written, out, exports[format])
        except OSError as why:
            raise BookNotWritten(reason=f"{out}: {why.strerror or why}.") from None


def _written(tx: Tx, out: Path, pieces: Callable[[Tx], Iterator[str]]) -> int:
    """Beside the file first, then under its name."""
    out.parent.mkdir(parents=True, exist_ok=True)
    unfinished = out.with_name(f".{out.name}.{secrets.token_hex(4)}")
    try:
        with unfinished.open("x", encoding="utf-8", newline="") as file:
            file.writelines(pieces(tx))
            file.flush()
            os.fsync(file.fileno())
        size = unfinished.stat().st_size
        os.replace(unfinished, out)
    finally:
        unfinished.unlink(missing_ok=True)
    return size
