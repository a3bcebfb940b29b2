"""Picturing: where Telegram keeps a picture, sound or clip for a bot: it is uploaded once and then sent by its id."""

from __future__ import annotations

from bot.actions import locking
from bot.domain.outcomes.worker import Shot
from bot.storage import Tx


def upload(tx: Tx, bot: int, rendition: str) -> str | None:
    """Telegram's file id of a rendition for this bot; None when it was never uploaded. A read.

    Raises MissingMedia for one that is sealed (`bot.actions.locking`): it is sent to nobody.
    """
    locking.refuse_sealed(tx, (rendition,))
    row = tx.one("packs.upload", bot=bot, hash=rendition)
    return str(row["file"]) if row is not None else None


def examples_source(pack: int) -> str:
    """Under which source the renditions hold a pack's example pictures, which are one picture."""
    return f"examples of {pack}"


def of_examples(tx: Tx, pack: int) -> Shot | None:
    """A pack's example pictures as one; None when it has none. A read."""
    row = tx.one("packs.renditions", source=examples_source(pack))
    return Shot(row["hash"], row["size_bytes"]) if row is not None else None


def uploaded(tx: Tx, bot: int, rendition: str, file: str, size_bytes: int) -> None:
    """Remembers where Telegram keeps a rendition, and the size it reported."""
    tx.run("packs.add_upload", bot=bot, hash=rendition, file=file, size_bytes=size_bytes)


def forget_upload(tx: Tx, bot: int, rendition: str) -> None:
    """Telegram does not know the file any more."""
    tx.run("packs.forget_upload", bot=bot, hash=rendition)


def kept(tx: Tx) -> frozenset[str]:
    """The hashes of every medium something points to, a pack or an answer, and of what is sealed. A read."""
    rows = [*tx.all("packs.all_media"), *tx.all("work.made_hashes"), *tx.all("alarms.all_sealed")]
    return frozenset(str(row["hash"]) for row in rows)
