"""What Telegram shows of the bot before anybody writes: its commands and its two descriptions, in every language."""

from __future__ import annotations

import asyncio

import structlog
from telegram import Bot
from telegram.error import TelegramError

from bot import screens
from bot.chat import api
from bot.texts import ALIASES, ENGLISH, Texts, Translator

_telegrams = {ours: theirs for theirs, ours in ALIASES.items()}  # of two letters, which is all it takes

log = structlog.get_logger("bot.chat")


async def announce(bot: Bot, texts: Texts) -> None:
    """Sets commands and descriptions. Failing does no harm: it is tried at the next start."""
    try:
        for language in texts.languages:
            t = await asyncio.to_thread(texts.speak, language)  # a catalog takes a while to be read
            code = "" if language == ENGLISH else _telegrams.get(language, language)
            commands = [{"command": name, "description": said} for name, said in screens.commands(t)]
            await api.call(bot, "setMyCommands", commands=commands, language_code=code or None)
            await api.call(
                bot, "setMyDescription", description=screens.description(t), language_code=code or None
            )
            short = screens.short_description(t)
            await api.call(bot, "setMyShortDescription", short_description=short, language_code=code or None)
    except TelegramError as error:
        log.warning("commands and descriptions are not set", why=str(error))


async def announce_to_requester(bot: Bot, t: Translator, chat: int) -> None:
    """Lists a requester's commands on their phone alone: a worker's list stays short. Failing does no harm."""
    commands = [{"command": name, "description": said} for name, said in screens.commands_of_requesters(t)]
    try:
        await api.call(bot, "setMyCommands", commands=commands, scope={"type": "chat", "chat_id": chat})
    except TelegramError as error:
        log.warning("a requester's commands are not set", why=str(error))
