"""Reads a pack's folder in: step 0 opens the pack, each further step brings twenty rows with their pictures, the last
makes it a draft. Pictures are fitted in a thread, so that no tap waits; a step done twice writes the same rows once.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import statistics
from dataclasses import dataclass, field
from pathlib import Path

from bot import kinds
from bot.actions import picturing, publishing, queueing
from bot.actions.publishing import NewRendition, NewTask
from bot.actions.queueing import Job
from bot.domain.limits import Rules
from bot.domain.refusals import PackFaulty
from bot.media import images
from bot.media.store import Store
from bot.packs import faults, folder
from bot.packs.files import leads_inside
from bot.packs.folder import Pack
from bot.packs.form import PackForm
from bot.packs.rows import TaskRow
from bot.rounds.jobs import Stepped
from bot.storage import Database, Tx

rows_per_step = 20
faults_shown = 50
packs_held_max = 4  # imports that go on at once without reading their folders again


@dataclass(frozen=True, slots=True)
class Imports:
    """What an import needs: given once."""

    database: Database
    store: Store
    rules: Rules
    _held: dict[int, Pack] = field(default_factory=dict)  # the packs under way, by their jobs

    async def step(self, job: Job) -> Stepped:
        """One step of one import. `job.input`: {"path": folder, "requester": name}; step 0 adds "read", see `digest`."""
        path = Path(job.input["path"])
        pack = await asyncio.to_thread(self._read, job, path)
        if job.step == 0:
            shown = await asyncio.to_thread(self._check_pictures, path, pack)
            await self.database.write(_begin, job, pack, shown)
            return Stepped(step=1)
        first = (job.step - 1) * rows_per_step
        rows = pack.tasks[first : first + rows_per_step]
        if rows:
            tasks, renditions = await asyncio.to_thread(self._fitted, path, pack.form, rows)
            await self.database.write(_add, pack.form.name, tasks, renditions)
            return Stepped(step=job.step + 1)
        await self.database.write(_finish, pack.form.name)
        self._held.pop(job.id, None)
        return Stepped(end=True, result=f"{pack.form.name}: {len(pack.tasks)} rows are in.")

    def _read(self, job: Job, path: Path) -> Pack:
        """The pack as step 0 read it: from memory, or after a restart once more from its folder, if that is the same."""
        if job.step and job.id in self._held:
            return self._held[job.id]
        pack = read(path, self.rules)
        if job.step and digest(pack) != job.input["read"]:
            changed = "pack.toml or tasks.csv was changed while they were read in. Add the pack once more."
            raise PackFaulty(name=pack.form.name, count=1, faults=changed)
        while len(self._held) >= packs_held_max:
            del self._held[next(iter(self._held))]
        self._held[job.id] = pack
        return pack

    def _check_pictures(self, path: Path, pack: Pack) -> images.Rendition | None:
        """Every picture fits, or all that don't are named at once; nothing is stored of a faulty pack.

        Returns the pictures of the examples as one.
        """
        room = _room(pack.form)
        wrong = []
        for name in sorted({row.picture for row in pack.tasks if row.picture}):
            try:
                images.fit_within(_bytes(path, name), room, images.EDGES[:1])
            except images.PictureRefused as refused:
                wrong.append(f"{name} {refused}")
        shown = None
        examples = [one.item for one in pack.form.examples if one.item.startswith("media/")]
        try:
            shown = images.side_by_side([_bytes(path, name) for name in examples], room) if examples else None
        except images.PictureRefused as refused:
            wrong.append(
                f"{' '.join(examples)}: one of the pictures of the examples, or all in one, {refused}"
            )
        if wrong:
            raise PackFaulty(name=pack.form.name, count=len(wrong), faults="\n".join(wrong[:faults_shown]))
        if shown is not None:
            self.store.put(shown.data)
        return shown

    def _fitted(
        self, path: Path, form: PackForm, rows: tuple[TaskRow, ...]
    ) -> tuple[list[NewTask], list[NewRendition]]:
        tasks, renditions = [], []
        spec = kinds.spec(form.kind, form.settings, form.languages)
        wanted = {one.column: one for one in kinds.kinds()[form.kind].media(spec)}
        for row in rows:
            source = ""
            if row.picture is not None:
                data = _bytes(path, row.picture)
                source = images.hash_of(data)
                renditions += self._renditions(source, data, wanted["picture"].edges, _room(form))
            tasks.append(_task(row, source))
        return tasks, renditions

    def _renditions(self, source: str, data: bytes, edges: tuple[int, ...], room: int) -> list[NewRendition]:
        """One per edge that differs; and smaller ones until one fits the default budget."""
        found: dict[str, NewRendition] = {}
        smaller = tuple(edge for edge in reversed(images.EDGES) if edge < edges[0])
        for edge in (*edges, *smaller):
            if edge in smaller and min(one.size_bytes for one in found.values()) <= room:
                break
            fitted = images.fit(data, edge)
            kept = self.store.put(fitted.data)
            found.setdefault(
                kept, NewRendition(source, edge, kept, fitted.width, fitted.height, len(fitted.data))
            )
        return list(found.values())


def read(path: Path, rules: Rules) -> Pack:
    """A pack's folder; refused with all its faults."""
    found = folder.read(
        path, floor_hourly=rules.floor_hourly, money_minor=rules.minor, currency=rules.currency
    )
    if isinstance(found, list):
        said = "\n".join(faults.say(fault) for fault in found)
        raise PackFaulty(name=path.name, count=len(found), faults=said)
    return found


def digest(pack: Pack) -> str:
    """SHA-256 of all that was read of pack.toml and tasks.csv."""
    said = pack.form.model_dump_json() + repr(pack.tasks)
    return hashlib.sha256(said.encode()).hexdigest()


def _room(form: PackForm) -> int:
    """The bytes of the default budget that a picture may take: about half, for Telegram re-encodes and words cost too."""
    return form.byte_budget.saver * 11 // 20


def _bytes(path: Path, name: str) -> bytes:
    file = path / name
    if not leads_inside(file, path.resolve()):
        raise PackFaulty(name=path.name, count=1, faults=f"{name} leads out of the pack.")
    return file.read_bytes()


def _task(row: TaskRow, source: str) -> NewTask:
    role = "practice" if row.practice else "gold" if row.gold is not None else "task"
    item = publishing.task_item(row.texts, row.question, row.explanation)
    answer = json.dumps(row.gold, ensure_ascii=False) if row.gold is not None else None
    return NewTask(row.key, role, item, source, answer)


def _begin(tx: Tx, job: Job, pack: Pack, shown: images.Rendition | None) -> None:
    """Together with its step: done again after a crash it would find its own pack's name taken."""
    number = publishing.begin(tx, pack.form, job.input["requester"], job.id)
    if shown is not None:
        source, kept = picturing.examples_source(number), images.hash_of(shown.data)
        size = (shown.width, shown.height, len(shown.data))
        publishing.add_tasks(tx, number, (), [NewRendition(source, max(size[:2]), kept, *size)])
    queueing.remembered(tx, job.id, {**job.input, "read": digest(pack)})
    queueing.stepped(tx, job.id, 1)


def _add(tx: Tx, name: str, tasks: list[NewTask], renditions: list[NewRendition]) -> None:
    publishing.add_tasks(tx, publishing.named(tx, name)["id"], tasks, renditions)


def _finish(tx: Tx, name: str) -> None:
    pack = publishing.named(tx, name)
    sizes = [int(row["size_bytes"]) for row in tx.all("packs.saver_sizes", pack=pack["id"])]
    publishing.finish(tx, pack["id"], round(statistics.median(sizes)) if sizes else 0)
