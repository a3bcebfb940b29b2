"""People's accounts and the phones they hold: what is remembered of each, without the rules they follow."""

from dataclasses import dataclass, field, fields
from typing import Any

from bot.sandbox.bell import Bell
from bot.sandbox.chats import Message
from bot.sandbox.network import Link

PROFILES = ("android", "ios", "tdlib", "desktop")


@dataclass(slots=True)
class Account:
    """A person's Telegram account; `version` grows with everything that one of its phones would show."""

    id: int
    first_name: str
    language_code: str
    version: int = 0
    bell: Bell = field(default_factory=Bell)

    def kept(self) -> dict[str, Any]:
        """The account as it is kept on disk."""
        return {"first_name": self.first_name, "language_code": self.language_code, "version": self.version}

    def user(self) -> dict[str, Any]:
        """The User of the Bot API."""
        return {
            "id": self.id,
            "is_bot": False,
            "first_name": self.first_name,
            "language_code": self.language_code,
        }

    def chat(self) -> dict[str, Any]:
        """The Chat of the Bot API."""
        return {"id": self.id, "first_name": self.first_name, "type": "private"}


@dataclass(frozen=True, slots=True)
class Pending:
    """A message that waits in a phone: `local` is its negative number there, `bot_id` 0 means the first bot.

    `content` is the digest of its file, `size` that file's bytes, `sent` how many of them have gone out already,
    `group` the phone's own name for an album, `origin` the MessageOrigin of what is forwarded.
    """

    local: int
    bot_id: int
    made_ms: int
    kind: str = "text"
    text: str = ""
    content: str = ""
    name: str = ""
    mime: str = ""
    reply_to: int | None = None
    size: int = 0
    sent: int = 0
    group: str | None = None
    origin: dict[str, Any] | None = None

    def kept(self) -> dict[str, Any]:
        """The message as it is kept on disk."""
        return {one.name: getattr(self, one.name) for one in fields(self)}


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that somebody sends from a phone: `kind` is photo, document, voice, audio, video, animation or sticker."""

    kind: str
    content: bytes
    name: str
    mime: str
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Press:
    """A press on an inline button that waits in a phone's memory, and only there."""

    bot_id: int
    message_id: int
    data: str


@dataclass(frozen=True, slots=True)
class View:
    """A chat as a phone last saw it."""

    messages: dict[int, Message]
    keyboard: int | None
    toast: dict[str, Any] | None = None


@dataclass(slots=True)
class Device:
    """One phone of an account. Counters are bytes; `held` are the files it has.

    `frozen` is what it saw before it went offline, or what has come over a slow network so far; `going` are the messages of
    the outbox that are on their way; `line_bytes` how many more bytes of files go out before the line drops,
    `album` the phone's and the server's name of the last album.
    """

    key: str
    account_id: int
    profile: str
    online: bool = True
    bytes_down: int = 0
    bytes_up: int = 0
    content_down: int = 0
    sent: int = 0
    line_bytes: int | None = None
    album: tuple[str, str] | None = None
    outbox: list[Pending] = field(default_factory=list)
    presses: list[Press] = field(default_factory=list)
    held: dict[str, None] = field(default_factory=dict)
    frozen: dict[int, View] | None = None
    link: Link = field(default_factory=Link)
    going: set[int] = field(default_factory=set)

    COUNTED = (
        "account_id",
        "profile",
        "online",
        "bytes_down",
        "bytes_up",
        "content_down",
        "sent",
        "line_bytes",
    )

    def kept(self) -> dict[str, Any]:
        """The phone as it is kept on disk; waiting presses are in memory only, as on a real phone, and so is its network."""
        frozen = (
            None
            if self.frozen is None or self.online
            else {
                bot_id: {
                    "keyboard": view.keyboard,
                    "messages": [one.kept() for one in view.messages.values()],
                }
                for bot_id, view in self.frozen.items()
            }
        )
        return {
            **{name: getattr(self, name) for name in self.COUNTED},
            "outbox": [pending.kept() for pending in self.outbox],
            "held": list(self.held),
            "frozen": frozen,
        }

    def count(self, cost: tuple[int, int], content: int = 0) -> None:
        """Add a (down, up) cost and the content in it."""
        self.bytes_down += cost[0]
        self.bytes_up += cost[1]
        self.content_down += content
