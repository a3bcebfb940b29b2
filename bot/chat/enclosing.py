"""What goes with a message and is read or made only when it is sent: papers, receipts, drawings, examples, kept files.

Until then nothing but the wish for it is stored: what it says is as new as the message, and lies nowhere meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.actions import accounting, invoicing, judging, papering, proving, raising, recording, stripping
from bot.domain.outcomes import Outcome
from bot.domain.outcomes.alarms import ShownUnlawful
from bot.domain.outcomes.claims import ReviewFile
from bot.domain.outcomes.papers import InvoiceFile, ReceiptFile, RecordFile, StatementFile
from bot.domain.outcomes.requester import ResultFile, Template
from bot.domain.outcomes.worker import MyData
from bot.media import charts, sheets
from bot.media.store import Store
from bot.packs import starting
from bot.screen import Screen

READ: dict[type[Outcome], Callable[..., Any]] = {  # (tx, account, wish) → the wish with all it holds
    MyData: accounting.all_kept,
    StatementFile: papering.statement_file,
    InvoiceFile: invoicing.invoice_file,
    RecordFile: recording.record_file,
    ReceiptFile: proving.receipt_file,
    ReviewFile: judging.written,
    ResultFile: stripping.whole_still,
    ShownUnlawful: raising.shown_paper,
}


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file as the Bot API takes it: the method, the field that the file stands in, its name and its bytes."""

    method: str
    place: str
    name: str
    content: bytes


def goes_with(outcome: Outcome, screen: Screen) -> bool:
    """Does a file go with it?"""
    return (
        screen.chart is not None
        or screen.sheet is not None
        or screen.file is not None
        or screen.kept is not None
        or _is_example(outcome)
    )


def _is_example(outcome: Outcome) -> bool:
    return isinstance(outcome, Template) and bool(outcome.kind)


def made(outcome: Outcome, screen: Screen, store: Store) -> Enclosure | None:
    """What goes with a screen, None for nothing; blocks while it is read or made.

    Raises MissingMedia for a file that lay there longer than files are kept.
    """
    if screen.chart is not None:
        return Enclosure("sendPhoto", "photo", "chart.png", charts.drawn(screen.chart))
    if screen.sheet is not None:
        pictures = [(number, store.get(hash), edge) for number, hash, edge in screen.sheet.pictures]
        drawn = sheets.sheet(pictures, screen.sheet.bytes_max)
        return Enclosure("sendPhoto", "photo", "pictures.jpg", drawn.data)
    if screen.file is not None:
        return _document(*screen.file)
    if screen.kept is not None:
        return _document(screen.kept.name, store.get(screen.kept.hash))
    if isinstance(outcome, Template) and outcome.kind:
        return _document(f"my-{outcome.kind}-pack.zip", starting.zipped(outcome.kind))
    return None


def _document(name: str, content: bytes) -> Enclosure:
    return Enclosure("sendDocument", "document", name, content)
