"""Formatted text: HTML as Telegram reads it, entity by entity and error by error.

The reader follows what TDLib's offline `parseTextEntities` answers, which the official server uses; the tests compare
the two over good, bad and hostile texts. Offsets and lengths of entities are in UTF-16 units, offsets in errors are
bytes of the text's UTF-8.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from bot.sandbox.refused import Refused

Entity = dict[str, Any]

TYPES = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
}
OTHER_TAGS = frozenset({"a", "code", "pre", "blockquote", "tg-emoji", "tg-time"})
SPACES = b" \t\r\n\0\x0b"
NAMED = {b"lt": "<", b"gt": ">", b"amp": "&", b"quot": '"'}
REFERENCE = re.compile(rb"&(?:#x([0-9a-fA-F]*)|#([0-9]*)|([A-Za-z]*));?")
# The order in which Telegram lists entities that cover the same text.
RANKS = {
    "custom_emoji": 99,
    "pre": 11,
    "code": 20,
    "text_link": 49,
    "text_mention": 49,
    "spoiler": 94,
    "bold": 90,
    "italic": 91,
    "underline": 92,
    "strikethrough": 93,
    "blockquote": 0,
    "expandable_blockquote": 0,
    "date_time": 60,
}


@dataclass(frozen=True, slots=True)
class Opened:
    """A start tag that waits for its end: where it began in the plain text, in UTF-16 units and in characters."""

    tag: str
    argument: str
    offset: int
    start: int


def units(text: str) -> int:
    """How many UTF-16 units `text` takes, as Telegram counts lengths."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def parse(text: str) -> tuple[str, list[Entity]]:
    """HTML in, plain text and its entities out; raises Refused in Telegram's words."""
    reader = Reader(text.encode("utf-8", "replace"))
    try:
        return reader.read()
    except ValueError as wrong:
        raise Refused(f"can't parse entities: {wrong}") from None


class Reader:
    """One pass over the bytes of a text; a ValueError says what is wrong, and where."""

    __slots__ = ("entities", "offset", "opened", "place", "plain", "source")

    def __init__(self, source: bytes) -> None:
        self.source = source + b"\0"
        self.place = 0
        self.plain: list[str] = []
        self.offset = 0
        self.opened: list[Opened] = []
        self.entities: list[Entity] = []

    def read(self) -> tuple[str, list[Entity]]:
        """Read to the end; every tag must have been closed by then."""
        end = len(self.source) - 1
        while self.place < end:
            mark = self.source[self.place]
            if mark == ord("<"):
                self._tag()
                continue
            reference = self._reference(self.place) if mark == ord("&") else None
            if reference is not None:
                piece, self.place = reference
            else:
                piece = self._run()
            self.plain.append(piece)
            self.offset += units(piece)
        if self.opened:
            raise ValueError(f'Can\'t find end tag corresponding to start tag "{self.opened[-1].tag}"')
        for entity in self.entities:
            if entity["type"] == "code":
                entity.pop("language", None)
        self.entities.sort(key=lambda entity: (entity["offset"], -entity["length"], RANKS[entity["type"]]))
        return "".join(self.plain), self.entities

    def _run(self) -> str:
        """Plain text up to the next tag or reference; at least one byte, for a lone ampersand stands for itself."""
        end = len(self.source) - 1
        found = [
            at
            for at in (self.source.find(b"<", self.place + 1), self.source.find(b"&", self.place + 1))
            if at >= 0
        ]
        upto = min([*found, end])
        piece = self.source[self.place : upto]
        self.place = upto
        return piece.decode("utf-8")

    def _reference(self, at: int) -> tuple[str, int] | None:
        """The character that a reference such as &lt; or &#65; stands for, and the byte after it."""
        match = REFERENCE.match(self.source, at)
        if match is None:
            return None
        hexadecimal, decimal, name = match.groups()
        if name is not None:
            return (NAMED[name], match.end()) if name in NAMED else None
        digits, base = (hexadecimal, 16) if hexadecimal is not None else (decimal, 10)
        code = int(digits or b"0", base)
        length = match.end() - at - match.group().endswith(b";")
        if code == 0 or code >= 0x10FFFF or length >= 10:
            return None
        return chr(code).encode("utf-8", "replace").decode(), match.end()

    def _tag(self) -> None:
        begin = self.place
        self.place += 1
        if self.source[self.place] == ord("/"):
            self._close(begin)
        else:
            self._open(begin)

    def _skip(self, stop: Callable[[int], bool]) -> bytes:
        begin = self.place
        while not stop(self.source[self.place]):
            self.place += 1
        return self.source[begin : self.place]

    def _spaces(self) -> None:
        while self.source[self.place] in SPACES and self.source[self.place]:
            self.place += 1

    def _open(self, begin: int) -> None:
        tag = self._skip(lambda c: c in SPACES or c == ord(">")).decode("utf-8", "replace").lower()
        if not self.source[self.place]:
            raise ValueError(f"Unclosed start tag at byte offset {begin}")
        if tag not in TYPES and tag not in OTHER_TAGS:
            raise ValueError(f'Unsupported start tag "{tag}" at byte offset {begin}')
        argument = ""
        while self.source[self.place] != ord(">"):
            self._spaces()
            if self.source[self.place] == ord(">"):
                break
            name, value = self._attribute(tag, begin)
            argument = _argument(tag, name, value, argument)
        self.place += 1
        if tag == "span" and argument != "spoiler":
            raise ValueError(f'Tag "span" must have class "tg-spoiler" at byte offset {begin}')
        self.opened.append(Opened(tag, argument, self.offset, len(self.plain)))

    def _attribute(self, tag: str, begin: int) -> tuple[str, str]:
        unclosed = ValueError(f"Unclosed start tag at byte offset {begin}")
        name = self._skip(lambda c: c in SPACES or c in b"=>").decode("utf-8", "replace")
        if not name:
            if not self.source[self.place]:
                raise unclosed
            raise ValueError(f'Empty attribute name in the tag "{tag}" at byte offset {begin}')
        self._spaces()
        if self.source[self.place] != ord("="):
            if not self.source[self.place]:
                raise unclosed
            return name.lower(), ""
        self.place += 1
        self._spaces()
        if not self.source[self.place]:
            raise unclosed
        value = self._quoted() if self.source[self.place] in b"'\"" else self._token()
        if not self.source[self.place]:
            raise unclosed
        return name.lower(), value

    def _token(self) -> str:
        begin = self.place
        value = self._skip(lambda c: not (chr(c).isascii() and (chr(c).isalnum() or c in b".-")))
        if self.source[self.place] not in SPACES and self.source[self.place] != ord(">"):
            raise ValueError(f"Unexpected end of name token at byte offset {begin}")
        return value.decode().lower()

    def _quoted(self) -> str:
        quote = self.source[self.place]
        self.place += 1
        value = bytearray()
        while self.source[self.place] != quote and self.source[self.place]:
            reference = self._reference(self.place) if self.source[self.place] == ord("&") else None
            if reference is not None:
                value += reference[0].encode("utf-8")
                self.place = reference[1]
            else:
                value.append(self.source[self.place])
                self.place += 1
        if self.source[self.place] == quote:
            self.place += 1
        return value.decode("utf-8", "replace")

    def _close(self, begin: int) -> None:
        if not self.opened:
            raise ValueError(f"Unexpected end tag at byte offset {begin}")
        self.place += 1
        found = self._skip(lambda c: c in SPACES or c == ord(">")).decode("utf-8", "replace").lower()
        self._spaces()
        if self.source[self.place] != ord(">"):
            raise ValueError(f"Unclosed end tag at byte offset {begin}")
        opened = self.opened.pop()
        if found and found != opened.tag:
            expected = f'expected "</{opened.tag}>", found "</{found}>"'
            raise ValueError(f"Unmatched end tag at byte offset {begin}, {expected}")
        self.place += 1
        if self.offset > opened.offset:
            self._cover(opened)

    def _cover(self, opened: Opened) -> None:
        """Turn a closed tag into its entity, or into nothing when its link or argument is not usable."""
        place = {"offset": opened.offset, "length": self.offset - opened.offset}
        if opened.tag in TYPES:
            self.entities.append({"type": TYPES[opened.tag], **place})
        elif opened.tag == "a":
            found = _linked(opened.argument or "".join(self.plain[opened.start :]))
            self.entities += [{**found, **place}] if found else []
        elif opened.tag in ("pre", "code"):
            self._code(opened, place)
        elif opened.tag == "blockquote":
            kind = "expandable_blockquote" if opened.argument else "blockquote"
            self.entities.append({"type": kind, **place})
        elif opened.tag == "tg-emoji":
            if not re.fullmatch(r"-?[0-9]{1,19}", opened.argument) or not int(opened.argument):
                raise ValueError("Invalid custom emoji identifier specified")
            self.entities.append({"type": "custom_emoji", "custom_emoji_id": opened.argument, **place})
        elif opened.tag == "tg-time" and re.fullmatch(r"[0-9]{1,10}", opened.argument):
            self.entities.append({"type": "date_time", "unix_time": int(opened.argument), **place})

    def _code(self, opened: Opened, place: dict[str, int]) -> None:
        """<pre><code class="language-…"> in either nesting is one `pre` with a language."""
        last = self.entities[-1] if self.entities else None
        wanted = {"pre": "code", "code": "pre"}[opened.tag]
        if (
            last
            and last["type"] == wanted
            and {**last, **place} == last
            and "language" in (last if opened.tag == "pre" else {})
        ):
            last["type"] = "pre"
        elif (
            last
            and opened.tag == "code"
            and last["type"] == "pre"
            and {**last, **place} == last
            and opened.argument
        ):
            last["language"] = opened.argument
        else:
            language = {"language": opened.argument} if opened.tag == "code" and opened.argument else {}
            self.entities.append({"type": opened.tag, **place, **language})


def _argument(tag: str, name: str, value: str, before: str) -> str:
    """What an attribute says to its tag; attributes that say nothing leave what was said before."""
    if (tag, name) in (("a", "href"), ("tg-emoji", "emoji-id"), ("tg-time", "unix")):
        return value
    if (tag, name) == ("code", "class") and value.startswith("language-"):
        return value.removeprefix("language-")
    if (tag, name) == ("span", "class") and value.startswith("tg-"):
        return value.removeprefix("tg-")
    if (tag, name) == ("blockquote", "expandable"):
        return "1"
    return before


def _linked(url: str) -> Entity | None:
    """A link to a page or to a person, or None where Telegram would drop it."""
    person = re.fullmatch(r"tg://user/?\?id=([1-9][0-9]{0,14})", url, re.IGNORECASE)
    if person:
        return {"type": "text_mention", "user": {"id": int(person.group(1))}}
    checked = link(url)
    return {"type": "text_link", "url": checked} if checked else None


def link(url: str) -> str | None:
    """The link as Telegram keeps it (a scheme, a path), or None when it is not one."""
    written = url.strip()
    if re.match(r"(tg|ton|tonsite)://[^\s/]", written, re.IGNORECASE):
        scheme, rest = written.split("://", 1)
        return f"{scheme.lower()}://{rest}"
    try:
        parts = urlsplit(written if "://" in written else "http://" + written)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return None
    if (
        parts.scheme not in ("http", "https")
        or "." not in host.strip(".")
        or re.search(r"[\s<>\"']", written)
    ):
        return None
    place = f"{host.lower()}:{port}" if port else host.lower()
    tail = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return f"{parts.scheme}://{place}{tail}" + (f"#{parts.fragment}" if parts.fragment else "")


FOUND = re.compile(
    r"(?P<url>\bhttps?://[^\s<>\"']+[^\s<>\"'.,!?;:)\]])"
    r"|(?P<email>\b[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}\.[A-Za-z]{2,}\b)"
    r"|(?<![\w/@<>])(?P<bot_command>/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?)(?![\w/])"
    r"|(?<![\w@])(?P<mention>@[A-Za-z0-9_]{3,32})\b"
    r"|(?<![\w#])(?P<hashtag>#\w*[^\W\d_]\w*)"
)


def find(text: str, given: list[Entity]) -> list[Entity]:
    """`given` and what Telegram finds by itself: links, addresses, commands, mentions and hashtags, sorted."""
    if not any(sign in text for sign in "/@#:"):
        return given
    taken = [
        (entity["offset"], entity["offset"] + entity["length"]) for entity in given if entity["type"] in SOLID
    ]
    found = list(given)
    for match in FOUND.finditer(text):
        begin = units(text[: match.start()])
        length = units(match.group())
        if all(end <= begin or begin + length <= start for start, end in taken):
            found.append({"type": match.lastgroup, "offset": begin, "length": length})
    return sorted(found, key=lambda entity: (entity["offset"], -entity["length"]))


SOLID = frozenset({"code", "pre", "text_link", "text_mention", "custom_emoji", "date_time"})


def trim(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Cut white space at both ends, as Telegram does before it stores a text, and move the entities along."""
    kept = text.strip(" \t\r\n")
    if kept == text:
        return text, entities
    first = units(text[: len(text) - len(text.lstrip(" \t\r\n"))])
    last = first + units(kept)
    moved = []
    for entity in entities:
        begin = max(entity["offset"], first)
        end = min(entity["offset"] + entity["length"], last)
        if end > begin:
            moved.append({**entity, "offset": begin - first, "length": end - begin})
    return kept, moved
