"""Hearing: what a worker sent by voice, or as a picture, when they disagreed.

It stays where Telegram keeps it, under its file id, and goes nowhere by itself: both sides and whoever holds the case bring it by
/said_4F2K. So it costs a phone nothing that did not ask, and a picture nobody has looked at comes covered. It may show the item: once
that was reported it is brought to nobody, and goes from the chats with it.
"""

from __future__ import annotations

from bot.actions import delivering, picturing
from bot.domain import claims
from bot.domain.events import Event, SentPhoto, SentVoice
from bot.domain.limits import second
from bot.domain.outcomes.claims import SaidBy
from bot.domain.outcomes.worker import Shot
from bot.domain.people import Who
from bot.domain.refusals.claims import NoSuchCode
from bot.storage import Row, Tx


def keep(tx: Tx, who: Who, claim: int, event: Event) -> str:
    """Remembers what was sent with a claim: "voice" or "picture"; "" where it is neither, or too long to be heard by anybody."""
    if isinstance(event, SentVoice) and event.seconds * second <= claims.said_ms:
        form, seconds = "voice", event.seconds
    elif isinstance(event, SentPhoto):
        form, seconds = "picture", 0
    else:
        return ""
    picturing.uploaded(tx, who.bot, _place(claim), event.file, event.size_bytes)
    tx.run("claims.set_sent", claim=claim, sent=form, seconds=seconds)
    return form


def said(tx: Tx, who: Who, code: str) -> SaidBy:
    """/said_4F2K, for the worker, who speaks for their requester, and whoever has the case now. Raises NoSuchCode for others."""
    found = tx.one("claims.coded", code=code.upper())
    row = tx.one("claims.claim", claim=found["id"]) if found is not None else None
    if row is None or not row["sent"] or not _may_hear(tx, who, row):
        raise NoSuchCode(code=code)
    kept = tx.one("packs.upload", bot=who.bot, hash=_place(row["id"]))
    size_bytes = kept["size_bytes"] if kept is not None else 0
    shot = Shot(_place(row["id"]), size_bytes, row["sent"], row["sent_seconds"])
    told = SaidBy(row["code"], shot, item=_shows(tx, row))
    if delivering.as_may_be_told(tx, who.account, told) is None:
        raise NoSuchCode(code=code)
    return told


def _shows(tx: Tx, claim: Row) -> int:
    """The task that a picture may show: people send what was on their phone."""
    answer = tx.one("claims.answer", assignment=claim["assignment"]) if claim["sent"] == "picture" else None
    return int(answer["task"]) if answer is not None else 0


def _may_hear(tx: Tx, who: Who, claim: Row) -> bool:
    if who.person == claim["person"] or who.requester == claim["requester"]:
        return True
    found = tx.one("cases.of", kind="claim", subject=claim["id"])
    case = tx.one("cases.one", id=found["id"]) if found is not None else None
    return case is not None and (case["state"], case["holder"]) == ("claimed", who.person)


def _place(claim: int) -> str:
    return f"said {claim}"
