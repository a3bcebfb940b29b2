"""Receiving: a requester's file on its way in, and what they are told of it.

A file leaves a job that fetches it (`bot.rounds.receiving`); a zip then goes the way of every import, a lone table
becomes a pack.toml to be filled; one with marks on answers is a review, and is done. `jobs.account` says who is told:
how far it is in one message that is written over, and at its end all faults, or the pack with its quote. Telling looks
at what jobs are, so whichever way one ends (a fault, a crash, somebody's word) is told, once.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from bot.actions import joining, judging, queueing, renewing, requesting, telling
from bot.actions.queueing import Job
from bot.actions.renewing import Added
from bot.domain import limits
from bot.domain.events import SentFile
from bot.domain.limits import Rules
from bot.domain.outcomes import Outcome
from bot.domain.outcomes.claims import ReviewDone, ReviewRefused, RowRefused
from bot.domain.outcomes.requester import (
    FileCame,
    FileFaulty,
    FileProgress,
    Remarks,
    ResultFile,
    ResultsNone,
    RowsCame,
    RowsWait,
    TableCame,
)
from bot.domain.outcomes.worker import Refused
from bot.domain.people import Who
from bot.domain.refusals import Refusal
from bot.domain.refusals.claims import NoSuchAnswer
from bot.domain.refusals.packs import NewWordsUnseen, PackFaulty
from bot.domain.refusals.requesters import (
    FileNotRead,
    FilesWait,
    NoPackFile,
    NotAdded,
    PackTooBig,
    SeenBeforeAdded,
)
from bot.domain.refusals.working import FileTooBig
from bot.packs.form import PackForm
from bot.packs.reviews import Mark
from bot.storage import Row, Tx

fetched_megabytes = 20
tables = (".csv", ".tsv", ".jsonl", ".xlsx")
kinds_of_files = (".zip", *tables)


def is_ours(sent: SentFile) -> bool:
    """Has a file a name that a pack or a table may have?"""
    return sent.name.lower().endswith(kinds_of_files)


def file(tx: Tx, who: Who, sent: SentFile) -> Outcome | None:
    """A file that a requester sent: a job fetches and reads it, and they are told how far it is."""
    owner = requesting.of(tx, who)
    shown = sent.name[: limits.name_characters_max]
    if not is_ours(sent):
        raise NoPackFile(file=shown or "…")
    if sent.size_bytes > fetched_megabytes * 1024 * 1024:
        raise PackTooBig(file=shown, megabytes=fetched_megabytes)
    waiting = tx.all("jobs.of_account", account=who.account)
    if len(waiting) >= limits.files_waiting_max:
        raise FilesWait(count=len(waiting))
    given = {"file": sent.file, "name": sent.name, "requester": owner["name"], "caption": sent.caption}
    job = queueing.add(tx, queueing.sent_job, given, account=who.account)
    telling.journal(tx, f"person {who.person}", "file", job, size_bytes=sent.size_bytes)
    telling.notify(tx, who.account, FileProgress(shown), topic=_topic(job))
    return None


def _topic(job: int) -> str:
    return f"file {job}"


def handed_on(tx: Tx, job: Job, path: str) -> None:
    """A zip is here: from now on it is an import like any other, of which its sender is told."""
    account = queueing.asker(tx, job.id)
    if account is None:
        return  # done before
    given = {**job.input, "path": path, "sent": job.id}
    queueing.add(tx, "import", given, True, account=account)
    tx.run("jobs.told_of_end", job=job.id)


def table(tx: Tx, job: Job, came: TableCame) -> None:
    """A lone table was read: its pack.toml, or what must be said first."""
    account = queueing.asker(tx, job.id)
    if account is not None:
        telling.notify(tx, account, came)
        tx.run("jobs.told_of_end", job=job.id)


def reviewed(tx: Tx, job: Job, marks: Sequence[Mark], rules: Rules) -> None:
    """A review file came back: all it says is done, or nothing of it, and its sender is told which; once.

    Whose answers they are is what is kept here says. Raises what `judging.returned` does, and then nothing is moved.
    """
    account = queueing.asker(tx, job.id)
    if account is None:
        return  # done before
    file = job.input["name"][: limits.name_characters_max]
    who = joining.by_account(tx, account)
    name = judging.pack_of(tx, who.requester, marks)
    said: Outcome
    if marks and not name:
        said = ReviewRefused(
            file, tuple(RowRefused(one.line, NoSuchAnswer.__name__, {"answer": one.answer}) for one in marks)
        )
    elif not marks:
        said = ReviewDone(file, "", 0, 0)
    else:
        done = judging.returned(tx, name, marks, rules)
        wrong = tuple(RowRefused(line, type(why).__name__, dict(why.values)) for line, why in done.wrong)
        said = ReviewRefused(file, wrong) if wrong else ReviewDone(file, name, done.accepted, done.claimed)
        telling.journal(tx, f"person {who.person}", "review file", job.id, marks=len(marks), wrong=len(wrong))
    telling.notify(tx, account, said)
    tx.run("jobs.told_of_end", job=job.id)


def in_hand(tx: Tx) -> frozenset[int]:
    """The jobs whose files are still wanted, by the ids of those that fetched them. A read."""
    rows = tx.all("jobs.of_files")
    return frozenset(json.loads(row["input"]).get("sent", row["id"]) for row in rows)


# ---- what would be added to a pack that runs waits for a yes ------------------------------------------------


def asks(tx: Tx, job: Job, pack: int, form: PackForm, added: Added, rules: Rules) -> bool:
    """Does a file wait for its requester's yes, because it would lock money? Raises NotAdded when nobody said it in a day."""
    if "sent" not in job.input or job.input.get("agreed"):
        return False
    found = renewing.locks(tx, pack, form, added, rules)
    if found is None:
        return False
    if "until" in job.input and tx.now >= job.input["until"]:
        raise NotAdded(name=form.name)
    worded, at_most = found
    adds = {"name": form.name, "rows": added.rows, "worded": worded, "at_most": at_most}
    until = job.input.get("until", tx.now + limits.yes_kept_ms)
    queueing.rests(tx, job.id, {**job.input, "adds": adds, "until": until}, until)
    return True


def agree(tx: Tx, who: Who, name: str, yes: bool) -> Outcome | None:
    """/add_NAME: what waits for it comes in; /drop_NAME: it does not. Told when it is done."""
    for row in tx.all("jobs.of_account", account=who.account):
        given = json.loads(row["input"])
        if given.get("adds", {}).get("name") != name:
            continue
        if not yes:
            queueing.failed(tx, row["id"], "not wanted", NotAdded(name=name))
            return None
        if not given.get("agreed"):
            queueing.remembered(tx, row["id"], {**given, "agreed": True})
            queueing.hurried(tx, row["id"])
        return None
    raise NotAdded(name=name)


# ---- telling ------------------------------------------------------------------------------------------------


def news(tx: Tx) -> list[int]:
    """The jobs of which there is something to tell. A read, for a round that looks often."""
    return [row["id"] for row in tx.all("jobs.to_tell", now=tx.now) if _is_news(row, tx.now)]


def _is_news(row: Row, now: int) -> bool:
    if row["state"] == "waiting":
        return bool(row["told"] != _how_far(row) and now - row["told_at"] >= limits.told_every_ms)
    return row["state"] in ("done", "failed")


def _how_far(row: Row) -> str:
    given = json.loads(row["input"])
    return "waits" if _waits(given) else f"{row['phase']} {row['done']} {row['total']}"


def _waits(given: dict[str, Any]) -> bool:
    return "adds" in given and not given.get("agreed")


def tell(tx: Tx, job: int, rules: Rules) -> None:
    """Tells how a job goes or how it ended; the end once."""
    row = tx.one("jobs.told_of", job=job)
    if row is None or not _is_news(row, tx.now):
        return
    given = json.loads(row["input"])
    name = given.get("name", "")[: limits.name_characters_max]
    if row["state"] == "waiting":
        tx.run("jobs.told", job=job, told=_how_far(row), now=tx.now)
        if _waits(given):
            telling.notify(tx, row["account"], RowsWait(file=name, **given["adds"]))
        elif row["phase"] and "sent" in given:
            progress = FileProgress(name, row["done"], row["total"])
            telling.notify(tx, row["account"], progress, topic=_topic(given["sent"]))
        return
    tx.run("jobs.told_of_end", job=job)
    ended = _well(tx, row, given, name, rules) if row["state"] == "done" else [_badly(row, name)]
    for outcome in ended:
        telling.notify(tx, row["account"], outcome)


def _well(tx: Tx, row: Row, given: dict[str, Any], name: str, rules: Rules) -> Sequence[Outcome]:
    if row["kind"] == queueing.results_job:
        files = [
            ResultFile(given["pack"], file, kept, size_bytes, read_at=given.get("read_at", 0))
            for file, kept, size_bytes in given.get("files", ())
        ]
        return files or [ResultsNone(given["pack"])]
    pack = tx.one("packs.pack", pack=given["pack"]) if "pack" in given else None
    if pack is None:
        return [RowsCame(name, row["result"].partition(":")[0], 0, False)]
    noted: dict[str, Any] = {
        name: tuple(one) if isinstance(one, list) else one for name, one in given.get("remarks", {}).items()
    }
    remarks = Remarks(**noted)
    if not given["new"]:
        return [RowsCame(name, pack["name"], given["added"], given["worded"], remarks)]
    came = given["new"] if row["kind"] == queueing.clone_job else name
    return [FileCame(came, requesting.ready(tx, pack, rules), remarks)]


def _badly(row: Row, name: str) -> Outcome:
    """A refusal in a requester's words; all the faults of a file."""
    kind, values = json.loads(row["refused"]) if row["refused"] else ("", {})
    if kind == PackFaulty.__name__:
        said = tuple(str(values["faults"]).splitlines())
        return FileFaulty(name, int(values["count"]), said)
    if kind == FileTooBig.__name__:
        return _refused(PackTooBig(file=name, megabytes=fetched_megabytes))
    if kind == NewWordsUnseen.__name__:
        return _refused(SeenBeforeAdded(name=values["name"]))
    if not kind and row["kind"] == queueing.clone_job:
        return _refused(requesting.not_now(name))
    return Refused(kind, values) if kind else _refused(FileNotRead(file=name or row["kind"]))


def _refused(refusal: Refusal) -> Refused:
    return Refused(type(refusal).__name__, dict(refusal.values))
