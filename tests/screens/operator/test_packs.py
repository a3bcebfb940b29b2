"""What the operator reads of packs: plain sentences, and a quote that says what is locked and likely."""

from dataclasses import replace

import pytest

from bot.domain.limits import hour
from bot.domain.quote import Plan, Quote, quote
from bot.money import plain
from bot.screens.operator import packs


def said(overlap_likely: int) -> list[str]:
    """The lines of a quote for a hundred tasks with at most three answers each."""
    plan = Plan(
        tasks=100,
        overlap=3,
        price=40_000,
        estimate_s=20,
        readers=30,
        words=150,
        overlap_likely=overlap_likely,
    )
    found = quote(plan)
    assert isinstance(found, Quote)
    return packs.quote("streets", found, "USD", plan.readers)


def test_what_is_locked_for_practice_where_there_is_none_has_a_name() -> None:
    """A pack may get practice while it runs; with some, nothing is said."""
    found = quote(Plan(tasks=100, overlap=3, price=40_000, estimate_s=20, readers=30, words=150))
    assert isinstance(found, Quote)
    told = [packs.check("streets", (100, 5, count), found, 30, 0, {}, 0, (), "USD") for count in (0, 3)]
    named = "It has no practice tasks. 3.60 USD is locked for those that you may add later; it comes back at the end."
    assert named in told[0] and not any("practice tasks" in line for line in told[1])


def test_a_quote_that_is_mostly_reading_says_what_fewer_people_would_lock() -> None:
    """Four tasks, a long instruction and two hundred people: the sentence has the very quote for twenty."""
    plan = Plan(tasks=4, overlap=3, price=60_000, estimate_s=30, readers=200, words=40)
    found, few = quote(plan), quote(replace(plan, readers=packs.readers_few))
    assert isinstance(found, Quote) and isinstance(few, Quote)
    assert packs.quote("streets", found, "USD", 200)[-1] == (
        "Most of it is practice and reading for up to 200 people; with readers_max = 20 "
        f"in pack.toml, {plain(few.at_most)} USD would be locked."
    )
    assert not [line for line in packs.quote("streets", few, "USD", 20) if "Most of it" in line]
    many = quote(replace(plan, tasks=2_000))
    assert isinstance(many, Quote)
    assert not [line for line in packs.quote("streets", many, "USD", 200) if "Most of it" in line]


def test_a_list_of_packs_counts_in_words() -> None:
    """One is one task, and what is open are answers, not tasks."""
    row = {"name": "wells", "requester_name": "Kisii", "state": "running"}
    assert packs.listed([{**row, "tasks": 1, "answers": 2, "places": 1}]) == [
        "wells (Kisii): running, 1 task, 2 answers, 1 more wanted"
    ]


def test_what_is_looked_at_is_said_in_lines() -> None:
    """Texts in one language or several, options with their labels, rows with what is known of them."""
    rows = [
        {
            "key": "a",
            "role": "gold",
            "item": '{"text": {"en": "It is\\ndry."}}',
            "answer": '"dry"',
            "flags": "{}",
        },
        {
            "key": "b",
            "role": "task",
            "item": '{"text": {"en": "Wet."}, "description": {"en": "A well"}}',
            "answer": None,
            "flags": '{"death": 1}',
        },
    ]
    said = {
        "title": {"en": "Wells", "sw": "Visima"},
        "settings": {"options": [{"code": "dry", "label": {"en": "Dry"}}, "wet"]},
        "examples": [{"item": "Sand", "answer": "dry", "right": True}],
        "use": {},
    }
    assert packs.looked_at(said, rows, 3) == [
        "title: en: Wells; sw: Visima",
        "settings: dry = Dry, wet",
        "examples: item: Sand; answer: dry; right: yes",
        "  a (gold): It is dry.; known answer: dry",
        "  b (task): A well · Wet. · death 1",
        "  … and 1 row more",
    ]


def test_a_quote_of_dynamic_overlap_says_what_a_task_likely_needs() -> None:
    """Two and a half answers of at most three, in a line of its own under the sums."""
    lines = said(250)
    assert lines[1] == "  A task will likely need 2.5 answers; the most is locked."
    assert lines[0].startswith("streets: at most ") and ", likely about " in lines[0]


def test_a_quote_of_a_fixed_overlap_says_nothing_of_it() -> None:
    """Every task gets as many answers: there is nothing to expect."""
    assert not [line for line in said(0) if "likely need" in line]
    assert len(said(0)) == len(said(250)) - 1


@pytest.mark.parametrize(
    ("opens", "closes", "now", "said"),
    [
        (0, None, 0, []),
        (hour, None, 0, ["Offered from 1970-01-01 01:00 UTC: not yet."]),
        (hour, 3 * hour, 2 * hour, ["Offered from 1970-01-01 01:00 until 1970-01-01 03:00 UTC: now as well."]),
        (0, hour, hour, ["Offered until 1970-01-01 01:00 UTC: no more; `ujima pack close` gives back what is not used."]),
    ],
)  # fmt: skip
def test_a_schedule_is_told_with_how_it_stands(
    opens: int, closes: int | None, now: int, said: list[str]
) -> None:
    """Not yet, now, or no more; a pack that says nothing of it has no line."""
    assert packs.schedule(opens, closes, now) == said


def test_what_the_floor_locks_is_said_in_a_line() -> None:
    """And that a reserve lacks nothing."""
    assert packs.floor("streets", 0, "USD") == ["streets: nothing is lacking for the hourly floor."]
    assert packs.floor("streets", 1_000_000, "USD")[0].startswith("streets: 1.00 USD is locked")


def test_hard_content_is_told_by_level_with_its_care() -> None:
    """How many tasks of which level, and what the pauses lock; nothing where there is none."""
    assert packs.hard((0, 0, 0), 0, "USD") == []
    assert packs.hard((12, 1, 0), 2_400_000, "USD") == [
        "Hard content: 12 tasks of level 1, 1 task of level 2, 0 tasks of level 3; 2.40 USD of what is locked is for paid pauses."
    ]
