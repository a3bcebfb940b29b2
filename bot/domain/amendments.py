"""Amendments: the rules of an installation beside the program's own, in numbered versions that bind from a date. Pure; docs/voice.md.

A version is announced to everybody who works here or brings work, two weeks ahead; no setting and no verb shortens that.
"""

from __future__ import annotations

import re
import tomllib
from datetime import UTC, date, datetime
from typing import Final

from bot.domain import limits
from bot.domain.refusals.amendments import NotADay, NotRules
from bot.domain.said import said

notice_ms = 14 * limits.day  # from its announcement until a version binds, at least,
announced_ms = limits.day  # once everybody could be told: a night, and who does not look at once
active_ms = 90 * limits.day  # whoever joined or was shown work so lately is told
bytes_max = 64_000  # of a file of rules, in all its languages
characters_max = 3_000  # of one version in one language: one message holds it
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}")


def earliest(now: int) -> int:
    """The first moment from which a version that is announced now may bind: a UTC day's beginning.

    >>> (earliest(10 * limits.day) - 10 * limits.day) // limits.day, (earliest(10 * limits.day + 1) - 10 * limits.day) // limits.day
    (15, 16)
    """
    return -(-(now + notice_ms + announced_ms) // limits.day) * limits.day


def read(content: bytes) -> dict[str, str]:
    """A version by language from its file: TOML, `en = \"\"\"…\"\"\"`, and as many languages as there are. Raises NotRules, TooLong.

    >>> read(b'en = "Be kind."')
    {'en': 'Be kind.'}
    """
    if len(content) > bytes_max:
        raise NotRules(why=f"it has more than {bytes_max} bytes")
    try:
        found = tomllib.loads(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise NotRules(why=str(error)[:200]) from None
    texts = {name: said(text, characters_max) for name, text in found.items() if isinstance(text, str)}
    if not texts or len(texts) != len(found) or not all(map(_LANGUAGE.fullmatch, texts)):
        raise NotRules(why='it needs lines like en = """…""", one a language, and nothing else')
    if not all(texts.values()):
        raise NotRules(why="a language has no words")
    return texts


def day(written: str) -> int:
    """A UTC day's beginning (epoch ms) of YYYY-MM-DD. Raises NotADay.

    >>> day("2026-12-20")
    1797724800000
    """
    try:
        found = date.fromisoformat(written.strip())
    except ValueError:
        raise NotADay(written=written[:40]) from None
    return int(datetime(found.year, found.month, found.day, tzinfo=UTC).timestamp()) * limits.second


def told(at: int) -> str:
    """A moment's UTC day, as it is typed.

    >>> told(1_797_724_800_000)
    '2026-12-20'
    """
    return f"{datetime.fromtimestamp(at / limits.second, UTC):%Y-%m-%d}"
