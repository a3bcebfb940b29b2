"""Pacing: by a clock of the test's own; then the gate, alone and between two processes on one PostgreSQL."""

import asyncio
import multiprocessing
from collections.abc import Iterable
from itertools import pairwise
from typing import Any

import pytest

from bot.actions import pacing as shared
from bot.chat import pacing
from bot.chat.pacing import Bucket, Gate, Pace, Slots
from bot.storage import Tx, open_database
from tests.pretend import wall_ms

BOT = 7


def a_pace(a_second: int = pacing.free_a_second) -> Pace:
    """The usual pace over all and to each chat."""
    return Pace(Bucket(1 / a_second), Bucket(pacing.chat_gap_s, pacing.chat_burst))


def all_sent(pace: Pace, now: float = 0.0) -> list[tuple[float, int]]:
    """When and to which chat everything that waits is sent, with a clock that jumps from one to the next."""
    sent = []
    while (at := pace.at(now)) is not None:
        now = max(now, at)
        turn = pace.next(now)
        if turn is not None:
            sent.append((now, turn.chat))
    return sent


def most_in_a_second(moments: Iterable[float]) -> int:
    """The most in any one second."""
    found = sorted(moments)
    return max(sum(1 for one in found if start <= one < start + 0.999) for start in found)


def test_a_thousand_notices_take_half_a_minute() -> None:
    """Thirty a second over all, never more in any second."""
    pace = a_pace()
    for chat in range(1_000):
        pace.ask(chat, asked_for=False)
    sent = all_sent(pace)
    assert [chat for _, chat in sent] == list(range(1_000))
    assert sent[-1][0] >= 33.0 and most_in_a_second(at for at, _ in sent) <= pacing.free_a_second


def test_who_presses_meanwhile_is_answered_before_the_queue() -> None:
    """Behind 1,000 notices somebody who asked waits for one message at most."""
    pace = a_pace()
    for chat in range(1_000):
        pace.ask(chat, asked_for=False)
    before = [pace.next(10.0)]
    pace.ask(5_000, asked_for=True)
    assert before[0] is not None and all_sent(pace, 10.0)[0][1] == 5_000


def test_a_notice_in_the_way_of_an_answer_hurries() -> None:
    """Something asked for waits behind the notice of its own chat: that goes next."""
    pace = a_pace()
    for chat in range(1_000):
        pace.ask(chat, asked_for=False)
    pace.hurry(700)
    assert all_sent(pace)[0][1] == 700


def test_a_chat_has_a_burst_and_then_one_a_second() -> None:
    """Five at once, as fast as all may go, the sixth a second after; others are not held up."""
    pace = a_pace()
    for _ in range(8):
        pace.ask(1, asked_for=True)
    pace.ask(2, asked_for=True)
    sent = all_sent(pace)
    own = [at for at, chat in sent if chat == 1]
    assert own[4] < 0.2 and [round(at) for at in own[5:]] == [1, 2, 3]
    assert next(at for at, chat in sent if chat == 2) < 0.3


def test_a_refusal_is_for_its_chat_and_for_all_when_another_chat_is_refused_too() -> None:
    """The first 429 holds one chat; a second one, within the pause of the first, holds everybody."""
    pace = a_pace()
    assert not pace.refused(1, 5, now=0.0)
    for chat in (1, 2):
        pace.ask(chat, asked_for=True)
    assert all_sent(pace) == [(0.0, 2), (5.0, 1)]
    assert not pace.refused(1, 5, now=10.0) and not pace.refused(1, 3, now=11.0)
    assert pace.refused(2, 7, now=12.0)
    pace.ask(3, asked_for=True)
    assert all_sent(pace, 12.0) == [(19.0, 3)]
    assert not pace.refused(3, 1, now=30.0)


def test_a_turn_that_is_wanted_no_more_costs_nobody_time() -> None:
    """Who was cancelled is passed over, and no token is taken for them."""
    pace = a_pace()
    gone, stays = pace.ask(1, asked_for=True), pace.ask(2, asked_for=True)
    gone.over = True
    assert pace.next(0.0) is stays and pace.next(0.0) is None and pace.at(0.0) is None


def test_chats_that_rest_are_forgotten() -> None:
    """A bot with very many chats does not gather a bucket for each."""
    pace = a_pace(1_000)
    for chat in range(3 * pacing.chats_swept):
        pace.ask(chat, asked_for=True)
    all_sent(pace)
    assert len(pace._chats) <= 2 * pacing.chats_swept


def test_moments_that_were_held_up_come_later_and_old_ones_are_lost() -> None:
    """What was taken before a pause's end is taken anew, so that programs do not begin all at once; one nobody used in time is gone."""
    slots = Slots(0.1)
    slots.add(1.0, 3)
    slots.hold(1.15)
    assert list(slots.moments) == pytest.approx([1.2])
    slots.hold(5.0)
    assert not slots.moments and slots.free_at(5.0) == pacing.inf
    slots.add(4.0, 3)
    slots.hold(2.0)
    assert list(slots.moments) == pytest.approx([5.0, 5.1, 5.2])
    assert slots.free_at(4.0) == 5.0 and slots.free_at(5.65) == 5.65
    assert slots.free_at(9.0) == pacing.inf


@pytest.mark.anyio
async def test_without_a_pace_everything_goes_at_once() -> None:
    """0 a second is for a pretend Telegram; a refusal is obeyed all the same."""
    gate = Gate(0)
    for _ in range(100):
        await asyncio.wait_for(gate.turn(1, asked_for=True), 5)
    assert not gate.paid and Gate(31).paid and not Gate(30).paid
    gate.refused(1, 600)
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(gate.turn(1, asked_for=True), 0.05)
    await asyncio.wait_for(gate.turn(2, asked_for=False), 5)
    gate.close()


@pytest.mark.anyio
async def test_the_gate_gives_turns_in_order_of_who_waits_for_them() -> None:
    """Of notices and answers that wait together the answers go first."""
    gate, order = Gate(200), []

    async def one(chat: int, asked_for: bool) -> None:
        await gate.turn(chat, asked_for)
        order.append(chat)

    await asyncio.gather(*(one(chat, chat >= 20) for chat in range(25)))
    assert order[0] == 0 and order[1:6] == [20, 21, 22, 23, 24] and order[6:] == list(range(1, 20))


@pytest.mark.anyio
async def test_a_chat_that_must_wait_holds_up_nobody_where_time_is_shared() -> None:
    """Also when it alone waits and no time is taken yet: none is until its pause is over, and others go meanwhile."""
    taken, order = [], []

    async def reserve(many: int, gap_ms: int) -> float:
        taken.append(many)
        return 0.0

    async def one(chat: int) -> None:
        await gate.turn(chat, asked_for=True)
        order.append(chat)

    gate = Gate(1_000, reserve)
    gate.hold(1, 0.3)
    first = asyncio.create_task(one(1))
    await asyncio.sleep(0.01)
    assert not taken and not first.done()
    await one(2)
    await first
    assert order == [2, 1] and taken == [1, 1]


def timed(tx: Tx, many: int, gap_ms: int) -> tuple[int, int]:
    """Takes the time of so many messages: in how many ms the first one may leave, and when that is."""
    wait_ms = shared.reserve(tx, BOT, many, gap_ms)
    return wait_ms, tx.now + wait_ms


def one_of_two(url: str, node: int, messages: int, found: Any) -> None:
    """A process that sends for the bot: the moments it was given, and when its messages left (ms)."""
    found.put(asyncio.run(_sent(url, node, messages)))


async def _sent(url: str, node: int, messages: int) -> tuple[list[int], list[int]]:
    database = await open_database(url, clock=wall_ms, node=node)
    moments: list[int] = []
    left: list[int] = []

    async def reserve(many: int, gap_ms: int) -> float:
        wait_ms, first = await database.write(timed, many, gap_ms)
        moments.extend(first + number * gap_ms for number in range(many))
        return wait_ms / 1000

    async def one(chat: int) -> None:
        await gate.turn(chat, asked_for=False)
        left.append(wall_ms())

    gate = Gate(pacing.free_a_second, reserve)
    await asyncio.gather(*(one(chat) for chat in range(messages)))
    await database.close()
    return moments, left


def test_two_processes_on_one_database_keep_to_the_pace_together(head_postgres: str) -> None:
    """Their moments never lie closer than a thirtieth of a second, and nobody sends before their own."""
    context = multiprocessing.get_context("forkserver")
    found = context.Queue()
    processes = [context.Process(target=one_of_two, args=(head_postgres, node, 25, found)) for node in (1, 2)]
    for one in processes:
        one.start()
    both = [found.get(timeout=60) for _ in processes]
    for one in processes:
        one.join(60)
    moments = sorted(moment for given, _ in both for moment in given)
    assert len(moments) == 50
    assert all(second - first >= 33 for first, second in pairwise(moments))
    for given, left in both:
        early = [moment - sent for sent, moment in zip(sorted(left), given, strict=True)]
        assert max(early) <= 2, early
