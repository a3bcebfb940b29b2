"""Money that comes in: deposits, with a second person's word where it is needed, and goodwill."""

from __future__ import annotations

from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from bot.cli.words import Amount, By, Requester, call


class Deposits(TyperGroup):
    """Verbs about deposits; words that begin with none of them enter one, as `ujima deposit add` does."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put the usual verb in front where none is written."""
        if args and args[0] not in self.commands and args[0] != "--help":
            args = ["add", *args]
        return super().parse_args(ctx, args)


verbs = typer.Typer()
deposits = typer.Typer(
    help="Money that requesters paid in: ujima deposit NAME AMOUNT --reference WORDS.",
    cls=Deposits,
    no_args_is_help=True,
)
verbs.add_typer(deposits, name="deposit")
Reference = Annotated[
    str, typer.Option(help="Where the money came from or went; the same words twice book it once.")
]
Whose = Annotated[str, typer.Option(help="The requester, where several have this reference.")]
DepositWords = Annotated[
    str, typer.Argument(help="The deposit's reference, as `ujima deposit list` shows it.")
]


@deposits.command("add")
def deposit_add(
    requester: Requester,
    amount: Amount,
    reference: Reference,
    new: Annotated[bool, typer.Option("--new", help="The requester is a new one, not a slip.")] = False,
    by: Annotated[str, typer.Option(help="Who you are; needed where a second person must approve.")] = "",
) -> None:
    """Book money that a requester has paid in; a large sum waits for a second person."""
    chosen = {**({"new": "yes"} if new else {}), **({"by": by} if by else {})}
    call("deposit", requester=requester, amount=amount, reference=reference, **chosen)


@deposits.command("list")
def deposit_list() -> None:
    """Deposits that wait for somebody, then the newest others."""
    call("deposit.list")


@deposits.command("approve")
def deposit_approve(words: DepositWords, by: By, requester: Whose = "") -> None:
    """Book a deposit that another person entered; you have seen the money too."""
    call("deposit.approve", reference=words, by=by, requester=requester)


@deposits.command("withdraw")
def deposit_withdraw(words: DepositWords, by: By, requester: Whose = "") -> None:
    """Take back what waits for a second person and was a slip."""
    call("deposit.withdraw", reference=words, by=by, requester=requester)


@deposits.command("refund")
def deposit_refund(words: DepositWords, by: By, requester: Whose = "") -> None:
    """Take a deposit out of the book again, if none of it is spent, and say what to do at the provider."""
    call("deposit.refund", reference=words, by=by, requester=requester)


@deposits.command("return")
def deposit_return(requester: Requester, amount: Amount, reference: Reference, by: By) -> None:
    """Book that some of what a requester has left went back to them."""
    call("deposit.return", requester=requester, amount=amount, reference=reference, by=by)


@deposits.command("called-back")
def deposit_called_back(words: DepositWords, by: By, requester: Whose = "") -> None:
    """The bank or the provider took a deposit back; said by two people, its requester owes what is spent of it."""
    call("deposit.call_back", reference=words, by=by, requester=requester)


@deposits.command("bear")
def deposit_bear(words: DepositWords, by: By, requester: Whose = "") -> None:
    """What a requester owes will not come; said by two people, the house bears it from its fees, then from goodwill."""
    call("deposit.bear", reference=words, by=by, requester=requester)


@deposits.command("give")
def deposit_give(words: DepositWords, requester: Requester, by: By) -> None:
    """Book a payment that was set aside to the requester whose it is."""
    call("deposit.give", reference=words, requester=requester, by=by)


@verbs.command()
def goodwill(amount: Amount, reference: Reference) -> None:
    """Book money the house gives, for what nobody else should pay."""
    call("goodwill", amount=amount, reference=reference)


@verbs.command()
def fees(amount: Amount, reference: Reference) -> None:
    """Book fees that the house takes out."""
    call("fees", amount=amount, reference=reference)
