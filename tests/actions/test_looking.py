"""Who brought it looks first, as a worker does; then somebody neutral; and what each says is done and paid for."""

import json
from dataclasses import replace

import pytest

from bot import ledger
from bot.actions import (
    accounting,
    choosing,
    deciding,
    delivering,
    depositing,
    filling,
    forgetting,
    looking,
    raising,
    reporting,
    returning,
    serving,
    telling,
)
from bot.actions.filling import NewRendition
from bot.domain import alarms, claims, limits, wellbeing
from bot.domain.events import Wrote
from bot.domain.outcomes.alarms import AlarmCame, AlarmEnded, DescribeIt, LookFirst, NothingToLookAt
from bot.domain.outcomes.cases import CaseLeft
from bot.domain.outcomes.hard import Choices, PausePaid
from bot.domain.outcomes.papers import ForgetTold
from bot.domain.outcomes.worker import Help, NotUnderstood, Task
from bot.domain.refusals.alarms import AlarmDecided, NoSuchAlarm, NoSuchVerdict, RequesterFirst
from bot.domain.refusals.cases import CaseTaken, NoReason
from bot.domain.refusals.claims import NoNeutralPerson
from bot.storage import Database, Tx
from tests.actions.conftest import Meet, rows
from tests.actions.test_raising import rounds
from tests.conftest import Clock
from tests.makers import (
    BOT,
    RULES,
    Worker,
    choose,
    make_moderator,
    make_pack,
    make_requester,
    make_rows,
    meet_deadlines,
    notices,
    pack_row,
)

pytestmark = pytest.mark.anyio

BY = "Achieng Otieno"


@pytest.fixture
async def owner(proved: Database, meet: Meet, clock: Clock) -> Worker:
    """Whoever speaks for the requester, at noon with them; they chose violence."""
    clock.now_ms += 12 * limits.hour - clock.now_ms % limits.day + limits.day
    who = await make_requester(proved, await meet())
    await choose(proved, who.who, "violence")
    return who


@pytest.fixture
async def pack(proved: Database, owner: Worker, meet: Meet) -> int:
    """A pack one of whose tasks somebody reported as violent."""
    made = await make_pack(proved, tasks=2, overlap=2, goodwill=1_000_000)
    amina = await meet()
    await amina.act(reporting.report, mark=(await amina.begins(made)).mark, ground="violent")
    await rounds(proved)
    return made


def is_look(outcome: object) -> LookFirst:
    """The outcome, which must be a reported task."""
    assert isinstance(outcome, LookFirst), outcome
    return outcome


async def looks(owner: Worker) -> LookFirst:
    """/look."""
    return is_look(await owner.act(looking.look, rules=RULES, code=""))


async def shows(owner: Worker, mark: str, clock: Clock) -> object:
    """[Show it], a second later."""
    clock.now_ms += limits.second
    return await owner.act(looking.see, rules=RULES, mark=mark, sent_at=clock.now_ms)


async def says(owner: Worker, verdict: str) -> object:
    """One of the three keys, without a look."""
    return await owner.act(looking.say, rules=RULES, mark=(await looks(owner)).mark, verdict=verdict)


async def test_the_item_is_the_answer_to_a_press_and_counted(
    proved: Database, owner: Worker, pack: int, clock: Clock, database_url: str
) -> None:
    """Described first; then covered, in their own diary; nothing of it stored; and it goes once they have said what it is."""
    [told] = [one for one in await notices(proved, owner) if isinstance(one, AlarmCame)]
    first = is_look(await owner.act(looking.look, rules=RULES, code=told.code.lower()))
    assert first.hard.look is None and first.hard.categories == ("violence",)
    seen = is_look(await shows(owner, first.mark, clock))
    assert seen.hard.look is not None and seen.hard.look.text == {"en": "Item 1"} and delivering.is_look(seen)
    assert rows(database_url, f"SELECT level FROM exposures WHERE person = {owner.who.person}") == [(2,)]
    assert rows(
        database_url,
        "SELECT count(*) FROM questions WHERE facts LIKE '%Item 1%' AND facts LIKE '%LookFirst%'",
    ) == [(0,)]
    assert len(rows(database_url, f"SELECT message FROM erasures WHERE account = {owner.who.account}")) == 1
    ended = await owner.act(looking.say, rules=RULES, mark=seen.mark, verdict="out")
    assert isinstance(ended, AlarmEnded) and ended.after is not None and ended.after.help
    assert (ended.code, ended.state, ended.key) == (told.code, "out", told.key) and ended.title == told.title
    late = f"SELECT count(*) FROM erasures WHERE account = {owner.who.account} AND at > {clock.now_ms}"
    assert rows(database_url, late) == [(0,)]


async def test_a_late_press_and_every_limit_bring_the_description(
    proved: Database, owner: Worker, pack: int, clock: Clock, database_url: str
) -> None:
    """After two minutes; at night; and where they have not chosen it."""
    first = await looks(owner)
    clock.now_ms += wellbeing.show_ms + limits.minute
    again = is_look(await shows(owner, first.mark, clock))
    assert again.hard.look is None and again.why == ""
    clock.now_ms += 11 * limits.hour
    night = is_look(await shows(owner, (await looks(owner)).mark, clock))
    assert (night.hard.look, night.why) == (None, "night")
    await proved.write(lambda tx: tx.run("care.unchoose", person=owner.who.person, category="") and None)
    never = is_look(await shows(owner, (await looks(owner)).mark, clock))
    assert never.hard.look is None and never.why == "child"
    assert rows(database_url, f"SELECT count(*) FROM exposures WHERE person = {owner.who.person}") == [(0,)]


async def test_it_is_violent_is_described_served_to_who_chose_it_and_paid_for(
    proved: Database, owner: Worker, pack: int, meet: Meet, clock: Clock, database_url: str
) -> None:
    """With their sentence and the money for pauses it comes, asked first, to somebody who chose violence; to nobody else."""
    asked = await says(owner, "violent")
    assert isinstance(asked, DescribeIt)
    told = await owner.act(
        looking.describe,
        rules=RULES,
        mark=asked.mark,
        event=Wrote("A man is beaten", 0),
        sent_at=clock.now_ms,
    )
    assert isinstance(told, AlarmEnded) and told.state == "violent"
    await rounds(proved)
    pause = (await pack_row(proved, pack))["care_pay"]
    assert rows(database_url, "SELECT amount FROM transfers WHERE movement = 'pay_unwarned'") == [(pause,)]
    assert rows(database_url, "SELECT level, stopped_at FROM tasks WHERE level > 0") == [(2, None)]
    baraka = await meet()
    await choose(proved, baraka.who, "violence")
    await baraka.begins(pack)
    await baraka.answer(await baraka.mark())
    task = await baraka.act(serving.work)
    assert isinstance(task, Task) and task.hard is not None
    assert task.hard.description == {"en": "A man is beaten"}


async def test_without_money_for_pauses_it_stays_off(
    proved: Database, owner: Worker, pack: int, database_url: str, clock: Clock
) -> None:
    """It is described and flagged, and nobody is served it."""
    free = await proved.read(ledger.balance, f"requester:{owner.who.requester}")
    given = {"requester": owner.who.requester, "amount": free, "about": 1}
    await proved.write(lambda tx: ledger.withdraw_deposit(tx, **given) and None)
    asked = await says(owner, "violent")
    assert isinstance(asked, DescribeIt)
    told = await owner.act(
        looking.describe, rules=RULES, mark=asked.mark, event=Wrote("A fight", 0), sent_at=clock.now_ms
    )
    assert isinstance(told, AlarmEnded) and told.state == "off"
    [(item, stopped)] = rows(database_url, "SELECT item, stopped_why FROM tasks WHERE level > 0")
    assert json.loads(item)["description"] == {"en": "A fight"} and stopped == "violent"


async def test_it_is_not_waits_for_somebody_neutral(
    proved: Database, owner: Worker, pack: int, clock: Clock, database_url: str
) -> None:
    """Then it is as it was, in nobody's diary, and nobody pays; what was paid stays."""
    told = await says(owner, "harmless")
    assert isinstance(told, AlarmEnded) and told.state == "disputed"
    [row] = await proved.read(looking.for_somebody)
    ended = await proved.write(looking.decide, row["code"], "harmless", "Tomato juice.", BY, RULES)
    assert ended.state == "harmless"
    await rounds(proved)
    assert rows(database_url, "SELECT level, flags, stopped_at FROM tasks WHERE key = 'task-1'") == [
        (0, "{}", None)
    ]
    assert rows(database_url, "SELECT level, unwarned FROM exposures") == [(0, 0)]
    assert rows(database_url, "SELECT count(*) FROM transfers WHERE movement = 'pay_unwarned'") == [(0,)]
    told = await notices(proved, owner)
    [end] = [one for one in told if isinstance(one, AlarmEnded)]
    assert (end.code, end.state, end.why) == (row["code"], "harmless", "Tomato juice.")
    assert any(
        isinstance(one, AlarmCame) for one in told
    )  # not written over: what is edited far above is not heard
    with pytest.raises(AlarmDecided):
        await proved.write(looking.decide, row["code"], "violent", "so", BY, RULES)


async def test_somebody_neutral_waits_for_the_requester(
    proved: Database, owner: Worker, pack: int, clock: Clock
) -> None:
    """Their 96 hours first; then, also after silence, a person decides; what is no verdict is none."""
    [row] = await proved.read(looking.waiting)
    with pytest.raises(RequesterFirst, match="96 hours"):
        await proved.write(looking.decide, row["code"], "violent", "A fight", BY, RULES)
    clock.now_ms += alarms.silence_ms
    await rounds(proved)
    with pytest.raises(NoSuchVerdict):
        await proved.write(looking.decide, row["code"], "bad", "A fight", BY, RULES)
    with pytest.raises(NoNeutralPerson):
        await proved.write(looking.decide, row["code"], "out", "", BY, replace(RULES, rulings_by=""))
    ended = await proved.write(looking.decide, row["code"], "violent", "A fight", BY, RULES)
    assert ended.state == "violent"


async def test_another_ones_report_is_nobody_elses(
    proved: Database, owner: Worker, pack: int, meet: Meet
) -> None:
    """A worker has no reports; another requester finds none of that code; with none waiting there is nothing to look at."""
    [row] = await proved.read(looking.waiting)
    amina = await meet()
    assert isinstance(await amina.act(looking.look, rules=RULES, code=row["code"]), NotUnderstood)
    other = await make_requester(proved, await meet(), "Another House")
    with pytest.raises(NoSuchAlarm):
        await other.act(looking.look, rules=RULES, code=row["code"])
    assert isinstance(await other.act(looking.look, rules=RULES, code=""), NothingToLookAt)
    await says(owner, "out")
    with pytest.raises(AlarmDecided):
        await owner.act(looking.look, rules=RULES, code=row["code"])


async def test_when_nobody_neutral_decides_the_house_pays(
    proved: Database, owner: Worker, pack: int, clock: Clock, database_url: str
) -> None:
    """Seven days after "it is not": it stays off, and goodwill pays the pause of who saw it."""
    await proved.write(depositing.goodwill, 5_000_000, "for pauses", RULES)
    await says(owner, "harmless")
    clock.now_ms += claims.ruling_ms
    await rounds(proved)
    assert rows(database_url, "SELECT state, decided_by FROM alarms") == [("off", "overdue")]
    paid = rows(database_url, "SELECT movement FROM transfers WHERE key LIKE 'unwarned:%'")
    assert paid == [("pay_goodwill",)]


async def test_a_moderator_looks_next_under_the_same_limits(
    proved: Database, owner: Worker, pack: int, meet: Meet, clock: Clock, database_url: str
) -> None:
    """Not before the requester has spoken; then asked first, counted in their own diary; their word decides."""
    otieno = await meet()

    def name(tx: Tx) -> None:
        mark = "?" if tx.engine == "sqlite" else "%s"
        tx._connection.execute(
            f"INSERT INTO moderators (id, name, person, languages, made_by, at) VALUES (9, 'Otieno', {mark}, 'en', 'a', 1)",
            (otieno.who.person,),
        )

    assert not await proved.read(choosing.ready, otieno.who.person)
    await proved.write(name)
    assert await proved.read(choosing.ready, otieno.who.person)
    assert (await otieno.act(accounting.help_card)) == Help(hard=True, decides=True)
    await choose(proved, otieno.who, "violence")
    assert isinstance(await otieno.act(looking.look, rules=RULES, code=""), NothingToLookAt)
    await says(owner, "harmless")
    first = await looks(otieno)
    seen = is_look(await shows(otieno, first.mark, clock))
    assert seen.hard.look is not None
    assert rows(database_url, f"SELECT level FROM exposures WHERE person = {otieno.who.person}") == [(2,)]
    ended = await otieno.act(looking.say, rules=RULES, mark=seen.mark, verdict="harmless")
    assert isinstance(ended, AlarmEnded) and ended.state == "harmless" and ended.after is not None
    assert rows(database_url, "SELECT state, decided_by FROM alarms") == [("harmless", "Otieno")]


async def test_a_case_that_is_decided_without_a_look_takes_it_out(
    proved: Database, owner: Worker, pack: int, database_url: str
) -> None:
    """The queue shows nothing of it, so nobody puts it back from there."""
    await says(owner, "harmless")
    [(code,)] = rows(database_url, "SELECT code FROM cases WHERE kind = 'report'")
    with pytest.raises(NoReason):
        await proved.write(deciding.decide_by_name, code, "stands", "fits", "", RULES)
    await proved.write(deciding.decide_by_name, code, "item", "harmful", "", RULES)
    assert rows(database_url, "SELECT state FROM alarms") == [("out",)]
    await rounds(proved)


async def test_back_leads_back(proved: Database, owner: Worker, pack: int) -> None:
    """Nothing was said."""
    asked = await says(owner, "violent")
    assert isinstance(asked, DescribeIt)
    is_look(await owner.act(looking.unsaid, rules=RULES, mark=asked.mark))


async def test_who_brings_work_may_choose_it_at_once(proved: Database, meet: Meet) -> None:
    """They could not look at what is theirs, if other work were asked of them first."""
    owner = await make_requester(proved, await meet())
    found = await owner.act(choosing.hard, rules=RULES, written="")
    assert isinstance(found, Choices) and found.ready


async def another(proved: Database, meet: Meet) -> Worker:
    """A second moderator's phone; its person chose violence."""
    other = await make_moderator(proved, await meet(), "Halima")
    await choose(proved, other.who, "violence")
    return other


async def test_a_moderator_who_looks_has_it_alone_and_is_paid_their_minutes(
    proved: Database, owner: Worker, pack: int, meet: Meet, clock: Clock, database_url: str
) -> None:
    """As for any case: two do not look at once, nobody speaks of it twice, and the time is paid."""
    await proved.write(depositing.goodwill, 5_000_000, "for minutes", RULES)
    otieno, halima = await make_moderator(proved, await meet()), await another(proved, meet)
    [(code,)] = rows(database_url, "SELECT code FROM alarms")
    with pytest.raises(RequesterFirst):
        await otieno.act(looking.look, rules=RULES, code=code)
    await says(owner, "harmless")
    first = await looks(otieno)
    assert isinstance(await halima.act(looking.look, rules=RULES, code=""), NothingToLookAt)
    with pytest.raises(CaseTaken):
        await halima.act(looking.look, rules=RULES, code=code)
    clock.now_ms += 4 * limits.minute
    await otieno.act(looking.say, rules=RULES, mark=first.mark, verdict="harmless")
    assert rows(database_url, "SELECT outcome, amount, paid FROM opinions") == [("stands", 666_667, 1)]
    assert rows(database_url, "SELECT state, outcome FROM cases") == [("closed", "stands")]
    assert await otieno.balance() == 666_667


async def test_a_second_report_of_what_was_harmless_is_for_somebody_else(
    proved: Database, owner: Worker, pack: int, meet: Meet, clock: Clock, database_url: str
) -> None:
    """Who saw it is paid all the same once it is violent; whoever spoke of it does not judge it again."""
    otieno, halima = await make_moderator(proved, await meet()), await another(proved, meet)
    baraka = await meet()
    await says(owner, "harmless")
    await otieno.act(looking.say, rules=RULES, mark=(await looks(otieno)).mark, verdict="harmless")
    assert rows(database_url, "SELECT DISTINCT level, unwarned FROM exposures") == [(0, 0)]
    await baraka.begins(pack)
    task = await baraka.answer(await baraka.mark())
    assert isinstance(task, Task) and task.text == {"en": "Item 1"}
    await baraka.act(reporting.report, mark=task.mark, ground="violent")
    await rounds(proved)
    assert rows(database_url, "SELECT level, unwarned FROM exposures") == [(2, 1), (2, 1)]
    await says(owner, "harmless")
    assert isinstance(await otieno.act(looking.look, rules=RULES, code=""), NothingToLookAt)
    await halima.act(looking.say, rules=RULES, mark=(await looks(halima)).mark, verdict="out")
    await rounds(proved)
    assert rows(database_url, "SELECT level, unwarned FROM exposures") == [(2, 2), (2, 2)]


async def test_what_turns_out_unlawful_goes_from_whoever_looked(
    proved: Database, owner: Worker, pack: int, meet: Meet, clock: Clock, database_url: str
) -> None:
    """Also what was on its way to them just then; and nothing of it is sent any more."""
    seen = is_look(await shows(owner, (await looks(owner)).mark, clock))
    [(task, about)] = rows(database_url, "SELECT task, id FROM alarms")
    assignment = {"id": 0, "task": task, "pack": pack, "level": 0, "flags": "{}"}
    told = telling.Told(owner.who.account, owner.who.telegram, "en", "question", 1, seen)
    assert not await proved.read(delivering.is_over, told)
    await proved.write(raising.raised, assignment, "illegal")
    mine = f"SELECT count(*) FROM erasures WHERE assignment = {about} AND at > {clock.now_ms}"
    assert rows(database_url, mine) == [(0,)]
    assert await proved.read(delivering.is_over, told)
    await proved.write(delivering.shown, told, 999, clock.now_ms)
    assert rows(database_url, mine) == [(0,)]
    assert (999,) in rows(database_url, "SELECT message FROM erasures")


async def test_an_outage_of_ours_takes_no_time_from_the_requester(
    proved: Database, owner: Worker, pack: int, clock: Clock, database_url: str
) -> None:
    """Nobody could look while we were away: 96 hours are 96 hours here."""
    await proved.write(returning.sign, BOT)
    clock.now_ms += alarms.silence_ms + limits.hour
    await proved.write(returning.sign, BOT)
    await rounds(proved)
    assert rows(database_url, "SELECT state FROM alarms") == [("waits",)]
    clock.now_ms += alarms.silence_ms
    await rounds(proved)
    assert rows(database_url, "SELECT state FROM alarms") == [("off",)]


async def test_a_moderator_who_is_forgotten_is_named_nowhere(
    proved: Database, owner: Worker, pack: int, meet: Meet, clock: Clock, database_url: str
) -> None:
    """What they decided stands, as somebody's."""
    otieno = await make_moderator(proved, await meet())
    await says(owner, "harmless")
    await otieno.act(looking.say, rules=RULES, mark=(await looks(otieno)).mark, verdict="harmless")
    told = await otieno.act(forgetting.forget, code="")
    assert isinstance(told, ForgetTold)
    await proved.write(forgetting.forget, otieno.who, told.code)
    [(state, by)] = rows(database_url, "SELECT state, decided_by FROM alarms")
    assert state == "harmless" and by.startswith("moderator ")


async def test_who_holds_it_is_paid_before_it_is_served_on(
    proved: Database, meet: Meet, owner: Worker, database_url: str
) -> None:
    """Somebody decides before a round came to them: nobody holds it twice, and it is theirs no more."""
    made = await make_pack(proved, tasks=1, overlap=2, goodwill=1_000_000)
    amina, baraka = await meet(), await meet()
    await baraka.begins(made)
    await amina.act(reporting.report, mark=(await amina.begins(made)).mark, ground="violent")
    asked = await says(owner, "violent")
    assert isinstance(asked, DescribeIt)
    words = {"mark": asked.mark, "event": Wrote("A fight", 0), "sent_at": 0}
    await owner.act(looking.describe, rules=RULES, **words)
    held = f"SELECT state FROM assignments WHERE person = {baraka.who.person}"
    assert rows(database_url, held) == [("left",)]
    await rounds(proved)


async def test_what_is_served_on_is_not_looked_for_any_more(
    proved: Database, meet: Meet, owner: Worker, pack: int, clock: Clock, database_url: str
) -> None:
    """Decided within the hour: whoever is asked it then keeps the message."""
    await says(owner, "harmless")
    [(code,)] = rows(database_url, "SELECT code FROM alarms")
    rules = replace(RULES, rulings_by=BY)
    await proved.write(looking.decide, code, "harmless", "Tomato juice.", BY, rules)
    baraka = await meet()
    await baraka.begins(pack)
    task = await baraka.answer(await baraka.mark())
    assert isinstance(task, Task) and task.text == {"en": "Item 1"}
    for wait in alarms.sweeps_ms:
        clock.now_ms += wait
        await rounds(proved)
    mine = f"SELECT message FROM erasures WHERE account = {baraka.who.account}"
    assert rows(database_url, mine) == []


async def test_a_closer_look_is_a_press_more_and_not_counted_again(
    proved: Database, owner: Worker, clock: Clock, database_url: str
) -> None:
    """Covered and silent first, though no file of it was made so; then as it is, larger, and the sound; each press under the rules."""
    made = await make_pack(proved, "sounds", launch=False, tasks=1, goodwill=1_000_000)
    shapes = [("picture", 320, 9_000, 0), ("picture", 800, 40_000, 0), ("audio", 16, 8_000, 4)]
    renditions = [
        NewRendition("a" * 64, edge, f"{number}" * 64, edge, edge, size_bytes, form=form, seconds=seconds)
        for number, (form, edge, size_bytes, seconds) in enumerate(shapes)
    ]
    [row] = make_rows(tasks=1)
    await proved.write(
        filling.add_tasks, made, [replace(row, key="p2", picture="a" * 64, number=0)], renditions
    )
    [(task,)] = rows(database_url, f"SELECT id FROM tasks WHERE pack = {made} AND key = 'p2'")
    reported = {"id": 0, "task": task, "pack": made, "level": 0, "flags": "{}"}
    await proved.write(raising.raised, reported, "violent")
    found = await looks(owner)
    ways = []
    for how in (
        "sound",
        "plain",
        "larger",
        "sound",
    ):  # nothing is closer than what was not shown: the first comes first
        clock.now_ms += limits.second
        given = {"mark": found.mark, "sent_at": clock.now_ms, "how": how}
        found = is_look(await owner.act(looking.see, rules=RULES, **given))
        look = found.hard.look
        assert look is not None
        ways.append((look.how, look.cover, look.further, bool(look.picture), bool(look.audio)))
    assert ways == [
        ("first", "blurred", "plain", True, False),
        ("plain", "", "larger", True, False),
        ("larger", "", "sound", True, False),
        ("sound", "", "", False, True),
    ]
    mine = f"SELECT count(*) FROM exposures WHERE person = {owner.who.person}"
    assert rows(database_url, mine) == [(1,)]
    clock.now_ms += 15 * limits.hour
    given = {"mark": found.mark, "sent_at": clock.now_ms, "how": "plain"}
    late = is_look(await owner.act(looking.see, rules=RULES, **given))
    assert late.hard.look is None


async def test_a_moderators_looks_are_rested_from_and_their_pause_is_paid_by_the_house(
    proved: Database, owner: Worker, pack: int, meet: Meet, clock: Clock
) -> None:
    """Once for the look that began it; its requester's own looks bring a pause as well, which nobody pays."""
    await proved.write(depositing.goodwill, 5_000_000, "for pauses", RULES)
    otieno = await make_moderator(proved, await meet())
    await choose(proved, otieno.who, "violence")
    for one in (owner, otieno):
        await proved.write(lambda tx, one=one: tx.run("care.set_own_set", person=one.who.person, own=1))
    await says_after_looks(owner, clock)
    assert not [told for told in await notices(proved, owner) if isinstance(told, PausePaid)]
    for number in range(2):
        found = is_look(await shows(otieno, (await looks(otieno)).mark, clock))
        assert (found.hard.look is None, found.why) == (bool(number), "set" if number else "")
    care_pay = (await pack_row(proved, pack))["care_pay"]
    assert await otieno.balance() == care_pay > 0
    clock.now_ms += wellbeing.pause_ms
    assert is_look(await shows(otieno, (await looks(otieno)).mark, clock)).hard.look is not None
    clock.now_ms += wellbeing.over_ms
    await rounds(proved)
    assert await otieno.balance() == care_pay


async def says_after_looks(owner: Worker, clock: Clock) -> None:
    """Its requester looks twice, of which the second is too many, and says that it is harmless."""
    for _ in range(2):
        await shows(owner, (await looks(owner)).mark, clock)
    await says(owner, "harmless")


async def test_minutes_are_paid_though_it_is_decided_on_the_command_line_meanwhile(
    proved: Database, owner: Worker, pack: int, meet: Meet, clock: Clock, database_url: str
) -> None:
    """They have it in hand and looked; what they say then finds it decided."""
    await proved.write(depositing.goodwill, 5_000_000, "for minutes", RULES)
    otieno = await make_moderator(proved, await meet())
    await says(owner, "harmless")
    first = await looks(otieno)
    clock.now_ms += 4 * limits.minute
    ruling = replace(RULES, rulings_by=BY)
    await proved.write(looking.decide, first.code, "out", "A fight.", BY, ruling)
    await proved.write(meet_deadlines)
    assert await otieno.balance() == 666_667
    assert CaseLeft(first.code, 666_667) in await notices(proved, otieno)
    late = await otieno.act(looking.say, rules=RULES, mark=first.mark, verdict="harmless")
    assert isinstance(late, AlarmEnded) and late.state == "out"
    assert rows(database_url, "SELECT outcome, paid FROM opinions") == [("settled", 1)]


async def test_a_requesters_hours_stop_in_our_outages(
    proved: Database, owner: Worker, pack: int, meet: Meet, clock: Clock, database_url: str
) -> None:
    """Who may look next is told when that will be, with the time that we were away."""
    otieno = await make_moderator(proved, await meet())
    [(code,)] = rows(database_url, "SELECT code FROM alarms")
    await proved.write(returning.sign, BOT)
    clock.now_ms += 10 * limits.hour
    await proved.write(returning.sign, BOT)
    with pytest.raises(RequesterFirst) as refused:
        await otieno.act(looking.look, rules=RULES, code=code)
    assert refused.value.values["hours"] == alarms.silence_ms // limits.hour
