"""Labelled options, as `choice` and `multi` read them from settings and find them in what people type.

In pack.toml an option is a table `{ code = "road", label = { en = "Road", sw = "Barabara" } }`. In a pack
of one language the label may be a bare string, and `"Road"` alone is short for code "road", label "Road".
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from functools import lru_cache
from typing import Any

from bot.domain.marks import normal, split
from bot.kinds import Fault, Option, OwnKey, option_characters_max, own_keys_max
from bot.kinds._settings import is_code, texts, unknown
from bot.texts import Translator

options_min = 2
_around = " \n.,;:!?…·\"'“”„«»‘’()[]*_-،؛؟।。、"  # what people type around a word


def read_options(
    settings: Mapping[str, Any], languages: tuple[str, ...], own_words: Sequence[str], faults: list[Fault]
) -> tuple[Option, ...]:
    """The options of settings. No label may equal one of `own_words`, the English words on our own keys."""
    raw = settings.get("options")
    if not isinstance(raw, list | tuple) or not options_min <= len(raw) <= own_keys_max:
        faults.append(
            Fault("settings.options", f"options must be a list of {options_min} to {own_keys_max}.")
        )
        return ()
    options = tuple(
        _option(one, languages, f"settings.options[{index + 1}]", faults) for index, one in enumerate(raw)
    )
    _distinct_codes(options, faults)
    for language in languages:
        _distinct_labels(options, language, own_words, faults)
    return options


def _option(raw: Any, languages: tuple[str, ...], where: str, faults: list[Fault]) -> Option:
    table: Mapping[str, Any] = raw if isinstance(raw, Mapping) else {"label": raw}
    unknown(table, ("code", "label"), where, faults)
    labels = texts(table.get("label"), languages, option_characters_max, f"{where}.label", faults)
    code = table.get("code", _made(next(iter(labels.values()), "")))
    if not is_code(code):
        faults.append(Fault(f"{where}.code", "a code is 1 to 24 of a–z, 0–9 and _."))
        code = ""
    return Option(code, labels)


def _made(label: str) -> str:
    """A code made from a label: "Café au lait" → "cafe_au_lait"."""
    plain = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode().lower()
    return re.sub("[^a-z0-9]+", "_", plain).strip("_")


def _distinct_codes(options: Sequence[Option], faults: list[Fault]) -> None:
    seen: set[str] = set()
    for index, option in enumerate(options):
        if option.code and option.code in seen:
            faults.append(Fault(f"settings.options[{index + 1}].code", f"{option.code} is there twice."))
        seen.add(option.code)


def _distinct_labels(
    options: Sequence[Option], language: str, own_words: Sequence[str], faults: list[Fault]
) -> None:
    seen = {normal(word): "is on a key of ours" for word in own_words}
    for index, option in enumerate(options):
        label, where = option.labels.get(language, ""), f"settings.options[{index + 1}].label.{language}"
        if not label:
            continue
        if not normal(label):
            faults.append(Fault(where, "this label can't be seen."))
        elif split(label)[0]:
            faults.append(Fault(where, f"“{label}” begins with a picture we mark questions with."))
        elif normal(label) in seen:
            faults.append(Fault(where, f"“{label}” {seen[normal(label)]}; choose another word."))
        seen[normal(label)] = "is there twice"


def keys_of(options: Sequence[Option], t: Translator) -> tuple[OwnKey, ...]:
    """One key per option, in the pack's order. A label that one of our own keys has gets a point behind it."""
    ours = our_labels(t)
    return tuple(OwnKey(_apart(t.own(option.labels), ours), option.code) for option in options)


def _apart(label: str, ours: frozenset[str]) -> str:
    """So that a key pressed hours ago means one thing, whatever menu was open."""
    return f"{label[: option_characters_max - 2].rstrip()} ·" if normal(label) in ours else label


@lru_cache(maxsize=64)
def our_labels(t: Translator) -> frozenset[str]:
    """What is on the marked keys that belong to every question, as labels are compared."""
    words = (
        t.label("Skip"),
        t.label("More"),
        t.label("Done"),
        t.label("Clear"),
        t.label("Undo last"),
        t.label("Larger picture"),
        t.label("Show picture"),
        t.label("Play"),
        t.label("The clip"),
        t.label("Show it"),
        t.label("Not this one"),
        t.label("As it is"),
        t.label("Leave, paid"),
        t.label("Something is wrong"),
        t.label("Other work"),
        t.label("Ask them"),
        t.label("Back"),
        t.label("Nothing fits"),
        t.label("It is unclear"),
        t.label("Cannot see it"),
        t.label("It is violent"),
        t.label("It is illegal"),
        t.label("Asks for my data"),
        t.label("Yes, it is"),
        t.label("No, it is not"),
    )
    return frozenset(map(normal, words))


def meant(options: Sequence[Option], typed: str) -> str:
    """The code of the one option whose code or label in any language was typed; "" if none or several."""
    for word in (normal(typed), normal(typed.strip(_around))):
        found = [one.code for one in options if word in (one.code, *map(normal, one.labels.values()))]
        if found:
            return found[0] if len(found) == 1 else ""
    return ""


def not_an_option(options: Sequence[Option], written: str) -> Fault:
    """The sentence for a known answer that names no option, with the likeliest one that was meant."""
    words = {normal(word): word for one in options for word in (one.code, *one.labels.values())}
    near = get_close_matches(normal(written), words, 1)
    ending = (
        f"did you mean “{words[near[0]]}”?" if near else f"known: {', '.join(one.code for one in options)}."
    )
    return Fault("gold", f"gold answer “{written}” is not an option; {ending}")


def label_of(options: Sequence[Option], code: str, t: Translator) -> str:
    """An option's label in `t`'s language; the code itself where a pack's later version dropped it."""
    return next((t.own(one.labels) for one in options if one.code == code), code)
