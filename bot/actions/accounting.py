"""Accounting for oneself: balance, statement, history, and everything kept about a person (P11, P12)."""

from __future__ import annotations

import json
from typing import Any

from bot import ledger
from bot.actions import serving, telling
from bot.domain.limits import day
from bot.domain.outcomes import (
    Answered,
    Example,
    Examples,
    Help,
    History,
    Line,
    Money,
    MyData,
    NotUnderstood,
    Outcome,
    Reading,
    Statement,
    WhoAsks,
)
from bot.domain.people import Who
from bot.storage import Tx

lines_max = 15


def money(tx: Tx, who: Who) -> Outcome:
    """/money: what there is, and what today brought."""
    earned = ledger.earned_since(tx, who.book, tx.now - tx.now % day)
    return Money(
        balance=ledger.available(tx, who.book),
        today=earned,
        ever=ledger.earned_since(tx, who.book, 0),
        working=bool(telling.current_mark(tx, who)),
    )


def statement(tx: Tx, who: Who) -> Outcome:
    """The last movements of one's money."""
    found = ledger.statement(tx, f"worker:{who.book}:available", limit=lines_max)
    lines = tuple(
        Line(at=one.at, movement=one.movement, amount=one.amount, balance=one.balance) for one in found
    )
    return Statement(lines=lines, balance=ledger.available(tx, who.book))


def history(tx: Tx, who: Who) -> Outcome:
    """The last answers, what each brought, newest first."""
    rows = tx.all("work.history", person=who.person, most=lines_max)
    return History(
        answers=tuple(_answered(row) for row in rows), total=tx.value("work.history_total", person=who.person)
    )


def _answered(row: Any) -> Answered:
    form = serving.form_of(row)
    return Answered(
        at=row["at"],
        title=form.title,
        kind=form.kind,
        settings=form.settings,
        languages=form.languages,
        answer=json.loads(row["value"]),
        paid=row["paid"],
        state="undone" if row["undone_at"] is not None else "answered",
    )


def my_data(tx: Tx, who: Who) -> Outcome:
    """/mydata: all that is kept about a person, as one JSON text."""
    person = tx.one("people.person", person=who.person)
    assert person is not None
    answers = tx.all("work.history", person=who.person, most=100_000)
    kept = {
        "person": {
            name: person[name]
            for name in (
                "language",
                "data_mode",
                "consent",
                "consented_at",
                "paused_at",
                "pack",
                "created_at",
            )
        },
        "accounts": [
            {"telegram_id": row["telegram"], "since": row["created_at"]} for row in _accounts(tx, who)
        ],
        "consents": tx.all("people.consents", person=who.person),
        "balance_micro": ledger.available(tx, who.book),
        "packs": tx.all("work.readers_of", person=who.person),
        "answers": [
            {
                "at": row["at"],
                "pack": row["pack"],
                "answer": json.loads(row["value"]),
                "paid_micro": row["paid"],
                "undone_at": row["undone_at"],
            }
            for row in answers
        ],
        "tasks": tx.all("work.assignments_of", person=who.person),
        "passed_over": tx.all("work.passed_of", person=who.person),
        "questions": tx.all("telling.questions_of", person=who.person),
        "reports": tx.all("work.reports_history", person=who.person),
        "money": [
            {"at": one.at, "what": one.movement, "amount_micro": one.amount, "balance_micro": one.balance}
            for one in ledger.statement(tx, f"worker:{who.book}:available", limit=100_000)
        ],
        "units": "times: UTC epoch milliseconds; money: millionths of the currency",
        "besides": "ids of your messages, so that none counts twice, for 8 days; messages we could not read, for 7 days",
    }
    telling.journal(tx, f"person {who.person}", "mydata", who.person)
    return MyData(content=json.dumps(kept, ensure_ascii=False, indent=1))


def _accounts(tx: Tx, who: Who) -> list[Any]:
    return tx.all("people.accounts_of", person=who.person)


def help_card(tx: Tx, who: Who) -> Outcome:
    """/help: what can be done, in one screen."""
    return Help(working=bool(telling.current_mark(tx, who)))


def who_asks(tx: Tx, who: Who, pack: int) -> Outcome:
    """[Who is this?] on an offer."""
    return WhoAsks(serving.offer_facts(tx, pack))


def examples(tx: Tx, who: Who, mark: str) -> Outcome:
    """[Show examples] under an instruction."""
    row = tx.one("telling.question", account=who.account, mark=mark)
    facts = telling.facts(row) if row is not None else None
    pack = tx.one("packs.pack", pack=facts.pack) if isinstance(facts, Reading) else None
    if pack is None:
        return NotUnderstood(current=telling.current_mark(tx, who))
    form = serving.form_of(pack)
    shown = tuple(
        Example(right=one.right, item=one.item, answer=one.answer, why=one.reason) for one in form.examples
    )
    return Examples(examples=shown, kind=form.kind, settings=form.settings, languages=form.languages)
