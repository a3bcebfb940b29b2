"""Ids: 63-bit integers that sort by time and are never given twice.

Layout, from the top: milliseconds since 2024-01-01 (41 bits), node (10 bits), counter (12 bits). Uniqueness does
not lean on the clock: each process reserves blocks of milliseconds in the table `id_blocks` before it uses them,
so a clock that is turned back, a quick restart or two processes with one node number cannot repeat an id.
"""

import threading
from collections.abc import Callable

EPOCH_MS = 1_704_067_200_000  # 2024-01-01T00:00:00Z
node_max = 1023
counter_max = 4095
block_ms = 10_000
block_left_ms_min = 5_000  # a new block is reserved when less than this is left, so no command runs dry


def first_id_at(ms: int) -> int:
    """The least id of a time (UTC epoch ms): ids of before are smaller."""
    return (ms - EPOCH_MS) << 22


def time_of(id: int) -> int:
    """When an id was given (UTC epoch ms), by the clock of whoever gave it.

    >>> time_of(first_id_at(1_768_435_200_000))
    1768435200000
    """
    return (id >> 22) + EPOCH_MS


class IdMaker:
    """Gives ids to any thread; `reserve` must have been called before each transaction."""

    def __init__(self, node: int = 0) -> None:
        if not 0 <= node <= node_max:
            raise ValueError(f"node must be 0..{node_max}, not {node}")
        self._node = node
        self._lock = threading.Lock()
        self._reserving = threading.Lock()
        self._now_ms = 0
        self._counter = -1
        self._end_ms = 0

    @property
    def node(self) -> int:
        """The number that tells this process from others on the same database, 0..1023."""
        return self._node

    def reserve(self, now_ms: int, take: Callable[[int, int], int]) -> None:
        """Make sure that a block covers `now_ms` (UTC epoch ms).

        `take(start_ms, block_ms)` must commit `end = max(start_ms, stored end) + block_ms` and return `end`.
        """
        if self._covers(now_ms):
            return
        with self._reserving:
            if self._covers(now_ms):
                return
            end_ms = take(max(now_ms, self._now_ms), block_ms)
            with self._lock:
                if end_ms - block_ms != self._end_ms:  # not the continuation of our own block
                    self._now_ms, self._counter = end_ms - block_ms, -1
                self._end_ms = end_ms

    def new_id(self, now_ms: int) -> int:
        """Return the next id; larger than all before it from this maker."""
        with self._lock:
            ms = min(now_ms, self._end_ms - 1)
            if ms > self._now_ms:
                self._now_ms, self._counter = ms, 0
            elif self._counter < counter_max:
                self._counter += 1
            else:
                self._now_ms, self._counter = self._now_ms + 1, 0
            assert self._now_ms < self._end_ms, "an id was asked for outside of the reserved block"
            return (self._now_ms - EPOCH_MS) << 22 | self._node << 12 | self._counter

    def _covers(self, now_ms: int) -> bool:
        return max(now_ms, self._now_ms) + block_left_ms_min <= self._end_ms
