"""Reckoning: what may be known of requesters, counted by a round beside the work, each hour (docs/record.md).

Nothing is told that fewer people brought about than `bot.domain.records` says. Marks are counted anew only when five people
have given some since they were counted last, so that nobody can tell from a change who gave what.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.actions import showing
from bot.domain import limits, records
from bot.domain.records import Marks, Timed
from bot.storage import Row, Tx


@dataclass(frozen=True, slots=True)
class Reckoned:
    """What was counted of a requester: the columns of their record; and their marks anew, () where those stand as they are."""

    record: Row
    marks: tuple[int, ...] = ()
    raters: int = 0


def count(tx: Tx) -> list[Reckoned]:
    """Counts the record of every requester with a pack that ran. A read: no tap waits for it."""
    return [_counted(tx, row["id"]) for row in tx.all("records.requesters")]


def note(tx: Tx, found: list[Reckoned]) -> None:
    """Writes down what `count` found."""
    for one in found:
        tx.run("records.note", **one.record)
        if one.marks:
            marks = dict(zip(records.ASPECTS, one.marks, strict=True))
            requester = one.record["requester"]
            tx.run("records.note_marks", requester=requester, raters=one.raters, now=tx.now, **marks)


def _counted(tx: Tx, requester: int) -> Reckoned:
    packs = tx.all("records.packs", requester=requester, most=records.packs_looked_at)
    people, claims = (
        tx.value("records.people", requester=requester),
        tx.one("records.claims", requester=requester),
    )
    assert claims is not None, "counts are one row"
    answers = int(tx.value("records.answers", requester=requester))
    asked = tx.all("records.questions", requester=requester, now=tx.now, most=records.questions_looked_at)
    record = {
        "requester": requester,
        "hourly": records.hourly(_timed(tx, packs), limits.median_people_min),
        "claimed": records.per_mille(claims["decided"], answers)
        if people >= limits.median_people_min
        else None,
        "overturned": records.per_mille(claims["overturned"], claims["decided"])
        if claims["people"] >= records.people_min
        else None,
        "reply_ms": records.reply_ms([(row["person"], row["waited"]) for row in asked]),
    }
    return _with_marks(tx, record)


def _timed(tx: Tx, packs: list[Row]) -> list[Timed]:
    """A requester's newest answers, with what they paid and how long they took."""
    found: list[Timed] = []
    for pack in packs:
        estimate_s = showing.form_of(pack).estimate_s
        left = records.answers_looked_at - len(found)
        found += [
            Timed(row["person"], row["paid"], records.believed_ms(row["taken"], estimate_s))
            for row in tx.all("records.timed", pack=pack["id"], most=left)
        ]
    return found


def _with_marks(tx: Tx, record: Row) -> Reckoned:
    """With their marks anew, where five people gave some since those were counted last."""
    given = tx.all("records.ratings", requester=record["requester"])
    before = tx.one("records.of", requester=record["requester"])
    since = before["rated_at"] if before is not None else 0
    if sum(row["at"] > since for row in given) < records.raters_min:
        return Reckoned(record)
    marks = [Marks(tuple(row[aspect] for aspect in records.ASPECTS), row["at"]) for row in given]
    return Reckoned(record, records.weighted(marks), len(marks))
