"""A screen: one message as data. Knows Telegram's limits, not Telegram.

A `Screen` that would be refused by Telegram, or that would not fit a small phone, cannot be built.
`str(screen)` reads like the phone and is what snapshot tests compare.

Figures: text 4,096 and caption 1,024 UTF-16 units after entities, callback data 1 to 64 bytes (Bot API
10.1). Three rows of keys are seen without scrolling on Android's panel; two columns hold about 18
characters at 360 px, one column about 36 (read in client sources; nothing was run).
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

text_utf16_max = 4096
caption_utf16_max = 1024
callback_bytes_max = 64
bill_title_utf16_max, bill_text_utf16_max, bill_payload_bytes_max = 32, 255, 128
rows_max = 3
columns_max = 2
narrow_columns_max = 4  # of keys that carry a digit or two: 90 px each
label_narrow_characters_max = 3
label_half_characters_max = 18
label_full_characters_max = 36
mark_characters = 2  # the mark and a space
word_characters_max = 20  # a cut looks back this far for the end of a word

_TAG = re.compile(r"</?(?:b|i|u|s|code|a|tg-spoiler)(?: href=\"[^\"<>]*\")?>")


def utf16_units(text: str) -> int:
    """The length of a text as Telegram counts it."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def plain(text: str) -> str:
    """The text of a message without its HTML, as a reader sees it."""
    text = _TAG.sub("", text) if "<" in text else text
    return html.unescape(text) if "&" in text else text


def cut(text: str, utf16_max: int) -> str:
    """A plain text of at most so many UTF-16 units (1 at least); "…" stands for what was cut.

    Cut after a word when one ends near, and never inside a joined picture (👩‍🌾).
    """
    if utf16_units(text) <= utf16_max:
        return text
    kept, units = "", 0
    for letter in text:
        units += 2 if ord(letter) > 0xFFFF else 1
        if units > utf16_max - 1:
            break
        kept += letter
    words = kept.rpartition(" ")[0]
    if words and len(kept) - len(words) <= word_characters_max:
        kept = words
    return kept.rstrip(" \n\u200d\ufe0f") + "…"


def _label_characters_max(columns: int) -> int:
    """What a key holds beside its mark when so many share a row."""
    if columns == 1:
        return label_full_characters_max
    return label_half_characters_max if columns <= columns_max else label_narrow_characters_max


@dataclass(frozen=True, slots=True)
class Key:
    """A key of the reply keyboard: the label as pressed, and the act it stands for, which stays in the house."""

    label: str
    act: str


@dataclass(frozen=True, slots=True)
class Button:
    """An inline button, for looking around only: at most 64 bytes of data, harmless when hours late."""

    label: str
    data: str


@dataclass(frozen=True, slots=True)
class Medium:
    """A rendition in the store, by its content hash, the bytes it is there, and the seconds it plays.

    `cover`: how it is drawn over when it is sent ("blurred", "grey"); "": it is sent as it is.
    """

    hash: str
    size_bytes: int = 0
    seconds: int = 0
    cover: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture of numbers that is drawn when its message is sent: digits and marks, for every language.

    `done` of `wanted` answers; `days` are answers a day, oldest first; `spent` of `held`, as money in words;
    `agreement` in hundredths (-1: none); what was `skipped` and `reported`.
    """

    done: int
    wanted: int
    days: tuple[int, ...] = ()
    spent: int = 0
    held: int = 0
    money: tuple[str, str] = ("", "")
    agreement: int = -1
    skipped: int = 0
    reported: int = 0


@dataclass(frozen=True, slots=True)
class Sheet:
    """Pictures drawn as one when their message is sent: (number, hash in the store, long edge in pixels) of each, and the
    bytes all may take.
    """

    pictures: tuple[tuple[int, str, int], ...]
    bytes_max: int


@dataclass(frozen=True, slots=True)
class Kept:
    """A file to be sent from the store: the name it is given, and its content's hash."""

    name: str
    hash: str


@dataclass(frozen=True, slots=True)
class Bill:
    """Telegram's own invoice: `units` of the currency's smallest coin. Title 1–32, payload 1–128 bytes (Bot API 10.1)."""

    title: str
    label: str
    payload: str
    units: int
    currency: str


Keyboard = tuple[tuple[Key, ...], ...]
Buttons = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class Screen:
    """One message. `text` is Telegram's HTML; a message has a keyboard or buttons, never both, and one medium."""

    text: str
    keyboard: Keyboard = ()
    buttons: Buttons = ()
    picture: Medium | None = None
    writing: Medium | None = None  # a picture of letters, as a document
    sticker: Medium | None = None  # the picture, for where stickers are sent instead
    audio: Medium | None = None  # a voice note
    video: Medium | None = None
    file: tuple[str, bytes] | None = None  # (name, content) of a small document, such as a statement
    bill: Bill | None = None  # an invoice: `text` is its description
    kept: Kept | None = None  # a document that lies in the store
    chart: Chart | None = None
    sheet: Sheet | None = None
    mark: str = ""  # of the question this screen asks; "" for a card
    silent: bool = True
    protect: bool = False
    spoiler: bool = False

    def __post_init__(self) -> None:
        read = plain(self.text)
        media = [
            one
            for one in (
                self.picture,
                self.writing,
                self.audio,
                self.video,
                self.file,
                self.kept,
                self.chart,
                self.sheet,
            )
            if one is not None
        ]
        limit = caption_utf16_max if media else text_utf16_max
        assert read.strip(), "a message needs words"
        assert len(media) <= 1, f"{len(media)} media in one message"
        assert utf16_units(read) <= limit, f"{utf16_units(read)} UTF-16 units, {limit} at most: {read[:80]!r}"
        if self.bill is not None:
            assert not media and not self.keyboard and not self.buttons, "an invoice stands alone"
            assert 1 <= utf16_units(self.bill.title) <= bill_title_utf16_max, (
                f"{self.bill.title!r} is too long"
            )
            assert utf16_units(read) <= bill_text_utf16_max, f"{read!r} is too long for an invoice"
            assert 1 <= len(self.bill.payload.encode()) <= bill_payload_bytes_max, "1 to 128 bytes of payload"
        assert self.sticker is None or self.picture is not None, "a sticker stands for a picture"
        assert not (self.keyboard and self.buttons), "a keyboard or buttons, never both"
        assert len(self.keyboard) <= rows_max, f"{len(self.keyboard)} rows, {rows_max} are seen"
        for row in self.keyboard:
            assert 1 <= len(row) <= narrow_columns_max, f"{len(row)} keys in a row"
            longest = _label_characters_max(len(row))
            for key in row:
                allowed = longest + (mark_characters if self.mark and key.label.startswith(self.mark) else 0)
                assert 0 < len(key.label) <= allowed, (
                    f"{key.label!r} is {len(key.label)} characters, {allowed} fit"
                )
        for button_row in self.buttons:
            for button in button_row:
                assert 1 <= len(button.data.encode()) <= callback_bytes_max, (
                    f"{button.data!r} is not 1 to 64 bytes"
                )

    def __str__(self) -> str:
        lines = []
        if self.picture:
            lines.append("(photo)")
        if self.writing:
            lines.append("(photo, as a file)")
        if self.audio:
            lines.append("(voice)")
        if self.video:
            lines.append("(video)")
        if self.file:
            lines.append(f"(file {self.file[0]})")
        if self.kept:
            lines.append(f"(file {self.kept.name})")
        if self.chart:
            lines.append("(chart)")
        if self.sheet:
            lines.append(f"(photo of {len(self.sheet.pictures)} pictures)")
        if self.bill:
            lines.append(f"(invoice {self.bill.title}: {self.bill.units} {self.bill.currency})")
        lines.append(plain(self.text))
        lines += [" ".join(f"[{key.label}]" for key in row) for row in self.keyboard]
        lines += [" ".join(f"⟨{button.label}⟩" for button in row) for row in self.buttons]
        return "\n".join(lines)
