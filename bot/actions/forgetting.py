"""Forgetting (P12): a person goes, with all that is only about them; the book and others' results stay whole.

What results and money need stays with somebody: a new row of people under a random number, with another random book
number, that nothing leads to. What they have is paid out first (`/money`) or given up by their own typed word: the
confirmation is a number that changes with the sum it gives up. What they are still owed is given up with it.

It waits while money of theirs is under way (a payout, a review, a decision), for that ends by itself; and while packs
they brought go on, or they owe a deposit that was called back. What cannot be done in a transaction is left as a job: the files they made, and the database's own
remains of what was deleted (`bot.rounds.forgetting`). Messages in their chat that show hard content are deleted like
everybody's (`erasing`): until that is done, for two days at most, their places are kept and nothing else. Nothing is told of it but once, and that message is not stored.
"""

from __future__ import annotations

import json
import secrets
from dataclasses import replace
from hashlib import blake2b
from typing import get_args

from bot import ledger
from bot.actions import queueing, telling, undoing
from bot.domain import outcomes
from bot.domain.outcomes.cases import AppealCame, Case, Interpreting
from bot.domain.outcomes.claims import Kept, Objection
from bot.domain.outcomes.papers import ForgetTold, Forgotten
from bot.domain.people import Who
from bot.storage import Tx

code_digits = 4
forget_job = "forget"
gone = "forgotten"  # the consent of somebody whom nobody is any more
under_way = ("earned", "frozen", "leaving")
_book_bits = 62
_drops = (
    "forgetting.drop_bundled",
    "forgetting.drop_bundles",
    "forgetting.drop_undone",
    "forgetting.drop_made",
    "forgetting.drop_consents",
    "forgetting.drop_traffic",
    "forgetting.drop_passed",
    "forgetting.drop_silent",
    "forgetting.drop_checkouts",
    "forgetting.drop_hooks",
    "forgetting.drop_hook_events",
    "forgetting.drop_asked",
    "forgetting.drop_own_limits",
    "forgetting.drop_account_limits",
    "forgetting.drop_signals",
    "forgetting.unname_signals",
    "forgetting.drop_jurors",
    "forgetting.drop_interpreted",
    "forgetting.drop_statements",
    "forgetting.drop_room_reports",
    "forgetting.drop_room_people",
    "forgetting.drop_chosen",
    "forgetting.drop_care",
    "forgetting.drop_exposures",
    "forgetting.drop_arrived",
    "forgetting.drop_erasures",
    "forgetting.forgo_pauses",
)
_unnames = (
    "forgetting.unname_answers",
    "forgetting.unname_assignments",
    "forgetting.unname_reports",
    "forgetting.unname_claims",
    "forgetting.unname_cases",
    "forgetting.unname_opinions",
    "forgetting.unname_interpreters",
    "forgetting.unname_fixes",
    "forgetting.unname_readers",
    "forgetting.unname_asked",
    "forgetting.unname_bonuses",
    "forgetting.unname_resale_parts",
    "forgetting.unname_ratings",
    "forgetting.unname_room_messages",
    "forgetting.unname_grievances",
    "forgetting.unname_proposals",
    "forgetting.unname_spoken",
)


def forget(tx: Tx, who: Who, code: str) -> ForgetTold | Forgotten:
    """/forget: what goes, what is left, what it waits for; with the number that says so, it is done."""
    told = _told(tx, who)
    if not told.code or code != told.code:
        return told
    if told.balance:
        ledger.write_off(tx, worker=who.book, amount=told.balance, about=tx.new_id())
    _give_up(tx, who)
    tx.run("care.leave_over", person=who.person, now=tx.now)
    _leave_jobs(tx, who)
    _remove(tx, who)
    telling.journal(tx, "somebody", "forget", 0)
    return Forgotten(who.telegram, who.language)


def _told(tx: Tx, who: Who) -> ForgetTold:
    purses = ledger.balances(tx, f"worker:{who.book}:")
    waiting = sum(purses.get(f"worker:{who.book}:{purse}", 0) for purse in under_way)
    packs = tuple(row["name"] for row in tx.all("forgetting.open_packs", person=who.person))
    spendable = sum(
        ledger.balance(tx, f"requester:{row['id']}")
        for row in tx.all("forgetting.requesters_of", person=who.person)
    )
    owed = sum(
        ledger.owed(tx, requester=row["id"]) for row in tx.all("forgetting.requesters_of", person=who.person)
    )
    balance = ledger.available(tx, who.book)
    free = not (waiting or packs or spendable or owed)
    return ForgetTold(balance, waiting, packs, spendable, _code(who, balance) if free else "", owed)


def _code(who: Who, balance: int) -> str:
    """The number to type: another one for another balance, so that nobody gives up what they did not see."""
    spread = blake2b(f"{who.person} {who.book} {balance}".encode(), digest_size=8).digest()
    return f"{int.from_bytes(spread) % 10**code_digits:0{code_digits}d}"


def _give_up(tx: Tx, who: Who) -> None:
    """Open tasks go back to others; what was still to be paid is not."""
    for row in tx.all("forgetting.open_of", person=who.person):
        assignment = tx.one("work.assignment", assignment=row["id"])
        assert assignment is not None
        undoing.skipped(tx, who, assignment)
    tx.run("forgetting.drop_deadlines", person=who.person)
    tx.run("forgetting.end_fixes", person=who.person)
    tx.run("forgetting.forgo_answers", person=who.person)
    tx.run("forgetting.forgo_reports", person=who.person)
    tx.run("forgetting.forgo_readings", person=who.person)


def _leave_jobs(tx: Tx, who: Who) -> None:
    """What is not the database's to do: files that nothing names any more, and what deleting leaves behind."""
    hashes = sorted({row["hash"] for row in tx.all("forgetting.made_by", person=who.person)})
    queueing.add(tx, forget_job, {"hashes": hashes})


def _remove(tx: Tx, who: Who) -> None:
    """Every row that is about them goes or is somebody's."""
    somebody = secrets.randbits(_book_bits)
    tx.run("forgetting.somebody", somebody=somebody, book=secrets.randbits(_book_bits))
    _drop_words(tx, who)
    for query in _drops:
        tx.run(query, person=who.person)
    tx.run("forgetting.drop_sent", person=who.person)
    for query in _unnames:
        tx.run(query, person=who.person, somebody=somebody)
    _unname_files(tx, who)
    tx.run("forgetting.unname_deposits", person=who.person)
    tx.run("forgetting.unname_requester", person=who.person)
    tx.run("forgetting.unname_alarms", person=who.person)
    tx.run("forgetting.unname_moderator", person=who.person, now=tx.now)
    tx.run("forgetting.unname_payouts", person=who.person)
    tx.run("forgetting.drop_destinations", person=who.person)
    tx.run("forgetting.unname_journal", who=f"person {who.person}")
    tx.run("forgetting.unname_journal_about", number=who.person)
    for account in tx.all("people.accounts_of", person=who.person):
        _remove_account(tx, account["id"], account["telegram"])
    tx.run("forgetting.drop_accounts", person=who.person)
    tx.run("forgetting.drop_person", person=who.person)


def _drop_words(tx: Tx, who: Who) -> None:
    """What they said of a claim or a limit, on either side, goes also from the messages of those who decided, interpreted and brought the work."""
    codes = {(row["code"], row["side"]) for row in tx.all("forgetting.codes", person=who.person)}
    readers = tx.all("forgetting.readers_of_words", person=who.person) if codes else []
    for account in (row["account"] for row in readers):
        for row in tx.all("forgetting.questions_about", account=account, case=_CASE, read=_READ):
            facts = _without_words(row["facts"], codes)
            tx.run("forgetting.set_facts", account=account, mark=row["mark"], facts=facts)
        for row in tx.all(
            "forgetting.dues_about", account=account, objection=_OBJECTION, kept=_KEPT, appeal=_APPEAL
        ):
            place = {"account": account, "slot": row["slot"], "seq": row["seq"]}
            tx.run("forgetting.set_due", outcome=_without_words(row["outcome"], codes), **place)


_About = Case | Interpreting | Objection | Kept | AppealCame
_CASE, _READ, _OBJECTION, _KEPT, _APPEAL = (f'["{one.__name__}",%' for one in get_args(_About))


def _without_words(stored: str, codes: set[tuple[str, str]]) -> str:
    """A stored message; where it is about one of these cases without what that side of it wrote, and what interpreters made of it."""
    told = outcomes.from_json(stored)
    if not isinstance(told, _About):
        return stored
    for side in (side for code, side in codes if code == told.code):
        told = _without_side(told, side)
    return outcomes.to_json(told)


def _without_side(told: _About, side: str) -> _About:
    if isinstance(told, Case):
        bare = replace(
            told, interpreted=(), statements=tuple(one for one in told.statements if one.side != side)
        )
        return replace(bare, words="", sent="", copied=None, missed=()) if side == "worker" else bare
    if isinstance(told, Interpreting):
        read = replace(told.read, words="") if side == "worker" else replace(told.read, said="")
        return replace(told, read=read)
    if isinstance(told, Kept):
        return replace(told, words="") if side == "requester" else told
    if isinstance(told, AppealCame):
        return replace(told, words="") if (side == "worker") == told.theirs else told
    return replace(told, words="", sent="") if side == "worker" else told


def _unname_files(tx: Tx, who: Who) -> None:
    """What they sent as a requester: the file goes once no job wants it (`bot.rounds.receiving`), its names go here."""
    names = {row["name"] for row in tx.all("forgetting.requesters_of", person=who.person)}
    if not names:
        return
    for row in tx.all("forgetting.jobs_of_files"):
        if row["account"] == who.account or json.loads(row["input"]).get("requester") in names:
            tx.run("forgetting.drop_job", job=row["id"])
            tx.run("forgetting.unname_job", job=row["id"])


def _remove_account(tx: Tx, account: int, telegram: int) -> None:
    tx.run("forgetting.drop_questions", account=account)
    tx.run("forgetting.drop_dues", account=account)
    tx.run("forgetting.drop_jobs", account=f"%{account}%")
    if tx.value("people.others_on_phone", telegram=telegram, account=account) is None:
        tx.run("forgetting.drop_causes", telegram=f"tg:%:{telegram}:%")
        tx.run("forgetting.drop_pace", telegram=telegram)
    tx.run("forgetting.unname_journal_about", number=account)


def sweep(tx: Tx) -> int:
    """What came to people after they went (the hourly floor, a ruling) is nobody's: goodwill gets it. Micro-units."""
    swept = 0
    for row in tx.all("forgetting.forgotten"):
        if amount := ledger.available(tx, row["book"]):
            ledger.write_off(tx, worker=row["book"], amount=amount, about=tx.new_id())
            swept += amount
    return swept


def unnamed(tx: Tx, hash: str) -> bool:
    """Does no row name this content any more? Then what Telegram keeps of it for us is forgotten too."""
    for query in ("forgetting.still_made", "forgetting.still_shown"):
        if tx.one(query, hash=hash) is not None:
            return False
    tx.run("forgetting.drop_uploads", hash=hash)
    return True
