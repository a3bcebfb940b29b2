"""Proving: one's own receipts and nobody else's; the day's seal is left to be posted once."""

import json

import pytest

from bot import ledger
from bot.actions import depositing, overseeing, papering, proving, publishing, queueing
from bot.domain import limits
from bot.domain.outcomes.papers import ReceiptFile, Receipts, SealTold
from bot.domain.refusals.papers import NoSuchReceipt, ReceiptLater
from bot.storage import Database
from tests.actions.conftest import Meet
from tests.conftest import Clock
from tests.makers import RULES, Worker, make_pack

pytestmark = pytest.mark.anyio


async def lines(worker: Worker) -> list[ledger.Line]:
    """Their movements, newest first."""
    return await worker.database.read(ledger.statement, f"worker:{worker.who.book}:")


async def test_a_receipt_is_genuine_and_names_its_seal(meet: Meet, proved: Database) -> None:
    """The book says so; a changed one is told to be changed."""
    amina = await meet()
    await amina.answer((await amina.begins(await make_pack(proved, tasks=1))).mark)
    await proved.write(publishing.close, "streets")
    newest = (await lines(amina))[0]
    for sealed in (False, True):
        if sealed:
            await proved.write(overseeing.seal)
        wish = await amina.act(proving.receipt, word=str(newest.transfer))
        assert wish == ReceiptFile(newest.transfer)
        filled = await proved.read(proving.receipt_file, amina.who.account, wish)
        assert filled.hash == newest.hash and bool(filled.seal) is sealed
        assert await proved.read(ledger.verify_receipt, filled.content) == []
    told = json.loads(filled.content)
    assert await proved.read(ledger.verify_receipt, json.dumps({**told, "balance": told["balance"] + 1}))


async def test_another_s_line_and_one_that_is_none_have_no_receipt(meet: Meet, proved: Database) -> None:
    """The same words for both, so nothing is told of others."""
    pack = await make_pack(proved, tasks=1)
    amina, baraka = await meet(), await meet()
    await amina.answer((await amina.begins(pack)).mark)
    await proved.write(publishing.close, "streets")
    for word in (str((await lines(amina))[0].transfer), "0", "17", "x", "²", "9" * 40):
        with pytest.raises(NoSuchReceipt):
            await baraka.act(proving.receipt, word=word)


async def test_without_a_number_the_newest_receipts_are_to_be_tapped(meet: Meet, proved: Database) -> None:
    """Only lines that have one: none while their pack goes on, then each once, newest first."""
    amina = await meet()
    assert await amina.act(proving.receipt, word="") == Receipts(())
    await amina.answer((await amina.begins(await make_pack(proved, tasks=1))).mark)
    assert await amina.act(proving.receipt, word="") == Receipts(())
    await proved.write(publishing.close, "streets")
    found = await amina.act(proving.receipt, word="")
    assert isinstance(found, Receipts) and found.lines
    assert [one[0] for one in found.lines] == [line.transfer for line in await lines(amina)]
    for transfer, *_ in found.lines:
        assert await amina.act(proving.receipt, word=str(transfer)) == ReceiptFile(transfer)


async def test_a_receipt_that_would_tell_a_known_answer_comes_later(meet: Meet, proved: Database) -> None:
    """When the pack is closed."""
    amina = await meet()
    await amina.answer((await amina.begins(await make_pack(proved, tasks=1))).mark)
    transfer = (await lines(amina))[0].transfer
    with pytest.raises(ReceiptLater):
        await amina.act(proving.receipt, word=str(transfer))
    await proved.write(publishing.close, "streets")
    assert await amina.act(proving.receipt, word=str(transfer)) == ReceiptFile(transfer)


async def test_a_payout_has_its_receipt_at_once(meet: Meet, proved: Database) -> None:
    """It is no pack's: the fingerprints of the purse that payouts leave from tell of payouts alone, also in the table."""
    amina = await meet()
    await amina.answer((await amina.begins(await make_pack(proved, tasks=1))).mark)
    book = amina.who.book
    asked = await proved.write(ledger.request_payout, worker=book, amount=10_000, about=7)
    failed = await proved.write(ledger.fail_payout, about=7)
    for transfer in (asked.id, failed.id):
        wish = await amina.act(proving.receipt, word=str(transfer))
        told = json.loads((await proved.read(proving.receipt_file, amina.who.account, wish)).content)
        assert told["account"] == f"worker:{book}:leaving"
        assert await proved.read(ledger.verify_receipt, json.dumps(told)) == []
    entries = await proved.read(papering.entries_of, amina.who, await lines(amina))
    assert {bool(one.hash) for one in entries if one.purse == "leaving"} == {True}
    assert {bool(one.hash) for one in entries if one.purse == "available"} == {False}


async def test_the_newest_seal_is_posted_once_a_day(meet: Meet, proved: Database, clock: Clock) -> None:
    """Nothing before the first seal; then one job a day, with what the book has then."""
    amina = await meet()
    assert await amina.act(proving.seal) == SealTold(0, "")
    assert not await proved.write(proving.announce)
    await proved.write(depositing.goodwill, 1_000_000, "May", RULES)
    await proved.write(overseeing.seal)
    last = await proved.read(ledger.last_seal)
    assert last is not None and await amina.act(proving.seal) == SealTold(last.at, last.hash)
    assert [await proved.write(proving.announce) for _ in range(3)] == [True, False, False]
    job = await proved.write(queueing.take, queueing.seal_job)
    assert job is not None and job.input == {"at": last.at, "hash": last.hash}
    assert await proved.write(queueing.take) is None
    clock.now_ms += limits.day
    assert await proved.write(proving.announce)
