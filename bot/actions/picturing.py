"""Picturing: where Telegram keeps a picture for a bot, so that it is uploaded once and then sent by its id."""

from __future__ import annotations

from bot.storage import Tx


def upload(tx: Tx, bot: int, picture: str) -> str | None:
    """Telegram's file id of a rendition for this bot; None when it was never uploaded. A read."""
    row = tx.one("packs.upload", bot=bot, hash=picture)
    return str(row["file"]) if row is not None else None


def uploaded(tx: Tx, bot: int, picture: str, file: str, size_bytes: int) -> None:
    """Remembers where Telegram keeps a rendition, and the size it reported."""
    tx.run("packs.add_upload", bot=bot, hash=picture, file=file, size_bytes=size_bytes)


def forget_upload(tx: Tx, bot: int, picture: str) -> None:
    """Telegram does not know the file any more."""
    tx.run("packs.forget_upload", bot=bot, hash=picture)


def kept(tx: Tx) -> frozenset[str]:
    """The hashes of every picture something points to. A read."""
    return frozenset(str(row["hash"]) for row in tx.all("packs.all_media"))
