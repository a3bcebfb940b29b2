"""A bad line is bad in the same way again when seed and calls are the same."""

import httpx
import pytest

from bot.sandbox.faults import Faults
from tests.pretend import Phone, Sandbox


def fates(sandbox: Sandbox, seed: int, count: int = 40) -> list[int]:
    """The codes of some calls on a bad line."""
    sandbox.faults(seed, too_many=0.2, server_error=0.2)
    return [sandbox.call("getMe").get("error_code", 200) for _ in range(count)]


def test_the_same_seed_gives_the_same_faults(sandbox: Sandbox) -> None:
    """And another seed others."""
    first = fates(sandbox, 1)
    assert set(first) == {200, 429, 500}
    assert first == fates(sandbox, 1)
    assert first != fates(sandbox, 2)


def test_one_method_does_not_throw_the_dice_of_another() -> None:
    """However many polls come between, a method meets its own faults."""
    calm, busy = Faults(), Faults()
    for faults in (calm, busy):
        faults.set({"seed": 5, "rates": {"cut": 0.5}})
    expected = [calm.fate("sendMessage") for _ in range(20)]
    found = []
    for _ in range(20):
        busy.fate("getUpdates")
        found.append(busy.fate("sendMessage"))
    assert found == expected


def test_faults_of_some_methods_only_meet_no_other(sandbox: Sandbox) -> None:
    """A message times out while everything else is answered."""
    sandbox.faults(only=["sendMessage"], server_error=1.0)
    assert (
        sandbox.call("getMe")["ok"]
        and sandbox.call("sendMessage", chat_id=1001, text="x")["error_code"] == 500
    )


def test_too_many_says_how_long_to_wait(sandbox: Sandbox) -> None:
    """429 with retry_after, in Telegram's words."""
    sandbox.faults(too_many=1.0, retry_after_s=1)
    assert sandbox.call("getMe") == {
        "ok": False,
        "error_code": 429,
        "description": "Too Many Requests: retry after 1",
        "parameters": {"retry_after": 1},
    }


@pytest.mark.parametrize(("fault", "sent"), [("timeout_before", 0), ("timeout_after", 1), ("cut", 1)])
def test_an_unanswered_call_had_its_effect_or_not(
    sandbox: Sandbox, amina: Phone, fault: str, sent: int
) -> None:
    """Before the effect nothing is sent; after it, and when the answer breaks off, the message is there."""
    sandbox.faults(0, timeout_s=0.05, **{fault: 1.0})
    with pytest.raises(httpx.RemoteProtocolError):
        sandbox.call("sendMessage", chat_id=1001, text="x")
    sandbox.faults()
    assert len(amina.messages()) == 1 + sent
    assert sandbox.calls("sendMessage")[-1]["error"] == fault


def test_a_delay_delays(sandbox: Sandbox) -> None:
    """The call is slower, and answered."""
    sandbox.faults(delay=1.0, delay_s=0.05)
    assert sandbox.call("getMe")["ok"]


def test_a_confirmed_update_can_come_twice(sandbox: Sandbox, amina: Phone) -> None:
    """With the same number, once more."""
    amina.send("one")
    number = sandbox.call("getUpdates")["result"][0]["update_id"]
    sandbox.faults(duplicate=1.0)
    assert [one["update_id"] for one in sandbox.call("getUpdates", offset=number + 1)["result"]] == [number]
    assert sandbox.call("getUpdates", offset=number + 1)["result"] == []


def test_a_batch_can_come_out_of_order(sandbox: Sandbox, amina: Phone) -> None:
    """All are there, not in their order."""
    for number in range(20):
        amina.send(str(number))
    sandbox.faults(reorder=1.0)
    numbers = [one["update_id"] for one in sandbox.call("getUpdates")["result"]]
    assert numbers != sorted(numbers)
    assert len(set(numbers)) == 20


@pytest.mark.parametrize(
    "wanted", [{"rates": {"cut": 2}}, {"rates": {"luck": 0.1}}, {"rates": []}, {"seeds": 1}]
)
def test_faults_that_cannot_be_read_are_refused(sandbox: Sandbox, wanted: dict[str, object]) -> None:
    """400, and the line stays as it was."""
    assert sandbox.http.post("/faults", json=wanted).status_code == 400
    assert sandbox.ask("GET", "/faults")["rates"] == {}
