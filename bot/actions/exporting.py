"""Exporting: a pack's results leave, page by page. What leaves is accepted: that is written down as it is read (P6).

Only final answers leave: paid, and past being undone. So nothing that was delivered can be disputed later. A person
is a pseudonym made by a secret of the pack's own: in another pack they have another, and nobody can tell they are one.
Skips carry no pseudonym at all, for they are counted nowhere against anybody.

Each page is a transaction of its own and small, so that a million answers stop no tap.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from bot import kinds
from bot.actions import publishing, reviewing, showing, telling, weighing
from bot.domain import limits
from bot.domain.refusals.results import NoSuchWorker
from bot.domain.results import Card, ResultAnswer, Results, ResultTask, Version
from bot.packs.form import PackForm
from bot.storage import Row, Tx

page_rows = 500
pseudonym_characters = 12  # of five bits: two of a million people alike once in two million packs
answer_states = ("answered", "reported", "skipped")


@dataclass(frozen=True, slots=True)
class Opened:
    """Results that are being read out: everything but their rows, and what makes pseudonyms and columns."""

    pack: int
    secret: str
    results: Results


@dataclass(frozen=True, slots=True)
class Page:
    """Some answers, and after which row the next ones begin; None when there are no more."""

    answers: tuple[ResultAnswer, ...]
    after: int | None


def described(tx: Tx, name: str) -> Results:
    """A pack as its results tell of it, without their rows: nothing has left. A read. Raises NoSuchPack."""
    row = publishing.named(tx, name)
    return _without_rows(tx, row, showing.form_of(row))


def opened(tx: Tx, name: str, secret: str, by: str = "operator") -> Opened:
    """Begins to read a pack's results out, and writes that down. `secret`: random, used when the pack has none yet.

    Raises NoSuchPack.
    """
    row = publishing.named(tx, name)
    tx.run("results.keep_secret", pack=row["id"], secret=secret)
    tx.run("results.delivered", pack=row["id"], now=tx.now)
    telling.journal(tx, by, "results", row["id"])
    kept = str(tx.value("results.secret", pack=row["id"]))
    return Opened(row["id"], kept, _without_rows(tx, row, showing.form_of(row)))


def _without_rows(tx: Tx, row: Row, form: PackForm) -> Results:
    versions = tx.all("results.versions", pack=row["id"])
    spoken = tx.all("results.languages", pack=row["id"])
    return Results(
        pack=row["name"],
        kind=form.kind,
        settings=form.settings,
        languages=form.languages,
        title=form.title,
        instruction=form.instruction,
        question=form.question,
        asks=form.asks,
        currency=form.currency,
        price=form.price,
        estimate_s=form.estimate_s,
        overlap=form.overlap_most,
        lease_h=form.lease_h,
        launched_at=row["launched_at"] or 0,
        tasks=(),
        answers=(),
        card=Card(
            on_behalf_of=form.on_behalf_of,
            trains=form.trains,
            afterwards=form.afterwards,
            licence=form.licence,
            versions=tuple(Version(one["number"], one["hash"], one["created_at"]) for one in versions),
            people={one["language"]: one["people"] for one in spoken},
            read_at=tx.now,
        ),
        gold_alike=form.gold_alike,
        waiting=reviewing.in_no_results(tx, row["id"]),
    )


def task_page(tx: Tx, pack: int, after: str) -> list[tuple[int, ResultTask]]:
    """Some tasks whose keys come after one, each with its place in the requester's order. A read; [] at the end."""
    rows = tx.all("results.tasks", pack=pack, after=after, most=page_rows)
    return [(row["id"], _task(row)) for row in rows]


def _task(row: Row) -> ResultTask:
    item = json.loads(row["item"])
    return ResultTask(
        key=row["key"],
        role=row["role"],
        texts=item.get("text", {}),
        question=item.get("question", {}),
        medium=item.get("medium", row["picture"]),
        gold=json.loads(row["answer"]) if row["answer"] is not None else None,
        source=item.get("source", {}),
    )


def answer_page(tx: Tx, begun: Opened, state: str, after: int) -> Page:
    """Some rows in one of `answer_states`, after an assignment's id; what is final in them is delivered herewith."""
    rows = _PAGES[state](tx, begun, after)
    return Page(rows, int(rows[-1].id) if rows else None)


def _answered(tx: Tx, begun: Opened, after: int) -> tuple[ResultAnswer, ...]:
    return _left(tx, begun, _final(tx, begun.pack, after, page_rows))


def untold_page(tx: Tx, begun: Opened, after: int, most: int) -> tuple[ResultAnswer, ...]:
    """Final answers after an assignment's id of which no webhook was told; delivered herewith."""
    return _left(tx, begun, _final(tx, begun.pack, after, most, untold=1))


def any_untold(tx: Tx, pack: int, after: int) -> bool:
    """Is there a final answer of which no webhook was told? A read."""
    undo_before = tx.now - limits.undo_ms
    return tx.value("results.any_untold", pack=pack, after=after, undo_before=undo_before) is not None


def _final(tx: Tx, pack: int, after: int, most: int, untold: int = 0) -> list[Row]:
    undo_before = tx.now - limits.undo_ms
    return tx.all(
        "results.final_answers", pack=pack, after=after, undo_before=undo_before, untold=untold, most=most
    )


def _left(tx: Tx, begun: Opened, rows: list[Row]) -> tuple[ResultAnswer, ...]:
    """Answers as they leave; that they did is written down."""
    fresh = [{"answer": row["answer"], "now": tx.now} for row in rows if row["delivered_at"] is None]
    tx.many("results.deliver", fresh)
    kind = kinds.kinds()[begun.results.kind]
    spec = kinds.spec(begun.results.kind, begun.results.settings, begun.results.languages)
    return tuple(_answer(begun, row, kind, spec) for row in rows)


def _answer(begun: Opened, row: Row, kind: kinds.Kind[Any], spec: Any) -> ResultAnswer:
    value = json.loads(row["value"])
    shown = row["shown_at"]
    return ResultAnswer(
        id=str(row["id"]),
        task=row["task"],
        worker=pseudonym(begun.secret, row["person"]),
        status="accepted",
        answer=value,
        columns=kind.export(spec, value),
        offered_at=row["offered_at"],
        arrived_at=row["arrived_at"],
        seconds=(row["arrived_at"] - shown) / limits.second if shown is not None else None,
        version=row["version"],
        paid=row["paid"],
        late=bool(row["late"]),
        aside=bool(row["aside"]),
    )


def _reported(tx: Tx, begun: Opened, after: int) -> tuple[ResultAnswer, ...]:
    rows = tx.all("results.reported", pack=begun.pack, after=after, most=page_rows)
    return tuple(
        replace(
            _ended(row, "reported"),
            worker=pseudonym(begun.secret, row["person"]),
            paid=row["paid"],
            ground=row["ground"],
        )
        for row in rows
    )


def _skipped(tx: Tx, begun: Opened, after: int) -> tuple[ResultAnswer, ...]:
    rows = tx.all("results.skipped", pack=begun.pack, after=after, most=page_rows)
    return tuple(_ended(row, "skipped") for row in rows)


def _ended(row: Row, status: str) -> ResultAnswer:
    """A task that ended without an answer."""
    return ResultAnswer(
        id=str(row["id"]),
        task=row["task"],
        worker="",
        status=status,
        answer=None,
        columns={},
        offered_at=row["offered_at"],
        arrived_at=row["ended_at"],
        seconds=None,
        version=row["version"],
        paid=0,
    )


_PAGES = {"answered": _answered, "reported": _reported, "skipped": _skipped}


def results(tx: Tx, name: str, secret: str) -> Results:
    """A small pack's results at once, in one transaction. `rounds.exports` reads large ones page by page."""
    begun = opened(tx, name, secret)
    tasks = sorted(_all_tasks(tx, begun.pack), key=lambda one: one[0])
    answers = tuple(one for state in answer_states for one in _all_answers(tx, begun, state))
    return replace(begun.results, tasks=tuple(task for _, task in tasks), answers=answers)


def _all_tasks(tx: Tx, pack: int) -> Iterator[tuple[int, ResultTask]]:
    page = task_page(tx, pack, "")
    while page:
        yield from page
        page = task_page(tx, pack, page[-1][1].key)


def _all_answers(tx: Tx, begun: Opened, state: str) -> Iterator[ResultAnswer]:
    after: int | None = 0
    while after is not None:
        page = answer_page(tx, begun, state, after)
        yield from page.answers
        after = page.after


def pseudonym(secret: str, person: int) -> str:
    """A name for a person in one pack: HMAC-SHA256 by the pack's secret, so that no other pack's is like it.

    >>> pseudonym("one", 7), pseudonym("two", 7)
    ('w4zwomk6fojju', 'w43objixh2mua')
    """
    spread = hmac.new(secret.encode(), str(person).encode(), hashlib.sha256).digest()
    return "w" + base64.b32encode(spread).decode().lower()[:pseudonym_characters]


def set_aside(tx: Tx, name: str, worker: str, yes: bool) -> bool:
    """A person's answers in one pack count in no aggregate from now on, or count again. Their pay stays as it is.

    `worker` is their pseudonym, as the results tell it. Returns whether that was new. Raises NoSuchPack, NoSuchWorker.
    """
    row = publishing.named(tx, name)
    return weighing.set_aside(tx, person_called(tx, row, worker), row["id"], yes, by="operator")


def person_called(tx: Tx, pack: Row, worker: str) -> int:
    """Whom a pack's results call by a pseudonym. A read. Raises NoSuchWorker."""
    secret = str(tx.value("results.secret", pack=pack["id"]))
    people = (int(one["person"]) for one in tx.all("results.readers", pack=pack["id"]))
    person = next((one for one in people if secret and pseudonym(secret, one) == worker), None)
    if person is None:
        raise NoSuchWorker(name=pack["name"], worker=worker[: limits.name_characters_max])
    return person
