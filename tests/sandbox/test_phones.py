"""Phones do what the apps do: outbox, keyboard, presses, downloads, two phones on one account."""

import io
from typing import Any

import pytest
from PIL import Image

from bot.sandbox.markup import units
from bot.sandbox.phones import split
from tests.pretend import Phone, Sandbox

KEYS = {"keyboard": [["🐟 Road", "🐟 Path"], ["🐟 Skip"]], "is_persistent": True}
BUTTONS = {"inline_keyboard": [[{"text": "look", "callback_data": "look"}]]}


def say(sandbox: Sandbox, text: str = "hello", **fields: Any) -> int:
    """The number of a message that the bot sends."""
    number: int = sandbox.call("sendMessage", chat_id=1001, text=text, **fields)["result"]["message_id"]
    return number


def heard(sandbox: Sandbox) -> list[str]:
    """The texts that wait for the bot."""
    return [one["message"]["text"] for one in sandbox.call("getUpdates")["result"] if "message" in one]


def test_a_key_sends_its_label(sandbox: Sandbox, amina: Phone) -> None:
    """A press on a key is an ordinary message, and the keyboard stays."""
    say(sandbox, reply_markup=KEYS)
    amina.press("🐟 Skip")
    assert heard(sandbox) == ["🐟 Skip"]
    assert amina.keyboard() == [["🐟 Road", "🐟 Path"], ["🐟 Skip"]]


def test_a_key_that_is_not_shown_cannot_be_pressed(sandbox: Sandbox, amina: Phone) -> None:
    """409, and the sentence names the keys that are there."""
    say(sandbox, reply_markup=KEYS)
    answer = sandbox.http.post("/phones/1001/press", json={"label": "🔑 Road"})
    assert answer.status_code == 409
    assert answer.json()["error"] == (
        "there is no key [🔑 Road] on this phone; it shows [🐟 Road], [🐟 Path], [🐟 Skip]"
    )
    assert heard(sandbox) == []


def test_the_newest_message_with_a_keyboard_owns_it(sandbox: Sandbox, amina: Phone) -> None:
    """A plain message leaves it, a newer keyboard replaces it, remove_keyboard clears it."""
    say(sandbox, reply_markup=KEYS)
    say(sandbox, "a notice")
    assert amina.keyboard() == KEYS["keyboard"]
    say(sandbox, reply_markup={"keyboard": [["🔑 Yes"]]})
    assert amina.keyboard() == [["🔑 Yes"]]
    say(sandbox, reply_markup={"remove_keyboard": True})
    assert amina.keyboard() is None


def test_deleting_the_message_takes_its_keyboard_away(sandbox: Sandbox, amina: Phone) -> None:
    """And no older keyboard comes back."""
    say(sandbox, reply_markup={"keyboard": [["🔑 Yes"]]})
    number = say(sandbox, reply_markup=KEYS)
    sandbox.call("deleteMessage", chat_id=1001, message_id=number)
    assert amina.keyboard() is None


def test_offline_messages_wait_and_go_out_oldest_first(sandbox: Sandbox, amina: Phone) -> None:
    """They show as pending, and get their number and date when the server has them."""
    say(sandbox, reply_markup=KEYS)
    amina.offline()
    amina.press("🐟 Road")
    amina.send("second")
    assert [(one["text"], one["pending"]) for one in amina.messages()[-2:]] == [
        ("🐟 Road", True),
        ("second", True),
    ]
    assert amina.look()["outbox"] == 2
    assert heard(sandbox) == []
    sandbox.advance(3600)
    amina.online()
    assert heard(sandbox) == ["🐟 Road", "second"]
    assert amina.look()["outbox"] == 0
    assert amina.messages()[-1]["date"] >= amina.messages()[0]["date"] + 3600


@pytest.mark.parametrize(
    ("profile", "days", "kept"),
    [("android", 3, True), ("ios", 3, True), ("tdlib", 0, True), ("tdlib", 2, False), ("desktop", 0, False)],
)
def test_what_a_restart_keeps_depends_on_the_app(
    sandbox: Sandbox, profile: str, days: int, kept: bool
) -> None:
    """Android and iOS keep the outbox, TDLib apps for a day, Desktop loses it."""
    phone = sandbox.phone(7, profile=profile)
    phone.offline()
    phone.send("waiting")
    sandbox.advance(days * 86_400 + 1)
    phone.restart()
    phone.online()
    assert heard(sandbox) == (["waiting"] if kept else [])


def test_a_press_made_offline_comes_late_or_is_lost(sandbox: Sandbox, amina: Phone) -> None:
    """It waits in memory: delivered when the phone is online again, gone after a restart."""
    number = say(sandbox, reply_markup=BUTTONS)
    amina.offline()
    amina.tap(number, "look")
    sandbox.advance(7200)
    amina.online()
    assert [one["callback_query"]["data"] for one in sandbox.call("getUpdates")["result"]] == ["look"]
    amina.offline()
    amina.tap(number, "look")
    amina.restart()
    amina.online()
    assert len(sandbox.call("getUpdates")["result"]) == 1


def test_a_late_press_on_a_deleted_message_has_no_message(sandbox: Sandbox, amina: Phone) -> None:
    """The update carries an inaccessible message with date 0."""
    number = say(sandbox, reply_markup=BUTTONS)
    amina.offline()
    amina.tap(number, "look")
    sandbox.call("deleteMessage", chat_id=1001, message_id=number)
    amina.online()
    press = sandbox.call("getUpdates")["result"][0]["callback_query"]
    assert (press["message"]["message_id"], press["message"]["date"]) == (number, 0)


def test_a_forged_press_reaches_the_bot(sandbox: Sandbox, amina: Phone) -> None:
    """A changed app can send any data; an honest phone cannot."""
    number = say(sandbox, reply_markup=BUTTONS)
    amina.tap(number, "steal:everything", forged=True)
    assert sandbox.call("getUpdates")["result"][0]["callback_query"]["data"] == "steal:everything"
    refused = sandbox.http.post(
        "/phones/1001/press", json={"message_id": number, "callback_data": "steal:everything"}
    )
    assert refused.status_code == 409


def test_an_offline_phone_shows_what_it_had_seen(sandbox: Sandbox, amina: Phone) -> None:
    """New messages, edits and deletions arrive, and are paid for, when it is online again."""
    edited, deleted = say(sandbox, "before"), say(sandbox, "to be deleted")
    amina.offline()
    seen = amina.look()
    sandbox.call("editMessageText", chat_id=1001, message_id=edited, text="after")
    sandbox.call("deleteMessage", chat_id=1001, message_id=deleted)
    say(sandbox, "new", reply_markup=KEYS)
    now = amina.look()
    assert now["messages"] == seen["messages"]
    assert (now["keyboard"], now["bytes_down"]) == (None, seen["bytes_down"])
    amina.online()
    assert [message["text"] for message in amina.messages()] == ["/start", "after", "new"]
    assert amina.keyboard() == KEYS["keyboard"]
    assert amina.look()["bytes_down"] > seen["bytes_down"]


def picture(side: int) -> bytes:
    """A picture of noise, which no encoder makes small."""
    written = io.BytesIO()
    Image.effect_noise((side, side), 90).convert("RGB").save(written, "PNG")
    return written.getvalue()


def test_a_photo_is_fetched_on_arrival_and_only_once(sandbox: Sandbox, amina: Phone) -> None:
    """The same file a second time costs no download."""
    files = {"photo": ("a.png", picture(600), "image/png")}
    before = amina.look()
    photo = sandbox.call("sendPhoto", files=files, chat_id=1001)["result"]["photo"]
    first = amina.look()
    assert first["content_down"] - before["content_down"] == photo[-1]["file_size"]
    assert first["bytes_down"] - before["bytes_down"] > photo[-1]["file_size"]
    sandbox.call("sendPhoto", chat_id=1001, photo=photo[0]["file_id"])
    second = amina.look()
    assert second["content_down"] == first["content_down"]
    assert second["bytes_down"] - first["bytes_down"] < 2000


def test_an_old_photo_is_fetched_when_somebody_looks(sandbox: Sandbox, amina: Phone) -> None:
    """After more than an hour offline the picture waits for a look."""
    amina.offline()
    files = {"photo": ("a.png", picture(300), "image/png")}
    sandbox.call("sendPhoto", files=files, chat_id=1001)
    sandbox.advance(3700)
    amina.online()
    photo = amina.last()["photo"]
    assert not photo["held"]
    before = amina.look()["bytes_down"]
    assert len(sandbox.http.get(photo["url"]).content) == photo["bytes"]
    assert amina.last()["photo"]["held"]
    assert amina.look()["bytes_down"] - before > photo["bytes"]


def test_an_offline_phone_can_only_show_files_that_it_has(sandbox: Sandbox, amina: Phone) -> None:
    """A large document was not fetched, so it cannot be opened without a connection."""
    files = {"document": ("a.bin", bytes(1_048_577), "application/octet-stream")}
    sandbox.call("sendDocument", files=files, chat_id=1001)
    small = {"document": ("b.bin", bytes(1000), "application/octet-stream")}
    sandbox.call("sendDocument", files=small, chat_id=1001)
    amina.offline()
    large_one, small_one = (message["document"]["url"] for message in amina.messages()[-2:])
    assert sandbox.http.get(large_one).status_code == 409
    assert len(sandbox.http.get(small_one).content) == 1000


def test_a_long_text_is_cut_as_the_apps_cut_it(sandbox: Sandbox, amina: Phone) -> None:
    """Parts of at most 4096 units, at white space where there is some, nothing lost."""
    amina.send("word " * 2000)
    parts = heard(sandbox)
    assert len(parts) == 3
    assert " ".join(parts) == ("word " * 2000).strip()
    assert all(units(part) <= 4096 for part in split("😀" * 5000))
    assert "".join(split("😀" * 5000)) == "😀" * 5000


def test_two_phones_on_one_account_see_the_same_chat(sandbox: Sandbox, amina: Phone) -> None:
    """Each has its own connection and counters."""
    second = amina.second("desktop")
    assert second.key == "1001.2"
    amina.offline()
    say(sandbox, reply_markup=KEYS)
    second.press("🐟 Road")
    assert amina.keyboard() is None
    amina.online()
    assert [one["text"] for one in amina.messages()] == [one["text"] for one in second.messages()]
    assert second.look()["bytes_up"] > 0
    assert sandbox.http.delete("/phones/1001.2").is_success
    assert len(amina.messages()) == 3


def test_photos_voices_and_documents_go_to_the_bot(sandbox: Sandbox, amina: Phone) -> None:
    """Each in its form, with a file that can be fetched."""
    amina.attach("photo", picture(400), "a.png", "image/png", caption="my road")
    amina.attach("voice", b"OggS" + bytes(10) + (48_000 * 3).to_bytes(8, "little"), "a.ogg", "audio/ogg")
    amina.attach("document", b"a,b\n", "a.csv", "text/csv")
    photo, voice, document = (one["message"] for one in sandbox.call("getUpdates")["result"])
    assert photo["caption"] == "my road"
    assert [size["width"] for size in photo["photo"]] == [320, 400]
    assert voice["voice"]["mime_type"] == "audio/ogg"
    assert document["document"]["file_name"] == "a.csv"
    path = sandbox.call("getFile", file_id=document["document"]["file_id"])["result"]["file_path"]
    assert sandbox.http.get(f"/file/bot{sandbox.token}/{path}").content == b"a,b\n"


def test_a_photo_made_offline_is_sent_later(sandbox: Sandbox, amina: Phone) -> None:
    """It waits in the outbox like a text."""
    amina.offline()
    amina.attach("photo", picture(100), "a.png", "image/png")
    assert amina.messages()[-1]["photo"] is not None
    amina.online()
    assert "photo" in sandbox.call("getUpdates")["result"][0]["message"]


def test_what_is_no_picture_cannot_be_sent_as_one(sandbox: Sandbox, amina: Phone) -> None:
    """The phone says why."""
    with pytest.raises(AssertionError, match="IMAGE_PROCESS_FAILED"):
        amina.attach("photo", b"no picture")


def test_a_phone_that_blocked_the_bot_cannot_write(sandbox: Sandbox, amina: Phone) -> None:
    """It must take the block back first, as the apps ask."""
    amina.block()
    with pytest.raises(AssertionError, match="unblock it first"):
        amina.send("hello?")
    amina.unblock()
    amina.send("hello")
    assert heard(sandbox) == ["hello"]


def test_tdlib_drops_marks_that_turn_lines_around(sandbox: Sandbox) -> None:
    """Its labels and texts come back without U+2028 to U+202E; Android leaves them."""
    sandbox.phone(7, profile="tdlib").send("a\u202eb")
    sandbox.phone(8, profile="android").send("a\u202eb")
    assert heard(sandbox) == ["ab", "a\u202eb"]


def test_the_same_phone_is_not_made_twice(sandbox: Sandbox) -> None:
    """A second POST answers the phone that is there."""
    sandbox.phone(7, "Musa")
    sandbox.phone(7, "Another")
    assert [phone["first_name"] for phone in sandbox.ask("GET", "/phones")["phones"]] == ["Musa"]


def test_a_page_waits_for_the_next_version(sandbox: Sandbox, amina: Phone) -> None:
    """A version that has passed is answered at once, and `after` cuts what was seen."""
    version = amina.look()["version"]
    number = say(sandbox, "news")
    described = amina.look(after=number - 1, wait=version)
    assert described["version"] > version
    assert [message["text"] for message in described["messages"]] == ["news"]


def test_a_deleted_phone_takes_its_chats_with_it(sandbox: Sandbox, amina: Phone) -> None:
    """The bot does not find the chat any more."""
    sandbox.http.delete("/phones/1001")
    assert sandbox.call("sendMessage", chat_id=1001, text="x")["description"] == "Bad Request: chat not found"
    assert sandbox.http.get("/phones/1001").status_code == 404
