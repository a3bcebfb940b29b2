"""Forgetting: nothing of the person is left in any row; the book and others' results are whole."""

import re
from dataclasses import replace
from typing import Any

import pytest

from bot import ledger
from bot.actions import (
    asking,
    depositing,
    forgetting,
    joining,
    overseeing,
    publishing,
    queueing,
    receiving,
    reporting,
    resting,
    sending,
    telling,
    undoing,
    webhooks,
)
from bot.domain import limits
from bot.domain.events import SentFile
from bot.domain.outcomes.papers import ForgetTold, Forgotten
from bot.domain.outcomes.worker import Task, Welcome
from bot.payouts import Reply
from bot.storage import Database, Tx, migrate
from tests.actions.conftest import Meet, rows
from tests.actions.test_making import SHARP, hash_of, looked_at, next_job, photo
from tests.conftest import Clock
from tests.makers import (
    BOT,
    REQUESTER,
    Worker,
    is_task,
    make_pack,
    make_person,
    make_requester,
    meet_deadlines,
    prove,
)
from tests.makers_payouts import MPESA, earn, pay_out, purse, settled, ways

pytestmark = pytest.mark.anyio

TELEGRAM = 7_654_321_012
NAME, NUMBER = "Zebunnisa", "712345456"


async def told(worker: Worker) -> ForgetTold:
    """What /forget tells."""
    shown = await worker.act(forgetting.forget, code="")
    assert isinstance(shown, ForgetTold)
    return shown


async def forget(worker: Worker) -> telling.Told:
    """/forget with its number, as it arrives from Telegram."""
    code = (await told(worker)).code
    assert re.fullmatch(r"\d{4}", code)
    cause = f"tg:{BOT}:{worker.who.telegram}:999"
    done = await worker.database.write(
        telling.once, worker.who.account, forgetting.forget, worker.who, code, cause=cause
    )
    assert done is not None and isinstance(done.outcome, Forgotten) and done.telegram == worker.who.telegram
    return done


async def lived(database: Database, clock: Clock) -> Worker:
    """Somebody who left something of themselves everywhere: work, questions, media, money, a place to be paid at."""
    amina = Worker(database, clock, await make_person(database, TELEGRAM))
    out = ways(clock, **MPESA)
    pictures = await make_pack(database, "pictures", kind="photo", tasks=1)
    mark = (await amina.begins(pictures)).mark
    await amina.answer(mark, photo("a"))
    await looked_at(amina, await next_job(database), "a", SHARP)
    first = await amina.begins(await make_pack(database, "streets", practice=1, goodwill=1_000_000))
    after = is_task(await amina.answer(first.mark))
    after = is_task(await amina.answer(after.mark))
    for _ in range(5):
        after = is_task(await amina.act(reporting.report, mark=after.mark, ground="unclear"))
    after = is_task(await amina.answer(after.mark))
    await amina.act(asking.ask, words=f"Is this {NAME}'s house?")
    await amina.act(undoing.undo, mark=after.mark)
    await amina.act(resting.pause)
    await earn(database, amina, 5_000_000)
    await settled(amina, out)
    await pay_out(amina, out, await purse(amina, out))
    errand = await database.write(sending.take, out)
    assert errand is not None
    await database.write(sending.answered, errand, Reply("confirmed", "QK71ABCD23"))
    return amina


def everything(url: str) -> str:
    """All that stands in the tables of a database."""
    if url.startswith("sqlite"):
        names = [name for (name,) in rows(url, "SELECT name FROM sqlite_master WHERE type = 'table'")]
    else:
        names = [name for (name,) in rows(url, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'")]
    return "\n".join(f"{name}: {row}" for name in names for row in rows(url, f'SELECT * FROM "{name}"'))


async def test_no_row_knows_them_and_the_book_is_whole(
    proved: Database, clock: Clock, database_url: str
) -> None:
    """Neither name, Telegram id, person, account nor the book's number of theirs beside the book itself."""
    amina = await lived(proved, clock)
    before = everything(database_url)
    for one in (NAME, str(TELEGRAM), str(amina.who.person), str(amina.who.account), "456"):
        assert one in before
    balance = (await told(amina)).balance
    while (await told(amina)).waiting:
        clock.now_ms += limits.first_payout_rest_ms
        out = ways(clock, **MPESA)
        errand = await proved.write(sending.take, out)
        assert errand is not None
        await proved.write(sending.answered, errand, Reply("confirmed", "QK71ABCD24"))
        balance = (await told(amina)).balance
    goodwill = await proved.read(ledger.balance, "house:goodwill")
    await forget(amina)
    await prove(proved)
    after = everything(database_url)
    for one in (NAME, str(TELEGRAM), str(amina.who.person), str(amina.who.account), "··456"):
        assert one not in after
    book = f"worker:{amina.who.book}"
    assert all(
        line.split(":")[0] in ("book_accounts", "payouts")
        for line in after.splitlines()
        if str(amina.who.book) in line
    )
    assert sum((await proved.read(ledger.balances, f"{book}:")).values()) == 0
    assert await proved.read(ledger.balance, "house:goodwill") == goodwill + balance


async def test_what_results_need_stays_with_somebody(
    proved: Database, clock: Clock, database_url: str
) -> None:
    """Every standing answer, under one number that is nobody's; time goes on, and nothing stumbles over them."""
    amina = await lived(proved, clock)
    answers = (
        len(rows(database_url, "SELECT id FROM answers WHERE undone_at IS NULL")) + 1
    )  # the undone one stands
    (claimed,) = rows(database_url, "SELECT count(*) FROM payouts WHERE state = 'requested'")
    if claimed[0]:
        clock.now_ms += limits.first_payout_rest_ms
        errand = await proved.write(sending.take, ways(clock, **MPESA))
        assert errand is not None
        await proved.write(sending.answered, errand, Reply("confirmed", "QK71ABCD24"))
    await forget(amina)
    kept = rows(database_url, "SELECT DISTINCT person FROM answers")
    assert len(kept) == 1 and kept[0][0] != amina.who.person
    assert len(rows(database_url, "SELECT id FROM answers")) == answers
    somebody = rows(database_url, f"SELECT created_at, consent, pack FROM people WHERE id = {kept[0][0]}")
    assert somebody == [(0, "forgotten", None)] and rows(database_url, "SELECT * FROM made") == []
    for _ in range(12):
        clock.now_ms += limits.day
        await proved.write(overseeing.lapse)
        await proved.write(meet_deadlines)
        await prove(proved)
    for name in ("streets", "pictures"):
        await proved.write(publishing.close, name)
    clock.now_ms += 8 * limits.day
    await proved.write(meet_deadlines)
    await prove(proved)


async def test_the_files_they_made_are_left_to_be_removed(proved: Database, clock: Clock) -> None:
    """By a job that knows their hashes and nothing else; a content that a row still names stays."""
    amina = await lived(proved, clock)
    clock.now_ms += limits.first_payout_rest_ms
    while (errand := await proved.write(sending.take, ways(clock, **MPESA))) is not None:
        await proved.write(sending.answered, errand, Reply("confirmed", f"QK{errand.payout}"))
    await forget(amina)
    job: Any = await proved.write(queueing.take)
    while job.kind != forgetting.forget_job:
        job = await proved.write(queueing.take)
    assert job.input == {"hashes": [hash_of("a")]}
    assert await proved.write(forgetting.unnamed, hash_of("a"))


async def test_what_nobody_has_looked_at_is_not_looked_at_any_more(meet: Meet, proved: Database) -> None:
    """A photograph that waits to be measured goes with them."""
    amina = await meet()
    await amina.answer((await amina.begins(await make_pack(proved, kind="photo"))).mark, photo("a"))
    await forget(amina)
    assert await proved.write(queueing.take, queueing.measure_job) is None


async def test_a_number_is_typed_for_the_sum_it_gives_up(meet: Meet, proved: Database) -> None:
    """Another number does nothing; after more was earned neither does the old one."""
    amina = await meet()
    task = await amina.begins(await make_pack(proved))
    shown = await told(amina)
    assert shown.balance == 0 and shown.code
    after = is_task(await amina.answer(task.mark))
    for code in (shown.code, "x", "", f"{(int(shown.code) + 1) % 10_000:04d}"):
        again = await amina.act(forgetting.forget, code=code)
        assert isinstance(again, ForgetTold) and again.balance == await amina.balance() > 0
    assert isinstance(await amina.current(), Task) and await amina.mark() == after.mark


async def test_what_comes_after_they_went_is_goodwill_s(
    meet: Meet, proved: Database, database_url: str
) -> None:
    """A difference to the floor, say: it is paid to somebody whom nobody is, and does not stay there."""
    amina = await meet()
    await amina.answer((await amina.begins(await make_pack(proved))).mark)
    await forget(amina)
    ((book,),) = rows(database_url, "SELECT book FROM people WHERE consent = 'forgotten'")
    amina.who = replace(amina.who, book=book)
    await earn(proved, amina, 50_000)
    goodwill = await proved.read(ledger.balance, "house:goodwill")
    assert [await proved.write(forgetting.sweep) for _ in range(2)] == [50_000, 0]
    assert await proved.read(ledger.balance, "house:goodwill") == goodwill + 50_000


async def test_the_same_account_meets_as_a_stranger(meet: Meet, proved: Database, database_url: str) -> None:
    """A new person, who has agreed to nothing; the goodbye is stored nowhere."""
    amina = await meet()
    await forget(amina)
    assert rows(database_url, "SELECT * FROM dues") == rows(database_url, "SELECT * FROM causes") == []
    again = await Worker.met(proved, amina.clock, amina.who.telegram, agreed=False)
    assert again.who.person != amina.who.person and not again.who.agreed and await again.balance() == 0
    assert isinstance(await again.act(joining.too_early, rules=again.rules, languages=("en",)), Welcome)


async def test_money_under_way_and_packs_come_first(meet: Meet, proved: Database) -> None:
    """An open payout, an open pack, money paid in: each is said, and there is no number to type."""
    amina = await meet()
    out = ways(amina.clock, **MPESA)
    await earn(proved, amina, 3_000_000)
    await settled(amina, out)
    await pay_out(amina, out, await purse(amina, out))
    waits = await told(amina)
    assert waits.waiting > 0 and waits.code == ""
    assert isinstance(await amina.act(forgetting.forget, code="0000"), ForgetTold)
    baraka = await meet()
    await make_pack(proved)
    await make_requester(proved, baraka)
    waits = await told(baraka)
    assert waits.packs == ("streets",) and waits.spendable > 0 and waits.code == ""


async def test_who_owes_pays_first(meet: Meet, proved: Database) -> None:
    """A deposit that was called back after it was spent is said, with the sum; once it is paid there is a number to type."""
    baraka = await meet()
    await make_pack(proved)
    await make_requester(proved, baraka)
    for by in ("Wanjiru", "Otieno"):
        await proved.write(depositing.call_back, "for streets", by)
    owed = (await told(baraka)).owed
    await proved.write(publishing.close, "streets")
    baraka.clock.now_ms += 8 * limits.day
    await proved.write(meet_deadlines)
    after = await told(baraka)
    assert owed > 0 and (after.owed, after.packs, after.waiting) == (0, (), 0) and after.code


async def test_a_requester_whose_packs_are_over_goes_too(
    meet: Meet, proved: Database, database_url: str
) -> None:
    """Their packs' results stay; their name is not theirs any more."""
    baraka = await meet()
    await make_pack(proved, launch=False)
    await make_requester(proved, baraka)
    await proved.write(_says_who_they_are)
    speaks = replace(
        baraka.who, requester=await proved.read(lambda tx: tx.value("packs.requester", name=REQUESTER))
    )
    sent = SentFile("BQACAgQ", f"{NAME}.zip", 9)
    await proved.write(receiving.file, speaks, sent=sent)
    over = await proved.write(queueing.take, queueing.sent_job)
    assert over is not None
    await proved.write(receiving.handed_on, over, f"/sent/{NAME}.zip")
    await proved.write(queueing.ended, over.id, True, f"{NAME}.zip")
    await proved.write(receiving.file, speaks, sent=sent)
    await proved.write(publishing.close, "streets")
    if (await told(baraka)).packs:
        baraka.clock.now_ms += 8 * limits.day
        await proved.write(meet_deadlines)
    await proved.write(webhooks.set_to, speaks.requester, f"https://{NAME.lower()}.example/ujima")
    await proved.write(webhooks.add, speaks.requester, "pack.closed", "streets", {})
    await forget(baraka)
    assert rows(database_url, "SELECT * FROM hooks") == rows(database_url, "SELECT * FROM hook_events") == []
    ((name, person, *said),) = rows(database_url, "SELECT name, person, about, work, code FROM requesters")
    assert name.startswith("requester ") and person is None and said == ["", "", ""]
    assert [charge for (charge,) in rows(database_url, "SELECT charge FROM deposits") if charge] == []
    assert not any(
        NAME in text or "BQACAgQ" in text
        for row in rows(database_url, "SELECT * FROM jobs")
        for text in map(str, row)
    )
    assert await proved.read(receiving.in_hand) != {over.id}, "its file is not wanted any more"


def _says_who_they_are(tx: Tx) -> None:
    """As they did when they asked for their role; and a card payment that was refunded, by the provider's id of it."""
    mark = "?" if tx.engine == "sqlite" else "%s"
    tx._connection.execute(f"UPDATE requesters SET about = {mark}, work = {mark}, code = {mark}", (NAME,) * 3)
    requester = tx.value("packs.requester", name=REQUESTER)
    given = (1, requester, "telegram", "tg-1", f"{TELEGRAM}_1", 1, "USD", "refunded", 1)
    places = ", ".join([mark] * len(given))
    columns = "id, requester, way, reference, charge, amount, currency, state, at"
    tx._connection.execute(f"INSERT INTO deposits ({columns}) VALUES ({places})", given)


def test_every_column_that_names_somebody_is_thought_of() -> None:
    """A new table with a person or an account in it is forgotten too, or this fails."""
    house = (migrate.FOLDER / "0001_house.sql").read_text("utf-8")
    queries = (migrate.FOLDER.parent / "sql" / "forgetting.sql").read_text("utf-8")
    tables = re.findall(r"CREATE TABLE (\w+) \((.*?)\n\);", house, re.DOTALL)
    personal = {
        name for name, body in tables if re.search(r"^\s+(person|account) BIGINT", body, re.MULTILINE)
    }
    touched = set(re.findall(r"(?:DELETE FROM|UPDATE) (\w+)", queries))
    assert personal and personal <= touched, sorted(personal - touched)
