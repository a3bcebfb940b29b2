"""Forgetting, the part that no transaction can do: files that nothing names any more, and what deleting leaves behind.

A database marks deleted rows as free and writes over them some day. So SQLite's file is written anew and its log cut to
nothing, and PostgreSQL's tables that hold what is about people are written anew; its own log (WAL) and backups keep
what they have until they are recycled: that is the operator's, see docs/forgetting.md.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Final

from bot.actions import forgetting
from bot.actions.queueing import Job
from bot.media.store import Store
from bot.rounds.jobs import Stepped
from bot.storage import Database

tables: Final = (
    *(
        "people",
        "accounts",
        "consents",
        "traffic",
        "questions",
        "dues",
        "causes",
        "destinations",
        "passed",
    ),
    *("asked", "answers", "made", "checkouts", "jobs", "journal", "payouts", "bonuses"),
    *("requesters", "deposits", "hooks", "hook_events"),
    *(
        "own_limits",
        "account_limits",
        "signals",
        "readers",
        "chosen",
        "care",
        "exposures",
        "erasures",
        "leftovers",
    ),
)


@dataclass(frozen=True, slots=True)
class Forgetting:
    """What forgetting needs besides a transaction."""

    database: Database
    store: Store

    async def step(self, job: Job) -> Stepped:
        """One whole job; done again after a crash it finds less to do."""
        for name in job.input["hashes"]:
            if await self.database.write(forgetting.unnamed, name):
                await asyncio.to_thread(self.store.remove, name)
        await self.database.purge(tables)
        return Stepped(end=True, result="What is left of a person who went is removed.")
