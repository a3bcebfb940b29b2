"""A bell that wakes everybody who waits for a change: long polls of bots and of pages."""

import asyncio


class Bell:
    """Rings for all who wait at that moment; who comes later waits for the next ring."""

    __slots__ = ("_waiting",)

    def __init__(self) -> None:
        self._waiting: set[asyncio.Future[None]] = set()

    def ring(self) -> None:
        """Wake everybody."""
        for waiting in self._waiting:
            _wake(waiting)

    async def wait(self, seconds: float) -> None:
        """Return at the next ring, or after `seconds`."""
        loop = asyncio.get_running_loop()
        waiting: asyncio.Future[None] = loop.create_future()
        self._waiting.add(waiting)
        timer = loop.call_later(seconds, _wake, waiting)
        try:
            await waiting
        finally:
            timer.cancel()
            self._waiting.discard(waiting)


def _wake(waiting: asyncio.Future[None]) -> None:
    if not waiting.done():
        waiting.set_result(None)
