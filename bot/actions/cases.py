"""Cases: the one queue of what a person must look at (P10). Any room opens one; whoever is neutral takes and decides it.

    open ── taken ─► claimed ── an opinion ─► decided ── an appeal ─► open again, for others
     ▲                  │           └── two must agree ─► waiting, for the next
     └── given back, or half an hour ┘

Each person speaks of a case once in its life. A case holds no money and no evidence of its own: what it is about stays where it is, and what a decision does there is
that room's (`ruling` for claims). What ends by itself before anybody looked is closed with it.
"""

from __future__ import annotations

from dataclasses import asdict
from itertools import count
from typing import Any

from bot.actions import missing, paying, telling
from bot.domain import cases, claims
from bot.domain.cases import Finding, Kind
from bot.domain.limits import Rules
from bot.domain.outcomes.cases import CaseLeft, JuryAsked
from bot.domain.refusals.cases import CaseTaken, NoSuchCase, NotYourCase
from bot.storage import Row, Tx

deadline = "case"
pay_deadline = "case pay"
jury_deadline = "case jury"
left_deadline = "case left"
_settled = "settled"  # the outcome of what was decided elsewhere


def open_case(
    tx: Tx,
    kind: Kind,
    subject: int,
    *,
    ground: str = "",
    pack: int = 0,
    person: int = 0,
    requester: int = 0,
    amount: int = 0,
    due: bool = True,
) -> int:
    """A person must look at this. Returns the case's id; of one subject there is one case, and a closed one opens again.

    `subject` is an id of the kind's: a claim, a report's task, a requester, a payout. `pack` says whose work it is about, and
    with it its requester; `person` whom it is about, and in which language; `amount` micro-units. None of them judges it.
    With `due` it closes as overdue when nobody decided in time; without, its subject has a deadline of its own.
    """
    case = _known(tx, kind, subject, ground)
    whose = tx.one("people.person", person=person) if person else None
    if case and whose is not None:
        tx.run("cases.set_language", id=case, language=whose["language"])  # they may have spoken since
    if not case:
        found = tx.one("packs.pack", pack=pack) if pack else None
        facts = {
            "kind": kind,
            "subject": subject,
            "ground": ground,
            "pack": pack,
            "requester": requester or (found["requester"] if found else 0),
            "person": person,
            "language": whose["language"] if whose else "",
            "amount": amount,
        }
        case = _added(tx, {**facts, "missed": missing.frozen(tx, facts)})
        telling.journal(tx, "round", "case_open", case, kind=kind)
    if due:
        tx.run("jobs.set_deadline", kind=deadline, subject=case, at=tx.now + cases.ruling_ms)
    else:
        tx.run("jobs.clear_deadline", kind=deadline, subject=case)
    if kind == "claim" and not due:
        tx.run("jobs.set_deadline", kind=jury_deadline, subject=case, at=tx.now + cases.jury_after_ms)
    return case


def _known(tx: Tx, kind: Kind, subject: int, ground: str) -> int:
    """The case there is, opened again when it was over; 0 for none."""
    row = tx.one("cases.of", kind=kind, subject=subject)
    if row is None:
        return 0
    if held(tx, row["id"])["state"] in ("decided", "closed"):
        tx.run("cases.again", id=row["id"], ground=ground)
    return int(row["id"])


def _added(tx: Tx, facts: dict[str, Any]) -> int:
    """A new case under a code nobody has yet; a claim's is the claim's own."""
    made = tx.new_id()
    named = facts["subject"] if facts["kind"] == "claim" else made
    for characters in count(claims.code_characters):
        if tx.run("cases.add", id=made, code=claims.code(named, characters), now=tx.now, **facts):
            return made
        row = tx.one("cases.of", kind=facts["kind"], subject=facts["subject"])
        if row is not None:  # another program was faster
            return int(row["id"])
    raise AssertionError("there are always longer codes")


def settled(tx: Tx, kind: Kind, subject: int) -> None:
    """What a case was about ended by itself: nobody needs to look any more."""
    row = tx.one("cases.of", kind=kind, subject=subject)
    if row is not None:
        _close(tx, row["id"], _settled)


def overdue(tx: Tx, case: int) -> None:
    """Nobody decided in time: what stands goes on standing, and the case is closed."""
    _close(tx, case, "overdue")


def _close(tx: Tx, case: int, outcome: str) -> None:
    row = held(tx, case)
    _clear(tx, case)
    if tx.run("cases.end", id=case, outcome=outcome, now=tx.now):
        telling.journal(tx, "round", "case_end", case, outcome=outcome)
        if row["state"] == "claimed" and row["holder"] and row["held_until"] > tx.now:
            opinion = _opinion(tx, row, row["holder"], Finding(_settled, "", ""), None)
            tx.run("jobs.set_deadline", kind=left_deadline, subject=opinion, at=tx.now)


def pay_left(tx: Tx, opinion: int, rules: Rules) -> None:
    """It ended while somebody had it in hand: the minutes that they looked are paid all the same, and they are told."""
    row = tx.one("cases.opinion", id=opinion)
    assert row is not None
    case = held(tx, row["subject"])
    amount = cases.minutes_pay(row["at"] - case["held_at"], rules.floor_hourly)
    tx.run("cases.set_amount", id=opinion, amount=amount)
    pay(tx, opinion)
    alarm = tx.one("alarms.of_task", task=case["subject"]) if case["kind"] == "report" else None
    code = alarm["code"] if alarm is not None else case["code"]  # by which they had it
    telling.notify_person(tx, row["person"], CaseLeft(code, amount))


def _clear(tx: Tx, case: int) -> None:
    for kind in (deadline, jury_deadline):
        tx.run("jobs.clear_deadline", kind=kind, subject=case)


def held(tx: Tx, case: int) -> Row:
    """A case, held until the transaction ends."""
    tx.one("cases.lock", id=case)
    row = tx.one("cases.one", id=case)
    assert row is not None, f"case {case} is gone"
    return row


# ---- who looks -----------------------------------------------------------------------------------------------------


def anybody(tx: Tx, rules: Rules) -> bool:
    """Is there somebody here who decides between workers and requesters? A read."""
    return bool(rules.rulings_by or tx.all("cases.read_languages"))


def jury(
    tx: Tx, pack: int, requester: int, language: str, *, person: int = 0, case: int = 0
) -> tuple[int, ...]:
    """Three people who know a pack's kind of work, did none of it there and read a language; () where there are not three. A read.

    No two of them share a phone, or a place where they are paid: two decide, and one household has one voice.
    """
    found = tx.all(
        "cases.eligible",
        language=language,
        person=person,
        pack=pack,
        requester=requester,
        case=case,
        least=cases.jury_answers_least,
        most=cases.looked_at,
    )
    seated, near = list[int](), set[int]()
    for one in found:
        if one["person"] not in near:
            seated.append(int(one["person"]))
            near |= {row["person"] for row in tx.all("cases.near", person=one["person"])}
        if len(seated) == cases.jury_people:
            return tuple(seated)
    return ()


def queue(tx: Tx, person: int, languages: str = "", kind: str = "") -> list[Row]:
    """What waits for somebody neutral in languages they read ("" = all), of one kind or ("") all, the first by deadline first. A read.

    `person` 0 is the one whom the installation names.
    """
    rows = tx.all("cases.queue", person=person, now=tx.now, only=0, most=cases.looked_at)
    rows = [row for row in rows if kind in ("", row["kind"])]
    if not languages:
        return rows
    read_by_all = [one["languages"] for one in tx.all("cases.read_languages")]
    return [row for row in rows if cases.reads(languages, row["language"], read_by_all)]


def rulings(tx: Tx, words: str, whose: cases.Reader = "desk") -> list[Row]:
    """What was decided before: with these words in it, or of this kind, ground, outcome, reason, code or pack; newest first. A read.

    "" finds all that is for who reads it: a moderator sees nothing of the desk's, a juror claims alone. Each has code, kind, ground, outcome, reason, words, decided_at and the pack's name.
    """
    word = " ".join(words.split()).lower()[: cases.searched_characters_max]
    like = "".join(f"!{one}" if one in "!%_" else one for one in word)
    about = {"word": word, "like": f"%{like}%", "whose": whose}
    return tx.all("cases.rulings", newest=cases.searched, most=cases.rulings_shown, **about)


def coded(tx: Tx, code: str) -> int:
    """A case's id by its code. Raises NoSuchCase."""
    found = tx.value("cases.coded", code=code.upper())
    if found is None:
        raise NoSuchCase(code=code[: 2 * claims.code_characters] or "…")
    return int(found)


def check(tx: Tx, case: int, person: int) -> None:
    """Raises CaseTaken when another has it, NotYourCase for who is not neutral, or spoke of it, and for what is over."""
    row = held(tx, case)
    if not tx.all("cases.queue", person=person, now=tx.now, only=case, most=1):
        taken = row["state"] == "claimed" and row["holder"] != person and row["held_until"] > tx.now
        raise CaseTaken(code=row["code"]) if taken else NotYourCase(code=row["code"])


def take(tx: Tx, case: int, person: int) -> Row:
    """Somebody has a case in hand for half an hour. Refused as `check` refuses."""
    check(tx, case, person)
    tx.run("cases.take", id=case, person=person, now=tx.now, until=tx.now + cases.held_ms)
    return held(tx, case)


def mine(tx: Tx, case: int, person: int) -> Row:
    """A case that somebody has in hand, held. Raises CaseTaken when their time is over and it is another's, or decided."""
    row = held(tx, case)
    if row["state"] != "claimed" or row["holder"] != person:
        raise CaseTaken(code=row["code"])
    return row


def give_back(tx: Tx, case: int, person: int) -> bool:
    """Somebody does not decide this one; others find it as it was. False when they did not have it."""
    row = held(tx, case)
    spoken = tx.all("cases.opinions", case=case, instance=row["instance"])
    return bool(tx.run("cases.give_back", id=case, person=person, state="waiting" if spoken else "open"))


def speak(tx: Tx, case: Row, person: int, finding: Finding, rules: Rules, *, paid: bool = True) -> str:
    """What somebody who has a case found. Returns the outcome once enough people found the same; "" while another must look.

    Their minutes are paid from the fee (`paid`), at once or when there is some.
    """
    _opinion(tx, case, person, finding, rules if paid else None)
    spoken = [one["outcome"] for one in tx.all("cases.opinions", case=case["id"], instance=case["instance"])]
    jurors = int(tx.value("cases.jurors", case=case["id"], instance=case["instance"]))
    agreed = cases.found(spoken, cases.needed(case["amount"], jurors))
    if agreed:
        tx.run("cases.decide", id=case["id"], **{**asdict(finding), "outcome": agreed}, now=tx.now)
        _clear(tx, case["id"])
    else:
        tx.run("cases.give_back", id=case["id"], person=person, state="waiting")
    return agreed


def _opinion(tx: Tx, case: Row, person: int, finding: Finding, rules: Rules | None) -> int:
    """Notes it, and returns its id; its minutes are paid by the installation's rules, by none they are not."""
    amount = cases.minutes_pay(tx.now - case["held_at"], rules.floor_hourly) if person and rules else 0
    opinion = tx.new_id()
    tx.run(
        "cases.add_opinion",
        id=opinion,
        case=case["id"],
        instance=case["instance"],
        person=person,
        amount=amount,
        now=tx.now,
        **asdict(finding),
    )
    telling.journal(
        tx, f"person {person}" if person else "operator", "case_opinion", case["id"], outcome=finding.outcome
    )
    if amount:
        pay(tx, opinion)
    return opinion


def pay(tx: Tx, opinion: int) -> None:
    """Pays the minutes of an opinion, or owes them."""
    row = tx.one("cases.opinion", id=opinion)
    assert row is not None
    if not row["paid"] and paying.pay_minutes(tx, row["person"], row["amount"], opinion, pay_deadline):
        tx.run("cases.opinion_paid", id=opinion)


def call_jury(tx: Tx, case: int) -> int:
    """Nobody has taken a claim for a day: three people who know that kind of work are asked, where there are three.

    Returns how many were asked. None of them worked in that pack; they are paid as moderators are.
    """
    row = held(tx, case)
    if row["state"] == "claimed" and row["held_until"] > tx.now:
        tx.run("jobs.set_deadline", kind=jury_deadline, subject=case, at=row["held_until"])
        return 0
    if row["state"] not in ("open", "claimed"):
        return 0
    found = jury(tx, row["pack"], row["requester"], row["language"], person=row["person"], case=case)
    for person in found:
        tx.run("cases.add_juror", case=case, instance=row["instance"], person=person, now=tx.now)
        telling.notify_person(tx, person, JuryAsked(row["code"]), unasked=True)
    if not found:
        return 0
    telling.journal(tx, "round", "case_jury", case, people=len(found))
    return len(found)
