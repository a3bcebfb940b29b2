"""Metering: what the work costs a person in bytes, and how many they accept a task.

Bytes are counted when a message is known to have arrived (`delivering.shown`), by UTC day, as reckoned in `bot.domain.wire`
from its words, its keys and the size of its medium as Telegram told it. A picture that came before with the same question
is on the phone already and is not counted again.
"""

from __future__ import annotations

from datetime import UTC, datetime

from bot.actions import telling
from bot.domain import limits
from bot.domain.outcomes.traffic import Traffic
from bot.domain.people import Who
from bot.storage import Tx

modes = {"text": "text", "small": "saver", "large": "full"}
"""What stands behind /data_, and the data mode it is."""


def data(tx: Tx, who: Who, word: str = "") -> Traffic:
    """/data, and with a word the choice of a mode: from the next message on. An unknown word changes nothing."""
    mode = modes.get(word, who.data_mode)
    if mode != who.data_mode:
        tx.run("people.set_data_mode", person=who.person, mode=mode)
    today, month = tx.now // limits.day, month_of(tx.now) // limits.day
    work = tx.one("metering.work_since", person=who.person, since=month * limits.day)
    assert work is not None
    return Traffic(
        mode=mode,
        chosen=word in modes,
        today=int(tx.value("metering.bytes_since", person=who.person, day=today)),
        month=int(tx.value("metering.bytes_since", person=who.person, day=month)),
        tasks=int(work["tasks"]),
        earned=int(work["earned"]),
        current=telling.current_mark(tx, who),
    )


def month_of(at: int) -> int:
    """When the month of a moment began, UTC.

    >>> month_of(1_768_435_200_000)  # 2026-01-15 -> 2026-01-01
    1767225600000
    """
    there = datetime.fromtimestamp(at / limits.second, UTC)
    return int(datetime(there.year, there.month, 1, tzinfo=UTC).timestamp()) * limits.second
