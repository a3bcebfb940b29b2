"""Stating: both sides say so much of a claim, and once more after an appeal, whoever made it."""

import pytest

from bot.actions import deciding, ruling, stating
from bot.domain import claims, limits
from bot.domain.refusals.claims import ClaimSaidEnough
from bot.storage import Database, Tx
from tests.actions.conftest import Meet, claimed
from tests.conftest import Clock
from tests.makers import RULES, make_pack, pack_row

pytestmark = pytest.mark.anyio


def told(tx: Tx, code: str) -> list[tuple[str, str]]:
    """Who said what of a claim, in order."""
    return [(one.side, one.words) for one in stating.of_claim(tx, tx.value("claims.coded", code=code))]


async def test_each_side_speaks_so_often_and_both_once_more_after_an_appeal(
    proved: Database, meet: Meet, clock: Clock, pot: None
) -> None:
    """The sixth word is refused, not dropped; what cannot be seen is no word; an appeal silences nobody."""
    pack = await make_pack(proved, tasks=6, review_window_h=24)
    worker = await meet()
    task = await worker.begins(pack)
    await worker.answer(task.mark)
    clock.now_ms += limits.undo_ms + 1
    code = await claimed(proved, pack, task.assignment)
    requester = (await pack_row(proved, pack))["requester"]
    said = [f"Word {number}." for number in range(claims.statements_max)]
    for words in said:
        await worker.act(ruling.disagree, rules=RULES, code=code, words=words)
    await worker.act(ruling.disagree, rules=RULES, code=code, words=" \u200b ")
    with pytest.raises(ClaimSaidEnough):
        await worker.act(ruling.disagree, rules=RULES, code=code, words="One more.")
    await proved.write(ruling.insist, requester, code, "A roof.")
    assert await proved.read(told, code) == [*(("worker", one) for one in said), ("requester", "A roof.")]
    await proved.write(deciding.decide_by_name, code, "unusable", "breaks", "It shows a roof.", RULES)
    await worker.act(ruling.appeal, code=code, words="Look at the left side.")
    assert (await proved.read(told, code))[-1] == ("worker", "Look at the left side.")
    for number in range(claims.statements_max):
        await proved.write(ruling.insist, requester, code, f"Roof {number}.")
    with pytest.raises(ClaimSaidEnough):
        await proved.write(ruling.insist, requester, code, "And a roof.")
