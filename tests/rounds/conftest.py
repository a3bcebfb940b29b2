"""What the tests of rounds share: a pack's folder to read in, and a place for its pictures."""

import shutil
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from bot.config import carried
from bot.media.store import Store
from bot.rounds.imports import Imports
from bot.storage import Database
from tests.makers import RULES, TEXTS
from tests.packs.conftest import BARE, changed


def picture(shade: int) -> bytes:
    """A picture of one shade, 900 × 600, as JPEG."""
    made = BytesIO()
    Image.new("RGB", (900, 600), (shade, 90, 160)).save(made, "JPEG")
    return made.getvalue()


@pytest.fixture
def shoes(tmp_path: Path) -> Path:
    """A pack's folder with 45 rows: one practice, two gold, three with a picture."""
    place = tmp_path / "shoes"
    (place / "media").mkdir(parents=True)
    (place / "pack.toml").write_text(BARE)
    rows = ["id,text,picture,gold,practice,explanation", '1,"High, brown",,Boots,1,They cover the ankle.']
    rows += [f"{number},,media/{number}.jpg,,," for number in (2, 3, 4)]
    rows += [f'{number},"White",,Sneakers,,' for number in (5, 6)]
    rows += [f'{number},"Pair {number}",,,,' for number in range(7, 46)]
    (place / "tasks.csv").write_text("\n".join(rows) + "\n")
    for number in (2, 3, 4):
        (place / "media" / f"{number}.jpg").write_bytes(picture(number * 40))
    return place


@pytest.fixture
def hard(tmp_path: Path) -> Path:
    """A pack's folder with two flagged photographs, which stand for what they are said to be, and a neutral row."""
    place, photographs = tmp_path / "hard", carried("taskpacks") / "street-photos" / "media"
    (place / "media").mkdir(parents=True)
    toml = changed(
        changed(BARE, '"shoes"', '"hard"'),
        "estimate_s = 15",
        "estimate_s = 15\noverlap = 1\ngold_share = 0.0\nbyte_budget = {text = 5000}",
    )
    (place / "pack.toml").write_text(
        toml + '\n[flags.violence]\nlevel = 2\nsays = "Animals that may attack."\n'
    )
    rows = ["id,text,picture,flags,description", "1,,media/1.jpg,,A cat that could scratch"]
    rows += ["2,,media/2.jpg,,A garden where one sat", "3,A bench,,none,"]
    (place / "tasks.csv").write_text("\n".join(rows) + "\n")
    for number, name in ((1, "cat-1"), (2, "garden-1")):
        shutil.copy(photographs / f"{name}.jpg", place / "media" / f"{number}.jpg")
    return place


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """An empty store of pictures."""
    return Store(tmp_path / "kept")


@pytest.fixture
def imports(database: Database, store: Store, tmp_path: Path) -> Imports:
    """The steps of an import on each engine."""
    return Imports(database, store, RULES, tmp_path / "imports", TEXTS)
