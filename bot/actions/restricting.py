"""Restricting: a person limits what another may work on, for a time, with a reason and an appeal (P10).

One pack, one requester's packs, or all work: `ujima account limit`; what it does is `barring`'s. The person reads why, until when, and says no with
/appeal_4F2K; then it is a case of kind "account", which somebody else decides, and when nobody does in time the limit ends. Nothing but
a person's word sets one.
"""

from __future__ import annotations

from bot.actions import cases, publishing, stating, telling
from bot.actions.admitting import one_line
from bot.actions.depositing import named
from bot.domain import accounts, limits
from bot.domain.accounts import Scope
from bot.domain.outcomes import Outcome
from bot.domain.outcomes.accounts import AccountLimited, LimitEnded, LimitHolds
from bot.domain.outcomes.cases import Appealed
from bot.domain.people import Who
from bot.domain.refusals.accounts import LimitDays, LimitReason, LimitWhat, NoSuchLimit, NoSuchPerson
from bot.domain.refusals.cases import NothingToAppeal
from bot.domain.refusals.deposits import SecondPerson
from bot.domain.refusals.requesters import NoSuchRequester
from bot.domain.said import said
from bot.storage import Row, Tx

deadline = "account limit"


# ---- set, shown, lifted ---------------------------------------------------------------------------------------------


def limit(
    tx: Tx,
    about: str,
    *,
    pack: str = "",
    requester: str = "",
    everything: bool = False,
    reason: str,
    words: str,
    days: int,
    by: str,
) -> str:
    """Somebody (`by`) limits what a person may work on, for so many days. Returns the limit's code; the person is told.

    `about`: the person's number, or the code of a case that is about them. Raises NoSuchPerson, LimitWhat, LimitReason,
    LimitDays, SayWho, TooLong, and what names no pack or requester.
    """
    who, person = named(by), person_of(tx, about)
    scope = accounts.scope_of(pack, requester, everything)
    if scope is None:
        raise LimitWhat
    why = said(" ".join(words.split()), accounts.words_characters_max)
    one_line(why)
    if reason not in accounts.REASONS:
        raise LimitReason(said=reason[:20] or "…", known=", ".join(accounts.REASONS))
    if not 1 <= days <= accounts.days_max[scope]:
        raise LimitDays(most=accounts.days_max[scope])
    there, name = _what(tx, scope, pack, requester)
    made, until = tx.new_id(), tx.now + days * limits.day
    code = _code(tx, made, person, scope, there, reason)
    facts = {"scope": scope, "about": there, "reason": reason, "words": why, "by": who, "until": until}
    tx.run("accounts.add_limit", id=made, code=code, person=person, now=tx.now, **facts)
    tx.run("jobs.set_deadline", kind=deadline, subject=made, at=until)
    telling.journal(tx, "operator", "account_limit", made, scope=scope, reason=reason, days=days)
    told = AccountLimited(code, scope, name, reason, why, until)
    telling.notify_person(tx, person, told, topic=f"limit {made}")
    return code


def _code(tx: Tx, made: int, person: int, scope: Scope, there: int, reason: str) -> str:
    """The code of the case that the limit would be: opened and closed at once, so that nobody else has it."""
    pack, requester = (there, 0) if scope == "pack" else (0, there)
    case = cases.open_case(tx, "account", made, ground=reason, person=person, pack=pack, requester=requester)
    cases.settled(tx, "account", made)
    return str(cases.held(tx, case)["code"])


def _what(tx: Tx, scope: Scope, pack: str, requester: str) -> tuple[int, str]:
    if scope == "pack":
        row = publishing.named(tx, pack)
        return int(row["id"]), str(row["name"])
    if scope == "requester":
        found = tx.one("packs.requester", name=requester)
        if found is None:
            raise NoSuchRequester(name=requester[: limits.name_characters_max])
        return int(found["id"]), str(found["name"])
    return 0, ""


def person_of(tx: Tx, about: str) -> int:
    """The person of a number, or of the code of a case that is about somebody. Raises NoSuchPerson. A read."""
    found = tx.value("cases.coded", code=about.upper())
    case = tx.one("cases.one", id=found) if found is not None else None
    number = int(about) if about.isascii() and about.isdigit() and len(about) < 19 else 0
    person = tx.one("people.person", person=case["person"] if case is not None else number)
    if person is None or person["consent"] == "forgotten":
        raise NoSuchPerson(number=about[:20] or "…")
    return int(person["id"])


def shown(tx: Tx, about: str) -> tuple[int, list[Row]]:
    """A person and all limits that were ever set for them, oldest first. A read."""
    person = person_of(tx, about)
    return person, tx.all("accounts.of_person", person=person)


def lift(tx: Tx, code: str, by: str, words: str = "") -> None:
    """Somebody lifts a limit before its end; the person is told. Raises NoSuchLimit, TooLong."""
    named(by)
    row = _coded(tx, code)
    if row is None or row["ended_at"] is not None:
        raise NoSuchLimit(code=code[:20] or "…")
    _end(tx, row, "lifted", why=said(words, accounts.words_characters_max))


def over(tx: Tx, number: int) -> None:
    """A limit's end has come."""
    row = tx.one("accounts.limit", id=number)
    if row is not None and row["ended_at"] is None:
        _end(tx, row, "time")


def _end(tx: Tx, row: Row, how: str, reason: str = "", why: str = "") -> None:
    """Each limit ends once. Whoever was to look at it need not any more."""
    if not tx.run("accounts.end_limit", id=row["id"], how=how, now=tx.now):
        return
    tx.run("jobs.clear_deadline", kind=deadline, subject=row["id"])
    if how in ("time", "lifted"):
        cases.settled(tx, "account", row["id"])
    telling.journal(
        tx, "round" if how in ("time", "overdue") else "operator", "limit_end", row["id"], how=how
    )
    told = LimitEnded(row["code"], how, reason, why)
    telling.notify_person(tx, row["person"], told, topic=f"limit {row['id']}")


def _coded(tx: Tx, code: str) -> Row | None:
    found = tx.value("accounts.coded", code=code.upper())
    return tx.one("accounts.limit", id=found) if found is not None else None


# ---- doubted ---------------------------------------------------------------------------------------------------------


def appeal(tx: Tx, who: Who, code: str, words: str = "") -> Outcome | None:
    """/appeal_4F2K, with words if they like: somebody else looks, once. None where the code is no limit's of theirs."""
    row = _coded(tx, code)
    if row is None or row["person"] != who.person:
        return None
    kept = words.strip()[: accounts.words_characters_max]
    if not tx.run("accounts.appeal", id=row["id"], said=kept, now=tx.now):
        raise NothingToAppeal(code=row["code"])
    cases.open_case(tx, "account", row["id"], ground=row["reason"], person=who.person)
    telling.journal(tx, f"person {who.person}", "appeal", row["id"])
    return Appealed(row["code"], stating.cut(words, accounts.words_characters_max))


def check_other(tx: Tx, case: Row, name: str) -> None:
    """Whoever set a limit does not decide about it. Raises SecondPerson."""
    row = tx.one("accounts.limit", id=case["subject"]) if case["kind"] == "account" else None
    if row is not None and row["made_by"].casefold() == " ".join(name.split()).casefold():
        raise SecondPerson(by=row["made_by"])


def decided(tx: Tx, case: Row, outcome: str, reason: str, words: str) -> None:
    """Somebody else has looked: it holds until its end, or it is over."""
    row = tx.one("accounts.limit", id=case["subject"])
    if row is None or row["ended_at"] is not None:
        return
    if outcome == "lift":
        _end(tx, row, "appeal", reason, words)
        return
    told = LimitHolds(row["code"], reason, words, row["until"])
    telling.notify_person(tx, row["person"], told, topic=f"limit {row['id']}")


def overdue(tx: Tx, case: int) -> None:
    """Nobody decided a case in time: it is closed, and of a limit the person is right."""
    row = cases.held(tx, case)
    cases.overdue(tx, case)
    found = tx.one("accounts.limit", id=row["subject"]) if row["kind"] == "account" else None
    if found is not None and found["ended_at"] is None:
        _end(tx, found, "overdue")
