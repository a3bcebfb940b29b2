"""Locking: what somebody says is against the law. Nobody sees it, nothing reads it, nobody destroys it (P9).

It is stopped for everybody at once; its content is sealed: it leaves with no results, no preview, no question, is sent to
nobody, kept from the sweep, and the same bytes come in no more. One person, whom the installation names
(`UJIMA_ILLEGAL_CONTACT`), is told where it lies, and says what it is; two people's word opens it again.

Its requester hears nothing of it: that is for whoever the law names to tell.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.actions import cases, telling, webhooks
from bot.actions.depositing import named
from bot.domain import alarms, claims
from bot.domain.alarms import illegal
from bot.domain.refusals.alarms import AlarmDecided, NoIllegalContact, NoSuchAlarm, NotTheContact
from bot.domain.refusals.deposits import SecondPerson
from bot.media.store import MissingMedia
from bot.storage import Row, Tx

_hash = re.compile(r"[0-9a-f]{64}")
listed_max = 50


def seal(tx: Tx, alarm: Row) -> None:
    """Stops an alarm's task for good and seals what it shows: its files, what was made of them, and where Telegram has it."""
    tx.run("alarms.stop_task", task=alarm["task"], now=tx.now)
    if _hash.fullmatch(alarm["picture"]):
        tx.run("alarms.seal", hash=alarm["picture"], alarm=alarm["id"])
    if alarm["picture"]:
        tx.run("alarms.seal_renditions", source=alarm["picture"], alarm=alarm["id"])
    tx.run("alarms.forget_uploads", alarm=alarm["id"])
    webhooks.without(tx, alarm["requester"], alarm["name"], alarm["task"], alarm["key"])


def refuse_sealed(tx: Tx, hashes: Iterable[str]) -> None:
    """Raises MissingMedia for content that is sealed: to whoever would read it there is none. A read."""
    for one in hashes:
        if tx.one("alarms.is_sealed", hash=one) is not None:
            raise MissingMedia(one)


def sealed(tx: Tx) -> frozenset[str]:
    """The hashes of all content that may not come in again. A read."""
    return frozenset(str(one["hash"]) for one in tx.all("alarms.all_sealed"))


# ---- the one person who may know ----------------------------------------------------------------------------


def waiting(tx: Tx) -> list[Row]:
    """What waits to be looked at, oldest first: code, state, pack, since when. A read."""
    return tx.all("alarms.listed", ground=illegal, most=listed_max)


def told_of(tx: Tx, code: str, by: str, contact: str) -> tuple[Row, list[str], int]:
    """An alarm, the hashes of its sealed content, and how many people were shown it; to the one who is named for it.

    Raises NoIllegalContact, NotTheContact, NoSuchAlarm. That they looked is journaled.
    """
    _designated(by, contact)
    row = _coded(tx, code)
    telling.journal(tx, "operator", "illegal_show", row["id"])
    hashes = [str(one["hash"]) for one in tx.all("alarms.sealed_by", alarm=row["id"])]
    return row, hashes, int(tx.value("alarms.people_shown", task=row["task"]))


def keep(tx: Tx, code: str, by: str, contact: str) -> Row:
    """The one who is named for it says that it is against the law: it stays sealed, for good.

    Who was shown it unwarned is paid the look and a pause by whoever brought it.
    """
    name = _designated(by, contact)
    row = _coded(tx, code)
    _moved(tx, row, "kept", name, ("sealed", "lifting"))
    tx.run("alarms.pay_reports", task=row["task"], now=tx.now)
    tx.run("jobs.set_deadline", kind=alarms.charge_deadline, subject=row["id"], at=tx.now)
    return _found(tx, code)


def lift(tx: Tx, code: str, by: str, contact: str) -> tuple[Row, bool]:
    """It is within the law: noted when the one named for it says so, done when a second person does. Whether it is done.

    Then its content is there again; the task stays stopped until somebody releases it. What was reported as violent before
    that is in question as before, for somebody neutral.
    """
    row = _coded(tx, code)
    if row["state"] != "lifting":
        name = _designated(by, contact)
        _moved(tx, row, "lifting", name, ("sealed",))
        return _found(tx, code), False
    name = named(by)
    if name.casefold() == row["decided_by"].casefold():
        raise SecondPerson(by=name)
    _moved(tx, row, "lifted", f"{row['decided_by']}\n{name}", ("lifting",))
    tx.run("alarms.unseal", alarm=row["id"])
    tx.run("alarms.pay_reports", task=row["task"], now=tx.now)
    lifted = _found(tx, code)
    if row["level"] > row["level_was"]:
        _still_violent(tx, row)
    else:
        tx.run("alarms.stop_as", task=row["task"], why="lifted")
        tx.run("alarms.unexpose", task=row["task"])
    return lifted, True


def _still_violent(tx: Tx, row: Row) -> None:
    """It was reported as violent too, and nobody has said what it is: that is to be decided, or it stays off."""
    tx.run("alarms.stop_as", task=row["task"], why=alarms.violent)
    before = {"level": row["level_was"], "flags": row["flags_was"]}
    tx.run("alarms.again", alarm=row["id"], ground=alarms.violent, state="disputed", now=tx.now, **before)
    tx.run("jobs.set_deadline", kind=alarms.silence_deadline, subject=row["id"], at=tx.now + claims.ruling_ms)
    cases.open_case(tx, "report", row["task"], ground=alarms.violent, pack=row["pack"])


def _moved(tx: Tx, row: Row, state: str, by: str, before: tuple[str, ...]) -> None:
    moved = {"alarm": row["id"], "before": row["state"], "state": state, "by": by, "why": ""}
    if row["state"] not in before or not tx.run("alarms.move", at=tx.now, **moved):
        raise AlarmDecided(code=row["code"])
    telling.journal(tx, "operator", f"illegal_{state}", row["id"])


def _designated(by: str, contact: str) -> str:
    """The name of the one who may know; refused to anybody else."""
    if not contact.strip():
        raise NoIllegalContact
    name = named(by)
    if name.casefold() != " ".join(contact.split()).casefold():
        raise NotTheContact
    return name


def _coded(tx: Tx, code: str) -> Row:
    row = _found(tx, code)
    tx.one("alarms.lock", alarm=row["id"])
    return _found(tx, code)


def _found(tx: Tx, code: str) -> Row:
    number = tx.value("alarms.coded", code=code.upper())
    row = tx.one("alarms.alarm", alarm=number) if number is not None else None
    if row is None or row["ground"] != illegal:
        raise NoSuchAlarm(code=code[: alarms.code_characters_max] or "…")
    return row
