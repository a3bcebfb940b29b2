"""What the server knows: bots with their queues of updates, chats with their messages."""

import json
from collections import deque
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from bot.sandbox.bell import Bell
from bot.sandbox.markup import Entity

update_kept_ms_max = 86_400_000
press_kept_ms_max = 150_000
chat_messages_max = 5_000
presses_max = 10_000
UNASKED = frozenset({"chat_member", "message_reaction", "message_reaction_count"})


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a private chat; `sender` is "bot" or "me" (the phone). Dates are seconds.

    `photo` are the file ids of its sizes, `file` the id of any other file; `group` joins the messages of an album.
    `invoice` asks for money (its `state` is open, paying or paid, `said` why paying failed); `payment` says that it moved. `origin` is the MessageOrigin of what was forwarded.
    """

    id: int
    date: int
    sender: str
    text: str | None = None
    caption: str | None = None
    entities: list[Entity] = field(default_factory=list)
    photo: list[str] = field(default_factory=list)
    file: str | None = None
    group: str | None = None
    markup: dict[str, Any] | None = None
    protected: bool = False
    spoiler: bool = False
    silent: bool = False
    above: bool = False
    reply_to: int | None = None
    edited: int | None = None
    preview: dict[str, Any] | None = None
    invoice: dict[str, Any] | None = None
    payment: dict[str, Any] | None = None
    origin: dict[str, Any] | None = None

    @property
    def inline(self) -> bool:
        """Whether its keyboard is attached to the message (or there is none), so that it can be edited."""
        return self.markup is None or "inline_keyboard" in self.markup

    def kept(self) -> dict[str, Any]:
        """The message as it is kept on disk: everything that is not as usual."""
        values = ((name, getattr(self, name)) for name in NAMES)
        return {name: value for name, value in values if value not in (None, False, [])}


NAMES = tuple(one.name for one in fields(Message))


@dataclass(slots=True)
class Chat:
    """A private chat of one bot and one account; `keyboard` is the message that owns the reply keyboard."""

    bot_id: int
    account_id: int
    messages: dict[int, Message] = field(default_factory=dict)
    keyboard: int | None = None
    started: bool = False
    blocked: bool = False
    toast: dict[str, Any] | None = None

    def kept(self) -> dict[str, Any]:
        """The chat as it is kept on disk, without its messages."""
        return {
            "keyboard": self.keyboard,
            "started": self.started,
            "blocked": self.blocked,
            "toast": self.toast,
        }

    def put(self, message: Message) -> None:
        """Add a message, or replace it by its edited form; the newest reply keyboard is the one that counts."""
        if message.id not in self.messages and message.markup and not message.inline:
            self.keyboard = None if "remove_keyboard" in message.markup else message.id
        self.messages[message.id] = message

    def remove(self, message_id: int) -> None:
        """Delete a message; the reply keyboard that it owned goes with it."""
        del self.messages[message_id]
        if self.keyboard == message_id:
            self.keyboard = None


@dataclass(slots=True)
class Channel:
    """A channel with its owner's messages; `admins` are the ids of bots that may read it, of a protected one nothing is copied."""

    id: int
    admins: set[int] = field(default_factory=set)
    protected: bool = False
    posts: dict[int, Message] = field(default_factory=dict)
    posted: int = 0


@dataclass(frozen=True, slots=True)
class Update:
    """One update as the bot will read it; `expires_ms` is when the server forgets it.

    `queue` is whose turn it has to wait for when it is sent to a webhook, "" for nobody's.
    """

    id: int
    body: str
    expires_ms: int
    queue: str = ""


def queue_of(content: dict[str, Any]) -> str:
    """The queue of an update: one for the messages of each chat, one for each person's presses, and so on by kind."""
    for kind, part in content.items():
        owner = part.get("chat" if kind == "message" else "from") if isinstance(part, dict) else None
        if isinstance(owner, dict):
            return f"{kind}/{owner.get('id')}"
    return ""


@dataclass(frozen=True, slots=True)
class Hook:
    """Where a bot wants its updates sent, and how many at once."""

    url: str
    secret: str
    connections: int


@dataclass(frozen=True, slots=True)
class Pressed:
    """Who pressed an inline button, and when."""

    account_id: int
    at_ms: int


@dataclass(frozen=True, slots=True)
class Checkout:
    """A payment that waits for the bot's last word; `declined` is what its provider will say after it."""

    account_id: int
    message_id: int
    at_ms: int
    declined: bool


@dataclass(slots=True)
class Bot:
    """A bot: who it is, what it set, and the updates it has not confirmed."""

    id: int
    token: str
    next_update: int = 1
    next_message: int = 1
    next_press: int = 1
    next_group: int = 1
    allowed: list[str] = field(default_factory=list)
    commands: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    hook: Hook | None = None
    hook_failed: dict[str, Any] = field(default_factory=dict)
    updates: deque[Update] = field(default_factory=deque)
    again: list[Update] = field(default_factory=list)
    presses: dict[str, Pressed] = field(default_factory=dict)
    checkouts: dict[str, Checkout] = field(default_factory=dict)
    soonest_ms: int = 0
    poll: object = None
    bell: Bell = field(default_factory=Bell)

    KEPT = (
        "token",
        "next_update",
        "next_message",
        "next_press",
        "next_group",
        "allowed",
        "commands",
        "texts",
    )

    def kept(self) -> dict[str, Any]:
        """The bot as it is kept on disk, without its updates."""
        hook = asdict(self.hook) if self.hook else None
        return {**{name: getattr(self, name) for name in self.KEPT}, "hook": hook}

    @property
    def username(self) -> str:
        """A name that every bot of the sandbox has, made of its id."""
        return f"sandbox_{self.id}_bot"

    def described(self) -> dict[str, Any]:
        """The User of the Bot API."""
        return {
            "id": self.id,
            "is_bot": True,
            "first_name": self.texts.get("name/", "Sandbox bot"),
            "username": self.username,
        }

    def wants(self, kind: str) -> bool:
        """Whether the bot asked for this kind of update; without asking it gets all but three kinds."""
        return kind in self.allowed if self.allowed else kind not in UNASKED

    def pressed(self, number: str, account_id: int, at_ms: int) -> None:
        """Remember a press, so that it can be answered; the oldest is forgotten when there are too many."""
        self.presses[number] = Pressed(account_id, at_ms)
        if len(self.presses) > presses_max:
            del self.presses[next(iter(self.presses))]

    def queue(self, kind: str, content: Any, expires_ms: int) -> Update:
        """Give the bot an update and wake its poll."""
        return self.queue_raw({kind: content}, expires_ms)

    def queue_raw(self, content: dict[str, Any], expires_ms: int) -> Update:
        """Give the bot any update, however odd."""
        number = self.next_update
        self.next_update += 1
        body = json.dumps({"update_id": number, **content}, ensure_ascii=False)
        update = Update(number, body, expires_ms, queue_of(content))
        self.updates.append(update)
        self.soonest_ms = min(self.soonest_ms, expires_ms) if len(self.updates) > 1 else expires_ms
        self.bell.ring()
        return update
