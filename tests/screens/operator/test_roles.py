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


def test_a_moderator_is_listed_with_how_far_they_are() -> None:
    """Named by one, agreed by two, tied, ended; and what the second hands over."""
    row = {
        "name": "Otieno",
        "languages": "en sw",
        "made_by": "Wanjiru",
        "agreed_by": "",
        "person": None,
        "ended_at": None,
    }
    agreed = {**row, "agreed_by": "Achieng"}
    lines = roles.moderators([row, agreed, {**agreed, "person": 1}, {**agreed, "ended_at": 5}])
    ends = ("has not agreed yet.", "has not typed the code yet.", "in the chat.", "decides no more.")
    assert all(line.endswith(end) for line, end in zip(lines, ends, strict=True))
    assert roles.moderators([]) == [] and "ujima role agree Otieno --by WHO" in roles.named("Otieno")[0]
    assert roles.agreed("Otieno", "ABC")[0] == "/moderator ABC" and "no more" in roles.ended("Otieno")[0]
