"""Pictures are stored in Telegram's sizes, everything else untouched."""

import io
from pathlib import Path

import pytest
from PIL import Image
from PIL.JpegImagePlugin import JpegImageFile

from bot.sandbox.files import Files, Stored


def files(folder: Path | None = None, *, keep_photos: bool = False) -> Files:
    """An empty store that tells nobody."""
    return Files(folder, lambda stored: None, keep_photos=keep_photos)


def picture(width: int, height: int, mode: str = "RGB", kind: str = "PNG") -> bytes:
    """A picture of one colour."""
    written = io.BytesIO()
    Image.new(mode, (width, height)).save(written, kind)
    return written.getvalue()


@pytest.mark.parametrize(
    ("size", "stored"),
    [
        ((100, 50), [(100, 50)]),
        ((320, 10 * 32), [(320, 320)]),
        ((640, 480), [(320, 240), (640, 480)]),
        ((1281, 100), [(320, 25), (800, 62), (1280, 100)]),
        ((300, 3000), [(32, 320), (80, 800), (128, 1280)]),
    ],
)
def test_sizes_fit_their_boxes_and_none_is_larger_than_the_original(
    size: tuple[int, int], stored: list[tuple[int, int]]
) -> None:
    """Boxes of 320, 800 and 1280 pixels."""
    store = files()
    album = [store.by_id[file_id] for file_id in store.photo(1, picture(*size))]
    assert [(one.width, one.height) for one in album] == stored


def test_a_picture_is_a_jpeg_of_quality_87_with_halved_colour() -> None:
    """The quantisation tables are those of quality 87, the sampling 4:2:0."""
    store = files()
    content = store.content(store.by_id[store.photo(1, picture(64, 64))[-1]])
    expected = io.BytesIO()
    Image.new("RGB", (64, 64)).save(expected, "JPEG", quality=87, subsampling="4:2:0")
    found, wanted = JpegImageFile(io.BytesIO(content)), JpegImageFile(io.BytesIO(expected.getvalue()))
    assert found.quantization == wanted.quantization
    assert found.layer[0][1:3] == (2, 2)


def test_a_switch_keeps_the_picture_as_it_was_sent() -> None:
    """The largest size is the very file, smaller ones are made."""
    store = files(keep_photos=True)
    sent = picture(900, 600)
    album = store.photo(1, sent)
    assert store.content(store.by_id[album[-1]]) == sent
    assert len(album) == 3


@pytest.mark.parametrize("mode", ["RGBA", "P", "L", "LA", "1", "CMYK"])
def test_any_colours_become_red_green_and_blue(mode: str) -> None:
    """Transparency is laid on white."""
    kind = "JPEG" if mode == "CMYK" else "PNG"
    store = files()
    content = store.content(store.by_id[store.photo(1, picture(40, 40, mode, kind))[-1]])
    assert Image.open(io.BytesIO(content)).mode == "RGB"


def test_the_same_file_has_the_same_id_for_one_bot_only() -> None:
    """Another bot has another file id, and the same unique id."""
    store = files()
    first, again, other = (store.by_id[store.document(bot, b"x", "a.txt", "")] for bot in (1, 1, 2))
    assert first == again
    assert first.file_id != other.file_id
    assert first.unique_id == other.unique_id


def test_files_are_on_disk_by_their_digest(tmp_path: Path) -> None:
    """What was kept can be loaded again."""
    kept: list[Stored] = []
    store = Files(tmp_path, kept.append, keep_photos=False)
    ids = store.photo(1, picture(640, 480))
    again = files(tmp_path)
    for stored in kept:
        described = store.kept(stored)
        again.load(described.pop("owner"), described)
    assert [again.content(again.by_id[file_id]) for file_id in ids] == [store.content(one) for one in kept]
    assert again.album(again.by_id[ids[0]]) == kept
