"""Missing: which known answers somebody missed, as it stood when a case about them came.

Written down with the case, so that a decision is founded on what was there then: how many were looked at, and which answers were
not the known one. Neither an answer nor what is known of it ever changes, so their ids are enough; what undoing or `/forget` took
away is not shown. Whoever decides reads them, but no jury: its people may work there tomorrow, and would know what is known; of a
case about more than one pack only how many, for whoever decides may work in one of them.
"""

from __future__ import annotations

import json
from typing import Any

from bot import kinds
from bot.actions import showing
from bot.domain import alarms
from bot.domain import cases as numbers
from bot.domain.outcomes.cases import Missed
from bot.packs.form import PackForm
from bot.storage import Row, Tx


def right(form: PackForm, value: Any, known: Any) -> bool | None:
    """Is an answer the known one? None where that can't be told."""
    kind, spec = kinds.kinds()[form.kind], kinds.spec(form.kind, form.settings, form.languages)
    alike = kind.alike(spec, value, known)
    return None if alike is None else alike >= form.gold_alike


def stored_right(tx: Tx, row: Row, known: str) -> bool | None:
    """The same of an answer as it is stored (`value`, in its `version` of a `pack`); both are JSON. A read."""
    form = showing.form_of(showing.version_of(tx, row))
    return right(form, json.loads(row["value"]), json.loads(known))


def frozen(tx: Tx, facts: dict[str, Any]) -> str:
    """What a new case keeps of its worker's known answers, of its pack, its requester's packs or all: JSON. A read."""
    if facts["kind"] not in numbers.ABOUT_WORKERS or not facts["person"]:
        return "{}"
    where = {name: facts[name] for name in ("person", "pack", "requester")}
    rows = tx.all("cases.known_answers", **where, most=numbers.known_looked_at)
    found = [(row["id"], stored_right(tx, row, row["known"])) for row in rows]
    missed = [number for number, is_right in found if is_right is False]
    compared = sum(is_right is not None for _, is_right in found)
    kept = {"known": compared, "missed": len(missed), "answers": missed[: numbers.missed_kept]}
    return json.dumps(kept) if compared else "{}"


def counted(case: Row) -> tuple[int, int]:
    """How many known answers were right, of how many, when a case came."""
    kept = json.loads(case["missed"])
    return kept.get("known", 0) - kept.get("missed", 0), kept.get("known", 0)


def of_case(tx: Tx, case: Row) -> tuple[Missed, ...]:
    """The known answers that were missed, the newest first. A read."""
    rows = (tx.one("cases.known_answer", answer=one) for one in json.loads(case["missed"]).get("answers", ()))
    return tuple(_told(tx, row) for row in rows if row is not None)


def _told(tx: Tx, row: Row) -> Missed:
    """Of hard content the description, of what was reported as against the law no word."""
    form, item = showing.form_of(showing.version_of(tx, row)), json.loads(row["item"])
    text = (
        {}
        if row["stopped_why"] == alarms.illegal
        else item.get("description" if row["level"] else "text", {})
    )
    said, known = json.loads(row["value"]), json.loads(row["known"])
    return Missed(form.kind, form.settings, form.languages, row["key"], text, said, known)
