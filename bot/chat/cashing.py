"""The handlers of money on its way out: each picks one action for a key under /money."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from bot.actions import accounting, cashing, destinations
from bot.actions.destinations import Ways
from bot.actions.taking import Taker
from bot.chat.wish import Command, Handler, Wish, closing, plain
from bot.domain.outcomes.cashing import WhichPlace


def takers(ways: Ways) -> Mapping[type[Any], Taker]:
    """Who takes what is typed for a question about money."""
    return {WhichPlace: partial(destinations.written, ways=ways)}


def on_money(wish: Wish) -> Command:
    """/money."""
    return partial(cashing.money, who=wish.who, ways=wish.ways)


def on_pay_out(wish: Wish) -> Command:
    """[Pay out]: its word is the amount that it showed."""
    return partial(cashing.pay_out, who=wish.who, ways=wish.ways, mark=wish.mark, amount=wish.number)


def on_where(wish: Wish) -> Command:
    """[Where to?], [Change where], [No, it is not]."""
    return partial(destinations.where, who=wish.who, ways=wish.ways)


def on_rail(wish: Wish) -> Command:
    """A rail's key."""
    return partial(destinations.which, who=wish.who, ways=wish.ways, rail=wish.word)


def on_mine(wish: Wish) -> Command:
    """[Yes, it is mine]: its word is the place's number and the rail."""
    number, _, rail = wish.word.partition(" ")
    action = partial(cashing.mine, ways=wish.ways, destination=int(number), rail=rail)
    return closing(action, "place")(wish)


def on_shared(wish: Wish) -> Command:
    """[Yes, it is shared]: its word is the place's number."""
    return closing(partial(cashing.shared, ways=wish.ways, destination=wish.number), "place")(wish)


def on_keep(wish: Wish) -> Command:
    """[Keep …]."""
    return closing(partial(cashing.keep, ways=wish.ways), "keep")(wish)


KEYS: dict[str, Handler] = {
    "money": on_money,
    "payout": on_pay_out,
    "where": on_where,
    "rail": on_rail,
    "mine": on_mine,
    "shared": on_shared,
    "keep": on_keep,
    "home": closing(cashing.home, "home"),
    "statement": plain(accounting.statement),
}

COMMANDS: dict[str, Handler] = {"money": on_money}
