"""What the operator reads on the command line: plain English sentences, one a line; files named as in cli and desk."""

from __future__ import annotations

from bot.screens.operator import (
    accounts,
    backups,
    books,
    cases,
    deposits,
    figures,
    jobs,
    packs,
    payouts,
    proposals,
    reports,
    results,
    reviews,
    roles,
    rules,
    seeing,
    support,
    top,
    voices,
    words,
)

__all__ = (
    "accounts",
    "backups",
    "books",
    "cases",
    "deposits",
    "figures",
    "jobs",
    "packs",
    "payouts",
    "proposals",
    "reports",
    "results",
    "reviews",
    "roles",
    "rules",
    "seeing",
    "support",
    "top",
    "voices",
    "words",
)
