"""Reads a pack's folder: all of it as one value, or everything that is wrong with it.

Nothing here runs, follows or opens what a pack brings except pack.toml and tasks.csv. A file may still be
changed between this reading and its use, so whoever opens media asks `files.leads_inside` again.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from bot.kinds import Fault
from bot.packs import header, rows
from bot.packs.faults import Faults, quoted
from bot.packs.files import Files, leads_inside
from bot.packs.form import PackForm
from bot.packs.rows import TaskRow

warnings_max = 50
_IGNORED = (".DS_Store", "Thumbs.db", "desktop.ini")


@dataclass(frozen=True, slots=True)
class Pack:
    """A pack in order. `media` are the files it uses, as paths inside the folder, sorted; not opened yet."""

    form: PackForm
    tasks: tuple[TaskRow, ...]  # in the order of tasks.csv, gold and practice among them
    media: tuple[str, ...]
    warnings: tuple[str, ...]  # plain English sentences; nothing in them stops the pack


def read(folder: Path, *, floor_hourly: int, money_minor: int, currency: str = "USD") -> Pack | list[Fault]:
    """The pack in a folder, or its faults: at most 50 in full, then one that counts the rest.

    `floor_hourly` is the least pay for an hour and `money_minor` the smallest coin, both in micro-units of the
    installation's `currency`. Never raises for anything a folder may hold; OSError when the disk fails.
    """
    faults = Faults()
    toml = _content(folder, "pack.toml", header.toml_bytes_max, faults)
    tasks = _content(folder, "tasks.csv", rows.csv_bytes_max, faults)
    found = header.Header(None, (), None, None, (), ())
    if toml is not None:
        try:
            text = toml.decode("utf-8-sig").replace("\r\n", "\n")
        except UnicodeDecodeError as error:
            line = toml.count(b"\n", 0, error.start) + 1
            faults.add(f"pack.toml line {line}", "this is not UTF-8.")
        else:
            found = header.read(text, floor_hourly=floor_hourly, money_minor=money_minor, currency=currency)
            faults.extend(found.faults)
    files = Files(folder, faults)
    shown = _examples(found.form, files, faults)
    read_rows, warnings = rows.read(tasks, found, files, faults) if tasks is not None else ((), ())
    if faults or found.form is None:
        return faults.listed()
    media = {row.picture for row in read_rows if row.picture} | shown
    unused = _unused(files, media)
    return Pack(
        found.form, read_rows, tuple(sorted(media)), (*found.warnings, *warnings, *unused)[:warnings_max]
    )


def _content(folder: Path, name: str, bytes_max: int, faults: Faults) -> bytes | None:
    """A file's bytes; None with a fault when it is not there, not a file of the folder's own, or too large."""
    path = folder / name
    if not path.is_file():
        others = [one.name for one in folder.iterdir()] if folder.is_dir() else []
        same = next((one for one in sorted(others) if one.casefold() == name and one != name), "")
        faults.add(name, f"this file is missing (there is {same})." if same else "this file is missing.")
        return None
    if not leads_inside(path, folder.resolve()):
        faults.add(name, "this is a link that leaves the pack.")
        return None
    with path.open("rb") as file:
        content = file.read(bytes_max + 1)
    if len(content) > bytes_max:
        faults.add(name, f"this file is larger than {bytes_max:,} bytes.")
        return None
    return content


def _examples(form: PackForm | None, files: Files, faults: Faults) -> set[str]:
    """The media files that examples show: an item that begins with "media/" is one."""
    shown = set()
    for number, example in enumerate(form.examples if form else (), 1):
        if example.item.startswith("media/"):
            found = files.find(example.item)
            if found is None:
                faults.add(
                    "pack.toml", f"example {number}: {quoted(example.item)} {files.trouble(example.item)}"
                )
            elif found != example.item:
                faults.add(
                    "pack.toml", f"example {number}: the file's name has accents written apart; rename it."
                )
            else:
                shown.add(found)
    return shown


def _unused(files: Files, media: set[str]) -> tuple[str, ...]:
    """A sentence for each file that no task and no example shows."""
    names = (name for name in files.names if name not in media and name.rpartition("/")[2] not in _IGNORED)
    return tuple(f"{name}: no task shows this file." for name in names)
