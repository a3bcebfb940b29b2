"""Cases, as the one whom the installation names to decide sees them; in the chat moderators do the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot import ledger
from bot.actions import cases, deciding, grieving, noticing, ruling, witnessing
from bot.desk.words import Said, Verbs
from bot.screens import operator
from bot.storage import Row, Tx

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.desk import Desk
    from bot.domain.outcomes.cases import Case

    Told = tuple[Row, Row, Sequence[str], Sequence[tuple[int, str, int]]]
    """A claim, its answer, the sentences of its instruction, and what the book has of its pay."""


async def listed(desk: Desk, kind: str = "", pack: str = "", language: str = "") -> Said:
    """What waits for a person, the first by deadline first; all of it, or of a kind, a pack, a language."""
    found = await desk.house.database.read(cases.queue, 0, kind=kind)
    rows = [row for row in found if pack in ("", row["name"]) and language in ("", row["language"])]
    return {"lines": operator.cases.listed(rows, desk.clock()), "ok": True}


async def search(desk: Desk, words: str = "") -> Said:
    """What was decided before, newest first."""
    rows = await desk.house.database.read(cases.rulings, words)
    return {"lines": operator.cases.rulings(rows), "ok": True}


async def show(desk: Desk, code: str) -> Said:
    """One case: what it is about, and of a claim what was asked and said, why it is doubted, what both say."""
    case, claim, said, signal, facts = await desk.house.database.read(_shown, code)
    lines = (
        operator.cases.told(case, *claim) if claim is not None else operator.cases.shown(case, said, signal)
    )
    lines += [*operator.cases.founded(facts), *operator.cases.interpreted(facts.interpreted)]
    return {"lines": lines, "ok": True}


def _shown(tx: Tx, code: str) -> tuple[Row, Told | None, Sequence[tuple[str, int]], Row | None, Case]:
    case = tx.one("cases.one", id=cases.coded(tx, code))  # not held: this is a read
    assert case is not None, "it has a code"
    claim = tx.one("claims.claim", claim=case["subject"]) if case["kind"] == "claim" else None
    said = grieving.reasons(tx, case["subject"]) if case["kind"] == "grievance" else ()
    facts = witnessing.evidence(tx, case)
    if claim is None:
        return case, None, said, noticing.of_case(tx, case), facts
    row, answer, sentences = ruling.told_of(tx, claim["code"])
    book = [(one.at, one.movement, one.amount) for one in ledger.of_answer(tx, answer["id"])]
    return case, (row, answer, sentences, book), said, noticing.of_case(tx, case), facts


async def take(desk: Desk, code: str) -> Said:
    """Has a case in hand for half an hour, so that no moderator takes it meanwhile."""
    await desk.house.database.write(deciding.take_by_name, code, desk.house.rules)
    return {"lines": operator.cases.taken(code), "ok": True}


async def back(desk: Desk, code: str) -> Said:
    """Gives a case back."""
    done = await desk.house.database.write(deciding.back_by_name, code)
    return {"lines": operator.cases.given_back(code, done), "ok": done}


async def interpret(desk: Desk, code: str, languages: str) -> Said:
    """Has a case's words put in the first of the languages that whoever decides here reads."""
    asked = languages.replace(",", " ")
    sought = await desk.house.database.write(deciding.interpret_by_name, code, asked, desk.house.rules)
    return {"lines": operator.cases.sought(sought), "ok": sought.found}


async def decide(desk: Desk, code: str, outcome: str, reason: str, why: str) -> Said:
    """Decides a case, for a reason of the list or in words."""
    rules = desk.house.rules
    decided = await desk.house.database.write(deciding.decide_by_name, code, outcome, reason, why, rules)
    return {"lines": operator.cases.decided(code, decided), "ok": True}


async def alike(desk: Desk, code: str) -> Said:
    """The same for all like one that was decided here."""
    count = await desk.house.database.write(deciding.decide_alike, code, 0, desk.house.rules)
    return {"lines": operator.cases.alike(code, count), "ok": True}


VERBS: Verbs = {
    "case.list": listed,
    "case.search": search,
    "case.show": show,
    "case.take": take,
    "case.back": back,
    "case.interpret": interpret,
    "case.decide": decide,
    "case.like": alike,
}
