"""Claims: which answers may be called unusable, how often, and what becomes of the place and the money at once."""

from dataclasses import replace

import pytest

from bot import ledger
from bot.actions import claiming, exporting, reviewing, ruling, undoing
from bot.domain import claims, limits
from bot.domain.claims import Copied
from bot.domain.events import Wrote
from bot.domain.outcomes.claims import Claimed
from bot.domain.outcomes.worker import Task
from bot.domain.refusals.claims import (
    AnswerAccepted,
    AnswerClaimed,
    ClaimsOpen,
    ClaimsSuspended,
    NoNeutralPerson,
    NoSuchAnswer,
    NoSuchGround,
    NoSuchSentence,
)
from bot.storage import Database
from tests.actions.conftest import Meet, answered, claimed
from tests.actions.test_uncovering import amina, hard, shows
from tests.conftest import Clock
from tests.makers import PRICE, RULES, Worker, is_task, make_pack, notices, pack_row

pytestmark = pytest.mark.anyio
__all__ = ["amina", "hard"]


async def test_without_a_window_the_money_stays_and_the_pot_buys_a_new_answer(
    proved: Database, meet: Meet, clock: Clock, pot: None
) -> None:
    """The answer is not among the results, its place is open again, and nothing is taken from anybody."""
    pack = await make_pack(proved, "roofs", tasks=40)
    amina = await meet()
    assignment = await answered(amina, pack, clock)
    have, before = await amina.balance(), await proved.read(ledger.balance, "house:guarantee")
    places = await proved.read(lambda tx: tx.value("packs.places", pack=pack))
    code = await claimed(proved, pack, assignment)
    assert await amina.balance() == have
    assert await proved.read(ledger.balance, "house:guarantee") == before - PRICE
    assert await proved.read(lambda tx: tx.value("packs.places", pack=pack)) == places + 1
    (notice,) = await notices(proved, amina)
    assert isinstance(notice, Claimed) and not notice.frozen
    assert (notice.code, notice.amount) == (code, PRICE)
    assert notice.sentence == {"en": "Choose what fills most of the picture, and skip what you cannot see."}
    results = await proved.write(exporting.results, "roofs", "s" * 16)
    assert not [one for one in results.answers if one.id == str(assignment)]


async def test_what_can_t_be_claimed_is_refused(
    proved: Database, meet: Meet, clock: Clock, pot: None
) -> None:
    """Somebody else's, one still to be undone, without ground or sentence, twice, delivered; nothing moves."""
    pack = await make_pack(proved, tasks=40, review_window_h=24)
    amina = await meet()
    first = await amina.begins(pack)
    await amina.answer(first.mark)
    requester = (await pack_row(proved, pack))["requester"]
    with pytest.raises(NoSuchAnswer):
        await claimed(proved, pack, first.assignment)
    clock.now_ms += limits.undo_ms + 1
    for wrong, refused in (
        ({"ground": "ugly"}, NoSuchGround),
        ({"sentence": 0}, NoSuchSentence),
        ({"sentence": 9}, NoSuchSentence),
        ({"rules": replace(RULES, rulings_by="")}, NoNeutralPerson),
    ):
        with pytest.raises(refused):
            await claimed(proved, pack, first.assignment, **wrong)
    with pytest.raises(NoSuchAnswer):
        await proved.write(claiming.claim, requester + 1, first.assignment, "empty", 0, RULES)
    await claimed(proved, pack, first.assignment, ground="empty", sentence=0)
    with pytest.raises(AnswerClaimed):
        await claimed(proved, pack, first.assignment)


async def test_what_was_delivered_is_accepted(proved: Database, meet: Meet, clock: Clock, pot: None) -> None:
    """Who holds an answer has paid for it; two weeks later so has everybody (P6)."""
    pack = await make_pack(proved, "roofs", tasks=40)
    amina, baraka = await meet(), await meet()
    first = await answered(amina, pack, clock)
    await proved.write(exporting.results, "roofs", "s" * 16)
    with pytest.raises(AnswerAccepted):
        await claimed(proved, pack, first)
    second = await answered(baraka, pack, clock)
    clock.now_ms += claims.claim_until_ms
    with pytest.raises(AnswerAccepted):
        await claimed(proved, pack, second)


async def test_a_new_requester_has_five_claims_open_at_most(
    proved: Database, meet: Meet, clock: Clock, pot: None
) -> None:
    """Their packs go on all the same."""
    pack = await make_pack(proved, tasks=40, review_window_h=24)
    amina = await meet()
    task = await amina.begins(pack)
    given = []
    for _ in range(6):
        given.append(task.assignment)
        task = is_task(await amina.answer(task.mark))
    clock.now_ms += limits.undo_ms + 1
    for one in given[:5]:
        await claimed(proved, pack, one)
    with pytest.raises(ClaimsOpen):
        await claimed(proved, pack, given[5])
    assert isinstance(await amina.answer(task.mark), Task)


async def test_claims_that_are_given_in_count_like_the_others(
    proved: Database, meet: Meet, clock: Clock
) -> None:
    """Who calls every answer unusable and takes it back has cost as many people their time: eight in a row are too many."""
    pack = await make_pack(proved, tasks=40)
    requester = (await pack_row(proved, pack))["requester"]
    given = [await answered(await meet(), pack, clock) for _ in range(9)]
    for one in given[1:]:
        code = await claimed(proved, pack, one)
        await proved.write(ruling.give_in, requester, code)
    with pytest.raises(ClaimsSuspended):
        await claimed(proved, pack, given[0])


async def test_two_claims_of_one_code_are_told_apart(
    proved: Database, meet: Meet, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The later one has a character more."""
    monkeypatch.setattr(claims, "code", lambda claim, characters: "4F2K7M"[:characters])
    pack = await make_pack(proved, tasks=40)
    given = [await answered(await meet(), pack, clock) for _ in range(2)]
    assert [await claimed(proved, pack, one) for one in given] == ["4F2K", "4F2K7"]


async def test_what_is_known_of_an_answer_that_is_called_copied_is_frozen_with_the_claim(
    proved: Database, meet: Meet, clock: Clock, pot: None
) -> None:
    """That it was forwarded, and who gave the same words; its worker reads it, its requester and the results do not."""
    pack = await make_pack(proved, "notes", kind="text", tasks=6, overlap=4)
    amina, baraka, chipo = await meet(), await meet(), await meet()
    first = await baraka.begins(pack)
    await baraka.answer(first.mark, Wrote("Duka la dawa, karibu na soko."))
    clock.now_ms += limits.minute
    task = await amina.begins(pack)
    again = is_task(await amina.answer(task.mark, Wrote("duka  la dawa, karibu na SOKO.", forwarded=True)))
    await amina.answer(again.mark, Wrote("Duka la dawa, karibu na soko."))
    other = await chipo.begins(pack)
    await chipo.answer(other.mark, Wrote("Shule ya msingi."))
    clock.now_ms += limits.undo_ms + 1
    for assignment, known in (
        (task.assignment, Copied(True, True, others=2, same=1, before=1, own=1, own_same=1)),
        (other.assignment, Copied(False, True, others=2)),
    ):
        code = await claimed(proved, pack, assignment, ground="copied", sentence=0)
        claim = await proved.read(
            lambda tx, code=code: tx.one("claims.claim", claim=tx.value("claims.coded", code=code))
        )
        assert claim is not None and claiming.copied_of(claim) == known
    (told,) = [one for one in await notices(proved, amina) if isinstance(one, Claimed)]
    assert told.copied == Copied(True, True, 2, 1, 1, 1, 1)
    results = await proved.write(exporting.results, "notes", "s" * 16)
    assert "forwarded" not in str(results)
    await chipo.answer((await chipo.begins(pack)).mark, Wrote("Duka la dawa, karibu na soko."))
    assert (
        await proved.read(lambda tx: claiming.copied_of(tx.one("claims.kept", person=amina.who.person) or {}))
        == told.copied
    )


async def test_nothing_is_looked_for_under_another_ground_nor_where_nothing_has_words(
    proved: Database, meet: Meet, clock: Clock, pot: None
) -> None:
    """A press that everybody makes is no copy of anybody's."""
    pack = await make_pack(proved, tasks=6, overlap=3)
    amina, baraka = await meet(), await meet()
    one, other = await answered(amina, pack, clock), await answered(baraka, pack, clock)
    await claimed(proved, pack, one)
    await claimed(proved, pack, other, ground="copied", sentence=0)
    found = [
        notice.copied
        for who in (amina, baraka)
        for notice in await notices(proved, who)
        if isinstance(notice, Claimed)
    ]
    assert found == [None, Copied()]


async def test_a_part_that_was_forwarded_marks_the_whole_answer_and_nothing_after_it(
    proved: Database, meet: Meet, clock: Clock
) -> None:
    """What was found, forwarded; the address, typed. Undone and given anew by themselves it is theirs."""
    pack = await make_pack(proved, "found", kind="find", tasks=4, settings={"own_bytes": 100_000})
    amina = await meet()
    task = await amina.begins(pack)
    asked = is_task(await amina.answer(task.mark, Wrote("Nairobi", forwarded=True)))
    await amina.answer(asked.mark, Wrote("https://example.org/a"))
    marked = await proved.read(
        lambda tx: [one["forwarded"] for one in tx.all("work.answers_kept", person=amina.who.person)]
    )
    assert marked == [1]
    back = is_task(await amina.act(undoing.undo, mark=await amina.mark()))
    asked = is_task(await amina.answer(back.mark, Wrote("Nairobi")))
    await amina.answer(asked.mark, Wrote("https://example.org/a"))
    marked = await proved.read(
        lambda tx: [one["forwarded"] for one in tx.all("work.answers_kept", person=amina.who.person)]
    )
    assert marked == [1, 0]


async def test_hard_content_is_described_to_whoever_looks_at_it_later(
    proved: Database, amina: Worker, hard: int, clock: Clock, pot: None
) -> None:
    """A claim and a review bring what was told of the item, never the item."""
    task = is_task(await shows(amina, await amina.begins(hard)))  # type: ignore[arg-type]
    await amina.answer(task.mark)
    clock.now_ms += limits.undo_ms + 1
    (row,) = await proved.read(reviewing.looked_at, hard, 0, 10)
    looked_at = await proved.read(claiming.given, row)
    await claimed(proved, hard, task.assignment)
    (told,) = [one for one in await notices(proved, amina) if isinstance(one, Claimed)]
    assert looked_at == told.given
    assert told.given.text == {"en": "A broken vase, number 0"} and told.given.picture is None
