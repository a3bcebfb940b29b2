"""Reports at the desk: what waits, what is said of one, and whose word counts."""

import asyncio
from functools import partial

import pytest

from bot import app, office
from bot.actions import raising
from bot.config import Settings
from tests.conftest import Clock
from tests.desk.asked import REQUESTER, Call, refusal, said
from tests.makers import make_pack
from tests.stories.program import settings_for

CONTACT, SECOND = "Wanjiru Kamau", "Achieng Otieno"


@pytest.fixture
def named(settings: Settings) -> Settings:
    """An installation with a pack of four tasks, two of them reported, and somebody named to look."""
    found = settings_for(settings.data, "http://127.0.0.1:9", illegal_contact=CONTACT)

    async def reported() -> None:
        async with app.built(found, Clock()) as home:
            database = home.house.database
            pack = await make_pack(database, tasks=4, requester=REQUESTER)
            rows = await database.read(lambda tx: tx.all("packs.page_of_tasks", pack=pack, after="", most=9))
            for row, ground in zip(rows, ("violent", "illegal"), strict=False):
                shown = {"id": 0, "task": row["id"], "pack": pack, "level": 0, "flags": "{}"}
                await database.write(raising.raised, shown, ground)

    asyncio.run(reported())
    return found


def code_of(settings: Settings, verb: str) -> str:
    """The code of the one that waits."""
    return said(office.call(settings, verb)).split(":")[0]


def test_somebody_neutral_lists_looks_and_decides(named: Settings) -> None:
    """Nothing of what it shows is printed; a decision says what it does; after it nothing waits."""
    code = code_of(named, "report.list")
    shown = said(office.call(named, "report.show", code=code))
    assert "the task task-1 of streets" in shown and "Item 1" not in shown and "violence" in shown
    given = {"code": code, "why": "Tomato juice.", "by": SECOND}
    assert "is no verdict" in refusal(partial_call(named), "report.decide", verdict="so", **given)
    assert "is served again" in said(office.call(named, "report.decide", verdict="harmless", **given))
    assert said(office.call(named, "report.list")) == "No report of violence waits."


def test_what_waits_is_counted_for_the_doctor(named: Settings) -> None:
    """Also beside a running program, which the doctor asks for it."""
    found = office.call(named, "report.waiting")
    assert found["lines"] == [
        "Tasks reported as against the law that wait to be looked at: 1. `ujima illegal list`"
    ]
    assert not found["ok"]


def test_the_one_who_is_named_is_told_what_to_do(named: Settings) -> None:
    """Until when, whom to tell, nothing of what it is; anybody else is refused; two people lift it."""
    code = code_of(named, "illegal.list")
    assert "UJIMA_ILLEGAL_CONTACT" in refusal(partial_call(named), "illegal.show", code=code, by=SECOND)
    shown = said(office.call(named, "illegal.show", code=code, by=CONTACT))
    assert "inhope.org" in shown and "Look until 20" in shown and "Item 2" not in shown
    lift = {"code": code, "decision": "lift"}
    assert f"until a second person says so too: `ujima illegal decide {code} lift --by NAME`" in said(
        office.call(named, "illegal.decide", by=CONTACT, **lift)
    )
    assert "is sealed no more" in said(office.call(named, "illegal.decide", by=SECOND, **lift))
    assert said(office.call(named, "illegal.list")) == "No report of something against the law waits."


def test_what_is_kept_stays(named: Settings) -> None:
    """For good, and it waits no more."""
    code = code_of(named, "illegal.list")
    kept = said(office.call(named, "illegal.decide", code=code, decision="keep", by=CONTACT))
    assert "stays sealed, for good" in kept
    assert "No report" in said(office.call(named, "illegal.list"))


def partial_call(settings: Settings) -> Call:
    """The command line's way to the desk."""
    return partial(office.call, settings)
