"""Quality without harm, played: tasks get as many answers as they need, and who guesses is helped, then brought other work."""

from pathlib import Path

from tests.stories.program import DAY_S, Person, Program, promised
from tests.stories.requester import COLOURS, brings, starts, write

PRICE = 300_000
GUESSES_MAX = 60
DYNAMIC = {"least": 2, "most": 5, "confidence": 0.8}


def rows() -> list[str]:
    """Six practice rows, twenty whose answer is known, forty open ones; the words name the colour."""
    colours = [COLOURS[number % 4] for number in range(40)]
    rows = [f"p{n},A {one.lower()} hat {n},{one},1,The words say {one.lower()}." for n, one in enumerate(colours[:6])]  # fmt: skip
    rows += [f"g{n},A {one.lower()} box {n},{one},," for n, one in enumerate(colours[:20])]
    return rows + [f"t{n},A {one.lower()} bowl {n},,," for n, one in enumerate(colours)]


def works(program: Program, folder: Path) -> None:
    """The pack runs: half of what is served has a known answer, tasks get two to five answers."""
    brings(program, write(folder, rows(), gold_share=0.5, overlap=DYNAMIC))
    starts(program, "bowls")


def said_colour(person: Person) -> str:
    """The colour that the question on the phone names."""
    asked = person.shown().rpartition("Which colour is it?")[2]
    return next(one for one in COLOURS if one.lower() in asked)


def other_colour(person: Person) -> str:
    """One that it does not name."""
    return next(one for one in COLOURS if one != said_colour(person))


def begins(person: Person) -> None:
    """From /start to the first question of the bowls."""
    person.joins()
    person.takes_up("Colours of bowls")


def answers_with(person: Person, colour: str) -> str:
    """Presses a colour; what has come when all is quiet. A message that came twice is read once."""
    person.presses(colour)
    said = person.heard()[-1]
    assert "Saved, +" in said
    return said


def first_line_paid(said: str) -> int:
    """What a message says was paid: its first line; what stands under it may speak of pay to come."""
    return promised(said.splitlines()[0])


def answers_per_task(program: Program) -> list[int]:
    """How many answers each open task of the bowls has."""
    found = program.rows(
        "SELECT t.key, count(a.id) AS n FROM tasks t JOIN packs p ON p.id = t.pack AND p.name = 'bowls'"
        " LEFT JOIN assignments s ON s.task = t.id LEFT JOIN answers a ON a.assignment = s.id AND a.undone_at IS NULL"
        " WHERE t.role = 'task' GROUP BY t.key ORDER BY t.key"
    )
    return [row["n"] for row in found]


def comes_back_tomorrow(program: Program, person: Person) -> None:
    """A day later, past the offers of other packs, to the next question of the bowls."""
    program.clock.advance(DAY_S)
    while "Colours of bowls" not in person.shown():
        person.presses("Something else")
        person.heard()
    person.presses("Start")
    assert "Which colour is it?" in person.heard()[-1]


def test_who_guesses_is_helped_then_brought_other_work_and_always_paid(
    program: Program, tmp_path: Path
) -> None:
    """Known answers that are not right bring paid practice with reasons, then other work; every cent stays theirs."""
    works(program, tmp_path / "bowls")
    guesser = program.person(1003, "Chausiku")
    begins(guesser)
    told, said, helped = 0, "", 0
    for _ in range(GUESSES_MAX):
        said = answers_with(guesser, other_colour(guesser))
        told += first_line_paid(said)
        helped += "They may help, and they are paid." in said
        if "other work" in said:
            break
        if "Which colour is it?" not in said:  # a newcomer's day is over, and other packs are there
            comes_back_tomorrow(program, guesser)
    assert helped == 1
    assert "Thank you. There is other work that may suit you better." in said
    assert "Colours of bowls" not in said and guesser.label_of("Start")
    assert guesser.balance() == told
    assert all(one["paid"] == PRICE for one in guesser.answered())
    explained = [one for one in guesser.phone.messages(0) if "was not right" in str(one["text"])]
    assert len(explained) == 6 and all("The words say" in str(one["text"]) for one in explained)


def test_tasks_get_as_many_answers_as_they_need_and_everyone_is_paid(
    program: Program, tmp_path: Path
) -> None:
    """Two who agree are enough; where a third disagrees one more is asked; nobody is asked more than five times."""
    works(program, tmp_path / "bowls")
    people = [program.person(1003 + number, f"Person {number}") for number in range(3)]
    told = dict.fromkeys(range(3), 0)
    for person in people:
        begins(person)
    for turn in range(12):
        for number, person in enumerate(people):
            if "Which colour is it?" not in person.shown():
                continue
            colour = other_colour(person) if number == 2 and turn % 3 == 0 else said_colour(person)
            told[number] += first_line_paid(answers_with(person, colour))
    counts = answers_per_task(program)
    assert 2 in counts and max(counts) <= 5
    assert [person.balance() for person in people] == list(told.values())
    spare = program.rows("SELECT spare FROM packs WHERE name = 'bowls'")
    assert spare[0]["spare"] > 0
