"""Posting: what the bot says in a channel of the operator's. Doubled it does no harm."""

from __future__ import annotations

from telegram import Bot

from bot.chat import api
from bot.screens import papers
from bot.texts import Translator


async def seal(bot: Bot, channel: str | int, t: Translator, at: int, hash: str) -> None:
    """The book's seal of a day. Raises telegram.error.TelegramError; the job is tried again."""
    text = papers.seal_post(at, hash, t)
    await api.call(bot, "sendMessage", chat_id=channel, text=text, parse_mode="HTML")
