"""Texts that people write, wherever a kind wants words: their length, and how alike two of them are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.domain.events import Event, SentPhoto, SentVoice, Wrote
from bot.domain.marks import normal
from bot.kinds import Done, Draft, Fault, Json, More, counted, shortened
from bot.kinds._settings import cleaned, whole
from bot.texts import Translator

text_characters_max = 4000


def lengths(settings: Mapping[str, Any], faults: list[Fault]) -> tuple[int, int]:
    """`length_min` (default 1) and `length_max` (default 500) of settings, in characters."""
    most = whole(settings, "length_max", (1, text_characters_max), 500, faults)
    least = whole(settings, "length_min", (1, text_characters_max), 1, faults)
    if least > most:
        faults.append(Fault("settings.length_min", f"length_min is {least}, more than length_max, {most}."))
    return least, most


def read_text(written: str, length_min: int, length_max: int) -> Done | str:
    """The text as it is stored; or the code of a nudge: "write", "long 523", "short 3"."""
    text = cleaned(written)
    if not normal(text):
        return "write"
    if len(text) > length_max:
        return f"long {len(text)}"
    return Done(text) if len(text) >= length_min else f"short {len(text)}"


def taken_text(draft: Draft, event: Event, length_min: int, length_max: int) -> More | Done:
    """The text, of the right length; or, with the draft kept, the nudge for it or for what was sent instead."""
    match event:
        case Wrote(text):
            found = read_text(text, length_min, length_max)
            return found if isinstance(found, Done) else More(draft, found)
        case SentVoice():
            return More(draft, "voice")
        case SentPhoto():
            return More(draft, "photo")
    return More(draft, "write")


def known_text(written: str, length_min: int, length_max: int) -> Json | Fault:
    """A known answer in words: one that would be taken."""
    found = read_text(written, length_min, length_max)
    wrong = f"gold answer “{shortened(written)}” has not {length_min} to {length_max} characters."
    return found.answer if isinstance(found, Done) else Fault("gold", wrong)


def length_nudge(code: str, length_min: int, length_max: int, t: Translator) -> str:
    """The sentence for "voice", "photo", "long 523", "short 3"; for anything else that words are wanted."""
    word, length = counted(code)
    match word:
        case "voice":
            return t("Here words are needed; a voice note can't be used. Please write your answer.")
        case "photo":
            return t("Here words are needed; a picture can't be used. Please write your answer.")
        case "long":
            return t.n(
                "Your text has {count} character; {most} fit. Please make it shorter.",
                "Your text has {count} characters; {most} fit. Please make it shorter.",
                length,
                most=t.number(length_max),
            )
        case "short":
            return t.n(
                "Your text has {count} character; at least {least} are needed. Please write more.",
                "Your text has {count} characters; at least {least} are needed. Please write more.",
                length,
                least=t.number(length_min),
            )
    return t("Please write your answer. If the question is wrong, say so under More.")


def alike(a: str, b: str) -> float:
    """1 − edit distance ÷ the longer length, of the texts as labels are compared (case, spaces aside)."""
    one, other = normal(a), normal(b)
    longer = max(len(one), len(other))
    return 1.0 if one == other else 1 - distance(one, other) / longer


def distance(one: str, other: str) -> int:
    """Levenshtein's edit distance: characters put in, taken out or changed.

    A whole column of the usual table is two integers, of the places where it goes up and where it goes
    down (Myers 1999, in the form of Hyyrö 2003), so two texts of 4,000 characters take 4,000 short steps.
    """
    if not one or not other:
        return len(one) or len(other)
    everywhere, last = (1 << len(one)) - 1, 1 << (len(one) - 1)
    where: dict[str, int] = {}
    for index, character in enumerate(one):
        where[character] = where.get(character, 0) | 1 << index
    up, down, found = everywhere, 0, len(one)
    for character in other:
        same = where.get(character, 0)
        flat = (((same & up) + up) ^ up) | same | down
        right_up, right_down = down | (everywhere & ~(flat | up)), up & flat
        found += bool(right_up & last) - bool(right_down & last)
        right_up, right_down = (right_up << 1 | 1) & everywhere, right_down << 1 & everywhere
        up, down = right_down | (everywhere & ~(flat | right_up)), right_up & flat
    return found
