"""Missing: the known answers that somebody missed stand in the evidence as they were when the case came."""

import pytest

from bot.actions import cases, forgetting, noticing, restricting, ruling, serving, working
from bot.domain import limits
from bot.domain.outcomes.papers import ForgetTold
from bot.domain.signals import Signal
from bot.storage import Database, Tx
from tests.actions.conftest import Meet, claimed
from tests.actions.test_witnessing import of_code, role_of
from tests.conftest import Clock
from tests.makers import KNOWN, RULES, is_task, make_pack, pack_row

pytestmark = pytest.mark.anyio


async def test_the_known_answers_that_were_missed_stand_as_they_were_when_the_case_came(
    proved: Database, meet: Meet, clock: Clock, pot: None
) -> None:
    """Each with what was said and what is known; what is missed later is not in it, and /forget takes it."""
    pack = await make_pack(proved, tasks=40, gold=4, gold_share=0.5, review_window_h=24)
    worker = await meet()
    task, plain, missed = await worker.begins(pack), 0, list[str]()
    for said in ("building", "road", "building", "road", "building", "road"):
        role = await proved.write(role_of, task.assignment)
        plain = plain or (task.assignment if role == "task" else 0)
        missed += [said] if role == "gold" and said != KNOWN["choice"] else []
        task = is_task(await worker.answer(task.mark, said))
    clock.now_ms += limits.undo_ms + 1
    code = await claimed(proved, pack, plain)
    await worker.act(ruling.disagree, rules=RULES, code=code)
    await proved.write(ruling.insist, (await pack_row(proved, pack))["requester"], code, "")
    shown = await proved.write(of_code, code)
    assert missed and [one.said for one in shown.missed] == missed[::-1]
    assert {(one.known, one.text["en"][:4], one.name[:4]) for one in shown.missed} == {
        (KNOWN["choice"], "Item", "gold")
    }
    assert shown.known - shown.right == len(missed)
    for _ in range(4):
        await worker.answer(task.mark, "building")
        task = is_task(await worker.act(serving.work, rules=RULES))
    assert await proved.write(of_code, code) == shown
    assert await proved.read(_kept, worker.who.person) == "{}", "it would say which answers are known"


async def test_a_limit_shows_what_was_missed_of_what_it_is_about(
    proved: Database, meet: Meet, clock: Clock
) -> None:
    """Of one requester's packs, as it was when it was set; a signal has all; a case about no worker nothing."""
    mine = await make_pack(proved, "mine", tasks=9, gold=2, gold_share=0.5)
    other = await make_pack(proved, "other", tasks=9, gold=2, gold_share=0.5, requester="Others")
    worker = await meet()
    for pack in (mine, other):
        task = await worker.begins(pack)
        for _ in range(4):
            task = is_task(await worker.answer(task.mark, "building"))
        await worker.act(working.leave, mark=task.mark)
    limit = {"reason": "chance", "words": "Why.", "days": 3, "by": "Wanjiru"}
    person = str(worker.who.person)
    whole = await proved.write(restricting.limit, person, everything=True, **limit)
    part = await proved.write(restricting.limit, person, requester="Others", **limit)
    await worker.act(restricting.appeal, code=part, words="I had no light.")
    all_of_it, of_one = await proved.write(of_code, whole), await proved.write(of_code, part)
    assert 0 < len(of_one.missed) < len(all_of_it.missed) == all_of_it.known
    assert of_one.known == len(of_one.missed) and of_one.statements[-1].words == "I had no light."
    await proved.write(noticing.note, [Signal("chance", worker.who.person, 3)])
    (case,) = await proved.read(cases.queue, 0, kind="fraud")
    assert (await proved.write(of_code, case["code"])).missed == all_of_it.missed
    assert (
        await proved.write(
            lambda tx: cases.held(tx, cases.open_case(tx, "payout", 5, person=worker.who.person))
        )
    )["missed"] == "{}"
    told = await worker.act(forgetting.forget, code="")
    assert isinstance(told, ForgetTold)
    await worker.database.write(forgetting.forget, worker.who, told.code)
    gone = await proved.write(of_code, whole)
    assert (gone.missed, gone.known) == ((), 0)


def _kept(tx: Tx, person: int) -> str:
    (row,) = tx.all("cases.kept", person=person)
    return str(row["missed"])
