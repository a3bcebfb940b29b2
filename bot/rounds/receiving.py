"""Fetches what requesters sent in the chat: a zip goes on as an import, a lone table becomes a pack.toml to be filled,
and a review file that came back is done.

Only a program that runs can fetch, so these jobs have a lane of their own, worked off here. The file lies under
`<data>/sent/<job>` until no job wants it any more. A crash costs another try; what ends a job is told to whoever sent
the file (`bot.actions.receiving`).
"""

from __future__ import annotations

import asyncio
import os
import re
import shutil
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

import structlog

from bot.actions import queueing, receiving
from bot.actions.queueing import Job, sent_job
from bot.domain.limits import Rules
from bot.domain.outcomes.requester import TableCame
from bot.domain.refusals.packs import PackFaulty
from bot.domain.refusals.working import FileGone
from bot.packs import bounds, faults, fence, reviews
from bot.packs.faults import Found
from bot.packs.foreign.converting import Converted
from bot.rounds import jobs
from bot.rounds.jobs import Stepped
from bot.storage import Database, is_shared

_said = re.compile(r"([\w-]+)=(.*?)\s*(?=\s[\w-]+=|$)", re.DOTALL)  # kind=choice options=Yes|Not at all

log = structlog.get_logger("bot.rounds")

tick_s = 0.5
tries_of_gone_files = 2  # Telegram says "gone" also of what is away for a moment

Fetch = Callable[[str], Awaitable[bytes]]


@dataclass(frozen=True, slots=True)
class Receiving:
    """Works off the files of one bot. `fetch` brings a file by its id; `folder` is where they lie."""

    database: Database
    fetch: Fetch
    folder: Path
    rules: Rules

    async def run(self) -> None:
        """Goes on until cancelled. Alone it takes up at once what the last program had in hand when it ended."""
        if not is_shared(self.database):
            await self.database.write(queueing.released, sent_job)
        while True:
            if not await self.turn():
                await asyncio.sleep(tick_s)

    async def turn(self) -> bool:
        """One job; False when none is due. Then files that nobody wants any more go."""
        try:
            if await self.database.read(queueing.is_due, sent_job):
                return await jobs.work_one(self.database, {sent_job: self.step}, lane=sent_job)
            await self.tidy()
        except Exception as error:  # the database is in trouble: the next turn tries again
            log.error("a round failed", round="receiving", exc_info=error)
        return False

    async def tidy(self) -> None:
        """Removes the files of jobs that are over."""
        if not self.folder.is_dir() or not any(self.folder.iterdir()):
            return
        places = list(self.folder.iterdir())  # first: another program's file has its job before it lies here
        wanted = {str(job) for job in await self.database.read(receiving.in_hand)}
        for place in places:
            if place.name not in wanted:
                await asyncio.to_thread(shutil.rmtree, place, True)

    async def step(self, job: Job) -> Stepped:
        """The whole of one job. Raises Refusal, and what may end well another time."""
        try:
            content = await self.fetch(job.input["file"])
        except FileGone as gone:
            if job.attempts < tries_of_gone_files:
                raise RuntimeError("the file is away, perhaps for a moment") from gone
            raise
        place = self.folder / str(job.id)
        path = place / f"file{Path(job.input['name'].lower()).suffix}"
        await asyncio.to_thread(_written, path, content)
        if path.suffix == ".zip":
            await self.database.write(receiving.handed_on, job, str(path.absolute()))
        else:
            named = place / _plain_name(job.input["name"])
            path.rename(named)
            if not await self._review(job, named):
                await self._table(job, named)
        return Stepped(end=True, result=job.input["name"])

    async def _review(self, job: Job, path: Path) -> bool:
        """Does what a review file says; False when it is none. Raises PackFaulty, and what `judging.returned` does."""
        if path.suffix not in (".csv", ".tsv") or not reviews.may_be_one(
            await asyncio.to_thread(_head, path)
        ):
            return False
        marks = await fence.review(path, bounds.own)
        if marks is None:
            return False
        if isinstance(marks, list):
            raise _faulty(job, marks)
        await self.database.write(receiving.reviewed, job, marks, self.rules)
        return True

    async def _table(self, job: Job, path: Path) -> None:
        """A pack.toml made of a lone table, or what must be said first. Raises PackFaulty."""
        mapping = dict(_said.findall(job.input.get("caption", "")))
        made = await fence.convert(path, path.parent / "pack", bounds.own, mapping=mapping)
        if isinstance(made, list):
            raise _faulty(job, made)
        name = job.input["name"]
        if isinstance(made, Converted):
            toml = (path.parent / "pack" / "pack.toml").read_text("utf-8")
            came = TableCame(name, made.kind, made.tasks, made.missing, (), toml)
        else:
            came = TableCame(name, "", 0, (), made.sentences(), "")
        await self.database.write(receiving.table, job, came)


def _faulty(job: Job, found: list[Found]) -> PackFaulty:
    """All that is wrong with a file, in sentences."""
    said = "\n".join(faults.say(one) for one in found)
    return PackFaulty(name=job.input["name"], count=len(found), faults=said)


def _head(path: Path) -> bytes:
    """A file's beginning, with all of its first line that a review's may be."""
    with path.open("rb") as file:
        return file.read(reviews.line_bytes_max)


def _plain_name(name: str) -> str:
    """A file's name that names a pack and nothing else: the last part of what a stranger wrote."""
    stem, suffix = os.path.splitext(os.path.basename(name.replace("\\", "/")))
    kept = "".join(letter for letter in stem if letter.isalnum() or letter in "-_ ")[:40]
    return f"{kept or 'table'}{suffix.lower()}"


def _written(path: Path, content: bytes) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
