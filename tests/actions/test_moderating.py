"""Moderators in the chat: who gets which case, the way through one, what they see when, own limits, and how one becomes one."""

import asyncio
from dataclasses import dataclass, replace
from typing import Any

import pytest

from bot.actions import cases, deciding, missing, moderating, reporting, ruling, telling
from bot.domain import cases as numbers
from bot.domain import limits
from bot.domain.outcomes import Outcome
from bot.domain.outcomes.cases import (
    AlikeDone,
    Case,
    CaseDone,
    Cases,
    CasesDaily,
    JuryAsked,
    Missed,
    ModeratorGiven,
    NoCases,
    Opinion,
    Rulings,
)
from bot.domain.outcomes.claims import Ruled
from bot.domain.refusals.cases import (
    CaseTaken,
    EnoughToday,
    ModeratorThere,
    NoReason,
    NoSuchModerator,
    NotAModerator,
    NotYourCase,
)
from bot.domain.refusals.deposits import SecondPerson
from bot.domain.refusals.requesters import NotThisCode, TooLong
from bot.storage import Database
from tests.actions.conftest import Meet, answered, claimed, rows, until_due
from tests.conftest import Clock
from tests.makers import (
    RULES,
    Worker,
    make_hard,
    make_moderator,
    make_pack,
    make_requester,
    notices,
    pack_row,
)

pytestmark = pytest.mark.anyio
MISSED = Missed("choice", {}, ("en",), "gold-1", {"en": "Item 1"}, "building", "road")


@dataclass(slots=True)
class Judge:
    """A moderator at a phone, who counts what they send."""

    phone: Worker
    sent: int = 0

    async def cases(self, word: str = "") -> Outcome | None:
        """/cases."""
        self.sent += 1
        return await self.phone.act(moderating.board, rules=RULES, word=word)

    async def command(self, action: object, code: str) -> Outcome | None:
        """A command with a code."""
        self.sent += 1
        return await self.phone.act(action, rules=RULES, code=code)  # type: ignore[arg-type]

    async def key(self, action: object, **given: str) -> Outcome | None:
        """A key of the question in view."""
        self.sent += 1
        mark, facts = await self.phone.mark(), await self.phone.current()
        return await self.phone.closes(
            mark,
            f"{action} {given}",
            action,
            rules=RULES,
            facts=facts,
            **given,  # type: ignore[arg-type]
        )

    async def take(self) -> Case:
        """[Take it]."""
        board = await self.phone.current()
        assert isinstance(board, Cases)
        self.sent += 1
        taken = await self.phone.closes(board.mark, "take", moderating.take, rules=RULES, code=board.code)
        assert isinstance(taken, Case)
        return taken


async def disputed(database: Database, pack: int, worker: Worker, clock: Clock, **claim: object) -> str:
    """An answer that its worker and its requester don't agree about; the claim's code."""
    code = await claimed(database, pack, await answered(worker, pack, clock), **claim)
    await worker.act(ruling.disagree, rules=RULES, code=code)
    await worker.types("The people fill it.")
    requester = (await pack_row(database, pack))["requester"]
    await database.write(ruling.insist, requester, code, "It shows a roof.")
    return code


@pytest.fixture
async def judge(proved: Database, meet: Meet) -> Judge:
    """Somebody who decides cases, and worked nowhere."""
    return Judge(await make_moderator(proved, await meet()))


async def test_a_simple_case_takes_four_messages(
    proved: Database, meet: Meet, clock: Clock, judge: Judge, pot: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """/cases, take it, what they find, why: eight at most are promised. Their minutes are paid; both sides read the reason."""
    monkeypatch.setattr(missing, "of_case", lambda tx, case: (MISSED,))
    worker = await meet()
    code = await disputed(proved, await make_pack(proved, tasks=40), worker, clock)
    had = await judge.phone.balance()
    board = await judge.cases()
    assert isinstance(board, Cases) and (board.waiting, board.code, board.kind) == (1, code, "claim")
    shown = await judge.take()
    assert shown.missed == (MISSED,)
    assert shown.ground == "breaks" and [(one.side, one.words) for one in shown.statements] == [
        ("worker", "The people fill it."),
        ("requester", "It shows a roof."),
    ]
    assert shown.given is not None and shown.given.answer == "road" and shown.version == 1
    assert shown.sentence == {"en": "Choose what fills most of the picture, and skip what you cannot see."}
    clock.now_ms += 4 * limits.minute
    asked = await judge.key(moderating.choose, outcome="stands")
    assert isinstance(asked, Opinion) and asked.outcome == "stands"
    assert await judge.key(moderating.because, reason="fits") == CaseDone(code, True)
    assert judge.sent == 4 <= 8
    assert await judge.phone.balance() - had == numbers.minutes_pay(4 * limits.minute, RULES.floor_hourly)
    (end,) = [one for one in await notices(proved, worker) if isinstance(one, Ruled)]
    assert (end.right, end.reason, end.appeal_ms) == (True, "fits", numbers.appeal_ms)
    assert await judge.cases() == NoCases()


async def test_others_answers_come_after_a_first_opinion_and_words_are_a_reason(
    proved: Database, meet: Meet, clock: Clock, judge: Judge, pot: None
) -> None:
    """So nobody follows the many without having looked; [Back] leads to the evidence, and a reason may be written."""
    pack = await make_pack(proved, tasks=1)
    for said in ("building", "road"):
        other = await meet()
        await other.answer((await other.begins(pack)).mark, said)
    worker = await meet()
    await disputed(proved, pack, worker, clock)
    await judge.cases()
    await judge.take()
    asked = await judge.key(moderating.choose, outcome="unusable")
    assert isinstance(asked, Opinion) and asked.others == ("building", "road")
    assert isinstance(await judge.key(moderating.look_again), Case)
    await judge.key(moderating.choose, outcome="stands")
    again = await judge.phone.types("  ")
    assert isinstance(again, Opinion) and again.outcome == "stands"  # a reason is not nothing
    with pytest.raises(TooLong):  # both sides read all of it, or it is asked for again
        await judge.phone.types("The people cover two thirds." + 5_000 * ".")
    assert isinstance(await judge.phone.types("The people cover two thirds."), CaseDone)
    (end,) = [one for one in await notices(proved, worker) if isinstance(one, Ruled)]
    assert (end.right, end.why, end.reason) == (True, "The people cover two thirds.", "")


async def test_nobody_judges_what_is_near_to_them(
    proved: Database, meet: Meet, clock: Clock, pot: None
) -> None:
    """Not whose answer it is, not who worked in that pack, not the requester's side; each is told the same."""
    pack = await make_pack(proved, tasks=40)
    worker, colleague, speaks = await meet(), await meet(), await make_requester(proved, await meet())
    await colleague.answer((await colleague.begins(pack)).mark)
    code = await disputed(proved, pack, worker, clock)
    for number, near in enumerate((worker, colleague, speaks)):
        judge = Judge(await make_moderator(proved, near, f"Near {number}"))
        assert isinstance(await judge.cases(), NoCases)
        with pytest.raises(NotYourCase):
            await judge.command(moderating.take, code)
    with pytest.raises(NotAModerator):
        await (await meet()).act(moderating.board, rules=RULES)


async def test_a_case_goes_to_who_reads_its_language_or_to_all_where_nobody_does(
    proved: Database, meet: Meet, clock: Clock, pot: None
) -> None:
    """The worker wrote English; once somebody reads it the others are not asked."""
    await disputed(proved, await make_pack(proved, tasks=40), await meet(), clock)
    arab = Judge(await make_moderator(proved, await meet(), "Layla", "ar"))
    assert isinstance(await arab.cases(), Cases)
    await make_moderator(proved, await meet(), "Otieno", "en sw")
    assert isinstance(await arab.cases(), NoCases)


async def test_two_at_once_take_one_case(
    proved: Database, meet: Meet, clock: Clock, judge: Judge, pot: None
) -> None:
    """One has it, for half an hour; then, or when they give it back, it is anybody's. Who let it go decides nothing."""
    code = await disputed(proved, await make_pack(proved, tasks=40), await meet(), clock)
    other = Judge(await make_moderator(proved, await meet(), "Mwangi"))
    judge.phone.proving = other.phone.proving = False
    done = await asyncio.gather(
        judge.command(moderating.take, code), other.command(moderating.take, code), return_exceptions=True
    )
    assert sorted(type(one).__name__ for one in done) == ["Case", "CaseTaken"]
    first, second = (judge, other) if isinstance(done[0], Case) else (other, judge)
    assert isinstance(await second.cases(), NoCases)
    clock.now_ms += numbers.held_ms
    assert isinstance(await second.command(moderating.take, code), Case)
    with pytest.raises(CaseTaken):
        await first.key(moderating.choose, outcome="stands")
    assert isinstance(await second.key(moderating.back), NoCases)
    assert isinstance(await first.cases(), Cases)


async def test_above_a_sum_two_must_find_the_same(
    proved: Database, meet: Meet, clock: Clock, monkeypatch: pytest.MonkeyPatch, pot: None
) -> None:
    """The first opinion waits; another that differs waits too; nobody speaks twice."""
    monkeypatch.setattr(numbers, "alone_micro_max", 1)
    worker = await meet()
    code = await disputed(proved, await make_pack(proved, tasks=40), worker, clock)
    for number, (outcome, decided) in enumerate((("unusable", False), ("stands", False), ("stands", True))):
        judge = Judge(await make_moderator(proved, await meet(), f"Judge {number}"))
        await judge.command(moderating.take, code)
        await judge.key(moderating.choose, outcome=outcome)
        done = await judge.key(moderating.because, reason=numbers.REASONS[outcome][0])  # type: ignore[index]
        assert isinstance(done, CaseDone) and done.decided == decided
        with pytest.raises(NotYourCase):
            await judge.command(moderating.take, code)
        told = [one for one in await notices(proved, worker) if isinstance(one, Ruled)]
        assert [one.right for one in told] == ([True] if decided else [])


async def test_the_same_for_all_like_it(
    proved: Database, meet: Meet, clock: Clock, judge: Judge, pot: None
) -> None:
    """Claims of one pack for one sentence are counted with the first, and decided with it by a word; not another ground's."""
    pack = await make_pack(proved, tasks=40)
    workers = [await meet() for _ in range(3)]
    codes = [await disputed(proved, pack, one, clock) for one in workers]
    await disputed(proved, pack, await meet(), clock, ground="empty", sentence=0)
    board = await judge.cases()
    assert isinstance(board, Cases) and (board.waiting, board.alike) == (4, 2)
    with pytest.raises(NotYourCase):
        await judge.command(moderating.like, codes[0])
    await judge.take()
    await judge.key(moderating.choose, outcome="stands")
    done = await judge.key(moderating.because, reason="open")
    assert done == CaseDone(codes[0], True, 2, 3)
    had = await judge.phone.balance()
    assert await judge.command(moderating.like, codes[0].lower()) == AlikeDone(codes[0], 2)
    assert await judge.phone.balance() == had
    for one in workers:
        assert [told.reason for told in await notices(proved, one) if isinstance(told, Ruled)] == ["open"]
    assert await judge.command(moderating.like, codes[0]) == AlikeDone(codes[0], 0)


async def test_reports_that_say_the_same_are_decided_together(
    proved: Database, database_url: str, meet: Meet, judge: Judge
) -> None:
    """Two questions of one pack are unclear to two people each: one decision and a word take both out."""
    pack = await make_pack(proved, tasks=2, goodwill=1_000_000)
    for one in [await meet() for _ in range(2)]:
        await one.begins(pack)
        for _ in range(2):
            await one.act(reporting.report, mark=await one.mark(), ground="unclear")
    board = await judge.cases()
    assert isinstance(board, Cases) and (board.waiting, board.kind, board.alike) == (2, "report", 1)
    await judge.take()
    await judge.key(moderating.choose, outcome="instruction")
    done = await judge.key(moderating.because, reason="unclear")
    assert isinstance(done, CaseDone) and done.alike == 1
    assert await judge.command(moderating.like, done.code) == AlikeDone(done.code, 1)
    found = rows(database_url, "SELECT DISTINCT state, outcome, reason FROM cases WHERE kind = 'report'")
    assert found == [("decided", "instruction", "unclear")]


async def test_past_rulings_are_found_by_their_words_and_codes(
    proved: Database, meet: Meet, clock: Clock, judge: Judge, pot: None
) -> None:
    """By a part of a word, a reason, a pack; what decided itself is none; % and _ mean themselves; only for who decides."""
    pack = await make_pack(proved, tasks=40)
    codes = []
    for why in ("", "100% people_fill it."):
        codes.append(await disputed(proved, pack, await meet(), clock))
        await judge.command(moderating.take, codes[-1])
        await judge.key(moderating.choose, outcome="stands")
        await (judge.phone.types(why) if why else judge.key(moderating.because, reason="open"))
    await disputed(proved, pack, await meet(), clock)
    await until_due(proved, clock, numbers.ruling_ms)

    async def found(words: str) -> list[str]:
        told = await judge.phone.act(moderating.rulings, words=words)
        assert isinstance(told, Rulings)
        return [one.code for one in told.found]

    assert await found("") == await found("streets") == await found(" Stands ") == codes[::-1]
    assert await found("PEOPLE_F") == await found("0% p") == codes[1:] and await found("open") == codes[:1]
    assert await found("people%fill") == await found("xpeople") == await found("overdue") == []
    one = (await judge.phone.act(moderating.rulings, words=codes[0].lower())).found[0]  # type: ignore[union-attr]
    assert (one.outcome, one.reason, one.words, one.name) == ("stands", "open", "", "streets")
    with pytest.raises(NotAModerator):
        await (await meet()).act(moderating.rulings, words="red")
    assert await judge.cases("report") == NoCases()


async def test_an_own_limit_ends_the_day(
    proved: Database, meet: Meet, clock: Clock, judge: Judge, pot: None
) -> None:
    """/cases 1; a day later there are more, and 0 takes it away."""
    pack = await make_pack(proved, tasks=40)
    for _ in range(2):
        await disputed(proved, pack, await meet(), clock)
    assert await judge.cases("1") == CasesDaily(1)
    await judge.cases()
    await judge.take()
    await judge.key(moderating.choose, outcome="stands")
    await judge.key(moderating.because, reason="fits")
    with pytest.raises(EnoughToday):
        await judge.command(moderating.take, (await judge.cases()).code)  # type: ignore[union-attr]
    assert await judge.cases("0") == CasesDaily(0)
    assert isinstance(await judge.command(moderating.take, (await judge.cases()).code), Case)  # type: ignore[union-attr]


async def test_a_report_shows_its_question_and_of_hard_content_the_description(
    proved: Database, meet: Meet, judge: Judge
) -> None:
    """As to everybody who is asked whether they want to see it."""
    pack = await make_pack(proved, tasks=1, goodwill=1_000_000)
    for _ in range(2):
        one = await meet()
        task = await one.begins(pack)
        await one.act(reporting.report, mark=task.mark, ground="my_data")
    await make_hard(proved, pack)
    await judge.cases()
    shown = await judge.take()
    assert shown.ground == "my_data" and shown.given is not None
    assert shown.given.text == {"en": "A broken vase, number 0"} and shown.given.picture is None


@pytest.mark.parametrize("ground", numbers.UNSEEN)
async def test_what_was_reported_as_violent_is_not_shown_and_not_put_back_from_the_queue(
    proved: Database, database_url: str, judge: Judge, ground: str
) -> None:
    """Nobody puts back what they have not seen; and no jury is asked about it."""
    pack = await make_pack(proved, tasks=1)
    ((task,),) = rows(database_url, "SELECT id FROM tasks")
    await proved.write(cases.open_case, "report", task, ground=ground, pack=pack, due=False)
    assert await proved.read(lambda tx: tx.all("jobs.deadlines", now=10**18)) == []
    await judge.cases()
    shown = await judge.take()
    assert shown.ground == ground and shown.given is None
    await judge.key(moderating.choose, outcome="stands")
    with pytest.raises(NoReason):
        await judge.key(moderating.because, reason="fits")


async def test_a_moderator_is_two_people_s_word_and_a_code(proved: Database, meet: Meet) -> None:
    """The first can't agree with themselves; a code works once; whoever is ended decides nothing."""
    await proved.write(moderating.name, "Otieno", "en, sw", "Wanjiru")
    with pytest.raises(ModeratorThere):
        await proved.write(moderating.name, "Otieno", "en", "Wanjiru")
    with pytest.raises(SecondPerson):
        await proved.write(moderating.agree, "Otieno", " wanjiru", "CODE")
    with pytest.raises(NoSuchModerator):
        await proved.write(moderating.agree, "Nobody", "Achieng", "CODE")
    await proved.write(moderating.agree, "Otieno", "Achieng", "CODE")
    phone, other = await meet(), await meet()
    with pytest.raises(NotThisCode):
        await phone.act(moderating.role, code="")
    assert await phone.act(moderating.role, code=" code ") == ModeratorGiven()
    assert await phone.act(moderating.role, code="") == ModeratorGiven()
    with pytest.raises(NotThisCode):
        await other.act(moderating.role, code="CODE")
    (row,) = await proved.read(moderating.moderators)
    assert (row["languages"], row["person"]) == ("en sw", phone.who.person)
    await proved.write(moderating.end, "Otieno")
    with pytest.raises(NotAModerator):
        await phone.act(moderating.board, rules=RULES)


async def test_a_claim_that_nobody_takes_for_a_day_is_put_before_a_jury(
    proved: Database, database_url: str, meet: Meet, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Three who know that kind of work and did none of it in that pack: two must find the same, each is paid, none speaks twice."""
    monkeypatch.setattr(numbers, "jury_answers_least", 1)
    monkeypatch.setattr(missing, "counted", lambda case: (2, 3))
    monkeypatch.setattr(missing, "of_case", lambda tx, case: (MISSED,))
    pack = await make_pack(proved, tasks=40, goodwill=5_000_000)
    elsewhere = await make_pack(proved, "doors", tasks=40)
    known, colleague = [await meet() for _ in range(3)], await meet()
    for one in (*known, colleague):
        await one.answer((await one.begins(elsewhere)).mark)
    await colleague.begins(pack)
    worker = await meet()
    code = await disputed(proved, pack, worker, clock)
    with pytest.raises(NotAModerator):
        await known[0].act(moderating.board, rules=RULES)
    await until_due(proved, clock, numbers.jury_after_ms)
    asked = {person for (person,) in rows(database_url, "SELECT person FROM jurors")}
    assert asked == {one.who.person for one in known}
    await proved.write(telling.here, known[0].who.account)  # unasked news wakes nobody
    assert JuryAsked(code) in await notices(proved, known[0])
    for number, outcome in enumerate(("unusable", "stands", "stands")):
        juror = Judge(known[number])
        had = await juror.phone.balance()
        board = await juror.cases()
        assert isinstance(board, Cases) and board.code == code
        taken = await juror.take()
        assert (taken.right, taken.known, taken.missed) == (2, 3, ()), "a juror may work there tomorrow"
        await juror.key(moderating.choose, outcome=outcome)
        done = await juror.key(moderating.because, reason=numbers.REASONS[outcome][0])  # type: ignore[index]
        assert isinstance(done, CaseDone) and done.decided == (number == 2)
        assert await juror.phone.balance() > had
    assert [one.right for one in await notices(proved, worker) if isinstance(one, Ruled)] == [True]


async def paid_at(database: Database, one: Worker, place: str) -> None:
    """They have said where they are paid, and it is in force."""
    person, now = one.who.person, one.clock.now_ms
    number = await database.write(lambda tx: tx.new_id())
    made = {"id": number, "rail": "list", "sealed": "x", "hint": "···456", "fingerprint": place}
    sure = {"destination": number, "usable_at": now, "shared": 1}
    await database.write(lambda tx: tx.run("payouts.add_destination", person=person, now=now, **made))
    await database.write(lambda tx: tx.run("payouts.confirm_destination", now=now, **sure))


async def on_the_phone_of(database: Database, one: Worker, other: Worker) -> None:
    """They use one phone, as a household does."""
    seat = {"person": one.who.person, "account": other.who.account, "now": one.clock.now_ms}
    await database.write(lambda tx: tx.run("people.add_seat", id=tx.new_id(), **seat))


@pytest.mark.parametrize("whose", ["worker", "requester", "each other", "colleague"])
@pytest.mark.parametrize("near", [paid_at, on_the_phone_of])
async def test_a_jury_is_near_to_no_side_and_not_to_each_other(
    proved: Database, meet: Meet, clock: Clock, monkeypatch: pytest.MonkeyPatch, near: Any, whose: str
) -> None:
    """By phone, or by where they are paid; with a third near to somebody there is no jury. A colleague's place alone is no side's."""
    monkeypatch.setattr(numbers, "jury_answers_least", 1)
    pack, elsewhere = await make_pack(proved, tasks=40), await make_pack(proved, "doors", tasks=40)
    known, worker, colleague = [await meet() for _ in range(3)], await meet(), await meet()
    for one in known:
        await one.answer((await one.begins(elsewhere)).mark)
    await colleague.begins(pack)
    side = await make_requester(proved, await meet())
    asked = {"requester": side.who.requester, "language": "en", "person": worker.who.person}
    assert len(await proved.read(lambda tx: cases.jury(tx, pack, **asked))) == 3
    other = {"worker": worker, "requester": side, "each other": known[0], "colleague": colleague}[whose]
    if near is paid_at:
        await paid_at(proved, known[1], "here")
        assert len(await proved.read(lambda tx: cases.jury(tx, pack, **asked))) == 3
        await paid_at(proved, other, "here")
    else:
        await on_the_phone_of(proved, known[1], other)
    alone = near is paid_at and whose == "colleague"
    assert len(await proved.read(lambda tx: cases.jury(tx, pack, **asked))) == (3 if alone else 0)
    fourth = await meet()
    await fourth.answer((await fourth.begins(elsewhere)).mark)
    found = await proved.read(lambda tx: cases.jury(tx, pack, **asked))
    assert len(found) == 3 and (alone or not {one.who.person for one in known[:2]} <= {*found})


@pytest.mark.parametrize("near", [paid_at, on_the_phone_of])
async def test_two_of_one_household_have_one_voice_about_more_money(
    proved: Database, meet: Meet, clock: Clock, near: Any
) -> None:
    """Who shares a phone with who spoke of it, or is paid where they are, is not the second; anybody else is."""
    first, second, third = [
        await make_moderator(proved, await meet(), name) for name in ("Otieno", "Amani", "Zuri")
    ]
    case = await proved.write(
        cases.open_case, "requester", 9, ground="share", amount=numbers.alone_micro_max + 1
    )
    if near is paid_at:
        await paid_at(proved, first, "here")
        await paid_at(proved, second, "here")
    else:
        await on_the_phone_of(proved, second, first)
    finding = numbers.Finding("stands", "fits", "")
    took = await proved.write(cases.take, case, first.who.person)
    assert not await proved.write(cases.speak, took, first.who.person, finding, RULES)
    with pytest.raises(NotYourCase):
        await proved.write(cases.take, case, second.who.person)
    took = await proved.write(cases.take, case, third.who.person)
    assert await proved.write(cases.speak, took, third.who.person, finding, RULES) == "stands"


async def test_where_there_are_not_three_nobody_is_asked_and_the_house_pays(
    proved: Database, meet: Meet, clock: Clock, pot: None
) -> None:
    """A case that a moderator has in hand is asked about later; with no jury and no decision the worker is right in time."""
    worker, pack = await meet(), await make_pack(proved, tasks=40, review_window_h=24)
    code = await disputed(proved, pack, worker, clock)
    judge = Judge(await make_moderator(proved, await meet()))
    had = await worker.balance()
    clock.now_ms += numbers.jury_after_ms - limits.minute
    await judge.command(moderating.take, code)
    clock.now_ms += limits.minute
    case = await proved.read(cases.coded, code)
    assert await proved.write(cases.call_jury, case) == 0
    await until_due(proved, clock, numbers.ruling_ms)
    (told,) = [one for one in await notices(proved, worker) if isinstance(one, Ruled)]
    assert (told.right, told.how) == (True, "overdue") and await worker.balance() > had
    with pytest.raises(NotYourCase):
        await judge.command(moderating.take, code)


async def finds(judge: Judge, code: str, outcome: str) -> CaseDone:
    """Takes a case and says what they find, for the first reason there is."""
    await judge.command(moderating.take, code)
    await judge.key(moderating.choose, outcome=outcome)
    done = await judge.key(moderating.because, reason=numbers.REASONS[outcome][0])  # type: ignore[index]
    assert isinstance(done, CaseDone)
    return done


async def asked_as_jury(database: Database, meet: Meet, clock: Clock) -> tuple[list[Judge], Worker, int, str]:
    """Three people who know that kind of work, asked about a claim; whose it is, its pack and its code."""
    pack = await make_pack(database, tasks=40, goodwill=5_000_000)
    elsewhere = await make_pack(database, "doors", tasks=40)
    known = [await meet() for _ in range(3)]
    for one in known:
        await one.answer((await one.begins(elsewhere)).mark)
    worker = await meet()
    code = await disputed(database, pack, worker, clock)
    await until_due(database, clock, numbers.jury_after_ms)
    return [Judge(one) for one in known], worker, pack, code


async def test_a_juror_decides_nothing_they_were_not_asked_about(
    proved: Database, database_url: str, meet: Meet, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Others like it are offered to none of them, and /like is refused, to who found the same as well; they search claims alone."""
    monkeypatch.setattr(numbers, "jury_answers_least", 1)
    jury, _, pack, code = await asked_as_jury(proved, meet, clock)
    for _ in range(2):
        await disputed(proved, pack, await meet(), clock)
    board = await jury[0].cases()
    assert isinstance(board, Cases) and (board.waiting, board.alike) == (1, 0)
    for judge, outcome in zip(jury, ("unusable", "stands", "stands"), strict=True):
        assert (await finds(judge, code, outcome)).alike == 0
    for judge in jury:
        with pytest.raises(NotYourCase):
            await judge.command(moderating.like, code)
    assert rows(database_url, "SELECT count(*) FROM claims WHERE state = 'ruling'") == [(2,)]
    fraud = await proved.write(cases.open_case, "fraud", 7, ground="place")
    ((named,),) = rows(database_url, f"SELECT code FROM cases WHERE id = {fraud}")
    await proved.write(deciding.decide_by_name, named, "seen", "", "Paid at 0712 345 456.", RULES)
    room = await proved.write(cases.open_case, "room", 8)
    ((said,),) = rows(database_url, f"SELECT code FROM cases WHERE id = {room}")
    await proved.write(
        lambda tx: tx.run("cases.decide", id=room, outcome="leave", reason="allowed", words="", now=tx.now)
    )
    moderator = await make_moderator(proved, await meet())
    for reader, seen in ((jury[0].phone, {code}), (moderator, {code, said})):
        told = await reader.act(moderating.rulings, words="")
        assert isinstance(told, Rulings) and {one.code for one in told.found} == seen
    assert named in {row["code"] for row in await proved.read(cases.rulings, "")}


async def test_who_was_asked_for_a_first_look_does_not_have_the_last_word(
    proved: Database, meet: Meet, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two of three decided; after an appeal the third, and the two, are asked for nothing; the next jury is of others."""
    monkeypatch.setattr(numbers, "jury_answers_least", 1)
    jury, worker, _, code = await asked_as_jury(proved, meet, clock)
    for judge in jury[:2]:
        await finds(judge, code, "unusable")
    await worker.act(ruling.appeal, code=code)
    with pytest.raises(NotAModerator):
        await jury[2].cases()
    with pytest.raises(NotAModerator):
        await jury[2].command(moderating.take, code)
    case = await proved.read(cases.coded, code)
    asked = {"requester": 0, "language": "en", "person": worker.who.person, "case": case}
    pack = int(await proved.read(lambda tx: tx.one("cases.one", id=case)["pack"]))  # type: ignore[index]
    assert await proved.read(lambda tx: cases.jury(tx, pack, **asked)) == ()


async def test_the_same_is_said_of_what_was_there_and_by_who_was_right(
    proved: Database, meet: Meet, clock: Clock, judge: Judge, pot: None
) -> None:
    """Of what came after a decision nothing was found; whom the second look overruled decides no more with it."""
    pack, worker = await make_pack(proved, tasks=40), await meet()
    code = await disputed(proved, pack, worker, clock)
    assert (await finds(judge, code, "unusable")).alike == 0
    later = await disputed(proved, pack, await meet(), clock)
    assert await judge.command(moderating.like, code) == AlikeDone(code, 0)
    await worker.act(ruling.appeal, code=code)
    await proved.write(deciding.decide_by_name, code, "stands", "fits", "", RULES)
    with pytest.raises(NotYourCase):
        await judge.command(moderating.like, code)
    assert await proved.write(deciding.decide_alike, code, 0, RULES) == 1  # it was there when they decided
    assert (await proved.read(ruling.told_of, later))[0]["found"] == "stands"


async def test_saying_the_same_again_and_again_goes_no_further_than_one_person_may(
    proved: Database, meet: Meet, clock: Clock, judge: Judge, pot: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was decided with the first counts, however often /like is said."""
    pack = await make_pack(proved, tasks=40)
    codes = [await disputed(proved, pack, await meet(), clock) for _ in range(4)]
    amount = (await proved.write(lambda tx: cases.held(tx, cases.coded(tx, codes[0]))))["amount"]
    assert amount
    monkeypatch.setattr(numbers, "alone_micro_max", 2 * amount)
    assert (await finds(judge, codes[0], "stands")).alike == 1
    assert await judge.command(moderating.like, codes[0]) == AlikeDone(codes[0], 1)
    assert await judge.command(moderating.like, codes[0]) == AlikeDone(codes[0], 0)


async def test_one_person_has_one_word_in_the_chat_and_on_the_command_line(
    proved: Database, meet: Meet, clock: Clock, monkeypatch: pytest.MonkeyPatch, pot: None
) -> None:
    """Who decides there by the name of a moderator is not the second person, in either order."""
    monkeypatch.setattr(numbers, "alone_micro_max", 1)
    pack = await make_pack(proved, tasks=40)
    judge = Judge(await make_moderator(proved, await meet(), "Achieng Otieno"))
    same, other = replace(RULES, rulings_by="achieng  OTIENO"), replace(RULES, rulings_by="Juma")
    first, second = [await disputed(proved, pack, await meet(), clock) for _ in range(2)]
    await finds(judge, first, "unusable")
    with pytest.raises(SecondPerson):
        await proved.write(deciding.decide_by_name, first, "unusable", "breaks", "", same)
    with pytest.raises(SecondPerson):
        await proved.write(deciding.take_by_name, first, same)
    assert await proved.write(deciding.decide_by_name, first, "unusable", "breaks", "", other)
    assert not await proved.write(deciding.decide_by_name, second, "unusable", "breaks", "", same)
    with pytest.raises(SecondPerson):
        await judge.phone.act(moderating.take, rules=same, code=second)
    assert isinstance(await judge.phone.act(moderating.take, rules=other, code=second), Case)
