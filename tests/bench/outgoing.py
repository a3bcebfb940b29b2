"""How long somebody who presses waits behind a queue of notices, beside one line for all; and what a turn costs.

The clock of the waits is the bench's own: it jumps from one message to the next, so the figures are the rule's, not the
machine's. What a turn costs is processor time, beside an asyncio.Lock that is taken and given back.
"""

from __future__ import annotations

import asyncio
import random
import time
from dataclasses import dataclass
from itertools import count

from bot.chat import pacing
from bot.chat.pacing import Bucket, Gate, Pace, Turn
from tests.bench.figures import Figures, ratios, short, spread, waits
from tests.bench.part import Part, Row, spanned


@dataclass(frozen=True, slots=True)
class Size:
    """How much is measured."""

    notices: int = 1_000
    presses: int = 100
    rounds: int = 5
    turns: int = 20_000


def measure(size: Size) -> Figures:
    """Waits of presses, by class and in one line, and the processor time of a turn."""
    ours, one_line = (_waits(size, asked_for) for asked_for in (True, False))
    turns, locks = asyncio.run(_costs(size))
    return {
        "notices": size.notices,
        "press_waits": waits(ours),
        "press_waits_in_one_line": waits(one_line),
        "turn_us": spread(turns),
        "lock_us": spread(locks),
        "turn_to_lock": ratios(turns, locks),
    }


def _waits(size: Size, asked_for: bool) -> list[float]:
    """How many ms each press waits; presses come evenly spread over the first half of the queue's time."""
    pace = Pace(Bucket(1 / pacing.free_a_second), Bucket(pacing.chat_gap_s, pacing.chat_burst))
    dice, half_s = random.Random(1), size.notices / pacing.free_a_second / 2
    coming = sorted(dice.uniform(0, half_s) for _ in range(size.presses))
    for chat in range(size.notices):
        pace.ask(chat, asked_for=False)
    now, chats = 0.0, count(1_000_000)
    since: dict[Turn, float] = {}
    found: list[float] = []
    while coming or pace.at(now) is not None:
        at = pace.at(now)
        if coming and (at is None or coming[0] <= at):
            now = max(now, coming.pop(0))
            since[pace.ask(next(chats), asked_for)] = now
            continue
        assert at is not None
        now = at
        turn = pace.next(now)
        if turn is not None and turn in since:
            found.append((now - since.pop(turn)) * 1000)
    return found


async def _costs(size: Size) -> tuple[list[float], list[float]]:
    """Microseconds of processor time: a turn that need not wait, and a lock."""
    turns, locks = [], []
    for _ in range(size.rounds):
        gate, lock = Gate(0), asyncio.Lock()
        began = time.process_time()
        for number in range(size.turns):
            await gate.turn(number % 997, asked_for=True)
        turns.append((time.process_time() - began) / size.turns * 1e6)
        began = time.process_time()
        for _ in range(size.turns):
            async with lock:
                pass
        locks.append((time.process_time() - began) / size.turns * 1e6)
    return turns, locks


def lines(found: Figures) -> list[str]:
    """The figures for people."""
    ours, one_line = found["press_waits"], found["press_waits_in_one_line"]
    ratio = short(ours["p50_ms"] / one_line["p50_ms"]) if one_line["p50_ms"] else 0
    return [
        f"  behind {found['notices']} notices a press waits {ours['p50_ms']} ms (p99 {ours['p99_ms']}); in one line"
        f" {one_line['p50_ms']} ms (p99 {one_line['p99_ms']}): {ratio} of it",
        f"  a turn that need not wait: {found['turn_us']['median']} µs, {found['turn_to_lock']['median']} x an asyncio.Lock",
    ]


def rows(found: Figures) -> list[Row]:
    """What a press waits for."""
    ours, one_line = found["press_waits"], found["press_waits_in_one_line"]
    return [
        Row(
            f"a press behind {found['notices']:,} notices, p99 by the rule's own clock",
            f"{ours['p99_ms']:g} ms",
            f"in one line with them: {one_line['p99_ms']:g} ms",
        ),
        Row(
            "a turn to send that need not wait",
            f"{spanned(found['turn_us'])} µs of processor",
            f"an asyncio.Lock: {spanned(found['lock_us'])} µs",
        ),
    ]


parts = (
    Part(
        "outgoing",
        "Whose message leaves first",
        lambda folder, long: measure(Size(rounds=15) if long else Size()),
        lines,
        rows,
    ),
)
