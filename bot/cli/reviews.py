"""Answers that wait for a requester's word, and claims that wait for somebody neutral."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.words import Name, call

verbs = typer.Typer()
claims = typer.Typer(help="Answers called unusable: who is right.", no_args_is_help=True)
verbs.add_typer(claims, name="claim")


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


@claims.command("list")
def claim_list() -> None:
    """What somebody neutral has to look at."""
    call("claim.list")


@claims.command("show")
def claim_show(code: Annotated[str, typer.Argument(help="The claim's code, such as 4F2K.")]) -> None:
    """One claim, with all that is needed to rule on it."""
    call("claim.show", code=code)


@claims.command("decide")
def claim_decide(
    code: Annotated[str, typer.Argument(help="The claim's code, such as 4F2K.")],
    decision: Annotated[str, typer.Argument(help="stands: the answer is good; or unusable.")],
    why: Annotated[str, typer.Option(help="Both read it.")],
) -> None:
    """Rule on a claim, as somebody who is neither worker nor requester."""
    if decision not in ("stands", "unusable"):
        raise typer.BadParameter("write stands or unusable")
    call("claim.decide", code=code, decision=decision, why=why)
