"""What is shared of a bot's time: moments follow each other, pauses outlive a restart, a clock that goes back stops nobody."""

import pytest

from bot.actions import overseeing, pacing
from bot.domain.limits import minute
from bot.storage import Database
from tests.conftest import Clock

pytestmark = pytest.mark.anyio

BOT = 7


async def test_the_time_of_messages_is_taken_once(database: Database, clock: Clock) -> None:
    """Who asks second begins where the first one ends; a bot that was quiet begins now; bots have each their own."""
    take = pacing.reserve
    assert await database.write(take, BOT, 8, 33) == 0
    assert await database.write(take, BOT, 2, 33) == 8 * 33
    assert await database.write(take, 8, 1, 33) == 0
    clock.now_ms += 300
    assert await database.write(take, BOT, 1, 33) == 10 * 33 - 300
    clock.now_ms += minute
    assert await database.write(take, BOT, 1, 33) == 0


async def test_a_pause_for_all_is_kept_by_all(database: Database, clock: Clock) -> None:
    """While Telegram said to wait no moment is given out but after it."""
    began = clock.now_ms
    await database.write(pacing.hold, BOT, pacing.everyone, 40)
    clock.now_ms += 10_000
    assert await database.write(pacing.reserve, BOT, 3, 33) == 30_000
    assert await database.write(pacing.reserve, BOT, 1, 33) == 30_099
    assert await database.read(pacing.held, BOT) == [(pacing.everyone, began + 40_000, 30.0)]


async def test_a_pause_of_a_chat_is_known_until_it_is_over(database: Database, clock: Clock) -> None:
    """A shorter one does not end it; afterwards it is forgotten."""
    began = clock.now_ms
    await database.write(pacing.hold, BOT, 1001, 60)
    await database.write(pacing.hold, BOT, 1001, 5)
    clock.now_ms += 20_000
    assert await database.read(pacing.held, BOT) == [(1001, began + 60_000, 40.0)]
    assert await database.read(pacing.held, 8) == []
    clock.now_ms += 40_001
    assert await database.read(pacing.held, BOT) == []
    await database.write(overseeing.forget)


async def test_a_clock_that_goes_back_stops_nobody(database: Database, clock: Clock) -> None:
    """Moments and pauses that seem to lie an hour ahead are not waited for longer than they ever were."""
    began = clock.now_ms
    await database.write(pacing.reserve, BOT, 8, 33)
    await database.write(pacing.hold, BOT, 1001, 30)
    clock.now_ms -= 60 * minute
    assert await database.write(pacing.reserve, BOT, 1, 33) == 0
    assert await database.read(pacing.held, BOT) == [(1001, began + 30_000, 30.0)]
