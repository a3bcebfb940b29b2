"""Papering: what a person can show to others: their statement as a file, with the book's fingerprints.

Which tasks have a known answer is told when their pack is closed. A line's fingerprint (its entry's hash) covers the
movement, and all lines before it in its purse; so it is told only where none of these is of a pack that goes on.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot import ledger
from bot.actions import joining, showing
from bot.domain.outcomes.papers import StatementFile
from bot.domain.papers import Entry, StatementPaper
from bot.domain.people import Who
from bot.ledger import Line
from bot.storage import Row, Tx

pdf_lines_max = 500  # a dozen pages, about 20 kB
csv_lines_max = 100_000
known_movements = ("pay_answer", "pay_gold")  # which of the two it was tells a known answer


def wish_statement(tx: Tx, who: Who, form: str) -> StatementFile:
    """/statement_pdf, /statement_csv: the wish; what the file holds is read when it is sent."""
    return StatementFile(form)


def statement_file(tx: Tx, account: int, wish: StatementFile) -> StatementFile:
    """The wish with all it holds: the newest lines, as many as its form has room for. A read."""
    who = joining.by_account(tx, account)
    lines = ledger.statement(tx, f"worker:{who.book}:", limit=csv_lines_max)
    entries = entries_of(tx, who, lines)
    most = pdf_lines_max if wish.form == "pdf" else csv_lines_max
    paper = StatementPaper(
        at=tx.now,
        balance=ledger.available(tx, who.book),
        earned=ledger.earned_since(tx, who.book, 0),
        entries=tuple(entries[:most]),
        earlier=max(0, len(entries) - most),
    )
    return StatementFile(wish.form, paper)


def entries_of(tx: Tx, who: Who, lines: Sequence[Line]) -> list[Entry]:
    """Lines of the book, newest first, as their owner may see them."""
    packs = {pack: tx.one("packs.pack", pack=pack) for pack in {line.pack for line in lines if line.pack}}
    proved = _proved(tx, who, lines)
    return [_entry(line, packs.get(line.pack or 0), line.hash if line in proved else "") for line in lines]


def _entry(line: Line, pack: Row | None, told: str) -> Entry:
    about = line.key.partition(":")[2]
    hidden = line.movement in known_movements and (pack is None or pack["closed_at"] is None)
    return Entry(
        transfer=line.transfer,
        at=line.at,
        purse=line.account.rpartition(":")[2],
        what="pay_answer" if hidden else line.movement,
        amount=line.amount,
        balance=line.balance,
        pack=pack["name"] if pack is not None else "",
        title=showing.form_of(pack).title if pack is not None else None,
        assignment=int(about) if line.key.startswith("answer:") and about.isdigit() else 0,
        hash=told,
    )


def working_since(tx: Tx, who: Who) -> int | None:
    """From when on a person's lines are without fingerprint, UTC ms; None when no pack they worked in goes on."""
    since: int | None = tx.value("papers.working_since", person=who.person)
    return since


def waits_for_packs(line: Line, since: int | None) -> bool:
    """Would a line's fingerprint tell whether an answer was a known one? The purse of payouts never knew any answer."""
    return since is not None and line.at >= since and not ledger.is_leaving(line.account)


def _proved(tx: Tx, who: Who, lines: Sequence[Line]) -> set[Line]:
    """The lines whose fingerprint tells nothing of a pack that goes on."""
    since = working_since(tx, who)
    told: set[Line] = set()
    closed: set[str] = set()
    for line in reversed(lines):
        if waits_for_packs(line, since):
            closed.add(line.account)
        if line.account not in closed:
            told.add(line)
    return told
