"""Outcomes: what an action did, as facts to be shown. Frozen, without a word of any language.

An outcome is stored as JSON while it is due (see `bot.actions.telling`), so it holds only numbers,
texts, tuples, dicts and other outcomes' parts. Fields marked `passing` are said once and not kept.
One outcome is one screen (`bot.screens`). Those with a `mark` ask something: they own the keyboard.

worker     what workers see, and what everybody does
requester  what those see who bring work
"""

from __future__ import annotations

import dataclasses
import json
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from bot.domain.outcomes import requester, worker
from bot.domain.outcomes.requester import (
    CloseAsked,
    FileCame,
    FileFaulty,
    FileProgress,
    Launched,
    PackClosed,
    PackLine,
    PackMoved,
    PackReady,
    Packs,
    PackStatus,
    PayIn,
    PilotOver,
    Preview,
    Previewed,
    ResultFile,
    ResultsBegun,
    ResultsNone,
    RoleAsked,
    RoleDeclined,
    RoleGiven,
    RoleStands,
    RoleWaits,
    RowsCame,
    RowsWait,
    TableCame,
    Template,
)
from bot.domain.outcomes.worker import (
    About,
    AlreadySaved,
    Answered,
    Example,
    Examples,
    Help,
    History,
    IsThis,
    Languages,
    Line,
    Money,
    More,
    MyData,
    NothingLeft,
    NotUnderstood,
    Nudge,
    Offer,
    Paused,
    Practised,
    Reading,
    Refused,
    Rules,
    Saved,
    SavedElsewhere,
    Shot,
    Sorry,
    Statement,
    Support,
    Task,
    TextsOf,
    Welcome,
    WhoAsks,
    Wrong,
)

__all__ = [
    "OUTCOMES",
    "QUESTIONS",
    "About",
    "AlreadySaved",
    "Answered",
    "CloseAsked",
    "Example",
    "Examples",
    "FileCame",
    "FileFaulty",
    "FileProgress",
    "Help",
    "History",
    "IsThis",
    "Languages",
    "Launched",
    "Line",
    "Money",
    "More",
    "MyData",
    "NotUnderstood",
    "NothingLeft",
    "Nudge",
    "Offer",
    "Outcome",
    "PackClosed",
    "PackLine",
    "PackMoved",
    "PackReady",
    "PackStatus",
    "Packs",
    "Paused",
    "PayIn",
    "PilotOver",
    "Practised",
    "Preview",
    "Previewed",
    "Question",
    "Reading",
    "Refused",
    "ResultFile",
    "ResultsBegun",
    "ResultsNone",
    "RoleAsked",
    "RoleDeclined",
    "RoleGiven",
    "RoleStands",
    "RoleWaits",
    "RowsCame",
    "RowsWait",
    "Rules",
    "Saved",
    "SavedElsewhere",
    "Shot",
    "Sorry",
    "Statement",
    "Support",
    "TableCame",
    "Task",
    "Template",
    "TextsOf",
    "Welcome",
    "WhoAsks",
    "Wrong",
    "from_json",
    "marked",
    "takes_words",
    "to_json",
]

Question = worker.Question | requester.Question
Outcome = worker.Outcome | requester.Outcome
OUTCOMES: dict[str, type[Any]] = {one.__name__: one for one in get_args(Outcome)}
QUESTIONS: tuple[type[Any], ...] = get_args(Question)


def marked(outcome: Outcome) -> str:
    """The mark of the question an outcome belongs to, "" for a card."""
    return getattr(outcome, "mark", "")


def takes_words(outcome: Outcome) -> bool:
    """Is it a question that what is typed may answer? Those have `words: ClassVar[bool] = True`; so has a task."""
    return bool(getattr(type(outcome), "words", False))


# ---- to JSON and back -----------------------------------------------------------------------------------


def to_json(outcome: Outcome) -> str:
    """The outcome as JSON, without what is only passing."""
    return json.dumps([type(outcome).__name__, _packed(outcome)], ensure_ascii=False, separators=(",", ":"))


def from_json(text: str) -> Outcome:
    """The outcome of `to_json`."""
    name, values = json.loads(text)
    return _built(OUTCOMES[name], values)  # type: ignore[no-any-return]


def _packed(value: Any) -> Any:
    if dataclasses.is_dataclass(value):
        fields = (one for one in dataclasses.fields(value) if not one.metadata.get("passing"))
        pairs = ((one, getattr(value, one.name)) for one in fields)
        return {one.name: _packed(given) for one, given in pairs if given != one.default}
    if isinstance(value, tuple | list):
        return [_packed(part) for part in value]
    return value


_hints: dict[type[Any], dict[str, Any]] = {}


def _built(wanted: Any, value: Any) -> Any:
    if get_origin(wanted) in (Union, UnionType):
        wanted = next(one for one in get_args(wanted) if one is not type(None)) if value is not None else Any
    if get_origin(wanted) is tuple:
        return tuple(_built(get_args(wanted)[0], part) for part in value)
    if dataclasses.is_dataclass(wanted):
        if wanted not in _hints:
            _hints[wanted] = get_type_hints(wanted)  # type: ignore[index]
        hints = _hints[wanted]  # type: ignore[index]
        return wanted(**{name: _built(hints[name], part) for name, part in value.items()})  # type: ignore[operator]
    return value
