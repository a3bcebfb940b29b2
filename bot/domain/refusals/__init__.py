"""Refusals: what may not be done now, said kindly. The house's first kind of wrong.

A refusal is raised where a rule says no and caught once, at the edge, where it becomes a sentence
in the person's language. Its sentence is an English message id with `{named}` values. It undoes
the transaction it was raised in. (Outside trouble and bugs are the two other kinds of wrong.)
To add one is to add a class to its room:

accounts    limits on an account
working     what somebody at work may not do now
alarms      tasks that were reported as violent or illegal
packs       reading, launching and changing packs
requesters  their role, and what they ask for in the chat
results     methods, formats, and places to write to
papers      receipts, and files that are written for an operator
claims      reviews, claims and the hourly floor
cases       who may look at a case, and what may be said of it
helplines   the directory of help, as an operator speaks of it
voices      what worker and requester say to each other, thanks and webhooks
proposals   proposals and votes
shares      consent that is withdrawn, and shares of a resale
payouts     payouts, as an operator speaks of them
deposits    money that comes in
grievances  packs that people find unfair
room        the workers' room
amendments  an installation's own rules
"""

from __future__ import annotations

from bot.domain.refusals import (  # noqa: F401  # each brings its own
    accounts,
    alarms,
    amendments,
    cases,
    claims,
    deposits,
    grievances,
    helplines,
    packs,
    papers,
    payouts,
    proposals,
    requesters,
    results,
    room,
    shares,
    voices,
    working,
)
from bot.domain.refusals._refusal import N_, Refusal

__all__ = ["N_", "REFUSALS", "Refusal"]

REFUSALS: dict[str, type[Refusal]] = {one.__name__: one for one in Refusal.__subclasses__()}
