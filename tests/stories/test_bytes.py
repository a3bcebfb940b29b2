"""What the work costs in bytes: told as the phone counts it, and changed in two taps."""

from tests.stories.program import Person, Program, until_true


def begun(program: Program) -> Person:
    """Amina at her first photograph."""
    amina = program.person()
    amina.joins()
    amina.takes_up("What covers the photo?")
    return amina


def test_data_tells_what_the_phone_counts(program: Program) -> None:
    """After some photographs and a menu what /data adds up is within a tenth of what came over the phone's line."""
    amina = begun(program)
    for _ in range(4):
        amina.answers()
    amina.presses("More")
    amina.hears("waits")
    amina.presses("Back")
    amina.hears()
    program.quiet()
    told = program.rows("SELECT sum(bytes) AS bytes FROM traffic")[0]["bytes"]
    phone = amina.phone.look()
    assert abs(told - phone["bytes_down"] - phone["bytes_up"]) < 0.1 * told
    amina.writes("/data")
    said = amina.hears("Today")
    assert "One megabyte brought you about" in said and "/data_text" in said and "/data_large" in said


def test_two_taps_change_what_comes(program: Program) -> None:
    """/data, then a word of it: the next question comes without its picture, which one key brings."""
    amina = begun(program)
    amina.writes("/data")
    amina.hears("You get small pictures.")
    amina.writes("/data_text")
    amina.hears("You get words only")
    program.quiet()
    sent = len(program.sandbox.calls("sendPhoto"))
    amina.writes("/tasks")
    assert "Press Show picture to see it" in amina.hears()
    assert len(program.sandbox.calls("sendPhoto")) == sent
    amina.presses("Show picture")
    until_true(lambda: len(program.sandbox.calls("sendPhoto")) > sent)
    amina.hears()
    amina.answers()
    assert "Press Show picture" in amina.shown()
