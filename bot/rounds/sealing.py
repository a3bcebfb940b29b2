"""Sealing: the day's seal of the book is posted where everybody can note it, so that nobody can rewrite what it covers."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.actions.queueing import Job
from bot.rounds.jobs import Stepped


@dataclass(frozen=True, slots=True)
class Sealing:
    """Posts seals: `post` takes when a seal was made (UTC epoch ms) and its hash."""

    post: Callable[[int, str], Awaitable[None]]

    async def step(self, job: Job) -> Stepped:
        """One seal. Posted once more after a crash, it says the same."""
        await self.post(job.input["at"], job.input["hash"])
        return Stepped(end=True, result="The seal is posted.")
