"""A first look at hard content: without its details, or without its colours. A choice, and no protection.

Neither blur nor grey lessened what mock moderators felt (Lewitzka et al., Psychological Research, 2026); people chose them all
the same, and somebody who decides for themselves what they see of a picture is worth their few kilobytes.
"""

from __future__ import annotations

from collections.abc import Callable

from PIL import Image, ImageFilter

blur_share = 24
"""The blur's radius is the long edge ÷ this: of a person a tenth of the picture high nothing but colour is left."""


def blurred(picture: Image.Image) -> Image.Image:
    """The picture with its shapes, without its details."""
    return picture.filter(ImageFilter.GaussianBlur(max(picture.size) / blur_share))


def grey(picture: Image.Image) -> Image.Image:
    """The picture without its colours."""
    return picture.convert("L")


COVERS: dict[str, Callable[[Image.Image], Image.Image]] = {"blurred": blurred, "grey": grey}
"""By the form of a rendition, which is also what `care.look` says."""
