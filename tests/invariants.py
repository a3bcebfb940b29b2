"""The ten invariants that hold after every step, crash and recovery: one function a number, on both engines.

Each takes a transaction (a read) and gives sentences about what is broken; nothing means that it holds. They ask the tables
with plain SQL of their own, so that a mistake in the program's queries cannot hide itself; only the hash chain is walked by
the book's own check. `tests.actions.invariants` has further sentences for the house of the actions' tests, whose prices it
knows; those of them that hold in any house are asked here, each with its number.
"""

from collections.abc import Callable
from typing import Any

from bot import ledger
from bot.actions import showing
from bot.storage import Tx
from tests.actions.invariants import BROKEN

PAYOUT_STATES = ("requested", "sent", "unknown", "confirmed", "failed", "returned")
JOB_STATES = ("waiting", "undoing", "done", "failed")
lease_ms_max = (
    2 * 60 + 10
) * 60_000  # a lease of minutes, and a clock that goes from an hour ahead to an hour behind
"""The longest lease of a job is minutes; the clock of a run may have gone back by an hour."""


def ask(tx: Tx, sql: str) -> list[tuple[Any, ...]]:
    """Rows of a query that no room has a name for."""
    found = tx._connection.execute(sql).fetchall()
    return [tuple(row.values()) if isinstance(row, dict) else tuple(row) for row in found]


def _told(tx: Tx, number: int, queries: dict[str, str]) -> list[str]:
    """The sentences of a number that do not hold, with the first rows that break each."""
    known = {sentence: sql for sentence, sql in BROKEN.items() if sentence.startswith(f"{number}. ")}
    asked = {f"{number}. {sentence}": sql for sentence, sql in queries.items()} | known
    if not ask(tx, "SELECT " + " OR ".join(f"EXISTS ({sql})" for sql in asked.values()))[0][0]:
        return []  # one question for all, as nearly always
    return [f"{sentence}: {found[:3]}" for sentence, sql in asked.items() if (found := ask(tx, sql))]


def sums_are_zero(tx: Tx) -> list[str]:
    """1. Each transfer's entries sum to zero, and so do all balances of a currency."""
    return _told(
        tx,
        1,
        {
            "a transfer has two entries that sum to zero": """
                SELECT t.id FROM transfers t LEFT JOIN entries e ON e.transfer_id = t.id
                GROUP BY t.id HAVING count(e.version) <> 2 OR sum(e.amount) <> 0""",
            "all balances of a currency sum to zero": """
                SELECT currency, sum(balance) FROM book_accounts GROUP BY currency HAVING sum(balance) <> 0""",
        },
    )


def balances_are_their_entries(tx: Tx) -> list[str]:
    """2. A balance is the sum of its entries and the last one's running balance; versions have no gaps."""
    return _told(
        tx,
        2,
        {
            "a balance is the sum of its entries, a version their number": """
                SELECT a.name FROM book_accounts a LEFT JOIN entries e ON e.account_id = a.id
                GROUP BY a.id, a.name, a.balance, a.version HAVING a.balance <> coalesce(sum(e.amount), 0)
                OR a.version <> count(e.version) OR a.version <> coalesce(max(e.version), 0)""",
            "a running balance is the one before and what was moved": """
                SELECT e.account_id, e.version FROM entries e LEFT JOIN entries f
                ON f.account_id = e.account_id AND f.version = e.version - 1
                WHERE e.balance <> e.amount + coalesce(f.balance, 0)""",
        },
    )


def nobody_is_below_zero(tx: Tx) -> list[str]:
    """3. No worker, escrow or requester is below zero, and each place that can be given has its money."""
    faults = _told(
        tx,
        3,
        {
            "nobody but the world, and who owes, is below zero": """
                SELECT name, balance FROM book_accounts WHERE balance < 0 AND name <> 'world' AND name NOT LIKE 'owed:%'""",
        },
    )
    places = dict(
        ask(
            tx,
            """SELECT t.pack, sum(t.open_slots + (SELECT count(*) FROM assignments s
                WHERE s.task = t.id AND s.state = 'open' AND s.paid = 0)) FROM tasks t JOIN packs p ON p.id = t.pack
            WHERE t.role = 'task' AND t.stopped_at IS NULL AND (p.pilot_last = 0 OR t.seq <= p.pilot_last)
            GROUP BY t.pack""",
        )
    )
    for row in tx.all("packs.with_money"):
        pack = tx.one("packs.pack", pack=row["id"])
        if pack is None or pack["state"] not in ("running", "paused"):
            continue
        needed = int(places.get(row["id"], 0)) * showing.form_of(pack).price
        there = ledger.balance(tx, f"pack:{row['id']}:answers")
        if there < needed:
            faults.append(
                f"3. a place that can be given has its money: pack {pack['name']} has {there} of {needed}"
            )
    return faults


def an_answer_is_paid_once(tx: Tx) -> list[str]:
    """4. One accepted answer brings exactly one earning; a reversal names what it reverses and never exceeds it."""
    return _told(
        tx,
        4,
        {
            "a reversal never exceeds what it names": """
                SELECT r.id FROM transfers r LEFT JOIN transfers t ON t.id = r.reverses
                WHERE r.reverses IS NOT NULL AND (t.id IS NULL OR r.amount > t.amount)""",
        },
    )


def a_payout_is_in_one_state(tx: Tx) -> list[str]:
    """5. Each payout is in exactly one state, the provider's reference is unique, and the book agrees."""
    states = ", ".join(f"'{one}'" for one in PAYOUT_STATES)
    return _told(
        tx,
        5,
        {
            "a payout is in one of six states": f"SELECT id, state FROM payouts WHERE state NOT IN ({states})",
            "a provider's reference names one payout": """
                SELECT rail, reference FROM payouts WHERE reference <> '' GROUP BY rail, reference HAVING count(*) > 1""",
            "what was sent has a time, and what ended too": """
                SELECT id FROM payouts WHERE (state IN ('sent', 'unknown', 'confirmed', 'returned') AND sent_at IS NULL)
                OR (state IN ('confirmed', 'failed', 'returned')) <> (ended_at IS NOT NULL)""",
        },
    )


def nothing_is_left_in_clearing(tx: Tx) -> list[str]:
    """6. What is on its way out is what open payouts took, and nothing when none is open."""
    return _told(
        tx,
        6,
        {
            "what is leaving is what open payouts took": """
                SELECT a.name, a.balance FROM book_accounts a WHERE a.name LIKE 'worker:%:leaving' AND a.balance <>
                    coalesce((SELECT sum(p.amount) FROM payouts p WHERE a.name = 'worker:' || p.book || ':leaving'
                        AND p.state IN ('requested', 'sent', 'unknown')), 0)""",
            "an open payout has its purse": """
                SELECT p.id FROM payouts p WHERE p.state IN ('requested', 'sent', 'unknown') AND NOT EXISTS
                    (SELECT 1 FROM book_accounts a WHERE a.name = 'worker:' || p.book || ':leaving' AND a.balance >= p.amount)""",
        },
    )


def a_cause_counts_once(tx: Tx) -> list[str]:
    """7. An update, a press, a key or a provider's event changes state at most once."""
    return _told(
        tx,
        7,
        {
            "a cause is noted once": "SELECT key FROM causes GROUP BY key HAVING count(*) > 1",
            "a transfer's key is there once": "SELECT key FROM transfers GROUP BY key HAVING count(*) > 1",
            "an assignment has one answer that stands": """
                SELECT assignment FROM answers WHERE undone_at IS NULL GROUP BY assignment HAVING count(*) > 1""",
        },
    )


def the_book_never_changed(tx: Tx, *, whole: bool = True) -> list[str]:
    """8. Entries never change: the hash chain and the seals verify, and all that the book can prove of itself."""
    return [f"8. the book proves itself: {fault}" for fault in ledger.check(tx, whole=whole)]


def places_keep_their_number(tx: Tx) -> list[str]:
    """9. On-time answers never exceed the overlap, and nobody gets an item twice."""
    faults = _told(tx, 9, {"no task has less than no places": "SELECT id FROM tasks WHERE open_slots < 0"})
    used = ask(
        tx,
        """SELECT t.pack, t.id, t.open_slots + (SELECT count(*) FROM assignments s WHERE s.task = t.id
            AND (s.paid_from = 'pay_answer' OR s.state = 'open' AND s.paid = 0)) FROM tasks t
        WHERE t.role = 'task'""",
    )
    most = {}
    for pack in {pack for pack, _, _ in used}:
        row = tx.one("packs.pack", pack=pack)
        assert row is not None
        most[pack] = showing.form_of(row).overlap_most
    over = [(task, there) for pack, task, there in used if there > most[pack]]
    return [*faults, *([f"9. a task has no more places than its overlap: {over[:3]}"] if over else [])]


def nothing_is_stuck(tx: Tx) -> list[str]:
    """10. Jobs, notices and deadlines each end or have a next time; none is held longer than its lease."""
    states = ", ".join(f"'{one}'" for one in JOB_STATES)
    return _told(
        tx,
        10,
        {
            "a job is in one of four states": f"SELECT id, state FROM jobs WHERE state NOT IN ({states})",
            "a job is held no longer than its lease": f"SELECT id FROM jobs WHERE lease_until > {tx.now + lease_ms_max}",
            "an open payout is tried again some day": f"""
                SELECT id FROM payouts WHERE by_hand = 0 AND waits = '' AND state IN ('requested', 'sent')
                AND lease_until > {tx.now + lease_ms_max}""",
        },
    )


TEN: tuple[Callable[[Tx], list[str]], ...] = (
    sums_are_zero,
    balances_are_their_entries,
    nobody_is_below_zero,
    an_answer_is_paid_once,
    a_payout_is_in_one_state,
    nothing_is_left_in_clearing,
    a_cause_counts_once,
    the_book_never_changed,
    places_keep_their_number,
    nothing_is_stuck,
)


def written(tx: Tx) -> Any:
    """What is another whenever anybody else wrote anything into the database, or, on PostgreSQL, into one beside it."""
    asked = (
        "PRAGMA data_version" if tx.engine == "sqlite" else "SELECT pg_snapshot_xmax(pg_current_snapshot())"
    )
    return ask(tx, asked)[0][0]


def moved(tx: Tx) -> tuple[Any, ...]:
    """What is another whenever money was moved, or a seal made."""
    (found,) = ask(
        tx,
        "SELECT count(*), sum(version), (SELECT max(id) FROM seals), (SELECT max(id) FROM transfers) FROM book_accounts",
    )
    return found


def ten(tx: Tx, *, book: bool | None = True) -> list[str]:
    """All that does not hold; an empty list is the proof. `book`: the chain wholly, since its last seal (False), not at all (None)."""
    faults = [fault for one in TEN if one is not the_book_never_changed for fault in one(tx)]
    return faults if book is None else faults + the_book_never_changed(tx, whole=book)
