"""What a backup's file is called: `ujima-`, its time, `.backup`. So names sort by time, and who looks for backups finds these alone."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

ending: Final = ".backup"
named: Final = f"ujima-*Z{ending}"
"""The names of a folder's backups, as `Path.glob` takes them; one that somebody named otherwise is theirs to keep."""


def name_of(at: int) -> str:
    """The name of a backup begun at `at` (UTC epoch ms).

    >>> name_of(1_767_225_600_000)
    'ujima-20260101T000000Z.backup'
    """
    return f"ujima-{datetime.fromtimestamp(at / 1000, UTC):%Y%m%dT%H%M%SZ}{ending}"
