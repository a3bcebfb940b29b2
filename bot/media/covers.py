"""A first look at hard content: without its details, or without its colours. A choice, and no protection.

Neither blur nor grey lessened what mock moderators felt (Lewitzka et al., Psychological Research, 2026); people chose them all
the same, and somebody who decides for themselves what they see of a picture is worth their few kilobytes.
"""

from __future__ import annotations

import io
from collections.abc import Callable

from PIL import Image, ImageFilter

blur_share = 24
"""The blur's radius is the long edge ÷ this: of a person a tenth of the picture high nothing but colour is left."""

quality = 60  # of 100; as `images` ends up with for most photographs


def blurred(picture: Image.Image) -> Image.Image:
    """The picture with its shapes, without its details."""
    return picture.filter(ImageFilter.GaussianBlur(max(picture.size) / blur_share))


def grey(picture: Image.Image) -> Image.Image:
    """The picture without its colours."""
    return picture.convert("L")


COVERS: dict[str, Callable[[Image.Image], Image.Image]] = {"blurred": blurred, "grey": grey}
"""By the form of a rendition, which is also what `care.look` says."""


def drawn(data: bytes, cover: str) -> bytes:
    """A picture of ours drawn over, as a JPEG of the same edges: for where no such file was made when its pack was read.

    `data` is a rendition from the store, `cover` a key of COVERS. It takes about as many bytes at most: it has less to say.
    """
    with Image.open(io.BytesIO(data)) as picture:
        covered = COVERS[cover](picture.convert("RGB"))
    out = io.BytesIO()
    covered.save(out, "JPEG", quality=quality, optimize=True)
    return out.getvalue()
