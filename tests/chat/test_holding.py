"""Two programs on one database: a message is in one's hand, and in the other's when the first is gone or cut off."""

from collections.abc import AsyncIterator, Callable

import pytest

from bot.actions import delivering, telling
from bot.actions.telling import Told
from bot.chat import holding
from bot.chat.holding import Hand
from bot.domain.outcomes.worker import About
from bot.storage import open_database
from tests.conftest import Clock
from tests.makers import BOT, Worker

pytestmark = pytest.mark.anyio

Passes = Callable[[float], None]


@pytest.fixture
async def hands(head_postgres: str, clock: Clock) -> AsyncIterator[tuple[Hand, Hand]]:
    """The hands of two programs, each with its own way to the database."""
    one = await open_database(head_postgres, clock=clock, node=1)
    other = await open_database(head_postgres, clock=clock, node=2)
    yield Hand(one), Hand(other)
    await one.close()
    await other.close()


@pytest.fixture
async def told(hands: tuple[Hand, Hand], clock: Clock) -> Told:
    """What the first program committed and has in hand."""
    amina = await Worker.met(hands[0]._database, clock)
    await hands[0]._database.write(delivering.let_go, await left(hands[0]))
    found: Told = await hands[0]._database.write(telling.tell, amina.who.account, About())
    hands[0].take(found)
    return found


@pytest.fixture
def passes(monkeypatch: pytest.MonkeyPatch, clock: Clock) -> Passes:
    """Lets seconds go by, for the database and for the programs."""
    began = clock.now_ms
    monkeypatch.setattr(holding, "_now", lambda: (clock.now_ms - began) / 1000)

    def go(seconds: float) -> None:
        clock.now_ms += round(seconds * 1000)

    return go


async def left(hand: Hand) -> list[Told]:
    """What is due, in whosoever's hand."""
    return [told for told, _ in await hand._database.read(delivering.waiting, BOT, 50)]


async def seen(hand: Hand, told: Told) -> list[Told]:
    """That message, when this program may take it."""
    found = await hand._database.read(delivering.unheld, BOT, 50)
    return [one for one, _ in found if one.seq == told.seq]


async def takes(hand: Hand, told: Told) -> bool:
    """Does this program find and claim it?"""
    return [one.seq for one in await hand.claimed(await seen(hand, told))] == [told.seq]


async def test_what_waits_for_its_turn_stays_in_hand(
    passes: Passes, hands: tuple[Hand, Hand], told: Told
) -> None:
    """Held every few seconds it is nobody else's, however long the line is."""
    one, other = hands
    for _ in range(20):
        passes(6)
        await one.renew()
        assert await seen(other, told) == [] and await one.is_ours(told)
    assert told in one and len(one) == 1


async def test_a_program_that_is_gone_leaves_it_to_the_others(
    passes: Passes, hands: tuple[Hand, Hand], told: Told
) -> None:
    """Twenty seconds after it was last held; should that program have slept and wake, it is not its any more."""
    one, other = hands
    passes(telling.lease_ms / 1000)
    assert await takes(other, told)
    assert not await one.is_ours(told)
    await one.renew()
    passes(telling.lease_ms / 1000)
    assert await one.is_ours(told) and await seen(other, told) == []


async def test_what_cannot_be_sent_from_here_is_tried_from_elsewhere(
    passes: Passes, hands: tuple[Hand, Hand], told: Told
) -> None:
    """A program that Telegram refuses tries on, and keeps nobody from it for longer than its lease."""
    one, other = hands
    one.refused(told)
    for seconds in (1, 2, 4, 8):
        passes(seconds)
        await one.renew()
        assert await one.is_ours(told)
    passes(5)
    assert await takes(other, told)
    assert not await one.is_ours(told)


async def test_what_another_program_has_shown_is_not_sent_again(
    passes: Passes, hands: tuple[Hand, Hand], told: Told
) -> None:
    """Whoever waited looks again; what was let go, or is in no line any more, is the others' at once."""
    one, other = hands
    await other._database.write(delivering.shown, told, 77, 0)
    assert await one.is_ours(told)  # it has just been committed: nobody else can have it
    passes(2)
    assert not await one.is_ours(told)
    newer = await one._database.write(telling.tell, told.account, About())
    one.drop(told)
    one.take(newer)
    await one.let_go()
    assert await takes(other, newer)


async def test_alone_everything_is_ours(passes: Passes, head_sqlite: str, clock: Clock) -> None:
    """On SQLite nobody else is there, so nothing is written down and nothing is asked."""
    alone = await open_database(head_sqlite, clock=clock)
    hand = Hand(alone)
    gone = Told(1, 1, "en", "card", 5, About())
    hand.take(gone)
    passes(1_000)
    assert await hand.is_ours(gone) and await hand.claimed([gone]) == [gone]
    await alone.close()
    await hand.renew()
    await hand.let_go()
