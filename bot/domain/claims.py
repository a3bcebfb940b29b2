"""Claims: why a requester may say that an answer can't be used, how often, and until when anybody may speak. Pure.

The numbers are rules of the product, told in docs/claims.md. A claim buys a new answer, never money back; it cites a ground of
a closed list and, where it is about the instruction, the sentence of the version that the worker saw (P10).
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from bot.domain import limits
from bot.domain.marks import normal

Side = Literal["worker", "requester"]
Ground = Literal["breaks", "empty", "copied", "machine"]
GROUNDS: Final[tuple[Ground, ...]] = ("breaks", "empty", "copied", "machine")
"""It breaks a named sentence; it is empty or has nothing to do with the question; it is copied; a machine gave it."""

claim_until_ms = 14 * limits.day  # after the answer, where its pay was final at once
decided_looked_at = 200  # a requester's last decided answers: paid for good, or claimed
claimed_percent_max = 8  # of those, across
claimed_people_min = 5  # or more people
row_max = 8  # or so many one after another, across
row_people_min = 3
open_until_decided = 100  # a requester with fewer decided answers has
open_max = 5  # claims open at most
said_ms = 5 * limits.minute  # of a voice note by which somebody says why
disagree_ms = 14 * limits.day  # after the worker's first message since the notice
disagree_most_ms = 60 * limits.day  # after the notice
look_ms = limits.day  # how often it is looked whether they wrote something
reply_ms = 96 * limits.hour  # the requester answers, or the worker is right
ruling_ms = 7 * limits.day  # somebody neutral decides, or the worker is right
checked_of = 10  # one of so many claims that take nobody's money is looked at by somebody neutral
minute_s = 60  # what a worker who was right is paid for besides
words_characters_max = 1_000
statements_max = 5  # that each side may make of a claim, and one more after an appeal
code_characters = 4
compared_max = 1_000
"""For "copied": of others' answers to a question, and of somebody's own in a pack, the newest."""

WORDED: Final = ("text", "reply", "audio", "video", "find")
"""Kinds whose answers may be somebody's own words; where they are, the same words can be looked for."""


@dataclass(frozen=True, slots=True)
class Decided:
    """One of a requester's decided answers: whose, whether it was claimed, whether the person failed known answers."""

    person: int
    claimed: bool
    failed: bool = False


@dataclass(frozen=True, slots=True)
class Copied:
    """What is known of an answer that is called copied, as it was when it was claimed. None of it proves anything.

    `forwarded`: it came as a message that was somebody else's first. With `words` of its own: so many `others` answered the same
    question, of whom the `same` words gave so many, so many of them `before` it; and so many answers to other questions of the
    pack are their `own`, of which `own_same` have the same words.
    """

    forwarded: bool = False
    words: bool = False
    others: int = 0
    same: int = 0
    before: int = 0
    own: int = 0
    own_same: int = 0


def words_of(value: Any) -> str:
    """An answer's own words as they are compared: case, spaces and what is invisible aside; "" for none.

    >>> words_of("  Duka  la DAWA "), words_of({"value": "Nairobi", "source": "https://x.org"}), words_of(["a"])
    ('duka la dawa', 'nairobi', '')
    """
    written = value.get("value") if isinstance(value, dict) else value
    return normal(written) if isinstance(written, str) else ""


def copied(
    value: Any, at: int, others: Sequence[tuple[Any, int]], own: Sequence[Any], *, forwarded: bool
) -> Copied:
    """What is known of an answer that came `at` (ms): others' to the same question, each with when it came, and their own.

    >>> copied("Yes, it is.", 5, [("yes,  it is.", 3), ("No.", 4), ("Yes, it is.", 9)], ["It is not."], forwarded=False)
    Copied(forwarded=False, words=True, others=3, same=2, before=1, own=1, own_same=0)
    """
    words = words_of(value)
    if not words:
        return Copied(forwarded)
    same = [came for one, came in others if words_of(one) == words]
    before, own_same = sum(came < at for came in same), sum(words_of(one) == words for one in own)
    return Copied(forwarded, True, len(others), len(same), before, len(own), own_same)


def sentence_of(sentences: Sequence[str], number: int) -> str:
    """The sentence a claim names, counted from 1; "" for one that is not there.

    >>> sentence_of(["Look well.", "Choose one."], 2), sentence_of(["Look well."], 2)
    ('Choose one.', '')
    """
    return sentences[number - 1] if 0 < number <= len(sentences) else ""


def too_many(decided: Sequence[Decided], waiting: int) -> str:
    """Why a requester can't claim now: "open", "share", "row", or "" when they can.

    `decided`: their last decided answers, newest first; `waiting`: their claims that are open. What suspends claiming
    never suspends working. A person who failed known answers counts once, however many of their answers are claimed.

    >>> one = [Decided(person % 9, person % 10 == 0) for person in range(200)]
    >>> too_many(one, 0), too_many(one[:50], 5), too_many([Decided(1, False)] * 200, 9)
    ('share', 'open', '')
    """
    known = decided[:decided_looked_at]
    if len(known) < open_until_decided:
        if waiting >= open_max:
            return "open"
    else:
        claimed = _once(known)
        people = {one.person for one in claimed}
        if len(claimed) * 100 > claimed_percent_max * len(known) and len(people) >= claimed_people_min:
            return "share"
    first = _once([*_leading(known)])
    return "row" if len(first) >= row_max and len({one.person for one in first}) >= row_people_min else ""


def _once(decided: Sequence[Decided]) -> list[Decided]:
    """The claimed ones, those of a person who failed known answers once."""
    found: list[Decided] = []
    failed: set[int] = set()
    for one in decided:
        if one.claimed and one.person not in failed:
            found.append(one)
            failed |= {one.person} if one.failed else set()
    return found


def _leading(decided: Sequence[Decided]) -> list[Decided]:
    """The claimed ones before the first that was not."""
    for place, one in enumerate(decided):
        if not one.claimed:
            return list(decided[:place])
    return list(decided)


def code(claim: int, characters: int = code_characters) -> str:
    """What a claim is called: digits and capitals that can't be mistaken for one another.

    >>> code(1), code(1, 6)
    ('NTJ2', 'NTJ2PD')
    """
    spread = base64.b32encode(hashlib.blake2b(str(claim).encode(), digest_size=10).digest()).decode()
    return spread[:characters]


def is_checked(claim: int) -> bool:
    """Is this one of those that somebody neutral looks at, whatever is said? By a hash, so that nobody can foresee it."""
    spread = hashlib.blake2b(f"check {claim}".encode(), digest_size=8).digest()
    return int.from_bytes(spread) % checked_of == 0
