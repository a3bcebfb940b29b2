"""The server: its page, its clock, its port."""

import gc
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

import httpx
import pytest

from bot.sandbox.server import create, listen, server
from bot.sandbox.world import Settings
from tests.pretend import Sandbox, start


def test_the_page_is_served_and_nothing_beside_it(tmp_path: Path) -> None:
    """/ and /page/… answer files of the page's folder only."""
    (tmp_path / "page").mkdir()
    (tmp_path / "page" / "index.html").write_text("<p>phones</p>")
    (tmp_path / "secret").write_text("secret")
    app = create(Settings(lambda: 0, page=tmp_path / "page"))
    running = server(app)
    listening = listen("127.0.0.1", 0)
    thread = threading.Thread(target=running.run, kwargs={"sockets": [listening]})
    thread.start()
    with httpx.Client(base_url=f"http://127.0.0.1:{listening.getsockname()[1]}", trust_env=False) as http:
        assert http.get("/").text == "<p>phones</p>"
        assert http.get("/page/index.html").headers["content-type"].startswith("text/html")
        for path in ("/page/../secret", "/page/..%2fsecret", "/page/%2e%2e/secret", "/page/none", "/page/"):
            assert http.get(path).status_code == 404
    running.should_exit = True
    thread.join(5)


def test_the_clock_goes_forward_only(sandbox: Sandbox) -> None:
    """A step back, and what is no number, are refused."""
    before = sandbox.ask("GET", "/clock")["now_ms"]
    sandbox.advance(60)
    assert 60_000 <= sandbox.ask("GET", "/clock")["now_ms"] - before < 70_000
    for wrong in ("-1", '"x"', "null", "1e400"):
        body = f'{{"advance_s": {wrong}}}'
        json = {"Content-Type": "application/json"}
        assert sandbox.http.post("/clock", content=body, headers=json).status_code == 400


def test_dates_follow_the_given_clock() -> None:
    """Every date comes from the clock that was given."""
    with start(clock=lambda: 1_700_000_000_000) as sandbox:
        phone = sandbox.phone()
        phone.send("hi")
        sandbox.advance(5)
        phone.send("hi")
        assert [message["date"] for message in phone.messages()] == [1_700_000_000, 1_700_000_005]


def test_what_a_phone_cannot_do_is_said_in_a_sentence(sandbox: Sandbox) -> None:
    """Codes and words for wrong requests to the phones' side."""
    sandbox.phone()
    wrong = [
        ("POST", "/phones", {"id": "x"}, 400, "a phone needs an id, a positive whole number"),
        (
            "POST",
            "/phones",
            {"id": 1, "profile": "fax"},
            400,
            "a profile is one of android, ios, tdlib, desktop",
        ),
        ("POST", "/phones/5/send", {"text": "x"}, 404, "there is no phone 5"),
        ("POST", "/phones/1001/send", {}, 400, "text must be a string, reply_to a message id"),
        ("POST", "/phones/1001/send", {"text": "  "}, 400, "an empty text cannot be sent"),
        ("POST", "/phones/1001/send", [1], 400, "the body must be a JSON object"),
        ("POST", "/phones/1001/press", {}, 400, "a label is needed, or a message_id and callback_data"),
        (
            "POST",
            "/phones/1001/press",
            {"message_id": 9, "callback_data": "x"},
            404,
            "there is no message 9 on this phone",
        ),
    ]
    for verb, path, body, code, words in wrong:
        answer = sandbox.http.request(verb, path, json=body)
        assert (answer.status_code, answer.json()) == (code, {"error": words})


def test_documents_are_never_shown_in_place(sandbox: Sandbox) -> None:
    """A page sent as a document is downloaded, not opened, for it would run as the sandbox's own."""
    phone = sandbox.phone()
    phone.attach("document", b"<script>alert(1)</script>", "a.html", "text/html")
    answer = sandbox.http.get(phone.messages()[0]["document"]["url"])
    assert answer.headers["content-disposition"] == "attachment"
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_server_stops_while_bots_and_pages_wait() -> None:
    """Waiting polls are let go, long before their time is over."""
    sandbox = start()
    sandbox.phone()
    version = sandbox.phone().look()["version"]
    answers: list[object] = []
    polls = [
        lambda: answers.append(sandbox.call("getUpdates", timeout=50)),
        lambda: answers.append(sandbox.phone().look(wait=version)),
    ]
    threads = [threading.Thread(target=poll) for poll in polls]
    for thread in threads:
        thread.start()
    time.sleep(0.2)
    sandbox.served.should_exit = True
    for thread in threads:
        thread.join(15)
    assert len(answers) == 2
    sandbox.close()


def test_a_port_that_is_taken_is_said_in_one_sentence() -> None:
    """Status 1, one line on standard error."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        ended = subprocess.run(
            [sys.executable, "-m", "bot.sandbox", "--port", port],
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )
    assert ended.returncode == 1
    assert ended.stderr == f"The sandbox cannot listen on 127.0.0.1:{port}: Address already in use.\n"


def test_a_caller_that_hangs_up_disturbs_nobody(sandbox: Sandbox, capfd: pytest.CaptureFixture[str]) -> None:
    """Half a request is dropped without a word, and the next one works."""
    host, port = sandbox.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port))) as caller:
        head = f"POST /bot{sandbox.token}/sendMessage HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf"
        caller.sendall(head.encode())
        time.sleep(0.1)
    time.sleep(0.1)
    assert sandbox.call("getMe")["ok"]
    assert capfd.readouterr() == ("", "")


def test_control_c_ends_it_quietly() -> None:
    """Status 0 and nothing on standard error."""
    command = [sys.executable, "-m", "bot.sandbox", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline().startswith("A pretend Telegram is at http://127.0.0.1:")
        time.sleep(0.5)
        process.send_signal(signal.SIGINT)
        _, complaint = process.communicate(timeout=20)
    assert (process.returncode, complaint) == (0, "")


@pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX here")
def test_it_runs_alone_and_survives_a_kill(tmp_path: Path) -> None:
    """`python -m bot.sandbox` serves; killed without warning, the next one shows what was answered."""
    command = [sys.executable, "-m", "bot.sandbox", "--port", "0", "--data", str(tmp_path)]
    for round_number in range(2):
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            url = process.stdout.readline().split()[-1]
            with httpx.Client(base_url=url, trust_env=False) as http:
                if round_number == 0:
                    http.post("/phones", json={"id": 7, "first_name": "Musa"})
                    http.post("/phones/7/send", json={"text": "kept"})
                else:
                    assert http.get("/phones/7").json()["messages"][0]["text"] == "kept"
            process.kill()


def test_another_web_page_changes_nothing(sandbox: Sandbox) -> None:
    """What a browser sends for any page without asking first (a text, a form, nothing) is refused; the own page is not."""
    sandbox.phone()
    body = '{"id": 5, "first_name": "Eve"}'
    assert (
        sandbox.http.post("/phones", content=body, headers={"Content-Type": "text/plain"}).status_code == 415
    )
    foreign = {"Origin": "https://example.com"}
    assert sandbox.http.post("/phones/1001/offline", headers=foreign).status_code == 403
    form = {"file": ("a.txt", b"a")}
    assert sandbox.http.post("/phones/1001/send", files=form, headers=foreign).status_code == 403
    assert sandbox.http.post("/phones/1001/offline", headers={"Origin": "null"}).status_code == 403
    assert [one["id"] for one in sandbox.ask("GET", "/phones")["phones"]] == [1001]
    own = {"Origin": sandbox.url}
    assert sandbox.http.post("/phones/1001/offline", headers=own).status_code == 200


def test_connections_that_were_left_open_are_closed_at_the_end() -> None:
    """Who waits for an answer that a fault holds back finds the connection closed, and none is forgotten."""
    with start() as sandbox:
        host, port = sandbox.url.removeprefix("http://").split(":")
        sandbox.faults(timeout_before=1.0, timeout_s=30)
        peers = [socket.create_connection((host, int(port)), timeout=5) for _ in range(3)]
        for peer in peers:
            peer.sendall(f"GET /bot{sandbox.token}/getMe HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
        sandbox.ask("GET", "/phones")
    gc.collect()
    for peer in peers:
        with peer, suppress(ConnectionResetError), peer.makefile("rb") as answer:
            assert answer.read().startswith(b"HTTP/1.1 500")
