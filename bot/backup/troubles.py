"""What can be wrong with a backup: one type, whose text says what it is and what to do."""

from __future__ import annotations

from pathlib import Path


class BackupTrouble(Exception):
    """A backup can't be made, read or restored; the text is a sentence for the operator."""


def no_key(file: Path) -> BackupTrouble:
    """There is no key."""
    return BackupTrouble(
        f"There is no backup key {file}. `(umask 077; ujima key new > {file})` makes one, UJIMA_BACKUP_KEY names it. "
        "Keep a copy of it away from this machine: without it no backup can be read."
    )


def open_key(file: Path) -> BackupTrouble:
    """Others may read the key."""
    return BackupTrouble(f"Others on this machine may read {file}. `chmod o= {file}` mends that.")


def no_such_key(file: Path) -> BackupTrouble:
    """It is something else."""
    return BackupTrouble(f"{file} is no backup key; `ujima key new` makes one.")


def key_beside(file: Path, folder: Path) -> BackupTrouble:
    """Whoever takes the folder has both."""
    return BackupTrouble(
        f"The backup key {file} lies in {folder}, beside the backups: who takes one would have both. Put it elsewhere."
    )


def no_backup(file: Path) -> BackupTrouble:
    """Something else, or nothing."""
    return BackupTrouble(f"{file} is no backup of Ujima.")


def wrong_key(file: Path, mark: str, own: str) -> BackupTrouble:
    """Sealed with another one."""
    return BackupTrouble(
        f"{file} was sealed with another key: its key's mark is {mark}, yours is {own}. Name the right one with --key."
    )


def not_whole(file: Path, at: int) -> BackupTrouble:
    """Cut short, or changed."""
    return BackupTrouble(
        f"{file} is not whole: after {at:,} bytes it ends, or was changed. Nothing was restored from it. Take another copy "
        "of it, or an older backup."
    )


def not_as_told(file: Path, what: str) -> BackupTrouble:
    """It opens, and does not hold what it says."""
    return BackupTrouble(f"{file} does not hold what it says it does: {what} differs. Take an older backup.")


def no_folder(target: Path) -> BackupTrouble:
    """Neither a folder nor a backup's name."""
    return BackupTrouble(f"There is no folder {target}. Make it, or name a file that ends in .backup.")


def no_room(folder: Path, written: int) -> BackupTrouble:
    """The disk is full."""
    return BackupTrouble(
        f"The disk with {folder} is full after {written:,} bytes of the backup; what was written is removed again, and "
        "the backups before are untouched. Free some room, or name another folder."
    )


def no_room_here(folder: Path) -> BackupTrouble:
    """The disk is full where a backup is put in place."""
    return BackupTrouble(
        f"The disk with {folder} is full, so nothing was put in place. Free some room, or name another data folder, then "
        "begin again."
    )


def clock_behind(now: str, made: str) -> BackupTrouble:
    """This machine's clock is before the backup's time."""
    return BackupTrouble(
        f"This machine's clock says {now}, and the backup is of {made}, which is later. Set the clock first: "
        "deadlines and numbers of payouts are made of it."
    )


def book_wrong(faults: list[str]) -> BackupTrouble:
    """What came of it does not prove itself."""
    return BackupTrouble("\n".join(["The book does not prove itself, so nothing was put in place:", *faults]))
