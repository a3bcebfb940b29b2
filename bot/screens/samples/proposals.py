"""Samples of what those who work here propose and vote on."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.outcomes import Outcome
from bot.domain.outcomes.proposals import (
    CaseFigures,
    Delegate,
    Delegates,
    Proposal,
    Proposed,
    Resigned,
    Seconded,
    Voice,
    VoiceNews,
    Voted,
    VoteOn,
)
from bot.domain.outcomes.worker import Refused

_day = 1_790_000_000_000
_words = "Tasks of under five seconds should pay two cents at least."
_waits = Proposal(7, _words, "seconding", _day, seconds=1)
_votes = Proposal(6, _words, "voting", _day, seconds=3)
_over = Proposal(
    5, _words, "over", _day, seconds=3, result="yes", yes=31, no=8, neither=4, may_vote=120, needed=24
)
_grounds = (
    ("claim", "breaks", 31),
    ("claim", "checked", 6),
    ("report", "illegal", 5),
    ("report", "unclear", 10),
    ("report", "violent", 6),
)
_outcomes = (
    ("claim", "overdue", 7),
    ("claim", "stands", 25),
    ("claim", "settled", 5),
    ("report", "item", 10),
)


def samples() -> tuple[tuple[str, Outcome], ...]:
    """(What it shows, outcome)."""
    no, short = replace(_over, number=4, result="no", late=True), replace(_over, number=3, result="short")
    answered = replace(_over, answer="From March on, two cents is the least.")
    lapsed = replace(_waits, number=2, state="lapsed")
    stands = replace(_waits, kind="delegate", words="Amber Ant: I read what others skip.")
    elected = replace(
        stands, number=6, state="over", result="yes", yes=31, may_vote=120, needed=24, term_until=_day
    )
    refusals: tuple[tuple[str, dict[str, object]], ...] = (
        ("NothingProposed", {}),
        ("NoVoice", {"needed": 30, "days": 5, "count": 12, "own": 3}),
        ("ProposedAlready", {"number": 7}),
        ("NoSuchProposal", {"number": 9}),
        ("OwnProposal", {"number": 7}),
        ("NotSeconding", {"number": 6}),
        ("NotVoting", {"number": 5}),
        ("NotAVote", {"command": "/vote_6"}),
        ("PlaceNeeded", {}),
        ("PlaceSpoke", {}),
        ("VoteStays", {"number": 6}),
        ("NotADelegate", {}),
        ("StandsAlready", {}),
        ("MonthNotOver", {}),
    )
    return (
        ("Nothing is proposed", Voice((), 12, 3)),
        ("What is proposed", Voice((_waits, _votes, _over, no, short, lapsed), 40, 9)),
        (
            "What is proposed, to who took part",
            Voice((replace(_waits, seconded=True), replace(_votes, voted=True), answered), 40, 9),
        ),
        ("A proposal is made", Proposed(7, _day)),
        ("A proposal is seconded", Seconded(7, 2, False)),
        ("A proposal is seconded and voted on", Seconded(7, 3, True)),
        ("A vote", VoteOn(6, _words, _day, mark="🐝")),
        ("A vote, once more", VoteOn(6, _words, _day, voted=True, mark="🐝")),
        ("A vote is in the box", Voted(6, _day)),
        ("News of a vote", VoiceNews(answered)),
        (
            "Candidates",
            Voice((stands, elected, replace(elected, number=2, result="no", term_until=0)), 40, 9),
        ),
        ("Delegates", Delegates((Delegate("Amber Ant", _day), Delegate("Misty Heron", _day)))),
        ("Delegates, to one of them", Delegates((Delegate("Amber Ant", _day),), own=True)),
        ("No delegates", Delegates(())),
        ("How cases ended", CaseFigures(_day, _grounds, _outcomes, 40, 7)),
        ("How cases ended, too few", CaseFigures(_day)),
        ("No delegate any more", Resigned()),
        *((f"Refused: {name}", Refused(name, values)) for name, values in refusals),
    )
