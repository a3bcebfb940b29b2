"""The fee and the end of a pack: amounts nobody says, because the book derives them.

The fee is 10 % of everything the fee-bearing parts have paid so far, worked out from the whole sum each time, so
no answer rounds it. What they have paid is what the requester put in, less what went back, less what is still there;
what the guarantee pot puts in and takes out bears no fee (`bot.ledger.guarantee`).
"""

from collections import Counter
from dataclasses import dataclass

from bot.domain.quote import Part, fee_bearing, fee_due, parts, platform_share
from bot.ledger import accounts
from bot.ledger.posting import Move, Transfer, hold, post
from bot.storage.transaction import Tx

_MOST = len(parts)
_houses = (accounts.fees, accounts.guarantee, accounts.goodwill)


@dataclass(frozen=True, slots=True)
class FeeState:
    """A pack's fee, in micro-units: what its work has cost, the fee on it, what was collected, what is there for it."""

    paid: int
    due: int
    collected: int
    there: int


def fee_state(tx: Tx, pack: int) -> FeeState:
    """Derive a pack's fee from its accounts and the few transfers that funded it."""
    funded = _funded(tx, pack)
    balances = _balances(tx, pack)
    bearing = [accounts.pack(pack, part) for part in fee_bearing]
    paid = sum(funded[name] - balances.get(name, 0) for name in bearing)
    fee = accounts.pack(pack, "fee")
    there = balances.get(fee, 0)
    return FeeState(paid, fee_due(max(paid, 0)), funded[fee] - there, there)


def part_states(tx: Tx, pack: int) -> dict[Part, tuple[int, int]]:
    """By part: what its requester put in and did not get back, and what of it is still there, in micro-units. A read."""
    funded = _funded(tx, pack)
    balances = _balances(tx, pack)
    names = {part: accounts.pack(pack, part) for part in parts}
    return {part: (funded[name], balances.get(name, 0)) for part, name in names.items()}


def _funded(tx: Tx, pack: int) -> Counter[str]:
    """By account: what came into it from the requester, less what went back."""
    funded: Counter[str] = Counter()
    for row in tx.all("book.pack_funding", pack=pack):
        if row["movement"] == "refund":
            funded[row["source"]] -= row["amount"]
        else:
            funded[row["target"]] += row["amount"]
    return funded


def collect_fee(tx: Tx, *, pack: int) -> tuple[Transfer, ...]:
    """Bring the fee up to date: seven tenths to the platform, three to the guarantee pot. Nothing due: nothing done.

    A reversed payment may leave more collected than is due; then the difference goes back: from the house that has
    it, else from goodwill, and when that is empty too it waits for the next call.

    collect_fee        pack:7:fee -> house:fees  0.0322
    collect_fee        pack:7:fee -> house:guarantee  0.0138
    """
    fee = accounts.pack(pack, "fee")
    hold(tx, (fee, *_houses))
    state = fee_state(tx, pack)
    to_platform = platform_share(state.due) - platform_share(state.collected)
    to_guarantee = state.due - state.collected - to_platform
    givers = _givers(tx, -to_platform, -to_guarantee)
    done = []
    for house, amount in ((accounts.fees, to_platform), (accounts.guarantee, to_guarantee)):
        key = f"{pack}:{state.collected}:{state.due}:{_version(tx, fee)}:{house}"
        if amount > 0:
            done.append(post(tx, Move(f"collect_fee:{key}", "collect_fee", fee, house, amount, pack)))
        elif amount < 0 and givers:
            done.append(post(tx, Move(f"return_fee:{key}", "return_fee", givers[house], fee, -amount, pack)))
    return tuple(done)


def refund(tx: Tx, *, pack: int, requester: int) -> tuple[Transfer, ...]:
    """Give back everything a closed pack has not used, after collecting its fee. Returns the refunds.

    Money that comes back to the pack later (a payment reversed) is given back by calling it again.

    refund             pack:7:answers -> requester:3  11.78
    """
    target = accounts.requester(requester)
    names = [accounts.pack(pack, part) for part in parts]
    hold(tx, (target, *names, *_houses))
    collect_fee(tx, pack=pack)
    balances = _balances(tx, pack)
    return tuple(
        post(tx, Move(f"refund:{name}:{_version(tx, name)}", "refund", name, target, balances[name], pack))
        for name in names
        if balances.get(name, 0)
    )


def withdraw_fees(tx: Tx, *, amount: int, about: int) -> Transfer:
    """The operator takes of the platform's share.

    withdraw_fees      house:fees -> world  0.10
    """
    return post(tx, Move(f"withdraw_fees:{about}", "withdraw_fees", accounts.fees, accounts.world, amount))


def _givers(tx: Tx, platform: int, guarantee: int) -> dict[str, str]:
    """Who gives back each house's share of a fee: the house, or goodwill in its stead; nobody when all cannot."""
    there = {house: tx.value("book.balance", name=house) or 0 for house in _houses}
    givers = {}
    for house, amount in ((accounts.fees, platform), (accounts.guarantee, guarantee)):
        if amount <= 0:
            continue
        giver = house if there[house] >= amount else accounts.goodwill
        if there[giver] < amount:
            return {}
        there[giver] -= amount
        givers[house] = giver
    return givers


def _balances(tx: Tx, pack: int) -> dict[str, int]:
    first = f"pack:{pack}:"
    rows = tx.all("book.accounts_between", first=first, beyond=f"pack:{pack};", most=_MOST)
    return {row["name"]: row["balance"] for row in rows}


def _version(tx: Tx, name: str) -> int:
    """How many entries an account has: it makes the key of a derived amount its own."""
    return tx.value("book.version", name=name) or 0
