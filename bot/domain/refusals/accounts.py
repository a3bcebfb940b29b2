"""Refusals of accounts: limits that somebody sets, and how they are doubted."""

from __future__ import annotations

from bot.domain.refusals._refusal import N_, Refusal


class NoSuchPerson(Refusal):
    """Neither a person's number nor the code of a case or a limit that is about somebody."""

    sentence = N_("Nobody is known by {number}. A person's number or a case's code stands here.")


class LimitWhat(Refusal):
    """Not exactly one of a pack, a requester, everything."""

    sentence = N_("A limit is about one thing: --pack NAME, --requester NAME or --everything.")


class LimitReason(Refusal):
    sentence = N_("{said} is none of: {known}. Words of your own stand beside it: --why.")


class LimitDays(Refusal):
    sentence = N_("A limit of this kind lasts from 1 to {most} days.")


class NoSuchLimit(Refusal):
    sentence = N_("There is no limit {code}, or it is over.")
