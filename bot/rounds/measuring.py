"""Looks at what workers made: fetches a photograph or a voice, measures it, and lets it answer its question.

`working.answer` leaves the job in the transaction that acknowledges the message, so what was sent is not lost. Each
turn repeats safely: the file is fetched again, its content has the same name in the store, and `making.measured`
happens once for each job. Somebody waits, so these jobs have a loop of their own beside the other rounds; a crash or
a bad line costs another try, the fifth of which ends in asking for it once more.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import structlog

from bot.actions import handing, making, queueing, telling
from bot.actions.making import Found, Sent
from bot.actions.queueing import Job, measure_job
from bot.actions.telling import Told
from bot.domain.limits import Rules
from bot.domain.outcomes import Outcome
from bot.domain.refusals import Refusal
from bot.domain.refusals.working import FileGone, FileNotLookedAt, FileUnreadable, NoVoicesHere
from bot.media import containers, photos, sound
from bot.media.fence import Fence
from bot.media.refused import MediaRefused
from bot.media.store import Store
from bot.rounds import jobs
from bot.rounds.jobs import Stepped
from bot.storage import Database, Tx, is_shared

log = structlog.get_logger("bot.rounds")

tick_s = 0.25
looks_at_once = 2  # people's phones send albums; one worker's five photographs do not stop another's one
word_after_s = 3.0
tries_of_gone_files = 2  # Telegram says "gone" also of what is away for a moment
voice_kbit = 32  # of what is kept: about what phones send, for a requester paid for the voice

Fetch = Callable[[str], Awaitable[bytes]]
Show = Callable[[Told], None]


@dataclass(frozen=True, slots=True)
class Clean:
    """What is kept of a file: its content without place, time and names, and what was measured."""

    data: bytes
    facts: dict[str, int]
    fingerprint: str = ""


def photo(data: bytes) -> Clean:
    """A photograph, by `bot.media.photos`. Raises MediaRefused."""
    made = photos.take(data)
    facts = {name: getattr(made, name) for name in ("width", "height", "blur", "dark", "bright")}
    return Clean(made.data, facts, made.fingerprint)


def voice(data: bytes) -> Clean:
    """A voice, by `bot.media.sound`. Raises MediaRefused."""
    found, note = sound.measured(data), sound.voice_note(data, voice_kbit)
    facts = {
        "seconds": found.seconds,
        "loudness": found.loudness_dbfs,
        "clipped": found.clipped_per_mille,
        "silent": found.silent_per_mille,
    }
    return Clean(note.data, facts)


LOOKS: dict[str, Callable[[bytes], Clean]] = {"photo": photo, "voice": voice}


@dataclass(frozen=True, slots=True)
class Measuring:
    """Works off the jobs of one bot. `fetch` brings a file by its id, `show` sends what is due."""

    database: Database
    store: Store
    rules: Rules
    fetch: Fetch
    show: Show
    fence: Fence = field(default_factory=Fence)

    async def run(self) -> None:
        """Goes on until cancelled. Alone it takes up at once what the last program had in hand when it ended."""
        if not is_shared(self.database):
            await self.database.write(queueing.released, measure_job)
        try:
            async with asyncio.TaskGroup() as looks:
                for _ in range(looks_at_once):
                    looks.create_task(self._go_round())
        finally:
            self.fence.close()

    async def _go_round(self) -> None:
        while True:
            if not await self.turn():
                await asyncio.sleep(tick_s)

    async def turn(self) -> bool:
        """One job; False when none is due."""
        try:
            if not await self.database.read(queueing.is_due, measure_job):
                return False
            return await jobs.work_one(self.database, {measure_job: self.step}, lane=measure_job)
        except Exception as error:  # the database is in trouble: the next turn tries again
            log.error("a round failed", round="measuring", exc_info=error)
            return False

    async def step(self, job: Job) -> Stepped:
        """The whole of one job. Raises what may end well another time."""
        sent = Sent.of(job.input)
        if not await self.database.read(making.is_wanted, sent):
            await self._tell(job, sent, partial(making.not_wanted, sent=sent))
            return Stepped(end=True, result="its question is settled")
        try:
            if job.attempts > queueing.attempts_max:
                raise FileNotLookedAt
            found = await self._patiently(job, sent)
        except FileGone as gone:
            if job.attempts < tries_of_gone_files:
                raise RuntimeError("the file is away, perhaps for a moment") from gone
            return await self._not_taken(job, sent, gone)
        except Refusal as refusal:
            return await self._not_taken(job, sent, refusal)
        except Exception as error:
            if job.attempts < queueing.attempts_max:
                raise
            log.error("what somebody sent could not be looked at", job=job.id, exc_info=error)
            return await self._not_taken(job, sent, FileNotLookedAt())
        await self._tell(job, sent, partial(making.measured, rules=self.rules, sent=sent, found=found))
        return Stepped(end=True, result=sent.form)

    async def _patiently(self, job: Job, sent: Sent) -> Found:
        """Fetched and measured; when that takes long, they hear that it is here."""
        looking = asyncio.create_task(self._looked_at(sent))
        try:
            done, _ = await asyncio.wait({looking}, timeout=word_after_s)
            if not done:
                await self._tell(job, sent, partial(making.looking, sent=sent), "looking")
            return await looking
        finally:
            looking.cancel()

    async def _looked_at(self, sent: Sent) -> Found:
        content = await self.fetch(sent.file)
        if sent.form == "voice" and not containers.available():
            raise NoVoicesHere
        try:
            clean = await self.fence.run(LOOKS[sent.form], content)
        except MediaRefused as refused:
            log.info("a file is not taken", form=sent.form, why=str(refused))
            raise FileUnreadable from None
        kept = await asyncio.to_thread(self.store.put, clean.data)
        return Found(kept, clean.facts, clean.fingerprint)

    async def _not_taken(self, job: Job, sent: Sent, refusal: Refusal) -> Stepped:
        await self._tell(job, sent, partial(making.not_taken, refusal=refusal))
        return Stepped(end=True, well=False, result=type(refusal).__name__)

    async def _tell(
        self, job: Job, sent: Sent, command: Callable[[Tx], Outcome | None], what: str = "measured"
    ) -> None:
        told: Any = await self.database.write(telling.once, sent.account, command, cause=f"{what}:{job.id}")
        if told is not None and not await self.database.write(handing.kept_back, sent.account):
            self.show(told)
