"""The door for looks: /healthz, /readyz and /metrics, for whoever watches the program (docs/seeing.md).

It shows sums and states, no person and no secret, and takes nothing in. It listens on 127.0.0.1 unless it is told otherwise.
The database is read every few seconds at most, however often somebody looks.
"""

from __future__ import annotations

import asyncio
import os
import resource
import shutil
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import Final

import structlog
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.actions import seeing
from bot.domain import backups
from bot.meters import Meters
from bot.metrics import Readings, content_type
from bot.screens import operator
from bot.screens.operator.words import Finding
from bot.storage import Database, DatabaseTrouble, is_shared

log = structlog.get_logger("bot.hooks")

answer_s_max: Final = 3.0
read_kept_s: Final = 5.0


@dataclass(slots=True)
class Looks:
    """What can be seen of a running program, which serves `bot`. `backups`: the folder where they lie; None: nobody said."""

    database: Database
    meters: Meters
    bot: int
    data: Path
    backups: Path | None = None
    _read: dict[tuple[str, str], float] = field(default_factory=dict)
    _trouble: str = ""
    _read_at: float = -read_kept_s
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def text(self) -> str:
        """All meters, as Prometheus reads them; without those of the house while the database does not answer."""
        read, _ = await self._house()
        return self.meters.text(read | await asyncio.to_thread(self._machine))

    async def findings(self) -> list[Finding]:
        """How the program is, a sentence each."""
        read, trouble = await self._house()
        numbers: Readings = self.meters.readings() | read | await asyncio.to_thread(self._machine)
        return operator.seeing.health(numbers, trouble) + self._own()

    def _own(self) -> list[Finding]:
        if is_shared(self.database):
            return []
        return [Finding(f"It holds {self.data}, as process {os.getpid()}: nobody else writes there.")]

    async def _house(self) -> tuple[dict[tuple[str, str], float], str]:
        """What the database says, and why it says nothing; what was read or tried just now is not tried again."""
        async with self._turn:
            if monotonic() - self._read_at < read_kept_s:
                return self._read, self._trouble
            began = monotonic()
            try:
                async with asyncio.timeout(answer_s_max):
                    found = await self.database.read(seeing.look, self.bot)
                self._read, self._trouble = found | {("ujima_database_seconds", ""): monotonic() - began}, ""
            except TimeoutError:
                self._read, self._trouble = {}, f"it took more than {answer_s_max:.0f} s"
            except DatabaseTrouble as trouble:
                self._read, self._trouble = {}, str(trouble).partition("\n")[0]
            self._read_at = monotonic()
            return self._read, self._trouble

    def _machine(self) -> dict[tuple[str, str], float]:
        used = resource.getrusage(resource.RUSAGE_SELF)
        found: dict[tuple[str, str], float] = {
            ("ujima_memory_bytes", ""): memory_bytes(),
            ("ujima_cpu_seconds_total", ""): used.ru_utime + used.ru_stime,
        }
        with suppress(OSError):
            disk = shutil.disk_usage(self.data)
            found |= {("ujima_disk_bytes", ""): disk.total, ("ujima_disk_free_bytes", ""): disk.free}
        if self.backups is not None:
            found["ujima_backup_age_seconds", ""] = backup_age_s(self.backups)
        return found


def memory_bytes() -> int:
    """What the program holds now; where the system does not tell that, the most it ever held."""
    with suppress(OSError, ValueError, IndexError):
        return int(Path("/proc/self/statm").read_text("ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def backup_age_s(folder: Path) -> float:
    """How old the newest whole backup is; since 1970 when there is none, or nobody may look."""
    at = 0.0
    with suppress(OSError):
        at = max((one.stat().st_mtime for one in folder.glob(backups.named)), default=0.0)
    return max(0.0, time.time() - at)


def create(looks: Looks) -> ASGIApp:
    """The app: GET /healthz says that the program is alive, /readyz whether it can do its work (503: not), /metrics all meters."""

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        assert scope["type"] == "http"
        request = Request(scope, receive)
        try:
            answer = await _answer(looks, request.method, request.url.path)
        except Exception as error:
            log.error("a look failed", exc_info=error)
            answer = PlainTextResponse("This look failed; the log says why.\n", 500)
        await answer(scope, receive, send)

    return app


async def _answer(looks: Looks, method: str, path: str) -> Response:
    headers: Mapping[str, str] = {"cache-control": "no-store"}
    if method not in ("GET", "HEAD") or path not in ("/healthz", "/readyz", "/metrics"):
        return Response(status_code=404)
    if path == "/metrics":
        return Response(await looks.text(), headers={**headers, "content-type": content_type})
    if path == "/healthz":
        return PlainTextResponse("alive\n", headers=headers)
    found = await looks.findings()
    ready = all(one.ready for one in found)
    lines = "".join(f"{line}\n" for line in operator.seeing.lines(found))
    return PlainTextResponse(lines, 200 if ready else 503, headers=headers)
