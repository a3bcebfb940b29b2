"""Judging: a requester looks at answers one by one, and accepts each, claims it, or sends it back to be mended.

An answer is shown as its worker saw the question. A pack without a review window shows those that may still be claimed;
then [Next] stands in the place of [Accept], for their pay was final at once.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot import kinds
from bot.actions import claiming, fixing, publishing, reviewing, showing, telling
from bot.domain import changes
from bot.domain.events import Event, Wrote
from bot.domain.limits import Rules
from bot.domain.outcomes import Outcome
from bot.domain.outcomes.claims import Reasoning, Reviewed, ReviewFile, Reviewing
from bot.domain.outcomes.worker import NotUnderstood
from bot.domain.people import Who
from bot.domain.refusals import Refusal
from bot.domain.refusals.claims import NoSuchAnswer, NoSuchSentence
from bot.packs import reviews
from bot.packs.reviews import Mark, Waiting
from bot.storage import Row, Tx

digits_max = 6  # of a number that somebody types


def review(
    tx: Tx, who: Who, rules: Rules, name: str, after: int = 0, note: str = "", code: str = ""
) -> Outcome:
    """/review NAME: the next answer that may be looked at, as the worker saw its question; or that nothing is left.

    In a command's word a name's hyphens are written as _.
    """
    pack = reviewing.theirs(tx, who.requester, name)
    found = reviewing.looked_at(tx, pack["id"], after, 1)
    if not found:
        return Reviewed(pack["name"], note=note, code=code)
    row = found[0]
    given, waiting = claiming.given(tx, row), reviewing.to_look_at(tx, pack["id"])
    return telling.ask(
        tx, who, Reviewing(pack["name"], row["id"], given, row["until"] or 0, waiting, note=note, code=code)
    )


def accept(tx: Tx, who: Who, rules: Rules, facts: Reviewing) -> Outcome:
    """[Accept], or [Next] where the pay was final at once."""
    note = "accepted" if reviewing.release(tx, facts.assignment) else ""
    return review(tx, who, rules, facts.name, facts.assignment, note)


def accept_rest(tx: Tx, who: Who, rules: Rules, facts: Reviewing) -> Outcome:
    """[Accept all]: whatever waits and can't be undone any more."""
    pack = reviewing.theirs(tx, who.requester, facts.name)
    return Reviewed(facts.name, accepted=reviewing.accept_all(tx, who.requester, pack["id"]))


def reason(tx: Tx, who: Who, rules: Rules, facts: Reviewing, fix: bool = False) -> Outcome:
    """[Can't be used] or [Send back]: why?"""
    row = claiming.claimable(tx, who.requester, facts.assignment)
    form = showing.form_of(showing.version_of(tx, row))
    sentences = tuple(changes.sentences(next(iter(form.instruction.values()))))
    return telling.ask(tx, who, Reasoning(facts.assignment, facts.name, sentences, fix, row["paid"]))


def claim(tx: Tx, who: Who, rules: Rules, facts: Reasoning, ground: str, sentence: int = 0) -> Outcome:
    """A ground was chosen: the answer is claimed, and the next one is shown."""
    code = claiming.claim(tx, who.requester, facts.assignment, ground, sentence, rules)
    return review(tx, who, rules, facts.name, facts.assignment, "claimed", code)


def look_again(tx: Tx, who: Who, rules: Rules, facts: Reasoning) -> Outcome:
    """[Back]: the answer once more."""
    return review(tx, who, rules, facts.name, facts.assignment - 1)


def sentence(tx: Tx, who: Who, rules: Rules, mark: str, event: Event, sent_at: int) -> Outcome | None:
    """A number typed under an instruction's sentences: the answer breaks that one, or is sent back for it."""
    row = tx.one("telling.lock_question", account=who.account, mark=mark)
    facts = telling.facts(row) if row is not None else None
    if row is None or not isinstance(facts, Reasoning):
        return NotUnderstood(current=telling.current_mark(tx, who))
    if row["settled_at"] is not None:
        return telling.repeated(tx, who, row, "words")
    typed = event.text.strip() if isinstance(event, Wrote) else ""
    if not typed.isdecimal():  # of any script
        return telling.ask_again(tx, who, facts)
    number = int(typed[:digits_max])
    if not 0 < number <= len(facts.sentences):
        raise NoSuchSentence(sentence=number)
    telling.settle(tx, who, mark, "words")
    if not facts.fix:
        return claim(tx, who, rules, facts, "breaks", number)
    fixing.ask(tx, who.requester, facts.assignment, number, rules)
    return review(tx, who, rules, facts.name, facts.assignment, "sent")


# ---- by a file ----------------------------------------------------------------------------------------------------


def waiting(tx: Tx, name: str) -> tuple[list[Waiting], list[str]]:
    """What a review file of a pack holds, and the sentences of its instruction. A read."""
    pack = publishing.named(tx, name)
    form = showing.form_of(pack)
    kind, spec = kinds.kinds()[form.kind], kinds.spec(form.kind, form.settings, form.languages)
    found = []
    for row in reviewing.looked_at(tx, pack["id"], 0, reviews.rows_max):
        item = json.loads(row["item"])
        question, text = item.get("question") or form.question, item.get("text", {})
        first = form.languages[0]
        found.append(
            Waiting(
                answer=row["id"],
                task=row["key"],
                question=question.get(first, ""),
                text=text.get(first, ""),
                said=_said(kind.export(spec, json.loads(row["value"]))),
            )
        )
    return found, changes.sentences(form.instruction[form.languages[0]])


def _said(exported: Mapping[str, Any]) -> str:
    """An answer as somebody reads it in a cell: what was said, and with several parts each part's name before it."""
    parts = {
        name: value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        for name, value in exported.items()
    }
    return next(iter(parts.values())) if len(parts) == 1 else "; ".join(map(": ".join, parts.items()))


@dataclass(frozen=True, slots=True)
class Returned:
    """What a review file did: how many it accepted and claimed; or by line what is wrong, and nothing was moved."""

    accepted: int = 0
    claimed: int = 0
    wrong: tuple[tuple[int, Refusal], ...] = ()


def returned(tx: Tx, name: str, marks: Sequence[Mark], rules: Rules) -> Returned:
    """Does what the marks of a pack's review file say: all of it, or, with one that can't be, nothing.

    Raises ClaimsOpen and ClaimsSuspended when there are too many claims in it, and NoNeutralPerson where nobody decides; then
    nothing is moved either.
    """
    pack = publishing.named(tx, name)
    wrong = tuple((mark.line, why) for mark in marks if (why := _refused(tx, pack, mark)) is not None)
    if wrong:
        return Returned(wrong=wrong)
    for mark in marks:
        if mark.accepted:
            reviewing.release(tx, mark.answer)
        else:
            claiming.claim(tx, pack["requester"], mark.answer, mark.ground, mark.sentence, rules)
    accepted = sum(mark.accepted for mark in marks)
    return Returned(accepted, len(marks) - accepted)


def file_of(tx: Tx, who: Who, name: str) -> ReviewFile:
    """/reviewfile_NAME: what waits, as a file to be marked and sent back; written when it is sent."""
    return ReviewFile(reviewing.theirs(tx, who.requester, name)["name"])


def written(tx: Tx, account: int, wish: ReviewFile) -> ReviewFile:
    """The wish with what the file holds. A read."""
    found, sentences = waiting(tx, wish.name)
    return ReviewFile(wish.name, len(found), reviews.write(found, sentences))


def pack_of(tx: Tx, requester: int, marks: Sequence[Mark]) -> str:
    """The name of a requester's own pack that the first of these marks is about, "" when none is of theirs. A read.

    What a file says of itself has no word in it.
    """
    for mark in marks:
        row = tx.one("claims.answer", assignment=mark.answer)
        if row is not None and row["requester"] == requester:
            pack = tx.one("packs.pack", pack=row["pack"])
            return pack["name"] if pack is not None else ""
    return ""


def _refused(tx: Tx, pack: Row, mark: Mark) -> Refusal | None:
    """Why a mark can't be followed. A read."""
    try:
        row = claiming.claimable(tx, pack["requester"], mark.answer)
        if row["pack"] != pack["id"]:
            raise NoSuchAnswer(answer=mark.answer)
        if not mark.accepted:
            claiming.cited(tx, row, mark.ground, mark.sentence)
    except Refusal as why:
        return why
    return None
