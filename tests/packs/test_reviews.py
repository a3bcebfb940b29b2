"""Review files: what is written comes back, whichever platform's marks stand in it, and every fault is named at once."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot.packs import reviews
from bot.packs.faults import Faults, say
from bot.packs.reviews import Mark, Waiting

WAITING = [
    Waiting(71, "s1", "What fills it?", "=cmd()", '{"label": "road"}'),
    Waiting(72, "s2", "What fills it?", "Cheap, but “late”\nand wet.", '{"label": "building"}'),
]


def read(text: str) -> object:
    """The marks of a text, or its faults as sentences."""
    found = reviews.read(text.encode(), "back.csv")
    return [say(one) for one in found.listed()] if isinstance(found, Faults) else found


def test_what_is_written_comes_back_without_marks() -> None:
    """No mark, nothing said; a cell that a spreadsheet would run is defused."""
    content = reviews.write(WAITING, ["Look well.", "Choose one."])
    assert b"\r\n'71," in content, (
        "a spreadsheet would round the id of a real answer, a number of eighteen digits"
    )
    assert b"'=cmd()" in content and b"1. Look well. 2. Choose one." in content
    assert reviews.read(content) == ()


def test_marks_of_both_platforms_are_read() -> None:
    """Anything in Approve; a ground and a number in Reject; + and - with a comment."""
    text = "AssignmentId,Approve,Reject\n71,x,\n72,,breaks 2\n73,,Empty\n74,,3\n75,,\n"
    assert read(text) == (
        Mark(2, 71),
        Mark(3, 72, "breaks", 2),
        Mark(4, 73, "empty"),
        Mark(5, 74, "breaks", 3),
    )
    text = "ASSIGNMENT:assignment_id\tACCEPT:verdict\tACCEPT:comment\n71\t+\t\n72\t-\tcopied\n"
    assert read(text) == (Mark(2, 71), Mark(3, 72, "copied"))


def test_every_fault_is_named_at_once() -> None:
    """Both marks, no reason, no ground, no sentence, no id, twice, a field too many, a verdict that is none."""
    text = "answer,ACCEPT:verdict,ACCEPT:comment,Approve,Reject\n" + "\n".join(
        (
            "71,,,x,empty",
            "72,-,,,",
            "73,,,,ugly",
            "74,,,,breaks",
            "x9,+,,,",
            "75,+,,,",
            "75,+,,,",
            "76,+,,,,",
            "77,?,,,",
        )
    )
    assert read(text) == [
        "back.csv line 2: this answer is both accepted and refused.",
        "back.csv line 3: “” is no reason; write one of: breaks 1 (a sentence's number), empty, copied, machine.",
        "back.csv line 4: “ugly” is no reason; write one of: breaks 1 (a sentence's number), empty, copied, machine.",
        "back.csv line 5: which sentence of the instruction? Write its number, such as “breaks 2”.",
        "back.csv line 6: “x9” is no answer's id.",
        "back.csv line 9: 6 fields, but 5 columns.",
        "back.csv line 10: “?” is no verdict; write + or -.",
        "back.csv line 8: answer 75 is marked on line 7 too.",
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "back.csv: this file is empty."),
        (
            "task,Approve\n",
            "back.csv line 1: there is no column that names the answers: answer, AssignmentId",
        ),
        ("answer,said\n", "back.csv line 1: there is no column for your marks: Approve and Reject"),
        ("answer,Approve,Approve\n", "back.csv line 1: the column “Approve” is there twice."),
        ("answer,Approve\n" + "1,\n" * 201, "back.csv: 201 rows; a review file has 200 at most."),
        ('answer,Approve\n1,"x\n', "back.csv line 2: from here on the file can't be read"),
        ("answer,Approve\n" + "1" * 1_000_000, "back.csv: a review file has 1,000,000 bytes at most"),
    ],
)
def test_a_file_that_is_none_is_refused_in_a_sentence(text: str, said: str) -> None:
    """Whatever it is."""
    found = read(text)
    assert isinstance(found, list) and found[0].startswith(said)


@given(
    content=some.binary(max_size=400)
    | some.text(max_size=400).map(lambda text: b"answer,Approve,Reject\n" + text.encode(errors="replace"))
)
def test_any_bytes_give_marks_or_faults(content: bytes) -> None:
    """Never anything else; and a mark names an answer that fits the book."""
    found = reviews.read(content)
    if not isinstance(found, Faults):
        assert all(0 <= one.answer < 10**19 for one in found)
