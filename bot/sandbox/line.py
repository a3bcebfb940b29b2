"""The line between a phone and the server: what waits, goes out, comes in and is fetched, and what it costs.

A line may drop in the middle of a file; the whole parts that went out by then are not sent again.
"""

from dataclasses import replace
from typing import Any

from bot.sandbox import shown, wire
from bot.sandbox.accounts import Device, Pending, Press, View
from bot.sandbox.chats import Bot, Chat, Message, press_kept_ms_max, update_kept_ms_max
from bot.sandbox.markup import find
from bot.sandbox.refused import Impossible
from bot.sandbox.world import World


def go_offline(world: World, device: Device, after_bytes: int | None = None) -> None:
    """Lose the connection, or lose it when so many more bytes of files have gone out.

    From then on the phone shows what it has seen.
    """
    device.line_bytes = after_bytes
    if device.online and after_bytes is None:
        device.online = False
        chats = world.chats_of(device.account_id)
        device.frozen = {chat.bot_id: View(dict(chat.messages), chat.keyboard) for chat in chats}
        world.device_changed(device)


def go_online(world: World, device: Device) -> None:
    """Connect: fetch what was missed, then send what waited, oldest first, then the presses."""
    if device.online:
        return
    device.online = True
    before, device.frozen = device.frozen or {}, None
    for chat in world.chats_of(device.account_id):
        seen = before.get(chat.bot_id, View({}, None)).messages
        for message in chat.messages.values():
            if seen.get(message.id) != message:
                _receive(world, device, message)
    flush(world, device)
    presses, device.presses = device.presses, []
    for press in presses:
        deliver_press(world, device, press)
    world.device_changed(device)


def arrive(world: World, chat: Chat, message: Message, *, but: Device | None = None) -> None:
    """A new or edited message reaches every phone of the account that is online."""
    for device in world.devices_of(chat.account_id):
        if device.online and device is not but:
            _receive(world, device, message)
            world.device_changed(device)


def vanish(world: World, chat: Chat, count: int) -> None:
    """Deleted messages: a small update to every phone that is online."""
    for device in world.devices_of(chat.account_id):
        if device.online:
            device.count((wire.packed(wire.UPDATES + 4 * count), wire.packed(wire.ACK)))
            world.device_changed(device)


def flush(world: World, device: Device) -> None:
    """Send what waits in the outbox, oldest first, as long as there is a bot to send it to."""
    waiting, device.outbox = device.outbox, []
    for pending in waiting:
        bot = world.bot_by_id(pending.bot_id) if pending.bot_id else world.first_bot()
        if bot is None or not device.online:
            device.outbox.append(pending)
        elif not _line_holds(device, pending):
            device.outbox.append(_half_sent(device, pending))
            go_offline(world, device)
        elif not world.chat(bot.id, device.account_id).blocked:
            _deliver(world, device, bot, pending)
    world.device_changed(device)


def _line_holds(device: Device, pending: Pending) -> bool:
    return device.line_bytes is None or pending.size - pending.sent <= device.line_bytes


def _half_sent(device: Device, pending: Pending) -> Pending:
    """The message whose file got only so far: the whole parts that went out are not sent again."""
    went = device.line_bytes or 0
    device.count(wire.uploading(went))
    parts = went - went % wire.upload_part_bytes
    return replace(pending, sent=pending.sent + parts)


def submit(world: World, device: Device, bot: Bot | None, **content: Any) -> None:
    """Take a message into the outbox, and out again at once when the phone is online."""
    if bot is not None and world.chat(bot.id, device.account_id).blocked:
        raise Impossible("the bot is blocked on this phone; unblock it first")
    device.sent += 1
    pending = Pending(-device.sent, bot.id if bot else 0, world.clock.now_ms(), **content)
    device.outbox.append(pending)
    if device.online:
        flush(world, device)
    else:
        world.device_changed(device)


def _deliver(world: World, device: Device, bot: Bot, pending: Pending) -> None:
    """A message reaches the server: it gets its number and date there, and the bot and other phones get it."""
    chat = world.chat(bot.id, device.account_id)
    account = world.accounts[device.account_id]
    chat.started = True
    message = _stored(world, device, bot, pending)
    bot.next_message += 1
    world.put(chat, message)
    content = shown.to_bot(message, bot, account, world.files, chat)
    world.queue(bot, "message", content, update_kept_ms_max)
    arrive(world, chat, message, but=device)


def _stored(world: World, device: Device, bot: Bot, pending: Pending) -> Message:
    number, date = bot.next_message, world.clock.now_s()
    if pending.kind == "text":
        device.count(wire.sending(pending.text))
        entities = find(pending.text, [])
        return Message(number, date, "me", text=pending.text, entities=entities, reply_to=pending.reply_to)
    content = world.files.bytes_of(pending.content)
    photo: list[str] = []
    file = None
    if pending.kind == "photo":
        photo = list(world.files.photo(bot.id, content))
    elif pending.kind == "document":
        file = world.files.document(bot.id, content, pending.name, pending.mime)
    else:
        file = world.files.medium(bot.id, pending.kind, content, pending.name, pending.mime)
    stored = world.files.by_id[file or photo[-1]]
    left = pending.size - pending.sent
    device.count(wire.uploading(left))
    if device.line_bytes is not None:
        device.line_bytes -= left
    device.count(wire.sending(pending.text))
    device.held[stored.unique_id] = None
    words: dict[str, Any] = (
        {"caption": pending.text, "entities": find(pending.text, [])} if pending.text else {}
    )
    group = _group(world, device, bot, pending)
    return Message(
        number, date, "me", **words, photo=photo, file=file, group=group, reply_to=pending.reply_to
    )


def _group(world: World, device: Device, bot: Bot, pending: Pending) -> str | None:
    """The server's id of the album that a phone named: the same for all its messages."""
    if pending.group is None:
        return None
    if device.album is None or device.album[0] != pending.group:
        device.album = (pending.group, world.group(bot))
    return device.album[1]


def _receive(world: World, device: Device, message: Message) -> None:
    """Count an arriving message and fetch its file, as the apps do without being asked."""
    words = message.text or message.caption or ""
    if message.invoice:
        words = f"{message.invoice['title']} {message.invoice['description']}"
    size = wire.message(
        words,
        len(message.entities),
        message.markup,
        photo_sizes=len(message.photo),
        document=bool(message.file),
        invoice=message.invoice,
        payment=message.payment is not None,
    )
    device.count(wire.arriving(size), len(words.encode("utf-8")))
    stored = shown.fetched(message, world.files)
    if stored is None:
        return
    fresh = world.clock.now_s() - message.date <= wire.automatic_age_s_max
    if fresh if stored.kind == "photo" else stored.size <= wire.AUTOMATIC_BYTES_MAX[stored.kind]:
        fetch(device, stored.unique_id, stored.size, 0 if stored.kind == "document" else stored.size)


def fetch(device: Device, unique_id: str, size: int, content: int) -> None:
    """A file comes down, unless the phone has it."""
    if unique_id not in device.held:
        device.held[unique_id] = None
        device.count(wire.fetching(size), content)


def deliver_press(world: World, device: Device, press: Press) -> None:
    """A press reaches the server; its message may be gone by then."""
    bot = world.bot_by_id(press.bot_id)
    chat = world.chat(press.bot_id, device.account_id)
    if bot is None or chat.blocked:
        return
    account = world.accounts[device.account_id]
    number = f"{bot.id}{bot.next_press:010d}"
    bot.next_press += 1
    message = chat.messages.get(press.message_id)
    content = {
        "id": number,
        "from": account.user(),
        "message": shown.to_bot(message, bot, account, world.files)
        if message
        else {"chat": account.chat(), "message_id": press.message_id, "date": 0},
        "chat_instance": str(account.id * 7919 + bot.id),
        "data": press.data,
    }
    bot.pressed(number, account.id, world.clock.now_ms())
    device.count(wire.pressing(press.data))
    world.queue(bot, "callback_query", content, press_kept_ms_max)
