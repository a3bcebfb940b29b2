"""Messages read aloud for people who read little. `voice` is what those who work here propose and vote on."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.words import call, do

verbs = typer.Typer()
spoken = typer.Typer(help="The first messages, read aloud for people who read little.", no_args_is_help=True)
verbs.add_typer(spoken, name="spoken")
Language = Annotated[str, typer.Argument(help="The language it is spoken in, such as sw.")]
Message = Annotated[str, typer.Argument(help="The message: welcome, rules, offer, task, money or help.")]


@spoken.command("list")
def spoken_list(language: Annotated[str, typer.Argument(help="One language.")] = "") -> None:
    """What is recorded, and what is not, with seconds and bytes."""
    call("spoken.list", language=language)


@spoken.command("add")
def spoken_add(
    language: Language,
    message: Message,
    file: Annotated[Path, typer.Argument(help="A recording: OGG, MP3, M4A, WAV, FLAC or WebM.")],
) -> None:
    """Make a recording small, and let people hear it from now on; it takes the place of the one before."""
    from bot import office

    do(lambda settings: office.spoken_add(settings, language, message, file))


@spoken.command("remove")
def spoken_remove(language: Language, message: Message) -> None:
    """Let nobody hear a recording any more."""
    call("spoken.remove", language=language, name=message)
