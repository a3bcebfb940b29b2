"""A pack's final answers as files, and whose answers are left out of what is made of them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from bot.actions import exporting, publishing, queueing
from bot.desk.words import Said, Verbs, begun
from bot.domain.refusals.results import NotWritable
from bot.packs.foreign import formats
from bot.screens import operator

if TYPE_CHECKING:
    from bot.desk import Desk

files_by_suffix = {".csv": "csv", ".jsonl": "jsonl", ".parquet": "parquet"}


async def results(
    desk: Desk,
    name: str,
    out: str,
    format: str = "",
    method: str = "",
    report: str = "",
    language: str = "en",
) -> Said:
    """Writes a pack's final answers into files, as a job; says which. A file's suffix tells a format not named."""
    format = format_of(Path(out), format)
    wish = {"pack": name, "out": out, "format": format, "method": method, "report": bool(report)}
    await desk.house.database.read(publishing.named, name)
    return await begun(desk, queueing.results_job, {**wish, "language": language}, undo=False)


async def aside(desk: Desk, name: str, worker: str, back: str = "") -> Said:
    """Leaves a person's answers out of what is made of a pack, or takes them in again; pay stays."""
    new = await desk.house.database.write(exporting.set_aside, name, worker, not back)
    return {"lines": operator.results.aside(name, worker, not back, new), "ok": True}


def format_of(out: Path, named: str) -> str:
    """The format of results: as named, else by a file's suffix, csv for a folder. Refused where name and file differ.

    >>> format_of(Path("answers.jsonl"), ""), format_of(Path("wells"), "")
    ('jsonl', 'csv')
    """
    suffix = "" if out.is_dir() else out.suffix
    known = formats().get(named)
    if not suffix or (named and known is None):  # a name that is none is refused where formats are made
        return named or "csv"
    if known is not None:
        if suffix.lower() != known.suffixes[0]:  # the others are read, never written
            right = out.with_suffix(known.suffixes[0]).name
            raise NotWritable(reason=f"{out.name} is no name for a file of {named}; write --out {right}.")
        return named
    if suffix.lower() not in files_by_suffix:
        suffixes = ", ".join(files_by_suffix)
        reason = f"{out.name} tells no format: {suffixes} do; name another with --format."
        raise NotWritable(reason=reason)
    return files_by_suffix[suffix.lower()]


VERBS: Verbs = {
    "results": results,
    "results.aside": aside,
}
