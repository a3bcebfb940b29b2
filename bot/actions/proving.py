"""Proving: receipts of single movements, and the seal over all of them, told to whoever asks and posted each day."""

from __future__ import annotations

from bot import digits, ledger
from bot.actions import joining, papering, queueing, telling
from bot.domain.limits import day
from bot.domain.outcomes import Outcome
from bot.domain.outcomes.papers import ReceiptFile, Receipts, SealTold
from bot.domain.people import Who
from bot.domain.refusals.papers import NoSuchReceipt, ReceiptLater
from bot.storage import Tx

purses_at_most = 4  # of one transfer between one's own purses
digits_max = 18  # of a transfer's number, which has 63 bits
receipts_shown, lines_looked_at = 5, 50


def receipt(tx: Tx, who: Who, word: str) -> Outcome:
    """/receipt_…: the wish for the proof of one movement of one's own. Refused while it would tell a known answer.

    Without a number: the newest ones to choose from.
    """
    if not word:
        return _receipts(tx, who)
    transfer = digits.number(word, digits_max) or 0
    line = _line(tx, who.book, transfer)
    if papering.waits_for_packs(line, papering.working_since(tx, who)):
        raise ReceiptLater()
    return ReceiptFile(transfer)


def _receipts(tx: Tx, who: Who) -> Receipts:
    since = papering.working_since(tx, who)
    lines = ledger.statement(tx, f"worker:{who.book}:", limit=lines_looked_at)
    proved = [line for line in lines if not papering.waits_for_packs(line, since)]
    entries = {one.transfer: one for one in papering.entries_of(tx, who, proved)}
    newest = list(entries.values())[:receipts_shown]
    return Receipts(tuple((one.transfer, one.at, one.what, one.amount) for one in newest))


def receipt_file(tx: Tx, account: int, wish: ReceiptFile) -> ReceiptFile:
    """The wish with the receipt, and the seal over it, if there is one yet. A read."""
    book = joining.by_account(tx, account).book
    found = ledger.receipt(tx, transfer=wish.transfer, account=_line(tx, book, wish.transfer).account)
    return ReceiptFile(wish.transfer, found.text(), found.hash, found.seal_hash)


def _line(tx: Tx, book: int, transfer: int) -> ledger.Line:
    """The movement in the purse it came into, a payout's in the purse of payouts; another's, or none, is refused."""
    newest = ledger.statement(tx, f"worker:{book}:", limit=purses_at_most, before=transfer + 1)
    own = [line for line in newest if line.transfer == transfer]
    if not own:
        raise NoSuchReceipt()
    return max(own, key=lambda line: (ledger.is_leaving(line.account), line.amount))


def seal(tx: Tx, who: Who) -> SealTold:
    """/seal: the book's newest seal."""
    last = ledger.last_seal(tx)
    return SealTold(last.at, last.hash) if last is not None else SealTold(0, "")


def announce(tx: Tx) -> bool:
    """Once a day: leaves the job that posts the newest seal. Nothing sealed: nothing posted."""
    last = ledger.last_seal(tx)
    if last is None or not tx.run("telling.note_cause", key=f"seal:{tx.now // day}", now=tx.now):
        return False
    queueing.add(tx, queueing.seal_job, {"at": last.at, "hash": last.hash})
    telling.journal(tx, "round", "seal", last.id)
    return True
