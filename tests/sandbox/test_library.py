"""python-telegram-bot works against the sandbox, through its own request code."""

import asyncio
import io

import pytest
from PIL import Image
from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputFile,
    Message,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)
from telegram.error import BadRequest, Conflict, Forbidden, InvalidToken, RetryAfter, TimedOut

from tests.pretend import Phone, Sandbox


def library(sandbox: Sandbox) -> Bot:
    """The library's bot, pointed at the sandbox."""
    return Bot(sandbox.token, base_url=sandbox.base_url, base_file_url=sandbox.base_file_url)


def test_a_conversation_works_through_the_library(sandbox: Sandbox, amina: Phone) -> None:
    """Updates, keyboards, photos, files, edits, answers: all that a bot of private chats needs."""
    written = io.BytesIO()
    Image.new("RGB", (500, 400), "green").save(written, "JPEG")
    keys = ReplyKeyboardMarkup([["🐟 Road", "🐟 Path"]], resize_keyboard=True, is_persistent=True)
    buttons = InlineKeyboardMarkup([[InlineKeyboardButton("look", callback_data="look")]])

    async def talk() -> None:
        async with library(sandbox) as bot:
            photo = await bot.send_photo(
                1001,
                written.getvalue(),
                "<b>Road?</b>",
                parse_mode="HTML",
                reply_markup=keys,
                has_spoiler=True,
            )
            assert photo.photo[-1].file_size
            amina.press("🐟 Road")
            (update,) = await bot.get_updates(timeout=1)
            assert update.message is not None
            assert update.message.text == "🐟 Road"
            shown = await bot.send_message(1001, "More", reply_markup=buttons)
            amina.tap(shown.message_id, "look")
            (press,) = await bot.get_updates(offset=update.update_id + 1)
            assert press.callback_query is not None
            assert await press.callback_query.answer("seen")
            edited = await bot.edit_message_text("Less", 1001, shown.message_id)
            assert isinstance(edited, Message)
            assert edited.text == "Less"
            file = await bot.get_file(photo.photo[0].file_id)
            assert len(await file.download_as_bytearray()) == photo.photo[0].file_size
            await bot.send_document(1001, InputFile(b"a,b\n", "a.csv"), caption="rows")
            await bot.send_message(1001, "bye", reply_markup=ReplyKeyboardRemove())
            await bot.set_my_commands([("data", "what it costs")])
            assert await bot.delete_messages(1001, [shown.message_id])

    asyncio.run(talk())
    assert amina.keyboard() is None
    assert [message["text"] or message["caption"] for message in amina.messages()] == [
        "/start",
        "Road?",
        "🐟 Road",
        "rows",
        "bye",
    ]


def test_errors_are_the_librarys_own(sandbox: Sandbox, amina: Phone, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each refusal becomes the exception that the library has for it."""
    monkeypatch.setenv("PTB_TIMEDELTA", "true")

    async def fail() -> None:
        async with library(sandbox) as bot:
            with pytest.raises(BadRequest, match="Chat not found"):
                await bot.send_message(5, "x")
            with pytest.raises(BadRequest, match="Can't parse entities"):
                await bot.send_message(1001, "<b>", "HTML")
            sandbox.faults(too_many=1.0, retry_after_s=1)
            with pytest.raises(RetryAfter):
                await bot.send_message(1001, "x")
            sandbox.faults(timeout_before=1.0, timeout_s=5.0)
            with pytest.raises(TimedOut):
                await bot.send_message(1001, "x", read_timeout=0.1)
            sandbox.faults()
            amina.block()
            with pytest.raises(Forbidden, match="bot was blocked by the user"):
                await bot.send_message(1001, "x")
            earlier = asyncio.create_task(bot.get_updates(offset=1000, timeout=5))
            await asyncio.sleep(0.2)
            async with library(sandbox) as second:
                await second.get_updates(offset=1000)
            with pytest.raises(Conflict):
                await earlier
        stranger = Bot("9:AAFakeFakeFakeFakeFakeFakeFakeFake42", base_url=sandbox.base_url)
        with pytest.raises(InvalidToken):
            await stranger.initialize()
        await stranger.request.shutdown()

    asyncio.run(fail())


def test_every_kind_of_update_is_understood_by_the_library(sandbox: Sandbox, amina: Phone) -> None:
    """Blocks, files and replies parse into the library's objects."""
    amina.attach("voice", b"OggS" + bytes(2) + (96_000).to_bytes(8, "little"), "a.ogg", "audio/ogg")
    amina.attach("document", b"a,b\n", "a.csv", "text/csv", caption="rows")
    amina.send("/data@sandbox_4242_bot", reply_to=1)
    amina.block()

    async def read() -> None:
        async with library(sandbox) as bot:
            voice, document, text, blocked = await bot.get_updates()
            assert voice.message is not None
            assert voice.message.voice is not None
            assert voice.message.voice.file_size == 14
            assert document.message is not None
            assert document.message.document is not None
            assert (document.message.document.file_name, document.message.caption) == ("a.csv", "rows")
            assert text.message is not None
            assert text.message.reply_to_message is not None
            assert text.message.parse_entities() == {text.message.entities[0]: "/data@sandbox_4242_bot"}
            assert blocked.my_chat_member is not None
            assert blocked.my_chat_member.new_chat_member.status == "kicked"

    asyncio.run(read())
