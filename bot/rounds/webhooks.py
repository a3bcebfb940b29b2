"""Tells requesters' programs what is final, beside all other rounds: a receiver that is slow keeps nobody waiting but itself.

Some webhooks at once, each one event at a time. What went wrong is written down and tried again (`bot.actions.webhooks`).
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass

import structlog

from bot.actions import webhooks
from bot.actions.webhooks import Parcel
from bot.media.posting import Posted, Poster
from bot.payouts.vault import Vault
from bot.rounds.exports import secret_bytes
from bot.storage import Database

log = structlog.get_logger("bot.rounds")

at_once = 8
look_every_s = 1.0
unsigned = "No key opens the webhook's secret any more. Set the address anew."


def signature(secret: str, at_s: int, body: bytes) -> str:
    """What stands in `Ujima-Signature`: the time in seconds, and HMAC-SHA256 of the time, a point and the body.

    >>> signature("secret", 1_790_000_000, b"{}")[:32]
    't=1790000000,v1=7cb1a66ab15ba0d7'
    """
    made = hmac.new(secret.encode(), f"{at_s}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={at_s},v1={made}"


@dataclass(frozen=True, slots=True)
class Webhooks:
    """What telling needs: given once."""

    database: Database
    poster: Poster
    clock: Callable[[], int]
    vault: Vault | None = None

    async def run(self) -> None:
        """Looks and tells until cancelled."""
        busy: dict[int, asyncio.Task[None]] = {}
        try:
            while True:
                for requester in await self._due():
                    if requester not in busy and len(busy) < at_once:
                        busy[requester] = asyncio.create_task(self._tried(requester))
                await asyncio.sleep(look_every_s)
                busy = {one: task for one, task in busy.items() if not task.done()}
        finally:
            for task in busy.values():
                task.cancel()
            await asyncio.gather(*busy.values(), return_exceptions=True)

    async def _due(self) -> list[int]:
        try:
            return await self.database.read(webhooks.due, 2 * at_once)
        except Exception as error:
            log.error("a round failed", round="webhooks", exc_info=error)
            return []

    async def _tried(self, requester: int) -> None:
        try:
            while await self.tell(requester):
                pass
        except Exception as error:
            log.error("a round failed", round="webhooks", requester=requester, exc_info=error)

    async def tell(self, requester: int) -> bool:
        """One event of a requester's; False when none was there, or it was not taken."""
        found = await self.database.read(webhooks.find, requester)
        secret = secrets.token_hex(secret_bytes)
        parcel = await self.database.write(webhooks.take, requester, found, secret, self.vault)
        if parcel is None:
            return False
        signed = self._signed(parcel) if parcel.secret else None
        posted = await self.poster.post(parcel.url, *signed) if signed is not None else Posted(0, unsigned)
        done = webhooks.taken if posted.well else webhooks.failed
        await self.database.write(done, parcel, posted.status, posted.said)
        return posted.well

    def _signed(self, parcel: Parcel) -> tuple[bytes, dict[str, str]]:
        body = parcel.body.encode()
        signed = signature(parcel.secret, self.clock() // 1000, body)
        headers = {
            "Content-Type": "application/json",
            "Ujima-Event": str(parcel.event),
            "Ujima-Signature": signed,
        }
        return body, headers
