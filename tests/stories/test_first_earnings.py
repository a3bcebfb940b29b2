"""A worker's first earnings, from the first message on: three kinds of work, a restart, and the money in the book."""

import json
from collections import Counter

from tests.stories.program import PRICES, Person, Program, promised


def works(person: Person, count: int) -> list[int]:
    """Answers some tasks; what each message said was paid."""
    return [promised(person.answers()) for _ in range(count)]


def to_other_work(person: Person) -> None:
    """Leaves the pack for another one."""
    person.presses("More")
    person.hears("Your question")
    person.presses("Other work")
    person.hears("each.")


def test_a_new_person_earns_with_three_kinds_of_work_and_the_book_says_the_same(either: Program) -> None:
    """From /start to twelve answers, with a restart in mid-task; every cent that was told is in the book."""
    amina = either.person()
    assert "$0.04 each" in amina.joins()
    amina.takes_up("What covers the photo?")
    told = works(amina, 4)
    to_other_work(amina)
    amina.takes_up("Handwritten digits")
    told += works(amina, 4)
    to_other_work(amina)
    amina.takes_up("What is the review about?")
    told += works(amina, 2)
    chosen = [one.split(" ", 1)[1] for one in amina.labels()[:2]]
    amina.presses(chosen[0])
    either.quiet()
    before = amina.shown().splitlines()[-2]
    either.restart()
    amina.presses("More")
    amina.hears("Your question")
    amina.writes("/tasks")
    again = amina.hears(before)
    assert f"You chose {chosen[0]}." in again
    amina.presses(chosen[1])
    amina.presses("Done")
    told.append(promised(amina.hears("Saved, +")))
    answers = amina.answered()
    assert len(json.loads(answers[-1]["value"])) == 2
    told += works(amina, 1)
    answers = amina.answered()
    assert Counter(one["pack"] for one in answers) == dict.fromkeys(PRICES, 4)
    assert [one["paid"] for one in answers] == [PRICES[one["pack"]] for one in answers]
    assert amina.balance() == sum(told) > sum(one["paid"] for one in answers)
    amina.writes("/money")
    assert f"You have ${amina.balance() / 1_000_000:.2f}." in amina.hears()
