"""Grieving: those who work in a pack say that it is unfair; enough of them pause it until somebody neutral looks (P7, P10).

Each says it once in a month, by a reason of a closed list; each place where people are paid has one voice. The pause opens a
case; it ends when a moderator says so, or by itself after a day. The requester hears how many gave which reason and never who;
nobody's record knows that they said it, and no journal does.
"""

from __future__ import annotations

from bot import ledger
from bot.actions import cases, flooring, halting, publishing, serving, showing, telling
from bot.actions.destinations import Ways
from bot.domain import alarms, grievances, limits, wellbeing
from bot.domain.limits import Rules
from bot.domain.outcomes import Outcome
from bot.domain.outcomes.grievances import Grievance, GrievanceOver, Grieved, HaltOver, PackHalted
from bot.domain.outcomes.worker import NotUnderstood
from bot.domain.people import Who
from bot.domain.refusals.grievances import (
    GrievedAlready,
    NotAnsweredThere,
    NotAReason,
    NothingToGrieve,
    PackIsOver,
)
from bot.domain.said import from_command, in_command
from bot.storage import Row, Tx

told_per_step = 50


# ---- those who work there ------------------------------------------------------------------------------------------


def grieve(tx: Tx, who: Who, ways: Ways, word: str) -> Outcome:
    """/grievance_NAME: asks why, by keys; with a reason behind it (`/grievance_NAME pay`) it is said. /grievance: of the pack they work in.

    Raises NothingToGrieve, NoSuchPack, PackIsOver, NotAnsweredThere, GrievedAlready, NotAReason.
    """
    name, _, written = word.strip().partition(" ")
    pack = _meant(tx, who, name)
    _may(tx, who, pack)
    if not written.strip():
        return telling.ask(tx, who, Grievance(pack=pack["id"], title=showing.form_of(pack).title))
    found = grievances.reason(written)
    if found is None:
        known = ", ".join(grievances.REASONS)
        raise NotAReason(command=f"/grievance_{in_command(pack['name'])}", known=known)
    return _say(tx, who, ways, pack, found)


def press(tx: Tx, who: Who, rules: Rules, mark: str, ways: Ways, written: str) -> Outcome | None:
    """A reason's key: it is said, and work goes on."""
    row = tx.one("telling.lock_question", account=who.account, mark=mark)
    facts, found = telling.facts(row) if row is not None else None, grievances.reason(written)
    if row is None or not isinstance(facts, Grievance) or found is None:
        return NotUnderstood(current=telling.current_mark(tx, who))
    if row["settled_at"] is not None:
        return telling.repeated(tx, who, row, "grievance")
    pack = tx.one("packs.pack", pack=facts.pack)
    assert pack is not None, "a pack that somebody worked in stays"
    said = _say(tx, who, ways, pack, found)
    telling.settle(tx, who, mark, "grievance")
    telling.notify(tx, who.account, said)
    return serving.following(tx, who, rules)


def _meant(tx: Tx, who: Who, name: str) -> Row:
    if name:
        return publishing.named(tx, from_command(name))
    found = tx.value("people.pack", person=who.person)
    row = tx.one("packs.pack", pack=found) if found is not None else None
    if row is None:
        raise NothingToGrieve
    return row


def _may(tx: Tx, who: Who, pack: Row) -> None:
    if not tx.value("grievances.answered", pack=pack["id"], person=who.person):
        raise NotAnsweredThere(name=pack["name"])
    if pack["state"] not in ("running", "paused"):
        raise PackIsOver(name=pack["name"], command=f"/rate_{in_command(pack['name'])}")
    since = tx.now - grievances.again_ms
    if tx.one("grievances.said_since", pack=pack["id"], person=who.person, since=since) is not None:
        raise GrievedAlready(name=pack["name"], days=grievances.again_ms // limits.day)


def _say(tx: Tx, who: Who, ways: Ways, pack: Row, reason: grievances.Reason) -> Grieved:
    """Notes it, and pauses the pack when it was the one that was missing."""
    held = publishing.held(tx, pack["name"])
    _may(tx, who, held)
    tx.run("grievances.add", id=tx.new_id(), pack=held["id"], person=who.person, reason=reason, now=tx.now)
    lacks = _lacks(tx, who, ways, held["id"])
    halts = not lacks and _enough(tx, ways, held)
    return Grieved(showing.form_of(held).title, halts, lacks)


def _lacks(tx: Tx, who: Who, ways: Ways, pack: int) -> str:
    """Why somebody's word is not counted; "" when it is."""
    least, since = grievances.answers_least, tx.now - grievances.again_ms
    if int(tx.value("grievances.answered", pack=pack, person=who.person)) < least:
        return "answers"
    if ways.open and tx.one("grievances.paid_somewhere", person=who.person) is None:
        return "place"
    shared = tx.one("grievances.shared", pack=pack, person=who.person, since=since, least=least)
    return "shared" if shared is not None else ""


def _enough(tx: Tx, ways: Ways, pack: Row) -> bool:
    """Pauses a pack when enough of those who count said so; the many are read only when they may be enough."""
    least, since = grievances.answers_least, tx.now - grievances.again_ms
    needed = grievances.needed(int(tx.value("grievances.who_counts", pack=pack["id"], least=least)))
    unheard = int(tx.value("grievances.unheard", pack=pack["id"], since=since))
    if unheard < needed or halting.is_halted(tx, pack["id"]):
        return False
    found = {"pack": pack["id"], "least": least, "since": since, "places": int(ways.open)}
    counted = tx.all("grievances.counted", **found)
    if len(counted) >= needed:
        _halt(tx, pack, counted)
    return len(counted) >= needed


def _halt(tx: Tx, pack: Row, counted: list[Row]) -> None:
    halting.begin(tx, pack)
    for row in counted:
        tx.run("grievances.hear", id=row["id"], now=tx.now)
    holds = sum(ledger.balances(tx, f"pack:{pack['id']}:").values())
    cases.open_case(tx, "grievance", pack["id"], pack=pack["id"], amount=holds)
    told = PackHalted(pack["name"], len(counted), reasons(tx, pack["id"]))
    telling.notify_requester(tx, pack["requester"], told, topic=f"grievance {pack['id']}")


def reasons(tx: Tx, pack: int) -> tuple[tuple[str, int], ...]:
    """What a pack was paused for last: (reason, people), the most first. A read."""
    return tuple((row["reason"], int(row["people"])) for row in tx.all("grievances.reasons", pack=pack))


# ---- what comes of it ----------------------------------------------------------------------------------------------


def over(tx: Tx, pack: int) -> None:
    """Nobody decided within a day: it goes on by itself. The case stays, and what is decided later is done then."""
    row = _held(tx, pack)
    halt = halting.end(tx, pack)
    if halt is None or row["state"] != "paused":
        return
    told = HaltOver(row["name"], _goes_on(tx, row, halt))
    telling.notify_requester(tx, row["requester"], told, topic=f"grievance {pack}")


def decided(tx: Tx, pack: int, outcome: str, reason: str, words: str) -> None:
    """What somebody neutral found: it goes on, stays paused until its words are others, or is closed."""
    row = _held(tx, pack)
    if outcome == "stays_paused" and row["state"] in ("running", "paused"):
        halting.keep(tx, row)
    elif outcome == "close" and row["state"] in ("running", "paused"):
        publishing.close(tx, row["name"])
    elif outcome == "goes_on":
        halt = halting.end(tx, pack)
        if halt is not None and row["state"] == "paused":
            _goes_on(tx, row, halt)
    tx.run("grievances.decide", pack=pack, outcome=outcome, reason=reason, words=words)
    tx.run("grievances.to_tell", pack=pack)


def _held(tx: Tx, pack: int) -> Row:
    tx.one("packs.lock_pack", pack=pack)
    row = tx.one("packs.pack", pack=pack)
    assert row is not None, "a pack that somebody worked in stays"
    return row


def _goes_on(tx: Tx, pack: Row, halt: Row) -> bool:
    """Lets a pack run that ran before. What else holds it, or needs a look at who is there for hard content, is its requester's."""
    waits = alarms.reason_repeated in pack["waits"].splitlines() or flooring.is_short(tx, pack["id"])
    if waits or not halt["ran"] or pack["level"] >= wellbeing.minded_from:
        return False
    tx.run("packs.set_state", pack=pack["id"], state="running")
    telling.journal(tx, "round", "pack_go_on", pack["id"])
    return True


def tell_some(tx: Tx) -> int:
    """Some more of those who said it hear what was decided. Returns how many; 0 when nothing goes out. It wakes nobody."""
    rows = tx.all("grievances.telling", most=told_per_step)
    for row in rows:
        pack = tx.one("packs.pack", pack=row["pack"])
        assert pack is not None, "a pack that somebody worked in stays"
        title = showing.form_of(pack).title
        told = GrievanceOver(title, row["outcome"], row["reason"], row["words"])
        telling.notify_person(tx, row["person"], told, topic=f"grievance {row['pack']}", unasked=True)
        tx.run("grievances.told", id=row["id"])
    return len(rows)
