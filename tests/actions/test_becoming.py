"""What became of work is looked at by a person, then told to all who did it, each once, when they are here."""

import pytest

from bot.actions import accounting, becoming, publishing, serving, telling
from bot.domain.outcomes.voices import Became, BecameHow, BecameList, BecameSent
from bot.domain.outcomes.worker import History, NotUnderstood, Offer
from bot.domain.refusals.packs import NoSuchPack, WrongPackState
from bot.domain.refusals.requesters import TooLong
from bot.domain.refusals.voices import BecameWaits, NoSuchNews, NotALink, NothingSaid
from bot.storage import Database
from tests.actions.conftest import Meet, rows
from tests.makers import REQUESTER, Worker, make_pack, make_requester, notices

pytestmark = pytest.mark.anyio
WORDS, LINK = "Two streets got lamps.", "https://example.org/lamps?a=1"
NEWS = Became(REQUESTER, {"en": "About streets"}, WORDS, LINK)


async def worked(meet: Meet, pack: int, people: int = 1) -> list[Worker]:
    """People who answered one task of a pack each."""
    found = [await meet() for _ in range(people)]
    for one in found:
        await one.answer((await one.begins(pack)).mark)
    return found


async def looked(database: Database, yes: bool = True) -> None:
    """A person looks at the one that waits."""
    (row,) = await database.read(lambda tx: tx.all("becoming.waiting"))
    assert await database.write(becoming.looked, row["id"], yes) == row["name"]


async def test_it_waits_for_a_person_and_then_for_each_of_them(meet: Meet, database: Database) -> None:
    """Who answered hears it once they are here; who only read, and who asked for it, do not."""
    pack, owner = await make_pack(database), await make_requester(database, await meet())
    (amina,), reader = await worked(meet, pack), await meet()
    await reader.begins(pack)
    sent = await owner.act(becoming.became, word=f"streets {WORDS} {LINK}")
    assert sent == BecameSent("streets")
    assert await database.write(becoming.tell_some) == 0
    await looked(database)
    assert await database.write(becoming.tell_some) == 1 and await database.write(becoming.tell_some) == 0
    assert await notices(database, amina) == []
    await database.write(telling.here, amina.who.account)
    assert await notices(database, amina) == [NEWS]
    for other in (owner, reader):
        await database.write(telling.here, other.who.account)
        assert await notices(database, other) == []


@pytest.mark.parametrize("between", [" ", "\n", " \n\n"])
async def test_a_link_stands_at_the_end_or_on_its_own_line(
    meet: Meet, database: Database, between: str
) -> None:
    """As a phone writes it. A link alone is no news: how to tell it is said."""
    await make_pack(database)
    owner = await make_requester(database, await meet())
    assert await owner.act(becoming.became, word=f"streets {LINK}") == BecameHow("streets")
    assert await owner.act(becoming.became, word=f"streets {WORDS}{between}{LINK}") == BecameSent("streets")
    (row,) = await database.read(lambda tx: tx.all("becoming.waiting"))
    assert (row["words"], row["link"]) == (WORDS, LINK)


async def test_all_are_told_some_at_a_time_each_once(
    meet: Meet, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where it stopped is kept with what was told, so a program that ends in between tells nobody twice or not at all."""
    monkeypatch.setattr(becoming, "told_per_step", 2)
    pack = await make_pack(database)
    people = await worked(meet, pack, 5)
    await database.write(becoming.became_by_desk, "streets", WORDS, LINK)
    await looked(database)
    assert [await database.write(becoming.tell_some) for _ in range(4)] == [2, 2, 1, 0]
    for one in people:
        await database.write(telling.here, one.who.account)
        assert await notices(database, one) == [NEWS]


async def test_what_nobody_should_read_goes_to_nobody(meet: Meet, database: Database) -> None:
    """The person who looks may say no; looked at twice is refused."""
    pack = await make_pack(database)
    (amina,) = await worked(meet, pack)
    await database.write(becoming.became_by_desk, "streets", WORDS, "")
    (row,) = await database.read(lambda tx: tx.all("becoming.waiting"))
    await looked(database, yes=False)
    with pytest.raises(NoSuchNews):
        await database.write(becoming.looked, row["id"], True)
    assert await database.write(becoming.tell_some) == 0
    assert await amina.act(becoming.became, word="") == BecameList(())


async def test_it_stands_beside_the_history_and_on_offers(meet: Meet, database: Database) -> None:
    """/became tells it again, /history leads there, the requester's offers count it."""
    pack = await make_pack(database)
    (amina,) = await worked(meet, pack)
    history = await amina.act(accounting.history)
    assert isinstance(history, History) and not history.became
    await database.write(becoming.became_by_desk, "streets", WORDS, LINK)
    await looked(database)
    await database.write(becoming.tell_some)
    assert await amina.act(becoming.became, word="") == BecameList((NEWS,))
    history = await amina.act(accounting.history)
    assert isinstance(history, History) and history.became
    offer = await (await meet()).act(serving.work)
    assert isinstance(offer, Offer) and (offer.packs, offer.packs_told) == (1, 1)


async def test_what_can_not_be_told_is_refused(meet: Meet, database: Database, database_url: str) -> None:
    """Too long, no https, another's pack, one on its way, a pack that never ran; who is no requester tells nothing."""
    await make_pack(database)
    owner, amina = await make_requester(database, await meet()), await meet()
    assert await owner.act(becoming.became, word="streets") == BecameHow("streets")
    assert isinstance(await amina.act(becoming.became, word="streets x"), NotUnderstood)
    for word, kind in (
        ("streets " + "x" * 1001, TooLong),
        ("lanes x", NoSuchPack),
        ("streets \u200b", NothingSaid),
    ):
        with pytest.raises(kind):
            await owner.act(becoming.became, word=word)
    for link in (
        "http://a.org",
        "https://",
        "https://a:b@c.org",
        "https://a.org/" + "x" * 300,
        "https://[",
        "https://a.org/\u202e",
    ):
        with pytest.raises(NotALink):
            await database.write(becoming.became_by_desk, "streets", WORDS, link)
    await database.write(becoming.became_by_desk, "streets", WORDS, "")
    with pytest.raises(BecameWaits):
        await database.write(becoming.became_by_desk, "streets", WORDS, "")
    await make_pack(database, "lanes", launch=False)
    await database.write(publishing.close, "lanes")
    with pytest.raises(WrongPackState):
        await database.write(becoming.became_by_desk, "lanes", WORDS, "")
    assert WORDS not in str(rows(database_url, "SELECT facts FROM journal"))
