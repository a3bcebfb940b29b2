"""A call is read in every form that the Bot API takes, and logged."""

import json
from random import Random
from typing import Any
from urllib.parse import urlencode

import pytest

from bot.sandbox.checks import Checks
from bot.sandbox.table import METHODS
from tests.pretend import TOKEN, Phone, Sandbox, start

KEYS = {"keyboard": [["a"]]}


@pytest.mark.parametrize("form", ["query", "urlencoded", "json", "multipart"])
def test_fields_are_read_from_any_form(sandbox: Sandbox, amina: Phone, form: str) -> None:
    """In forms nested values are JSON strings, and numbers are words."""
    path = f"/bot{sandbox.token}/sendMessage"
    fields = {"chat_id": "1001", "text": "héllo 😀", "reply_markup": json.dumps(KEYS)}
    if form == "query":
        answer = sandbox.http.get(path, params=fields)
    elif form == "urlencoded":
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        answer = sandbox.http.post(path, content=urlencode(fields), headers=headers)
    elif form == "json":
        answer = sandbox.http.post(path, json={"chat_id": 1001, "text": "héllo 😀", "reply_markup": KEYS})
    else:
        answer = sandbox.http.post(path, files={name: (None, value) for name, value in fields.items()})
    assert answer.json()["result"]["text"] == "héllo 😀"
    assert amina.keyboard() == [["a"]]


def test_a_method_name_may_be_written_in_any_case(sandbox: Sandbox) -> None:
    """As on Telegram's server."""
    assert sandbox.call("GETME") == sandbox.call("getMe")


def test_what_is_no_method_is_not_found(sandbox: Sandbox) -> None:
    """404 for a name that is none, 501 for one that the sandbox does not play."""
    assert sandbox.call("getMilk") == {"ok": False, "error_code": 404, "description": "Not Found"}
    assert sandbox.call("sendPoll", chat_id=1)["error_code"] == 501


def test_a_token_is_malformed_or_unknown(sandbox: Sandbox) -> None:
    """404 and 401, as on Telegram's server."""
    malformed = sandbox.http.get("/botnonsense/getMe")
    assert (malformed.status_code, malformed.json()["description"]) == (404, "Not Found")
    unknown = sandbox.http.get("/bot4242:BBFakeFakeFakeFakeFakeFakeFakeFake42/getMe")
    assert (unknown.status_code, unknown.json()["description"]) == (401, "Unauthorized")


def test_without_tokens_every_bot_is_let_in_and_phones_wait_for_the_first() -> None:
    """A message that was written before any bot called goes to the first that does; a second secret is refused."""
    with start(tokens=()) as sandbox:
        phone = sandbox.phone()
        phone.send("/start")
        assert phone.messages()[0]["pending"]
        assert sandbox.call("getUpdates")["result"][0]["message"]["text"] == "/start"
        assert not phone.messages()[0]["pending"]
        assert sandbox.http.get(f"/bot{TOKEN.replace('AAF', 'BBF')}/getMe").status_code == 401


def test_two_bots_have_chats_of_their_own() -> None:
    """A phone names the bot that it writes to; file ids and chats are not shared."""
    other = "77:AAFakeFakeFakeFakeFakeFakeFakeFake42"
    with start(tokens=(TOKEN, other)) as sandbox:
        sandbox.phone()
        assert sandbox.http.post("/phones/1001/send?bot=77", json={"text": "hi"}).is_success
        assert sandbox.call("getUpdates")["result"] == []
        assert sandbox.call("sendMessage", chat_id=1001, text="x")["error_code"] == 400
        sandbox.token = other
        assert sandbox.call("sendMessage", chat_id=1001, text="x")["ok"]
        document = {"document": ("a.txt", b"x", "text/plain")}
        file_id = sandbox.call("sendDocument", files=document, chat_id=1001)["result"]["document"]["file_id"]
        sandbox.token = TOKEN
        assert not sandbox.call("getFile", file_id=file_id)["ok"]
        assert len(sandbox.http.get("/phones/1001?bot=77").json()["messages"]) == 3
        assert sandbox.http.get("/phones/1001?bot=78").status_code == 404


@pytest.mark.parametrize(
    ("body", "kind"),
    [(b"{", "application/json"), (b"[1]", "application/json"), (b"[" * 100_000, "application/json")],
)
def test_a_body_that_cannot_be_read_is_a_bad_request(sandbox: Sandbox, body: bytes, kind: str) -> None:
    """400, and the next call works."""
    path = f"/bot{sandbox.token}/sendMessage"
    assert sandbox.http.post(path, content=body, headers={"Content-Type": kind}).status_code == 400
    assert sandbox.call("getMe")["ok"]


def test_calls_are_logged_with_long_values_cut(sandbox: Sandbox, amina: Phone) -> None:
    """Method, fields and outcome; files by name and size; only newer ones after a number."""
    sandbox.call("sendMessage", chat_id=1001, text="x" * 4000)
    last = sandbox.calls()[-1]["n"]
    sandbox.call("sendDocument", files={"document": ("a.bin", bytes(9), "x/y")}, chat_id=1001)
    sandbox.call("sendMessage", chat_id=5, text="x")
    assert len(sandbox.calls("sendMessage")[0]["params"]["text"]) == 301
    sent, failed = sandbox.calls(after=last)
    assert sent["params"] == {"chat_id": "1001", "document": {"file": "a.bin", "bytes": 9}}
    assert (failed["ok"], failed["error"]) == (False, "Bad Request: chat not found")


def test_a_file_that_is_not_there_is_not_found(sandbox: Sandbox) -> None:
    """404 for any other path."""
    assert sandbox.http.get(f"/file/bot{sandbox.token}/photos/../../x").status_code == 404


ODD: list[Any] = [
    *(
        None,
        "",
        0,
        -1,
        1,
        2,
        1001,
        2**70,
        1.5,
        True,
        "x",
        "<b>",
        "\ud800",
        "\0",
        "😀" * 5000,
        [],
        [[]],
        {},
        {"a": 1},
        [1],
        "{",
    ),
    *(
        {"keyboard": [["a"]]},
        {"inline_keyboard": [[{"text": "a", "callback_data": "x"}]]},
        {"remove_keyboard": True},
    ),
    *(
        [{"type": "bold", "offset": -5, "length": 2**70}],
        {"type": "chat", "chat_id": 1001},
        {"message_id": 1},
        "HTML",
    ),
]


@pytest.mark.parametrize("seed", range(3))
def test_no_call_makes_it_fall(sandbox: Sandbox, amina: Phone, seed: int) -> None:
    """Odd values in every field of every method are answered or refused, never an error of the sandbox's own."""
    dice, table = Random(seed), Checks().methods
    names = [name for name in table if name.lower() in METHODS]
    for _ in range(400):
        name = dice.choice(names)
        usual = {"chat_id": 1001, "message_id": dice.randint(1, 9), "text": "hello"}
        fields = {
            field: dice.choice([usual.get(field), *ODD]) for field in table[name] if dice.random() < 0.6
        }
        path, headers = f"/bot{sandbox.token}/{name}", {"Content-Type": "application/json"}
        answer = sandbox.http.post(path, content=json.dumps(fields), headers=headers)
        assert answer.status_code < 500, (name, fields, answer.text)
    assert amina.look()["id"] == 1001
