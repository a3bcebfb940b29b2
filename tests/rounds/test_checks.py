"""Checks: all faults of a pack or its quote, and nothing of it is kept."""

import shutil
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from bot.config import carried
from bot.rounds import checks
from bot.rounds.costs import Named
from tests.makers import RULES, TEXTS
from tests.packs.conftest import BARE, changed

pytestmark = pytest.mark.anyio


def speckled(place: Path, edge: int, spread: int, texts: tuple[str, ...]) -> Path:
    """A pack with a row for each text, all with one picture: noise of single pixels about grey, `edge` by `edge`."""
    (place / "media").mkdir(parents=True)
    (place / "pack.toml").write_text(changed(BARE, "estimate_s = 15", "estimate_s = 15\ngold_share = 0.0"))
    rows = [f"row-{number},{text},media/1.png\n" for number, text in enumerate(texts, 1)]
    (place / "tasks.csv").write_text("id,text,picture\n" + "".join(rows))
    noise = np.random.default_rng(5).random((edge, edge, 3)) - 0.5
    Image.fromarray((128 + noise * spread).clip(0, 255).astype(np.uint8)).save(place / "media" / "1.png")
    return place


async def checked(pack: Path) -> tuple[checks.Checked, list[tuple[str, int, int]]]:
    """A check, and what it told of its progress."""
    told: list[tuple[str, int, int]] = []
    return await checks.check(pack, RULES, TEXTS, False, lambda *one: told.append(one)), told


async def test_a_pack_in_order_has_a_quote_and_bytes(shoes: Path) -> None:
    """Tasks by role, money, an hour's pay, bytes in the middle and at worst for each data mode; pictures are told of."""
    found, told = await checked(shoes)
    assert found.faults == () and (found.report.tasks, found.report.gold, found.report.practice) == (42, 2, 1)
    assert found.quote is not None and found.quote.answers == 42 * 3 * 30_000
    assert found.hourly == 7_200_000
    assert found.bytes["full"][2] >= found.bytes["saver"][2] > found.bytes["text"][2] > 1_800
    assert all(median <= most <= worst for median, most, worst in found.bytes.values()) and found.twins == 0
    assert told[0] == ("reading the pack", 0, 0) and told[-1] == ("pictures", 3, 3)
    assert checks.as_json(found)["good"] and checks.as_json(found)["at_most"] == found.quote.at_most


async def test_faults_of_rows_and_of_pictures_are_named(shoes: Path) -> None:
    """A bad picture is named like a bad row."""
    (shoes / "media" / "3.jpg").write_bytes(b"\xff\xd8\xff not a picture")
    found, _ = await checked(shoes)
    assert len(found.faults) == 1 and found.faults[0].startswith("media/3.jpg")
    (shoes / "tasks.csv").write_text("id,text\n1,\n")
    found, _ = await checked(shoes)
    assert found.faults and not checks.as_json(found)["good"]


async def test_pictures_that_look_the_same_are_counted(shoes: Path) -> None:
    """A copy saved again is sent as the other; it is no fault."""
    shutil.copy(carried("taskpacks") / "street-photos" / "media" / "cat-1.jpg", shoes / "media" / "2.jpg")
    with Image.open(shoes / "media" / "2.jpg") as picture:
        picture.save(shoes / "media" / "3.jpg", quality=92)
    found, _ = await checked(shoes)
    assert found.faults == () and found.twins == 1 == checks.as_json(found)["twins"]


async def test_hard_content_is_counted_and_its_care_quoted(hard: Path) -> None:
    """By level; and the price of the pauses is in the quote."""
    found, _ = await checked(hard)
    assert found.faults == () and found.report.levels == (0, 2, 0)
    assert found.quote is not None and found.quote.care == 2 * 1_200_000
    assert checks.as_json(found)["levels"] == [0, 2, 0]


async def test_hard_pictures_that_are_nearly_the_same_are_a_fault(hard: Path) -> None:
    """Saved again, paler, smaller: nobody is to see it twice; both are named with their lines."""
    with Image.open(hard / "media" / "1.jpg") as picture:
        picture.resize((picture.width // 2, picture.height // 2)).save(hard / "media" / "2.jpg", quality=40)
    found, _ = await checked(hard)
    assert found.faults == (
        "media/2.jpg (line 3) is nearly the same picture as media/1.jpg (line 2): nobody is to see hard content twice.",
    )


async def test_a_text_pack_costs_what_its_words_and_presses_cost(tmp_path: Path) -> None:
    """Of a kind where several fit a press is taken in silence before the last: 2.9 kB, as phones then count."""
    pack = tmp_path / "market-reviews"
    shutil.copytree(carried("taskpacks") / "market-reviews", pack)
    found, _ = await checked(pack)
    assert (
        found.over == {}
        and found.bytes["saver"] == found.bytes["full"]
        and found.bytes["saver"][0] == pytest.approx(2_864, rel=0.1)
    )
    (pack / "pack.toml").write_text(changed((pack / "pack.toml").read_text(), "text = 3200", "text = 2800"))
    found, _ = await checked(pack)
    assert set(found.over) == {"text"} and found.over["text"].count > len(found.over["text"].names) == 5


async def test_a_task_whose_words_and_picture_together_pass_a_budget_is_named(tmp_path: Path) -> None:
    """A long text beside a picture that alone would fit; beside a short one it does fit."""
    pack = speckled(tmp_path / "grain", 200, 255, ("Short.", "አ" * 600))
    found, _ = await checked(pack)
    assert found.faults == () and found.over["saver"] == Named(1, ("row-2",))
    assert checks.as_json(found)["over"]["saver"] == {"count": 1, "names": ("row-2",)}


async def test_a_picture_that_is_unlike_itself_at_any_size_is_named(tmp_path: Path) -> None:
    """Noise of single pixels: in the bytes there are it can't be shown as it is; its file is told, the plain one's is not."""
    pack = speckled(tmp_path / "noise", 320, 60, ("One.",))
    with (pack / "tasks.csv").open("a") as file:
        file.write("row-2,Two.,media/2.jpg\n")
    shutil.copy(carried("taskpacks") / "street-photos" / "media" / "cat-1.jpg", pack / "media" / "2.jpg")
    found, _ = await checked(pack)
    assert found.faults == () and found.unlike == Named(1, ("media/1.png",))
