"""Limits on what a person may work on, and a PIN that was forgotten."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.cli.words import By, call

verbs = typer.Typer()
accounts = typer.Typer(
    help="Limits on what a person may work on, never on what they have.", no_args_is_help=True
)
verbs.add_typer(accounts, name="account")

Who = Annotated[str, typer.Argument(help="The person's number, or the code of a case about them.")]
Code = Annotated[str, typer.Argument(help="The limit's code, such as 4F2K.")]


@accounts.command("limit")
def account_limit(
    who: Who,
    by: By,
    reason: Annotated[str, typer.Option(help="copied, passed_on, chance, harm or rules.")],
    why: Annotated[str, typer.Option(help="In your words; they read it.")],
    days: Annotated[
        int, typer.Option(help="How long: 90 for a pack, 60 for a requester, 30 for all at most.")
    ],
    pack: Annotated[str, typer.Option(help="Nothing of this pack.")] = "",
    requester: Annotated[str, typer.Option(help="Nothing of this requester.")] = "",
    everything: Annotated[bool, typer.Option(help="No new work at all.")] = False,
) -> None:
    """Limit what a person may work on, for a time; they read why and can say no. Their money stays theirs."""
    words = {"reason": reason, "why": why, "by": by, "days": str(days), "pack": pack, "requester": requester}
    call("account.limit", who=who, everything="yes" if everything else "", **words)


@accounts.command("lift")
def account_lift(
    code: Code, by: By, why: Annotated[str, typer.Option(help="In your words; they read it.")] = ""
) -> None:
    """Lift a limit before its end."""
    call("account.lift", code=code, by=by, why=why)


@accounts.command("show")
def account_show(who: Who) -> None:
    """All limits that were ever set for a person, and who shares their phone."""
    call("account.show", who=who)


@accounts.command("pin")
def account_pin(who: Who, by: By) -> None:
    """Take away a PIN that somebody of a household forgot; whoever says their name first then sets a new one."""
    call("account.pin", who=who, by=by)
