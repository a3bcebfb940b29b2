"""Answers that wait for a requester's word."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.words import Name, call

verbs = typer.Typer()


@verbs.command()
def review(
    name: Name,
    out: Annotated[Path | None, typer.Option(help="Write what waits into this file.")] = None,
    file: Annotated[Path | None, typer.Option(help="Do what this marked file says.")] = None,
) -> None:
    """Answers that wait for their requester's word: written into a file, and taken back with marks."""
    if (out is None) == (file is None):
        raise typer.BadParameter("give --out to write the file, or --file to take it back")
    given = {"out": str(out.absolute())} if out is not None else {"file": str((file or Path()).absolute())}
    call("review", name=name, **given)
