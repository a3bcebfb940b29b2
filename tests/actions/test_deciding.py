"""Deciding: what a decision does beside the claim it is about: to the item, the instruction, a report, a requester."""

from dataclasses import replace

import pytest

from bot.actions import cases, deciding, reporting, ruling, serving, telling
from bot.domain import cases as numbers
from bot.domain import claims, limits
from bot.domain.outcomes.cases import CaseRuled, ReportRuled
from bot.domain.outcomes.claims import Ruled
from bot.domain.refusals.cases import CaseTaken, NoReason, NoSuchCase
from bot.domain.refusals.claims import ClaimsSuspended, NoNeutralPerson
from bot.storage import Database
from tests.actions.conftest import Meet, answered, claimed, decided, rows, until_due
from tests.actions.test_moderating import disputed
from tests.conftest import Clock
from tests.makers import RULES, Worker, is_task, make_moderator, make_pack, make_requester, notices, pack_row

pytestmark = pytest.mark.anyio


async def finds(
    database: Database, code: str, outcome: str, reason: str = "", why: str = "So it is."
) -> bool:
    """The one whom the installation names decides."""
    return await database.write(deciding.decide_by_name, code, outcome, reason, why, RULES)


@pytest.mark.parametrize(
    ("outcome", "reason"), [("item", "unanswerable"), ("instruction", "unclear"), ("warn", "careless")]
)
async def test_the_answer_stands_and_more(
    proved: Database, database_url: str, meet: Meet, clock: Clock, pot: None, outcome: str, reason: str
) -> None:
    """Void the item: nobody gets it any more. Void the instruction: the pack waits until it is mended. Warn: told so."""
    speaks = await make_requester(proved, await meet())
    worker, pack = await meet(), await make_pack(proved, tasks=40)
    code = await disputed(proved, pack, worker, clock)
    assert await finds(proved, code, outcome, reason)
    (told,) = [one for one in await notices(proved, worker) if isinstance(one, Ruled)]
    (theirs,) = [one for one in await notices(proved, speaks) if isinstance(one, Ruled)]
    assert told.right and (theirs.outcome, theirs.reason, theirs.why) == (outcome, reason, "So it is.")
    stopped = rows(database_url, "SELECT stopped_why FROM tasks WHERE stopped_at IS NOT NULL")
    assert stopped == ([("void",)] if outcome == "item" else [])
    assert (await pack_row(proved, pack))["state"] == ("paused" if outcome == "instruction" else "running")


async def report(database: Database, pack: int, meet: Meet, ground: str) -> str:
    """Two people say the same of one task; its case's code."""
    for _ in range(2):
        one = await meet()
        await one.act(reporting.report, mark=(await one.begins(pack)).mark, ground=ground)
    (row,) = await database.read(cases.queue, 0)
    return str(row["code"])


@pytest.mark.parametrize("outcome", ["stands", "item", "instruction", "warn"])
async def test_a_reported_task_is_served_again_or_stays_out(
    proved: Database, database_url: str, meet: Meet, outcome: str
) -> None:
    """The requester hears what was found, and why."""
    speaks = await make_requester(proved, await meet())
    pack = await make_pack(proved, tasks=1, goodwill=1_000_000)
    people: list[Worker] = []

    async def met() -> Worker:
        people.append(await meet())
        return people[-1]

    code = await report(proved, pack, met, "unclear")
    await finds(proved, code, outcome)
    for one in people:  # it waits until they are here, and wakes nobody
        await proved.write(telling.here, one.who.account)
        heard = [told for told in await notices(proved, one) if isinstance(told, ReportRuled)]
        assert heard == [ReportRuled(code, {"en": "About streets"}, outcome, "", "So it is.")]
    stopped = rows(database_url, "SELECT stopped_why FROM tasks WHERE stopped_at IS NOT NULL")
    assert stopped == ([] if outcome == "stands" else [("unclear",)])
    (told,) = [one for one in await notices(proved, speaks) if isinstance(one, CaseRuled)]
    assert (told.kind, told.outcome, told.why) == ("report", outcome, "So it is.")
    assert (await pack_row(proved, pack))["state"] == ("paused" if outcome == "instruction" else "running")


async def test_a_suspended_requester_may_claim_again_when_a_person_has_looked(
    proved: Database, meet: Meet, clock: Clock, pot: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Three claims in a row across three people suspend here; what was claimed until then counts no more."""
    monkeypatch.setattr(claims, "row_max", 3)
    pack = await make_pack(proved, tasks=40)
    given = [await answered(await meet(), pack, clock) for _ in range(4)]
    for one in given[1:]:
        await claimed(proved, pack, one)
    with pytest.raises(ClaimsSuspended):
        await claimed(proved, pack, given[0])
    (case,) = await proved.read(cases.queue, 0)
    assert (case["kind"], case["ground"]) == ("requester", "row")
    with pytest.raises(NoReason):
        await finds(proved, case["code"], "unusable")
    await finds(proved, case["code"], "stands", "fits")
    assert await claimed(proved, pack, given[0])


async def test_what_can_t_be_said_of_a_case_is_refused(proved: Database) -> None:
    """No outcome of another kind, no reason of another outcome, not nothing at all; and nobody where nobody is named."""
    case = await proved.write(cases.open_case, "fraud", 7)
    code = (await proved.read(cases.queue, 0))[0]["code"]
    for outcome, reason, why in (("stands", "", "So."), ("seen", "fits", ""), ("seen", "", " \u200b")):
        with pytest.raises(NoReason):
            await finds(proved, code, outcome, reason, why)
    nobody = replace(RULES, rulings_by="")
    with pytest.raises(NoNeutralPerson):
        await proved.write(deciding.take_by_name, code, nobody)
    with pytest.raises(NoSuchCase):
        await finds(proved, "nothing", "seen")
    await proved.write(deciding.take_by_name, code, RULES)
    assert await proved.write(deciding.back_by_name, code)
    assert not await proved.write(deciding.back_by_name, code)
    assert await finds(proved, code, "seen", "seen", "")
    row = await proved.read(lambda tx: tx.one("cases.one", id=case))
    assert row is not None and (row["state"], row["outcome"]) == ("decided", "seen")


async def test_what_a_moderator_has_in_hand_is_not_decided_beside_them(proved: Database, meet: Meet) -> None:
    """The command line is refused for half an hour, as another moderator is."""
    judge = await make_moderator(proved, await meet())
    case = await proved.write(cases.open_case, "fraud", 7)
    row = await proved.write(cases.take, case, judge.who.person)
    with pytest.raises(CaseTaken):
        await finds(proved, row["code"], "seen", "seen")


async def test_minutes_that_nobody_can_pay_are_owed(
    proved: Database, database_url: str, meet: Meet, clock: Clock
) -> None:
    """Without fees and goodwill it is tried again each hour, and paid once."""
    judge = await make_moderator(proved, await meet())
    await make_pack(proved)
    case = await proved.write(cases.open_case, "fraud", 7)
    taken = await proved.write(cases.take, case, judge.who.person)
    await proved.write(deciding.decide, taken, judge.who.person, "seen", "seen", "", RULES)
    assert await judge.balance() == 0
    ((opinion, amount),) = rows(database_url, "SELECT id, amount FROM opinions")
    assert rows(database_url, "SELECT subject FROM deadlines WHERE kind = 'case pay'") == [(opinion,)]
    await make_pack(proved, "endowed", goodwill=5_000_000)
    for _ in range(2):
        await proved.write(cases.pay, opinion)
    assert await judge.balance() == amount


async def test_a_sampled_claim_that_is_not_right_leaves_the_worker_their_word(
    proved: Database, meet: Meet, clock: Clock, pot: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Found unusable before anybody disagreed: they may still, and then somebody else decides."""
    monkeypatch.setattr(claims, "checked_of", 1)
    worker, pack = await meet(), await make_pack(proved, tasks=40)
    code = await claimed(proved, pack, await answered(worker, pack, clock))
    await decided(proved, code, False)
    assert not [one for one in await notices(proved, worker) if isinstance(one, Ruled)]
    await worker.act(ruling.disagree, rules=RULES, code=code)
    requester = (await pack_row(proved, pack))["requester"]
    await proved.write(ruling.insist, requester, code, "It shows a roof.")
    assert await proved.read(cases.queue, 0) == []
    other = await make_moderator(proved, await meet())
    (row,) = await proved.read(cases.queue, other.who.person)
    assert (row["code"], row["instance"]) == (code, 2)


async def test_a_sampled_claim_that_was_wrong_is_undone_without_a_word_of_the_worker(
    proved: Database, meet: Meet, clock: Clock, pot: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They hear that their answer stands; the minute is for who had to say so."""
    monkeypatch.setattr(claims, "checked_of", 1)
    worker, pack = await meet(), await make_pack(proved, tasks=40)
    code = await claimed(proved, pack, await answered(worker, pack, clock))
    had = await worker.balance()
    await decided(proved, code, True)
    (told,) = [one for one in await notices(proved, worker) if isinstance(one, Ruled)]
    assert told.right and told.minute == 0 and await worker.balance() == had


async def test_seventy_five_claims_suspend_their_requester_and_are_all_overturned_at_once(
    proved: Database, database_url: str, meet: Meet, clock: Clock, pot: None
) -> None:
    """Two people's answers are called unusable, then a third's: no more claims. One decision and a word undo all of them."""
    pack = await make_pack(proved, tasks=400)
    requester = (await pack_row(proved, pack))["requester"]
    workers = [await meet() for _ in range(3)]
    for one in workers:
        one.proving = False
    given: list[list[int]] = [[], [], []]
    for day in range(2):
        for number, one in enumerate(workers):
            task = await one.begins(pack) if not day else is_task(await one.act(serving.work))
            for _ in range(1 if number == 2 else 38):
                given[number].append(task.assignment)
                task = is_task(await one.answer(task.mark))
        clock.now_ms += limits.day
    doubted = [*given[0][-37:], *given[1][-37:], given[2][-1]]  # the newest, and then the very last
    codes = [await claimed(proved, pack, assignment) for assignment in doubted]
    assert len(codes) == 75
    with pytest.raises(ClaimsSuspended):
        await claimed(proved, pack, given[0][0])
    for code, one in zip(codes, [workers[0]] * 37 + [workers[1]] * 37 + [workers[2]], strict=True):
        await one.act(ruling.disagree, rules=RULES, code=code)
        await proved.write(ruling.insist, requester, code, "")
    assert await finds(proved, codes[0], "stands", "fits")
    assert await proved.write(deciding.decide_alike, codes[0], 0, RULES) == 74
    stands = {row["found"] for code in codes for row in [(await proved.read(ruling.told_of, code))[0]]}
    assert stands == {"stands"}
    with pytest.raises(ClaimsSuspended):  # until a person has looked at whoever made them
        await claimed(proved, pack, given[0][0])
    (row,) = [one for one in await proved.read(cases.queue, 0) if one["kind"] == "requester"]
    assert await finds(proved, row["code"], "warn", "careless")
    await until_due(proved, clock, numbers.appeal_ms)
    assert await claimed(proved, pack, given[0][0])
    ended = rows(
        database_url, "SELECT state, count(*) FROM claims WHERE decided_at IS NOT NULL GROUP BY state"
    )
    assert ended == [("overturned", 75)]


@pytest.mark.parametrize("outcome", ["stands", "warn"])
async def test_one_word_that_it_asks_for_their_data_is_looked_at(
    proved: Database, database_url: str, meet: Meet, outcome: str
) -> None:
    """Nobody waits for a second victim; it is served until somebody found so, and one of a pack waits at a time."""
    pack, one = await make_pack(proved, tasks=3, goodwill=1_000_000), await meet()
    await one.begins(pack)
    for _ in range(2):  # of two tasks
        await one.act(reporting.report, mark=await one.mark(), ground="my_data")
    first = rows(database_url, "SELECT code, subject, ground, state FROM cases ORDER BY id")
    assert [one[2:] for one in first] == [("my_data", "open")]
    (code, task, *_), stopped = first[0], "SELECT id, stopped_why FROM tasks WHERE stopped_at IS NOT NULL"
    assert rows(database_url, stopped) == []
    await finds(proved, code, outcome)
    assert rows(database_url, stopped) == ([] if outcome == "stands" else [(task, "my_data")])
    later = rows(database_url, "SELECT subject, state FROM cases ORDER BY id")
    assert len(later) == 2 and later[1][0] != task and later[1][1] == "open"
