"""From opting in to opting out, on the phone: two people with the same work, of whom one says yes, and takes it back."""

from tests.stories.program import DAY_S, Person, Program, until_true
from tests.stories.test_hard import media, pictures, program, stand_ins

__all__ = ["program", "stand_ins"]


def test_one_says_yes_and_takes_it_back_the_other_never_hears_of_it(program: Program) -> None:
    """The list, what it is, yes; a day later a description and its picture; off: it goes from the chat, paid. The other works on."""
    amina, kofi = program.person(), program.person(1002, "Kofi")
    for one in (amina, kofi):
        one.joins()
        one.writes("/hard")
        assert "There is nothing to choose here yet." in last(one)
    have_worked(amina)
    for one in (amina, kofi):
        one.writes("/help")
        assert ("/hard" in last(one)) is (one is amina)
    says_yes(amina)
    program.write("UPDATE tasks SET open_slots = 0 WHERE level = 0")
    program.write("UPDATE packs SET gold_left = 0")
    program.clock.advance(DAY_S)
    amina.writes("/tasks")
    assert "Hard content: violence 2" in last(amina)
    amina.presses("Start")
    amina.hears()
    amina.presses("Go on")
    for _ in range(3):
        amina.hears("Practice")
        amina.presses("A toy")
    assert "/hard_off" in amina.hears("Next, for")
    assert media(program) == []
    amina.presses("Show it")
    amina.hears("What is it about?")
    before = amina.balance()
    amina.writes("/hard_off")
    assert "is paid: +$1.24" in amina.hears("It is off. Nothing else changes.")
    assert amina.balance() > before
    until_true(lambda: not pictures(amina))
    amina.writes("/tasks")
    assert "Next, for" not in last(amina)
    amina.writes("/hard")
    said = last(amina)
    assert "Some work shows hard content." in said and "yes, until" not in said
    assert len(media(program)) == 1
    assert program.rows("SELECT * FROM chosen") == []
    assert not any("hard" in said for said in kofi.heard() if "nothing to choose" not in said)


def last(person: Person) -> str:
    """The newest message, once all is quiet."""
    return person.heard()[-1]


def have_worked(person: Person) -> None:
    """As after 50 other tasks on three days and their word that they are 18; tests of actions prove how that comes."""
    program = person.program
    [row] = program.rows("SELECT person FROM accounts ORDER BY id LIMIT 1")
    program.write(
        f"INSERT INTO care (person, adult_at, look) VALUES ({row['person']}, {program.clock()}, 'plain')"
    )


def says_yes(person: Person) -> None:
    """To two categories, each after what it is; and what time it is."""
    person.writes("/hard")
    assert "Some work shows hard content." in last(person)
    for category in ("violence", "gore"):
        person.writes(f"/hard_{category}")
        assert "A mild example:" in last(person)
        person.writes(f"/hard_{category}_yes")
        said = last(person)
        assert "yes, from" in said and "What time is it with you" in said
    person.writes("/clock")
    assert "/clock_12" in last(person)
    person.writes("/clock_12")
    assert "It is 12:" in last(person)


def test_a_limit_of_ones_own_stops_new_work_on_the_phone(program: Program) -> None:
    """A free day: in the place of an offer a reminder; [Go on anyway] brings the offer."""
    person = program.person()
    person.joins()
    person.writes("/clock_12")
    assert "It is 12:" in last(person)
    now = program.clock()
    [row] = program.rows("SELECT offset_minutes FROM people WHERE offset_minutes IS NOT NULL")
    weekday = ((now + row["offset_minutes"] * 60_000) // (DAY_S * 1000) + 3) % 7 + 1
    person.writes(f"/limits_rest_{weekday}")
    assert "Free every" in last(person)
    person.presses("Something else")
    assert "You wanted this day free. /tasks goes on anyway." in last(person)
    person.presses("Go on anyway")
    assert "You wanted this day free." not in last(person)
    assert "Go on anyway" not in " ".join(person.labels())
