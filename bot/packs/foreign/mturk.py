"""Amazon Mechanical Turk: the CSV that made HITs, and the CSV of a batch's results, in; results out.

A results file has 27 fixed columns, `Input.<column>` for each column of the file that made the HITs,
`Answer.<field>`, and `Approve` and `Reject`. The order of the fixed columns is the one that files downloaded from
the requester's site have. Only accepted answers leave: a skipped HIT is no assignment there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, BinaryIO

from bot.domain.results import Agreed, ResultAnswer, Results, ResultTask
from bot.domain.sheets import undefused
from bot.packs.faults import Faults, Found, quoted
from bot.packs.foreign import Answered, Contents, NotPossible
from bot.packs.foreign._answers import Reading, columns_of, header_of, named, pairs
from bot.packs.foreign._finding import Entry, find
from bot.packs.foreign._tables import Record, records
from bot.packs.foreign._values import compact, loaded
from bot.packs.foreign._writing import table
from bot.packs.form import title_characters_max

fixed = (
    *("HITId", "HITTypeId", "Title", "Description", "Keywords", "Reward", "CreationTime", "MaxAssignments"),
    *("RequesterAnnotation", "AssignmentDurationInSeconds", "AutoApprovalDelayInSeconds", "Expiration"),
    *(
        "NumberOfSimilarHITs",
        "LifetimeInSeconds",
        "AssignmentId",
        "WorkerId",
        "AssignmentStatus",
        "AcceptTime",
    ),
    *("SubmitTime", "AutoApprovalTime", "ApprovalTime", "RejectionTime", "RequesterFeedback"),
    *("WorkTimeInSeconds", "LifetimeApprovalRate", "Last30DaysApprovalRate", "Last7DaysApprovalRate"),
)
_input, _answer, _own = "Input.", "Answer.", "ujima:"
_days = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_months = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_answers_compared_max, _answers_shown_max, _description_characters_max = 10_000, 10, 300
_reward = re.compile(r"\$?(\d{1,4}(?:\.\d{1,6})?)")
_signs = {"USD": "$", "EUR": "€", "GBP": "£"}


class Mturk:
    """HITs by CSV."""

    name, title = "mturk", "Mechanical Turk (CSV for HITs, or a batch's results)"
    suffixes: tuple[str, ...] = (".csv",)

    def recognise(self, head: bytes, name: str) -> bool:
        """A results file. A file that makes HITs looks like any table."""
        first = head.partition(b"\n")[0]
        return b"HITId" in first and b"AssignmentId" in first

    def read(self, file: BinaryIO, mapping: Mapping[str, str]) -> Contents | list[Found]:
        """Rows are HITs; what was answered already tells the options.

        Rejected assignments are left out, which a note says; title and reward become the pack's.
        """

        def entries(faults: Faults) -> Iterator[Entry]:
            return (_entry(record) for record in records(file, faults))

        batch = _Batch()
        for record in records(file, Faults()):
            batch.take(record)
        found = find(file, entries, mapping, batch.notes())
        return found if isinstance(found, list) else replace(found, fields=batch.fields())

    def write(self, results: Results, out: BinaryIO) -> None:
        """One row per accepted answer."""
        reading = Reading(results)
        inputs = header_of(results)
        header = (
            *fixed,
            *(f"{_input}{one}" for one in inputs),
            *(f"{_answer}{one}" for one in reading.names),
        )
        rows = (
            _row(results, reading, inputs, task, answer)
            for task, answer in pairs(results)
            if answer.status == "accepted"
        )
        table(out, (*header, "Approve", "Reject"), rows)

    def write_agreed(self, results: Results, agreed: Sequence[Agreed], out: BinaryIO) -> None:
        """There is no such file."""
        raise NotPossible("Mechanical Turk has no file of agreed answers; choose csv or jsonl.")


class _Batch:
    """What a file of results says beside its tasks: title, reward, description, and what was rejected."""

    def __init__(self) -> None:
        self._said: dict[str, set[str]] = {name: set() for name in ("Title", "Reward", "Description")}
        self._rejected = 0
        self._taken: set[str] = set()  # answers of assignments that were not rejected
        self._left: set[str] = set()  # of those that were

    def take(self, record: Record) -> None:
        """Looks at one row."""
        cells = record.cells
        if "HITId" not in cells:
            return
        for name, found in self._said.items():
            if len(found) < 2 and cells.get(name):  # two already say that they differ
                found.add(cells[name])
        rejected = _rejected(cells)
        self._rejected += rejected
        seen = self._left if rejected else self._taken
        if len(seen) < _answers_compared_max:
            seen.update(text for name, text in cells.items() if name.startswith(_answer) and text)

    def fields(self) -> dict[str, str]:
        """Fields of pack.toml, where the whole file agrees on them and a pack may say them so."""
        title, reward = self._one("Title"), _reward.fullmatch(self._one("Reward"))
        found = {"title": title} if 0 < len(title) <= title_characters_max and title.isprintable() else {}
        return found | ({"price": reward[1]} if reward and float(reward[1]) else {})

    def notes(self) -> list[str]:
        """Sentences about what was left out or has no place of its own in a pack."""
        notes = []
        if self._rejected:
            said = "assignment was" if self._rejected == 1 else "assignments were"
            only = sorted(self._left - self._taken)
            full = len(self._taken) >= _answers_compared_max
            shown = ", ".join(quoted(one) for one in only[:_answers_shown_max])
            ending = f"; answers only seen there: {shown}." if only and not full else "."
            notes.append(f"{self._rejected:,} rejected {said} left out{ending}")
        if description := self._one("Description"):
            notes.append(
                f"Its description there: {' '.join(description.split())[:_description_characters_max]}"
            )
        return notes

    def _one(self, name: str) -> str:
        return next(iter(self._said[name])) if len(self._said[name]) == 1 else ""


def _rejected(cells: Mapping[str, str]) -> bool:
    return cells.get("AssignmentStatus", "").casefold() == "rejected"


def _entry(record: Record) -> Entry:
    cells = record.cells
    if "HITId" not in cells:
        return Entry(record.line, cells)
    if cells.get("RequesterAnnotation", "").startswith(_own):
        cells = {name: undefused(text) for name, text in cells.items()}
    columns = {name[len(_input) :]: text for name, text in cells.items() if name.startswith(_input)}
    given = {name[len(_answer) :]: text for name, text in cells.items() if name.startswith(_answer)}
    names = [name for name in given if name != "taskAnswers"]
    fields = {name: text for name, text in given.items() if text}
    if "taskAnswers" in fields:
        fields |= _elements(fields.pop("taskAnswers"))
    answers = () if _rejected(cells) or not fields else (Answered("", cells.get("WorkerId", ""), fields),)
    columns |= named(names)
    return Entry(record.line, columns, key=cells["HITId"], answers=answers)


def _elements(text: str) -> dict[str, Any]:
    """What Crowd HTML elements answered: [{"name": "text", "group": {"yes": true, "no": false}}]."""
    value = loaded(text)
    first = value[0] if isinstance(value, list) and value else None
    return {name: _element(one) for name, one in first.items()} if isinstance(first, dict) else {}


def _element(value: Any) -> Any:
    if isinstance(value, dict) and value and all(isinstance(one, bool) for one in value.values()):
        chosen = [name for name, one in value.items() if one]
        return chosen[0] if len(chosen) == 1 else chosen
    if isinstance(value, dict) and set(value) == {"label"}:
        return _element(value["label"])
    return value if isinstance(value, str | list) else compact(value)


def _row(
    results: Results, reading: Reading, inputs: Sequence[str], task: ResultTask, answer: ResultAnswer
) -> list[Any]:
    first = results.languages[0]
    when = _time(answer.arrived_at)
    about = {
        "HITId": task.key,
        "HITTypeId": results.pack,
        "Title": results.title.get(first, ""),
        "Description": results.instruction.get(first, ""),
        "Keywords": results.kind,
        "Reward": _money(results.price, results.currency),
        "CreationTime": _time(results.launched_at),
        "MaxAssignments": results.overlap,
        "RequesterAnnotation": f"{_own}{results.pack}",
        "AssignmentDurationInSeconds": round(results.lease_h * 3_600),
        "AutoApprovalDelayInSeconds": 0,
        "AssignmentId": answer.id,
        "WorkerId": answer.worker,
        "AssignmentStatus": "Approved",
        "AcceptTime": _time(answer.offered_at),
        "SubmitTime": when,
        "AutoApprovalTime": when,
        "ApprovalTime": when,
        "WorkTimeInSeconds": None if answer.seconds is None else round(answer.seconds),
    }
    columns, fields = columns_of(task), reading.fields(answer.answer)
    return [
        *(about.get(name) for name in fixed),
        *(columns.get(name) for name in inputs),
        *(_said(fields.get(name)) for name in reading.names),
        *(None, None),
    ]


def _said(value: Any) -> Any:
    """Several labels as forms of the web send them: with | between."""
    plain = isinstance(value, list) and not any(isinstance(one, dict) for one in value)
    return "|".join(map(str, value)) if plain else value


def _money(micro: int, currency: str) -> str:
    amount = f"{micro / 1_000_000:.6f}".rstrip("0")
    amount += "0" * max(0, 2 - len(amount.partition(".")[2]))
    return f"{_signs.get(currency, '')}{amount}" if currency in _signs else f"{amount} {currency}"


def _time(time: int) -> str:
    """As those files have it: "Sun Nov 22 01:25:48 UTC 2026"."""
    at = datetime.fromtimestamp(time / 1000, UTC)
    return f"{_days[at.weekday()]} {_months[at.month - 1]} {at:%d %H:%M:%S} UTC {at.year}"


FORMAT = Mturk()
