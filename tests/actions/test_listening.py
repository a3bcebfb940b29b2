"""Listening: what is recorded goes with its message, in the language of whoever reads it, by a key or by itself."""

import pytest

from bot.actions import accounting, joining, listening, picturing, serving, telling
from bot.domain import outcomes, spoken
from bot.domain.outcomes.worker import Heard, Help, Money, Offer, Reading, Shot, Spoken, Welcome
from bot.storage import Database
from tests.actions.conftest import Meet
from tests.conftest import Clock
from tests.makers import Worker, make_pack

pytestmark = pytest.mark.anyio

SOUND = "a" * 64


async def record(database: Database, *names: str, language: str = "en", hash: str = SOUND) -> None:
    """An operator's recordings."""
    for name in names:
        await database.write(listening.add, language, name, hash, 14_000, 15)


def test_every_message_has_a_place_for_its_recording() -> None:
    """What is in the list can carry one, and comes back whole from where it is stored."""
    for outcome in spoken.NAMES:
        assert "spoken" in outcome.__dataclass_fields__ and outcome.__name__ in outcomes.OUTCOMES
    told = Help(spoken=Spoken("sw", Shot(SOUND, 14_000, "audio", 15), along=True))
    assert outcomes.from_json(outcomes.to_json(told)) == told


async def test_without_a_recording_nothing_changes(meet: Meet, proved: Database) -> None:
    """Nor when others have one in another language."""
    await record(proved, *spoken.MESSAGES, language="sw")
    amina = await meet()
    assert await amina.act(accounting.help_card) == Help()
    assert await amina.act(listening.listen) == Heard()


async def test_each_of_the_first_messages_brings_its_recording(proved: Database, clock: Clock) -> None:
    """On the way from /start to the first task, and on the cards."""
    await record(proved, *spoken.MESSAGES)
    amina = await Worker.met(proved, clock, agreed=False)
    wanted = Spoken("en", Shot(SOUND, 14_000, "audio", 15))
    welcome = await amina.act(joining.welcome, languages=("en", "sw"))
    assert isinstance(welcome, Welcome) and welcome.spoken == wanted
    pack = await make_pack(proved)
    offer = await amina.closes(welcome.mark, "agree", joining.agree)
    assert isinstance(offer, Offer) and offer.spoken == wanted
    reading = await amina.act(serving.start, pack=pack)
    assert isinstance(reading, Reading) and reading.spoken == wanted
    money = await amina.act(accounting.money)
    assert isinstance(money, Money) and money.spoken == wanted


async def test_the_key_plays_the_message_in_front_of_them(meet: Meet, proved: Database) -> None:
    """A word behind the command another one; what is no message plays nothing."""
    await record(proved, "offer")
    await record(proved, "money", hash="b" * 64)
    amina = await meet()
    await make_pack(proved)
    assert isinstance(await amina.act(serving.work), Offer)
    heard = await amina.act(listening.listen)
    assert isinstance(heard, Heard) and heard.spoken is not None and heard.spoken.sound.hash == SOUND
    money = await amina.act(listening.listen, word="money")
    assert isinstance(money, Heard) and money.spoken is not None and money.spoken.sound.hash == "b" * 64
    for word in ("help", "nothing", "' OR 1=1"):
        assert await amina.act(listening.listen, word=word) == Heard()


async def test_whoever_wants_it_hears_it_with_the_message(meet: Meet, proved: Database) -> None:
    """Until they want it by the key again; it stands in what we keep about them."""
    await record(proved, "help")
    amina, baraka = await meet(), await meet()
    assert await amina.act(listening.listen, word="always") == Heard(how="always")
    help_card = await amina.act(accounting.help_card)
    assert isinstance(help_card, Help) and help_card.spoken is not None and help_card.spoken.along
    others = await baraka.act(accounting.help_card)
    assert isinstance(others, Help) and others.spoken is not None and not others.spoken.along
    assert '"aloud": 1' in await proved.read(accounting.content_of_my_data, amina.who.account)
    assert await amina.act(listening.listen, word="key") == Heard(how="key")
    again = await amina.act(accounting.help_card)
    assert isinstance(again, Help) and again.spoken is not None and not again.spoken.along


async def test_a_new_recording_takes_the_place_of_the_old_one(meet: Meet, proved: Database) -> None:
    """Only what is heard is kept; what is removed is heard no more."""
    await record(proved, "help")
    await record(proved, "help", hash="b" * 64)
    kept = await proved.read(picturing.kept)
    assert "b" * 64 in kept and SOUND not in kept
    assert [one["name"] for one in await proved.read(listening.listed)] == ["help"]
    amina = await meet()
    help_card = await amina.act(accounting.help_card)
    assert isinstance(help_card, Help) and help_card.spoken is not None
    assert help_card.spoken.sound.hash == "b" * 64
    assert await proved.write(listening.remove, "en", "help")
    assert not await proved.write(listening.remove, "en", "help")
    assert await amina.act(accounting.help_card) == Help()


async def test_what_was_asked_before_is_heard_in_the_language_of_now(proved: Database, clock: Clock) -> None:
    """A question that is shown again is looked up anew."""
    await record(proved, "welcome")
    amina = await Worker.met(proved, clock, agreed=False)
    first = await amina.act(joining.welcome, languages=("en", "sw"))
    assert isinstance(first, Welcome) and first.spoken is not None
    await amina.act(joining.speak, language="sw", languages=("en", "sw"))
    question = await proved.read(telling.current, amina.who)
    assert question is not None
    asked = telling.facts(question)
    assert isinstance(asked, Welcome) and asked.spoken is None
