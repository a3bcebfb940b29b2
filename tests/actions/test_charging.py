"""Charging: what may be paid is read from what is stored, and what came in is booked once, whatever came with it."""

import asyncio
from dataclasses import replace

import pytest

from bot import ledger
from bot.actions import admitting, charging, depositing, joining, overseeing, taking
from bot.actions.charging import Charge
from bot.domain import limits
from bot.domain.events import SentFile, Wrote
from bot.domain.outcomes.deposits import (
    CalledBack,
    PaidAside,
    PaidIn,
    PayByCard,
    PayByHand,
    PayIn,
    PayLinkComing,
    SentBack,
)
from bot.domain.outcomes.worker import NotUnderstood
from bot.domain.people import Who
from bot.domain.refusals.deposits import (
    DepositInState,
    InvoiceOver,
    InvoicePaid,
    InvoiceUnknown,
    TooManyInvoices,
)
from bot.domain.refusals.packs import OtherCurrency
from bot.domain.refusals.requesters import NoSuchRequester, NotARequester
from bot.storage import Database
from tests.conftest import Clock
from tests.makers import REQUESTER, RULES, Worker, make_person, notices, prove

pytestmark = pytest.mark.anyio

CARD = replace(RULES, deposit_ways=("telegram",))
BOTH = replace(RULES, deposit_ways=("telegram", "paypal"))
TWENTY = 20_000_000


async def requester(database: Database, name: str = REQUESTER) -> Who:
    """Somebody who speaks for a requester."""
    who = await make_person(database)
    return replace(who, requester=await database.write(admitting.requester_named, name))


async def invoiced(database: Database, who: Who) -> PayByCard:
    """They asked to pay in twenty dollars."""
    asked = await database.write(charging.pay_in, who, CARD)
    assert isinstance(asked, PayIn)
    made = await database.write(charging.chosen, who, CARD, asked.mark, TWENTY)
    assert isinstance(made, PayByCard)
    return made


def charge(payload: str, number: int = 1, units: int = 2_000, currency: str = "USD") -> Charge:
    return Charge("telegram", f"tg-{number}", payload, units * RULES.minor, currency, refund=f"ch-{number}")


async def has(database: Database, who: Who) -> int:
    return await database.read(ledger.balance, f"requester:{who.requester}")


async def test_a_payment_is_booked_once_for_its_charge(proved: Database) -> None:
    """The first time it is there, with what can be spent; the same charge again is silent."""
    who = await requester(proved)
    made = await invoiced(proved, who)
    assert (made.units, made.currency) == (2_000, "USD")
    await proved.read(charging.check, who, made.payload, "USD", 2_000, CARD)
    first = await proved.write(charging.paid, who, CARD, charge(made.payload))
    assert first == PaidIn(TWENTY, TWENTY)
    assert await proved.write(charging.paid, who, CARD, charge(made.payload)) is None
    assert await has(proved, who) == TWENTY
    with pytest.raises(InvoicePaid):
        await proved.read(charging.check, who, made.payload, "USD", 2_000, CARD)
    (row,) = await proved.read(depositing.latest)
    assert (row["way"], row["reference"], row["charge"], row["state"]) == (
        "telegram",
        "tg-1",
        "ch-1",
        "booked",
    )
    await prove(proved)


async def test_one_charge_told_twice_at_once_is_booked_once(proved: Database) -> None:
    """Two messages about it in the same moment: one books, the other says nothing."""
    who = await requester(proved)
    made = await invoiced(proved, who)
    told = [proved.write(charging.paid, who, CARD, charge(made.payload)) for _ in range(4)]
    ended = await asyncio.gather(*told)
    assert sorted(one is None for one in ended) == [False, True, True, True]
    assert await has(proved, who) == TWENTY


async def test_two_charges_with_one_word_are_two_payments(proved: Database) -> None:
    """Whoever paid an invoice twice has paid twice: both are theirs."""
    who = await requester(proved)
    made = await invoiced(proved, who)
    for number in (1, 2):
        await proved.write(charging.paid, who, CARD, charge(made.payload, number))
    assert await has(proved, who) == 2 * TWENTY


@pytest.mark.parametrize(
    ("currency", "units"), [("KES", 2_000), ("USD", 1_999), ("USD", 2_001), ("USD", 0), ("USD", -2_000)]
)
async def test_what_differs_from_what_was_asked_is_refused(
    proved: Database, currency: str, units: int
) -> None:
    """Another sum or currency than stored is no payment of this invoice."""
    who = await requester(proved)
    made = await invoiced(proved, who)
    with pytest.raises(InvoiceUnknown):
        await proved.read(charging.check, who, made.payload, currency, units, CARD)


async def test_a_forged_foreign_or_old_word_is_refused(proved: Database, clock: Clock) -> None:
    """A word nobody gave out, somebody else's, no requester's any more: the same refusal; an old one says so."""
    who, other = await requester(proved), await requester(proved, "Other")
    made = await invoiced(proved, who)
    for payer, payload in ((who, "forged"), (who, ""), (other, made.payload), (None, made.payload)):
        with pytest.raises(InvoiceUnknown):
            await proved.read(charging.check, payer, payload, "USD", 2_000, CARD)
    with pytest.raises(InvoiceUnknown):
        await proved.read(charging.check, replace(who, requester=0), made.payload, "USD", 2_000, CARD)
    clock.now_ms += limits.deposit_invoice_ms
    with pytest.raises(InvoiceOver):
        await proved.read(charging.check, who, made.payload, "USD", 2_000, CARD)


async def test_money_with_an_old_or_unknown_word_is_the_payer_s_requester_s(
    proved: Database, clock: Clock
) -> None:
    """It came in all the same: over an hour too late, with a word that was forgotten, with none."""
    who = await requester(proved)
    made = await invoiced(proved, who)
    clock.now_ms += limits.deposit_invoice_ms + limits.deposit_invoice_kept_ms + 1
    assert isinstance(await proved.write(charging.paid, who, CARD, charge(made.payload)), PaidIn)
    await proved.write(overseeing.forget)
    for number, payload in ((2, made.payload), (3, "forged"), (4, "")):
        assert isinstance(await proved.write(charging.paid, who, CARD, charge(payload, number)), PaidIn)
    assert await has(proved, who) == 4 * TWENTY


async def test_somebody_else_s_word_gives_them_nothing(proved: Database) -> None:
    """A payment goes to the payer's own requester, not to whom the word was given."""
    who, other = await requester(proved), await requester(proved, "Other")
    made = await invoiced(proved, who)
    await proved.write(charging.paid, other, CARD, charge(made.payload))
    assert (await has(proved, who), await has(proved, other)) == (0, TWENTY)
    await proved.read(charging.check, who, made.payload, "USD", 2_000, CARD)


async def test_money_of_nobody_s_is_set_aside_and_given_once(proved: Database) -> None:
    """No requester at all: the operator finds out whose it is; until then the book has none of it."""
    stranger = await make_person(proved)
    assert await proved.write(charging.paid, stranger, CARD, charge("forged")) == PaidAside("tg-1")
    assert await proved.write(charging.paid, stranger, CARD, charge("forged")) is None
    assert await proved.read(ledger.currency) == ""
    with pytest.raises(NoSuchRequester):
        await proved.write(depositing.give, "tg-1", REQUESTER, "Wanjiru", CARD)
    who = await requester(proved)
    assert await proved.write(depositing.give, "tg-1", REQUESTER, "Wanjiru", CARD) == TWENTY
    with pytest.raises(DepositInState):
        await proved.write(depositing.give, "tg-1", REQUESTER, "Wanjiru", CARD)
    assert await has(proved, who) == TWENTY


async def test_money_in_another_currency_is_set_aside(proved: Database) -> None:
    """It is kept as what it is; it can only go back."""
    who = await requester(proved)
    made = await invoiced(proved, who)
    told = await proved.write(charging.paid, who, CARD, charge(made.payload, currency="KES"))
    assert isinstance(told, PaidAside)
    with pytest.raises(OtherCurrency):
        await proved.write(depositing.give, "tg-1", REQUESTER, "Wanjiru", CARD)
    row = await proved.write(depositing.refund, "tg-1", "Wanjiru")
    assert (row["charge"], row["currency"]) == ("ch-1", "KES")
    assert await has(proved, who) == 0


NO_SUMS = (
    ("0", "least"), ("0.99", "least"), ("10000.01", "most"), ("25.001", "minor"), ("-5", "amount"),
    ("NaN", "amount"), ("1e400", "amount"), ("1e2", "amount"), ("25,00", "amount"), ("", "amount"),
    ("twenty", "amount"), ("9" * 4_000, "amount"), ("25.00 EUR", "amount"), ("0.0000001", "amount"),
)  # fmt: skip


async def test_a_sum_that_is_none_is_asked_again(proved: Database) -> None:
    """A sentence says what is wrong, under the same mark, and nothing is asked of anybody."""
    who = await requester(proved)
    asked = await proved.write(charging.pay_in, who, CARD)
    for written, unfit in NO_SUMS:
        again = await proved.write(taking.marked, who, CARD, asked.mark, Wrote(written), 0)
        assert isinstance(again, PayIn) and (again.unfit, again.mark) == (unfit, asked.mark), written


@pytest.mark.parametrize("written", ["25", "25.00", " 25.0 ", "٢٥", "২৫", "٢٥٫٠٠"])
async def test_a_sum_is_read_in_any_script(proved: Database, written: str) -> None:
    """Digits of Arabic and Bangla are digits."""
    who = await requester(proved)
    asked = await proved.write(charging.pay_in, who, CARD)
    made = await proved.write(taking.marked, who, CARD, asked.mark, Wrote(written), 0)
    assert isinstance(made, PayByCard) and made.units == 2_500


async def test_a_key_that_was_not_shown_pays_nothing(proved: Database) -> None:
    """Only the sums of the question; a file is no sum; another person's mark is not understood."""
    who, other = await requester(proved), await requester(proved, "Other")
    asked = await proved.write(charging.pay_in, who, CARD)
    for attempt in (
        proved.write(charging.chosen, who, CARD, asked.mark, 7),
        proved.write(charging.chosen, other, CARD, asked.mark, TWENTY),
        proved.write(charging.by_way, who, CARD, asked.mark, "telegram"),
        proved.write(taking.marked, who, CARD, asked.mark, SentFile("x"), 0),
    ):
        assert isinstance(await attempt, NotUnderstood)


async def test_a_second_press_is_silent_and_a_day_has_twenty_invoices(proved: Database, clock: Clock) -> None:
    """The same sum within a minute is one press; who asks all day long is told to come back."""
    who = await requester(proved)
    asked = await proved.write(charging.pay_in, who, CARD)
    for number in range(limits.deposit_invoices_daily_max):
        assert isinstance(await proved.write(charging.chosen, who, CARD, asked.mark, TWENTY), PayByCard), (
            number
        )
        assert await proved.write(charging.chosen, who, CARD, asked.mark, TWENTY) is None
        clock.now_ms += limits.minute
    with pytest.raises(TooManyInvoices):
        await proved.write(charging.chosen, who, CARD, asked.mark, TWENTY)
    clock.now_ms += limits.day
    assert isinstance(await proved.write(charging.chosen, who, CARD, asked.mark, TWENTY), PayByCard)


async def test_with_two_ways_the_second_question_is_which(proved: Database) -> None:
    """First the sum, then card or PayPal; a link is worked on by the rounds."""
    who = await requester(proved)
    asked = await proved.write(charging.pay_in, who, BOTH)
    which = await proved.write(charging.chosen, who, BOTH, asked.mark, TWENTY)
    assert isinstance(which, PayIn) and which.amount == TWENTY
    assert isinstance(await proved.write(charging.by_way, who, BOTH, asked.mark, "cash"), NotUnderstood)
    assert isinstance(await proved.write(charging.by_way, who, BOTH, asked.mark, "telegram"), PayByCard)
    assert await proved.write(charging.by_way, who, BOTH, asked.mark, "paypal") == PayLinkComing(TWENTY)


async def test_only_requesters_pay_in_and_only_where_there_is_a_way(proved: Database) -> None:
    """A worker is told that they never pay; without a provider the operator is named."""
    with pytest.raises(NotARequester):
        await proved.write(charging.pay_in, await make_person(proved), CARD)
    assert await proved.write(charging.pay_in, await requester(proved), RULES) == PayByHand(0)


async def test_who_asked_to_pay_in_finds_it_in_their_data(proved: Database) -> None:
    """What was asked of a person is among what is kept about them."""
    who = await requester(proved)
    await invoiced(proved, who)
    known = await proved.read(joining.by_account, who.account)
    rows = await proved.read(lambda tx: tx.all("deposits.checkouts_of", person=known.person))
    assert [(row["way"], row["amount"]) for row in rows] == [("telegram", TWENTY)]


async def test_a_card_payment_that_was_called_back_is_owed_and_paid_by_the_next(
    proved: Database, clock: Clock
) -> None:
    """They hear of both: what they owe then, and what of the next payment paid it."""
    who = await requester(proved)
    await proved.write(charging.paid, who, CARD, charge((await invoiced(proved, who)).payload))
    bonus = {"requester": who.requester, "worker": 77, "amount": 5_000_000, "about": 1}
    await proved.write(lambda tx: ledger.pay_bonus(tx, **bonus))  # 5.50 with the fee
    await proved.write(lambda tx: tx.run("requesters.tie", id=who.requester, person=who.person))
    for by in ("Wanjiru", "Otieno"):
        await proved.write(depositing.call_back, "tg-1", by)
    assert await notices(proved, Worker(proved, clock, who)) == [CalledBack(TWENTY, 5_500_000)]
    next_one = await proved.write(charging.paid, who, CARD, charge("", 2))
    assert next_one == PaidIn(TWENTY, TWENTY - 5_500_000, repaid=5_500_000)


async def test_who_speaks_for_a_requester_hears_of_what_the_operator_books(
    proved: Database, clock: Clock
) -> None:
    """Money that came by bank, by one person's word or by two; and what goes back. The same again tells nothing twice."""
    who = await requester(proved)
    await proved.write(lambda tx: tx.run("requesters.tie", id=who.requester, person=who.person))
    her, heard = Worker(proved, clock, who), []
    two = replace(RULES, two_people_above=TWENTY)
    for verb, *given in (
        (depositing.deposit, REQUESTER, TWENTY, "bank 1", two),
        (depositing.deposit, REQUESTER, TWENTY, "bank 1", two),
        (depositing.approve, "bank 2", "Otieno"),
        (depositing.give_back, REQUESTER, TWENTY // 4, "bank 3", "Wanjiru", two),
        (depositing.refund, "bank 2", "Wanjiru"),
    ):
        if verb is depositing.approve:
            await proved.write(depositing.deposit, REQUESTER, TWENTY, "bank 2", two, by="Wanjiru")
        await proved.write(verb, *given)
        heard = await notices(proved, her)
    assert heard == [
        PaidIn(TWENTY, TWENTY),
        PaidIn(TWENTY, 2 * TWENTY),
        SentBack(TWENTY // 4, 2 * TWENTY - TWENTY // 4),
        SentBack(TWENTY, TWENTY - TWENTY // 4),
    ]
    await prove(proved)
