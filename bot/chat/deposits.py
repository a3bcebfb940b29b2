"""The handlers of paying in: how much, by which way, and the money that came."""

from __future__ import annotations

from functools import partial

from bot.actions import charging
from bot.chat.inbox import Paid
from bot.chat.wish import Command, Handler, Wish, with_rules


def on_pay_in(wish: Wish) -> Command:
    """[Pay in] of any screen, or a sum's key."""
    if not wish.word:
        return partial(charging.pay_in, who=wish.who, rules=wish.rules)
    return partial(charging.chosen, who=wish.who, rules=wish.rules, mark=wish.mark, amount=wish.number)


def on_way(wish: Wish) -> Command:
    """By card, or at PayPal."""
    return partial(charging.by_way, who=wish.who, rules=wish.rules, mark=wish.mark, way=wish.word)


def on_paid(wish: Wish, paid: Paid) -> Command:
    """Telegram's word that money came in."""
    charge = charging.Charge(
        "telegram",
        paid.charge,
        paid.payload,
        paid.units * wish.rules.minor,
        paid.currency,
        refund=paid.provider_charge,
    )
    return partial(charging.paid, who=wish.who, rules=wish.rules, charge=charge)


KEYS: dict[str, Handler] = {"payin": on_pay_in, "payby": on_way}

COMMANDS: dict[str, Handler] = {"deposit": with_rules(charging.pay_in)}
