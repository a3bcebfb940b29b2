"""The handlers of whoever looks at what was reported. Both tables are short."""

from __future__ import annotations

from functools import partial

from bot.actions import looking
from bot.chat.wish import Command, Handler, Wish, at_its_time, for_mark


def on_look(wish: Wish) -> Command:
    """/look, or /look_4F2K."""
    return partial(looking.look, who=wish.who, rules=wish.rules, code=wish.code)


def on_see(wish: Wish) -> Command:
    """[Show it], and the keys for a closer look."""
    return at_its_time(partial(looking.see, how=wish.word or "first"))(wish)


def on_say(wish: Wish) -> Command:
    """[It is violent], [It is not], [Take it out]."""
    return partial(looking.say, who=wish.who, rules=wish.rules, mark=wish.mark, verdict=wish.word)


KEYS: dict[str, Handler] = {
    "see": on_see,
    "say": on_say,
    "unsaid": for_mark(looking.unsaid),
}

COMMANDS: dict[str, Handler] = {
    "look": on_look,
}
