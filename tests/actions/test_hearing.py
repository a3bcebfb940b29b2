"""What a worker sends when they disagree: a voice note or a picture, for both sides and whoever decides, and for nobody else."""

import pytest

from bot.actions import cases, delivering, forgetting, hearing, moderating, ruling, telling
from bot.domain import claims
from bot.domain.events import Event, SentFile, SentPhoto, SentVoice
from bot.domain.outcomes.cases import Case
from bot.domain.outcomes.claims import Disagreed, Disagreeing, Objection, SaidBy
from bot.domain.outcomes.papers import ForgetTold, Forgotten
from bot.domain.refusals.claims import NoSuchCode
from bot.storage import Database
from tests.actions.conftest import Meet, answered, claimed, rows
from tests.actions.test_stripping import going, illegal
from tests.conftest import Clock
from tests.makers import RULES, Worker, make_moderator, make_pack, make_requester, notices

pytestmark = pytest.mark.anyio

VOICE = SentVoice("file-of-a-voice", 9, 24_000, "unique")


@pytest.fixture
async def amina(meet: Meet) -> Worker:
    """Whose answer is claimed."""
    return await meet()


@pytest.fixture
async def code(proved: Database, amina: Worker, clock: Clock, pot: None) -> str:
    """Of that claim, with which she disagrees."""
    pack = await make_pack(proved, tasks=40, review_window_h=24)
    found = await claimed(proved, pack, await answered(amina, pack, clock))
    assert isinstance(await amina.act(ruling.disagree, rules=RULES, code=found), Disagreeing)
    return found


@pytest.mark.parametrize(("event", "form"), [(VOICE, "voice"), (SentPhoto("file-of-a-picture"), "picture")])
async def test_what_was_sent_is_there_for_both_sides_and_whoever_has_the_case(
    proved: Database, meet: Meet, amina: Worker, code: str, event: Event, form: str
) -> None:
    """The requester hears how to bring it; a moderator may while the case is in their hands; anybody else never."""
    speaks, otieno, else_ = (
        await make_requester(proved, await meet()),
        await make_moderator(proved, await meet()),
        await meet(),
    )
    assert await amina.sends(event) == Disagreed(code)
    (heard,) = [one for one in await notices(proved, speaks) if isinstance(one, Objection)]
    assert (heard.sent, heard.words) == (form, "")
    for one in (amina, speaks):
        brought = await one.act(hearing.said, code=code.lower())
        assert isinstance(brought, SaidBy) and brought.sent.form == form
    with pytest.raises(NoSuchCode):
        await otieno.act(hearing.said, code=code)
    await proved.write(ruling.insist, speaks.who.requester, code, "It shows a roof.")
    shown = await otieno.act(moderating.take, rules=RULES, code=code)
    assert isinstance(shown, Case) and shown.sent == form
    assert isinstance(await otieno.act(hearing.said, code=code), SaidBy)
    await proved.write(cases.give_back, await proved.read(cases.coded, code), otieno.who.person)
    for one in (otieno, else_):
        with pytest.raises(NoSuchCode):
            await one.act(hearing.said, code=code)


@pytest.mark.parametrize(
    "event", [SentVoice("file", claims.said_ms // 1_000 + 1), SentFile("file", "tales.pdf")]
)
async def test_what_nobody_can_hear_is_asked_for_in_another_way(
    proved: Database, amina: Worker, code: str, event: Event
) -> None:
    """A voice note of more than five minutes, a document: the question comes again and says what can be taken."""
    again = await amina.sends(event)
    assert isinstance(again, Disagreeing) and again.long
    with pytest.raises(NoSuchCode):
        await amina.act(hearing.said, code=code)
    assert await amina.types("It is a wall.") == Disagreed(code)


async def test_who_is_forgotten_is_heard_no_more(
    proved: Database, meet: Meet, amina: Worker, code: str, database_url: str
) -> None:
    """Where Telegram keeps their voice is gone with them."""
    speaks = await make_requester(proved, await meet())
    await amina.sends(VOICE)
    assert [row[0] for row in rows(database_url, "SELECT file FROM uploads")] == [VOICE.file]
    await proved.write(ruling.give_in, speaks.who.requester, code)  # until then her money waits for the end
    asked = await amina.act(forgetting.forget, code="")
    assert isinstance(asked, ForgetTold)
    assert isinstance(await proved.write(forgetting.forget, amina.who, asked.code), Forgotten)
    assert rows(database_url, "SELECT file FROM uploads") == []
    with pytest.raises(NoSuchCode):
        await speaks.act(hearing.said, code=code)


@pytest.mark.parametrize("event", [SentPhoto("file-of-a-picture"), VOICE])
async def test_a_picture_goes_with_the_item_it_may_show(
    proved: Database, meet: Meet, amina: Worker, code: str, event: Event, database_url: str
) -> None:
    """What is said to be against the law is brought to nobody by a picture of it, and goes from where it was; a voice shows nothing."""
    speaks = await make_requester(proved, await meet())
    await amina.sends(event)
    brought = await speaks.act(hearing.said, code=code)
    assert isinstance(brought, SaidBy)
    due = telling.Told(speaks.who.account, speaks.who.telegram, "en", "card", 1, brought)
    await proved.write(delivering.shown, due, 900)
    ((assignment,),) = rows(database_url, f"SELECT assignment FROM claims WHERE code = '{code}'")
    await illegal(proved, assignment)
    if event is VOICE:
        assert await speaks.act(hearing.said, code=code) == brought
        return
    assert 900 in await going(proved, speaks)
    assert await proved.read(delivering.as_may_be_told, speaks.who.account, brought) is None
    for one in (amina, speaks):
        with pytest.raises(NoSuchCode):
            await one.act(hearing.said, code=code)
