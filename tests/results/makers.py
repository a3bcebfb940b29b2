"""Makers of results: a small pack's tasks and answers, as if people had given them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.domain.results import Card, ResultAnswer, Results, ResultTask, Version
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


CARD = Card(
    on_behalf_of="Harbour & Sons <Maps>",
    trains={"en": "A free map"},
    afterwards={"en": "Results are published"},
    licence="CC-BY-4.0",
    versions=(Version(1, "ab" * 32, BEGAN), Version(2, "cd" * 32, BEGAN)),
    people={"en": 9, "sw": 3, "fr": 1},
    read_at=BEGAN + 10**8,
)


def streets() -> Results:
    """Twelve people's answers to thirty tasks, ten of them gold; some skipped, reported, late, set aside."""
    given = {f"t{number}": [] for number in range(30)}
    gold = {f"t{number}": OPTIONS[number % 4] for number in range(10)}
    answers = [
        answer(
            task * 12 + worker,
            f"t{task}",
            f"w{worker}",
            OPTIONS[task % 4 if (task + worker) % 5 else (task + 1) % 4],
            seconds=6.0 + worker,
            aside=worker == 11,
            late=worker == 3 and task == 2,
        )
        for task in range(30)
        for worker in range(12)
    ]
    other = [
        answer(9000, "t1", "", None, status="skipped", columns={}, paid=0),
        answer(9001, "t2", "w1", None, status="reported", ground="unclear", columns={}),
    ]
    return results("choice", given, gold=gold, answers=tuple(answers + other), card=CARD)


def reported() -> list[Results]:
    """Packs whose reports together hold every sentence that a report can say."""
    whole = streets()
    practice = replace(whole.tasks[-1], role="practice")
    differing = {f"t{number}": list(OPTIONS) for number in range(12)}
    nearly = {
        f"t{number}": ["road"] * 14 + ["plants"] if number % 2 else ["plants"] * 14 + ["road"]
        for number in range(12)
    }
    rare = [f"answer {number}" for number in range(15)]
    return [
        replace(whole, tasks=(*whole.tasks[:-1], practice)),
        results("choice", differing),
        results("choice", nearly),
        results("choice", {"a": ["road", "road"], "b": ["plants", "plants"]}),
        results("text", {"a": rare}),
        results("reply", {"a": ["Put it here.", "There, please."]}),
        results("number", {"a": ["1", "2"]}),
    ]
