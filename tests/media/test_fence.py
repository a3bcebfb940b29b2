"""Work on strangers' files is done in other processes, and what goes wrong there stays there."""

import asyncio
import os
import time

import pytest

from bot.media import fence
from bot.media.fence import Fence, TooHard, memory_bytes_max
from bot.media.refused import MediaRefused

pytestmark = pytest.mark.anyio


def refuses(data: bytes) -> None:
    """As a decoder does."""
    raise MediaRefused("is longer than {seconds} seconds", {"seconds": len(data)})


def eats() -> int:
    """More memory than there is."""
    return len(bytearray(memory_bytes_max))


def dies() -> None:
    """As after a fault in a decoder's C."""
    os._exit(11)


def spins() -> None:
    """Never ends, and computes."""
    while True:
        pass


async def test_work_is_done_elsewhere_and_its_refusals_come_back_whole() -> None:
    """A value, or the sentence with its figures; the process is used again."""
    one = Fence()
    first = await one.run(os.getpid)
    with pytest.raises(MediaRefused) as caught:
        await one.run(refuses, b"12345")
    assert str(caught.value) == "is longer than 5 seconds"
    assert os.getpid() != first == await one.run(os.getpid)
    one.close()


async def test_what_takes_too_much_is_refused_and_the_next_one_is_served() -> None:
    """Memory, a crash, a hang: one sentence, and another process."""
    one = Fence(wall_s=20)
    for work in (eats, dies):
        with pytest.raises(TooHard, match="can't be read with the memory and the time there is"):
            await one.run(work)
        assert await one.run(abs, -1) == 1
    one._wall_s = 0.2
    with pytest.raises(TooHard):
        await one.run(time.sleep, 60)
    one.close()


async def test_processor_time_is_bounded_for_each_piece(monkeypatch: pytest.MonkeyPatch) -> None:
    """The system ends a process that computes for too long."""
    monkeypatch.setattr(fence, "processor_s_max", 0)
    one = Fence(wall_s=60)
    with pytest.raises(TooHard):
        await one.run(spins)
    one.close()


async def test_what_is_cancelled_ends_with_its_process() -> None:
    """A program that stops leaves nothing running."""
    one = Fence()
    going = asyncio.create_task(one.run(time.sleep, 60))
    await asyncio.sleep(0.05)
    going.cancel()
    with pytest.raises(asyncio.CancelledError):
        await going
    assert not one._free


async def test_a_process_that_nothing_comes_to_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its memory is wanted elsewhere."""
    monkeypatch.setattr(fence, "idle_s_max", 0)
    one = Fence()
    await one.run(abs, -1)
    await asyncio.sleep(0.01)
    assert not one._free
