"""What people are told is kept about them is what the schema holds."""

from tests.actions.test_accounting import ABOUT_NOBODY, SECTIONS
from tests.house.privacy import BESIDES, NOTHING, PAGE, PEOPLE, faults, page


def test_every_column_about_people_has_words() -> None:
    """A new table or column fails here until somebody has said what it is, why, how long, who sees it and what is forgotten."""
    assert faults() == []
    assert all(all(words for words, _ in kept.parts) for kept in PEOPLE.values())
    assert all(len(kept.columns) == len(set(kept.columns)) for kept in PEOPLE.values())


def test_the_page_is_what_the_schema_says() -> None:
    """`python -m tests.house.privacy` writes it anew."""
    assert PAGE.read_text("utf-8") == page()


def test_it_tells_of_the_same_tables_as_a_person_s_file() -> None:
    """What /mydata has, and what it names besides; about nobody is what is in neither."""
    silent = {"silent"}  # in the file only by its name, on the page with its columns
    assert PEOPLE.keys() == SECTIONS.keys() | silent
    assert {*BESIDES, *NOTHING} == ABOUT_NOBODY - silent


def test_the_times_it_tells_are_the_program_s() -> None:
    """Of what is kept for a time."""
    from bot.actions import erasing
    from bot.domain import limits

    text = PAGE.read_text("utf-8")
    assert f"{limits.traffic_kept_ms // limits.day} days" in text
    assert f"{limits.cause_kept_ms // limits.day} days" in text
    assert f"{limits.incident_kept_ms // limits.day} days" in text
    assert f"{limits.notice_kept_ms // limits.day} days" in text
    assert f"{erasing.kept_ms // limits.day} days at most" in text
