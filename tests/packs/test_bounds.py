"""What strangers bring is bounded by the figures that are known to hold."""

from dataclasses import fields

from bot.packs.bounds import own, upload


def test_an_upload_is_bounded_as_telegram_and_known_bombs_ask() -> None:
    """20 MB, 5,000 entries, 500 MB in all, 50,000 rows."""
    assert (upload.archive_bytes_max, upload.archive_entries_max) == (20_000_000, 5_000)
    assert (upload.media_bytes_max, upload.table_bytes_max, upload.rows_max) == (
        500_000_000,
        20_000_000,
        50_000,
    )


def test_the_operators_own_folders_may_be_larger_in_every_way() -> None:
    """Who runs the house is not kept from large work."""
    assert all(getattr(own, one.name) > getattr(upload, one.name) for one in fields(own))
