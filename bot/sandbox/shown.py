"""One message, described for its two readers: the bot (a Message of the Bot API) and the page of phones."""

from typing import Any

from bot.sandbox.accounts import Account, Device, Pending, View
from bot.sandbox.chats import Bot, Chat, Message
from bot.sandbox.files import PLAYED, PREFIXES, SEEN, Files, Stored

photo_pixels_max = 1280
INVOICE = ("title", "description", "start_parameter", "currency", "total_amount")


def to_bot(
    message: Message, bot: Bot, account: Account, files: Files, chat: Chat | None = None
) -> dict[str, Any]:
    """The Message of the Bot API; `chat` is given where a reply shows what it replies to."""
    shown: dict[str, Any] = {
        "message_id": message.id,
        "from": bot.described() if message.sender == "bot" else account.user(),
        "chat": account.chat(),
        "date": message.date,
    }
    if message.edited is not None:
        shown["edit_date"] = message.edited
    if message.reply_to is not None and chat is not None and message.reply_to in chat.messages:
        shown["reply_to_message"] = to_bot(chat.messages[message.reply_to], bot, account, files)
    if message.origin is not None:
        shown["forward_origin"] = message.origin
    if message.text is not None:
        shown["text"] = message.text
    if message.photo:
        shown["photo"] = [files.by_id[file_id].described() for file_id in message.photo]
    if message.file is not None:
        stored = files.by_id[message.file]
        shown[stored.kind] = stored.described()
        if stored.kind == "animation":  # for bots that know no animations
            shown["document"] = files.by_id[message.file].described()
    if message.invoice is not None:
        shown["invoice"] = {name: message.invoice[name] for name in INVOICE}
    if message.payment is not None:
        shown["successful_payment"] = message.payment
    if message.group is not None:
        shown["media_group_id"] = message.group
    if message.caption is not None:
        shown["caption"] = message.caption
    if message.entities:
        shown["entities" if message.text is not None else "caption_entities"] = message.entities
    if message.markup is not None and "inline_keyboard" in message.markup:
        shown["reply_markup"] = message.markup
    if message.preview is not None:
        shown["link_preview_options"] = message.preview
    flags = (
        ("has_protected_content", message.protected),
        ("has_media_spoiler", message.spoiler),
        ("show_caption_above_media", message.above),
    )
    return {**shown, **{name: True for name, there in flags if there}}


def fetched(message: Message, files: Files) -> Stored | None:
    """The file that a phone fetches for a message: of a photo the largest size of at most 1280 pixels."""
    if message.photo:
        sizes = [files.by_id[file_id] for file_id in message.photo]
        fitting = [size for size in sizes if max(size.width, size.height) <= photo_pixels_max]
        return (fitting or sizes[:1])[-1]
    return files.by_id[message.file] if message.file else None


def to_phone(message: Message, device: Device, files: Files) -> dict[str, Any]:
    """A message as the page of phones reads it."""
    markup = message.markup or {}
    stored = fetched(message, files)
    return {
        "message_id": message.id,
        "from": message.sender,
        "text": message.text,
        "caption": message.caption,
        **_media(
            stored,
            f"/phones/{device.key}/files/",
            held=stored is not None and stored.unique_id in device.held,
        ),
        "buttons": [[_button(button) for button in row] for row in markup.get("inline_keyboard", ())],
        "protected": message.protected,
        "spoiler": message.spoiler,
        "silent": message.silent,
        "above": message.above,
        "entities": message.entities,
        "reply_to": message.reply_to,
        "forwarded": message.origin is not None,
        "date": message.date,
        "pending": False,
        "edited": message.edited is not None,
        "group": message.group,
        "invoice": _invoice(message),
        "payment": message.payment and {name: message.payment[name] for name in ("currency", "total_amount")},
    }


def _button(button: dict[str, Any]) -> dict[str, Any]:
    return {
        "text": button["text"],
        "callback_data": button.get("callback_data"),
        "url": button.get("url"),
        "pay": button.get("pay", False),
    }


def _invoice(message: Message) -> dict[str, Any] | None:
    """An invoice without what only its bot may read."""
    asked = message.invoice
    return asked and {name: value for name, value in asked.items() if name != "payload"}


def _media(stored: Stored | None, folder: str, *, held: bool) -> dict[str, Any]:
    shown: dict[str, Any] = dict.fromkeys(PREFIXES)
    if stored is None:
        return shown
    about: dict[str, Any] = {"bytes": stored.size, "url": folder + stored.file_id, "held": held}
    if stored.kind != "photo":
        about |= {"name": stored.name, "mime": stored.mime}
    if stored.kind in SEEN:
        about |= {"width": stored.width, "height": stored.height}
    if stored.kind in PLAYED:
        about |= {"duration": stored.seconds}
    if stored.kind == "audio":
        about |= {"title": stored.title, "performer": stored.performer}
    return {**shown, stored.kind: about}


def waiting(pending: Pending) -> dict[str, Any]:
    """A message that is still in the phone's outbox; its number is negative and the phone's own."""
    about = {"bytes": pending.size, "url": None, "held": True, "name": pending.name, "mime": pending.mime}
    media = {kind: about if kind == pending.kind else None for kind in PREFIXES}
    if media["photo"]:
        media["photo"] = {**about, "width": 0, "height": 0}
    return {
        "message_id": pending.local,
        "from": "me",
        "text": pending.text if pending.kind == "text" else None,
        "caption": pending.text or None if pending.kind != "text" else None,
        **media,
        "buttons": [],
        "protected": False,
        "spoiler": False,
        "silent": False,
        "above": False,
        "entities": [],
        "reply_to": pending.reply_to,
        "forwarded": pending.origin is not None,
        "date": pending.made_ms // 1000,
        "pending": True,
        "edited": False,
        "group": pending.group,
        "invoice": None,
        "payment": None,
    }


def keyboard(view: View) -> dict[str, Any] | None:
    """The reply keyboard that a phone shows now."""
    message = view.messages.get(view.keyboard) if view.keyboard is not None else None
    markup = message.markup if message else None
    return markup if markup and "keyboard" in markup else None


def labels(view: View) -> list[list[str]] | None:
    """The rows of labels of the reply keyboard, or None when there is none."""
    markup = keyboard(view)
    return [[button["text"] for button in row] for row in markup["keyboard"]] if markup else None
