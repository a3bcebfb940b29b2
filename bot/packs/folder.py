"""Reads a pack's folder whole: all of it as one value, or everything that is wrong with it. For small packs.

Large ones go through `spool`, row by row. What is read may still be changed before its use, so whoever opens
media does so by `files.opened_inside`.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from bot.packs import source
from bot.packs.bounds import Bounds, upload
from bot.packs.faults import Faults, Found
from bot.packs.form import PackForm
from bot.packs.reading import Reading, Terms
from bot.packs.rows import TaskRow


@dataclass(frozen=True, slots=True)
class Pack:
    """A pack in order. `media` are the files it uses, as paths inside the folder, sorted; not opened yet."""

    form: PackForm
    tasks: tuple[TaskRow, ...]  # in the order of the table, gold and practice among them
    media: tuple[str, ...]
    warnings: tuple[str, ...]  # plain English sentences; nothing in them stops the pack


def read(
    folder: Path, *, floor_hourly: int, money_minor: int, currency: str = "USD", bounds: Bounds = upload
) -> Pack | list[Found]:
    """The pack in a folder, or its faults: at most 50 in full, then one that counts the rest.

    `floor_hourly` is the least pay for an hour and `money_minor` the smallest coin, both in micro-units of the
    installation's `currency`. Never raises for anything a folder may hold; OSError when the disk fails.
    """
    faults = Faults()
    files = source.of_folder(folder, bounds, faults)
    reading = Reading(files, faults, bounds, Terms(floor_hourly, money_minor, currency))
    tasks = tuple(reading.tasks())
    form = reading.header.form
    if faults or form is None:
        return faults.listed()
    return Pack(form, tasks, tuple(sorted(reading.used)), reading.warnings())
