"""Webhooks of the pretend Telegram: sent in order, beside each other, again and again, and not for ever."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from bot.sandbox import webhooks
from bot.sandbox.chats import press_kept_ms_max
from tests.pretend import Phone, Sandbox, start
from tests.stories.program import StoryClock, until_true

BUTTONS = {"inline_keyboard": [[{"text": "look", "callback_data": "look"}]]}


@dataclass
class Address:
    """A bot's address: what came there, and what it answers next; 200 when nothing is said."""

    url: str
    heard: list[dict[str, Any]] = field(default_factory=list)
    secrets: list[str | None] = field(default_factory=list)
    says: list[int] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)
    holds: Callable[[dict[str, Any]], None] = lambda update: None

    def texts(self) -> list[str]:
        """The words of what came."""
        return [one["message"]["text"] for one in self.heard if "message" in one]


@contextmanager
def listening() -> Iterator[Address]:
    """An address that hears."""
    address = Address("")

    class Hearing(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            update = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            address.heard.append(update)
            address.secrets.append(self.headers["X-Telegram-Bot-Api-Secret-Token"])
            address.holds(update)
            self.send_response(address.says.pop(0) if address.says else 200)
            for name, value in address.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Hearing)
    server.daemon_threads = True
    address.url = f"http://127.0.0.1:{server.server_port}/updates"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield address
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def address() -> Iterator[Address]:
    """An address of its own."""
    with listening() as heard:
        yield heard


def info(sandbox: Sandbox) -> dict[str, Any]:
    """getWebhookInfo."""
    found: dict[str, Any] = sandbox.call("getWebhookInfo")["result"]
    return found


def test_what_waited_and_what_comes_is_sent_with_the_secret(sandbox: Sandbox, address: Address) -> None:
    """Nothing is dropped when the webhook is set; an update that was answered 200 never comes again."""
    amina = sandbox.phone()
    amina.send("/start")
    assert sandbox.call("setWebhook", url=address.url, secret_token="a-secret", max_connections=500)["result"]
    amina.send("more")
    until_true(lambda: address.texts() == ["/start", "more"])
    until_true(lambda: info(sandbox)["pending_update_count"] == 0)
    assert address.secrets == ["a-secret"] * 2
    assert info(sandbox) == {
        "url": address.url,
        "has_custom_certificate": False,
        "pending_update_count": 0,
        "max_connections": 100,
    }


def test_polling_and_a_webhook_shut_each_other_out(sandbox: Sandbox, address: Address) -> None:
    """getUpdates beside a webhook is a conflict; a poll that waits ends; deleting the webhook lets polls in again."""
    ended: list[Any] = []
    waiting = threading.Thread(target=lambda: ended.append(sandbox.call("getUpdates", timeout=20)))
    waiting.start()
    until_true(lambda: bool(sandbox.ask("GET", "/bots")["bots"]))
    sandbox.call("setWebhook", url=address.url)
    waiting.join(10)
    until_true(lambda: bool(ended))
    assert sandbox.call("getUpdates")["error_code"] == 409
    assert ended[0]["error_code"] == 409
    sandbox.call("deleteWebhook")
    sandbox.phone().send("hi")
    assert [one["message"]["text"] for one in sandbox.call("getUpdates")["result"]] == ["hi"]
    assert info(sandbox)["url"] == "" and address.heard == []


def test_what_is_not_confirmed_comes_again_and_holds_only_its_own_queue(
    sandbox: Sandbox, address: Address
) -> None:
    """The second try is at once; others do not wait for it, the same chat's next message does."""
    amina, kofi = sandbox.phone(), sandbox.phone(1002, "Kofi")
    shut = threading.Event()
    address.holds = lambda update: shut.wait(10) if update["message"]["text"] == "one" else None  # type: ignore[func-returns-value]
    address.says = [500, 200, 200, 200]
    sandbox.call("setWebhook", url=address.url)
    amina.send("one")
    until_true(lambda: address.texts() == ["one"])
    amina.send("two")
    address.says.insert(0, 200)
    kofi.send("hello")
    until_true(lambda: address.texts() == ["one", "hello"])
    shut.set()
    until_true(lambda: address.texts() == ["one", "hello", "one", "two"])
    assert "500" in info(sandbox)["last_error_message"]


def test_a_press_does_not_wait_for_the_text_before_it(
    sandbox: Sandbox, amina: Phone, address: Address
) -> None:
    """A person's presses are another queue than the chat's messages, so that they can overtake."""
    shown = sandbox.call("sendMessage", chat_id=1001, text="Look", reply_markup=BUTTONS)["result"]
    shut = threading.Event()
    address.holds = lambda update: shut.wait(10) if "message" in update else None  # type: ignore[func-returns-value]
    sandbox.call("setWebhook", url=address.url)
    amina.send("first")
    until_true(lambda: len(address.heard) == 1)
    amina.tap(shown["message_id"], "look")
    until_true(lambda: len(address.heard) == 2)
    assert "callback_query" in address.heard[1]
    shut.set()


def test_retry_after_is_obeyed(sandbox: Sandbox, address: Address, monkeypatch: pytest.MonkeyPatch) -> None:
    """The next try comes so many seconds later, at most `retry_after_s_max`, though the first would come at once."""
    monkeypatch.setattr(webhooks, "retry_after_s_max", 1)
    address.says, address.headers = [503], {"Retry-After": "3000"}
    sandbox.call("setWebhook", url=address.url)
    sandbox.phone().send("one")
    until_true(lambda: len(address.heard) == 1)
    assert info(sandbox)["pending_update_count"] == 1
    until_true(lambda: len(address.heard) == 2)


def test_waits_grow_and_what_would_come_too_late_is_dropped() -> None:
    """At once, 2, 4, 8 s and so on to a minute or two; the try after the expiry is none."""
    clock = StoryClock()
    with start(clock=clock) as sandbox, listening() as address:
        sandbox.call("getMe")
        world = sandbox.served.world
        bot = world.bots[sandbox.token]
        bot.hook = webhooks.Hook(address.url, "", 1)
        update = bot.queue_raw({"callback_query": {"from": {"id": 5}}}, clock() + press_kept_ms_max)
        waits = failed(world, bot, update, 12)
        assert waits[:6] == [0, 2, 4, 8, 16, 32]
        assert all(60 <= wait <= 120 for wait in waits[7:])
        clock.advance(press_kept_ms_max / 1000 - 30)
        assert failed(world, bot, update, 8)[-1] is None and not bot.updates
        bot.hook = None


def failed(world: Any, bot: Any, update: Any, times: int) -> list[int | None]:
    """How long a sender waits after each of so many failures, None when it dropped the update."""
    import asyncio

    async def fail() -> list[int | None]:
        sender, found = webhooks.Sender(world, bot, bot.hook, None), list[int | None]()  # type: ignore[arg-type]
        for _ in range(times):
            sender._failed(update, 500, 0, "500")
            if update not in bot.updates:
                return [*found, None]
            left = sender.troubles[update.id].next_at - asyncio.get_running_loop().time()
            found.append(round(left))
        return found

    return asyncio.run(fail())


def test_gone_for_a_day_ends_the_webhook() -> None:
    """410 again and again for 23 hours; then updates wait for somebody who asks."""
    clock = StoryClock()
    with start(clock=clock) as sandbox, listening() as address:
        address.says = [410] * 1000
        sandbox.call("setWebhook", url=address.url)
        sandbox.phone().send("one")
        until_true(lambda: len(address.heard) >= 2)  # that the first was gone is known
        clock.advance(webhooks.gone_s_max + 60)
        until_true(lambda: info(sandbox)["url"] == "")
        assert len(sandbox.call("getUpdates")["result"]) == 1


def test_faults_make_it_repeat(sandbox: Sandbox, address: Address) -> None:
    """An answer that is lost on the way, and an update that comes twice."""
    sandbox.call("setWebhook", url=address.url)
    sandbox.faults(seed=1, cut=1.0)
    sandbox.phone().send("one")
    until_true(lambda: len(address.heard) >= 2)
    sandbox.faults(seed=1, duplicate=1.0)
    until_true(lambda: info(sandbox)["pending_update_count"] == 0)
    before = len(address.heard)
    sandbox.phone().send("two")
    until_true(lambda: len(address.heard) == before + 2)
    assert {one["update_id"] for one in address.heard[before:]} == {2}


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        ({"url": "https://example.com/"}, "bad webhook"),
        ({"url": "ftp://127.0.0.1/"}, "bad webhook"),
        ({"url": "http://127.0.0.1:1/", "secret_token": "a b"}, "secret token contains unallowed characters"),
    ],
)
def test_a_wrong_webhook_is_refused(sandbox: Sandbox, wanted: dict[str, str], words: str) -> None:
    """Only this machine is called, and a secret is what a header may hold."""
    refused = sandbox.call("setWebhook", **wanted)
    assert refused["error_code"] == 400 and words in refused["description"]
    assert info(sandbox)["url"] == ""


def test_what_waits_is_dropped_only_when_that_is_asked(sandbox: Sandbox, address: Address) -> None:
    """By setWebhook and by deleteWebhook."""
    for method, wanted in (
        ("setWebhook", {"url": address.url}),
        ("deleteWebhook", {}),
    ):
        sandbox.call("deleteWebhook")
        sandbox.phone().send("hi")
        assert info(sandbox)["pending_update_count"] == 1
        assert sandbox.call(method, **wanted, drop_pending_updates=True)["result"] is True
        assert info(sandbox)["pending_update_count"] == 0
    assert address.heard == []


def test_a_webhook_outlives_a_restart(tmp_path: Path, address: Address) -> None:
    """It is kept with what waits for it, and sent to after the start."""
    with start(tmp_path) as sandbox:
        address.says = [500] * 3
        sandbox.call("setWebhook", url=address.url, allowed_updates=["message"])
        sandbox.phone().send("one")
        until_true(lambda: len(address.heard) == 2)
    address.says = []
    with start(tmp_path) as sandbox:
        until_true(lambda: info(sandbox)["pending_update_count"] == 0)
        assert info(sandbox)["allowed_updates"] == ["message"]
    assert set(address.texts()) == {"one"}
