"""Our own table of results: one row per answer, as csv, jsonl and parquet have it, and its way back in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot.domain.results import Agreed, Results
from bot.packs.columns import source
from bot.packs.foreign import Answered
from bot.packs.foreign._answers import columns_of, header_of, iso, pairs
from bot.packs.foreign._finding import Entry
from bot.packs.foreign._tables import Record
from bot.packs.foreign._values import typed

# What we know of an answer, before its own columns and those of its task.
fixed = (
    *("task", "role", "worker", "assignment", "status", "offered_at", "arrived_at", "seconds", "version"),
    *("paid", "currency", "late", "aside"),
)
agreed_fixed = ("task", "role", "confidence", "answers", "spread")


def answer_header(results: Results) -> tuple[str, ...]:
    """All columns of the table of answers, those of answers as the kind exports them."""
    named = dict.fromkeys(name for answer in results.answers for name in answer.columns)
    return _header(results, fixed, tuple(named) or ("answer",))


def agreed_header(results: Results, agreed: Sequence[Agreed]) -> tuple[str, ...]:
    """All columns of the table of what was agreed."""
    return _header(
        results, agreed_fixed, tuple(dict.fromkeys(name for one in agreed for name in one.columns))
    )


def rows(results: Results) -> Iterator[dict[str, Any]]:
    """Every answer as values by column, money in the currency's own unit."""
    for task, answer in pairs(results):
        about = (
            *(task.key, task.role, answer.worker, answer.id, answer.status),
            *(iso(answer.offered_at), iso(answer.arrived_at), answer.seconds, answer.version),
            *(answer.paid / 1_000_000, results.currency, answer.late, answer.aside),
        )
        yield dict(zip(fixed, about, strict=True)) | dict(answer.columns) | _sources(columns_of(task))


def agreed_rows(results: Results, agreed: Sequence[Agreed]) -> Iterator[dict[str, Any]]:
    """What each task's answers come to."""
    tasks = {task.key: task for task in results.tasks}
    for one in agreed:
        task = tasks[one.task]
        about = (task.key, task.role, one.confidence, one.answers, one.spread)
        yield dict(zip(agreed_fixed, about, strict=True)) | dict(one.columns) | _sources(columns_of(task))


def _sources(columns: Mapping[str, str]) -> dict[str, str]:
    return {f"{source}{name}": text for name, text in columns.items()}


def _header(results: Results, first: Sequence[str], columns: Sequence[str]) -> tuple[str, ...]:
    return (*first, *columns, *(f"{source}{name}" for name in header_of(results)))


def is_own(columns: Sequence[str]) -> bool:
    """Is this a table that we have written?"""
    return tuple(columns[: len(fixed)]) == fixed


def entry(record: Record) -> Entry:
    """A row of our own table as a task with one answer."""
    cells = record.cells
    columns = {name[len(source) :]: text for name, text in cells.items() if name.startswith(source)}
    fields = {name: text for name, text in cells.items() if name == "answer" or name.startswith("answer.")}
    skipped = cells["status"] != "accepted"
    answer = Answered(cells["task"], cells["worker"], {} if skipped else fields, skipped)
    columns = {name: text for name, text in columns.items() if name != typed}
    return Entry(record.line, columns, key=cells["task"], answers=(answer,))
