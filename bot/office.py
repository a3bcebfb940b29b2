"""The operator's verbs: through the running program, or on the house itself when nobody runs.

On SQLite one program writes, so a verb goes through its door in the data folder; on PostgreSQL, and when nobody runs, the
house is opened for it. What needs no house (checking a pack, the doctor, the gallery) is here too.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any

import httpx

from bot import screens
from bot.app import built, now_ms, one_writer, rules_of, same_currency
from bot.backup import archive, making, moving, restoring, sealed
from bot.config import Settings, WrongSettings, carried, not_postgres
from bot.desk import Desk, jobs
from bot.doctor import examine
from bot.domain import spoken
from bot.domain.outcomes.requester import Remarks
from bot.media import sound
from bot.media.fence import Fence
from bot.media.refused import MediaRefused, file_bytes_max
from bot.media.store import Store
from bot.metrics import Readings, parsed
from bot.packs import checking
from bot.rounds import checks
from bot.screens import operator
from bot.storage.lock import SOCKET_NAME, Lock, NobodyRunning, ask
from bot.texts import Texts

look_every_s = 0.2
look_s_max = 10.0
tell_every_s = 2.0

Do = Callable[..., Awaitable[dict[str, Any]]]


def call(settings: Settings, verb: str, **arguments: str) -> dict[str, Any]:
    """One verb of the desk: {"lines": sentences, "ok": bool}. Raises Refusal, DatabaseTrouble."""
    return asyncio.run(_call(settings, verb, arguments))


async def _call(settings: Settings, verb: str, arguments: dict[str, str]) -> dict[str, Any]:
    async with _desk(settings) as (do, _):
        return await do(verb, arguments)


@asynccontextmanager
async def _desk(settings: Settings) -> AsyncIterator[tuple[Do, Desk | None]]:
    """The desk's verbs by name, through the running program; or, when nobody runs, on the house itself: then its desk too."""
    settings.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    if one_writer(settings):
        with suppress(NobodyRunning):
            booked = await ask(settings.data / SOCKET_NAME, "ledger.currency", {})
            same_currency(settings, "".join(booked["lines"]))
            yield partial(ask, settings.data / SOCKET_NAME), None
            return
    async with AsyncExitStack() as stack:
        if one_writer(settings):
            stack.enter_context(Lock(settings.data))
        home = await stack.enter_async_context(built(settings))
        desk = Desk(home.house, home.steps, now_ms)
        yield desk.do, desk


def work(settings: Settings, verb: str, tell: Callable[[str], None], /, **arguments: str) -> dict[str, Any]:
    """A verb that leaves a job, and the job to its end; `tell` is told how far it is. Raises Refusal, DatabaseTrouble."""
    return asyncio.run(_work(settings, verb, tell, arguments))


async def _work(
    settings: Settings, verb: str, tell: Callable[[str], None], arguments: dict[str, str]
) -> dict[str, Any]:
    async with _desk(settings) as (do, desk):
        begun = await do(verb, arguments)
        if not begun["ok"]:
            return begun
        job = {"job": begun["job"]}
        beside = asyncio.create_task(jobs.work(desk, begun["job"])) if desk is not None else None
        try:
            told = _Seldom(tell)
            while not (said := await do("pack.job", job))["over"]:
                told(said["lines"][0])
                await asyncio.sleep(look_every_s)
            return said
        except (KeyboardInterrupt, asyncio.CancelledError):
            tell(
                f"Job {begun['job']} goes on. `ujima pack jobs` says how far it is, "
                f"`ujima pack cancel {begun['job']}` ends it."
            )
            raise
        finally:
            if beside is not None:
                beside.cancel()
                await asyncio.gather(beside, return_exceptions=True)


class _Seldom:
    """Tells a line when it is another one, and not more often than every `tell_every_s`."""

    def __init__(self, tell: Callable[[str], None]) -> None:
        self._tell, self._line, self._next = tell, "", 0.0

    def __call__(self, line: str) -> None:
        if line != self._line and time.monotonic() >= self._next:
            self._line, self._next = line, time.monotonic() + tell_every_s
            self._tell(line)


def pack_check(
    path: Path, settings: Settings, skip_invalid: bool, tell: Callable[[str], None]
) -> tuple[list[str], dict[str, Any], bool]:
    """A pack's folder or zip: all its faults or its quote, as sentences and as plain values, and whether it is in order."""
    rules, began, seldom = rules_of(settings), now_ms(), _Seldom(tell)

    def told(phase: str, done: int, total: int) -> None:
        seldom(operator.jobs.progress("waiting", phase, done, total, now_ms() - began))

    texts = Texts(carried("locales"), settings.currency)
    found = asyncio.run(checks.check(path, rules, texts, skip_invalid, told))
    if found.quote is None or found.report.form is None:
        return list(found.faults), checks.as_json(found), False
    budget = found.report.form.byte_budget
    remarks = [Remarks(over.count, over.names, mode=mode) for mode, over in found.over.items()]
    remarks.append(Remarks(unlike=found.unlike.count, unlike_names=found.unlike.names))
    remarked = [line for one in remarks for line in operator.packs.remarks(one, budget)]
    lines = operator.packs.check(
        found.report.form.name,
        (found.report.tasks, found.report.gold, found.report.practice),
        found.quote,
        found.report.form.readers_max,
        found.hourly,
        found.bytes,
        found.twins,
        remarked,
        rules.currency,
    )
    lines += operator.packs.hard(found.report.levels, found.quote.care, rules.currency)
    if found.report.form.review_window_h and not rules.rulings_by:
        lines.append(operator.packs.undecided)
    return [*lines, *checking.as_lines(found.report)], checks.as_json(found), True


def backup(settings: Settings, target: Path, key: Path, keep: int) -> list[str]:
    """Makes a backup. Raises BackupTrouble, DatabaseTrouble, OSError."""
    made = making.make(settings, target, key, now_ms, keep)
    told = made.manifest
    lines = operator.backups.written(
        str(made.path), made.size, told.rows, told.media, told.seal, told.missing
    )
    return lines + operator.backups.removed(made.removed)


def backup_check(file: Path, key: Path) -> list[str]:
    """Reads a backup and proves it whole. Raises BackupTrouble, OSError."""
    head, told = archive.prove(file, sealed.read_key(key))
    return operator.backups.proved(str(file), head.at, head.engine, told.rows, told.media, told.seal)


def restore(settings: Settings, file: Path, key: Path) -> list[str]:
    """Puts a backup in place. Raises BackupTrouble, DatabaseTrouble, AlreadyRunning, OSError."""
    done = restoring.restore(settings, file, key, now_ms)
    told, held = done.manifest, done.held
    lines = operator.backups.restored(done.at, told.rows, told.media, told.seal)
    lines += operator.backups.payouts_held(held.unknown, held.listed, held.batch)
    return lines + (operator.backups.keys_written(str(done.keys_file), done.keys) if done.keys else [])


def move(settings: Settings, to: str) -> list[str]:
    """Moves to PostgreSQL. Raises WrongSettings, BackupTrouble, DatabaseTrouble, AlreadyRunning."""
    if faults := not_postgres(to):
        raise WrongSettings((faults,))
    done = moving.move(settings, to, now_ms)
    return operator.backups.moved(
        sum(count for count, _ in done.tables.values()), done.seal, done.kept.name, len(done.tables)
    )


def spoken_add(settings: Settings, language: str, name: str, file: Path) -> dict[str, Any]:
    """A message read aloud: made a small voice note behind the fence, kept, and heard from now on. As `call`; OSError too."""
    return asyncio.run(_spoken_add(settings, language, name, file))


async def _spoken_add(settings: Settings, language: str, name: str, file: Path) -> dict[str, Any]:
    about = {"language": language, "name": name}
    async with _desk(settings) as (do, _):
        may = await do("spoken.may", about)
        if not may["ok"]:
            return may
        fence = Fence()
        try:
            with file.open("rb") as opened:
                data = opened.read(file_bytes_max + 1)
            made = await fence.run(sound.voice_note, data, sound.kbit_saver)
            heard = await fence.run(sound.measured, made.data)
        except MediaRefused as refused:
            return {"lines": [operator.spoken.refused(str(file), str(refused))], "ok": False}
        finally:
            fence.close()
        if made.seconds > spoken.seconds_max or len(made.data) > spoken.bytes_max:
            return {"lines": [operator.spoken.too_long(made.seconds, len(made.data))], "ok": False}
        kept = await asyncio.to_thread(Store(settings.data / "media").put, made.data)
        size, seconds = str(len(made.data)), str(made.seconds)
        added = await do("spoken.add", {**about, "hash": kept, "size": size, "seconds": seconds})
        clipped = heard.clipped_per_mille > sound.clipped_per_mille_max
        if added["ok"] and (clipped or heard.loudness_dbfs < sound.loudness_dbfs_min):
            added["lines"] += [operator.spoken.hard_to_hear(heard.loudness_dbfs, clipped)]
        return added


def health(settings: Settings) -> tuple[list[str], bool]:
    """How the running program is, a sentence each, and whether it can do its work. Raises NobodyRunning."""
    if one_writer(settings):
        done = asyncio.run(ask(settings.data / SOCKET_NAME, "health", {}))
        return done["lines"], done["ok"]
    answer = _looked(settings, "readyz")
    return answer.text.splitlines(), answer.is_success


def metrics(settings: Settings) -> Readings:
    """The running program's meters. Raises NobodyRunning."""
    if one_writer(settings):
        return parsed("\n".join(asyncio.run(ask(settings.data / SOCKET_NAME, "metrics", {}))["lines"]))
    return parsed(_looked(settings, "metrics").text)


def _looked(settings: Settings, path: str) -> httpx.Response:
    """On PostgreSQL there is no door in the data folder: the program of this machine is asked at its port."""
    if not settings.metrics_port:
        raise WrongSettings(("UJIMA_METRICS_PORT is not set: on PostgreSQL the program is asked there.",))
    everywhere = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}
    host = everywhere.get(settings.metrics_host, settings.metrics_host)
    try:
        return httpx.get(f"http://{host}:{settings.metrics_port}/{path}", timeout=look_s_max, trust_env=False)
    except httpx.HTTPError:
        raise NobodyRunning(f"{host}:{settings.metrics_port}") from None


def doctor(settings: Settings) -> tuple[list[str], bool]:
    """Settings, data folder, Telegram, database, media, book: a sentence each, and whether all is well."""
    findings = asyncio.run(examine(settings, now_ms))
    return [one.sentence for one in findings], all(one.well for one in findings)


def gallery(languages: tuple[str, ...], out: Path) -> Path:
    """Writes every screen in one HTML page."""
    texts = Texts(carried("locales"), "USD")
    unknown = [one for one in languages if one not in texts.languages]
    if unknown:
        raise WrongSettings((f"There is no language {unknown[0]}; there are {', '.join(texts.languages)}.",))
    spoken = [texts.speak(one) for one in languages or texts.languages]
    out.write_text(screens.gallery_page(spoken), encoding="utf-8")
    return out.absolute()
