"""Checks: all faults of a pack or its quote, and nothing of it is kept."""

import shutil
from pathlib import Path

import pytest
from PIL import Image

from bot.config import carried
from bot.rounds import checks
from tests.makers import RULES

pytestmark = pytest.mark.anyio


async def checked(pack: Path) -> tuple[checks.Checked, list[tuple[str, int, int]]]:
    """A check, and what it told of its progress."""
    told: list[tuple[str, int, int]] = []
    return await checks.check(pack, RULES, False, lambda *one: told.append(one)), told


async def test_a_pack_in_order_has_a_quote_and_bytes(shoes: Path) -> None:
    """Tasks by role, money, an hour's pay, bytes in the middle and at worst for each data mode; pictures are told of."""
    found, told = await checked(shoes)
    assert found.faults == () and (found.report.tasks, found.report.gold, found.report.practice) == (42, 2, 1)
    assert found.quote is not None and found.quote.answers == 42 * 3 * 30_000
    assert found.hourly == 7_200_000
    assert found.bytes["full"][0] >= found.bytes["saver"][0] > found.bytes["text"][0] == 2_000
    assert all(median <= most <= worst for median, most, worst in found.bytes.values()) and found.twins == 0
    assert told[0] == ("reading", 0, 0) and told[-1] == ("pictures", 3, 3)
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
