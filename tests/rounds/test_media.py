"""The media of an import: each item's files once, and notes that a crash can't spoil."""

from pathlib import Path

import pytest

from bot.media.thrift import Space
from bot.packs import bounds, spool
from bot.packs.spool import Spooled
from bot.rounds import media
from bot.rounds.fitting import Fitted, Small
from bot.rounds.media import Notes, key, noted, notes_name
from tests.makers import RULES, make_form

MADE = Fitted("a" * 64, (Small(320, "b" * 64, 320, 200, 9_000),))


def test_an_item_s_files_are_a_key_whatever_their_order() -> None:
    """Columns are sorted; an item without files has the empty key."""
    assert key({"picture_b": "media/2.jpg", "picture": "media/1.jpg"}) == (
        "picture=media/1.jpg",
        "picture_b=media/2.jpg",
    )
    assert key({}) == ()


def test_all_rows_of_a_pack_come_however_many_at_a_time(
    shoes: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Forty-five rows by two, each once and in their order."""
    monkeypatch.setattr(media, "rows_at_once", 2)
    spool.write(
        shoes, tmp_path / "spool", bounds.own, floor_hourly=RULES.floor_hourly, money_minor=RULES.minor
    )
    spooled = Spooled(tmp_path / "spool")
    assert list(media.rows(spooled)) == spooled.rows(0, 100)[0]
    assert len(list(media.rows(spooled))) == 45


def test_notes_come_back_as_they_were(tmp_path: Path) -> None:
    """What was made and what was wrong, after a second opening too."""
    with Notes(tmp_path) as notes:
        notes.add({"picture": "media/1.jpg"}, MADE)
    with Notes(tmp_path) as notes:
        notes.add({"picture": "media/2.jpg"}, "media/2.jpg is damaged.")
    assert noted(tmp_path) == {
        ("picture=media/1.jpg",): MADE,
        ("picture=media/2.jpg",): "media/2.jpg is damaged.",
    }


def test_a_line_that_a_crash_cut_is_not_there_and_spoils_no_other(tmp_path: Path) -> None:
    """The next note begins on a line of its own."""
    with Notes(tmp_path) as notes:
        notes.add({"picture": "media/1.jpg"}, MADE)
    with (tmp_path / notes_name).open("a") as file:
        file.write('[["picture=media/2.jpg"], {"sou')
    with Notes(tmp_path) as notes:
        notes.add({"picture": "media/3.jpg"}, MADE)
    assert set(noted(tmp_path)) == {("picture=media/1.jpg",), ("picture=media/3.jpg",)}


def test_without_notes_nothing_was_made(tmp_path: Path) -> None:
    """An import that begins has none."""
    assert noted(tmp_path) == {}


def test_nothing_flagged_is_ever_a_sticker() -> None:
    """A sticker has no cover; without flags it is made where the installation sends them."""
    form = make_form("streets")
    assert media.room_of(form, stickers=True).sticker == Space(6_000, 11_512)
    assert media.room_of(form).sticker is None
    assert media.room_of(form.model_copy(update={"flags": {"accident": 1}}), stickers=True).sticker is None
