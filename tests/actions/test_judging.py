"""Answers looked at one by one in the chat: accepted, claimed, sent back."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from bot import ledger
from bot.actions import judging, reviewing, ruling, serving, taking, telling
from bot.actions.judging import Returned
from bot.domain import limits
from bot.domain.events import Wrote
from bot.domain.outcomes import Outcome
from bot.domain.outcomes.claims import Reasoning, Reviewed, Reviewing
from bot.domain.outcomes.worker import NothingLeft
from bot.domain.people import Who
from bot.domain.refusals.claims import AnswerAccepted, ClaimsOpen, NoSuchSentence
from bot.domain.refusals.packs import NoSuchPack
from bot.packs import reviews
from bot.packs.faults import Faults
from bot.packs.reviews import Mark
from bot.storage import Database
from tests.actions.conftest import Meet, answered, claimed, until_due
from tests.conftest import Clock
from tests.makers import PRICE, RULES, make_pack, make_requester, pack_row

pytestmark = pytest.mark.anyio


async def asker(meet: Meet, database: Database) -> Who:
    """Somebody who speaks for the requester of all packs."""
    return (await make_requester(database, await meet())).who


async def pressed(
    database: Database, who: Who, shown: Outcome | None, action: Callable[..., Any], **given: Any
) -> Outcome | None:
    """A key of what is shown, which settles it."""
    assert isinstance(shown, Reviewing | Reasoning), shown
    act = partial(action, who=who, rules=RULES, facts=shown, **given)
    return await database.write(telling.closing, who, shown.mark, "pressed", act)


async def typed(database: Database, who: Who, shown: Outcome | None, words: str) -> Outcome | None:
    """Words behind the mark of what is shown."""
    assert isinstance(shown, Reasoning), shown
    return await database.write(taking.marked, who, RULES, shown.mark, Wrote(words), 0)


async def test_answers_are_looked_at_one_by_one(proved: Database, meet: Meet, clock: Clock) -> None:
    """Accepted, claimed for a sentence, sent back, and the rest accepted at once."""
    pack = await make_pack(proved, tasks=40, review_window_h=24)
    crowd = [await meet() for _ in range(5)]
    given = [await answered(one, pack, clock) for one in crowd]
    who = await asker(meet, proved)
    first = await proved.write(judging.review, who, RULES, "streets")
    assert isinstance(first, Reviewing) and (first.assignment, first.waiting) == (given[0], 5)
    assert first.given.answer == "road" and first.given.text
    second = await pressed(proved, who, first, judging.accept)
    assert isinstance(second, Reviewing) and (second.assignment, second.note) == (given[1], "accepted")
    assert await crowd[0].balance() > PRICE
    why = await pressed(proved, who, second, judging.reason)
    assert isinstance(why, Reasoning) and len(why.sentences) == 1
    with pytest.raises(NoSuchSentence):
        await typed(proved, who, why, "99999999")
    assert isinstance(await typed(proved, who, why, "the first"), Reasoning)
    third = await typed(proved, who, why, "١")
    assert isinstance(third, Reviewing) and (third.assignment, third.note) == (given[2], "claimed")
    assert await proved.read(ledger.balance, f"worker:{crowd[1].who.book}:frozen") == PRICE
    fourth = await typed(proved, who, await pressed(proved, who, third, judging.reason, fix=True), "1")
    assert isinstance(fourth, Reviewing) and (fourth.assignment, fourth.note) == (given[3], "sent")
    back = await pressed(proved, who, await pressed(proved, who, fourth, judging.reason), judging.look_again)
    assert isinstance(back, Reviewing) and back.assignment == given[3]
    assert await pressed(proved, who, back, judging.accept_rest) == Reviewed("streets", accepted=2)
    await until_due(proved, clock, limits.minute)
    assert [await proved.read(ledger.balance, f"worker:{one.who.book}:earned") for one in crowd] == [0] * 5
    assert await proved.write(judging.review, who, RULES, "streets") == Reviewed("streets")


async def test_without_a_window_what_may_be_claimed_is_shown(
    proved: Database, meet: Meet, clock: Clock
) -> None:
    """[Next] goes on, for its pay was final at once."""
    pack = await make_pack(proved, "old-doors", tasks=40)
    amina = await meet()
    await answered(amina, pack, clock)
    who = await asker(meet, proved)
    shown = await proved.write(judging.review, who, RULES, "old_doors")
    assert isinstance(shown, Reviewing) and shown.until == 0
    why = await pressed(proved, who, shown, judging.reason)
    claimed = await pressed(proved, who, why, judging.claim, ground="empty")
    assert isinstance(claimed, Reviewed) and claimed.note == "claimed" and claimed.code


async def test_what_a_claim_left_standing_is_not_shown_again(
    proved: Database, meet: Meet, clock: Clock
) -> None:
    """It can't be claimed twice, so there is nothing to look at; the review goes on behind it."""
    pack = await make_pack(proved, tasks=40)
    given = [await answered(await meet(), pack, clock) for _ in range(2)]
    who = await asker(meet, proved)
    code = await claimed(proved, pack, given[0])
    await proved.write(ruling.give_in, who.requester, code)
    shown = await proved.write(judging.review, who, RULES, "streets")
    assert isinstance(shown, Reviewing) and shown.assignment == given[1]


async def test_a_key_pressed_late_moves_nothing(proved: Database, meet: Meet, clock: Clock) -> None:
    """What silence has accepted stays accepted, and the next one is shown."""
    pack = await make_pack(proved, tasks=40, review_window_h=1)
    await answered(await meet(), pack, clock)
    who = await asker(meet, proved)
    shown = await proved.write(judging.review, who, RULES, "streets")
    await until_due(proved, clock, limits.day)
    with pytest.raises(AnswerAccepted):
        await pressed(proved, who, shown, judging.claim, ground="empty")
    assert await pressed(proved, who, shown, judging.accept) == Reviewed("streets")


async def test_a_review_left_open_does_not_stand_before_work(
    proved: Database, meet: Meet, clock: Clock
) -> None:
    """Whoever brings work may do work, too: /tasks leads past the answer they were looking at."""
    pack = await make_pack(proved, tasks=40)
    await answered(await meet(), pack, clock)
    who = await asker(meet, proved)
    shown = await proved.write(judging.review, who, RULES, "streets")
    assert isinstance(await proved.write(serving.work, who, RULES), NothingLeft)
    why = await pressed(
        proved, who, await proved.write(judging.review, who, RULES, "streets"), judging.reason
    )
    assert isinstance(shown, Reviewing) and isinstance(why, Reasoning)
    assert isinstance(await proved.write(serving.work, who, RULES), NothingLeft)


async def test_another_s_pack_is_not_there(proved: Database, meet: Meet) -> None:
    """Nor is any for somebody who asks for nobody."""
    await make_pack(proved)
    with pytest.raises(NoSuchPack):
        await proved.write(judging.review, (await meet()).who, RULES, "streets")


async def test_a_file_says_it_for_all_at_once(proved: Database, meet: Meet, clock: Clock) -> None:
    """Written, marked, read, done; what has no mark goes on waiting."""
    pack = await make_pack(proved, tasks=40, review_window_h=24)
    crowd = [await meet() for _ in range(3)]
    given = [await answered(one, pack, clock) for one in crowd]
    waiting, sentences = await proved.read(judging.waiting, "streets")
    assert [one.answer for one in waiting] == given and waiting[0].said == "road"
    assert sentences == ["Choose what fills most of the picture, and skip what you cannot see."]
    lines = reviews.write(waiting, sentences).decode().splitlines()
    lines[1] += "x"
    lines[1] = lines[1].replace(",x", "x,") if lines[1].endswith(",x") else lines[1]
    lines[2] += "breaks 1"
    marks = reviews.read("\r\n".join(lines).encode())
    assert not isinstance(marks, Faults) and [one.accepted for one in marks] == [True, False]
    assert await proved.write(judging.returned, "streets", marks, RULES) == Returned(1, 1)
    purses = [
        [await proved.read(ledger.balance, f"worker:{one.who.book}:{purse}") for one in crowd]
        for purse in ("earned", "frozen")
    ]
    assert purses == [[0, 0, PRICE], [0, PRICE, 0]]


async def test_one_fault_in_a_file_moves_nothing(proved: Database, meet: Meet, clock: Clock) -> None:
    """Unknown, another pack's, a sentence that is not there, final already: each is named by its line."""
    pack = await make_pack(proved, tasks=40, review_window_h=24)
    other = await make_pack(proved, "roofs", tasks=40)
    first, second = await meet(), await meet()
    good, final = await answered(first, pack, clock), await answered(second, pack, clock)
    foreign = await answered(await meet(), other, clock)
    await proved.write(reviewing.release, final)
    marks = [Mark(2, good), Mark(3, 7), Mark(4, foreign), Mark(5, good, "breaks", 9), Mark(6, final, "empty")]
    done = await proved.write(judging.returned, "streets", marks, RULES)
    assert [(line, type(why).__name__) for line, why in done.wrong] == [
        (3, "NoSuchAnswer"), (4, "NoSuchAnswer"), (5, "NoSuchSentence"), (6, "AnswerAccepted"),
    ]  # fmt: skip
    assert await proved.read(ledger.balance, f"worker:{first.who.book}:earned") == PRICE


async def test_too_many_claims_in_a_file_move_nothing(proved: Database, meet: Meet, clock: Clock) -> None:
    """Also not those that would have been allowed."""
    pack = await make_pack(proved, tasks=40, review_window_h=24)
    given = [await answered(await meet(), pack, clock) for _ in range(6)]
    marks = [Mark(line, one, "empty") for line, one in enumerate(given, 2)]
    with pytest.raises(ClaimsOpen):
        await proved.write(judging.returned, "streets", marks, RULES)
    row = await pack_row(proved, pack)
    assert not await proved.read(lambda tx: tx.value("claims.open", requester=row["requester"]))
    assert len(await proved.read(reviewing.looked_at, pack, 0, 10)) == 6
