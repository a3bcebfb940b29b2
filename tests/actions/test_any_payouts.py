"""Three people take money out in any order, by a provider that may answer anything: paid once at most, nothing lost.

The provider is a small one of its own: it keeps what it paid by our id, and does or does not say so. The program may die
before it asks, while it asks, or before it writes down what it heard. Beside it stands what each person was ever given.
"""

import asyncio
from collections import Counter
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any, ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from bot.actions import cashing, overseeing, sending
from bot.actions.destinations import Ways
from bot.domain import limits
from bot.domain.outcomes.cashing import Purse
from bot.domain.refusals import Refusal
from bot.payouts import Order, Reply
from bot.payouts.list import ByHand
from bot.rounds.payouts import Payouts
from tests.conftest import Fresh
from tests.lives import Life, live
from tests.makers import Worker
from tests.makers_payouts import BY_HAND, earn, pay_out, settled, ways

people = st.integers(0, 2)
amounts = st.sampled_from([40_000, 1_280_000, 3_000_000])
leaps = st.sampled_from([1_000, limits.minute, limits.hour, limits.day, 3 * limits.day])
says = st.sampled_from(["truth", "refuse", "nothing", "html", "not_sent", "return", "another"])
deaths = st.sampled_from(["", "", "after", "before"])


class Died(BaseException):
    """The program is gone, in the middle of asking."""


@dataclass(frozen=True, slots=True)
class Till(ByHand):
    """A provider that tells the truth when it says that something is so, and may say nothing."""

    by_hand = False
    paid: Counter[str] = field(default_factory=Counter)
    state: dict[str, str] = field(default_factory=dict)
    next: list[tuple[str, str]] = field(default_factory=list)

    def _mood(self) -> tuple[str, str]:
        return self.next.pop() if self.next else ("truth", "")

    async def send(self, order: Order) -> Reply:
        says, death = self._mood()
        if death == "before":
            raise Died
        if says == "not_sent":
            return Reply("unknown", "", "not_sent")
        if order.id not in self.state:
            self.state[order.id] = {"refuse": "failed", "return": "returned"}.get(says, "confirmed")
        self.paid[order.id] += self.state[order.id] != "failed"
        if death == "after":
            raise Died
        return self._told(order, says, "sent")

    async def look_up(self, order: Order, reference: str) -> Reply:
        says, death = self._mood()
        if death:
            raise Died
        if order.id not in self.state:
            return Reply("unknown", reference, "not_found")
        return self._told(order, says, self.state[order.id])

    def _told(self, order: Order, says: str, state: Any) -> Reply:
        if says in ("nothing", "not_sent", "return"):
            return Reply("unknown", "", "no_answer")
        if says == "html":
            return Reply("unknown", "", "unreadable")
        if self.state[order.id] == "failed":
            return Reply("failed", "", "destination")
        named = next(iter(self.state)) if says == "another" else order.id
        return Reply(state, f"R{named}")


class Cashier(Life):
    """The real actions and rounds, three people, that provider."""

    reached: ClassVar[set[str]] = set()

    def __init__(self, place: AbstractContextManager[str]) -> None:
        super().__init__(place)
        given = ways(self.clock, **BY_HAND)
        rail: Any = given.rails["list"]
        self.till = Till(rail.form, rail.fares)
        self.ways = Ways({"list": self.till}, given.vault)
        self.given: Counter[int] = Counter()
        self.gifts = 0

    @initialize()
    def begin(self) -> None:
        """Three people who said where their money goes."""
        make = self.loop.run_until_complete
        self.people = [make(Worker.met(self.database, self.clock, 1001 + number)) for number in range(3)]
        for number, one in enumerate(self.people):
            one.proving = False
            make(settled(one, self.ways, f"0712 345 45{number}", rail="list mpesa"))
            self.earns(number, 1_280_000)
            self.takes_out(number, False)

    @rule(person=people, amount=amounts)
    def earns(self, person: int, amount: int) -> None:
        """Somebody's balance grows."""
        self.gifts += 1
        self.loop.run_until_complete(earn(self.database, self.people[person], amount, self.gifts))
        self.given[person] += amount

    @rule(person=people, twice=st.booleans())
    def takes_out(self, person: int, twice: bool) -> None:
        """[Pay out], perhaps on two phones at once."""
        worker = self.people[person]

        async def presses() -> None:
            shown = await worker.act(cashing.money, ways=self.ways)
            assert isinstance(shown, Purse)
            presses = (pay_out(worker, self.ways, shown) for _ in range(1 + twice))
            done = await asyncio.gather(*presses)
            self.reached.update(f"asked {one.note}" for one in done if isinstance(one, Purse))

        self.loop.run_until_complete(presses())

    @rule(person=people, ending=st.sampled_from(["333", "444", "450"]))
    def moves(self, person: int, ending: str) -> None:
        """Another place, or a known one."""
        self.loop.run_until_complete(
            settled(self.people[person], self.ways, f"0722 345 {ending}", rail="list mpesa")
        )

    @rule(person=people)
    def keeps(self, person: int) -> None:
        """The old place after all."""
        self.loop.run_until_complete(
            self.people[person].act(cashing.keep, rules=self.people[person].rules, ways=self.ways)
        )

    @rule(says=says, death=deaths, leap=st.sampled_from([sending.lease_ms, 1_000]))
    def goes_round(self, says: str, death: str, leap: int) -> None:
        """Time passes, then one errand; the program may die in it."""
        self.clock.now_ms += leap
        self.till.next[:] = [(says, death)]
        try:
            if self.loop.run_until_complete(Payouts(self.database, self.ways).one()):
                self.reached.add(says)
        except Died:
            self.reached.add(f"died {death}")
        self.till.next.clear()

    @rule(death=st.booleans())
    def forgets_what_it_heard(self, death: bool) -> None:
        """The answer is here; the program dies before it is written down."""
        errand = self.loop.run_until_complete(self.database.write(sending.take, self.ways))
        if errand is not None:
            ask = (
                self.till.send(errand.order)
                if errand.sends
                else self.till.look_up(errand.order, errand.reference)
            )
            reply = self.loop.run_until_complete(ask)
            if not death:
                self.loop.run_until_complete(self.database.write(sending.answered, errand, reply))
                self.loop.run_until_complete(self.database.write(sending.answered, errand, reply))

    @rule(number=st.integers(0, 5))
    def notices(self, number: int) -> None:
        """The provider names a payment."""
        for order in list(self.till.state)[number : number + 1]:
            self.loop.run_until_complete(self.database.write(sending.noticed, "list", order, ""))

    @rule(number=st.integers(0, 5))
    def is_looked_into(self, number: int) -> None:
        """A person reads the provider's books, and says what stands there; what has ended is refused."""
        rows = self._payouts()
        for row in rows[number : number + 1]:
            stands = self.till.state.get(str(row["id"]), "failed")
            if row["state"] == "requested" and str(row["id"]) not in self.till.state:
                continue
            reply = (
                Reply("failed", "", "refused") if stands == "failed" else Reply("confirmed", f"R{row['id']}")
            )
            try:
                self.loop.run_until_complete(self.database.write(sending.settle, row["id"], reply, "Otieno"))
            except Refusal as refused:
                self.reached.add(type(refused).__name__)

    @rule(leap=leaps)
    def waits(self, leap: int) -> None:
        """Time passes."""
        self.clock.now_ms += leap

    def _payouts(self) -> list[dict[str, Any]]:
        return self.loop.run_until_complete(
            self.database.read(lambda tx: tx.all("payouts.newest", state="", most=100))
        )

    @invariant()
    def holds(self) -> None:
        """The book and the payouts agree; nobody was paid twice; each person's money is somewhere."""
        if not hasattr(self, "people"):
            return
        assert self.loop.run_until_complete(self.database.read(overseeing.check_book, whole=True)) == []
        assert max(self.till.paid.values(), default=0) <= 1
        rows = self._payouts()
        for row in rows:
            paid, state = self.till.paid[str(row["id"])], row["state"]
            self.reached.add(state)
            assert not (state == "confirmed" and paid != 1) and not (
                state in ("failed", "requested") and paid
            )
        for number, worker in enumerate(self.people):
            mine = [row for row in rows if row["book"] == worker.who.book]
            gone = sum(row["amount"] for row in mine if row["state"] not in ("failed", "returned"))
            lost = sum(row["fee"] for row in mine if row["state"] == "returned" and not row["house"])
            have = self.loop.run_until_complete(worker.balance())
            assert have + gone + lost == self.given[number]


_wanted = {"confirmed", "unknown", "asked asked", "truth"}
"""What any run of some hundred steps comes by."""


def test_payouts_in_any_order_hold(fresh: Fresh) -> None:
    """Random lives; the many on SQLite reach what matters at least once."""
    live(
        Cashier,
        fresh,
        steps=40,
        sqlite=60,
        postgres=6,
        wanted=lambda: fresh.engine == "postgres" or _wanted <= Cashier.reached,
    )
    assert fresh.engine == "postgres" or _wanted <= Cashier.reached, _wanted - Cashier.reached
