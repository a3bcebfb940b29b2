"""Delegates: elected by the vote that is there, known by a name of the room, told how cases end and never of few."""

from datetime import UTC, datetime

import pytest

from bot.actions import cases, delegating, forgetting, proposing
from bot.domain import limits, proposals
from bot.domain.outcomes import Outcome
from bot.domain.outcomes.papers import ForgetTold
from bot.domain.outcomes.proposals import CaseFigures, Delegates, Proposed, Resigned
from bot.domain.refusals.proposals import (
    MonthNotOver,
    NotADelegate,
    NothingProposed,
    NotToAnswer,
    NoVoice,
    ProposedAlready,
    StandsAlready,
)
from bot.domain.refusals.requesters import TooLong
from bot.domain.refusals.room import NotInRoomYet, RoomForWorkers
from bot.storage import Database
from tests.actions.conftest import Meet, until_due
from tests.actions.test_proposing import crowd, seconds, seen, tell_all, votes
from tests.conftest import Clock
from tests.makers import Worker, make_moderator, make_pack

pytestmark = pytest.mark.anyio


async def visits(worker: Worker, word: str = "") -> Outcome | None:
    """/delegate."""
    return await worker.act(delegating.visit, word=word)


async def elected(meet: Meet, database: Database, clock: Clock) -> list[Worker]:
    """Five people; the first of them is a delegate."""
    people = await crowd(meet, database, clock, 5)
    made = await visits(people[0], "stand I read what others skip.")
    assert isinstance(made, Proposed)
    for worker in people[1:4]:
        await seconds(worker, made.number)
    await tell_all(database)
    for worker in people:
        await votes(worker, made.number, "yes")
    await until_due(database, clock, 7 * limits.day)
    return people


async def test_from_standing_to_the_end_of_a_term(meet: Meet, proved: Database, clock: Clock) -> None:
    """Seconded and voted on as everything is; known by the name in the room; nobody owes an answer; the term ends."""
    people = await elected(meet, proved, clock)
    found = await visits(people[1])
    assert isinstance(found, Delegates) and not found.own
    (delegate,) = found.delegates
    assert delegate.until == clock.now_ms + proposals.term_ms
    (shown,) = (await seen(people[1])).proposals
    assert (shown.kind, shown.result, shown.late, shown.term_until) == (
        "delegate",
        "yes",
        False,
        delegate.until,
    )
    assert shown.words == f"{delegate.name}: I read what others skip."
    with pytest.raises(NotToAnswer):
        await proved.write(proposing.answer, shown.number, "Good.")
    clock.now_ms += proposals.answer_ms + limits.day
    assert await proved.read(proposing.unanswered) == []
    with pytest.raises(StandsAlready):
        await visits(people[0], "stand Once more.")
    clock.now_ms += proposals.term_ms
    assert await visits(people[0]) == Delegates(())
    with pytest.raises(NotADelegate):
        await visits(people[0], "figures")


async def test_who_is_not_elected_is_no_delegate(meet: Meet, proved: Database, clock: Clock) -> None:
    """As many no as yes, and nobody sees figures."""
    people = await crowd(meet, proved, clock, 4)
    made = await visits(people[0], "stand I read what others skip.")
    assert isinstance(made, Proposed)
    for worker in people[1:4]:
        await seconds(worker, made.number)
    await tell_all(proved)
    for worker, written in zip(people, ("yes", "no", "no", "yes"), strict=True):
        await votes(worker, made.number, written)
    await until_due(proved, clock, 7 * limits.day)
    assert await visits(people[0]) == Delegates(())


async def test_who_can_t_stand_is_refused(meet: Meet, proved: Database, clock: Clock) -> None:
    """Without a paid answer, without a voice, in a role, without words or with 5,000, twice at once."""
    people = await crowd(meet, proved, clock, 2)
    with pytest.raises(NotInRoomYet):
        await visits(await meet(), "stand I am new.")
    newcomer = await meet()
    await newcomer.answer((await newcomer.begins(await make_pack(proved, "other"))).mark)
    clock.now_ms += limits.undo_ms
    with pytest.raises(NoVoice):
        await visits(newcomer, "stand I am new.")
    with pytest.raises(NothingProposed):
        await visits(people[0], "stand  ")
    with pytest.raises(TooLong):
        await visits(people[0], "stand " + "x" * 5_000)
    await visits(people[0], "stand I read what others skip.")
    with pytest.raises(ProposedAlready):
        await visits(people[0], "stand Once more.")
    await make_moderator(proved, people[1])
    with pytest.raises(RoomForWorkers):
        await visits(people[1], "stand I decide.")


async def test_who_decides_cases_or_goes_or_resigns_is_none_any_more(
    meet: Meet, proved: Database, clock: Clock
) -> None:
    """A role ends it while it lasts; resigning and /forget end it for good."""
    people = await elected(meet, proved, clock)
    await make_moderator(proved, people[0])
    assert await visits(people[1]) == Delegates(())
    with pytest.raises(RoomForWorkers):
        await visits(people[0], "figures")


async def test_resigning_ends_a_term(meet: Meet, proved: Database, clock: Clock) -> None:
    """At once."""
    people = await elected(meet, proved, clock)
    with pytest.raises(NotADelegate):
        await visits(people[1], "resign")
    assert await visits(people[0], "RESIGN") == Resigned()
    assert await visits(people[0]) == Delegates(())


async def test_who_goes_is_no_delegate(meet: Meet, proved: Database, clock: Clock) -> None:
    """The term is nobody's."""
    people = await elected(meet, proved, clock)
    told = await people[0].act(forgetting.forget, code="")
    assert isinstance(told, ForgetTold)
    await proved.write(forgetting.forget, people[0].who, told.code)
    assert await visits(people[1]) == Delegates(())


async def test_a_delegate_is_told_how_cases_ended_and_never_of_few(
    meet: Meet, proved: Database, clock: Clock
) -> None:
    """Of a month that is over; nothing under five, nor what with the sum would tell such a number."""
    people = await elected(meet, proved, clock)
    first = int(datetime(2026, 1, 1, tzinfo=UTC).timestamp()) * limits.second
    ended = [("row", "overdue")] * 6 + [("row", "stands")] * 9 + [("share", "stands")] * 2
    for number, (ground, outcome) in enumerate(ended, 1):
        case = await proved.write(cases.open_case, "requester", number, ground=ground, due=False)
        if outcome == "overdue":
            await proved.write(cases.overdue, case)
        else:
            await proved.write(
                lambda tx, case=case: tx.run(
                    "cases.decide", id=case, outcome="stands", reason="", words="", now=tx.now
                )
            )
    for number in (101, 102, 103):  # so few of another kind, which no sum tells
        await proved.write(cases.overdue, await proved.write(cases.open_case, "report", number, due=False))
    for word in ("2026-01", "2026-13", "soon", "9" * 5_000):
        with pytest.raises(MonthNotOver):
            await visits(people[0], word)
    clock.now_ms = first + 40 * limits.day
    told = await visits(people[0], "figures")
    assert told == await visits(people[0], "2026-01")
    assert told == CaseFigures(
        first,
        grounds=(),  # 15 and 2: the 15 would tell the 2
        outcomes=(("requester", "overdue", 6), ("requester", "stands", 11)),
        kept=11,
        missed=6,
    )
    assert await visits(people[0], "2025-12") == CaseFigures(
        int(datetime(2025, 12, 1, tzinfo=UTC).timestamp()) * limits.second
    )
