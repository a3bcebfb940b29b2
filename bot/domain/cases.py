"""Cases: what a person must look at, by when, and what they may decide. Pure.

One queue for all of it, so that nothing that waits for a person lies where nobody looks (P10). The numbers are rules of the
product, told in docs/cases.md.
"""

from __future__ import annotations

from typing import Final, Literal

from bot.domain import limits

Kind = Literal["claim", "report", "requester", "payout", "fraud", "account", "grievance"]
KINDS: Final[tuple[Kind, ...]] = ("claim", "report", "requester", "payout", "fraud", "account", "grievance")
"""An answer called unusable; a task that was reported; a requester who claims too much; money on its way that is held or
lost; signals of fraud, limits of an account, a grievance about a pack: these three are opened by nobody yet."""

ruling_ms = 7 * limits.day  # somebody neutral decides
