"""Viewing: hard content of a case, as everybody is shown it, and no otherwise."""

import pytest

from bot.actions import delivering, moderating, viewing
from bot.domain import limits, wellbeing
from bot.domain.outcomes import Outcome
from bot.domain.outcomes.cases import Case, CaseDone, CaseItem, Cases, NoCases
from bot.domain.outcomes.worker import NotUnderstood
from bot.domain.refusals.cases import CaseTaken
from bot.storage import Database
from tests.actions.conftest import Meet, rows
from tests.actions.test_moderating import Judge, disputed
from tests.conftest import Clock
from tests.makers import PRICE, RULES, choose, make_hard, make_moderator, make_pack

pytestmark = pytest.mark.anyio


@pytest.fixture
async def judge(proved: Database, meet: Meet) -> Judge:
    """Somebody who decides cases, and worked nowhere."""
    return Judge(await make_moderator(proved, await meet()))


async def test_the_item_of_a_case_is_shown_by_the_rules_of_everybody(
    proved: Database, database_url: str, meet: Meet, clock: Clock, judge: Judge, pot: None
) -> None:
    """Described first; to who chose it, by day, as the direct answer to a press; counted, stored nowhere, and gone with [Back]."""
    pack = await make_pack(proved, tasks=40)
    code = await disputed(proved, pack, await meet(), clock)
    await make_hard(proved, pack)
    phone = judge.phone

    async def shows(late_ms: int = 0) -> Outcome | None:
        mark = await phone.mark()
        clock.now_ms += limits.second + late_ms
        return await phone.act(viewing.see, rules=RULES, mark=mark, sent_at=clock.now_ms)

    shown = await judge.command(moderating.take, code)
    assert isinstance(shown, Case) and shown.hard and shown.given is not None
    assert "A broken vase" in shown.given.text["en"] and shown.given.picture is None
    assert (shown.paid, shown.waits, shown.known) == (PRICE, False, 0)
    refused = await shows()
    assert isinstance(refused, Case) and refused.why == "child"
    await choose(proved, phone.who, "gore", offset=12 * 60)
    late = await shows(wellbeing.show_ms + limits.minute)
    assert isinstance(late, Case) and late.why == ""
    seen = await shows()
    assert isinstance(seen, CaseItem) and seen.hard.look is not None and delivering.is_look(seen)
    assert seen.hard.look.text["en"].startswith("Item ")
    person, account = phone.who.person, phone.who.account
    assert rows(database_url, f"SELECT level FROM exposures WHERE person = {person}") == [(2,)]
    stored = "SELECT count(*) FROM questions WHERE facts LIKE '%Item %' AND facts LIKE '%CaseItem%'"
    assert rows(database_url, stored) == [(0,)]
    due = f"SELECT count(*) FROM erasures WHERE account = {account} AND at <= "
    assert rows(database_url, f"{due}{clock.now_ms}") == [(0,)]
    assert isinstance(await judge.key(viewing.shut), Case)
    assert await judge.command(moderating.give_back, code.lower()) == NoCases()
    await judge.command(moderating.take, code)
    assert rows(database_url, f"{due}{clock.now_ms}") == [(1,)]
    await judge.key(moderating.choose, outcome="stands")
    assert await judge.key(moderating.because, reason="fits") == CaseDone(code, True)


async def test_who_has_it_in_hand_no_more_sees_nothing(
    proved: Database, meet: Meet, clock: Clock, judge: Judge, pot: None
) -> None:
    """Another took it after half an hour; a case without hard content has no such key; a mark of another question means nothing."""
    pack = await make_pack(proved, tasks=40)
    code = await disputed(proved, pack, await meet(), clock)
    phone = judge.phone
    shown = await judge.command(moderating.take, code)
    assert isinstance(shown, Case) and not shown.hard
    given = {"rules": RULES, "mark": shown.mark, "sent_at": clock.now_ms}
    assert isinstance(await phone.act(viewing.see, **given), Case)  # the evidence once more
    await make_hard(proved, pack)
    await choose(proved, phone.who, "gore", offset=12 * 60)
    await judge.command(moderating.take, code)
    mark = await phone.mark()
    clock.now_ms += 31 * limits.minute
    other = Judge(await make_moderator(proved, await meet(), "Njeri"))
    assert isinstance(await other.command(moderating.take, code), Case)
    with pytest.raises(CaseTaken):
        await phone.act(viewing.see, rules=RULES, mark=mark, sent_at=clock.now_ms)
    assert isinstance(await other.command(moderating.give_back, code), NoCases)
    board = await other.cases()
    assert isinstance(board, Cases)
    meant = await other.phone.act(viewing.see, rules=RULES, mark=board.mark, sent_at=clock.now_ms)
    assert isinstance(meant, NotUnderstood)
