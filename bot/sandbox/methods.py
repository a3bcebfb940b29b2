"""The Bot API's methods for messages: send a text, copy, edit, delete, answer a press, fetch a file.

Sending files is in media.py, what a bot says about itself in profile.py; how a method is written, in table.py.
"""

import re
from dataclasses import replace
from typing import Any

from bot.sandbox import line, wire
from bot.sandbox.chats import Bot, Chat, Message
from bot.sandbox.checks import keyboard
from bot.sandbox.files import download_bytes_max
from bot.sandbox.refused import Refused
from bot.sandbox.shown import to_bot
from bot.sandbox.table import Fields, method
from bot.sandbox.words import caption_of, text_of
from bot.sandbox.world import World

delete_age_s_max = 172_800
press_answer_ms_max = 150_000
notice_units_max = 200
delete_messages_max = 100
ACTIONS = re.compile(
    r"typing|choose_sticker|find_location|upload_(photo|video|voice|document|video_note)|record_(video|voice|video_note)"
)
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current content"
    " and reply markup of the message"
)
STALE = "query is too old and response timeout expired or query ID is invalid"


@method("sendMessage")
def send_message(world: World, bot: Bot, given: Fields) -> Any:
    """Send a text."""
    text, entities = text_of(given)
    return send(world, bot, given, text=text, entities=entities, preview=given.get("link_preview_options"))


@method("copyMessage")
def copy_message(world: World, bot: Bot, given: Fields) -> Any:
    """Send a message again, without saying where it came from."""
    channel = world.channel(given["from_chat_id"])
    if channel is not None and bot.id not in channel.admins:
        raise Refused("bot is not a member of the channel chat", 403)
    there = _chat(world, bot, given["from_chat_id"]).messages if channel is None else channel.posts
    message = there.get(given["message_id"])
    if message is None:
        raise Refused("message to copy not found")
    if message.protected or (channel is not None and channel.protected) or message.invoice or message.payment:
        raise Refused("message can't be copied")
    caption, entities = message.caption, message.entities
    if "caption" in given and message.text is None:
        caption, entities = caption_of(given)
    copied = {"text": message.text, "caption": caption, "entities": entities, "preview": message.preview}
    media = {"photo": message.photo, "file": message.file, "spoiler": message.spoiler}
    return {"message_id": send(world, bot, given, **copied, **media)["message_id"]}


@method("editMessageText")
def edit_message_text(world: World, bot: Bot, given: Fields) -> Any:
    """Put another text in place of a text."""
    text, entities = text_of(given)
    chat, message = _editable(world, bot, given)
    if message.text is None:
        raise Refused("there is no text in the message to edit")
    return _edit(world, bot, given, chat, message, text=text, entities=entities)


@method("editMessageCaption")
def edit_message_caption(world: World, bot: Bot, given: Fields) -> Any:
    """Put another caption under a picture or file, or take it away."""
    caption, entities = caption_of(given)
    chat, message = _editable(world, bot, given)
    if message.text is not None or message.invoice is not None:
        raise Refused("there is no caption in the message to edit")
    above = given.get("show_caption_above_media", False)
    return _edit(world, bot, given, chat, message, caption=caption, entities=entities, above=above)


@method("editMessageReplyMarkup")
def edit_message_reply_markup(world: World, bot: Bot, given: Fields) -> Any:
    """Put other inline buttons under a message, or take them away."""
    chat, message = _editable(world, bot, given)
    return _edit(world, bot, given, chat, message)


@method("deleteMessage")
def delete_message(world: World, bot: Bot, given: Fields) -> Any:
    """Delete one message of either side, for two days."""
    chat = _chat(world, bot, given["chat_id"])
    message = chat.messages.get(given["message_id"])
    if message is None:
        raise Refused("message to delete not found")
    if world.clock.now_s() - message.date > delete_age_s_max:
        raise Refused("message can't be deleted")
    world.remove(chat, message.id)
    line.vanish(world, chat, [given["message_id"]])
    return True


@method("deleteMessages")
def delete_messages(world: World, bot: Bot, given: Fields) -> Any:
    """Delete several messages; those that cannot be deleted are skipped."""
    chat = _chat(world, bot, given["chat_id"])
    numbers = given["message_ids"]
    if not 1 <= len(numbers) <= delete_messages_max:
        raise Refused(
            "too many message identifiers specified" if numbers else "message identifiers are not specified"
        )
    oldest = world.clock.now_s() - delete_age_s_max
    there = [number for number in dict.fromkeys(numbers) if number in chat.messages]
    gone = [number for number in there if chat.messages[number].date >= oldest]
    for number in gone:
        world.remove(chat, number)
    line.vanish(world, chat, gone)
    return True


@method("answerCallbackQuery")
def answer_callback_query(world: World, bot: Bot, given: Fields) -> Any:
    """End the wait on an inline button, and perhaps say something over the chat."""
    number = given["callback_query_id"]
    press = bot.presses.get(number)
    if press is None or world.clock.now_ms() - press.at_ms > press_answer_ms_max:
        raise Refused(STALE)
    text = given.get("text", "")
    if len(text) > notice_units_max:
        raise Refused("MESSAGE_TOO_LONG")
    chat = world.chats.get((bot.id, press.account_id))
    if chat is not None and text:
        chat.toast = {"id": number, "text": text, "alert": given.get("show_alert", False)}
        line.toast(world, chat)
        world.chat_changed(chat)
    return True


@method("getFile")
def get_file(world: World, bot: Bot, given: Fields) -> Any:
    """Where a file can be fetched."""
    stored = world.files.by_id.get(given["file_id"])
    if stored is None or world.files.owners[stored.file_id] != bot.id:
        raise Refused("wrong file_id or the file is temporarily unavailable")
    if stored.size > download_bytes_max:
        raise Refused("file is too big")
    return {
        "file_id": stored.file_id,
        "file_unique_id": stored.unique_id,
        "file_size": stored.size,
        "file_path": stored.path,
    }


@method("getChat")
def get_chat(world: World, bot: Bot, given: Fields) -> Any:
    """Who a chat is with."""
    chat = _chat(world, bot, given["chat_id"])
    limits = {
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(GIFTS, False),
    }
    return {**world.accounts[chat.account_id].chat(), **limits}


GIFTS = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")


@method("sendChatAction")
def send_chat_action(world: World, bot: Bot, given: Fields) -> Any:
    """Say that something is being written; it costs the phone a packet and shows nothing here."""
    if not ACTIONS.fullmatch(given["action"]):
        raise Refused("wrong parameter action in request")
    for device in world.devices_of(sendable(world, bot, given).account_id):
        if device.online:
            device.count((wire.packed(wire.UPDATES), wire.packed(wire.ACK)))
            world.device_changed(device)
    return True


def _chat(world: World, bot: Bot, chat_id: int | str) -> Chat:
    """The chat that somebody has started with this bot; nobody else can be written to."""
    chat = world.chats.get((bot.id, chat_id)) if isinstance(chat_id, int) else None
    if chat is None or not chat.started:
        raise Refused("chat not found" if chat_id else "chat_id is empty")
    return chat


def sendable(world: World, bot: Bot, given: Fields) -> Chat:
    """The chat that a message goes to, if everything around its content is right."""
    keyboard(given.get("reply_markup"))
    chat = _chat(world, bot, given["chat_id"])
    reply = given.get("reply_parameters")
    if reply and reply["message_id"] not in chat.messages and not reply.get("allow_sending_without_reply"):
        raise Refused("message to be replied not found")
    if chat.blocked:
        raise Refused("bot was blocked by the user", 403)
    return chat


def send(world: World, bot: Bot, given: Fields, **content: Any) -> dict[str, Any]:
    """A new message: numbered, stored, shown on the phones that are online."""
    chat = sendable(world, bot, given)
    rows = (given.get("reply_markup") or {}).get("inline_keyboard", ())
    if "invoice" not in content and any(button.get("pay") for row in rows for button in row):
        raise Refused("BUTTON_TYPE_INVALID")  # only an invoice can be paid
    reply = given.get("reply_parameters", {}).get("message_id")
    message = Message(
        bot.next_message,
        world.clock.now_s(),
        "bot",
        **content,
        markup=given.get("reply_markup"),
        protected=given.get("protect_content", False),
        silent=given.get("disable_notification", False),
        reply_to=reply if reply in chat.messages else None,
    )
    bot.next_message += 1
    world.bot_changed(bot)
    world.put(chat, message)
    line.arrive(world, chat, message)
    return to_bot(message, bot, world.accounts[chat.account_id], world.files, chat)


def _editable(world: World, bot: Bot, given: Fields) -> tuple[Chat, Message]:
    """The message that a call wants to edit: the bot's own, without a reply keyboard."""
    keyboard(given.get("reply_markup"))
    if "chat_id" not in given:
        raise Refused("message to edit not found" if "inline_message_id" in given else "chat_id is empty")
    chat = _chat(world, bot, given["chat_id"])
    if not given.get("message_id"):
        raise Refused("message identifier is not specified")
    message = chat.messages.get(given["message_id"])
    if message is None:
        raise Refused("message to edit not found")
    if message.sender != "bot" or not message.inline:
        raise Refused("message can't be edited")
    return chat, message


def _edit(
    world: World, bot: Bot, given: Fields, chat: Chat, message: Message, **changes: Any
) -> dict[str, Any]:
    """The edited message, stored and shown; buttons that are not given again are taken away."""
    markup = given.get("reply_markup")
    wanted = replace(message, **changes, markup=markup if markup and markup.get("inline_keyboard") else None)
    if wanted == message:
        raise Refused(NOT_MODIFIED)
    if chat.blocked:
        raise Refused("bot was blocked by the user", 403)
    edited = replace(wanted, edited=world.clock.now_s())
    world.put(chat, edited)
    line.arrive(world, chat, edited)
    return to_bot(edited, bot, world.accounts[chat.account_id], world.files, chat)
