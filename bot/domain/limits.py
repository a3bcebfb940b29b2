"""Numbers that are rules, in one place. Shown to those they bind by /rules.

Values are the house's. An installation sets those of `Rules`; all others are constants of this version of the program,
the same for every pack. Changing one means changing this file. Times are milliseconds, money micro-units.
"""

from __future__ import annotations

from dataclasses import dataclass

second = 1_000
minute = 60 * second
hour = 60 * minute
day = 24 * hour

repeat_silent_ms = minute  # P3: a repeated press is silent this long, then it is told it is saved already
certain_after_ms = 2 * second  # P3: unmarked input sooner than this after the question is asked about
undo_ms = 10 * minute
undone_ms = day  # what was undone and is not given again stands as it was after this
claim_ms = 7 * day  # a claim to a task lasts until the pack closes, at least this long
passed_ms = day  # work that was passed over comes back after this
cause_kept_ms = 8 * day  # Telegram keeps an update for a day
incident_kept_ms = 7 * day
notice_kept_ms = 30 * day  # to write over, when more of its topic comes
side_silence_ms = 72 * hour  # a side answer nobody speaks about is paid
side_at_once = 3  # per person and pack; further ones up to a tenth of their answers
side_at_once_share = 10
practice_each = 3  # paid practice tasks per person and pack
median_people_min = 10  # a median of fewer is not told
practice_further = 3  # and so many more for somebody whose known answers are mostly not right
low_from_gold = 4  # known answers before anybody is offered further practice
chance_from_gold = 8  # known answers before a score may lead to other work
chance_error_max = 0.01  # how often, at one look, somebody halfway to always right may score so
again_gold = 4  # known answers after further practice, before a score is looked at again
newcomer_daily = 15  # tasks a day per pack, until
trusted_right = 5  # known answers are right in that kind of task, over all packs
daily_least = 20  # P13
kept_tenths = 3  # P13: of new places, kept for people who are not there yet
kept_ms = day  # for so long
name_characters_max = 64
about_characters_max = (
    200  # of what a requester says of themselves; workers see it on one screen with the rest
)
role_code_ms = day  # a code that ties a person to a requester works so long
pilot_tasks = 10
files_waiting_max = 5  # of one requester's, that are being read or wait for it
told_every_ms = 3 * second  # Telegram limits edits: a progress message is written over at most this often
yes_kept_ms = day  # what a file would add to a pack that runs waits so long for its requester's yes


@dataclass(frozen=True, slots=True)
class Rules:
    """What the installation set: passed in, never fetched."""

    currency: str
    minor: int  # the currency's smallest shown unit in micro-units: 10_000 for cents
    floor_hourly: int
    consent_version: str = "1"


def kept_tasks(tasks: int, overlap: int) -> int:
    """P13: how many of `tasks` new ones, with `overlap` places each, are kept for people who come later.

    Three tenths; none where that is less than one person's least day, for keeping them would send people away from
    work that nobody else is there to do.

    >>> kept_tasks(1_000, 3), kept_tasks(23, 3), kept_tasks(24, 3)
    (300, 0, 7)
    """
    kept = tasks * kept_tenths // 10
    return kept if kept * overlap >= daily_least else 0


def daily_share(places: int, active: int) -> int:
    """P13: how many tasks of a pack one person is served a day.

    max(20, 2 × places ÷ active people), and of that at most a tenth of the pack's places; but never under 20,
    for a tenth of a small pack would send people away from work that nobody else is there to do.

    >>> daily_share(90, 1), daily_share(10_000, 4), daily_share(10_000, 2_000)
    (20, 1000, 20)
    """
    return max(daily_least, min(2 * places // max(1, active), places // 10))
