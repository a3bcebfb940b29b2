"""The whole installation: backed up, restored, moved to PostgreSQL. These work on the house itself, whoever runs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.words import settings, tell

verbs = typer.Typer()
Key = Annotated[Path | None, typer.Option(help="The key's file; UJIMA_BACKUP_KEY says it otherwise.")]


@verbs.command()
def backup(
    target: Annotated[
        Path, typer.Argument(help="A folder, or the file to write; with --check the backup to read.")
    ],
    key: Key = None,
    keep: Annotated[
        int, typer.Option(min=0, help="Keep so many of the folder's backups, the newest; 0 keeps all.")
    ] = 0,
    check: Annotated[bool, typer.Option("--check", help="Only read a backup and prove it whole.")] = False,
) -> None:
    """Write database, pictures and keys into one sealed file while the program runs, and read it back."""
    found = settings()
    from bot import office

    if check:
        tell(office.backup_check(target, key or found.backup_key), True)
    tell(office.backup(found, target, key or found.backup_key, keep), True)


@verbs.command()
def restore(
    file: Annotated[Path, typer.Argument(help="The backup.", dir_okay=False)],
    key: Key = None,
) -> None:
    """Put a backup in place, in an empty data folder or database; payouts are held until you compared them."""
    found = settings()
    from bot import office

    tell(office.restore(found, file, key or found.backup_key), True)


@verbs.command()
def move(
    to: Annotated[str, typer.Option(help="An empty database, postgresql://user:password@host:5432/name.")],
) -> None:
    """Move the data folder's database to PostgreSQL, every row proved on both sides. Stop the program first."""
    found = settings()
    from bot import office

    tell(office.move(found, to), True)
