"""Pictures nobody can tell apart are sent as one; everything else about them stays their own."""

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from bot.config import carried
from bot.kinds import kinds, spec
from bot.media.store import Store
from bot.packs import bounds, spool
from bot.packs.spool import Spooled
from bot.rounds import media, twins
from bot.rounds.fitting import Files, Fitted, fitted
from tests.makers import RULES

pytestmark = pytest.mark.anyio

SAMPLES = carried("taskpacks") / "street-photos" / "media"


@pytest.fixture
def spooled(shoes: Path, tmp_path: Path) -> Spooled:
    """A pack of photographs, whose third picture is the second saved again."""
    for number, name in ((2, "cat-1"), (3, "cat-1"), (4, "garden-1")):
        shutil.copy(SAMPLES / f"{name}.jpg", shoes / "media" / f"{number}.jpg")
    with Image.open(shoes / "media" / "2.jpg") as picture:
        picture.save(shoes / "media" / "3.jpg", quality=92)
    spool.write(
        shoes, tmp_path / "spool", bounds.own, floor_hourly=RULES.floor_hourly, money_minor=RULES.minor
    )
    return Spooled(tmp_path / "spool")


@pytest.fixture
def made(spooled: Spooled, store: Store) -> list[twins.Made]:
    """What was made of its pictures."""
    found = list[tuple[Files, Fitted]]()
    for order in media.orders(spooled, spooled.form, store):
        one = fitted(order)
        assert isinstance(one, Fitted) and one.fingerprint
        found.append((order.files, one))
    return found


async def test_a_picture_takes_the_renditions_of_its_twin(spooled: Spooled, made: list[twins.Made]) -> None:
    """The later by name takes the earlier's, whatever their order; its source stays its own, and so does the third."""
    by_name = {files["picture"]: one for files, one in made}
    ((files, shared),) = await twins.shared(made, spooled)
    assert files == {"picture": "media/3.jpg"}
    assert shared.renditions == by_name["media/2.jpg"].renditions
    assert shared.source == by_name["media/3.jpg"].source != by_name["media/2.jpg"].source
    assert await twins.shared(made[::-1], spooled) == [(files, shared)]


async def test_a_fingerprint_alone_makes_no_twin(spooled: Spooled, made: list[twins.Made]) -> None:
    """They are looked at; without a fingerprint, or with that of an empty page, nobody is sought."""
    same = [(files, replace(one, fingerprint="f" * 16)) for files, one in made]
    assert [files["picture"] for files, _ in await twins.shared(same, spooled)] == ["media/3.jpg"]
    for none in ("", twins.plain):
        assert (
            await twins.shared([(files, replace(one, fingerprint=none)) for files, one in made], spooled)
            == []
        )


async def test_a_picture_that_is_gone_is_nobody_s_twin(
    spooled: Spooled, made: list[twins.Made], shoes: Path
) -> None:
    """It was made small already, so the import goes on."""
    (shoes / "media" / "2.jpg").unlink()
    assert await twins.shared(made, spooled) == []


def test_few_bits_apart_have_a_quarter_in_common() -> None:
    """Three changed bits leave one of four quarters as it was."""
    one, other = "0123456789abcdef", "1123456789abcdef"
    assert set(twins._quarters(one)) & set(twins._quarters(other))
    assert not set(twins._quarters("0" * 16)) & set(twins._quarters("f" * 16))


def test_where_a_small_difference_is_the_question_nothing_is_shared() -> None:
    """Only kinds that judge a picture as a whole say that they share."""
    shares = {
        kind.name
        for kind in kinds().values()
        if (wanted := kind.media(spec(kind.name, kind.example["settings"], ("en", "sw"))))
        and all(one.shares for one in wanted)
    }
    assert shares == {"choice", "multi", "scale"}


def test_a_pack_s_grey_pictures_are_others(spooled: Spooled, store: Store) -> None:
    """Made without colours, under a source of their own; longer for the same bytes."""
    usual = next(iter(media.orders(spooled, spooled.form, store)))
    grey = next(iter(media.orders(spooled, spooled.form.model_copy(update={"grey_pictures": True}), store)))
    one, other = fitted(usual), fitted(grey)
    assert isinstance(one, Fitted) and isinstance(other, Fitted) and one.source != other.source
    with Image.open(store.path(other.renditions[0].hash)) as picture:
        _, *colours = picture.convert("YCbCr").split()
    assert all(abs(level - 128) <= 2 for plane in colours for level in plane.getextrema())  # type: ignore[operator]
    assert other.shown[0].edge > one.shown[0].edge  # what colours took is there for pixels


def flagged(number: int, flags: dict[str, int]) -> dict[str, Any]:
    """A row of the spool."""
    return {"number": number, "flags": flags, "media": {"picture": f"media/{number}.jpg"}}


@pytest.mark.parametrize(
    ("marks", "sources", "lines"),
    [
        (("0f" * 8, "0f" * 7 + "08", "f0" * 8), "abc", [3]),  # three bits of 64
        (("0f" * 8, "0f" * 7 + "00", "f0" * 8), "abc", []),  # four
        ((twins.plain, twins.plain, ""), "abc", []),  # an empty page says nothing
        (("", "", ""), "aab", [3]),  # a sound is the same only byte by byte
    ],
)
def test_hard_content_comes_once(marks: tuple[str, ...], sources: str, lines: list[int]) -> None:
    """Nearly the same by its fingerprint, or the very same file under another name, is named with its line."""
    made = {
        f"media/{number}.jpg": Fitted(source, (), mark)
        for number, (source, mark) in enumerate(zip(sources, marks, strict=True), 2)
    }
    rows = [flagged(number, {"gore": 1}) for number in (2, 3, 4)]
    found = twins.doubled(rows, lambda files: made[files["picture"]])
    assert [f"media/{line}.jpg (line {line})" in said for line, said in zip(lines, found, strict=True)] == [
        True
    ] * len(lines)
    assert twins.doubled([flagged(number, {}) for number in (2, 3)], lambda files: made["media/2.jpg"]) == []
