"""Work on strangers' files is done in other processes, and what goes wrong there stays there."""

import asyncio
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bot.media import fence
from bot.media.fence import Fence, TooHard, memory_bytes_max
from bot.media.refused import MediaRefused
from tests.stories.program import until_true

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


BEGIN = """
import asyncio, os
from bot.media.fence import Fence

async def begin():
    print(await Fence().run(os.getpid), flush=True)
    await asyncio.sleep(60)

if __name__ == "__main__":
    asyncio.run(begin())
"""


def test_a_killed_program_leaves_no_process_behind(tmp_path: Path) -> None:
    """kill -9, or the system for want of memory: whoever worked for the program ends by itself."""
    (tmp_path / "begin.py").write_text(BEGIN, "utf-8")
    environment = {"PATH": os.defpath, "PYTHONPATH": str(Path(__file__).parents[2])}
    command = [sys.executable, str(tmp_path / "begin.py")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as program:
        assert program.stdout is not None
        worker = int(program.stdout.readline())
        program.kill()
    until_true(lambda: not lives(worker))


def lives(process: int) -> bool:
    """Is it there, and not dead and waiting to be noticed?"""
    try:
        return ") Z " not in Path(f"/proc/{process}/stat").read_text("ascii")
    except (FileNotFoundError, ProcessLookupError):
        return False
