"""A household on one phone: each their own name, PIN, work and money; nobody reaches what is another's."""

from dataclasses import replace

import pytest

from bot import ledger
from bot.actions import (
    accounting,
    cashing,
    delivering,
    erasing,
    forgetting,
    handing,
    joining,
    offering,
    restricting,
    serving,
    telling,
)
from bot.domain import households, limits
from bot.domain.outcomes import Outcome
from bot.domain.outcomes.accounts import Barred
from bot.domain.outcomes.cashing import Purse
from bot.domain.outcomes.households import Handed, Household, WrongPin
from bot.domain.outcomes.papers import ForgetTold, Forgotten
from bot.domain.outcomes.worker import NothingLeft, NotUnderstood, Offer, Task
from bot.domain.refusals.accounts import NoSuchPerson
from bot.domain.refusals.deposits import SayWho
from bot.storage import Database
from tests.actions.conftest import Meet, rows
from tests.actions.test_stripping import illegal
from tests.conftest import Clock
from tests.makers import (
    BOT,
    PRICE,
    READING_PAY,
    RULES,
    Worker,
    choose,
    is_task,
    make_hard,
    make_pack,
    notices,
)
from tests.makers_payouts import BY_HAND, earn, pay_out, purse, settled, ways

pytestmark = pytest.mark.anyio


async def says(phone: Worker, written: str, message: int = 900) -> Outcome | None:
    """Writes /household and something; whoever has the phone then is who the phone's worker is."""
    told = await phone.act(handing.household, written=written, message=message)
    who, _ = await phone.database.read(joining.recognise, BOT, phone.who.telegram)
    if who is not None:
        phone.who = who
    return told


async def household(phone: Worker, *others: str) -> None:
    """Amina 4821, and others who come one after the other, agree, and have the PIN 7310; the last one has the phone."""
    assert await says(phone, "me Amina 4821") == Household(("Amina",), "Amina", "set")
    for name in others:
        assert await says(phone, f"add {name} 7310") == Handed(name, fresh=True)
        await phone.act(joining.agree, rules=RULES)


async def test_each_has_work_and_money_of_their_own(meet: Meet, proved: Database, clock: Clock) -> None:
    """Who is added is a new person who agrees for themselves; what each earns is each one's; handed back, all is as it was."""
    pack, phone = await make_pack(proved, tasks=8), await meet()
    amina = phone.who
    task = await phone.begins(pack)
    await says(phone, "me Amina 4821")
    assert await says(phone, "add Otieno 7310") == Handed("Otieno", fresh=True)
    otieno = phone.who
    assert otieno.person != amina.person and otieno.book != amina.book and not otieno.agreed
    assert otieno.telegram == amina.telegram and otieno.account != amina.account
    await phone.act(joining.agree, rules=RULES)
    await phone.answer((await phone.begins(pack)).mark)
    assert await phone.balance() == PRICE + READING_PAY
    assert await says(phone, "amina 4821") == Handed("Amina")
    assert phone.who.person == amina.person and await phone.balance() == 0
    assert await phone.act(serving.work) == replace(task, note="")
    await phone.answer(task.mark)
    assert await phone.balance() == PRICE + READING_PAY


async def test_nobody_of_a_household_gets_a_task_that_another_had(
    meet: Meet, proved: Database, database_url: str
) -> None:
    """With every task open to three people, two of one phone share them out, and somebody on another phone gets all."""
    pack, phone, other = await make_pack(proved, tasks=4, overlap=3), await meet(), await meet()
    task = await phone.begins(pack)
    await phone.answer(task.mark)
    await household(phone, "Otieno")
    task = await phone.begins(pack)
    told: Outcome | None = task
    while isinstance(told, Task):
        told = await phone.answer(told.mark)
    assert isinstance(told, NothingLeft)
    had = "SELECT task FROM assignments s JOIN accounts a ON a.person = s.person WHERE a.telegram = "
    ours = [one for (one,) in rows(database_url, f"{had}{phone.who.telegram}")]
    assert len(ours) == len(set(ours)) == 4
    told = await other.begins(pack)
    while isinstance(told, Task):
        told = await other.answer(told.mark)
    assert len(rows(database_url, f"{had}{other.who.telegram}")) == 4


async def test_keys_and_news_of_one_never_reach_another(meet: Meet, proved: Database) -> None:
    """A key of Amina's question does nothing for Otieno; her news waits until she is here, also what was on its way."""
    pack, phone = await make_pack(proved), await meet()
    task = await phone.begins(pack)
    amina = phone.who
    await proved.write(telling.notify_person, amina.person, Household(), topic="a")
    await household(phone, "Otieno")
    await proved.write(telling.notify_person, amina.person, Household(), topic="b")
    assert isinstance(await phone.answer(task.mark), NotUnderstood)
    found = await proved.read(delivering.notices, BOT, 100)
    assert amina.account not in {told.account for told in found}
    await says(phone, "Amina 4821")
    assert len(await notices(proved, phone)) == 2
    assert isinstance(await phone.answer(task.mark), Task)
    assert await phone.balance() == PRICE + READING_PAY


async def test_nobody_is_paid_out_for_another(meet: Meet, proved: Database, clock: Clock) -> None:
    """Otieno sees no purse but his own; a key of hers pays nothing; her place is not his."""
    phone, out = await meet(), ways(clock, **BY_HAND)
    await earn(proved, phone, 2_000_000)
    await settled(phone, out, rail="list mpesa")
    hers, amina = await purse(phone, out), phone.who
    await household(phone, "Otieno")
    assert isinstance(await pay_out(phone, out, hers), NotUnderstood)
    shown = await phone.act(cashing.money, ways=out)
    assert not isinstance(shown, Purse) or (shown.balance, shown.hint) == (0, "")
    assert await proved.read(ledger.available, amina.book) == 2_000_000
    await says(phone, "Amina 4821")
    await pay_out(phone, out, await purse(phone, out))
    assert await phone.balance() == 0


async def test_a_wrong_pin_six_times(meet: Meet, proved: Database, clock: Clock) -> None:
    """Five count down, the sixth is not looked at, be it right; after an hour it is right, by no clock of the phone's."""
    phone = await meet()
    await household(phone, "Otieno")
    otieno = phone.who.person
    tries = [await says(phone, "Amina 0000") for _ in range(5)]
    assert tries[:4] == [WrongPin("Amina", left) for left in (4, 3, 2, 1)]
    assert tries[4] == WrongPin("Amina", wait_ms=limits.hour)
    assert await says(phone, "Amina 4821") == WrongPin("Amina", wait_ms=limits.hour)
    offset = {"person": otieno, "offset": 840, "kept": 0}
    await proved.write(lambda tx: tx.run("people.set_offset", now=tx.now, **offset))
    clock.now_ms += limits.hour - 1
    assert await says(phone, "Amina 4821") == WrongPin("Amina", wait_ms=1)
    assert phone.who.person == otieno
    clock.now_ms += 1
    assert await says(phone, "Amina 4821") == Handed("Amina")
    assert await says(phone, "Otieno 9999") == WrongPin("Otieno", 4)


async def test_more_wrong_pins_wait_longer(meet: Meet, clock: Clock) -> None:
    """An hour, then two; a right one begins anew."""
    phone = await meet()
    await household(phone, "Otieno")
    for wait in (1, 2):
        for _ in range(5):
            told = await says(phone, "Amina 0000")
        assert told == WrongPin("Amina", wait_ms=wait * limits.hour)
        clock.now_ms += wait * limits.hour
    assert await says(phone, "Amina 4821") == Handed("Amina")
    await says(phone, "Otieno 7310")
    assert await says(phone, "Amina 0000") == WrongPin("Amina", 4)


BAD_NAMES = ("0712345456", "+254 712 345", "Amina7", "me", "-", "x" * 21, "👩")
BAD_PINS = ("482", "123456789", "12a4")


async def test_what_is_no_name_and_no_pin_changes_nothing(
    meet: Meet, proved: Database, database_url: str
) -> None:
    """A telephone number as a name, a word of the command, digits too few: it says what a name or a PIN is."""
    phone = await meet()
    for name in BAD_NAMES:
        assert await says(phone, f"me {name} 4821") == Household(note="name"), name
    for pin in BAD_PINS:
        assert await says(phone, f"me Amina {pin}") == Household(note="pin"), pin
    for written in ("", "me", "add", "Amina", "nonsense"):
        assert await says(phone, written) == Household(), written
    assert await says(phone, "add Otieno 7310") == Household(note="first")
    assert await says(phone, "Otieno 7310") == Household(note="unknown")
    assert rows(database_url, "SELECT DISTINCT name, pin FROM accounts") == [("", "")]


async def test_a_phone_takes_five_people_and_each_name_once(meet: Meet, proved: Database) -> None:
    """The sixth is told so; a name is the same in any spelling; a name of one's own may be changed."""
    phone = await meet()
    await household(phone, "Otieno", "Wanjiru", "Achieng", "Baraka")
    assert isinstance(full := await says(phone, "add Zawadi 1234"), Household) and full.note == "full"
    assert len(full.names) == households.people_max
    assert isinstance(taken := await says(phone, "me AMINA 1234"), Household) and taken.note == "taken"
    assert isinstance(mine := await says(phone, "me Zawadi 1234"), Household) and mine.here == "Zawadi"


async def test_a_pin_is_kept_as_a_slow_hash_and_its_message_goes(
    meet: Meet, proved: Database, clock: Clock, database_url: str
) -> None:
    """No PIN stands in any row; the same PIN is another hash for each; what was typed is deleted from the chat."""
    phone = await meet()
    await household(phone, "Otieno")
    await says(phone, "Amina 4821", message=901)
    kept = [pin for (pin,) in rows(database_url, "SELECT pin FROM accounts")]
    assert len(set(kept)) == 2 and all(len(pin) == 32 + 1 + 128 for pin in kept)
    clock.now_ms += erasing.waited_ms
    due = await proved.read(erasing.due, BOT, 10)
    assert {one.message for one in due} >= {900, 901} and {one.telegram for one in due} == {
        phone.who.telegram
    }
    await says(phone, "Otieno 7310")
    await says(phone, "me Otieno 4821")
    assert len({pin for (pin,) in rows(database_url, "SELECT pin FROM accounts")}) == 2


async def test_hard_content_leaves_the_chat_with_whoever_was_shown_it(
    meet: Meet, proved: Database, clock: Clock
) -> None:
    """The next one with the phone may be a child: it goes at once, and is described anew when its person is back."""
    phone, pack = await meet(), await make_pack(proved, tasks=6)
    await make_hard(proved, pack, {"gore": 2})
    await choose(proved, phone.who, "gore", offset=12 * 60)
    task = await phone.begins(pack)
    assert task.hard is not None
    await proved.write(lambda tx: delivering.erase_later(tx, phone.who.account, 77, task.assignment))
    await household(phone, "Otieno")
    clock.now_ms += erasing.waited_ms
    assert (77, "") in {(one.message, one.mark) for one in await proved.read(erasing.due, BOT, 10)}
    await says(phone, "Amina 4821")
    again = is_task(await phone.act(serving.work))
    assert again.assignment == task.assignment and again.mark != task.mark


async def test_a_limit_is_one_person_s(meet: Meet, proved: Database) -> None:
    """Who may not work for a time hands the phone on, and the others work."""
    phone = await meet()
    await make_pack(proved)
    await household(phone, "Otieno")
    given = {"everything": True, "reason": "rules", "words": "Why.", "days": 3, "by": "Wanjiru"}
    await proved.write(restricting.limit, str(phone.who.person), **given)
    assert isinstance(await phone.act(offering.offer), Barred)
    await says(phone, "Amina 4821")
    assert isinstance(await phone.act(offering.offer), Offer)


async def test_who_leaves_takes_only_what_is_theirs(meet: Meet, proved: Database, database_url: str) -> None:
    """Then the phone is nobody's: who writes is asked to begin, and the others come back by name and PIN, as often as it happens."""
    phone = await meet()
    await household(phone, "Otieno", "Wanjiru")
    for name in ("Wanjiru", "Otieno"):
        told = await says(phone, "leave")
        assert isinstance(told, ForgetTold) and told.code
        leaving = phone.who
        gone = await proved.write(forgetting.forget, leaving, told.code)
        assert isinstance(gone, Forgotten)
        assert rows(database_url, f"SELECT 1 FROM people WHERE id = {leaving.person}") == []
        phone.who = await proved.write(joining.meet, BOT, leaving.telegram, "en")
        assert not phone.who.agreed and name != "Amina"
        back = "Otieno 7310" if name == "Wanjiru" else "Amina 4821"
        assert await says(phone, back) == Handed(back.split()[0])
    assert rows(database_url, "SELECT name, away FROM accounts ORDER BY id") == [("Amina", 0), ("", 1)]
    assert await says(phone, "") == Household(("Amina",), "Amina")
    assert await says(phone, "add Baraka 7310") == Handed("Baraka", fresh=True)
    assert len(rows(database_url, "SELECT 1 FROM accounts")) == 2


async def test_each_one_s_data_is_each_one_s(meet: Meet, proved: Database) -> None:
    """/mydata names nobody else of the phone."""
    phone = await meet()
    await household(phone, "Otieno")
    content = await proved.read(accounting.content_of_my_data, phone.who.account)
    assert "Otieno" in content and "Amina" not in content


async def test_a_forgotten_pin_is_taken_away_by_a_person(
    meet: Meet, proved: Database, database_url: str
) -> None:
    """Then the next one is theirs; the operator says who they are, and of somebody alone on a phone there is none."""
    phone, other = await meet(), await meet()
    await household(phone, "Otieno")
    seats = await proved.read(handing.on_phone, str(phone.who.person))
    assert [(one["name"], one["away"]) for one in seats] == [("Amina", 1), ("Otieno", 0)]
    for _ in range(5):
        await says(phone, "Amina 0000")
    with pytest.raises(SayWho):
        await proved.write(handing.free_pin, str(seats[0]["person"]), "")
    assert await proved.write(handing.free_pin, str(seats[0]["person"]), "Wanjiru") == "Amina"
    assert await says(phone, "Amina 5555") == Handed("Amina")
    await says(phone, "Otieno 7310")
    assert await says(phone, "Amina 4821") == WrongPin("Amina", 4)
    assert await says(phone, "Amina 5555") == Handed("Amina")
    with pytest.raises(NoSuchPerson):
        await proved.write(handing.free_pin, str(other.who.person), "Wanjiru")
    assert await proved.read(handing.on_phone, str(other.who.person)) == []
    assert rows(database_url, "SELECT count(*) FROM journal WHERE verb = 'household_pin'") == [(1,)]


async def test_who_came_after_somebody_left_keeps_what_they_earned(
    meet: Meet, proved: Database, database_url: str
) -> None:
    """They have no name and no PIN yet: the phone goes to nobody else before they do, so nobody is let into what is theirs."""
    phone, pack = await meet(), await make_pack(proved)
    await household(phone, "Otieno")
    told = await says(phone, "leave")
    assert isinstance(told, ForgetTold)
    assert isinstance(await proved.write(forgetting.forget, phone.who, told.code), Forgotten)
    phone.who = await proved.write(joining.meet, BOT, phone.who.telegram, "en")
    await phone.act(joining.agree, rules=RULES)
    await phone.answer((await phone.begins(pack)).mark)
    earned, came = await phone.balance(), phone.who
    for written in ("Amina 4821", "add Baraka 9999"):
        assert await says(phone, written) == Household(("Amina",), "", "first")
    assert await says(phone, "me Zawadi 1234") == Household(("Amina", "Zawadi"), "Zawadi", "set")
    assert await says(phone, "Amina 4821") == Handed("Amina")
    assert await says(phone, "add Baraka 9999") == Handed("Baraka", fresh=True)
    assert phone.who.person != came.person and await phone.balance() == 0
    assert await says(phone, "Zawadi 1234") == Handed("Zawadi")
    assert await phone.balance() == earned > 0


async def test_what_is_taken_from_one_brings_nothing_to_another(
    meet: Meet, proved: Database, clock: Clock
) -> None:
    """Somebody reports the task of who gave the phone away: its messages go, and nothing of theirs comes in their place."""
    phone, pack = await meet(), await make_pack(proved, tasks=6, overlap=3)
    await make_hard(proved, pack, {"gore": 2})
    await choose(proved, phone.who, "gore", offset=12 * 60)
    task = await phone.begins(pack)
    await proved.write(lambda tx: delivering.erase_later(tx, phone.who.account, 77, task.assignment))
    amina = phone.who
    await household(phone, "Otieno")
    await illegal(proved, task.assignment)
    clock.now_ms += erasing.waited_ms
    found = [one for one in await proved.read(erasing.due, BOT, 10) if one.account == amina.account]
    assert 77 in {one.message for one in found} and {one.mark for one in found} == {""}
    for one in found:
        assert await proved.write(erasing.make_way, replace(one, mark=task.mark), RULES) is None


async def test_what_a_round_tells_who_gave_the_phone_away_waits_for_them(
    meet: Meet, proved: Database
) -> None:
    """What was looked at for long, such as a voice: what follows it is theirs, and comes when they are here."""
    phone = await meet()
    amina = phone.who
    await household(phone, "Otieno")
    assert not await proved.write(handing.kept_back, phone.who.account)
    told = await proved.write(telling.tell, amina.account, WrongPin("Amina", 4))
    assert await proved.write(handing.kept_back, amina.account)
    assert told.seq not in {one.seq for one, _ in await proved.read(delivering.waiting, BOT, 50)}
    await proved.write(telling.here, amina.account)
    assert told.seq in {one.seq for one, _ in await proved.read(delivering.waiting, BOT, 50)}
