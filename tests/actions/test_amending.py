"""Amending: rules bind two weeks after everybody could hear of them; nothing shortens that; all versions stay readable."""

import asyncio

import pytest

from bot.actions import amending, telling
from bot.domain import amendments, limits
from bot.domain.outcomes.amendments import Terms, TermsNews
from bot.domain.outcomes.worker import Rules
from bot.domain.refusals.amendments import (
    NoSuchRules,
    NotADay,
    NotRules,
    RulesBefore,
    RulesBind,
    RulesTooSoon,
)
from bot.domain.refusals.requesters import TooLong
from bot.storage import Database
from tests.actions.conftest import Meet
from tests.conftest import Clock
from tests.makers import Worker, make_pack, notices

pytestmark = pytest.mark.anyio

FIRST, SECOND = {"en": "Be kind."}, {"en": "Be kind, and rest.", "sw": "Kuwa mpole, pumzika."}


async def news(database: Database, worker: Worker) -> list[TermsNews]:
    """What they hear of rules when they are here next."""
    while await database.write(amending.tell_some):
        pass
    await database.write(telling.here, worker.who.account)
    return [one for one in await notices(database, worker) if isinstance(one, TermsNews)]


async def test_the_first_rules_of_an_empty_house_bind_at_once(
    proved: Database, clock: Clock, meet: Meet
) -> None:
    """Nobody has agreed to anything else; whoever comes then reads them before they agree."""
    assert await proved.write(amending.add, FIRST) == (1, clock.now_ms)
    amina = await meet()
    assert await news(proved, amina) == []
    assert await amina.act(amending.page) == Rules(1, clock.now_ms)
    assert await amina.act(amending.page, word="1") == Terms(1, FIRST, "binds", clock.now_ms)


async def test_a_change_binds_fourteen_days_and_one_after_it_was_announced(
    proved: Database, clock: Clock, meet: Meet
) -> None:
    """The operator can't shorten it by a second; until then the old version binds; both are shown."""
    await proved.write(amending.add, FIRST)
    begun, amina = clock.now_ms, await meet()
    clock.now_ms += limits.hour
    earliest = amendments.earliest(clock.now_ms)
    assert earliest - clock.now_ms >= amendments.notice_ms + limits.day
    for early in (1, clock.now_ms, earliest - 1):
        with pytest.raises(RulesTooSoon):
            await proved.write(amending.add, SECOND, early)
    assert await proved.write(amending.add, SECOND) == (2, earliest)
    assert await amina.act(amending.page) == Rules(1, begun, 2, earliest)
    clock.now_ms = earliest - 1
    assert await amina.act(amending.page, word="1") == Terms(1, FIRST, "binds", begun, earliest)
    assert await amina.act(amending.page, word="2") == Terms(2, SECOND, "comes", earliest)
    clock.now_ms = earliest
    assert await amina.act(amending.page) == Rules(2, earliest)
    assert await amina.act(amending.page, word="1") == Terms(1, FIRST, "bound", begun, earliest)


async def test_first_rules_where_people_are_wait_too(proved: Database, clock: Clock, meet: Meet) -> None:
    """For them it is a change."""
    await meet()
    _, since = await proved.write(amending.add, FIRST)
    assert since == amendments.earliest(clock.now_ms)


async def test_everybody_who_is_here_hears_it_once_and_nobody_is_woken(
    proved: Database, clock: Clock, meet: Meet, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In small steps; who was not here for 90 days reads it on /rules."""
    monkeypatch.setattr(amending, "told_per_step", 2)
    away = await meet()
    clock.now_ms += amendments.active_ms
    people = [await meet() for _ in range(5)]
    pack = await make_pack(proved)
    back = await meet()
    await back.begins(pack)
    _, since = await proved.write(amending.add, FIRST)
    while await proved.write(amending.tell_some):
        pass
    assert await notices(proved, people[0]) == []
    for worker in (*people, back):
        assert await news(proved, worker) == [TermsNews(1, since)]
    assert await news(proved, away) == []


async def test_what_was_announced_can_be_withdrawn_until_it_binds(
    proved: Database, clock: Clock, meet: Meet
) -> None:
    """Those who were told hear so in its place; its number stays, and another version may bind on any later day."""
    await proved.write(amending.add, FIRST)
    amina = await meet()
    _, since = await proved.write(amending.add, SECOND)
    assert await news(proved, amina) == [TermsNews(2, since)]
    with pytest.raises(RulesBefore):
        await proved.write(amending.add, SECOND, since)
    await proved.write(amending.withdraw, 2)
    assert await news(proved, amina) == [TermsNews(2, since, withdrawn=True)]
    assert (await proved.write(amending.add, SECOND, since))[0] == 3
    found = await proved.read(amending.listed)
    assert [(one.number, one.state) for one in found] == [(3, "comes"), (2, "withdrawn"), (1, "binds")]
    for number in (1, 2):
        with pytest.raises(RulesBind):
            await proved.write(amending.withdraw, number)
    for number in (0, 9):
        with pytest.raises(NoSuchRules):
            await proved.write(amending.withdraw, number)


async def test_what_is_no_version_is_refused(proved: Database, meet: Meet) -> None:
    """On the phone any word that is no number there is."""
    amina = await meet()
    for word in ("1", "0", "x", "9" * 5_000):
        with pytest.raises(NoSuchRules):
            await amina.act(amending.page, word=word)


async def test_two_operators_at_once_make_two_versions_or_are_told(proved: Database, meet: Meet) -> None:
    """Both without a day: one binds first, and the other is refused, for they can't bind at the same moment."""
    await meet()
    done = await asyncio.gather(
        *(proved.write(amending.add, texts) for texts in (FIRST, SECOND)), return_exceptions=True
    )
    assert sorted(type(one).__name__ for one in done) == ["RulesBefore", "tuple"]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"en = ''",
        b"en = 3",
        b"english = 'Be kind.'",
        b"en = 'a'\n[sw]\nx = 'b'",
        b"\xff\xfe",
        b"en = " + b"[" * 10_000,
        b"x" * 70_000,
    ],
)
def test_a_file_that_is_no_rules_is_refused(content: bytes) -> None:
    """Empty, no text, no language, nested, no UTF-8, no TOML, too large: a sentence, and nothing else."""
    with pytest.raises(NotRules):
        amendments.read(content)


def test_a_version_fits_one_message_and_a_day_is_a_day() -> None:
    """5,000 characters are refused with the number that fits; a day is written in one way."""
    with pytest.raises(TooLong):
        amendments.read(b"en = '" + b"x" * 5_000 + b"'")
    for written in ("20.12.2026", "2026-13-01", "soon", ""):
        with pytest.raises(NotADay):
            amendments.day(written)
