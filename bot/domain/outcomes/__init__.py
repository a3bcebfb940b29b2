"""Outcomes: what an action did, as facts to be shown. Frozen, without a word of any language.

An outcome is stored as JSON while it is due (see `bot.actions.telling`), so it holds only numbers,
texts, tuples, dicts and other outcomes' parts. Fields marked `passing` are said once and not kept.
One outcome is one screen (`bot.screens`). A `Question` asks something: it has a `mark` and owns the keyboard.
To add one is to add a class to its room; stored texts know it by its name, so none is called like another.

worker     what workers see, and what everybody does
bundles    small questions handed out together
requester  what those see who bring work
claims     reviews and claims, to both sides
cashing    being paid out
deposits   paying in
papers     what people can show to others, as files
voices     what worker and requester say to each other
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable
from types import ModuleType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from bot.domain.outcomes import bundles, cashing, claims, deposits, papers, requester, voices, worker
from bot.domain.outcomes._outcome import Outcome, Question

__all__ = ["OUTCOMES", "Outcome", "Question", "from_json", "marked", "named", "to_json", "with_mark"]

_Asked = TypeVar("_Asked", bound=Question)


def named(rooms: Iterable[ModuleType]) -> dict[str, type[Outcome]]:
    """The outcomes of rooms by their names, which are what stored texts know. ValueError where two are called the same."""
    found: dict[str, type[Outcome]] = {}
    for room in rooms:
        own = (
            one for one in vars(room).values() if isinstance(one, type) and one.__module__ == room.__name__
        )
        for outcome in own:
            if issubclass(outcome, Outcome):
                if outcome.__name__ in found:
                    raise ValueError(f"two outcomes are called {outcome.__name__}")
                found[outcome.__name__] = outcome
    return found


OUTCOMES = named((worker, bundles, requester, claims, cashing, deposits, papers, voices))


def marked(outcome: Outcome) -> str:
    """The mark of the question an outcome belongs to, "" for a card."""
    return getattr(outcome, "mark", "")


def with_mark(question: _Asked, mark: str) -> _Asked:
    """The question under this mark."""
    return dataclasses.replace(question, mark=mark)  # type: ignore[call-arg]  # every question has one: a test looks


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
