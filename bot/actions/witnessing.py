"""Witnessing: what a decision about a case is founded on, as it was frozen when it happened. All of it reads.

Of a claim: the question, the item and the answer, the sentence of the version the worker saw, all that both sides said, how long it took (no
single time is evidence), what the book says was paid, and the known answers of that pack
that were missed (of a signal or a limit, those of its packs or all). Of a report: the question and its item, as who reported it saw
them, and the instruction where that is called unclear; of a pack that people call unfair: what it said then. Of hard content there
is the description; of what was reported as violent or illegal nothing.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from bot.actions import claiming, conversing, grieving, missing, showing, stating
from bot.domain import alarms, changes, claims
from bot.domain import cases as numbers
from bot.domain.outcomes.cases import Case, Statement, Wording
from bot.domain.outcomes.claims import Given
from bot.storage import Row, Tx


def evidence(tx: Tx, case: Row) -> Case:
    """What a decision is founded on, as it was frozen when it happened; and what interpreters wrote of its words. A read."""
    right, known = missing.counted(case)
    missed = missing.of_case(tx, case)
    return replace(_shown(tx, case), interpreted=wordings(tx, case), right=right, known=known, missed=missed)


def wordings(tx: Tx, case: Row) -> tuple[Wording, ...]:
    """What interpreters wrote of a case's words, of each pair of languages the newest. A read."""
    rows = tx.all("interpreters.written", case=case["id"])
    return tuple(Wording(row["source"], row["target"], row["words"]) for row in rows)


def _shown(tx: Tx, case: Row) -> Case:
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
    if case["kind"] == "report" and pack is not None:
        version = _reported(tx, case, pack)
        given, unclear = _of_task(tx, case, version), case["ground"] == "unclear"
        told = showing.form_of(version).instruction if given is not None and unclear else None
        hard = _is_hard(tx, case)
        return Case(case["code"], case["kind"], case["ground"], name, given, instruction=told, hard=hard)
    return Case(case["code"], case["kind"], case["ground"], name, None)


def _is_hard(tx: Tx, case: Row) -> bool:
    row = task_of(tx, case)
    return row is not None and bool(row["level"])


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
        statements=stating.of_claim(tx, row["id"]),
        sent=row["sent"],
        waited_ms=max(0, answer["arrived_at"] - (answer["shown_at"] or answer["arrived_at"])),
        before=row["found"],
        why_before=row["why"] if row["found"] else "",
        hard=_is_hard(tx, case),
        paid=answer["paid"],
        waits=bool(answer["waits"]),
        copied=claiming.copied_of(row),
    )


def _of_limit(tx: Tx, case: Row, name: str) -> Case:
    """A limit somebody doubts: why it was set, and both sides' words; never who they are."""
    row = tx.one("accounts.limit", id=case["subject"])
    if row is None:
        return Case(case["code"], case["kind"], case["ground"], name, None)
    said = (
        Statement("setter", row["words"], row["at"]),
        Statement("worker", row["said"], row["appealed_at"] or 0),
    )
    statements = tuple(one for one in said if one.words)
    return Case(case["code"], case["kind"], case["ground"], name, None, statements=statements)


def _of_pack(tx: Tx, case: Row, pack: Row) -> Case:
    """A pack that people call unfair: how many say what, what it asks and what it says."""
    halt = tx.one("grievances.halted", pack=pack["id"])
    then = tx.value("cases.version_at", pack=pack["id"], at=halt["at"] if halt is not None else case["at"])
    form = showing.form_of(showing.version_of(tx, {"version": then or pack["version"]}))
    given = Given(form.kind, form.settings, form.languages, form.question, form.instruction, None, None)
    said = grieving.reasons(tx, pack["id"])
    return Case(case["code"], case["kind"], case["ground"], pack["name"], given, reasons=said)


def _reported(tx: Tx, case: Row, pack: Row) -> Row:
    """The version in which who reported it last saw it: what its requester wrote since changes nothing of what is judged."""
    seen = tx.value("cases.reported_version", task=case["subject"], ground=case["ground"])
    return showing.version_of(tx, {"version": seen or pack["version"]})


def _of_task(tx: Tx, case: Row, version: Row) -> Given | None:
    """A reported task: its question and item; of hard content the description, of what nobody should see nothing."""
    row = tx.one("cases.task", task=case["subject"])
    if row is None or case["ground"] in numbers.UNSEEN:
        return None
    form = showing.form_of(version)
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


def others(tx: Tx, case: Row) -> tuple[Any, ...]:
    """What others answered to the same question; () where a case is about no answer."""
    claim = tx.one("claims.claim", claim=case["subject"]) if case["kind"] == "claim" else None
    answer = tx.one("claims.answer", assignment=claim["assignment"]) if claim is not None else None
    if answer is None:
        return ()
    rows = tx.all("cases.others_said", task=answer["task"], assignment=answer["id"], most=numbers.others_max)
    return tuple(json.loads(row["value"]) for row in rows)


def task_of(tx: Tx, case: Row) -> Row | None:
    """The task a case is about, in the version its worker saw; None where it is about none, or nobody sees it here."""
    claim = tx.one("claims.claim", claim=case["subject"]) if case["kind"] == "claim" else None
    answer = tx.one("claims.answer", assignment=claim["assignment"]) if claim is not None else None
    number = answer["task"] if answer is not None else case["subject"] if case["kind"] == "report" else 0
    row = tx.one("cases.task", task=number)
    if row is None or case["ground"] in numbers.UNSEEN or row["stopped_why"] == alarms.illegal:
        return None
    pack = tx.one("packs.pack", pack=row["pack"])
    assert pack is not None, "a task's pack stays"
    version = answer["version"] if answer is not None else _reported(tx, case, pack)["id"]
    return {**row, "version": version, "draft": "{}"}
