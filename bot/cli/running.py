"""The program itself: run it, try it out, ask how it is, look at its screens."""

from __future__ import annotations

import gc
from importlib.metadata import version as version_of
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.words import log, settings, tell

verbs = typer.Typer()
Port = Annotated[int, typer.Option(min=1, max=65535, help="The port on 127.0.0.1.")]


@verbs.command()
def run() -> None:
    """Serve Telegram with the settings of UJIMA_* and .env, until stopped."""
    found = settings()
    gc.disable()  # nothing of what is imported is garbage, and to look for it takes a seventh of a second
    from bot import app

    gc.enable()
    raise typer.Exit(app.run(found))


@verbs.command()
def demo(
    port: Port = 8080, data: Annotated[Path, typer.Option(help="Where it is kept.")] = Path("data/demo")
) -> None:
    """Earn as Amina on a phone in the browser: the same program with a pretend Telegram; no token needed."""
    from bot.demo import play

    log("error")
    raise typer.Exit(play(port, data))


@verbs.command()
def sandbox(
    port: Port = 8080,
    data: Annotated[
        Path | None, typer.Option(help="Where phones and chats are kept; without it nowhere.")
    ] = None,
    token: Annotated[
        list[str] | None, typer.Option(help="A token to accept; any when there is none.")
    ] = None,
) -> None:
    """A pretend Telegram with a page of phones, for trying out any bot."""
    from bot.sandbox.server import run as serve

    serve("127.0.0.1", port, data, tuple(token or ()))


@verbs.command()
def doctor() -> None:
    """Check settings, database, Telegram, media and the book; one sentence each."""
    found = settings()
    from bot import office

    lines, well = office.doctor(found)
    tell(lines, well)


@verbs.command()
def health() -> None:
    """How the running program is, a sentence each; ends with 1 when it can't do its work."""
    found = settings()
    from bot import office

    log("error", found.secrets)
    lines, ready = office.health(found)
    tell(lines, ready)


@verbs.command()
def top(
    once: Annotated[bool, typer.Option("--once", help="Print one screen and end.")] = False,
    every: Annotated[float, typer.Option(min=0.5, max=60, help="Seconds between two looks.")] = 2.0,
) -> None:
    """A live view of the running program: work, waits, queues, money, what needs a hand. q ends it."""
    found = settings()
    from bot import office
    from bot.cli import terminal

    log("error", found.secrets)
    terminal.live(lambda: office.metrics(found), every, once=once)


@verbs.command()
def gallery(
    lang: Annotated[
        list[str] | None, typer.Option(help="A language such as ar; all when there is none.")
    ] = None,
    out: Annotated[Path, typer.Option(help="The file to write.")] = Path("gallery.html"),
) -> None:
    """Write every screen people see into one HTML page."""
    from bot import office

    typer.echo(office.gallery(tuple(lang or ()), out))


@verbs.command()
def version() -> None:
    """The program's version."""
    typer.echo(f"ujima {version_of('ujima')}")
