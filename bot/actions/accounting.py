"""Accounting for oneself: balance, statement, history, and everything kept about a person (P11, P12)."""

from __future__ import annotations

import json
from typing import Any

from bot import ledger
from bot.actions import choosing, picturing, publishing, rating, showing, telling
from bot.domain.limits import day
from bot.domain.outcomes import Outcome
from bot.domain.outcomes.worker import (
    Answered,
    Example,
    Examples,
    Help,
    History,
    Line,
    Money,
    MyData,
    NotUnderstood,
    Privacy,
    Reading,
    Statement,
    WhoAsks,
)
from bot.domain.people import Who
from bot.domain.refusals.packs import NoSuchPack
from bot.domain.said import from_command
from bot.storage import Row, Tx

lines_max = 15
rows_max = 1_000_000_000  # of one's own money: all


def money(tx: Tx, who: Who) -> Outcome:
    """/money: what there is, and what today brought."""
    earned = ledger.earned_since(tx, who.book, tx.now - tx.now % day)
    return Money(
        balance=ledger.available(tx, who.book),
        today=earned,
        ever=ledger.earned_since(tx, who.book, 0),
        working=bool(telling.current_mark(tx, who)),
        waits=sum(ledger.balance(tx, f"worker:{who.book}:{purse}") for purse in ("earned", "frozen")),
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
        answers=tuple(_answered(row) for row in rows),
        total=tx.value("work.history_total", person=who.person),
        became=tx.value("becoming.has_any", person=who.person) is not None,
    )


def _answered(row: Any) -> Answered:
    form = showing.form_of(row)
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


def privacy(tx: Tx, who: Who) -> Outcome:
    """/privacy: what is kept, in words; the file itself is /mydata, which may be large."""
    return Privacy()


def my_data(tx: Tx, who: Who) -> Outcome:
    """/mydata: the wish for all that is kept about a person. What the file holds is read when it is sent."""
    telling.journal(tx, f"person {who.person}", "mydata", who.person)
    return MyData()


def all_kept(tx: Tx, account: int, wish: MyData) -> MyData:
    """The wish with all it holds. A read."""
    return MyData(content_of_my_data(tx, account))


def content_of_my_data(tx: Tx, account: int) -> str:
    """All that is kept about the person of an account, as one JSON text; a read, built when the file is sent.

    Which tasks have a known answer is told when their pack is closed, as in the statement; until then they look
    like any other. Rows have the names of their columns.
    """
    found = tx.one("people.account_by_id", account=account)
    assert found is not None, f"account {account} is gone"
    person, book = int(found["person"]), int(found["book"])
    kept = {
        "person": tx.one("people.person", person=person),
        "accounts": tx.all("people.accounts_of", person=person),
        "consents": tx.all("people.consents", person=person),
        "balance": ledger.available(tx, book),
        "money": _money_lines(tx, book),
        "paid_at": tx.all("payouts.destinations_kept", person=person),
        "payouts": tx.all("payouts.kept", person=person),
        "brings_work": tx.all("requesters.kept", person=person),
        "packs": tx.all("work.readers_of", person=person),
        "passed_over": tx.all("work.passed_of", person=person),
        "tasks": [_parsed(row, "draft") for row in tx.all("work.assignments_of", person=person)],
        "answers": [_parsed(row, "value") for row in tx.all("work.answers_kept", person=person)],
        "made": tx.all("work.made_by", person=person),
        "reports": tx.all("work.reports_kept", person=person),
        "claims": [_parsed(row, "copied") for row in tx.all("claims.kept", person=person)],
        "said_of_claims": tx.all("claims.statements_kept", person=person),
        "cases": [_parsed(row, "missed") for row in tx.all("cases.kept", person=person)],
        "moderator": tx.one("cases.moderator_kept", person=person),
        "opinions": tx.all("cases.opinions_kept", person=person),
        "asked_as_juror": tx.all("cases.jurors_kept", person=person),
        "asked_as_interpreter": tx.all("interpreters.kept", person=person),
        "asked_for_interpreters": tx.all("interpreters.asked_by", person=person),
        "own_limits": tx.one("own.kept", person=person),
        "noticed": tx.all("signals.kept", person=person),
        "limits_on_work": tx.all("accounts.kept", person=person),
        "hard_content_chosen": tx.all("care.chosen", person=person),
        "hard_content_now": tx.all("care.settings", person=person),
        "hard_content_shown": [_parsed(row, "flags") for row in tx.all("care.diary", person=person)],
        "to_be_deleted_from_chats": tx.all("care.to_go", person=person),
        "messages_with_tasks": tx.all("alarms.arrived_of", person=person),
        "fixes": tx.all("fixes.kept", person=person),
        "asked_to_pay_in": tx.all("deposits.checkouts_of", person=person),
        "asked": tx.all("asking.asked_by", person=person),
        "marks_given": tx.all("records.rated_by", person=person),
        "in_the_room": tx.one("room.member_kept", person=person),
        "said_in_the_room": tx.all("room.messages_kept", person=person),
        "reported_in_the_room": tx.all("room.reports_kept", person=person),
        "said_unfair": tx.all("grievances.kept", person=person),
        "proposed": tx.all("proposals.proposed_by", person=person),
        "seconded_and_voted": tx.all("proposals.spoken_by", person=person),
        "bonuses": tx.all("thanking.of_person", person=person),
        "parts_of_resales": tx.all("shares.parts_of", person=person),
        "questions": [_parsed(row, "facts") for row in tx.all("telling.questions_of", person=person)],
        "bundles": tx.all("bundles.of_person", person=person),
        "bundled": tx.all("bundles.bundled_of", person=person),
        "bytes_by_day": tx.all("metering.of_person", person=person),
        "due": tx.all("telling.dues_of", person=person),
        "journal": [_parsed(row, "facts") for row in tx.all("telling.journal_of", who=f"person {person}")],
        "units": "times: UTC epoch milliseconds; money: millionths of the currency",
        "not_yet": "which tasks had a known answer, and their names: when the pack is closed",
        "besides": "ids of your messages, so that none counts twice, for 8 days; "
        "which photo or voice of yours is to be looked at, until it was; the names of files you sent to bring work, and how "
        "reading them ended; where you are paid, sealed: here is only what is shown of it; while Telegram wants us to wait before we write to you, "
        "until when; while you are one of many who fell silent at once, that you are",
    }
    return json.dumps(kept, ensure_ascii=False, indent=1)


def _parsed(row: Row, name: str) -> Row:
    """A row whose column `name` holds JSON, with what that says."""
    return {**row, name: json.loads(row[name])}


def _money_lines(tx: Tx, book: int) -> list[dict[str, Any]]:
    """Every movement of a worker's money; a known answer's looks like any other's until its pack is closed."""
    closed = {f"pack:{row['id']}:gold" for row in tx.all("work.closed_packs_of", book=book)}
    return [
        {
            "at": one.at,
            "purse": one.account.rpartition(":")[2],
            "what": "pay_answer" if one.movement == "pay_gold" and one.other not in closed else one.movement,
            "amount": one.amount,
            "balance": one.balance,
        }
        for one in ledger.statement(tx, f"worker:{book}:", limit=rows_max)
    ]


def help_card(tx: Tx, who: Who) -> Outcome:
    """/help: what can be done, in one screen."""
    return Help(
        brings_work=bool(who.requester),
        hard=who.agreed and choosing.ready(tx, who.person),
        decides=tx.one("cases.moderator", person=who.person) is not None,
    )


def who_asks(tx: Tx, who: Who, pack: int) -> Outcome:
    """[Who is this?] on an offer."""
    offer, faq = showing.offer_facts(tx, pack, who), showing.has_faq(tx, pack)
    row, known = tx.one("requesters.of_pack", pack=pack), rating.record_for(tx, who, pack)
    name, said = (row["name"], row["about"]) if row is not None else ("", "")
    return WhoAsks(offer, faq, name, said, known)


def about_pack(tx: Tx, who: Who, name: str) -> Outcome:
    """/about_NAME: who asks in a pack that was launched, and their record."""
    pack = publishing.named(tx, from_command(name))
    if pack["launched_at"] is None:
        raise NoSuchPack(name=pack["name"])
    return who_asks(tx, who, pack["id"])


def examples(tx: Tx, who: Who, mark: str) -> Outcome:
    """[Show examples] under an instruction."""
    row = tx.one("telling.question", account=who.account, mark=mark)
    facts = telling.facts(row) if row is not None else None
    pack = tx.one("packs.pack", pack=facts.pack) if isinstance(facts, Reading) else None
    if pack is None or not isinstance(facts, Reading):
        return NotUnderstood(current=telling.current_mark(tx, who))
    form = showing.form_of(pack)
    shown = tuple(
        Example(right=one.right, item=one.item, answer=one.answer, why=one.reason) for one in form.examples
    )
    return Examples(
        examples=shown,
        kind=form.kind,
        settings=form.settings,
        languages=form.languages,
        picture=picturing.of_examples(tx, facts.pack),
    )
