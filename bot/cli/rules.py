"""The installation's own rules: added two weeks before they bind, shown, withdrawn."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.words import call

verbs = typer.Typer()
rules = typer.Typer(help="The installation's own rules, version by version.", no_args_is_help=True)
verbs.add_typer(rules, name="rules")
Number = Annotated[str, typer.Argument(help="The version's number, as `list` shows it.")]


@rules.command("add")
def rules_add(
    file: Annotated[Path, typer.Argument(help='A TOML file with a text for each language: en = """…""".')],
    day: Annotated[
        str, typer.Option("--from", help="From which day (UTC) it binds; without it as soon as it may.")
    ] = "",
) -> None:
    """Announce a version to everybody; it binds 14 days later at the earliest, and a day for telling it."""
    call("rules.add", file=str(file.absolute()), day=day)


@rules.command("list")
def rules_list() -> None:
    """Every version, the newest first, and which binds."""
    call("rules.list")


@rules.command("show")
def rules_show(number: Number) -> None:
    """One version, in all its languages."""
    call("rules.show", number=number)


@rules.command("withdraw")
def rules_withdraw(number: Number) -> None:
    """Withdraw a version that does not bind yet; those who were told hear so."""
    call("rules.withdraw", number=number)
