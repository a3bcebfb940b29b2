"""Exports: a pack's results become files, in any format, with what they come to, a report, and what people made.

The answers are read out page by page (`bot.actions.exporting`), each page a small transaction, onto a shelf beside
the files; then a thread aggregates and writes. Files appear under their names only when they are whole. A folder gets

    <pack>-answers.csv    every final answer      <pack>-report.html    the report
    <pack>-agreed.csv     what they come to       media/<answer>.jpg    what people made, .ogg for voices

and a single file the answers, or what they come to where a method is asked for by name. What a requester asked for in
the chat goes into the store instead, for as long as nothing names it there, and is sent from it.
"""

from __future__ import annotations

import asyncio
import os
import secrets
import shutil
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from bot.actions import exporting, queueing
from bot.actions.exporting import Opened
from bot.actions.queueing import Job
from bot.domain.refusals.results import MethodUnfit, NoSuchFormat, NotWritable
from bot.domain.results import Agreed, ResultAnswer, Results, ResultTask
from bot.media.store import MissingMedia, Store
from bot.packs.foreign import Format, NotPossible, formats
from bot.results import Method, default_for, methods
from bot.rounds.jobs import Stepped
from bot.rounds.shelf import Shelf
from bot.screens import operator
from bot.screens.report import How, report
from bot.storage import Database
from bot.texts import Texts

none = "none"  # the method's name that asks for single answers only
secret_bytes = 32
sent_bytes_max = 50_000_000  # what Telegram takes from a bot
_made = {"photo": ".jpg", "voice": ".ogg"}


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for. `method` "" is the one that suits the kind, `none` none; `out` a folder or a file."""

    pack: str
    out: Path
    format: str = "csv"
    method: str = ""
    report: bool = False
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Written:
    """What came of it: the files, and how many answers and agreed answers they hold."""

    files: tuple[Path, ...]
    answers: int
    agreed: int
    method: str  # "" for none
    missing: int  # media that the store has no more
    waiting: int = 0  # answers that are in no results yet: within a check, or claimed
    read_at: int = 0  # when reading them out began, ms


@dataclass(frozen=True, slots=True)
class Exports:
    """What an export needs: given once."""

    database: Database
    store: Store
    texts: Texts
    floor_hourly: int

    async def step(self, job: Job) -> Stepped:
        """One whole job: its input is a Wish's fields, its result the lines that the operator reads.

        With "send" beside "pack" and "language" the files are kept for sending: "files", (name, hash, bytes) each, are added, and when they were
        read out.
        """
        if job.input.get("send"):
            return await self._to_send(job)
        wish = Wish(**{**job.input, "out": Path(job.input["out"])})
        done = await self.export(wish)
        files = [str(path) for path in done.files]
        counts = (done.answers, done.agreed, done.method, done.missing, done.waiting)
        lines = operator.results.read_out(wish.pack, files, *counts)
        return Stepped(end=True, result="\n".join(lines))

    async def _to_send(self, job: Job) -> Stepped:
        """The same into the store; what people made as one zip. A file that Telegram takes from no bot is only named."""
        with tempfile.TemporaryDirectory(prefix="ujima-results-") as place:
            folder = Path(place) / "results"
            done = await self.export(Wish(job.input["pack"], folder, language=job.input["language"]))
            files = await asyncio.to_thread(self._kept, job.input["pack"], folder) if done.answers else []
        kept = {**job.input, "files": files, "read_at": done.read_at}
        await self.database.write(queueing.remembered, job.id, kept)
        return Stepped(end=True, result=f"{job.input['pack']}: {done.answers} answers were read out.")

    def _kept(self, pack: str, folder: Path) -> list[tuple[str, str, int]]:
        """Puts the files of a folder into the store. Outside of the event loop."""
        media = folder / "media"
        if media.is_dir():
            shutil.make_archive(str(folder / f"{pack}-media"), "zip", media)
        return [self._kept_file(path) for path in sorted(folder.iterdir()) if path.is_file()]

    def _kept_file(self, path: Path) -> tuple[str, str, int]:
        size_bytes = path.stat().st_size
        kept = self.store.put(path.read_bytes()) if size_bytes <= sent_bytes_max else ""
        return path.name, kept, size_bytes

    async def export(self, wish: Wish) -> Written:
        """Reads a pack's results out and writes them. Raises NoSuchPack, NoSuchFormat, MethodUnfit, NotWritable."""
        try:
            return await self._exported(wish)
        except OSError as why:  # the place is the requester's: no folder there, a full disk, not theirs
            place = f"{why.filename}: " if why.filename else ""
            raise NotWritable(reason=f"{place}{why.strerror or why}.") from None

    async def _exported(self, wish: Wish) -> Written:
        chosen = _format(wish.format)
        pack = await self.database.read(exporting.described, wish.pack)
        method = _method(wish, pack)
        _possible(wish, chosen, method, pack)
        folder = wish.out if _is_folder(wish.out) else wish.out.parent
        folder.mkdir(parents=True, exist_ok=True)
        begun = await self.database.write(exporting.opened, wish.pack, secrets.token_hex(secret_bytes))
        with tempfile.TemporaryDirectory(prefix=".unfinished-", dir=folder) as spool:
            tasks, answers = _shelves(Path(spool))
            try:
                await self._read(begun, tasks, answers)
                whole = replace(begun.results, tasks=tasks, answers=answers)
                return await asyncio.to_thread(self._write, wish, chosen, method, whole, Path(spool))
            finally:
                tasks.close()
                answers.close()

    async def _read(self, begun: Opened, tasks: Shelf[ResultTask], answers: Shelf[ResultAnswer]) -> None:
        """Everything final, a page at a time; the tasks then in their requester's order."""
        places: list[int] = []
        page = await self.database.read(exporting.task_page, begun.pack, "")
        while page:
            for place, task in page:
                tasks.add(task)
                places.append(place)
            page = await self.database.read(exporting.task_page, begun.pack, page[-1][1].key)
        tasks.order(places)
        for state in exporting.answer_states:
            after: int | None = 0
            while after is not None:
                found = await self.database.write(exporting.answer_page, begun, state, after)
                for one in found.answers:
                    answers.add(one)
                after = found.after

    def _write(
        self, wish: Wish, chosen: Format, method: Method | None, whole: Results, spool: Path
    ) -> Written:
        """All files, first in the spool and then under their names. Outside of the event loop."""
        agreed = method.aggregate(whole) if method is not None else ()
        making: list[tuple[Path, Callable[[BinaryIO], None]]] = []

        def write_answers(out: BinaryIO) -> None:
            chosen.write(whole, out)

        def write_agreed(out: BinaryIO) -> None:
            chosen.write_agreed(whole, agreed, out)

        def write_report(out: BinaryIO) -> None:
            out.write(self._report(wish, method, whole, agreed).encode())

        if _is_folder(wish.out):
            names = wish.out / f"{whole.pack}-"
            making.append((Path(f"{names}answers{chosen.suffixes[0]}"), write_answers))
            if method is not None:
                making.append((Path(f"{names}agreed{chosen.suffixes[0]}"), write_agreed))
            making.append((Path(f"{names}report.html"), write_report))
        else:
            making.append((wish.out, write_agreed if wish.method and method is not None else write_answers))
            if wish.report:
                making.append((wish.out.with_suffix(".html"), write_report))
        files = _written(making, spool, optional=write_agreed if not wish.method else None)
        media, missing = copied(self.store, wish.out, whole, spool) if _is_folder(wish.out) else ([], 0)
        name = method.name if method is not None else ""
        counts = (len(whole.answers), len(agreed), name, missing, whole.waiting)
        return Written((*files, *media), *counts, read_at=whole.card.read_at)

    def _report(self, wish: Wish, method: Method | None, whole: Results, agreed: Sequence[Agreed]) -> str:
        from bot.results.summary import summary  # it brings numpy

        how = How(method.name, method.paper) if method is not None else How()
        spoken = self.texts.speak(wish.language)
        return report(whole, summary(whole, agreed), how, self.floor_hourly, spoken)


def copied(store: Store, folder: Path, whole: Results, spool: Path) -> tuple[list[Path], int]:
    """Copies what people made into `folder`/media under the numbers of their answers, each first into `spool`, so that
    none is cut short; and how many the store has no more."""
    suffix = _made.get(whole.kind)
    if suffix is None:
        return [], 0
    (folder / "media").mkdir(parents=True, exist_ok=True)
    files, missing = [], 0
    for one in whole.answers:
        if not isinstance(one.answer, dict) or "file" not in one.answer:
            continue
        target = folder / "media" / f"{one.id}{suffix}"
        try:
            content = store.get(one.answer["file"])
        except MissingMedia:
            missing += 1
            continue
        (spool / target.name).write_bytes(content)
        shutil.move(spool / target.name, target)
        files.append(target)
    return files, missing


def _shelves(spool: Path) -> tuple[Shelf[ResultTask], Shelf[ResultAnswer]]:
    return Shelf(spool / "tasks", ResultTask), Shelf(spool / "answers", ResultAnswer)


def _is_folder(out: Path) -> bool:
    """Is this a folder, or to become one? What has a suffix and is none yet is a file."""
    return out.is_dir() or not out.suffix


def _format(name: str) -> Format:
    known = formats()
    if name not in known:
        raise NoSuchFormat(format=name, known=", ".join(known))
    return known[name]


def _method(wish: Wish, pack: Results) -> Method | None:
    """The method that is asked for, or the one that suits; None for none."""
    if wish.method == none:
        return None
    if not wish.method:
        return default_for(pack.kind, pack.settings)
    found = methods().get(wish.method)
    if found is None or not found.applies(pack.kind, pack.settings):
        fitting = [one.name for one in methods().values() if one.applies(pack.kind, pack.settings)]
        raise MethodUnfit(method=wish.method, kind=pack.kind, known=", ".join([*fitting, none]))
    return found


def _possible(wish: Wish, chosen: Format, method: Method | None, pack: Results) -> None:
    """Refuses what the format has no file for, by a file without rows: before anything counts as delivered."""
    try:
        if method is not None and wish.method and not _is_folder(wish.out):
            chosen.write_agreed(pack, (), BytesIO())
        else:
            chosen.write(pack, BytesIO())
            if method is not None and wish.method:
                chosen.write_agreed(pack, (), BytesIO())
    except NotPossible as impossible:
        raise NotWritable(reason=impossible.sentence) from None


def _written(
    making: Sequence[tuple[Path, Callable[[BinaryIO], None]]],
    spool: Path,
    optional: Callable[[BinaryIO], None] | None,
) -> list[Path]:
    """Makes all files, then gives them their names. What a format has no file for is left out when nobody asked for it."""
    made = []
    for number, (target, make) in enumerate(making):
        path = spool / f"file-{number}"
        try:
            with path.open("w+b") as out:
                make(out)
                out.flush()
                os.fsync(out.fileno())
        except NotPossible as impossible:
            if make is optional:
                continue
            raise NotWritable(reason=impossible.sentence) from None
        made.append((path, target))
    for path, target in made:
        shutil.move(path, target)
    return [target for _, target in made]
