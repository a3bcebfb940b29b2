"""What those who work here propose and vote on, and the operator's answers."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.cli.words import call

verbs = typer.Typer()
voice = typer.Typer(help="What those who work here propose and vote on.", no_args_is_help=True)
verbs.add_typer(voice, name="voice")
Number = Annotated[str, typer.Argument(help="The proposal's number, as `list` shows it.")]


@voice.command("list")
def voice_list() -> None:
    """What is proposed and voted on, the newest first."""
    call("voice.list")


@voice.command("show")
def voice_show(number: Number) -> None:
    """One proposal, with the numbers of its vote. How somebody voted is known to nobody."""
    call("voice.show", number=number)


@voice.command("answer")
def voice_answer(
    number: Number,
    words: Annotated[str, typer.Argument(help="The answer, which all may read.")],
) -> None:
    """Answer a vote that is over, before all; within 14 days."""
    call("voice.answer", number=number, words=words)
