"""`ujima run` that kills itself (SIGKILL) at one point of the next answer: `killed_at(POINT, program)`.

The program has no branch for this: one function at the point is wrapped before the program starts. Everything before
the point happened, nothing after it did; there is no clean-up, as when the power goes.
"""

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from bot.actions import making, sending, telling
from bot.actions.sending import Errand
from bot.chat import api, router
from bot.chat.deliver import Deliver
from bot.chat.intake import Intake
from bot.payouts import Reply
from bot.rounds import measuring
from bot.rounds.measuring import Measuring
from bot.rounds.payouts import Payouts
from bot.storage import Tx
from tests.stories.program import PATIENCE_S, Program, logged, spawned

sends = ("sendMessage", "sendPhoto", "sendDocument")
on_the_wire_s = 0.02


def die() -> None:
    """End at once."""
    os.kill(os.getpid(), signal.SIGKILL)


def update_received() -> None:
    """The update is here, nothing is done with it."""

    async def handle(*_: Any) -> None:
        die()

    router.handle = handle  # type: ignore[assignment]


def before_commit() -> None:
    """The answer is written and paid in a transaction that is not committed."""
    once = telling.once

    def then_die(tx: Tx, *args: Any, **kwargs: Any) -> Any:
        once(tx, *args, **kwargs)
        die()

    telling.once = then_die


def after_commit() -> None:
    """Committed; Telegram has not been told that the update is done."""
    commit: Callable[..., Awaitable[Any]] = Intake._committed

    async def then_die(self: Intake, updates: list[dict[str, Any]]) -> Any:
        await commit(self, updates)
        if updates:
            die()
        return []

    Intake._committed = then_die  # type: ignore[method-assign]


def poll_on_the_wire() -> None:
    """The next poll has left and acknowledges; nothing is sent."""

    async def shown(self: Deliver, *_: Any) -> None:
        await asyncio.sleep(on_the_wire_s)
        die()

    Deliver._show = shown  # type: ignore[assignment,method-assign]


def during_send() -> None:
    """The send is on the wire; whether it arrives is unknown."""
    call = api.call

    async def cut(bot: Any, method: str, *args: Any, **kwargs: Any) -> Any:
        if method in sends:
            asyncio.get_running_loop().call_later(on_the_wire_s, die)
        return await call(bot, method, *args, **kwargs)

    api.call = cut


def before_shown() -> None:
    """The message has arrived; that it did is not written down."""

    async def arrived(*_: Any) -> None:
        die()

    Deliver._arrived = arrived  # type: ignore[assignment,method-assign]


def fetched() -> None:
    """A photograph has come down; nothing of it is written."""
    fetch = api.Files.fetch

    async def then_die(self: api.Files, file: str) -> bytes:
        await fetch(self, file)
        die()
        return b""

    api.Files.fetch = then_die  # type: ignore[method-assign]


def answering() -> None:
    """It was measured and answers, in a transaction that is not committed."""
    measured = making.measured

    def then_die(*args: Any, **kwargs: Any) -> Any:
        measured(*args, **kwargs)
        die()

    making.measured = then_die


def job_not_ended() -> None:
    """The answer is committed; that the job is done is not written down, and nothing is sent."""
    tell: Callable[..., Awaitable[None]] = Measuring._tell

    async def then_die(self: Measuring, *args: Any, **kwargs: Any) -> None:
        await tell(self, *args, **kwargs)
        die()

    Measuring._tell = then_die  # type: ignore[assignment,method-assign]


def at_errand(sends: bool, point: str) -> Callable[[], None]:
    """A point of the next errand to a rail that sends, or that looks up: taken, on the wire, replied, booking, booked."""

    def wrap() -> None:
        ask: Callable[[Payouts, Errand], Awaitable[Reply]] = Payouts._ask
        answered: Callable[[Tx, Errand, Reply], str] = sending.answered

        async def asked(self: Payouts, errand: Errand) -> Reply:
            if errand.sends == sends and point == "taken":
                die()
            if errand.sends == sends and point == "on the wire":
                asyncio.get_running_loop().call_later(on_the_wire_s, die)
            reply = await ask(self, errand)
            if errand.sends == sends and point == "replied":
                die()
            return reply

        def booked(tx: Tx, errand: Errand, reply: Reply) -> str:
            state = answered(tx, errand, reply)
            if errand.sends == sends and point == "booking":
                die()
            if errand.sends == sends and point == "booked":
                tx.after_commit(die)
            return state

        Payouts._ask = asked  # type: ignore[method-assign]
        sending.answered = booked

    return wrap


PAYOUT_POINTS = {
    f"{what} {point}": at_errand(what == "send", point)
    for what in ("send", "look")
    for point in ("taken", "on the wire", "replied", "booking", "booked")
}
MADE_POINTS = {one.__name__: one for one in (fetched, answering, job_not_ended)}
POINTS = {
    one.__name__: one
    for one in (update_received, before_commit, after_commit, poll_on_the_wire, during_send, before_shown)
}


def wrapped(point: str) -> None:
    """In the program, before it starts: it dies at this point, and says nothing of how long it takes until then."""
    measuring.word_after_s = PATIENCE_S
    (POINTS | MADE_POINTS | PAYOUT_POINTS)[point]()


def killed_at(point: str, program: Program, **environment: str) -> None:
    """Starts the program that dies at a point, and waits for its death."""
    doomed = spawned(program, partial(wrapped, point), **environment)
    doomed.join(PATIENCE_S)
    assert doomed.exitcode == -signal.SIGKILL, f"{point} was never reached: {logged(program)}"
