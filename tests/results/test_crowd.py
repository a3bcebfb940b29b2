"""A simulated crowd on the sample pack of digits: learning what people mix up beats counting heads."""

import csv
from pathlib import Path

import numpy as np
import pytest

from bot.results.methods import dawid_skene, majority
from tests.results.crowd import crowd

DIGITS = Path(__file__).parents[2] / "taskpacks" / "digits" / "tasks.csv"
SORTS = ["careful"] * 10 + ["hasty"] * 10 + ["swapping"] * 12 + ["guessing"] * 4


def digits() -> list[int]:
    """What the pack's pictures show: their names begin with it."""
    with DIGITS.open(encoding="utf-8") as file:
        return [int(Path(row["picture"]).name[0]) for row in csv.DictReader(file)]


@pytest.mark.parametrize(("overlap", "by_head_most", "learned_least"), [(3, 0.87, 0.93), (5, 0.94, 0.985)])
def test_dawid_skene_beats_the_majority_on_the_digits(
    overlap: int, by_head_most: float, learned_least: float
) -> None:
    """A third of the people call 4s nines and 9s fours: the majority follows them often, Dawid and Skene do not.

    Twenty passes over the pack's 51 pictures. Eight seeds gave 0.85 to 0.86 against 0.94 to 0.96 with three answers
    each, and 0.91 to 0.93 against 0.99 to 1.00 with five.
    """
    for seed in (1, 2, 3):
        given, _, truth = crowd(digits() * 20, SORTS, overlap, seed)
        by_head = (majority.winners(given)[0] == truth).mean()
        learned = (dawid_skene.fit(given).classes.argmax(axis=1) == truth).mean()
        assert by_head < by_head_most and learned > learned_least, (seed, by_head, learned)


def test_dawid_skene_too_is_led_astray_when_most_weight_is_wrong() -> None:
    """Its weakness, kept in view: no method without known answers can tell which of two equal camps is right."""
    sorts = ["careful"] * 8 + ["hasty"] * 8 + ["swapping"] * 16 + ["guessing"] * 4
    given, _, truth = crowd(digits() * 40, sorts, 5, seed=1)
    learned = dawid_skene.fit(given).classes.argmax(axis=1)
    fours_and_nines = np.isin(truth, (4, 9))
    assert (learned == truth)[fours_and_nines].mean() < 0.1
    assert (learned == truth)[~fours_and_nines].mean() > 0.98


def test_dawid_skene_is_no_worse_than_the_majority_among_careful_people() -> None:
    """Where nobody mixes anything up both find nearly all."""
    given, _, truth = crowd(digits() * 10, ["careful"] * 12, 3, seed=4)
    by_head = (majority.winners(given)[0] == truth).mean()
    learned = (dawid_skene.fit(given).classes.argmax(axis=1) == truth).mean()
    assert min(by_head, learned) > 0.98 and learned >= by_head - 0.005


def test_a_crowd_says_what_its_matrices_say() -> None:
    """The same seed gives the same votes, everybody answers a task once, and careful people are nearly always right."""
    given, _, truth = crowd(np.arange(500) % 10, ["careful"] * 4, 3, seed=5)
    again, _, _ = crowd(np.arange(500) % 10, ["careful"] * 4, 3, seed=5)
    assert (given.label == again.label).all()
    assert len({(task, worker) for task, worker in zip(given.task, given.worker, strict=True)}) == 1500
    assert (given.label == truth[given.task]).mean() > 0.93
