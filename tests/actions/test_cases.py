"""Cases: what opens one, that there is one of each, what ends it by itself, and that nobody's silence counts while we are away."""

import pytest

from bot.actions import cases, cashing, handing, joining, returning, ruling
from bot.domain import cases as numbers
from bot.domain import claims, limits
from bot.domain.outcomes.cashing import IsItShared
from bot.domain.refusals.cases import NotYourCase
from bot.storage import Database, Row
from tests.actions.conftest import Meet, answered, claimed, rows, until_due
from tests.conftest import Clock
from tests.makers import BOT, RULES, make_pack, pack_row
from tests.makers_payouts import BY_HAND, earn, settled, ways

pytestmark = pytest.mark.anyio


async def all_cases(database: Database, database_url: str) -> list[Row]:
    """Every case as it stands, oldest first."""
    ids = rows(database_url, "SELECT id FROM cases ORDER BY id")
    return [await database.read(lambda tx, one=one: tx.one("cases.one", id=one)) for (one,) in ids]


async def test_what_is_kept_to_is_a_case_until_the_requester_gives_in(
    proved: Database, database_url: str, meet: Meet, clock: Clock, pot: None
) -> None:
    """It has the claim's own code and deadline; with the claim it is over."""
    pack, worker = await make_pack(proved, tasks=40), await meet()
    code = await claimed(proved, pack, await answered(worker, pack, clock))
    await worker.act(ruling.disagree, rules=RULES, code=code)
    assert await all_cases(proved, database_url) == []
    requester = (await pack_row(proved, pack))["requester"]
    await proved.write(ruling.insist, requester, code, "It shows a roof.")
    (case,) = await all_cases(proved, database_url)
    assert (case["code"], case["kind"], case["ground"], case["state"]) == (code, "claim", "breaks", "open")
    assert (case["pack"], case["requester"], case["person"]) == (pack, requester, worker.who.person)
    assert not rows(database_url, "SELECT 1 FROM deadlines WHERE kind = 'case'")
    await proved.write(ruling.give_in, requester, code)
    (case,) = await all_cases(proved, database_url)
    assert (case["state"], case["outcome"]) == ("closed", "settled")


async def test_one_of_ten_is_a_case_at_once_and_outlives_its_claim(
    proved: Database, database_url: str, meet: Meet, clock: Clock, pot: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also when its requester gives in; when nobody looked in time it is over."""
    monkeypatch.setattr(claims, "checked_of", 1)
    pack = await make_pack(proved, tasks=40)
    code = await claimed(proved, pack, await answered(await meet(), pack, clock))
    requester = (await pack_row(proved, pack))["requester"]
    await proved.write(ruling.give_in, requester, code)
    (case,) = await all_cases(proved, database_url)
    assert (case["ground"], case["state"]) == ("checked", "open")
    await until_due(proved, clock, numbers.ruling_ms)
    (case,) = await all_cases(proved, database_url)
    assert (case["state"], case["outcome"]) == ("closed", "overdue")


async def test_what_is_opened_twice_is_one_case(proved: Database, database_url: str) -> None:
    """Under one code; one that was over is open again, for somebody else."""
    opened = [await proved.write(cases.open_case, "grievance", 7, ground=one) for one in ("pay", "words")]
    other = await proved.write(cases.open_case, "fraud", 7)
    assert opened[0] == opened[1] != other
    await proved.write(cases.settled, "grievance", 7)
    await proved.write(cases.settled, "grievance", 8)
    assert await proved.write(cases.open_case, "grievance", 7, ground="again") == opened[0]
    first, second = await all_cases(proved, database_url)
    assert (first["state"], first["instance"], first["ground"]) == ("open", 2, "again")
    assert first["code"] != second["code"] and second["instance"] == 1


async def test_our_absence_stops_the_clock_of_a_case(
    proved: Database, database_url: str, clock: Clock
) -> None:
    """What could not be looked at waits so much longer, and so does its jury."""
    await proved.write(cases.open_case, "account", 3)
    await proved.write(lambda tx: cases.open_case(tx, "claim", 4, due=False))
    await proved.write(returning.sign, BOT)
    clock.now_ms += 10 * limits.hour
    await proved.write(returning.sign, BOT)
    due = dict(rows(database_url, "SELECT kind, at FROM deadlines WHERE kind LIKE 'case%'"))
    waits = {"case": numbers.ruling_ms, "case jury": numbers.jury_after_ms}
    assert due == {kind: clock.now_ms + left for kind, left in waits.items()}


async def test_nobody_of_a_household_judges_what_is_about_another(
    proved: Database, meet: Meet, clock: Clock, pot: None
) -> None:
    """Nor about a pack that another worked in: who shares a phone is as near as oneself."""
    phone, pack, other = await meet(), await make_pack(proved, tasks=40), await meet()
    code = await claimed(proved, pack, await answered(phone, pack, clock))
    await phone.act(ruling.disagree, rules=RULES, code=code)
    await proved.write(ruling.insist, (await pack_row(proved, pack))["requester"], code, "It shows a roof.")
    case = await proved.read(cases.coded, code)
    grievance = await proved.write(cases.open_case, "grievance", pack, pack=pack)
    await phone.act(handing.household, written="me Amina 4821", message=900)
    await phone.act(handing.household, written="add Otieno 7310", message=901)
    otieno, _ = await proved.read(joining.recognise, BOT, phone.who.telegram)
    assert otieno is not None and otieno.person != phone.who.person
    for one in (case, grievance):
        with pytest.raises(NotYourCase):
            await proved.write(cases.check, one, otieno.person)
        await proved.write(cases.check, one, other.who.person)
        await proved.write(cases.check, one, 0)


async def test_nobody_judges_about_who_is_paid_where_they_are(
    proved: Database, meet: Meet, clock: Clock
) -> None:
    """A place where two are paid makes them one side."""
    amina, otieno, out = await meet(), await meet(), ways(clock, **BY_HAND)
    case = await proved.write(cases.open_case, "account", 3, person=amina.who.person)
    await earn(proved, amina, 2_000_000, about=1)
    await settled(amina, out, rail="list mpesa")
    await proved.write(cases.check, case, otieno.who.person)
    await earn(proved, otieno, 2_000_000, about=2)
    asked = await settled(otieno, out, rail="list mpesa")
    assert isinstance(asked, IsItShared)
    given = {"rules": RULES, "ways": out, "destination": asked.destination}
    await otieno.closes(asked.mark, "place", cashing.shared, **given)
    with pytest.raises(NotYourCase):
        await proved.write(cases.check, case, otieno.who.person)
