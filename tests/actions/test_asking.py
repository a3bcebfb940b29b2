"""Workers ask without a name, requesters answer once, all may read it; it costs no open task anything."""

from typing import Any

import pytest

from bot.actions import accounting, asking, delivering, overseeing, publishing, resting, serving, taking
from bot.domain import limits
from bot.domain.events import Pressed, SentPhoto, Wrote
from bot.domain.outcomes import Outcome
from bot.domain.outcomes.voices import (
    AnswerCame,
    AnswerSent,
    AnswerThis,
    Asked,
    AskThem,
    Faq,
    QuestionCame,
    QuestionSent,
)
from bot.domain.outcomes.worker import (
    AlreadySaved,
    IsThis,
    NotUnderstood,
    Offer,
    Paused,
    Reading,
    Task,
    WhoAsks,
)
from bot.domain.refusals import Refusal
from bot.domain.refusals.packs import NoSuchPack
from bot.domain.refusals.requesters import NoSuchRequester, TooLong
from bot.domain.refusals.voices import (
    AnsweredAlready,
    NoSuchQuestion,
    NothingToAsk,
    QuestionsEnough,
    QuestionsWait,
)
from bot.storage import Database
from tests.actions.conftest import Meet
from tests.conftest import Clock
from tests.makers import REQUESTER, RULES, Worker, is_task, make_pack, make_requester, meet_deadlines, notices

pytestmark = pytest.mark.anyio


async def asks(worker: Worker, words: str) -> Outcome | None:
    """/ask with the words behind it."""
    return await worker.act(asking.ask, words=words)


async def refused(kind: type[Refusal], worker: Worker, words: str) -> Refusal:
    """The refusal of a question."""
    with pytest.raises(kind) as caught:
        await asks(worker, words)
    return caught.value


async def test_a_question_reaches_the_requester_without_a_name(meet: Meet, database: Database) -> None:
    """They see the words, the pack and the task; nothing says who asked, nor does the journal hold a word."""
    pack, owner, amina = await make_pack(database), await make_requester(database, await meet()), await meet()
    await amina.begins(pack)
    sent = await asks(amina, " Is a bridge\n\n a road? ")
    assert sent == QuestionSent(asks=REQUESTER, current=await amina.mark())
    assert await notices(database, owner) == [
        QuestionCame(1, {"en": "About streets"}, "task-1", "Is a bridge\na road?")
    ]
    written = await database.read(lambda tx: tx.all("telling.journal_of", who=f"person {amina.who.person}"))
    assert "bridge" not in str(written) and written[-1]["verb"] == "ask"


async def test_asking_takes_the_next_words_and_gives_the_task_back(meet: Meet, database: Database) -> None:
    """[Ask them] asks for words; the open task comes back under its own mark, still held, still theirs to answer."""
    pack, owner, amina = await make_pack(database), await make_requester(database, await meet()), await meet()
    task = await amina.begins(pack)
    asked = await amina.act(asking.ask, words="", mark=task.mark)
    assert isinstance(asked, AskThem) and asked.mark != task.mark
    back = is_task(await amina.types("Is a bridge a road?"))
    assert (back.mark, back.assignment, back.note) == (task.mark, task.assignment, "asked")
    assert len(await notices(database, owner)) == 1
    assert is_task(await amina.answer(task.mark)).saved is not None


async def test_words_that_came_too_soon_are_asked_about(meet: Meet, database: Database) -> None:
    """Typed before the question was on the phone: is this it? Then it is sent, once."""
    pack, owner, amina = await make_pack(database), await make_requester(database, await meet()), await meet()
    await amina.begins(pack)
    asked = await amina.act(asking.ask, words="")
    assert isinstance(asked, AskThem)
    assert isinstance(await amina.types("A bridge?", message=1), IsThis)
    given: dict[str, Any] = {"mark": asked.mark, "yes": True, "sent_at": 0}
    assert isinstance(await amina.act(taking.is_this, **given), Task)
    again = await amina.act(taking.is_this, **given)
    assert again is None or isinstance(again, AlreadySaved)
    assert len(await notices(database, owner)) == 1


async def test_back_asks_nothing(meet: Meet, database: Database) -> None:
    """[Back] leads to where they were: an offer, an instruction, a pause; twice is silent; a photo is no question."""
    pack, owner, amina = await make_pack(database), await make_requester(database, await meet()), await meet()
    await amina.act(serving.work)
    for there in (Offer, Reading):
        asked = await amina.act(asking.ask, words="")
        assert isinstance(asked, AskThem) and asked.pack == pack
        assert isinstance(
            await amina.act(taking.unmarked, event=SentPhoto("f"), message=10_000, sent_at=0), NotUnderstood
        )
        assert isinstance(await amina.act(asking.leave, rules=RULES, mark=asked.mark), there)
        assert await amina.act(asking.leave, rules=RULES, mark=asked.mark) is None
        await amina.act(serving.start, pack=pack)
    await amina.act(resting.pause)
    asked = await amina.act(asking.ask, words="")
    assert isinstance(asked, AskThem)
    assert isinstance(await amina.act(asking.leave, rules=RULES, mark=asked.mark), Paused)
    assert await notices(database, owner) == []


async def test_what_was_asked_at_an_offer_leads_back_to_it(meet: Meet, database: Database) -> None:
    """Where no task can carry a word about it, a message of its own says that it was sent."""
    await make_pack(database)
    amina = await meet()
    await amina.act(serving.work)
    await amina.act(asking.ask, words="")
    assert isinstance(await amina.types("Who are you?"), Offer)
    assert await notices(database, amina) == [QuestionSent(asks=REQUESTER)]


async def test_tasks_leads_out_of_asking(meet: Meet, database: Database) -> None:
    """/tasks shows the work again, not the question what to ask."""
    amina = await meet()
    task = await amina.begins(await make_pack(database))
    await amina.act(asking.ask, words="")
    assert is_task(await amina.act(serving.work)).assignment == task.assignment


async def test_what_cannot_be_asked_is_refused_with_a_sentence(meet: Meet, database: Database) -> None:
    """Nothing to ask about, nothing but spaces, 501 characters, a sixth that waits, a twenty-first in a day."""
    amina = await meet()
    await refused(NothingToAsk, amina, "Hello?")
    with pytest.raises(NothingToAsk):
        await amina.act(asking.faq, name="")
    packs = [await make_pack(database, name) for name in ("a-pack", "b-pack", "c-pack", "d-pack", "e-pack")]
    for pack in packs:
        await amina.act(serving.start, pack=pack)
        for number in range(limits.questions_open_max if pack != packs[-1] else 0):
            assert isinstance(await asks(amina, f"{number}?"), QuestionSent)
        if pack == packs[0]:
            assert str(await refused(QuestionsWait, amina, "?")).startswith("5 of your questions")
            assert "501 characters; 500" in str(await refused(TooLong, amina, "x" * 501))
            asked = await amina.act(asking.ask, words="")
            assert isinstance(asked, AskThem)
            with pytest.raises(NothingToAsk):
                await amina.types("\u200b \n")
            assert await amina.mark() == asked.mark
    await refused(QuestionsEnough, amina, "?")


async def test_an_answer_goes_to_who_asked_and_to_all(meet: Meet, database: Database) -> None:
    """It stands under /faq, by whichever way that is asked, and under the instruction that the next ones read."""
    pack, owner, amina = await make_pack(database), await make_requester(database, await meet()), await meet()
    await amina.begins(pack)
    await asks(amina, "A bridge?")
    this = await owner.act(asking.answer, number=1, words="", how=asking.for_all)
    assert isinstance(this, AnswerThis) and this.wrote == "A bridge?"
    assert await owner.types("Yes.\nAlways.") == AnswerSent(1, "shared")
    assert await notices(database, amina) == [AnswerCame(REQUESTER, "A bridge?", "Yes.\nAlways.", "shared")]
    faq = Faq({"en": "About streets"}, (Asked("A bridge?", "Yes.\nAlways."),))
    assert await amina.act(asking.faq, name="") == faq
    brian = await meet()
    assert await brian.act(asking.faq, name="STREETS") == faq
    who = await brian.act(accounting.who_asks, pack=pack)
    assert isinstance(who, WhoAsks) and who.faq
    read = await brian.act(serving.start, pack=pack)
    assert isinstance(read, Reading) and read.faq
    with pytest.raises(NoSuchPack):
        await brian.act(asking.faq, name="nowhere")


@pytest.mark.parametrize(
    ("how", "words"), [("private", "Only you."), ("declined", ""), ("declined", "Ask a map.")]
)
async def test_an_answer_may_be_for_one_or_none(meet: Meet, database: Database, how: str, words: str) -> None:
    """It reaches who asked and stands in no list."""
    pack, owner, amina = await make_pack(database), await make_requester(database, await meet()), await meet()
    await amina.begins(pack)
    await asks(amina, "A bridge?")
    assert await owner.act(asking.answer, number=1, words=words, how=how) == AnswerSent(1, how)
    assert await notices(database, amina) == [AnswerCame(REQUESTER, "A bridge?", words, how)]
    assert await amina.act(asking.faq, name="") == Faq({"en": "About streets"}, ())


async def test_an_answer_without_a_letter_is_none(meet: Meet, database: Database) -> None:
    """Hidden characters alone are no answer: both hear that there is none, and no list has it."""
    pack, owner, amina = await make_pack(database), await make_requester(database, await meet()), await meet()
    await amina.begins(pack)
    await asks(amina, "A bridge?")
    assert await owner.act(asking.answer, number=1, words="\u200b", how="shared") == AnswerSent(1, "declined")
    assert await notices(database, amina) == [AnswerCame(REQUESTER, "A bridge?", "", "declined")]
    assert await amina.act(asking.faq, name="") == Faq({"en": "About streets"}, ())


async def test_an_answer_can_be_mended_for_ten_minutes(meet: Meet, database: Database, clock: Clock) -> None:
    """The new words are written over the old ones; then they stand. Two at once are one answer after the other."""
    pack, owner, amina = await make_pack(database), await make_requester(database, await meet()), await meet()
    await amina.begins(pack)
    await asks(amina, "A bridge?")
    for words in ("No.", "Yes."):
        await owner.act(asking.answer, number=1, words=words, how=asking.for_all)
        clock.now_ms += 5 * limits.minute
    assert await notices(database, amina) == [AnswerCame(REQUESTER, "A bridge?", "Yes.", "shared")]
    clock.now_ms += 1
    with pytest.raises(AnsweredAlready):
        await owner.act(asking.answer, number=1, words="No.", how=asking.for_all)
    with pytest.raises(NoSuchQuestion):
        await owner.act(asking.answer, number=2, words="No.", how=asking.for_all)


async def test_a_requester_at_work_gets_their_task_back(meet: Meet, database: Database) -> None:
    """Who answers questions may work themselves, in others' packs: the keys of their own open task come with the card."""
    pack, owner, amina = await make_pack(database), await make_requester(database, await meet()), await meet()
    await amina.begins(pack)
    await asks(amina, "A bridge?")
    task = await owner.begins(await make_pack(database, "roofs", requester="Well Watch"))
    await owner.act(asking.answer, number=1, words="", how=asking.for_one)
    assert await owner.types("Yes.") == AnswerSent(1, "private")
    assert await owner.mark() == task.mark


async def test_only_whose_question_it_is_may_answer(meet: Meet, database: Database) -> None:
    """A worker who types /answer_1 changes nothing, and is told that it means nothing."""
    await make_requester(database, await meet())
    amina = await meet()
    await amina.begins(await make_pack(database))
    await asks(amina, "A bridge?")
    assert isinstance(await amina.act(asking.answer, number=1, words="Yes.", how="shared"), NotUnderstood)
    assert isinstance(
        await amina.act(asking.take_answer, rules=RULES, mark="👟", event=Wrote("a"), sent_at=0),
        NotUnderstood,
    )
    assert isinstance(
        await amina.act(asking.take, rules=RULES, mark="👟", event=Pressed("a"), sent_at=0), NotUnderstood
    )


async def test_three_days_of_silence_are_told_and_end_nothing(
    meet: Meet, database: Database, clock: Clock
) -> None:
    """Who asked hears that nobody answered; the answer may still come, and then does."""
    pack, owner, amina = await make_pack(database), await make_requester(database, await meet()), await meet()
    await amina.begins(pack)
    await asks(amina, "A bridge?")
    clock.now_ms += limits.question_silence_ms
    assert asking.deadline in await database.write(meet_deadlines)
    assert await notices(database, amina) == [AnswerCame(REQUESTER, "A bridge?", "", "silent")]
    await owner.act(asking.answer, number=1, words="Yes.", how=asking.for_all)
    assert await notices(database, amina) == [AnswerCame(REQUESTER, "A bridge?", "Yes.", "shared")]
    await database.write(asking.fall_silent, 1)


async def test_who_is_not_in_the_chat_answers_at_the_desk(meet: Meet, database: Database) -> None:
    """By the requester's name; the question waits there, and its answer ends the wait for 72 hours."""
    amina = await meet()
    await amina.begins(await make_pack(database))
    await asks(amina, "A bridge?")
    (waits,) = await database.read(lambda tx: tx.all("asking.waiting"))
    assert (waits["requester"], waits["number"], waits["words"]) == (REQUESTER, 1, "A bridge?")
    await database.write(asking.answer_by_desk, REQUESTER, 1, "Yes.", asking.for_all)
    assert await notices(database, amina) == [AnswerCame(REQUESTER, "A bridge?", "Yes.", "shared")]
    assert not await database.read(overseeing.due_deadlines)
    with pytest.raises(NoSuchRequester):
        await database.write(asking.answer_by_desk, "Nobody", 1, "Yes.", asking.for_all)


async def test_what_somebody_asked_is_in_their_data(meet: Meet, database: Database) -> None:
    """/mydata tells a person every question of theirs with its answer."""
    amina = await meet()
    await amina.begins(await make_pack(database))
    await asks(amina, "A bridge?")
    kept = await database.read(accounting.content_of_my_data, amina.who.account)
    assert '"words": "A bridge?"' in kept


async def test_a_closed_pack_can_still_be_asked_about(meet: Meet, database: Database) -> None:
    """Somebody whose pack was closed before their eyes asks why, and comes back to the task that is theirs."""
    pack, owner, amina = await make_pack(database), await make_requester(database, await meet()), await meet()
    await amina.begins(pack)
    await amina.act(asking.ask, words="")
    await database.write(publishing.close, "streets")
    assert isinstance(await amina.types("Why?"), Task)
    assert len(await notices(database, owner)) == 1
    assert not await database.read(delivering.notices, 1, 1)
