"""Receiving: files of requesters, what they are told, and a yes before money is locked."""

import asyncio
import json
from typing import Any

import pytest

from bot.actions import delivering, depositing, publishing, queueing, receiving, renewing, requesting
from bot.actions.queueing import Job
from bot.actions.renewing import Added
from bot.domain import limits
from bot.domain.events import SentFile
from bot.domain.outcomes import Outcome
from bot.domain.outcomes.requester import (
    FileCame,
    FileFaulty,
    FileProgress,
    ResultFile,
    ResultsNone,
    RowsCame,
    RowsWait,
    TableCame,
)
from bot.domain.outcomes.worker import Refused
from bot.domain.refusals.packs import PackFaulty, PackNameTaken
from bot.domain.refusals.requesters import FilesWait, NoPackFile, NotAdded, NotARequester, PackTooBig
from bot.storage import Database, Tx
from tests.actions.conftest import Meet
from tests.conftest import Clock
from tests.makers import BOT, REQUESTER, RULES, Worker, make_form, make_pack, meet_requester

pytestmark = pytest.mark.anyio
ZIP = SentFile("file-1", "shoes.zip", 1_000)


async def told(database: Database, her: Worker) -> list[Outcome]:
    """What waits to be told to her beside her answers; then it has been shown."""
    found = [
        one for one in await database.read(delivering.notices, BOT, 50) if one.account == her.who.account
    ]
    for number, one in enumerate(found):
        await database.write(delivering.shown, one, 1_000 + number)
    return [one.outcome for one in found]


async def news(database: Database) -> None:
    """One turn of the round that tells."""
    for job in await database.read(receiving.news):
        await database.write(receiving.tell, job, RULES)


async def handed_on(database: Database, her: Worker) -> Job:
    """Her file was fetched; the import it became, taken by a round."""
    await her.act(receiving.file, sent=ZIP)
    sent = await database.write(queueing.take, queueing.sent_job)
    assert sent is not None
    await database.write(receiving.handed_on, sent, "/sent/file.zip")
    await database.write(receiving.handed_on, sent, "/sent/file.zip")
    await database.write(queueing.ended, sent.id, True, "")
    job = await database.write(queueing.take)
    assert job is not None and job.kind == "import" and job.input["requester"] == REQUESTER
    assert await database.write(queueing.take) is None, "handed on once"
    return job


@pytest.mark.parametrize(
    ("sent", "refusal"),
    [
        (SentFile("f", "shoes.doc", 5), NoPackFile),
        (SentFile("f", "", 5), NoPackFile),
        (SentFile("f", "shoes.zip", 20 * 1024 * 1024 + 1), PackTooBig),
    ],
)
async def test_what_can_be_no_pack_is_refused_at_once(
    proved: Database, clock: Clock, sent: SentFile, refusal: type[Exception]
) -> None:
    """No job is left for it."""
    her = await meet_requester(proved, clock)
    with pytest.raises(refusal):
        await her.act(receiving.file, sent=sent)
    assert await proved.read(queueing.unfinished) == []


async def test_only_a_requesters_file_is_read(proved: Database, meet: Meet) -> None:
    """A worker hears how to become one."""
    with pytest.raises(NotARequester):
        await (await meet()).act(receiving.file, sent=ZIP)


async def test_five_files_wait_at_most(proved: Database, clock: Clock) -> None:
    """The sixth is refused until one is done."""
    her = await meet_requester(proved, clock)
    for _ in range(limits.files_waiting_max):
        await her.act(receiving.file, sent=ZIP)
    with pytest.raises(FilesWait):
        await her.act(receiving.file, sent=ZIP)


async def test_progress_is_one_message_written_over_every_three_seconds(
    proved: Database, clock: Clock
) -> None:
    """However fast the pictures go, Telegram is asked to edit no more often."""
    her = await meet_requester(proved, clock)
    job = await handed_on(proved, her)
    await proved.write(queueing.remembered, job.id, {**job.input, "waits": ["It is the first."]})
    assert await told(proved, her) == [FileProgress("shoes.zip")]
    for done in (1, 2):
        await proved.write(queueing.advanced, job.id, "pictures", done, 9)
        await news(proved)
    found = await proved.read(delivering.notices, BOT, 9)
    assert [(one.outcome, one.edits) for one in found] == [(FileProgress("shoes.zip", 1, 9), 1_000)]
    clock.now_ms += limits.told_every_ms
    await news(proved)
    assert await told(proved, her) == [FileProgress("shoes.zip", 2, 9)]


@pytest.mark.parametrize(
    ("refusal", "outcome"),
    [
        (
            PackFaulty(name="shoes", count=2, faults="a: b.\nc: d."),
            FileFaulty("shoes.zip", 2, ("a: b.", "c: d.")),
        ),
        (PackNameTaken(name="shoes"), Refused("PackNameTaken", {"name": "shoes"})),
        (None, Refused("FileNotRead", {"file": "shoes.zip"})),
    ],
)
async def test_however_a_file_fails_its_sender_hears_it_once(
    proved: Database, clock: Clock, refusal: Any, outcome: Outcome
) -> None:
    """With all its faults, with a refusal's sentence, or that it was our fault."""
    her = await meet_requester(proved, clock)
    job = await handed_on(proved, her)
    await told(proved, her)
    await proved.write(queueing.failed, job.id, "why", refusal)
    await news(proved)
    assert await told(proved, her) == [], "what it left is removed first"
    await proved.write(queueing.ended, job.id, False, "why")
    await asyncio.gather(*(news(proved) for _ in range(4)))  # the rounds of several programs
    await news(proved)
    assert await told(proved, her) == [outcome]


async def test_a_new_pack_is_told_with_its_quote(proved: Database, clock: Clock) -> None:
    """And new rows by their number; and what was there already."""
    pack = await make_pack(proved, launch=False)
    her = await meet_requester(proved, clock)
    job = await handed_on(proved, her)
    given = {**job.input, "pack": pack, "new": True, "rows": 10}
    await proved.write(queueing.remembered, job.id, given)
    await proved.write(queueing.ended, job.id, True, "streets: 10 rows are in.")
    await news(proved)
    came = (await told(proved, her))[-1]
    assert isinstance(came, FileCame) and (came.pack.name, came.pack.tasks) == ("streets", 10)
    for extra, wanted in (
        ({"pack": pack, "new": False, "added": 3, "worded": True}, RowsCame("shoes.zip", "streets", 3, True)),
        ({}, RowsCame("shoes.zip", "streets", 0, False)),
    ):
        job = await handed_on(proved, her)
        await proved.write(queueing.remembered, job.id, {**job.input, **extra})
        await proved.write(queueing.ended, job.id, True, "streets: is there already; nothing was added.")
        await news(proved)
        assert (await told(proved, her))[-1] == wanted


async def waiting(database: Database, clock: Clock) -> tuple[Worker, Job, int]:
    """A requester whose file would add two rows to a pack that runs."""
    pack = await make_pack(database)
    her = await meet_requester(database, clock)
    job = await handed_on(database, her)
    assert await database.write(receiving.asks, job, pack, make_form(), Added(tasks=2, last=12), RULES)
    return her, job, pack


async def test_money_is_locked_for_rows_after_a_yes(proved: Database, clock: Clock) -> None:
    """They hear what it locks; with /add the import goes on and asks no more."""
    her, job, pack = await waiting(proved, clock)
    assert await proved.write(queueing.take) is None
    await news(proved)
    said = (await told(proved, her))[-1]
    locks = await proved.read(renewing.locks, pack, make_form(), Added(tasks=2, last=12), RULES)
    assert locks is not None and said == RowsWait("shoes.zip", "streets", 2, False, locks[1])
    assert locks[1] > 2 * 3 * 40_000
    assert await her.act(receiving.agree, name="streets", yes=True) is None
    again = await proved.write(queueing.take)
    assert again is not None and again.id == job.id
    assert not await proved.write(receiving.asks, again, pack, make_form(), Added(tasks=2, last=12), RULES)


async def test_without_a_yes_nothing_is_added(proved: Database, clock: Clock, meet: Meet) -> None:
    """A no ends it; so does a day of silence; somebody else's word is none."""
    her, job, pack = await waiting(proved, clock)
    other = await meet_requester(proved, clock, "Somebody else")
    with pytest.raises(NotAdded):
        await other.act(receiving.agree, name="streets", yes=True)
    await her.act(receiving.agree, name="streets", yes=False)
    state = await proved.read(queueing.state, job.id)
    assert state is not None and state.state == "undoing"
    await proved.write(queueing.ended, job.id, False, "")
    late = await handed_on(proved, her)
    await proved.write(receiving.asks, late, pack, make_form(), Added(tasks=2, last=12), RULES)
    clock.now_ms += limits.yes_kept_ms
    taken = [await proved.write(queueing.take) for _ in range(2)]
    again = next(one for one in taken if one is not None and one.id == late.id)
    with pytest.raises(NotAdded):
        await proved.write(receiving.asks, again, pack, make_form(), Added(tasks=2, last=12), RULES)


def _rest(tx: Tx, account: int) -> None:
    """A hundred files that wait for a yes until tomorrow."""
    adds = {"name": "streets", "rows": 1, "worded": False, "at_most": 1}
    for _ in range(100):
        given = {"name": "shoes.zip", "adds": adds}
        queueing.rests(tx, queueing.add(tx, "import", given, account=account), given, tx.now + limits.day)


async def test_however_many_wait_for_a_yes_others_are_told(proved: Database, clock: Clock) -> None:
    """A file that came after a hundred of those has its end told at once."""
    her, other = await meet_requester(proved, clock), await meet_requester(proved, clock, "Somebody else")
    await proved.write(_rest, other.who.account)
    await news(proved)
    await her.act(receiving.file, sent=ZIP)
    job = await proved.write(queueing.take, queueing.sent_job)
    assert job is not None
    await proved.write(queueing.failed, job.id, "", NoPackFile(file="shoes.zip"))
    await news(proved)
    said = [one for one in await proved.read(delivering.notices, BOT, 200) if one.account == her.who.account]
    assert isinstance(said[-1].outcome, Refused)


async def test_a_draft_takes_rows_without_a_yes(proved: Database, clock: Clock) -> None:
    """No money is locked by it."""
    pack = await make_pack(proved, launch=False)
    her = await meet_requester(proved, clock)
    job = await handed_on(proved, her)
    assert not await proved.write(receiving.asks, job, pack, make_form(), Added(tasks=2, last=12), RULES)


async def test_results_are_told_file_by_file(proved: Database, clock: Clock) -> None:
    """Or that nothing is final yet."""
    await make_pack(proved, launch=False)
    await proved.write(depositing.deposit, REQUESTER, 1_000_000_000, "bank", RULES)
    her = await meet_requester(proved, clock)
    await proved.write(publishing.launch, "streets", RULES)
    for files in ([["answers.csv", "a" * 64, 7], ["media.zip", "", 60_000_000]], []):
        await her.act(requesting.results, name="streets")
        job = await proved.write(queueing.take, queueing.results_job)
        assert job is not None
        await proved.write(queueing.remembered, job.id, {**job.input, "files": files})
        await proved.write(queueing.ended, job.id, True, "")
        await news(proved)
        wanted = [ResultFile("streets", *one) for one in files] or [ResultsNone("streets")]  # type: ignore[misc]
        assert await told(proved, her) == wanted


async def test_a_table_is_told_and_its_file_wanted_no_more(proved: Database, clock: Clock) -> None:
    """While its job goes on the file is in hand; then it is not."""
    her = await meet_requester(proved, clock)
    await her.act(receiving.file, sent=SentFile("f", "shoes.csv", 9))
    job = await proved.write(queueing.take, queueing.sent_job)
    assert job is not None and await proved.read(receiving.in_hand) == {job.id}
    came = TableCame("shoes.csv", "choice", 2, ("price",), (), "name = 1")
    await proved.write(receiving.table, job, came)
    await proved.write(receiving.table, job, came)
    await proved.write(queueing.ended, job.id, True, "")
    assert (await told(proved, her))[-1] == came and await proved.read(receiving.in_hand) == frozenset()
    assert json.loads(json.dumps(job.input))["name"] == "shoes.csv"
