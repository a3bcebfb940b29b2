"""A bonus is paid once for its reason, from free money, to whom the results name, and comes back to nobody."""

from dataclasses import replace

import pytest

from bot import ledger
from bot.actions import accounting, depositing, exporting, forgetting, thanking
from bot.domain import limits
from bot.domain.outcomes.papers import ForgetTold
from bot.domain.outcomes.voices import BonusCame, BonusHow, BonusPaid
from bot.domain.outcomes.worker import NotUnderstood
from bot.domain.refusals import Refusal
from bot.domain.refusals.deposits import NotAnAmount, ReferenceUsed, ReversibleSpent
from bot.domain.refusals.packs import NoSuchPack, NotFunded
from bot.domain.refusals.requesters import TooLong
from bot.domain.refusals.results import NoSuchWorker
from bot.domain.refusals.voices import BonusesEnough, BonusTooLarge, NothingSaid
from bot.storage import Database
from tests.actions.conftest import Meet, rows
from tests.actions.test_trusting import charged
from tests.conftest import Clock
from tests.makers import REQUESTER, RULES, Worker, is_task, make_pack, make_requester, notices

pytestmark = pytest.mark.anyio
TITLE = {"en": "About streets"}


async def worked(database: Database, meet: Meet, clock: Clock) -> tuple[Worker, Worker, str]:
    """A requester with a pack, somebody who answered in it, and what the results call them."""
    owner, amina = await make_requester(database, await meet()), await meet()
    task = await amina.begins(await make_pack(database))
    is_task(await amina.answer(task.mark))
    clock.now_ms += 2 * limits.undo_ms
    found = await database.write(exporting.results, "streets", "ab" * 16)
    return owner, amina, found.answers[0].worker


async def thanks(owner: Worker, *words: str) -> object:
    """/thank_… with its words."""
    return await owner.act(thanking.bonus, rules=RULES, word=" ".join(words))


async def test_a_bonus_is_theirs_at_once(meet: Meet, database: Database, clock: Clock) -> None:
    """The amount and the fee leave the requester's free money; the worker reads why; twice the same is one bonus."""
    owner, amina, name = await worked(database, meet, clock)
    before, had = (
        await amina.balance(),
        await database.read(ledger.balance, f"requester:{owner.who.requester}"),
    )
    for _ in range(2):
        paid = await thanks(owner, "streets", name, "2.00", "You found the bridge.")
        assert isinstance(paid, BonusPaid) and (paid.amount, paid.have) == (2_000_000, had - 2_200_000)
    assert await amina.balance() == before + 2_000_000
    came = BonusCame(REQUESTER, TITLE, 2_000_000, "You found the bridge.", before + 2_000_000)
    assert await notices(database, amina) == [came]
    assert '"amount": 2000000' in await database.read(accounting.content_of_my_data, amina.who.account)
    with pytest.raises(ReferenceUsed):
        await thanks(owner, "streets", name, "3.00", "You found the bridge.")
    assert isinstance(await thanks(owner, "streets", name, "3.00", "And the river."), BonusPaid)


@pytest.mark.parametrize(
    ("amount", "kind"),
    [("0", NotAnAmount), ("-1", NotAnAmount), ("nan", NotAnAmount), ("1e400", NotAnAmount), ("0.001", NotAnAmount),
     ("1.0000001", NotAnAmount), ("2 $", NotAnAmount), ("50.01", BonusTooLarge)],
)  # fmt: skip
async def test_no_other_amount_is_paid(
    meet: Meet, database: Database, clock: Clock, amount: str, kind: type[Refusal]
) -> None:
    """None, less than none, no number, parts of a cent, more than the most: a sentence, and nothing moved."""
    owner, amina, name = await worked(database, meet, clock)
    with pytest.raises(kind):
        await database.write(thanking.pay, owner.who.requester, "streets", name, amount, "Why not", RULES)
    assert await notices(database, amina) == []


async def test_a_bonus_that_can_not_be_is_refused(meet: Meet, database: Database, clock: Clock) -> None:
    """Nobody of that name, another's pack, no reason, too long a reason, no money, no requester, words missing."""
    owner, amina, name = await worked(database, meet, clock)
    stranger = await make_requester(database, await meet(), "Somebody Else")
    for who, words, kind in (
        (owner, ("streets", "w000000000000", "1", "x"), NoSuchWorker),
        (owner, ("lanes", name, "1", "x"), NoSuchPack),
        (stranger, ("streets", name, "1", "x"), NoSuchPack),
        (owner, ("streets", name, "1", "\u200b"), NothingSaid),
        (owner, ("streets", name, "1", "x" * 301), TooLong),
    ):
        with pytest.raises(kind):
            await thanks(who, *words)
    assert isinstance(await thanks(amina, "streets", name, "1", "x"), NotUnderstood)
    assert await thanks(owner) == BonusHow("") and await thanks(owner, "my_streets", "1") == BonusHow(
        "my-streets"
    )
    assert await notices(database, amina) == []


async def test_nobody_is_thanked_who_has_gone(meet: Meet, database: Database, clock: Clock) -> None:
    """Their answers stay with somebody whom nobody is: a bonus would be the house's."""
    owner, amina, _ = await worked(database, meet, clock)
    shown = await amina.act(forgetting.forget, code="")
    assert isinstance(shown, ForgetTold)
    await database.write(forgetting.forget, amina.who, shown.code)
    found = await database.write(exporting.results, "streets", "ab" * 16)
    (name,) = {one.worker for one in found.answers if one.worker}
    had = await database.read(ledger.balance, f"requester:{owner.who.requester}")
    with pytest.raises(NoSuchWorker):
        await thanks(owner, "streets", name, "2.00", "You found the bridge.")
    assert await database.read(ledger.balance, f"requester:{owner.who.requester}") == had


async def test_a_requester_without_money_thanks_nobody(meet: Meet, database: Database, clock: Clock) -> None:
    """What a pack holds is not theirs to give away; the desk says what is missing."""
    owner, amina, name = await worked(database, meet, clock)
    free = await database.read(ledger.balance, f"requester:{owner.who.requester}")
    await database.write(
        lambda tx: ledger.withdraw_deposit(
            tx, requester=owner.who.requester, amount=free - 1_090_000, about=1
        )
    )
    with pytest.raises(NotFunded):
        await database.write(thanking.bonus_by_desk, "streets", name, "1.00", "Thank you", RULES)
    await database.write(thanking.bonus_by_desk, "streets", name, "0.99", "Thank you", RULES)
    assert len(await notices(database, amina)) == 1


async def test_there_is_an_end_to_a_day_of_thanks(
    meet: Meet, database: Database, clock: Clock, database_url: str
) -> None:
    """Fifty in a day's time; the next day more. The journal has no word of a reason."""
    owner, _, name = await worked(database, meet, clock)
    await database.write(depositing.deposit, REQUESTER, 100_000_000, "more", RULES)
    for number in range(limits.bonuses_daily):
        await database.write(thanking.bonus_by_desk, "streets", name, "0.01", f"Reason {number}", RULES)
    with pytest.raises(BonusesEnough):
        await thanks(owner, "streets", name, "0.01", "One more")
    clock.now_ms += limits.day
    await thanks(owner, "streets", name, "0.01", "One more")
    assert "Reason" not in str(rows(database_url, "SELECT facts FROM journal WHERE verb = 'bonus'"))


async def test_card_money_of_a_new_requester_s_is_no_bonus(
    meet: Meet, database: Database, clock: Clock
) -> None:
    """What can be called back goes to nobody as thanks, beyond what may be spent of it; nothing moves."""
    owner, amina, name = await worked(database, meet, clock)
    have = await database.read(ledger.balance, f"requester:{owner.who.requester}")
    await database.write(charged, 10 * have)
    before, tight = await amina.balance(), replace(RULES, reversible_max=0)
    await owner.act(thanking.bonus, rules=tight, word=f"streets {name} 2.00 Thank you.")
    assert await amina.balance() == before + 2_000_000  # bank money is there too, and counted as spent first
    tighter = await database.read(ledger.balance, f"requester:{owner.who.requester}")
    await database.write(
        ledger.withdraw_deposit, requester=owner.who.requester, amount=tighter - 10 * have, about=1
    )
    with pytest.raises(ReversibleSpent):
        await owner.act(thanking.bonus, rules=tight, word=f"streets {name} 2.00 Once more.")
    assert await amina.balance() == before + 2_000_000
