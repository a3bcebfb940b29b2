"""Cases: the one queue of what a person must look at (P10). Any room opens one; whoever is neutral takes and decides it.

    open ── taken ─► claimed ── an opinion ─► decided ── nobody appeals ─► closed
     ▲                  │                        └── an appeal ─► open again, for others
     └── given back, or half an hour ┘

A case holds no money and no evidence of its own: what it is about stays where it is, and what a decision does there is
that room's (`ruling` for claims). What ends by itself before anybody looked is closed with it.
"""

from __future__ import annotations

from itertools import count
from typing import Any

from bot.actions import telling
from bot.domain import cases, claims
from bot.domain.cases import Kind
from bot.storage import Row, Tx

deadline = "case"


def open_case(
    tx: Tx,
    kind: Kind,
    subject: int,
    *,
    ground: str = "",
    pack: int = 0,
    person: int = 0,
    requester: int = 0,
    amount: int = 0,
    due: bool = True,
) -> int:
    """A person must look at this. Returns the case's id; of one subject there is one case, and a closed one opens again.

    `subject` is an id of the kind's: a claim, a report's task, a requester, a payout. `pack` says whose work it is about, and
    with it its requester; `person` whom it is about, and in which language; `amount` micro-units. None of them judges it.
    With `due` it closes as overdue when nobody decided in time; without, its subject has a deadline of its own.
    """
    case = _known(tx, kind, subject, ground)
    if not case:
        found = tx.one("packs.pack", pack=pack) if pack else None
        whose = tx.one("people.person", person=person) if person else None
        facts = {
            "kind": kind,
            "subject": subject,
            "ground": ground,
            "pack": pack,
            "requester": requester or (found["requester"] if found else 0),
            "person": person,
            "language": whose["language"] if whose else "",
            "amount": amount,
        }
        case = _added(tx, facts)
        telling.journal(tx, "round", "case_open", case, kind=kind)
    if due:
        tx.run("jobs.set_deadline", kind=deadline, subject=case, at=tx.now + cases.ruling_ms)
    else:
        tx.run("jobs.clear_deadline", kind=deadline, subject=case)
    return case


def _known(tx: Tx, kind: Kind, subject: int, ground: str) -> int:
    """The case there is, opened again when it was over; 0 for none."""
    row = tx.one("cases.of", kind=kind, subject=subject)
    if row is None:
        return 0
    if held(tx, row["id"])["state"] in ("decided", "closed"):
        tx.run("cases.again", id=row["id"], ground=ground)
    return int(row["id"])


def _added(tx: Tx, facts: dict[str, Any]) -> int:
    """A new case under a code nobody has yet; a claim's is the claim's own."""
    made = tx.new_id()
    named = facts["subject"] if facts["kind"] == "claim" else made
    for characters in count(claims.code_characters):
        if tx.run("cases.add", id=made, code=claims.code(named, characters), now=tx.now, **facts):
            return made
        row = tx.one("cases.of", kind=facts["kind"], subject=facts["subject"])
        if row is not None:  # another program was faster
            return int(row["id"])
    raise AssertionError("there are always longer codes")


def settled(tx: Tx, kind: Kind, subject: int) -> None:
    """What a case was about ended by itself: nobody needs to look any more."""
    row = tx.one("cases.of", kind=kind, subject=subject)
    if row is not None:
        _close(tx, row["id"], "settled")


def overdue(tx: Tx, case: int) -> None:
    """Nobody decided in time: what stands goes on standing, and the case is closed."""
    _close(tx, case, "overdue")


def _close(tx: Tx, case: int, outcome: str) -> None:
    held(tx, case)
    tx.run("jobs.clear_deadline", kind=deadline, subject=case)
    if tx.run("cases.end", id=case, outcome=outcome, now=tx.now):
        telling.journal(tx, "round", "case_end", case, outcome=outcome)


def held(tx: Tx, case: int) -> Row:
    """A case, held until the transaction ends."""
    tx.one("cases.lock", id=case)
    row = tx.one("cases.one", id=case)
    assert row is not None, f"case {case} is gone"
    return row
