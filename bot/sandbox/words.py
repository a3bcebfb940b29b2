"""The text and the caption of a call: its markup read, cut at the ends, measured."""

import re
from typing import Any

from bot.sandbox.markup import Entity, find, parse, trim, units
from bot.sandbox.refused import Refused

text_units_max = 4096
caption_units_max = 1024
# Characters that show nothing: a text of them alone is empty to Telegram.
INVISIBLE = re.compile("[\\s\u00ad\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff\u2800\u3164]*")
CONTROLS = re.compile("[\0-\x09\x0b\x0c\x0e-\x1f]")
DROPPED = re.compile("[\r\u2028-\u202e]")


def text_of(given: dict[str, Any]) -> tuple[str, list[Entity]]:
    """The text of a message and its entities; raises Refused when it is empty or longer than 4096 UTF-16 units."""
    text, entities = _read(given.get("text", ""), given.get("parse_mode"), given.get("entities"))
    if INVISIBLE.fullmatch(text):
        raise Refused("message text is empty")
    if units(text) > text_units_max:
        raise Refused("message is too long")
    return text, find(text, entities)


def caption_of(given: dict[str, Any]) -> tuple[str | None, list[Entity]]:
    """The caption and its entities, None when there is none; raises Refused above 1024 UTF-16 units."""
    text, entities = _read(given.get("caption", ""), given.get("parse_mode"), given.get("caption_entities"))
    if INVISIBLE.fullmatch(text):
        return None, []
    if units(text) > caption_units_max:
        raise Refused("message caption is too long")
    return text, find(text, entities)


def _read(text: str, parse_mode: str | None, entities: list[Entity] | None) -> tuple[str, list[Entity]]:
    """Markup read and white space cut. Controls become spaces; marks that turn lines around are dropped."""
    clean = DROPPED.sub("", CONTROLS.sub(" ", text))
    if not parse_mode:
        return trim(clean, _given(clean, entities or []))
    if parse_mode.lower() != "html":
        raise Refused(
            f"unsupported parse_mode {parse_mode!r}: the sandbox reads HTML (Telegram also reads Markdown)"
        )
    return trim(*parse(clean))


def _given(text: str, entities: list[Entity]) -> list[Entity]:
    """Entities that the call brings: inside the text, of a known type; those Telegram finds itself are dropped."""
    length = units(text)
    kept = []
    for entity in entities:
        begin, end = entity["offset"], entity["offset"] + entity["length"]
        if begin < 0 or entity["length"] < 0 or end > length:
            raise Refused(
                f"entity beginning at UTF-16 offset {begin} ends after the end of the text at UTF-16 offset {end}"
            )
        if entity["type"] == "text_link" and "url" not in entity:
            raise Refused("can't parse MessageEntity: Can't find field \"url\"")
        if entity["type"] not in FOUND_ALONE and entity["length"]:
            kept.append(entity)
    return sorted(kept, key=lambda entity: (entity["offset"], -entity["length"]))


FOUND_ALONE = frozenset({"mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number"})
