"""Accounting for oneself: what a person sees of their money, their work and what is kept about them."""

import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from typing import Any

import pytest

from bot.actions import (
    accounting,
    admitting,
    asking,
    bundling,
    caring,
    cases,
    charging,
    claiming,
    deciding,
    delivering,
    exporting,
    fixing,
    limiting,
    noticing,
    offering,
    publishing,
    reporting,
    restricting,
    ruling,
    serving,
    thanking,
    undoing,
)
from bot.domain import limits, outcomes, records
from bot.domain.events import Wrote
from bot.domain.outcomes.worker import (
    Examples,
    Help,
    History,
    Money,
    MyData,
    NotUnderstood,
    Reading,
    Statement,
)
from bot.domain.signals import Signal
from bot.storage import Database, migrate
from tests.actions.conftest import Meet, rows
from tests.actions.test_making import SHARP, looked_at, next_job, photo
from tests.conftest import Clock
from tests.makers import (
    PRICE,
    READING_PAY,
    REQUESTER,
    RULES,
    Worker,
    choose,
    is_task,
    make_hard,
    make_moderator,
    make_pack,
)
from tests.makers_payouts import MPESA, earn, pay_out, purse, settled, ways

pytestmark = pytest.mark.anyio


async def test_money_says_what_there_is_and_what_today_brought(
    meet: Meet, proved: Database, clock: Clock
) -> None:
    """The balance stays; today begins anew at midnight UTC."""
    amina = await meet()
    task = await amina.begins(await make_pack(proved))
    await amina.answer(task.mark)
    earned = PRICE + READING_PAY
    assert await amina.act(accounting.money) == Money(balance=earned, today=earned, ever=earned, working=True)
    clock.now_ms += limits.day
    assert await amina.act(accounting.money) == Money(balance=earned, today=0, ever=earned, working=True)


async def test_a_statement_has_every_movement_newest_first(meet: Meet, proved: Database) -> None:
    """Each line has its movement, its amount and the balance after it."""
    amina = await meet()
    await amina.answer((await amina.begins(await make_pack(proved))).mark)
    told = await amina.act(accounting.statement)
    assert isinstance(told, Statement) and told.balance == PRICE + READING_PAY
    assert [(one.movement, one.amount, one.balance) for one in told.lines] == [
        ("pay_reading", READING_PAY, PRICE + READING_PAY),
        ("pay_answer", PRICE, PRICE),
    ]


async def test_history_shows_one_s_own_answers_undone_ones_too(meet: Meet, proved: Database) -> None:
    """Newest first, what was said and what it brought; undone ones are marked and not counted."""
    pack = await make_pack(proved)
    amina, baraka = await meet(), await meet()
    await baraka.answer((await baraka.begins(pack)).mark)
    first = await amina.begins(pack)
    second = is_task(await amina.answer(first.mark, "road"))
    again = is_task(await amina.act(undoing.undo, mark=second.mark))
    await amina.answer(again.mark, "building")
    told = await amina.act(accounting.history)
    assert isinstance(told, History) and told.total == 1
    assert [(one.answer, one.paid, one.state) for one in told.answers] == [
        ("building", PRICE, "answered"),
        ("road", PRICE, "undone"),
    ]


async def file_of(worker: Worker) -> dict[str, Any]:
    """What their /mydata holds."""
    content = await worker.database.read(accounting.content_of_my_data, worker.who.account)
    kept = json.loads(content)
    assert isinstance(kept, dict)
    return kept


async def test_my_data_holds_all_of_one_s_own_and_nothing_of_others(meet: Meet, proved: Database) -> None:
    """Answers, reports, consents, account and money of this person; no word or number of anybody else."""
    pack = await make_pack(proved, kind="text")
    amina, baraka = await meet(), await meet()
    mark = (await baraka.begins(pack)).mark
    await baraka.answer(mark, Wrote("his words"))
    second = is_task(await amina.answer((await amina.begins(pack)).mark, Wrote("her words")))
    await amina.act(reporting.report, mark=second.mark, ground="unclear")
    kept = await file_of(amina)
    assert kept["person"]["language"] == "en" and kept["person"]["consent"] == amina.rules.consent_version
    assert [one["telegram"] for one in kept["accounts"]] == [amina.who.telegram]
    assert [one["value"] for one in kept["answers"]] == ["her words"]
    assert [one["ground"] for one in kept["reports"]] == ["unclear"]
    assert [one["version"] for one in kept["consents"]] == [amina.rules.consent_version]
    assert {one["verb"] for one in kept["journal"]} == {"join", "agree", "report"}
    assert kept["balance"] == sum(one["amount"] for one in kept["money"])
    written = json.dumps(kept)
    assert "his words" not in written
    for number in (baraka.who.person, baraka.who.account, baraka.who.telegram, baraka.who.book):
        assert str(number) not in written


SECTIONS = {
    "people": "person",
    "accounts": "accounts",
    "consents": "consents",
    "questions": "questions",
    "bundles": "bundles",
    "bundled": "bundled",
    "dues": "due",
    "readers": "packs",
    "passed": "passed_over",
    "assignments": "tasks",
    "answers": "answers",
    "made": "made",
    "reports": "reports",
    "claims": "claims",
    "statements": "said_of_claims",
    "cases": "cases",
    "moderators": "moderator",
    "opinions": "opinions",
    "jurors": "asked_as_juror",
    "interpreters": "asked_as_interpreter",
    "fixes": "fixes",
    "journal": "journal",
    "checkouts": "asked_to_pay_in",
    "asked": "asked",
    "bonuses": "bonuses",
    "resale_parts": "parts_of_resales",
    "ratings": "marks_given",
    "traffic": "bytes_by_day",
    "requesters": "brings_work",
    "destinations": "paid_at",
    "payouts": "payouts",
    "own_limits": "own_limits",
    "account_limits": "limits_on_work",
    "signals": "noticed",
    "chosen": "hard_content_chosen",
    "care": "hard_content_now",
    "exposures": "hard_content_shown",
    "erasures": "to_be_deleted_from_chats",
    "arrived": "messages_with_tasks",
    "grievances": "said_unfair",
    "room_people": "in_the_room",
    "room_messages": "said_in_the_room",
    "room_reports": "reported_in_the_room",
    "proposals": "proposed",
    "spoken": "seconded_and_voted",
}
ABOUT_NOBODY = {
    "records",  # a requester's, counted of many people
    "helplines",
    "help_posts",
    "recordings",  # of the house's own messages
    "deposits",  # a requester's, as the book is
    "packs",
    "versions",
    "tasks",
    "jobs",  # what is to be looked at is named in the file under "besides"
    "deadlines",  # a time for an assignment or report, which is in the file
    "renditions",
    "uploads",
    "causes",  # named in the file under "besides"
    "alarms",  # a task's, whoever was shown it
    "sealed",
    "rule_versions",  # told to everybody
    "halts",  # a pack's
    "ballots",  # without a person: that they voted is in the file
    "leftovers",  # in chats of people who are forgotten
    "incidents",  # shapes of messages that broke something, without who sent them
    "became",  # a requester's words to all
    "resales",  # a requester's, as deposits are; what of it is whose is in the file
    "warned",
    "life",
    "outages",
    "restores",
    "silent",  # named in the file under "besides"
    "pace",  # named in the file under "besides"
    "hooks",
    "hook_events",  # what is on its way to a requester, as results are; gone when it was taken
    "hook_packs",
    "hooked",  # which of the answers, which are in the file, went there
}
NOT_SHOWN = {
    ("accounts", "person"): "the file is about this person alone",
    ("accounts", "pin"): "what remains of a PIN lets nobody check whether it is theirs",
    **{("accounts", name): "the house's own count of tries" for name in ("pin_wrong", "pin_until")},
    ("consents", "person"): "the file is about this person alone",
    ("own_limits", "person"): "the file is about this person alone",
    ("account_limits", "person"): "the file is about this person alone",
    ("signals", "person"): "the file is about this person alone",
    ("signals", "id"): "the house's own number of it",
    ("signals", "other"): "another person",
    ("account_limits", "id"): "the house's own number of it; its code is in the file",
    ("account_limits", "made_by"): "the name of one of those who decide here: a person's, not theirs",
    ("bundles", "person"): "the file is about this person alone",
    ("readers", "person"): "the file is about this person alone",
    ("passed", "person"): "the file is about this person alone",
    ("assignments", "person"): "the file is about this person alone",
    ("answers", "person"): "the file is about this person alone",
    ("made", "person"): "the file is about this person alone",
    ("reports", "person"): "the file is about this person alone",
    ("claims", "person"): "the file is about this person alone",
    ("statements", "person"): "the file is about this person alone, and says which side spoke",
    ("cases", "person"): "the file is about this person alone",
    ("moderators", "person"): "the file is about this person alone",
    ("moderators", "id"): "the house's own number of them",
    ("moderators", "code"): "a code that works once, of which only a digest is kept",
    ("moderators", "code_until"): "of that code",
    **{("moderators", name): "what operators said of it" for name in ("made_by", "agreed_by", "ended_at")},
    ("jurors", "person"): "the file is about this person alone",
    ("interpreters", "person"): "the file is about this person alone",
    ("interpreters", "asker"): "who decides; whom they asked is with theirs",
    ("opinions", "person"): "the file is about this person alone",
    ("cases", "subject"): "the claim, which is in the file",
    **{("cases", name): "who has it in hand" for name in ("holder", "held_at", "held_until")},
    ("fixes", "person"): "the file is about this person alone",
    ("journal", "who"): "the file is about this person alone",
    ("checkouts", "person"): "the file is about this person alone",
    ("asked", "person"): "the file is about this person alone",
    ("asked", "requester"): "its pack names it",
    ("asked", "number"): "the requester's own count",
    ("resale_parts", "person"): "the file is about this person alone",
    ("bonuses", "person"): "the file is about this person alone",
    ("ratings", "person"): "the file is about this person alone",
    ("traffic", "person"): "the file is about this person alone",
    ("bonuses", "requester"): "its pack names it",
    ("requesters", "person"): "the file is about this person alone",
    ("requesters", "claims_after"): "a person's decision about claims",
    ("requesters", "code"): "a code that works once, of which only a digest is kept",
    ("requesters", "code_until"): "of that code",
    ("destinations", "person"): "the file is about this person alone",
    ("destinations", "sealed"): "nobody reads it but who pays; its last characters are in the file",
    ("destinations", "fingerprint"): "made from what is sealed",
    ("payouts", "person"): "the file is about this person alone",
    ("payouts", "book"): "the file is about this person alone",
    **{
        ("payouts", name): "the house's own count of how a payout is sent"
        for name in ("batch", "tries", "looks", "next_at", "lease_until")
    },
    **{
        (one, "person"): "the file is about this person alone"
        for one in ("room_people", "room_messages", "room_reports")
    },
    ("room_messages", "id"): "its number names it",
    ("room_messages", "reports"): "what others said of it",
    ("room_reports", "message"): "its number names it",
    ("grievances", "person"): "the file is about this person alone",
    ("grievances", "telling"): "on its way to them",
    ("proposals", "id"): "its number names it",
    ("proposals", "person"): "the file is about this person alone",
    ("proposals", "secret"): "whoever has it could tell ballots apart; it goes when the vote is over",
    **{
        ("proposals", name): "told to all who work here"
        for name in (
            "until",
            "quorum_percent",
            "needed",
            "result",
            "yes",
            "no",
            "neither",
            "answer",
            "answered_at",
        )
    },
    **{("proposals", name): "the house's own count" for name in ("may_vote", "telling", "position")},
    ("spoken", "person"): "the file is about this person alone",
    ("spoken", "proposal"): "its number names it",
    ("dues", "lease_until"): "which program has it in hand",
    **{(table, "person"): "the file is about this person alone" for table in ("chosen", "care", "exposures")},
    ("reports", "task"): "its assignment names the task, once the pack is closed",
}


async def test_every_column_about_a_person_is_in_their_file(
    meet: Meet, proved: Database, clock: Clock
) -> None:
    """Whatever table or column is added later is in the file, or stands here with the reason why not."""
    pack = await make_pack(proved)
    other = await make_pack(proved, "roofs")
    amina = await meet()
    pots = await amina.begins(await make_pack(proved, "pots", kind="photo", tasks=1))
    await amina.answer(pots.mark, photo("a"))
    await looked_at(amina, await next_job(proved), "a", SHARP)
    first = await amina.begins(pack)
    second = is_task(await amina.answer(first.mark))
    await amina.act(reporting.report, mark=second.mark, ground="unclear")
    await amina.act(bundling.pocket)
    await amina.act(offering.pass_over, pack=other)
    await amina.act(asking.ask, words="Is a bridge a road?")
    left = await proved.write(exporting.results, "pots", "ab" * 16)
    (made,) = {one.worker for one in left.answers}
    await proved.write(thanking.bonus_by_desk, "pots", made, "1.00", "A fine pot.", RULES)
    requester = await proved.read(lambda tx: tx.value("packs.requester", name=REQUESTER))
    sold = {
        "id": 7,
        "pack": pack,
        "requester": requester,
        "brought": 0,
        "amount": 0,
        "words": "To a maker of maps.",
    }
    await proved.write(
        lambda tx: tx.run("shares.add_resale", now=tx.now, **sold) and tx.run("shares.over", id=7, now=tx.now)
    )
    await proved.write(
        lambda tx: tx.run("shares.add_part", id=7, resale=7, person=amina.who.person, answers=1, now=tx.now)
    )
    await proved.write(fixing.ask, requester, first.assignment, 1, RULES)
    code = await proved.write(claiming.claim, requester, first.assignment, "empty", 0, RULES)
    await amina.act(ruling.disagree, rules=RULES, code=code, words="It is a bridge.")
    await proved.write(admitting.requester_named, "Wells")
    await proved.write(admitting.link, "Wells", "CODE")
    await amina.act(admitting.role, code="CODE")
    payer = replace(
        amina.who, requester=await proved.read(lambda tx: tx.value("packs.requester", name="Wells"))
    )
    mpesa = ways(clock, **MPESA)
    await earn(proved, amina, 2_000_000, 1)
    await settled(amina, mpesa)
    await pay_out(amina, mpesa, await purse(amina, mpesa))
    card = replace(RULES, deposit_ways=("telegram",))
    sums = await proved.write(charging.pay_in, payer, card)
    await proved.write(charging.chosen, payer, card, sums.mark, sums.sums[0])
    out = ways(clock, **MPESA)
    await settled(amina, out)
    await pay_out(amina, out, await purse(amina, out))
    counted = {"account": amina.who.account, "day": clock.now_ms // limits.day, "bytes": 9_781}
    await proved.write(lambda tx: tx.run("metering.add", **counted))
    await amina.act(limiting.limits, written="hours_2")
    await choose(proved, amina.who, "gore", offset=12 * 60)
    await make_hard(proved, pack, {}, but=1_000)  # money for its pauses, and nothing else
    hard = {"id": first.assignment, "pack": pack, "level": 2, "flags": '{"gore": 2}'}
    await proved.write(lambda tx: caring.show(tx, amina.who.person, hard))
    await proved.write(lambda tx: delivering.erase_later(tx, amina.who.account, 7, first.assignment))
    marks = {"person": amina.who.person, "requester": requester, **dict.fromkeys(records.ASPECTS, 4)}
    await proved.write(lambda tx: tx.run("records.rate", now=tx.now, **marks))
    heard = {"id": 9, "number": 1, "person": amina.who.person, "words": "Good day."}
    await proved.write(lambda tx: tx.run("room.add", now=tx.now, **heard))
    await proved.write(lambda tx: tx.run("room.enter", person=amina.who.person, name="Amber Ant", now=tx.now))
    await proved.write(lambda tx: tx.run("room.report", message=9, person=amina.who.person))
    said = {"id": 8, "pack": pack, "person": amina.who.person, "reason": "pay"}
    await proved.write(lambda tx: tx.run("grievances.add", now=tx.now, **said))
    proposal = {"id": 7, "number": 7, "words": "Pay on Sundays.", "until": 1, "secret": "x", "kind": "change"}
    await proved.write(lambda tx: tx.run("proposals.add", person=amina.who.person, now=tx.now, **proposal))
    await proved.write(lambda tx: tx.run("proposals.speak", proposal=7, person=amina.who.person, how="vote"))
    await make_moderator(proved, amina)
    looked = await proved.write(cases.open_case, "fraud", 7)
    await proved.write(cases.take, looked, amina.who.person)
    await proved.write(
        lambda tx: deciding.decide(tx, cases.held(tx, looked), amina.who.person, "seen", "seen", "", RULES)
    )
    await proved.write(
        lambda tx: tx.run("cases.add_juror", case=looked, instance=1, person=amina.who.person, now=tx.now)
    )
    wanted = {"source": "sw", "target": "en", "amount": 1, "asker": 0}
    await proved.write(
        lambda tx: tx.run(
            "interpreters.add", id=9, case=looked, person=amina.who.person, now=tx.now, **wanted
        )
    )
    limit = {"everything": True, "reason": "rules", "words": "Why.", "days": 3, "by": "Wanjiru"}
    await proved.write(restricting.limit, str(amina.who.person), **limit)
    await proved.write(noticing.note, [Signal("chance", amina.who.person, 3)])
    kept = await file_of(amina)
    house = (migrate.FOLDER / "0001_house.sql").read_text("utf-8")
    with closing(sqlite3.connect(":memory:")) as empty:
        empty.executescript(house)
        tables = [name for (name,) in empty.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        columns = {
            (table, str(row[1])) for table in tables for row in empty.execute(f"PRAGMA table_info({table})")
        }
    assert set(tables) == SECTIONS.keys() | ABOUT_NOBODY
    shown = set()
    for table, section in SECTIONS.items():
        found = kept[section] if isinstance(kept[section], list) else [kept[section]]
        assert found, f"nothing of {table}"
        shown |= {(table, name) for name in found[0]}
    assert {one for one in columns if one[0] in SECTIONS} - shown == NOT_SHOWN.keys()
    assert "712345" not in json.dumps([kept["paid_at"], kept["payouts"]]), "what is sealed stays sealed"


async def test_my_data_tells_known_answers_from_others_only_when_the_pack_is_closed(
    meet: Meet, proved: Database
) -> None:
    """While a pack runs no number of the file differs by whether a task was gold; afterwards all of it is said."""
    pack = await make_pack(proved, gold=2, gold_share=0.2, tasks=40)
    amina = await meet()
    task = await amina.begins(pack)
    for _ in range(12):
        task = is_task(await amina.answer(task.mark))
    kept = await file_of(amina)
    row = kept["packs"][0]
    assert "gold" not in json.dumps([kept["tasks"], kept["money"], kept["questions"], kept["answers"]])
    assert (row["position"], row["gold_right"], row["gold_wrong"]) == (None, None, None)
    assert {one["task"] for one in kept["tasks"]} == {None}
    await proved.write(publishing.close, "streets")
    after = await file_of(amina)
    golden = [one for one in after["tasks"] if one["paid_from"] == "pay_gold"]
    assert golden and all(one["task"].startswith("gold-") for one in golden)
    assert after["packs"][0]["gold_right"] == len(golden)
    assert len([one for one in after["money"] if one["what"] == "pay_gold"]) == len(golden)


async def test_my_data_is_a_wish_without_content(meet: Meet, proved: Database, database_url: str) -> None:
    """No copy is stored, neither while it is due nor afterwards; the journal says only that they asked."""
    amina = await meet()
    amina.connected = False
    assert await amina.act(accounting.my_data) == MyData()
    assert rows(database_url, "SELECT outcome FROM dues WHERE slot = 'card'") == [('["MyData",{}]',)]
    assert rows(database_url, "SELECT facts FROM journal WHERE verb = 'mydata'") == [("{}",)]
    assert outcomes.to_json(MyData("all of it")) == '["MyData",{}]'


async def test_help_knows_whether_a_question_is_open(meet: Meet) -> None:
    """It stands beside the question and leaves it alone."""
    amina = await meet()
    before = await amina.current()
    assert await amina.act(accounting.help_card) == Help()
    assert await amina.current() == before


async def test_examples_belong_to_an_instruction(meet: Meet, proved: Database) -> None:
    """Under the instruction they are shown; under anything else there are none."""
    why = {"en": "It fills the picture."}
    example = {"right": True, "item": "A wide lane", "answer": "Road", "reason": why}
    pack = await make_pack(proved, examples=[example])
    amina = await meet()
    reading = await amina.act(serving.start, pack=pack)
    assert isinstance(reading, Reading) and reading.examples == 1
    told = await amina.act(accounting.examples, mark=reading.mark)
    assert isinstance(told, Examples) and told.examples[0].why == why
    task = is_task(await amina.act(serving.go, pack=pack))
    assert await amina.act(accounting.examples, mark=task.mark) == NotUnderstood(current=task.mark)
