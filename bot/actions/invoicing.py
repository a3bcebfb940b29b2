"""Invoicing: what a pack has cost its requester, from the book's own entries."""

from __future__ import annotations

from bot import ledger
from bot.actions import showing
from bot.domain.outcomes.papers import InvoiceFile
from bot.domain.papers import InvoicePaper, InvoicePart
from bot.domain.quote import parts
from bot.ledger import Sum
from bot.storage import Tx

locking = ("lock", "top_up")
moving = ("refill_late", "advance", "return_advance")  # between parts, or from and to the guarantee pot
returning = ("refund",)
beside = {  # of free money, and so no part of the escrow
    "pay_bonus": "bonus",
    "pay_bonus_fee": "bonus_fee",
    "pay_look": "look",
    "pay_unwarned": "unwarned",
}


def of(tx: Tx, pack: int) -> InvoicePaper:
    """A pack's invoice as the book stands: in every part what came in is what was paid, returned and is left. A read."""
    row = tx.one("packs.pack", pack=pack)
    assert row is not None, f"pack {pack} is gone"
    sums, bonuses = ledger.sums(tx, f"pack:{pack}:"), ledger.bonuses(tx, pack)
    resales = ledger.resold(tx, pack)
    return InvoicePaper(
        at=tx.now,
        pack=row["name"],
        title=showing.form_of(row).title,
        number=f"{pack}-{sum(one.count for one in (*sums, *bonuses, *resales))}",
        requester=row["requester_name"],
        parts=(
            *(_part(part, [one for one in sums if one.account == f"pack:{pack}:{part}"]) for part in parts),
            *(
                InvoicePart(beside[one.movement], 0, -one.amount, -one.amount, one.count, 0, 0)
                for one in bonuses
            ),
            *((_resale(resales),) if resales else ()),
        ),
        goodwill=ledger.goodwill_paid(tx, pack),
    )


def _resale(sums: list[Sum]) -> InvoicePart:
    """What was put aside of resales: people got it, it came back, or it is on its way."""
    came = {one.movement: (one.amount, one.count) for one in sums}
    (held, _), (paid, payments), (back, _) = (
        came.get(movement, (0, 0)) for movement in ("hold_resale", "pay_resale", "return_resale")
    )
    return InvoicePart("resale", 0, held, -paid, payments, -back, held + paid + back)


def _part(part: str, sums: list[Sum]) -> InvoicePart:
    """One part from what each movement came to on its account; whatever else goes out is pay, and comes back from it."""
    locked = sum(one.amount for one in sums if one.movement in locking)
    moved = sum(one.amount for one in sums if one.movement in moving)
    returned = -sum(one.amount for one in sums if one.movement in returning)
    pay = [one for one in sums if one.movement not in (*locking, *moving, *returning)]
    paid = -sum(one.amount for one in pay)
    payments = sum(one.count for one in pay if one.amount < 0)
    return InvoicePart(part, locked, moved, paid, payments, returned, locked + moved - paid - returned)


def invoice_file(tx: Tx, account: int, wish: InvoiceFile) -> InvoiceFile:
    """The wish with all it holds. A read."""
    return InvoiceFile(wish.pack, wish.form, of(tx, wish.pack))
