"""Goes round: each kind of work at its own pace, one after another, none able to stop the others."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic

import structlog

from bot.actions import (
    amending,
    becoming,
    conversing,
    forgetting,
    grieving,
    locking,
    noticing,
    overseeing,
    picturing,
    proposing,
    proving,
    queueing,
    reckoning,
    returning,
    telling,
    warning,
)
from bot.domain.limits import Rules
from bot.media.store import Store
from bot.meters import Meters
from bot.rounds import jobs, media
from bot.rounds.jobs import Step
from bot.storage import Database

log = structlog.get_logger("bot.rounds")

tick_s = 0.5
sweep_age_s = 24 * 3600


@dataclass(slots=True)
class Clockwork:
    """The rounds of one program. `run` goes until cancelled; `turn` does everything that is due once."""

    database: Database
    store: Store
    steps: dict[str, Step]
    clock: Callable[[], int]
    spools: Path  # of imports: what they have fitted is kept until its rows name it
    rules: Rules
    away: Callable[[], bool] = lambda: (
        False
    )  # nobody can reach us now: then no lease ends and nobody's silence counts
    meters: Meters = field(default_factory=Meters)
    _next: dict[str, float] = field(default_factory=dict)

    def _work(self) -> tuple[tuple[str, float, Callable[[], Awaitable[object]]], ...]:
        write = self.database.write
        return (
            ("leases", 1.0, self._lapse),
            ("deadlines", 1.0, self._deadlines),
            ("news", 1.0, lambda: write(becoming.tell_some)),
            ("voice", 1.0, lambda: write(proposing.tell_some)),
            ("grievances", 1.0, lambda: write(grieving.tell_some)),
            ("rules", 1.0, lambda: write(amending.tell_some)),
            ("low", 60.0, self._warn),
            ("room", 60.0, lambda: write(conversing.tell_some)),
            ("refunds", 60.0, lambda: write(overseeing.refund_finished)),
            ("fees", 60.0, lambda: write(overseeing.collect_fees)),
            ("counts", 60.0, self._count),
            ("morning", 60.0, lambda: write(telling.morning)),
            ("regions", 600.0, self._listen),
            ("seal", 600.0, self._seal),
            ("book", 600.0, self._check),
            ("records", 3600.0, self._reckon),
            ("forget", 3600.0, lambda: write(overseeing.forget)),
            ("forgotten", 3600.0, lambda: write(forgetting.sweep)),
            ("signals", 24 * 3600.0, self._notice),
            ("sweep", 24 * 3600.0, self._sweep),
        )

    def _lanes(self) -> tuple[str, ...]:
        """The lanes that are worked off here; seals' only where there is a channel for them."""
        return (*queueing.lanes, queueing.seal_job) if queueing.seal_job in self.steps else queueing.lanes

    async def run(self) -> None:
        """Goes round until cancelled. Jobs go beside: a long one holds up no lease and no deadline."""
        beside = [asyncio.create_task(self._work_jobs_off(lane)) for lane in self._lanes()]
        try:
            while True:
                await self.turn()
                await asyncio.sleep(tick_s)
        finally:
            for lane in beside:
                lane.cancel()
            await asyncio.gather(*beside, return_exceptions=True)

    async def turn(self, *, everything: bool = False) -> None:
        """What is due now, or all of it."""
        for name, every_s, work in self._work():
            if everything or monotonic() >= self._next.get(name, 0.0):
                self._next[name] = monotonic() + every_s
                await self._try(name, work)
        self.meters.happened("ujima_round_age_seconds")

    async def _work_jobs_off(self, lane: str) -> None:
        while True:
            try:
                worked = await jobs.work_one(self.database, self.steps, lane)
            except Exception as error:
                self._broke("a round failed", error, round="jobs")
                worked = False
            if not worked:
                await asyncio.sleep(tick_s)

    async def _try(self, name: str, work: Callable[[], Awaitable[object]]) -> None:
        try:
            await work()
        except Exception as error:  # the next turn tries again; the others go on
            self._broke("a round failed", error, round=name)

    def _broke(self, what: str, error: Exception, **where: str) -> None:
        self.meters.count("ujima_incidents_total", "round")
        log.error(what, exc_info=error, **where)

    async def _lapse(self) -> None:
        if not self.away():
            await self.database.write(overseeing.lapse)

    async def _listen(self) -> None:
        if not self.away() and await self.database.read(returning.listen):
            await self.database.write(returning.hold)

    async def _deadlines(self) -> None:
        for kind, subject in await self.database.read(overseeing.due_deadlines):
            if kind in returning.stopped and self.away():
                continue
            try:
                await self.database.write(overseeing.meet_deadline, kind, subject, self.rules)
            except Exception as error:
                self._broke("a deadline could not be met", error, kind=kind)  # its subject may be a person
                await self.database.write(overseeing.postpone_deadline, kind, subject)

    async def _seal(self) -> None:
        await self.database.write(overseeing.seal)
        if queueing.seal_job in self.steps:
            await self.database.write(proving.announce)

    async def _count(self) -> None:
        await self.database.write(overseeing.note_counts, await self.database.read(overseeing.count))

    async def _reckon(self) -> None:
        await self.database.write(reckoning.note, await self.database.read(reckoning.count))

    async def _notice(self) -> None:
        await self.database.write(noticing.note, await self.database.read(noticing.look))

    async def _warn(self) -> None:
        for pack in await self.database.read(warning.running_out):
            await self.database.write(warning.warn, pack)

    async def _check(self) -> None:
        faults = await self.database.read(overseeing.check_book)
        self.meters.set("ujima_book_faults", len(faults))
        self.meters.happened("ujima_book_check_age_seconds")
        for fault in faults:
            log.critical("the book does not balance", fault=fault)
        if waiting := await self.database.read(locking.waiting):
            log.critical("reported as against the law: `ujima illegal list`", tasks=len(waiting))

    async def _sweep(self) -> None:
        noted = await asyncio.to_thread(media.hashes, self.spools)  # first: a row names what is noted no more
        kept = noted | await self.database.read(picturing.kept)
        await asyncio.to_thread(self.store.sweep, kept, sweep_age_s, self.clock())
