"""What was reported as violent or as against the law, and what people found."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.cli.words import By, call

Code = Annotated[str, typer.Argument(help="The report's code, such as 4F2K.")]

verbs = typer.Typer()
reports = typer.Typer(help="Tasks reported as violent that did not say so.", no_args_is_help=True)
illegal = typer.Typer(
    help="Tasks reported as against the law: for UJIMA_ILLEGAL_CONTACT alone.", no_args_is_help=True
)
verbs.add_typer(reports, name="report")
verbs.add_typer(illegal, name="illegal")


@reports.command("list")
def report_list() -> None:
    """What waits, for its requester or for somebody neutral."""
    call("report.list")


@reports.command("show")
def report_show(code: Code) -> None:
    """One report: the task and its description, never what it shows."""
    call("report.show", code=code)


@reports.command("decide")
def report_decide(
    code: Code,
    verdict: Annotated[str, typer.Argument(help="violent, harmless, or out.")],
    why: Annotated[
        str, typer.Option(help="The requester reads it; of what is violent it describes what is to be seen.")
    ],
    by: By,
) -> None:
    """Decide as somebody neutral, once the requester has spoken or their 96 hours are over."""
    call("report.decide", code=code, verdict=verdict, why=why, by=by)


@illegal.command("list")
def illegal_list() -> None:
    """What waits, since when and until when; not what it is."""
    call("illegal.list")


@illegal.command("show")
def illegal_show(code: Code, by: By) -> None:
    """Where the files lie, and what to do by when. That they were looked for is written down."""
    call("illegal.show", code=code, by=by)


@illegal.command("decide")
def illegal_decide(
    code: Code,
    decision: Annotated[
        str, typer.Argument(help="keep: it is against the law; or lift, which a second person must say too.")
    ],
    by: By,
) -> None:
    """Say what it is."""
    if decision not in ("keep", "lift"):
        raise typer.BadParameter("write keep or lift")
    call("illegal.decide", code=code, decision=decision, by=by)
