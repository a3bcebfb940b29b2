"""Money that comes in: what requesters paid, with a second person's word where it is needed, and goodwill."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.actions import depositing
from bot.desk.words import Said, Verbs, amount_of, said
from bot.money import plain
from bot.screens import operator

if TYPE_CHECKING:
    from bot.desk import Desk


async def deposit(
    desk: Desk, requester: str, amount: str, reference: str, new: str = "", by: str = ""
) -> Said:
    """Money a requester paid in; one who is not there yet must be meant."""
    given = (requester, amount_of(amount), reference, desk.house.rules)
    done = await desk.house.database.write(depositing.deposit, *given, new=bool(new), by=by)
    if done.waits:
        return {"lines": operator.deposits.waits(requester, amount_of(amount), reference), "ok": True}
    return said(_has(desk, requester, done.have) + _before(done, reference))


async def listed(desk: Desk) -> Said:
    """What waits, and the newest others."""
    rows = await desk.house.database.read(depositing.latest)
    return {"lines": operator.deposits.listed(rows), "ok": True}


async def approve(desk: Desk, reference: str, by: str, requester: str = "") -> Said:
    """The second person's word."""
    row, have = await desk.house.database.write(depositing.approve, reference, by, requester)
    return said(_has(desk, row["name"], have))


async def withdraw(desk: Desk, reference: str, by: str, requester: str = "") -> Said:
    """A deposit that waits was a slip."""
    row = await desk.house.database.write(depositing.withdraw, reference, by, requester)
    if row["state"] != "waiting":
        return said(f"What was said of the deposit {reference} is withdrawn; nothing has moved.")
    return said(f"The deposit {reference} is withdrawn; nothing was booked.")


async def refund(desk: Desk, reference: str, by: str, requester: str = "") -> Said:
    """A deposit goes back."""
    row = await desk.house.database.write(depositing.refund, reference, by, requester)
    return {"lines": operator.deposits.refunded(row), "ok": True}


async def give_back(desk: Desk, requester: str, amount: str, reference: str, by: str) -> Said:
    """Some of what a requester has left goes back to them."""
    given = (requester, amount_of(amount), reference, by, desk.house.rules)
    done = await desk.house.database.write(depositing.give_back, *given)
    sent = "" if not done.new else "\nSend the money the way it came, if you have not done so."
    return said(_has(desk, requester, done.have) + _before(done, reference) + sent)


async def call_back(desk: Desk, reference: str, by: str, requester: str = "") -> Said:
    """A bank or a provider took a deposit back."""
    found = await desk.house.database.write(depositing.call_back, reference, by, requester)
    return {"lines": operator.deposits.called_back(found.deposit, found.owed, found.waits), "ok": True}


async def bear(desk: Desk, reference: str, by: str, requester: str = "") -> Said:
    """What a requester owes will not come."""
    found = await desk.house.database.write(depositing.bear, reference, by, requester)
    return {"lines": operator.deposits.borne(found.deposit, found.borne, found.owed, found.waits), "ok": True}


async def give(desk: Desk, reference: str, requester: str, by: str) -> Said:
    """Money that was set aside becomes a requester's."""
    rules = desk.house.rules
    have = await desk.house.database.write(depositing.give, reference, requester, by, rules)
    return said(_has(desk, requester, have))


async def goodwill(desk: Desk, amount: str, reference: str) -> Said:
    """Money the house gives."""
    done = await desk.house.database.write(
        depositing.goodwill, amount_of(amount), reference, desk.house.rules
    )
    holds = f"Goodwill holds {plain(done.have)} {desk.house.rules.currency}."
    return said(holds + _before(done, reference))


async def fees(desk: Desk, amount: str, reference: str) -> Said:
    """Money the house takes out."""
    done = await desk.house.database.write(
        depositing.take_fees, amount_of(amount), reference, desk.house.rules
    )
    sent = "" if not done.new else "\nTake it out of the bank, if you have not done so."
    holds = f"The fees hold {plain(done.have)} {desk.house.rules.currency}."
    return said(holds + _before(done, reference) + sent)


def _has(desk: Desk, requester: str, have: int) -> str:
    return f"{requester} has {plain(have)} {desk.house.rules.currency} to spend."


def _before(done: depositing.Booked, reference: str) -> str:
    return "" if done.new else f"\nThe reference {reference} was booked before; nothing has moved."


VERBS: Verbs = {
    "deposit": deposit,
    "deposit.list": listed,
    "deposit.approve": approve,
    "deposit.withdraw": withdraw,
    "deposit.refund": refund,
    "deposit.return": give_back,
    "deposit.call_back": call_back,
    "deposit.bear": bear,
    "deposit.give": give,
    "goodwill": goodwill,
    "fees": fees,
}
