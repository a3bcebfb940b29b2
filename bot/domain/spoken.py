"""What is read aloud for people who read little: a fixed list of the first messages, each recorded once in a language.

A recording says what its message says, without amounts, which change: docs/languages.md has what to read. It goes out as a
small voice note, when somebody presses its key, or with its message to who wants that; by itself it costs nobody a byte.
"""

from __future__ import annotations

from typing import Any, Final

from bot.domain.outcomes import cashing, worker

MESSAGES: Final[dict[str, tuple[type[Any], ...]]] = {
    "welcome": (worker.Welcome,),  # what this is, what is kept, that Start agrees to it
    "rules": (worker.Rules,),  # what that agrees to
    "offer": (worker.Offer,),  # how pay works
    "task": (worker.Reading,),  # the first task: what comes after the instruction
    "money": (worker.Money, cashing.Purse),  # what happens to money
    "help": (worker.Help,),
}
"""Each message's name, and the outcomes it is heard with, in the order in which a worker meets them."""

NAMES: Final[dict[type[Any], str]] = {one: name for name, ones in MESSAGES.items() for one in ones}

KEY: Final = "🔊"

seconds_max: Final = 45
bytes_max: Final = 48_000
"""Of a recording as it is sent: speech at 8 kbit/s takes about 0.97 kB a second (`bot.media.sound`)."""
