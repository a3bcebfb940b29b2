"""Updates of every kind become arrivals; of any shape whatever, none leaves the fence."""

import asyncio
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from telegram import Bot, Update

from bot.app import built
from bot.chat import api, inbox
from bot.chat.commit import Commit
from bot.chat.deliver import Deliver
from bot.chat.inbox import Command, Edited, Gone, Tapped
from bot.domain.events import SentFile, SentPhoto, SentVoice, Wrote
from bot.domain.outcomes.worker import Sorry
from tests.pretend import start
from tests.stories.program import BOT, TOKEN, StoryClock, settings_for

Read = Callable[[dict[str, Any]], inbox.Arrival | None]
PERSON = {"id": 1001, "is_bot": False, "first_name": "Amina", "language_code": "sw"}
CHAT = {"id": 1001, "type": "private", "first_name": "Amina"}
SENT = {"message_id": 55, "date": 1_767_225_600, "from": PERSON, "chat": CHAT}
FILE = {"file_id": "F", "file_unique_id": "U", "file_size": 9}


@pytest.fixture(scope="module")
def fence(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Bot, Commit, asyncio.Runner]]:
    """A bot that has met Telegram, what commits on a real database, and the loop they live in."""
    data = tmp_path_factory.mktemp("fence") / "data"
    with start(token=TOKEN) as sandbox, asyncio.Runner() as runner:
        opened = built(settings_for(data, sandbox.url), StoryClock())
        home = runner.run(opened.__aenter__())
        bot = api.build(TOKEN, sandbox.url)
        runner.run(bot.initialize())
        deliver = Deliver(bot, home.house, home.store)
        yield bot, Commit(bot, home.house, deliver.aside, deliver.help), runner
        runner.run(bot.shutdown())
        runner.run(opened.__aexit__(None, None, None))


@pytest.fixture
def read(fence: tuple[Bot, Commit, asyncio.Runner]) -> Read:
    """The arrival of an update with some content."""
    return lambda content: inbox.read({"update_id": 7, **content}, fence[0])


@pytest.mark.parametrize(
    ("content", "did"),
    [
        ({"text": "road"}, Wrote("road")),
        ({"text": "/start"}, Command("start", "")),
        ({"text": "/START@sandbox_bot  a b "}, Command("start", "a b")),
        ({"text": "/language_sw"}, Command("language", "sw")),
        ({"text": "/wrong_4F2K extra"}, Command("wrong", "4F2K extra")),
        ({"text": "/answer_7\nYes.\nAlways. "}, Command("answer", "7 Yes.\nAlways.")),
        ({"text": "/"}, Command("", "")),
        ({"photo": [{**FILE, "width": 1, "height": 2}, {**FILE, "file_id": "L", "width": 3, "height": 4}]},
         SentPhoto("L", 3, 4, 9, "U")),
        ({"voice": {**FILE, "duration": 3}}, SentVoice("F", 3, 9, "U")),
        ({"audio": {**FILE, "duration": 3}}, SentVoice("F", 3, 9, "U")),
        ({"document": {**FILE, "mime_type": "image/jpeg"}}, SentPhoto("F", 0, 0, 9, "U")),
        ({"document": {**FILE, "mime_type": "audio/ogg"}}, SentVoice("F", 0, 9, "U")),
        ({"document": {**FILE, "mime_type": "image/svg+xml"}}, SentFile("F", "", 9)),
        ({"document": {**FILE, "file_name": "a.pdf"}}, SentFile("F", "a.pdf", 9)),
        ({"video": {**FILE, "width": 1, "height": 1, "duration": 1}}, SentFile("F", "", 9)),
        ({"location": {"latitude": 1.0, "longitude": 2.0}}, SentFile("", "", 0)),
        ({"contact": {"phone_number": "1", "first_name": "A"}}, SentFile("", "", 0)),
    ],
)  # fmt: skip
def test_every_kind_of_message_is_an_event(read: Read, content: dict[str, Any], did: Any) -> None:
    """Text, command, photograph, voice, file; what has no meaning here is a file without a name."""
    arrival = read({"message": {**SENT, **content}})
    assert arrival is not None and arrival.did == did
    assert (arrival.telegram, arrival.message, arrival.sent_at) == (1001, 55, 1_767_225_600_000)
    assert arrival.cause == f"tg:{BOT}:1001:55" and arrival.language == "sw"


def test_a_press_and_a_block_are_read(read: Read) -> None:
    """An inline press by its query, a block by its update; the cause names each once."""
    press = read({"callback_query": {"id": "q9", "from": PERSON, "chat_instance": "1", "data": "x"}})
    assert press is not None and press.did == Tapped("q9", "x") and press.cause == f"tap:{BOT}:q9"
    member = {"user": {"id": BOT, "is_bot": True, "first_name": "U"}, "status": "member"}
    change = {"chat": CHAT, "from": PERSON, "date": 1, "old_chat_member": member}
    gone = read(
        {"my_chat_member": {**change, "new_chat_member": {**member, "status": "kicked", "until_date": 0}}}
    )
    back = read({"my_chat_member": {**change, "new_chat_member": member}})
    assert gone is not None and gone.did == Gone(True) and gone.cause == f"member:{BOT}:7"
    assert back is not None and back.did == Gone(False)


@pytest.mark.parametrize(
    "content",
    [
        {"message": {**SENT, "chat": {"id": -5, "type": "group", "title": "G"}, "text": "x"}},
        {"message": {**SENT, "from": {**PERSON, "is_bot": True}, "text": "x"}},
        {"channel_post": {"message_id": 1, "date": 1, "chat": {"id": -6, "type": "channel", "title": "C"}}},
        {"edited_message": {**SENT, "text": "x"}},
        {},
    ],
)
def test_what_is_not_for_us_is_left_alone(read: Read, content: dict[str, Any]) -> None:
    """Groups, channels, other bots and edits without a time are no arrivals."""
    assert read(content) is None


NAMES = [
    "message",
    "callback_query",
    "my_chat_member",
    "from",
    "chat",
    "id",
    "type",
    "text",
    "date",
    "message_id",
    "photo",
    "voice",
    "document",
    "data",
    "is_bot",
    "first_name",
    "language_code",
    "status",
    "new_chat_member",
    "old_chat_member",
    "user",
    "file_id",
    "width",
    "private",
    "entities",
    "offset",
]
leaf = st.one_of(
    st.none(), st.booleans(), st.integers(-(2**70), 2**70), st.floats(allow_nan=False), st.text(max_size=8),
    st.sampled_from(["private", "kicked", "/start", "\ud800", "\0", "mention", 1001]),
)  # fmt: skip
shape = st.recursive(
    leaf,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.sampled_from(NAMES), inner, max_size=6),
    ),
    max_leaves=25,
)
near = st.dictionaries(st.sampled_from([*NAMES, "caption", "sticker"]), shape, max_size=3)
updates = st.one_of(
    st.dictionaries(st.sampled_from(NAMES), shape, max_size=4),
    near.map(lambda changed: {"message": {**SENT, "text": "road", **changed}}),
    near.map(lambda changed: {"message": {**SENT, "text": "road", "from": {**PERSON, **changed}}}),
    near.map(
        lambda changed: {"callback_query": {"id": "1", "from": PERSON, "chat_instance": "1", **changed}}
    ),
)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(raw=updates, number=st.integers(1, 2**31))
def test_an_update_of_any_shape_stays_inside_the_fence(
    fence: tuple[Bot, Commit, asyncio.Runner], raw: dict[str, Any], number: int
) -> None:
    """Read, refused or set aside: whatever JSON comes, intake goes on and the sender is a number we can keep."""
    _, commit, runner = fence
    assert 0 <= inbox.sender(raw) < 2**52
    runner.run(commit._one({**raw, "update_id": number}))


def test_the_sender_is_found_in_any_part() -> None:
    """The sender of an update is found in any of its parts, and is 0 where none can be seen."""
    assert inbox.sender({"update_id": 1, "new_kind": {"from": {"id": 42}}}) == 42
    assert inbox.sender({"message": {"from": {"id": True}}}) == inbox.sender({"message": []}) == 0


@pytest.mark.parametrize("text", ["Road", "🐟 Road", "/start abc", "/answer_7 Yes.", ""])
@pytest.mark.parametrize("besides", [{}, {"entities": [{"type": "bold", "offset": 0, "length": 1}]}])
def test_a_plain_text_is_read_as_the_library_reads_it(
    fence: tuple[Bot, Commit, asyncio.Runner], text: str, besides: dict[str, Any]
) -> None:
    """The short way and the long way come to the same arrival."""
    bot, _, _ = fence
    raw = {"update_id": 7, "message": {**SENT, "chat": CHAT, "text": text, **besides}}
    assert inbox._plain(raw, bot.id) == inbox._arrival(Update.de_json(raw, bot), bot.id) is not None


@pytest.mark.parametrize(
    "change",
    [
        {"from": {**PERSON, "is_bot": True}},
        {"from": {**PERSON, "id": "1001"}},
        {"from": {**PERSON, "id": 2**60}},
        {"from": {**PERSON, "language_code": 5}},
        {"chat": {"id": -5, "type": "group", "title": "x"}},
        {"date": "yesterday"},
        {"date": 10**30},
        {"text": 5},
        {"message_id": 2**80},
        {"forward_origin": {}},
        {"successful_payment": {}},
    ],
)
def test_what_is_not_plainly_a_text_goes_the_long_way(
    fence: tuple[Bot, Commit, asyncio.Runner], change: dict[str, Any]
) -> None:
    """The library looks at everything that has anything unusual about it."""
    bot, _, _ = fence
    raw = {"update_id": 7, "message": {**SENT, "chat": CHAT, "text": "Road"}}
    assert inbox._plain(raw, bot.id) is not None
    assert inbox._plain({**raw, "message": {**raw["message"], **change}}, bot.id) is None
    assert inbox._plain({**raw, "callback_query": {}}, bot.id) is None


@pytest.mark.parametrize(
    ("origin", "forwarded"),
    [
        ({"type": "user", "sender_user": {"id": 7, "is_bot": False, "first_name": "Juma"}}, True),
        ({"type": "user", "sender_user": PERSON}, False),
        ({"type": "hidden_user", "sender_user_name": "Juma"}, True),
        ({"type": "channel", "chat": {"id": -100, "type": "channel", "title": "x"}, "message_id": 3}, True),
        ({"type": "chat", "sender_chat": {"id": -5, "type": "group", "title": "x"}}, True),
    ],
)
def test_what_was_anothers_message_first_says_so(read: Read, origin: dict[str, Any], forwarded: bool) -> None:
    """Of words, a picture and a voice; what somebody forwards of their own is theirs, and whose it was is not kept."""
    shot = [{**FILE, "width": 1, "height": 2}]
    for content, did in (
        ({"text": "Duka la dawa"}, Wrote("Duka la dawa", forwarded=forwarded)),
        ({"photo": shot}, SentPhoto("F", 1, 2, 9, "U", forwarded)),
        ({"voice": {**FILE, "duration": 3}}, SentVoice("F", 3, 9, "U", forwarded)),
        ({"text": "/tasks"}, Command("tasks", "")),
    ):
        sent = {**SENT, **content, "forward_origin": {**origin, "date": SENT["date"]}}
        arrival = read({"message": sent})
        assert arrival is not None and arrival.did == did


def test_a_text_that_is_written_over_is_an_event_of_its_own(read: Read) -> None:
    """Each edit has a cause of its own and the message's number; captions and places that change are nothing."""
    over = {"edited_message": {**SENT, "text": "2c", "edit_date": SENT["date"] + 60}}
    arrival = read(over)
    assert arrival is not None and arrival.did == Edited("2c") and arrival.message == SENT["message_id"]
    assert arrival.sent_at == (SENT["date"] + 60) * 1000


def test_a_wish_for_help_that_is_written_over_is_one_too() -> None:
    """A slip in the country's letters is mended by editing; like the first one it becomes no cause and is not kept."""
    asked = inbox.for_help({"edited_message": {**SENT, "text": "/support KE"}})
    assert asked is not None and (asked.verb, asked.word) == ("support", "KE")
    assert inbox.for_help({"edited_message": {**SENT, "text": "2c"}}) is None


@pytest.mark.parametrize("text", ["/rate_a\0b", "R\0oad"])
def test_what_nobody_sees_and_nothing_keeps_is_left_out(
    fence: tuple[Bot, Commit, asyncio.Runner], text: str
) -> None:
    """A NUL in a text, a command, a press or a text that is written over is no fault of ours any more."""
    bot, commit, runner = fence
    raw = {"update_id": 7, "message": {**SENT, "chat": CHAT, "text": text}}
    edited = {"update_id": 8, "edited_message": {**SENT, "chat": CHAT, "text": text, "edit_date": 9}}
    query = {"id": "1", "from": PERSON, "chat_instance": "1", "data": text}
    for one in (raw, edited, {"update_id": 9, "callback_query": query}):
        arrival = inbox.read(one, bot)
        assert arrival is not None and "\0" not in repr(arrival.did) and "\\x00" not in repr(arrival.did)
        assert not any(isinstance(told.outcome, Sorry) for told in runner.run(commit.batch([one])))
