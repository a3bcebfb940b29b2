"""Money on its way to workers: lists by hand, a person's word on single payouts, statements beside the book."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

from bot.actions import restoring, sending
from bot.desk.words import Said, Verbs, said
from bot.domain import limits
from bot.domain.refusals.payouts import NoSuchPayout, PayoutWords
from bot.payouts import Reason, Reply
from bot.rounds.lists import Lists
from bot.screens import operator

if TYPE_CHECKING:
    from bot.desk import Desk

payout_lines = 100
failures = ("destination", "limit", "funds", "account", "refused")


async def listed(desk: Desk, state: str = "") -> Said:
    """The newest payouts, or those of a state."""
    rows = await desk.house.database.read(lambda tx: tx.all("payouts.newest", state=state, most=payout_lines))
    return {"lines": operator.payouts.listed(rows, desk.house.rules.currency), "ok": True}


async def doubts(desk: Desk) -> Said:
    """Payouts that a person should look into; no line when there is none."""
    doubts = await desk.house.database.read(sending.doubts)
    return {"lines": doubts, "ok": not doubts}


async def run(desk: Desk, rail: str, out: str, number: str = "") -> Said:
    """What is due by hand, as files."""
    done = await _lists(desk).write(rail, Path(out), _payout(number) if number else 0)
    lines = operator.payouts.written(done.number, done.payouts, done.for_payer, done.to_mark)
    return {"lines": lines, "ok": True}


async def settle(
    desk: Desk, payout: str, by: str, paid: str = "", failed: str = "", returned: str = ""
) -> Said:
    """A person's word on one payout."""
    reply = _word(paid, failed, returned)
    state = await desk.house.database.write(sending.settle, _payout(payout), reply, by)
    return {"lines": operator.payouts.settled(payout, state), "ok": True}


def _word(paid: str, failed: str, returned: str) -> Reply:
    if sum(map(bool, (paid, failed, returned))) != 1 or failed not in ("", *failures):
        raise PayoutWords()
    if failed:
        return Reply("failed", "", cast(Reason, failed))
    return Reply("confirmed", paid) if paid else Reply("returned", "", "sent_back")


async def settle_list(desk: Desk, rail: str, file: str) -> Said:
    """A list that came back."""
    paid, failed = await _lists(desk).settle(rail, Path(file))
    return {"lines": operator.payouts.settled_list(paid, failed), "ok": True}


async def let(desk: Desk, payout: str, by: str) -> Said:
    """A person has looked at a payout that waits."""
    await desk.house.database.write(sending.let, _payout(payout), by)
    if await desk.house.database.read(restoring.held_since) is not None:
        return said(f"Payout {payout} goes when payouts are not held any more: `ujima payout open`.")
    return said(f"Payout {payout} goes now.")


async def open_again(desk: Desk, by: str) -> Said:
    """An operator has compared the providers' books with ours after a restore."""
    await desk.house.database.write(restoring.open_payouts, by)
    return said("Payouts go again.")


async def reconcile(desk: Desk, rail: str, file: str, days: str) -> Said:
    """A provider's statement beside the book."""
    since = desk.clock() - int(days) * limits.day
    found = await _lists(desk).reconcile(rail, Path(file), since)
    alike = not (found.missing or found.extra or found.different or found.news)
    return {"lines": operator.payouts.compared(found, since), "ok": alike}


def _lists(desk: Desk) -> Lists:
    return Lists(desk.house.database, desk.house.ways)


def _payout(written: str) -> int:
    if written.isascii() and written.isdigit() and int(written) < 2**63:
        return int(written)
    raise NoSuchPayout(payout=written[:40])


VERBS: Verbs = {
    "payout.list": listed,
    "payout.doubts": doubts,
    "payout.run": run,
    "payout.settle": settle,
    "payout.settle_list": settle_list,
    "payout.let": let,
    "payout.open": open_again,
    "payout.reconcile": reconcile,
}
