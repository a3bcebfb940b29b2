"""Interpreting: what is said in a case, written in a language that who decides it reads, by somebody who is paid for it (P10).

    asked ── /interpret_4F2K ─► opened ── words ─► written, paid at once
      └── declined, or twelve hours without a word ─► another is asked, five at most; what comes late is paid all the same

An interpreter is as neutral as a jury: on no side, near to nobody who is, not of that pack; and whoever read the words here decides
nothing about them. They are shown words alone, without a name or the item. Of hard content they are people who chose such, the
words are covered, and the answer is left out; of what nobody is shown nothing is interpreted. Their words stand beside the
original and never in its place. A voice note or a picture is heard and seen as it is.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from bot.actions import caring, cases, conversing, forgetting, paying, showing, stating, telling, witnessing
from bot.domain import alarms, limits
from bot.domain import cases as numbers
from bot.domain.events import Event, Wrote
from bot.domain.limits import Rules
from bot.domain.outcomes import Outcome
from bot.domain.outcomes.cases import (
    Interpreted,
    InterpreterAsked,
    InterpreterSought,
    Interpreting,
    InterpretingOver,
    Read,
)
from bot.domain.people import Who
from bot.domain.refusals.cases import NoSuchCase, NothingToInterpret
from bot.domain.said import said as written_words
from bot.storage import Row, Tx

deadline = "interpreter"
pay_deadline = "interpreter pay"
_written_kinds = ("text", "reply")  # kinds whose answer is somebody's own words
_looked_at = 200  # of those who might be asked, the first; of hard content few chose to see any


# ---- whoever decides -------------------------------------------------------------------------------------------------


def languages_of(tx: Tx, person: int) -> str:
    """What somebody who decides reads ("en sw"): as a moderator was named with, else their phone's. A read."""
    role, whose = tx.one("cases.moderator", person=person), tx.one("people.person", person=person)
    return str(role["languages"] if role is not None else whose["language"] if whose is not None else "")


def wanted(tx: Tx, case: Row, languages: str) -> tuple[str, str]:
    """Which language of a case's words who reads these does not, and the one they may have them in: their first. A read.

    One that nobody wrote for them yet; else one that was written; or "".
    """
    read = languages.split()
    unread = [one for one in _said(tx, case) if one not in read]
    there = {
        row["source"] for row in tx.all("interpreters.written", case=case["id"]) if row["target"] in read
    }
    return next((one for one in unread if one not in there), next(iter(unread), "")), next(iter(read), "")


def seek(tx: Tx, case: Row, languages: str, asker: int, rules: Rules) -> InterpreterSought:
    """Somebody is asked to write a case's words in the first of these languages; `asker` (0 = the desk) hears when it is there.

    Raises NothingToInterpret where they read all of it.
    """
    source, target = wanted(tx, case, languages)
    if not source or not target:
        raise NothingToInterpret(code=case["code"])
    if tx.value("jobs.deadline_at", kind=deadline, subject=case["id"]) is not None:
        return InterpreterSought(case["code"], source, target, True, already=True)
    amount = numbers.interpreting_pay(_said(tx, case)[source].characters, rules.floor_hourly)
    return InterpreterSought(case["code"], source, target, _ask_next(tx, case, source, target, amount, asker))


def _over(case: Row) -> bool:
    return case["state"] in ("decided", "closed")


def _ask_next(tx: Tx, case: Row, source: str, target: str, amount: int, asker: int) -> bool:
    """Asks the next one who may. False where there is none, or enough were asked."""
    if len(tx.all("interpreters.of_case", case=case["id"])) >= numbers.interpreters_most:
        return False
    person = next(_able(tx, case, source, target, asker), 0)
    if not person:
        return False
    asked = {"case": case["id"], "person": person, "source": source, "target": target}
    tx.run("interpreters.add", id=tx.new_id(), amount=amount, asker=asker, now=tx.now, **asked)
    tx.run("jobs.set_deadline", kind=deadline, subject=case["id"], at=tx.now + numbers.interpret_ms)
    told = InterpreterAsked(case["code"], source, target, amount, hard=_hard(tx, case) is not None)
    telling.notify_person(tx, person, told, topic=f"interpreter {case['id']}", unasked=True)
    telling.journal(tx, f"person {asker}" if asker else "operator", "interpreter_ask", case["id"])
    return True


def _able(tx: Tx, case: Row, source: str, target: str, asker: int, only: int = 0) -> Iterator[int]:
    """Who may be asked, the best first; `only` one of them. Of hard content those who chose such. Reads."""
    hard = _hard(tx, case)
    sides = {"person": case["person"], "requester": case["requester"], "pack": case["pack"], "asker": asker}
    found = tx.all(
        "interpreters.eligible",
        case=case["id"],
        source=source,
        target=target,
        only=only,
        least=numbers.interpreter_answers_least,
        daily=numbers.interpreted_daily_most,
        since=tx.now - limits.day,
        most=_looked_at if hard is not None else 1,
        **sides,
    )
    return (
        int(one["person"]) for one in found if hard is None or caring.chose(tx, one["person"], hard["flags"])
    )


def _hard(tx: Tx, case: Row) -> Row | None:
    """The task of a case with hard content, else None. A read."""
    task = witnessing.task_of(tx, case)
    return task if task is not None and task["level"] else None


def _said(tx: Tx, case: Row) -> dict[str, Read]:
    """What is said in a case, by the language of the phone it came from; {} where nobody is shown anything. A read."""
    own, found = str(case["language"]), dict[str, Read]()
    if case["kind"] == "claim":
        row = tx.one("claims.claim", claim=case["subject"])
        answer = tx.one("claims.answer", assignment=row["assignment"]) if row is not None else None
        if row is None or answer is None or answer["stopped_why"] == alarms.illegal:
            return {}
        given = json.loads(answer["value"])
        kind = showing.form_of(showing.version_of(tx, answer)).kind
        written = given if kind in _written_kinds and not answer["level"] else ""
        stated = stating.of_claim(tx, row["id"])
        found[own] = Read(written, stating.joined(stated, "worker"), item=answer["task"] if written else 0)
        speaker = tx.value("requesters.speaker", id=case["requester"])
        whose = tx.one("people.person", person=speaker) if speaker is not None else None
        if whose is not None and (said := stating.joined(stated, "requester")):
            theirs = found.get(whose["language"], Read())
            found[whose["language"]] = Read(theirs.answer, theirs.words, said, theirs.item)
    elif case["kind"] == "account":
        row = tx.one("accounts.limit", id=case["subject"])
        found[own] = Read(words=row["said"] if row is not None else "")
    elif case["kind"] == "room":
        found[own] = Read(words=conversing.reported(tx, case["subject"]))
    return {language: one for language, one in found.items() if language and one.characters}


# ---- the interpreter -------------------------------------------------------------------------------------------------


def read(tx: Tx, who: Who, rules: Rules, code: str) -> Outcome:
    """/interpret_4F2K: they read both languages; here are the words. Raises NoSuchCase for who was not asked."""
    case, row = _asked(tx, who, code)
    if row["state"] not in ("asked", "opened") or not _open(tx, who, case, row):
        return InterpretingOver()
    part = _said(tx, case).get(row["source"])
    if part is None:
        return InterpretingOver()
    tx.run("interpreters.open", id=row["id"])
    hard = _hard(tx, case) is not None
    return telling.ask(
        tx, who, Interpreting(case["code"], row["source"], row["target"], part, row["amount"], hard)
    )


def _open(tx: Tx, who: Who, case: Row, row: Row) -> bool:
    """May they begin, or go on? Who began goes on; nobody begins what is over, written already, or became theirs meanwhile."""
    if row["state"] == "opened":
        return True
    if _over(case) or _is_there(tx, case, row):
        return False
    return who.person in _able(tx, case, row["source"], row["target"], row["asker"], only=who.person)


def _is_there(tx: Tx, case: Row, row: Row) -> bool:
    """Has another written it since they were asked?"""
    return any(
        one["id"] != row["id"] and one["source"] == row["source"] and (one["written_at"] or 0) > row["at"]
        for one in tx.all("interpreters.of_case", case=case["id"])
    )


def write(tx: Tx, who: Who, rules: Rules, mark: str, event: Event, sent_at: int) -> Outcome | None:
    """Their words: kept, and paid for at once, whatever became of the case meanwhile; of who was forgotten not kept. Raises TooLong."""
    question = tx.one("telling.lock_question", account=who.account, mark=mark)
    assert question is not None, "words are taken for a question"
    if question["settled_at"] is not None:
        return telling.repeated(tx, who, question, "words")
    facts = telling.facts(question)
    assert isinstance(facts, Interpreting)
    words = written_words(event.text if isinstance(event, Wrote) else "", numbers.interpreted_characters_max)
    if not words:
        return telling.ask_again(tx, who, facts)
    telling.settle(tx, who, mark, "words")
    case, row = _asked(tx, who, facts.code)
    kept = "" if _forgotten(tx, case) else words
    if not tx.run("interpreters.write", id=row["id"], words=kept, now=tx.now):
        return InterpretingOver()
    telling.journal(tx, f"person {who.person}", "interpret", case["id"])
    pay(tx, row["id"])
    if not _over(case) and not _is_there(tx, case, row):
        tx.run("jobs.clear_deadline", kind=deadline, subject=case["id"])
        _tell(tx, case, row, there=True)
    return InterpretingOver(amount=row["amount"])


def _forgotten(tx: Tx, case: Row) -> bool:
    """Is one of whose words they are somebody whom nobody is any more? Then nothing of them is kept."""
    if case["requester"] and tx.one("requesters.is_unnamed", id=case["requester"]) is not None:
        return True
    whose = tx.one("people.person", person=case["person"]) if case["person"] else None
    return whose is not None and whose["consent"] == forgetting.gone


def decline(tx: Tx, who: Who, rules: Rules, facts: Interpreting) -> Outcome:
    """[Not for me]: free and unasked why; another is asked at once."""
    case, row = _asked(tx, who, facts.code)
    if tx.run("interpreters.decline", id=row["id"]) and row["id"] == _newest(tx, case)["id"]:
        look(tx, case["id"])
    return InterpretingOver(declined=True)


def look(tx: Tx, number: int) -> None:
    """Whoever was asked last has written nothing: another is asked, or who wanted it hears that there is nobody."""
    case = cases.held(tx, number)
    row = _newest(tx, case)
    tx.run("jobs.clear_deadline", kind=deadline, subject=number)
    if row["state"] == "written" or _over(case) or _is_there(tx, case, row):
        return
    there = row["source"] in _said(tx, case)
    if not there or not _ask_next(tx, case, row["source"], row["target"], row["amount"], row["asker"]):
        _tell(tx, case, row, there=False)


def _tell(tx: Tx, case: Row, row: Row, *, there: bool) -> None:
    if row["asker"]:
        told = Interpreted(case["code"], row["source"], row["target"], there)
        telling.notify_person(tx, row["asker"], told, topic=f"interpreted {case['id']}")


def pay(tx: Tx, number: int) -> None:
    """Pays an interpreter, or owes it."""
    row = tx.one("interpreters.one", id=number)
    assert row is not None, "what was written stays"
    if not row["paid"] and paying.pay_minutes(tx, row["person"], row["amount"], number, pay_deadline):
        tx.run("interpreters.paid", id=number)


def _asked(tx: Tx, who: Who, code: str) -> tuple[Row, Row]:
    """A case, held, and what they were asked about it. Raises NoSuchCase for who was not."""
    case = cases.held(tx, cases.coded(tx, code))
    row = tx.one("interpreters.of_person", case=case["id"], person=who.person)
    if row is None:
        raise NoSuchCase(code=case["code"])
    return case, row


def _newest(tx: Tx, case: Row) -> Row:
    return tx.all("interpreters.of_case", case=case["id"])[-1]
