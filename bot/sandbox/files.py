"""Files of both sides: pictures in Telegram's sizes, everything else untouched, each found by its file id.

A picture is stored as JPEG of quality 87 with 4:2:0 colour in boxes of 320, 800 and 1280 pixels, none larger than the
original. Whether Telegram re-encodes a small JPEG is not published; `keep_photos` stores what was sent as it came.
"""

import base64
import hashlib
import io
import warnings
from collections.abc import Callable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from PIL import Image, ImageOps

from bot.sandbox.probing import Found, probe
from bot.sandbox.refused import Refused

photo_bytes_max = 10_485_760
photo_sides_pixels_max = 10_000
photo_ratio_max = 20
upload_bytes_max = 52_428_800
download_bytes_max = 20_971_520
sticker_bytes_max = 524_288
album_messages_max = 10
jpeg_quality = 87
boxes_pixels = (320, 800, 1280)
PREFIXES = {
    "photo": "AgACAgIAAxk",
    "document": "BQACAgIAAxk",
    "voice": "AwACAgIAAxk",
    "audio": "CQACAgIAAxk",
    "video": "BAACAgIAAxk",
    "animation": "CgACAgIAAxk",
    "sticker": "CAACAgIAAxk",
}
# Which of them have a width and a height, and which a length.
SEEN = ("photo", "video", "animation", "sticker")
PLAYED = ("voice", "audio", "video", "animation")
# What may be sent as what, by the Bot API's documentation; whatever is not in its row is sent as a document.
TAKEN = {
    "voice": ("audio/ogg", "audio/mpeg", "audio/mp4"),
    "audio": ("audio/mpeg", "audio/mp4", "audio/ogg", "audio/flac"),
    "video": ("video/mp4",),
    "animation": ("image/gif", "video/mp4"),
}
FOLDERS = {"voice": "voice", "audio": "music", "animation": "animations"}
ENDINGS = {"photo": ".jpg", "voice": ".oga", "video": ".mp4", "sticker": ".webp"}
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP")


@dataclass(frozen=True, slots=True)
class Stored:
    """One file of one bot: `kind` is one of PREFIXES, `size` bytes; `album` lists all sizes of a photo, smallest first."""

    file_id: str
    unique_id: str
    kind: str
    digest: str
    size: int
    mime: str = ""
    name: str = ""
    width: int = 0
    height: int = 0
    seconds: int = 0
    title: str = ""
    performer: str = ""
    album: tuple[str, ...] = ()

    @property
    def path(self) -> str:
        """The file path that getFile answers."""
        ending = ENDINGS.get(self.kind, Path(self.name).suffix)
        return f"{FOLDERS.get(self.kind, f'{self.kind}s')}/{self.unique_id}{ending}"

    def described(self) -> dict[str, Any]:
        """The PhotoSize, Document, Voice, Audio, Video, Animation or Sticker of the Bot API."""
        shown: dict[str, Any] = {
            "file_id": self.file_id,
            "file_unique_id": self.unique_id,
            "file_size": self.size,
        }
        if self.kind in SEEN:
            shown |= {"width": self.width, "height": self.height}
        if self.kind in PLAYED:
            shown["duration"] = self.seconds
        if self.kind == "photo":
            return shown
        if self.kind == "sticker":
            return {**shown, "type": "regular", "is_animated": False, "is_video": False}
        about = {"mime_type": self.mime, "title": self.title, "performer": self.performer}
        if self.kind != "voice":
            about["file_name"] = self.name
        return {**shown, **{name: value for name, value in about.items() if value}}


class Files:
    """All files, their bytes in `folder` (by SHA-256) or in memory; `changed` is told of each new one."""

    def __init__(self, folder: Path | None, changed: Callable[[Stored], None], *, keep_photos: bool) -> None:
        self.folder = folder
        self.keep_photos = keep_photos
        self.by_id: dict[str, Stored] = {}
        self.by_path: dict[tuple[int, str], Stored] = {}
        self.owners: dict[str, int] = {}
        self._memory: dict[str, bytes] = {}
        self._albums: dict[tuple[int, str], tuple[str, ...]] = {}
        self._changed = changed

    def load(self, owner: int, kept: dict[str, Any]) -> None:
        """Take a file back from disk."""
        stored = Stored(**{**kept, "album": tuple(kept["album"])})
        self._add(owner, stored)

    def kept(self, stored: Stored) -> dict[str, Any]:
        """The file's description as it is kept on disk."""
        shown = {field.name: getattr(stored, field.name) for field in fields(stored)}
        return {"owner": self.owners[stored.file_id], **shown}

    def content(self, stored: Stored) -> bytes:
        """The bytes of a file."""
        return self.bytes_of(stored.digest)

    def album(self, stored: Stored) -> list[Stored]:
        """All sizes of a photo, smallest first."""
        return [self.by_id[file_id] for file_id in stored.album]

    def photo(self, owner: int, content: bytes) -> tuple[str, ...]:
        """Store a picture in its sizes, smallest first; raises Refused as Telegram does."""
        if not content:
            raise Refused("file must be non-empty")
        if len(content) > photo_bytes_max:
            heavy = f"file of size {len(content)} bytes is too big for a photo"
            raise Refused(f"{heavy}; the maximum size is {photo_bytes_max} bytes")
        known = (owner, hashlib.sha256(content).hexdigest())
        if known not in self._albums:
            picture = _decoded(content)
            smaller = [box for box in boxes_pixels[:-1] if max(picture.size) > box]
            sizes = [_scaled(picture, box) for box in [*smaller, boxes_pixels[len(smaller)]]]
            written = [_jpeg(size) for size in sizes]
            if self.keep_photos:
                sizes[-1], written[-1] = picture, content
            ids = tuple(_id("photo", owner, content) for content in written)
            for size, jpeg in zip(sizes, written, strict=True):
                self._store(owner, "photo", jpeg, width=size.width, height=size.height, album=ids)
            self._albums[known] = ids
        return self._albums[known]

    def document(self, owner: int, content: bytes, name: str, mime: str) -> str:
        """Store a document untouched and return its file id."""
        _sized(content)
        return self._store(owner, "document", content, name=name, mime=mime)

    def medium(
        self, owner: int, kind: str, content: bytes, name: str = "", mime: str = "", **said: Any
    ) -> str:
        """Store a voice, audio, video, animation or sticker untouched; its file id. Raises Refused as Telegram does.

        `said` is what its sender says of it (duration, width, height, title, performer); the rest is read from its
        bytes. What is not of a format that Telegram plays is stored as a document.
        """
        _sized(content)
        found = probe(content)
        if kind == "sticker":
            _sticker(content, found)
        elif found.mime not in TAKEN[kind]:
            return self.document(owner, content, name, mime)
        about = {"title": said.get("title", ""), "performer": said.get("performer", "")}
        if kind in SEEN:
            about |= {side: said.get(side) or getattr(found, side) for side in ("width", "height")}
        seconds = found.seconds if said.get("duration") is None else said["duration"]
        return self._store(owner, kind, content, name=name, mime=found.mime, seconds=seconds, **about)

    def raw(self, content: bytes) -> str:
        """Put bytes aside that are no file yet (a phone's outbox); answers their digest."""
        digest = hashlib.sha256(content).hexdigest()
        self._write(digest, content)
        return digest

    def bytes_of(self, digest: str) -> bytes:
        """The bytes with this digest."""
        return self._memory[digest] if self.folder is None else (self.folder / digest).read_bytes()

    def _store(self, owner: int, kind: str, content: bytes, **described: Any) -> str:
        digest = hashlib.sha256(content).hexdigest()
        file_id = _id(kind, owner, content + str(described.get("name", "")).encode())
        if file_id not in self.by_id:
            self._write(digest, content)
            unique_id = _short(f"{kind} {digest}".encode())[:16]
            stored = Stored(file_id, unique_id, kind, digest, len(content), **described)
            self._add(owner, stored)
            self._changed(stored)
        return file_id

    def _add(self, owner: int, stored: Stored) -> None:
        self.by_id[stored.file_id] = stored
        self.by_path[owner, stored.path] = stored
        self.owners[stored.file_id] = owner

    def _write(self, digest: str, content: bytes) -> None:
        if self.folder is None:
            self._memory[digest] = content
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        fresh = self.folder / f"{digest}.new"
        fresh.write_bytes(content)
        fresh.replace(self.folder / digest)


def _short(content: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(content).digest()).decode().rstrip("=")


def _id(kind: str, owner: int, content: bytes) -> str:
    return PREFIXES[kind] + _short(f"{owner} ".encode() + content)


def _sized(content: bytes) -> None:
    if not content:
        raise Refused("file must be non-empty")
    if len(content) > upload_bytes_max:
        raise Refused("Request Entity Too Large", 413)


def _sticker(content: bytes, found: Found) -> None:
    """Only static WebP pictures of at most 512 kB are played; Telegram takes animated ones and videos too."""
    if len(content) > sticker_bytes_max:
        raise Refused("STICKER_FILE_INVALID: file is too big for a sticker")
    if found.mime != "image/webp" or found.moves:
        raise Refused("wrong file type: the sandbox plays static WebP stickers only")


def _decoded(content: bytes) -> Image.Image:
    """The picture, upright and without transparency; raises Refused when it is none."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            picture = Image.open(io.BytesIO(content), formats=FORMATS)
            width, height = picture.size
            if width + height > photo_sides_pixels_max or max(picture.size) > photo_ratio_max * min(
                picture.size
            ):
                raise Refused("PHOTO_INVALID_DIMENSIONS")
            picture.load()
            upright = ImageOps.exif_transpose(picture)
    except (OSError, ValueError, SyntaxError, Warning, Image.DecompressionBombError):
        raise Refused("IMAGE_PROCESS_FAILED") from None
    if upright.mode in ("RGBA", "LA", "PA", "P"):
        opaque = Image.new("RGB", upright.size, "white")
        layer = upright.convert("RGBA")
        opaque.paste(layer, mask=layer.getchannel("A"))
        return opaque
    return upright.convert("RGB")


def _scaled(picture: Image.Image, box: int) -> Image.Image:
    if max(picture.size) <= box:
        return picture
    factor = box / max(picture.size)
    width, height = (max(1, round(side * factor)) for side in picture.size)
    return picture.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)


def _jpeg(picture: Image.Image) -> bytes:
    written = io.BytesIO()
    picture.save(written, "JPEG", quality=jpeg_quality, subsampling="4:2:0", optimize=True)
    return written.getvalue()
