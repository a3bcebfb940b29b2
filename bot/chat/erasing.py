"""Takes what showed hard content out of the chats: `bot.actions.erasing` says what and when, Telegram is asked here.

Several programs may do it for one bot: a message that is gone already is gone. What can't be deleted any more, or is in a
chat whose person blocked the bot, is given up; everything else is tried again until its two days are over.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

import structlog
from telegram import Bot
from telegram.error import BadRequest, Forbidden, TelegramError

from bot.actions import erasing
from bot.actions.telling import Told
from bot.chat import api
from bot.chat.router import House
from bot.logs import bare

log = structlog.get_logger("bot.chat")

tick_s = 1.0
at_once_max = 100


async def gone(bot: Bot, telegram: int, message: int) -> bool:
    """Deletes one message; False when it is not known to be gone and may be tried again."""
    try:
        await api.call(bot, "deleteMessage", chat_id=telegram, message_id=message)
    except (BadRequest, Forbidden) as wrong:  # it is gone, or never will be
        if "not found" not in str(wrong).lower():
            log.warning("a message can't be deleted", why=bare(str(wrong)))
        return True
    except TelegramError as error:
        log.info("a message is not deleted yet", why=type(error).__name__)
        return False
    return True


@dataclass(frozen=True, slots=True)
class Erasing:
    """One bot's. `show` puts what takes a message's place into its account's line."""

    bot: Bot
    house: House
    show: Callable[[Told], None]

    async def run(self) -> None:
        """Looks for what is to go until cancelled."""
        while True:
            try:
                await self.turn()
            except Exception as error:  # the next turn tries again
                log.error("a round failed", round="erasing", exc_info=error)
            await asyncio.sleep(tick_s)

    async def turn(self) -> None:
        """What is to go now. Where its keys are on the phone, what comes next is shown first, and it goes a turn later."""
        database = self.house.database
        for one in await database.read(erasing.due, self.bot.id, at_once_max):
            if one.mark:
                told = await database.write(erasing.make_way, one, self.house.rules)
                if told is not None:
                    self.show(told)
            elif await gone(self.bot, one.telegram, one.message):
                await database.write(erasing.erased, one)
            elif not await database.write(erasing.tried, one):
                log.error("a message could not be deleted in two days")
