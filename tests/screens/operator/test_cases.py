"""What the one who decides on the command line reads of cases."""

from dataclasses import replace

from bot.domain import limits
from bot.domain.claims import Copied
from bot.domain.outcomes.cases import Case, Missed, Statement
from bot.screens.operator import cases

CASE = {
    "code": "4F2K",
    "kind": "claim",
    "ground": "breaks",
    "name": "streets",
    "state": "open",
    "instance": 1,
    "subject": 7,
    "outcome": "",
    "reason": "",
    "words": "",
    "at": 0,
    "due": 49 * limits.hour,
}


def test_a_case_says_what_it_is_and_when_it_is_due() -> None:
    """A line each; second instances and those that wait for another person say so."""
    assert cases.listed([CASE], limits.hour) == [
        "4F2K  an answer called unusable of streets, breaks. Due in 48 hours."
    ]
    assert cases.listed([{**CASE, "instance": 2}], 0)[0].endswith("Second instance.")
    assert cases.listed([{**CASE, "state": "waiting"}], 0)[0].endswith("another must agree.")
    assert (
        "streets, and nothing new could be bought for it."
        in cases.listed([{**CASE, "ground": "unbought"}], 0)[0]
    )
    payout = {**CASE, "kind": "payout", "ground": "", "name": "", "due": None}
    assert cases.listed([payout], 0) == ["4F2K  money on its way."]
    assert cases.listed([], 0) == ["No case waits for you."]


def test_past_rulings_are_a_line_each() -> None:
    """When, what it was about, what was found, and why: in words, else by the reason's code."""
    row = {**CASE, "outcome": "stands", "reason": "open", "decided_at": 0}
    assert cases.rulings([row]) == [
        "4F2K  1970-01-01 00:00 an answer called unusable of streets, breaks: stands, open"
    ]
    assert cases.rulings([{**row, "words": "It says red."}])[0].endswith(": stands, It says red.")
    assert cases.rulings([]) == ["Nothing like that was decided."]


def test_a_claim_shows_both_sides() -> None:
    """The sentence, what the requester and the worker say, and how to decide."""
    row = {
        "state": "ruling",
        "at": 0,
        "sentence": 1,
        "ground": "breaks",
        "sent": "",
        "why": "",
    }
    answer = {
        "name": "streets",
        "item": "{}",
        "value": '"road"',
        "paid": 40_000,
        "level": 0,
        "stopped_why": "",
    }
    lines = cases.told(CASE, row, answer, ["Look well."])
    assert (
        lines[0]
        == "4F2K, streets, made 1970-01-01 00:00 UTC; the worker disagrees and the requester keeps to it"
    )
    assert lines[3] == "The requester: breaks sentence 1: Look well."
    assert "To decide: ujima case decide 4F2K stands|unusable|item|instruction|warn --why …" in lines
    statements = (Statement("requester", "A roof.", 0), Statement("worker", "It is a road.", limits.hour))
    assert cases.founded(Case("4F2K", "claim", "breaks", "streets", None, statements=statements)) == [
        "The requester, 1970-01-01 00:00: A roof.",
        "The worker, 1970-01-01 01:00: It is a road.",
    ]
    empty = cases.told(CASE, {**row, "sentence": 0, "ground": "empty"}, answer, [])
    assert empty[3] == "The requester: empty."
    over = cases.told({**CASE, "state": "closed"}, {**row, "state": "upheld", "why": "A roof."}, answer, [])
    assert "over: the answer can't be used" in over[0] and over[-1] == "The ruling: A roof."


def test_the_book_is_evidence_and_hard_content_is_described() -> None:
    """A line for each movement; of hard content the description, of what is said to be against the law nothing."""
    row = {
        "state": "ruling",
        "at": 0,
        "sentence": 0,
        "ground": "empty",
        "sent": "",
        "why": "",
    }
    item = '{"text": {"en": "Unspeakable"}, "description": {"en": "A broken vase"}}'
    answer = {
        "name": "streets",
        "item": item,
        "value": '"road"',
        "paid": 40_000,
        "level": 2,
        "stopped_why": "",
    }
    lines = cases.told(CASE, row, answer, [], [(0, "pay_answer", 40_000)])
    assert lines[1] == 'Item: hard content, described as {"en": "A broken vase"}'
    assert "The book, 1970-01-01 00:00: pay_answer 0.04" in lines
    sealed = cases.told(CASE, row, {**answer, "stopped_why": "illegal"}, [])
    assert sealed[1] == "Item: reported as against the law, not shown"
    assert "Unspeakable" not in " ".join([*lines, *sealed])


def test_what_is_known_of_a_copy_is_told_with_what_it_proves() -> None:
    """Whether it was forwarded, and the same words; of what has no words of its own only the first."""
    case = Case("4F2K", "claim", "copied", "streets", None, copied=Copied(True, True, 3, 2, 1, 9, 4))
    (line,) = cases.founded(case)
    assert line == (
        "It came as a forwarded message. 2 of 3 others gave the same words to this question, 1 of them earlier; the same person did"
        " to 4 of 9 other questions of this pack. None of this proves anything by itself."
    )
    assert cases.founded(replace(case, copied=Copied()))[0].startswith("It was not forwarded. None")
    assert cases.founded(replace(case, copied=None)) == []


def test_what_was_missed_is_told_with_what_is_known() -> None:
    """How many of how many, and each with its question, what was said and what is known."""
    missed = Missed("choice", {}, ("en",), "market-07", {"en": "A stall."}, "road", "people")
    case = Case("4F2K", "fraud", "chance", "", None, right=9, known=10, missed=(missed,))
    assert cases.founded(case) == [
        "Known answers missed: 1 of 10.",
        '  market-07 {"en": "A stall."}: said "road", known "people"',
    ]


def test_what_is_no_claim_says_where_it_stands() -> None:
    """What it is about by its number, and what was found."""
    report = {**CASE, "kind": "report", "ground": "unclear"}
    lines = cases.shown(report)
    assert (
        lines[0] == "4F2K, a question that was reported of streets, unclear, came 1970-01-01 00:00 UTC; open"
    )
    assert lines[1] == "About number 7." and "ujima case decide 4F2K stands|item" in lines[2]
    over = cases.shown({**report, "state": "decided", "outcome": "item", "words": "All black."})
    assert over[0].endswith("decided; found: item, All black.") and len(over) == 2


def test_what_was_noticed_is_said_with_its_numbers() -> None:
    """By person, and that it proves nothing; each sign in its own words."""
    case = {**CASE, "kind": "fraud", "ground": "alike", "person": 12}
    signal = {"kind": "alike", "count": 6, "out_of": 8, "pack": 3, "other": 11}
    lines = cases.shown(case, (), signal)
    assert "It is about person 12." in lines
    assert any("6 of 8 texts in pack 3 are those of person 11" in one for one in lines)
    assert "seen" in lines[-1] or "seen" in lines[-2]
    for kind, said in (("place", "6 people are paid at one place"), ("chance", "In 6 packs")):
        assert any(
            said in one and "proves nothing" in one for one in cases.shown(case, (), {**signal, "kind": kind})
        )


def test_a_decision_is_said_in_a_line() -> None:
    """Taken, given back or not, decided or not yet, and the same for others."""
    assert cases.taken("4f2k") == ["4F2K is yours for 30 minutes."]
    assert cases.given_back("4F2K", True) != cases.given_back("4F2K", False)
    assert "told why" in cases.decided("4F2K", True)[0] and "another" in cases.decided("4F2K", False)[0]
    assert cases.alike("4F2K", 1) == ["1 case like 4F2K decided in the same way."]
