"""What the operator reads of messages read aloud."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.domain.spoken import MESSAGES, bytes_max, seconds_max


def listed(found: Sequence[Mapping[str, Any]], language: str) -> list[str]:
    """Each message in each language that has one, or in one language: how long, its bytes on the wire, or that it is missing."""
    there = {(one["language"], one["name"]): one for one in found}
    wanted = [language] if language else sorted({one["language"] for one in found})
    if not wanted:
        return ["Nothing is recorded yet. The first one: ujima spoken add sw welcome FILE"]
    return [
        f"{one} {name}: {_how_long(there[one, name]) if (one, name) in there else 'not recorded'}"
        for one in wanted
        for name in MESSAGES
    ]


def _how_long(row: Mapping[str, Any]) -> str:
    return f"{row['seconds']} s, {row['size_bytes'] / 1_000:.1f} kB"


def missing(found: Sequence[Mapping[str, Any]]) -> list[str]:
    """What is not recorded of languages that were begun, a line each."""
    there = {(one["language"], one["name"]) for one in found}
    lacks = {
        language: [name for name in MESSAGES if (language, name) not in there]
        for language in sorted({language for language, _ in there})
    }
    return [
        f"Messages read aloud in {language}: {', '.join(names)} {'is' if len(names) == 1 else 'are'} not recorded."
        for language, names in lacks.items()
        if names
    ]


def added(language: str, name: str, seconds: int, size_bytes: int) -> str:
    """It is heard from now on."""
    return f"{name} is read aloud in {language} from now on: {seconds} s, {size_bytes / 1_000:.1f} kB."


def removed(language: str, name: str) -> str:
    """It is not heard any more."""
    return f"{name} is not read aloud in {language} any more."


def not_there(language: str, name: str) -> str:
    """There was none."""
    return f"Nobody has recorded {name} in {language}."


def no_such(what: str, written: str, there: Sequence[str]) -> str:
    """A message or a language that is none."""
    return f"There is no {what} {written[:40]}. There are: {', '.join(there)}."


def too_long(seconds: int, size_bytes: int) -> str:
    """People would pay too much for it."""
    return (
        f"It plays {seconds} s and takes {size_bytes / 1_000:.1f} kB; {seconds_max} s and {bytes_max // 1_000} kB are the "
        "most. Say less."
    )


def refused(file: str, why: str) -> str:
    """A file that is no recording."""
    return f"{file} {why}. Nothing is changed."


def hard_to_hear(loudness_dbfs: int, clipped: bool) -> str:
    """What is worth recording again; it is taken all the same."""
    if clipped:
        return "It is distorted: hold the phone further away and record it again."
    return f"It is hard to hear ({loudness_dbfs} dBFS): come nearer and record it again."
