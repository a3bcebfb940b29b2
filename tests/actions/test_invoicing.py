"""Invoicing: every number of a pack's invoice is the book's."""

import pytest

from bot import ledger
from bot.actions import invoicing, overseeing, publishing, reporting
from bot.domain.outcomes.papers import InvoiceFile
from bot.domain.papers import InvoicePaper
from bot.domain.quote import fee_bearing, fee_due
from bot.storage import Database
from tests.actions.conftest import Meet
from tests.conftest import Clock
from tests.makers import PRICE, READING_PAY, REQUESTER, is_task, make_pack, meet_deadlines

pytestmark = pytest.mark.anyio


async def agrees(database: Database, pack: int) -> InvoicePaper:
    """The invoice, every part of which is what its account holds."""
    paper = await database.read(invoicing.of, pack)
    balances = await database.read(ledger.balances, f"pack:{pack}:")
    for one in paper.parts:
        assert one.left == balances.get(f"pack:{pack}:{one.part}", 0)
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


async def test_a_wish_is_filled_when_it_is_sent(proved: Database) -> None:
    """The pack's title, who pays, and when it began."""
    pack = await make_pack(proved)
    filled = await proved.read(invoicing.invoice_file, 0, InvoiceFile(pack, "csv"))
    assert filled.form == "csv" and filled.paper == await proved.read(invoicing.of, pack)
    assert filled.paper is not None and filled.paper.title == {"en": "About streets"}
    assert filled.paper.requester == REQUESTER
