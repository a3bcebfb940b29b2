"""Updates are given until they are confirmed, to one poller, for as long as Telegram keeps them."""

import threading
import time
from typing import Any

from tests.pretend import Phone, Sandbox


def texts(updates: list[dict[str, Any]]) -> list[str]:
    """The texts of updates that are messages."""
    return [update["message"]["text"] for update in updates]


def test_an_update_comes_again_until_a_higher_offset_confirms_it(sandbox: Sandbox, amina: Phone) -> None:
    """Asking twice gives the same updates; the offset above one forgets it for good."""
    amina.send("one")
    amina.send("two")
    first = sandbox.call("getUpdates")["result"]
    assert texts(first) == ["one", "two"] == texts(sandbox.call("getUpdates")["result"])
    assert first[1]["update_id"] == first[0]["update_id"] + 1
    assert texts(sandbox.call("getUpdates", offset=first[1]["update_id"])["result"]) == ["two"]
    assert texts(sandbox.call("getUpdates")["result"]) == ["two"]


def test_a_negative_offset_forgets_all_but_the_last(sandbox: Sandbox, amina: Phone) -> None:
    """Offset -1 leaves one update in the queue."""
    for text in ("one", "two", "three"):
        amina.send(text)
    assert texts(sandbox.call("getUpdates", offset=-1)["result"]) == ["three"]
    assert texts(sandbox.call("getUpdates")["result"]) == ["three"]


def test_the_limit_cuts_an_answer(sandbox: Sandbox, amina: Phone) -> None:
    """Limit 2 of 3 gives the two oldest."""
    for text in ("one", "two", "three"):
        amina.send(text)
    assert texts(sandbox.call("getUpdates", limit=2)["result"]) == ["one", "two"]


def test_a_long_poll_wakes_at_once(sandbox: Sandbox, amina: Phone) -> None:
    """A waiting poll is answered when a message arrives, long before its timeout."""
    answers: list[Any] = []
    asking = threading.Thread(target=lambda: answers.append(sandbox.call("getUpdates", timeout=20)))
    asking.start()
    time.sleep(0.15)
    amina.send("now")
    asking.join(15)
    assert texts(answers[0]["result"]) == ["now"]


def test_a_second_poller_ends_the_first_ones_wait(sandbox: Sandbox) -> None:
    """The earlier poll gets 409 in Telegram's words."""
    answers: list[Any] = []
    asking = threading.Thread(target=lambda: answers.append(sandbox.call("getUpdates", timeout=20)))
    asking.start()
    time.sleep(0.15)
    assert sandbox.call("getUpdates")["ok"]
    asking.join(15)
    assert answers[0]["error_code"] == 409
    assert answers[0]["description"] == (
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
    )


def test_a_press_is_forgotten_after_150_seconds_and_a_message_after_a_day(
    sandbox: Sandbox, amina: Phone
) -> None:
    """An outage of three minutes loses presses and keeps messages."""
    buttons = {"inline_keyboard": [[{"text": "look", "callback_data": "look"}]]}
    said = sandbox.call("sendMessage", chat_id=1001, text="x", reply_markup=buttons)["result"]
    amina.tap(said["message_id"], "look")
    amina.send("hello")
    sandbox.advance(149)
    assert [set(update) - {"update_id"} for update in sandbox.call("getUpdates")["result"]] == [
        {"callback_query"},
        {"message"},
    ]
    sandbox.advance(2)
    assert texts(sandbox.call("getUpdates")["result"]) == ["hello"]
    sandbox.advance(86_400)
    assert sandbox.call("getUpdates")["result"] == []


def test_a_bot_gets_only_the_kinds_that_it_asked_for(sandbox: Sandbox, amina: Phone) -> None:
    """What was asked last stays until it is asked anew; an empty list is the default again."""
    sandbox.call("getUpdates", allowed_updates=["callback_query"])
    amina.send("unheard")
    assert sandbox.call("getUpdates")["result"] == []
    sandbox.call("getUpdates", allowed_updates=[])
    amina.send("heard")
    assert texts(sandbox.call("getUpdates")["result"]) == ["heard"]


def test_any_update_can_be_queued(sandbox: Sandbox) -> None:
    """A shape that no library knows reaches the bot as it was given, with a number."""
    number = sandbox.update({"telepathy": {"from": 1}})
    assert sandbox.call("getUpdates")["result"] == [{"update_id": number, "telepathy": {"from": 1}}]


def test_a_thousand_waiting_updates_are_drained_in_order(sandbox: Sandbox) -> None:
    """A hundred at a time, none twice, none missing."""
    sent = [sandbox.update({"n": number}) for number in range(1000)]
    seen: list[int] = []
    while batch := sandbox.call("getUpdates", offset=(seen[-1] + 1 if seen else 0))["result"]:
        assert len(batch) == 100
        seen += [update["update_id"] for update in batch]
    assert seen == sent
