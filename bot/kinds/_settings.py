"""Reading a kind's settings as a person wrote them: every fault at once, each a plain sentence.

Settings come from a stranger's TOML, so any value may be of any type. Readers here append to a list of
faults and return something usable, so that one reading names everything that is wrong.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Any, TypeGuard

from bot.kinds import Fault, Texts

hint_characters_max = 120
_code = re.compile(r"[a-z0-9_]{1,24}")


def unknown(settings: Mapping[str, Any], known: Iterable[str], where: str, faults: list[Fault]) -> None:
    """Name every setting that is not one, with the likeliest word that was meant."""
    words = sorted(known)
    for name in settings:
        if name not in words:
            near = get_close_matches(str(name), words, 1)
            ending = f"did you mean {near[0]}?" if near else f"known: {', '.join(words)}."
            faults.append(Fault(f"{where}.{name}", f"{name} is not known here; {ending}"))


def whole(
    settings: Mapping[str, Any], name: str, bounds: tuple[int, int], default: int, faults: list[Fault]
) -> int:
    """A whole number within `bounds`, or `default` where it is absent."""
    least, most = bounds
    value = settings.get(name, default)
    if isinstance(value, int) and not isinstance(value, bool) and least <= value <= most:
        return value
    faults.append(Fault(f"settings.{name}", f"{name} must be a whole number from {least} to {most}."))
    return default


def yes(settings: Mapping[str, Any], name: str, faults: list[Fault]) -> bool:
    """true or false; false where it is absent."""
    value = settings.get(name, False)
    if not isinstance(value, bool):
        faults.append(Fault(f"settings.{name}", f"{name} must be true or false, without quotes."))
    return value is True


def is_code(value: Any) -> TypeGuard[str]:
    """Is this a word that results can be named by: 1 to 24 of a–z, 0–9 and _?"""
    return isinstance(value, str) and _code.fullmatch(value) is not None


def read_hint(settings: Mapping[str, Any], languages: tuple[str, ...], faults: list[Fault]) -> Texts:
    """`hint`, one line per language, of 120 characters at most; {} without one."""
    if "hint" not in settings:
        return {}
    return texts(settings["hint"], languages, hint_characters_max, "settings.hint", faults)


def texts(
    value: Any, languages: tuple[str, ...], characters_max: int, where: str, faults: list[Fault]
) -> dict[str, str]:
    """One text per language of the pack, in its order. For a pack of one language a bare string will do."""
    if isinstance(value, str) and len(languages) == 1:
        value = {languages[0]: value}
    if not isinstance(value, Mapping):
        faults.append(Fault(where, f"this needs one text per language: {', '.join(languages)}."))
        return {}
    unknown(value, languages, where, faults)
    found = {
        language: _text(value.get(language), characters_max, f"{where}.{language}", faults)
        for language in languages
    }
    return {language: text for language, text in found.items() if text}


def _text(value: Any, characters_max: int, where: str, faults: list[Fault]) -> str:
    text = cleaned(value) if isinstance(value, str) else ""
    if not text:
        faults.append(Fault(where, "this text is missing."))
    elif "\n" in text:
        faults.append(Fault(where, f"“{text.split()[0]} …” must be one line."))
    elif len(text) > characters_max:
        faults.append(Fault(where, f"“{text}” has {len(text)} characters; {characters_max} fit."))
    return text


def cleaned(text: str) -> str:
    """NFC, trimmed, lines ended by \\n, tabs as spaces, and nothing that can't be stored or seen.

    Control characters, NUL and lone surrogates go; joiners and direction marks stay, scripts need them.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    kept = "".join(one for one in lines if one == "\n" or unicodedata.category(one) not in ("Cc", "Cs"))
    return unicodedata.normalize("NFC", kept).strip()
