"""Everything is pressed twice on a bad line, comes twice, comes late or out of order; it counts once (P1, P3)."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.domain import marks
from tests.stories.program import PRICES, Person, Program, promised


def twice(person: Person, words: str) -> list[str]:
    """Presses a key twice without a line; all that is said once the line is back."""
    person.phone.offline()
    for _ in range(2):
        person.presses(words)
    person.phone.online()
    return person.heard()


def once(person: Person, words: str, wanted: str) -> str:
    """Presses a key twice without a line: exactly one message comes of it."""
    said = twice(person, words)
    assert len(said) == 1 and wanted in said[0], f"{words}: {said}"
    return said[0]


def test_a_key_pressed_twice_on_the_way_to_the_first_task_does_its_thing_once(program: Program) -> None:
    """Language, Start, Something else, Look again, Start, Go on: the second press is silent."""
    amina = program.person()
    amina.writes("/start")
    amina.heard()
    amina.writes("/language")
    amina.hears("Which language?")
    assert {said.splitlines()[0] for said in twice(amina, "English")} == {amina.shown().splitlines()[0]}
    once(amina, "Start", "What covers the photo?")
    for _ in range(2):
        once(amina, "Something else", "each.")
    once(amina, "Something else", "There is work you passed over.")
    once(amina, "Look again", "What covers the photo?")
    once(amina, "Start", "Look at the whole photo")
    once(amina, "Go on", "Practice:")
    assert [row["n"] for row in program.rows("SELECT count(*) AS n FROM consents")] == [1]
    assert [row["n"] for row in program.rows("SELECT count(*) AS n FROM assignments")] == [1]


def test_a_key_that_only_shows_something_shows_it_and_changes_nothing(program: Program) -> None:
    """The rules, Who is this?, Show examples, Something is wrong, More's Larger: looking twice does no harm."""
    amina = program.person()
    amina.writes("/start")
    amina.heard()
    assert {said.splitlines()[0] for said in twice(amina, "The rules")} == {"The rules"}
    amina.presses("Start")
    amina.hears("each.")
    assert len(set(twice(amina, "Who is this?"))) == 1
    amina.presses("Start")
    amina.hears()
    assert len(set(twice(amina, "Show examples"))) == 1
    amina.presses("Go on")
    amina.hears("Practice:")
    mark = amina.mark()
    amina.presses("More")
    amina.hears("Your question")
    assert len(set(twice(amina, "Something is wrong"))) == 1
    assert amina.current_mark() == mark == amina.mark() and amina.answered() == []


def test_an_option_a_skip_and_a_report_pressed_twice_count_once(program: Program) -> None:
    """Each settles its question once, is paid once, and brings one next question."""
    amina = program.person()
    amina.joins()
    amina.takes_up("What covers the photo?")
    once(amina, "Plants", "Saved, +$0.04")
    once(amina, "Skip", "Practice:")
    amina.presses("More")
    amina.hears("Your question")
    amina.presses("Something is wrong")
    amina.hears("What is wrong?")
    once(amina, "It is unclear", "Thank you, it is noted. +$0.04")
    states = program.rows("SELECT state FROM assignments ORDER BY id")
    assert [row["state"] for row in states] == ["answered", "skipped", "reported", "open"]
    assert amina.balance() == 2 * PRICES["street-photos"]


def test_undo_and_other_work_pressed_twice_count_once(program: Program) -> None:
    """An answer is undone once and its pay stays; a pack is left once."""
    amina = program.person()
    amina.joins()
    amina.takes_up("What covers the photo?")
    amina.answers()
    amina.presses("More")
    amina.hears("Your question")
    said = twice(amina, "Undo last")
    assert "Once more; what it paid stays yours." in said[0] and len(said) <= 2, said
    undone = program.rows("SELECT count(*) AS n FROM answers WHERE undone_at IS NOT NULL")
    assert undone == [{"n": 1}] and amina.answered() == []
    assert "Saved. It was paid before." in once(amina, "Sky", "Saved")
    amina.presses("More")
    amina.hears("Your question")
    once(amina, "Other work", "each.")
    assert amina.balance() == PRICES["street-photos"]


def test_clear_shows_the_options_again_and_what_was_pressed_is_gone(program: Program) -> None:
    """[Clear] under More empties the list, as often as it comes, and the options are back on the phone."""
    amina = program.person()
    amina.joins()
    amina.takes_up("What is the review about?")
    mark = amina.mark()
    amina.presses("Price")
    amina.presses("More")
    amina.hears("Your question")
    assert all(mark in said and "You chose" not in said for said in twice(amina, "Clear"))
    labels = [label for row in amina.phone.keyboard() or [] for label in row]
    assert f"{mark} Done" in labels and amina.answered() == []


def test_done_yes_and_go_on_pressed_twice_count_once(program: Program) -> None:
    """A list is closed once, a question about a typed word is answered once, a pause ends once."""
    amina = program.person()
    amina.joins()
    amina.takes_up("What is the review about?")
    amina.phone.offline()
    for words in ("Price", "Price", "Done", "Done"):
        amina.presses(words)
    amina.phone.online()
    assert [promised(said) for said in amina.heard()] == [PRICES["market-reviews"]]
    amina.writes("price, service")
    amina.hears("is this your answer to")
    once(amina, "Yes, it is", "Saved, +$0.05")
    amina.writes("/pause")
    amina.hears("Paused.")
    once(amina, "Go on", "Practice:")
    assert len(amina.answered()) == 2


def test_no_asks_again_and_saves_nothing(program: Program) -> None:
    """What was typed ahead and denied is forgotten; the question stays."""
    amina = program.person()
    amina.joins()
    amina.takes_up("What is the review about?")
    mark = amina.mark()
    amina.writes("price")
    amina.hears("is this your answer to")
    said = twice(amina, "No, it is not")
    assert all(mark in one for one in said) and amina.current_mark() == mark and amina.answered() == []


def test_two_hundred_updates_that_come_twice_and_out_of_order_each_count_once(either: Program) -> None:
    """Ten people press every answer twice; Telegram delivers everything twice and shuffled."""
    people = [either.person(2001 + number, f"Person {number}") for number in range(10)]
    for person in people:
        person.joins()
        person.takes_up("What covers the photo?")
    either.sandbox.faults(seed=7, duplicate=1.0, reorder=1.0)
    tasks = 10

    def works(person: Person) -> int:
        told = 0
        for _ in range(tasks):
            label = person.labels()[0]
            person.phone.press(label)
            person.writes(label)  # a press is a text; the key itself may be gone by now
            told += promised(person.hears("Saved, +"))
        return told

    before = len(either.rows("SELECT key FROM causes"))
    with ThreadPoolExecutor(len(people)) as pool:
        told = list(pool.map(works, people))
    either.sandbox.faults()
    either.quiet()
    assert len(either.rows("SELECT key FROM causes")) - before == 200
    reading = either.rows("SELECT max(amount) AS paid FROM transfers WHERE movement = 'pay_reading'")[0][
        "paid"
    ]
    for person, said in zip(people, told, strict=True):
        answers = person.answered()
        assert len(answers) == tasks and person.balance() == said
        assert said == sum(one["paid"] for one in answers) + reading
        assert person.mark() == person.current_mark()
    assert len(either.rows("SELECT id FROM tasks WHERE open_slots < 0")) == 0


def test_an_update_that_is_delivered_twice_is_answered_once(program: Program) -> None:
    """Cards change nothing that could show a repeat, so only the cause keeps them from coming twice."""
    amina = program.person()
    amina.joins()
    amina.takes_up("What is the review about?")
    program.sandbox.faults(seed=1, duplicate=1.0)
    for asked, wanted in (
        ("/money", "You have"),
        ("/help", "/tasks"),
        ("/about", "Law:"),
        ("/money", "You have"),
    ):
        amina.writes(asked)
        amina.hears(wanted)
    program.sandbox.faults()
    assert amina.heard() == []


def test_an_old_key_on_another_phone_is_told_hours_later(program: Program) -> None:
    """Two devices of one person: what one answered the other is told, and which question is open."""
    amina = program.person()
    other = amina.phone.second()
    amina.joins()
    amina.takes_up("What covers the photo?")
    old = amina.mark()
    other.offline()
    other.press(f"{old} Sky")
    amina.answers()
    program.clock.advance(3 * 3600)
    other.online()
    said = amina.heard()
    assert said == [f"{old} is saved already; the first answer counts. This one is {amina.current_mark()}."]
    assert len(amina.answered()) == 1


def test_two_devices_that_press_at_once_are_paid_once(program: Program) -> None:
    """The same question answered on two phones without a line: the first that comes counts."""
    amina = program.person()
    other = amina.phone.second()
    amina.joins()
    amina.takes_up("What covers the photo?")
    label = amina.label_of("Plants")
    for phone in (amina.phone, other):
        phone.offline()
        phone.press(label)
    for phone in (amina.phone, other):
        phone.online()
    assert len(amina.heard()) == 1 and len(amina.answered()) == 1
    assert amina.balance() == PRICES["street-photos"]


@pytest.mark.parametrize("profile", ["android", "ios", "tdlib", "desktop"])
def test_every_app_may_be_offline_restarted_or_late(profile: str, program: Program) -> None:
    """What an app keeps over a restart is answered once; what it loses costs nothing."""
    amina = program.person(profile=profile)
    amina.joins()
    amina.takes_up("What covers the photo?")
    amina.phone.offline()
    amina.presses("Sky")
    amina.phone.restart()
    amina.phone.online()
    kept = profile != "desktop"
    assert len(amina.heard()) == len(amina.answered()) == int(kept)
    assert marks.split(amina.label_of("Sky"))[0] == amina.current_mark()


def test_work_goes_on_over_thirty_three_marks(program: Program) -> None:
    """A mark comes back only after the 31 others, and an old key with a returned mark answers its new question once."""
    amina = program.person()
    amina.joins()
    amina.takes_up("What covers the photo?")
    seen = [amina.mark()]
    while len(seen) <= len(marks.MARKS):
        on = [words for words in ("Skip", "Go on", "Start") if f"{amina.mark()} {words}" in amina.labels()]
        amina.presses(on[0])
        amina.hears()
        seen.append(amina.mark())
    assert max(Counter(seen[: len(marks.MARKS)]).values()) == 1 and seen[len(marks.MARKS)] == seen[0]
