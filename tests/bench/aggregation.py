"""How long Dawid–Skene takes on a large pack, beside the same EM written plainly, and how much better than counting.

100,000 tasks, five answers each of ten digits, by a crowd with a third of people who mix up 4 and 9. The plain reference
keeps a dense table (tasks, workers, classes) away by looping over answers in Python; it does some rounds on a part of
the tasks, and both are told as seconds for a million answers a round.
"""

from __future__ import annotations

import math
import time
from dataclasses import dataclass

import numpy as np

from bot.domain.results import ResultAnswer, Results, ResultTask
from bot.results.methods import dawid_skene, majority
from bot.results.votes import Votes
from tests.bench.figures import Figures, ratios, short, spread
from tests.bench.part import Part, Row, spanned
from tests.results.crowd import CLASSES, crowd
from tests.results.makers import answer, results

people_each = 100  # tasks per person


@dataclass(frozen=True, slots=True)
class Size:
    """How much is measured."""

    tasks: int = 100_000
    overlap: int = 5
    rounds: int = 3
    plain_tasks: int = 2_000
    plain_rounds: int = 3


def measure(size: Size) -> Figures:
    """Seconds on one core, the ratio to the plain reference, and the share of tasks that came out right."""
    people = max(20, size.tasks * size.overlap // people_each)
    sorts = (["careful"] * 10 + ["hasty"] * 10 + ["swapping"] * 12 + ["guessing"] * 4) * (people // 36 + 1)
    given, _, truth = crowd(np.arange(size.tasks) % CLASSES, sorts[:people], size.overlap, seed=1)
    part, _, _ = crowd(np.arange(size.plain_tasks) % CLASSES, sorts[:36], size.overlap, seed=2)
    fits, ours, plain = [], [], []
    for _ in range(size.rounds):
        seconds, found = _timed(given)
        fits.append(seconds)
        ours.append(seconds / found.rounds / len(given.task) * 1e6)
        plain.append(_plain_s(part, size.plain_rounds) / size.plain_rounds / len(part.task) * 1e6)
    whole_s = _whole(given)
    return {
        "tasks": size.tasks,
        "answers": len(given.task),
        "people": len(given.workers),
        "fit_s": spread(fits),
        "em_rounds": found.rounds,
        "file_to_answers_s": short(whole_s),
        "s_a_million_answers_a_round": spread(ours),
        "plain_s_a_million_answers_a_round": spread(plain),
        "ratio_plain_to_ours": ratios(plain, ours),
        "right_by_majority": short(float((majority.winners(given)[0] == truth).mean())),
        "right_by_dawid_skene": short(float((found.classes.argmax(axis=1) == truth).mean())),
    }


def _timed(given: Votes) -> tuple[float, dawid_skene.Fit]:
    started = time.process_time()
    found = dawid_skene.fit(given)
    return time.process_time() - started, found


def _whole(given: Votes) -> float:
    """From answers as they are read out to agreed answers with their columns."""
    pack = _results(given)
    started = time.process_time()
    dawid_skene.METHOD.aggregate(pack)
    return time.process_time() - started


def _results(given: Votes) -> Results:
    settings = {"length_max": 1}
    tasks = tuple(ResultTask(key, "task") for key in given.tasks)
    answers: tuple[ResultAnswer, ...] = tuple(
        answer(number, given.tasks[task], given.workers[worker], given.labels[label])
        for number, (task, worker, label) in enumerate(
            zip(given.task, given.worker, given.label, strict=True)
        )
    )
    return results("text", {}, settings=settings, tasks=tasks, answers=answers)


def _plain_s(given: Votes, rounds: int) -> float:
    """Seconds of processor for some rounds of the same EM with lists and loops."""
    started = time.process_time()
    plain(given, rounds)
    return time.process_time() - started


def plain(given: Votes, rounds: int, smoothing: float = dawid_skene.smoothing_default) -> list[list[float]]:
    """Dawid and Skene's EM as one would write it down: the classes' probabilities of each task."""
    size = len(given.labels)
    rows = list(zip(given.task.tolist(), given.worker.tolist(), given.label.tolist(), strict=True))
    classes = [[0.0] * size for _ in given.tasks]
    for task, _, label in rows:
        classes[task][label] += 1
    classes = [[one / sum(own) for one in own] for own in classes]
    for _ in range(rounds):
        shares = [sum(own[k] for own in classes) / len(classes) for k in range(size)]
        errors = [[[smoothing] * size for _ in range(size)] for _ in given.workers]
        for task, worker, label in rows:
            for k in range(size):
                errors[worker][k][label] += classes[task][k]
        errors = [[[one / sum(line) for one in line] for line in own] for own in errors]
        logs = [[math.log(max(share, 1e-300)) for share in shares] for _ in given.tasks]
        for task, worker, label in rows:
            for k in range(size):
                logs[task][k] += math.log(errors[worker][k][label])
        for place, own in enumerate(logs):
            most = max(own)
            parts = [math.exp(one - most) for one in own]
            classes[place] = [one / sum(parts) for one in parts]
    return classes


def lines(found: Figures) -> list[str]:
    """The main figures for people."""
    return [
        f"  Dawid–Skene: {found['answers']} answers in {found['fit_s']['median']:g} s of processor ({found['em_rounds']} rounds), "
        f"{found['file_to_answers_s']:g} s from answers to columns; plainly written it takes "
        f"{found['ratio_plain_to_ours']['median']:g} times as long a round",
        f"  right: {found['right_by_majority']:g} by majority, {found['right_by_dawid_skene']:g} by Dawid–Skene",
    ]


def rows(found: Figures) -> list[Row]:
    """What a million answers take."""
    return [
        Row(
            "Dawid–Skene, a million answers, one round of EM",
            f"{spanned(found['s_a_million_answers_a_round'])} s of processor",
            f"the same EM written plainly: {spanned(found['plain_s_a_million_answers_a_round'])} s",
        )
    ]


parts = (Part("aggregation", "Answers made one", lambda folder, long: measure(Size()), lines, rows),)
