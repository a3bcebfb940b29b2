"""Only plain files inside media/ can be named, and a missing one is told with what is there."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from bot.packs.bounds import Bounds, upload
from bot.packs.faults import Faults, say
from bot.packs.files import Files, NotAFile, is_inside, leads_inside, opened_inside


def files(folder: Path, bounds: Bounds = upload) -> tuple[Files, list[str]]:
    """The files of a folder and the faults found while looking."""
    faults = Faults()
    found = Files(bounds)
    found.look(folder, faults)
    return found, [say(fault) for fault in faults.listed()]


@pytest.fixture
def media(tmp_path: Path) -> Path:
    """An empty media folder."""
    (tmp_path / "pack" / "media").mkdir(parents=True)
    return tmp_path / "pack" / "media"


@pytest.mark.parametrize(
    ("written", "trouble"),
    [
        ("media/014.jpg", "is not in the pack (there is media/014.JPG)."),
        ("014.JPG", "is not a plain path inside media/, such as media/014.jpg."),
        ("media/boot.jpg", "is not in the pack (there is media/boot.png)."),
        ("media/14.JPG", "is not in the pack (there is media/014.JPG)."),
        ("media/015.JPG", "is not in the pack."),
        ("media/sneker.png", "is not in the pack (there is media/sneaker.png)."),
        ("media/quite-another.webp", "is not in the pack."),
        ("media/../pack.toml", "is not a plain path inside media/, such as media/014.jpg."),
        ("/etc/passwd", "is not a plain path inside media/, such as media/014.jpg."),
        ("media\\014.JPG", "is not a plain path inside media/, such as media/014.jpg."),
        ("media//014.JPG", "is not a plain path inside media/, such as media/014.jpg."),
        ("media/deep/1.png", ""),
    ],
)
def test_a_name_is_found_or_told_with_what_was_meant(media: Path, written: str, trouble: str) -> None:
    """Case, another ending and small slips are seen; paths that lead elsewhere are refused."""
    (media / "deep").mkdir()
    for name in ("014.JPG", "boot.png", "sneaker.png", "deep/1.png"):
        (media / name).write_bytes(b"x")
    found, faults = files(media.parent)
    assert faults == []
    assert found.trouble(written) == trouble
    assert (found.find(written) is None) == bool(trouble)


def test_a_name_is_found_however_its_accents_are_composed(media: Path) -> None:
    """A file named on a Mac (decomposed) is found by the name typed elsewhere."""
    (media / "cafe\u0301.png").write_bytes(b"x")
    assert files(media.parent)[0].find("media/caf\u00e9.png") == "media/cafe\u0301.png"


def test_links_that_leave_the_pack_are_refused_and_those_inside_are_not(media: Path, tmp_path: Path) -> None:
    """A link to a secret is a fault, and so is one that leads nowhere."""
    (tmp_path / "secret").write_bytes(b"x")
    (media / "1.jpg").write_bytes(b"x")
    (media / "out.jpg").symlink_to(tmp_path / "secret")
    (media / "none.jpg").symlink_to(tmp_path / "nothing")
    (media / "in.jpg").symlink_to(media / "1.jpg")
    found, faults = files(media.parent)
    assert found.names == ("media/1.jpg", "media/in.jpg")
    assert faults == [
        "“media/none.jpg”: this is a link that leaves the pack, or leads nowhere.",
        "“media/out.jpg”: this is a link that leaves the pack, or leads nowhere.",
    ]
    assert found.trouble("media/out.jpg") == "can't be used, see above."


def test_a_media_folder_that_is_a_link_outside_is_refused(tmp_path: Path) -> None:
    """The folder itself can't lead out either."""
    (tmp_path / "pack").mkdir()
    (tmp_path / "pack" / "media").symlink_to(tmp_path)
    assert files(tmp_path / "pack")[1] == ["media: this is a link that leaves the pack."]


def test_what_is_not_a_file_or_too_large_or_oddly_named_is_refused(media: Path) -> None:
    """Pipes, 30 MB pictures and names with control characters are named in the faults."""
    os.mkfifo(media / "pipe.jpg")
    (media / "odd\u202e.jpg").write_bytes(b"x")
    with (media / "huge.jpg").open("wb") as file:
        file.truncate(30_000_000)
    assert files(media.parent)[1] == [
        "“media/huge.jpg”: this file is 30.0 MB; 20 MB is the most.",
        "“media/odd .jpg”: this name has characters that can't be used, or is too long.",
        "“media/pipe.jpg”: this is not a file.",
    ]


def test_too_many_files_or_bytes_are_refused(media: Path) -> None:
    """Counting stops at the limit of files; the sum of sizes has its own."""
    for number in range(5):
        (media / f"{number}.jpg").write_bytes(b"xxxx")
    assert files(media.parent, replace(upload, media_bytes_max=19))[1] == [
        "media: all files together are more than 0 MB."
    ]
    assert files(media.parent, replace(upload, media_files_max=4))[1] == [
        "media: there are more than 4 files."
    ]


def test_a_plain_path_is_relative_printable_and_not_long() -> None:
    """The rule by itself, for whoever opens a file later."""
    assert is_inside("media/a/b.jpg")
    assert not any(map(is_inside, ("media/", "media/./a", "a.jpg", "media/a\nb", "media/" + "a" * 200)))


def test_a_link_in_a_ring_leads_nowhere(media: Path) -> None:
    """Two links that point at each other are not inside."""
    (media / "a").symlink_to(media / "b")
    (media / "b").symlink_to(media / "a")
    assert not leads_inside(media / "a", media.parent.resolve())


def test_what_is_opened_is_a_file_inside_and_nothing_is_waited_for(media: Path) -> None:
    """Also behind links that stay inside; a pipe, a socket, a folder and what is gone are no files."""
    root = media.parent.resolve()
    (media / "1.jpg").write_bytes(b"one")
    (media / "2.jpg").symlink_to("1.jpg")
    for name in ("1.jpg", "2.jpg"):
        with opened_inside(media / name, root) as file:
            assert file.read() == b"one"
    os.mkfifo(media / "pipe.jpg")
    (media / "folder.jpg").mkdir()
    (media.parent.parent / "secret.jpg").write_bytes(b"secret")
    (media / "out.jpg").symlink_to("../../secret.jpg")
    for name in ("pipe.jpg", "folder.jpg", "gone.jpg", "out.jpg"):
        with pytest.raises(NotAFile):
            opened_inside(media / name, root)


def test_a_link_that_comes_between_looking_and_opening_is_not_followed(
    media: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder or a file that is swapped for a link elsewhere once its place was looked up."""
    root, secret = media.parent.resolve(), media.parent.parent / "elsewhere"
    secret.mkdir()
    (secret / "1.jpg").write_bytes(b"secret")
    monkeypatch.setattr(Path, "resolve", lambda path, strict=False: path)
    (media / "1.jpg").symlink_to(secret / "1.jpg")
    (root / "other").symlink_to(secret)
    for path in (root / "media" / "1.jpg", root / "other" / "1.jpg"):
        with pytest.raises(NotAFile):
            opened_inside(path, root)
