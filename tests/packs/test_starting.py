"""Whoever begins a pack gets one that is in order, for every kind there is."""

import tomllib
import wave
from pathlib import Path

import av
import pytest
from PIL import Image

from bot.kinds import kinds
from bot.packs import spool, starting
from bot.packs.bounds import own


@pytest.mark.parametrize("kind", kinds())
def test_a_new_pack_of_every_kind_passes_its_check(kind: str, tmp_path: Path) -> None:
    """Without a fault and without a warning that is not meant to be seen."""
    starting.new(kind, tmp_path / "mine")
    report = spool.write(
        tmp_path / "mine", tmp_path / "spool", own, floor_hourly=5_000_000, money_minor=10_000
    )
    assert report.faults == ()
    assert report.form and (report.form.kind, report.tasks >= 2, report.practice) == (kind, True, 1)
    assert not report.needs_person


@pytest.mark.parametrize("kind", ["choice", "scale", "number", "pair", "rank", "text", "multi", "reply"])
def test_an_example_shows_what_is_right_and_what_is_wrong(kind: str, tmp_path: Path) -> None:
    """Each with its reason."""
    starting.new(kind, tmp_path / "mine")
    examples = tomllib.loads((tmp_path / "mine" / "pack.toml").read_text("utf-8"))["examples"]
    assert [one["right"] for one in examples] == [True, False]


def test_an_unknown_kind_or_a_folder_in_use_is_refused(tmp_path: Path) -> None:
    """Nothing that is there is written over."""
    with pytest.raises(ValueError, match="not a kind of task"):
        starting.new("chioce", tmp_path / "mine")
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "pack.toml").write_text("mine")
    with pytest.raises(FileExistsError):
        starting.new("choice", tmp_path / "mine")
    assert (tmp_path / "mine" / "pack.toml").read_text() == "mine"


def test_the_stand_ins_are_what_their_names_say(tmp_path: Path) -> None:
    """A picture, a sound of two beeps, a film of two seconds."""
    for column, name in (("picture", "1.jpg"), ("audio", "1.wav"), ("video", "1.mp4")):
        starting._make(tmp_path / name, column, "KDA 123B")
    with Image.open(tmp_path / "1.jpg") as picture:
        assert (picture.format, picture.size) == ("JPEG", (640, 480))
    with wave.open(str(tmp_path / "1.wav")) as sound:
        assert sound.getnframes() / sound.getframerate() == pytest.approx(1.7)
    with av.open(str(tmp_path / "1.mp4")) as film:
        assert sum(1 for _ in film.decode(video=0)) == 24
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) < 100_000
