"""Marks come from those who worked there, one set each; who gave which nobody else sees."""

import pytest

from bot.actions import accounting, admitting, forgetting, rating, serving
from bot.domain.outcomes.records import Rated, Rating
from bot.domain.outcomes.worker import AlreadySaved, NotUnderstood, Offer, Task, WhoAsks
from bot.domain.refusals.packs import NoSuchPack
from bot.domain.refusals.voices import NothingToRate, NotMarks, NotWorkedThere, OwnRecord
from bot.storage import Database
from tests.actions.conftest import Meet, rows
from tests.actions.test_accounting import file_of
from tests.makers import REQUESTER, RULES, Worker, is_task, make_pack, make_requester, notices

pytestmark = pytest.mark.anyio
ALL = "SELECT person, requester, pay, clarity, fairness, communication FROM ratings ORDER BY person"


async def worked(worker: Worker, pack: int, answers: int = 5) -> Worker:
    """Somebody who answered some of a pack's tasks."""
    task = await worker.begins(pack)
    for _ in range(answers):
        task = is_task(await worker.answer(task.mark))
    return worker


async def test_four_taps_are_a_set_of_marks(meet: Meet, proved: Database, database_url: str) -> None:
    """Each key asks the next aspect; after the last all are kept, and the task they were at comes again."""
    amina = await worked(await meet(), await make_pack(proved))
    asked = await amina.act(rating.rate, word="")
    for number, given in enumerate((4, 5, 3, 4), 1):
        assert isinstance(asked, Rating) and asked.asks == REQUESTER and len(asked.given) == number - 1
        asked = await amina.act(rating.give, rules=RULES, mark=asked.mark, given=given)
    assert isinstance(asked, Task)
    assert await notices(proved, amina) == [Rated(REQUESTER, "streets", (4, 5, 3, 4))]
    assert [row[2:] for row in rows(database_url, ALL)] == [(4, 5, 3, 4)]


async def test_one_line_does_the_same_and_a_later_one_takes_its_place(
    meet: Meet, proved: Database, database_url: str
) -> None:
    """One set for a person and a requester, by the name of any pack of theirs; digits of any script."""
    first, second = await make_pack(proved), await make_pack(proved, "night-market")
    amina = await worked(await worked(await meet(), first, 3), second, 2)
    assert await amina.act(rating.rate, word="streets 4 5 3 4") == Rated(REQUESTER, "streets", (4, 5, 3, 4))
    assert await amina.act(rating.rate, word="night_market ١ ٢ ٣ ٤") == Rated(
        REQUESTER, "night-market", (1, 2, 3, 4)
    )
    assert [row[2:] for row in rows(database_url, ALL)] == [(1, 2, 3, 4)]


async def test_only_who_worked_there_gives_marks(meet: Meet, proved: Database) -> None:
    """Four answers are too few, gold counts like any other; nobody marks themselves; a name must be one."""
    await make_pack(proved)
    other = await make_pack(proved, "lanes", requester="Lane Club")
    amina = await worked(await meet(), other)
    with pytest.raises(NotWorkedThere) as refused:
        await amina.act(rating.rate, word="streets 1 1 1 1")
    assert refused.value.values == {"needed": 5, "count": 0}
    baraka = await worked(await meet(), other, 4)
    with pytest.raises(NotWorkedThere):
        await baraka.act(rating.rate, word="lanes")
    await make_requester(proved, amina, "Lane Club")
    with pytest.raises(OwnRecord):
        await amina.act(rating.rate, word="lanes 5 5 5 5")
    with pytest.raises(NoSuchPack):
        await baraka.act(rating.rate, word="nowhere")
    with pytest.raises(NothingToRate):
        await (await meet()).act(rating.rate, word="")


async def test_a_pack_that_never_ran_has_nobody_to_mark(meet: Meet, proved: Database) -> None:
    """It is told as if it were not there, to whoever asks about it too."""
    await make_pack(proved, launch=False)
    amina = await meet()
    for action, given in ((rating.rate, {"word": "streets"}), (accounting.about_pack, {"name": "streets"})):
        with pytest.raises(NoSuchPack):
            await amina.act(action, **given)


@pytest.mark.parametrize("written", ["4 5 3", "4 5 3 4 4", "0 5 3 4", "4 5 3 6", "good", "4 5 3 -4", "²²²²"])
async def test_what_is_no_four_marks_is_told(meet: Meet, proved: Database, written: str) -> None:
    """With the line as it should be; nothing is written."""
    amina = await worked(await meet(), await make_pack(proved))
    with pytest.raises(NotMarks) as refused:
        await amina.act(rating.rate, word=f"streets {written}")
    assert refused.value.values == {"command": "/rate_streets"}
    assert (await file_of(amina))["marks_given"] == []


async def test_a_key_does_its_thing_once(meet: Meet, proved: Database) -> None:
    """Pressed twice it is silent, another key of the same question is told it is saved; no key of it is none."""
    amina = await worked(await meet(), await make_pack(proved))
    asked = await amina.act(rating.rate, word="streets")
    assert isinstance(asked, Rating)
    await amina.act(rating.give, rules=RULES, mark=asked.mark, given=4)
    assert await amina.act(rating.give, rules=RULES, mark=asked.mark, given=4) is None
    assert isinstance(await amina.act(rating.give, rules=RULES, mark=asked.mark, given=5), AlreadySaved)
    second = await amina.current()
    assert isinstance(second, Rating) and second.given == (4,)
    for given in (0, 6):
        assert isinstance(
            await amina.act(rating.give, rules=RULES, mark=second.mark, given=given), NotUnderstood
        )
    assert isinstance(await amina.act(serving.work), Task)


async def test_marks_are_ones_own_and_stay_with_nobodys_name(
    meet: Meet, proved: Database, database_url: str
) -> None:
    """/mydata holds them; after /forget they stand under somebody whom nothing leads to."""
    pack = await make_pack(proved)
    amina = await worked(await meet(), pack)
    await amina.act(rating.rate, word="streets 4 5 3 4")
    (kept,) = (await file_of(amina))["marks_given"]
    assert (kept["requester"], kept["pay"], kept["communication"]) == (REQUESTER, 4, 4)
    told = await proved.write(forgetting.forget, amina.who, "")
    assert isinstance(told, forgetting.ForgetTold) and told.code
    await proved.write(forgetting.forget, amina.who, told.code)
    ((person, *_, last),) = rows(database_url, ALL)
    assert person != amina.who.person and last == 4


async def test_who_may_give_marks_reads_how(meet: Meet, proved: Database) -> None:
    """On [Who is this?] and /about_NAME: only for those who worked there, and not for the requester."""
    pack = await make_pack(proved)
    amina, stranger = await worked(await meet(), pack), await meet()
    for worker, rate in ((amina, "streets"), (stranger, "")):
        told = await worker.act(accounting.about_pack, name="streets")
        assert isinstance(told, WhoAsks) and told.record.rate == rate
    await proved.write(admitting.requester_named, REQUESTER)
    await make_requester(proved, amina)
    told = await amina.act(accounting.about_pack, name="streets")
    assert isinstance(told, WhoAsks) and told.record.rate == ""
    assert isinstance(told.offer, Offer) and told.offer.rating == 0
