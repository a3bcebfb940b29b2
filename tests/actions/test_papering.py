"""Papering: a statement as a file has every movement, and tells no known answer before its time."""

import pytest

from bot import ledger
from bot.actions import papering, publishing
from bot.domain.outcomes.papers import StatementFile
from bot.domain.papers import StatementPaper
from bot.storage import Database
from tests.actions.conftest import Meet
from tests.conftest import Clock
from tests.makers import PRICE, READING_PAY, Worker, is_task, make_pack

pytestmark = pytest.mark.anyio


async def paper_of(worker: Worker, form: str = "csv") -> StatementPaper:
    """What the file they ask for holds."""
    wish = await worker.act(papering.wish_statement, form=form)
    assert wish == StatementFile(form)
    filled = await worker.database.read(papering.statement_file, worker.who.account, wish)
    assert filled.paper is not None
    return filled.paper


async def test_a_statement_has_every_movement_with_its_pack(meet: Meet, proved: Database) -> None:
    """Newest first: what, how much, what was there after it, for which task; sums agree with the balance."""
    amina = await meet()
    task = await amina.begins(await make_pack(proved))
    await amina.answer(task.mark)
    paper = await paper_of(amina)
    assert [(one.what, one.amount, one.balance, one.pack) for one in paper.entries] == [
        ("pay_reading", READING_PAY, PRICE + READING_PAY, "streets"),
        ("pay_answer", PRICE, PRICE, "streets"),
    ]
    assert [one.assignment for one in paper.entries] == [0, task.assignment]
    assert paper.entries[0].title == {"en": "About streets"} and paper.earlier == 0
    assert paper.balance == paper.earned == sum(one.amount for one in paper.entries)


async def test_a_known_answer_looks_like_any_other_until_its_pack_is_closed(
    meet: Meet, proved: Database, clock: Clock
) -> None:
    """Neither its movement nor a fingerprint it could be worked out from stands in the file; then both do."""
    amina = await meet()
    first = await amina.begins(await make_pack(proved, tasks=1, gold=1, gold_share=0.5))
    await amina.answer(is_task(await amina.answer(first.mark)).mark)
    before = await paper_of(amina)
    assert [one.what for one in before.entries if one.what != "pay_reading"] == ["pay_answer"] * 2
    assert {one.hash for one in before.entries} == {""}
    await proved.write(publishing.close, "streets")
    after = await paper_of(amina)
    assert {"pay_gold", "pay_answer"} <= {one.what for one in after.entries}
    heads = {one.hash for one in await proved.read(ledger.statement, f"worker:{amina.who.book}:")}
    assert {one.hash for one in after.entries} == heads and "" not in heads


async def test_a_fingerprint_waits_for_every_line_before_it(
    meet: Meet, proved: Database, clock: Clock
) -> None:
    """A later pack that is closed sooner keeps its lines' fingerprints back: they cover the open pack's too."""
    amina = await meet()
    old = await amina.begins(await make_pack(proved, "old", tasks=1))
    await amina.answer(old.mark)
    clock.now_ms += 1_000
    open_one = await amina.begins(await make_pack(proved, "open", tasks=2))
    await amina.answer(open_one.mark)
    clock.now_ms += 1_000
    late = await amina.begins(await make_pack(proved, "late", tasks=1))
    await amina.answer(late.mark)
    for name in ("old", "late"):
        await proved.write(publishing.close, name)
    told = {one.pack for one in (await paper_of(amina)).entries if one.hash}
    assert told == {"old"}


async def test_a_pdf_holds_the_newest_lines_and_says_how_many_are_left_out(
    meet: Meet, proved: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The table has them all."""
    monkeypatch.setattr(papering, "pdf_lines_max", 1)
    amina = await meet()
    await amina.answer((await amina.begins(await make_pack(proved))).mark)
    short, whole = await paper_of(amina, "pdf"), await paper_of(amina, "csv")
    assert (len(short.entries), short.earlier) == (1, 1) and (len(whole.entries), whole.earlier) == (2, 0)
    assert short.entries[0] == whole.entries[0]
