"""Returning: what an outage cost nobody. Ours, when no program of a bot had both Telegram and the database; a region's.

A gap between two signs of life is an outage of ours (`bot.domain.outages` has the figures). Then leases that ran are lengthened
by it, and nobody's silence counts: what a claim or a fix waits for waits so much longer. Whoever was in the middle of a task
and has done nothing since is told once, with their question again as the newest; nobody else is written to.

In a region's outage the silent group's leases and deadlines are held ahead of now until half of the group is back. Its
people are not written to, for each byte of theirs may be dear: the reply to the first answer that comes says what it was (`is_back`).
"""

from __future__ import annotations

from dataclasses import replace

from bot.actions import joining, serving, telling
from bot.actions.telling import Told
from bot.domain import outages
from bot.domain.limits import day
from bot.domain.outages import Silence
from bot.domain.outcomes.worker import Task
from bot.storage import Row, Tx
from bot.storage.ids import first_id_at

told_at_once = 50
stopped = ("claim", "fix", "case", "proposal", "grievance")
"""The deadlines at which somebody's silence counts: a moderator's too, and that of those who second or vote."""


# ---- ours ------------------------------------------------------------------------------------------------------


def sign(tx: Tx, bot: int, awake_ms: int | None = None) -> int:
    """Telegram and the database answer. Returns how long they had not (ms), when that was an outage; else 0.

    `awake_ms`: how long ago this program gave its last sign, by a clock that nobody sets; None for its first.
    """
    last = tx.value("returning.last_sign", bot=bot)
    if last is None:
        tx.run("returning.first_sign", bot=bot, now=tx.now)
        return 0
    if not tx.run("returning.sign", bot=bot, last=last, now=tx.now):
        return 0  # another program of this bot was faster
    if not outages.was_away(last, tx.now, awake_ms):
        return 0
    away, outage = tx.now - last, tx.new_id()
    tx.run("returning.add", id=outage, kind="ours", bot=bot, began=last, ended=tx.now, people=0)
    leases = tx.run("returning.lengthen", bot=bot, began=last, ended=tx.now)
    tx.run("returning.note_leases", id=outage, leases=leases)
    tx.run("returning.stop_deadlines", began=last, away=away)
    tx.run("returning.stop_claims", away=away)
    tx.run("returning.stop_votes", began=last, away=away)
    telling.journal(tx, "round", "outage", outage, away_ms=away, leases=leases)
    return int(away)


def tell_some(tx: Tx, bot: int) -> list[Told]:
    """Tells some of those who were in the middle of a task that we are back, with their question. [] when all are told."""
    row = tx.one("returning.to_tell", bot=bot, before=tx.now - outages.back_after_ms)
    if row is None:
        return []
    accounts = tx.all(
        "returning.in_the_middle",
        bot=bot,
        position=row["position"],
        since=row["began_at"] - outages.middle_ms,
        until=row["began_at"] + outages.sign_every_ms,
        before=first_id_at(row["ended_at"]),
        most=told_at_once,
    )
    found = [_told_again(tx, one["id"], row["ended_at"] - row["began_at"]) for one in accounts]
    told = [one for one in found if one is not None]
    position = accounts[-1]["id"] if accounts else row["position"]
    over = tx.now if len(accounts) < told_at_once else None
    tx.run("returning.told", id=row["id"], position=position, people=len(told), told_at=over)
    return told


def _told_again(tx: Tx, account: int, away: int) -> Told | None:
    who = joining.by_account(tx, account)
    row = telling.current(tx, who)
    task = serving.refreshed(tx, who, row, note="away") if row is not None else None
    if not isinstance(task, Task):
        return None
    told = telling.tell(tx, account, telling.ask_again(tx, who, replace(task, away_ms=away)))
    return replace(told, waited_for=False)


# ---- a region's ------------------------------------------------------------------------------------------------


def listen(tx: Tx) -> bool:
    """Is there something to do about a region: have many fallen silent, or does such a silence go on? A read."""
    newest = tx.one("returning.newest")
    if newest is not None and newest["ended_at"] is None:
        return True
    if newest is not None and newest["ended_at"] > tx.now - 2 * outages.window_ms:
        return False  # who was silent then has a reason
    now, *before = (_silence(tx, tx.now - ago * day) for ago in range(outages.days_compared + 1))
    return outages.is_outage(now, before)


def _silence(tx: Tx, at: int) -> Silence:
    """Who worked in one window before `at` − window, and did nothing in the window before `at`."""
    row = tx.one("returning.silence", **_windows(at), ends=at)
    assert row is not None
    return Silence(int(row["worked"]), int(row["gone"]))


def _windows(at: int) -> dict[str, int]:
    middle = at - outages.window_ms
    return {"first": first_id_at(middle - outages.window_ms), "last": first_id_at(middle), "middle": middle}


def hold(tx: Tx) -> None:
    """A silent group's leases and deadlines are held; the silence is over when half of it did something again."""
    newest = tx.one("returning.newest")
    if newest is None or newest["ended_at"] is not None:
        newest = _begun(tx)
        if newest is None:
            return  # another program was faster
    outage = newest["id"]
    row = tx.one("returning.group_back", id=outage, since=newest["began_at"])
    assert row is not None
    back = row["back"] >= outages.back_share * row["people"]
    if back or tx.now - newest["began_at"] > outages.region_most_ms:
        _over(tx, newest)
        return
    until = tx.now + outages.hold_ms
    leases = tx.run("returning.hold_leases", id=outage, now=tx.now, until=until)
    tx.run("returning.hold_deadlines", id=outage, until=until)
    tx.run("returning.note_leases", id=outage, leases=leases)


def _begun(tx: Tx) -> Row | None:
    windows, outage = _windows(tx.now), tx.new_id()
    began = windows["middle"]
    if not tx.run("returning.add", id=outage, kind="region", bot=0, began=began, ended=None, people=0):
        return None
    people = tx.run("returning.group", id=outage, **windows)
    tx.run("returning.note_people", id=outage, people=people)
    telling.journal(tx, "round", "region silent", outage, people=people)
    return {"id": outage, "began_at": began}


def is_back(tx: Tx, person: int, offered_at: int) -> bool:
    """Is an answer to what they were offered then the first of one of many who fell silent at once? Their claims waited until now.

    Looked up only where it was so long, by when it was offered: when a question of a bundle was shown is not known.
    """
    if tx.now - offered_at < outages.window_ms:
        return False
    row = tx.one("returning.silent_since", person=person)
    if row is None or not tx.run("returning.drop_person", person=person):
        return False
    if row["ended_at"] is None:
        tx.run("returning.person_stopped", person=person, away=tx.now - row["began_at"])
    return True


def _over(tx: Tx, row: Row) -> None:
    away = tx.now - row["began_at"]
    tx.run("returning.end_region", id=row["id"], now=tx.now)
    tx.run("returning.group_stopped", id=row["id"], away=away)
    tx.run("returning.drop_back", id=row["id"], since=row["began_at"])
    telling.journal(tx, "round", "region back", row["id"], away_ms=away)


# ---- for the operator ------------------------------------------------------------------------------------------


def recent(tx: Tx) -> list[Row]:
    """The outages of the last 30 days, oldest first: kind, began_at, ended_at, leases, people. A read."""
    return tx.all("returning.recent", since=tx.now - outages.kept_ms)


def forget(tx: Tx) -> None:
    """Outages that nobody is told of any more."""
    tx.run("returning.drop_old", before=tx.now - outages.region_most_ms)
    tx.run("returning.forget", before=tx.now - outages.kept_ms)
