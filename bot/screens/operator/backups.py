"""What the operator reads of backups, restores and a move to PostgreSQL."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime


def moment(at: int) -> str:
    """A time to the second, for a name and a sentence alike."""
    return datetime.fromtimestamp(at / 1000, UTC).strftime("%Y-%m-%d %H:%M:%S UTC")


def held(what: str, rows: int, media: int, seal: tuple[int, str]) -> str:
    """What a backup or a database comes to."""
    return f"{what}: {rows:,} rows, {media:,} pictures and voices; {_seal(seal)}."


def _seal(seal: tuple[int, str]) -> str:
    return f"the book's last seal is {seal[1][:16]}… of {moment(seal[0])}" if seal[1] else "no seal yet"


def written(path: str, size: int, rows: int, media: int, seal: tuple[int, str], missing: int) -> list[str]:
    """A backup that was written and read back."""
    lines = [held(f"{path} ({size:,} bytes), read back and whole", rows, media, seal)]
    if missing:
        lines.append(f"{missing} pictures or voices went while it was written, and are not in it.")
    return lines


def removed(names: Sequence[str]) -> list[str]:
    """Older backups that went."""
    return [f"Removed {name}." for name in names]


def proved(path: str, at: int, engine: str, rows: int, media: int, seal: tuple[int, str]) -> list[str]:
    """A backup that was looked at."""
    return [held(f"{path} is whole, of {moment(at)}, from {engine}", rows, media, seal)]


def restored(at: int, rows: int, media: int, seal: tuple[int, str]) -> list[str]:
    """What came back."""
    return [
        held(f"Restored as of {moment(at)}, and the book proves itself", rows, media, seal),
        "What Telegram still holds comes by itself with the next `ujima run`; what was acknowledged after that moment is lost.",
    ]


def payouts_held(unknown: int, listed: int, batch: int) -> list[str]:
    """What must not be paid twice."""
    lines = []
    if unknown:
        lines.append(f"{unknown} payouts may have been sent since. They are looked up, and never sent again.")
    if listed:
        lines.append(
            f"{listed} payouts by hand may have been paid since: they are on list {batch}. "
            f"`ujima payout run --list {batch}` writes it; mark what was paid."
        )
    return [
        *lines,
        "No payout is sent until you have compared each provider's statement with the book "
        "(`ujima payout reconcile FILE --rail NAME`) and said `ujima payout open --by NAME`.",
        "Money that came in since is not in the book either: compare deposits too. Whoever asked to be forgotten since is "
        "here again, and must be forgotten again.",
    ]


def keys_written(path: str, names: Sequence[str]) -> list[str]:
    """Keys that the settings here do not have."""
    return [f"{path} holds {' and '.join(names)} of the backup: put them into your settings, then delete it."]


def moved(rows: int, seal: tuple[int, str], kept: str, tables: int) -> list[str]:
    """A database that is on PostgreSQL now."""
    return [
        f"Moved: {rows:,} rows of {tables} tables, each with the same count and sum on both sides; the book proves itself; "
        f"{_seal(seal)}.",
        f"The old database is {kept} now, so that nobody goes on with it. The data folder's pictures stay where they are.",
        "Set UJIMA_DATABASE to the new database, then `ujima doctor` and `ujima run`.",
    ]


def gone_over(kept: str) -> str:
    """Why this folder's database is not begun anew."""
    return (
        f"This folder's database was moved to PostgreSQL ({kept} is what it was). Set UJIMA_DATABASE, or remove that file to "
        "begin anew."
    )
