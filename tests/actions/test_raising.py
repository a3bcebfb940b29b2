"""One report of violence or crime: stopped for all, gone from chats, paid, told, and looked at in time."""

import json
from dataclasses import replace
from typing import Any

import pytest

from bot import ledger
from bot.actions import (
    bundling,
    delivering,
    depositing,
    erasing,
    overseeing,
    publishing,
    raising,
    reporting,
    serving,
    telling,
    uncovering,
    undoing,
)
from bot.domain import alarms, limits
from bot.domain.outcomes.alarms import AlarmCame, PackStopped, TakenAway, UnwarnedPaid
from bot.domain.outcomes.bundles import Bundle
from bot.domain.outcomes.hard import Between
from bot.domain.outcomes.worker import AlreadySaved, NothingLeft, Task
from bot.domain.refusals.alarms import StillAlarmed
from bot.domain.refusals.packs import MustBeSeen
from bot.domain.refusals.working import UndoTooLate
from bot.storage import Database
from tests.actions.conftest import Meet, rows
from tests.conftest import Clock
from tests.makers import (
    BOT,
    PRICE,
    READING_PAY,
    RULES,
    Worker,
    is_task,
    make_hard,
    make_pack,
    make_requester,
    meet_deadlines,
    notices,
    pack_row,
)

pytestmark = pytest.mark.anyio


async def rounds(database: Database) -> None:
    """Whatever is due is done, until nothing is."""
    while await database.write(meet_deadlines):
        pass


async def reported(worker: Worker, pack: int, ground: str = "violent") -> Any:
    """Somebody begins a pack and reports its first task."""
    task = await worker.begins(pack)
    return await worker.act(reporting.report, mark=task.mark, ground=ground)


async def test_one_report_flags_and_stops_it_and_help_comes(
    meet: Meet, proved: Database, database_url: str
) -> None:
    """Paid as ever, at level 2 at once, served to nobody, in the reporter's own diary; the reply brings help."""
    pack = await make_pack(proved, tasks=1)
    amina, baraka = await meet(), await meet()
    told = await reported(amina, pack)
    assert isinstance(told, Between) and told.after.help
    assert told.saved is not None and (told.saved.amount, told.saved.reported) == (PRICE, True)
    assert rows(database_url, "SELECT level, flags, stopped_why, open_slots FROM tasks") == [
        (2, '{"violence": 2}', "violent", 0)
    ]
    assert rows(database_url, "SELECT person, level, unwarned FROM exposures") == [(amina.who.person, 2, 1)]
    await baraka.act(serving.start, pack=pack)
    assert isinstance(await baraka.act(serving.go, pack=pack), NothingLeft)


async def test_who_holds_it_is_paid_and_helped_and_asked_something_else(
    meet: Meet, proved: Database, database_url: str, clock: Clock
) -> None:
    """They looked, so they are paid; its message goes after the next question has come; a key of it finds it over."""
    pack = await make_pack(proved, tasks=2, overlap=2)
    amina, baraka = await meet(), await meet()
    held = await baraka.begins(pack)
    shown = rows(database_url, "SELECT message FROM arrived")
    await reported(amina, pack)
    await rounds(proved)
    assert await baraka.balance() == PRICE
    [told] = await notices(proved, baraka)
    assert told == TakenAway(PRICE, PRICE, told.after) and told.after.help  # type: ignore[attr-defined]
    found = await proved.read(erasing.due, BOT, 10)
    [mine] = [one for one in found if one.account == baraka.who.account]
    assert (mine.message, mine.mark) == (*shown[0], held.mark)
    after = await proved.write(erasing.make_way, mine, RULES)
    assert after is not None and isinstance(after.outcome, Task) and after.outcome.mark != held.mark
    clock.now_ms += erasing.waited_ms
    [mine] = [one for one in await proved.read(erasing.due, BOT, 10) if one.account == baraka.who.account]
    assert mine is not None and mine.mark == ""
    late = await baraka.answer(held.mark)
    assert isinstance(late, AlreadySaved) and late.how == "taken"
    assert await baraka.balance() == PRICE


async def test_what_was_answered_goes_too_and_stands(meet: Meet, proved: Database, database_url: str) -> None:
    """Whoever answered it before has the pay, loses the message, and hears of it with help when they are here."""
    pack = await make_pack(proved, tasks=2, overlap=2)
    amina, baraka = await meet(), await meet()
    await baraka.answer((await baraka.begins(pack)).mark)
    await reported(amina, pack)
    await rounds(proved)
    assert await baraka.balance() == PRICE + READING_PAY
    found = [one for one in await proved.read(erasing.due, BOT, 10) if one.account == baraka.who.account]
    assert len(found) == 1
    waiting = rows(
        database_url, f"SELECT waits FROM dues WHERE account = {baraka.who.account} AND slot LIKE 'notice%'"
    )
    assert waiting == [(1,)]


async def test_what_was_still_to_be_sent_is_not(meet: Meet, proved: Database, database_url: str) -> None:
    """A question that waits for a line is not sent after the report."""
    pack = await make_pack(proved, tasks=1, overlap=2)
    amina, baraka = await meet(), await meet()
    await baraka.act(serving.start, pack=pack)
    baraka.connected = False
    await baraka.act(serving.go, pack=pack)
    await reported(amina, pack)
    due = f"SELECT count(*) FROM dues WHERE account = {baraka.who.account} AND slot = 'question' AND shown < seq"
    assert rows(database_url, due) == [(0,)]


async def test_what_arrives_after_the_report_goes_as_well(
    meet: Meet, proved: Database, database_url: str, clock: Clock
) -> None:
    """It was on its way just then: a minute and an hour later it is looked for once more."""
    pack = await make_pack(proved, tasks=1, overlap=2)
    amina, baraka = await meet(), await meet()
    held = await baraka.begins(pack)
    await reported(amina, pack)
    values = {"about": held.assignment, "account": baraka.who.account, "message": 999}
    await proved.write(lambda tx: tx.run("alarms.arrived", **values, now=tx.now) and None)
    for wait in alarms.sweeps_ms:
        clock.now_ms += wait
        await rounds(proved)
    assert (999,) in rows(database_url, "SELECT message FROM erasures")
    assert rows(database_url, "SELECT count(*) FROM deadlines WHERE kind = 'alarm sweep'") == [(0,)]


async def test_a_second_report_changes_nothing_but_is_paid(
    meet: Meet, proved: Database, database_url: str
) -> None:
    """Two who hold it report it one after the other, before anybody heard: one alarm, two pays."""
    pack = await make_pack(proved, tasks=1, overlap=2)
    amina, baraka = await meet(), await meet()
    mine, theirs = await amina.begins(pack), await baraka.begins(pack)
    await amina.act(reporting.report, mark=mine.mark, ground="violent")
    again = await baraka.act(reporting.report, mark=theirs.mark, ground="violent")
    assert isinstance(again, AlreadySaved)
    await rounds(proved)
    assert (await amina.balance(), await baraka.balance()) == (PRICE, PRICE)
    assert rows(database_url, "SELECT count(*) FROM alarms") == [(1,)]


async def test_silence_leaves_it_off_and_is_paid_for(
    meet: Meet, proved: Database, database_url: str, clock: Clock
) -> None:
    """96 hours without the requester: it stays flagged and off; each who saw it has a pause, who passed it over the look too."""
    pack = await make_pack(proved, tasks=1, overlap=2)
    amina, baraka = await meet(), await meet()
    seen = await baraka.begins(pack)
    await baraka.act(uncovering.skip, mark=seen.mark)
    await reported(amina, pack)
    requester = (await pack_row(proved, pack))["requester"]
    free = await proved.read(ledger.balance, f"requester:{requester}")
    clock.now_ms += alarms.silence_ms
    await rounds(proved)
    pause = (await pack_row(proved, pack))["care_pay"]
    assert (await amina.balance(), await baraka.balance()) == (PRICE + pause, PRICE + pause)
    assert rows(database_url, "SELECT paid_from FROM assignments WHERE state = 'left'") == [("pay_look",)]
    spent = free - await proved.read(ledger.balance, f"requester:{requester}")
    assert spent == 2 * pause + PRICE
    assert rows(database_url, "SELECT state, decided_by FROM alarms") == [("off", "silence")]
    told = await notices(proved, baraka)
    assert any(isinstance(one, UnwarnedPaid) for one in told) or rows(
        database_url, "SELECT count(*) FROM dues WHERE outcome LIKE '%UnwarnedPaid%'"
    ) == [(2,)]
    with pytest.raises(StillAlarmed):
        await proved.write(publishing.release, "streets", "task-1")


async def test_without_money_of_the_requesters_goodwill_pays(
    meet: Meet, proved: Database, clock: Clock
) -> None:
    """The house pays what the requester can't; while that is empty too it is tried again each hour."""
    pack = await make_pack(proved, tasks=2)
    amina = await meet()
    await reported(amina, pack)
    requester = (await pack_row(proved, pack))["requester"]
    free = await proved.read(ledger.balance, f"requester:{requester}")
    await proved.write(
        lambda tx: ledger.withdraw_deposit(tx, requester=requester, amount=free, about=1) and None
    )
    clock.now_ms += alarms.silence_ms
    await rounds(proved)
    assert await amina.balance() == PRICE
    await proved.write(depositing.goodwill, 5_000_000, "for pauses", RULES)
    clock.now_ms += limits.hour
    await rounds(proved)
    assert await amina.balance() == PRICE + (await pack_row(proved, pack))["care_pay"]


async def test_a_pack_that_repeats_it_pauses_until_a_person_looked(
    meet: Meet, proved: Database, clock: Clock
) -> None:
    """At the third task the pack pauses, its requester hears so, and it goes on only when somebody has looked.

    One person alone, however much they report, stops single tasks and no pack.
    """
    pack = await make_pack(proved, tasks=7, overlap=1, goodwill=1_000_000)
    owner = await make_requester(proved, await meet())
    amina, baraka = await meet(), await meet()
    task = await amina.begins(pack)
    for _ in range(3):
        await amina.act(reporting.report, mark=task.mark, ground="violent")
        task = is_task(await amina.act(serving.work))
    assert (await pack_row(proved, pack))["state"] == "running"
    await reported(baraka, pack)
    row = await pack_row(proved, pack)
    assert (row["state"], row["waits"]) == ("paused", alarms.reason_repeated)
    told = await notices(proved, owner)
    assert [type(one) for one in told] == [AlarmCame, AlarmCame, AlarmCame, AlarmCame, PackStopped]
    with pytest.raises(MustBeSeen):
        await proved.write(publishing.launch, "streets", RULES)
    await proved.write(publishing.looked, "streets")
    await proved.write(publishing.launch, "streets", RULES)
    assert (await pack_row(proved, pack))["state"] == "running"


async def test_what_had_said_so_is_paid_by_its_own_rules(
    meet: Meet, proved: Database, database_url: str
) -> None:
    """Of a pack that described it nobody was unwarned: what it said stays, and nobody is paid a second pause."""
    pack = await make_pack(proved, tasks=2)
    await make_hard(proved, pack, {"violence": 3})
    row = rows(database_url, "SELECT id FROM tasks ORDER BY seq LIMIT 1")[0]
    assignment = {"id": 0, "task": row[0], "pack": pack, "level": 3, "flags": json.dumps({"violence": 3})}
    await proved.write(raising.raised, assignment, "violent")
    assert rows(database_url, f"SELECT level, flags FROM tasks WHERE id = {row[0]}") == [
        (3, '{"violence": 3}')
    ]
    assert rows(database_url, "SELECT count(*) FROM exposures") == [(0,)]


async def test_a_bundle_is_asked_again_without_it(meet: Meet, proved: Database, database_url: str) -> None:
    """Its message goes too; the other questions of it stay, under the same mark."""
    pack = await make_pack(proved, tasks=3, overlap=2)
    amina, baraka = await meet(), await meet()
    await amina.begins(pack)
    bundle = await amina.act(bundling.pocket)
    assert isinstance(bundle, Bundle) and len(bundle.items) == 3
    await reported(baraka, pack)
    await rounds(proved)
    [mine] = [
        one
        for one in await proved.read(erasing.due, BOT, 10)
        if one.account == amina.who.account and one.mark == bundle.mark
    ]
    again = await proved.write(erasing.make_way, mine, RULES)
    assert again is not None and isinstance(again.outcome, Bundle)
    assert (again.outcome.mark, len(again.outcome.items)) == (bundle.mark, 2)
    await proved.write(delivering.shown, again, 900, limits.day)
    [mine] = [
        one
        for one in await proved.read(erasing.due, BOT, 10)
        if one.account == amina.who.account and one.message == mine.message
    ]
    assert (
        mine.mark == ""
    )  # nothing holds the old message: it goes, and the bundle is not asked again each second


async def test_what_was_answered_is_not_undone(meet: Meet, proved: Database) -> None:
    """That would ask it once more."""
    pack = await make_pack(proved, tasks=1, overlap=2)
    amina, baraka = await meet(), await meet()
    await baraka.answer((await baraka.begins(pack)).mark)
    await reported(amina, pack)
    with pytest.raises(UndoTooLate):
        await baraka.act(undoing.undo, mark=await baraka.mark())


async def test_which_messages_arrived_is_known_for_two_days(
    meet: Meet, proved: Database, database_url: str, clock: Clock
) -> None:
    """Longer than that Telegram deletes nothing."""
    amina = await meet()
    await amina.begins(await make_pack(proved))
    assert rows(database_url, "SELECT count(*) FROM arrived") == [(1,)]
    clock.now_ms += erasing.kept_ms + 1
    await proved.write(overseeing.forget)
    assert rows(database_url, "SELECT count(*) FROM arrived") == [(0,)]


async def test_what_arrives_later_than_any_look_for_it_goes_at_once(
    meet: Meet, proved: Database, database_url: str, clock: Clock
) -> None:
    """Telegram may let a chat wait for hours; then it comes, and goes."""
    pack = await make_pack(proved, tasks=3, overlap=3)
    amina, baraka, carol = await meet(), await meet(), await meet()
    held = await baraka.begins(pack)
    await carol.begins(pack)
    bundle = await carol.act(bundling.pocket)
    assert isinstance(bundle, Bundle)
    late = ((baraka, held, 998), (carol, bundle, 999))
    for whose, outcome, _ in late:
        told = telling.Told(whose.who.account, whose.who.telegram, "en", "question", 1, outcome)
        assert not await proved.read(delivering.is_over, told)
    await reported(amina, pack)
    await rounds(proved)
    clock.now_ms += 5 * limits.hour
    for whose, outcome, message in late:
        told = telling.Told(whose.who.account, whose.who.telegram, "en", "question", 1, outcome)
        assert delivering.brings_items(outcome) and await proved.read(delivering.is_over, told)
        await proved.write(delivering.shown, told, message, clock.now_ms)
    due = {one.message for one in await proved.read(erasing.due, BOT, 10)}
    assert due >= {998, 999}


async def test_a_bundle_that_was_asked_again_without_it_stays(
    meet: Meet, proved: Database, database_url: str, clock: Clock
) -> None:
    """Its new message has nothing of it: the later looks for what was on its way leave it."""
    pack = await make_pack(proved, tasks=3, overlap=2)
    amina, baraka = await meet(), await meet()
    await amina.begins(pack)
    bundle = await amina.act(bundling.pocket)
    assert isinstance(bundle, Bundle)
    await reported(baraka, pack)
    await rounds(proved)
    clock.now_ms += 5 * limits.second
    again = replace(bundle, items=tuple(one for one in bundle.items if one.number != 1))
    told = telling.Told(amina.who.account, amina.who.telegram, "en", "question", 1, again)
    await proved.write(delivering.shown, told, 999, clock.now_ms)
    for wait in alarms.sweeps_ms:
        clock.now_ms += wait
        await rounds(proved)
    assert (999,) not in rows(database_url, "SELECT message FROM erasures")
