"""Bots send sounds, clips, stickers and albums; what is not of the right format goes as a document."""

import json
from typing import Any

import pytest

from tests.pretend import Phone, Sandbox
from tests.sandbox.made import clip, picture, sound
from tests.sandbox.test_methods import refused


def sent(sandbox: Sandbox, method: str, field: str, content: bytes, **fields: Any) -> dict[str, Any]:
    """The message that a call with one file came to."""
    answer = sandbox.call(method, files={field: ("a", content, "x/y")}, chat_id=1001, **fields)
    assert answer["ok"], answer
    return dict(answer["result"])


@pytest.mark.parametrize(
    ("method", "field", "content", "shown"),
    [
        ("sendVoice", "voice", sound("ogg"), {"mime_type": "audio/ogg", "duration": 2}),
        ("sendVoice", "voice", sound("m4a"), {"mime_type": "audio/mp4", "duration": 2}),
        ("sendAudio", "audio", sound("mp3"), {"mime_type": "audio/mpeg", "duration": 2}),
        ("sendVideo", "video", clip(), {"mime_type": "video/mp4", "width": 64, "height": 48, "duration": 2}),
        ("sendAnimation", "animation", clip(), {"mime_type": "video/mp4", "width": 64, "duration": 2}),
        ("sendSticker", "sticker", picture("WEBP", 64, 64), {"width": 64, "is_animated": False}),
    ],
)
def test_a_file_is_described_as_what_it_was_sent_as(
    sandbox: Sandbox, amina: Phone, method: str, field: str, content: bytes, shown: dict[str, Any]
) -> None:
    """By its file id it can be sent once more, fetched, and is never taken for something else."""
    message = sent(sandbox, method, field, content)
    described = message[field]
    assert {name: described[name] for name in shown} == shown
    assert described["file_size"] == len(content) == amina.last()[field]["bytes"]
    again = sandbox.call(method, chat_id=1001, **{field: described["file_id"]})["result"]
    assert again[field] == described
    path = sandbox.call("getFile", file_id=described["file_id"])["result"]["file_path"]
    assert sandbox.http.get(f"/file/bot{sandbox.token}/{path}").content == content
    wrong = refused(sandbox, "sendPhoto", chat_id=1001, photo=described["file_id"])
    assert wrong == f"Bad Request: can't use file of type {field.capitalize()} as Photo"


@pytest.mark.parametrize(
    ("method", "field", "content"),
    [
        ("sendVoice", "voice", sound("wav")),
        ("sendAudio", "audio", b"not a sound"),
        ("sendVideo", "video", b"\x1aE\xdf\xa3 webm"),
        ("sendAnimation", "animation", picture()),
    ],
)
def test_a_format_that_is_not_played_goes_as_a_document(
    sandbox: Sandbox, amina: Phone, method: str, field: str, content: bytes
) -> None:
    """As Telegram's documentation says of other formats."""
    message = sent(sandbox, method, field, content)
    assert field not in message and message["document"]["file_size"] == len(content)


def test_what_a_bot_says_of_a_file_counts(sandbox: Sandbox, amina: Phone) -> None:
    """Length, sides, title and performer are taken from the call where they are given."""
    said = {
        "duration": 9,
        "title": "Rain",
        "performer": "Nobody",
        "caption": "<b>Listen</b>",
        "parse_mode": "HTML",
    }
    message = sent(sandbox, "sendAudio", "audio", sound("mp3"), **said)
    audio = message["audio"]
    assert (audio["duration"], audio["title"], audio["performer"]) == (9, "Rain", "Nobody")
    assert message["caption"] == "Listen" and amina.last()["audio"]["title"] == "Rain"
    video = sent(sandbox, "sendVideo", "video", clip(), width=320, height=240, has_spoiler=True)
    assert (video["video"]["width"], video["has_media_spoiler"]) == (320, True)


def test_an_animation_is_a_document_too(sandbox: Sandbox, amina: Phone) -> None:
    """So that bots which know no animations see a file."""
    message = sent(sandbox, "sendAnimation", "animation", picture("GIF", 32, 32, 2))
    assert message["document"]["file_id"] == message["animation"]["file_id"]


@pytest.mark.parametrize("content", [picture(), picture("WEBP", 64, 64, 3), sound("ogg"), bytes(524_289)])
def test_only_static_stickers_are_played(sandbox: Sandbox, amina: Phone, content: bytes) -> None:
    """Anything else is refused, so that no bot is built on what is not played here."""
    answer = sandbox.call("sendSticker", files={"sticker": ("a", content, "x/y")}, chat_id=1001)
    assert answer["error_code"] == 400


def test_captions_have_an_end(sandbox: Sandbox, amina: Phone) -> None:
    """1,024 characters at most, under a sound as under a picture; and there must be a file."""
    answer = sandbox.call(
        "sendVoice", files={"voice": ("a", sound("ogg"), "")}, chat_id=1001, caption="x" * 1025
    )
    assert answer["description"] == "Bad Request: message caption is too long"
    assert refused(sandbox, "sendVideo", chat_id=1001) == "Bad Request: there is no video in the request"
    assert refused(sandbox, "sendMediaGroup", chat_id=1001) == "Bad Request: there are no messages to send"


def album(sandbox: Sandbox, *items: dict[str, Any], **files: bytes) -> dict[str, Any]:
    """The answer to an album of these items, with these files."""
    parts = {name: (name, content, "x/y") for name, content in files.items()}
    return dict(
        sandbox.call("sendMediaGroup", files=parts or None, chat_id=1001, media=_written(items, parts))
    )


def _written(items: Any, parts: Any) -> Any:
    return json.dumps(list(items)) if parts else list(items)


def test_an_album_is_a_message_for_each_file_with_one_group(sandbox: Sandbox, amina: Phone) -> None:
    """Pictures and clips stand together; each has its own caption."""
    first = {"type": "photo", "media": "attach://one", "caption": "left", "has_spoiler": True}
    second = {"type": "video", "media": "attach://two", "supports_streaming": True}
    made = album(sandbox, first, second, one=picture(), two=clip())["result"]
    assert len({one["media_group_id"] for one in made}) == 1 and made[0]["caption"] == "left"
    assert made[1]["video"]["duration"] == 2 and made[0]["has_media_spoiler"]
    shown = amina.messages()[-2:]
    assert shown[0]["group"] == shown[1]["group"] is not None
    known = [{"type": "photo", "media": made[0]["photo"][-1]["file_id"]}] * 2
    again = album(sandbox, *known)["result"]
    assert again[0]["media_group_id"] != made[0]["media_group_id"]


def test_an_album_that_is_wrong_is_not_sent_at_all(sandbox: Sandbox, amina: Phone) -> None:
    """Too few, too many, of kinds that do not go together, of kinds there are not, or with a file that is unknown."""
    before = len(amina.messages())
    photo = {"type": "photo", "media": "attach://one"}
    sound_item = {"type": "audio", "media": "attach://one"}
    assert "at least 2" in album(sandbox, photo, one=picture())["description"]
    assert "too many messages" in album(sandbox, *[photo] * 11, one=picture())["description"]
    assert "can't be mixed" in album(sandbox, photo, sound_item, one=picture())["description"]
    assert "type must be one of" in album(sandbox, photo, {"type": "poem"}, one=picture())["description"]
    assert (
        "wrong file identifier"
        in album(sandbox, photo, {"type": "photo", "media": "x"}, one=picture())["description"]
    )
    assert not album(sandbox, photo, {"type": "photo", "media": "attach://two"}, one=picture())["ok"]
    assert len(amina.messages()) == before
