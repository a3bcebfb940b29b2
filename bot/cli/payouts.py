"""Money on its way to workers."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.words import By, call

verbs = typer.Typer()
payouts = typer.Typer(help="Money on its way to workers.", no_args_is_help=True)
verbs.add_typer(payouts, name="payout")
RailName = Annotated[str, typer.Option(help="Which payouts: list, those by hand; mpesa, paypal …")]
Payout = Annotated[str, typer.Argument(help="The payout's number, as `ujima payout list` shows it.")]


@payouts.command("list")
def payout_list(
    state: Annotated[
        str, typer.Option(help="requested, unknown, sent, confirmed, failed or returned; all when not said.")
    ] = "",
) -> None:
    """The newest payouts: where each stands and what it waits for."""
    call("payout.list", state=state)


@payouts.command("run")
def payout_run(
    rail: RailName = "list",
    out: Annotated[
        Path, typer.Option(help="The list to be marked; the payer's file comes beside it.", dir_okay=False)
    ] = Path("payouts.csv"),
    number: Annotated[str, typer.Option("--list", help="Write this list once more; else what is due.")] = "",
) -> None:
    """Write what is due by hand as a list: one file for whoever pays, one to be marked. Other rails pay by themselves."""
    if not out.absolute().parent.is_dir():  # before anything is put on a list
        raise typer.BadParameter(f"there is no folder {out.absolute().parent}.", param_hint="--out")
    call("payout.run", rail=rail, out=str(out.absolute()), number=number)


@payouts.command("settle")
def payout_settle(
    what: Annotated[str, typer.Argument(help="A list that came back, marked; or one payout's number.")],
    rail: RailName = "list",
    paid: Annotated[str, typer.Option(help="The provider's reference of a payout that is there.")] = "",
    failed: Annotated[
        str, typer.Option(help="Why one is not there: destination, limit, funds, account or refused.")
    ] = "",
    returned: Annotated[bool, typer.Option("--returned", help="One was there, and came back.")] = False,
    by: Annotated[str, typer.Option(help="Who you are; needed for a single payout.")] = "",
) -> None:
    """Book what became of payouts: a marked list, all or nothing, or one payout that you looked into."""
    if not what.isdigit():
        call("payout.settle_list", rail=rail, file=str(Path(what).absolute()))
    if not by:
        raise typer.BadParameter("say who you are.", param_hint="--by")
    came_back = "yes" if returned else ""
    call("payout.settle", payout=what, by=by, paid=paid, failed=failed, returned=came_back)


@payouts.command("let")
def payout_let(payout: Payout, by: By) -> None:
    """Let a payout go now that waits for a person's look, or for the first payout's 48 hours."""
    call("payout.let", payout=payout, by=by)


@payouts.command("open")
def payout_open(by: By) -> None:
    """Let payouts go again after a restore, once you compared each provider's statement with the book."""
    call("payout.open", by=by)


@payouts.command("reconcile")
def payout_reconcile(
    file: Annotated[Path, typer.Argument(help="The provider's statement as CSV.")],
    rail: RailName,
    days: Annotated[int, typer.Option(min=1, max=3660, help="Payouts of so many days.")] = 31,
) -> None:
    """Compare a provider's statement with the book: what is missing, extra, different; 1 unless all is alike."""
    call("payout.reconcile", rail=rail, file=str(file.absolute()), days=str(days))
