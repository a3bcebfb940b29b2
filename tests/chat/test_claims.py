"""The keys and commands of reviews and claims: each finds its action, for the question it belongs to, once."""

from dataclasses import replace
from typing import Any

import pytest

from bot.actions import ruling
from bot.chat import claims
from bot.chat.wish import Wish
from bot.domain import limits
from bot.domain.outcomes import Outcome
from bot.domain.outcomes.claims import (
    Disagreed,
    Disagreeing,
    Insisting,
    Reasoning,
    Reviewed,
    Reviewing,
    Ruled,
)
from bot.domain.outcomes.worker import NotUnderstood
from bot.domain.people import Who
from bot.storage import Database
from tests.conftest import Clock
from tests.makers import RULES, Worker, make_pack, pack_row

pytestmark = pytest.mark.anyio


async def wished(
    database: Database, who: Who, verb: str, word: str = "", mark: str = "", *, command: bool = False
) -> Any:
    """What a key or a command comes to."""
    wish = Wish(who, word, mark, None, RULES, ("en",))  # type: ignore[arg-type]  # none of these looks at the message
    handler = (claims.COMMANDS if command else claims.KEYS)[verb]
    return await database.write(handler(wish))


def mark_of(outcome: Outcome) -> str:
    """The mark of a question."""
    assert isinstance(outcome, Reviewing | Reasoning | Disagreeing | Insisting), outcome
    return outcome.mark


async def test_a_requester_s_keys_lead_from_answer_to_answer(database: Database, clock: Clock) -> None:
    """Accept, why, back, a ground; a key of another question means nothing, and a second press is silent."""
    pack = await make_pack(database, tasks=40, review_window_h=24)
    crowd = []
    for _ in range(3):
        one = await Worker.met(database, clock)
        await one.answer((await one.begins(pack)).mark)
        crowd.append(one)
        clock.now_ms += limits.undo_ms + 1
    who = replace(
        (await Worker.met(database, clock)).who, requester=(await pack_row(database, pack))["requester"]
    )
    first = await wished(database, who, "review", "streets", command=True)
    second = await wished(database, who, "accept", "1", mark_of(first))
    assert second.note == "accepted" and second.assignment != first.assignment
    assert await wished(database, who, "accept", "1", mark_of(first)) is None
    assert isinstance(await wished(database, who, "ground", "empty", mark_of(second)), NotUnderstood)
    why = await wished(database, who, "unusable", "1", mark_of(second))
    back = await wished(database, who, "lookagain", "1", mark_of(why))
    assert back.assignment == second.assignment
    fix = await wished(database, who, "sendback", "1", mark_of(back))
    assert fix.fix and fix.price
    again = await wished(database, who, "lookagain", "1", mark_of(fix))
    why = await wished(database, who, "unusable", "1", mark_of(again))
    third = await wished(database, who, "ground", "copied", mark_of(why))
    assert third.note == "claimed" and third.code
    assert await wished(database, who, "acceptall", "1", mark_of(third)) == Reviewed("streets", accepted=1)
    asked = await wished(database, crowd[1].who, "disagree", third.code, command=True)
    assert await wished(database, crowd[1].who, "asitis", "", mark_of(asked)) == Disagreed(third.code)
    insists = await wished(database, who, "insist", third.code, command=True)
    assert await wished(database, who, "insist", "", mark_of(insists)) == Disagreed(third.code)
    ruled = await wished(database, who, "give", f"in_{third.code}", command=True)
    assert isinstance(ruled, Ruled) and ruled.theirs and ruled.right
    row, _, _ = await database.read(ruling.told_of, third.code)
    assert row["state"] == "given_in"
