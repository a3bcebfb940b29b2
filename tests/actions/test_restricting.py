"""Limits on what a person may work on: graded, by a person, with a reason, an end and an appeal; never what they have."""

from dataclasses import replace
from typing import Any

import pytest

from bot.actions import (
    accounting,
    cases,
    deciding,
    forgetting,
    moderating,
    restricting,
    serving,
)
from bot.domain import accounts, limits
from bot.domain import cases as numbers
from bot.domain.outcomes.accounts import Barred, LimitEnded, LimitHolds
from bot.domain.outcomes.cases import Appealed, Case
from bot.domain.outcomes.papers import ForgetTold, Forgotten
from bot.domain.outcomes.worker import Offer
from bot.domain.refusals import Refusal
from bot.domain.refusals.accounts import LimitDays, LimitReason, LimitWhat, NoSuchLimit, NoSuchPerson
from bot.domain.refusals.cases import NothingToAppeal
from bot.domain.refusals.deposits import SayWho, SecondPerson
from bot.domain.refusals.packs import NoSuchPack
from bot.domain.refusals.requesters import NoSuchRequester
from bot.storage import Database
from tests.actions.conftest import Meet, rows, until_due
from tests.actions.test_barring import WHY, limit
from tests.conftest import Clock
from tests.makers import RULES, Worker, make_moderator, make_pack, notices
from tests.makers_payouts import BY_HAND, ways

pytestmark = pytest.mark.anyio


async def refused(database: Database, about: str, **changed: Any) -> Refusal:
    """What a limit is refused with."""
    given: dict[str, Any] = {"reason": "copied", "words": WHY, "days": 10, "by": "Wanjiru", **changed}
    with pytest.raises(Refusal) as raised:
        await database.write(restricting.limit, about, **given)
    return raised.value


async def test_every_limit_ends_by_itself(
    meet: Meet, proved: Database, clock: Clock, database_url: str
) -> None:
    """At its end, neither before nor later by any clock of the worker's; they hear it, and its case is over."""
    await make_pack(proved)
    amina = await meet()
    await limit(proved, amina, days=2)
    await proved.write(
        lambda tx: tx.run("people.set_offset", person=amina.who.person, offset=840, kept=0, now=tx.now)
    )
    clock.now_ms += 2 * limits.day - 1
    assert isinstance(await amina.act(serving.work), Barred)
    clock.now_ms += 1
    assert isinstance(await amina.act(serving.work), Offer)
    await until_due(proved, clock, 1)
    assert [one.how for one in await notices(proved, amina) if isinstance(one, LimitEnded)] == ["time"]
    assert rows(database_url, "SELECT state FROM cases") == [("closed",)]


async def test_it_is_doubted_once_and_somebody_else_decides(
    meet: Meet, proved: Database, clock: Clock
) -> None:
    """Never who set it, under whatever spelling; with both sides' words and nobody's name; lifted, work comes at once."""
    await make_pack(proved)
    amina, otieno, wanjiru = await meet(), await meet(), await meet()
    await make_moderator(proved, otieno)
    code = await limit(proved, amina)
    assert await proved.read(cases.queue, 0) == []
    clock.now_ms += limits.minute
    doubted = await amina.act(
        lambda tx, who: restricting.appeal(tx, who, code, "We learn together, and write alone.")
    )
    assert doubted == Appealed(code)
    with pytest.raises(NothingToAppeal):
        await amina.act(lambda tx, who: restricting.appeal(tx, who, code))
    assert await wanjiru.act(lambda tx, who: restricting.appeal(tx, who, code)) is None
    with pytest.raises(SecondPerson):
        await proved.write(
            deciding.decide_by_name, code, "holds", "well_founded", "", replace(RULES, rulings_by="Wanjiru")
        )
    case = await otieno.act(moderating.take, rules=RULES, code=code)
    assert isinstance(case, Case) and (case.kind, case.ground) == ("account", "copied")
    assert [(one.side, one.words) for one in case.statements] == [
        ("setter", WHY),
        ("worker", "We learn together, and write alone."),
    ]
    assert case.statements[0].at < case.statements[1].at == clock.now_ms
    facts = await otieno.closes(
        case.mark, "casefind lift", moderating.choose, rules=RULES, facts=case, outcome="lift"
    )
    await otieno.closes(
        facts.mark, "casewhy not_founded", moderating.because, rules=RULES, facts=facts, reason="not_founded"
    )
    ended = (await notices(proved, amina))[-1]
    assert isinstance(ended, LimitEnded) and (ended.how, ended.reason) == ("appeal", "not_founded")
    assert isinstance(await amina.act(serving.work), Offer)


async def test_a_moderator_decides_nothing_of_a_limit_of_their_own_setting(
    meet: Meet, proved: Database
) -> None:
    """By the name operators know them by."""
    amina, otieno = await meet(), await meet()
    await make_moderator(proved, otieno)
    code = await limit(proved, amina, by=" OTIENO ")
    await amina.act(lambda tx, who: restricting.appeal(tx, who, code))
    with pytest.raises(SecondPerson):
        await otieno.act(moderating.take, rules=RULES, code=code)


async def test_found_to_be_right_it_holds_until_its_end(meet: Meet, proved: Database, clock: Clock) -> None:
    """The person hears that somebody else looked, and the reason."""
    await make_pack(proved)
    amina = await meet()
    code = await limit(proved, amina)
    await amina.act(lambda tx, who: restricting.appeal(tx, who, code))
    await proved.write(deciding.decide_by_name, code, "holds", "", "The texts are the same.", RULES)
    told = (await notices(proved, amina))[-1]
    assert isinstance(told, LimitHolds) and told.why == "The texts are the same."
    assert isinstance(await amina.act(serving.work), Barred)
    await until_due(proved, clock, 10 * limits.day)
    assert isinstance(await amina.act(serving.work), Offer)


async def test_when_nobody_looks_in_time_the_limit_is_over(
    meet: Meet, proved: Database, clock: Clock
) -> None:
    """Silence of the house never holds somebody back."""
    await make_pack(proved)
    amina = await meet()
    code = await limit(proved, amina, days=30)
    await amina.act(lambda tx, who: restricting.appeal(tx, who, code))
    await until_due(proved, clock, numbers.ruling_ms)
    assert [one.how for one in await notices(proved, amina) if isinstance(one, LimitEnded)] == ["overdue"]
    assert isinstance(await amina.act(serving.work), Offer)
    with pytest.raises(NothingToAppeal):
        await amina.act(lambda tx, who: restricting.appeal(tx, who, code))


async def test_it_is_lifted_by_a_word_and_only_once(meet: Meet, proved: Database) -> None:
    """A case's code names the person as their number does; both show what was set."""
    amina = await meet()
    code = await limit(proved, amina)
    with pytest.raises(SayWho):
        await proved.write(restricting.lift, code, " ")
    await proved.write(restricting.lift, code.lower(), "Achieng", "We were wrong.")
    assert (await notices(proved, amina))[-1] == LimitEnded(code, "lifted", "", "We were wrong.")
    with pytest.raises(NoSuchLimit):
        await proved.write(restricting.lift, code, "Achieng")
    with pytest.raises(NoSuchLimit):
        await proved.write(restricting.lift, "ZZZZ", "Achieng")
    person, found = await proved.read(restricting.shown, code)
    assert person == amina.who.person and [one["ended_by"] for one in found] == ["lifted"]


async def test_a_limit_without_one_reason_one_thing_one_end_is_refused(meet: Meet, proved: Database) -> None:
    """And one about nobody; nothing is set by any of them."""
    amina = await meet()
    person = str(amina.who.person)
    everything = {"everything": True}
    assert isinstance(await refused(proved, "17", **everything), NoSuchPerson)
    assert isinstance(await refused(proved, "9" * 40, **everything), NoSuchPerson)
    assert isinstance(await refused(proved, person), LimitWhat)
    assert isinstance(await refused(proved, person, pack="a", **everything), LimitWhat)
    assert isinstance(await refused(proved, person, pack="nothing"), NoSuchPack)
    assert isinstance(await refused(proved, person, requester="nobody"), NoSuchRequester)
    assert isinstance(await refused(proved, person, reason="slow", **everything), LimitReason)
    assert isinstance(await refused(proved, person, by="", **everything), SayWho)
    for days in (0, -1, accounts.days_max["all"] + 1):
        assert isinstance(await refused(proved, person, days=days, **everything), LimitDays)
    assert await refused(proved, person, words=" \n ", **everything)
    assert await proved.read(restricting.shown, person) == (amina.who.person, [])


async def test_closing_an_account_that_is_limited_pays_all_and_leaves_nothing(
    meet: Meet, proved: Database, clock: Clock, database_url: str
) -> None:
    """Paid out, then forgotten: the limit and its deadline go with them; who comes again begins anew and may work."""
    await make_pack(proved)
    amina, out = await meet(), ways(clock, **BY_HAND)
    await limit(proved, amina)
    told = await amina.act(forgetting.forget, code="")
    assert isinstance(told, ForgetTold) and told.code and not told.balance
    assert isinstance(await amina.act(accounting.money), object) and out.open
    telegram = amina.who.telegram
    amina.proving = False
    gone = await proved.write(lambda tx: forgetting.forget(tx, amina.who, told.code))
    assert isinstance(gone, Forgotten)
    assert rows(database_url, "SELECT 1 FROM account_limits") == []
    assert rows(database_url, "SELECT 1 FROM deadlines WHERE kind = 'account limit'") == []
    again = await Worker.met(proved, clock, telegram)
    assert isinstance(await again.act(serving.work), Offer)
