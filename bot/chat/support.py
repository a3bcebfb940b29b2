"""Help on its way: whoever writes /support gets somebody to talk to, before language, consent or balance.

Nothing of it is kept (P12): no cause, nothing due, no bytes counted, no incident, no line in a log that says who; how many cards
went out on a day is known in tens (`bot.metrics`). So it is not
shown again after a crash, as other answers are; whoever writes again gets it again. Nothing stands in its way either: it
waits in no line and for no pace; where the database is in trouble or the directory broken, what was always there is sent.

The operator's own message comes first, copied from their channel (`copyMessage`: nobody sees where from, nobody is counted
there). Where that fails, for whatever reason, our card is sent, and the operator is told once that it did.
"""

from __future__ import annotations

import asyncio
from collections import deque
from functools import partial
from typing import Any

import structlog
from telegram import Bot
from telegram.error import BadRequest, Forbidden, RetryAfter, TelegramError

from bot import screens
from bot.actions import helping
from bot.chat import api
from bot.chat.inbox import ForHelp
from bot.chat.router import House
from bot.domain.helplines import nowhere
from bot.domain.outcomes import Outcome
from bot.domain.outcomes.worker import Support as Card
from bot.screen import Screen, plain
from bot.storage import DatabaseTrouble

log = structlog.get_logger("bot.chat")

tries_max = 12  # a quarter of an hour; then they have written again, or the phone is away
pause_least_s, pause_most_s = 1.0, 120.0
answered_kept_max = 1_000  # updates that come again after trouble are known by so many, in memory alone
refused_characters_max = 200


class Support:
    """Sends help for one bot. `channel`: where the operator's own messages are, "" for none."""

    def __init__(self, bot: Bot, house: House, channel: str = "") -> None:
        self._bot, self._house = bot, house
        self._channel: str | int = channel if channel.startswith("@") or not channel else int(channel)
        self._answered: deque[tuple[int, int, str, str]] = deque(maxlen=answered_kept_max)

    async def answer(self, asked: ForHelp) -> None:
        """Answers once what may come twice, when something else that came with it could not be committed."""
        # with its word: written over, it asks for something else
        known = asked.telegram, asked.message, asked.verb, asked.word
        if known in self._answered:
            return
        self._answered.append(known)
        try:
            language, outcome, message = await self._found(asked)
        except Exception as error:  # a bug or a database that is away must not leave anybody alone
            _unseen("help could not be looked up; the directories are sent", error)
            language, outcome, message = self._house.texts.nearest(asked.language), Card(), 0
        try:
            await self._send(asked.telegram, language, outcome, message)
        except Exception as error:
            _unseen("help could not be sent", error)

    async def _found(self, asked: ForHelp) -> tuple[str, Outcome, int]:
        house, who = self._house, (self._bot.id, asked.telegram, self._house.texts.nearest(asked.language))
        word = asked.word.upper()
        if asked.verb == "country":
            keeps = word in house.directory.countries
            if not keeps and word != "NONE":
                return *await house.database.read(helping.where, *who, house.directory), 0
            await house.database.write(helping.keep, *who, word if keeps else nowhere)
            word = ""
        found: tuple[str, Outcome, int] = await house.database.read(
            helping.support, *who, house.directory, word
        )
        return found

    async def _send(self, telegram: int, language: str, outcome: Outcome, message: int) -> None:
        refused = await self._copied(telegram, message) if self._channel and message else None
        if refused == "":
            self._house.meters.help_card()
            await self._note(language, outcome, "")
            return
        screen = screens.show(outcome, self._house.texts.speak(language), self._house.installation)
        if not await self._arrived(telegram, screen):
            return
        self._house.meters.help_card()
        if refused is not None:
            await self._note(language, outcome, refused)

    async def _copied(self, telegram: int, message: int) -> str | None:
        """The operator's message: "" when it was copied, why Telegram will not, None when the line is in trouble."""
        try:
            await api.call(
                self._bot,
                "copyMessage",
                chat_id=telegram,
                from_chat_id=self._channel,
                message_id=message,
                disable_notification=True,
            )
        except (BadRequest, Forbidden) as refused:
            return str(refused)[:refused_characters_max] or type(refused).__name__
        except TelegramError as error:
            _unseen("the support channel could not be asked; our own card is sent", error)
            return None
        return ""

    async def _arrived(self, telegram: int, screen: Screen) -> bool:
        """Sends words until they have arrived; False when this chat takes none."""
        post = partial(api.call, self._bot, "sendMessage", chat_id=telegram, disable_notification=True)
        words: dict[str, Any] = {"text": screen.text, "parse_mode": "HTML"}
        pause = pause_least_s
        for _ in range(tries_max):
            try:
                await post(**words, link_preview_options={"is_disabled": True})
                return True
            except RetryAfter as asked:
                await asyncio.sleep(api.seconds(asked))
            except Forbidden:
                return False
            except BadRequest:
                if "parse_mode" not in words:
                    return False
                words = {"text": plain(screen.text)}
            except TelegramError as error:
                _unseen("help could not be sent, trying again", error)
                await asyncio.sleep(pause)
                pause = min(pause * 2, pause_most_s)
        return False

    async def _note(self, language: str, outcome: Outcome, refused: str) -> None:
        """The operator is to know that the channel does not work, or does again; not for whom it did not."""
        assert isinstance(outcome, Card), "only it has a message in the channel"
        try:
            news = await self._house.database.write(
                helping.post_refused, outcome.help.country, language, refused
            )
        except DatabaseTrouble as trouble:
            _unseen("what the support channel answers could not be noted", trouble)
            return
        if news and refused:
            log.error("the support channel's message can't be copied; our own card is sent", why=refused)


def _unseen(what: str, error: Exception) -> None:
    """A line in the log that names no person, and no values that could."""
    log.warning(what, error=type(error).__name__)
