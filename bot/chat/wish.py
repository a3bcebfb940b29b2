"""A wish: what somebody wants, as the tables of verbs get it; and the usual ways from a wish to an action."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from bot import digits
from bot.actions import telling
from bot.actions.destinations import Ways
from bot.chat.inbox import Arrival
from bot.domain.limits import Rules
from bot.domain.outcomes import Outcome
from bot.domain.people import Who
from bot.storage import Tx

number_digits_max = 18  # an id has 63 bits

Command = Callable[[Tx], Outcome | None]
Handler = Callable[["Wish"], Command]


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants: who, the word after the verb, and the mark of the question it belongs to ("" for none)."""

    who: Who
    word: str
    mark: str
    arrival: Arrival
    rules: Rules
    languages: tuple[str, ...]
    ways: Ways = field(default_factory=Ways)

    @property
    def code(self) -> str:
        """The first word after the verb, which a command's code is: /disagree_4F2K The ground is stone."""
        return next(iter(self.word.split()), "")

    @property
    def said(self) -> str:
        """What was written behind that code."""
        return self.word.strip().removeprefix(self.code).strip()

    @property
    def number(self) -> int:
        """The word as a number, in any script's digits; 0 when it is none."""
        return digits.number(self.word, number_digits_max) or 0


def with_rules(action: Callable[..., Outcome | None]) -> Handler:
    """Action(tx, who, rules)."""
    return lambda wish: partial(action, who=wish.who, rules=wish.rules)


def for_mark(action: Callable[..., Outcome | None]) -> Handler:
    """Action(tx, who, rules, mark): it settles its question itself."""
    return lambda wish: partial(action, who=wish.who, rules=wish.rules, mark=wish.mark)


def at_its_time(action: Callable[..., Outcome | None]) -> Handler:
    """Action(tx, who, rules, mark, sent_at): when it was sent matters."""
    return lambda wish: for_mark(partial(action, sent_at=wish.arrival.sent_at))(wish)


def closing(action: Callable[..., Outcome | None], how: str) -> Handler:
    """Action(tx, who, rules) that settles its question, once."""
    return lambda wish: partial(
        telling.closing,
        who=wish.who,
        mark=wish.mark,
        how=how,
        action=partial(action, who=wish.who, rules=wish.rules),
    )


def closing_number(action: Callable[..., Outcome | None], how: str, name: str = "pack") -> Handler:
    """Action(tx, who, rules, pack=…) of the number behind the verb; settles its question, once."""
    return lambda wish: closing(partial(action, **{name: wish.number}), how)(wish)


def plain(action: Callable[..., Outcome | None]) -> Handler:
    """Action(tx, who)."""
    return lambda wish: partial(action, who=wish.who)
