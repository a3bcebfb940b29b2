"""What goes over the line between a phone and the server, and what happens when it drops."""

import pytest

from bot.sandbox import wire
from tests.pretend import Phone, Sandbox
from tests.sandbox.made import clip, picture, sound


def updates(sandbox: Sandbox) -> list[dict[str, object]]:
    """The messages that the bot has not confirmed."""
    return [one["message"] for one in sandbox.call("getUpdates")["result"]]


def test_a_phone_sends_every_sort_of_file(sandbox: Sandbox, amina: Phone) -> None:
    """Sound, clip, sticker, moving picture: described to the bot as Telegram does."""
    amina.attach("audio", sound("mp3"), "rain.mp3", "audio/mpeg")
    amina.attach("video", clip(), "a.mp4", "video/mp4", caption="look")
    amina.attach("sticker", picture("WEBP", 64, 64), "a.webp", "image/webp")
    amina.attach("animation", picture("GIF", 64, 64, 2), "a.gif", "image/gif")
    audio, video, sticker, animation = updates(sandbox)
    assert audio["audio"]["file_name"] == "rain.mp3" and video["caption"] == "look"  # type: ignore[index]
    assert sticker["sticker"]["type"] == "regular" and "animation" in animation  # type: ignore[index]


def test_what_no_app_records_goes_as_a_file(sandbox: Sandbox, amina: Phone) -> None:
    """A voice note is Ogg; a browser's recording in WebM, and a clip of no known sort, are documents."""
    amina.attach("voice", sound("ogg"), "a.ogg", "audio/ogg")
    amina.attach("voice", b"\x1aE\xdf\xa3 recorded", "a.webm", "audio/webm")
    amina.attach("video", b"\x1aE\xdf\xa3 filmed", "b.webm", "video/webm")
    voice, recorded, filmed = updates(sandbox)
    assert voice["voice"]["duration"] == 2  # type: ignore[index]
    assert recorded["document"]["mime_type"] == "audio/webm" and "document" in filmed  # type: ignore[index]


def test_an_album_comes_as_messages_of_one_group(sandbox: Sandbox, amina: Phone) -> None:
    """Also from the outbox; the next album is another group."""
    amina.offline()
    amina.album(("photo", picture()), ("video", clip()), caption="both")
    assert [one["pending"] for one in amina.messages()[-2:]] == [True, True]
    amina.online()
    amina.album(("photo", picture()), ("photo", picture("PNG")))
    groups = [one["media_group_id"] for one in updates(sandbox)]
    assert groups[0] == groups[1] != groups[2] == groups[3]
    answer = sandbox.http.post(
        "/phones/1001/send", data={"kind": "photo"}, files=[("file", ("a", b"x", ""))] * 11
    )
    assert answer.status_code == 400 and "at most 10" in answer.text


def test_a_photo_that_was_half_sent_goes_out_whole_later(sandbox: Sandbox, amina: Phone) -> None:
    """The line drops in the middle: the bot hears nothing, the phone keeps it, and the parts that went out count once."""
    content = picture("PNG", 640, 480) + bytes(100_000)
    before = amina.look()["bytes_up"]
    amina.offline(after_bytes=40_000)
    assert amina.look()["online"]
    amina.attach("document", content, "a.png", "image/png")
    half = amina.look()
    assert not half["online"] and half["outbox"] == 1 and updates(sandbox) == []
    assert half["bytes_up"] - before == wire.uploading(40_000)[1]
    amina.restart()
    amina.online()
    assert updates(sandbox)[0]["document"]["file_size"] == len(content)  # type: ignore[index]
    rest = amina.look()["bytes_up"] - half["bytes_up"]
    assert wire.uploading(len(content) - 32_768)[1] <= rest < wire.uploading(len(content))[1]


def test_a_line_that_holds_long_enough_is_no_matter(sandbox: Sandbox, amina: Phone) -> None:
    """Files that are smaller go out; the first that is larger meets the end."""
    amina.offline(after_bytes=len(sound("ogg")) + 10)
    amina.attach("voice", sound("ogg"))
    amina.attach("voice", sound("ogg", 3))
    amina.attach("voice", sound("ogg"))
    assert len(updates(sandbox)) == 1 and amina.look()["outbox"] == 2
    amina.online()
    assert len(updates(sandbox)) == 3
    answer = sandbox.http.post("/phones/1001/offline", json={"after_bytes": -1})
    assert answer.status_code == 400


@pytest.mark.parametrize(
    ("method", "field", "content", "held"),
    [
        ("sendVoice", "voice", sound("ogg"), True),
        ("sendVideo", "video", clip(), True),
        ("sendSticker", "sticker", picture("WEBP", 64, 64), True),
        ("sendAudio", "audio", sound("mp3") + bytes(1_048_576), False),
        ("sendVideo", "video", clip() + bytes(10_485_760), False),
    ],
)
def test_phones_fetch_by_themselves_what_is_small(
    sandbox: Sandbox, amina: Phone, method: str, field: str, content: bytes, held: bool
) -> None:
    """The rest is fetched, and counted, when it is tapped."""
    before = amina.look()["content_down"]
    assert sandbox.call(method, files={field: ("a", content, "")}, chat_id=1001)["ok"]
    shown = amina.last()[field]
    assert shown["held"] is held
    assert amina.look()["content_down"] - before == (len(content) if held else 0)
    assert sandbox.http.get(shown["url"]).content == content
    assert amina.last()[field]["held"] and amina.look()["content_down"] - before == len(content)
