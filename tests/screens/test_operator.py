"""What the operator reads: plain sentences, no list without an end, and a quote that says what is locked and likely."""

from dataclasses import replace

import pytest

from bot.domain.quote import Plan, Quote, quote
from bot.money import plain
from bot.screens import operator


def test_results_say_what_was_read_out_and_where_it_lies() -> None:
    """Counts, the method, what is missing, the first twenty files and how many more."""
    files = [f"media/{number}.jpg" for number in range(25)]
    lines = operator.results("streets", files, 25, 10, "majority", 2)
    assert lines[0] == "streets: 25 final answers were read out; what was read out is accepted."
    assert lines[1:3] == [
        "10 tasks have one answer by the method majority.",
        "2 files that people made are not in the store any more.",
    ]
    assert len(lines) == 3 + operator.files_shown + 1 and lines[-1] == "  … and 5 more"
    assert operator.results("streets", [], 0, 0, "majority", 0) == [
        "streets: nothing is final yet. An answer becomes final 10 minutes after it came, "
        "or when the pack's review_window_h is over."
    ]
    assert operator.results("streets", [], 1, 1, "majority", 1) == [
        "streets: 1 final answer was read out; what was read out is accepted.",
        "1 task has one answer by the method majority.",
        "1 file that people made is not in the store any more.",
    ]


def test_who_asks_to_bring_work_stands_first_with_what_they_said() -> None:
    """Who they are and the work are lines of their own, for they are sentences of theirs."""
    maps = {"name": "Maps", "state": "approved", "person": 7, "about": "We map.", "work": "Streets."}
    shoes = {"name": "Shoes", "state": "asked", "person": 8, "about": "We sell shoes", "work": "Look at them"}
    assert operator.roles([maps, shoes]) == [
        "Shoes asks to bring work.",
        "  Who they are: We sell shoes",
        "  The work: Look at them",
        "Maps: approved, in the chat.",
        "`ujima role approve NAME` or `ujima role decline NAME --why WORDS` decides.",
    ]


def test_results_say_how_many_answers_wait() -> None:
    """They are in no file yet, and whoever reads the files knows it."""
    lines = operator.results("streets", [], 1, 0, "", 0, 3)
    assert lines[1] == "3 answers wait for a check: ujima review streets; silence accepts."


def test_setting_aside_says_that_pay_stays() -> None:
    """In both directions, and when it was so before."""
    assert operator.aside("streets", "wabc", True, True) == [
        "wabc's answers are left out of what is made of streets. Their pay stays as it is."
    ]
    assert operator.aside("streets", "wabc", False, False)[0].startswith(
        "As before, wabc's answers count again"
    )


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
    return operator.quote("streets", found, "USD", plan.readers)


def test_a_quote_that_is_mostly_reading_says_what_fewer_people_would_lock() -> None:
    """Four tasks, a long instruction and two hundred people: the sentence has the very quote for twenty."""
    plan = Plan(tasks=4, overlap=3, price=60_000, estimate_s=30, readers=200, words=40)
    found, few = quote(plan), quote(replace(plan, readers=operator.readers_few))
    assert isinstance(found, Quote) and isinstance(few, Quote)
    assert operator.quote("streets", found, "USD", 200)[-1] == (
        "Most of it is practice and reading for up to 200 people; with readers_max = 20 "
        f"in pack.toml, {plain(few.at_most)} USD would be locked."
    )
    assert not [line for line in operator.quote("streets", few, "USD", 20) if "Most of it" in line]
    many = quote(replace(plan, tasks=2_000))
    assert isinstance(many, Quote)
    assert not [line for line in operator.quote("streets", many, "USD", 200) if "Most of it" in line]


def test_a_list_of_packs_counts_in_words() -> None:
    """One is one task, and what is open are answers, not tasks."""
    row = {"name": "wells", "requester_name": "Kisii", "state": "running"}
    assert operator.packs([{**row, "tasks": 1, "answers": 2, "places": 1}]) == [
        "wells (Kisii): running, 1 task, 2 answers, 1 more wanted"
    ]


def test_what_is_looked_at_is_said_in_lines() -> None:
    """Texts in one language or several, options with their labels, rows with what is known of them."""
    rows = [
        {"key": "a", "role": "gold", "item": '{"text": {"en": "It is\\ndry."}}', "answer": '"dry"'},
        {"key": "b", "role": "task", "item": '{"text": {"en": "Wet."}}', "answer": None},
    ]
    said = {
        "title": {"en": "Wells", "sw": "Visima"},
        "settings": {"options": [{"code": "dry", "label": {"en": "Dry"}}, "wet"]},
        "use": {},
    }
    assert operator.looked_at(said, rows, 3) == [
        "title: en: Wells; sw: Visima",
        "settings: dry = Dry, wet",
        "  a (gold): It is dry.; known answer: dry",
        "  b (task): Wet.",
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


HOUR = 3_600_000


@pytest.mark.parametrize(
    ("opens", "closes", "now", "said"),
    [
        (0, None, 0, []),
        (HOUR, None, 0, ["Offered from 1970-01-01 01:00 UTC: not yet."]),
        (HOUR, 3 * HOUR, 2 * HOUR, ["Offered from 1970-01-01 01:00 until 1970-01-01 03:00 UTC: now as well."]),
        (0, HOUR, HOUR, ["Offered until 1970-01-01 01:00 UTC: no more; `ujima pack close` gives back what is not used."]),
    ],
)  # fmt: skip
def test_a_schedule_is_told_with_how_it_stands(
    opens: int, closes: int | None, now: int, said: list[str]
) -> None:
    """Not yet, now, or no more; a pack that says nothing of it has no line."""
    assert operator.schedule(opens, closes, now) == said


def test_a_movement_is_told_with_a_time_a_person_reads() -> None:
    """When, what, from where to where, how much."""
    line = operator.moved(HOUR, "deposit", "requester:3", "world", 2_500_000, 3_000_000)
    assert line.split() == ["1970-01-01", "01:00", "deposit", "requester:3", "world", "+2.50", "3.00"]
    assert "-2.50" in operator.moved(HOUR, "lock_answers", "requester:3", "pack:7:answers", -2_500_000, 0)


def test_outages_are_told_with_what_they_cost_nobody() -> None:
    """Ours with leases and people told; a region's while it goes on and when it is over."""
    ours = {"kind": "ours", "began_at": 0, "ended_at": 9_000_000, "leases": 1, "people": 2}
    region = {"kind": "region", "began_at": 0, "ended_at": None, "leases": 12, "people": 12}
    assert operator.outages([ours, region, {**region, "ended_at": 9_000_000}]) == [
        "Away from 1970-01-01 00:00 UTC to 1970-01-01 02:30 UTC: 1 lease lengthened, 2 people were told.",
        "12 people fell silent at once on 1970-01-01 00:00 UTC: 12 leases held until they are back.",
        "12 people fell silent at once on 1970-01-01 00:00 UTC, until 1970-01-01 02:30 UTC: 12 leases held.",
    ]
    assert operator.outages([]) == []
