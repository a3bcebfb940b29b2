"""Admitting: who may bring work. Somebody asks for the role in the chat, and the operator decides.

Three things are asked, one at a time: the name that workers see, who they are and on whose behalf, what work it is.
Nobody gets a role from a payload. A requester whom the command line made is tied to a person by a code that the
operator hands over: it works once and for a day, and only its hash is kept. A requester stays a worker too.
"""

from __future__ import annotations

import hashlib
from difflib import get_close_matches

from bot.actions import serving, telling
from bot.domain import limits
from bot.domain.events import Event, Wrote
from bot.domain.limits import Rules
from bot.domain.outcomes import Outcome
from bot.domain.outcomes.requester import RoleAsked, RoleDeclined, RoleGiven, RoleStands, RoleWaits
from bot.domain.outcomes.worker import NotUnderstood
from bot.domain.people import Who
from bot.domain.refusals.requesters import (
    NameMistyped,
    NoSuchRequester,
    NotOneLine,
    NotThisCode,
    RoleDecided,
    RoleTaken,
    TooLong,
)
from bot.storage import Row, Tx

approved, asked, declined = "approved", "asked", "declined"
_most = {
    "name": limits.name_characters_max,
    "about": limits.about_characters_max,
    "work": limits.about_characters_max,
}


def role(tx: Tx, who: Who, code: str = "") -> Outcome:
    """/requester: what it means and the first question; with a code, the role that goes with it."""
    if code:
        return _by_code(tx, who, code)
    row = tx.one("requesters.of_person", person=who.person)
    if row is not None and row["state"] == approved:
        return RoleStands(row["name"])
    if row is not None and row["state"] == asked:
        return telling.ask(tx, who, RoleWaits(row["name"]))
    return telling.ask(tx, who, RoleAsked("name"))


def told(tx: Tx, who: Who, rules: Rules, mark: str, event: Event, sent_at: int) -> Outcome | None:
    """What somebody wrote to one of the three questions; the next one, or that the operator looks at it."""
    row = tx.one("telling.lock_question", account=who.account, mark=mark)
    if row is None or not isinstance(event, Wrote):
        return NotUnderstood(current=telling.current_mark(tx, who))
    if row["settled_at"] is not None:
        return telling.repeated(tx, who, row, "answer")
    facts, said = telling.facts(row), " ".join(event.text.split())
    assert isinstance(facts, RoleAsked), "only their own question is answered here"
    one_line(said)
    if len(said) > _most[facts.step]:
        raise TooLong(count=len(said), most=_most[facts.step])
    telling.settle(tx, who, mark, "answer")
    if facts.step == "name":
        if _is_anothers(tx, who, said):
            return telling.ask(tx, who, RoleAsked("name", taken=True))
        return telling.ask(tx, who, RoleAsked("about", name=said))
    if facts.step == "about":
        return telling.ask(tx, who, RoleAsked("work", name=facts.name, about=said))
    return _asked(tx, who, facts, said)


def _is_anothers(tx: Tx, who: Who, name: str) -> bool:
    row = tx.one("requesters.by_name", name=name)
    return row is not None and row["person"] != who.person


def _asked(tx: Tx, who: Who, facts: RoleAsked, work: str) -> Outcome:
    if _is_anothers(tx, who, facts.name):  # somebody took it while they wrote
        return telling.ask(tx, who, RoleAsked("name", taken=True))
    given = {"name": facts.name, "about": facts.about, "work": work}
    row = tx.one("requesters.of_person", person=who.person)
    if row is None:
        tx.run("requesters.ask", id=tx.new_id(), person=who.person, now=tx.now, **given)
    else:
        tx.run("requesters.ask_again", id=row["id"], **given)
    telling.journal(tx, f"person {who.person}", "role_ask", who.person)
    return telling.ask(tx, who, RoleWaits(facts.name))


def later(tx: Tx, who: Who, rules: Rules) -> Outcome:
    """[Work], [Not now]: from what concerns requesters back to a worker's next thing."""
    return serving.following(tx, who, rules)


def _by_code(tx: Tx, who: Who, code: str) -> Outcome:
    found = tx.one("requesters.of_code", code=_hash(code), now=tx.now)
    row = tx.one("requesters.of_person", person=who.person)
    if found is None or (row is not None and row["state"] == approved):
        raise NotThisCode
    tx.run("requesters.forget_role", person=who.person)
    tx.run("requesters.tie", id=found["id"], person=who.person)
    telling.journal(tx, f"person {who.person}", "role_tie", found["id"])
    return RoleGiven(found["name"])


def _hash(code: str) -> str:
    return hashlib.sha256(code.strip().upper().encode()).hexdigest()


# ---- the operator's side ---------------------------------------------------------------------------------


def link(tx: Tx, name: str, code: str) -> None:
    """Lets whoever types this code first, within a day, speak for a requester that nobody speaks for yet."""
    row = _named(tx, name)
    if row["person"] is not None:
        raise RoleTaken(requester=name)
    tx.run("requesters.give_code", id=row["id"], code=_hash(code), until=tx.now + limits.role_code_ms)
    telling.journal(tx, "operator", "role_link", row["id"])


def approve(tx: Tx, name: str) -> None:
    """Somebody who asked brings work from now on, and hears so."""
    row = _decide(tx, name, approved)
    telling.notify_person(tx, row["person"], RoleGiven(name))


def decline(tx: Tx, name: str, why: str) -> None:
    """Somebody who asked does not get the role, and hears why; they may ask again."""
    one_line(why)
    if len(why) > limits.about_characters_max:
        raise TooLong(count=len(why), most=limits.about_characters_max)
    row = _decide(tx, name, declined)
    telling.notify_person(tx, row["person"], RoleDeclined(why))


def _decide(tx: Tx, name: str, state: str) -> Row:
    row = _named(tx, name)
    if not tx.run("requesters.decide", id=row["id"], state=state):
        raise RoleDecided(requester=name)
    telling.journal(tx, "operator", f"role_{state}", row["id"])
    return row


def _named(tx: Tx, name: str) -> Row:
    row = tx.one("requesters.by_name", name=name)
    if row is None:
        raise NoSuchRequester(requester=name[: limits.name_characters_max])
    return row


def roles(tx: Tx) -> list[Row]:
    """All requesters, those who wait for a decision among them. A read."""
    return tx.all("requesters.all")


# ---- their names ---------------------------------------------------------------------------------------


def one_line(words: str) -> None:
    """Refuses a name or a reference that is empty or has characters that can't be seen."""
    if not words.strip() or not words.isprintable():
        raise NotOneLine()


def requester_named(tx: Tx, name: str) -> int:
    """A requester by name; made when new."""
    one_line(name)
    if len(name) > limits.name_characters_max:
        raise TooLong(count=len(name), most=limits.name_characters_max)
    tx.run("packs.add_requester", id=tx.new_id(), name=name, now=tx.now)
    row = tx.one("packs.requester", name=name)
    assert row is not None
    number: int = row["id"]
    return number


def known_requester(tx: Tx, name: str) -> int:
    """A requester by name. Refuses a name that none has, which may be a slip, with the one that is nearest."""
    one_line(name)
    row = tx.one("packs.requester", name=name)
    if row is not None:
        return int(row["id"])
    short = name[: limits.name_characters_max]
    for near in get_close_matches(name, [one["name"] for one in tx.all("packs.requesters")], n=1):
        raise NameMistyped(requester=short, near=near)
    raise NoSuchRequester(requester=short)
