"""Summary: everything a report tells of a pack's results, as numbers. What would point at one person is left out."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from bot import kinds
from bot.domain import limits
from bot.domain.quality import median_of_medians
from bot.domain.results import Agreed, Json, ResultAnswer, Results
from bot.results import accuracy, agreement
from bot.results.accuracy import Compared, Score
from bot.results.agreement import ClassAgreement
from bot.results.methods.parts import parts_of
from bot.results.votes import Votes, by_task, counted, is_label, votes, written

bars_max = 12  # different answers that are shown; what is rarer is one bar
points_max = 40  # of the progress line
confusion_max = 12  # classes that a table on a phone has room for
language_people_min = 3  # a language that fewer people use is not named
alike_tasks_max = 2_000  # of a large pack the first ones; likeness is reckoned pair by pair

Labelled = tuple[Json, int]


@dataclass(frozen=True, slots=True)
class Question:
    """What one question's answers are like; a form has several. `name` is "" where there is but one."""

    name: str
    kind: str
    settings: Mapping[str, Json]
    bars: tuple[Labelled, ...]  # answer → how often, the most frequent first
    rarer: int  # how many answers are behind no bar
    numbers: tuple[float, ...]  # the answers where they are numbers, sorted
    alpha: float | None
    alike: float | None  # mean likeness of two answers to one task
    classes: tuple[ClassAgreement, ...]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with enough gold to be told of: a share right and micro-units an hour; no name."""

    share: float
    hourly: int


@dataclass(frozen=True, slots=True)
class Summary:
    """A pack's results in numbers. Times in ms, amounts in micro-units."""

    tasks: int
    tasks_answered: int
    answers: int
    people: int
    roles: Mapping[str, int]  # answers by the role of their task
    skipped: int
    aside: int
    reported: tuple[tuple[str, int], ...]
    late: int
    progress: tuple[tuple[int, int], ...]  # until when → answers so far
    questions: tuple[Question, ...]
    gold: Score
    confusion: (
        tuple[tuple[Json, ...], tuple[tuple[int, ...], ...]] | None
    )  # labels; rows known, columns given
    persons: tuple[Person, ...]
    median_ms: int | None
    hourly: int | None
    paid: int
    languages: tuple[tuple[str, int], ...]
    languages_few: int  # people whose language is not named
    agreed: int
    confidence: float | None


@dataclass(slots=True)
class _Tally:
    """What one reading of the answers counts; a few numbers per answer are held, and no answer itself."""

    roles: Counter[str] = field(default_factory=Counter)
    statuses: Counter[str] = field(default_factory=Counter)
    grounds: Counter[str] = field(default_factory=Counter)
    answered: set[str] = field(default_factory=set)
    people: set[str] = field(default_factory=set)
    aside: int = 0
    late: int = 0
    paid: int = 0
    arrived: array[int] = field(default_factory=lambda: array("q"))
    times: dict[str, array[int]] = field(default_factory=dict)  # ms, by person
    earned: Counter[str] = field(default_factory=Counter)  # in those times

    def count(self, one: ResultAnswer, role: str) -> None:
        """One answer more."""
        self.statuses[one.status] += 1
        self.paid += one.paid
        if one.status == "reported":
            self.grounds[one.ground] += 1
        if one.status != "accepted":
            return
        self.roles[role] += 1
        self.people.add(one.worker)
        self.arrived.append(one.arrived_at)
        self.late += one.late
        if role == "task":
            self.answered.add(one.task)
        self.aside += one.aside
        if one.seconds is not None and not one.late:
            taken = round(one.seconds * limits.second)
            self.times.setdefault(one.worker, array("q")).append(taken)
            self.earned[one.worker] += one.paid


def summary(results: Results, agreed: Sequence[Agreed] = ()) -> Summary:
    """The numbers of a report; `agreed` as a method gave it, or nothing."""
    role = {task.key: task.role for task in results.tasks}
    tally = _Tally()
    for one in results.answers:
        tally.count(one, role.get(one.task, "task"))
    middle = _median_ms(tally, results.estimate_s)
    pairs = accuracy.compared(results)
    scores = accuracy.scores(pairs)
    sure = [one.confidence for one in agreed if one.confidence is not None]
    named = {name: count for name, count in results.card.people.items() if count >= language_people_min}
    return Summary(
        tasks=sum(one == "task" for one in role.values()),
        tasks_answered=len(tally.answered),
        answers=tally.statuses["accepted"],
        people=len(tally.people),
        roles=dict(tally.roles),
        skipped=tally.statuses["skipped"],
        aside=tally.aside,
        reported=tuple(tally.grounds.most_common()),
        late=tally.late,
        progress=_progress(results.launched_at, tally.arrived),
        questions=_questions(results),
        gold=accuracy.whole(list(scores.values())),
        confusion=_confusion(results, pairs),
        persons=_persons(tally, scores),
        median_ms=middle,
        hourly=results.price * limits.hour // middle if middle else None,
        paid=tally.paid,
        languages=tuple(sorted(named.items(), key=lambda one: (-one[1], one[0]))),
        languages_few=sum(results.card.people.values()) - sum(named.values()),
        agreed=len(agreed),
        confidence=sum(sure) / len(sure) if sure else None,
    )


def _questions(results: Results) -> tuple[Question, ...]:
    if results.kind == "form":
        return tuple(_question(name, own) for name, own in parts_of(results).items())
    return (_question("", results),)


def _question(name: str, results: Results) -> Question:
    level = agreement.level_of(results.kind)
    whole = is_label(results.kind, results.settings) and results.kind != "number"
    given: Votes | None = votes(results) if level else None
    bars, rarer = _bars(results) if whole or results.kind == "multi" else ((), 0)
    numbers = sorted(float(one.answer or 0) for one in counted(results)) if results.kind == "number" else []
    return Question(
        name=name,
        kind=results.kind,
        settings=results.settings,
        bars=bars,
        rarer=rarer,
        numbers=tuple(numbers),
        alpha=agreement.alpha(given, level) if given and level else None,
        alike=_alike(results),
        classes=agreement.classes(given) if given and whole and len(given.labels) <= bars_max else (),
    )


def _bars(results: Results) -> tuple[tuple[Labelled, ...], int]:
    """How often each answer was given; of lists, how often each option was chosen."""
    counts: Counter[str] = Counter()
    forms: dict[str, Json] = {}
    for one in counted(results):
        for part in one.answer if isinstance(one.answer, list) else [one.answer]:
            label = written(results.kind, part)
            forms.setdefault(label, part)
            counts[label] += 1
    shown = sorted(counts.items(), key=lambda one: (-one[1], one[0]))[:bars_max]
    return tuple((forms[label], count) for label, count in shown), counts.total() - sum(n for _, n in shown)


def _alike(results: Results) -> float | None:
    """The mean over tasks of the mean likeness of two answers."""
    kind = kinds.kinds()[results.kind]
    spec = kinds.spec(results.kind, results.settings, results.languages)
    first = [task for task in results.tasks if task.role == "task"][:alike_tasks_max]
    means = []
    for own in by_task(replace(results, tasks=first)).values():
        found = [
            alike
            for place, one in enumerate(own)
            for other in own[:place]
            if (alike := kind.alike(spec, one.answer, other.answer)) is not None
        ]
        means += [sum(found) / len(found)] if found else []
    return sum(means) / len(means) if means else None


def _confusion(
    results: Results, compared: Sequence[Compared]
) -> tuple[tuple[Json, ...], tuple[tuple[int, ...], ...]] | None:
    """Known against given answers; None where there are too many different ones, or too few answers."""
    pairs = compared if is_label(results.kind, results.settings) else []
    labels = {written(results.kind, one): one for _, known, given, _ in pairs for one in (known, given)}
    if len(pairs) < accuracy.answers_min or not 2 <= len(labels) <= confusion_max or results.kind == "number":
        return None
    order = sorted(labels)
    counts = Counter(
        (written(results.kind, known), written(results.kind, given)) for _, known, given, _ in pairs
    )
    table = tuple(tuple(counts[known, given] for given in order) for known in order)
    return tuple(labels[one] for one in order), table


def _persons(tally: _Tally, scores: Mapping[str, Score]) -> tuple[Person, ...]:
    """People with `accuracy.answers_min` known answers or more, sorted, so that no order tells who is who."""
    found = [
        Person(score.share, tally.earned[worker] * limits.hour // spent)
        for worker, score in scores.items()
        if score.share is not None and (spent := sum(tally.times.get(worker, ())))
    ]
    return tuple(sorted(found, key=lambda one: (one.share, one.hourly)))


def _median_ms(tally: _Tally, estimate_s: int) -> int | None:
    """The median of persons' medians, None under ten people."""
    times = ((person, taken) for person, own in enumerate(tally.times.values()) for taken in own)
    return median_of_medians(times, estimate_s, limits.median_people_min)


def _progress(begin: int, arrived: Sequence[int]) -> tuple[tuple[int, int], ...]:
    """Answers so far at evenly spaced times from the launch to the last answer."""
    if not arrived:
        return ()
    end = max(arrived)
    begin = min(begin or min(arrived), min(arrived))
    step = max(1, (end - begin) / points_max)
    bins = Counter(min(points_max - 1, int((one - begin) / step)) for one in arrived)
    found, so_far = [(begin, 0)], 0
    for place in range(points_max):
        so_far += bins[place]
        found.append((round(begin + (place + 1) * step), so_far))
    return tuple(found)
