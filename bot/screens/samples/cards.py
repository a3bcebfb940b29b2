"""Samples of what is looked up: money, history, rules, help."""

from __future__ import annotations

from dataclasses import replace

from bot import kinds
from bot.domain.outcomes import Outcome, worker
from bot.screens.samples.facts import (
    languages,
    of_kind,
    offer,
    read_aloud,
    settings,
    shot,
    title,
    use,
)


def samples() -> tuple[tuple[str, Outcome], ...]:
    """(What it shows, outcome)."""
    line = worker.Line(1_790_000_000_000, "pay_answer", 40_000, 1_280_000)
    answered = worker.Answered(
        1_790_000_000_000, title, "choice", settings, languages, "road", 40_000, "answered"
    )
    multi = of_kind("multi")
    nothing = replace(answered, kind="multi", settings=multi.settings, languages=multi.languages, answer=[])
    movements = ("pay_gold", "pay_practice", "pay_reading", "pay_side", "pay_late", "pay_goodwill", "payout")
    lines = (line, *(worker.Line(1_790_000_000_000, name, 20_000, 1_240_000) for name in movements))
    example = worker.Example(
        True, "A wide street with two cars.", "road", {"en": "The street fills it.", "ar": "الشارع يملؤها."}
    )
    return (
        ("Who asks", worker.WhoAsks(offer)),
        *((f"Who asks: a language to know, {skills}", worker.WhoAsks(replace(offer, needed={"ar": skills}, use=use, source="People of Nairobi")))
          for skills in ("r", "w", "rs", "ws", "rws")),
        ("Who asks, under terms of their own", worker.WhoAsks(replace(offer, licence="LicenseRef-market-2026", resale_percent=20))),
        ("Who asks, in their words", worker.WhoAsks(offer, requester="Night Market Maps", about="A club in Nairobi that maps markets.")),
        ("Who asks, for whom", worker.WhoAsks(replace(offer, on_behalf_of="Map Trust", answers=0))),
        ("No examples", worker.Examples((), "choice", settings, languages)),
        ("Examples with a picture", worker.Examples((example, worker.Example(False, "media/1.jpg", "plants", example.why)), "choice", settings, languages, shot)),
        ("Examples of photographs", worker.Examples(tuple(worker.Example(right, "media/1.jpg", "-", example.why) for right in (True, False)), "photo", {}, languages, shot)),
        ("Examples", worker.Examples((example, worker.Example(False, "media/1.jpg", "plants", example.why)), "choice", settings, languages)),
        ("Money", worker.Money(1_280_000, 400_000, 3_200_000, True)),
        ("No money yet", worker.Money(0, 0, 0, False)),
        ("Statement", worker.Statement(lines, 1_280_000)),
        ("Empty statement", worker.Statement((), 0)),
        ("History", worker.History((answered, replace(answered, state="undone"), nothing), 3)),
        ("History of what was made", worker.History((_of_making(answered, "photo"), _of_making(answered, "voice"), _nowhere(answered)), 3)),
        ("History of every kind", worker.History(tuple(_of_history(answered, name) for name in kinds.kinds()), 3)),
        ("Empty history", worker.History((), 0)),
        ("Own data", worker.MyData("{}")),
        ("Privacy", worker.Privacy()),
        ("The rules", worker.Rules()),
        ("Help, read aloud", worker.Help(spoken=read_aloud)),
        ("Heard", worker.Heard(read_aloud)),
        ("Heard, as always", worker.Heard(replace(read_aloud, along=True))),
        ("Nothing to hear", worker.Heard()),
        ("Always with its voice", worker.Heard(how="always")),
        ("With its voice by a key", worker.Heard(how="key")),
        ("Help", worker.Help()),
        ("Help for somebody who may choose hard content", worker.Help(hard=True)),
        ("Help for somebody who decides cases", worker.Help(hard=True, decides=True)),
        ("Help for somebody who brings work", worker.Help(brings_work=True)),
        ("What time it is, asked", worker.Clock()),
        ("What time it is not", worker.Clock(written="27")),
        ("What time it is", worker.Clock("14:30")),
        ("About", worker.About()),
        ("Official", worker.Official()),
    )  # fmt: skip


def _of_history(answered: worker.Answered, name: str) -> worker.Answered:
    """The known answer of a kind's example, as a line of the history."""
    task, kind = of_kind(name), kinds.kinds()[name]
    answer = kind.read_gold(kinds.spec(name, task.settings, task.languages), kind.example["gold"])
    return replace(answered, kind=name, settings=task.settings, languages=task.languages, answer=answer)


def _of_making(answered: worker.Answered, name: str) -> worker.Answered:
    """Something a person made, as a line of the history."""
    answer = {"file": "0" * 64, "width": 1280, "height": 960, "seconds": 12, "doubts": []}
    task = of_kind(name)
    return replace(answered, kind=name, settings=task.settings, languages=task.languages, answer=answer)


def _nowhere(answered: worker.Answered) -> worker.Answered:
    """Nothing there, as a line of the history."""
    task, answer = of_kind("grid"), {"cells": [], "columns": 4, "rows": 3}
    return replace(answered, kind="grid", settings=task.settings, languages=task.languages, answer=answer)
