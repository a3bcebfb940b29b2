"""Moderating: cases in the chat. How many wait, the first by deadline, its evidence, a decision in three presses and a sentence.

Who decides is neutral (`cases.take`): not the requester's side, nobody who worked in that pack, never the same person twice.
An item is shown under the rules of everybody: of hard content its description, and the item covered as the direct answer to a
press; of what was reported as violent or illegal nothing. Others' answers are shown when somebody has said what they find, and may still change it.

A moderator is named by two people on the command line, and tied to a person by a code that works once, for a day.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace

from bot import digits
from bot.actions import cases, deciding, delivering, interpreting, telling, witnessing
from bot.actions.admitting import one_line
from bot.domain import cases as numbers
from bot.domain import limits
from bot.domain.events import Event, Wrote
from bot.domain.limits import Rules
from bot.domain.outcomes import Outcome
from bot.domain.outcomes.cases import (
    AlikeDone,
    Case,
    CaseDone,
    Cases,
    CasesDaily,
    ModeratorGiven,
    NoCases,
    Opinion,
    PastRuling,
    Rulings,
)
from bot.domain.people import Who
from bot.domain.refusals.cases import (
    EnoughToday,
    ModeratorThere,
    NoSuchModerator,
    NotAModerator,
    NotYourCase,
)
from bot.domain.refusals.deposits import SecondPerson
from bot.domain.refusals.requesters import NotThisCode
from bot.storage import Row, Tx

# ---- the queue -----------------------------------------------------------------------------------------------------


def board(tx: Tx, who: Who, rules: Rules, word: str = "", but: str = "") -> Outcome:
    """/cases: how many wait and the first by deadline; with a kind those of it; with a number their own limit a day, 0 for none."""
    daily = _daily(tx, who)
    if (asked := digits.number(word, daily_digits_max)) is not None:
        daily = min(asked, limits_daily_max)
        tx.run("cases.set_daily", person=who.person, daily=daily)
        return CasesDaily(daily)
    kind = word.strip().lower() if word.strip().lower() in numbers.KINDS else ""
    rows = [row for row in _queue(tx, who) if kind in ("", row["kind"])]
    first = next((row for row in rows if row["code"] != but), None)
    if first is None:
        return NoCases(daily)
    moderates = tx.one("cases.moderator", person=who.person) is not None
    alike = len(deciding.alike(tx, cases.held(tx, first["id"]))) if moderates else 0
    due_ms = max(0, first["due"] - tx.now) if first["due"] is not None else 0
    return telling.ask(tx, who, Cases(len(rows), first["code"], first["kind"], due_ms, alike))


def take(tx: Tx, who: Who, rules: Rules, code: str) -> Outcome:
    """[Take it], or /case_4F2K: it is theirs for half an hour, and here is its evidence."""
    daily, case = _daily(tx, who), cases.coded(tx, code)
    spoken = int(tx.value("cases.opinions_since", person=who.person, since=tx.now - limits.day))
    if daily and spoken >= daily:
        raise EnoughToday(most=daily)
    _may(tx, who, cases.held(tx, case), rules)
    return _shown(tx, who, cases.take(tx, case, who.person))


def _shown(tx: Tx, who: Who, case: Row, *, nobody: bool = False) -> Outcome:
    """The evidence; with it which language of its words they may have put in one of theirs."""
    unread, target = interpreting.wanted(tx, case, interpreting.languages_of(tx, who.person))
    shown = replace(witnessing.evidence(tx, case), unread=unread, target=target, nobody=nobody)
    if not case["pack"] or tx.one("cases.moderator", person=who.person) is None:
        shown = replace(shown, missed=())  # they may work in one of its packs, a juror in it tomorrow
    return telling.ask(tx, who, shown)


def translate(tx: Tx, who: Who, rules: Rules, code: str) -> Outcome:
    """/translate_4F2K, of one in hand: somebody is paid to write its words in their language; they give it back, and hear when it is there."""
    case = cases.mine(tx, cases.coded(tx, code), who.person)
    sought = interpreting.seek(tx, case, interpreting.languages_of(tx, who.person), who.person, rules)
    if not sought.found:
        return _shown(tx, who, case, nobody=True)
    cases.give_back(tx, case["id"], who.person)
    delivering.erase_now(tx, case["id"])
    row = telling.current(tx, who)
    asked = telling.facts(row) if row is not None else None
    if row is not None and isinstance(asked, Case) and asked.code == case["code"]:
        telling.settle(tx, who, row["mark"], "translate")
    return sought


def back(tx: Tx, who: Who, rules: Rules, facts: Case) -> Outcome:
    """[Give back]: free and unasked why; another one is next."""
    return give_back(tx, who, rules, facts.code)


def give_back(tx: Tx, who: Who, rules: Rules, code: str) -> Outcome:
    """/giveback_4F2K: the same, where the key's place is taken."""
    case = cases.coded(tx, code)
    cases.give_back(tx, case, who.person)
    delivering.erase_now(tx, case)
    return board(tx, who, rules, but=code.upper())


def rulings(tx: Tx, who: Who, words: str) -> Rulings:
    """/rulings and words: what was decided before, without who and about whom."""
    _daily(tx, who)
    whose: numbers.Reader = "juror" if tx.one("cases.moderator", person=who.person) is None else "moderator"
    found = tuple(
        PastRuling(
            row["code"],
            row["kind"],
            row["name"],
            row["outcome"],
            row["reason"],
            row["words"],
            row["decided_at"],
        )
        for row in cases.rulings(tx, words, whose)
    )
    return Rulings(found)


# ---- a decision ----------------------------------------------------------------------------------------------------


def choose(tx: Tx, who: Who, rules: Rules, facts: Case, outcome: str) -> Outcome:
    """What they find; why, and now what others said."""
    case = cases.mine(tx, cases.coded(tx, facts.code), who.person)
    delivering.erase_now(tx, case["id"])
    others = witnessing.others(tx, case)
    return telling.ask(tx, who, Opinion(case["code"], outcome, facts.given, others, facts.copied))


def look_again(tx: Tx, who: Who, rules: Rules, facts: Opinion) -> Outcome:
    """[Back]: the evidence once more."""
    return take(tx, who, rules, facts.code)


def because(tx: Tx, who: Who, rules: Rules, facts: Opinion, reason: str) -> Outcome:
    """A reason of the list."""
    return _decided(tx, who, rules, facts, reason, "")


def say(tx: Tx, who: Who, rules: Rules, mark: str, event: Event, sent_at: int) -> Outcome | None:
    """A reason in their own words, which both sides read."""
    row = tx.one("telling.lock_question", account=who.account, mark=mark)
    assert row is not None, "words are taken for a question"
    if row["settled_at"] is not None:
        return telling.repeated(tx, who, row, "words")
    facts = telling.facts(row)
    assert isinstance(facts, Opinion)
    words = event.text.strip() if isinstance(event, Wrote) else ""
    if not words:
        return telling.ask_again(tx, who, facts)
    telling.settle(tx, who, mark, "words")
    return _decided(tx, who, rules, facts, "", words)


def _decided(tx: Tx, who: Who, rules: Rules, facts: Opinion, reason: str, words: str) -> Outcome:
    case = cases.mine(tx, cases.coded(tx, facts.code), who.person)
    decided = deciding.decide(tx, case, who.person, facts.outcome, reason, words, rules)
    moderates = tx.one("cases.moderator", person=who.person) is not None
    now = cases.held(tx, case["id"])
    alike = len(deciding.alike(tx, now, who.person)) if decided and moderates else 0
    waiting = len(_queue(tx, who))
    return CaseDone(case["code"], decided, alike, waiting)


def like(tx: Tx, who: Who, rules: Rules, code: str) -> Outcome:
    """/like_4F2K: the same for all like one they decided."""
    _daily(tx, who)
    return AlikeDone(code.upper(), deciding.decide_alike(tx, code, who.person, rules))


# ---- who decides ---------------------------------------------------------------------------------------------------

limits_daily_max = 1_000  # of cases a day, as somebody may limit themselves
daily_digits_max = 9


def _daily(tx: Tx, who: Who) -> int:
    """How many cases a day they set for themselves, 0 for any. Refused for who is neither a moderator nor asked as a juror."""
    row = tx.one("cases.moderator", person=who.person)
    if row is None and not tx.all("cases.juror_of", person=who.person):
        raise NotAModerator
    return int(row["daily"]) if row is not None else 0


def _queue(tx: Tx, who: Who) -> list[Row]:
    """What waits for them: of a moderator's languages, or what they were asked for as a juror; nothing of the desk's."""
    row = tx.one("cases.moderator", person=who.person)
    found = cases.queue(tx, who.person, row["languages"] if row is not None else "")
    asked = {one["subject"] for one in tx.all("cases.juror_of", person=who.person)}
    return [
        one
        for one in found
        if one["kind"] not in numbers.AT_THE_DESK and (row is not None or one["id"] in asked)
    ]


def _may(tx: Tx, who: Who, case: Row, rules: Rules) -> None:
    """Raises NotYourCase for the desk's cases, and for those a juror was not asked about; SecondPerson."""
    role = tx.one("cases.moderator", person=who.person)
    moderates = role is not None
    if role is not None:
        deciding.may(tx, case, role, rules)
    asked = {one["subject"] for one in tx.all("cases.juror_of", person=who.person)}
    if case["kind"] in numbers.AT_THE_DESK or not (moderates or case["id"] in asked):
        raise NotYourCase(code=case["code"])


def role(tx: Tx, who: Who, code: str) -> Outcome:
    """/moderator CODE: the role that goes with it."""
    if tx.one("cases.moderator", person=who.person) is not None:
        return ModeratorGiven()
    if not code or not tx.run("cases.tie_moderator", person=who.person, code=_hash(code), now=tx.now):
        raise NotThisCode
    telling.journal(tx, f"person {who.person}", "moderator_tie", who.person)
    return ModeratorGiven()


def name(tx: Tx, name: str, languages: str, by: str) -> None:
    """The first of two people names somebody who may decide, and the languages they read ("en sw"). Raises ModeratorThere."""
    for words in (name, languages, by):
        one_line(words)
    made = tx.new_id()
    spoken = " ".join(languages.replace(",", " ").split())
    if not tx.run("cases.add_moderator", id=made, name=name, languages=spoken, by=by, now=tx.now):
        raise ModeratorThere(name=name[: limits.name_characters_max])
    telling.journal(tx, "operator", "moderator_name", made)


def agree(tx: Tx, name: str, by: str, code: str) -> None:
    """The second agrees: whoever types the code first, within a day, is that moderator. Raises SecondPerson for the first."""
    one_line(by)
    row = _named(tx, name)
    if by.strip().casefold() == str(row["made_by"]).strip().casefold():
        raise SecondPerson(by=row["made_by"])
    until = tx.now + limits.role_code_ms
    if not tx.run("cases.agree_moderator", id=row["id"], by=by, code=_hash(code), until=until):
        raise ModeratorThere(name=row["name"])
    telling.journal(tx, "operator", "moderator_agree", row["id"])


def end(tx: Tx, name: str) -> None:
    """Somebody decides no more; what they decided stands. Raises NoSuchModerator."""
    row = _named(tx, name)
    tx.run("cases.end_moderator", id=row["id"], now=tx.now)
    telling.journal(tx, "operator", "moderator_end", row["id"])


def moderators(tx: Tx) -> list[Row]:
    """All who were named. A read."""
    return tx.all("cases.moderators")


def _named(tx: Tx, name: str) -> Row:
    row = tx.one("cases.moderator_named", name=name)
    if row is None:
        raise NoSuchModerator(name=name[: limits.name_characters_max])
    return row


def _hash(code: str) -> str:
    return hashlib.sha256(code.strip().upper().encode()).hexdigest()
