"""A pretend Telegram and its phones, for tests: the sandbox in a thread on a free port of loopback, driven over HTTP.

Every verb of a phone blocks until the sandbox has answered, so the program under test needs a thread or process of its own
(or the test calls `await asyncio.to_thread(phone.wait_for, "…")`).
"""

import asyncio
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import httpx

from bot.sandbox.server import Closing, create, listen, server
from bot.sandbox.world import Settings

TOKEN = "4242:AAFakeFakeFakeFakeFakeFakeFakeFake4"
leaving_max = 4
_leaving: list[threading.Thread] = []

BAD_LINE = {
    "timeout_before": 0.05, "timeout_after": 0.05, "too_many": 0.03, "server_error": 0.02, "cut": 0.01,
    "duplicate": 0.01, "reorder": 0.01,
}  # fmt: skip
"""Rates for `Sandbox.faults`: how often a call, or an update, meets what on a very bad line."""


def wall_ms() -> int:
    """UTC epoch milliseconds of this machine."""
    return time.time_ns() // 1_000_000


@dataclass(slots=True)
class Sandbox:
    """A running sandbox: where it listens, the token of its bot, and how to make it do things."""

    url: str
    token: str
    http: httpx.Client
    served: Closing
    thread: threading.Thread

    @property
    def base_url(self) -> str:
        """What python-telegram-bot wants as `base_url`."""
        return f"{self.url}/bot"

    @property
    def base_file_url(self) -> str:
        """What python-telegram-bot wants as `base_file_url`."""
        return f"{self.url}/file/bot"

    def phone(
        self, number: int = 1001, name: str = "Amina", language: str = "en", profile: str = "android"
    ) -> "Phone":
        """A phone; the same number again is the same phone."""
        about = {"id": number, "first_name": name, "language_code": language, "profile": profile}
        self.ask("POST", "/phones", about)
        return Phone(self, str(number))

    def call(self, method: str, files: Mapping[str, Any] | None = None, **fields: Any) -> Any:
        """A Bot API call with JSON fields, or a form when there are files; the whole answer as a dictionary."""
        path = f"/bot{self.token}/{method}"
        answer = (
            self.http.post(path, data=fields, files=files) if files else self.http.post(path, json=fields)
        )
        return answer.json()

    def calls(self, method: str | None = None, after: int = 0) -> list[dict[str, Any]]:
        """What bots called, without getUpdates unless it is asked for."""
        made: list[dict[str, Any]] = self.ask("GET", f"/calls?after={after}")["calls"]
        return [
            call
            for call in made
            if (call["method"] != "getUpdates" if method is None else call["method"] == method)
        ]

    def advance(self, seconds: float) -> None:
        """Move the sandbox's clock forward."""
        self.ask("POST", "/clock", {"advance_s": seconds})

    def faults(self, seed: int = 0, only: Sequence[str] = (), **rates: float) -> None:
        """Make the line between bot and sandbox bad, or these methods of it; without rates, good again."""
        spans = {name: rates.pop(name) for name in ("delay_s", "timeout_s", "retry_after_s") if name in rates}
        self.ask(
            "POST", "/faults", {"seed": seed, "rates": rates, "only": list(only), **spans} if rates else {}
        )

    def update(self, content: dict[str, Any]) -> int:
        """Queue any update as it is; answers its number."""
        number: int = self.ask("POST", "/updates", content)["update_id"]
        return number

    def edited(self, number: int, message: int, text: str, at_s: int) -> None:
        """What Telegram tells when somebody wrote over a message of theirs, nine seconds after it."""
        who = {"id": number, "is_bot": False, "first_name": "Amina", "language_code": "en"}
        chat = {"id": number, "type": "private", "first_name": "Amina"}
        about = {
            "message_id": message,
            "date": at_s - 9,
            "edit_date": at_s,
            "chat": chat,
            "from": who,
            "text": text,
        }
        self.update({"edited_message": about})

    def ask(self, verb: str, path: str, body: Any = None) -> Any:
        """One request to the side of the phones; an AssertionError says what was refused."""
        answer = self.http.request(verb, path, json=body)
        assert answer.is_success, f"{verb} {path}: {answer.status_code} {answer.text}"
        return answer.json()

    def close(self) -> None:
        """Stop the server and wait for its thread."""
        self.leave()
        _joined(self.thread)

    def leave(self) -> None:
        """Tell the server to stop; whoever starts the next but few sees that it did."""
        self.http.close()
        self.served.should_exit = True
        _leaving.append(self.thread)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, wrong: BaseException | None, at: TracebackType | None
    ) -> None:
        if self.served.world.settings.data is None:
            self.leave()  # nothing is kept, so nobody need wait the quarter of a second that it takes
        else:
            self.close()


def _joined(thread: threading.Thread) -> None:
    thread.join(10)
    assert not thread.is_alive(), "the sandbox did not stop"
    _leaving.remove(thread)


def start(
    data: Path | None = None,
    token: str = TOKEN,
    *,
    tokens: tuple[str, ...] | None = None,
    port: int = 0,
    keep_photos: bool = False,
    clock: Callable[[], int] = wall_ms,
    loop: Callable[[], asyncio.AbstractEventLoop] | None = None,
) -> Sandbox:
    """A sandbox in a thread of its own on a free port (or on `port`), ready to be called; `loop` makes another loop for it."""
    for thread in _leaving[:-leaving_max]:
        _joined(thread)
    allowed = (token,) if tokens is None else tokens
    app = create(Settings(clock, data, allowed, keep_photos))
    listening = listen("127.0.0.1", port)
    served = server(app)

    def run() -> None:
        with asyncio.Runner(loop_factory=loop) as runner:
            runner.run(served.serve(sockets=[listening]))

    target = served.run if loop is None else run
    kwargs = {"sockets": [listening]} if loop is None else {}
    thread = threading.Thread(target=target, kwargs=kwargs, daemon=True, name="sandbox")
    thread.start()
    url = f"http://127.0.0.1:{listening.getsockname()[1]}"
    return Sandbox(url, token, httpx.Client(base_url=url, timeout=60, trust_env=False), served, thread)


@dataclass(frozen=True, slots=True)
class Phone:
    """Somebody's phone; each verb is what a person does with it."""

    sandbox: Sandbox
    key: str

    def _do(self, deed: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        answer: dict[str, Any] = self.sandbox.ask("POST", f"/phones/{self.key}/{deed}", body or {})
        return answer

    def send(self, text: str, reply_to: int | None = None, forwarded: int | str | None = None) -> None:
        """Write a text, or forward one: of an account by its number, or of somebody hidden by a name."""
        self._do("send", {"text": text, "reply_to": reply_to, "forwarded": forwarded})

    def attach(
        self,
        kind: str,
        content: bytes,
        name: str = "file",
        mime: str = "",
        caption: str = "",
        forwarded: int | str = "",
    ) -> None:
        """Send a file as a photo, voice, audio, video, animation, sticker or document; or forward one."""
        part = ("file", (name, content, mime or "application/octet-stream"))
        self._attach([part], [kind], caption, forwarded)

    def album(self, *files: tuple[str, bytes], caption: str = "") -> None:
        """Send several files at once, each with its kind: one message each, of one group."""
        parts = [("file", (f"{number}", content, "")) for number, (_, content) in enumerate(files, 1)]
        self._attach(parts, [kind for kind, _ in files], caption)

    def _attach(
        self,
        files: list[tuple[str, tuple[str, bytes, str]]],
        kinds: list[str],
        caption: str,
        forwarded: int | str = "",
    ) -> None:
        said = {"kind": kinds, "caption": caption, "forwarded": str(forwarded)}
        answer = self.sandbox.http.post(f"/phones/{self.key}/send", data=said, files=files)
        assert answer.is_success, answer.text

    def press(self, label: str) -> None:
        """Press a key of the reply keyboard; one that is not there is an AssertionError."""
        self._do("press", {"label": label})

    def tap(self, message_id: int, data: str, *, forged: bool = False) -> None:
        """Press an inline button."""
        self._do("press", {"message_id": message_id, "callback_data": data, "forged": forged})

    def pay(self, message_id: int, *, declined: bool = False, again: bool = False) -> None:
        """Press Pay under an invoice; `declined` has the provider refuse, `again` pays what is paid already."""
        self._do("pay", {"message_id": message_id, "declined": declined, "again": again})

    def offline(self, after_bytes: int | None = None) -> None:
        """Lose the connection; or lose it when so many more bytes of files have gone out."""
        self._do("offline", {} if after_bytes is None else {"after_bytes": after_bytes})

    def online(self) -> None:
        """Find it again."""
        self._do("online")

    def network(self, name: str) -> None:
        """Another network: none, gprs, edge or 3g."""
        self._do("network", {"network": name})

    def restart(self) -> None:
        """Quit the app and start it again."""
        self._do("restart")

    def block(self) -> None:
        """Block the bot."""
        self._do("block")

    def unblock(self) -> None:
        """Take the block back."""
        self._do("unblock")

    def second(self, profile: str = "android") -> "Phone":
        """One more phone on the same account."""
        return Phone(self.sandbox, str(self._do("device", {"profile": profile})["id"]))

    def look(
        self, after: int | None = None, wait: int | None = None, seconds: int | None = None
    ) -> dict[str, Any]:
        """The phone as GET /phones/{id} describes it; with `wait` when its version is another one."""
        wanted = (("after", after), ("wait", wait), ("seconds", seconds))
        asked = {name: value for name, value in wanted if value is not None}
        answer = self.sandbox.http.get(f"/phones/{self.key}", params=asked)
        assert answer.is_success, answer.text
        described: dict[str, Any] = answer.json()
        return described

    def messages(self, after: int | None = None) -> list[dict[str, Any]]:
        """The messages on the phone, oldest first."""
        messages: list[dict[str, Any]] = self.look(after)["messages"]
        return messages

    def keyboard(self) -> list[list[str]] | None:
        """The rows of labels of the reply keyboard, None without one."""
        rows: list[list[str]] | None = self.look()["keyboard"]
        return rows

    def last(self) -> dict[str, Any]:
        """The newest message of the bot; an AssertionError without one."""
        said = [message for message in self.messages() if message["from"] == "bot"]
        assert said, f"the bot has said nothing to phone {self.key}"
        return said[-1]

    def wait_for(
        self, wanted: str | Callable[[dict[str, Any]], bool], seconds: float = 5.0, after: int = 0
    ) -> dict[str, Any]:
        """The first message of the bot above `after` that contains a text, or that `wanted` says yes to."""
        until = time.monotonic() + seconds
        described = self.look(after)
        while True:
            for message in described["messages"]:
                if message["from"] == "bot" and _is(message, wanted):
                    found: dict[str, Any] = message
                    return found
            left = until - time.monotonic()
            if left <= 0:
                shown = "\n".join(
                    f"  {m['from']}: {m['text'] or m['caption']}" for m in described["messages"]
                )
                raise AssertionError(
                    f"phone {self.key} waited {seconds} s in vain for {wanted!r}; it shows\n{shown}"
                )
            described = self.look(after, described["version"], max(1, int(left)))


def _is(message: dict[str, Any], wanted: str | Callable[[dict[str, Any]], bool]) -> bool:
    if isinstance(wanted, str):
        return wanted in (message["text"] or message["caption"] or "")
    return wanted(message)
