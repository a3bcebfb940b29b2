"""Flooring: an hour pays at least the floor, by the time people really take (P7).

The quote holds a price to the floor by the requester's estimate. When ten people's median is known and says that an
hour brings less, each answer of the pack, known answers and practice among them, is paid the difference as well: those
given already and those to come, the same for everybody. It is measured once: a pack's tasks keep one price.

The money is the pack's floor reserve. When that is empty the pack pauses, and its requester hears what it needs.
Whoever held a task then was promised the difference: they answer and get it from goodwill. Answers from before wait for
a top-up. What the reserve has left goes back at close. All of it is the rounds' work: no tap waits for it.
"""

from __future__ import annotations

from bot import ledger
from bot.actions import halting, showing, telling
from bot.domain import limits
from bot.domain.outcomes.claims import Floored, FloorNeeds
from bot.domain.quote import floor_difference
from bot.domain.refusals.claims import FloorShort
from bot.money import plain
from bot.storage import Row, Tx

swept_most = 100  # earlier answers looked at in one transaction
settled_ms = limits.minute  # until every answer that began before the measure is committed


def freeze(tx: Tx, pack: int, floor_hourly: int) -> None:
    """The floor a pack is launched under stays its floor."""
    tx.run("floors.freeze", pack=pack, floor=floor_hourly)


def compare(tx: Tx, pack: int) -> int:
    """Compares a pack's measured median with its floor; from the first time it is under it, each answer gets more.

    Returns that difference in micro-units, 0 when there is none or it was found before.
    """
    row = tx.one("floors.pack", pack=pack)
    if row is None or row["median_ms"] is None or row["floor_extra"]:
        return 0
    extra = floor_difference(showing.form_of(row).price, row["median_ms"], row["floor_hourly"])
    if not extra or not tx.run("floors.set_extra", pack=pack, extra=extra):
        return 0
    tx.run("jobs.set_deadline", kind="floors", subject=pack, at=tx.now + settled_ms)
    telling.journal(tx, "round", "floor", pack, extra=extra, median_ms=row["median_ms"])
    return extra


def sweep(tx: Tx, pack: int) -> None:
    """Some of the answers given before the difference was known are to get it too; then the next ones."""
    row = tx.one("floors.pack", pack=pack)
    if row is None or row["state"] == "refunded":
        return
    rows = tx.all("floors.earlier", pack=pack, after=row["floor_after"], most=swept_most)
    for one in rows:
        owe(tx, one["id"])
    if rows:
        tx.run("floors.reached", pack=pack, after=rows[-1]["id"])
        tx.run("jobs.set_deadline", kind="floors", subject=pack, at=tx.now)


def owe(tx: Tx, assignment: int) -> None:
    """An answer is given: the rounds pay it the difference, where its pack has one."""
    tx.run("floors.owe", assignment=assignment, now=tx.now)


def pay(tx: Tx, assignment: int) -> int:
    """Pays one answer the difference, once. Returns micro-units; 0 when it has it, or must wait for a top-up."""
    row = tx.one("floors.owed", assignment=assignment)
    if row is None or row["floor"] or row["state"] not in ("answered", "claimed"):
        return 0
    promised = (
        row["floor_short_at"] is not None and row["offered_at"] <= row["floor_short_at"] < row["ended_at"]
    )
    try:
        ledger.pay_floor(
            tx,
            pack=row["pack"],
            worker=row["book"],
            amount=row["floor_extra"],
            about=assignment,
            promised=promised,
        )
    except (ledger.NotEnough, ledger.GoodwillSpent):
        _wait(tx, row)
        return 0
    tx.run("floors.paid", assignment=assignment, paid=row["floor_extra"])
    tx.run("floors.note", person=row["person"], pack=row["pack"], amount=row["floor_extra"])
    last = int(tx.value("floors.last_told", person=row["person"]))
    tx.run("floors.tell_later", person=row["person"], at=max(tx.now + limits.hour, last + limits.day))
    extra: int = row["floor_extra"]
    return extra


def tell(tx: Tx, person: int) -> None:
    """What the floor brought somebody lately, once a day at most."""
    rows = tx.all("floors.untold", person=person)
    if rows:
        told = Floored(sum(row["amount"] for row in rows), tuple(showing.form_of(row).title for row in rows))
        telling.notify_person(tx, person, told, topic="floor", unasked=True)
        tx.run("floors.told", person=person, now=tx.now)


def _wait(tx: Tx, row: Row) -> None:
    """The reserve is empty: the pack pauses, and this answer waits for a top-up as long as the pack is there."""
    if row["pack_state"] in ("closed", "refunded"):
        return
    tx.run("jobs.set_deadline", kind="floor", subject=row["id"], at=tx.now + limits.day)
    if not tx.run("floors.short", pack=row["pack"], now=tx.now):
        return
    if row["pack_state"] == "running":
        tx.run("packs.set_state", pack=row["pack"], state="paused")
    needs = needed(tx, row["pack"])
    telling.journal(tx, "round", "floor_short", row["pack"], needs=needs)
    pack = tx.one("floors.pack", pack=row["pack"])
    assert pack is not None
    told = FloorNeeds(pack["name"], round(pack["median_ms"] / limits.second), pack["floor_extra"], needs)
    telling.notify_requester(tx, pack["requester"], told, topic=f"floor {row['pack']}")


def needed(tx: Tx, pack: int) -> int:
    """What the floor reserve lacks for all answers that wait for the difference and all that may still come in time. A read."""
    row, wanted = tx.one("floors.pack", pack=pack), tx.one("floors.wanted", pack=pack)
    if row is None or wanted is None:
        return 0
    places = int(tx.value("packs.places", pack=pack))
    answers = int(wanted["owed"] + wanted["held"] + row["gold_left"]) + places
    there = ledger.balance(tx, f"pack:{pack}:floor")
    return max(0, answers * int(row["floor_extra"]) - there)


def is_short(tx: Tx, pack: int) -> bool:
    """Did the reserve run out, and has nobody topped it up? A read."""
    row = tx.one("floors.pack", pack=pack)
    return row is not None and row["floor_short_at"] is not None


def not_short(tx: Tx, pack: Row) -> None:
    """Refuses to let a pack go on whose reserve ran out: FloorShort."""
    if is_short(tx, pack["id"]):
        raise FloorShort(name=pack["name"], missing=plain(needed(tx, pack["id"])))


def topped_up(tx: Tx, pack: int) -> None:
    """There is money again: who waited is paid now, and the pack goes on."""
    tx.run("floors.enough", pack=pack)
    tx.run("floors.hurry", pack=pack, now=tx.now)
    if tx.value("packs.state", pack=pack) == "paused" and not halting.is_halted(tx, pack):
        tx.run("packs.set_state", pack=pack, state="running")
