"""Ruling: what worker and requester say of a claim, and how it ends (P10).

    told ── silence ────────────────────────────────────────────► upheld
     └─ the worker disagrees ─► disagreed ── silence ───────────► overturned
                                  └─ the requester insists ─► ruling ── silence ─► overturned
                                                               └─ somebody decides ─► ruled ── silence ─► as they found
                                                                                       └─ an appeal ─► ruling, once

From each the requester may give in (given_in). Every step has a deadline; where one side waits for another after the worker
spoke, the worker is right at it. Who decides, and what is theirs to say, is `deciding`'s.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

from bot import ledger
from bot.actions import (
    admitting,
    claiming,
    forgetting,
    hearing,
    replacing,
    showing,
    stating,
    telling,
    weighing,
)
from bot.actions import cases as queue
from bot.domain import cases, changes, claims, limits
from bot.domain.events import Event, Wrote
from bot.domain.limits import Rules
from bot.domain.marks import normal
from bot.domain.outcomes import Outcome
from bot.domain.outcomes.cases import AppealCame, Appealed
from bot.domain.outcomes.claims import Disagreed, Disagreeing, Insisting, Kept, Objection, Ruled
from bot.domain.outcomes.requester import RoleGiven
from bot.domain.people import Who
from bot.domain.refusals.cases import NothingToAppeal
from bot.domain.refusals.claims import ClaimDecided, NobodyDisagrees, NoSuchCode
from bot.money import for_seconds, hour_s
from bot.storage import Row, Tx

# ---- the worker disagrees ---------------------------------------------------------------------------------------


def disagree(tx: Tx, who: Who, rules: Rules, code: str, words: str = "") -> Outcome:
    """/disagree_4F2K: noted at once; then why, if they like to say and did not. Again, while they said nothing, it asks again."""
    row, words = _coded(tx, code), words if normal(words) else ""
    if row["person"] != who.person:
        raise NoSuchCode(code=code)
    if row["state"] in ("disagreed", "ruling", "ruled"):
        silent = row["state"] == "disagreed" and not (row["sent"] or _words(tx, row))
        more = row["state"] == "ruling"  # the requester said why: there may be more to say
        return _why(tx, who, row, words) if words or silent or more else Disagreed(row["code"])
    if row["decided_at"] is not None:
        raise ClaimDecided(code=row["code"])
    tx.run("claims.disagree", claim=row["id"], now=tx.now)
    tx.run("jobs.set_deadline", kind="claim", subject=row["id"], at=tx.now + claims.reply_ms)
    telling.journal(tx, f"person {who.person}", "disagree", row["id"])
    if not words:
        _object(tx, row, "")
    return _why(tx, who, row, words)


def _why(tx: Tx, who: Who, claim: Row, words: str) -> Outcome:
    """What they wrote of it is kept, and the requester hears it; else they are asked."""
    if not words:
        return telling.ask(tx, who, Disagreeing(code=claim["code"], kept=claim["state"] == "ruling"))
    if stating.state(tx, claim, "worker", words, who.person) and claim["state"] in ("told", "disagreed"):
        _object(tx, claim, _words(tx, claim))
    return Disagreed(claim["code"], stating.cut(words))


def _words(tx: Tx, claim: Row) -> str:
    """All that the worker wrote of a claim."""
    return stating.joined(stating.of_claim(tx, claim["id"]), "worker")


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
        insist(tx, who.requester, facts.code, words, who.person)
        return Disagreed(facts.code, stating.cut(words))
    assert isinstance(facts, Disagreeing)
    claim = _coded(tx, facts.code)
    if isinstance(event, Wrote):
        return _why(tx, who, claim, words) if words else Disagreed(facts.code)
    if claim["decided_at"] is None:
        if not hearing.keep(tx, who, claim["id"], event):
            return telling.ask(tx, who, Disagreeing(code=facts.code, long=True))
        _object(tx, _coded(tx, facts.code), _words(tx, claim))
    return Disagreed(facts.code)


def tell(tx: Tx, claim: int) -> None:
    """The requester hears again that the worker disagrees: the item was reported, and its message goes."""
    row = _claim(tx, claim)
    _object(tx, row, _words(tx, row))


def speak(tx: Tx, who: Who, code: str = "") -> Outcome:
    """/requester: who speaks for a requester from now on also hears of every claim that waits for the requester's word."""
    outcome = admitting.role(tx, who, code)
    if isinstance(outcome, RoleGiven):
        for row in tx.all("claims.disagreed", person=who.person):
            tell(tx, row["id"])
    return outcome


def _object(tx: Tx, row: Row, words: str) -> None:
    """The requester hears that the worker disagrees, and why; of one claim the newest says all."""
    answer = _answer(tx, row)
    told = Objection(
        code=row["code"], name=answer["name"], given=claiming.given(tx, answer), words=words, sent=row["sent"]
    )
    telling.notify_requester(tx, row["requester"], told, topic=f"claim {row['id']}")


# ---- the requester answers --------------------------------------------------------------------------------------


def give_in(tx: Tx, requester: int, code: str) -> Ruled:
    """The requester gives in: the answer stands."""
    row = _theirs(tx, requester, code)
    return replace(_right(tx, row, "given_in", "gave_in"), theirs=True)


def insisting(tx: Tx, who: Who, rules: Rules, code: str, words: str = "") -> Outcome:
    """/insist_4F2K: why they keep to it, in their own words; they are asked where they said none."""
    row = _disputed(tx, who.requester, code)
    if words:
        insist(tx, who.requester, row["code"], words, who.person)
        return Disagreed(row["code"], stating.cut(words))
    return telling.ask(tx, who, Insisting(code=row["code"]))


def insist(tx: Tx, requester: int, code: str, words: str, person: int | None = None) -> None:
    """The requester keeps to the claim: somebody neutral decides, or in time the answer stands. `person` says so for them.

    The worker hears it, and each time what they say, until it is ruled: what is said with an appeal comes with that.
    """
    row = _disputed(tx, requester, code)
    said = stating.state(tx, row, "requester", words, person)
    first = bool(tx.run("claims.insist", claim=row["id"]))
    if first or (said and not row["found"]):
        telling.notify_person(tx, row["person"], Kept(row["code"], said))
    if first:
        tx.run("jobs.set_deadline", kind="claim", subject=row["id"], at=tx.now + claims.ruling_ms)
        telling.journal(tx, f"requester {requester}", "insist", row["id"])
        claiming.to_be_looked_at(tx, row, row["ground"], due=False)


def without_words(tx: Tx, who: Who, rules: Rules, facts: Insisting) -> Outcome:
    """[Without a reason]."""
    insist(tx, who.requester, facts.code, "")
    return Disagreed(facts.code)


def _theirs(tx: Tx, requester: int, code: str) -> Row:
    row = _coded(tx, code)
    if row["requester"] != requester:
        raise NoSuchCode(code=code)
    if row["decided_at"] is not None:
        raise ClaimDecided(code=row["code"])
    return row


def _disputed(tx: Tx, requester: int, code: str) -> Row:
    row = _theirs(tx, requester, code)
    if row["disagreed_at"] is None:
        raise NobodyDisagrees(code=row["code"])
    return row


# ---- how it ends ------------------------------------------------------------------------------------------------


def look(tx: Tx, claim: int) -> None:
    """A claim's deadline: has the worker been here, and who is right by silence?"""
    row = _held(tx, claim)
    if row["decided_at"] is not None:
        return
    if row["state"] == "disagreed":
        _right(tx, row, "overturned", "silence")
    elif row["state"] == "ruling":
        _right(tx, row, "overturned", "overdue")
    elif row["state"] == "ruled":
        _final(tx, row)
    else:
        _wait(tx, row)


def _wait(tx: Tx, row: Row) -> None:
    """The worker may still disagree: 14 days after they first wrote something, 60 days at most, outages not counted."""
    heard = row["heard_at"]
    if heard is None and tx.one("claims.heard", person=row["person"], claim=row["id"]) is not None:
        tx.run("claims.set_heard", claim=row["id"], now=tx.now)
        heard = tx.now
    until = row["at"] + claims.disagree_most_ms
    if heard is not None:
        until = min(until, heard + claims.disagree_ms)
    until += row["stopped_ms"]
    if tx.now >= until:
        _wrong(tx, row, "upheld", "agreed")
    else:
        tx.run("jobs.set_deadline", kind="claim", subject=row["id"], at=min(until, tx.now + claims.look_ms))


def decided(tx: Tx, subject: int, outcome: str, reason: str, words: str) -> None:
    """Somebody neutral decided (`bot.actions.deciding`): the answer stands, or with "unusable" it can't be used. Both read why.

    The first decision may be appealed by who lost, for seven days; money that the worker won is theirs at once, all else
    is done when it is final. Of a claim that is over and was to be checked it is written down what they found; it moves
    nothing, and nobody is told. Of one nobody disagreed with yet, "unusable" buys the new answer which the pot did not buy by
    itself; the worker may still disagree.
    """
    row, right = _held(tx, subject), outcome != "unusable"
    tx.run("claims.checked", claim=row["id"], why=words)
    if row["decided_at"] is not None:
        return
    if row["state"] in ("told", "disagreed") and not right:
        answer = _answer(tx, row)
        if not row["replaced"]:
            replacing.buy(tx, row["id"], answer, moderator=True)
        return
    if row["found"]:
        end = _right if right else _wrong
        end(tx, row, "overturned" if right else "upheld", "ruling", words, outcome, reason)
        return
    tx.run("claims.ruled", claim=row["id"], found="stands" if right else "unusable", why=words)
    tx.run("jobs.set_deadline", kind="claim", subject=row["id"], at=tx.now + cases.appeal_ms)
    answer = _answer(tx, row)
    minute = _pay_right(tx, row, answer) if right else 0
    waited = bool(row["frozen"] and answer["waits"])
    _told(
        tx,
        row,
        Ruled(
            row["code"], right, "ruling", words, answer["paid"], waited, minute,
            outcome=outcome, reason=reason, appeal_ms=cases.appeal_ms,
        ),
    )  # fmt: skip


def appeal(tx: Tx, who: Who, code: str, words: str = "") -> Outcome:
    """/appeal_4F2K, with words if they like: who lost asks for a second instance, once. Somebody else decides, and that is the last word."""
    row = _coded(tx, code)
    loses = {"unusable": row["person"] == who.person, "stands": row["requester"] == who.requester}
    if not any(loses.values()):
        raise NoSuchCode(code=code)
    if row["state"] != "ruled" or not loses[row["found"]]:
        raise NothingToAppeal(code=row["code"])
    by_worker = row["found"] == "unusable"
    said = stating.state(tx, row, "worker" if by_worker else "requester", words, who.person)
    tx.run("claims.appeal", claim=row["id"])
    tx.run("jobs.set_deadline", kind="claim", subject=row["id"], at=tx.now + cases.ruling_ms)
    claiming.to_be_looked_at(tx, row, row["ground"], due=False)
    telling.journal(tx, f"person {who.person}", "appeal", row["id"])
    name = _answer(tx, row)["name"]
    if by_worker:
        topic = f"claim {row['id']}"
        telling.notify_requester(tx, row["requester"], AppealCame(row["code"], name, True, said), topic=topic)
    else:
        telling.notify_person(tx, row["person"], AppealCame(row["code"], name, False, said))
    return Appealed(row["code"], stating.cut(words))


def _final(tx: Tx, row: Row) -> None:
    """Nobody appealed: what was found is done; both know it."""
    if row["found"] == "stands":
        _right(tx, row, "overturned", "final", row["why"])
    else:
        _wrong(tx, row, "upheld", "final", row["why"])


def _pay_right(tx: Tx, row: Row, answer: Row) -> int:
    """Money that waited is the worker's, and who had to say so is paid a minute. Returns the minute's micro-units."""
    if row["frozen"] and answer["waits"]:
        ledger.overturn(tx, transfer=answer["waits"])
        tx.run("reviews.released", assignment=row["assignment"], transfer=answer["waits"])
    return pay_minute(tx, row["id"]) if row["disagreed_at"] is not None else 0


def _right(
    tx: Tx, row: Row, state: str, how: str, why: str = "", outcome: str = "stands", reason: str = ""
) -> Ruled:
    """The answer stands: its money is theirs, it counts again, and who had to say so is paid a minute.

    Where nobody decided in time the new answer that the pot has bought is the requester's all the same.
    """
    answer = _end(tx, row, state, why)
    tx.run("claims.set_assignment", assignment=row["assignment"], state="answered")
    waited = bool(row["frozen"] and answer["waits"])
    minute = (
        _pay_right(tx, row, answer) if row["found"] != "stands" else 0
    )  # then it was paid and told already
    form = showing.form_of(showing.version_of(tx, answer))
    if row["advanced"] and row["replaced"] and not form.dynamic and how != "overdue":
        replacing.take_back(tx, row, answer["task"])
    weighing.weigh(tx, form, row["pack"], answer["task"])
    ruled = Ruled(row["code"], True, how, why, answer["paid"], waited, minute, outcome=outcome, reason=reason)
    return _told(tx, row, ruled)


def _wrong(
    tx: Tx, row: Row, state: str, how: str, why: str = "", outcome: str = "unusable", reason: str = ""
) -> Ruled:
    """The claim is upheld. Money that was frozen buys the new answer, or goes to the pot that bought it; other money stays."""
    answer = _end(tx, row, state, why)
    waited = bool(row["frozen"] and answer["waits"])
    if waited:
        opens = not row["replaced"] and replacing.has_place(tx, answer)
        ledger.uphold(tx, transfer=answer["waits"], advanced=not opens)
        tx.run("reviews.released", assignment=row["assignment"], transfer=answer["waits"])
        if opens:
            replacing.open_place(tx, row["id"], answer)
        tx.run("claims.set_paid_from", assignment=row["assignment"], paid_from="upheld")
    elif not row["replaced"] and how in ("ruling", "final"):
        replacing.buy(tx, row["id"], answer, moderator=True)
    return _told(
        tx, row, Ruled(row["code"], False, how, why, answer["paid"], waited, outcome=outcome, reason=reason)
    )


def _end(tx: Tx, row: Row, state: str, why: str) -> Row:
    tx.one("work.assignment", assignment=row["assignment"])
    tx.run("claims.decide", claim=row["id"], state=state, why=why, now=tx.now)
    tx.run("jobs.clear_deadline", kind="claim", subject=row["id"])
    if row["to_check"]:
        claiming.to_be_looked_at(tx, row, "checked")
    else:
        queue.settled(tx, "claim", row["id"])
    return _answer(tx, row)


def _told(tx: Tx, row: Row, ruled: Ruled) -> Ruled:
    """Both hear how it ended; who gave in knows, and both know what became final."""
    if ruled.how == "final":
        telling.journal(tx, "round", "claim_end", row["id"], right=ruled.right, how=ruled.how)
        return ruled
    telling.notify_person(tx, row["person"], ruled)
    by = {"gave_in": f"requester {row['requester']}", "ruling": "operator"}.get(ruled.how, "round")
    telling.journal(tx, by, "claim_end", row["id"], right=ruled.right, how=ruled.how)
    if ruled.how != "gave_in":
        theirs = replace(ruled, amount=0, frozen=False, minute=0, theirs=True)
        topic = "" if ruled.appeal_ms else f"claim {row['id']}"  # what may be appealed comes as news
        telling.notify_requester(tx, row["requester"], theirs, topic=topic)
    return ruled


def pay_minute(tx: Tx, claim: int) -> int:
    """Pays a worker who was right the minute it cost them, at the pack's hourly rate, from goodwill; owed while that is empty.

    Where goodwill has paid all it may for that pack, it is paid as who decides is (`ledger.pay_moderator`: from the fees, and where
    those are short from goodwill without a pack): such a pack has no room again, and the worker was right all the same. Once for a claim; to nobody when they were forgotten since.
    """
    row = _claim(tx, claim)
    person, pack = tx.one("people.person", person=row["person"]), tx.one("packs.pack", pack=row["pack"])
    assert person is not None and pack is not None
    if person["consent"] == forgetting.gone:
        return 0
    amount = for_seconds(pack["hourly"], hour_s, claims.minute_s)
    try:
        _pay_minute(tx, row, person["book"], amount)
    except ledger.NotEnough:
        tx.run("jobs.set_deadline", kind="minute", subject=claim, at=tx.now + limits.hour)
        return 0
    return amount


def _pay_minute(tx: Tx, claim: Row, book: int, amount: int) -> None:
    if not ledger.is_moderated(tx, claim["id"]):
        with suppress(ledger.GoodwillSpent):
            ledger.pay_goodwill(tx, pack=claim["pack"], worker=book, amount=amount, about=claim["id"])
            return
    ledger.pay_moderator(tx, worker=book, amount=amount, about=claim["id"])


# ---- looking ------------------------------------------------------------------------------------------------------


def told_of(tx: Tx, code: str) -> tuple[Row, Row, Sequence[str]]:
    """A claim, its answer with task and version, and the sentences of the instruction the worker saw. A read."""
    row = _found(tx, code)
    answer = _answer(tx, row)
    form = showing.form_of(showing.version_of(tx, answer))
    return row, answer, changes.sentences(next(iter(form.instruction.values())))


def _coded(tx: Tx, code: str) -> Row:
    """A claim by its code, held until the transaction ends."""
    return _held(tx, _found(tx, code)["id"])


def _held(tx: Tx, claim: int) -> Row:
    tx.one("claims.lock", claim=claim)
    return _claim(tx, claim)


def _found(tx: Tx, code: str) -> Row:
    found = tx.value("claims.coded", code=code.upper())
    if found is None:
        raise NoSuchCode(code=code[: 2 * claims.code_characters] or "…")
    return _claim(tx, found)


def _claim(tx: Tx, claim: int) -> Row:
    row = tx.one("claims.claim", claim=claim)
    assert row is not None, f"claim {claim} is gone"
    return row


def _answer(tx: Tx, row: Row) -> Row:
    answer = tx.one("claims.answer", assignment=row["assignment"])
    assert answer is not None, "a claimed answer stays"
    return answer
