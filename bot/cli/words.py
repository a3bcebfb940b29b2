"""What the verbs share: words that are typed in many places, how the desk is asked, and how its answer is told."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from bot.config import Settings

Name = Annotated[str, typer.Argument(help="The pack's name.")]
Requester = Annotated[str, typer.Argument(help="The requester's name.")]
Amount = Annotated[str, typer.Argument(help="An amount in the installation's currency, such as 25.00.")]
By = Annotated[str, typer.Option(help="Who you are.")]


def settings() -> Settings:
    """Read the settings and begin logging as they say."""
    from bot import config

    found = config.read()
    log(found.log_level, found.secrets)
    return found


def log(level: str, secrets: tuple[str, ...] = ()) -> None:
    """Log to stderr: plain at a terminal, JSON for whatever collects it."""
    from bot import logs

    logs.begin(level, sys.stderr, as_json=not sys.stderr.isatty(), secrets=secrets)


def call(verb: str, **arguments: str) -> None:
    """Do one verb of the running program, or of the database when nobody runs, and print its sentences."""
    from bot import office

    do(lambda found: office.call(found, verb, **arguments))


def work(verb: str, **arguments: str) -> None:
    """Do a verb that leaves a job, say on stderr how far it is, and print its sentences when it is over."""
    from bot import office

    do(lambda found: office.work(found, verb, note, **arguments))


def do(verb: Callable[[Settings], dict[str, Any]]) -> None:
    """Ask with the settings, and print what comes of it; a verb that begins a house says so, for that may be a slip."""
    found = settings()
    if found.log_level != "debug":
        log("error", found.secrets)  # a verb says what it has to say by itself
    new = not found.data.exists()
    done = verb(found)
    if new:
        note(f"Made a new house in {found.data}/.")
    tell(done["lines"], done["ok"])


def note(line: str) -> None:
    """Say on stderr what goes on."""
    typer.echo(line, err=True)


def tell(lines: list[str], well: bool) -> None:
    """Print sentences; exit with 1 unless all is well."""
    typer.echo("\n".join(lines))
    raise typer.Exit(0 if well else 1)
