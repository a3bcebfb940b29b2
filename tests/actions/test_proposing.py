"""A voice: proposed, seconded, voted on in secret, answered before all; and the ways to stuff the box, refused."""

import json

import pytest

from bot.actions import cashing, forgetting, proposing, returning, telling, totalling
from bot.actions.destinations import Ways
from bot.domain import limits, proposals
from bot.domain.outcomes import Outcome
from bot.domain.outcomes.cashing import IsItShared
from bot.domain.outcomes.proposals import Proposed, Seconded, Voice, VoiceNews, Voted, VoteOn
from bot.domain.outcomes.worker import NotUnderstood, Task
from bot.domain.refusals.proposals import (
    NoSuchProposal,
    NotAVote,
    NothingProposed,
    NotSeconding,
    NotToAnswer,
    NotVoting,
    NoVoice,
    OwnProposal,
    PlaceNeeded,
    PlaceSpoke,
    ProposedAlready,
    VoteStays,
)
from bot.domain.refusals.requesters import TooLong
from bot.domain.refusals.room import LeadsOut
from bot.domain.refusals.voices import NothingSaid
from bot.payouts.vault import Vault, new_key
from bot.storage import Database
from tests.actions.conftest import Meet, rows, until_due
from tests.actions.test_accounting import file_of
from tests.conftest import Clock
from tests.makers import BOT, RULES, Worker, is_task, make_pack, notices
from tests.makers_payouts import MPESA, settled, ways

pytestmark = pytest.mark.anyio

NO_WAYS = Ways()
BOX = "SELECT vote FROM ballots ORDER BY vote"
SPOKEN = "SELECT proposal, person, how FROM spoken WHERE how = 'vote' ORDER BY person"


async def crowd(
    meet: Meet, database: Database, clock: Clock, people: int, *, answers: int = 6
) -> list[Worker]:
    """People with a voice: some answers a day on five days, past being undone."""
    pack = await make_pack(database, f"work-{clock.now_ms}", tasks=40, overlap=people)
    found = [await meet() for _ in range(people)]
    tasks = {}
    for worker in found:
        worker.proving = False
        tasks[worker.who.person] = await worker.begins(pack)
    for _ in range(proposals.days_min):
        for worker in found:
            for _ in range(answers):
                tasks[worker.who.person] = is_task(await worker.answer(tasks[worker.who.person].mark))
        clock.now_ms += limits.day
    return found


async def put_to_vote(people: list[Worker], words: str = "Two cents at least.") -> int:
    """A proposal of the first of them that the next three seconded; its number."""
    made = await people[0].act(proposing.propose, words=words)
    assert isinstance(made, Proposed)
    for worker in people[1 : 1 + proposals.seconds_min]:
        done = await seconds(worker, made.number)
    assert isinstance(done, Seconded) and done.votes
    await tell_all(people[0].database)
    return made.number


async def tell_all(database: Database) -> None:
    """The round that tells, until all are told."""
    while await database.write(proposing.tell_some):
        pass


async def seconds(worker: Worker, number: int, by: Ways = NO_WAYS) -> Outcome | None:
    """/second_7."""
    return await worker.act(proposing.seconded, rules=RULES, ways=by, number=number)


async def votes(worker: Worker, number: int, written: str, by: Ways = NO_WAYS) -> Outcome | None:
    """/vote_7 and a choice."""
    return await worker.act(proposing.ballot, ways=by, number=number, written=written)


async def news(database: Database, worker: Worker) -> list[VoiceNews]:
    """What they are told when they are here next."""
    await database.write(telling.here, worker.who.account)
    return [one for one in await notices(database, worker) if isinstance(one, VoiceNews)]


async def seen(worker: Worker) -> Voice:
    """/voice."""
    found = await worker.act(proposing.voice)
    assert isinstance(found, Voice)
    return found


async def test_from_a_proposal_to_the_answer(
    meet: Meet, proved: Database, clock: Clock, database_url: str
) -> None:
    """Seconded by three, voted on in secret, changed, counted, told to all who have a voice, answered before all."""
    people = await crowd(meet, proved, clock, 5)
    number = await put_to_vote(people)
    await tell_all(proved)
    (began,) = await news(proved, people[4])
    assert began.proposal.state == "voting"
    for worker, written in zip(people, ("no", "yes", "YES", "no opinion", "no"), strict=True):
        assert isinstance(await votes(worker, number, written), Voted)
    await votes(people[0], number, "yes")
    assert rows(database_url, BOX) == [("neither",), ("no",), ("yes",), ("yes",), ("yes",)]
    (running,) = (await seen(people[0])).proposals
    assert running.voted and (running.yes, running.no, running.result) == (0, 0, "")
    await until_due(proved, clock, 7 * limits.day)
    assert rows(database_url, BOX) == [] and rows(database_url, "SELECT secret FROM proposals") == [("",)]
    (ended,) = (await seen(people[0])).proposals
    assert (ended.yes, ended.no, ended.neither, ended.may_vote, ended.needed) == (3, 1, 1, 5, 1)
    assert (ended.result, ended.late) == ("yes", False)
    await proved.write(proposing.answer, number, "From March on.")
    await tell_all(proved)
    (told,) = await news(proved, people[4])
    assert told.proposal.answer == "From March on." and told.proposal.yes == 3
    assert await proved.read(proposing.shown, number) == told.proposal


async def test_news_of_a_vote_wakes_nobody(
    meet: Meet, proved: Database, clock: Clock, database_url: str
) -> None:
    """It waits until each is here, goes to all who have a voice and to nobody else, each once."""
    people, stranger = await crowd(meet, proved, clock, 4), await meet()
    await put_to_vote(people)
    assert await proved.write(proposing.tell_some) == 0
    waiting = rows(database_url, "SELECT account, waits FROM dues WHERE slot LIKE 'notice voice%'")
    assert {account for account, waits in waiting if waits == 1} == {one.who.account for one in people}
    assert await notices(proved, stranger) == []


async def test_new_accounts_have_no_voice(meet: Meet, proved: Database, clock: Clock) -> None:
    """Too few answers, too few days, or brought in after the proposal: no proposing, no seconding, no vote."""
    people = await crowd(meet, proved, clock, 4)
    made = await people[0].act(proposing.propose, words="Two cents at least.")
    assert isinstance(made, Proposed)
    brought = await crowd(meet, proved, clock, 1)
    with pytest.raises(NoVoice):
        await seconds(brought[0], made.number)
    for worker in people[1:]:
        await seconds(worker, made.number)
    for written in ("yes", ""):
        with pytest.raises(NoVoice) as refused:
            await votes(brought[0], made.number, written)
    assert refused.value.values == {"needed": 30, "days": 5, "count": 0, "own": 0}
    few = (await crowd(meet, proved, clock, 1, answers=5))[0]
    with pytest.raises(NoVoice) as refused:
        await few.act(proposing.propose, words="More.")
    assert refused.value.values["count"] == 25
    assert isinstance(await brought[0].act(proposing.propose, words="Theirs, from now on."), Proposed)


async def test_a_voice_ends_90_days_after_the_work(meet: Meet, proved: Database, clock: Clock) -> None:
    """What was answered long ago gives none."""
    (worker,) = await crowd(meet, proved, clock, 1)
    clock.now_ms += proposals.before_ms
    with pytest.raises(NoVoice):
        await worker.act(proposing.propose, words="More.")


async def test_one_voice_for_each_place(meet: Meet, proved: Database, clock: Clock) -> None:
    """Where money can leave a vote needs a place; the second account that is paid at one has none, a changed place helps nobody."""
    people, by = await crowd(meet, proved, clock, 6), ways(clock, **MPESA)
    number = await put_to_vote(people)
    with pytest.raises(PlaceNeeded):
        await votes(people[0], number, "yes", by)
    for worker in people[:2]:
        await settled_at(worker, by, "0712 345 456")
    assert isinstance(await votes(people[0], number, "yes", by), Voted)
    with pytest.raises(PlaceSpoke):
        await votes(people[1], number, "yes", by)
    await settled_at(people[1], by, "0712 345 457")
    with pytest.raises(PlaceSpoke):
        await votes(people[1], number, "yes", by)
    await settled_at(people[2], by, "0712 345 458")
    assert isinstance(await votes(people[2], number, "no", by), Voted)


async def settled_at(worker: Worker, by: Ways, written: str) -> None:
    """Confirms a place, as a household's where somebody else is paid there."""
    asked = await settled(worker, by, written)
    if isinstance(asked, IsItShared):
        given = {"rules": RULES, "ways": by, "destination": asked.destination}
        await worker.closes(asked.mark, "place", cashing.shared, **given)


async def test_who_votes_twice_has_one_ballot(
    meet: Meet, proved: Database, clock: Clock, database_url: str
) -> None:
    """By line or by key, with another key of the installation too; where no key finds their ballot, it stays as it is."""
    people = await crowd(meet, proved, clock, 4)
    number = await put_to_vote(people)
    old, new = new_key(), new_key()
    for keys, written in ((old, "yes"), (f"{new} {old}", "no"), (new, "neither"), (new, "yes")):
        await votes(people[0], number, written, Ways(vault=Vault(keys)))
        assert len(rows(database_url, BOX)) == 1
    with pytest.raises(VoteStays):
        await votes(people[0], number, "no")
    assert rows(database_url, BOX) == [("yes",)]
    with pytest.raises(NotAVote):
        await votes(people[1], number, "maybe")


async def test_a_key_votes_and_another_one_changes_it(
    meet: Meet, proved: Database, clock: Clock, database_url: str
) -> None:
    """Work goes on after the first; nothing that is stored says which key it was."""
    people = await crowd(meet, proved, clock, 4)
    number = await put_to_vote(people)
    asked = await votes(people[0], number, "")
    assert isinstance(asked, VoteOn) and not asked.voted
    press = {"rules": RULES, "mark": asked.mark, "ways": Ways()}
    assert isinstance(await people[0].act(proposing.press, **press, written="no"), Task)
    assert isinstance(await people[0].act(proposing.press, **press, written="neither"), Voted)
    assert isinstance(await people[0].act(proposing.press, **press, written="perhaps"), NotUnderstood)
    assert rows(database_url, BOX) == [("neither",)]
    again = await votes(people[0], number, "")
    assert isinstance(again, VoteOn) and again.voted
    settled_by = rows(database_url, "SELECT DISTINCT settled_by FROM questions WHERE facts LIKE '%VoteOn%'")
    assert set(settled_by) <= {("vote",), ("",)}
    for table in ("dues", "questions", "journal", "causes"):
        for row in rows(database_url, f"SELECT * FROM {table}"):
            assert "neither" not in str(row).replace('"neither": 0', "").replace("'neither': 0", "")


async def test_a_vote_has_an_end(meet: Meet, proved: Database, clock: Clock) -> None:
    """Before it begins, after its last moment though no round came yet, and when it is counted, nobody votes."""
    people = await crowd(meet, proved, clock, 5)
    made = await people[0].act(proposing.propose, words="Two cents at least.")
    assert isinstance(made, Proposed)
    with pytest.raises(NotVoting):
        await votes(people[1], made.number, "yes")
    for worker in people[1:4]:
        await seconds(worker, made.number)
    with pytest.raises(NotSeconding):
        await seconds(people[4], made.number)
    clock.now_ms += RULES.vote_days * limits.day
    with pytest.raises(NotVoting):
        await votes(people[1], made.number, "yes")
    await until_due(proved, clock, limits.hour)
    (one,) = (await seen(people[0])).proposals
    assert one.state == "voting", "who has a voice is still being counted"
    await tell_all(proved)
    await until_due(proved, clock, limits.hour)
    with pytest.raises(NotVoting):
        await votes(people[1], made.number, "yes")
    (one,) = (await seen(people[0])).proposals
    assert one.result == "short"


async def test_a_proposal_nobody_seconds_lapses(meet: Meet, proved: Database, clock: Clock) -> None:
    """In 14 days; a person has one open at a time, seconds none of their own, and a second time counts once."""
    people = await crowd(meet, proved, clock, 2)
    made = await people[0].act(proposing.propose, words=" Two cents \n at least. ")
    assert isinstance(made, Proposed)
    with pytest.raises(ProposedAlready):
        await people[0].act(proposing.propose, words="Three cents.")
    with pytest.raises(OwnProposal):
        await seconds(people[0], made.number)
    for _ in range(2):
        assert await seconds(people[1], made.number) == Seconded(made.number, 1, False)
    assert [one.words for one in (await seen(people[1])).proposals] == ["Two cents at least."]
    await until_due(proved, clock, proposals.seconding_ms)
    assert [one.state for one in (await seen(people[1])).proposals] == ["lapsed"]
    with pytest.raises(NotToAnswer):
        await proved.write(proposing.answer, made.number, "No.")
    again = await people[0].act(proposing.propose, words="Three cents.")
    assert isinstance(again, Proposed) and again.number == made.number + 1


async def test_words_and_numbers_that_are_none_are_refused(
    meet: Meet, proved: Database, clock: Clock
) -> None:
    """Nothing proposed, 501 characters, a proposal that is not there, an answer without words."""
    (worker,) = await crowd(meet, proved, clock, 1)
    with pytest.raises(NothingProposed):
        await worker.act(proposing.propose, words=" \u200b ")
    with pytest.raises(TooLong):
        await worker.act(proposing.propose, words="x" * 501)
    with pytest.raises(LeadsOut):
        await worker.act(proposing.propose, words="Earn more: call 0712,345,456")
    for refused in (seconds(worker, 9), votes(worker, 9, "yes")):
        with pytest.raises(NoSuchProposal):
            await refused
    with pytest.raises(NoSuchProposal):
        await proved.read(proposing.shown, 9)


async def test_an_answer_that_is_late_is_told(meet: Meet, proved: Database, clock: Clock) -> None:
    """After 14 days, in /voice, to the doctor and in the figures of a month; an answer ends it, and needs words."""
    people = await crowd(meet, proved, clock, 4)
    number = await put_to_vote(people)
    await until_due(proved, clock, RULES.vote_days * limits.day)
    assert await proved.read(proposing.unanswered) == []
    clock.now_ms += proposals.answer_ms + 1
    assert await proved.read(proposing.unanswered) == [number]
    assert (await proved.read(proposing.listed))[0].late
    told = await proved.read(totalling.others, 0, clock.now_ms)
    assert {one.name: one.value for one in told if one.name.startswith("votes")} == {
        "votes": 1,
        "votes_unanswered": 1,
    }
    with pytest.raises(NothingSaid):
        await proved.write(proposing.answer, number, "\u200b")
    await proved.write(proposing.answer, number, "No money for it before May.")
    assert await proved.read(proposing.unanswered) == []


async def test_who_goes_leaves_their_vote(
    meet: Meet, proved: Database, clock: Clock, database_url: str
) -> None:
    """/mydata says that they voted and not how; after /forget the ballot counts, and nothing leads to them."""
    people = await crowd(meet, proved, clock, 4)
    number = await put_to_vote(people)
    await votes(people[1], number, "yes")
    kept = await file_of(people[1])
    assert kept["seconded_and_voted"] == [{"number": number, "how": one} for one in ("second", "vote")]
    assert (await file_of(people[0]))["proposed"][0]["words"] == "Two cents at least."
    told = await proved.write(forgetting.forget, people[1].who, "")
    assert isinstance(told, forgetting.ForgetTold) and told.code
    await proved.write(forgetting.forget, people[1].who, told.code)
    ((_, person, _),) = rows(database_url, SPOKEN)
    assert person != people[1].who.person and rows(database_url, BOX) == [("yes",)]
    assert json.dumps(kept["seconded_and_voted"]).count("yes") == 0


async def test_our_absence_stops_the_clock_of_a_vote(
    meet: Meet, proved: Database, clock: Clock, database_url: str
) -> None:
    """While nobody could vote no time passes: the end is later by that, and a vote that came after the old end counts."""
    people = await crowd(meet, proved, clock, 4)
    number = await put_to_vote(people)
    ((until,),) = rows(database_url, "SELECT until FROM proposals")
    await proved.write(returning.sign, BOT)
    clock.now_ms += 3 * limits.day
    await proved.write(returning.sign, BOT)
    later = until + 3 * limits.day
    assert rows(database_url, "SELECT until FROM proposals") == [(later,)]
    assert rows(database_url, "SELECT at FROM deadlines WHERE kind = 'proposal'") == [(later,)]
    clock.now_ms = until + limits.hour
    assert await votes(people[0], number, "yes") == Voted(number, later)
