"""What was reported goes from claims, cases, reviews and previews too, from what is kept of them, and from what waits to leave."""

import json

import pytest

from bot.actions import (
    accounting,
    claiming,
    delivering,
    erasing,
    fixing,
    judging,
    moderating,
    raising,
    requesting,
    ruling,
    stripping,
    telling,
    webhooks,
)
from bot.domain import limits
from bot.domain.outcomes import item_of
from bot.domain.outcomes.cases import Case
from bot.domain.outcomes.claims import Claimed, Mending, Objection, Reviewing
from bot.domain.outcomes.requester import Preview, ResultFile
from bot.storage import Database, Tx
from tests.actions.conftest import Meet, answered, claimed, rows
from tests.actions.test_raising import rounds
from tests.actions.test_webhooks import hooked, told, took
from tests.conftest import Clock
from tests.makers import BOT, RULES, Worker, make_moderator, make_pack, make_requester, notices, pack_row

pytestmark = pytest.mark.anyio


async def arrives(database: Database, worker: Worker, message: int, clock: Clock) -> telling.Told:
    """The newest notice for somebody arrives as a message."""
    found = await database.read(delivering.notices, BOT, 100)
    [one] = [told for told in found if told.account == worker.who.account][-1:]
    await database.write(delivering.shown, one, message, clock.now_ms)
    return one


async def illegal(database: Database, assignment: int) -> None:
    """Somebody says that a task is against the law."""

    def raise_it(tx: Tx) -> None:
        row = tx.one("work.assignment", assignment=assignment)
        assert row is not None
        raising.raised(tx, row, "illegal")

    await database.write(raise_it)
    await rounds(database)


async def going(database: Database, worker: Worker) -> set[int]:
    """Which messages go from somebody's chat now."""
    found = await database.read(erasing.due, BOT, 100)
    return {one.message for one in found if one.account == worker.who.account}


async def kept(database: Database, worker: Worker) -> str:
    """All that is kept about somebody."""
    return await database.read(accounting.content_of_my_data, worker.who.account)


async def test_a_claim_goes_from_the_chat_and_is_told_again_without_it(
    meet: Meet, proved: Database, clock: Clock
) -> None:
    """Its code is still needed to disagree; what was asked and shown is not in it any more."""
    pack = await make_pack(proved, overlap=3)
    amina = await meet()
    assignment = await answered(amina, pack, clock)
    code = await claimed(proved, pack, assignment)
    before = await arrives(proved, amina, 900, clock)
    assert isinstance(before.outcome, Claimed) and before.outcome.given.text == {"en": "Item 1"}
    await illegal(proved, assignment)
    assert 900 in await going(proved, amina)
    [again] = [one for one in await notices(proved, amina) if isinstance(one, Claimed)]
    assert (again.code, again.given.text, again.given.answer) == (code, {}, before.outcome.given.answer)
    assert item_of(again) == 0
    assert "Item 1" not in await kept(proved, amina)


async def test_an_objection_goes_from_the_requesters_chat_and_is_told_again_without_it(
    meet: Meet, proved: Database, clock: Clock, database_url: str
) -> None:
    """The new one is a message of its own: nothing is written over one that is deleted."""
    pack = await make_pack(proved, overlap=3)
    owner, amina = await make_requester(proved, await meet()), await meet()
    assignment = await answered(amina, pack, clock)
    code = await claimed(proved, pack, assignment)
    await amina.act(ruling.disagree, rules=RULES, code=code)
    before = await arrives(proved, owner, 900, clock)
    assert isinstance(before.outcome, Objection) and before.outcome.given.text
    await illegal(proved, assignment)
    assert 900 in await going(proved, owner)
    [again] = [one for one in await notices(proved, owner) if isinstance(one, Objection)]
    assert (again.code, again.given.text) == (code, {})
    assert rows(database_url, "SELECT count(*) FROM dues WHERE message IS NOT NULL") == [(0,)]


async def test_what_was_to_be_mended_is_told_again_without_it(
    meet: Meet, proved: Database, clock: Clock
) -> None:
    """The pay that is offered for it stays offered; nobody who was not told yet is told twice."""
    pack = await make_pack(proved, overlap=3)
    amina = await meet()
    assignment = await answered(amina, pack, clock)
    requester = (await pack_row(proved, pack))["requester"]
    await proved.write(fixing.ask, requester, assignment, 1, RULES)
    before = await arrives(proved, amina, 900, clock)
    assert isinstance(before.outcome, Mending)
    await illegal(proved, assignment)
    [again] = [one for one in await notices(proved, amina) if isinstance(one, Mending)]
    assert (again.code, again.amount, again.given.text) == (before.outcome.code, before.outcome.amount, {})


async def test_what_waits_to_be_told_is_told_once_and_without_it(
    meet: Meet, proved: Database, clock: Clock
) -> None:
    """A line that was away brings the claim later; what a program has in hand already is looked at once more."""
    pack = await make_pack(proved, overlap=3)
    amina = await meet()
    assignment = await answered(amina, pack, clock)
    await claimed(proved, pack, assignment)
    found = await proved.read(delivering.notices, BOT, 100)
    [in_hand] = [one.outcome for one in found if isinstance(one.outcome, Claimed)]
    assert await proved.read(delivering.as_may_be_told, amina.who.account, in_hand) == in_hand
    await illegal(proved, assignment)
    [waiting] = [one for one in await notices(proved, amina) if isinstance(one, Claimed)]
    assert waiting.given.text == {}
    assert await proved.read(delivering.as_may_be_told, amina.who.account, in_hand) == waiting


async def test_a_case_comes_again_without_it_and_its_message_goes(
    meet: Meet, proved: Database, clock: Clock, database_url: str
) -> None:
    """Under the same mark, with its keys; then nothing holds the old message any more."""
    pack = await make_pack(proved, overlap=3)
    otieno, amina = await make_moderator(proved, await meet()), await meet()
    assignment = await answered(amina, pack, clock)
    requester = (await pack_row(proved, pack))["requester"]
    code = await claimed(proved, pack, assignment)
    await amina.act(ruling.disagree, rules=RULES, code=code)
    await proved.write(ruling.insist, requester, code, "No.")
    case = await otieno.act(moderating.take, rules=RULES, code=code)
    assert isinstance(case, Case) and case.given is not None and case.given.text
    [(message,)] = rows(
        database_url,
        f"SELECT message FROM questions WHERE account = {otieno.who.account} AND mark = '{case.mark}'",
    )
    await illegal(proved, assignment)
    [mine] = [one for one in await proved.read(erasing.due, BOT, 100) if one.account == otieno.who.account]
    assert (mine.message, mine.mark) == (message, case.mark)
    again = await proved.write(erasing.make_way, mine, RULES)
    assert again is not None and isinstance(again.outcome, Case) and again.outcome.given is not None
    assert (again.outcome.mark, again.outcome.given.text, again.outcome.given.question) == (case.mark, {}, {})
    await proved.write(delivering.shown, again, 901, clock.now_ms)
    [mine] = [one for one in await proved.read(erasing.due, BOT, 100) if one.account == otieno.who.account]
    assert (mine.message, mine.mark) == (message, "")
    assert "Item 1" not in await kept(proved, otieno)


async def test_an_answer_under_review_and_a_preview_go_too(
    meet: Meet, proved: Database, clock: Clock
) -> None:
    """A preview that waits is not sent; both go from the chat of whoever brought it."""
    pack = await make_pack(proved, tasks=1, overlap=3)
    owner, amina = await make_requester(proved, await meet()), await meet()
    assignment = await answered(amina, pack, clock)
    await owner.act(requesting.preview, name="streets")
    shown = await arrives(proved, owner, 900, clock)
    assert isinstance(shown.outcome, Preview) and shown.outcome.item
    await owner.act(requesting.preview, name="streets")
    looked = await owner.act(judging.review, rules=RULES, name="streets")
    assert isinstance(looked, Reviewing) and looked.given.text
    await illegal(proved, assignment)
    assert len(await going(proved, owner)) == 2 and 900 in await going(proved, owner)
    assert not [one for one in await notices(proved, owner) if item_of(one)]
    assert "Item 1" not in await kept(proved, owner)


async def test_a_description_is_no_item(meet: Meet, proved: Database, clock: Clock) -> None:
    """What only describes hard content in a claim stays where it is."""
    pack = await make_pack(proved, overlap=3)
    assignment = await answered(await meet(), pack, clock)

    def flagged(tx: Tx) -> int:
        row = tx.one("claims.answer", assignment=assignment)
        assert row is not None and claiming.given(tx, row).item == row["task"]
        tx.run("alarms.flag_task", task=row["task"], level=2, flags='{"violence": 2}')
        row = tx.one("claims.answer", assignment=assignment)
        assert row is not None
        return claiming.given(tx, row).item

    assert await proved.write(flagged) == 0


async def test_an_event_that_waits_leaves_without_it_and_it_is_told_once_it_may_be(
    meet: Meet, proved: Database, clock: Clock, database_url: str
) -> None:
    """The others in it leave; what is lifted is told then; a pack's end waits for nothing that is sealed."""
    pack, owner, amina = await make_pack(proved, overlap=3), await hooked(proved, meet), await meet()
    first = await answered(amina, pack, clock)
    await amina.answer(await amina.mark())
    clock.now_ms += 2 * limits.undo_ms
    parcel = await took(proved, owner.who.requester)
    assert parcel is not None and len(json.loads(parcel.body)["answers"]) == 2
    await proved.write(webhooks.failed, parcel, 500, "no")
    await illegal(proved, first)
    clock.now_ms += limits.hour
    [event] = await told(proved, owner.who.requester)
    assert [one["task"] for one in event["answers"]] == ["task-2"]
    assert rows(database_url, "SELECT count(*) FROM hooked") == [(1,)]
    lifted = "UPDATE tasks SET stopped_why = 'lifted' WHERE stopped_why = 'illegal'"
    await proved.write(lambda tx: tx._connection.execute(lifted))
    clock.now_ms += limits.hour
    [event] = await told(proved, owner.who.requester)
    assert [one["task"] for one in event["answers"]] == ["task-1"]


async def test_an_event_with_nothing_else_in_it_does_not_leave(
    meet: Meet, proved: Database, clock: Clock
) -> None:
    """An empty event would only tell that something is gone."""
    pack, owner, amina = await make_pack(proved, overlap=3), await hooked(proved, meet), await meet()
    first = await answered(amina, pack, clock)
    clock.now_ms += 2 * limits.undo_ms
    parcel = await took(proved, owner.who.requester)
    assert parcel is not None
    await proved.write(webhooks.failed, parcel, 500, "no")
    await illegal(proved, first)
    clock.now_ms += limits.hour
    assert await told(proved, owner.who.requester) == []


async def test_a_file_that_was_read_out_before_is_to_be_asked_for_anew(
    meet: Meet, proved: Database, clock: Clock
) -> None:
    """One that was begun after the report has nothing of it, and leaves."""
    pack = await make_pack(proved, overlap=3)
    amina = await meet()
    assignment = (await amina.begins(pack)).assignment
    early = ResultFile("streets", "streets-answers.csv", "0" * 64, 9, read_at=clock.now_ms)
    assert await proved.read(stripping.whole_still, amina.who.account, early) == early
    clock.now_ms += 1
    await illegal(proved, assignment)
    assert (await proved.read(stripping.whole_still, amina.who.account, early)).gone
    late = ResultFile("streets", "streets-answers.csv", "0" * 64, 9, read_at=clock.now_ms + 1)
    assert await proved.read(stripping.whole_still, amina.who.account, late) == late
