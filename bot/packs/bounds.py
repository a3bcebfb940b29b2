"""How much of a pack is read at most: little for what strangers upload, more for the operator's own folders.

An upload's figures are those that others have found to hold: 20 MB is what Telegram hands to a bot, 5,000
entries, 500 MB in all and a ratio of 50 above 1 MB keep every known bomb shut and every honest pack open.
"""

from __future__ import annotations

from dataclasses import dataclass

media_file_bytes_max = 20_000_000  # what Telegram hands to a bot, and what media takes
packed_ratio_max = 50  # JSON and CSV pack to about a twentieth
packed_bytes_free = 1_000_000  # a ratio says nothing about less


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one reading may take. Bytes are of files as they lie there, or as a zip unpacks them."""

    rows_max: int
    table_bytes_max: int
    media_files_max: int
    media_bytes_max: int
    archive_bytes_max: int
    archive_entries_max: int
    memory_bytes_max: int  # of address space; a process of ours maps some 250 MB before it reads anything
    processor_s_max: int
    wall_s_max: int
    written_bytes_max: int  # of one file in the spool


upload = Bounds(
    rows_max=50_000,
    table_bytes_max=20_000_000,
    media_files_max=5_000,
    media_bytes_max=500_000_000,
    archive_bytes_max=20_000_000,
    archive_entries_max=5_000,
    memory_bytes_max=1_000_000_000,
    processor_s_max=60,
    wall_s_max=120,
    written_bytes_max=500_000_000,
)
own = Bounds(
    rows_max=2_000_000,
    table_bytes_max=1_000_000_000,
    media_files_max=200_000,
    media_bytes_max=50_000_000_000,
    archive_bytes_max=4_000_000_000,
    archive_entries_max=60_000,
    memory_bytes_max=1_500_000_000,
    processor_s_max=1_200,
    wall_s_max=3_600,
    written_bytes_max=8_000_000_000,
)
