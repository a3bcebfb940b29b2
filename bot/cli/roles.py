"""Who may bring work in the chat."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.cli.words import Requester, call

verbs = typer.Typer()
people = typer.Typer(help="Who may bring work in the chat.", no_args_is_help=True)
verbs.add_typer(people, name="role")


@people.command("list")
def role_list() -> None:
    """All requesters; those who wait for a decision say who they are."""
    call("role.list")


@people.command("approve")
def role_approve(name: Requester) -> None:
    """Let somebody who asked in the chat bring work; they hear of it."""
    call("role.approve", name=name)


@people.command("decline")
def role_decline(
    name: Requester, why: Annotated[str, typer.Option(help="The reason, which they read.")]
) -> None:
    """Do not let somebody bring work who asked; they hear why, and may ask again."""
    call("role.decline", name=name, why=why)


@people.command("link")
def role_link(name: Requester) -> None:
    """Make a code by which a person speaks for this requester in the chat: once, within a day."""
    call("role.link", name=name)
