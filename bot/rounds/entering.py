"""What an import writes: rows of its spool as tasks with their renditions, and its phases, one transaction each."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from time import perf_counter
from typing import Any

from bot.actions import filling, picturing, queueing, renewing
from bot.actions.filling import NewRendition, NewTask
from bot.actions.queueing import Job
from bot.domain.limits import Rules
from bot.domain.outcomes.requester import Remarks
from bot.domain.wellbeing import level_of
from bot.packs.form import PackForm
from bot.rounds.fitting import Fitted
from bot.screens import operator
from bot.storage import Tx

Given = dict[str, Any]
"""What a job knows of itself (`job.input`), as `imports` tells of it."""


def result(name: str, given: Given) -> str:
    """What an import that is over says."""
    if given["new"]:
        return f"{name}: {given['rows']} rows are in."
    words = "its new words are in" if given["worded"] else "its words are as they were"
    return f"{name}: {given['added']} new rows are in; {words}."


def task(row: dict[str, Any], made: Fitted | None) -> NewTask:
    """A row of the spool as a task, with what was made of its media."""
    answer = None if row["answer"] is None else json.dumps(row["answer"], ensure_ascii=False)
    item = json.dumps(row["item"], ensure_ascii=False)
    source, flags = made.source if made else "", row["flags"]
    level, kept = level_of(flags), json.dumps(flags)
    return NewTask(row["key"], row["role"], item, source, answer, row["number"], level, kept)


def renditions(made: Fitted | None) -> list[NewRendition]:
    """What was made of a row's media, each a row of its own."""
    if made is None:
        return []
    return [
        NewRendition(
            made.source,
            one.edge,
            one.hash,
            one.width,
            one.height,
            one.size_bytes,
            one.variant,
            one.form,
            one.seconds,
        )
        for one in made.renditions
    ]


def remembered(tx: Tx, job: int, given: Given) -> None:
    """On to the next phase."""
    queueing.remembered(tx, job, given)
    queueing.stepped(tx, job, 0)


def begin(tx: Tx, job: Job, form: PackForm, examples: Fitted | None) -> None:
    """A new pack, without its rows."""
    given = job.input
    pack = filling.begin(tx, form, given["requester"], job.id, given["digest"])
    _show_examples(tx, pack, examples)
    remembered(tx, job.id, {**given, "phase": "rows", "pack": pack, "after": 0, "worded": False})


def renew(
    tx: Tx, job: Job, pack: int, form: PackForm, added: renewing.Added, rules: Rules
) -> tuple[str, ...]:
    """Decides what is new; or says why a person must look at it first."""
    if why := renewing.held(tx, pack, form, added, job.input["digest"], job.input["waits"]):
        return why
    done = renewing.renew(tx, pack, form, added, job.id, rules)
    remembered(
        tx,
        job.id,
        {
            **job.input,
            "phase": "rows",
            "pack": pack,
            "after": done.after,
            "decided": done.decided,
            "worded": done.worded,
            "added": added.rows,
        },
    )
    return ()


def add(tx: Tx, job: Job, tasks: list[NewTask], made: list[NewRendition], behind: int) -> float | None:
    """Some rows together with how far they are; the seconds that took, or None when the job is to stop."""
    given, began = job.input, perf_counter()
    if not queueing.advanced(tx, job.id, "rows", min(tasks[-1].number, given["rows"]), given["rows"]):
        return None
    filling.add_tasks(tx, given["pack"], tasks, made, after=given["after"], job=job.id)
    queueing.reached(tx, job.id, behind)
    return perf_counter() - began


def finish(
    tx: Tx, job: Job, form: PackForm, sizes: tuple[int, int], words: dict[str, int], remarks: Remarks
) -> bool:
    """All rows are in; False when the job is to stop.

    `sizes` of a middling medium, by default and in full, `words` of a middling task without it, by language: in bytes.
    """
    given = job.input
    if not queueing.advanced(tx, job.id, "rows", given["rows"], given["rows"]):
        return False
    if given["new"]:
        waits = renewing.reasons(tx, given["pack"], given["waits"])
        filling.finish(tx, given["pack"], sizes[0], waits, sizes[1], words)
    else:
        renewing.finish(tx, given["pack"], form, given["digest"], given["waits"], given["after"])
        if given["worded"]:
            filling.worded(tx, given["pack"], words)
    queueing.remembered(tx, job.id, {**given, "remarks": asdict(remarks)})
    said = [result(form.name, given), *operator.packs.remarks(remarks, form.byte_budget)]
    queueing.ended(tx, job.id, True, "\n".join(said))  # at once: done again, it would find no spool
    return True


def _show_examples(tx: Tx, pack: int, examples: Fitted | None) -> None:
    if examples is not None:
        source = picturing.examples_source(pack)
        shown = [replace(one, source=source) for one in renditions(examples)]
        filling.add_tasks(tx, pack, (), shown)
