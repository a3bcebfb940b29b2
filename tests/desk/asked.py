"""The desk's verbs as they are asked, and what is said."""

import asyncio
from collections.abc import Callable
from functools import partial
from typing import Any

from bot import app
from bot.desk import Desk, jobs
from bot.domain.refusals import Refusal
from tests.stories.program import until_true

Call = Callable[..., dict[str, Any]]
REQUESTER = "Open Streets Archive"


def refusal(call: Call, verb: str, **arguments: str) -> str:
    """What is said when a verb is refused, whichever way it was asked."""
    try:
        done = call(verb, **arguments)
    except Refusal as refused:
        return str(refused)
    assert not done["ok"]
    return "\n".join(done["lines"])


def over(call: Call, verb: str, **arguments: str) -> dict[str, Any]:
    """A verb that leaves a job, and how the job ended: worked off by the program, or here when nobody runs."""
    begun = call(verb, **arguments)
    if isinstance(call, partial):
        return worked(call, begun["job"])
    until_true(lambda: call("pack.job", job=begun["job"])["over"], 60)
    return call("pack.job", job=begun["job"])


def worked(call: Call, job: str) -> dict[str, Any]:
    """A job worked off by the desk itself."""

    async def works() -> dict[str, Any]:
        async with app.built(call.args[0]) as home:  # type: ignore[attr-defined]
            return await jobs.work(Desk(home.house, home.steps, app.now_ms), job)

    return asyncio.run(works())


def said(done: dict[str, Any]) -> str:
    """The sentences of a verb that was done."""
    assert done["ok"], done
    return "\n".join(done["lines"])
