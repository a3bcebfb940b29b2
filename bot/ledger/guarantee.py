"""The guarantee pot buys a new answer where a claim says that one is unusable.

What the pot puts into a pack bears no fee: the pot is filled by fees, and the requester pays one fee for one usable
answer. So the fee, which is derived (`bot.ledger.closing`), needs to know nothing of it. An advance ends in one of three ways: its
answer comes and is paid; the claim was right and the claimed money goes to the pot (`uphold`); or its place stayed
empty and it goes back (`return_advance`).
"""

from typing import Final

from bot import money
from bot.ledger import accounts
from bot.ledger.posting import Move, Transfer, begun, find, hold, post
from bot.ledger.refusals import GuaranteeSpent
from bot.storage.transaction import Tx

guarantee_points_max: Final = 5
"""How much the pot buys for one pack by itself, in hundredths of what was locked for its answers."""


def guarantee_max(answers: int) -> int:
    """What the pot puts in by itself for a pack that locked `answers` micro-units for its answers, in micro-units.

    >>> guarantee_max(12_000_000)
    600000
    """
    return money.percent(answers, guarantee_points_max)


def advance(tx: Tx, *, pack: int, amount: int, about: int, moderator: bool = False) -> Transfer:
    """The pot buys one new answer for a pack; `about` is the claim.

    By itself it puts in at most `guarantee_max`, less what came back; more when a moderator has decided so. Raises
    GuaranteeSpent above that, NotEnough when the pot is empty.

    advance            house:guarantee -> pack:7:answers  0.04
    """
    target = accounts.pack(pack, "answers")
    move = Move(f"advance:{about}", "advance", accounts.guarantee, target, amount, pack)
    hold(tx, (target, accounts.guarantee))
    if not moderator and find(tx, move.key) is None:
        spent = tx.value("book.pack_guarantee", pack=pack)
        most = guarantee_max(tx.value("book.answers_locked", pack=pack, name=target))
        if spent + amount > most:
            raise GuaranteeSpent(pack, amount, spent, most)
    return post(tx, move)


def return_advance(tx: Tx, *, about: int) -> Transfer:
    """The new answer is not wanted any more, as when its pack closes: the pot gets its money back.

    Call it before `refund`, or what the pot put in goes to the requester. Raises NotBegun when nothing was put in,
    NotEnough when it was spent.

    return_advance     pack:7:answers -> house:guarantee  0.04
    """
    put = begun(tx, f"advance:{about}", "advance")
    move = Move(f"return_advance:{about}", "return_advance", put.target, put.source, put.amount, put.pack)
    return post(tx, move)
