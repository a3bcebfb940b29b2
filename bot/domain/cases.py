"""Cases: what a person must look at, what they may decide and why, who is paid what for it. Pure.

One queue for all of it, so that nothing that waits for a person lies where nobody looks (P10). The numbers are rules of the
product, told in docs/cases.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from bot.domain import claims, limits
from bot.money import divide_up, hour_s, unit_micro

Kind = Literal["claim", "report", "requester", "payout", "fraud", "account", "grievance", "room"]
KINDS: Final[tuple[Kind, ...]] = (
    "claim", "report", "requester", "payout", "fraud", "account", "grievance", "room",
)  # fmt: skip
"""An answer called unusable; a task that was reported; a requester who claims too much; money on its way that is held or
lost; a signal that something may be fraud; a limit on an account that its person doubts; a grievance about a pack; a message in the
workers' room."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What somebody found of a case, and why: a reason of the closed list, or words, which both sides read."""

    outcome: str
    reason: str
    words: str


Reader = Literal["desk", "moderator", "juror"]

Outcome = Literal[
    "stands", "unusable", "item", "instruction", "warn", "keep", "holds", "lift", "seen", "goes_on", "stays_paused", "close", "leave",
    "take_out",
]  # fmt: skip

OUTCOMES: Final[dict[Kind, tuple[Outcome, ...]]] = {
    "claim": ("stands", "unusable", "item", "instruction", "warn"),
    "report": ("stands", "item", "instruction", "warn"),
    "requester": ("stands", "keep", "warn"),
    "payout": ("seen",),
    "fraud": ("seen",),
    "account": ("holds", "lift"),
    "grievance": ("goes_on", "stays_paused", "close"),
    "room": ("leave", "take_out"),
}
"""The answer, the item or the requester's claiming stands; the answer can't be used; the item is void, or the instruction is,
and the answer stands; it stands and the requester is warned; claiming stays suspended; a limit on an account
holds, or is over; a person has looked. A pack that people
called unfair goes on, stays paused until its words are others, or is closed. A message in the room stays, or is taken out."""

REASONS: Final[dict[Outcome, tuple[str, ...]]] = {
    "stands": ("fits", "open", "other_sentence"),
    "unusable": ("breaks", "empty", "copied", "machine"),
    "item": ("unanswerable", "harmful"),
    "instruction": ("contradicts", "unclear"),
    "warn": ("careless", "harmful"),
    "keep": ("mostly_wrong",),
    "holds": ("well_founded",),
    "lift": ("not_founded", "long_enough"),
    "seen": ("seen",),
    "goes_on": ("unfounded", "mended"),
    "stays_paused": ("founded", "unclear"),
    "close": ("founded", "harmful"),
    "leave": ("allowed",),
    "take_out": ("hurts", "finds_people", "sells"),
}
"""Why, by outcome: a code that both sides read as a sentence of their language, beside the words of whoever decided."""

UNSEEN: Final = ("violent", "illegal")
"""Grounds of reports whose item is shown to no moderator; so none of them puts it back."""

AT_THE_DESK: Final[tuple[Kind, ...]] = ("payout", "fraud")
"""Decided on the command line alone: they are about somebody's money, or compare people, which no moderator sees."""

ABOUT_WORKERS: Final[tuple[Kind, ...]] = ("claim", "fraud", "account")
"""Of these it is written down which known answers the worker had missed when the case came."""

held_ms = 30 * limits.minute  # a case somebody has in hand; then it is open again
ruling_ms = claims.ruling_ms  # somebody neutral decides
appeal_ms = 7 * limits.day  # after a first decision
jury_after_ms = limits.day  # a claim that nobody has taken so long is put before a jury
jury_people = 3  # of whom two must find the same; fewer are not asked
jury_answers_least = 50  # accepted ones of theirs, in that kind of work
looked_at = 200  # of those that wait, the first by deadline
alone_micro_max = 5 * unit_micro  # what one person decides by themselves; above it two must agree
searched = 5_000  # past decisions that a search looks at, the newest
rulings_shown = 10
searched_characters_max = 100
alike_max = 100  # decided with one, in one go; and no more of them than one person may decide alone
others_max = 5  # of others' answers, shown after the first opinion
words_characters_max = 1_000
known_looked_at = 200  # of a worker's known answers, the newest, when a case about them comes
missed_kept, missed_shown = 20, 3  # of those they missed: with the case; in a message
paid_least_s, paid_most_s = 180, 900  # of a case that somebody decided: from when it was taken on
paid_floors = 2  # at so many times the hourly floor
interpreters_most = 5  # people who are asked about one case, one after another
interpret_ms = 12 * limits.hour  # then another is asked
interpreter_answers_least = 50  # accepted ones of theirs, of any kind of work
interpreted_daily_most = limits.questions_daily  # by one person, in a day's time
interpreted_characters_max = 4_000  # of what an interpreter writes
interpreted_a_minute = 100  # characters read, thought over and typed on a phone


def minutes_pay(taken_ms: int, floor_hourly: int) -> int:
    """What somebody is paid for one case (micro-units): its whole minutes at twice the floor, three at least, fifteen at most.

    >>> minutes_pay(4 * 60_000, 5_000_000), minutes_pay(0, 5_000_000), minutes_pay(10**9, 5_000_000)
    (666667, 500000, 2500000)
    """
    seconds = min(paid_most_s, max(paid_least_s, 60 * divide_up(taken_ms, limits.minute)))
    return divide_up(paid_floors * floor_hourly * seconds, hour_s)


def interpreting_pay(characters: int, floor_hourly: int) -> int:
    """What an interpreter is paid for so many characters (micro-units): their minutes, by the rule of `minutes_pay`, known before.

    >>> interpreting_pay(40, 5_000_000), interpreting_pay(401, 5_000_000), interpreting_pay(5_000, 5_000_000)
    (500000, 833334, 2500000)
    """
    return minutes_pay(divide_up(characters * limits.minute, interpreted_a_minute), floor_hourly)


def needed(amount: int, jurors: int = 0) -> int:
    """How many people must find the same: two above a sum, and where a jury was asked.

    >>> needed(40_000), needed(6_000_000), needed(40_000, 3)
    (1, 2, 2)
    """
    return 1 if amount <= alone_micro_max and not jurors else 2


def found(outcomes: list[str], people: int) -> str:
    """What enough people found; "" while they have not.

    >>> found(["stands"], 1), found(["stands", "item"], 2), found(["stands", "item", "stands"], 2)
    ('stands', '', 'stands')
    """
    return next((one for one in outcomes if outcomes.count(one) >= people), "")


def reads(languages: str, language: str, read_by_all: list[str]) -> bool:
    """May a case in a language go to who reads these? Also where no moderator reads it.

    >>> reads("en sw", "sw", ["en sw"]), reads("en", "sw", ["en", "sw"]), reads("en", "ar", ["en", "sw"])
    (True, False, True)
    """
    if not language or language in languages.split():
        return True
    return not any(language in one.split() for one in read_by_all)


def outcomes(kind: Kind, ground: str) -> tuple[Outcome, ...]:
    """What may be decided of a case.

    >>> outcomes("report", "unclear")[0], outcomes("report", "violent")[0]
    ('stands', 'item')
    """
    known = OUTCOMES[kind]
    return tuple(one for one in known if one != "stands") if ground in UNSEEN else known
