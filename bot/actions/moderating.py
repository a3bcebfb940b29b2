"""Moderating: cases in the chat. How many wait, the first by deadline, its evidence, a decision in three presses and a sentence.

Who decides is neutral (`cases.take`): not the requester's side, nobody who worked in that pack, never the same person twice.
An item is shown under the rules of everybody: of hard content its description, of what was reported as violent or illegal
nothing. Others' answers are shown when somebody has said what they find, and may still change it.

A moderator is named by two people on the command line, and tied to a person by a code that works once, for a day.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from bot.actions import cases, claiming, conversing, deciding, grieving, restricting, showing, telling
from bot.actions.admitting import one_line
from bot.domain import cases as numbers
from bot.domain import changes, claims, limits
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
from bot.domain.outcomes.claims import Given
from bot.domain.people import Who
from bot.domain.refusals.cases import EnoughToday, ModeratorThere, NoSuchModerator, NotAModerator, NotYourCase
from bot.domain.refusals.deposits import SecondPerson
from bot.domain.refusals.requesters import NotThisCode
from bot.storage import Row, Tx

# ---- the queue -----------------------------------------------------------------------------------------------------


def board(tx: Tx, who: Who, rules: Rules, word: str = "", but: str = "") -> Outcome:
    """/cases: how many wait and the first by deadline; with a kind those of it; with a number their own limit a day, 0 for none."""
    daily = _daily(tx, who)
    if word.isascii() and word.isdigit():
        daily = min(int(word[:4]), limits_daily_max)
        tx.run("cases.set_daily", person=who.person, daily=daily)
        return CasesDaily(daily)
    kind = word.strip().lower() if word.strip().lower() in numbers.KINDS else ""
    rows = [row for row in _queue(tx, who) if kind in ("", row["kind"])]
    first = next((row for row in rows if row["code"] != but), None)
    if first is None:
        return NoCases(daily)
    alike = len(deciding.alike(tx, cases.held(tx, first["id"])))
    due_ms = max(0, first["due"] - tx.now) if first["due"] is not None else 0
    return telling.ask(tx, who, Cases(len(rows), first["code"], first["kind"], due_ms, alike))


def take(tx: Tx, who: Who, rules: Rules, code: str) -> Outcome:
    """[Take it], or /case_4F2K: it is theirs for half an hour, and here is its evidence."""
    daily, case = _daily(tx, who), cases.coded(tx, code)
    spoken = int(tx.value("cases.opinions_since", person=who.person, since=tx.now - limits.day))
    if daily and spoken >= daily:
        raise EnoughToday(most=daily)
    _may(tx, who, cases.held(tx, case))
    return telling.ask(tx, who, evidence(tx, cases.take(tx, case, who.person)))


def back(tx: Tx, who: Who, rules: Rules, facts: Case) -> Outcome:
    """[Give back]: free and unasked why; another one is next."""
    cases.give_back(tx, cases.coded(tx, facts.code), who.person)
    return board(tx, who, rules, but=facts.code)


def rulings(tx: Tx, who: Who, words: str) -> Rulings:
    """/rulings and words: what was decided before, without who and about whom."""
    _daily(tx, who)
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
        for row in cases.rulings(tx, words)
    )
    return Rulings(found)


# ---- a decision ----------------------------------------------------------------------------------------------------


def choose(tx: Tx, who: Who, rules: Rules, facts: Case, outcome: str) -> Outcome:
    """What they find; why, and now what others said."""
    case = cases.mine(tx, cases.coded(tx, facts.code), who.person)
    return telling.ask(tx, who, Opinion(case["code"], outcome, facts.given, _others(tx, case)))


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
    alike = len(deciding.alike(tx, case)) if decided else 0
    waiting = len(_queue(tx, who))
    return CaseDone(case["code"], decided, alike, waiting)


def like(tx: Tx, who: Who, rules: Rules, code: str) -> Outcome:
    """/like_4F2K: the same for all like one they decided."""
    _daily(tx, who)
    return AlikeDone(code.upper(), deciding.decide_alike(tx, code, who.person, rules))


# ---- evidence ------------------------------------------------------------------------------------------------------


def evidence(tx: Tx, case: Row) -> Case:
    """What a decision is founded on, as it was frozen when it happened. A read."""
    pack = tx.one("packs.pack", pack=case["pack"]) if case["pack"] else None
    name = pack["name"] if pack is not None else ""
    if case["kind"] == "claim":
        return _of_claim(tx, case, name)
    if case["kind"] == "account":
        return _of_limit(tx, case, name)
    if case["kind"] == "room":
        said = conversing.reported(tx, case["subject"])
        return Case(case["code"], case["kind"], case["ground"], "", None, words=said)
    if case["kind"] == "grievance" and pack is not None:
        return _of_pack(tx, case, pack)
    given = _of_task(tx, case, pack) if case["kind"] == "report" and pack is not None else None
    return Case(case["code"], case["kind"], case["ground"], name, given)


def _of_claim(tx: Tx, case: Row, name: str) -> Case:
    row = tx.one("claims.claim", claim=case["subject"])
    assert row is not None
    answer = tx.one("claims.answer", assignment=row["assignment"])
    assert answer is not None
    form = showing.form_of(showing.version_of(tx, answer))
    cited = {
        language: claims.sentence_of(changes.sentences(text), row["sentence"])
        for language, text in form.instruction.items()
    }
    return Case(
        code=case["code"],
        kind=case["kind"],
        ground=row["ground"],
        name=name,
        given=claiming.given(tx, answer),
        version=int(tx.value("cases.version_number", version=answer["version"])),
        sentence={language: text for language, text in cited.items() if text},
        words=row["words"],
        sent=row["sent"],
        said=row["said"],
        waited_ms=max(0, answer["arrived_at"] - (answer["shown_at"] or answer["arrived_at"])),
        before=row["found"],
        why_before=row["why"] if row["found"] else "",
    )


def _of_limit(tx: Tx, case: Row, name: str) -> Case:
    """A limit somebody doubts: why it was set, and both sides' words; never who they are."""
    row = tx.one("accounts.limit", id=case["subject"])
    words, said = (row["said"], row["words"]) if row is not None else ("", "")
    return Case(case["code"], case["kind"], case["ground"], name, None, words=words, said=said)


def _of_pack(tx: Tx, case: Row, pack: Row) -> Case:
    """A pack that people call unfair: how many say what, what it asks and what it says."""
    form = showing.form_of(pack)
    given = Given(form.kind, form.settings, form.languages, form.question, form.instruction, None, None)
    said = grieving.reasons(tx, pack["id"])
    return Case(case["code"], case["kind"], case["ground"], pack["name"], given, reasons=said)


def _of_task(tx: Tx, case: Row, pack: Row) -> Given | None:
    """A reported task: its question and item; of hard content the description, of what nobody should see nothing."""
    row = tx.one("cases.task", task=case["subject"])
    if row is None or case["ground"] in numbers.UNSEEN:
        return None
    form = showing.form_of(pack)
    item: dict[str, Any] = json.loads(row["item"])
    hard = bool(row["level"])
    return Given(
        kind=form.kind,
        settings=form.settings,
        languages=form.languages,
        question=item.get("question") or form.question,
        text=item.get("description" if hard else "text", {}),
        answer=None,
        picture=None if hard else showing.shown_picture(tx, row["picture"], form.byte_budget.saver),
        item=0 if hard else row["id"],
    )


def _others(tx: Tx, case: Row) -> tuple[Any, ...]:
    claim = tx.one("claims.claim", claim=case["subject"]) if case["kind"] == "claim" else None
    answer = tx.one("claims.answer", assignment=claim["assignment"]) if claim is not None else None
    if answer is None:
        return ()
    rows = tx.all("cases.others_said", task=answer["task"], assignment=answer["id"], most=numbers.others_max)
    return tuple(json.loads(row["value"]) for row in rows)


# ---- who decides ---------------------------------------------------------------------------------------------------

limits_daily_max = 1_000  # of cases a day, as somebody may limit themselves


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


def _may(tx: Tx, who: Who, case: Row) -> None:
    """Raises NotYourCase for the desk's cases, and for those a juror was not asked about."""
    role = tx.one("cases.moderator", person=who.person)
    moderates = role is not None
    if role is not None:
        restricting.check_other(tx, case, role["name"])
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
