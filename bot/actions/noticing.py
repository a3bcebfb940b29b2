"""Noticing: once a day, what may be wrong with an account is put before a person. Nothing else comes of it (P10).

Each signal opens one case of kind "fraud" for the one who decides on the command line, once for a person and a kind of signal. No
serving, pay or payout reads any of it: whoever looks may set a limit (`restricting`), or find that all is well.
"""

from __future__ import annotations

from bot.actions import cases, telling
from bot.domain import signals
from bot.domain.signals import Pair, Signal
from bot.storage import Row, Tx
from bot.storage.ids import first_id_at


def look(tx: Tx) -> list[Signal]:
    """What is noticed now, known or not. A read: no tap waits for it."""
    places = tx.all("signals.places", now=tx.now, most=signals.place_people_max)
    since = first_id_at(max(0, tx.now - signals.alike_since_ms))
    same = tx.all("signals.same_words", since=since, characters=signals.alike_characters_least)
    chance = tx.all("signals.by_chance", least=signals.chance_packs_least)
    pairs = [
        Pair(one["pack"], one["person"], one["other"], int(one["together"]), int(one["same"])) for one in same
    ]
    return [
        *(Signal("place", one["person"], one["people"]) for one in places),
        *signals.alike(pairs),
        *(Signal("chance", one["person"], one["packs"]) for one in chance),
    ]


def note(tx: Tx, found: list[Signal]) -> int:
    """What is new is put before a person, each as a case of its own. Returns how many."""
    new = 0
    for one in found:
        made = tx.new_id()
        facts = {"pack": one.pack, "count": one.count, "of": one.out_of, "other": one.other or None}
        if tx.run("signals.add", id=made, kind=one.kind, person=one.person, now=tx.now, **facts):
            cases.open_case(tx, "fraud", made, ground=one.kind, person=one.person)
            telling.journal(tx, "round", "signal", made, kind=one.kind)
            new += 1
    return new


def of_case(tx: Tx, case: Row) -> Row | None:
    """What a case of kind "fraud" is founded on. A read."""
    return tx.one("signals.signal", id=case["subject"]) if case["kind"] == "fraud" else None
