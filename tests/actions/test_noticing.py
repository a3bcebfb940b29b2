"""Signals: each opens one case for a person; nothing that is served, paid or paid out hangs on it."""

import pytest

from bot import ledger
from bot.actions import accounting, cases, deciding, forgetting, noticing, offering, serving
from bot.desk.cases import _shown
from bot.domain import limits, signals
from bot.domain.events import Wrote
from bot.domain.outcomes import Outcome
from bot.domain.outcomes.papers import ForgetTold
from bot.domain.outcomes.worker import Money, Offer, Task
from bot.domain.signals import Signal
from bot.screens import operator
from bot.storage import Database
from tests.actions.conftest import Meet, rows
from tests.conftest import Clock
from tests.makers import PRICE, RULES, Worker, is_task, make_pack
from tests.makers_payouts import BY_HAND, earn, pay_out, purse, settled, ways

pytestmark = pytest.mark.anyio


async def noticed(database: Database) -> list[Signal]:
    """What a turn of the round notices, known or not."""
    found = await database.read(noticing.look)
    await database.write(noticing.note, found)
    return found


async def writes_all(worker: Worker, pack: int, said: str, tasks: int) -> None:
    """Answers that many tasks with a text of its own each; `said` is in all of them."""
    worker.proving = False
    task: Outcome | None = await worker.begins(pack)
    for _ in range(tasks):
        shown = is_task(task)
        task = await worker.answer(shown.mark, Wrote(f"{said}: {shown.text['en']} ".ljust(40, "a")))


async def test_the_same_texts_open_one_case_and_usual_ones_none(
    meet: Meet, proved: Database, database_url: str, clock: Clock
) -> None:
    """Two who write alike stand out among four who do not; the case names the pair to the one at the desk; once."""
    pack = await make_pack(proved, kind="text", tasks=8, overlap=6, price="0.05")
    people = [await meet() for _ in range(6)]
    for number, one in enumerate(people):
        await writes_all(one, pack, "A red house" if number in (1, 4) else f"House number {number}", 6)
    first, second = people[1].who.person, people[4].who.person
    assert await noticed(proved) == [Signal("alike", second, 6, 6, first, pack)]
    assert len(await noticed(proved)) == 1
    (case,) = await proved.read(cases.queue, 0)
    assert (case["kind"], case["ground"]) == ("fraud", "alike")
    row, _, _, signal, _ = await proved.read(_shown, case["code"])
    said = "\n".join(operator.cases.shown(row, (), signal))
    assert f"6 of 6 texts in pack {pack} are those of person {first}" in said and "proves nothing" in said
    assert await proved.write(deciding.decide_by_name, case["code"], "seen", "seen", "", RULES)
    await noticed(proved)
    assert await proved.read(cases.queue, 0) == []
    clock.now_ms += signals.alike_since_ms + limits.day
    assert await noticed(proved) == []


async def test_where_all_write_down_the_same_nobody_stands_out(meet: Meet, proved: Database) -> None:
    """Six people who write what a voice says write the same words."""
    pack = await make_pack(proved, kind="text", tasks=8, overlap=6, price="0.05")
    for _ in range(6):
        await writes_all(await meet(), pack, "The president speaks", 6)
    assert await noticed(proved) == []


async def test_more_people_at_one_place_than_a_household_has(
    meet: Meet, proved: Database, clock: Clock
) -> None:
    """Five who said that they share it are fine; the sixth makes one case, about the place, of who was there first."""
    out, people = ways(clock, **BY_HAND), [await meet() for _ in range(6)]
    assert out.vault is not None
    for number, one in enumerate(people, 1):
        made = {"id": number, "rail": "list", "sealed": "x", "hint": "···456", "fingerprint": "same"}
        await proved.write(lambda tx, one=one, made=made: tx.run("payouts.add_destination", person=one.who.person, now=tx.now, **made))  # fmt: skip
        sure = {"destination": number, "usable_at": clock.now_ms, "shared": int(number > 1)}
        await proved.write(lambda tx, sure=sure: tx.run("payouts.confirm_destination", now=tx.now, **sure))
        expected = [Signal("place", people[0].who.person, 6)] if number == 6 else []
        assert await noticed(proved) == expected, number
    assert len(await proved.read(cases.queue, 0)) == 1


async def test_guessing_in_three_packs_is_one_case(meet: Meet, proved: Database, database_url: str) -> None:
    """Two are a matter of the packs; a third is looked at by a person."""
    amina = await meet()
    for number in range(1, 4):
        pack = await make_pack(proved, f"pack-{number}")
        await amina.begins(pack)
        await proved.write(
            lambda tx, pack=pack: tx.run("work.lead_elsewhere", person=amina.who.person, pack=pack)
        )
        expected = [Signal("chance", amina.who.person, 3)] if number == 3 else []
        assert await noticed(proved) == expected
    assert rows(database_url, "SELECT kind, ground FROM cases") == [("fraud", "chance")]


async def test_a_signal_changes_nothing_but_the_queue(meet: Meet, proved: Database, clock: Clock) -> None:
    """Of two alike in all else the one with every signal is offered, served, paid and paid out as the other."""
    await make_pack(proved, tasks=12, overlap=2)
    seen, out = [], ways(clock, **BY_HAND)
    for number in (1, 2):
        worker = await meet()
        if number == 2:
            found = [Signal(kind, worker.who.person, 9) for kind in signals.KINDS]
            assert await proved.write(noticing.note, found) == len(signals.KINDS)
        offer = await worker.act(offering.offer)
        assert isinstance(offer, Offer)
        task = await worker.begins(offer.pack)
        after = await worker.answer(task.mark)
        assert isinstance(after, Task) and after.saved is not None
        await earn(proved, worker, 2_000_000, number)
        await settled(worker, out, f"0712 345 45{number}", rail="list mpesa")
        shown = await purse(worker, out)
        await pay_out(worker, out, shown)
        money = await worker.act(accounting.money)
        assert isinstance(money, Money)
        book = await proved.read(lambda tx, worker=worker: ledger.balances(tx, f"worker:{worker.who.book}:"))
        amounts = sorted(book.values())
        seen.append((offer.price, after.saved, shown.legs, money.balance, money.ever, amounts))
    assert seen[0] == seen[1] and seen[0][1].amount >= PRICE
    assert isinstance(await worker.act(serving.work), Task)


async def test_what_was_noticed_goes_with_who_is_forgotten(
    meet: Meet, proved: Database, database_url: str
) -> None:
    """And where they were the other, nobody is named."""
    amina, baraka = await meet(), await meet()
    found = [
        Signal("chance", amina.who.person, 3),
        Signal("alike", baraka.who.person, 6, 6, amina.who.person, 1),
    ]
    await proved.write(noticing.note, found)
    told = await amina.act(forgetting.forget, code="")
    assert isinstance(told, ForgetTold)
    await proved.write(forgetting.forget, amina.who, told.code)
    assert rows(database_url, "SELECT kind, person, other FROM signals") == [
        ("alike", baraka.who.person, None)
    ]
    assert await proved.write(noticing.note, [Signal("chance", amina.who.person, 3)]) == 0
