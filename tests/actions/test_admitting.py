"""Admitting: three questions, an operator's decision, and a code that works once."""

import pytest

from bot.actions import admitting, serving
from bot.domain import limits
from bot.domain.outcomes.requester import RoleAsked, RoleGiven, RoleStands, RoleWaits
from bot.domain.refusals.requesters import (
    NoSuchRequester,
    NotOneLine,
    NotThisCode,
    RoleDecided,
    RoleTaken,
    TooLong,
)
from bot.storage import Database
from tests.actions.conftest import Meet
from tests.conftest import Clock
from tests.makers import REQUESTER, make_pack, meet_requester

pytestmark = pytest.mark.anyio
SAID = ("Night Market Maps", "A club in Nairobi, for nobody else.", "Colours of goods.")


async def asks(meet: Meet, name: str = SAID[0]):  # type: ignore[no-untyped-def]
    """Somebody who has answered all three questions."""
    her = await meet()
    first = await her.act(admitting.role)
    assert isinstance(first, RoleAsked) and first.step == "name"
    for said in (name, *SAID[1:]):
        found = await her.types(said)
    assert isinstance(found, RoleWaits) and found.name == name
    return her


async def test_who_asks_is_asked_three_things_and_decided_about(proved: Database, meet: Meet) -> None:
    """Until the operator says yes they are a worker like any other; then they are a requester too."""
    her = await asks(meet)
    assert her.who.requester == 0
    row = (await proved.read(admitting.roles))[0]
    assert (row["name"], row["state"], row["about"], row["work"]) == (SAID[0], "asked", *SAID[1:])
    await proved.write(admitting.approve, SAID[0])
    stands = await her.act(admitting.role)
    assert stands == RoleStands(SAID[0]) and her.who.requester == row["id"]
    with pytest.raises(RoleDecided):
        await proved.write(admitting.approve, SAID[0])


async def test_who_was_declined_hears_why_and_may_ask_again(proved: Database, meet: Meet) -> None:
    """The same person asks once more, under another name, and is approved."""
    her = await asks(meet)
    await proved.write(admitting.decline, SAID[0], "We bring no such work.")
    assert her.who.requester == 0
    await her.act(admitting.role)
    for said in ("Another name", *SAID[1:]):
        await her.types(said)
    await proved.write(admitting.approve, "Another name")
    assert await her.act(admitting.role) == RoleStands("Another name")


async def test_a_name_that_is_somebody_elses_is_asked_for_again(proved: Database, meet: Meet) -> None:
    """A requester of the command line can't be taken over by writing their name."""
    await proved.write(admitting.requester_named, REQUESTER)
    her = await meet()
    await her.act(admitting.role)
    again = await her.types(REQUESTER)
    assert isinstance(again, RoleAsked) and again.taken and again.step == "name"


@pytest.mark.parametrize(("said", "refusal"), [("  ", NotOneLine), ("n" * (limits.name_characters_max + 1), TooLong)])  # fmt: skip
async def test_what_is_no_name_is_refused_and_asked_still(
    proved: Database, meet: Meet, said: str, refusal: type[Exception]
) -> None:
    """Nothing is stored, and the question stays open."""
    her = await meet()
    asked = await her.act(admitting.role)
    with pytest.raises(refusal):
        await her.types(said)
    assert await her.current() == asked


async def test_not_now_leads_back_to_work(proved: Database, meet: Meet) -> None:
    """The question is settled, and /tasks never shows it again."""
    await make_pack(proved)
    her = await meet()
    asked = await her.act(admitting.role)
    assert isinstance(asked, RoleAsked)
    assert type(await her.act(serving.work)).__name__ == "Offer"
    assert await proved.read(admitting.roles) != []


async def test_a_code_ties_one_person_once_and_for_a_day(proved: Database, clock: Clock, meet: Meet) -> None:
    """The second to type it, a wrong one and a late one hear the same sentence."""
    await proved.write(admitting.requester_named, REQUESTER)
    await proved.write(admitting.link, REQUESTER, "ABCDE23456")
    other = await meet()
    with pytest.raises(NotThisCode):
        await other.act(admitting.role, code="ABCDE23457")
    clock.now_ms += limits.role_code_ms
    with pytest.raises(NotThisCode):
        await other.act(admitting.role, code="ABCDE23456")
    await proved.write(admitting.link, REQUESTER, "ABCDE23458")
    her = await meet()
    assert await her.act(admitting.role, code="abcde23458 ") == RoleGiven(REQUESTER)
    assert her.who.requester
    with pytest.raises(NotThisCode):
        await other.act(admitting.role, code="ABCDE23458")
    with pytest.raises(RoleTaken):
        await proved.write(admitting.link, REQUESTER, "ABCDE23459")


async def test_who_has_a_role_takes_no_second_by_a_code(proved: Database, clock: Clock) -> None:
    """One person speaks for one requester."""
    her = await meet_requester(proved, clock)
    await proved.write(admitting.requester_named, "Another")
    await proved.write(admitting.link, "Another", "ABCDE23456")
    with pytest.raises(NotThisCode):
        await her.act(admitting.role, code="ABCDE23456")
    with pytest.raises(NoSuchRequester):
        await proved.write(admitting.link, "Nobody", "ABCDE23456")


async def test_a_requester_is_made_at_their_first_pack_or_deposit(proved: Database) -> None:
    """The name finds them again; an empty or overlong one is refused."""
    first = await proved.write(admitting.requester_named, REQUESTER)
    assert await proved.write(admitting.requester_named, REQUESTER) == first
    with pytest.raises(TooLong):
        await proved.write(admitting.requester_named, "x" * (limits.name_characters_max + 1))
    for name in ("", " ", "two\nlines"):
        with pytest.raises(NotOneLine):
            await proved.write(admitting.requester_named, name)
