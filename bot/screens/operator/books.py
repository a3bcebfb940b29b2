"""What the operator reads of the book, of its papers, and of signed records."""

from __future__ import annotations

from typing import Any

from bot.domain.papers import InvoicePaper
from bot.money import plain
from bot.papers.record import Proved, shown_kind
from bot.screens.operator.words import counted, moment, visible


def moved(at: int, movement: str, account: str, other: str, amount: int, balance: int) -> str:
    """A movement of money in a line: when (UTC), what, the account, the other one, the amount, what there is after it."""
    signed = f"{'-' if amount < 0 else '+'}{plain(abs(amount))}"
    return f"{moment(at)} {movement:14} {account:28} {other:28} {signed:>14} {plain(balance):>14}"


def genuine(given: dict[str, Any]) -> list[str]:
    """What a receipt says that has been found to be right, and the seal to compare."""
    amount = f"{'-' if given['moved'] < 0 else '+'}{plain(abs(given['moved']))} {given['currency']}"
    lines = [
        f"The receipt is genuine: {amount} on {given['account']} at {moment(given['at'])}, "
        f"{plain(given['balance'])} after it."
    ]
    if not given["seal"]:
        return [*lines, "No seal covered it yet when it was given out."]
    return [*lines, f"This seal covers it; compare it with the one published: {given['seal_hash']}"]


def written(path: str, size: int) -> str:
    """The book lies in a file."""
    return f"The book is in {path}, {counted(size, 'byte')}."


def invoice(paper: InvoicePaper, currency: str) -> list[str]:
    """What a pack has cost so far, in a line or two."""
    people = plain(paper.paid - paper.fee)
    lines = [
        f"{paper.pack}: {plain(paper.locked)} {currency} locked, {people} paid to people, {plain(paper.fee)} fee, "
        f"{plain(paper.returned)} returned, {plain(paper.left)} still locked."
    ]
    if paper.goodwill:
        lines.append(f"The house paid {plain(paper.goodwill)} {currency} of its own for this work.")
    return lines


def proved(found: Proved, key: str = "") -> list[str]:
    """What a signed record says and who signed it, or what is wrong with it."""
    if found.fault:
        return [_record_faults[found.fault]]
    record = found.record
    house, work = record.get("house"), record.get("work")
    name = visible(house.get("name") if isinstance(house, dict) else "")
    signed = f"The record is whole: nothing in it was changed since {visible(record.get('made_at'))}."
    whose = (
        f"It is signed with the key you gave, and says that it is from {name}."
        if key
        else f"It is signed with the key {visible(record['key'])}. It says that it is from {name}; whether that is "
        "their key only they can tell, by their bot's /about. With --key the two are compared here."
    )
    lines = [signed, whose, visible(record.get("says"))]
    if record.get("kind") == shown_kind:
        told = {name: visible(record.get(name)) for name in ("shown_at", "pack", "task")}
        return [*lines, "  shown {shown_at}, of {pack}, task {task}".format(**told)]
    given = visible(record.get("name"))
    lines.append(f"Name, as the person wrote it: {given}." if given else "It is under no name.")
    return lines + [_worked(one) for one in (work if isinstance(work, list) else []) if isinstance(one, dict)]


def _worked(one: dict[str, Any]) -> str:
    """A line of a work record."""
    told = {name: visible(one.get(name)) for name in ("title", "asks", "first", "last", "answers")}
    line = "  {first} to {last}: {title}, asked by {asks}; answers: {answers}".format(**told)
    if "known" in one:
        line += f"; right of those that were known: {visible(one.get('right'))} of {visible(one['known'])}"
    if "earned" in one:
        line += f"; earned: {visible(one['earned'])} {visible(one.get('currency'))}"
    return f"{line}."


_record_faults = {
    "too large": "This file is too large for a work record.",
    "unreadable": "This file can't be read as a record. It may have been cut short, or was changed on its way.",
    "no record": "This is no signed work record of Ujima.",
    "another form": "This record has another form than this program knows. A newer program may know it.",
    "written otherwise": "This record was changed since it was signed: it is not written as it was then.",
    "no key": "This record was changed since it was signed: its key or its signature is not whole.",
    "another key": "This record is signed with another key than the one you gave.",
    "changed": "This record was changed since it was signed: the signature is not that of what it says.",
}
