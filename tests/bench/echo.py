"""The bot to compare with: one message in, one out, and nothing between. `python -m tests.bench.echo TOKEN ADDRESS BACKEND`.

It is as cheap as python-telegram-bot's `Bot` allows on the backend and the loop that the program uses: raw polls, each
update parsed into the library's objects, one sendMessage with a keyboard, as many at once as the program. It keeps
nothing and promises nothing: what it has read is acknowledged whether it was answered or not.
"""

from __future__ import annotations

import asyncio
import signal
import sys
from contextlib import suppress

from telegram import Bot, Update

from bot.app import loop_factory, settle
from bot.chat import api
from tests.bench.stock import right_label

keyboard = {"keyboard": [[{"text": right_label}, {"text": "Building"}]], "resize_keyboard": True}


async def serve(token: str, address: str, backend: str) -> None:
    """Echoes until cancelled."""
    bot = api.build(token, address, backend)
    await bot.initialize()
    places, running, offset = (
        asyncio.Semaphore(api.connections_at_once[backend]),
        set[asyncio.Task[None]](),
        0,
    )
    settle()
    try:
        while True:
            for raw in await api.poll(bot, offset, 25, ("message",)):
                offset = int(raw["update_id"]) + 1
                task = asyncio.create_task(_echo(bot, Update.de_json(raw, bot), places))
                running.add(task)
                task.add_done_callback(running.discard)
    finally:
        await bot.shutdown()


async def _echo(bot: Bot, update: Update, places: asyncio.Semaphore) -> None:
    message = update.message
    assert message is not None, "it asks for messages only"
    async with places:
        await api.call(bot, "sendMessage", chat_id=message.chat.id, text=message.text, reply_markup=keyboard)


async def main(token: str, address: str, backend: str) -> None:
    """Echoes until SIGTERM."""
    serving = asyncio.create_task(serve(token, address, backend))
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, serving.cancel)
    with suppress(asyncio.CancelledError):
        await serving


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=loop_factory()) as runner:
        runner.run(main(*sys.argv[1:]))
