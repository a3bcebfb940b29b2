"""Witnessing: what a decision is founded on: what the book says, what is known of the answers, and nothing of what nobody should see."""

import pytest

from bot.actions import (
    cases,
    reporting,
    ruling,
    witnessing,
)
from bot.domain import limits
from bot.domain.outcomes.cases import Case
from bot.storage import Database, Tx
from tests.actions.conftest import Meet, claimed
from tests.actions.test_renewing import NEW, renewed
from tests.conftest import Clock
from tests.makers import PRICE, RULES, is_task, make_form, make_pack, pack_row

pytestmark = pytest.mark.anyio


def of_code(tx: Tx, code: str) -> Case:
    """The evidence of a case."""
    return witnessing.evidence(tx, cases.held(tx, cases.coded(tx, code)))


async def test_the_book_and_the_known_answers_are_evidence(
    proved: Database, meet: Meet, clock: Clock, pot: None
) -> None:
    """What was paid and that it waits; how many known answers were right; and, after the ruling, that it waits no more."""
    pack = await make_pack(proved, tasks=40, gold=4, gold_share=0.5, review_window_h=24)
    worker = await meet()
    task = await worker.begins(pack)
    done = []
    for _ in range(6):
        done.append(task.assignment)
        task = is_task(await worker.answer(task.mark))
    clock.now_ms += limits.undo_ms + 1
    plain = await proved.write(lambda tx: [one for one in done if role_of(tx, one) == "task"])
    code = await claimed(proved, pack, plain[0])
    await worker.act(ruling.disagree, rules=RULES, code=code, words="The people fill it.")
    await proved.write(ruling.insist, (await pack_row(proved, pack))["requester"], code, "A roof.")
    shown = await proved.write(of_code, code)
    assert (shown.paid, shown.waits) == (PRICE, True)
    assert [one.words for one in shown.statements] == ["The people fill it.", "A roof."]
    assert 0 < shown.known == len(done) - len(plain) and 0 <= shown.right <= shown.known
    assert await proved.write(lambda tx: witnessing.others(tx, cases.held(tx, cases.coded(tx, code)))) == ()


def role_of(tx: Tx, assignment: int) -> str:
    row = tx.one("work.assignment", assignment=assignment)
    return str(row["role"]) if row is not None else ""


async def test_of_what_nobody_should_see_there_is_nothing(proved: Database, meet: Meet) -> None:
    """A task that was reported as violent: neither its words nor that it could be shown."""
    pack = await make_pack(proved, tasks=2, goodwill=1_000_000)
    amina = await meet()
    task = await amina.begins(pack)
    number = await proved.write(
        lambda tx: (tx.one("work.assignment", assignment=task.assignment) or {})["task"]
    )
    await amina.act(reporting.report, mark=task.mark, ground="violent")
    case = await proved.write(cases.open_case, "report", number, ground="violent", pack=pack)
    shown = await proved.write(lambda tx: witnessing.evidence(tx, cases.held(tx, case)))
    assert (shown.given, shown.hard) == (None, False)
    assert await proved.write(lambda tx: witnessing.task_of(tx, cases.held(tx, case))) is None


async def test_what_its_requester_writes_since_changes_nothing_of_what_is_judged(
    proved: Database, meet: Meet, clock: Clock
) -> None:
    """A question that two people call unclear is shown as they saw it, with its instruction; a pack, as it was when people paused it."""
    pack = await make_pack(proved, tasks=1, goodwill=1_000_000)
    for one in [await meet(), await meet()]:
        await one.act(reporting.report, mark=(await one.begins(pack)).mark, ground="unclear")
    grieved = await proved.write(cases.open_case, "grievance", pack, pack=pack)
    clock.now_ms += limits.minute
    written = make_form(question={"en": "A clear new question?"}, instruction={"en": NEW})
    await renewed(proved, pack, written)
    (report,) = [row["id"] for row in await proved.read(cases.queue, 0) if row["kind"] == "report"]
    old = make_form()
    shown = await proved.write(lambda tx: witnessing.evidence(tx, cases.held(tx, report)))
    assert shown.given is not None
    assert (shown.given.question, shown.instruction) == (old.question, old.instruction)
    assert (await proved.write(lambda tx: witnessing.task_of(tx, cases.held(tx, report)) or {}))[
        "version"
    ] != (await pack_row(proved, pack))["version"]
    packs = await proved.write(lambda tx: witnessing.evidence(tx, cases.held(tx, grieved)))
    assert packs.given is not None and packs.given.text == old.instruction
