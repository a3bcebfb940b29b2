"""Claiming: a requester says that an answer can't be used; the worker may disagree; somebody neutral decides (P6, P10).

A claim buys a new answer, never money back. Without a review window the worker's money stays theirs, whatever is decided,
and the guarantee pot buys the new answer. Within a window that answer's own money is frozen until the claim is decided.
Either way its place opens again at once, as far as the pot's own limit goes; beyond it when somebody neutral says so, or,
with a window, when the claim was right.

    told ── silence ──────────────────────────────────────────► stands
     └─ the worker disagrees ─► disagreed ── silence ─────────► answer_stands
                                  ├─ the requester gives in ──► given_in
                                  └─ insists ─► ruling ────────► stands | answer_stands; in time nobody: answer_stands

Every step has a deadline, and at each deadline after the worker spoke the worker is right.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any

from bot import ledger
from bot.actions import showing, telling, weighing
from bot.domain import changes, claims, limits
from bot.domain.claims import GROUNDS, Decided
from bot.domain.events import Event, Wrote
from bot.domain.limits import Rules
from bot.domain.outcomes import Outcome
from bot.domain.outcomes.claims import Claimed, Disagreed, Disagreeing, Given, Insisting, Objection, Ruled
from bot.domain.people import Who
from bot.domain.refusals.claims import (
    AnswerAccepted,
    AnswerClaimed,
    ClaimDecided,
    ClaimsOpen,
    ClaimsSuspended,
    NoNeutralPerson,
    NoSuchAnswer,
    NoSuchClaim,
    NoSuchGround,
    NoSuchSentence,
)
from bot.money import for_seconds, hour_s
from bot.storage import Row, Tx

packs_looked_at = 20  # a requester's newest, for what was decided last


# ---- a requester claims ---------------------------------------------------------------------------------------


def claim(tx: Tx, requester: int, assignment: int, ground: str, sentence: int, rules: Rules) -> str:
    """Says that an answer can't be used, for a ground and, where it breaks the instruction, the number of its sentence.

    `assignment` is the answer's id in results and reviews. Returns the claim's code. Refused when the answer was
    accepted or delivered, or came too long ago, and when this requester claims too much.
    """
    tx.one("work.assignment", assignment=assignment)  # held: of a release and a claim one comes first
    row = claimable(tx, requester, assignment)
    form = showing.form_of(showing.version_of(tx, row))
    named = cited(tx, row, ground, sentence, rules)
    _within_limits(tx, requester)
    made = tx.new_id()
    code = _added(tx, made, row, requester, ground, sentence)
    tx.run("claims.set_assignment", assignment=assignment, state="claimed")
    if row["waits"]:
        ledger.claim(tx, transfer=row["waits"])
        tx.run("jobs.clear_deadline", kind="release", subject=assignment)
    _buy(tx, made, row)
    tx.run("jobs.set_deadline", kind="claim", subject=made, at=tx.now + claims.look_ms)
    telling.journal(tx, f"requester {requester}", "claim", made, ground=ground, sentence=sentence)
    told = Claimed(
        code=code,
        asks=form.asks,
        given=given(tx, row),
        ground=ground,
        sentence=named,
        amount=row["paid"],
        frozen=bool(row["waits"]),
    )
    telling.notify_person(tx, row["person"], told)
    return code


def cited(tx: Tx, row: Row, ground: str, sentence: int, rules: Rules) -> dict[str, str]:
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
    if row["waits"] and not rules.rulings_by:
        raise NoNeutralPerson
    return named


def claimable(tx: Tx, requester: int, assignment: int) -> Row:
    """An answer of a requester's pack that may be claimed, or sent back, now. A read; refused else."""
    row = tx.one("claims.answer", assignment=assignment)
    if row is None or row["requester"] != requester or row["role"] != "task" or not row["paid"]:
        raise NoSuchAnswer(answer=assignment)
    if row["state"] == "claimed" or tx.one("claims.is_claimed", assignment=assignment) is not None:
        raise AnswerClaimed(answer=assignment)
    undoable = row["undo_assignment"] == assignment and tx.now - row["ended_at"] <= limits.undo_ms
    if row["state"] != "answered" or undoable:
        raise NoSuchAnswer(answer=assignment)
    released = (
        tx.value("reviews.window", pack=row["pack"]) and not row["waits"] and row["paid_from"] == "pay_answer"
    )
    late = tx.now - row["ended_at"] > claims.claim_until_ms
    if row["delivered_at"] is not None or released or late:
        raise AnswerAccepted(answer=assignment)
    return row


def given(tx: Tx, row: Row) -> Given:
    """What somebody was asked and said, for those who look at it later."""
    form = showing.form_of(showing.version_of(tx, row))
    item: dict[str, Any] = json.loads(row["item"])
    return Given(
        kind=form.kind,
        settings=form.settings,
        languages=form.languages,
        question=item.get("question") or form.question,
        text=item.get("text", {}),
        answer=json.loads(row["value"]),
        picture=showing.shown_picture(tx, row["picture"], form.byte_budget.saver),
    )


def _added(tx: Tx, made: int, row: Row, requester: int, ground: str, sentence: int) -> str:
    """Writes the claim down under a code nobody has yet: as short as there is one."""
    characters = claims.code_characters
    while True:
        code = claims.code(made, characters)
        frozen = int(bool(row["waits"]))
        if tx.run(
            "claims.add",
            id=made,
            code=code,
            assignment=row["id"],
            pack=row["pack"],
            requester=requester,
            person=row["person"],
            ground=ground,
            sentence=sentence,
            frozen=frozen,
            to_check=int(not frozen and claims.is_checked(made)),
            now=tx.now,
        ):
            return code
        characters += 1


def _within_limits(tx: Tx, requester: int) -> None:
    """Refuses a requester who claims too much; their packs go on all the same."""
    rows = [
        (row["id"], Decided(row["person"], state == "claimed", bool(row["aside"])))
        for pack in tx.all("claims.packs_of", requester=requester, most=packs_looked_at)
        for state in ("answered", "claimed")
        for row in tx.all("claims.decided", pack=pack["id"], state=state, most=claims.decided_looked_at)
    ]
    newest = [one for _, one in sorted(rows, key=lambda row: -row[0])]
    why = claims.too_many(newest, int(tx.value("claims.open", requester=requester)))
    if why == "open":
        raise ClaimsOpen(most=claims.open_max)
    if why:
        raise ClaimsSuspended


# ---- the new answer ---------------------------------------------------------------------------------------------


def _buy(tx: Tx, made: int, row: Row, *, moderator: bool = False) -> bool:
    """The guarantee pot buys a new answer and its place opens again; False when it can't, or the pack has no place."""
    if not _has_place(tx, row):
        return False
    try:
        ledger.advance(tx, pack=row["pack"], amount=row["paid"], about=made, moderator=moderator)
    except (ledger.GuaranteeSpent, ledger.NotEnough):
        return False
    tx.run("claims.advanced", claim=made)
    _open(tx, made, row)
    return True


def _has_place(tx: Tx, row: Row) -> bool:
    """Did the answer take one of its task's places, in a pack that still has any? One that came late took none."""
    running = tx.value("packs.held_state", pack=row["pack"]) in ("running", "paused")
    return bool(running and row["paid_from"] == "pay_answer")


def _open(tx: Tx, made: int, row: Row) -> None:
    """Opens the place of a claimed answer again; its money is in the pack."""
    pack, task = row["pack"], row["task"]
    found = tx.one("packs.pack", pack=pack)
    assert found is not None
    form = showing.form_of(found)
    tx.one("work.lock_task", task=task)
    places = tx.one("work.places_of", task=task, assignment=0)
    assert places is not None
    tx.run("claims.replaced", claim=made)
    tx.run("claims.set_paid_from", assignment=row["id"], paid_from="replaced")
    if not form.dynamic:
        tx.run("work.give_place", task=task, seq=tx.value("work.next_tail", pack=pack))
        return
    if places["sure_at"] is not None:
        if not tx.run("claims.take_spares", pack=pack, places=form.overlap_most - int(places["used"])):
            tx.run(
                "packs.add_spare", pack=pack, places=1
            )  # late answers have used them: this one is for the next
            return
        tx.run("claims.unsure", task=task)
    weighing.weigh(tx, form, pack, task)


def return_unspent(tx: Tx, pack: int) -> None:
    """Before a pack is refunded: what the pot put in and no answer came for goes back to the pot.

    Of a task that needs no more answers, an advance has bought one that was offered after its claim. What dynamic
    overlap had spare by then may have paid late answers: it is gone.
    """
    row = tx.one("packs.pack", pack=pack)
    assert row is not None
    most = showing.form_of(row).overlap_most
    back, bought = Counter[int](), Counter[int]()
    for one in tx.all("claims.unspent", pack=pack):
        task = one["task"]
        if one["sure_at"] is not None and one["came"] > bought[task]:
            bought[task] += 1
        elif one["sure_at"] is not None or back[task] < most - int(one["used"]):
            back[task] += 1
            with suppress(ledger.NotEnough):
                ledger.return_advance(tx, about=one["id"])


# ---- the worker disagrees ---------------------------------------------------------------------------------------


def disagree(tx: Tx, who: Who, rules: Rules, code: str) -> Outcome:
    """/disagree_4F2K: noted at once; then why, if they like to say."""
    row = _coded(tx, code)
    if row["person"] != who.person:
        raise NoSuchClaim(code=code)
    if row["state"] in ("disagreed", "ruling"):
        return Disagreed(row["code"])
    if row["decided_at"] is not None or not tx.run("claims.disagree", claim=row["id"], now=tx.now):
        raise ClaimDecided(code=row["code"])
    tx.run("jobs.set_deadline", kind="claim", subject=row["id"], at=tx.now + claims.reply_ms)
    telling.journal(tx, f"person {who.person}", "disagree", row["id"])
    _object(tx, row, "")
    return telling.ask(tx, who, Disagreeing(claim=row["id"], code=row["code"], ruled_by=rules.rulings_by))


def said(tx: Tx, who: Who, claim: int, words: str) -> Outcome:
    """Their own words, or none: [Send as it is]."""
    row = _claim(tx, claim)
    if words and row["person"] == who.person and row["state"] in ("disagreed", "ruling"):
        tx.run("claims.set_words", claim=claim, words=words[: claims.words_characters_max])
        _object(tx, row, words[: claims.words_characters_max])
    return Disagreed(row["code"])


def as_it_is(tx: Tx, who: Who, rules: Rules, facts: Disagreeing) -> Outcome:
    """[Send as it is]."""
    return Disagreed(facts.code)


def say_why(tx: Tx, who: Who, rules: Rules, mark: str, event: Event, sent_at: int) -> Outcome | None:
    """Words typed for a question of this room: why the worker disagrees, or why the requester keeps to it."""
    row = tx.one("telling.lock_question", account=who.account, mark=mark)
    assert row is not None, "words are taken for a question"
    if row["settled_at"] is not None:
        return telling.repeated(tx, who, row, "words")
    facts, words = telling.facts(row), event.text if isinstance(event, Wrote) else ""
    telling.settle(tx, who, mark, "words")
    if isinstance(facts, Insisting):
        insist(tx, who.requester, facts.code, words)
        return Disagreed(facts.code)
    assert isinstance(facts, Disagreeing)
    return said(tx, who, facts.claim, words)


def _object(tx: Tx, row: Row, words: str) -> None:
    """The requester hears that the worker disagrees, and why; of one claim the newest says all."""
    answer, pack = (
        tx.one("claims.answer", assignment=row["assignment"]),
        tx.one("packs.pack", pack=row["pack"]),
    )
    if answer is None or pack is None:
        return
    told = Objection(
        code=row["code"],
        name=pack["name"],
        given=given(tx, answer),
        words=words,
        hours=claims.reply_ms // limits.hour,
    )
    telling.notify_requester(tx, row["requester"], told, topic=f"claim {row['id']}")


# ---- the requester answers --------------------------------------------------------------------------------------


def give_in(tx: Tx, requester: int, code: str) -> Ruled:
    """The requester gives in: the answer stands."""
    row = _theirs(tx, requester, code)
    return replace(_right(tx, row, "given_in", "gave_in"), theirs=True)


def insisting(tx: Tx, who: Who, rules: Rules, code: str) -> Outcome:
    """/insist_4F2K: why they keep to it, in their own words."""
    row = _theirs(tx, who.requester, code)
    return telling.ask(tx, who, Insisting(claim=row["id"], code=row["code"]))


def insist(tx: Tx, requester: int, code: str, words: str) -> None:
    """The requester keeps to the claim: somebody neutral decides, or in time the answer stands."""
    row = _theirs(tx, requester, code)
    if not tx.run("claims.insist", claim=row["id"], said=words[: claims.words_characters_max]):
        raise ClaimDecided(code=row["code"])
    tx.run("jobs.set_deadline", kind="claim", subject=row["id"], at=tx.now + claims.ruling_ms)
    telling.journal(tx, f"requester {requester}", "insist", row["id"])


def without_words(tx: Tx, who: Who, rules: Rules, facts: Insisting) -> Outcome:
    """[Without a reason]."""
    insist(tx, who.requester, facts.code, "")
    return Disagreed(facts.code)


def _theirs(tx: Tx, requester: int, code: str) -> Row:
    row = _coded(tx, code)
    if row["requester"] != requester:
        raise NoSuchClaim(code=code)
    if row["decided_at"] is not None:
        raise ClaimDecided(code=row["code"])
    return row


# ---- how it ends ------------------------------------------------------------------------------------------------


def look(tx: Tx, claim: int) -> None:
    """A claim's deadline: has the worker been here, and who is right by silence?"""
    tx.one("claims.lock", claim=claim)
    row = _claim(tx, claim)
    if row["decided_at"] is not None:
        return
    if row["state"] == "disagreed":
        _right(tx, row, "answer_stands", "silence")
    elif row["state"] == "ruling":
        _right(tx, row, "answer_stands", "overdue")
    else:
        _wait(tx, row)


def _wait(tx: Tx, row: Row) -> None:
    """The worker may still disagree: 14 days after they first wrote something, 60 days at most."""
    heard = row["heard_at"]
    if heard is None and tx.one("claims.heard", person=row["person"], claim=row["id"]) is not None:
        tx.run("claims.set_heard", claim=row["id"], now=tx.now)
        heard = tx.now
    until = row["at"] + claims.disagree_most_ms
    if heard is not None:
        until = min(until, heard + claims.disagree_ms)
    if tx.now >= until:
        _wrong(tx, row, "agreed")
    else:
        tx.run("jobs.set_deadline", kind="claim", subject=row["id"], at=min(until, tx.now + claims.look_ms))


def decide(tx: Tx, code: str, right: bool, why: str, rules: Rules) -> Ruled:
    """Somebody neutral decides: the answer stands (`right`), or it can't be used. Both read why.

    Also buys the new answer that the pot did not buy by itself, of a claim nobody disagreed with yet.
    """
    if not rules.rulings_by:
        raise NoNeutralPerson
    row = _coded(tx, code)
    if row["decided_at"] is not None:
        if not tx.run("claims.checked", claim=row["id"], why=why):
            raise ClaimDecided(code=row["code"])
        telling.journal(tx, "operator", "claim_checked", row["id"], right=right)
        return Ruled(row["code"], right, "ruling", why)
    telling.journal(tx, "operator", "rule", row["id"], right=right)
    if right:
        return _right(tx, row, "answer_stands", "ruling", why)
    return _wrong(tx, row, "ruling", why)


def _right(tx: Tx, row: Row, state: str, how: str, why: str = "") -> Ruled:
    """The answer stands: its money is theirs, it counts again, and who had to say so is paid a minute."""
    answer = _end(tx, row, state, why)
    tx.run("claims.set_assignment", assignment=row["assignment"], state="answered")
    if row["frozen"]:
        ledger.overturn(tx, transfer=answer["waits"])
        tx.run("claims.settled", assignment=row["assignment"])
    form = showing.form_of(showing.version_of(tx, answer))
    if row["advanced"] and row["replaced"] and not form.dynamic:
        _take_back(tx, row, answer["task"])
    weighing.weigh(tx, form, row["pack"], answer["task"])
    minute = pay_minute(tx, row["id"]) if row["disagreed_at"] is not None else 0
    ruled = Ruled(row["code"], True, how, why, answer["paid"], bool(row["frozen"]), minute)
    return _told(tx, row, ruled)


def _take_back(tx: Tx, row: Row, task: int) -> None:
    """The new answer is not needed: while nobody has taken its place that closes, and the pot gets its money back.

    So nobody comes by further answers at the pot's cost, by claims they give in.
    """
    if tx.run("work.take_place", task=task):
        ledger.return_advance(tx, about=row["id"])
        tx.run("claims.taken_back", claim=row["id"])
        tx.run("claims.set_paid_from", assignment=row["assignment"], paid_from="pay_answer")


def _wrong(tx: Tx, row: Row, how: str, why: str = "") -> Ruled:
    """The claim stands. Money that was frozen buys the new answer, or goes to the pot that bought it; other money stays."""
    answer = _end(tx, row, "stands", why)
    if row["frozen"]:
        opens = not row["replaced"] and _has_place(tx, answer)
        ledger.uphold(tx, transfer=answer["waits"], advanced=not opens)
        tx.run("claims.settled", assignment=row["assignment"])
        if opens:
            _open(tx, row["id"], answer)
        tx.run("claims.set_paid_from", assignment=row["assignment"], paid_from="upheld")
    elif not row["replaced"] and how == "ruling":
        _buy(tx, row["id"], answer, moderator=True)
    return _told(tx, row, Ruled(row["code"], False, how, why, answer["paid"], bool(row["frozen"])))


def _end(tx: Tx, row: Row, state: str, why: str) -> Row:
    tx.one("work.assignment", assignment=row["assignment"])
    answer = tx.one("claims.answer", assignment=row["assignment"])
    assert answer is not None, "a claimed answer stays"
    if not tx.run("claims.decide", claim=row["id"], state=state, why=why, now=tx.now):
        raise ClaimDecided(code=row["code"])
    tx.run("jobs.clear_deadline", kind="claim", subject=row["id"])
    return answer


def _told(tx: Tx, row: Row, ruled: Ruled) -> Ruled:
    telling.notify_person(tx, row["person"], ruled)
    if ruled.how != "gave_in":
        theirs = Ruled(ruled.code, ruled.right, ruled.how, ruled.why, theirs=True)
        telling.notify_requester(tx, row["requester"], theirs, topic=f"claim {row['id']}")
    telling.journal(tx, "round", "claim_end", row["id"], right=ruled.right, how=ruled.how)
    return ruled


def pay_minute(tx: Tx, claim: int) -> int:
    """Pays a worker who was right the minute it cost them, at the pack's hourly rate, from goodwill; owed while that is empty."""
    row = _claim(tx, claim)
    person, pack = tx.one("people.person", person=row["person"]), tx.one("packs.pack", pack=row["pack"])
    assert person is not None and pack is not None
    amount = for_seconds(pack["hourly"], hour_s, claims.minute_s)
    try:
        ledger.pay_goodwill(tx, pack=row["pack"], worker=person["book"], amount=amount, about=claim)
    except (ledger.NotEnough, ledger.GoodwillSpent):
        tx.run("jobs.set_deadline", kind="minute", subject=claim, at=tx.now + limits.hour)
        return 0
    return amount


# ---- looking ------------------------------------------------------------------------------------------------------


def cases(tx: Tx) -> list[Row]:
    """What somebody neutral has to look at, oldest first. A read."""
    return tx.all("claims.cases")


def told_of(tx: Tx, code: str) -> tuple[Row, Row, Sequence[str]]:
    """A claim, its answer with task and version, and the sentences of the instruction the worker saw. A read."""
    row = _found(tx, code)
    answer = tx.one("claims.answer", assignment=row["assignment"])
    assert answer is not None
    form = showing.form_of(showing.version_of(tx, answer))
    return row, answer, changes.sentences(next(iter(form.instruction.values())))


def _coded(tx: Tx, code: str) -> Row:
    """A claim by its code, held until the transaction ends."""
    tx.one("claims.lock", claim=_found(tx, code)["id"])
    return _found(tx, code)


def _found(tx: Tx, code: str) -> Row:
    found = tx.one("claims.coded", code=code.upper())
    if found is None:
        raise NoSuchClaim(code=code[: 2 * claims.code_characters] or "…")
    return _claim(tx, found["id"])


def _claim(tx: Tx, claim: int) -> Row:
    row = tx.one("claims.claim", claim=claim)
    assert row is not None, f"claim {claim} is gone"
    return row
