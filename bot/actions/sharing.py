"""Sharing: everybody gets a share of a pack (P13). Which of its places are for whom, and until when.

- A day: max(20, 2 × places ÷ active people, that at most a tenth of the places), by counts that a round keeps.
- Newcomers: 15 a day in a pack until 5 known answers are right in that kind of task, over all packs. It binds only where
  they have met, or may still meet, 5 known answers of the pack: where nothing can teach us who they are, the limit would
  never lift. Known answers they skipped or had wrong are met too, so neither lifts it.
- In all: the pack's own `per_person_max`; and nothing before or after its own schedule.
- New places: the last three tenths of the tasks of a launch, or of added rows, are kept for 24 hours (of its schedule). When all places
  before them have run out, that moment is written down; from then on the kept ones are for people who came after it, and
  for those who have had nothing yet. Everybody else waits for the end of the 24 hours; then they are like any others.
  A place that opens again goes to the tail, behind the kept ones, for anybody.

A skip counts nowhere here, practice neither.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import chain, repeat

from bot.domain import limits, quality
from bot.packs.form import PackForm
from bot.storage import Row, Tx

looked_at = (4, 128, 4_096)  # tasks in the first page of `in_turn`, in the second, in each that follows
seq_max = 2**62  # behind every tail

Stretch = tuple[int, int]  # tasks with first < seq <= second


def day_of(at: int) -> str:
    """The day of a moment (ms), UTC: 2026-11-21."""
    return datetime.fromtimestamp(at / 1000, UTC).date().isoformat()


def keep(tx: Tx, pack: int, form: PackForm, *, first: int, last: int) -> None:
    """Keeps some of new tasks, those with `first` ≤ seq ≤ `last`; what was kept before is free then."""
    kept = limits.kept_tasks(last - first + 1, form.overlap_least)
    if kept:
        row = tx.one("packs.pack", pack=pack)
        since = max(tx.now, row["opens_at"] if row is not None else 0)
        tx.run("packs.keep", pack=pack, after=last - kept, last=last, until=since + limits.kept_ms)


def is_its_time(tx: Tx, pack: Row) -> bool:
    """Is a pack offered now, by its own schedule? Who holds a task of it answers it at any time."""
    return bool(pack["opens_at"] <= tx.now and (pack["closes_at"] is None or tx.now < pack["closes_at"]))


def had_their_share(tx: Tx, pack: Row, form: PackForm, reader: Row | None) -> bool:
    """Is there nothing of this pack for this person today, however much is left?"""
    if reader is None:
        return False
    if reader["withdrawn_at"] is not None:
        return True
    if form.per_person_max is not None and reader["taken"] >= form.per_person_max:
        return True
    if reader["day"] != day_of(tx.now) or reader["today"] < limits.newcomer_daily:
        return False
    if _is_newcomer(tx, form, reader):
        return True
    return bool(reader["today"] >= limits.daily_share(pack["places"], pack["active"]))


def comes_back(tx: Tx, form: PackForm, reader: Row | None) -> bool:
    """Is there more tomorrow, when there is none today?"""
    if reader is None:
        return True
    return reader["withdrawn_at"] is None and (
        form.per_person_max is None or reader["taken"] < form.per_person_max
    )


def _is_newcomer(tx: Tx, form: PackForm, reader: Row) -> bool:
    person, pack = reader["person"], reader["pack"]
    if not form.gold_share or quality.is_trusted(tx.value("work.trusted_right", person=person, pack=pack)):
        return False
    met = int(tx.value("work.gold_met", person=person, pack=pack, most=limits.trusted_right))
    most = min(limits.trusted_right, int(tx.value("packs.gold_left", pack=pack)))
    return (
        met + int(tx.value("work.gold_to_meet", person=person, pack=pack, most=most)) >= limits.trusted_right
    )


def stretches(tx: Tx, pack: Row, reader: Row | None) -> tuple[Stretch, ...]:
    """The parts of a pack's turn that are open to this person now, in order. A pilot ends with its last task."""
    if pack["pilot_last"]:
        return ((0, int(pack["pilot_last"])),)
    if tx.now >= pack["kept_until"] or _may_have_kept(tx, pack, reader):
        return ((0, seq_max),)
    return ((0, pack["kept_after"]), (pack["kept_last"], seq_max))


def _may_have_kept(tx: Tx, pack: Row, reader: Row | None) -> bool:
    """Kept places are for people who came when the others had run out, or who have had nothing yet."""
    since = pack["kept_since"]
    if since is None and tx.value("packs.open_before", pack=pack["id"], last=pack["kept_after"]) is None:
        tx.run("packs.kept_since", pack=pack["id"], now=tx.now)
        since = tx.now
    if since is None:
        return False
    return reader is None or not reader["taken"] or reader["started_at"] > since


def in_turn(
    tx: Tx, pack: int, person: int, position: int, open_to: tuple[Stretch, ...], *, neutral: bool = False
) -> Iterator[Row]:
    """A pack's tasks with open places behind a position, in turn, without those this person has had.

    Nearly always the first will do, so few are looked at; who has had those is far on, and then many are, for whoever begins at
    the start again after 20,000 tasks would wait for a hundred pages. `neutral`: without those with hard content.
    """
    query = "work.neutral_candidates" if neutral else "work.candidates"
    sizes = chain(looked_at, repeat(looked_at[-1]))
    for first, last in open_to:
        seq = max(position, first)
        while seq < last and (
            page := tx.all(query, pack=pack, position=seq, last=last, person=person, most=next(sizes))
        ):
            seq = page[-1]["seq"]
            yield from (one for one in page if not one["had"])
