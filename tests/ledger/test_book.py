"""Any sequence of movements, repeats and conflicts leaves the real book and a dictionary of Decimals alike."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from decimal import Decimal
from typing import Any, ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule

from bot import ledger
from bot.domain.quote import Quote
from bot.storage.transaction import Tx
from tests.conftest import Fresh
from tests.ledger.model import PARTS, Model, fee_on
from tests.lives import Life, live

packs = st.sampled_from([7, 8])
requesters = st.sampled_from([1, 2])
workers = st.sampled_from([4, 5])
abouts = st.integers(1, 12)
amounts = st.sampled_from([33, 33, 10_000, 40_000, 999_999, 2_500_000])
sums = st.sampled_from([5_000_001, 60_000_000])
others = st.sampled_from(["gold", "practice", "reading", "side", "floor", "care"])
settlements = st.sampled_from(
    ["release", "release", "claim", "claim", "overturn", "uphold", "uphold", "reverse"]
)
shares = st.dictionaries(st.sampled_from(PARTS[:-1]), st.sampled_from([1, 15, 80_000, 1_000_003]), min_size=1)


def units(micro: int) -> Decimal:
    """Micro-units as the model counts them."""
    return Decimal(micro) / 1_000_000


class Book(Life):
    """The real book on a real database beside the model."""

    reached: ClassVar[set[tuple[str, str]]] = set()

    def __init__(self, place: AbstractContextManager[str]) -> None:
        super().__init__(place)
        self.model = Model()
        self.written: list[ledger.Transfer] = []

    def same(self, expected: str, movement: Callable[..., Any], **values: Any) -> None:
        """Do it for real; the outcome must be the model's."""
        outcome = "done"
        try:
            done = self.loop.run_until_complete(self.database.write(movement, **values))
            self.written += done if isinstance(done, tuple) else (done,)
        except ledger.Refused as refused:
            outcome = type(refused).__name__
        assert outcome == expected
        self.reached.add((movement.__name__, outcome))

    @initialize()
    def begin(self) -> None:
        """Two funded packs, and something in every pot."""
        for number in (1, 2):
            self.deposit(number, 60_000_000, 100 + number)
            self.endow(4_000_000, 100 + number)
            self.lock(6 + number, number, 100 + number, dict.fromkeys(PARTS[:-1], 3_000_000))
            self.answer(6 + number, 3 + number, 999_999, 100 + number, False)
            for about in range(4):
                self.answer(6 + number, 3 + number, 40_000, 110 + 10 * number + about, True)
            self.freeze(3 + number, 40_000, 100 + number)
            self.bonus(number, 3 + number, 999_999, 100 + number)
            self.request(3 + number, 40_000, number)
            self.advance(6 + number, 10_000, number, False)
        wrong, right, undone, _, *_ = [one for one in self.written if one.target.endswith(":earned")]
        for transfer, how in (
            (wrong, "claim"),
            (wrong, "overturn"),
            (right, "claim"),
            (right, "uphold"),
            (undone, "reverse"),
        ):
            self.settled(transfer, how, False)
        for about, kind in enumerate(("gold", "practice", "reading", "side", "floor", "care"), 201):
            self.other(kind, 7, 4, 33, about)
        self.top_up(7, 1, 101, {"late": 33})
        self.refill_late(7, 33, 101)
        self.late(7, 4, 33, 207)
        self.goodwill(7, 4, 33, 208, False)
        self.fix(7, 4, 33, 209)
        self.charge(7, 1, 4, 33, 210, False)
        self.charge(7, 1, 4, 33, 211, True)
        self.moderate(4, 33, 212)
        self.hold_resale(7, 1, 10_000, 213)
        self.pay_resale(7, 4, 33, 213)
        self.return_resale(7, 1, 33, 213)
        self.withdraw(1, 33, 101)
        self.settled(next(one for one in self.written if one.key == "answer:133"), "release", False)
        self.end(1, True)
        self.end(2, False)
        self.give_back(1, 33)
        self.return_advance(1)
        self.thaw(101)
        self.write_off(4, 33, 101)
        self.withdraw_fees(101, 33)
        self.transfer_fee(101, 33)
        self.deposit(2, 60_000_000, 103)
        self.lock(8, 2, 103, {"answers": 1_000_003})
        self.call_back(next(one for one in self.written if one.key == "deposit:103"))
        self.pay_down(2, "repay")
        self.pay_down(2, "bear")
        self.deposit(1, 1_000_000, 104)
        self.lock(9, 1, 104, {"answers": 33})
        self.refund(9, 1, 0)

    @rule(requester=requesters, amount=sums, about=abouts)
    def deposit(self, requester: int, amount: int, about: int) -> None:
        """Money comes in."""
        expected = self.model.post(
            f"deposit:{about}", "deposit", "world", f"requester:{requester}", units(amount)
        )
        self.same(expected, ledger.deposit, requester=requester, amount=amount, currency="USD", about=about)

    @rule(requester=requesters, amount=amounts, about=abouts)
    def withdraw(self, requester: int, amount: int, about: int) -> None:
        """Money goes out."""
        key = f"withdraw_deposit:{about}"
        expected = self.model.post(key, "withdraw_deposit", f"requester:{requester}", "world", units(amount))
        self.same(expected, ledger.withdraw_deposit, requester=requester, amount=amount, about=about)

    @rule(amount=amounts, about=abouts)
    def endow(self, amount: int, about: int) -> None:
        """The operator puts goodwill aside."""
        key = f"endow_goodwill:{about}"
        expected = self.model.post(key, "endow_goodwill", "world", "house:goodwill", units(amount))
        self.same(expected, ledger.endow_goodwill, amount=amount, currency="USD", about=about)

    @rule(pack=packs, requester=requesters, about=abouts, parts=shares)
    def lock(self, pack: int, requester: int, about: int, parts: dict[str, int]) -> None:
        """A pack is launched."""
        modelled = {part: units(amount) for part, amount in parts.items()}
        fee = fee_on(modelled)
        quote = Quote(**{part: parts.get(part, 0) for part in PARTS[:-1]}, fee=int(fee * 1_000_000), likely=0)
        expected = self.model.fund(
            "lock", about, pack, requester, {**modelled, **({"fee": fee} if fee else {})}
        )
        self.same(expected, ledger.lock, pack=pack, requester=requester, quote=quote, about=about)

    @rule(pack=packs, amount=amounts, about=abouts)
    def refill_late(self, pack: int, amount: int, about: int) -> None:
        """What was saved fills the late reserve up."""
        source, target = f"pack:{pack}:answers", f"pack:{pack}:late"
        expected = self.model.post(f"refill_late:{about}", "refill_late", source, target, units(amount), pack)
        self.same(expected, ledger.refill_late, pack=pack, amount=amount, about=about)

    @rule(pack=packs, requester=requesters, about=abouts, parts=shares)
    def top_up(self, pack: int, requester: int, about: int, parts: dict[str, int]) -> None:
        """A pack gets more."""
        modelled = {part: units(amount) for part, amount in parts.items()}
        fee = fee_on(modelled)
        expected = self.model.fund(
            "top_up", about, pack, requester, {**modelled, **({"fee": fee} if fee else {})}
        )
        self.same(expected, ledger.top_up, pack=pack, requester=requester, amounts=parts, about=about)

    @rule(pack=packs, worker=workers, amount=amounts, about=abouts, review=st.booleans())
    def answer(self, pack: int, worker: int, amount: int, about: int, review: bool) -> None:
        """An answer is paid, at once or under review."""
        key = f"answer:{about}"
        expected = self.model.pay("pay_answer", "answers", pack, worker, units(amount), key, review)
        values = {"pack": pack, "worker": worker, "amount": amount, "about": about, "review": review}
        self.same(expected, ledger.pay_answer, **values)

    @rule(kind=others, pack=packs, worker=workers, amount=amounts, about=abouts)
    def other(self, kind: str, pack: int, worker: int, amount: int, about: int) -> None:
        """Other work is paid from the part it belongs to."""
        key = f"{'answer' if kind in ('gold', 'practice', 'side') else kind}:{about}"
        if kind == "reading":
            expected = self.model.or_kindness("pay_reading", kind, pack, worker, units(amount), key)
        else:
            expected = self.model.pay(f"pay_{kind}", kind, pack, worker, units(amount), key, False)
        movement = getattr(ledger, f"pay_{kind}")
        self.same(expected, movement, pack=pack, worker=worker, amount=amount, about=about)

    @rule(pack=packs, worker=workers, amount=amounts, about=abouts)
    def late(self, pack: int, worker: int, amount: int, about: int) -> None:
        """A late answer is paid by whoever can."""
        expected = self.model.late(pack, worker, units(amount), f"answer:{about}")
        self.same(expected, ledger.pay_late, pack=pack, worker=worker, amount=amount, about=about)

    @rule(pack=packs, worker=workers, amount=amounts, about=abouts, review=st.booleans())
    def goodwill(self, pack: int, worker: int, amount: int, about: int, review: bool) -> None:
        """The house pays."""
        expected = self.model.kindness(pack, worker, units(amount), f"answer:{about}", review)
        values = {"pack": pack, "worker": worker, "amount": amount, "about": about, "review": review}
        self.same(expected, ledger.pay_goodwill, **values)

    @rule(pack=packs, worker=workers, amount=amounts, about=abouts)
    def fix(self, pack: int, worker: int, amount: int, about: int) -> None:
        """A fix is paid."""
        expected = self.model.pay("pay_fix", "answers", pack, worker, units(amount), f"fix:{about}", False)
        self.same(expected, ledger.pay_fix, pack=pack, worker=worker, amount=amount, about=about)

    @rule(requester=requesters, worker=workers, amount=amounts, about=abouts)
    def bonus(self, requester: int, worker: int, amount: int, about: int) -> None:
        """A requester thanks."""
        expected = self.model.bonus(requester, worker, units(amount), about)
        values = {"requester": requester, "worker": worker, "amount": amount, "about": about}
        self.same(expected, ledger.pay_bonus, **values)

    @rule(pack=packs, requester=requesters, amount=amounts, about=abouts)
    def hold_resale(self, pack: int, requester: int, amount: int, about: int) -> None:
        """A requester puts a share aside."""
        ways = (f"requester:{requester}", f"resale:{pack}")
        expected = self.model.post(f"hold_resale:{about}", "hold_resale", *ways, units(amount), pack)
        values = {"pack": pack, "requester": requester, "amount": amount, "about": about}
        self.same(expected, ledger.hold_resale, **values)

    @rule(pack=packs, worker=workers, amount=amounts, about=abouts)
    def pay_resale(self, pack: int, worker: int, amount: int, about: int) -> None:
        """Somebody gets a part of it."""
        ways = (f"resale:{pack}", f"worker:{worker}:available")
        expected = self.model.post(f"pay_resale:{about}", "pay_resale", *ways, units(amount), pack)
        values = {"pack": pack, "worker": worker, "amount": amount, "about": about}
        self.same(expected, ledger.pay_resale, **values)

    @rule(pack=packs, requester=requesters, amount=amounts, about=abouts)
    def return_resale(self, pack: int, requester: int, amount: int, about: int) -> None:
        """What was for nobody goes back."""
        ways = (f"resale:{pack}", f"requester:{requester}")
        expected = self.model.post(f"return_resale:{about}", "return_resale", *ways, units(amount), pack)
        values = {"pack": pack, "requester": requester, "amount": amount, "about": about}
        self.same(expected, ledger.return_resale, **values)

    @rule(pack=packs, requester=requesters, worker=workers, amount=amounts, about=abouts, care=st.booleans())
    def charge(self, pack: int, requester: int, worker: int, amount: int, about: int, care: bool) -> None:
        """A requester pays for what somebody was shown unwarned, or goodwill does."""
        movement = ledger.pay_unwarned if care else ledger.pay_look
        expected = self.model.charge(care, pack, requester, worker, units(amount), about)
        values = {"pack": pack, "requester": requester, "worker": worker, "amount": amount, "about": about}
        self.same(expected, movement, **values)

    @rule(worker=workers, amount=amounts, about=abouts)
    def moderate(self, worker: int, amount: int, about: int) -> None:
        """Somebody looked at a case."""
        expected = self.model.moderate(worker, units(amount), about)
        self.same(expected, ledger.pay_moderator, worker=worker, amount=amount, about=about)

    @precondition(lambda self: self.written)
    @rule(which=st.integers(0, 10_000), how=settlements, advanced=st.booleans())
    def settle(self, which: int, how: str, advanced: bool) -> None:
        """Any transfer so far is released, claimed, reversed or decided, whether it can be or not."""
        chosen = [
            transfer for transfer in self.written if transfer.target.endswith(":earned") or which % 5 == 0
        ]
        if not chosen:
            return
        self.settled(chosen[which % len(chosen)], how, advanced)

    def settled(self, transfer: ledger.Transfer, how: str, advanced: bool) -> None:
        """Do one of them, or be refused."""
        values: dict[str, Any] = {"transfer": transfer.id}
        if how == "reverse":
            expected = self.model.reverse(transfer.key, transfer.id)
        elif how in ("release", "claim"):
            expected = self.model.settle(how, transfer.key, transfer.id)
        else:
            expected = self.model.decide(how, transfer.key, transfer.id, advanced)
            values |= {"advanced": advanced} if how == "uphold" else {}
        self.same(expected, getattr(ledger, how), **values)

    @rule(which=st.integers(0, 10_000))
    def take_back(self, which: int) -> None:
        """Any deposit so far, or seldom something else, is called back."""
        chosen = [one for one in self.written if one.movement == "deposit" or which % 5 == 0]
        self.call_back(chosen[which % len(chosen)])

    def call_back(self, transfer: ledger.Transfer) -> None:
        """A transfer is called back, or refused."""
        expected = self.model.call_back(transfer.key, transfer.id)
        self.same(expected, ledger.call_back, transfer=transfer.id)

    @rule(requester=requesters, how=st.sampled_from(["repay", "bear"]))
    def pay_down(self, requester: int, how: str) -> None:
        """What a requester owes is paid by them, or borne by the house."""
        houses = ("house:fees", "house:goodwill")
        expected = self.model.pay_down(requester, *(houses if how == "bear" else (f"requester:{requester}",)))
        self.same(expected, getattr(ledger, how), requester=requester)

    @rule(pack=packs, amount=amounts, about=abouts, moderator=st.booleans())
    def advance(self, pack: int, amount: int, about: int, moderator: bool) -> None:
        """The pot buys a new answer."""
        expected = self.model.advance(pack, units(amount), about, moderator)
        values = {"pack": pack, "amount": amount, "about": about, "moderator": moderator}
        self.same(expected, ledger.advance, **values)

    @rule(about=abouts)
    def return_advance(self, about: int) -> None:
        """The new answer is not wanted."""
        self.same(self.model.return_advance(about), ledger.return_advance, about=about)

    @rule(worker=workers, amount=amounts, about=abouts)
    def freeze(self, worker: int, amount: int, about: int) -> None:
        """Money is held."""
        purses = (f"worker:{worker}:available", f"worker:{worker}:frozen")
        expected = self.model.post(f"freeze:{about}", "freeze", *purses, units(amount))
        self.same(expected, ledger.freeze, worker=worker, amount=amount, about=about)

    @rule(about=abouts)
    def thaw(self, about: int) -> None:
        """Held money is given back."""
        expected = self.model.end(f"freeze:{about}", "freeze", f"thaw:{about}", "thaw")
        self.same(expected, ledger.thaw, about=about)

    @rule(worker=workers, amount=amounts, about=abouts)
    def request(self, worker: int, amount: int, about: int) -> None:
        """A payout is asked for."""
        purses = (f"worker:{worker}:available", f"worker:{worker}:leaving")
        expected = self.model.post(f"request_payout:{about}", "request_payout", *purses, units(amount))
        self.same(expected, ledger.request_payout, worker=worker, amount=amount, about=about)

    @rule(about=abouts, paid=st.booleans())
    def end(self, about: int, paid: bool) -> None:
        """The provider has paid, or has not."""
        name, to = ("confirm_payout", "world") if paid else ("fail_payout", "")
        expected = self.model.end(
            f"request_payout:{about}", "request_payout", f"end_payout:{about}", name, to
        )
        self.same(expected, getattr(ledger, name), about=about)

    @rule(about=abouts, amount=amounts)
    def give_back(self, about: int, amount: int) -> None:
        """The provider gives money back."""
        expected = self.model.return_payout(about, units(amount))
        self.same(expected, ledger.return_payout, about=about, amount=amount)

    @rule(about=abouts, amount=amounts)
    def transfer_fee(self, about: int, amount: int) -> None:
        """The house bears a provider's fee."""
        expected = self.model.transfer_fee(about, units(amount))
        self.same(expected, ledger.pay_transfer_fee, about=about, amount=amount)

    @rule(worker=workers, about=abouts, amount=amounts)
    def write_off(self, worker: int, about: int, amount: int) -> None:
        """Somebody gives up what is left."""
        accounts = (f"worker:{worker}:available", "house:goodwill")
        expected = self.model.post(f"write_off:{about}", "write_off", *accounts, units(amount))
        self.same(expected, ledger.write_off, worker=worker, amount=amount, about=about)

    @rule(about=abouts, amount=amounts)
    def withdraw_fees(self, about: int, amount: int) -> None:
        """The operator takes of the platform's share."""
        key = f"withdraw_fees:{about}"
        expected = self.model.post(key, "withdraw_fees", "house:fees", "world", units(amount))
        self.same(expected, ledger.withdraw_fees, amount=amount, about=about)

    @rule(pack=packs)
    def collect(self, pack: int) -> None:
        """The fee is brought up to date."""
        self.same(self.model.collect(pack), ledger.collect_fee, pack=pack)

    @rule(pack=packs, requester=requesters, seldom=st.integers(0, 4))
    def refund(self, pack: int, requester: int, seldom: int) -> None:
        """A pack is closed."""
        if seldom:
            return
        self.same(self.model.refund(pack, requester), ledger.refund, pack=pack, requester=requester)

    @rule()
    def seal(self) -> None:
        """The heads are sealed."""
        self.loop.run_until_complete(self.database.write(ledger.seal))

    @invariant()
    def alike(self) -> None:
        """All balances are the model's, and the book proves itself, quickly and wholly."""
        there, waiting, faults = self.loop.run_until_complete(self.database.read(_everything))
        assert there == {name: amount for name, amount in self.model.balances.items() if amount}
        for purse, amount in waiting.items():
            held = (self.model.balances[f"worker:{worker}:{purse}"] for worker in (4, 5))
            assert units(amount) == sum(held)
        assert faults == []


def _everything(tx: Tx) -> tuple[dict[str, Decimal], dict[Any, int], list[ledger.Fault]]:
    prefixes = (
        "world",
        "requester:",
        "owed:",
        "house:",
        "worker:4:",
        "worker:5:",
        "pack:7:",
        "pack:8:",
        "resale:",
    )
    there = {
        name: units(amount)
        for prefix in prefixes
        for name, amount in ledger.balances(tx, prefix).items()
        if amount
    }
    return there, ledger.clearing(tx), [*ledger.check(tx), *ledger.check(tx, whole=True)]


def test_any_sequence_is_like_the_model(fresh: Fresh) -> None:
    """Random movements with repeats and conflicts: each of them succeeded at least once, and each way of refusing was met."""
    live(Book, fresh, steps=50, sqlite=30, postgres=4)
    assert {(name, "done") for name in ledger.movement_names} <= Book.reached
    assert {outcome for _, outcome in Book.reached} > {"NotEnough", "KeyConflict", "NotReversible"}
