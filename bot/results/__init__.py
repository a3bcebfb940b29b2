"""Results: what many answers come to. Pure mathematics over `bot.domain.results`; numpy, and nothing from outside.

    methods/    one file per method of aggregation, found by looking; each names the paper it follows
    votes       answers as numbers: (task, worker, label)
    agreement   Krippendorff's alpha, agreement per class
    accuracy    how answers compare with known ones, per pack and per person
    summary     all that a report tells

Only final answers come here (P6). What was set aside, skipped or practised counts in no aggregate; known answers
are for measuring people, never for teaching a method, except where it says so.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache
from typing import Any, Protocol

from bot.domain.results import Agreed, Results
from bot.results import methods as _methods


class Method(Protocol):
    """A way to make one answer of many."""

    name: str
    paper: str  # the source of its formulas, as a reference; "" where there is nothing to cite

    def applies(self, kind: str, settings: Mapping[str, Any]) -> bool:
        """Can it be used on answers of this kind with these settings?"""

    def aggregate(self, results: Results) -> tuple[Agreed, ...]:
        """One Agreed per task that has answers, in the tasks' order."""


@cache
def methods() -> dict[str, Method]:
    """All methods by name, sorted."""
    names = [one.name for one in pkgutil.iter_modules(_methods.__path__) if not one.name.startswith("_")]
    found = [importlib.import_module(f"{_methods.__name__}.{name}").METHOD for name in names]
    return {one.name: one for one in sorted(found, key=lambda one: str(one.name))}


_DEFAULTS = {
    "scale": "median",
    "number": "median",
    "multi": "options",
    "pair": "bradley-terry",
    "rank": "bradley-terry",
    "text": "closest",
    "find": "closest",
    "grid": "cells",
    "form": "parts",
}


def default_for(kind: str, settings: Mapping[str, Any]) -> Method | None:
    """The method that suits a kind when nobody names one; None where answers can't be made one (replies,
    photographs, voices).

    Where one of a few is chosen it is the majority, which everybody can follow by hand.
    """
    named = methods().get(_DEFAULTS.get(kind, "majority"))
    if named is not None and named.applies(kind, settings):
        return named
    return next((one for one in methods().values() if one.applies(kind, settings)), None)
