"""Replacing: the new answer that a claim buys. Its place opens again, and the guarantee pot or the answer's own money pays.

It opens at once, as far as the pot's own limit goes; beyond it when somebody neutral says so, or, within a review
window, when the claim was right. What nobody came for goes back to the pot.
"""

from __future__ import annotations

from collections import Counter
from contextlib import suppress

from bot import ledger
from bot.actions import showing, weighing
from bot.storage import Row, Tx


def buy(tx: Tx, made: int, row: Row, *, moderator: bool = False) -> bool:
    """The guarantee pot buys a new answer and its place opens again; False when it can't, or the pack has no place."""
    if not has_place(tx, row):
        return False
    try:
        ledger.advance(tx, pack=row["pack"], amount=row["paid"], about=made, moderator=moderator)
    except (ledger.GuaranteeSpent, ledger.NotEnough):
        return False
    tx.run("claims.advanced", claim=made)
    open_place(tx, made, row)
    return True


def has_place(tx: Tx, row: Row) -> bool:
    """Did the answer take one of its task's places, in a pack that still has any? One that came late took none."""
    running = tx.value("packs.held_state", pack=row["pack"]) in ("running", "paused")
    return bool(running and row["paid_from"] == "pay_answer")


def open_place(tx: Tx, made: int, row: Row) -> None:
    """Opens the place of a claimed answer again; its money is in the pack."""
    pack, task = row["pack"], row["task"]
    found = tx.one("packs.pack", pack=pack)
    assert found is not None
    form = showing.form_of(found)
    tx.one("work.lock_task", task=task)
    places = tx.one("work.places_of", task=task, assignment=0)
    assert places is not None
    tx.run("claims.replaced", claim=made)
    tx.run("claims.set_paid_from", assignment=row["id"], paid_from="replaced")
    if not form.dynamic:
        tx.run("work.give_place", task=task, seq=tx.value("work.next_tail", pack=pack))
        return
    if places["sure_at"] is not None:
        if not tx.run("claims.take_spares", pack=pack, places=form.overlap_most - int(places["used"])):
            # late answers have used them: this one is for the next
            tx.run("packs.add_spare", pack=pack, places=1)
            return
        tx.run("claims.unsure", task=task)
    weighing.weigh(tx, form, pack, task)


def return_unspent(tx: Tx, pack: int) -> None:
    """Before a pack is refunded: what the pot put in and no answer came for goes back to the pot."""
    for one in unspent(tx, pack):
        with suppress(ledger.NotEnough):
            ledger.return_advance(tx, about=one["id"])


def unspent(tx: Tx, pack: int) -> list[Row]:
    """The claims of a pack whose new answer the pot has paid for, and no answer came: each with what was `paid`. A read.

    Of a task that needs no more answers, an advance has bought one that was offered after its claim. What dynamic
    overlap had spare by then may have paid late answers: it is gone.
    """
    row = tx.one("packs.pack", pack=pack)
    assert row is not None
    most = showing.form_of(row).overlap_most
    found, back, bought = list[Row](), Counter[int](), Counter[int]()
    for one in tx.all("claims.unspent", pack=pack):
        task = one["task"]
        if one["sure_at"] is not None and one["came"] > bought[task]:
            bought[task] += 1
        elif one["sure_at"] is not None or back[task] < most - int(one["used"]):
            back[task] += 1
            found.append(one)
    return found


def take_back(tx: Tx, row: Row, task: int) -> None:
    """The new answer is not needed: while nobody has taken its place that closes, and the pot gets its money back.

    So nobody comes by further answers at the pot's cost, by claims they give in.
    """
    if tx.run("work.take_place", task=task):
        ledger.return_advance(tx, about=row["id"])
        tx.run("claims.taken_back", claim=row["id"])
        tx.run("claims.set_paid_from", assignment=row["assignment"], paid_from="pay_answer")
