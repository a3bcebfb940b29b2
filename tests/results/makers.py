"""Makers of results: a small pack's tasks and answers, as if people had given them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.domain.results import ResultAnswer, Results, ResultTask
from tests.makers import SETTINGS

PRICE = 40_000
BEGAN = 1_770_000_000_000

OPTIONS = ("road", "building", "people", "plants")
CHOICE = {"options": [{"code": one, "label": {"en": one.capitalize(), "sw": one.upper()}} for one in OPTIONS]}


def answer(number: int, task: str, worker: str, said: Any, **changed: Any) -> ResultAnswer:
    """One final answer; the numbers say when it came."""
    fields: dict[str, Any] = {
        "id": f"{number:06}",
        "task": task,
        "worker": worker,
        "status": "accepted",
        "answer": said,
        "columns": {"answer": said},
        "offered_at": BEGAN + number * 60_000,
        "arrived_at": BEGAN + number * 60_000 + 8_000,
        "seconds": 8.0,
        "version": "a" * 64,
        "paid": PRICE,
    }
    return ResultAnswer(**{**fields, **changed})


def results(
    kind: str,
    given: Mapping[str, Sequence[Any]],
    *,
    gold: Mapping[str, Any] | None = None,
    settings: Mapping[str, Any] | None = None,
    texts: Mapping[str, str] | None = None,
    **changed: Any,
) -> Results:
    """Results of a pack: what was said to each task by w0, w1, …; tasks in `gold` are known ones."""
    known, words = gold or {}, texts or {}
    tasks = tuple(
        ResultTask(key, "gold" if key in known else "task", {"en": words.get(key, "")}, gold=known.get(key))
        for key in given
    )
    numbered = [(key, f"w{place}", said) for key, own in given.items() for place, said in enumerate(own)]
    answers = tuple(answer(number, *one) for number, one in enumerate(numbered))
    fields: dict[str, Any] = {
        "pack": "streets",
        "kind": kind,
        "settings": settings
        if settings is not None
        else CHOICE
        if kind == "choice"
        else SETTINGS.get(kind, {}),
        "languages": ("en", "sw"),
        "title": {"en": "About streets"},
        "instruction": {"en": "Look."},
        "question": {"en": "What is it?"},
        "asks": "Night Market Maps",
        "currency": "USD",
        "price": PRICE,
        "estimate_s": 15,
        "overlap": 3,
        "lease_h": 24,
        "launched_at": BEGAN,
        "tasks": tasks,
        "answers": answers,
    }
    return Results(**{**fields, **changed})
