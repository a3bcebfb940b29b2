"""Who may bring work, and who decides cases, in the chat."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.cli.words import By, Requester, call

Moderator = Annotated[str, typer.Argument(help="The moderator's name, for operators.")]

verbs = typer.Typer()
people = typer.Typer(help="Who may bring work, and who decides cases.", no_args_is_help=True)
verbs.add_typer(people, name="role")


@people.command("list")
def role_list() -> None:
    """All requesters and moderators; requesters who wait for a decision say who they are."""
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


@people.command("moderator")
def role_moderator(
    name: Moderator,
    by: By,
    languages: Annotated[str, typer.Option(help='Languages they read, such as "en sw".')],
) -> None:
    """Name somebody who may decide cases in the chat; a second person must agree."""
    call("role.moderator", name=name, by=by, languages=languages)


@people.command("agree")
def role_agree(name: Moderator, by: By) -> None:
    """Agree that somebody decides cases: makes the code they type, once, within a day."""
    call("role.agree", name=name, by=by)


@people.command("end")
def role_end(name: Moderator) -> None:
    """Somebody decides no more cases; what they decided stands."""
    call("role.end", name=name)
