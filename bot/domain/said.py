"""What people write to each other through the house: its length, its letters; addresses, and names within commands.

A command that can be tapped ends at the first character that is no letter, digit or "_". A pack's name has "-" where a
command has "_", and never a "_"; so the one stands for the other, both ways.
"""

from __future__ import annotations

import unicodedata
from urllib.parse import SplitResult, urlsplit

from bot.domain import limits
from bot.domain.refusals.requesters import TooLong


def said(text: str, characters_max: int) -> str:
    """What somebody wrote, to be passed on: its line breaks kept, one after another as one, without hidden characters.

    Raises TooLong.

    >>> said("  Boots \\r\\n\\n\\n or\\tshoes?\\x07 ", 500)
    'Boots\\nor shoes?'
    """
    visible = "".join(one for one in text if one in "\n\t\r\u200d" or unicodedata.category(one)[0] != "C")
    lines = (" ".join(line.split()) for line in visible.splitlines())
    kept = "\n".join(line for line in lines if line)
    if len(kept) > characters_max:
        raise TooLong(count=len(kept), most=characters_max)
    return kept


def https(written: str) -> SplitResult | None:
    """The parts of an https address in plain letters, no longer than a link may be and without a name before an @; else None.

    >>> https("https://example.org/lamps").hostname, https("http://example.org")
    ('example.org', None)
    """
    try:
        parts = urlsplit(written)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return None
    plain = written.isascii() and written.isprintable() and " " not in written
    short = len(written) <= limits.link_characters_max
    return parts if parts.scheme == "https" and host and not parts.username and plain and short else None


def in_command(name: str) -> str:
    """A pack's name as it stands in a command.

    >>> in_command("market-reviews")
    'market_reviews'
    """
    return name.replace("-", "_")


def from_command(word: str) -> str:
    """The pack's name of a word behind a command, typed or tapped.

    >>> from_command("market_reviews"), from_command("Market-Reviews")
    ('market-reviews', 'market-reviews')
    """
    return word.replace("_", "-").casefold()
