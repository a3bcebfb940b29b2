"""Lists: payouts by hand are written into files, and what comes back is booked; a provider's statement is compared.

A list is committed before its files are written, so no payout is ever on two; files that were lost are written again by
the list's number. They hold where people are paid, so only their owner may read them.
"""

from __future__ import annotations

import asyncio
import os
from dataclasses import dataclass
from pathlib import Path

from bot.actions import sending
from bot.actions.destinations import Ways
from bot.domain.refusals.payouts import ListFaulty, NoSuchRail, NotStatement
from bot.payouts import Order, Rail, reconciling
from bot.payouts.list import ByHand, rows_max
from bot.payouts.reconciling import Compared, Known, NoStatement, compare, read
from bot.storage import Database


@dataclass(frozen=True, slots=True)
class Written:
    """A list: its number (0: nothing was due), how many payouts, and its two files, for whoever pays and to be marked."""

    number: int
    payouts: int
    for_payer: str = ""
    to_mark: str = ""


@dataclass(frozen=True, slots=True)
class Lists:
    """What the operator does with payouts by file."""

    database: Database
    ways: Ways

    def _rail(self, name: str) -> Rail:
        rail = self.ways.rails.get(name)
        if rail is None:
            raise NoSuchRail(rail=name, known=", ".join(self.ways.rails) or "nothing")
        return rail

    def _by_hand(self, name: str) -> ByHand:
        rail = self._rail(name)
        if not isinstance(rail, ByHand):
            by_hand = [one.name for one in self.ways.rails.values() if one.by_hand]
            raise NoSuchRail(rail=f"lists of {name}", known=", ".join(by_hand) or "nothing by hand")
        return rail

    async def write(self, name: str, out: Path, number: int = 0) -> Written:
        """What is due by hand, as a new list; or the list of a number once more. Raises OSError."""
        rail = self._by_hand(name)
        if not number:
            number = await self.database.write(sending.put_on_list, self.ways, name, rows_max)
        orders = await self.database.read(sending.of_batch, self.ways, number) if number else []
        if not orders:
            return Written(0, 0)
        for_payer = out.with_name(f"{out.stem}-for-{rail.form}{out.suffix or '.csv'}")
        await asyncio.to_thread(_keep, for_payer, rail.write_for_payer(orders))
        await asyncio.to_thread(_keep, out, rail.write_list(orders))
        return Written(number, len(orders), str(for_payer), str(out))

    async def settle(self, name: str, file: Path) -> tuple[int, int]:
        """A list that came back, marked: how many were paid, how many failed. All of it or nothing. Raises OSError."""
        rail = self._by_hand(name)
        content = await asyncio.to_thread(_read, file)
        orders: list[Order] = await self.database.read(sending.listed, self.ways, name)
        returned = rail.read_list(content, orders)
        if returned.faults:
            lines = "\n".join(
                f"{one.where}: {one.sentence}" if one.where else one.sentence for one in returned.faults
            )
            raise ListFaulty(count=len(returned.faults), faults=lines)
        return await self.database.write(sending.settle_list, dict(returned.replies))

    async def reconcile(self, name: str, file: Path, since: int) -> Compared:
        """A provider's statement beside our payouts that were asked for since then (ms). Raises OSError."""
        self._rail(name)
        content = await asyncio.to_thread(_read, file)
        try:
            entries = read(content)
        except NoStatement as why:
            raise NotStatement(file=file.name, why=str(why)) from None
        rows = await self.database.read(lambda tx: tx.all("payouts.of_rail", rail=name, since=since))
        known = [Known(str(row["id"]), row["reference"], row["arrives"], row["state"]) for row in rows]
        return compare(entries, known)


def _keep(file: Path, content: bytes) -> None:
    """Writes a file that only its owner may read, whole or not at all."""
    half = file.with_name(f".{file.name}.half")
    with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as made:
        made.write(content)
        made.flush()
        os.fsync(made.fileno())
    half.replace(file)


def _read(file: Path) -> bytes:
    """A file, but no more of it than its readers take."""
    with file.open("rb") as opened:
        return opened.read(reconciling.file_bytes_max + 1)
