"""Ids are unique and sorted, whatever the clock does."""

import asyncio
from typing import Any

import pytest

from bot.storage import Database, Queries, Tx, open_database
from bot.storage.ids import EPOCH_MS, IdMaker, block_ms, counter_max


def lent(maker: IdMaker, now_ms: int, stored: dict[int, int]) -> None:
    def take(start_ms: int, length_ms: int) -> int:
        stored[maker.node] = max(start_ms, stored.get(maker.node, 0)) + length_ms
        return stored[maker.node]

    maker.reserve(now_ms, take)


def test_an_id_is_time_node_and_counter() -> None:
    """The layout is milliseconds since 2024, ten bits of node, twelve of counter."""
    maker = IdMaker(node=5)
    lent(maker, EPOCH_MS + 1000, {})
    first, second = maker.new_id(EPOCH_MS + 1000), maker.new_id(EPOCH_MS + 1000)
    assert (first >> 22, first >> 12 & 1023, second - first) == (1000, 5, 1)
    assert 0 < maker.new_id(EPOCH_MS + 2000) < 2**63


def test_ids_go_on_when_a_millisecond_is_used_up_or_the_clock_goes_back() -> None:
    """More than 4,096 ids in a millisecond, and a clock turned back, keep the order."""
    maker = IdMaker()
    lent(maker, EPOCH_MS + 5000, {})
    ids = [maker.new_id(EPOCH_MS + 5000) for _ in range(3 * counter_max)]
    ids += [maker.new_id(EPOCH_MS + 10) for _ in range(10)]
    assert ids == sorted(set(ids))


def test_two_programs_with_one_node_number_never_give_the_same_id() -> None:
    """Blocks that are reserved in the database keep them apart, with one clock that stands still."""
    stored: dict[int, int] = {}
    makers = [IdMaker(), IdMaker(), IdMaker()]
    ids: list[int] = []
    for step in range(5):
        for maker in makers:
            now = EPOCH_MS + 1 + step * block_ms // 2
            lent(maker, now, stored)
            ids += [maker.new_id(now) for _ in range(counter_max + 5)]
    assert len(ids) == len(set(ids))


def test_a_block_is_extended_without_running_ahead_of_the_clock() -> None:
    """Alone on its node, an id's time is the clock's."""
    maker = IdMaker()
    stored: dict[int, int] = {}
    for now in range(EPOCH_MS + 1, EPOCH_MS + 20 * block_ms, 1_777):
        lent(maker, now, stored)
        assert maker.new_id(now) >> 22 == now - EPOCH_MS


@pytest.mark.parametrize("node", [-1, 1024])
def test_a_node_number_outside_of_ten_bits_is_refused(node: int) -> None:
    """Nodes are 0..1023."""
    with pytest.raises(ValueError, match="node must be"):
        IdMaker(node)


@pytest.mark.anyio
async def test_a_restart_under_a_standing_clock_repeats_no_id(
    empty_url: str, clock: Any, queries: Queries, migrations: Any
) -> None:
    """Closed and opened again in the same millisecond, and beside another process, no id comes twice."""

    async def opened() -> Database:
        return await open_database(empty_url, clock=clock, queries=queries, migrations=migrations)

    def some(tx: Tx) -> list[int]:
        return [tx.new_id() for _ in range(100)]

    ids: list[int] = []
    for _ in range(2):
        database = await opened()
        for batch in await asyncio.gather(*(database.write(some) for _ in range(10))):
            ids += batch
        await database.close()
        clock.now_ms -= 60_000
    assert len(ids) == len(set(ids)) == 2000
