"""What a label means, however a phone rewrote it, in whichever language its question was shown."""

import unicodedata
from collections.abc import Callable

import pytest

from bot.chat import inbox, router
from bot.config import carried
from bot.domain import marks
from bot.screens import commands
from bot.texts import ENGLISH, Texts
from tests.stories.program import Person, Program

REWRITTEN: dict[str, Callable[[str], str]] = {
    "as it is": str,
    "capitals": str.upper,
    "no space after the mark": lambda label: label.replace(" ", "", 1),
    "many spaces": lambda label: f"  {label.replace(' ', '   ')}  ",
    "decomposed": lambda label: unicodedata.normalize("NFD", label),
    "a selector after the mark": lambda label: f"{label[0]}\ufe0f{label[1:]}",
    "direction marks": lambda label: f"\u200f\u2067{label}\u2069\u200e",
    "zero-width joiners": lambda label: "\u200b".join(label),
}


@pytest.mark.parametrize("how", REWRITTEN)
def test_a_label_is_understood_however_a_phone_rewrote_it(how: str, amina: Person) -> None:
    """Case, spaces, composition and invisible characters make no difference."""
    amina.writes(REWRITTEN[how](amina.label_of("Plants")))
    amina.hears("Saved, +")
    assert [one["value"] for one in amina.answered()] == ['"plants"']


def test_a_label_of_an_older_language_is_understood(program: Program) -> None:
    """A question shown in one language is answered with its own keys after the person changed to another."""
    languages = [one for one in Texts(carried("locales"), "USD").languages if one != ENGLISH]
    layla = program.person(1007, "Layla", languages[0])
    layla.writes("/start")
    layla.hears()
    for _ in range(3):
        layla.phone.press(layla.labels()[0])
        layla.hears()
    old = layla.labels()[1]
    layla.phone.offline()
    layla.writes("/language_en")
    layla.phone.press(old)
    layla.phone.online()
    layla.heard()
    assert len(layla.answered()) == 1


def test_a_bare_key_works_in_english_and_in_the_own_language(amina: Person) -> None:
    """Money, Help, More and Pause carry no mark; typed by hand they work as well."""
    for typed, wanted in (
        ("money", "You have"),
        ("HELP", "/tasks"),
        ("More", "Your question"),
        ("pause", "Paused."),
    ):
        amina.writes(typed)
        assert wanted in amina.hears()


def test_a_mark_alone_or_with_a_stranger_word_answers_nothing(amina: Person) -> None:
    """A mark and a word that is no key is an answer only where words are wanted."""
    amina.writes(f"{amina.mark()} something")
    assert "press" in amina.hears()
    amina.writes(amina.mark())
    amina.hears("I did not understand that.")
    assert amina.answered() == []


def test_every_command_that_a_phone_lists_is_understood() -> None:
    """The list on the phone and the table of handlers agree."""
    listed = {name for name, _ in commands(Texts(carried("locales"), "USD").speak(ENGLISH))}
    assert listed <= {*router.COMMANDS, *inbox.help_verbs} and "tasks" in listed


def test_no_key_means_two_things() -> None:
    """Each verb of a key has one handler; of the commands /pause alone has two, and one of them knows both."""
    keys = [verb for one in router._HANDLERS for verb in one.KEYS]
    commands = [verb for one in router._HANDLERS for verb in one.COMMANDS]
    assert sorted(keys) == sorted(router.KEYS) and sorted(commands) == sorted([*router.COMMANDS, "pause"])


def test_before_the_consent_every_command_is_answered_and_starts_no_work(program: Program) -> None:
    """Whoever has not agreed is told what this is, whichever comes first; nothing is assigned or paid."""
    for number, command in enumerate(sorted(router.COMMANDS), 2001):
        somebody = program.person(number)
        somebody.writes(f"/{command}")
        assert somebody.hears(), command
        assert somebody.balance() == 0, command
    assert program.rows("SELECT id FROM assignments") == []
    assert program.rows("SELECT DISTINCT consent FROM people") == [{"consent": ""}]


def test_a_mark_is_one_of_thirty_two_whatever_follows() -> None:
    """Splitting takes the mark, not the words."""
    for mark in marks.MARKS:
        assert marks.split(f"{mark} Road") == (mark, "Road")


def test_before_the_consent_what_this_is_is_told_once(program: Program) -> None:
    """Whatever is written before Start is answered with one line, and Start still works."""
    amina = program.person()
    amina.writes("/start")
    amina.hears("Here are small paid tasks")
    for said in ("hello", "/money"):
        amina.writes(said)
        assert "small paid tasks" not in amina.hears("Please press Start first.")
    amina.presses("Start")
    amina.hears("each.")


def test_undo_is_a_command(amina: Person) -> None:
    """The last answer is asked again, as by its key."""
    amina.presses("Plants")
    amina.hears("Saved, +")
    amina.writes("/undo")
    amina.hears("Once more")
    amina.writes("/undo")
    amina.hears("There is nothing to undo.")


def test_marks_are_given_by_keys_and_read_on_the_record(amina: Person, program: Program) -> None:
    """Four taps after five answers, in the middle of the work, which goes on; /about_NAME leads there."""
    name = program.rows("SELECT name FROM packs p JOIN people x ON x.pack = p.id")[0]["name"]
    for _ in range(5):
        amina.answers()
    command = f"/rate_{name.replace('-', '_')}"
    amina.writes(f"/about_{name.replace('-', '_')}")
    assert command in amina.hears("You worked for them.")
    amina.writes(command)
    for mark, asked in zip("4534", ("pay", "clear", "fair", "answer you"), strict=True):
        amina.hears(asked)
        amina.presses(mark)
    assert f"{command} 4 5 3 4" in amina.hears() + amina.hears()
    assert [row["clarity"] for row in program.rows("SELECT clarity FROM ratings")] == [5]
