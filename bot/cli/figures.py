"""The figures of a month, for an operator to publish."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.words import call

verbs = typer.Typer()


@verbs.command()
def figures(
    month: Annotated[str, typer.Option(help="Which month (UTC), such as 2026-11.")],
    out: Annotated[Path | None, typer.Option(help="A CSV file for the same figures.")] = None,
) -> None:
    """Sums of ten people or more: work, pay, payouts, claims and how they ended, deadlines kept, accuracy."""
    call("figures", month=month, **({"out": str(out.absolute())} if out is not None else {}))
