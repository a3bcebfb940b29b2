"""Picturing: a picture is uploaded once for a bot, and again when Telegram has forgotten it."""

import pytest

from bot.actions import filling, picturing
from bot.actions.filling import NewRendition
from bot.storage import Database
from tests.makers import BOT, REQUESTER, make_form

pytestmark = pytest.mark.anyio

HASH = "ab" * 32


async def test_an_upload_belongs_to_its_bot(database: Database) -> None:
    """A file id of one bot means nothing to another."""
    await database.write(picturing.uploaded, BOT, HASH, "file-1", 4_000)
    assert await database.read(picturing.upload, BOT, HASH) == "file-1"
    assert await database.read(picturing.upload, BOT + 1, HASH) is None


async def test_the_newest_upload_counts_and_a_forgotten_one_is_gone(database: Database) -> None:
    """After Telegram lost a file the picture is uploaded anew."""
    await database.write(picturing.uploaded, BOT, HASH, "file-1", 4_000)
    await database.write(picturing.uploaded, BOT, HASH, "file-2", 4_100)
    assert await database.read(picturing.upload, BOT, HASH) == "file-2"
    await database.write(picturing.forget_upload, BOT, HASH)
    assert await database.read(picturing.upload, BOT, HASH) is None


async def test_what_a_rendition_names_is_kept(database: Database) -> None:
    """The sweep spares every picture that a row points to."""
    pack = await database.write(filling.begin, make_form(), REQUESTER)
    rendition = NewRendition("cd" * 32, 480, HASH, 480, 320, 4_000)
    await database.write(filling.add_tasks, pack, (), [rendition])
    assert await database.read(picturing.kept) == {HASH}
