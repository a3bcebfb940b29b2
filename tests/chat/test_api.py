"""Files that people sent are fetched from Telegram, and what is in the way is told apart."""

from collections.abc import AsyncIterator, Iterator

import pytest
from telegram import Bot
from telegram.error import TelegramError

from bot.chat import api
from bot.domain.refusals.working import FileGone, FileTooBig
from tests.pretend import Sandbox, start

pytestmark = pytest.mark.anyio


@pytest.fixture
def telegram() -> Iterator[Sandbox]:
    """A pretend Telegram that somebody has written to."""
    with start() as running:
        running.phone().send("/start")
        yield running


@pytest.fixture
async def files(telegram: Sandbox) -> AsyncIterator[api.Files]:
    """What fetches for its bot."""
    bot: Bot = api.build(telegram.token, telegram.url)
    async with bot, api.Files(bot) as fetching:
        yield fetching


def sent(telegram: Sandbox, content: bytes) -> str:
    """The id of a file that came from the phone."""
    telegram.phone().attach("document", content)
    update = telegram.call("getUpdates", offset=-1)["result"][0]
    return str(update["message"]["document"]["file_id"])


async def test_a_file_comes_down_as_it_was_sent(telegram: Sandbox, files: api.Files) -> None:
    """All of its bytes, in parts; one after the other over the same connection."""
    content = bytes(range(256)) * 1000
    file = sent(telegram, content)
    assert await files.fetch(file) == content == await files.fetch(file)


async def test_a_file_that_is_too_big_is_refused(
    telegram: Sandbox, files: api.Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By Telegram above 20 MB, and by us when more comes than was said."""
    with pytest.raises(FileTooBig):
        await files.fetch(sent(telegram, bytes(20_971_521)))
    monkeypatch.setattr(api, "fetched_bytes_max", 999)
    with pytest.raises(FileTooBig):
        await files.fetch(sent(telegram, bytes(1000)))


async def test_a_file_that_is_not_there_is_gone(
    telegram: Sandbox, files: api.Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Unknown to Telegram, without an address, or gone from there."""
    with pytest.raises(FileGone):
        await files.fetch("unknown")
    for described in ({}, {"file_path": "documents/none"}):

        async def answered(*_: object, found: dict[str, str] = described, **__: object) -> dict[str, str]:
            return found

        monkeypatch.setattr(api, "call", answered)
        with pytest.raises(FileGone):
            await files.fetch("any")


async def test_a_bad_line_is_neither(telegram: Sandbox, files: api.Files) -> None:
    """What may end well another time is told as Telegram's library or the line tells it."""
    file = sent(telegram, b"content")
    telegram.faults(server_error=1.0)
    with pytest.raises(TelegramError) as wrong:
        await files.fetch(file)
    assert telegram.token not in str(wrong.value)
