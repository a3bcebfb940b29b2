"""What the operator reads of a requester's webhook."""

from bot.domain.outcomes.voices import HookShown
from bot.screens.operator import voices


def test_what_a_requester_s_program_answered_does_nothing_to_the_terminal() -> None:
    """It is a stranger's: a page with a terminal's commands in it is read as words, on one line."""
    reply = "\x1b]52;c;cm0=\x07Oh\x9b2J\n\u202eno\x1b[1A"
    lines = voices.webhook(HookShown("https://pictures.example/ujima", "on", 500, reply, 1, 2))
    assert lines[-1] == "It said: ]52;c;cm0=Oh2J no[1A"
