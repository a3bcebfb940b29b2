"""The program of a chaos run: the real one (`bot.app.serving`) in a process of its own, on a fast loop and a shared clock."""

import asyncio
import os
import signal
from functools import partial
from pathlib import Path
from typing import Any

from bot import kinds
from bot.app import serving
from bot.chat import watch
from bot.rounds import clockwork
from bot.storage.queries import house_queries
from tests.chaos.fast import PROGRAM, FastClock, FastLoop, Pace
from tests.stories.program import settings_for

for once in (
    house_queries,
    kinds.kinds,
):  # before the program is forked: so it starts a quarter of a second sooner
    once()


def serve(given: dict[str, Any], clock: Path) -> None:
    """Runs until it is told to end (SIGTERM), then ends the process; `given` are the settings by name, as `settings_for` takes them."""
    pace = Pace(clock)
    for room in (clockwork, watch):  # rounds and signs of life come as often as in life
        vars(room)["monotonic"] = pace.seconds
    with asyncio.Runner(loop_factory=partial(FastLoop, pace, PROGRAM)) as runner:
        runner.run(_serve(given, FastClock(pace, skewed=True)))
    os._exit(0)


async def _serve(given: dict[str, Any], clock: FastClock) -> None:
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    await serving(settings_for(**given), stop, clock=clock)
