"""The Bot API's methods answer as Telegram does, and refuse in its words."""

import io
import json
from collections.abc import Iterator
from typing import Any

import pytest
from PIL import Image

from tests.pretend import Phone, Sandbox, start


def picture(width: int = 640, height: int = 480, kind: str = "PNG") -> bytes:
    """A picture with something on it."""
    image = Image.linear_gradient("L").resize((width, height)).convert("RGB")
    written = io.BytesIO()
    image.save(written, kind)
    return written.getvalue()


@pytest.fixture(scope="module")
def shared() -> Iterator[Sandbox]:
    """One sandbox for all calls that are refused, for they change nothing."""
    with start() as running:
        running.phone().send("/start")
        yield running


KEYS = {"keyboard": [[{"text": "🐟 Road"}, {"text": "🐟 Path"}]], "resize_keyboard": True}
BUTTONS = {"inline_keyboard": [[{"text": "look", "callback_data": "look"}]]}


def said(sandbox: Sandbox, **fields: Any) -> int:
    """The number of a message that the bot sends."""
    answer = sandbox.call("sendMessage", **{"chat_id": 1001, "text": "hello", **fields})
    assert answer["ok"], answer
    number: int = answer["result"]["message_id"]
    return number


def refused(sandbox: Sandbox, method: str, **fields: Any) -> str:
    """The description of an error."""
    answer = sandbox.call(method, **fields)
    assert not answer["ok"]
    assert answer["error_code"] in (400, 403)
    description: str = answer["description"]
    return description


def test_a_text_arrives_with_its_entities_and_keyboard(sandbox: Sandbox, amina: Phone) -> None:
    """The phone shows the words without tags, and the keys in their rows."""
    said(sandbox, text="<b>Road</b> or path? /skip", parse_mode="HTML", reply_markup=KEYS)
    assert amina.last()["text"] == "Road or path? /skip"
    assert [one["type"] for one in amina.last()["entities"]] == ["bold", "bot_command"]
    assert amina.keyboard() == [["🐟 Road", "🐟 Path"]]


def test_message_numbers_are_one_sequence_over_all_chats(sandbox: Sandbox, amina: Phone) -> None:
    """Two phones and the bot share one counter."""
    other = sandbox.phone(1002, "Musa")
    other.send("hi")
    assert said(sandbox) == other.messages()[-1]["message_id"] + 1
    assert said(sandbox, chat_id=1002) == said(sandbox) - 1


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"text": ""}, "message text is empty"),
        ({"text": " \n\u200b"}, "message text is empty"),
        ({"text": "x" * 4097}, "message is too long"),
        ({"text": "😀" * 2049}, "message is too long"),
        (
            {"text": "<b>x", "parse_mode": "HTML"},
            "can't parse entities: Can't find end tag corresponding to start tag \"b\"",
        ),
        ({"chat_id": 5}, "chat not found"),
        ({"chat_id": "@nobody"}, "chat not found"),
        ({"chat_id": None}, "chat_id is empty"),
        ({"txt": "x"}, 'unknown field "txt" in sendMessage (Telegram ignores it, the sandbox does not)'),
        (
            {"reply_markup": {"keyboard": [[{"text": "a", "colour": 1}]]}},
            'unknown field "colour" in KeyboardButton',
        ),
        ({"reply_markup": [1]}, "object expected as reply markup"),
        ({"reply_markup": "{"}, "can't parse reply keyboard markup JSON object"),
        ({"reply_markup": {"keyboard": []}}, "REPLY_MARKUP_INVALID"),
        ({"reply_markup": {"keyboard": [["x"] * 13]}}, "reply markup is too long"),
        (
            {"reply_markup": {"inline_keyboard": [[{"text": "a", "callback_data": "é" * 33}]]}},
            "BUTTON_DATA_INVALID",
        ),
        (
            {"reply_markup": {"inline_keyboard": [[{"text": "a", "callback_data": ""}]]}},
            "BUTTON_DATA_INVALID",
        ),
        (
            {"reply_markup": {"inline_keyboard": [[{"callback_data": "a"}]]}},
            "can't parse inline keyboard button: Can't find",
        ),
        (
            {"reply_markup": {"inline_keyboard": [[{"text": "a"}]]}},
            "can't parse inline keyboard button: Text buttons are",
        ),
        (
            {"reply_markup": {"inline_keyboard": [[{"text": "a", "callback_data": "a"}] * 9]}},
            "reply markup is too long",
        ),
        (
            {"reply_markup": {"inline_keyboard": [[{"text": "a", "callback_data": "a"}]] * 101}},
            "reply markup is too long",
        ),
        ({"reply_parameters": {"message_id": 999}}, "message to be replied not found"),
        ({"disable_notification": "maybe"}, 'field "disable_notification" must be of type Boolean'),
        ({"text": "\ud800"}, "strings must be encoded in UTF-8"),
        (
            {"entities": [{"type": "bold", "offset": 3, "length": 9}]},
            "entity beginning at UTF-16 offset 3 ends after",
        ),
    ],
)
def test_a_wrong_text_message_is_refused(shared: Sandbox, fields: dict[str, Any], words: str) -> None:
    """Each wrong call is a 400 that says why, and nothing reaches the phone."""
    body = json.dumps({"chat_id": 1001, "text": "hello", **fields}).encode()
    path = f"/bot{shared.token}/sendMessage"
    answer = shared.http.post(path, content=body, headers={"Content-Type": "application/json"}).json()
    assert answer["error_code"] == 400
    assert answer["description"].startswith(f"Bad Request: {words}")
    assert len(shared.phone().messages()) == 1


def test_the_longest_text_is_taken(sandbox: Sandbox, amina: Phone) -> None:
    """4096 units after the tags are gone."""
    said(sandbox, text="<b>" + "😀" * 2048 + "</b>", parse_mode="HTML")
    assert len(amina.last()["text"]) == 2048


def test_a_photo_is_stored_in_sizes_and_known_by_its_id(sandbox: Sandbox, amina: Phone) -> None:
    """Sizes fit their boxes, the id sends the photo again, and the file can be fetched."""
    files = {"photo": ("a.png", picture(2000, 1000), "image/png")}
    sent = sandbox.call("sendPhoto", files=files, chat_id=1001, caption="<i>look</i>", parse_mode="HTML")[
        "result"
    ]
    assert [(size["width"], size["height"]) for size in sent["photo"]] == [
        (320, 160),
        (800, 400),
        (1280, 640),
    ]
    again = sandbox.call("sendPhoto", chat_id=1001, photo=sent["photo"][0]["file_id"], has_spoiler=True)[
        "result"
    ]
    assert again["photo"] == sent["photo"]
    assert again["has_media_spoiler"]
    found = sandbox.call("getFile", file_id=sent["photo"][-1]["file_id"])["result"]
    content = sandbox.http.get(f"/file/bot{sandbox.token}/{found['file_path']}").content
    assert len(content) == found["file_size"] == sent["photo"][-1]["file_size"]
    assert Image.open(io.BytesIO(content)).size == (1280, 640)
    assert amina.messages()[1]["caption"] == "look"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "file must be non-empty"),
        (b"no picture", "IMAGE_PROCESS_FAILED"),
        (picture()[:500], "IMAGE_PROCESS_FAILED"),
        (picture(9000, 1001), "PHOTO_INVALID_DIMENSIONS"),
        (picture(2100, 100), "PHOTO_INVALID_DIMENSIONS"),
        (
            b"x" * 10_485_761,
            "file of size 10485761 bytes is too big for a photo; the maximum size is 10485760 bytes",
        ),
    ],
)
def test_a_wrong_photo_is_refused(shared: Sandbox, content: bytes, words: str) -> None:
    """Telegram's rules for photos: weight, sides, ratio, and that it is one."""
    answer = shared.call("sendPhoto", files={"photo": ("a.png", content, "image/png")}, chat_id=1001)
    assert answer["description"] == f"Bad Request: {words}"


def test_a_file_id_is_of_one_kind_and_one_bot(sandbox: Sandbox, amina: Phone) -> None:
    """A document cannot be sent as a photo, and an unknown id not at all."""
    files = {"document": ("a.csv", b"a,b\n", "text/csv")}
    document = sandbox.call("sendDocument", files=files, chat_id=1001)["result"]["document"]
    assert (document["file_name"], document["mime_type"], document["file_size"]) == ("a.csv", "text/csv", 4)
    wrong = refused(sandbox, "sendPhoto", chat_id=1001, photo=document["file_id"])
    assert wrong == "Bad Request: can't use file of type Document as Photo"
    wrong = refused(sandbox, "sendPhoto", chat_id=1001, photo="AgACnothing")
    assert wrong == "Bad Request: wrong file identifier/HTTP URL specified"
    wrong = refused(sandbox, "sendPhoto", chat_id=1001, photo="https://example.com/a.jpg")
    assert wrong == "Bad Request: failed to get HTTP URL content"


def test_a_large_document_can_be_sent_but_not_fetched(sandbox: Sandbox, amina: Phone) -> None:
    """Above 20 MB getFile refuses; above 50 MB the upload is refused."""
    files = {"document": ("a.bin", bytes(20_971_521), "application/octet-stream")}
    sent = sandbox.call("sendDocument", files=files, chat_id=1001)["result"]
    assert refused(sandbox, "getFile", file_id=sent["document"]["file_id"]) == "Bad Request: file is too big"
    files = {"document": ("a.bin", bytes(52_428_801), "application/octet-stream")}
    assert sandbox.call("sendDocument", files=files, chat_id=1001)["error_code"] == 413


def test_a_file_can_be_attached_under_another_name(sandbox: Sandbox, amina: Phone) -> None:
    """attach://part takes the part; a part that is not there is refused."""
    files = {"part": ("a.png", picture(), "image/png")}
    assert sandbox.call("sendPhoto", files=files, chat_id=1001, photo="attach://part")["ok"]
    wrong = sandbox.call("sendPhoto", files=files, chat_id=1001, photo="attach://other")
    assert not wrong["ok"]


def test_a_caption_has_its_own_limit(sandbox: Sandbox, amina: Phone) -> None:
    """1024 units fit, 1025 do not."""
    files = {"photo": ("a.png", picture(), "image/png")}
    photo = sandbox.call("sendPhoto", files=files, chat_id=1001, caption="x" * 1024)["result"]["photo"][0][
        "file_id"
    ]
    wrong = refused(sandbox, "sendPhoto", chat_id=1001, photo=photo, caption="x" * 1025)
    assert wrong == "Bad Request: message caption is too long"


def test_a_message_is_edited_in_place(sandbox: Sandbox, amina: Phone) -> None:
    """Text and buttons change, the number stays; the same again is not modified."""
    number = said(sandbox, reply_markup=BUTTONS)
    edited = sandbox.call("editMessageText", chat_id=1001, message_id=number, text="other")["result"]
    assert edited["text"] == "other"
    assert edited["edit_date"] >= edited["date"]
    assert "reply_markup" not in edited
    assert amina.last()["edited"]
    wrong = refused(sandbox, "editMessageText", chat_id=1001, message_id=number, text="other")
    assert wrong.startswith("Bad Request: message is not modified: specified new message content")


def test_a_message_with_a_reply_keyboard_cannot_be_edited(sandbox: Sandbox, amina: Phone) -> None:
    """Nor can a phone's message, a deleted one, or one that never was."""
    number = said(sandbox, reply_markup=KEYS)
    for message, words in (
        (number, "message can't be edited"),
        (1, "message can't be edited"),
        (99, "message to edit not found"),
    ):
        wrong = refused(sandbox, "editMessageText", chat_id=1001, message_id=message, text="x")
        assert wrong == f"Bad Request: {words}"


def test_text_and_caption_are_not_the_same(sandbox: Sandbox, amina: Phone) -> None:
    """A photo has no text to edit, a text no caption."""
    files = {"photo": ("a.png", picture(), "image/png")}
    photo = sandbox.call("sendPhoto", files=files, chat_id=1001)["result"]["message_id"]
    wrong = refused(sandbox, "editMessageText", chat_id=1001, message_id=photo, text="x")
    assert wrong == "Bad Request: there is no text in the message to edit"
    wrong = refused(sandbox, "editMessageCaption", chat_id=1001, message_id=said(sandbox), caption="x")
    assert wrong == "Bad Request: there is no caption in the message to edit"
    edited = sandbox.call("editMessageCaption", chat_id=1001, message_id=photo, caption="x")["result"]
    assert edited["caption"] == "x"


def test_buttons_can_be_changed_alone(sandbox: Sandbox, amina: Phone) -> None:
    """editMessageReplyMarkup takes buttons away and gives others."""
    number = said(sandbox, reply_markup=BUTTONS)
    assert (
        "reply_markup"
        not in sandbox.call("editMessageReplyMarkup", chat_id=1001, message_id=number)["result"]
    )
    given = sandbox.call("editMessageReplyMarkup", chat_id=1001, message_id=number, reply_markup=BUTTONS)
    assert given["result"]["reply_markup"] == BUTTONS


def test_messages_are_deleted_for_two_days(sandbox: Sandbox, amina: Phone) -> None:
    """Both sides' messages go; unknown and old ones are refused, in a list they are skipped."""
    number, other = said(sandbox), said(sandbox)
    assert sandbox.call("deleteMessage", chat_id=1001, message_id=1)["result"] is True
    assert (
        refused(sandbox, "deleteMessage", chat_id=1001, message_id=1)
        == "Bad Request: message to delete not found"
    )
    assert sandbox.call("deleteMessages", chat_id=1001, message_ids=[1, other, 999])["result"] is True
    assert [message["message_id"] for message in amina.messages()] == [number]
    sandbox.advance(172_801)
    assert (
        refused(sandbox, "deleteMessage", chat_id=1001, message_id=number)
        == "Bad Request: message can't be deleted"
    )


def test_a_press_is_answered_once_it_is_known(sandbox: Sandbox, amina: Phone) -> None:
    """The answer shows on the phone; an unknown or old press is refused."""
    number = said(sandbox, reply_markup=BUTTONS)
    amina.tap(number, "look")
    press = sandbox.call("getUpdates")["result"][-1]["callback_query"]
    assert (press["data"], press["from"]["id"], press["message"]["message_id"]) == ("look", 1001, number)
    assert sandbox.call("answerCallbackQuery", callback_query_id=press["id"], text="seen")["result"] is True
    assert amina.look()["toast"]["text"] == "seen"
    stale = "Bad Request: query is too old and response timeout expired or query ID is invalid"
    assert refused(sandbox, "answerCallbackQuery", callback_query_id="5") == stale
    sandbox.advance(151)
    assert refused(sandbox, "answerCallbackQuery", callback_query_id=press["id"]) == stale


def test_a_copy_carries_no_keyboard_and_a_protected_message_no_copy(sandbox: Sandbox, amina: Phone) -> None:
    """copyMessage answers a number only."""
    number = said(sandbox, text="<b>x</b>", parse_mode="HTML", reply_markup=BUTTONS)
    copied = sandbox.call("copyMessage", chat_id=1001, from_chat_id=1001, message_id=number)["result"]
    assert copied == {"message_id": number + 1}
    assert (amina.last()["text"], amina.last()["buttons"]) == ("x", [])
    guarded = said(sandbox, protect_content=True)
    assert amina.last()["protected"]
    wrong = refused(sandbox, "copyMessage", chat_id=1001, from_chat_id=1001, message_id=guarded)
    assert wrong == "Bad Request: message can't be copied"


def test_a_channels_message_is_copied_to_whoever_it_is_for(sandbox: Sandbox, amina: Phone) -> None:
    """By name or number; the copy says nothing of the channel, and follows no edits."""
    channel = sandbox.ask("PUT", "/channels/Our_Help", {})["id"]
    number = sandbox.ask("POST", "/channels/our_help/posts", {"text": "Call 1199"})["message_id"]
    for named in ("@our_help", channel):
        copied = sandbox.call("copyMessage", chat_id=1001, from_chat_id=named, message_id=number)["result"]
        assert copied == {"message_id": amina.last()["message_id"]} and amina.last()["text"] == "Call 1199"
    sandbox.ask("POST", "/channels/our_help/posts", {"text": "Call 1190", "message_id": number})
    assert amina.last()["text"] == "Call 1199"
    assert refused(sandbox, "sendMessage", chat_id="@our_help", text="x") == "Bad Request: chat not found"


def test_a_channel_refuses_to_be_copied_from(sandbox: Sandbox, amina: Phone) -> None:
    """Protected, without the bot, the message deleted, the channel gone: each in its words."""
    wanted = {"chat_id": 1001, "from_chat_id": "@our_help", "message_id": 1}
    assert refused(sandbox, "copyMessage", **wanted) == "Bad Request: chat not found"
    sandbox.ask("PUT", "/channels/our_help", {})
    assert refused(sandbox, "copyMessage", **wanted) == "Bad Request: message to copy not found"
    sandbox.ask("POST", "/channels/our_help/posts", {"text": "Call 1199"})
    sandbox.ask("PUT", "/channels/our_help", {"protected": True})
    assert refused(sandbox, "copyMessage", **wanted) == "Bad Request: message can't be copied"
    sandbox.ask("PUT", "/channels/our_help", {"admins": []})
    assert refused(sandbox, "copyMessage", **wanted) == "Forbidden: bot is not a member of the channel chat"
    sandbox.ask("PUT", "/channels/our_help", {})
    sandbox.ask("DELETE", "/channels/our_help/posts/1")
    assert refused(sandbox, "copyMessage", **wanted) == "Bad Request: message to copy not found"
    sandbox.ask("DELETE", "/channels/our_help")
    assert refused(sandbox, "copyMessage", **wanted) == "Bad Request: chat not found"


def test_a_blocked_bot_cannot_write_and_is_told(sandbox: Sandbox, amina: Phone) -> None:
    """403 in Telegram's words, and my_chat_member both ways."""
    amina.block()
    assert refused(sandbox, "sendMessage", chat_id=1001, text="x") == "Forbidden: bot was blocked by the user"
    amina.unblock()
    assert said(sandbox)
    changes = [
        update["my_chat_member"]["new_chat_member"]["status"]
        for update in sandbox.call("getUpdates")["result"]
    ]
    assert changes == ["kicked", "member"]


def test_a_bot_cannot_write_first(sandbox: Sandbox) -> None:
    """A phone that never wrote is not found."""
    sandbox.phone()
    assert refused(sandbox, "sendMessage", chat_id=1001, text="x") == "Bad Request: chat not found"


def test_a_reply_shows_what_it_replies_to(sandbox: Sandbox, amina: Phone) -> None:
    """Both for the bot's replies and the phone's."""
    number = said(sandbox, reply_parameters={"message_id": 1})
    amina.send("yes", reply_to=number)
    assert sandbox.call("getUpdates")["result"][-1]["message"]["reply_to_message"]["message_id"] == number
    assert amina.last()["reply_to"] == 1


def test_what_is_forwarded_says_whose_it_was(sandbox: Sandbox, amina: Phone) -> None:
    """By the account, or by a name alone of who lets nobody know; words and files, at once and from the outbox."""
    sandbox.phone(2002, "Baraka")
    amina.send("Duka la dawa", forwarded=2002)
    amina.offline()
    amina.attach("document", b"x", forwarded="Somebody")
    assert [one["forwarded"] for one in amina.look()["messages"][-2:]] == [True, True]
    amina.online()
    amina.send("Duka")
    first, second, third = (one["message"] for one in sandbox.call("getUpdates")["result"][-3:])
    assert first["forward_origin"]["sender_user"]["id"] == 2002
    about = {"type": "hidden_user", "sender_user_name": "Somebody", "date": second["forward_origin"]["date"]}
    assert second["forward_origin"] == about and "forward_origin" not in third
    body = {"text": "x", "forwarded": 9}
    answer = sandbox.http.post(f"/phones/{amina.key}/send", json=body)
    assert answer.status_code == 400 and "an account that is there" in answer.text


def test_what_a_bot_is_doing_costs_a_packet(sandbox: Sandbox, amina: Phone) -> None:
    """A chat action is counted, and an unknown one refused."""
    before = amina.look()["bytes_down"]
    assert sandbox.call("sendChatAction", chat_id=1001, action="typing")["result"] is True
    assert amina.look()["bytes_down"] > before
    wrong = refused(sandbox, "sendChatAction", chat_id=1001, action="dreaming")
    assert wrong == "Bad Request: wrong parameter action in request"
