"""Invoicing: every number of a pack's invoice is the book's."""

import pytest

from bot import ledger
from bot.actions import depositing, invoicing, overseeing, publishing, reporting
from bot.domain.outcomes.papers import InvoiceFile
from bot.domain.papers import InvoicePaper, InvoicePart
from bot.domain.quote import fee_bearing, fee_due
from bot.storage import Database
from tests.actions.conftest import Meet
from tests.conftest import Clock
from tests.makers import PRICE, READING_PAY, REQUESTER, RULES, is_task, make_pack, meet_deadlines

pytestmark = pytest.mark.anyio


async def agrees(database: Database, pack: int) -> InvoicePaper:
    """The invoice, every part of which is what its account holds."""
    paper = await database.read(invoicing.of, pack)
    for one in paper.parts:
        account = f"resale:{pack}" if one.part == "resale" else f"pack:{pack}:{one.part}"
        assert one.left == await database.read(ledger.balance, account)
        assert one.locked + one.moved - one.paid - one.returned == one.left
    return paper


async def test_what_was_locked_is_paid_returned_or_left(meet: Meet, proved: Database, clock: Clock) -> None:
    """In every part, before any answer, after some, and when the pack is closed."""
    pack = await make_pack(proved, tasks=3, practice=1)
    before = await agrees(proved, pack)
    assert before.locked == before.left and before.paid == before.returned == 0
    amina = await meet()
    practised = is_task(await amina.answer((await amina.begins(pack)).mark))
    second = is_task(await amina.answer(practised.mark))
    await amina.act(reporting.report, mark=second.mark, ground="unclear")
    await proved.write(overseeing.collect_fees)
    during = await agrees(proved, pack)
    paid = {one.part: (one.paid, one.payments) for one in during.parts if one.paid and one.part != "fee"}
    assert paid == {
        "practice": (PRICE, 1),
        "answers": (PRICE, 1),
        "reading": (READING_PAY, 1),
        "side": (PRICE, 1),
    }
    assert during.fee == fee_due(sum(amount for part, (amount, _) in paid.items() if part in fee_bearing))
    assert during.paid - during.fee == await amina.balance()
    await proved.write(publishing.close, "streets")
    clock.now_ms += 8 * 24 * 3_600_000
    await proved.write(meet_deadlines)
    after = await agrees(proved, pack)
    assert after.left == 0 and after.returned == after.locked - after.paid
    assert (after.number, after.locked) != (during.number, 0)


async def test_bonuses_and_their_fee_have_lines_of_their_own(proved: Database) -> None:
    """They are paid of free money, so the parts stay what they are; the sums and the number tell of them."""
    pack = await make_pack(proved)
    before = await agrees(proved, pack)
    (owner,) = await proved.read(lambda tx: tx.all("requesters.all"))
    await proved.write(depositing.deposit, REQUESTER, 10_000_000, "for thanks", RULES)
    for about, of in ((1, pack), (2, pack), (3, None)):
        paid = {"requester": owner["id"], "worker": 77, "amount": 2_000_000, "about": about, "pack": of}
        await proved.write(lambda tx, paid=paid: ledger.pay_bonus(tx, **paid))
    after = await agrees(proved, pack)
    assert after.parts[: len(before.parts)] == before.parts
    assert after.parts[len(before.parts) :] == (
        InvoicePart("bonus", 0, 4_000_000, 4_000_000, 2, 0, 0),
        InvoicePart("bonus_fee", 0, 400_000, 400_000, 4, 0, 0),
    )
    assert (after.paid - before.paid, after.fee - before.fee) == (4_400_000, 400_000)
    assert (after.locked, after.left) == (before.locked, before.left) and after.number != before.number


async def test_what_was_shown_unwarned_has_lines_of_its_own(proved: Database) -> None:
    """The look and the pause that its requester pays of free money, and nothing of what goodwill paid."""
    pack = await make_pack(proved)
    before = await agrees(proved, pack)
    (owner,) = await proved.read(lambda tx: tx.all("requesters.all"))
    await proved.write(depositing.deposit, REQUESTER, 10_000_000, "for looks", RULES)
    given = {"pack": pack, "requester": owner["id"], "worker": 77}
    await proved.write(lambda tx: ledger.pay_look(tx, amount=40_000, about=1, **given))
    for about in (1, 2):
        await proved.write(
            lambda tx, about=about: ledger.pay_unwarned(tx, amount=1_200_000, about=about, **given)
        )
    after = await agrees(proved, pack)
    assert after.parts[len(before.parts) :] == (
        InvoicePart("look", 0, 40_000, 40_000, 1, 0, 0),
        InvoicePart("unwarned", 0, 2_400_000, 2_400_000, 2, 0, 0),
    )
    assert (after.locked, after.left) == (before.locked, before.left)


async def test_what_was_put_aside_of_resales_has_a_line_of_its_own(proved: Database) -> None:
    """Put aside of free money; people get it, what is for nobody comes back, and the rest is on its way."""
    pack = await make_pack(proved)
    before = await agrees(proved, pack)
    (owner,) = await proved.read(lambda tx: tx.all("requesters.all"))
    await proved.write(depositing.deposit, REQUESTER, 10_000_000, "for resales", RULES)
    of = {"pack": pack, "requester": owner["id"], "about": 1}
    await proved.write(lambda tx: ledger.hold_resale(tx, amount=1_000_000, **of))
    for about in (1, 2):
        paid = {"pack": pack, "worker": 77, "amount": 300_000, "about": about}
        await proved.write(lambda tx, paid=paid: ledger.pay_resale(tx, **paid))
    under_way = await agrees(proved, pack)
    assert under_way.parts[-1] == InvoicePart("resale", 0, 1_000_000, 600_000, 2, 0, 400_000)
    await proved.write(lambda tx: ledger.return_resale(tx, amount=400_000, **of))
    after = await agrees(proved, pack)
    assert after.parts[:-1] == before.parts and after.number != under_way.number
    assert after.parts[-1] == InvoicePart("resale", 0, 1_000_000, 600_000, 2, 400_000, 0)


async def test_a_wish_is_filled_when_it_is_sent(proved: Database) -> None:
    """The pack's title, who pays, and when it began."""
    pack = await make_pack(proved)
    filled = await proved.read(invoicing.invoice_file, 0, InvoiceFile(pack, "csv"))
    assert filled.form == "csv" and filled.paper == await proved.read(invoicing.of, pack)
    assert filled.paper is not None and filled.paper.title == {"en": "About streets"}
    assert filled.paper.requester == REQUESTER
