"""Totalling: the figures of a month, for an operator to publish. Reads; `bot.domain.figures` says what may be told.

A month's answers are read some at a time and added up outside of the database, so that no tap waits for a month to be counted.
Skips and lapses are in none of it, for they are counted nowhere per person. What is known of a person's pauses is when their
answers came; how they felt, and which hard content they were shown, is theirs alone and is not looked at.
"""

from __future__ import annotations

import json

from bot.actions import missing, showing
from bot.domain import figures, limits, proposals, records
from bot.domain.figures import Counted, Figure, Known
from bot.storage import Row, Tx
from bot.storage.ids import first_id_at

answers_a_step = 500
_ruled = ("ruling", "final")  # by the last instance, or by the first when nobody appealed


def some(tx: Tx, first: int, beyond: int, after: int) -> tuple[list[Counted], int]:
    """Some answers of the time between two moments (UTC epoch ms), in the order in which they came, and the last one's id.

    `after`: the id that came with those before, 0 at first. No answers: there are no more. A read.
    """
    begin = max(after, first_id_at(first) - 1)
    rows = tx.all("figures.answers", after=begin, beyond=first_id_at(beyond), most=answers_a_step)
    packs: dict[int, Row] = {}
    return [_counted(tx, row, _pack(tx, packs, row["pack"])) for row in rows], rows[-1][
        "id"
    ] if rows else after


def others(tx: Tx, first: int, beyond: int) -> tuple[Figure, ...]:
    """All figures of a time that are not made of its answers, in the order in which they are told. A read."""
    return (
        *_payouts(tx, first, beyond),
        *_claims(tx, first, beyond),
        *_deadlines(tx, first, beyond),
        Figure("votes", "count", int(tx.value("proposals.ended", first=first, beyond=beyond))),
        Figure(
            "votes_unanswered", "count", len(tx.all("proposals.unanswered", due=tx.now - proposals.answer_ms))
        ),
        Figure("closures", "count", 0),  # nothing in the program closes an account
    )


def _counted(tx: Tx, row: Row, pack: Row) -> Counted:
    right = missing.stored_right(tx, row, row["answer"]) if row["role"] == "gold" else None
    band = figures.band(pack["hourly"], pack["floor_hourly"])
    return Counted(row["person"], row["arrived_at"], _rate(row, pack), right, band)


def _pack(tx: Tx, packs: dict[int, Row], pack: int) -> Row:
    if pack not in packs:
        row = tx.one("figures.pack", pack=pack)
        assert row is not None, "a pack with answers stays"
        packs[pack] = row
    return packs[pack]


def _rate(row: Row, pack: Row) -> int | None:
    """What an answer paid an hour, as in a requester's record; None where its time or its pay is not known."""
    if row["late"] or row["shown_at"] is None or not row["paid"] or row["waits"]:
        return None
    taken = records.believed_ms(row["arrived_at"] - row["shown_at"], showing.form_of(pack).estimate_s)
    return int(row["paid"]) * limits.hour // taken


def _payouts(tx: Tx, first: int, beyond: int) -> tuple[Figure, ...]:
    """Money that arrived, and how long that took."""
    rows = tx.all("figures.payouts", first=first, beyond=beyond)
    people = len({row["book"] for row in rows})
    hours = [10 * row["took"] / limits.hour for row in rows]
    return (
        figures.told("payouts", "count", len(rows), people),
        figures.told("paid_out", "money", sum(row["amount"] for row in rows), people),
        figures.median("payout_hours", "hours", hours, people),
    )


def _claims(tx: Tx, first: int, beyond: int) -> tuple[Figure, ...]:
    """Claims, disagreements, and how claims ended."""
    claimed = [
        row["person"]
        for row in tx.all("figures.claims", first=first_id_at(first), beyond=first_id_at(beyond))
    ]
    disagreed = [row["person"] for row in tx.all("figures.disagreements", first=first, beyond=beyond)]
    cells: dict[str, list[int]] = {
        name: [] for name in ("stands", "unusable", "gave_in", "silence", "agreed")
    }
    for row in _ends(tx, first, beyond):
        cells[_cell(row)].append(row["person"])
    return (
        figures.told("claims", "count", len(claimed), len(set(claimed))),
        figures.told("disagreements", "count", len(disagreed), len(set(disagreed))),
        *figures.parts("ended", {f"ended_{name}": own for name, own in cells.items()}),
    )


def _ends(tx: Tx, first: int, beyond: int) -> list[Row]:
    """Claims that are over, each with how it ended: by its last instance."""
    ids = {"begins": first_id_at(first), "ends": first_id_at(beyond)}
    found = {row["id"]: row for row in tx.all("figures.ends", first=first, beyond=beyond, **ids)}
    return [{**row, **json.loads(row["facts"])} for row in found.values()]


def _cell(end: Row) -> str:
    """How a claim ended: by a ruling for either side, by giving in, by anybody's silence after the worker spoke, or unopposed."""
    if end["how"] in _ruled:
        return "stands" if end["right"] else "unusable"
    return end["how"] if end["how"] in ("gave_in", "agreed") else "silence"


def _deadlines(tx: Tx, first: int, beyond: int) -> tuple[Figure, ...]:
    """How many of those that fell due were kept: the requester's to answer a disagreement, the ruling's, a question's."""
    replies, rulings = Known(), Known()
    for row in _ends(tx, first, beyond):
        if row["disagreed_at"] is not None and row["how"] != "agreed":
            replies.add(row["person"], row["how"] != "silence")
        if row["how"] == "overdue" or row["how"] in _ruled:
            rulings.add(row["person"], row["how"] != "overdue")
    questions, silence = Known(), limits.question_silence_ms
    for row in tx.all("figures.questions", first=first, beyond=beyond, due=tx.now - silence):
        questions.add(row["person"], row["waited"] is not None and row["waited"] <= silence)
    return (
        figures.share("kept_replies", replies.share()),
        figures.share("kept_rulings", rulings.share()),
        figures.share("kept_questions", questions.share()),
    )
