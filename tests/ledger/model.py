"""A second book, as simple as can be: a dictionary of Decimals. The real one must agree with it after every step."""

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

MICRO = Decimal("0.000001")
FEE_PARTS = ("answers", "gold", "practice", "reading", "side", "late")
PARTS = (*FEE_PARTS, "floor", "care", "fee")
GOODWILL = Decimal(5)
UNDONE = {"deposit", "endow_goodwill", "withdraw_deposit", "pay_answer", "pay_goodwill"}

Asked = tuple[str, str, str, Decimal, int | None]


@dataclass
class Model:
    """Amounts in whole units; outcomes are "done" or the name of the refusal."""

    balances: defaultdict[str, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    asked: dict[str, Asked] = field(default_factory=dict)
    paid: defaultdict[int, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    goodwill: defaultdict[int, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    taken: defaultdict[tuple[int, str], Decimal] = field(default_factory=lambda: defaultdict(Decimal))

    def post(
        self, key: str, movement: str, source: str, target: str, amount: Decimal, pack: int | None = None
    ) -> str:
        """One transfer."""
        if key in self.asked:
            return "done" if self.asked[key] == (movement, source, target, amount, pack) else "KeyConflict"
        if source != "world" and self.balances[source] < amount:
            return "NotEnough"
        self.asked[key] = (movement, source, target, amount, pack)
        self._move(source, target, amount)
        return "done"

    def fund(self, movement: str, about: int, pack: int, requester: int, amounts: dict[str, Decimal]) -> str:
        """Lock or top up: all parts or none."""
        source = f"requester:{requester}"
        wanted = {
            f"{movement}:{about}:{part}": (movement, source, f"pack:{pack}:{part}", amount, pack)
            for part, amount in amounts.items()
        }
        known = {key: asked for key, asked in self.asked.items() if key.startswith(f"{movement}:{about}:")}
        if known:
            return "done" if known == wanted else "KeyConflict"
        if self.balances[source] < sum(amounts.values()):
            return "NotEnough"
        for key, asked in wanted.items():
            assert self.post(key, *asked) == "done"
        return "done"

    def pay(
        self, movement: str, part: str, pack: int, worker: int, amount: Decimal, key: str, review: bool
    ) -> str:
        """Pay from a part of a pack."""
        fresh = key not in self.asked
        target = f"worker:{worker}:{'earned' if review else 'available'}"
        outcome = self.post(key, movement, f"pack:{pack}:{part}", target, amount, pack)
        if fresh and outcome == "done" and part in FEE_PARTS:
            self.paid[pack] += amount
        return outcome

    def kindness(self, pack: int, worker: int, amount: Decimal, key: str, review: bool = False) -> str:
        """Pay from goodwill, within a pack's limit."""
        fresh = key not in self.asked
        if fresh and self.goodwill[pack] + amount > max(GOODWILL, 5 * amount):
            return "GoodwillSpent"
        target = f"worker:{worker}:{'earned' if review else 'available'}"
        outcome = self.post(key, "pay_goodwill", "house:goodwill", target, amount, pack)
        if fresh and outcome == "done":
            self.goodwill[pack] += amount
        return outcome

    def late(self, pack: int, worker: int, amount: Decimal, key: str) -> str:
        """Pay from the late reserve, else from goodwill; a repeat stays with who paid first."""
        return self.or_kindness("pay_late", "late", pack, worker, amount, key)

    def or_kindness(self, movement: str, part: str, pack: int, worker: int, amount: Decimal, key: str) -> str:
        """Pay from a part of a pack, else from goodwill; a repeat stays with who paid first."""
        if self.asked.get(key, ("",))[0] == "pay_goodwill":
            return self.kindness(pack, worker, amount, key)
        outcome = self.pay(movement, part, pack, worker, amount, key, False)
        return self.kindness(pack, worker, amount, key) if outcome == "NotEnough" else outcome

    def release(self, key: str, number: int) -> str:
        """Earned money becomes available."""
        _, _, target, amount, _ = self.asked[key]
        if not target.endswith(":earned"):
            return "NotReversible"
        return self.post(f"settle:{number}", "release", target, target.replace("earned", "available"), amount)

    def reverse(self, key: str, number: int, pack: int | None) -> str:
        """Back the whole amount, unless it is available already."""
        movement, source, target, amount, _ = self.asked[key]
        if movement not in UNDONE or target.endswith(":available"):
            return "NotReversible"
        fresh = f"settle:{number}" not in self.asked
        outcome = self.post(f"settle:{number}", f"reverse_{movement}", target, source, amount)
        if fresh and outcome == "done" and pack is not None:
            (self.goodwill if movement == "pay_goodwill" else self.paid)[pack] -= amount
        return outcome

    def collect(self, pack: int) -> str:
        """A tenth of what was paid: seven tenths of it to the platform, the rest to the guarantee pot."""
        due = (self.paid[pack] / 10).quantize(MICRO, ROUND_FLOOR)
        platform = (due * 7 / 10).quantize(MICRO, ROUND_FLOOR)
        for house, share in (("house:fees", platform), ("house:guarantee", due - platform)):
            self._move(f"pack:{pack}:fee", house, share - self.taken[pack, house])
            self.taken[pack, house] = share
        return "done"

    def refund(self, pack: int, requester: int) -> str:
        """Everything that is left in a pack, after its fee."""
        self.collect(pack)
        for part in PARTS:
            name = f"pack:{pack}:{part}"
            self._move(name, f"requester:{requester}", self.balances[name])
        return "done"

    def _move(self, source: str, target: str, amount: Decimal) -> None:
        self.balances[source] -= amount
        self.balances[target] += amount


def fee_on(amounts: dict[str, Decimal]) -> Decimal:
    """A tenth of the parts that bear it, rounded up to a micro-unit."""
    bearing = sum((amounts.get(part, Decimal(0)) for part in FEE_PARTS), Decimal(0))
    return (bearing / 10).quantize(MICRO, ROUND_CEILING)
