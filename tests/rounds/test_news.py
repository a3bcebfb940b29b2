"""News: what became of files, results and pilots is told by a round, once."""

import pytest

from bot.actions import delivering, depositing, piloting
from bot.domain.outcomes.requester import PilotOver
from bot.domain.outcomes.worker import Task
from bot.rounds.news import News
from bot.storage import Database
from tests.conftest import Clock
from tests.makers import BOT, REQUESTER, RULES, Worker, make_pack, meet_requester

pytestmark = pytest.mark.anyio


async def test_a_pilot_that_is_over_pauses_and_is_told_once(database: Database, clock: Clock) -> None:
    """Its requester hears on their phone what it showed."""
    pack = await make_pack(database, tasks=12, overlap=1, launch=False)
    await database.write(depositing.deposit, REQUESTER, 1_000_000_000, "bank", RULES)
    her = await meet_requester(database, clock)
    await database.write(piloting.launch, "streets", RULES, True)
    worker = await Worker.met(database, clock)
    outcome = await worker.begins(pack)
    news = News(database, RULES)
    while isinstance(outcome, Task):
        await news.turn()
        assert await database.read(delivering.notices, BOT, 9) == []
        outcome = await worker.answer(outcome.mark)  # type: ignore[assignment]
    await news.turn()
    await news.turn()
    found = await database.read(delivering.notices, BOT, 9)
    assert [(type(one.outcome), one.account) for one in found] == [(PilotOver, her.who.account)]
