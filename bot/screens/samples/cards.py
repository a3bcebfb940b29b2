"""Samples of what is looked up: money, history, rules, help."""

from __future__ import annotations

from dataclasses import replace

from bot import kinds
from bot.domain.outcomes import Outcome
from bot.domain.outcomes.worker import (
    About,
    Answered,
    Example,
    Examples,
    Help,
    History,
    Line,
    Money,
    MyData,
    Rules,
    Statement,
    Support,
    WhoAsks,
)
from bot.screens.samples.facts import (
    languages,
    of_kind,
    offer,
    settings,
    shot,
    title,
    use,
)


def samples() -> tuple[tuple[str, Outcome], ...]:
    """(What it shows, outcome)."""
    line = Line(1_790_000_000_000, "pay_answer", 40_000, 1_280_000)
    answered = Answered(1_790_000_000_000, title, "choice", settings, languages, "road", 40_000, "answered")
    multi = of_kind("multi")
    nothing = replace(answered, kind="multi", settings=multi.settings, languages=multi.languages, answer=[])
    movements = ("pay_gold", "pay_practice", "pay_reading", "pay_side", "pay_late", "pay_goodwill", "payout")
    lines = (line, *(Line(1_790_000_000_000, name, 20_000, 1_240_000) for name in movements))
    example = Example(
        True, "A wide street with two cars.", "road", {"en": "The street fills it.", "ar": "الشارع يملؤها."}
    )
    return (
        ("Who asks", WhoAsks(offer)),
        *((f"Who asks: a language to know, {skills}", WhoAsks(replace(offer, needed={"ar": skills}, use=use, source="People of Nairobi")))
          for skills in ("r", "w", "rs", "ws", "rws")),
        ("Who asks, in their words", WhoAsks(offer, requester="Night Market Maps", about="A club in Nairobi that maps markets.")),
        ("Who asks, for whom", WhoAsks(replace(offer, on_behalf_of="Map Trust", answers=0))),
        ("No examples", Examples((), "choice", settings, languages)),
        ("Examples with a picture", Examples((example, Example(False, "media/1.jpg", "plants", example.why)), "choice", settings, languages, shot)),
        ("Examples of photographs", Examples(tuple(Example(right, "media/1.jpg", "-", example.why) for right in (True, False)), "photo", {}, languages, shot)),
        ("Examples", Examples((example, Example(False, "media/1.jpg", "plants", example.why)), "choice", settings, languages)),
        ("Money", Money(1_280_000, 400_000, 3_200_000, True)),
        ("No money yet", Money(0, 0, 0, False)),
        ("Statement", Statement(lines, 1_280_000)),
        ("Empty statement", Statement((), 0)),
        ("History", History((answered, replace(answered, state="undone"), nothing), 3)),
        ("History of what was made", History((_of_making(answered, "photo"), _of_making(answered, "voice"), _nowhere(answered)), 3)),
        ("History of every kind", History(tuple(_of_history(answered, name) for name in kinds.kinds()), 3)),
        ("Empty history", History((), 0)),
        ("Own data", MyData("{}")),
        ("The rules", Rules()),
        ("Help", Help(True)),
        ("Help for somebody who brings work", Help(True, brings_work=True)),
        ("Somebody to talk to", Support()),
        ("About", About()),
    )  # fmt: skip


def _of_history(answered: Answered, name: str) -> Answered:
    """The known answer of a kind's example, as a line of the history."""
    task, kind = of_kind(name), kinds.kinds()[name]
    answer = kind.read_gold(kinds.spec(name, task.settings, task.languages), kind.example["gold"])
    return replace(answered, kind=name, settings=task.settings, languages=task.languages, answer=answer)


def _of_making(answered: Answered, name: str) -> Answered:
    """Something a person made, as a line of the history."""
    answer = {"file": "0" * 64, "width": 1280, "height": 960, "seconds": 12, "doubts": []}
    task = of_kind(name)
    return replace(answered, kind=name, settings=task.settings, languages=task.languages, answer=answer)


def _nowhere(answered: Answered) -> Answered:
    """Nothing there, as a line of the history."""
    task, answer = of_kind("grid"), {"cells": [], "columns": 4, "rows": 3}
    return replace(answered, kind="grid", settings=task.settings, languages=task.languages, answer=answer)
