"""Weighing: a task gets as many answers as it needs and never more than are paid for; known answers lead to help, not to blame."""

import asyncio
import random

import pytest

from bot import ledger
from bot.actions import looking, overseeing, publishing, reporting, serving, undoing, weighing, working
from bot.domain import limits
from bot.domain.outcomes.worker import NothingLeft, Task
from bot.storage import Database
from tests.actions.conftest import Meet, rows
from tests.actions.invariants import unweighed
from tests.conftest import Clock
from tests.makers import PRICE, READING_PAY, RULES, Worker, is_task, make_form, make_pack, prove

pytestmark = pytest.mark.anyio

FOUR = {
    "options": [{"code": code, "label": {"en": code.title()}} for code in ("road", "house", "river", "wood")]
}
DYNAMIC = {"least": 2, "most": 4, "confidence": 0.7}


async def dynamic_pack(database: Database, **changed: object) -> int:
    """A pack of four options that asks two to four people about each task."""
    wanted = {"tasks": 1, "gold_share": 0.01, "languages": ("en",), "settings": FOUR, "overlap": DYNAMIC}
    return await make_pack(database, **{**wanted, **changed})  # type: ignore[arg-type]


async def proven(database: Database) -> None:
    """Book and work have no fault, and what is locked is exactly what may still be needed."""
    await prove(database)
    assert await database.read(unweighed) == []


async def task_row(url: str) -> tuple[int, bool]:
    """Open places of the one task, and whether it is sure."""
    [(places, sure)] = rows(url, "SELECT open_slots, sure_at FROM tasks")
    return places, sure is not None


async def test_two_who_agree_are_enough(meet: Meet, proved: Database, database_url: str) -> None:
    """Of four options two new people who say the same are 75 % sure: the task is closed, the rest is spare."""
    pack = await dynamic_pack(proved)
    for who in (await meet(), await meet()):
        await who.answer((await who.begins(pack)).mark, "road")
        await proven(proved)
    assert await task_row(database_url) == (0, True)
    assert rows(database_url, "SELECT spare FROM packs") == [(2,)]
    assert isinstance(await (await meet()).current(), NothingLeft)


async def test_one_place_more_at_a_time_until_the_most(
    meet: Meet, proved: Database, database_url: str
) -> None:
    """People who disagree are joined by one more each time; after the most it ends, and nothing is spare."""
    pack = await dynamic_pack(proved)
    for code, left in (("road", 1), ("house", 1), ("river", 1), ("wood", 0)):
        who = await meet()
        await who.answer((await who.begins(pack)).mark, code)
        assert await task_row(database_url) == (left, False)
        await proven(proved)
    assert rows(database_url, "SELECT spare FROM packs") == [(0,)]
    assert await proved.read(ledger.balance, f"pack:{pack}:answers") == 0


async def test_a_place_that_somebody_holds_is_waited_for(
    meet: Meet, proved: Database, database_url: str
) -> None:
    """While a third person thinks, no fourth is asked; when they skip, the place opens again."""
    pack = await dynamic_pack(proved)
    first, second, third = await meet(), await meet(), await meet()
    await first.answer((await first.begins(pack)).mark, "road")
    await second.answer((await second.begins(pack)).mark, "house")
    held = await third.begins(pack)
    assert await task_row(database_url) == (0, False)
    await third.act(working.skip, mark=held.mark)
    assert await task_row(database_url) == (1, False)
    await proven(proved)


async def test_a_skip_opens_nothing_where_it_is_sure_already(
    meet: Meet, proved: Database, clock: Clock, database_url: str
) -> None:
    """A late answer made it sure while another place was held: when that is given back, the task is closed."""
    pack = await dynamic_pack(proved)
    first, late, third = await meet(), await meet(), await meet()
    waiting = await late.begins(pack)
    clock.now_ms += 25 * limits.hour
    await proved.write(overseeing.lapse)
    await first.answer((await first.begins(pack)).mark, "road")
    held = await third.begins(pack)
    await late.answer(waiting.mark, "road")
    assert await task_row(database_url) == (0, False)
    await third.act(working.skip, mark=held.mark)
    assert await task_row(database_url) == (0, True)
    await proven(proved)


async def test_undone_and_reported_an_answer_counts_as_it_was(
    meet: Meet, proved: Database, database_url: str
) -> None:
    """What was paid stands beside the report: two who differ are not sure, and a third place opens."""
    pack = await dynamic_pack(proved)
    first, second = await meet(), await meet()
    await first.answer((await first.begins(pack)).mark, "road")
    task = await second.begins(pack)
    await second.answer(task.mark, "house")
    again = is_task(await second.act(undoing.undo, mark=await second.mark()))
    await second.act(reporting.report, mark=again.mark, ground="unclear")
    assert await task_row(database_url) == (1, False)
    assert await second.balance() == PRICE + READING_PAY
    await proven(proved)


async def test_a_task_that_was_looked_at_goes_on_where_it_was(
    meet: Meet, proved: Database, database_url: str
) -> None:
    """Stopped by a report and released by a person, it opens what is missing to its least."""
    pack = await dynamic_pack(proved)
    first, second = await meet(), await meet()
    await first.answer((await first.begins(pack)).mark, "road")
    await second.act(reporting.report, mark=(await second.begins(pack)).mark, ground="violent")
    assert await task_row(database_url) == (0, False)
    [(code,)] = rows(database_url, "SELECT code FROM alarms")
    await proved.write(looking.decide, code, "harmless", "a street", "Achieng Otieno", RULES)
    assert await task_row(database_url) == (1, False)
    await proven(proved)


async def test_what_was_saved_pays_late_answers_before_goodwill_does(
    meet: Meet, proved: Database, clock: Clock, database_url: str
) -> None:
    """Six lapsed people answer all the same: five from the late reserve, the sixth from what dynamic overlap saved."""
    pack = await dynamic_pack(proved, overlap={"least": 2, "most": 8, "confidence": 0.7}, lease_h=1)
    waiting = []
    for _ in range(6):
        one = await meet()
        waiting.append((one, await one.begins(pack)))
        clock.now_ms += 2 * limits.hour
        await proved.write(overseeing.lapse)
    for who in (await meet(), await meet()):
        await who.answer((await who.begins(pack)).mark, "road")
    assert await task_row(database_url) == (0, True)
    for one, task in waiting:
        await one.answer(task.mark, "house")
    paid = dict(rows(database_url, "SELECT paid_from, count(*) FROM assignments GROUP BY paid_from"))
    assert paid == {"pay_answer": 2, "pay_late": 6}
    assert rows(database_url, "SELECT spare FROM packs") == [(5,)]
    await proven(proved)


async def test_thirty_people_at_once_never_get_more_than_the_most(proved: Database, clock: Clock) -> None:
    """Six tasks, thirty people who answer as they like, all in the same moments: within the most, and none stands still."""
    chance = random.Random(8)
    pack = await dynamic_pack(proved, tasks=6)
    people = [await Worker.met(proved, clock) for _ in range(30)]
    for one in people:
        one.proving = False
    asking = await asyncio.gather(*(_begun(one, pack) for one in people))
    for _ in range(20):
        says = [chance.choice(("road", "road", "house", "skip")) for _ in people]
        asking = await asyncio.gather(
            *(_goes_on(one, task, code) for one, task, code in zip(people, asking, says, strict=True))
        )
        await proven(proved)
        if not any(asking) and not await proved.read(lambda tx: tx.value("packs.places", pack=pack)):
            break  # what the last answer of a round opened is somebody's in the next
    given = await proved.read(lambda tx: tx.all("work.places_given"))
    assert max(row["places"] for row in given) <= DYNAMIC["most"]
    assert await proved.read(lambda tx: tx.value("packs.places", pack=pack)) == 0


async def _begun(one: Worker, pack: int) -> Task | None:
    await one.act(serving.start, pack=pack)
    first = await one.act(serving.go, pack=pack)
    return first if isinstance(first, Task) else None


async def _goes_on(one: Worker, task: Task | None, code: str) -> Task | None:
    if task is None:
        following = await one.act(serving.work)
    elif code == "skip":
        following = await one.act(working.skip, mark=task.mark)
    else:
        following = await one.answer(task.mark, code)
    return following if isinstance(following, Task) else None


def test_what_a_task_likely_needs_is_quoted() -> None:
    """Between the least and the most, in hundredths; nothing where every task gets as many."""
    assert weighing.overlap_likely(make_form()) == 0
    form = make_form(overlap=DYNAMIC, gold_share=0.2, languages=("en",), settings=FOUR)
    assert 200 < weighing.overlap_likely(form) < 300


async def test_likely_is_less_than_at_most_by_what_is_saved(proved: Database) -> None:
    """The quote locks four answers a task, and says what two or three would cost."""
    await dynamic_pack(proved, tasks=100, gold_share=0.2, launch=False)
    row = await proved.read(publishing.named, "streets")
    found = await proved.read(publishing.quoted, row, RULES)
    assert found.answers == 400 * PRICE
    assert 200 < found.overlap_likely < 300 and found.likely < found.at_most - 100 * PRICE


# ---- known answers -----------------------------------------------------------------------------------------


async def gold_pack(database: Database, **changed: object) -> int:
    """A pack of four options where every task is gold until its gold is used up."""
    wanted = {
        "tasks": 60, "gold": 30, "gold_share": 0.5, "languages": ("en",), "settings": FOUR, "readers_max": 20,
    }  # fmt: skip
    return await make_pack(database, **{**wanted, **changed})  # type: ignore[arg-type]


async def says(worker: Worker, task: Task, code: str, gold: int, url: str) -> Task:
    """Answers the same until so many of the answers were known ones, or something else than a task comes."""
    while isinstance(task, Task) and _known(url) < gold:
        following = await worker.answer(task.mark, code)
        if not isinstance(following, Task):
            break
        task = following
    return task


def _known(url: str) -> int:
    [(known,)] = rows(url, "SELECT gold_right + gold_wrong FROM readers")
    return int(known)


async def test_a_low_score_brings_paid_practice(meet: Meet, proved: Database, database_url: str) -> None:
    """After four known answers that were not right come three more practice questions, from a free reader's money."""
    pack = await gold_pack(proved, practice=6)
    amina = await meet()
    task = await amina.begins(pack)
    for _ in range(3):
        task = is_task(await amina.answer(task.mark, "road"))
    task = await says(amina, task, "house", 4, database_url)
    assert (task.role, task.note) == ("practice", "help")
    before, further = await amina.balance(), 0
    while task.role == "practice":
        task, further = is_task(await amina.answer(task.mark, "road")), further + 1
    assert further == limits.practice_further
    assert await amina.balance() == before + further * PRICE
    assert rows(database_url, "SELECT helped, aside FROM readers") == [(4, 0)]
    assert rows(database_url, "SELECT readers_left FROM packs") == [(18,)]


async def test_a_score_like_guessing_leads_to_other_work(
    meet: Meet, proved: Database, database_url: str
) -> None:
    """Eight known answers, none right: kindly told, nothing more of the pack, answers aside, every one paid."""
    pack = await gold_pack(proved)
    amina = await meet()
    await says(amina, await amina.begins(pack), "house", 8, database_url)
    nothing = await amina.current()
    assert isinstance(nothing, NothingLeft) and nothing.saved is not None and nothing.saved.elsewhere
    [(answers, paid)] = rows(
        database_url, "SELECT count(*), sum(paid) FROM assignments WHERE state = 'answered'"
    )
    assert paid == answers * PRICE and await amina.balance() == paid + READING_PAY
    assert rows(database_url, "SELECT aside, elsewhere FROM readers") == [(1, 1)]
    assert rows(database_url, "SELECT who, verb FROM journal WHERE verb = 'answers_aside'") == [
        ("round", "answers_aside")
    ]


async def test_a_person_can_take_it_back(meet: Meet, proved: Database, database_url: str) -> None:
    """The operator looks and says no: the answers count again and the pack is offered again; asked twice, nothing more."""
    pack = await gold_pack(proved)
    amina = await meet()
    await says(amina, await amina.begins(pack), "house", 8, database_url)
    back = {"person": amina.who.person, "pack": pack, "aside": False, "by": "operator"}
    assert await proved.write(lambda tx: weighing.set_aside(tx, **back))
    assert not await proved.write(lambda tx: weighing.set_aside(tx, **back))
    assert rows(database_url, "SELECT aside, elsewhere FROM readers") == [(0, 0)]
    assert not isinstance(await amina.act(serving.work), NothingLeft)


async def test_who_is_left_out_of_results_goes_on_and_is_told_when_a_score_leads_elsewhere(
    meet: Meet, proved: Database, database_url: str
) -> None:
    """An operator's word about results ends nobody's work; known answers still do, with the sentence that says so."""
    pack = await gold_pack(proved)
    amina = await meet()
    task = await amina.begins(pack)
    given = {"person": amina.who.person, "pack": pack, "aside": True, "by": "operator"}
    assert await proved.write(lambda tx: weighing.set_aside(tx, **given))
    assert rows(database_url, "SELECT aside, elsewhere FROM readers") == [(1, 0)]
    await says(amina, is_task(await amina.answer(task.mark, "road")), "house", 8, database_url)
    told = await amina.current()
    assert isinstance(told, NothingLeft) and told.saved is not None and told.saved.elsewhere
    assert rows(database_url, "SELECT aside, elsewhere FROM readers") == [(1, 1)]


async def test_a_slip_that_is_undone_does_not_count(meet: Meet, proved: Database, database_url: str) -> None:
    """A known answer that was put right within its ten minutes is a right one."""
    pack = await gold_pack(proved)
    amina = await meet()
    task = await says(amina, await amina.begins(pack), "house", 1, database_url)
    assert rows(database_url, "SELECT gold_right, gold_wrong FROM readers") == [(0, 1)]
    again = is_task(await amina.act(undoing.undo, mark=task.mark))
    await amina.answer(again.mark, "road")
    assert rows(database_url, "SELECT gold_right, gold_wrong, answered FROM readers")[0][:2] == (1, 0)


async def test_how_like_a_known_answer_is_enough_is_the_pack_s(
    meet: Meet, proved: Database, database_url: str
) -> None:
    """On a scale of five a neighbour of the known answer is right where the pack says that three quarters do."""
    for name, alike, right in (("exact", 1.0, 0), ("near", 0.7, 1)):
        pack = await make_pack(
            proved, name, kind="scale", gold=5, tasks=5, gold_share=0.5, gold_alike=alike, languages=("en",),
            settings={"points": 5, "least": {"en": "cold"}, "most": {"en": "warm"}},
        )  # fmt: skip
        amina = await meet()
        task = await amina.begins(pack)
        while (
            sum(rows(database_url, f"SELECT gold_right, gold_wrong FROM readers WHERE pack = {pack}")[0]) < 1
        ):
            task = is_task(await amina.answer(task.mark, "4"))
        assert rows(database_url, f"SELECT gold_right FROM readers WHERE pack = {pack}") == [(right,)]


DOUBT = {"least": 1, "most": 2, "doubt": "wood"}


async def test_a_doubt_asks_for_one_person_more(meet: Meet, proved: Database, database_url: str) -> None:
    """Whoever says so opens the second place; its answer stands, and nobody is asked a third time."""
    pack = await dynamic_pack(proved, overlap=DOUBT, gold_share=0.0)
    first, second = await meet(), await meet()
    await first.answer((await first.begins(pack)).mark, "wood")
    assert await task_row(database_url) == (1, False)
    await second.answer((await second.begins(pack)).mark, "wood")
    assert await task_row(database_url) == (0, False)
    assert rows(database_url, "SELECT spare FROM packs") == [(0,)]
    assert isinstance(await (await meet()).current(), NothingLeft)
    await prove(proved)


async def test_without_a_doubt_one_pair_of_eyes_is_enough(
    meet: Meet, proved: Database, database_url: str
) -> None:
    """Any other answer closes the task; what the second would have cost is spare."""
    pack = await dynamic_pack(proved, overlap=DOUBT, gold_share=0.0)
    first = await meet()
    await first.answer((await first.begins(pack)).mark, "road")
    assert await task_row(database_url) == (0, True)
    assert rows(database_url, "SELECT spare FROM packs") == [(1,)]
    await prove(proved)


async def test_doubted_answers_are_in_the_likely_price() -> None:
    """One in five is supposed to be in doubt; the most that is locked is two answers each."""
    form = make_form(overlap=DOUBT, settings=FOUR, languages=("en",))
    found = publishing.quote_of(form, 100, False, RULES)
    assert (found.overlap_likely, found.answers) == (120, 200 * form.price)
