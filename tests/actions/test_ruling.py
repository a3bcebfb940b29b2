"""Rulings: every deadline and every end of a claim, what each does to the money, and who may say what when."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

import pytest

from bot import screens
from bot.actions import admitting, exporting, forgetting, moderating, ruling, serving
from bot.actions import cases as queue
from bot.domain import cases, claims, limits
from bot.domain.outcomes.cases import AppealCame, Appealed, Case, CaseDone, CaseLeft
from bot.domain.outcomes.claims import Claimed, Disagreed, Disagreeing, Insisting, Kept, Objection, Ruled
from bot.domain.outcomes.papers import ForgetTold
from bot.domain.outcomes.requester import RoleGiven
from bot.domain.refusals.cases import NoSuchCase, NothingToAppeal, NotYourCase
from bot.domain.refusals.claims import (
    ClaimDecided,
    ClaimSaidEnough,
    NobodyDisagrees,
    NoNeutralPerson,
    NoSuchCode,
)
from bot.ledger import movements
from bot.screen import text_utf16_max, utf16_units
from bot.screens.samples import sample_house
from bot.storage import Database, Tx
from bot.texts import Catalog, Translator
from tests.actions.conftest import Meet, answered, claimed, decided, rows, until_due
from tests.actions.test_renewing import NEW, renewed
from tests.conftest import Clock
from tests.makers import (
    PRICE,
    REQUESTER,
    RULES,
    Worker,
    make_form,
    make_moderator,
    make_pack,
    make_requester,
    notices,
    pack_row,
)

pytestmark = pytest.mark.anyio

MINUTE_PAY = 4 * PRICE  # at $0.04 for 15 s
UNTIL = {"told": claims.disagree_most_ms, "disagreed": claims.reply_ms, "ruling": claims.ruling_ms}
ENDS = {
    "silence": {"told": "upheld", "disagreed": "overturned", "ruling": "overturned"},
    "given in": dict.fromkeys(UNTIL, "given_in"),
    "right": {"ruling": "overturned"},
    "unusable": {"ruling": "upheld"},
}
WAYS = [(how, state) for how, states in ENDS.items() for state in states]


@dataclass(frozen=True, slots=True)
class Doubt:
    """A claim, and who gave the answer."""

    database: Database
    pack: int
    requester: int
    worker: Worker
    assignment: int
    code: str

    async def state(self) -> str:
        """How it stands."""
        row, _, _ = await self.database.read(ruling.told_of, self.code)
        return str(row["state"])

    async def comes(self, state: str) -> None:
        """The worker, and then the requester, say what brings a claim just told so far."""
        if state != "told":
            await self.worker.act(ruling.disagree, rules=RULES, code=self.code)
        if state == "ruling":
            await self.database.write(ruling.insist, self.requester, self.code, "It shows a roof.")

    async def ends(self, how: str) -> None:
        """Somebody ends it with a word; silence does not."""
        if how == "given in":
            await self.database.write(ruling.give_in, self.requester, self.code)
        elif how != "silence":
            await decided(self.database, self.code, how == "right")

    async def told(self) -> Ruled:
        """The end, as the worker hears it."""
        (found,) = [one for one in await notices(self.database, self.worker) if isinstance(one, Ruled)]
        return found


async def doubted(database: Database, pack: int, worker: Worker, clock: Clock) -> Doubt:
    """An answer of theirs that is claimed."""
    assignment = await answered(worker, pack, clock)
    code = await claimed(database, pack, assignment)
    return Doubt(database, pack, (await pack_row(database, pack))["requester"], worker, assignment, code)


@pytest.fixture
async def doubt(proved: Database, meet: Meet, clock: Clock, pot: None) -> Doubt:
    """A claimed answer whose money is frozen, in a pack with a window of a day."""
    return await doubted(proved, await make_pack(proved, tasks=40, review_window_h=24), await meet(), clock)


@pytest.mark.parametrize(("how", "state"), WAYS)
async def test_every_claim_ends_as_it_is_drawn(doubt: Doubt, clock: Clock, state: str, how: str) -> None:
    """From each state, by each way: the frozen money, the minute, the results, and what the worker hears."""
    had = await doubt.worker.balance()
    await doubt.comes(state)
    await doubt.ends(how)
    if how == "silence":
        await until_due(doubt.database, clock, UNTIL[state] - limits.minute)
        assert await doubt.state() == state
        await until_due(doubt.database, clock, limits.minute)
    if how in ("right", "unusable"):
        assert await doubt.state() == "ruled"
        assert await doubt.worker.balance() == had + (PRICE + MINUTE_PAY if how == "right" else 0)
        await until_due(doubt.database, clock, cases.appeal_ms)
    assert await doubt.state() == ENDS[how][state]
    right = ENDS[how][state] != "upheld"
    minute = MINUTE_PAY if right and state != "told" else 0
    assert await doubt.worker.balance() == had + (PRICE if right else 0) + minute
    told = await doubt.told()
    assert (told.right, told.minute, told.theirs) == (right, minute, False)
    assert told.why == ("The people fill it." if how in ("right", "unusable") else "")
    results = await doubt.database.write(exporting.results, "streets", "s" * 16)
    assert [one.id for one in results.answers] == ([str(doubt.assignment)] if right else [])
    with pytest.raises(ClaimDecided):
        await doubt.ends("given in")
    for late in ("right", "unusable"):
        with pytest.raises((NotYourCase, NoSuchCase)):
            await doubt.ends(late)
    with pytest.raises(ClaimDecided):
        await doubt.worker.act(ruling.disagree, rules=RULES, code=doubt.code)


@pytest.mark.parametrize("how", ENDS)
async def test_without_a_window_the_money_stays_however_it_ends(
    proved: Database, meet: Meet, clock: Clock, pot: None, how: str
) -> None:
    """Only the minute comes on top, for who was right."""
    doubt = await doubted(proved, await make_pack(proved, tasks=40), await meet(), clock)
    had = await doubt.worker.balance()
    await doubt.comes("ruling")
    await doubt.ends(how)
    await until_due(proved, clock, max(claims.ruling_ms, cases.appeal_ms))
    assert await doubt.state() == ENDS[how]["ruling"]
    assert await doubt.worker.balance() == had + (0 if how == "unusable" else MINUTE_PAY)


async def test_fourteen_days_run_from_the_worker_s_first_message(doubt: Doubt, clock: Clock) -> None:
    """Who was away keeps their say; who was there and said nothing has agreed after that."""
    await until_due(doubt.database, clock, 20 * limits.day)
    assert await doubt.state() == "told"
    await doubt.worker.act(serving.work)
    await until_due(doubt.database, clock, 13 * limits.day)
    assert await doubt.state() == "told"
    await until_due(doubt.database, clock, 3 * limits.day)
    assert await doubt.state() == "upheld"


async def test_disagreeing_is_noted_at_once_and_twice_is_once(doubt: Doubt) -> None:
    """A code may be typed in small letters; why they disagree may be said, also later, or not."""
    asked = await doubt.worker.act(ruling.disagree, rules=RULES, code=doubt.code.lower())
    assert isinstance(asked, Disagreeing)
    assert await doubt.state() == "disagreed"
    assert not isinstance(await doubt.worker.act(serving.work), Disagreeing)
    again = await doubt.worker.act(ruling.disagree, rules=RULES, code=doubt.code)
    assert isinstance(again, Disagreeing)
    assert await doubt.worker.types("The people fill it.") == Disagreed(doubt.code)
    assert await doubt.worker.act(ruling.disagree, rules=RULES, code=doubt.code) == Disagreed(doubt.code)


async def test_both_sides_words_are_there_for_who_decides(doubt: Doubt, meet: Meet) -> None:
    """The requester reads the worker's, who decides reads both; with the newest words of one claim the older are gone."""
    speaks = await make_requester(doubt.database, await meet())
    await doubt.worker.act(ruling.disagree, rules=RULES, code=doubt.code)
    assert await doubt.worker.types("The people fill it.") == Disagreed(doubt.code)
    (heard,) = [one for one in await notices(doubt.database, speaks) if isinstance(one, Objection)]
    assert heard.words == "The people fill it."
    asked = await speaks.act(ruling.insisting, rules=RULES, code=doubt.code)
    assert isinstance(asked, Insisting)
    assert await speaks.types("It shows a roof.") == Disagreed(doubt.code)
    assert Kept(doubt.code, "It shows a roof.") in await notices(doubt.database, doubt.worker)
    assert [one["code"] for one in await doubt.database.read(queue.queue, 0)] == [doubt.code]
    await doubt.ends("unusable")
    (end,) = [one for one in await notices(doubt.database, speaks) if isinstance(one, Ruled)]
    assert (end.right, end.how, end.why, end.theirs) == (False, "ruling", "The people fill it.", True)


async def test_the_worker_hears_that_the_requester_keeps_to_it_and_may_say_more(
    doubt: Doubt, meet: Meet
) -> None:
    """With a reason or without; of later words the newest message has all, and nobody hears of none."""
    speaks = await make_requester(doubt.database, await meet())
    await doubt.worker.act(ruling.disagree, rules=RULES, code=doubt.code, words="The people fill it.")
    await doubt.database.write(ruling.insist, doubt.requester, doubt.code, "")

    async def told() -> list[Kept]:
        return [one for one in await notices(doubt.database, doubt.worker) if isinstance(one, Kept)]

    assert await told() == [Kept(doubt.code, "")]
    more = await doubt.worker.act(ruling.disagree, rules=RULES, code=doubt.code)
    assert isinstance(more, Disagreeing) and more.kept
    assert await doubt.worker.types("Look at the left.") == Disagreed(doubt.code)
    await speaks.act(ruling.insisting, rules=RULES, code=doubt.code, words="It shows a roof.")
    assert (await told())[-1] == Kept(doubt.code, "It shows a roof.")
    await doubt.database.write(ruling.insist, doubt.requester, doubt.code, "")
    await doubt.ends("unusable")
    await speaks.act(ruling.insisting, rules=RULES, code=doubt.code, words="As I said.")
    assert len(await told()) == 2, "nobody decides any more within so long"


async def test_all_that_both_sides_say_stands_in_the_evidence_in_order(
    doubt: Doubt, meet: Meet, clock: Clock
) -> None:
    """With times, five of each and one more with an appeal; who decides reads them, and what comes after the end counts nowhere."""
    speaks = await make_requester(doubt.database, await meet())
    judge = await make_moderator(doubt.database, await meet())
    worker = partial(doubt.worker.act, ruling.disagree, rules=RULES, code=doubt.code)
    said = [("worker", "The people fill it."), ("worker", "Look at the left.")]
    for _, words in said:
        clock.now_ms += limits.minute
        assert await worker(words=words) == Disagreed(doubt.code)
    heard = [one for one in await notices(doubt.database, speaks) if isinstance(one, Objection)]
    assert heard[-1].words == "The people fill it.\nLook at the left."
    for words in ("It shows a roof.", "A roof of tin."):
        clock.now_ms += limits.minute
        await speaks.act(ruling.insisting, rules=RULES, code=doubt.code, words=words)
        said.append(("requester", words))
    for number in range(3):
        await worker(words=f"Once more, {number}.")
        said.append(("worker", f"Once more, {number}."))
    with pytest.raises(ClaimSaidEnough):
        await worker(words="And again.")
    await decided(doubt.database, doubt.code, False)
    await doubt.worker.act(ruling.appeal, code=doubt.code, words="It is not so.")
    said.append(("worker", "It is not so."))
    shown = await judge.act(moderating.take, code=doubt.code, rules=RULES)
    assert isinstance(shown, Case) and [(one.side, one.words) for one in shown.statements] == said
    assert [one.at for one in shown.statements] == sorted(one.at for one in shown.statements)
    assert len({one.at for one in shown.statements}) == 4
    text = screens.show(shown, Translator("en", Catalog(locale="en"), "USD"), sample_house).text
    assert utf16_units(text) <= text_utf16_max and all(words in text for _, words in said)
    await doubt.database.write(ruling.give_in, doubt.requester, doubt.code)
    with pytest.raises(ClaimDecided):
        await speaks.act(ruling.insisting, rules=RULES, code=doubt.code, words="No!")


async def test_a_question_why_does_not_stand_before_work(doubt: Doubt, meet: Meet) -> None:
    """Nobody need say why: /tasks leads on, for worker and requester; words for that question count all the same."""
    asked = await doubt.worker.act(ruling.disagree, rules=RULES, code=doubt.code)
    assert isinstance(asked, Disagreeing)
    assert not isinstance(await doubt.worker.act(serving.work), Disagreeing)
    speaks = await make_requester(doubt.database, await meet())
    assert isinstance(await speaks.act(ruling.insisting, rules=RULES, code=doubt.code), Insisting)
    assert not isinstance(await speaks.act(serving.work), Insisting)


async def test_nobody_speaks_of_a_claim_that_is_not_theirs(doubt: Doubt, meet: Meet) -> None:
    """It is not there for them; and a requester keeps to nothing that nobody doubts."""
    other = await meet()
    for code in (doubt.code, "nothing"):
        with pytest.raises(NoSuchCode):
            await other.act(ruling.disagree, rules=RULES, code=code)
    with pytest.raises(NoSuchCode):
        await doubt.database.write(ruling.give_in, doubt.requester + 1, doubt.code)
    with pytest.raises(NobodyDisagrees):
        await doubt.database.write(ruling.insist, doubt.requester, doubt.code, "It shows a roof.")
    with pytest.raises(NoNeutralPerson):
        await decided(doubt.database, doubt.code, True, rules=replace(RULES, rulings_by=""))
    assert await doubt.state() == "told"


async def test_one_in_ten_is_looked_at_although_it_is_over(
    proved: Database, meet: Meet, clock: Clock, pot: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was found is written down once; it moves nothing, and nobody is told again."""
    monkeypatch.setattr(claims, "checked_of", 1)
    doubt = await doubted(proved, await make_pack(proved, tasks=40), await meet(), clock)
    await doubt.ends("given in")
    had = await doubt.worker.balance()
    assert [one["code"] for one in await proved.read(queue.queue, 0)] == [doubt.code]
    await doubt.ends("unusable")
    assert await doubt.state() == "given_in" and await doubt.worker.balance() == had
    assert (await doubt.told()).how == "gave_in" and not await proved.read(queue.queue, 0)
    with pytest.raises(NotYourCase):
        await doubt.ends("unusable")


async def test_who_lost_may_appeal_once_and_others_have_the_last_word(
    doubt: Doubt, meet: Meet, clock: Clock
) -> None:
    """The other side hears of it. Money that waits goes on waiting; silence of the second instance is the worker's right."""
    speaks = await make_requester(doubt.database, await meet())
    had = await doubt.worker.balance()
    with pytest.raises(NothingToAppeal):
        await doubt.worker.act(ruling.appeal, code=doubt.code)
    await doubt.comes("ruling")
    await doubt.ends("unusable")
    assert (await doubt.told()).appeal_ms == cases.appeal_ms and await doubt.worker.balance() == had
    assert await doubt.worker.act(ruling.appeal, code=doubt.code) == Appealed(doubt.code)
    assert AppealCame(doubt.code, "streets", True) in await notices(doubt.database, speaks)
    with pytest.raises(NothingToAppeal):
        await doubt.worker.act(ruling.appeal, code=doubt.code)
    assert await doubt.database.read(queue.queue, 0) == []  # not the same person twice
    await until_due(doubt.database, clock, cases.ruling_ms)
    assert await doubt.state() == "overturned"
    assert await doubt.worker.balance() == had + PRICE + MINUTE_PAY


async def test_a_requester_s_appeal_never_takes_back_what_the_worker_won(
    doubt: Doubt, meet: Meet, clock: Clock
) -> None:
    """The answer is left out and the pot bought another; the worker's money is theirs."""
    speaks = await make_requester(doubt.database, await meet())
    had = await doubt.worker.balance()
    await doubt.comes("ruling")
    await doubt.ends("right")
    with pytest.raises(NothingToAppeal):
        await doubt.worker.act(ruling.appeal, code=doubt.code)
    await speaks.act(ruling.appeal, code=doubt.code, words="It shows a roof.")
    assert AppealCame(doubt.code, "streets", False, "It shows a roof.") in await notices(
        doubt.database, doubt.worker
    )
    judge = await make_moderator(doubt.database, await meet())
    await judge.act(moderating.take, code=doubt.code, rules=RULES)
    await judge.closes(
        await judge.mark(), "find", moderating.choose, facts=judge.seen[-1], outcome="unusable", rules=RULES
    )
    done = await judge.closes(
        await judge.mark(), "why", moderating.because, facts=judge.seen[-1], reason="breaks", rules=RULES
    )
    assert isinstance(done, CaseDone) and done.decided
    assert await doubt.state() == "upheld"
    assert await doubt.worker.balance() == had + PRICE + MINUTE_PAY
    assert not (await doubt.database.write(exporting.results, "streets", "s" * 16)).answers


async def test_a_minute_that_goodwill_can_t_pay_is_owed(proved: Database, meet: Meet, clock: Clock) -> None:
    """It is paid when there is goodwill."""
    doubt = await doubted(proved, await make_pack(proved, tasks=40), await meet(), clock)
    had = await doubt.worker.balance()
    await doubt.comes("disagreed")
    await doubt.ends("given in")
    assert (await doubt.told()).minute == 0 and await doubt.worker.balance() == had
    await make_pack(proved, "roofs", launch=False, goodwill=5_000_000)
    await until_due(proved, clock, limits.hour)
    assert await doubt.worker.balance() == had + MINUTE_PAY


async def test_a_minute_above_what_goodwill_may_pay_for_a_pack_comes_from_the_fees(
    proved: Database, database_url: str, meet: Meet, clock: Clock, pot: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At once, and once: when the pack has room again, nothing is paid a second time."""
    monkeypatch.setattr(movements, "goodwill_max", lambda amount: 0)
    doubt = await doubted(proved, await make_pack(proved, tasks=40), await meet(), clock)
    had = await doubt.worker.balance()
    await doubt.comes("disagreed")
    await doubt.ends("given in")
    assert (await doubt.told()).minute == MINUTE_PAY and await doubt.worker.balance() == had + MINUTE_PAY
    assert rows(database_url, "SELECT count(*) FROM deadlines WHERE kind = 'minute'") == [(0,)]
    monkeypatch.undo()
    ((claim,),) = rows(database_url, "SELECT id FROM claims")
    assert await proved.write(ruling.pay_minute, claim) == MINUTE_PAY
    assert await doubt.worker.balance() == had + MINUTE_PAY


async def test_the_sentence_is_that_of_the_version_the_worker_saw_whatever_is_written_since(
    doubt: Doubt, meet: Meet
) -> None:
    """A requester who writes the instruction anew after claiming changes nothing of what the claim, and a later one, cites."""
    saw = "Choose what fills most of the picture, and skip what you cannot see."
    other = await meet()
    first = await other.begins(doubt.pack)
    await renewed(doubt.database, doubt.pack, make_form(review_window_h=24, instruction={"en": NEW}))
    await other.answer(first.mark)
    doubt.worker.clock.now_ms += limits.undo_ms + 1
    await claimed(doubt.database, doubt.pack, first.assignment)
    (told,) = [one for one in await notices(doubt.database, other) if isinstance(one, Claimed)]
    assert told.sentence == {"en": saw}
    await doubt.comes("ruling")
    judge = await make_moderator(doubt.database, await meet())
    shown = await judge.act(moderating.take, code=doubt.code, rules=RULES)
    assert isinstance(shown, Case) and (shown.sentence, shown.version) == ({"en": saw}, 1)
    _, _, sentences = await doubt.database.read(ruling.told_of, doubt.code)
    assert list(sentences) == [saw]


@pytest.mark.parametrize(("words", "said"), [("", ""), (5_000 * "w", 5_000 * "s"), ("  \u200b ", "\u202e")])
async def test_words_of_any_length_do_no_harm(doubt: Doubt, meet: Meet, words: str, said: str) -> None:
    """None, five thousand letters, none that can be seen: a thousand are kept, and the evidence fits into a message."""
    await doubt.worker.act(ruling.disagree, rules=RULES, code=doubt.code, words=words)
    await doubt.database.write(ruling.insist, doubt.requester, doubt.code, said)
    judge = await make_moderator(doubt.database, await meet())
    shown = await judge.act(moderating.take, code=doubt.code, rules=RULES)
    assert isinstance(shown, Case)
    kept = [(one.side, len(one.words)) for one in shown.statements]
    assert kept == ([("worker", 1_000), ("requester", 1_000)] if len(words) > 10 else [])
    assert (
        utf16_units(screens.show(shown, Translator("en", Catalog(locale="en"), "USD"), sample_house).text)
        <= text_utf16_max
    )


@pytest.fixture(params=["Europe/Berlin", "America/New_York", "Africa/Nairobi"])
def zone(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The machine stands there."""
    with monkeypatch.context() as there:
        there.setenv("TZ", request.param)
        time.tzset()
        yield
    time.tzset()


@pytest.mark.usefixtures("zone")
@pytest.mark.parametrize("day", ["2026-03-07", "2026-03-28", "2026-10-24", "2026-10-31"])
async def test_no_deadline_knows_when_clocks_are_changed(
    proved: Database, meet: Meet, clock: Clock, pot: None, day: str
) -> None:
    """Wherever the machine stands: a day's check is 24 hours, and four days for an answer are 96, over a change of clocks too."""
    clock.now_ms = int(datetime.fromisoformat(f"{day}T12:00:00+00:00").timestamp() * 1000)
    pack = await make_pack(proved, tasks=40, review_window_h=24)
    waits = await answered(await meet(), pack, clock)
    one = await doubted(proved, pack, await meet(), clock)
    await one.comes("disagreed")
    found = {(kind, subject): at for kind, subject, at in await proved.read(_deadlines)}
    row, _, _ = await proved.read(ruling.told_of, one.code)
    assert found["claim", row["id"]] == clock.now_ms + 96 * limits.hour
    assert found["release", waits] == clock.now_ms - 2 * (limits.undo_ms + 1) + 24 * limits.hour


def _deadlines(tx: Tx) -> list[tuple[str, int, int]]:
    found = tx._connection.execute("SELECT kind, subject, at FROM deadlines").fetchall()
    return [
        (row["kind"], row["subject"], row["at"]) if isinstance(row, dict) else tuple(row) for row in found
    ]


async def test_a_claim_ends_although_whoever_won_it_was_forgotten_before_it_was_final(
    doubt: Doubt, clock: Clock, database_url: str
) -> None:
    """The minute was theirs and is paid to nobody a second time; it is final in time, as for anybody."""
    await doubt.comes("ruling")
    await doubt.ends("right")
    told = await doubt.worker.act(forgetting.forget, code="")
    assert isinstance(told, ForgetTold) and told.code
    doubt.worker.proving = False
    await doubt.database.write(forgetting.forget, doubt.worker.who, told.code)
    await until_due(doubt.database, clock, cases.appeal_ms)
    assert await doubt.state() == "overturned"
    minutes = "SELECT count(*) FROM transfers t JOIN claims c ON t.key = 'answer:' || c.id"
    assert rows(database_url, minutes) == [(1,)]


async def test_who_speaks_for_a_requester_from_now_on_hears_what_waits(
    meet: Meet, proved: Database, clock: Clock, pot: None
) -> None:
    """A pack of the command line, claims by a file: nobody could keep to them, and silence would decide for the worker."""
    pack, amina, other = await make_pack(proved), await meet(), await meet()
    codes = [await claimed(proved, pack, await answered(one, pack, clock)) for one in (amina, other)]
    await amina.act(ruling.disagree, rules=RULES, code=codes[0], words="The people fill it.")
    await proved.write(admitting.link, REQUESTER, "CODE")
    her = await meet()
    assert isinstance(await her.act(ruling.speak, code="CODE"), RoleGiven)
    (heard,) = [one for one in await notices(proved, her) if isinstance(one, Objection)]
    assert (heard.code, heard.words) == (codes[0], "The people fill it.")
    await proved.write(ruling.insist, (await pack_row(proved, pack))["requester"], codes[0], "")


async def test_who_had_it_in_hand_when_it_ended_is_paid_and_told(
    doubt: Doubt, meet: Meet, clock: Clock, database_url: str
) -> None:
    """The requester gives in while a moderator looks: their minutes are paid, once, and nothing is left to decide."""
    judge = await make_moderator(doubt.database, await meet())
    await doubt.comes("ruling")
    await judge.act(moderating.take, rules=RULES, code=doubt.code)
    clock.now_ms += 4 * limits.minute
    await doubt.ends("given in")
    with pytest.raises(NotYourCase):
        await judge.act(moderating.take, rules=RULES, code=doubt.code)
    clock.now_ms += limits.minute
    await until_due(doubt.database, clock, 0)
    await until_due(doubt.database, clock, limits.day)
    paid = cases.minutes_pay(4 * limits.minute, RULES.floor_hourly)
    assert await judge.balance() == paid
    assert [one for one in await notices(doubt.database, judge) if isinstance(one, CaseLeft)] == [
        CaseLeft(doubt.code, paid)
    ]
    assert rows(database_url, "SELECT outcome, amount, paid FROM opinions") == [("settled", paid, 1)]


async def test_the_minute_is_told_once_although_it_is_looked_at_twice(
    doubt: Doubt, meet: Meet, clock: Clock
) -> None:
    """The answer stands, the requester appeals, and nobody decides again: what was paid is not told as paid once more."""
    speaks = await make_requester(doubt.database, await meet())
    await doubt.comes("ruling")
    await doubt.ends("right")
    had = await doubt.worker.balance()
    await speaks.act(ruling.appeal, code=doubt.code)
    await until_due(doubt.database, clock, claims.ruling_ms)
    assert await doubt.worker.balance() == had
    told = [one for one in await notices(doubt.database, doubt.worker) if isinstance(one, Ruled)]
    assert [(one.how, one.minute) for one in told] == [("ruling", MINUTE_PAY), ("overdue", 0)]


async def test_words_that_are_too_long_are_kept_in_part_and_told_so(doubt: Doubt) -> None:
    """What comes late over a bad line is never refused for its length: the disagreement counts, and its first words."""
    most, long = claims.words_characters_max, "y" * (claims.words_characters_max + 1)
    said = await doubt.worker.act(ruling.disagree, rules=RULES, code=doubt.code, words=long)
    assert said == Disagreed(doubt.code, most)
    assert await doubt.worker.act(ruling.disagree, rules=RULES, code=doubt.code, words="Short.") == Disagreed(
        doubt.code
    )
    await doubt.database.write(ruling.insist, doubt.requester, doubt.code, "")
    await decided(doubt.database, doubt.code, False)
    assert await doubt.worker.act(ruling.appeal, code=doubt.code, words=long) == Appealed(doubt.code, most)
