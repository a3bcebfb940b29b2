"""Claiming: a requester says that an answer can't be used, for a ground and by a sentence of its instruction (P6, P10).

A claim buys a new answer (`replacing`), never money back. Without a review window the worker's money stays theirs,
whatever is decided. Within a window that answer's own money is frozen until the claim is decided (`ruling`).
"""

from __future__ import annotations

import json
from dataclasses import asdict
from itertools import count
from typing import Any

from bot import kinds, ledger
from bot.actions import cases, replacing, showing, telling
from bot.domain import alarms, changes, claims, limits
from bot.domain.claims import GROUNDS, Copied, Decided
from bot.domain.limits import Rules
from bot.domain.outcomes.claims import Claimed, Given
from bot.domain.refusals.claims import (
    AnswerAccepted,
    AnswerClaimed,
    ClaimsOpen,
    ClaimsSuspended,
    NoNeutralPerson,
    NoSuchAnswer,
    NoSuchGround,
    NoSuchSentence,
)
from bot.storage import Row, Tx

packs_looked_at = 20  # a requester's newest, for what was decided last


def claim(tx: Tx, requester: int, assignment: int, ground: str, sentence: int, rules: Rules) -> str:
    """Says that an answer can't be used, for a ground and, where it breaks the instruction, the number of its sentence.

    `assignment` is the answer's id in results and reviews. Returns the claim's code. Refused when the answer was
    accepted or delivered, or came too long ago, and when this requester claims too much.
    """
    tx.one("work.assignment", assignment=assignment)  # held: of a release and a claim one comes first
    row = claimable(tx, requester, assignment)
    cited(tx, row, ground, sentence)
    if row["waits"] and not cases.anybody(tx, rules) and not _jury(tx, row):
        raise NoNeutralPerson
    _within_limits(tx, requester)
    made = tx.new_id()
    frozen = bool(row["waits"])
    code = written(
        tx,
        "claims.add",
        made,
        assignment=assignment,
        pack=row["pack"],
        requester=requester,
        person=row["person"],
        ground=ground,
        sentence=sentence,
        frozen=int(frozen),
        to_check=int(not frozen and claims.is_checked(made)),
        copied=json.dumps(asdict(_copied(tx, row)) if ground == "copied" else {}),
    )
    tx.run("claims.set_assignment", assignment=assignment, state="claimed")
    if frozen:
        ledger.claim(tx, transfer=row["waits"])
        tx.run("jobs.clear_deadline", kind="release", subject=assignment)
    bought = replacing.buy(tx, made, row)
    tx.run("jobs.set_deadline", kind="claim", subject=made, at=tx.now + claims.look_ms)
    telling.journal(tx, f"requester {requester}", "claim", made, ground=ground, sentence=sentence)
    _for_others(tx, made, bought)
    tell(tx, made)
    return code


def tell(tx: Tx, claim: int) -> None:
    """The worker hears of a claim: at once; and again without the item, when that was reported and its message goes."""
    row = tx.one("claims.claim", claim=claim)
    answer = tx.one("claims.answer", assignment=row["assignment"]) if row is not None else None
    assert row is not None and answer is not None, "a claimed answer stays"
    told = Claimed(
        code=row["code"],
        asks=showing.form_of(showing.version_of(tx, answer)).asks,
        given=given(tx, answer),
        ground=row["ground"],
        sentence=cited(tx, answer, row["ground"], row["sentence"]),
        amount=answer["paid"],
        frozen=bool(row["frozen"]),
        copied=copied_of(row),
    )
    telling.notify_person(tx, row["person"], told)


def _copied(tx: Tx, row: Row) -> Copied:
    """What is known of an answer that is called copied: was it forwarded, and who gave the same words? A read."""
    form, forwarded = showing.form_of(showing.version_of(tx, row)), bool(row["forwarded"])
    spec = kinds.spec(form.kind, form.settings, form.languages)
    if form.kind not in claims.WORDED or kinds.kinds()[form.kind].answers(spec) is not None:
        return Copied(forwarded)
    whose = {"person": row["person"], "task": row["task"], "most": claims.compared_max}
    others = [(json.loads(one["value"]), one["arrived_at"]) for one in tx.all("claims.of_others", **whose)]
    own = [json.loads(one["value"]) for one in tx.all("claims.of_their_own", pack=row["pack"], **whose)]
    return claims.copied(json.loads(row["value"]), row["arrived_at"], others, own, forwarded=forwarded)


def copied_of(claim: Row) -> Copied | None:
    """What was known when an answer was called copied; None for another ground, and of who was forgotten."""
    found = json.loads(claim["copied"])
    return Copied(**found) if found else None


def _jury(tx: Tx, row: Row) -> tuple[int, ...]:
    """Who might decide about an answer where nobody neutral is here. A read."""
    whose = tx.one("people.person", person=row["person"])
    assert whose is not None, "whose answer it is is there"
    return cases.jury(tx, row["pack"], row["requester"], whose["language"], person=row["person"])


def _for_others(tx: Tx, made: int, bought: bool) -> None:
    """Somebody neutral looks at one in ten, at what the pot did not buy by itself, and at who claims too much."""
    row = tx.one("claims.claim", claim=made)
    assert row is not None
    answer = tx.one("claims.answer", assignment=row["assignment"])
    assert answer is not None
    if row["to_check"]:
        to_be_looked_at(tx, row, "checked")
    elif not bought and replacing.has_place(tx, answer):
        to_be_looked_at(tx, row, "unbought")
    why = _too_many(tx, row["requester"])
    if why not in ("", "open"):
        cases.open_case(tx, "requester", row["requester"], ground=why, requester=row["requester"])


def let_again(tx: Tx, requester: int) -> None:
    """A person looked: a requester may claim again, whatever they claimed until now."""
    tx.run("claims.count_from", requester=requester, after=tx.new_id())


def to_be_looked_at(tx: Tx, row: Row, ground: str, *, due: bool = True) -> None:
    """A claim becomes a case; with `due` one that moves nothing when nobody comes."""
    answer = tx.one("claims.answer", assignment=row["assignment"])
    assert answer is not None
    cases.open_case(
        tx,
        "claim",
        row["id"],
        ground=ground,
        pack=row["pack"],
        person=row["person"],
        amount=answer["paid"],
        due=due,
    )


def cited(tx: Tx, row: Row, ground: str, sentence: int) -> dict[str, str]:
    """The sentence that a claim names, by language; {} for none. A read; refused when ground or sentence is none."""
    if ground not in GROUNDS:
        raise NoSuchGround(ground=ground, known=", ".join(GROUNDS))
    form = showing.form_of(showing.version_of(tx, row))
    found = {
        language: claims.sentence_of(changes.sentences(text), sentence)
        for language, text in form.instruction.items()
    }
    named = {language: text for language, text in found.items() if text}
    if (ground == "breaks" or sentence) and not named:
        raise NoSuchSentence(sentence=sentence)
    return named


def claimable(tx: Tx, requester: int, assignment: int) -> Row:
    """An answer of a requester's pack that may be claimed, or sent back, now. A read; refused else."""
    row = tx.one("claims.answer", assignment=assignment)
    if row is None or row["requester"] != requester or row["role"] != "task" or not row["paid"]:
        raise NoSuchAnswer(answer=assignment)
    if row["state"] == "claimed" or tx.one("claims.is_claimed", assignment=assignment) is not None:
        raise AnswerClaimed(answer=assignment)
    newest = row["undo_assignment"] == assignment or row["bundled"]
    undoable = newest and tx.now - row["ended_at"] <= limits.undo_ms
    if row["state"] != "answered" or undoable:
        raise NoSuchAnswer(answer=assignment)
    released = row["window_h"] and not row["waits"] and row["paid_from"] == "pay_answer"
    late = tx.now - row["ended_at"] > claims.claim_until_ms
    if row["delivered_at"] is not None or released or late:
        raise AnswerAccepted(answer=assignment)
    return row


def given(tx: Tx, row: Row) -> Given:
    """What somebody was asked and said, for those who look at it later; of hard content its description, never the item; of what
    was reported as against the law nothing.
    """
    form = showing.form_of(showing.version_of(tx, row))
    sealed = row.get("stopped_why") == alarms.illegal
    item: dict[str, Any] = {} if sealed else json.loads(row["item"])
    return Given(
        kind=form.kind,
        settings=form.settings,
        languages=form.languages,
        question=item.get("question") or form.question,
        text=item.get("description" if row["level"] else "text", {}),
        answer=json.loads(row["value"]),
        picture=None if row["level"] else showing.shown_picture(tx, row["picture"], form.byte_budget.saver),
        item=0 if row["level"] or sealed else row["task"],
    )


def written(tx: Tx, query: str, made: int, **values: Any) -> str:
    """Writes a claim, or a fix, down under a code nobody has yet, as short as there is one. Returns the code."""
    for characters in count(claims.code_characters):
        code = claims.code(made, characters)
        if tx.run(query, id=made, code=code, now=tx.now, **values):
            return code
    raise AssertionError("there are always longer codes")


def _within_limits(tx: Tx, requester: int) -> None:
    """Refuses a requester who claims too much; their packs go on all the same."""
    why = _too_many(tx, requester)
    if why == "open":
        raise ClaimsOpen(most=claims.open_max)
    if why:
        raise ClaimsSuspended


def _too_many(tx: Tx, requester: int) -> str:
    """Why a requester can't claim now, "" when they can. Answers before a person let them claim again don't count. A read."""
    after = int(tx.value("claims.counted_from", requester=requester))
    rows = [
        (row["id"], Decided(row["person"], bool(row["claimed"]), bool(row["aside"])))
        for pack in tx.all("claims.packs_of", requester=requester, most=packs_looked_at)
        for state in ("answered", "claimed")
        for row in tx.all(
            "claims.decided", pack=pack["id"], state=state, after=after, most=claims.decided_looked_at
        )
    ]
    newest = [one for _, one in sorted(rows, key=lambda row: -row[0])]
    return claims.too_many(newest, int(tx.value("claims.open", requester=requester)))
