"""The line between a phone and the server: what waits, goes out, comes in and is fetched, and what it costs.

A line may drop in the middle of a file; the whole parts that went out by then are not sent again. Over a slow network
(`network.py`) what comes and goes does so later, in order: such a phone shows what has come so far, and what it sends stays
in its outbox until it has gone. Payments are not delayed.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from bot.sandbox import shown, wire
from bot.sandbox.accounts import Device, Pending, Press, View
from bot.sandbox.chats import Bot, Chat, Message, press_kept_ms_max, update_kept_ms_max
from bot.sandbox.files import Stored
from bot.sandbox.markup import find
from bot.sandbox.network import NETWORKS
from bot.sandbox.refused import Impossible
from bot.sandbox.world import World


def go_offline(world: World, device: Device, after_bytes: int | None = None) -> None:
    """Lose the connection, or lose it when so many more bytes of files have gone out.

    From then on the phone shows what it has seen.
    """
    device.line_bytes = after_bytes
    if device.online and after_bytes is None:
        device.online = False
        device.link.breaks()
        device.going.clear()
        if device.frozen is None:
            device.frozen = _seen(world, device)
        world.device_changed(device)


def go_online(world: World, device: Device) -> None:
    """Connect: fetch what was missed, then send what waited, oldest first, then the presses."""
    if device.online:
        return
    device.online = True
    before = device.frozen or {}
    device.frozen = _still_there(world, device, before) if device.link.slow else None
    for chat in world.chats_of(device.account_id):
        seen = before.get(chat.bot_id, View({}, None)).messages
        for message in chat.messages.values():
            if seen.get(message.id) != message:
                _receive(world, device, chat, message)
    flush(world, device)
    presses, device.presses = device.presses, []
    for press in presses:
        send_press(world, device, press)
    world.device_changed(device)


def choose(world: World, device: Device, name: str) -> None:
    """Another network; what is on its way is lost and asked for again, as when a phone changes over."""
    if name not in NETWORKS:
        raise Impossible(f"a network is one of {', '.join(NETWORKS)}", 400)
    online, presses = device.online, device.presses
    go_offline(world, device)
    device.link.name = name
    if online:
        device.presses = []
        go_online(world, device)
        device.presses = presses
    world.device_changed(device)


def _seen(world: World, device: Device) -> dict[int, View]:
    """What a phone without delay sees now."""
    chats = world.chats_of(device.account_id)
    return {chat.bot_id: View(dict(chat.messages), chat.keyboard, chat.toast) for chat in chats}


def _still_there(world: World, device: Device, before: dict[int, View]) -> dict[int, View]:
    """What a phone saw, without what was deleted since."""
    views = {}
    for chat in world.chats_of(device.account_id):
        view = before.get(chat.bot_id, View({}, None))
        kept = {number: one for number, one in view.messages.items() if number in chat.messages}
        views[chat.bot_id] = View(kept, view.keyboard if view.keyboard in kept else None, view.toast)
    return views


def arrive(world: World, chat: Chat, message: Message, *, but: Device | None = None) -> None:
    """A new or edited message reaches every phone of the account that is online."""
    for device in world.devices_of(chat.account_id):
        if device is but:
            _put(device, chat, message)
        elif device.online:
            _receive(world, device, chat, message)
            world.device_changed(device)


def vanish(world: World, chat: Chat, gone: list[int]) -> None:
    """Deleted messages: a small update to every phone that is online."""
    for device in world.devices_of(chat.account_id):
        if device.online:
            size = wire.packed(wire.UPDATES + 4 * len(gone))
            device.count((size, wire.packed(wire.ACK)))
            device.link.comes(size, _later(world, device, partial(_remove, device, chat, gone)))
            world.device_changed(device)


def toast(world: World, chat: Chat) -> None:
    """The words that answered a press reach slow phones; others see them in the chat."""
    told = chat.toast
    for device in world.devices_of(chat.account_id):
        if device.online and device.link.slow:
            size = wire.packed(wire.RESULT + wire.PRESSED)
            device.link.comes(size, _later(world, device, partial(_tell, device, chat, told)))


def _later(world: World, device: Device, deed: Callable[[], None]) -> Callable[[], None]:
    """The deed; afterwards, where it came late, whoever looks at the phone is told, and the disk."""
    if not device.link.slow:
        return deed

    def then() -> None:
        deed()
        world.device_changed(device)
        world.keep.write()

    return then


def _put(device: Device, chat: Chat, message: Message) -> None:
    """A message is on a slow phone; the newest reply keyboard is the one that counts."""
    if device.frozen is None or not device.online or message.id not in chat.messages:
        return
    view = device.frozen.get(chat.bot_id, View({}, None))
    keyboard = view.keyboard
    if message.id not in view.messages and message.markup and not message.inline:
        keyboard = None if "remove_keyboard" in message.markup else message.id
    messages = dict(sorted({**view.messages, message.id: message}.items()))
    device.frozen[chat.bot_id] = View(messages, keyboard, view.toast)


def _remove(device: Device, chat: Chat, gone: list[int]) -> None:
    if device.frozen is None or chat.bot_id not in device.frozen:
        return
    view = device.frozen[chat.bot_id]
    messages = {number: one for number, one in view.messages.items() if number not in gone}
    device.frozen[chat.bot_id] = View(
        messages, view.keyboard if view.keyboard in messages else None, view.toast
    )


def _tell(device: Device, chat: Chat, told: dict[str, Any] | None) -> None:
    if device.frozen is not None:
        view = device.frozen.get(chat.bot_id, View({}, None))
        device.frozen[chat.bot_id] = View(view.messages, view.keyboard, told)


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
        elif device.link.slow:
            device.outbox.append(pending)
            _set_out(world, device, bot, pending)
        elif not world.chat(bot.id, device.account_id).blocked:
            _deliver(world, device, bot, pending)
    world.device_changed(device)


def _set_out(world: World, device: Device, bot: Bot, pending: Pending) -> None:
    """Over a slow network a message stays in the outbox until all of it has gone up."""
    if pending.local in device.going:
        return
    device.going.add(pending.local)
    size = wire.request(pending.text)
    if pending.kind != "text":
        size += wire.uploading(pending.size - pending.sent)[1]

    def gone() -> None:
        device.going.discard(pending.local)
        if pending in device.outbox:
            device.outbox.remove(pending)
            if not world.chat(bot.id, device.account_id).blocked:
                _deliver(world, device, bot, pending)
            down, up = wire.sending(pending.text)
            device.link.busy(down, up - wire.request(pending.text))

    device.link.goes(size, _later(world, device, gone))


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
        return Message(
            number,
            date,
            "me",
            text=pending.text,
            entities=entities,
            reply_to=pending.reply_to,
            origin=pending.origin,
        )
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
    about: dict[str, Any] = {"reply_to": pending.reply_to, "origin": pending.origin}
    return Message(number, date, "me", **words, photo=photo, file=file, group=group, **about)


def _group(world: World, device: Device, bot: Bot, pending: Pending) -> str | None:
    """The server's id of the album that a phone named: the same for all its messages."""
    if pending.group is None:
        return None
    if device.album is None or device.album[0] != pending.group:
        device.album = (pending.group, world.group(bot))
    return device.album[1]


def _receive(world: World, device: Device, chat: Chat, message: Message) -> None:
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
    cost = wire.arriving(size)
    stored = shown.fetched(message, world.files)

    def arrived() -> None:
        device.count(cost, len(words.encode("utf-8")))
        device.link.busy(cost[0] - wire.update(size), cost[1])
        _put(device, chat, message)
        if stored is not None:
            _fetch_by_itself(world, device, message, stored)

    device.link.comes(wire.update(size), _later(world, device, arrived))


def _fetch_by_itself(world: World, device: Device, message: Message, stored: Stored) -> None:
    """Fetch a file of an arriving message, if the apps do."""
    fresh = world.clock.now_s() - message.date <= wire.automatic_age_s_max
    if not (fresh if stored.kind == "photo" else stored.size <= wire.AUTOMATIC_BYTES_MAX[stored.kind]):
        return
    content = 0 if stored.kind == "document" else stored.size
    down, up = wire.fetching(stored.size)
    here = _later(world, device, lambda: fetch(device, stored.unique_id, stored.size, content))
    if stored.unique_id not in device.held:
        device.link.goes(up, lambda: device.link.comes(down, here))


def fetch(device: Device, unique_id: str, size: int, content: int) -> None:
    """A file comes down, unless the phone has it."""
    if unique_id not in device.held:
        device.held[unique_id] = None
        device.count(wire.fetching(size), content)


def send_press(world: World, device: Device, press: Press) -> None:
    """A press goes up, and reaches the server."""
    up = wire.pressing(press.data)[1]
    device.link.goes(up, _later(world, device, lambda: deliver_press(world, device, press)))


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
