"""The directory of help: lines that people can call, and who looked at them."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.cli.words import By, call

Entry = Annotated[str, typer.Argument(help="The entry's key, such as KE/befrienders.")]

verbs = typer.Typer()
support = typer.Typer(help="The directory of help: what people in need are shown.", no_args_is_help=True)
verbs.add_typer(support, name="support")


@support.command("list")
def support_list(
    country: Annotated[str, typer.Argument(help="A country's code, or world; it shows sources too.")] = "",
) -> None:
    """All entries, a line each, with how they stand; of one country with sources, doubts and notes."""
    call("support.list", country=country)


@support.command("check")
def support_check() -> None:
    """What wants a look: checks older than 150 days, entries that changed, files that can't be read, the channel."""
    call("support.check")


@support.command("confirm")
def support_confirm(entry: Entry, by: By) -> None:
    """Say that you called or looked, and that the entry is right: people see it for 180 days."""
    call("support.confirm", entry=entry, by=by)


@support.command("hide")
def support_hide(entry: Entry, by: By) -> None:
    """Say that an entry is wrong: nobody sees it, until somebody confirms it."""
    call("support.hide", entry=entry, by=by)


@support.command("message")
def support_message(
    language: Annotated[str, typer.Argument(help="The language it is written in, such as sw.")],
    number: Annotated[str, typer.Argument(help="The number at the end of its link; 0 takes it away.")],
    country: Annotated[
        str, typer.Option(help="For people there; without it for all who have not said where.")
    ] = "",
) -> None:
    """Send your own message of help, from the support channel, instead of the built-in card."""
    call("support.message", language=language, number=number, country=country)
