"""A slow network delays what a phone sends and receives, in order, by the bytes of the wire model: on a clock turned by hand."""

import asyncio
import io
import json
from collections.abc import Iterator
from typing import Any

import pytest

from bot.sandbox import line, phones, wire
from bot.sandbox.accounts import Attached, Device
from bot.sandbox.chats import Bot
from bot.sandbox.checks import Upload
from bot.sandbox.network import NETWORKS, Link
from bot.sandbox.refused import Impossible
from bot.sandbox.server import create
from bot.sandbox.table import METHODS
from bot.sandbox.world import Settings, World
from tests.pretend import TOKEN, Phone, Sandbox
from tests.sandbox.made import picture

AMINA = 1001
KEYS = {"keyboard": [[{"text": "🐟 Road"}]], "resize_keyboard": True}
INLINE = {"inline_keyboard": [[{"text": "a", "callback_data": "a"}]]}


class HandLoop(asyncio.SelectorEventLoop):
    """A loop whose seconds go by when a test says so."""

    now = 1000.0

    def time(self) -> float:
        """The time of the test."""
        return self.now


class Slow:
    """Amina's phone on GPRS, the bot at the other end, and the time between them."""

    def __init__(self, loop: HandLoop) -> None:
        self.loop = loop
        self.world: World = create(Settings(lambda: 1_767_225_600_000, tokens=(TOKEN,))).state.world
        self.bot: Bot = self.world.bot(TOKEN)
        self.phone: Device = phones.add(self.world, {"id": AMINA})
        phones.write(self.world, self.phone, self.bot, "/start")
        self.heard()
        line.choose(self.world, self.phone, "gprs")

    def call(self, method: str, **given: Any) -> Any:
        """The bot calls."""
        checked = self.world.checks.check(method, {"chat_id": AMINA, **given}, {})
        return METHODS[method.lower()](self.world, self.bot, checked)

    def says(self, text: str, **given: Any) -> int:
        """The bot sends a text; its number."""
        return int(self.call("sendMessage", text=text, **given)["message_id"])

    def heard(self) -> list[Any]:
        """What has come to the bot since it asked last."""
        found = [json.loads(update.body) for update in self.bot.updates]
        self.bot.updates.clear()
        return found

    def look(self) -> dict[str, Any]:
        """The phone."""
        return phones.describe(self.world, self.phone, self.bot)

    def texts(self) -> list[str]:
        """What stands on it."""
        return [one["text"] for one in self.look()["messages"]]

    def waits(self, seconds: float) -> None:
        """Time goes by, a hundredth of a second after another."""
        end = self.loop.now + seconds

        async def turn() -> None:
            await asyncio.sleep(0)
            await asyncio.sleep(0)

        while self.loop.now < end:
            self.loop.now += 0.01
            self.loop.run_until_complete(turn())


@pytest.fixture
def slow() -> Iterator[Slow]:
    """Amina on GPRS."""
    loop = HandLoop()

    async def made() -> Slow:
        return Slow(loop)

    yield loop.run_until_complete(made())
    loop.close()


def done(slow: Slow, deed: Any) -> Any:
    """Do it inside the loop, as the sandbox does."""

    async def do() -> Any:
        return deed()

    return slow.loop.run_until_complete(do())


def test_a_text_takes_as_long_as_its_bytes_and_half_a_round_trip(slow: Slow) -> None:
    """4,000 letters at 50 kbit/s and 250 ms: there a moment after that, and not a moment before; then they are counted."""
    text = "a" * 4000
    size = wire.update(wire.message(text, 0, None, photo_sizes=0, document=False))
    due, before = size * 8 / 50_000 + 0.25, slow.phone.bytes_down
    done(slow, lambda: slow.says(text))
    slow.waits(due - 0.03)
    assert slow.texts() == ["/start"] and slow.phone.bytes_down == before
    slow.waits(0.06)
    assert slow.texts() == ["/start", text]
    assert (
        slow.phone.bytes_down - before
        == wire.arriving(wire.message(text, 0, None, photo_sizes=0, document=False))[0]
    )


def test_what_comes_behind_a_picture_waits_for_nothing_but_its_bytes(slow: Slow) -> None:
    """First its message without it, then the text that was sent behind it, then the picture, which was asked for meanwhile."""
    content = picture("JPEG", 640, 480)
    photo = Upload("p.jpg", "image/jpeg", content)

    def sends() -> None:
        checked = slow.world.checks.check("sendPhoto", {"chat_id": AMINA, "photo": photo}, {"photo": photo})
        METHODS["sendphoto"](slow.world, slow.bot, checked)
        slow.says("after it", reply_markup=KEYS)

    done(slow, sends)
    assert slow.look()["keyboard"] is None and len(slow.look()["messages"]) == 1
    while len(slow.look()["messages"]) == 1:
        slow.waits(0.01)
    shown = slow.look()["messages"][-1]
    assert shown["photo"] and not shown["photo"]["held"]
    slow.waits(0.5)
    assert slow.look()["keyboard"] == [["🐟 Road"]] and slow.texts()[-1] == "after it"
    slow.waits(0.5 + len(content) * 8 / 50_000 + 1)
    assert next(one for one in slow.look()["messages"] if one["photo"])["photo"]["held"]


def test_what_is_sent_stays_in_the_outbox_until_it_has_gone(slow: Slow) -> None:
    """A text and a file go out one after the other; the bot hears nothing of them before."""
    done(slow, lambda: phones.write(slow.world, slow.phone, slow.bot, "first"))
    sent = Attached("document", bytes(20_000), "a.bin", "application/octet-stream")
    done(slow, lambda: phones.attach(slow.world, slow.phone, slow.bot, sent))
    assert [one["pending"] for one in slow.look()["messages"][-2:]] == [True, True] and slow.heard() == []
    slow.waits(0.6)
    assert [one["message"]["text"] for one in slow.heard()] == ["first"] and slow.look()["outbox"] == 1
    slow.waits(20_000 * 8 / 20_000)
    assert slow.heard() == []
    slow.waits(1)
    assert slow.heard()[0]["message"]["document"]["file_size"] == 20_000 and slow.look()["outbox"] == 0


def test_a_press_and_its_answer_take_their_time(slow: Slow) -> None:
    """An inline press goes up slowly, and the words that answer it come down slowly."""
    number = done(slow, lambda: slow.says("x", reply_markup=INLINE))
    slow.waits(1)
    done(slow, lambda: phones.tap(slow.world, slow.phone, slow.bot, number, "a", forged=False))
    assert slow.heard() == []
    slow.waits(1)
    (press,) = slow.heard()
    given = {"callback_query_id": press["callback_query"]["id"], "text": "seen"}
    checked = slow.world.checks.check("answerCallbackQuery", given, {})
    done(slow, lambda: METHODS["answercallbackquery"](slow.world, slow.bot, checked))
    assert slow.look()["toast"] is None
    slow.waits(1)
    assert slow.look()["toast"]["text"] == "seen"


def test_what_was_on_its_way_when_the_line_went_comes_when_it_is_back(slow: Slow) -> None:
    """Nothing is lost and nothing comes twice: both ways it waits for the next connection."""
    done(slow, lambda: phones.write(slow.world, slow.phone, slow.bot, "from her"))
    done(slow, lambda: slow.says("to her"))
    done(slow, lambda: line.go_offline(slow.world, slow.phone))
    slow.waits(5)
    assert slow.texts() == ["/start", "from her"] and slow.look()["outbox"] == 1 and slow.heard() == []
    done(slow, lambda: slow.says("later"))
    done(slow, lambda: line.go_online(slow.world, slow.phone))
    slow.waits(5)
    assert [one["message"]["text"] for one in slow.heard()] == ["from her"]
    assert sorted(slow.texts()) == ["/start", "from her", "later", "to her"]


def test_changed_and_deleted_messages_are_so_on_a_slow_phone_too(slow: Slow) -> None:
    """Both come behind the message itself; a keyboard goes with its message."""
    kept = done(slow, lambda: slow.says("one", reply_markup=INLINE))
    gone = done(slow, lambda: slow.says("two", reply_markup=KEYS))
    slow.waits(2)
    done(slow, lambda: slow.call("editMessageText", message_id=kept, text="changed"))
    done(slow, lambda: slow.call("deleteMessage", message_id=gone))
    assert slow.texts() == ["/start", "one", "two"] and slow.look()["keyboard"] == [["🐟 Road"]]
    slow.waits(2)
    assert slow.texts() == ["/start", "changed"] and slow.look()["keyboard"] is None


def test_a_phone_that_finds_a_better_network_has_everything_at_once(slow: Slow) -> None:
    """Changing over loses nothing; the other end hears what was on its way; a network that is none is refused."""
    done(slow, lambda: slow.says("to her"))
    done(slow, lambda: phones.write(slow.world, slow.phone, slow.bot, "from her"))
    done(slow, lambda: line.choose(slow.world, slow.phone, "none"))
    assert slow.look()["network"] == "none" and "to her" in slow.texts()
    assert [one["message"]["text"] for one in slow.heard()] == ["from her"]
    slow.waits(5)
    assert slow.texts().count("to her") == 1 and slow.heard() == []
    with pytest.raises(Impossible, match="gprs"):
        line.choose(slow.world, slow.phone, "5g")


def test_both_ways_are_apart_and_each_is_in_order(slow: Slow) -> None:
    """A long upload holds up no download; two downloads of one size take twice as long."""
    link, came = Link("gprs"), list[str]()

    def carries() -> None:
        link.goes(20_000, lambda: came.append("up"))
        link.comes(5_000, lambda: came.append("first"))
        link.comes(5_000, lambda: came.append("second"))

    done(slow, carries)
    slow.waits(5_000 * 8 / 50_000 + 0.3)
    assert came == ["first"]
    slow.waits(5_000 * 8 / 50_000)
    assert came == ["first", "second"]
    slow.waits(8)
    assert came == ["first", "second", "up"]


def test_a_phone_says_which_network_it_has(sandbox: Sandbox, amina: Phone) -> None:
    """Over HTTP: chosen, shown, refused; a picture that is looked at comes as slowly as everything."""
    assert amina.look()["network"] == "none"
    for name in NETWORKS:
        amina.network(name)
        assert amina.look()["network"] == name
    answer = sandbox.http.post("/phones/1001/network", json={"network": "5g"})
    assert answer.status_code == 400 and "none, gprs, edge, 3g" in answer.json()["error"]
    amina.network("3g")
    large = io.BytesIO(bytes(2_000_000)).getvalue()
    files = {"document": ("a.bin", large)}
    sandbox.call("sendDocument", files, chat_id=AMINA)
    found = amina.wait_for(lambda one: bool(one["document"]))["document"]
    amina.network("none")
    assert not found["held"] and len(sandbox.http.get(found["url"]).content) == 2_000_000
