"""Deciding: what becomes of a case once enough people found the same, and the same for all like it (P10).

What a decision does is its subject's: of a claim, `ruling` ends it; a reported task is served again or stays out; a requester
may claim again or not; a limit on an account holds or is over (`restricting`). Of what is paid or held elsewhere it is written
down that a person looked.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from bot.actions import (
    cases,
    claiming,
    conversing,
    grieving,
    halting,
    interpreting,
    looking,
    publishing,
    reporting,
    restricting,
    ruling,
    showing,
    telling,
)
from bot.domain import cases as numbers
from bot.domain.limits import Rules
from bot.domain.marks import normal
from bot.domain.outcomes.cases import CaseRuled, InterpreterSought, ReportRuled
from bot.domain.refusals.cases import CaseTaken, NoReason, NotYourCase
from bot.domain.refusals.claims import NoNeutralPerson
from bot.domain.refusals.deposits import SecondPerson
from bot.domain.said import said
from bot.storage import Row, Tx


def decide(
    tx: Tx,
    case: Row,
    person: int,
    outcome: str,
    reason: str,
    words: str,
    rules: Rules,
    *,
    paid: bool = True,
) -> bool:
    """What somebody who has a case found, for a reason of the closed list or in words. True when it is the decision.

    Raises NoReason for an outcome that this kind of case has not, and where there is neither reason nor words; TooLong.
    """
    known = numbers.outcomes(case["kind"], case["ground"])
    if outcome not in known:
        raise NoReason(said=outcome[:20] or "…", known=", ".join(known))
    reasons = numbers.REASONS[outcome]
    kept = said(words, numbers.words_characters_max)
    if reason not in reasons and (reason or not kept):
        raise NoReason(said=reason[:20] or "…", known=", ".join(reasons))
    agreed = cases.speak(tx, case, person, numbers.Finding(outcome, reason, kept), rules, paid=paid)
    if agreed:
        alarm = tx.one("alarms.of_task", task=case["subject"]) if case["kind"] == "report" else None
        if alarm is not None:
            looking.out_by_case(tx, alarm["id"], kept, rules)
        _EFFECTS.get(case["kind"], _seen)(tx, case, agreed, reason, kept)
    return bool(agreed)


def decide_by_name(tx: Tx, code: str, outcome: str, reason: str, words: str, rules: Rules) -> bool:
    """The one whom the installation names decides on the command line. Raises NoNeutralPerson where nobody is named."""
    _named(rules)
    case = _in_hand(tx, cases.coded(tx, code), rules)
    return decide(tx, case, 0, outcome, reason, words, rules)


def take_by_name(tx: Tx, code: str, rules: Rules) -> None:
    """They have it in hand for half an hour."""
    _named(rules)
    _in_hand(tx, cases.coded(tx, code), rules)


def _in_hand(tx: Tx, number: int, rules: Rules) -> Row:
    case = cases.take(tx, number, 0)
    restricting.check_other(tx, case, rules.rulings_by)
    for row in tx.all("cases.spoken_names", case=number):
        _check_same(row["name"], rules)
    return case


def may(tx: Tx, case: Row, moderator: Row, rules: Rules) -> None:
    """Raises SecondPerson where they have spoken already otherwise: set the limit, or decided on the command line."""
    restricting.check_other(tx, case, moderator["name"])
    if tx.one("cases.opinion_of", case=case["id"], person=0) is not None:
        _check_same(moderator["name"], rules)


def _check_same(moderator: str, rules: Rules) -> None:
    """One person has one word of a case, in the chat or on the command line; there they are known by name alone."""
    if normal(moderator) == normal(rules.rulings_by):
        raise SecondPerson(by=moderator)


def back_by_name(tx: Tx, code: str) -> bool:
    """They give it back. False when they did not have it."""
    return cases.give_back(tx, cases.coded(tx, code), 0)


def interpret_by_name(tx: Tx, code: str, languages: str, rules: Rules) -> InterpreterSought:
    """They read these languages ("en sw") and have its words put in the first of them."""
    _named(rules)
    return interpreting.seek(tx, cases.held(tx, cases.coded(tx, code)), languages, 0, rules)


def _named(rules: Rules) -> None:
    if not rules.rulings_by:
        raise NoNeutralPerson


_ALIKE = {"claim": "cases.alike_claims", "report": "cases.alike_reports"}


def alike(tx: Tx, case: Row, person: int | None = None) -> list[int]:
    """The cases that might be decided with one: claims of one pack for the same ground and sentence, that wait; reports of one
    pack that say the same, but of what is shown to nobody. Of a decided one, those that were there by then. A read.

    As many as one person may decide alone; of a decided one with what they decided of these since.
    """
    if (
        case["kind"] not in _ALIKE
        or case["ground"] in numbers.UNSEEN
        or case["amount"] > numbers.alone_micro_max
    ):
        return []
    found, amount = list[int](), int(case["amount"])
    if person is not None and case["decided_at"] is not None:
        about = {"kind": case["kind"], "pack": case["pack"], "since": case["decided_at"]}
        amount = int(tx.value("cases.spoken_amount", person=person, **about))
    for row in tx.all(_ALIKE[case["kind"]], case=case["id"], most=numbers.alike_max):
        amount += int(row["amount"])
        if amount > numbers.alone_micro_max:
            break
        found.append(int(row["id"]))
    return found


def decide_alike(tx: Tx, code: str, person: int, rules: Rules) -> int:
    """The same for all like one that this person decided, for the same reason. Returns how many. Not paid for again.

    Those they may not decide, and those somebody else has in hand, stay as they are. Raises NotYourCase for who is neither a
    moderator nor the one on the command line (0), and where others found something else.
    """
    first, moderator = cases.held(tx, cases.coded(tx, code)), tx.one("cases.moderator", person=person)
    own = tx.one("cases.opinion_of", case=first["id"], person=person)
    over = first["state"] in ("decided", "closed")
    if (person and moderator is None) or own is None or not over or own["outcome"] != first["outcome"]:
        raise NotYourCase(code=first["code"])
    done = 0
    for other in alike(tx, first, person):
        with suppress(CaseTaken, NotYourCase, SecondPerson):
            case = cases.take(tx, other, person) if moderator else _in_hand(tx, other, rules)
            if moderator is not None:
                may(tx, case, moderator, rules)
            done += decide(tx, case, person, own["outcome"], own["reason"], own["words"], rules, paid=False)
    return done


# ---- what it does --------------------------------------------------------------------------------------------------


def _claim(tx: Tx, case: Row, outcome: str, reason: str, words: str) -> None:
    ruling.decided(tx, case["subject"], outcome, reason, words)
    if outcome == "item":
        claim = tx.one("claims.claim", claim=case["subject"])
        answer = tx.one("claims.answer", assignment=claim["assignment"]) if claim else None
        if answer is not None:
            tx.run("work.stop_task", task=answer["task"], why="void", now=tx.now)
    elif outcome == "instruction":
        _pause(tx, case["pack"])


def _report(tx: Tx, case: Row, outcome: str, reason: str, words: str) -> None:
    pack, task = tx.one("packs.pack", pack=case["pack"]), tx.one("cases.task", task=case["subject"])
    if pack is None or task is None:
        return
    runs = pack["state"] in ("running", "paused")
    if outcome != "stands":
        reporting.stop(
            tx, task["id"], case["ground"]
        )  # of what one report was enough for it is served until now
    if outcome == "stands" and runs and tx.one("packs.stopped_task", pack=pack["id"], key=task["key"]):
        publishing.release(tx, pack["name"], task["key"])
    elif outcome == "instruction":
        _pause(tx, case["pack"])
    _tell(tx, case, task["key"], outcome, reason, words)
    reporting.look_next(tx, pack["id"])
    if case["ground"] not in numbers.UNSEEN:
        title = showing.form_of(pack).title
        told = ReportRuled(case["code"], title, outcome, reason, words)
        for row in tx.all("cases.reporters", task=task["id"], ground=case["ground"]):
            telling.notify_person(tx, row["person"], told, topic=f"report {task['id']}", unasked=True)


def _requester(tx: Tx, case: Row, outcome: str, reason: str, words: str) -> None:
    if outcome != "keep":
        claiming.let_again(tx, case["subject"])
    _tell(tx, case, "", outcome, reason, words)


def _grievance(tx: Tx, case: Row, outcome: str, reason: str, words: str) -> None:
    grieving.decided(tx, case["pack"], outcome, reason, words)
    _tell(tx, case, "", outcome, reason, words)


def _room(tx: Tx, case: Row, outcome: str, reason: str, words: str) -> None:
    conversing.decided(tx, case["subject"], outcome, reason, words)


def _seen(tx: Tx, case: Row, outcome: str, reason: str, words: str) -> None:
    """A person has looked; what follows is done where money and accounts are."""


_EFFECTS: dict[str, Callable[[Tx, Row, str, str, str], None]] = {
    "claim": _claim,
    "report": _report,
    "requester": _requester,
    "account": restricting.decided,
    "grievance": _grievance,
    "room": _room,
}


def _pause(tx: Tx, pack: int) -> None:
    """Until its requester mends the instruction, nobody new is served."""
    row = tx.one("packs.pack", pack=pack)
    if row is not None and (row["state"] == "running" or halting.is_waiting(tx, pack)):
        publishing.pause(tx, row["name"])


def _tell(tx: Tx, case: Row, name: str, outcome: str, reason: str, words: str) -> None:
    pack = tx.one("packs.pack", pack=case["pack"]) if case["pack"] else None
    named = ", ".join(one for one in (pack["name"] if pack is not None else "", name) if one)
    told = CaseRuled(case["kind"], case["code"], named, outcome, reason, words)
    telling.notify_requester(tx, case["requester"], told, topic=f"case {case['id']}")
