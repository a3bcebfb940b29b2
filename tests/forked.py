"""The program as a process of its own, forked from one that has imported it already: the same, and a second sooner.

It has the folder, the environment and the words it is given and nothing of the test's; what it prints goes to files.
That `ujima` and `python -m bot` start by themselves is shown where help, the demo and the sandbox are started so.
"""

import multiprocessing
import os
import sys
from collections.abc import Callable, Mapping
from multiprocessing.process import BaseProcess
from pathlib import Path

from bot import cli

__all__ = ["BaseProcess", "forked"]
_imported = multiprocessing.get_context("forkserver")
_imported.set_forkserver_preload(
    [
        "bot.app",
        "bot.cli",
        "bot.doctor",
        "bot.storage.postgres",  # from here on what is imported when it is first needed
        "bot.storage.sqlite",
        "anyio._backends._asyncio",
        "httpcore",
        "uvicorn.lifespan.off",
        "uvicorn.protocols.http.auto",
        "tests.stories.killed",
        "tests.chaos.child",
    ]
)


def forked(
    words: list[str],
    folder: Path,
    environment: Mapping[str, str],
    stdout: Path,
    stderr: Path,
    before: Callable[[], None] | None = None,
) -> BaseProcess:
    """`ujima …`, running in a folder; `before` is called in it first, and must be a name that can be pickled."""
    process = _imported.Process(target=_run, args=(words, folder, dict(environment), stdout, stderr, before))
    process.start()
    return process


def _run(
    words: list[str],
    folder: Path,
    environment: dict[str, str],
    stdout: Path,
    stderr: Path,
    before: Callable[[], None] | None,
) -> None:
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    for number, path in ((1, stdout), (2, stderr)):
        with path.open("wb") as file:
            os.dup2(file.fileno(), number)
    sys.argv = ["ujima", *words]
    if before is not None:
        before()
    cli.main()
