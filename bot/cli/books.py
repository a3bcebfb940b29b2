"""The book of all money and its papers; work records, and the keys."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.words import Name, call, tell, work

verbs = typer.Typer()
book = typer.Typer(help="The book of all money.", no_args_is_help=True)
verbs.add_typer(book, name="ledger")
records = typer.Typer(help="Signed work records: prove one, show the key.", no_args_is_help=True)
verbs.add_typer(records, name="record")
keys = typer.Typer(help="The keys that seal where people are paid.", no_args_is_help=True)
verbs.add_typer(keys, name="key")

receipt_chars_max = 100_000  # a file longer than this is no receipt; of a shorter one the book says why not


@book.command("check")
def ledger_check() -> None:
    """Prove the whole book: every sum, balance, chain and seal."""
    call("ledger.check")


@book.command("statement")
def ledger_statement(
    account: Annotated[
        str,
        typer.Argument(
            help="The name of a pack or a requester, or an account such as goodwill's, house:goodwill."
        ),
    ],
) -> None:
    """The movements of an account, or of all accounts of a pack or requester, newest first."""
    call("ledger.statement", account=account)


@book.command("verify")
def ledger_verify(
    receipt: Annotated[Path, typer.Option(help="The receipt's file, as the bot sent it.")],
) -> None:
    """Say whether a receipt is genuine: by itself, in the book, and under the seal it names."""
    if not receipt.is_file():
        tell([f"There is no file {receipt}."], False)
    with receipt.open(encoding="utf-8", errors="replace") as file:
        text = file.read(receipt_chars_max)
    call("ledger.verify", receipt=text)


@book.command("export")
def ledger_export(
    out: Annotated[Path, typer.Option(help="The file to write.")],
    format: Annotated[str, typer.Option(help="beancount, or csv.")] = "beancount",
) -> None:
    """Write the whole book into a file for other programs."""
    work("ledger.export", out=str(out.absolute()), format=format)


@verbs.command()
def invoice(
    name: Name,
    out: Annotated[
        Path, typer.Option(help="A folder for both forms, or a file such as invoice.pdf or invoice.csv.")
    ] = Path("invoices"),
    language: Annotated[str, typer.Option(help="The PDF's language.")] = "en",
) -> None:
    """What a pack has cost its requester, part by part, as a PDF and a table; every number is the book's."""
    call("invoice", name=name, out=str(out.absolute()), language=language)


@records.command("key")
def record_key() -> None:
    """The public key that work records are signed with; give it to whoever wants to check one."""
    call("record.key")


@records.command("verify")
def record_verify(
    file: Annotated[Path, typer.Argument(help="The record, as its owner gave it to you.")],
    key: Annotated[str, typer.Option(help="The public key it must be signed with.")] = "",
) -> None:
    """Prove a signed work record, without any installation: who signed it, what it says, or what is wrong with it."""
    from bot.papers.record import prove, record_bytes_max
    from bot.screens.operator.books import proved

    with file.open("rb") as opened:
        found = prove(opened.read(record_bytes_max + 1), key.strip())
    tell(proved(found, key.strip()), not found.fault)


@keys.command("new")
def key_new(
    signing: Annotated[
        bool, typer.Option("--signing", help="A key for UJIMA_SIGNING_KEY, which signs work records.")
    ] = False,
) -> None:
    """Make a key for UJIMA_KEYS. It goes before the old ones, which stay until everything is sealed anew."""
    if signing:
        from bot.papers.record import new_key
    else:
        from bot.payouts.vault import new_key

    typer.echo(new_key())


@keys.command("rotate")
def key_rotate() -> None:
    """Seal every place and every webhook's secret anew with the newest key of UJIMA_KEYS; older ones can go then."""
    call("key.rotate")
