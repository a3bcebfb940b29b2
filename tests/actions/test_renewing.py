"""Renewing: new words are read as a difference and paid for; new rows of a running pack have their money first."""

import pytest

from bot import ledger
from bot.actions import depositing, filling, publishing, renewing, serving
from bot.actions.filling import NewTask
from bot.domain.outcomes.worker import Reading, Task
from bot.domain.refusals.packs import NotFunded, NotTheSame, PackNameTaken, WrongPackState
from bot.packs.form import PackForm
from bot.storage import Database
from tests.actions.conftest import Meet, rows
from tests.makers import HARD, PRICE, REQUESTER, RULES, asked, make_form, make_pack, make_rows

pytestmark = pytest.mark.anyio

OLD = "Choose what fills most of the picture, and skip what you cannot see."
NEW = f"{OLD} Cars on a road count as road."
NOTHING = renewing.Added()
WHOLE = 30_000  # 20 words; who has not been paid for the 12 of the first version is paid for all of them


async def renewed(
    database: Database, pack: int, form: PackForm, added: renewing.Added = NOTHING, job: int = 1
) -> renewing.Renewed:
    """New words and rows are decided."""
    return await database.write(renewing.renew, pack, form, added, job, RULES)


async def test_a_reader_is_shown_what_changed_and_paid_for_reading_it(proved: Database, meet: Meet) -> None:
    """Seven new words are a cent; it is paid with the first answer after, once; the open task keeps its version."""
    pack = await make_pack(proved)
    amina = await meet()
    first = await amina.begins(pack)
    done = await renewed(proved, pack, make_form(instruction={"en": NEW}))
    assert done.worded and done.decided
    reading = await amina.answer(first.mark)
    assert isinstance(reading, Reading) and reading.changes["en"] == [
        ["new", "Cars on a road count as road."]
    ]
    assert reading.saved is not None and reading.pay == 10_000
    assert await amina.balance() == PRICE + WHOLE
    task = asked(await amina.act(serving.go, pack=pack))
    assert isinstance(task, Task)
    await amina.answer(task.mark)
    assert await amina.balance() == 2 * PRICE + WHOLE + 10_000
    assert isinstance(await amina.current(), Task)


async def test_who_is_still_practising_is_told_how_much_of_it_is_left(proved: Database, meet: Meet) -> None:
    """Reading is paid with the first answer after practice, so the rest of the practice is named."""
    pack = await make_pack(proved, practice=3)
    amina = await meet()
    first = await amina.begins(pack)
    await renewed(proved, pack, make_form(instruction={"en": NEW}))
    reading = await amina.answer(first.mark)
    assert isinstance(reading, Reading) and reading.changes and reading.practice == 2


async def test_what_concerns_no_reader_is_not_shown(proved: Database, meet: Meet) -> None:
    """A new title makes a version and interrupts nobody; answers carry the version they were given in."""
    pack = await make_pack(proved)
    amina = await meet()
    first = await amina.begins(pack)
    await renewed(proved, pack, make_form(title={"en": "Streets of the town"}))
    task = asked(await amina.answer(first.mark))
    assert isinstance(task, Task)
    await amina.answer(task.mark)


async def test_a_new_reader_is_paid_for_the_longer_text(proved: Database, meet: Meet) -> None:
    """The raise was locked when the version was published."""
    pack = await make_pack(proved)
    await renewed(proved, pack, make_form(instruction={"en": f"{OLD} {NEW} {NEW}"}))
    amina = await meet()
    reading = await amina.act(serving.start, pack=pack)
    assert isinstance(reading, Reading) and reading.pay == 60_000 and not reading.changes


async def test_a_version_published_while_somebody_reads_is_read_first(proved: Database, meet: Meet) -> None:
    """[Go on] under the old words shows the new ones."""
    pack = await make_pack(proved)
    amina = await meet()
    await amina.act(serving.start, pack=pack)
    await renewed(proved, pack, make_form(instruction={"en": NEW}))
    again = await amina.act(serving.go, pack=pack)
    assert isinstance(again, Reading) and again.instruction == {"en": NEW}
    assert isinstance(await amina.act(serving.go, pack=pack), Task)


async def test_a_version_that_nobody_has_money_for_is_refused(proved: Database, meet: Meet) -> None:
    """Nothing changed: the version, the money, what people are asked."""
    await make_pack(proved, launch=False)
    row = await proved.read(publishing.named, "streets")
    wanted = (await proved.read(publishing.quoted, row, RULES)).at_most
    await proved.write(depositing.deposit, REQUESTER, wanted, "exact", RULES)
    await proved.write(publishing.launch, "streets", RULES)
    amina = await meet()
    await amina.begins(row["id"])
    with pytest.raises(NotFunded):
        await renewed(proved, row["id"], make_form(instruction={"en": f"{OLD} {NEW} {NEW}"}))
    assert (await proved.read(publishing.named, "streets"))["number"] == 1


async def test_new_rows_lock_what_a_larger_pack_would_have_locked(
    proved: Database, database_url: str
) -> None:
    """Part by part; then they come in open, behind everything that is there."""
    pack = await make_pack(proved, tasks=10, gold=1, gold_share=0.1)
    whole = await make_pack(proved, "whole", tasks=30, gold=1, gold_share=0.1)
    done = await renewed(proved, pack, make_form(gold_share=0.1), renewing.Added(tasks=20, last=20))
    fresh = [
        NewTask(f"new-{n}", "task", filling.task_item({"en": f"New {n}"}, {}, {}), "", None, n)
        for n in range(1, 21)
    ]
    for _ in range(2):
        await proved.write(filling.add_tasks, pack, fresh, (), after=done.after)
    balances = await proved.read(ledger.balances, f"pack:{pack}:")
    other = await proved.read(ledger.balances, f"pack:{whole}:")
    assert {name.rpartition(":")[2]: amount for name, amount in balances.items()} == {
        name.rpartition(":")[2]: amount for name, amount in other.items()
    }
    found = rows(
        database_url,
        f"SELECT count(*), sum(open_slots), count(DISTINCT seq) FROM tasks WHERE pack = {pack} AND role = 'task'",
    )
    assert [tuple(map(int, one)) for one in found] == [(30, 90, 30)]


async def test_rows_are_compared_with_those_that_are_there(proved: Database) -> None:
    """New ones are counted by role, changed ones named by their numbers."""
    pack = await make_pack(proved, tasks=3)
    there = make_rows(tasks=3)
    other = NewTask("task-2", "task", filling.task_item({"en": "Changed"}, {}, {}), "", None, 2)
    fresh = NewTask("gold-9", "gold", filling.task_item({"en": "New"}, {}, {}), "", '"road"', 9)
    found = await proved.read(renewing.compared, pack, [there[0], other, fresh], NOTHING)
    assert found == renewing.Added(golds=1, last=9, changed=1, lines=(2,)) and found.rows == 1
    assert "1 rows are there already" in str(renewing.refused("streets", found))


async def test_only_the_requester_s_own_pack_that_is_not_over_is_renewed(proved: Database) -> None:
    """Somebody else's name is taken, and so is that of a closed pack; money and meaning stay."""
    pack = await make_pack(proved)
    known = await proved.read(renewing.known, "streets", REQUESTER)
    assert known is not None and known.id == pack
    assert await proved.read(renewing.known, "free", REQUESTER) is None
    with pytest.raises(PackNameTaken):
        await proved.read(renewing.known, "streets", "Somebody else")
    with pytest.raises(NotTheSame, match="price can't change"):
        await proved.read(renewing.changes, pack, make_form(price="0.05"))
    await proved.write(publishing.close, "streets")
    with pytest.raises(PackNameTaken):
        await proved.read(renewing.known, "streets", REQUESTER)
    with pytest.raises(WrongPackState):
        await renewed(proved, pack, make_form())


async def test_a_first_pack_waits_for_a_person(proved: Database) -> None:
    """A requester whose pack ran before does not wait, unless the pack itself asks for it."""
    pack = await make_pack(proved, launch=False)
    assert await proved.read(renewing.reasons, pack, ("Look.",)) == ("Look.", renewing.first_pack)
    await make_pack(proved, "other")
    assert await proved.read(renewing.reasons, pack, ()) == ()


async def test_flags_of_a_row_are_part_of_it(proved: Database) -> None:
    """The same row with another level is a changed row; a new flagged row is counted as one."""
    pack = await make_pack(proved, tasks=2, **HARD)
    same, harder = make_rows(tasks=2, flags={"violence": 2}), make_rows(tasks=3, flags={"violence": 1})
    assert await proved.read(renewing.compared, pack, same, NOTHING) == renewing.Added(last=2)
    found = await proved.read(renewing.compared, pack, harder, NOTHING)
    assert (found.changed, found.tasks, found.flagged) == (2, 1, 1)


async def test_what_is_hard_in_a_pack_may_not_change(proved: Database) -> None:
    """Neither a level nor the sentence about it: people agreed to them."""
    pack = await make_pack(proved, tasks=2, **HARD)
    for changed in ({"level": 3}, {"says": {"en": "People hurt. Faces too."}}):
        flags = {"violence": {**HARD["flags"]["violence"], **changed}}
        with pytest.raises(NotTheSame):
            await proved.read(renewing.changes, pack, make_form(**{**HARD, "flags": flags}))
