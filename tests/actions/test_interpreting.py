"""Interpreters: who is asked, what they read, that what they write is paid whatever happens meanwhile, and stands beside the original."""

import asyncio
from typing import Any

import pytest

from bot.actions import cases, claiming, deciding, forgetting, interpreting, moderating, ruling, telling
from bot.domain import alarms, limits
from bot.domain import cases as numbers
from bot.domain.events import Wrote
from bot.domain.outcomes.cases import (
    Case,
    CaseDone,
    Interpreted,
    InterpreterAsked,
    InterpreterSought,
    Interpreting,
    InterpretingOver,
    Wording,
)
from bot.domain.outcomes.papers import ForgetTold
from bot.domain.refusals.cases import NoSuchCase, NothingToInterpret, NotYourCase
from bot.domain.refusals.requesters import TooLong
from bot.storage import Database
from tests.actions.conftest import Meet, answered, claimed, rows, until_due
from tests.actions.test_moderating import Judge, disputed, on_the_phone_of
from tests.conftest import Clock
from tests.makers import (
    RULES,
    Worker,
    choose,
    make_hard,
    make_moderator,
    make_pack,
    make_requester,
    notices,
    pack_row,
)

pytestmark = pytest.mark.anyio
ENGLISH = "The people fill it, said in English."


@pytest.fixture(autouse=True)
def one_answer_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    """To be asked as an interpreter."""
    monkeypatch.setattr(numbers, "interpreter_answers_least", 1)


async def speaks(database: Database, worker: Worker, language: str = "sw") -> Worker:
    """Their phone is in that language from now on."""
    await database.write(
        lambda tx: tx.run("people.set_language", person=worker.who.person, language=language)
    )
    return worker


async def able(database: Database, meet: Meet, pack: int, language: str = "sw") -> Worker:
    """Somebody of that language with an answer in another pack."""
    one = await speaks(database, await meet(), language)
    await one.answer((await one.begins(pack)).mark)
    return one


class Doubt:
    """A disagreement in Swahili, a moderator who reads English alone, and people who might interpret."""

    def __init__(
        self, database: Database, worker: Worker, judge: Judge, code: str, pack: int, elsewhere: int
    ) -> None:
        self.database, self.worker, self.judge, self.code = database, worker, judge, code
        self.pack, self.elsewhere = pack, elsewhere

    async def sought(self) -> InterpreterSought:
        """The moderator takes the case and asks for it in English."""
        shown = await self.judge.command(moderating.take, self.code)
        assert isinstance(shown, Case) and (shown.unread, shown.target) == ("sw", "en")
        found = await self.judge.command(moderating.translate, self.code)
        assert isinstance(found, InterpreterSought), found
        return found

    async def sought_again(self) -> None:
        """They want it once more, of somebody else."""
        await self.judge.command(moderating.take, self.code)
        assert isinstance(await self.judge.command(moderating.translate, self.code), InterpreterSought)

    async def reads(self, one: Worker) -> Interpreting:
        """They open what they were asked."""
        shown = await one.act(interpreting.read, rules=RULES, code=self.code)
        assert isinstance(shown, Interpreting), shown
        return shown

    async def evidence(self) -> Case:
        """What the moderator sees now."""
        shown = await self.judge.command(moderating.take, self.code)
        assert isinstance(shown, Case)
        return shown

    async def heard(self, one: Worker) -> list[object]:
        """What they were told, the morning come."""
        await self.database.write(telling.here, one.who.account)
        return list(await notices(self.database, one))


@pytest.fixture
async def doubt(proved: Database, meet: Meet, clock: Clock) -> Doubt:
    """The words of it are Swahili, their requester's English."""
    pack = await make_pack(proved, tasks=40, goodwill=5_000_000)
    elsewhere = await make_pack(proved, "doors", tasks=40)
    worker = await speaks(proved, await meet())
    code = await disputed(proved, pack, worker, clock)
    judge = Judge(await make_moderator(proved, await meet(), languages="en"))
    return Doubt(proved, worker, judge, code, pack, elsewhere)


async def test_what_is_written_stands_beside_the_original_and_is_paid_at_once(
    doubt: Doubt, proved: Database, meet: Meet
) -> None:
    """One is asked, with the price before; they read the words alone; the moderator hears, reads both and decides."""
    one = await able(proved, meet, doubt.elsewhere)
    assert await doubt.sought() == InterpreterSought(doubt.code, "sw", "en", True)
    price = numbers.interpreting_pay(len("The people fill it."), RULES.floor_hourly)
    assert InterpreterAsked(doubt.code, "sw", "en", price) in await doubt.heard(one)
    shown = await doubt.reads(one)
    assert (shown.read.words, shown.read.said, shown.read.answer) == ("The people fill it.", "", "")
    had = await one.balance()
    assert await one.types(ENGLISH) == InterpretingOver(price)
    assert await one.balance() - had == price
    assert Interpreted(doubt.code, "sw", "en", True) in await doubt.heard(doubt.judge.phone)
    case = await doubt.evidence()
    assert [one.words for one in case.statements] == ["The people fill it.", "It shows a roof."]
    assert case.interpreted == (Wording("sw", "en", ENGLISH),)
    await doubt.judge.key(moderating.choose, outcome="stands")
    assert isinstance(await doubt.judge.key(moderating.because, reason="fits"), CaseDone)


async def test_who_is_near_is_not_asked_and_who_interpreted_decides_nothing(
    doubt: Doubt, proved: Database, meet: Meet
) -> None:
    """Not the worker, a colleague, the requester's side, a moderator, nor who has too few answers; nobody else opens it."""
    await doubt.worker.answer((await doubt.worker.begins(doubt.elsewhere)).mark)
    colleague = await able(proved, meet, doubt.elsewhere)
    await colleague.begins(doubt.pack)
    side = await make_requester(proved, await able(proved, meet, doubt.elsewhere))
    other = await make_moderator(proved, await able(proved, meet, doubt.elsewhere), "Mwangi", "fr")
    new, arab = await speaks(proved, await meet()), await able(proved, meet, doubt.elsewhere, "ar")
    shown = await doubt.judge.command(moderating.take, doubt.code)
    assert isinstance(shown, Case)
    nobody = await doubt.judge.command(moderating.translate, doubt.code)
    assert isinstance(nobody, Case) and nobody.nobody, "it stays in hand, as it was"
    for one in (doubt.worker, colleague, side, other, new, arab):
        with pytest.raises(NoSuchCase):
            await one.act(interpreting.read, rules=RULES, code=doubt.code)
    one = await able(proved, meet, doubt.elsewhere)
    assert (await doubt.sought()).found
    await doubt.reads(one)
    judge = Judge(await make_moderator(proved, one, "Achieng", "en sw"))
    with pytest.raises(NotYourCase):
        await judge.command(moderating.take, doubt.code)


async def test_nobody_on_the_phone_of_a_colleague_or_a_juror_is_asked(
    doubt: Doubt, proved: Database, meet: Meet
) -> None:
    """Who shares a phone with somebody of that pack, or of that case's jury, reads nothing of it."""
    colleague, juror = await meet(), await meet()
    await colleague.begins(doubt.pack)
    case, now = await proved.read(cases.coded, doubt.code), doubt.worker.clock.now_ms
    seat = {"case": case, "instance": 1, "person": juror.who.person, "now": now}
    await proved.write(lambda tx: tx.run("cases.add_juror", **seat))
    for other in (colleague, juror):
        await on_the_phone_of(proved, await able(proved, meet, doubt.elsewhere), other)
    await doubt.judge.command(moderating.take, doubt.code)
    nobody = await doubt.judge.command(moderating.translate, doubt.code)
    assert isinstance(nobody, Case) and nobody.nobody
    await able(proved, meet, doubt.elsewhere)
    assert (await doubt.sought()).found


async def test_who_became_a_party_meanwhile_does_not_begin(
    doubt: Doubt, proved: Database, meet: Meet
) -> None:
    """Asked, they took up that very pack: nothing is shown to them."""
    one = await able(proved, meet, doubt.elsewhere)
    await doubt.sought()
    await one.begins(doubt.pack)
    assert await one.act(interpreting.read, rules=RULES, code=doubt.code) == InterpretingOver()


async def test_nothing_and_too_much_are_asked_for_again(doubt: Doubt, proved: Database, meet: Meet) -> None:
    """Empty words are none; 5,000 characters are too many, and the question is open still."""
    one = await able(proved, meet, doubt.elsewhere)
    await doubt.sought()
    await doubt.reads(one)
    assert isinstance(await one.types(" \u200b "), Interpreting)
    with pytest.raises(TooLong):
        await one.types(5_000 * "a")
    assert isinstance(await one.types(4_000 * "a"), InterpretingOver)
    assert (await doubt.evidence()).interpreted[0].words == 4_000 * "a"


async def test_who_declines_or_is_silent_is_followed_by_another_five_at_most(
    doubt: Doubt, proved: Database, database_url: str, meet: Meet, clock: Clock
) -> None:
    """One declines, the others say nothing; then the moderator hears that there is nobody, and it is as it was."""
    many = [await able(proved, meet, doubt.elsewhere) for _ in range(numbers.interpreters_most + 1)]
    await doubt.sought()
    ((first,),) = rows(database_url, "SELECT person FROM interpreters")
    one = next(worker for worker in many if worker.who.person == first)
    facts = await doubt.reads(one)
    done = await one.closes(facts.mark, "no", interpreting.decline, rules=RULES, facts=facts)
    assert done == InterpretingOver(declined=True)
    assert len(rows(database_url, "SELECT person FROM interpreters")) == 2
    assert (await doubt.sought()).already, "somebody is asked: no second one beside them"
    await until_due(proved, clock, 5 * limits.day)
    asked = rows(database_url, "SELECT person, state FROM interpreters")
    assert len({person for person, _ in asked}) == numbers.interpreters_most
    assert Interpreted(doubt.code, "sw", "en", False) in await doubt.heard(doubt.judge.phone)
    shown = await doubt.evidence()
    assert shown.interpreted == () and shown.unread == "sw"


async def a_late_one_and_the_next(
    doubt: Doubt, database: Database, meet: Meet, clock: Clock
) -> tuple[Worker, Worker]:
    """Who opened it and is late, and who was asked after them."""
    first, second = [await able(database, meet, doubt.elsewhere) for _ in range(2)]
    await doubt.sought()
    if InterpreterAsked not in [type(one) for one in await doubt.heard(first)]:
        first, second = second, first
    await doubt.reads(first)
    await until_due(database, clock, numbers.interpret_ms)
    return first, second


async def test_late_is_paid_all_the_same_and_who_began_may_end(
    doubt: Doubt, proved: Database, meet: Meet, clock: Clock
) -> None:
    """The first opens it and is late, the second opens it too: both write, both are paid; the moderator hears it once."""
    first, second = await a_late_one_and_the_next(doubt, proved, meet, clock)
    await doubt.reads(second)
    for one, words in ((first, "The first."), (second, "The second.")):
        had = await one.balance()
        clock.now_ms += limits.minute
        assert isinstance(await one.types(words), InterpretingOver)
        assert await one.balance() > had
    told = [one for one in await doubt.heard(doubt.judge.phone) if isinstance(one, Interpreted)]
    assert told == [Interpreted(doubt.code, "sw", "en", True)]
    assert [one.words for one in (await doubt.evidence()).interpreted] == ["The second."]


async def test_who_has_not_begun_when_it_is_there_need_not(
    doubt: Doubt, proved: Database, meet: Meet, clock: Clock
) -> None:
    """The first is late and writes all the same; the second, asked after them, hears that it is done."""
    first, second = await a_late_one_and_the_next(doubt, proved, meet, clock)
    clock.now_ms += 1
    await first.types(ENGLISH)
    assert await second.act(interpreting.read, rules=RULES, code=doubt.code) == InterpretingOver()
    assert (await doubt.evidence()).interpreted


async def test_decided_meanwhile_who_began_is_paid_and_who_did_not_need_not(
    doubt: Doubt, proved: Database, meet: Meet, clock: Clock
) -> None:
    """The one whom the installation names decides while it is being written."""
    one = await able(proved, meet, doubt.elsewhere)
    await doubt.sought()
    await doubt.reads(one)
    await proved.write(deciding.decide_by_name, doubt.code, "stands", "fits", "", RULES)
    had = await one.balance()
    assert isinstance(await one.types(ENGLISH), InterpretingOver)
    assert await one.balance() > had
    assert not [it for it in await doubt.heard(doubt.judge.phone) if isinstance(it, Interpreted)]
    await until_due(proved, clock, numbers.interpret_ms)


async def test_an_interpreter_who_is_forgotten_is_followed_by_another(
    doubt: Doubt, proved: Database, database_url: str, meet: Meet, clock: Clock
) -> None:
    """Nothing of them is left in what they were asked; the case finds somebody else in time."""
    one = await able(proved, meet, doubt.elsewhere)
    await doubt.sought()
    await doubt.reads(one)
    clock.now_ms += limits.undo_ms + 1
    told = await one.act(forgetting.forget, code="")
    assert isinstance(told, ForgetTold) and told.code
    one.proving = False
    number = one.who.person
    await proved.write(forgetting.forget, one.who, told.code)
    assert number not in [person for (person,) in rows(database_url, "SELECT person FROM interpreters")]
    other = await able(proved, meet, doubt.elsewhere)
    await until_due(proved, clock, numbers.interpret_ms)
    await doubt.reads(other)
    assert isinstance(await other.types(ENGLISH), InterpretingOver)


async def is_forgotten(doubt: Doubt, database: Database) -> None:
    """The requester gives in, and the worker goes."""
    await database.write(ruling.give_in, (await pack_row(database, doubt.pack))["requester"], doubt.code)
    told = await doubt.worker.act(forgetting.forget, code="")
    assert isinstance(told, ForgetTold) and told.code
    doubt.worker.proving = False
    await database.write(forgetting.forget, doubt.worker.who, told.code)


async def test_what_was_written_of_somebody_goes_with_them(
    doubt: Doubt, proved: Database, database_url: str, meet: Meet, clock: Clock
) -> None:
    """The worker is forgotten once it is over: their words go, and so do the same words in English; also from others' messages."""
    await make_requester(proved, await meet())
    claim = await proved.read(lambda tx: tx.value("claims.coded", code=doubt.code))
    await proved.write(ruling.tell, claim)
    one = await able(proved, meet, doubt.elsewhere)
    await doubt.sought()
    await doubt.reads(one)
    await one.types(ENGLISH)
    await doubt.evidence()
    kept = "SELECT facts FROM questions UNION ALL SELECT outcome FROM dues"
    there = [facts.split(",")[0] for (facts,) in rows(database_url, kept) if "The people fill it" in facts]
    assert {*there} == {'["Case"', '["Interpreting"', '["Objection"'}
    await is_forgotten(doubt, proved)
    assert rows(database_url, "SELECT words FROM interpreters") == [("",)]
    assert not [facts for (facts,) in rows(database_url, kept) if "The people fill it" in facts]


async def test_what_is_written_late_of_somebody_who_was_forgotten_is_paid_and_not_kept(
    doubt: Doubt, proved: Database, database_url: str, meet: Meet, clock: Clock
) -> None:
    """Who began before may end; nothing of it stays."""
    one = await able(proved, meet, doubt.elsewhere)
    await doubt.sought()
    await doubt.reads(one)
    await is_forgotten(doubt, proved)
    had = await one.balance()
    assert isinstance(await one.types(ENGLISH), InterpretingOver)
    assert await one.balance() > had
    assert rows(database_url, "SELECT state, words FROM interpreters") == [("written", "")]
    kept = "SELECT facts FROM questions UNION ALL SELECT outcome FROM dues"
    assert not [facts for (facts,) in rows(database_url, kept) if "The people fill it" in facts]


async def test_what_was_said_for_a_requester_goes_with_who_said_it(
    doubt: Doubt, proved: Database, database_url: str, meet: Meet, clock: Clock
) -> None:
    """From the claim, from the messages of who decided and interpreted, and from what was written of it, also later; the worker's stays."""
    english = await make_requester(proved, await speaks(proved, await meet(), "sw"))
    await english.act(ruling.insisting, rules=RULES, code=doubt.code, words="Ni paa la bati.")
    one, late = [await able(proved, meet, doubt.elsewhere) for _ in range(2)]
    await doubt.sought()
    await doubt.reads(one)
    await one.types(ENGLISH)
    await doubt.sought_again()
    assert (await doubt.reads(late)).read.said == "It shows a roof.\nNi paa la bati."
    await doubt.evidence()
    kept = (
        "SELECT facts FROM questions UNION ALL SELECT outcome FROM dues UNION ALL SELECT words FROM statements"
        " UNION ALL SELECT words FROM interpreters"
    )
    assert [facts for (facts,) in rows(database_url, kept) if "Ni paa la bati" in facts]
    await proved.write(lambda tx: forgetting._remove(tx, english.who))  # nothing of theirs is in the way
    assert not [
        facts for (facts,) in rows(database_url, kept) if "Ni paa la bati" in facts or ENGLISH in facts
    ]
    late.proving = False
    assert isinstance(await late.types(ENGLISH), InterpretingOver)
    assert not [facts for (facts,) in rows(database_url, kept) if ENGLISH in facts]
    shown = await doubt.evidence()
    assert "The people fill it." in [said.words for said in shown.statements]


async def test_nobody_is_asked_more_often_in_a_day_than_the_limit(
    doubt: Doubt,
    proved: Database,
    database_url: str,
    meet: Meet,
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Then another is, or nobody; who was asked may still write, and a day later they are asked again. Declining counts for nothing."""
    monkeypatch.setattr(numbers, "interpreted_daily_most", 1)
    one = await able(proved, meet, doubt.elsewhere)
    again = await proved.write(
        cases.open_case, "account", 77, ground="copied", person=doubt.worker.who.person
    )
    about = {"asker": 0, "source": "sw", "target": "en"}
    assert (await doubt.sought()).found
    await doubt.reads(one)
    assert not await _may_be_asked(proved, again, **about)
    assert isinstance(await one.types(ENGLISH), InterpretingOver)
    assert not await _may_be_asked(proved, again, **about)
    clock.now_ms += limits.day + 1
    assert await _may_be_asked(proved, again, **about) == [one.who.person]


async def _may_be_asked(database: Database, case: int, **about: Any) -> list[int]:
    return await database.write(lambda tx: list(interpreting._able(tx, cases.held(tx, case), **about)))


async def test_two_at_once_ask_one(doubt: Doubt, proved: Database, database_url: str, meet: Meet) -> None:
    """A moderator and the desk at the same moment: one person is asked."""
    for _ in range(2):
        await able(proved, meet, doubt.elsewhere)
    case = await proved.read(cases.coded, doubt.code)

    async def seeks(asker: int) -> InterpreterSought:
        return await proved.write(lambda tx: interpreting.seek(tx, cases.held(tx, case), "en", asker, RULES))

    found = await asyncio.gather(seeks(0), seeks(doubt.judge.phone.who.person))
    assert sorted(one.already for one in found) == [False, True]
    assert len(rows(database_url, "SELECT person FROM interpreters")) == 1


async def test_one_s_own_words_are_part_of_it_and_a_known_language_is_not(
    proved: Database, meet: Meet, clock: Clock
) -> None:
    """A written answer is put in English with the disagreement; who reads both has nothing to ask for."""
    pack = await make_pack(proved, kind="text", goodwill=5_000_000)
    worker, requester = await speaks(proved, await meet()), (await pack_row(proved, pack))["requester"]
    first = await worker.begins(pack)
    await worker.answer(first.mark, Wrote("Bakuli ni jeusi."))
    clock.now_ms += limits.undo_ms + 1
    code = await proved.write(claiming.claim, requester, first.assignment, "empty", 0, RULES)
    await worker.act(ruling.disagree, rules=RULES, code=code)
    await worker.types("Nimesema kweli.")
    await proved.write(ruling.insist, requester, code, "")
    one = await able(proved, meet, await make_pack(proved, "doors", tasks=40))
    case = await proved.read(cases.coded, code)
    with pytest.raises(NothingToInterpret):
        await proved.write(lambda tx: interpreting.seek(tx, cases.held(tx, case), "en sw", 0, RULES))
    await proved.write(lambda tx: interpreting.seek(tx, cases.held(tx, case), "en", 0, RULES))
    shown = await one.act(interpreting.read, rules=RULES, code=code)
    assert isinstance(shown, Interpreting)
    assert (shown.read.answer, shown.read.words) == ("Bakuli ni jeusi.", "Nimesema kweli.")
    both = await proved.read(lambda tx: cases.queue(tx, 0))
    assert [row["code"] for row in both] == [code]


async def test_of_hard_content_who_chose_it_is_asked_and_the_words_come_covered(
    proved: Database, database_url: str, meet: Meet, clock: Clock
) -> None:
    """Whoever did not choose it is not asked; of what is against the law nothing is put in any language."""
    pack = await make_pack(proved, tasks=40, goodwill=5_000_000)
    elsewhere = await make_pack(proved, "doors", tasks=40)
    worker = await speaks(proved, await meet())
    code = await claimed(proved, pack, await answered(worker, pack, clock))
    await worker.act(ruling.disagree, rules=RULES, code=code)
    await worker.types("Wanajaza.")
    await proved.write(ruling.insist, (await pack_row(proved, pack))["requester"], code, "")
    await make_hard(proved, pack)
    plain, chose = await able(proved, meet, elsewhere), await able(proved, meet, elsewhere)
    await choose(proved, chose.who, "gore")
    case = await proved.read(cases.coded, code)
    found = await proved.write(lambda tx: interpreting.seek(tx, cases.held(tx, case), "en", 0, RULES))
    assert found.found
    with pytest.raises(NoSuchCase):
        await plain.act(interpreting.read, rules=RULES, code=code)
    shown = await chose.act(interpreting.read, rules=RULES, code=code)
    assert isinstance(shown, Interpreting) and shown.hard and not shown.read.answer
    with pytest.raises(NoSuchCase):
        await worker.act(interpreting.read, rules=RULES, code=code)
    (task,) = rows(database_url, "SELECT s.task FROM claims c JOIN assignments s ON s.id = c.assignment")[0]
    await proved.write(lambda tx: tx.run("work.stop_task", task=task, why=alarms.illegal, now=tx.now))
    assert await chose.act(interpreting.read, rules=RULES, code=code) == InterpretingOver()
