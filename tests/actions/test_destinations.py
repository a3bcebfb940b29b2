"""Where a person is paid: confirmed by them, sealed, one person's or one household's; a change waits and is told."""

from collections.abc import Awaitable, Callable

import pytest

from bot.actions import cashing, delivering, destinations
from bot.actions.destinations import Ways
from bot.domain import limits
from bot.domain.events import Wrote
from bot.domain.outcomes.cashing import IsItShared, IsItYours, PlaceChanged, Purse, WhereTo, WhichPlace
from bot.payouts.vault import Vault, new_key
from bot.storage import Database
from tests.conftest import Clock
from tests.makers import Worker
from tests.makers_payouts import BY_HAND, KEY, MPESA, earn, pay_out, purse, settled, ways

pytestmark = pytest.mark.anyio

Meet = Callable[[], Awaitable[Worker]]


@pytest.fixture
def mpesa(clock: Clock) -> Ways:
    """M-Pesa alone, as an operator sets it up."""
    return ways(clock, **MPESA)


async def writes(worker: Worker, ways: Ways, text: str) -> object:
    """Types a place, for the question that is open."""
    mark, at = await worker.mark(), worker.clock.now_ms
    return await worker.act(
        destinations.written, rules=worker.rules, mark=mark, event=Wrote(text), sent_at=at, ways=ways
    )


async def test_one_rail_is_not_asked_about(meet: Meet, mpesa: Ways) -> None:
    """With one way alone the number is asked at once; with two, which."""
    amina = await meet()
    assert isinstance(await amina.act(destinations.where, ways=mpesa), WhichPlace)
    both = ways(amina.clock, **MPESA, **{name: one for name, one in BY_HAND.items() if name not in MPESA})
    asked = await amina.act(destinations.where, ways=both)
    assert isinstance(asked, WhereTo) and asked.rails == ("list mpesa", "mpesa")


async def test_what_is_no_number_is_asked_again(meet: Meet, mpesa: Ways) -> None:
    """The same question with a sentence; a good one is shown back whole, once, and kept sealed."""
    amina = await meet()
    await amina.act(destinations.which, ways=mpesa, rail="mpesa")
    again = await writes(amina, mpesa, "amina")
    assert isinstance(again, WhichPlace) and again.sentence
    asked = await writes(amina, mpesa, "0712 345 456")
    assert isinstance(asked, IsItYours) and (asked.place, asked.hint) == ("+254712345456", "···456")
    stored = await amina.current()
    assert isinstance(stored, IsItYours) and stored.place == ""


async def test_a_rail_that_is_none_asks_where(meet: Meet, mpesa: Ways) -> None:
    """A key of a rail that was taken away since."""
    amina = await meet()
    assert isinstance(await amina.act(destinations.which, ways=mpesa, rail="paypal"), WhichPlace)


async def test_the_same_place_of_two_people_is_asked_about(meet: Meet, mpesa: Ways) -> None:
    """A declared household is fine; nobody is told who else is there."""
    amina, bakari = await meet(), await meet()
    await settled(amina, mpesa)
    asked = await settled(bakari, mpesa, "+254 712-345-456")
    assert isinstance(asked, IsItShared) and asked.hint == "···456"
    after = await bakari.closes(
        asked.mark, "place", cashing.shared, rules=bakari.rules, ways=mpesa, destination=asked.destination
    )
    assert isinstance(after, Purse) and after.hint == "···456"


async def test_a_change_waits_and_can_be_taken_back(proved: Database, meet: Meet, mpesa: Ways) -> None:
    """Once money went to the old place: 72 hours, told; until then the old one is paid, and can be kept."""
    amina = await meet()
    await earn(proved, amina, 1_280_000)
    await settled(amina, mpesa)
    await pay_out(amina, mpesa, await purse(amina, mpesa))
    changed = await settled(amina, mpesa, "0722 000 111")
    assert isinstance(changed, Purse) and (changed.note, changed.hint, changed.next_hint) == (
        "changed",
        "···456",
        "···111",
    )
    told = [one.outcome for one in await proved.read(delivering.notices, amina.who.bot, 9)]
    assert told == [PlaceChanged("···456", "···111", changed.next_at)]
    kept = await amina.closes(changed.mark, "keep", cashing.keep, rules=amina.rules, ways=mpesa)
    assert isinstance(kept, Purse) and (kept.note, kept.hint, kept.next_hint) == ("kept", "···456", "")
    await settled(amina, mpesa, "0722 000 111")
    amina.clock.now_ms += limits.destination_change_ms
    later = await purse(amina, mpesa)
    assert (later.hint, later.next_hint) == ("···111", "")


async def test_writing_the_old_place_takes_a_change_back(proved: Database, meet: Meet, mpesa: Ways) -> None:
    """As [Keep …] does; writing the new one once more leaves its 72 hours as they run."""
    amina = await meet()
    await earn(proved, amina, 1_280_000)
    await settled(amina, mpesa)
    await pay_out(amina, mpesa, await purse(amina, mpesa))
    changed = await settled(amina, mpesa, "0722 000 111")
    amina.clock.now_ms += limits.day
    again = await settled(amina, mpesa, "0722 000 111")
    assert isinstance(changed, Purse) and isinstance(again, Purse)
    assert (again.note, again.next_hint, again.next_at) == ("changed", "···111", changed.next_at)
    kept = await settled(amina, mpesa)
    assert isinstance(kept, Purse) and (kept.note, kept.hint, kept.next_hint) == ("kept", "···456", "")


async def test_a_place_that_was_never_used_is_no_way_around_the_wait(
    proved: Database, meet: Meet, mpesa: Ways
) -> None:
    """Who was ever paid out waits 72 hours for each change: a thief finds no place that can be changed at once."""
    amina = await meet()
    await earn(proved, amina, 1_280_000)
    await settled(amina, mpesa)
    await pay_out(amina, mpesa, await purse(amina, mpesa))
    await settled(amina, mpesa, "0722 000 111")
    amina.clock.now_ms += limits.destination_change_ms
    changed = await settled(amina, mpesa, "0733 000 222")
    assert isinstance(changed, Purse) and (changed.note, changed.hint) == ("changed", "···111")


async def test_a_slip_is_mended_at_once(meet: Meet, mpesa: Ways) -> None:
    """While no money ever went to the old place, the new one is in force immediately."""
    amina = await meet()
    await settled(amina, mpesa)
    after = await settled(amina, mpesa, "0722 000 111")
    assert isinstance(after, Purse) and (after.note, after.hint) == ("place", "···111")
    same = await settled(amina, mpesa, "0722000111")
    assert isinstance(same, Purse) and (same.note, same.hint) == ("same", "···111")


async def test_nobody_confirms_anothers_place(meet: Meet, mpesa: Ways) -> None:
    """A key's number that is somebody else's, or confirmed already, leads to the question where to."""
    amina, bakari = await meet(), await meet()
    await amina.act(destinations.which, ways=mpesa, rail="mpesa")
    asked = await writes(amina, mpesa, "0712 345 456")
    assert isinstance(asked, IsItYours)
    for action in (cashing.mine, cashing.shared):
        await purse(bakari, mpesa)
        given = {"rail": "mpesa"} if action is cashing.mine else {}
        after = await bakari.closes(
            await bakari.mark(),
            "place",
            action,
            rules=bakari.rules,
            ways=mpesa,
            destination=asked.destination,
            **given,
        )
        assert isinstance(after, WhichPlace)


async def test_places_are_sealed_anew_with_a_newer_key(
    proved: Database, clock: Clock, meet: Meet, mpesa: Ways
) -> None:
    """After a rotation the old key opens nothing any more, and the same place is still known as the same."""
    amina, bakari = await meet(), await meet()
    await earn(proved, amina, 1_280_000)
    await settled(amina, mpesa)
    newer = new_key()
    both, only = Ways(mpesa.rails, Vault(f"{newer},{KEY}")), Ways(mpesa.rails, Vault(newer))
    assert isinstance(await settled(bakari, both), IsItShared)
    assert [await proved.write(destinations.reseal, both) for _ in range(2)] == [1, 0]
    assert isinstance(await settled(bakari, only), IsItShared)
    await pay_out(amina, only, await purse(amina, only))
    row = await proved.read(lambda tx: destinations.in_force(tx, amina.who.person))
    assert row is not None and mpesa.order({"rail": "mpesa"}, row) is None
