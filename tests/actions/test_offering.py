"""Offering: a pack is offered with all there is to know, its instruction is read first, and what is passed over returns."""

import pytest

from bot.actions import accounting, joining, offering, serving
from bot.config import carried
from bot.domain import limits, wire
from bot.domain.outcomes.worker import NothingLeft, Offer, Reading, Task, WhoAsks
from bot.screens import show
from bot.screens.samples import sample_house
from bot.storage import Database, Tx
from bot.texts import Texts
from tests.actions.conftest import Meet
from tests.conftest import Clock
from tests.makers import PRICE, READING_PAY, REQUESTER, make_pack, meet_requester

pytestmark = pytest.mark.anyio

ENGLISH = Texts(carried("locales"), "USD").speak("en")


async def test_an_offer_says_everything_before_yes(meet: Meet, proved: Database) -> None:
    """Pay, time, bytes, places, who asks and for what stand in the offer (P7)."""
    pack = await make_pack(proved, tasks=4)
    amina = await meet()
    offer = await amina.current()
    assert isinstance(offer, Offer)
    assert (offer.pack, offer.price, offer.seconds, offer.measured) == (pack, PRICE, 15, False)
    assert (offer.asks, offer.places, offer.answers) == (REQUESTER, 12, 0)
    assert offer.task_bytes == wire.word_bytes_about
    who = await amina.act(accounting.who_asks, pack=pack)
    assert isinstance(who, WhoAsks) and who.offer.asks == REQUESTER


async def test_under_a_pack_s_title_are_that_pack_s_bytes(meet: Meet, proved: Database) -> None:
    """Not those in the middle of all that its requester has: the offer and /about_NAME say the same."""
    words, pictures = await make_pack(proved), await make_pack(proved, "pictures")
    await proved.write(
        lambda tx: tx._connection.execute(f"UPDATE packs SET picture_bytes = 8000 WHERE id = {pictures}")
    )
    amina = await meet()
    for pack, said in ((words, "2 kB"), (pictures, "10 kB")):
        about = await amina.act(accounting.who_asks, pack=pack)
        assert about is not None
        assert f"Bytes a task: {said}" in show(about, ENGLISH, sample_house).text


async def test_the_instruction_comes_before_the_first_task(meet: Meet, proved: Database) -> None:
    """Starting shows the instruction with what reading it pays; only then comes work."""
    pack = await make_pack(proved, practice=5)
    amina = await meet()
    reading = await amina.act(serving.start, pack=pack)
    assert isinstance(reading, Reading)
    assert (reading.pay, reading.practice) == (READING_PAY, limits.practice_each)
    assert isinstance(await amina.act(serving.go, pack=pack), Task)


async def test_work_passed_over_comes_back_after_a_day(meet: Meet, proved: Database, clock: Clock) -> None:
    """Something else is counted nowhere; the next day, or when they look again, the pack is offered."""
    pack = await make_pack(proved)
    amina = await meet()
    passed = await amina.act(offering.pass_over, pack=pack)
    assert isinstance(passed, NothingLeft) and passed.passed
    assert isinstance(await amina.act(serving.look_again), Offer)
    await amina.act(offering.pass_over, pack=pack)
    clock.now_ms += limits.passed_ms + 1
    assert isinstance(await amina.act(serving.work), Offer)


async def test_whoever_leafs_through_work_in_other_languages_is_told_once(
    meet: Meet, proved: Database, database_url: str
) -> None:
    """Where none of it is in theirs, and how to change that; one pack in theirs is enough to say nothing."""
    first, second = await make_pack(proved), await make_pack(proved, "second")
    amina = await meet()
    await proved.write(speaks, amina.who.person, "bn")
    assert isinstance(await amina.act(offering.pass_over, pack=first), Offer)
    told = await amina.act(offering.pass_over, pack=second)
    assert isinstance(told, NothingLeft) and told.passed and told.foreign
    await proved.write(speaks, amina.who.person, "en")
    told = await amina.act(offering.pass_over, pack=second)
    assert isinstance(told, NothingLeft) and told.passed and not told.foreign


def speaks(tx: Tx, person: int, language: str) -> None:
    """Another language is chosen."""
    tx._connection.execute(f"UPDATE people SET language = '{language}' WHERE id = {person}")


async def test_nobody_is_offered_work_of_whom_they_speak_for(
    meet: Meet, proved: Database, clock: Clock
) -> None:
    """Else they could pay themselves by their own word; an offer from before is not taken up either."""
    pack = await make_pack(proved)
    amina = await meet()
    assert isinstance(await amina.act(serving.work), Offer)
    her = await meet_requester(proved, clock)
    assert isinstance(await her.act(serving.look_again), NothingLeft)
    assert isinstance(await her.act(serving.start, pack=pack), NothingLeft)


async def test_work_in_ones_own_language_comes_first(meet: Meet, proved: Database) -> None:
    """Before what pays more: what somebody can't read is no work for them."""
    words = {"es": "¿Qué se ve en la foto?"}
    texts = dict.fromkeys(("trains", "afterwards", "title", "instruction", "question"), words)
    spanish = await make_pack(proved, "calles", kind="text", languages=("es",), price="0.03", **texts)
    english = await make_pack(proved)
    amina, luz = await meet(), await meet()
    await luz.act(joining.speak, language="es", languages=("en", "es"))
    for worker, first, then in ((amina, english, spanish), (luz, spanish, english)):
        offer = await worker.act(serving.look_again)
        assert isinstance(offer, Offer) and offer.pack == first
        other = await worker.act(offering.pass_over, pack=first)
        assert isinstance(other, Offer) and other.pack == then
