"""The guides show and name what is there: each picture is of a scene that plays, each command can be typed."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from bot.chat.router import COMMANDS
from tests.browser import Browser, chromium
from tests.house.sources import ROOT, typed_verbs
from tests.site import pictures
from tests.site.pictures import page_pixels, take, written
from tests.site.scenes import opened, operator, played
from tests.site.scenes import page as both
from tests.stories.program import Person

__all__ = ["chromium"]

GUIDES = {path.stem: path.read_text("utf-8") for path in sorted((ROOT / "docs" / "guides").glob("*.md"))}
PICTURE = re.compile(r"!\[([^]]+)\]\(pictures/([\w-]+)\.webp\)")
APART = {"newbot", "support"}  # @BotFather's; and one that the router knows before all others
picture_bytes_max, page_bytes_max = 20_000, 80_000


def test_every_picture_is_of_a_scene_that_plays(stocked: Path, tmp_path: Path) -> None:
    """What the guides name and what the scenes take is the same, and nothing is taken twice."""
    taken: list[str] = []
    played(stocked, tmp_path, lambda name, person, messages: taken.append(name))
    named = {name for text in GUIDES.values() for _, name in PICTURE.findall(text)}
    assert set(taken) == named and len(taken) == len(named)


def test_a_picture_is_small_and_shows_the_phone(stocked: Path, tmp_path: Path, chromium: Browser) -> None:
    """Taken in Chromium as for the site: as wide as a phone, a few kilobytes, something on it."""
    sizes: list[int] = []

    def snap(name: str, person: Person, messages: int) -> None:
        picture = take(chromium, person, messages)
        assert 400 < picture.width < 500 and 200 < picture.height < 1_500
        assert len(picture.getcolors(1 << 20) or ()) > 50
        sizes.append(len(written(picture, photograph=False)))

    with opened(stocked, tmp_path / "data") as running:
        operator(running, snap)
    assert len(sizes) == 2 and max(sizes) < picture_bytes_max
    with opened(stocked, tmp_path / "page") as running:
        both(running)
        whole = Image.open(BytesIO(pictures.page(chromium, running)))
    assert whole.size == page_pixels


def test_the_pictures_that_are_named_are_there() -> None:
    """Whoever reads a guide in the repository sees them, and nothing lies there that no guide shows."""
    folder = ROOT / "docs" / "guides" / "pictures"
    named = {f"{name}.webp" for text in GUIDES.values() for _, name in PICTURE.findall(text)}
    assert {one.name for one in folder.iterdir()} == {*named, "page.webp"}
    assert "docs/guides/pictures/page.webp" in (ROOT / "README.md").read_text("utf-8")
    for one in folder.iterdir():
        with Image.open(one) as picture:
            assert one.stat().st_size < page_bytes_max and picture.format == "WEBP"


@pytest.mark.parametrize("guide", GUIDES)
def test_what_a_guide_names_can_be_typed(guide: str) -> None:
    """Commands of the chat, verbs of the command line, and what make is asked for."""
    typed = re.findall(r"`([^`\n]+)`|^    (.+)$", GUIDES[guide], re.MULTILINE)
    words = [first or second for first, second in typed]
    chat = {found[1] for one in words if (found := re.match(r"/([a-z]+)", one))}
    assert chat - set(COMMANDS) - APART == set()
    verbs = [one for one in words if one.startswith("ujima ")]
    known = [*typed_verbs(), "ujima deposit"]
    assert [one for one in verbs if not any(f"{one} ".startswith(f"{verb} ") for verb in known)] == []
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    assert {one.split()[1] for one in words if one.startswith("make ")} <= targets


@pytest.mark.parametrize("guide", GUIDES)
def test_what_a_guide_says_to_press_is_on_a_key(guide: str) -> None:
    """What is bold and ends without a point is on a key, word for word."""
    sentences = re.sub(r"\{\w+\}", "10", (ROOT / "locales" / "bot.pot").read_text("utf-8"))
    pressed = [one for one in re.findall(r"\*\*([^*]+)\*\*", GUIDES[guide]) if not one.endswith(".")]
    assert [one for one in pressed if f'msgid "{one}"' not in sentences] == []


def test_every_page_is_on_the_site_and_every_link_leads_somewhere() -> None:
    """The front page's lists name each page once; a link to a file of the repository finds it."""
    docs = ROOT / "docs"
    pages = [*docs.glob("*.md"), *docs.glob("guides/*.md"), *docs.glob("adding/*.md")]
    listed = re.findall(r"^(?:.* <)?([\w/.-]+?)>?$", (docs / "index.md").read_text("utf-8"), re.MULTILINE)
    named = [(docs / f"{one}.md").resolve() for one in listed if (docs / f"{one}.md").is_file()]
    assert sorted(path for path in named if docs in path.parents) == sorted({*pages} - {docs / "index.md"})
    for page in (*pages, ROOT / "README.md"):
        for link in re.findall(r"\]\(([\w/.-]+)\)", page.read_text("utf-8")):
            assert (page.parent / link).exists(), f"{page.name}: {link}"


@pytest.mark.parametrize("guide", GUIDES)
def test_every_picture_says_what_is_on_it(guide: str) -> None:
    """Who can't see it, or does not fetch it, reads it."""
    said = [text for text, _ in PICTURE.findall(GUIDES[guide])]
    assert said and all(len(text) >= 20 for text in said)
    assert GUIDES[guide].count("![") == len(said)
