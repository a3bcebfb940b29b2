"""Bringing money in, locking it away for packs, and paying people. Amounts are micro-units above zero.

Here as in `settling`, `guarantee`, `debts`, `leaving` and `closing` one function is one movement. Each is once for its
cause: `about` names what it is for (an assignment, a report, a ruling, a deposit), so doing it again returns the first
transfer, and with other figures raises KeyConflict. The six ways to pay an answer share one cause: an assignment is paid
once, from whichever pot. Every movement may raise NotEnough; nothing is written then.

A worker is named by `book`, the random number that is all the book knows of a person. With `review=True` the pay
waits in their *earned* purse until it is settled (`bot.ledger.settling`); otherwise it is available at once, and
available money is never taken back.

The worked examples are lines of one story, told whole in `bot.ledger`; a test plays it and compares.
"""

from typing import Final

from bot import money
from bot.domain.quote import Part, Quote, fee_bearing, fee_due, fee_up, parts, platform_share
from bot.ledger import accounts
from bot.ledger.posting import Move, Transfer, find, hold, post
from bot.ledger.refusals import GoodwillSpent, KeyConflict, NotEnough
from bot.storage.transaction import Tx

goodwill_micro_per_pack_max: Final = 5 * money.unit_micro
"""What the house pays for one pack's late answers once its reserve is empty, when they cost little."""

goodwill_payments_min: Final = 5
"""Where they cost more, so many of them are paid all the same."""


def goodwill_max(amount: int) -> int:
    """What the house pays at most for one pack whose largest such payment is `amount`, in micro-units.

    >>> goodwill_max(40_000), goodwill_max(7_000_000)
    (5000000, 35000000)
    """
    return max(goodwill_micro_per_pack_max, goodwill_payments_min * amount)


def deposit(tx: Tx, *, requester: int, amount: int, currency: str, about: int) -> Transfer:
    """Money from outside becomes a requester's. Raises CurrencyDiffers for another currency than the book's.

    deposit            world -> requester:3  100.00
    """
    target = accounts.requester(requester)
    return post(tx, Move(f"deposit:{about}", "deposit", accounts.world, target, amount, currency=currency))


def withdraw_deposit(tx: Tx, *, requester: int, amount: int, about: int) -> Transfer:
    """A requester takes money out that no pack holds.

    withdraw_deposit   requester:3 -> world  10.00
    """
    source = accounts.requester(requester)
    return post(tx, Move(f"withdraw_deposit:{about}", "withdraw_deposit", source, accounts.world, amount))


def endow_goodwill(tx: Tx, *, amount: int, currency: str, about: int) -> Transfer:
    """The operator puts money aside for what the house pays when nobody else should.

    endow_goodwill     world -> house:goodwill  20.00
    """
    move = Move(
        f"endow_goodwill:{about}",
        "endow_goodwill",
        accounts.world,
        accounts.goodwill,
        amount,
        currency=currency,
    )
    return post(tx, move)


def lock(tx: Tx, *, pack: int, requester: int, quote: Quote, about: int) -> tuple[Transfer, ...]:
    """Lock away everything a pack can cost, part by part; `about` is the version launched.

    All or nothing: NotEnough names the whole sum, not one part's.

    lock               requester:3 -> pack:7:answers  12.00
    lock               requester:3 -> pack:7:gold  0.60
    lock               requester:3 -> pack:7:practice  3.60
    lock               requester:3 -> pack:7:reading  3.60
    lock               requester:3 -> pack:7:side  0.60
    lock               requester:3 -> pack:7:late  1.20
    lock               requester:3 -> pack:7:floor  2.40
    lock               requester:3 -> pack:7:care  40.80
    lock               requester:3 -> pack:7:fee  2.16
    """
    amounts = {part: quote.amount(part) for part in parts if quote.amount(part)}
    return _fund(tx, "lock", pack, requester, amounts, about)


def top_up(
    tx: Tx, *, pack: int, requester: int, amounts: dict[Part, int], about: int
) -> tuple[Transfer, ...]:
    """Add to parts of a running pack; the fee on what is added is worked out here and comes on top.

    top_up             requester:3 -> pack:7:late  0.40
    top_up             requester:3 -> pack:7:fee  0.04
    """
    if "fee" in amounts:
        raise ValueError("the fee is worked out from the other parts, it is not given")
    fee = fee_up(sum(amounts.get(part, 0) for part in fee_bearing))
    whole = {part: amount for part, amount in {**amounts, "fee": fee}.items() if amount}
    return _fund(tx, "top_up", pack, requester, whole, about)


def refill_late(tx: Tx, *, pack: int, amount: int, about: int) -> Transfer:
    """What dynamic overlap saved fills the late reserve up again, for one late answer; `about` is its assignment.

    refill_late        pack:7:answers -> pack:7:late  0.04
    """
    source, target = accounts.pack(pack, "answers"), accounts.pack(pack, "late")
    return post(tx, Move(f"refill_late:{about}", "refill_late", source, target, amount, pack))


def pay_answer(tx: Tx, *, pack: int, worker: int, amount: int, about: int, review: bool = False) -> Transfer:
    """Pay an answer given in time.

    pay_answer         pack:7:answers -> worker:5:available  0.04
    """
    return _pay(tx, "pay_answer", "answers", pack, worker, amount, f"answer:{about}", review)


def pay_gold(tx: Tx, *, pack: int, worker: int, amount: int, about: int, review: bool = False) -> Transfer:
    """Pay a task whose answer is known, hidden among the others; right or wrong, it was work.

    Under a review window it waits like the others, or it would not be hidden; nobody reviews it, so silence releases it.

    pay_gold           pack:7:gold -> worker:5:available  0.04
    """
    return _pay(tx, "pay_gold", "gold", pack, worker, amount, f"answer:{about}", review)


def pay_practice(tx: Tx, *, pack: int, worker: int, amount: int, about: int) -> Transfer:
    """Pay a task that explains itself.

    pay_practice       pack:7:practice -> worker:5:available  0.04
    """
    return _pay(tx, "pay_practice", "practice", pack, worker, amount, f"answer:{about}")


def pay_late(tx: Tx, *, pack: int, worker: int, amount: int, about: int) -> Transfer:
    """Pay an answer that came after its place was taken: from the late reserve, and when that is empty from goodwill.

    Raises NotEnough or GoodwillSpent when goodwill cannot either. The transfer's movement says who paid.

    pay_late           pack:7:late -> worker:5:available  0.04
    """
    return _or_goodwill(tx, "pay_late", "late", pack, worker, amount, f"answer:{about}")


def pay_goodwill(
    tx: Tx, *, pack: int, worker: int, amount: int, about: int, review: bool = False
) -> Transfer:
    """The house pays an answer nobody else should. Raises GoodwillSpent above `goodwill_max` a pack.

    pay_goodwill       house:goodwill -> worker:5:available  0.04
    """
    return _goodwill(tx, pack, worker, amount, f"answer:{about}", review)


def pay_reading(tx: Tx, *, pack: int, worker: int, amount: int, about: int) -> Transfer:
    """Pay for reading the instruction, with the first real answer; when its part is empty or given back, from goodwill.

    Raises NotEnough or GoodwillSpent when goodwill cannot either. The transfer's movement says who paid.

    pay_reading        pack:7:reading -> worker:5:available  0.12
    """
    return _or_goodwill(tx, "pay_reading", "reading", pack, worker, amount, f"reading:{about}")


def pay_side(tx: Tx, *, pack: int, worker: int, amount: int, about: int) -> Transfer:
    """Pay for "this question does not fit", which is an answer too: its assignment is paid once.

    pay_side           pack:7:side -> worker:5:available  0.04
    """
    return _pay(tx, "pay_side", "side", pack, worker, amount, f"answer:{about}")


def pay_floor(tx: Tx, *, pack: int, worker: int, amount: int, about: int, promised: bool = False) -> Transfer:
    """Pay the difference to the hourly floor where the work took longer than the requester thought. No fee.

    `promised`: whoever held a task when the reserve ran out gets it from goodwill; then GoodwillSpent may be raised.

    pay_floor          pack:7:floor -> worker:5:available  0.01
    """
    pay = _or_goodwill if promised else _pay
    return pay(tx, "pay_floor", "floor", pack, worker, amount, f"floor:{about}")


def pay_care(tx: Tx, *, pack: int, worker: int, amount: int, about: int) -> Transfer:
    """Pay the pause after a set of flagged tasks; `about` is the pause. No fee.

    pay_care           pack:7:care -> worker:5:available  1.20
    """
    return _pay(tx, "pay_care", "care", pack, worker, amount, f"care:{about}")


def pay_fix(tx: Tx, *, pack: int, worker: int, amount: int, about: int) -> Transfer:
    """Pay a fix that was asked for: an answer once more, from money topped up before. Bears the fee; `about` is the fix.

    pay_fix            pack:7:answers -> worker:5:available  0.02
    """
    return _pay(tx, "pay_fix", "answers", pack, worker, amount, f"fix:{about}")


def pay_moderator(tx: Tx, *, worker: int, amount: int, about: int) -> Transfer:
    """Pay the minutes of somebody who looked at a case: from the platform's part of fees, and when that is short from goodwill.

    `about` is their opinion, or what an interpreter of a case wrote, or a claim. Raises NotEnough when goodwill cannot either; asked again it stays with who paid first. Seven
    minutes at twice a floor of 5.00 an hour come to 1.17: here a moderator's first case, paid by goodwill.

    pay_moderator      house:goodwill -> worker:5:available  1.17
    """
    key, target = f"moderator:{about}", accounts.worker(worker)
    first = find(tx, key)
    if first is not None:
        return post(tx, Move(key, "pay_moderator", first.source, target, amount))
    try:
        return post(tx, Move(key, "pay_moderator", accounts.fees, target, amount))
    except NotEnough:
        return post(tx, Move(key, "pay_moderator", accounts.goodwill, target, amount))


def pay_look(tx: Tx, *, pack: int, requester: int | None, worker: int, amount: int, about: int) -> Transfer:
    """A requester pays somebody who was shown hard content unwarned, and has no other pay for it, as for an answer. No fee.

    What they have free pays it, no pack's money; where that is too little, or `requester` is None, goodwill. Raises NotEnough
    or GoodwillSpent when neither can. `about` is the assignment, which is paid once.

    pay_look           requester:3 -> worker:5:available  0.04
    """
    return _charge(tx, "pay_look", pack, requester, worker, amount, f"answer:{about}")


def pay_unwarned(
    tx: Tx, *, pack: int, requester: int | None, worker: int, amount: int, about: int
) -> Transfer:
    """A requester pays a pause to somebody who was shown hard content unwarned; `about` is the assignment. No fee.

    From where, and what may be raised: as `pay_look`.

    pay_unwarned       requester:3 -> worker:5:available  1.20
    """
    return _charge(tx, "pay_unwarned", pack, requester, worker, amount, f"unwarned:{about}")


def pay_bonus(
    tx: Tx, *, requester: int, worker: int, amount: int, about: int, pack: int | None = None
) -> tuple[Transfer, ...]:
    """A requester thanks a worker; the fee on it, rounded down, comes on top. All or none.

    `pack` says what the thanks are for, where they are for one; no pack's money is touched.

    pay_bonus          requester:3 -> worker:5:available  2.00
    pay_bonus_fee      requester:3 -> house:fees  0.14
    pay_bonus_fee      requester:3 -> house:guarantee  0.06
    """
    source, target = accounts.requester(requester), accounts.worker(worker)
    fee = fee_due(amount)
    platform = platform_share(fee)
    hold(tx, (source, target, accounts.fees, accounts.guarantee))
    there, wanted = tx.value("book.balance", name=source) or 0, amount + fee
    if find(tx, f"bonus:{about}") is None and there < wanted:
        raise NotEnough(source, wanted, there)
    shares = ((accounts.fees, platform), (accounts.guarantee, fee - platform))
    return (
        post(tx, Move(f"bonus:{about}", "pay_bonus", source, target, amount, pack)),
        *(
            post(tx, Move(f"bonus:{about}:{house}", "pay_bonus_fee", source, house, share, pack))
            for house, share in shares
            if share
        ),
    )


def _fund(
    tx: Tx, movement: str, pack: int, requester: int, amounts: dict[Part, int], about: int
) -> tuple[Transfer, ...]:
    """One transfer per part, all or none. The fee's account is held first: `collect_fee` relies on it."""
    source = accounts.requester(requester)
    hold(tx, (source, *(accounts.pack(pack, part) for part in parts)))
    keys = {part: f"{movement}:{about}:{part}" for part in parts}
    known = {part: first for part in parts if (first := find(tx, keys[part])) is not None}
    if known and known.keys() != amounts.keys():
        raise KeyConflict(f"{movement}:{about}", min(first.id for first in known.values()))
    there, wanted = tx.value("book.balance", name=source) or 0, sum(amounts.values())
    if not known and there < wanted:
        raise NotEnough(source, wanted, there)
    return tuple(
        post(tx, Move(keys[part], movement, source, accounts.pack(pack, part), amount, pack))
        for part, amount in amounts.items()
    )


def _goodwill(tx: Tx, pack: int, worker: int, amount: int, key: str, review: bool = False) -> Transfer:
    target = accounts.worker(worker, "earned" if review else "available")
    move = Move(key, "pay_goodwill", accounts.goodwill, target, amount, pack)
    hold(tx, (target, accounts.goodwill))
    if find(tx, move.key) is None:
        spent = tx.value("book.pack_goodwill", pack=pack)
        if spent + amount > goodwill_max(amount):
            raise GoodwillSpent(pack, amount, spent)
    return post(tx, move)


def _or_goodwill(
    tx: Tx, movement: str, part: Part, pack: int, worker: int, amount: int, key: str
) -> Transfer:
    """From a pack's part, else from goodwill; asked again it stays with who paid first."""
    first = find(tx, key)
    if first is not None and first.movement == "pay_goodwill":
        return _goodwill(tx, pack, worker, amount, key)
    try:
        return _pay(tx, movement, part, pack, worker, amount, key)
    except NotEnough:
        return _goodwill(tx, pack, worker, amount, key)


def _charge(
    tx: Tx, movement: str, pack: int, requester: int | None, worker: int, amount: int, key: str
) -> Transfer:
    """From what a requester has free, else from goodwill; asked again it stays with who paid first."""
    first = find(tx, key)
    by_house = requester is None if first is None else first.movement == "pay_goodwill"
    if by_house or requester is None:
        return _goodwill(tx, pack, worker, amount, key)
    source, target = accounts.requester(requester), accounts.worker(worker)
    try:
        return post(tx, Move(key, movement, source, target, amount, pack))
    except NotEnough:
        return _goodwill(tx, pack, worker, amount, key)


def _pay(
    tx: Tx, movement: str, part: Part, pack: int, worker: int, amount: int, key: str, review: bool = False
) -> Transfer:
    source = accounts.pack(pack, part)
    target = accounts.worker(worker, "earned" if review else "available")
    return post(tx, Move(key, movement, source, target, amount, pack))
