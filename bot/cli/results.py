"""A pack's final answers as files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.words import Name, call, work

verbs = typer.Typer()


@verbs.command()
def results(
    name: Name,
    out: Annotated[
        Path, typer.Option(help="A new folder for everything, or a file such as answers.csv.")
    ] = Path("results"),
    format: Annotated[
        str,
        typer.Option(
            help="csv, jsonl, mturk, toloka, label-studio, doccano, open-assistant, crowd-kit or parquet; "
            "not said: as the file's name ends, csv for a folder."
        ),
    ] = "",
    aggregate: Annotated[
        str, typer.Option(help="A method such as dawid-skene; what suits the kind when not said; none.")
    ] = "",
    report: Annotated[bool, typer.Option("--report", help="The report beside a single file, too.")] = False,
    language: Annotated[str, typer.Option(help="The report's language.")] = "en",
    aside: Annotated[
        str, typer.Option(help="Leave this worker's answers out of what is made of the pack; pay stays.")
    ] = "",
    back: Annotated[bool, typer.Option("--back", help="With --aside: take them in again.")] = False,
) -> None:
    """A pack's final answers as files, single and agreed, with a report. What is read out is accepted."""
    if back and not aside:
        raise typer.BadParameter("say with --aside whose answers count again.", param_hint="--back")
    if aside:
        call("results.aside", name=name, worker=aside, **({"back": "yes"} if back else {}))
    wanted = {"method": aggregate, "report": "yes" if report else "", "language": language}
    said = {one: value for one, value in wanted.items() if value}
    work("results", name=name, out=str(out.absolute()), format=format, **said)
