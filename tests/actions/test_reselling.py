"""Reselling: the promised share of a resale reaches those who answered, by their accepted answers, to the last millionth."""

import pytest

from bot import ledger
from bot.actions import (
    exporting,
    forgetting,
    overseeing,
    publishing,
    reselling,
    showing,
    telling,
    withdrawing,
)
from bot.domain import limits
from bot.domain.outcomes.papers import ForgetTold
from bot.domain.outcomes.shares import ResaleBegun, ResaleCame, ResaleHow, ResalePaid
from bot.domain.outcomes.worker import NotUnderstood
from bot.domain.refusals import Refusal
from bot.domain.refusals.deposits import NotAnAmount, ReferenceUsed
from bot.domain.refusals.packs import NoSuchPack, NotFunded
from bot.domain.refusals.shares import NobodyAnswered, NoShare
from bot.domain.refusals.voices import NothingSaid
from bot.storage import Database
from tests.actions.conftest import Meet
from tests.conftest import Clock
from tests.makers import (
    REQUESTER,
    RULES,
    Worker,
    is_task,
    make_pack,
    make_requester,
    meet_deadlines,
    notices,
)

pytestmark = pytest.mark.anyio
OWN = {"tasks": 40, "licence": "LicenseRef-streets", "resale_share": 0.2}
WORDS = "To a maker of maps."


async def answers(worker: Worker, pack: int, count: int, clock: Clock) -> None:
    """Somebody's first answers in a pack, past being undone."""
    mark = (await worker.begins(pack)).mark
    for _ in range(count):
        mark = is_task(await worker.answer(mark)).mark
    clock.now_ms += limits.undo_ms + 1


async def says(owner: Worker, word: str) -> object:
    """/resale_… and the rest of the line."""
    return await owner.act(reselling.resale, rules=RULES, word=word)


async def goes_round(database: Database) -> int:
    """The steps of a resale until it is over; how many there were."""
    steps = 0
    while any(kind == reselling.deadline for kind, _ in await database.read(overseeing.due_deadlines)):
        for kind, subject in await database.read(overseeing.due_deadlines):
            steps += kind == reselling.deadline
            await database.write(overseeing.meet_deadline, kind, subject, RULES)
    return steps


async def test_a_share_is_split_by_accepted_answers(
    proved: Database, meet: Meet, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of 5.00 a fifth is 1.00: three answers bring 0.60, two 0.40; in steps of one person; twice the same is one resale."""
    monkeypatch.setattr(reselling, "counted_per_step", 1)
    monkeypatch.setattr(reselling, "paid_per_step", 1)
    owner, amina, juma = await make_requester(proved, await meet()), await meet(), await meet()
    pack = await make_pack(proved, **OWN)
    await answers(amina, pack, 3, clock)
    await answers(juma, pack, 2, clock)
    assert (await proved.read(showing.offer_facts, pack)).resale_percent == 20
    had = [await one.balance() for one in (amina, juma)]
    free = await proved.read(ledger.balance, f"requester:{owner.who.requester}") - 1_000_000
    for _ in range(2):
        assert await says(owner, f"streets 5.00 {WORDS}") == ResaleBegun(
            "streets", 5_000_000, 1_000_000, free
        )
    assert await goes_round(proved) == 6  # two people and the end of them, twice
    assert [await one.balance() for one in (amina, juma)] == [had[0] + 600_000, had[1] + 400_000]
    came = ResaleCame(REQUESTER, {"en": "About streets"}, 600_000, 3, WORDS, had[0] + 600_000)
    await proved.write(telling.here, amina.who.account)  # unasked news wakes nobody
    assert came in await notices(proved, amina)
    assert ResalePaid("streets", 1_000_000, 2, 0) in await notices(proved, owner)
    assert await says(owner, f"streets 5.00 {WORDS}") == ResaleBegun("streets", 5_000_000, 1_000_000, free)
    assert await goes_round(proved) == 0
    with pytest.raises(ReferenceUsed):
        await says(owner, f"streets 6.00 {WORDS}")
    assert isinstance(await says(owner, "streets 6.00 To another."), ResaleBegun)


async def test_who_withdrew_has_no_part_and_who_is_gone_leaves_theirs_to_the_requester(
    proved: Database, meet: Meet, clock: Clock
) -> None:
    """Nobody is paid for answers that can't be sold; what was for somebody who went between two steps comes back."""
    owner = await make_requester(proved, await meet())
    amina, juma, otieno = [await meet() for _ in range(3)]
    pack = await make_pack(proved, **OWN)
    for one in (amina, juma, otieno):
        await answers(one, pack, 1, clock)
    await otieno.act(withdrawing.withdraw, word="streets yes")
    had = await amina.balance(), await otieno.balance()
    free = await proved.read(ledger.balance, f"requester:{owner.who.requester}")
    await reselling_by_desk(proved)
    ((kind, subject),) = [
        one for one in await proved.read(overseeing.due_deadlines) if one[0] == reselling.deadline
    ]
    await proved.write(overseeing.meet_deadline, kind, subject, RULES)
    told = await juma.act(forgetting.forget, code="")
    assert isinstance(told, ForgetTold)
    juma.proving = False
    await proved.write(forgetting.forget, juma.who, told.code)
    await goes_round(proved)
    assert (await amina.balance(), await otieno.balance()) == (had[0] + 500_000, had[1])
    assert await proved.read(ledger.balance, f"requester:{owner.who.requester}") == free - 500_000
    assert ResalePaid("streets", 500_000, 1, 500_000) in await notices(proved, owner)


async def test_who_brought_a_pack_waits_until_its_resale_is_over(
    proved: Database, meet: Meet, clock: Clock
) -> None:
    """What is for nobody comes back to them; were they gone by then, it would be nobody's for ever."""
    owner, amina = await make_requester(proved, await meet()), await meet()
    pack = await make_pack(proved, **OWN)
    await answers(amina, pack, 1, clock)
    await proved.write(publishing.close, "streets")
    clock.now_ms += 8 * limits.day
    await proved.write(meet_deadlines)
    free = await proved.read(ledger.balance, f"requester:{owner.who.requester}")
    await reselling_by_desk(proved)
    await proved.write(overseeing.refund_finished)
    told = await owner.act(forgetting.forget, code="")
    assert isinstance(told, ForgetTold) and told.packs == ("streets",) and told.code == "" and free
    await goes_round(proved)
    told = await owner.act(forgetting.forget, code="")
    assert isinstance(told, ForgetTold) and told.packs == ()


async def reselling_by_desk(database: Database) -> None:
    """A resale of 5.00, by the command line."""
    await database.write(reselling.resale_by_desk, "streets", "5.00", WORDS, RULES)


@pytest.mark.parametrize(
    ("line", "kind"),
    [("streets 0 x", NotAnAmount), ("streets -1 x", NotAnAmount), ("streets nan x", NotAnAmount),
     ("streets 0.001 x", NotAnAmount), ("streets 1000000.01 x", NotAnAmount), ("streets 1000000 x", NotFunded),
     ("streets 1.00 \u200b", NothingSaid), ("roads 1.00 x", NoSuchPack), ("doors 1.00 x", NoShare),
     ("empty 1.00 x", NobodyAnswered)],
)  # fmt: skip
async def test_what_can_t_be_shared_is_refused(
    proved: Database, meet: Meet, clock: Clock, line: str, kind: type[Refusal]
) -> None:
    """No amount, no words, no money, no promise, nobody there, no pack of theirs; nothing moves."""
    owner, amina = await make_requester(proved, await meet()), await meet()
    await make_pack(proved, "doors", tasks=40)
    await make_pack(proved, "empty", **OWN)
    await answers(amina, await make_pack(proved, **OWN), 1, clock)
    free = await proved.read(ledger.balance, f"requester:{owner.who.requester}")
    if kind is NotFunded:
        await proved.write(
            lambda tx: ledger.withdraw_deposit(tx, requester=owner.who.requester, amount=free, about=1)
        )
        free = 0
    with pytest.raises(kind):
        await says(owner, line)
    assert await proved.read(ledger.balance, f"requester:{owner.who.requester}") == free


async def test_how_it_is_written_is_told_to_requesters_alone(proved: Database, meet: Meet) -> None:
    """Without all of its words, and to somebody who brings no work; results stay as they are."""
    owner, amina = await make_requester(proved, await meet()), await meet()
    await make_pack(proved, **OWN)
    assert await says(owner, "streets 1.00") == ResaleHow("streets") and await says(owner, "") == ResaleHow(
        ""
    )
    assert isinstance(await says(amina, "streets 1.00 x"), NotUnderstood)
    assert not (await proved.write(exporting.results, "streets", "s" * 16)).answers
