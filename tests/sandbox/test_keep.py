"""What is kept on disk is always a state that once was."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.sandbox.keep import Keep
from tests.pretend import start


def fixed(value: str | None) -> Callable[[], str | None]:
    """Something that always answers the same."""
    return lambda: value


def test_any_cut_of_the_file_gives_a_state_that_once_was(tmp_path: Path) -> None:
    """Cut at every byte, what is read is the state after some whole batch."""
    keep = Keep(tmp_path)
    keep.open()
    states: list[dict[str, str]] = [{}]
    for number in range(6):
        left, right = f"left {number}", f"right {number}" if number % 2 else None
        keep.change("left", fixed(left))
        keep.change("right", fixed(right))
        keep.write()
        states.append({"left": left, **({"right": right} if right else {})})
    keep.close()
    whole = (tmp_path / "state.jsonl").read_bytes()
    found = []
    for length in range(len(whole) + 1):
        (tmp_path / "state.jsonl").write_bytes(whole[:length])
        again = Keep(tmp_path)
        found.append(again.open())
        again.close()
    assert all(state in states for state in found)
    assert [state for state in states if state not in found] == []


def test_a_batch_is_written_at_once(tmp_path: Path) -> None:
    """Nothing is on disk before write, everything after it, and a value is asked only then."""
    keep = Keep(tmp_path)
    keep.open()
    asked: list[str] = []

    def value() -> str:
        asked.append("now")
        return "value"

    keep.change("key", value)
    assert (tmp_path / "state.jsonl").read_bytes() == b""
    keep.write()
    assert (tmp_path / "state.jsonl").read_bytes() == b'[["key","value"]]\n'
    assert asked == ["now"]
    keep.close()


def test_without_a_folder_nothing_is_kept() -> None:
    """The same calls, and no file."""
    keep = Keep(None)
    assert keep.open() == {}
    keep.change("key", lambda: "value")
    keep.write()
    keep.close()


def test_a_restarted_sandbox_shows_the_same_phones(tmp_path: Path) -> None:
    """Messages, keyboard, outbox, counters, files, clock, unconfirmed updates and numbers are as they were."""
    with start(tmp_path) as sandbox:
        amina, musa = sandbox.phone(), sandbox.phone(1002, "Musa", "ar", "ios")
        amina.send("/start")
        musa.send("/start")
        sandbox.call("sendMessage", chat_id=1001, text="Road?", reply_markup={"keyboard": [["yes", "no"]]})
        document = {"document": ("a.txt", b"kept", "text/plain")}
        file_id = sandbox.call("sendDocument", files=document, chat_id=1002)["result"]["document"]["file_id"]
        musa.offline()
        musa.send("waiting")
        sandbox.call("sendMessage", chat_id=1002, text="unseen")
        sandbox.advance(1000)
        before = [amina.look(), musa.look()]
        updates = sandbox.call("getUpdates")["result"]
    with start(tmp_path) as sandbox:
        amina, musa = sandbox.phone(), sandbox.phone(1002)
        assert [amina.look(), musa.look()] == before
        assert sandbox.call("getUpdates")["result"] == updates
        assert sandbox.ask("GET", "/clock")["offset_ms"] == 1_000_000
        path = sandbox.call("getFile", file_id=file_id)["result"]["file_path"]
        assert sandbox.http.get(f"/file/bot{sandbox.token}/{path}").content == b"kept"
        musa.online()
        assert [message["text"] for message in musa.messages()] == ["/start", None, "unseen", "waiting"]
        numbers = [message["message_id"] for message in musa.messages()]
        assert numbers == sorted(numbers)
        assert amina.keyboard() == [["yes", "no"]]


def test_what_was_confirmed_stays_confirmed(tmp_path: Path) -> None:
    """A confirmed update and a deleted phone do not come back."""
    with start(tmp_path) as sandbox:
        sandbox.phone().send("one")
        sandbox.phone(1002).send("two")
        sandbox.call("getUpdates", offset=2)
        sandbox.http.delete("/phones/1002")
    with start(tmp_path) as sandbox:
        assert [one["update_id"] for one in sandbox.call("getUpdates")["result"]] == [2]
        assert [phone["id"] for phone in sandbox.ask("GET", "/phones")["phones"]] == [1001]


def test_the_file_is_written_anew_at_a_start(tmp_path: Path) -> None:
    """What was forgotten takes no place after the next start."""
    with start(tmp_path) as sandbox:
        phone = sandbox.phone()
        for number in range(50):
            phone.send(f"message {number}")
        sandbox.http.delete("/phones/1001")
        sandbox.call("getUpdates", offset=1000)
    grown = (tmp_path / "state.jsonl").stat().st_size
    with start(tmp_path):
        pass
    assert (tmp_path / "state.jsonl").stat().st_size < grown / 20


def test_a_file_that_has_grown_too_far_is_written_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While it runs: the file stays small, and nothing is lost."""
    monkeypatch.setattr("bot.sandbox.keep.grown_bytes_max", 1000)
    keep = Keep(tmp_path)
    keep.open()
    for number in range(200):
        keep.change("key", fixed(f"value {number}"))
        keep.change(f"other {number % 3}", fixed("x" * 20))
        keep.write()
    keep.close()
    assert (tmp_path / "state.jsonl").stat().st_size < 2000
    again = Keep(tmp_path)
    assert again.open() == {"key": "value 199", **{f"other {number}": "x" * 20 for number in range(3)}}
    again.close()
