"""Grieving: enough people pause a pack that is unfair; somebody neutral looks, else it goes on within a day; nobody is marked."""

import asyncio

import pytest

from bot.actions import (
    deciding,
    grieving,
    moderating,
    publishing,
    requesting,
    returning,
    telling,
)
from bot.actions.destinations import Ways
from bot.domain import cases as numbers
from bot.domain import grievances, limits
from bot.domain.outcomes import Outcome
from bot.domain.outcomes.cases import Case, CaseRuled
from bot.domain.outcomes.grievances import Grievance, GrievanceOver, Grieved, HaltOver, PackHalted
from bot.domain.outcomes.worker import NotUnderstood, Offer, Task
from bot.domain.refusals.cases import NotYourCase
from bot.domain.refusals.grievances import (
    GrievedAlready,
    NotAnsweredThere,
    NotAReason,
    NothingToGrieve,
    PackIsOver,
    StillHalted,
)
from bot.domain.refusals.packs import NoSuchPack
from bot.storage import Database
from tests.actions.conftest import Meet, rows, until_due
from tests.actions.test_forgetting import forget
from tests.actions.test_proposing import settled_at
from tests.conftest import Clock
from tests.makers import (
    BOT,
    RULES,
    Worker,
    is_task,
    make_moderator,
    make_pack,
    make_requester,
    notices,
)
from tests.makers_payouts import MPESA, ways

pytestmark = pytest.mark.anyio

NO_WAYS = Ways()
STATE = "SELECT state FROM packs"


async def at_work(meet: Meet, pack: int, people: int, *, answers: int = 5) -> list[Worker]:
    """People with so many answers in a pack, each with a task open."""
    found = [await meet() for _ in range(people)]
    for worker in found:
        worker.proving = False
        task = await worker.begins(pack)
        for _ in range(answers):
            task = is_task(await worker.answer(task.mark))
    return found


async def says(worker: Worker, word: str = "streets pay", by: Ways = NO_WAYS) -> Outcome | None:
    """/grievance_streets and a reason."""
    return await worker.act(grieving.grieve, ways=by, word=word)


async def paused(meet: Meet, database: Database) -> list[Worker]:
    """Five people at work in a pack that they have paused."""
    people = await at_work(meet, await make_pack(database, tasks=40, overlap=8), 5)
    for worker, reason in zip(people, ("pay", "pay", "unclear", "pay", "harm"), strict=True):
        done = await says(worker, f"streets {reason}")
    assert isinstance(done, Grieved) and done.halted
    return people


async def test_five_people_pause_it_and_its_requester_hears_what_and_never_who(
    meet: Meet, proved: Database, database_url: str
) -> None:
    """Four change nothing; the fifth pauses it and opens a case; the counts name nobody, nor does any journal."""
    requester = await make_requester(proved, await meet(), "Night Market Maps")
    pack = await make_pack(proved, tasks=40, overlap=8)
    people = await at_work(meet, pack, 6)
    for worker, reason in zip(people[:4], ("pay", "pay", "unclear", "harm"), strict=True):
        assert await says(worker, f"streets {reason}") == Grieved({"en": "About streets"}, False)
    assert rows(database_url, STATE) == [("running",)] and not rows(database_url, "SELECT 1 FROM cases")
    assert await says(people[4], "streets PAY") == Grieved({"en": "About streets"}, True)
    assert rows(database_url, STATE) == [("paused",)]
    (told,) = [one for one in await notices(proved, requester) if isinstance(one, PackHalted)]
    assert told == PackHalted("streets", 5, (("pay", 3), ("harm", 1), ("unclear", 1)))
    assert rows(database_url, "SELECT kind, subject, pack, person, state FROM cases") == [
        ("grievance", pack, pack, 0, "open")
    ]
    assert not rows(database_url, "SELECT 1 FROM journal WHERE verb LIKE 'griev%'")


async def test_open_tasks_are_answered_and_paid_and_nobody_new_is_served(
    meet: Meet, proved: Database, database_url: str
) -> None:
    """Who held a task when it paused answers it; who did not say anything is treated as who did."""
    pack = await make_pack(proved, tasks=40, overlap=8)
    *speak, silent = await at_work(meet, pack, 6)
    for worker in speak:
        await says(worker)
    for worker in (speak[0], silent):
        had = await worker.balance()
        after = await worker.answer(await worker.mark())
        assert await worker.balance() > had and not isinstance(after, Task | Offer)


async def test_a_day_without_a_decision_and_it_goes_on_while_the_case_stays(
    meet: Meet, proved: Database, clock: Clock, database_url: str
) -> None:
    """Its requester can't let it go on before, and hears when it does; the same people can't pause it again at once."""
    requester = await make_requester(proved, await meet(), "Night Market Maps")
    people = await paused(meet, proved)
    with pytest.raises(StillHalted):
        await requester.act(requesting.go_on, rules=RULES, name="streets")
    await until_due(proved, clock, grievances.pause_ms)
    assert rows(database_url, STATE) == [("running",)]
    assert HaltOver("streets", True) in await notices(proved, requester)
    assert rows(database_url, "SELECT state FROM cases") == [("open",)]
    with pytest.raises(GrievedAlready):
        await says(people[0])
    clock.now_ms += grievances.again_ms
    assert isinstance(await says(people[0]), Grieved)
    assert rows(database_url, STATE) == [("running",)]


async def test_what_its_requester_had_paused_stays_so_and_may_be_resumed(
    meet: Meet, proved: Database, clock: Clock, database_url: str
) -> None:
    """It did not run, so time does not make it run."""
    requester = await make_requester(proved, await meet(), "Night Market Maps")
    people = await at_work(meet, await make_pack(proved, tasks=40, overlap=8), 5)
    await proved.write(publishing.pause, "streets")
    for worker in people:
        await says(worker)
    await until_due(proved, clock, grievances.pause_ms)
    assert rows(database_url, STATE) == [("paused",)]
    assert HaltOver("streets", False) in await notices(proved, requester)
    assert await proved.write(publishing.launch, "streets", RULES) is None


@pytest.mark.parametrize(
    ("outcome", "reason", "state"),
    [
        ("goes_on", "unfounded", "running"),
        ("stays_paused", "founded", "paused"),
        ("close", "harmful", "closed"),
    ],
)
async def test_a_moderator_decides_and_all_who_spoke_hear_it(
    meet: Meet, proved: Database, clock: Clock, database_url: str, outcome: str, reason: str, state: str
) -> None:
    """Who worked there decides nothing; who did not sees the counts, the question and the instruction."""
    requester = await make_requester(proved, await meet(), "Night Market Maps")
    people = await paused(meet, proved)
    near = await make_moderator(proved, people[0], "Near")
    ((code,),) = rows(database_url, "SELECT code FROM cases")
    with pytest.raises(NotYourCase):
        await near.act(moderating.take, rules=RULES, code=code)
    for name in ("Far", "Farther"):  # the pack holds more than one person decides about
        assert rows(database_url, STATE) == [("paused",)]
        judge = await make_moderator(proved, await meet(), name)
        shown = await judge.act(moderating.take, rules=RULES, code=code)
        assert isinstance(shown, Case) and shown.given is not None
        assert shown.reasons == (("pay", 3), ("harm", 1), ("unclear", 1))
        await judge.act(moderating.choose, rules=RULES, facts=shown, outcome=outcome)
        asked = await judge.current()
        await judge.act(moderating.because, rules=RULES, facts=asked, reason=reason)
    assert rows(database_url, STATE) == [(state,)]
    (ruled,) = [one for one in await notices(proved, requester) if isinstance(one, CaseRuled)]
    assert (ruled.kind, ruled.name, ruled.outcome, ruled.reason) == ("grievance", "streets", outcome, reason)
    assert await proved.write(grieving.tell_some) == 5 and await proved.write(grieving.tell_some) == 0
    for worker in people:
        await proved.write(telling.here, worker.who.account)
        heard = [one for one in await notices(proved, worker) if isinstance(one, GrievanceOver)]
        assert heard == [GrievanceOver({"en": "About streets"}, outcome, reason)]
    await until_due(proved, clock, grievances.pause_ms)
    assert rows(database_url, STATE)[0][0] in (state, "refunded" if outcome == "close" else state)


async def test_a_decision_after_the_day_is_done_all_the_same(
    meet: Meet, proved: Database, clock: Clock, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It runs again, and is paused again when somebody neutral finds so; then time does not let it go on."""
    monkeypatch.setattr(numbers, "alone_micro_max", 10**9)
    await paused(meet, proved)
    await until_due(proved, clock, grievances.pause_ms)
    ((code,),) = rows(database_url, "SELECT code FROM cases")
    await proved.write(deciding.decide_by_name, code, "stays_paused", "unclear", "", RULES)
    await until_due(proved, clock, 3 * limits.day)
    assert rows(database_url, STATE) == [("paused",)]


async def test_one_place_has_one_voice(meet: Meet, proved: Database, clock: Clock, database_url: str) -> None:
    """Five numbers that are paid at one place are one; without a place a word waits until there is one."""
    mpesa = ways(clock, **MPESA)
    people = await at_work(meet, await make_pack(proved, tasks=40, overlap=12), 9)
    for worker in people[:5]:
        await settled_at(worker, mpesa, "0712 345 456")
        said = await says(worker, by=mpesa)
    assert isinstance(said, Grieved) and (said.halted, said.lacks) == (False, "shared")
    for number, worker in enumerate(people[5:8]):
        await settled_at(worker, mpesa, f"0712 345 46{number}")
        await says(worker, by=mpesa)
    last = await says(people[8], by=mpesa)
    assert isinstance(last, Grieved) and (last.halted, last.lacks) == (False, "place")
    assert rows(database_url, STATE) == [("running",)]


async def test_few_answers_count_when_there_are_more(meet: Meet, proved: Database, database_url: str) -> None:
    """Whoever answered there may say it; it pauses nothing before they have five answers."""
    pack = await make_pack(proved, tasks=40, overlap=8)
    (newcomer,) = await at_work(meet, pack, 1, answers=4)
    said = await says(newcomer)
    assert isinstance(said, Grieved) and said.lacks == "answers"
    people = await at_work(meet, pack, 5)
    for worker in people[:4]:
        await says(worker)
    assert rows(database_url, STATE) == [("running",)]
    await newcomer.answer(await newcomer.mark())
    done = await says(people[4])
    assert isinstance(done, Grieved) and done.halted
    assert rows(database_url, "SELECT count(*) FROM grievances WHERE heard_at IS NOT NULL") == [(6,)]


async def test_keys_say_it_too_once(meet: Meet, proved: Database, database_url: str) -> None:
    """/grievance alone is of the pack they work in; a second press is nothing, and work goes on."""
    (amina,) = await at_work(meet, await make_pack(proved, tasks=40), 1)
    asked = await says(amina, "")
    assert isinstance(asked, Grievance) and asked.title == {"en": "About streets"}
    press = {"rules": RULES, "ways": NO_WAYS}
    assert isinstance(await amina.act(grieving.press, mark=asked.mark, written="hot", **press), NotUnderstood)
    assert isinstance(await amina.act(grieving.press, mark=asked.mark, written="other", **press), Task)
    assert await amina.act(grieving.press, mark=asked.mark, written="other", **press) is None
    assert rows(database_url, "SELECT reason FROM grievances") == [("other",)]


async def test_what_can_t_be_said_is_refused(meet: Meet, proved: Database, clock: Clock) -> None:
    """Of no pack, by who did not answer there, for no reason of the list, twice, too late; words of any length."""
    amina, baraka = await meet(), await meet()
    with pytest.raises(NothingToGrieve):
        await says(amina, "")
    await at_work(meet, await make_pack(proved, tasks=40), 1)
    with pytest.raises(NoSuchPack):
        await says(amina, "nothing pay")
    with pytest.raises(NotAnsweredThere):
        await says(amina)
    await baraka.answer((await baraka.begins((await rows_id(proved)))).mark)
    for wrong in ("too hot", "x" * 5_000):
        with pytest.raises(NotAReason):
            await says(baraka, f"streets {wrong}")
    assert isinstance(await says(baraka), Grieved)
    with pytest.raises(GrievedAlready):
        await says(baraka)
    await proved.write(publishing.close, "streets")
    clock.now_ms += grievances.again_ms
    with pytest.raises(PackIsOver):
        await says(baraka)


async def rows_id(database: Database) -> int:
    """The id of the pack there is."""
    found = await database.read(lambda tx: tx.one("packs.pack_named", name="streets"))
    assert found is not None
    return int(found["id"])


async def test_two_at_once_pause_it_once(meet: Meet, proved: Database, database_url: str) -> None:
    """The fourth, the fifth and the sixth in the same moment: one pause, one case."""
    people = await at_work(meet, await make_pack(proved, tasks=40, overlap=8), 6)
    for worker in people[:3]:
        await says(worker)
    done = await asyncio.gather(*(says(worker) for worker in people[3:]))
    assert sum(one.halted for one in done if isinstance(one, Grieved)) == 1
    assert rows(database_url, "SELECT count(*) FROM cases") == [(1,)]


async def test_our_absence_stops_the_day(
    meet: Meet, proved: Database, clock: Clock, database_url: str
) -> None:
    """While nobody could look, and nobody could work, no time passes for a pause."""
    await paused(meet, proved)
    begun = clock.now_ms
    await proved.write(returning.sign, BOT)
    clock.now_ms += 20 * limits.hour
    await proved.write(returning.sign, BOT)
    assert rows(database_url, "SELECT at FROM deadlines WHERE kind = 'grievance'") == [
        (begun + grievances.pause_ms + 20 * limits.hour,)
    ]


async def test_who_goes_is_nobody_in_what_was_said(meet: Meet, proved: Database, database_url: str) -> None:
    """The counts stay whole, and lead to no person."""
    people = await paused(meet, proved)
    ((pack,),) = rows(database_url, "SELECT pack FROM halts")
    before = await proved.read(grieving.reasons, pack)
    people[0].proving = True
    await people[0].answer(await people[0].mark())
    await forget(people[0])
    assert await proved.read(grieving.reasons, pack) == before
    assert not rows(database_url, f"SELECT 1 FROM grievances WHERE person = {people[0].who.person}")
