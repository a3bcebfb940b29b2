"""The book and what is made of it: its proof, statements, receipts, invoices; and the keys anew."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import TYPE_CHECKING

from bot import ledger, screens
from bot.actions import destinations, invoicing, overseeing, publishing, webhooks
from bot.desk.words import Said, Verbs, begun, said
from bot.domain.outcomes.papers import InvoiceFile
from bot.domain.refusals.packs import TooManyAccounts
from bot.domain.refusals.papers import PaperNotWritable
from bot.screens import operator
from bot.storage import Tx

if TYPE_CHECKING:
    from bot.desk import Desk

statement_lines = 50
paper_forms = ("pdf", "csv")


async def check(desk: Desk) -> Said:
    """Proves the whole book."""
    faults = await desk.house.database.read(overseeing.check_book, whole=True)
    return {"lines": faults or ["The book is in order."], "ok": not faults}


async def currency(desk: Desk) -> Said:
    """The currency the book is in; no line before the first money came in."""
    booked = await desk.house.database.read(ledger.currency)
    return {"lines": [booked] if booked else [], "ok": True}


async def verify(desk: Desk, receipt: str) -> Said:
    """Whether a receipt is genuine: by itself, in the book, and under the seal it names."""
    faults = await desk.house.database.read(ledger.verify_receipt, receipt)
    lines = [str(fault) for fault in faults] or operator.books.genuine(json.loads(receipt))
    return {"lines": lines, "ok": not faults}


async def export(desk: Desk, out: str, format: str) -> Said:
    """Writes the whole book into a file for other programs, as a job; says which."""
    return await begun(desk, "book", {"out": out, "format": format}, undo=False)


async def statement(desk: Desk, account: str) -> Said:
    """The movements of an account, or of all accounts of a pack or a requester by name, newest first."""
    try:
        found = await desk.house.database.read(_moved, account)
    except ledger.TooWide as wide:
        raise TooManyAccounts(account=wide.prefix, most=wide.most) from None
    lines = [
        operator.books.moved(one.at, one.movement, one.account, one.other, one.amount, one.balance)
        for one in found
    ]
    return {"lines": lines or [f"{account}: nothing has moved."], "ok": True}


def _moved(tx: Tx, account: str) -> list[ledger.Line]:
    return ledger.statement(tx, overseeing.accounts_of(tx, account), statement_lines)


async def invoice(desk: Desk, name: str, out: str, language: str = "en") -> Said:
    """Writes what a pack has cost: into a folder as PDF and table, or into one file as its suffix says."""
    pack = (await desk.house.database.read(publishing.named, name))["id"]
    paper = await desk.house.database.read(invoicing.of, pack)
    t, files = desk.house.texts.speak(language), []
    for form in _forms(Path(out)):
        wish = InvoiceFile(pack, form, paper)
        files.append((await asyncio.to_thread(screens.show, wish, t, desk.house.installation)).file)
    paths = await asyncio.to_thread(_kept, Path(out), [one for one in files if one is not None])
    lines = operator.books.invoice(paper, desk.house.rules.currency)
    return {"lines": [*lines, *(f"Written: {path}" for path in paths)], "ok": True}


def _forms(out: Path) -> tuple[str, ...]:
    """The forms of a paper: both into a folder, else the one that a file's suffix names."""
    suffix = "" if out.is_dir() else out.suffix.lower().removeprefix(".")
    if suffix not in ("", *paper_forms):
        raise PaperNotWritable(
            reason=f"{out.name} tells no form of a paper: .pdf or .csv does, or a folder for both."
        )
    return (suffix,) if suffix else paper_forms


def _kept(out: Path, files: list[tuple[str, bytes]]) -> list[Path]:
    """Writes papers to where they are wanted; where that can't be is refused."""
    folder = out if out.is_dir() or not out.suffix else out.parent
    paths = [out if folder != out else out / name for name, _ in files]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path, (_, content) in zip(paths, files, strict=True):
            path.write_bytes(content)
    except OSError as why:
        raise PaperNotWritable(reason=f"{why.filename}: {why.strerror}.") from None
    return paths


async def rotate(desk: Desk) -> Said:
    """Places and webhooks' secrets are sealed anew with the newest key."""
    vault = desk.house.ways.vault
    if vault is None:
        return said("There is no key to seal with. `ujima key new` makes one for UJIMA_KEYS.", ok=False)
    places = await desk.house.database.write(destinations.reseal, desk.house.ways)
    secrets = await desk.house.database.write(webhooks.reseal, vault)
    return said(f"{places} places and {secrets} secrets were sealed anew; older keys can be taken away.")


async def key(desk: Desk) -> Said:
    """The public key that work records are signed with."""
    signer = desk.house.installation.signer
    none = "There is no key to sign with. `ujima key new --signing` makes one for UJIMA_SIGNING_KEY."
    return {"lines": [signer.public if signer is not None else none], "ok": signer is not None}


VERBS: Verbs = {
    "ledger.check": check,
    "ledger.currency": currency,
    "ledger.statement": statement,
    "ledger.verify": verify,
    "ledger.export": export,
    "invoice": invoice,
    "record.key": key,
    "key.rotate": rotate,
}
