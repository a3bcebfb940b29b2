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
_nothing: Asked = ("", "", "", Decimal(0), None)


@dataclass
class Model:
    """Amounts in whole units; outcomes are "done" or the name of the refusal."""

    balances: defaultdict[str, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    asked: dict[str, Asked] = field(default_factory=dict)
    paid: defaultdict[int, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    goodwill: defaultdict[int, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    advanced: defaultdict[int, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
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

    def charge(
        self, unwarned: bool, pack: int, requester: int, worker: int, amount: Decimal, about: int
    ) -> str:
        """A requester pays from what they have free, else goodwill does; a repeat stays with who paid first."""
        key, movement = (f"unwarned:{about}", "pay_unwarned") if unwarned else (f"answer:{about}", "pay_look")
        if self.asked.get(key, ("",))[0] == "pay_goodwill":
            return self.kindness(pack, worker, amount, key)
        target = f"worker:{worker}:available"
        outcome = self.post(key, movement, f"requester:{requester}", target, amount, pack)
        return self.kindness(pack, worker, amount, key) if outcome == "NotEnough" else outcome

    def moderate(self, worker: int, amount: Decimal, about: int) -> str:
        """The platform's part of fees pays who looked at a case, else goodwill; a repeat stays with who paid first."""
        key, target = f"moderator:{about}", f"worker:{worker}:available"
        first = self.asked.get(key, ("", "house:fees"))[1]
        outcome = self.post(key, "pay_moderator", first, target, amount)
        if outcome == "NotEnough":
            return self.post(key, "pay_moderator", "house:goodwill", target, amount)
        return outcome

    def settle(self, movement: str, key: str, number: int) -> str:
        """Money under review becomes available, or waits for a ruling."""
        _, _, target, amount, pack = self.asked.get(key, _nothing)
        if not target.endswith(":earned"):
            return "NotReversible"
        purse = "available" if movement == "release" else "frozen"
        other = target.replace("earned", purse)
        return self.post(f"settle:{number}", movement, target, other, amount, pack)

    def decide(self, movement: str, key: str, number: int, advanced: bool) -> str:
        """A claim is over: the worker has the money, or who paid, or the pot that bought a new answer."""
        if self.asked.get(f"settle:{number}", _nothing)[0] != "claim":
            return "NotBegun"
        fresh = f"decide:{number}" not in self.asked
        _, source, target, amount, pack = self.asked[key]
        frozen = target.replace("earned", "frozen")
        back = "house:guarantee" if advanced else source
        to = target.replace("earned", "available") if movement == "overturn" else back
        outcome = self.post(f"decide:{number}", movement, frozen, to, amount, pack)
        if fresh and outcome == "done" and movement == "uphold" and pack is not None:
            self.paid[pack] -= amount if to.startswith("pack:") else 0
            self.advanced[pack] -= amount if to == "house:guarantee" else 0
        return outcome

    def reverse(self, key: str, number: int) -> str:
        """Back the whole amount, unless it is available already."""
        movement, source, target, amount, pack = self.asked.get(key, _nothing)
        if movement not in UNDONE or target.endswith(":available"):
            return "NotReversible"
        fresh = f"settle:{number}" not in self.asked
        outcome = self.post(f"settle:{number}", f"reverse_{movement}", target, source, amount, pack)
        if fresh and outcome == "done" and pack is not None:
            (self.goodwill if movement == "pay_goodwill" else self.paid)[pack] -= amount
        return outcome

    def call_back(self, key: str, number: int) -> str:
        """A deposit is gone, whatever it was spent on."""
        movement, source, target, amount, _ = self.asked.get(key, _nothing)
        if movement != "deposit":
            return "NotReversible"
        asked = ("call_back", target.replace("requester", "owed"), source, amount, None)
        if f"settle:{number}" in self.asked:
            return "done" if self.asked[f"settle:{number}"] == asked else "KeyConflict"
        self.asked[f"settle:{number}"] = asked
        self._move(*asked[1:4])
        return "done"

    def pay_down(self, requester: int, *sources: str) -> str:
        """What a requester owes is paid by each in turn, as far as it goes."""
        owed = f"owed:{requester}"
        for source in sources:
            self._move(source, owed, min(self.balances[source], -self.balances[owed]))
        return "done"

    def advance(self, pack: int, amount: Decimal, about: int, moderator: bool) -> str:
        """The pot buys a new answer: a twentieth of what was locked for answers by itself."""
        key, target = f"advance:{about}", f"pack:{pack}:answers"
        fresh = key not in self.asked
        locked = sum(
            asked[3] for asked in self.asked.values() if asked[0] in ("lock", "top_up") and asked[2] == target
        )
        most = (locked / 20).quantize(MICRO, ROUND_FLOOR) if locked else Decimal(0)
        if fresh and not moderator and self.advanced[pack] + amount > most:
            return "GuaranteeSpent"
        outcome = self.post(key, "advance", "house:guarantee", target, amount, pack)
        if fresh and outcome == "done":
            self.advanced[pack] += amount
            self.paid[pack] -= amount
        return outcome

    def return_advance(self, about: int) -> str:
        """It goes back."""
        fresh = f"return_advance:{about}" not in self.asked
        outcome = self.end(f"advance:{about}", "advance", f"return_advance:{about}", "return_advance")
        if fresh and outcome == "done":
            amount, pack = self.asked[f"advance:{about}"][3:]
            assert pack is not None
            self.advanced[pack] -= amount
            self.paid[pack] += amount
        return outcome

    def end(self, begun: str, movement: str, key: str, name: str, to: str = "") -> str:
        """What was begun ends: its amount moves on to `to`, or back."""
        if self.asked.get(begun, _nothing)[0] != movement:
            return "NotBegun"
        _, source, target, amount, pack = self.asked[begun]
        return self.post(key, name, target, to or source, amount, pack)

    def return_payout(self, about: int, amount: Decimal) -> str:
        """A confirmed payout comes back, at most whole."""
        movement, source, _, most, _ = self.asked.get(f"end_payout:{about}", _nothing)
        if movement != "confirm_payout":
            return "NotBegun"
        if amount > most:
            return "NotEnough"
        target = source.replace("leaving", "available")
        return self.post(f"return_payout:{about}", "return_payout", "world", target, amount)

    def transfer_fee(self, about: int, amount: Decimal) -> str:
        """The platform's share bears it, else goodwill; a repeat stays with who paid first."""
        key = f"transfer_fee:{about}"
        first = self.asked.get(key, _nothing)[1] or "house:fees"
        outcome = self.post(key, "pay_transfer_fee", first, "world", amount)
        if outcome == "NotEnough":
            return self.post(key, "pay_transfer_fee", "house:goodwill", "world", amount)
        return outcome

    def bonus(self, requester: int, worker: int, amount: Decimal, about: int) -> str:
        """The worker gets it, and the two houses a tenth of it on top."""
        key, source = f"bonus:{about}", f"requester:{requester}"
        fee = (amount / 10).quantize(MICRO, ROUND_FLOOR)
        platform = (fee * 7 / 10).quantize(MICRO, ROUND_FLOOR)
        if key not in self.asked and self.balances[source] < amount + fee:
            return "NotEnough"
        outcome = self.post(key, "pay_bonus", source, f"worker:{worker}:available", amount)
        for house, share in (("house:fees", platform), ("house:guarantee", fee - platform)):
            if outcome == "done" and share:
                assert self.post(f"{key}:{house}", "pay_bonus_fee", source, house, share) == "done"
        return outcome

    def collect(self, pack: int) -> str:
        """A tenth of what was paid: seven tenths of it to the platform, the rest to the guarantee pot."""
        due = (max(self.paid[pack], Decimal(0)) / 10).quantize(MICRO, ROUND_FLOOR)
        platform = (due * 7 / 10).quantize(MICRO, ROUND_FLOOR)
        shares = {"house:fees": platform, "house:guarantee": due - platform}
        before, lent = self.balances.copy(), Decimal(0)
        for house, share in shares.items():
            more = share - self.taken[pack, house]
            short = self.balances[house] + more < 0
            lent += -more if short else 0
            self._move(f"pack:{pack}:fee", "house:goodwill" if short else house, more)
        if lent and self.balances["house:goodwill"] < 0:
            self.balances = before  # nobody can give it back now
        else:
            self.taken.update({(pack, house): share for house, share in shares.items()})
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
