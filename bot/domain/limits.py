"""Numbers that are rules, in one place. Shown to those they bind by /rules.

Values are the house's. An installation sets those of `Rules`; all others are constants of this version of the program,
the same for every pack. Changing one means changing this file. Times are milliseconds, money micro-units.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.money import unit_micro

second = 1_000
minute = 60 * second
hour = 60 * minute
day = 24 * hour

repeat_silent_ms = minute  # P3: a repeated press is silent this long, then it is told it is saved already
certain_after_ms = 2 * second  # P3: unmarked input sooner than this after the question is asked about
undo_ms = 10 * minute
undone_ms = day  # what was undone and is not given again stands as it was after this
lease_tail_ms = hour  # in a pack's tail, where fewer places are left than people at work
claim_ms = 7 * day  # a claim to a task lasts until the pack closes, at least this long
passed_ms = day  # work that was passed over comes back after this
passed_looked_at = 20  # packs that somebody passed over: is one in their language?
cause_kept_ms = 8 * day  # Telegram keeps an update for a day
incident_kept_ms = 7 * day
notice_kept_ms = 30 * day  # to write over, when more of its topic comes
traffic_kept_ms = 62 * day  # bytes by day: of this month and the last
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
bundle_tasks_max = 10  # small questions handed out together
hard_looks_max = 2_048  # tasks of a pack looked at for one of the categories that somebody chose
bundle_looks_max = 64  # tasks of a pack looked at for the next small one
bundle_tasks_min = 2  # fewer are no bundle
bundle_again_tasks = 6  # so many still open in the last one: it is shown again, before there are new ones
bundle_lease_ms = 2 * day  # for people who connect twice a day; longer where the pack's own lease is
bundle_edge, bundle_edge_full = 240, 320  # px of each picture on a sheet, by data mode
bundle_caption_utf16_max = 30  # words of one with a picture, so that ten fit under it
bundle_item_utf16_max = (
    300  # of one small question, so that ten and their answer's example fit in one message
)
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
first_payout_times = 2  # the least payout, so much goes at once when somebody is paid out for the first time;
first_payout_rest_ms = 48 * hour  # the rest after this
destination_change_ms = 72 * hour  # a new place to be paid at waits so long, once money went to the old one
look_ms = 72 * hour  # a payout that waits for a person's look waits so long at most
unknown_told_ms = hour  # then the worker hears that it is not known yet whether it arrived
unknown_faulty_ms = 3 * day  # then the operator does
week = 7 * day
_monday_ms = 4 * day  # 1970-01-05, the first Monday of the epoch
deposit_fifths = (1, 2, 5, 10)  # of what a new requester's card money may pay for: the sums on the keys
deposit_invoice_ms = 3 * hour  # how long an invoice can be paid; PayPal keeps an order as long
deposit_settled_ms = 7 * day  # PayPal may hold a payment so long before it is there
deposit_invoices_daily_max = 20
deposit_invoice_kept_ms = 30 * day  # for whoever pays an old one all the same
requester_new_ms = 60 * day  # after their first money came in
one_requester_points_max = (
    80  # of what a worker earned; beyond it a person looks at their payout, when that one is new
)

# what worker and requester say to each other
question_characters_max = 500
questions_open_max = 5  # of one person about one pack
questions_daily = 20  # of one person, in a day's time
question_silence_ms = 72 * hour  # then who asked hears that nobody answered
answer_characters_max = 1_000
reason_characters_max = 300  # of a bonus
resale_units_max = 1_000_000  # of the installation's currency, that one resale may bring
bonus_units_max = 50  # of the installation's currency, in one bonus
bonuses_daily = 50  # of one requester, in a day's time
became_characters_max = 1_000
link_characters_max = 300
low_percents = (50, 80, 95)  # of a part of a pack's money used: its requester is told
send_ahead_ms = 10 * second  # the time of messages is taken so long ahead at most by those that share it
answer_mended_ms = 10 * minute  # a requester may write their answer anew for so long


@dataclass(frozen=True, slots=True)
class Rules:
    """What the installation set: passed in, never fetched."""

    currency: str
    minor: int  # the currency's smallest shown unit in micro-units: 10_000 for cents
    floor_hourly: int
    consent_version: str = "1"
    rulings_by: str = (
        ""  # who decides between workers and requesters; "": nobody, so no answer's money may wait
    )
    care_by: str = (
        ""  # whom people can turn to who were shown hard content; "": nobody, so none above level 1
    )
    illegal_by: str = ""  # the one person who looks at what was reported as against the law; "": nobody yet
    two_people_above: int = 500 * unit_micro  # booked for a requester within a day by one person alone
    reversible_max: int = (
        50 * unit_micro
    )  # of money that can be called back, into packs while its requester is new
    vote_days: int = 7  # a vote of those who work here lasts so long
    quorum_percent: int = 20  # of those who have a voice, to make a vote count
    deposit_ways: tuple[str, ...] = ()  # by which requesters pay in by themselves: telegram, paypal


def lease_ms(lease_h: float, places: int, active: int) -> int:
    """How long a task is kept before others may get it too; its end never takes it from the worker (P2).

    The pack's own hours; an hour at most in its tail, so that the last few wait for nobody who has gone. `places` are open,
    `active` people are at work, as a round counted them within the last minute.

    >>> lease_ms(24, 40, 3), lease_ms(24, 2, 3), lease_ms(1 / 6, 2, 3)
    (86400000, 3600000, 600000)
    """
    own = round(lease_h * hour)
    return min(own, lease_tail_ms) if places < active else own


def bundle_lease(lease_h: float, places: int, active: int) -> int:
    """How long questions are kept (ms) that are taken along together: two days at least, but in a pack's tail, as any there.

    >>> bundle_lease(24, 40, 3), bundle_lease(72, 40, 3), bundle_lease(24, 2, 3)
    (172800000, 259200000, 3600000)
    """
    own = lease_ms(lease_h, places, active)
    return own if places < active else max(own, bundle_lease_ms)


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


def bundle_tasks(places: int, active: int) -> int:
    """How many questions of a pack one person is handed out together: no more than there are for each at work.

    >>> bundle_tasks(300, 4), bundle_tasks(30, 10), bundle_tasks(5, 0)
    (10, 3, 5)
    """
    return min(bundle_tasks_max, places // max(1, active))


def week_of(at: int) -> int:
    """When the week of a moment began: Monday, 00:00 UTC. One payout of each is free for the worker.

    >>> week_of(1_767_225_600_000)  # Thursday, 2026-01-01 -> Monday, 2025-12-29
    1766966400000
    """
    return at - (at - _monday_ms) % week
