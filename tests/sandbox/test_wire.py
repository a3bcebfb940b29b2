"""The model of the wire agrees with the figures that were computed for layer 229."""

from bot.sandbox import wire
from tests.pretend import Phone, Sandbox

KEYS = {
    "keyboard": [
        [{"text": "🐟 Paved road"}, {"text": "🐟 Dirt road"}],
        [{"text": "🐟 Skip"}, {"text": "🐟 Wrong"}],
    ],
    "resize_keyboard": True,
    "is_persistent": True,
}
QUESTION = "+$0.04 · $1.28\n\n🐟 What kind of road do you see in this picture? Choose the one that covers most of it."


def test_a_string_is_padded_to_four_bytes() -> None:
    """One byte of length below 254, four from there on."""
    assert [wire.string(text) for text in ("", "abc", "abcd", "é", "x" * 253, "x" * 254)] == [
        4,
        4,
        8,
        4,
        256,
        260,
    ]


def test_a_packet_has_its_frames() -> None:
    """80 bytes of MTProto and 52 of TCP/IP for each segment of 1,400."""
    assert wire.packed(100) == 100 + 80 + 52
    assert wire.packed(1400) == 1400 + 80 + 2 * 52


def test_a_text_task_costs_what_was_computed(sandbox: Sandbox, amina: Phone) -> None:
    """About 1.3 kB down and 0.7 kB up for a question and its answer; a keyboard of 170 to 200 bytes."""
    before = amina.look()
    sandbox.call("sendMessage", chat_id=1001, text=QUESTION, reply_markup=KEYS)
    amina.press("🐟 Dirt road")
    after = amina.look()
    assert 1100 <= after["bytes_down"] - before["bytes_down"] <= 1500
    assert 600 <= after["bytes_up"] - before["bytes_up"] <= 900
    assert 120 <= wire.markup(KEYS) <= 200
    assert after["content_down"] - before["content_down"] == len(QUESTION.encode())


def test_a_photo_costs_its_bytes_and_their_frames() -> None:
    """12 kB of picture: about 0.9 kB around it, and 0.3 to 0.6 kB in its message."""
    down, up = wire.fetching(12_000)
    assert 12_500 <= down <= 13_100
    assert 200 <= up <= 600
    described = wire.message("x", 0, None, photo_sizes=3, document=False) - wire.message(
        "x", 0, None, photo_sizes=0, document=False
    )
    assert 300 <= described <= 600


def test_a_large_file_is_fetched_in_parts() -> None:
    """Each part of 128 KiB is asked for."""
    assert wire.fetching(131_073)[1] > wire.fetching(131_072)[1] + 200
