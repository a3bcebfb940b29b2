"""Brings a pack in, in phases that each go on after a crash where they were: read, media, compare, rows.

The pack is read once, in a process behind a fence, into a spool under `<data>/imports/<job>`. Its distinct media are
fitted by processes on all cores. Rows for a pack that is there are compared with it. The rows go from the spool into
the database some at a time, so few that no tap waits; how far they are is the job's step, written with them
(`entering`). A failure, or somebody's end to it, leaves nothing: `undo`.

`job.input`: {"path", "requester", "skip_invalid"}; the phases add "phase", "pack" (its id), "after" (the seq before the
first row), "new" (is the pack new?), "decided" (its money is locked: there is no way back), "digest".
A file that came through the chat ("sent") waits, before money is locked, for its requester's yes ("agreed").
"""

from __future__ import annotations

import asyncio
import shutil
import statistics
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import TypeVar

from bot.actions import filling, locking, queueing, receiving, renewing
from bot.actions.queueing import Job
from bot.domain.limits import Rules
from bot.domain.outcomes.requester import Remarks
from bot.domain.refusals.packs import NewWordsUnseen, PackFaulty, StillComing
from bot.media.fetching import Fetcher
from bot.media.store import Store
from bot.packs import bounds, faults, fence
from bot.packs.form import PackForm
from bot.packs.report import Report
from bot.packs.spool import Row, Spooled
from bot.rounds import entering, fetches, media, twins
from bot.rounds.costs import Costs, unlike_of
from bot.rounds.entering import Given
from bot.rounds.fitting import Files, Fitted, Fitting, processes_for
from bot.rounds.jobs import Stepped
from bot.storage import Database
from bot.texts import Texts

step_s_max = 5.0
told_every_s = 1.0
rows_first, rows_least, rows_most = 50, 10, 1_000
batch_s_aim = 0.01  # of database time; as long as a batch takes with its commit is then left to others
rows_undone_most = 500
rows_compared_most = 500
held_most = 4  # imports that go on at once without reading their notes again

T = TypeVar("T")


class Stopped(Exception):
    """Somebody ended the job while a step went on."""


@dataclass(slots=True)
class _Held:
    """What later steps would read again: the spool, and what became of its media."""

    spooled: Spooled
    form: PackForm
    made: dict[media.Key, Fitted | str]
    costs: Costs
    rows: int = field(default_factory=lambda: rows_first)

    def of(self, files: Files) -> Fitted | None:
        """What was made of an item's files."""
        made = self.made.get(media.key(files))
        return made if isinstance(made, Fitted) else None

    def some(self, offset: int, count: int) -> tuple[list[Row], int]:
        """Rows from a place in the spool on and the place after them; what they cost is added up the first time."""
        rows, behind = self.spooled.rows(offset, count)
        if offset == self.costs.offset:
            for row in rows:
                self.costs.add(row, self.of(row["media"]))
            self.costs.offset = behind
        return rows, behind

    def all_costs(self) -> Costs:
        """What all rows cost: those too that were brought in before the program ended and began anew."""
        while self.some(self.costs.offset, rows_most)[0]:
            pass
        return self.costs

    def examples(self) -> Fitted | None:
        """The examples' pictures as one."""
        return self.of(media.example_files(self.form))

    def doubled(self) -> list[str]:
        """A sentence for each picture of hard content that comes twice, or nearly."""
        return twins.doubled(media.rows(self.spooled), self.of) if self.form.flags else []

    def sealed(self, hashes: frozenset[str]) -> list[str]:
        """A sentence for each item's files that were reported as against the law; `hashes` of what may not come in."""
        found = []
        for files, one in self.made.items():
            if isinstance(one, Fitted) and not hashes.isdisjoint(
                (one.source, *(it.hash for it in one.renditions))
            ):
                found.append(f"{', '.join(files)}: this was reported as against the law and can't come in.")
        return sorted(found)

    def faults(self) -> list[str]:
        """A sentence for each item's files that can't be shown, sorted."""
        return sorted(one for one in self.made.values() if isinstance(one, str))


@dataclass(frozen=True, slots=True)
class Imports:
    """What an import needs: given once. `folder` is where spools are."""

    database: Database
    store: Store
    rules: Rules
    folder: Path
    texts: Texts
    fetcher: Fetcher = field(default_factory=Fetcher)
    stickers: bool = False  # are pictures made as stickers too?
    _held: dict[int, _Held] = field(default_factory=dict)  # the import under way, by its job

    async def step(self, job: Job) -> Stepped:
        """One step of one import."""
        try:
            return await _PHASES[job.input.get("phase", "read")](self, job)
        except Stopped:
            return Stepped(step=job.step)  # the next step undoes it

    async def undo(self, job: Job) -> Stepped:
        """One step of removing what an import left: rows, the pack, its spool. Media that nothing names is swept."""
        pack, given = job.input.get("pack"), job.input
        self._held.pop(job.id, None)
        if pack is not None and not given.get("decided"):
            if await self.database.write(filling.cleared, pack, given["after"], rows_undone_most):
                return Stepped(step=job.step + 1)
            await self.database.write(renewing.undone, pack, given["after"], given["new"])
        await asyncio.to_thread(shutil.rmtree, self._spool(job), True)
        return Stepped(end=True, well=False, result=job.result)

    def _spool(self, job: Job) -> Path:
        return self.folder / str(job.id)

    async def tidy(self) -> None:
        """Removes spools whose jobs are over: a crash came before that."""
        # spools first: the job of each is there before it
        spools = list(self.folder.iterdir()) if self.folder.is_dir() else []
        going = {str(row["id"]) for row in await self.database.read(queueing.unfinished)}
        for spool in spools:
            if spool.name not in going:
                await asyncio.to_thread(shutil.rmtree, spool, True)

    # ---- read ---------------------------------------------------------------------------------------------

    async def _read(self, job: Job) -> Stepped:
        """Reads the whole pack; all its faults at once, or on to its media."""
        spool, path = self._spool(job), Path(job.input["path"])
        await asyncio.to_thread(shutil.rmtree, spool, True)  # a crash left it half
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        report = await self._told(job, "reading", read(path, spool, self.rules, job.input))
        form = passed(report, path.name)
        known = await self.database.read(renewing.known, form.name, job.input["requester"])
        if known is not None and known.digest == report.digest:
            await asyncio.to_thread(shutil.rmtree, spool, True)
            return Stepped(end=True, result=f"{form.name}: is there already; nothing was added.")
        if known is not None and known.coming is not None:
            await self.database.write(queueing.hurried, known.coming)
            raise StillComing(name=form.name, job=known.coming)
        if known is not None:
            await self.database.read(renewing.changes, known.id, form)
        given = {
            **job.input,
            "phase": "media",
            "digest": report.digest,
            "rows": report.rows,
            "waits": list(report.needs_person),
            "media": report.media,
            "new": known is None,
        }
        return await self._on(job, given)

    async def _told(self, job: Job, phase: str, work: Awaitable[T], far: Sequence[int] = (0, 0)) -> T:
        """What a long piece of work gives, which is as `far` as it writes there; meanwhile the job keeps its lease.

        Raises Stopped when it is to end.
        """
        going, over = asyncio.ensure_future(work), False
        try:
            while True:
                if not await self.database.write(queueing.advanced, job.id, phase, far[0], far[1]):
                    raise Stopped
                if over:
                    return going.result()
                done, _ = await asyncio.wait([going], timeout=told_every_s)
                over = bool(done)
        finally:
            going.cancel()
            await asyncio.gather(going, return_exceptions=True)

    async def _on(self, job: Job, given: Given) -> Stepped:
        await self.database.write(entering.remembered, job.id, given)
        return Stepped(step=0)

    # ---- media --------------------------------------------------------------------------------------------

    async def _media(self, job: Job) -> Stepped:
        """Fits what is not fitted yet; then the pack is begun, or what is new to it is decided."""
        held = self._loaded(job)
        wrong = await self._fetch(job, held) if job.input["media"] else []
        if job.input["media"] and not wrong:
            await self._fit(job, held)
        wrong = wrong or held.sealed(await self.database.read(locking.sealed))
        if wrong := wrong or held.faults() or await asyncio.to_thread(held.doubled):
            shown = "\n".join(wrong[: faults.faults_shown_max])
            raise PackFaulty(name=held.form.name, count=len(wrong), faults=shown)
        if job.input["new"]:
            return await self._begin(job, held)
        return await self._on(job, {**job.input, "phase": "compare"})

    async def _fetch(self, job: Job, held: _Held) -> list[str]:
        """Brings the media that are addresses; a sentence for each that can't be had."""
        if all(one.file for one in held.spooled.media()):
            return []
        far = [0, 0]

        def tell(done: int, total: int) -> None:
            far[:] = done, total

        return await self._told(job, "fetching", fetches.fetched(held.spooled, self.fetcher, tell), far)

    async def _fit(self, job: Job, held: _Held) -> None:
        given = held.spooled, held.form, self.store, self.stickers
        orders = await asyncio.to_thread(lambda: list(media.orders(*given)))
        left = [order for order in orders if media.key(order.files) not in held.made]
        total, done = len(orders), len(orders) - len(left)

        async def tell() -> None:
            if not await self.database.write(queueing.advanced, job.id, "pictures", done, total):
                raise Stopped

        with Fitting(processes_for(len(left)), tell) as fitting, media.Notes(self._spool(job)) as notes:
            await tell()
            async for order, made in fitting.all(left):
                notes.add(order.files, made)
                held.made[media.key(order.files)] = made
                done += 1
            shares = media.shares(held.form)
            fitted = [(one.files, got) for one in orders if shares and (got := held.of(one.files))]
            same = twins.shared(fitted, held.spooled)
            for files, twin in await self._told(job, "pictures", same, (total, total)):
                notes.add(files, twin)
                held.made[media.key(files)] = twin

    async def _begin(self, job: Job, held: _Held) -> Stepped:
        old = await self.database.read(filling.abandoned, held.form.name)
        while old is not None and await self.database.write(filling.cleared, old, -1, rows_undone_most):
            pass
        await self.database.write(entering.begin, job, held.form, held.examples())
        return Stepped(step=0)

    # ---- what is new to a pack that is there -----------------------------------------------------------------

    async def _compare(self, job: Job) -> Stepped:
        """Rows of a pack that is there: new ones are counted, changed ones refused; then it is decided, money and all."""
        held, offset, added = self._loaded(job), 0, renewing.Added()
        known = await self.database.read(renewing.known, held.form.name, job.input["requester"])
        assert known is not None
        while True:
            rows, offset = await asyncio.to_thread(held.spooled.rows, offset, rows_compared_most)
            if not rows:
                break
            tasks = [entering.task(row, held.of(row["media"])) for row in rows]
            added = await self.database.read(renewing.compared, known.id, tasks, added)
            if not await self.database.write(queueing.advanced, job.id, "comparing", offset, 0):
                raise Stopped
        if added.changed:
            raise renewing.refused(held.form.name, added)
        if added.again:
            raise _shown_already(held.form.name, added.again)
        held_by = (known.id, held.form, added, job.input["digest"], job.input["waits"])
        if why := await self.database.write(renewing.held, *held_by):
            raise NewWordsUnseen(name=held.form.name, reasons=" ".join(why))
        if await self.database.write(receiving.asks, job, known.id, held.form, added, self.rules):
            return Stepped(rests=True)
        why = await self.database.write(entering.renew, job, known.id, held.form, added, self.rules)
        if why:
            raise NewWordsUnseen(name=held.form.name, reasons=" ".join(why))
        return Stepped(step=0)

    # ---- rows -----------------------------------------------------------------------------------------------

    async def _rows(self, job: Job) -> Stepped:
        """Writes rows for some seconds; each time as many as take `batch_s_aim`, then others have their turn as long."""
        held, offset, until = self._loaded(job), job.step, monotonic() + step_s_max
        while True:
            rows, behind = await asyncio.to_thread(held.some, offset, held.rows)
            if not rows:
                return await self._finish(job, held)
            tasks = [entering.task(row, held.of(row["media"])) for row in rows]
            renditions = [one for row in rows for one in entering.renditions(held.of(row["media"]))]
            began = monotonic()
            busy = await self.database.write(entering.add, job, tasks, renditions, behind)
            if busy is None:
                raise Stopped
            took, offset = monotonic() - began, behind
            held.rows = min(rows_most, max(rows_least, round(held.rows * min(2.0, batch_s_aim / busy))))
            await asyncio.sleep(took)
            if monotonic() > until:
                return Stepped(step=offset)

    async def _finish(self, job: Job, held: _Held) -> Stepped:
        examples = media.key(media.example_files(held.form))
        items = (one for files, one in held.made.items() if files != examples)
        made = [one for one in items if isinstance(one, Fitted) and one.shown]
        costs = await asyncio.to_thread(held.all_costs)
        mode = max(costs.over, key=lambda one: (costs.over[one].count, one == "saver"))
        over, unlike = costs.over[mode], unlike_of(held.made)
        remarks = Remarks(over.count, over.names, unlike.count, unlike.names, mode)
        figures = _middling(held.form, made), costs.middling_words(), remarks
        if not await self.database.write(entering.finish, job, held.form, *figures):
            raise Stopped
        self._held.pop(job.id, None)
        await asyncio.to_thread(shutil.rmtree, self._spool(job), True)
        return Stepped(end=True, result=entering.result(held.form.name, job.input))

    def _loaded(self, job: Job) -> _Held:
        """The spool and the notes on its media: from memory, or after a restart from the disk."""
        if job.id not in self._held:
            while len(self._held) >= held_most:
                del self._held[next(iter(self._held))]
            spooled = Spooled(self._spool(job))
            form = spooled.form
            made, costs = media.noted(self._spool(job)), Costs(form, self.texts)
            self._held[job.id] = _Held(spooled, form, made, costs)
        return self._held[job.id]


_PHASES: dict[str, Callable[[Imports, Job], Awaitable[Stepped]]] = {
    "read": Imports._read,
    "media": Imports._media,
    "compare": Imports._compare,
    "rows": Imports._rows,
}


async def read(path: Path, spool: Path, rules: Rules, given: Given) -> Report:
    """A pack read into its spool, behind the fence."""
    return await fence.read(
        path,
        spool,
        bounds.own,
        floor_hourly=rules.floor_hourly,
        money_minor=rules.minor,
        currency=rules.currency,
        skip_invalid=bool(given.get("skip_invalid")),
        addresses=await asyncio.to_thread(path.is_dir),  # an operator's own folder; a zip may be a stranger's
    )


def passed(report: Report, name: str) -> PackForm:
    """The form of a pack that was read without a fault; refused with all its faults."""
    if report.faults or report.form is None:
        said = "\n".join(faults.say(fault) for fault in report.faults)
        raise PackFaulty(name=name, count=report.fault_count, faults=said)
    return report.form


def _shown_already(name: str, again: Sequence[tuple[int, str]]) -> PackFaulty:
    """The refusal of rows whose hard content the pack has already."""
    said = [
        f"line {line}: this shows the same as {key}: nobody is to see hard content twice."
        for line, key in again
    ]
    return PackFaulty(name=name, count=len(said), faults="\n".join(said))


def _middling(form: PackForm, made: Sequence[Fitted]) -> tuple[int, int]:
    """What a middling medium costs on the wire, for people who save data and for those who don't."""
    if not made:
        return 0, 0
    saver = statistics.median(media.medium_bytes(one, form.byte_budget.saver) for one in made)
    full = statistics.median(media.medium_bytes(one, form.byte_budget.full, full=True) for one in made)
    return round(saver), round(full)
