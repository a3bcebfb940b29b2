"""What the operator reads of requesters."""

from bot.screens.operator import roles


def test_who_asks_to_bring_work_stands_first_with_what_they_said() -> None:
    """Who they are and the work are lines of their own, for they are sentences of theirs."""
    maps = {"name": "Maps", "state": "approved", "person": 7, "about": "We map.", "work": "Streets."}
    shoes = {"name": "Shoes", "state": "asked", "person": 8, "about": "We sell shoes", "work": "Look at them"}
    assert roles.listed([maps, shoes]) == [
        "Shoes asks to bring work.",
        "  Who they are: We sell shoes",
        "  The work: Look at them",
        "Maps: approved, in the chat.",
        "`ujima role approve NAME` or `ujima role decline NAME --why WORDS` decides.",
    ]
