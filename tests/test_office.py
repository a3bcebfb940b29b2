"""The way to the house: what needs none, and what is refused before one is opened."""

from pathlib import Path

import pytest

from bot import app, office
from bot.config import Settings, WrongSettings
from bot.storage.lock import AlreadyRunning, Lock


def test_the_gallery_names_a_language_that_is_not_there(tmp_path: Path) -> None:
    """An unknown language is refused with those there are."""
    with pytest.raises(WrongSettings, match=r"There is no language xx; there are en"):
        office.gallery(("xx",), tmp_path / "gallery.html")


def test_a_verb_waits_for_nobody_who_holds_the_house(tmp_path: Path) -> None:
    """A program that holds the data folder and does not answer: who it is, at once, and nothing is opened."""
    with Lock(tmp_path), pytest.raises(AlreadyRunning):
        office.call(Settings(data=tmp_path), "ledger.check")
    assert not (tmp_path / "ujima.db").exists()


def test_a_verb_opens_the_house_when_nobody_runs(tmp_path: Path) -> None:
    """And closes it again: the next one can."""
    for _ in range(2):
        assert office.call(Settings(data=tmp_path), "ledger.check") == {
            "lines": ["The book is in order."],
            "ok": True,
        }
    with Lock(tmp_path):
        assert app.one_writer(Settings(data=tmp_path))
