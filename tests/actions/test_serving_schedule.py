"""Serving by a pack's own schedule: offered and served in its time only; what is begun is always finished."""

from datetime import UTC, datetime
from functools import partial

import pytest

from bot.actions import publishing, renewing, serving
from bot.domain import limits
from bot.domain.outcomes.worker import NothingLeft, Offer, Task
from bot.packs.form import PackForm
from bot.storage import Database
from tests.actions.conftest import Meet
from tests.conftest import Clock
from tests.makers import PRICE, READING_PAY, is_task, make_form, make_pack, pack_row

pytestmark = pytest.mark.anyio


def moment(at: int) -> datetime:
    """UTC milliseconds as pack.toml has a moment."""
    return datetime.fromtimestamp(at / 1000, UTC)


def scheduled(clock: Clock, opens: int | None, closes: int | None) -> dict[str, datetime | None]:
    """A schedule by hours from now; None leaves an end open."""
    ends = {"opens": opens, "closes": closes}
    return {
        name: None if hours is None else moment(clock.now_ms + hours * limits.hour)
        for name, hours in ends.items()
    }


async def test_a_pack_is_offered_from_its_opening_to_its_end(
    meet: Meet, proved: Database, clock: Clock
) -> None:
    """An hour before there is nothing, then its offer; when its time is over the old offer leads to nothing."""
    pack = await make_pack(proved, schedule=scheduled(clock, 1, 3))
    amina = await meet()
    assert isinstance(await amina.act(serving.work), NothingLeft)
    clock.now_ms += limits.hour
    offer = await amina.act(serving.work)
    assert isinstance(offer, Offer) and offer.pack == pack
    clock.now_ms += 2 * limits.hour
    assert isinstance(await amina.act(serving.start, pack=pack), NothingLeft)


async def test_an_offer_whose_time_is_over_is_not_shown_again(
    meet: Meet, proved: Database, clock: Clock
) -> None:
    """Who looks at their open question then is told what there is now."""
    await make_pack(proved, schedule=scheduled(clock, None, 1))
    amina = await meet()
    assert isinstance(await amina.act(serving.work), Offer)
    clock.now_ms += limits.hour
    assert isinstance(await amina.act(serving.work), NothingLeft)


async def test_who_holds_a_task_answers_it_after_the_end(meet: Meet, proved: Database, clock: Clock) -> None:
    """It is paid as ever and shown again when asked for; no other task of the pack follows it."""
    pack = await make_pack(proved, schedule=scheduled(clock, None, 1))
    amina = await meet()
    first = await amina.begins(pack)
    clock.now_ms += 2 * limits.hour
    assert is_task(await amina.act(serving.work)).assignment == first.assignment
    done = await amina.answer(first.mark)
    assert isinstance(done, NothingLeft) and done.saved is not None
    assert await amina.balance() == PRICE + READING_PAY


async def test_what_is_kept_for_later_people_is_kept_from_the_opening_on(
    meet: Meet, proved: Database, clock: Clock
) -> None:
    """The day of P13 begins when somebody can come."""
    pack = await make_pack(proved, tasks=100, overlap=1, schedule=scheduled(clock, 48, None))
    row = await pack_row(proved, pack)
    assert row["kept_until"] == clock.now_ms + 48 * limits.hour + limits.kept_ms


async def renewed(database: Database, pack: int, form: PackForm) -> None:
    """The same pack comes in again, with another form and no new row."""
    await database.write(renewing.finish, pack, form, "digest", (), 10)


async def test_a_schedule_changes_while_the_pack_runs(meet: Meet, proved: Database, clock: Clock) -> None:
    """Another end is no new version: nobody has anything to read, and the work goes on."""
    pack = await make_pack(proved, schedule=scheduled(clock, None, 1))
    longer = make_form(schedule=scheduled(clock, None, 5))
    assert not await proved.read(renewing.changes, pack, longer)
    await renewed(proved, pack, longer)
    amina = await meet()
    clock.now_ms += 2 * limits.hour
    assert isinstance(await amina.begins(pack), Task)
    assert (await pack_row(proved, pack))["number"] == 1


async def test_a_copy_has_no_schedule(proved: Database, clock: Clock) -> None:
    """It is offered from its launch on; its original's time may be over."""
    await make_pack(proved, schedule=scheduled(clock, 1, 2))
    copy = await proved.write(
        partial(renewing.begin_clone, name="streets", new="streets-2", job=7, changed={})
    )
    row = await pack_row(proved, copy)
    assert (row["opens_at"], row["closes_at"]) == (0, None)
    assert (await proved.read(publishing.named, "streets"))["closes_at"] == clock.now_ms + 2 * limits.hour
