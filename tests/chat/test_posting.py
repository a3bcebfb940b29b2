"""Posting: what the bot says in a channel arrives there."""

import pytest

from bot.chat import api, posting
from bot.screen import plain
from tests.pretend import start
from tests.screens.conftest import TEXTS

pytestmark = pytest.mark.anyio


async def test_a_seal_is_said_with_its_day_and_its_hash() -> None:
    """The pretend Telegram has no channels; somebody's own chat stands for one."""
    with start() as telegram:
        phone = telegram.phone()
        phone.send("/start")
        chat = telegram.call("getUpdates")["result"][0]["message"]["chat"]["id"]
        async with api.build(telegram.token, telegram.url) as bot:
            await posting.seal(bot, chat, TEXTS.speak("en"), 1_767_225_600_000, "5f" * 32)
        said = plain(str(phone.messages()[-1]["text"]))
    assert said == f"The book of 1 Jan 2026 00:00 (UTC) has this seal:\n{'5f' * 32}"
