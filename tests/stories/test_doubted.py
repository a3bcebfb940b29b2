"""An answer that is doubted, on the phone: what waits, who says what, and how it ends."""

import csv
import io
import re
from pathlib import Path

from bot.actions import overseeing
from tests.stories.program import DAY_S, Person, Program, until_true
from tests.stories.requester import REQUESTER, brings, starts, write
from tests.stories.test_papers import file_of
from tests.stories.test_requester import past_progress

ROWS = [f"t{number},A red bowl {number},,," for number in range(30)]
CHECKED = 11 * 60  # seconds until an answer can't be undone any more


def reviewed(program: Program, folder: Path, reason: str) -> None:
    """The requester writes a review file, gives one reason for each row, and sends it back."""
    file = folder / "waiting.csv"
    said = program.desk("review", name="bowls", out=str(file))
    assert said["lines"][0] == f"bowls: 1 answer waits in {file}."
    table = list(csv.DictReader(io.StringIO(file.read_text("utf-8"))))
    with file.open("w", newline="") as out:
        writer = csv.DictWriter(out, list(table[0]))
        writer.writeheader()
        writer.writerows({**row, "Reject": reason} for row in table)
    done = program.desk("review", name="bowls", file=str(file))
    assert done["lines"] == ["bowls: 0 answers are accepted, 1 is called unusable; their workers are told."]


NEUTRAL = "somebody neutral decides"


def answers_one(program: Program, tmp_path: Path, decides: str = NEUTRAL) -> Person:
    """Amina reads that a check comes first and who decides, answers once, and the undo is over."""
    brings(program, write(tmp_path / "bowls", ROWS, review_window_h=48))
    starts(program, "bowls")
    amina = program.person()
    amina.joins()
    while "Colours of bowls" not in amina.shown():
        amina.presses("Something else")
        amina.heard()
    assert "Paid after a check, 2 days at most." in amina.shown() and decides in amina.shown()
    amina.takes_up("Colours of bowls")
    amina.presses("Red")
    assert "$0.30 comes after a check, 2 days at most." in amina.heard()[-1]
    program.clock.advance(CHECKED)
    return amina


def test_who_disagrees_is_heard_and_paid(program: Program, tmp_path: Path) -> None:
    """The notice has the answer and the sentence; her words reach whoever rules; the money and a minute's pay come."""
    amina = answers_one(program, tmp_path)
    reviewed(program, tmp_path, "breaks 2")
    notice = amina.hears("can't be used")
    assert "Look at the words only." in notice and "Its $0.30 waits" in notice and "Answer: Red" in notice
    code = re.search(r"/disagree_(\w+)", notice)[1]  # type: ignore[index]
    amina.writes(f"/disagree_{code} the words say red")
    amina.hears(f"Sent: {code}.")
    lines = program.desk("case.show", code=code)["lines"]
    assert any(one.startswith("The worker, ") and one.endswith(": the words say red") for one in lines)
    moved = [one.partition(": ")[2] for one in lines if one.startswith("The book")]
    assert moved == ["pay_answer 0.30", "claim 0.30"]
    program.desk("case.decide", code=code, outcome="stands", reason="", why="It says red.")
    end = amina.hears("your answer stands")
    assert "+$0.30 for the answer. +$0.30 for the minute it cost you." in end and "It says red." in end
    program.proved()


def test_who_says_nothing_is_told_the_end(program: Program, tmp_path: Path) -> None:
    """Sixty days later, or fourteen after they wrote something."""
    amina = answers_one(program, tmp_path)
    reviewed(program, tmp_path, "empty")
    amina.hears("Their reason: it is empty")
    amina.writes("/help")
    amina.hears("/tasks")
    for _ in range(17):
        program.clock.advance(DAY_S)
        until_true(lambda: not program.read(overseeing.due_deadlines))
    assert "Its $0.30 went to a new answer." in amina.hears("the answer can't be used")
    program.proved()


def speaks_for_them(program: Program) -> Person:
    """Wanjiru, whose account is tied to the requester's by a code."""
    her = program.person(2001, "Wanjiru")
    her.joins()
    her.writes(program.desk("role.link", name=REQUESTER)["lines"][0].splitlines()[0])
    her.hears(REQUESTER)
    return her


def called_unusable(program: Program, folder: Path, decides: str = NEUTRAL) -> tuple[Person, Person, str]:
    """Amina, who answered once; Wanjiru, who says that it breaks the second sentence; the claim's code."""
    amina, her = answers_one(program, folder, decides), speaks_for_them(program)
    reviewed(program, folder, "breaks 2")
    code = re.search(r"/disagree_(\w+)", amina.hears("can't be used"))[1]  # type: ignore[index]
    return amina, her, code


def test_a_requester_reviews_by_a_file_in_the_chat(program: Program, tmp_path: Path) -> None:
    """She gets what waits as a file, marks it, sends it back, hears what was done; a file with both marks does nothing."""
    amina = answers_one(program, tmp_path)
    her = speaks_for_them(program)
    her.writes("/review_bowls")
    her.hears("Answer: Red")
    her.writes("/reviewfile_bowls")
    assert "Save it as CSV" in her.hears("bowls: 1 answer to look at.")
    table = list(csv.DictReader(io.StringIO(file_of(her).decode())))
    her.phone.attach("document", marked(table, Approve="x", Reject="1"), "review-bowls.csv", "text/csv")
    assert "both accepted and refused" in past_progress(her)
    assert amina.balance() < 300_000
    program.proved()
    her.phone.attach("document", marked(table, Approve="x"), "review-bowls.csv", "text/csv")
    assert "1 answer is accepted." in past_progress(her)
    assert amina.balance() >= 300_000
    program.proved()
    her.phone.attach("document", marked(table, Reject="1"), "review-bowls.csv", "text/csv")
    assert "Line 2: " in past_progress(her)
    program.proved()


def marked(table: list[dict[str, str]], **marks: str) -> bytes:
    """The file with the same marks in every row."""
    out = io.StringIO()
    writer = csv.DictWriter(out, list(table[0]))
    writer.writeheader()
    writer.writerows({**row, **marks} for row in table)
    return out.getvalue().encode()
