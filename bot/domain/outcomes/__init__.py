"""Outcomes: what an action did, as facts to be shown. Frozen, without a word of any language.

An outcome is stored as JSON while it is due (see `bot.actions.telling`), so it holds only numbers,
texts, tuples, dicts and other outcomes' parts. Fields marked `passing` are said once and not kept.
One outcome is one screen (`bot.screens`). A `Question` asks something: it has a `mark` and owns the keyboard.
To add one is to add a class to its room; stored texts know it by its name, so none is called like another.

worker     what workers see, and what everybody does
hard       what they see around hard content
alarms     tasks that were reported as violent or illegal
bundles    small questions handed out together
requester  what those see who bring work
claims     reviews and claims, to both sides
cases      what a moderator looks at and decides, and who interprets for them
cashing    being paid out
deposits   paying in
papers     what people can show to others, as files
proposals  what those who work here propose and vote on
records    what is known of a requester, and workers' marks
shares     consent that is withdrawn, and shares of a resale
voices     what worker and requester say to each other
traffic    what the work costs in bytes
own        one's own limits
accounts   limits that somebody set
households several people on one phone
grievances what people say of a pack that they find unfair
room       the workers' room
amendments an installation's own rules
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Iterable
from functools import cache
from types import ModuleType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from bot.domain.outcomes import (
    accounts,
    alarms,
    amendments,
    bundles,
    cases,
    cashing,
    claims,
    deposits,
    grievances,
    hard,
    households,
    own,
    papers,
    proposals,
    records,
    requester,
    room,
    shares,
    traffic,
    voices,
    worker,
)
from bot.domain.outcomes._items import item_of, without_item
from bot.domain.outcomes._outcome import Outcome, Question

__all__ = [
    "OUTCOMES",
    "Outcome",
    "Question",
    "from_json",
    "item_of",
    "marked",
    "named",
    "to_json",
    "with_mark",
    "without_item",
]

_Asked = TypeVar("_Asked", bound=Question)


def named(rooms: Iterable[ModuleType]) -> dict[str, type[Outcome]]:
    """The outcomes of rooms by their names, which are what stored texts know. ValueError where two are called the same."""
    found: dict[str, type[Outcome]] = {}
    for module in rooms:
        own = (
            one
            for one in vars(module).values()
            if isinstance(one, type) and one.__module__ == module.__name__
        )
        for outcome in own:
            if issubclass(outcome, Outcome):
                if outcome.__name__ in found:
                    raise ValueError(f"two outcomes are called {outcome.__name__}")
                found[outcome.__name__] = outcome
    return found


OUTCOMES = named(
    (
        worker,
        hard,
        alarms,
        bundles,
        requester,
        claims,
        cases,
        cashing,
        deposits,
        papers,
        proposals,
        records,
        shares,
        voices,
        traffic,
        own,
        accounts,
        households,
        grievances,
        room,
        amendments,
    )
)


def marked(outcome: Outcome) -> str:
    """The mark of the question an outcome belongs to, "" for a card."""
    return getattr(outcome, "mark", "")


def with_mark(question: _Asked, mark: str) -> _Asked:
    """The question under this mark."""
    return dataclasses.replace(question, mark=mark)  # type: ignore[call-arg]  # every question has one: a test looks


# ---- to JSON and back -----------------------------------------------------------------------------------


def to_json(outcome: Outcome) -> str:
    """The outcome as JSON, without what is only passing."""
    return _written([type(outcome).__name__, _packed(outcome)])


def from_json(text: str) -> Outcome:
    """The outcome of `to_json`."""
    name, values = json.loads(text)
    wanted: Any = OUTCOMES[name]
    builder = _builder(wanted)
    assert builder is not None, "an outcome is a dataclass"
    return builder(values)  # type: ignore[no-any-return]


_written = json.JSONEncoder(
    ensure_ascii=False, separators=(",", ":")
).encode  # made once: json.dumps makes one a call


def _packed(value: Any) -> Any:
    kind: Any = type(value)
    fields = _kept_fields(kind)
    if fields is None:
        return [_packed(part) for part in value] if isinstance(value, tuple | list) else value
    pairs = ((name, default, getattr(value, name)) for name, default in fields)
    return {name: _packed(given) for name, default, given in pairs if given != default}


@cache
def _kept_fields(wanted: Any) -> tuple[tuple[str, Any], ...] | None:
    """The fields of a dataclass that are not only passing: name and default. None for any other type."""
    if not dataclasses.is_dataclass(wanted):
        return None
    fields = dataclasses.fields(wanted)
    return tuple((one.name, one.default) for one in fields if not one.metadata.get("passing"))


@cache
def _builder(wanted: Any) -> Callable[[Any], Any] | None:
    """What makes a value of a type from its JSON; None where the JSON is the value. Made once for each type."""
    if get_origin(wanted) in (Union, UnionType):
        inner = _builder(next(one for one in get_args(wanted) if one is not type(None)))
        return None if inner is None else lambda value: None if value is None else inner(value)
    if get_origin(wanted) is tuple:
        part = _builder(get_args(wanted)[0])
        return tuple if part is None else lambda value: tuple(map(part, value))
    return _built_of(wanted) if dataclasses.is_dataclass(wanted) else None


def _built_of(wanted: Any) -> Callable[[Any], Any]:
    hints, parts = get_type_hints(wanted), dict[str, Callable[[Any], Any] | None]()

    def built(values: dict[str, Any]) -> Any:
        for name in values.keys() - parts.keys():  # when it is first met: a type may hold its own kind
            parts[name] = _builder(hints[name])
        found = ((name, parts[name], part) for name, part in values.items())
        return wanted(**{name: part if make is None else make(part) for name, make, part in found})

    return built
