"""Repricing: the rest of a pilot at another price is another pack, and the pilot closes; all of it or nothing."""

import pytest

from bot.actions import piloting, publishing, queueing, receiving, repricing, requesting, serving, showing
from bot.domain.outcomes.requester import FileCame, PackClosed, RepriceAsked, RepriceBegun
from bot.domain.outcomes.worker import Refused, Task
from bot.domain.refusals.packs import BelowFloor
from bot.domain.refusals.requesters import NoPrice, NotNow
from bot.rounds.clones import Clones
from bot.rounds.jobs import work_one
from bot.storage import Database, Row
from tests.actions.test_piloting import escrow, pays_in
from tests.actions.test_requesting import notices
from tests.conftest import Clock
from tests.makers import HARD, RULES, Worker, make_pack, meet_requester, pack_row, prove

pytestmark = pytest.mark.anyio

second_ms = 1_000


async def piloted(database: Database, clock: Clock, taken_s: int) -> tuple[Worker, int]:
    """A requester whose pilot of 10 tasks out of 25 is over; each took so long, and 15 s were thought of."""
    pack = await make_pack(database, tasks=25, overlap=1, gold=2, launch=False)
    her = await meet_requester(database, clock)
    await pays_in(database, 50_000_000)
    await database.write(piloting.launch, "streets", RULES, True)
    worker = await Worker.met(database, clock)
    outcome = await worker.begins(pack)
    while isinstance(outcome, Task) and outcome.pack == pack:
        clock.now_ms += taken_s * second_ms
        outcome = await worker.answer(outcome.mark)
    assert await database.write(piloting.end, "streets", RULES) is not None
    return her, pack


async def worked(database: Database) -> list[queueing.State | None]:
    """Works off all jobs and tells how they ended."""
    clones = Clones(database)
    while await work_one(database, {"clone": clones.step, "undo clone": clones.undo}):
        pass
    ended = await database.read(receiving.news)
    for job in ended:
        await database.write(receiving.tell, job, RULES)
    return [await database.read(queueing.state, job) for job in ended]


async def test_the_rest_of_a_slow_pilot_becomes_a_dearer_pack(proved: Database, clock: Clock) -> None:
    """At the price that the pilot suggests: the tasks nobody has answered, the measured time; then the old one closes."""
    her, pack = await piloted(proved, clock, 45)
    asked = await her.act(repricing.ask, name="streets", price="")
    assert isinstance(asked, RepriceAsked) and (asked.new, asked.tasks) == ("streets-2", 15)
    assert asked.price == 3 * 40_000 and asked.estimate_s == 45 and asked.left < await escrow(proved, pack)
    begun = await her.closes(asked.mark, "reprice", repricing.begin, name="streets", price="0.12")
    assert begun == RepriceBegun("streets", "streets-2")
    assert (await pack_row(proved, pack))["state"] == "paused"
    await worked(proved)
    closed, came = (await notices(proved, her))[-2:]
    assert closed == PackClosed("streets", asked.left, later=False)
    assert isinstance(came, FileCame) and came.file == "streets-2" and came.pack.at_most == asked.at_most
    copy = await proved.read(publishing.named, "streets-2")
    form = showing.form_of(copy)
    assert (copy["state"], copy["tasks"], copy["golds"], copy["waits"]) == ("draft", 15, 2, "")
    assert (form.price, form.estimate_s) == (120_000, 45)
    assert await escrow(proved, pack) == 0
    await prove(proved)


async def test_answers_faster_than_thought_make_reading_no_dearer(proved: Database, clock: Clock) -> None:
    """Two seconds for a tap: an hour of reading pays what it paid, at the same price and at a lower one."""
    her, pack = await piloted(proved, clock, 2)
    before = (await proved.read(publishing.quoted, await pack_row(proved, pack), RULES)).reading // 30
    for price, seconds in (("0.04", 15), ("0.03", 12), ("0.005", 2)):
        asked = await her.act(repricing.ask, name="streets", price=price)
        assert isinstance(asked, RepriceAsked) and asked.estimate_s == seconds, price
    begun = await her.closes(asked.mark, "reprice", repricing.begin, name="streets", price="0.03")
    assert isinstance(begun, RepriceBegun)
    await worked(proved)
    copy = await proved.read(publishing.named, "streets-2")
    after = (await proved.read(publishing.quoted, copy, RULES)).reading // 30
    assert 0 < after <= before


async def test_a_pilot_that_has_gone_on_keeps_its_tasks(proved: Database, clock: Clock) -> None:
    """The rest was launched while it was being copied: the copy is gone again, and they hear that it was not possible."""
    her, pack = await piloted(proved, clock, 45)
    asked = await her.act(repricing.ask, name="streets", price="0.15")
    assert isinstance(asked, RepriceAsked) and asked.price == 150_000
    await her.closes(asked.mark, "reprice", repricing.begin, name="streets", price="0.15")
    await her.act(requesting.launch, name="streets")
    (state,) = await worked(proved)
    assert state is not None and state.state == "failed"
    assert isinstance((await notices(proved, her))[-1], Refused)
    assert await proved.read(lambda tx: tx.one("packs.pack_named", name="streets-2")) is None
    row = await pack_row(proved, pack)
    assert (row["state"], row["tasks"]) == ("running", 25)


async def test_a_pilot_on_its_way_and_a_wrong_price_are_refused(proved: Database, clock: Clock) -> None:
    """What still runs is not repriced; a price must be one, be there where none is suggested, and be above the floor."""
    await make_pack(proved, "lanes")
    her, _ = await piloted(proved, clock, 15)
    with pytest.raises(NotNow):
        await her.act(repricing.ask, name="lanes", price="0.10")
    for wrong in ("", "0", "nan", "-1", "1e400", "0.0000001", "12 cents"):
        with pytest.raises(NoPrice):
            await her.act(repricing.ask, name="streets", price=wrong)
    with pytest.raises(BelowFloor):
        await her.act(repricing.ask, name="streets", price="0.01")
    asked = await her.act(repricing.ask, name="streets", price="٠٫٠٣")
    assert isinstance(asked, RepriceAsked) and (asked.price, asked.estimate_s) == (30_000, 15)
    assert not isinstance(await her.act(serving.work), RepriceAsked), "/tasks leads past it"


async def test_hard_content_stays_as_hard_in_a_copy(proved: Database, clock: Clock) -> None:
    """Flags, levels and descriptions come along, and the copy is quoted with its care."""
    pack = await make_pack(proved, tasks=25, launch=False, **HARD)
    her = await meet_requester(proved, clock)
    await pays_in(proved, 100_000_000)
    await proved.write(piloting.launch, "streets", RULES, True)
    await her.act(requesting.pause, name="streets")
    asked = await her.act(repricing.ask, name="streets", price="0.08")
    assert isinstance(asked, RepriceAsked) and asked.tasks == 25
    await her.closes(asked.mark, "reprice", repricing.begin, name="streets", price="0.08")
    await worked(proved)
    copy = await proved.read(publishing.named, "streets-2")
    quoted = await proved.read(publishing.quoted, copy, RULES)
    assert (copy["flagged"], copy["level"], quoted.at_most) == (25, 2, asked.at_most) and quoted.care
    kept = [
        {row["key"]: (row["item"], row["level"], row["flags"]) for row in await tasks_of(proved, one)}
        for one in (pack, copy["id"])
    ]
    assert kept[0] == kept[1]


async def tasks_of(database: Database, pack: int) -> list[Row]:
    """A pack's tasks by their keys."""
    return await database.read(lambda tx: tx.all("packs.page_of_tasks", pack=pack, after="", most=99))
