"""Surveying: what a status says is what happened."""

import pytest

from bot.actions import reporting, surveying, working
from bot.domain.limits import day
from bot.storage import Database
from tests.actions.conftest import Meet
from tests.conftest import Clock
from tests.makers import is_task, make_pack, pack_row

pytestmark = pytest.mark.anyio


async def test_answers_people_skips_reports_and_days_are_counted(
    proved: Database, meet: Meet, clock: Clock
) -> None:
    """Two people on two days; one skip, one report; agreement is one in two."""
    pack = await make_pack(proved, tasks=5, goodwill=20_000_000)
    locked = (await proved.read(surveying.status, await pack_row(proved, pack))).locked
    amina, baraka = await meet(), await meet()
    first = await amina.begins(pack)
    clock.now_ms += 8_000
    second = is_task(await amina.answer(first.mark, "road"))
    third = is_task(await amina.answer(second.mark, "road"))
    await amina.act(working.skip, mark=third.mark)
    clock.now_ms += day
    own = await baraka.begins(pack)
    clock.now_ms += 12_000
    other = is_task(await baraka.answer(own.mark, "road"))
    last = is_task(await baraka.answer(other.mark, "building"))
    await baraka.act(reporting.report, mark=last.mark, ground="unclear")
    row = await pack_row(proved, pack)
    found = await proved.read(surveying.status, row)
    assert (found.answers, found.wanted, found.people) == (4, 15, 2)
    assert (found.skipped, found.reported, found.agreement) == (1, 1, 50)
    assert found.by_day == (2, 2)
    assert found.done_at > clock.now_ms
    assert found.spent + found.locked == locked
    assert await proved.read(surveying.pace) == 2


async def test_the_list_of_packs_counts_answers_as_the_status_does(proved: Database, meet: Meet) -> None:
    """Practice is none of the answers that were asked for."""
    pack = await make_pack(proved, tasks=3, practice=1)
    amina = await meet()
    first = await amina.begins(pack)
    await amina.answer(first.mark, "road")
    row = await pack_row(proved, pack)
    assert (await proved.read(surveying.status, row)).answers == 0
    listed = await proved.read(lambda tx: tx.all("packs.of_requester", requester=row["requester"], most=1))
    assert listed[0]["answers"] == 0


async def test_a_pack_without_answers_says_nothing_it_does_not_know(proved: Database) -> None:
    """No median, no agreement, no day it is done."""
    pack = await make_pack(proved)
    found = await proved.read(surveying.status, await pack_row(proved, pack))
    assert (found.answers, found.median_ms, found.agreement, found.done_at) == (0, 0, -1, 0)
    assert found.by_day == (0,)
