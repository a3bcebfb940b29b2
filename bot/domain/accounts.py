"""Limits on an account: what a person may not work on for a time, by another person's word (P10). Pure.

They are graded: one pack, one requester's packs, all work. Each has a reason of this list and words, an end, and an appeal;
none touches what somebody has: money is paid out as always. The numbers are the house's own choice, told in
docs/accounts.md.
"""

from __future__ import annotations

from typing import Final, Literal

Scope = Literal["pack", "requester", "all"]
Reason = Literal["copied", "passed_on", "chance", "harm", "rules"]

REASONS: Final[tuple[Reason, ...]] = ("copied", "passed_on", "chance", "harm", "rules")
"""Answers are another account's; somebody else works with it; known answers are missed as often as by guessing; what was
written does harm to others; it breaks the rules in some other way, which the words say."""

days_max: Final[dict[Scope, int]] = {"pack": 90, "requester": 60, "all": 30}
"""The wider, the shorter; a longer one is set anew, by a person who looks again."""

words_characters_max = 500


def scope_of(pack: str, requester: str, everything: bool) -> Scope | None:
    """Which limit was meant; None when not exactly one was named.

    >>> scope_of("streets", "", False), scope_of("", "", True), scope_of("streets", "Baraka", False)
    ('pack', 'all', None)
    """
    named: list[Scope] = []
    if pack:
        named.append("pack")
    if requester:
        named.append("requester")
    if everything:
        named.append("all")
    return named[0] if len(named) == 1 else None
