"""Dawid–Skene: the paper's own example comes out as published, and known confusions are found again."""

import numpy as np
import pytest

from bot.domain.refusals.results import TooManyAnswers
from bot.results.methods import dawid_skene
from bot.results.methods.dawid_skene import METHOD, fit
from bot.results.votes import Votes
from tests.results.crowd import crowd, matrix
from tests.results.makers import results

# Table 1 of the paper: 45 patients; the first anaesthetist's three ratings, then the other four's, fitness 1 to 4.
PATIENTS = """
111 1 1 1 1|333 4 3 3 4|112 2 1 2 2|222 3 1 2 1|222 3 2 2 2|222 3 3 2 2|122 2 1 1 1|333 3 4 3 3|222 2 2 2 3
232 2 2 2 3|444 4 4 4 4|222 3 3 4 3|111 1 1 1 1|222 3 2 1 2|121 1 1 1 1|111 2 1 1 1|111 1 1 1 1|111 1 1 1 1
222 2 2 2 1|222 1 3 2 2|222 2 2 2 2|222 2 2 2 1|222 3 2 2 2|221 2 2 2 2|111 1 1 1 1|111 1 1 1 1|232 2 2 2 2
111 1 1 1 1|111 1 1 1 1|112 1 1 2 1|111 1 1 1 1|333 3 2 3 3|111 1 1 1 1|222 2 2 2 2|222 3 2 3 2|433 4 3 4 3
221 2 2 3 2|232 3 2 3 3|333 3 4 3 2|111 1 1 1 1|111 1 1 1 1|121 2 1 1 1|232 2 2 2 2|121 1 1 1 1|222 2 2 2 2
"""


def anaesthetists() -> Votes:
    """The paper's ratings as votes."""
    rows = [
        (patient, observer, int(rating) - 1)
        for patient, line in enumerate(PATIENTS.strip().replace("\n", "|").split("|"))
        for observer, ratings in enumerate(line.split())
        for rating in ratings
    ]
    task, worker, label = (np.array(column, dtype=np.int64) for column in zip(*rows, strict=True))
    names = tuple(str(patient + 1) for patient in range(45))
    return Votes(names, ("1", "2", "3", "4", "5"), (1, 2, 3, 4), task, worker, label)


def test_the_papers_anaesthetists_have_their_published_shares() -> None:
    """Fitness 1 to 4 of the 45 patients: 0.40, 0.42, 0.11 and 0.07."""
    found = fit(anaesthetists(), smoothing=0)
    assert found.shares.round(2).tolist() == [0.40, 0.42, 0.11, 0.07]
    assert found.rounds < dawid_skene.rounds_max


def test_the_papers_first_anaesthetist_has_the_published_errors() -> None:
    """Of true 1s, 2s and 3s they say 0.89, 0.88 and 0.66 right: Table 2 of the paper."""
    found = fit(anaesthetists(), smoothing=0)
    errors = found.matrix(0)
    assert errors.sum(axis=1) == pytest.approx(1)
    assert errors[:3].round(2).tolist() == [[0.89, 0.11, 0, 0], [0.07, 0.88, 0.05, 0], [0, 0.34, 0.66, 0]]


def test_known_confusions_are_found_again() -> None:
    """Forty people of four sorts over two thousand digits: each matrix is found to less than a tenth."""
    sorts = ["careful"] * 16 + ["hasty"] * 12 + ["swapping"] * 8 + ["guessing"] * 4
    given, _, truth = crowd(np.arange(2000) % 10, sorts, 5, seed=7)
    found = fit(given)
    assert (found.classes.argmax(axis=1) == truth).mean() > 0.97
    swapping = np.mean([found.matrix(worker) for worker in range(28, 36)], axis=0)
    assert swapping == pytest.approx(matrix("swapping"), abs=0.08)
    guessing = np.mean([found.matrix(worker) for worker in range(36, 40)], axis=0)
    assert guessing == pytest.approx(matrix("guessing"), abs=0.08)


def test_a_certain_class_stays_certain_for_very_many_answers() -> None:
    """Four hundred answers to one task neither overflow nor vanish."""
    votes = Votes(
        ("t",),
        tuple(map(str, range(400))),
        ("a", "b"),
        np.zeros(400, int),
        np.arange(400),
        np.arange(400) % 40 // 39,
    )
    found = fit(votes)
    assert found.classes[0] == pytest.approx([1, 0], abs=1e-6)
    assert np.isfinite(found.errors).all()


def test_too_many_different_answers_are_refused_before_memory_is_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Three tasks with three different texts are nine cells; where eight are the most, it says so."""
    monkeypatch.setattr(dawid_skene, "cells_max", 8)
    with pytest.raises(TooManyAnswers):
        METHOD.aggregate(results("text", {key: [key] for key in "abc"}))


def test_an_aggregate_tells_the_likeliest_answer_with_its_probability() -> None:
    """Three of four say road; that is the answer, its confidence a probability, its columns the kind's."""
    one, two = METHOD.aggregate(
        results("choice", {"a": ["road", "road", "people", "road"], "b": ["plants"] * 4})
    )
    assert (one.task, one.answer, one.answers, one.columns) == ("a", "road", 4, {"answer": "road"})
    assert one.confidence is not None and 0.5 < one.confidence <= 1
    assert two.answer == "plants"
    assert METHOD.aggregate(results("choice", {})) == ()
