"""What people do with their phones, and what phones do by themselves, by the kind of app they run.

Android and iOS keep unsent messages over a restart and send them oldest first; TDLib apps do not resend what is older
than a day; Desktop loses them when it quits. A press on an inline button waits in memory only. A press on a key of the
reply keyboard is an ordinary message. Read in the apps' sources; facts that only a live run can show are in README.md.
"""

import re
from dataclasses import replace
from typing import Any

from bot.sandbox import line, shown
from bot.sandbox.accounts import PROFILES, Account, Attached, Device, Press, View
from bot.sandbox.chats import Bot, update_kept_ms_max
from bot.sandbox.files import PREFIXES, album_messages_max, upload_bytes_max
from bot.sandbox.markup import units
from bot.sandbox.refused import Impossible, Refused
from bot.sandbox.world import World

text_units_max = 4096
caption_units_max = 1024
resend_age_ms_max = 86_400_000


def add(world: World, wanted: dict[str, Any]) -> Device:
    """A phone with a new account; the same id again answers the phone that is there."""
    profile = wanted.get("profile", "android")
    if profile not in PROFILES:
        raise Impossible(f"a profile is one of {', '.join(PROFILES)}", 400)
    account_id = wanted.get("id")
    if isinstance(account_id, bool) or not isinstance(account_id, int) or not 0 < account_id < 1 << 52:
        raise Impossible("a phone needs an id, a positive whole number", 400)
    if account_id not in world.accounts:
        name, language = (
            wanted.get("first_name") or f"Phone {account_id}",
            wanted.get("language_code") or "en",
        )
        account = Account(account_id, str(name), str(language))
        world.add(account, Device(str(account_id), account_id, profile))
    return world.devices_of(account_id)[0]


def add_device(world: World, device: Device, profile: str) -> Device:
    """One more phone on the same account: it sees the same chats."""
    if profile not in PROFILES:
        raise Impossible(f"a profile is one of {', '.join(PROFILES)}", 400)
    number = 2
    while f"{device.account_id}.{number}" in world.devices:
        number += 1
    made = Device(f"{device.account_id}.{number}", device.account_id, profile)
    world.add(world.accounts[device.account_id], made)
    return made


def view(world: World, device: Device, bot: Bot | None) -> View:
    """What the phone sees of its chat with a bot: the chat itself, or what has come to it so far."""
    if bot is None:
        return View({}, None)
    if device.frozen is not None:
        return device.frozen.get(bot.id, View({}, None))
    chat = world.chats.get((bot.id, device.account_id))
    return View(chat.messages, chat.keyboard, chat.toast) if chat else View({}, None)


def describe(world: World, device: Device, bot: Bot | None, after: int | None = None) -> dict[str, Any]:
    """The phone as GET /phones/{id} answers it; only messages above `after` when it is given."""
    account = world.accounts[device.account_id]
    seen = view(world, device, bot)
    messages = []
    for message in reversed(seen.messages.values()):
        if after is not None and message.id <= after:
            break
        messages.append(shown.to_phone(message, device, world.files))
    chat = world.chats.get((bot.id, account.id)) if bot else None
    waiting = [pending for pending in device.outbox if bot is None or pending.bot_id in (0, bot.id)]
    return {
        **brief(world, device),
        "keyboard": shown.labels(seen),
        "placeholder": (shown.keyboard(seen) or {}).get("input_field_placeholder"),
        "blocked": chat.blocked if chat else False,
        "toast": seen.toast if device.online else None,
        "bot": {"id": bot.id, "name": bot.described()["first_name"], "username": bot.username}
        if bot
        else None,
        "messages": [*reversed(messages), *(shown.waiting(pending) for pending in waiting)],
    }


def brief(world: World, device: Device) -> dict[str, Any]:
    """The phone without its messages, as GET /phones lists it."""
    account = world.accounts[device.account_id]
    return {
        "id": account.id if device.key == str(account.id) else device.key,
        "first_name": account.first_name,
        "language_code": account.language_code,
        "profile": device.profile,
        "online": device.online,
        "network": device.link.name,
        "bytes_down": device.bytes_down,
        "bytes_up": device.bytes_up,
        "content_down": device.content_down,
        "outbox": len(device.outbox),
        "presses": len(device.presses),
        "version": account.version,
    }


def origin(world: World, forwarded: Any) -> dict[str, Any] | None:
    """The MessageOrigin of what is forwarded, None for nothing: whose it is by the number of their account, or by the name of
    somebody who lets nobody know.
    """
    if forwarded in (None, ""):
        return None
    about = {"date": world.clock.now_s()}
    if isinstance(forwarded, str) and not forwarded.isdecimal():
        return {"type": "hidden_user", "sender_user_name": forwarded, **about}
    account = world.accounts.get(int(forwarded)) if isinstance(forwarded, int | str) else None
    if account is None:
        raise Impossible("forwarded is the number of an account that is there, or a name", 400)
    return {"type": "user", "sender_user": account.user(), **about}


def write(
    world: World,
    device: Device,
    bot: Bot | None,
    text: str,
    reply_to: int | None = None,
    forwarded: Any = None,
) -> None:
    """Send a text: at once, or from the outbox when the phone is online again; a long one in several parts."""
    written = _written(device, text.strip())
    if not written:
        raise Impossible("an empty text cannot be sent", 400)
    if reply_to is not None and reply_to not in view(world, device, bot).messages:
        raise Impossible(f"there is no message {reply_to} on this phone to reply to", 404)
    for part in split(written):
        line.submit(world, device, bot, text=part, reply_to=reply_to, origin=origin(world, forwarded))


def attach(world: World, device: Device, bot: Bot | None, *sent: Attached, forwarded: Any = None) -> None:
    """Send a file, or several as an album: messages of one group, the photos and clips apart from the rest."""
    if len(sent) > album_messages_max:
        raise Impossible(f"an album has at most {album_messages_max} files", 400)
    ready, whose = [_ready(world, bot, one) for one in sent], origin(world, forwarded)
    group = f"album {device.sent}" if len(ready) > 1 else None
    for one in ready:
        about = {"name": one.name, "mime": one.mime, "text": _written(device, one.caption.strip())}
        content = {"content": world.files.raw(one.content), "size": len(one.content)}
        line.submit(world, device, bot, kind=one.kind, group=group, origin=whose, **content, **about)


def _ready(world: World, bot: Bot | None, sent: Attached) -> Attached:
    """The file as an app would send it: what it cannot play goes as a document. Raises Impossible."""
    if sent.kind not in PREFIXES:
        raise Impossible(f"kind is one of {', '.join(PREFIXES)}", 400)
    if len(sent.content) > upload_bytes_max:
        raise Impossible(f"the sandbox's phones send files of at most {upload_bytes_max} bytes", 400)
    if not sent.content:
        raise Impossible("an empty file cannot be sent", 400)
    if units(sent.caption) > caption_units_max:
        raise Impossible(f"a caption has at most {caption_units_max} characters", 400)
    owner = bot.id if bot else 0
    try:
        if sent.kind == "photo":
            world.files.photo(owner, sent.content)
        elif sent.kind == "voice" and sent.content[:4] != b"OggS":  # apps record nothing else
            return replace(sent, kind="document")
        elif sent.kind != "document":
            made = world.files.medium(owner, sent.kind, sent.content, sent.name, sent.mime)
            return replace(sent, kind=world.files.by_id[made].kind)
    except Refused as refused:
        what = "picture" if sent.kind == "photo" else sent.kind
        raise Impossible(f"this {what} cannot be sent: {refused.description}", 400) from None
    return sent


def press_key(world: World, device: Device, bot: Bot | None, label: str) -> None:
    """Press a key of the reply keyboard: a message with its label. A key that is not shown cannot be pressed."""
    rows = shown.labels(view(world, device, bot)) or []
    if not any(label in row for row in rows):
        there = ", ".join(f"[{key}]" for row in rows for key in row) or "no keys"
        raise Impossible(f"there is no key [{label}] on this phone; it shows {there}")
    line.submit(world, device, bot, text=_written(device, label))


def tap(world: World, device: Device, bot: Bot | None, message_id: int, data: str, *, forged: bool) -> None:
    """Press an inline button; `forged` sends data that no button has, as a changed app can."""
    message = view(world, device, bot).messages.get(message_id)
    if bot is None or (message is None and not forged):
        raise Impossible(f"there is no message {message_id} on this phone", 404)
    rows = (message.markup or {}).get("inline_keyboard", []) if message else []
    if not forged and not any(button.get("callback_data") == data for row in rows for button in row):
        raise Impossible(f"message {message_id} has no button with this data")
    press = Press(bot.id, message_id, data)
    if device.online:
        line.send_press(world, device, press)
    else:
        device.presses.append(press)
    world.device_changed(device)


def restart(world: World, device: Device) -> None:
    """Quit the app and start it again: presses are lost; what stays in the outbox depends on the app."""
    device.presses.clear()
    if device.profile == "desktop":
        device.outbox.clear()
    if device.profile == "tdlib":
        oldest = world.clock.now_ms() - resend_age_ms_max
        device.outbox = [pending for pending in device.outbox if pending.made_ms >= oldest]
    world.device_changed(device)
    if device.online:
        line.flush(world, device)


def block(world: World, device: Device, bot: Bot | None, *, blocked: bool) -> None:
    """Block the bot, or take it back; the bot is told."""
    if bot is None:
        raise Impossible("no bot has called this sandbox yet")
    chat = world.chat(bot.id, device.account_id)
    if chat.blocked == blocked:
        return
    chat.blocked = blocked
    account = world.accounts[device.account_id]
    was, now = ("member", "kicked") if blocked else ("kicked", "member")
    change = {
        "chat": account.chat(),
        "from": account.user(),
        "date": world.clock.now_s(),
        "old_chat_member": _member(bot, was),
        "new_chat_member": _member(bot, now),
    }
    world.queue(bot, "my_chat_member", change, update_kept_ms_max)
    world.chat_changed(chat)


def look(world: World, device: Device, file_id: str) -> bytes:
    """Look at a file on the phone; one that it does not have is fetched now, and counted."""
    stored = world.files.by_id.get(file_id)
    if stored is None:
        raise Impossible("there is no such file", 404)
    if device.online:
        line.fetch(device, stored.unique_id, stored.size, stored.size)
        world.device_changed(device)
    elif stored.unique_id not in device.held:
        raise Impossible("this phone is offline and does not have the file")
    return world.files.content(stored)


def split(text: str) -> list[str]:
    """A text in parts of at most 4096 UTF-16 units, cut at white space where there is some, as the apps do."""
    parts = []
    while units(text) > text_units_max:
        upto = text_units_max
        while units(text[:upto]) > text_units_max:
            upto -= -(-(units(text[:upto]) - text_units_max) // 2)
        place = max(text.rfind(sign, upto // 2, upto) for sign in " \n")
        parts.append(text[: place if place > 0 else upto].rstrip())
        text = text[place if place > 0 else upto :].lstrip()
    return [*parts, text] if text else parts


def _written(device: Device, text: str) -> str:
    """The text as the app sends it: TDLib drops marks that turn lines around."""
    return re.sub("[\u2028-\u202e]", "", text) if device.profile == "tdlib" else text


def _member(bot: Bot, status: str) -> dict[str, Any]:
    member: dict[str, Any] = {"user": bot.described(), "status": status}
    return {**member, "until_date": 0} if status == "kicked" else member
