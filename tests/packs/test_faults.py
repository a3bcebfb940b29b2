"""Faults are gathered, cut at fifty, and worded so that a person can mend them."""

from bot.kinds import Fault
from bot.packs.faults import Faults, faults_shown_max, meant, nearest, quoted, say, sentence_characters_max


def test_fifty_faults_are_shown_and_the_rest_is_counted() -> None:
    """A pack with 62 faults lists 50 and says that there are 12 more."""
    faults = Faults()
    for line in range(faults_shown_max + 12):
        faults.add("tasks.csv", "this task has no id.", line=line)
    assert len(faults.listed()) == faults_shown_max + 1
    assert say(faults.listed()[-1]) == "and 12 more."


def test_a_fault_is_said_with_its_place() -> None:
    """The place comes first, as in every message to a requester."""
    assert say(Fault("pack.toml line 6", "“price” is missing.")) == "pack.toml line 6: “price” is missing."


def test_a_requesters_own_words_are_cut_and_kept_on_one_line() -> None:
    """A long or strange word can't spoil the sentence it is quoted in."""
    assert quoted("a\nb\u202ec") == "“a b c”"
    assert len(quoted("x" * 9_000)) == 42
    faults = Faults()
    faults.add("tasks.csv", "gold answer “a\nb" + "x" * 9_000 + "” is not an option.")
    assert faults.listed()[0].sentence.startswith("gold answer “a bx")
    assert len(faults.listed()[0].sentence) == sentence_characters_max


def test_the_nearest_word_ignores_case_and_mends_small_slips() -> None:
    """What was probably meant is offered; what is far from everything is not."""
    assert nearest("PRICE", ("price", "name")) == "price"
    assert meant("prise", ("price", "name")) == "; did you mean “price”?"
    assert meant("quaternion", ("price", "name")) == "."
    assert nearest("p" * 100_000, ("price",)) == ""
