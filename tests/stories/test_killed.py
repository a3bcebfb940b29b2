"""kill -9 at every point of one answer, and at random under load: nothing lost, nothing doubled, the same question."""

import os
import random
import threading

import pytest

from tests.stories.killed import POINTS, killed_at
from tests.stories.program import PRICES, Person, Program, spawned, words_of

KILLS = int(os.environ.get("CHAOS_KILLS", "2"))
RANDOM_KILLS = KILLS * KILLS // 2  # 2 in `make test`, 200 in `make chaos`
RUN_KILLS = min(RANDOM_KILLS, 20)  # a day's work of five people lasts about so long
SENDS_HELD = ("during_send",)
pytestmark = pytest.mark.chaos


@pytest.fixture
def amina(either: Program) -> Person:
    """Somebody at a task with keys; the program is stopped."""
    person = either.person()
    person.joins()
    person.takes_up("What covers the photo?")
    either.stop()
    return person


@pytest.mark.parametrize("point", POINTS)
def test_a_kill_at_any_point_of_an_answer_loses_and_doubles_nothing(point: str, amina: Person) -> None:
    """After each kill and restart: one answer more, paid once, and the open question is on the phone."""
    program = amina.program
    for kill in range(1, KILLS + 1):
        if point in SENDS_HELD and kill % 2:
            program.sandbox.faults(seed=kill, delay=1.0, delay_s=0.2)
        amina.presses("Plants")
        killed_at(point, program)
        program.sandbox.faults()
        program.start()
        amina.heard()
        assert len(amina.answered()) == kill
        asked = program.rows("SELECT count(*) AS n FROM questions WHERE settled_at IS NULL")
        assert asked == [{"n": 1}] and amina.mark() == amina.current_mark()
        assert amina.mark() in words_of(amina.phone.last())
        program.proved()
        program.stop()
    program.start()
    amina.answers()
    paid = sum(one["paid"] for one in amina.answered())
    reading = program.rows(
        "SELECT coalesce(sum(amount), 0) AS paid FROM transfers WHERE movement = 'pay_reading'"
    )
    assert paid == (KILLS + 1) * PRICES["street-photos"] and amina.balance() == paid + reading[0]["paid"]


@pytest.mark.parametrize("seed", range(max(1, RANDOM_KILLS // RUN_KILLS)))
def test_kills_at_random_moments_under_load_lose_and_double_nothing(seed: int, program: Program) -> None:
    """Five people press on while the program is killed again and again; each press is an answer, paid once."""
    people = [program.person(3001 + number, f"Person {number}") for number in range(5)]
    for person in people:
        person.joins()
        person.takes_up("What covers the photo?")
    program.stop()
    dice, ended = random.Random(seed), threading.Event()
    pressed = [set[str]() for _ in people]

    def presses(person: Person, done: set[str]) -> None:
        while not ended.wait(dice.uniform(0.05, 0.5)):
            label = next((one for one in person.labels() if "Plants" in one), None)
            if label is not None and (label not in done or dice.random() < 0.1):
                done.add(label)
                person.writes(label)

    threads = [threading.Thread(target=presses, args=pair) for pair in zip(people, pressed, strict=True)]
    for thread in threads:
        thread.start()
    try:
        for _ in range(RUN_KILLS):
            made = program.polled()
            doomed = spawned(program)
            program.polls_after(made)
            ended.wait(dice.uniform(0.0, 0.7))
            doomed.kill()
            doomed.join()
    finally:
        ended.set()
        for thread in threads:
            thread.join()
    program.start()
    program.quiet()
    for person, labels in zip(people, pressed, strict=True):
        assert len(person.answered()) == len(labels)
        assert person.mark() == person.current_mark()
