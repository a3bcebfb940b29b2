"""Everything the sandbox holds, and the one place where a change is told to those who wait and to the disk."""

import json
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.sandbox.accounts import Account, Device, Pending, View
from bot.sandbox.bell import Bell
from bot.sandbox.chats import Bot, Channel, Chat, Hook, Message, Update, chat_messages_max, queue_of
from bot.sandbox.checks import Checks
from bot.sandbox.clock import Clock
from bot.sandbox.faults import Faults
from bot.sandbox.files import Files
from bot.sandbox.keep import Keep
from bot.sandbox.refused import Refused

calls_max = 5_000
PAGE = Path(__file__).with_name("page")


@dataclass(frozen=True, slots=True)
class Settings:
    """How a sandbox is made.

    `clock` gives UTC epoch milliseconds. Without `data` nothing is kept on disk; without `tokens` every well-formed
    token makes a bot. `page` is the folder served at / and /page/.
    """

    clock: Callable[[], int]
    data: Path | None = None
    tokens: tuple[str, ...] = ()
    keep_photos: bool = False
    page: Path = PAGE


class World:
    """One sandbox. Rooms around it change it through its methods, which keep, count and ring."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.clock = Clock(settings.clock)
        self.keep = Keep(settings.data)
        self.files = Files(
            settings.data / "files" if settings.data else None, self._filed, keep_photos=settings.keep_photos
        )
        self.checks = Checks()
        self.faults = Faults()
        self.calls: deque[dict[str, Any]] = deque(maxlen=calls_max)
        self.calls_made = 0
        self.bots: dict[str, Bot] = {}
        self.accounts: dict[int, Account] = {}
        self.devices: dict[str, Device] = {}
        self.chats: dict[tuple[int, int], Chat] = {}
        self.channels: dict[str, Channel] = {}
        self._held: dict[int, list[Device]] = {}
        self.added, self.hooked = Bell(), Bell()
        self.closing = False
        self._load(self.keep.open())
        for token in settings.tokens:
            self.bot(token)

    def bot(self, token: str) -> Bot:
        """The bot of a token; made at its first call when no tokens were given. Raises Refused (401)."""
        known = self.bots.get(token)
        if known is not None and (not self.settings.tokens or token in self.settings.tokens):
            return known
        if self.settings.tokens and token not in self.settings.tokens:
            raise Refused(code=401)
        if self.bot_by_id(int(token.split(":")[0])) is not None:
            raise Refused(code=401)
        made = Bot(int(token.split(":")[0]), token)
        self.bots[token] = made
        self.bot_changed(made)
        return made

    def first_bot(self) -> Bot | None:
        """The bot that phones write to when they name none."""
        tokens = self.settings.tokens or tuple(self.bots)
        return self.bots[tokens[0]] if tokens else None

    def bot_by_id(self, bot_id: int) -> Bot | None:
        """The bot with this id, if it is there."""
        return next((bot for bot in self.bots.values() if bot.id == bot_id), None)

    def chat(self, bot_id: int, account_id: int) -> Chat:
        """The chat of a bot and an account, empty when nobody has written."""
        found = self.chats.get((bot_id, account_id))
        if found is None:
            found = self.chats[bot_id, account_id] = Chat(bot_id, account_id)
        return found

    def channel(self, named: Any) -> Channel | None:
        """The channel of a number or an @name, None for what is none."""
        wanted = named.removeprefix("@").lower() if isinstance(named, str) else named
        return next((one for name, one in self.channels.items() if wanted in (name, one.id)), None)

    def devices_of(self, account_id: int) -> list[Device]:
        """All phones of an account."""
        return list(self._held.get(account_id, ()))

    def chats_of(self, account_id: int) -> list[Chat]:
        """All chats of an account, by bot."""
        chats = (self.chats.get((bot.id, account_id)) for bot in self.bots.values())
        return [chat for chat in chats if chat is not None]

    def group(self, bot: Bot) -> str:
        """A new id for an album of one of the bot's chats."""
        bot.next_group += 1
        self.bot_changed(bot)
        return str(13_000_000_000_000_000 + bot.next_group)

    def bot_changed(self, bot: Bot) -> None:
        """Keep a bot."""
        self.keep.change(f"bot/{bot.id}", bot.kept)

    def queue(self, bot: Bot, kind: str, content: Any, kept_ms: int) -> None:
        """Give a bot an update that lives for `kept_ms`, if it asked for this kind."""
        if bot.wants(kind):
            self.queue_raw(bot, {kind: content}, kept_ms)

    def queue_raw(self, bot: Bot, content: dict[str, Any], kept_ms: int) -> int:
        """Give a bot any update; answers its number."""
        update = bot.queue_raw(content, self.clock.now_ms() + kept_ms)
        self.keep.change(f"update/{bot.id}/{update.id}", lambda: [update.body, update.expires_ms])
        self.bot_changed(bot)
        return update.id

    def forget_updates(self, bot: Bot, forgotten: Iterable[Update]) -> None:
        """Forget, on disk, updates that were confirmed or are too old and have left the queue."""
        for update in forgotten:
            self.keep.change(f"update/{bot.id}/{update.id}", _nothing)

    def put(self, chat: Chat, message: Message) -> None:
        """Add or replace a message of a chat; the oldest is forgotten when there are too many."""
        chat.put(message)
        self.keep.change(f"message/{chat.bot_id}/{chat.account_id}/{message.id}", message.kept)
        if len(chat.messages) > chat_messages_max:
            self.remove(chat, next(iter(chat.messages)))
        self.chat_changed(chat)

    def remove(self, chat: Chat, message_id: int) -> None:
        """Delete a message of a chat."""
        chat.remove(message_id)
        self.keep.change(f"message/{chat.bot_id}/{chat.account_id}/{message_id}", _nothing)
        self.chat_changed(chat)

    def chat_changed(self, chat: Chat) -> None:
        """Keep a chat and tell those who look at its phones."""
        self.keep.change(f"chat/{chat.bot_id}/{chat.account_id}", chat.kept)
        self.account_changed(self.accounts[chat.account_id])

    def account_changed(self, account: Account) -> None:
        """Keep an account and tell those who look at its phones."""
        account.version += 1
        account.bell.ring()
        self.keep.change(f"account/{account.id}", account.kept)

    def device_changed(self, device: Device) -> None:
        """Keep a phone and tell those who look at it."""
        self.keep.change(f"device/{device.key}", device.kept)
        self.account_changed(self.accounts[device.account_id])

    def add(self, account: Account, device: Device) -> None:
        """Add a phone, and its account when it is the first."""
        self.accounts[account.id] = account
        self.devices[device.key] = device
        self._held.setdefault(account.id, []).append(device)
        self.device_changed(device)
        self.added.ring()

    def drop(self, device: Device) -> None:
        """Take a phone away; with the last one its account and chats go."""
        account = self.accounts[device.account_id]
        del self.devices[device.key]
        self._held[account.id].remove(device)
        self.keep.change(f"device/{device.key}", _nothing)
        self.account_changed(account)
        self.added.ring()
        if self.devices_of(account.id):
            return
        for chat in self.chats_of(account.id):
            for message_id in chat.messages:
                self.keep.change(f"message/{chat.bot_id}/{account.id}/{message_id}", _nothing)
            self.keep.change(f"chat/{chat.bot_id}/{account.id}", _nothing)
            del self.chats[chat.bot_id, account.id]
        self.keep.change(f"account/{account.id}", _nothing)
        del self.accounts[account.id], self._held[account.id]

    def advance(self, seconds: float) -> None:
        """Move the clock forward."""
        self.clock.advance(seconds)
        self.keep.change("clock", lambda: self.clock.offset_ms)

    def log(self, method: str, params: dict[str, Any], error: str | None) -> None:
        """Note a call for GET /calls, with long values cut."""
        self.calls_made += 1
        self.calls.append(
            {"n": self.calls_made, "method": method, "params": params, "ok": error is None, "error": error}
        )

    def release(self) -> None:
        """Let everybody go who waits, for the sandbox ends."""
        self.closing = True
        for bell in [
            self.added,
            self.hooked,
            *(a.bell for a in self.accounts.values()),
            *(b.bell for b in self.bots.values()),
        ]:
            bell.ring()

    def close(self) -> None:
        """Write what is left."""
        self.keep.close()

    def _filed(self, stored: Any) -> None:
        self.keep.change(f"file/{stored.file_id}", lambda: self.files.kept(stored))

    def _load(self, kept: dict[str, Any]) -> None:
        """Build everything again from what was kept."""
        self.clock.offset_ms = kept.get("clock", 0)
        for key, value in kept.items():
            room, *names = key.split("/")
            if room == "bot":
                hook = value.pop("hook", None)
                self.bots[value["token"]] = Bot(int(names[0]), **value, hook=Hook(**hook) if hook else None)
            elif room == "account":
                self.accounts[int(names[0])] = Account(int(names[0]), **value)
            elif room == "device":
                device = self.devices[names[0]] = _device(names[0], value)
                self._held.setdefault(device.account_id, []).append(device)
            elif room == "chat":
                self.chats[int(names[0]), int(names[1])] = Chat(int(names[0]), int(names[1]), **value)
            elif room == "file":
                owner = value.pop("owner")
                self.files.load(owner, value)
        by_id = {bot.id: bot for bot in self.bots.values()}
        for key, value in kept.items():
            room, *names = key.split("/")
            if room == "message":
                message = Message(**value)
                self.chats[int(names[0]), int(names[1])].messages[message.id] = message
            elif room == "update":
                body, expires_ms = value
                update = Update(int(names[1]), body, expires_ms, queue_of(json.loads(body)))
                by_id[int(names[0])].updates.append(update)


def _nothing() -> None:
    return None


def _device(key: str, value: dict[str, Any]) -> Device:
    value["outbox"] = [Pending(**pending) for pending in value["outbox"]]
    value["held"] = dict.fromkeys(value["held"])
    if value["frozen"] is not None:
        value["frozen"] = {
            int(bot_id): View({one["id"]: Message(**one) for one in view["messages"]}, view["keyboard"])
            for bot_id, view in value["frozen"].items()
        }
    return Device(key, **value)
