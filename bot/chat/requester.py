"""The requester's handlers: each picks one action for what they sent or pressed.

A pack's name stands in a command with _ for its -, for Telegram ends a command there: /status_street_photos.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from bot.actions import admitting, receiving, repricing, requesting, resting, ruling
from bot.chat import worker
from bot.chat.wish import Command, Handler, Wish, closing
from bot.domain.events import SentFile
from bot.domain.outcomes import Outcome


def on_file(wish: Wish, sent: SentFile) -> Command:
    """A file: a requester's pack or table; anybody's, by its name, to be told how to become one."""
    if not wish.who.requester and not receiving.is_ours(sent):
        return worker.on_unmarked(wish, sent)
    return partial(receiving.file, who=wish.who, sent=sent)


def on_role(wish: Wish) -> Command:
    """/requester, or with a code."""
    return partial(ruling.speak, who=wish.who, code=wish.code)


def on_packs(wish: Wish) -> Command:
    """/packs."""
    return partial(requesting.packs, who=wish.who)


def on_pause(wish: Wish) -> Command:
    """/pause_NAME of a pack; /pause alone is a worker's."""
    if not wish.word:
        return partial(resting.pause, who=wish.who)
    return partial(requesting.pause, who=wish.who, name=_name(wish))


def on_template(wish: Wish) -> Command:
    """/template, or with a kind."""
    return partial(requesting.template, who=wish.who, kind=wish.word)


def of_pack(action: Callable[..., Outcome | None]) -> Handler:
    """Action(tx, who, name); without a name the list of packs."""
    return lambda wish: partial(action, who=wish.who, name=_name(wish)) if wish.word else on_packs(wish)


def of_pack_by_rules(action: Callable[..., Outcome | None]) -> Handler:
    """Action(tx, who, rules, name); without a name the list of packs."""
    return lambda wish: (
        partial(action, who=wish.who, rules=wish.rules, name=_name(wish)) if wish.word else on_packs(wish)
    )


def settling(action: Callable[..., Outcome | None], how: str) -> Handler:
    """Action(tx, who, rules, name) of a key that settles its question, once."""
    return lambda wish: closing(partial(action, name=_name(wish)), how)(wish)


def starting(wish: Wish, pilot: bool = False) -> Command:
    """[Launch] or [Pilot of 10]."""
    return partial(
        requesting.launch_by_key,
        who=wish.who,
        rules=wish.rules,
        mark=wish.mark,
        name=_name(wish),
        pilot=pilot,
    )


def on_reprice(wish: Wish) -> Command:
    """/reprice_NAME 0.05, or without a price; /reprice alone is the list of packs."""
    if not wish.word:
        return on_packs(wish)
    name, price = _priced(wish)
    return partial(repricing.ask, who=wish.who, rules=wish.rules, name=name, price=price)


def on_new_price(wish: Wish) -> Command:
    """[New price]."""
    name, price = _priced(wish)
    return closing(partial(repricing.begin, name=name, price=price), "reprice")(wish)


def _priced(wish: Wish) -> tuple[str, str]:
    """The name, and the price behind it."""
    name, _, price = wish.word.partition(" ")
    return name.replace("_", "-"), price.strip()


def _name(wish: Wish) -> str:
    return wish.word.replace("_", "-")


KEYS: dict[str, Handler] = {
    "work": closing(admitting.later, "done"),
    "preview": of_pack_by_rules(requesting.preview),
    "pilot": partial(starting, pilot=True),
    "launch": starting,
    "close": settling(requesting.close, "close"),
    "keep_pack": settling(requesting.pack, "done"),
    "reprice": on_new_price,
}

COMMANDS: dict[str, Handler] = {
    "requester": on_role,
    "packs": on_packs,
    "pack": of_pack_by_rules(requesting.pack),
    "preview": of_pack_by_rules(requesting.preview),
    "pilot": of_pack_by_rules(partial(requesting.launch, pilot=True)),
    "launch": of_pack_by_rules(requesting.launch),
    "status": of_pack(requesting.status),
    "pause": on_pause,
    "resume": of_pack_by_rules(requesting.go_on),
    "close": of_pack(requesting.ask_to_close),
    "results": of_pack(requesting.results),
    "invoice": of_pack(requesting.invoice),
    "reprice": on_reprice,
    "topup": of_pack_by_rules(requesting.top_up),
    "add": of_pack(partial(receiving.agree, yes=True)),
    "drop": of_pack(partial(receiving.agree, yes=False)),
    "template": on_template,
}
