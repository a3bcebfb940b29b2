"""A case on the phone: claimed, disagreed with offline, kept to, decided by a moderator in a few messages; nobody on their own."""

from collections.abc import Callable
from pathlib import Path

from bot.actions import exporting, overseeing
from tests.sandbox.made import sound
from tests.stories.program import DAY_S, Person, Program, until_true
from tests.stories.test_doubted import NEUTRAL, called_unusable

PROMISED = 8  # messages for a simple case, at most


def says(how: Callable[[str], object], sent: list[str], words: str) -> None:
    """A message of somebody's, counted."""
    sent.append(words)
    how(words)


def judges(program: Program, telegram: int, name: str) -> Person:
    """Somebody who becomes a moderator by two people's word and a code."""
    judge = program.person(telegram, name)
    judge.joins()
    program.desk("role.moderator", name=name, by="Wanjiru", languages="en")
    judge.writes(program.desk("role.agree", name=name, by="Achieng")["lines"][0])
    judge.hears("You decide cases here")
    return judge


def disputed(program: Program, folder: Path, decides: str = NEUTRAL) -> tuple[Person, Person, str]:
    """Amina, her requester, and the code of what they don't agree about; she disagreed while she had no line."""
    amina, her, code = called_unusable(program, folder, decides)
    amina.phone.offline()
    amina.writes(f"/disagree_{code}")
    program.clock.advance(DAY_S)
    amina.phone.online()
    amina.hears("Noted")
    program.clock.advance(5)
    amina.writes("the words say red")
    amina.hears(f"Sent: {code}.")
    her.hears("the words say red")
    her.writes(f"/insist_{code} It is brown.")
    her.hears(f"Sent: {code}.")
    assert "It is brown." in amina.hears("the requester keeps to it")
    return amina, her, code


def test_a_voice_note_reaches_both_sides_and_whoever_decides(program: Program, tmp_path: Path) -> None:
    """Sent while she had no line; it comes to the others when they ask for it, and to nobody else."""
    amina, her, code = called_unusable(program, tmp_path)
    amina.writes(f"/disagree_{code}")
    amina.hears("by voice")
    amina.phone.offline()
    amina.phone.attach("voice", sound("ogg", 4), "why.ogg", "audio/ogg")
    program.clock.advance(DAY_S)
    amina.phone.online()
    amina.hears(f"Sent: {code}.")
    assert f"/said_{code}" in her.hears("They said it by voice")
    otieno = judges(program, 3001, "Otieno")
    her.writes(f"/insist_{code} It is brown.")
    her.hears(f"Sent: {code}.")
    otieno.writes(f"/said_{code}")
    otieno.hears("There is no")
    otieno.writes(f"/case_{code}")
    assert f"/said_{code}" in otieno.hears("It is brown.")
    for one in (her, otieno):
        one.writes(f"/said_{code}")
        one.hears("what the worker sent")
        assert one.phone.last()["voice"]
    program.proved()


def clean(program: Program) -> bool:
    """The one answer in the pack counts like any other: it stands, it is paid, it is in the results, and nobody is set aside."""
    (row,) = program.rows(
        "SELECT s.state, s.paid, s.waits, r.aside FROM assignments s JOIN packs p ON p.id = s.pack AND p.name = 'bowls'"
        " JOIN readers r ON r.person = s.person AND r.pack = s.pack WHERE s.ended_at IS NOT NULL"
    )
    left = program.do(program.home.house.database.write(exporting.results, "bowls", "s" * 16)).answers
    return row == {"state": "answered", "paid": 300_000, "waits": 0, "aside": 0} and len(left) == 1


def test_a_moderator_decides_in_four_messages(program: Program, tmp_path: Path) -> None:
    """Eight at most are promised. Both hear it with the reason; the requester may appeal; afterwards nothing counts against her."""
    amina, her, code = disputed(program, tmp_path)
    otieno = judges(program, 3001, "Otieno")
    sent: list[str] = []
    says(otieno.writes, sent, "/cases")
    assert f"First: {code}." in otieno.hears("1 case waits.")
    says(otieno.presses, sent, "Take it")
    shown = otieno.hears("the words say red")
    assert "It is brown." in shown and "Look at the words only." in shown and "Answer: Red" in shown
    says(otieno.presses, sent, "Answer stands")
    otieno.hears("why?")
    says(otieno.presses, sent, "It fits")
    assert "both sides are told" in otieno.hears("is decided")
    assert len(sent) == 4 <= PROMISED and otieno.balance() > 0
    end = amina.hears("your answer stands")
    assert "It fits the instruction." in end and "+$0.30 for the answer." in end
    assert f"/appeal_{code}" in her.hears("the answer stands")
    for _ in range(8):
        program.clock.advance(DAY_S)
        until_true(lambda: not program.read(overseeing.due_deadlines))
    her.writes(f"/appeal_{code}")
    her.hears("Nothing of")
    assert clean(program)
    program.proved()


def test_nobody_decides_on_their_own_and_silence_pays(program: Program, tmp_path: Path) -> None:
    """Whose answer it is gets no case as a moderator; when nobody else comes in seven days she is right, and paid."""
    amina, _, code = disputed(program, tmp_path)
    program.desk("role.moderator", name="Amina", by="Wanjiru", languages="en")
    amina.writes(program.desk("role.agree", name="Amina", by="Achieng")["lines"][0])
    amina.hears("You decide cases here")
    amina.writes("/cases")
    amina.hears("No case waits for you.")
    amina.writes(f"/case_{code}")
    amina.hears("for somebody else to decide")
    had = amina.balance()
    for _ in range(8):
        program.clock.advance(DAY_S)
        until_true(lambda: not program.read(overseeing.due_deadlines))
    assert "Nobody decided in time." in amina.hears("your answer stands")
    assert amina.balance() > had
    program.proved()
