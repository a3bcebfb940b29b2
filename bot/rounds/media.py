"""The media of one import: which items' files are to be fitted, and the notes of what became of them.

An item's files are one order, however many rows show them. Each result is a line of `fitted.jsonl` in the spool as soon
as it is there, so that an import goes on after a crash with what is left.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, replace
from io import TextIOWrapper
from pathlib import Path
from typing import Any

from bot import kinds
from bot.actions import showing
from bot.domain import wire
from bot.media.store import Store
from bot.media.thrift import Space
from bot.packs.form import PackForm
from bot.packs.spool import Row, Spooled
from bot.rounds.fitting import Files, Fitted, Order, Small
from bot.rounds.makers import Room

notes_name = "fitted.jsonl"
rows_at_once = 1_000

Key = tuple[str, ...]


def key(files: Files) -> Key:
    """An item's files as a key: () when it has none."""
    return tuple(f"{column}={name}" for column, name in sorted(files.items()))


def example_files(form: PackForm) -> Files:
    """The files a pack's examples show, in their order."""
    names = [one.item for one in form.examples if one.item.startswith("media/")]
    return {f"example {number:02}": name for number, name in enumerate(names, 1)}


def room_of(form: PackForm, stickers: bool = False) -> Room:
    """The bytes there are for a task's medium on a phone: of pictures nine twentieths of the budget are aimed at, for
    words cost too and others wait: 6.75 kB of the usual 15, and 11.5 the most. What comes on request may take what
    people get who need not save.
    """
    budget = form.byte_budget
    most = wire.medium_room(budget.saver)
    return Room(
        first=Space(min(most, budget.saver * 9 // 20), most),
        larger=wire.medium_room(budget.full),
        saver_audio=form.saver_audio,
        sticker=Space(min(most, budget.saver * 2 // 5), most) if stickers and not form.flags else None,
        covers=bool(form.flags),
    )


def medium_bytes(made: Fitted, budget: int, *, full: bool = False) -> int:
    """What this costs on the wire besides its message, where it is shown at first to somebody who accepts so many bytes.

    `full`: for somebody who does not save, and so gets photos of writing too.
    """
    if not full and (letters := [one for one in made.renditions if one.form == "writing"]):
        return wire.medium_bytes(letters[0].size_bytes)
    return showing.medium_bytes([(one.edge, one.size_bytes) for one in made.shown], budget)


def orders(spooled: Spooled, form: PackForm, store: Store, stickers: bool = False) -> Iterator[Order]:
    """Everything of a pack that is to be fitted, each once."""
    spec = kinds.spec(form.kind, form.settings, form.languages)
    wanted = tuple(replace(one, grey=form.grey_pictures) for one in kinds.kinds()[form.kind].media(spec))
    place, room = str(spooled.spool), room_of(form, stickers)
    marked = shares(form) or bool(form.flags)
    listed = {one.name: one for one in spooled.media()}
    seen: set[Key] = set()
    if examples := example_files(form):
        media = {column: listed[name] for column, name in examples.items()}
        yield Order(examples, media, (), room, place, str(store.folder))
    for files in (row["media"] for row in rows(spooled)):
        if files and (found := key(files)) not in seen:
            seen.add(found)
            media = {column: listed[name] for column, name in files.items()}
            yield Order(files, media, wanted, room, place, str(store.folder), marked)


def shares(form: PackForm) -> bool:
    """May two pictures of a pack that nobody can tell apart be sent as one?"""
    spec = kinds.spec(form.kind, form.settings, form.languages)
    return all(one.shares for one in kinds.kinds()[form.kind].media(spec))


def rows(spooled: Spooled) -> Iterator[Row]:
    """All rows of a pack, some at a time."""
    some, offset = spooled.rows(0, rows_at_once)
    while some:
        yield from some
        some, offset = spooled.rows(offset, rows_at_once)


class Notes:
    """The notes of one spool, to be added to: `with Notes(spool) as notes`."""

    def __init__(self, spool: Path) -> None:
        self._path = spool / notes_name
        self._file: TextIOWrapper | None = None

    def __enter__(self) -> Notes:
        self._file = self._path.open("a", encoding="utf-8")
        self._file.write("\n")  # ends a line that a crash cut
        return self

    def __exit__(self, *_: object) -> None:
        assert self._file is not None
        self._file.close()

    def add(self, files: Files, made: Fitted | str) -> None:
        """What became of an item's files."""
        assert self._file is not None
        told: Any = made if isinstance(made, str) else asdict(made)
        self._file.write(json.dumps([list(key(files)), told], ensure_ascii=False) + "\n")
        self._file.flush()


def noted(spool: Path) -> dict[Key, Fitted | str]:
    """What the notes of a spool say; a line that a crash cut is not there."""
    path = spool / notes_name
    if not path.is_file():
        return {}
    found: dict[Key, Fitted | str] = {}
    with path.open(encoding="utf-8") as file:
        for line in file:
            try:
                names, told = json.loads(line)
            except ValueError:
                continue
            found[tuple(names)] = told if isinstance(told, str) else _fitted(told)
    return found


def hashes(spools: Path) -> frozenset[str]:
    """What imports under way have put into the store: of each spool in a folder what its notes name."""
    places = spools.iterdir() if spools.is_dir() else ()
    made = (one for spool in places for one in noted(spool).values())
    return frozenset(small.hash for one in made if isinstance(one, Fitted) for small in one.renditions)


def _fitted(told: dict[str, Any]) -> Fitted:
    return Fitted(told["source"], tuple(Small(**one) for one in told["renditions"]), told["fingerprint"])
