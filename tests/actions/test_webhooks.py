"""A requester's program is told of each final answer once, in order; what was told is accepted; what fails comes again."""

import json
from typing import Any

import pytest

from bot.actions import claiming, depositing, exporting, publishing, ruling, webhooks
from bot.actions.webhooks import Parcel
from bot.domain import limits
from bot.domain.outcomes.voices import HookPaused, HookSet, HookShown
from bot.domain.outcomes.worker import NotUnderstood
from bot.domain.refusals.voices import NotAWebhook, NoWebhook
from bot.payouts.vault import Vault, new_key
from bot.storage import Database
from tests.actions.conftest import Meet, rows
from tests.conftest import Clock
from tests.makers import REQUESTER, RULES, Worker, is_task, make_pack, make_requester, meet_deadlines, notices

pytestmark = pytest.mark.anyio
URL = "https://pictures.example/ujima"
SECRET = "ab" * 16


async def hooked(database: Database, meet: Meet, name: str = REQUESTER) -> Worker:
    """A requester in the chat with a webhook."""
    owner = await make_requester(database, await meet(), name)
    assert isinstance(await owner.act(webhooks.webhook, word=URL), HookSet)
    return owner


async def took(database: Database, requester: int) -> Parcel | None:
    """The next event, on its way."""
    found = await database.read(webhooks.find, requester)
    return await database.write(webhooks.take, requester, found, SECRET)


async def leaves(database: Database, meet: Meet, clock: Clock) -> tuple[Worker, int, Parcel]:
    """A requester with a webhook, their pack, and the event of its one final answer, on its way."""
    pack, owner = await make_pack(database), await hooked(database, meet)
    await answers(await meet(), pack, 1)
    clock.now_ms += 2 * limits.undo_ms
    parcel = await took(database, owner.who.requester)
    assert parcel is not None
    return owner, pack, parcel


async def told(database: Database, requester: int) -> list[dict[str, Any]]:
    """Every event there is, each taken at once."""
    found = []
    while (parcel := await took(database, requester)) is not None:
        found.append(json.loads(parcel.body))
        await database.write(webhooks.taken, parcel, 200, "ok")
    return found


async def answers(worker: Worker, pack: int, count: int) -> None:
    """So many answers of somebody new."""
    task = await worker.begins(pack)
    for _ in range(count):
        task = is_task(await worker.answer(task.mark))


async def test_each_final_answer_is_told_once_and_so_accepted(
    meet: Meet, database: Database, clock: Clock, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two events of two, then the last one when it can't be undone any more; as results tell them."""
    monkeypatch.setattr(webhooks, "answers_per_event", 2)
    pack, owner, amina = await make_pack(database), await hooked(database, meet), await meet()
    await answers(amina, pack, 5)
    first = await told(database, owner.who.requester)
    assert [len(one["answers"]) for one in first] == [2, 2]
    assert {one["event"] for one in first} == {"pack.results"} and first[0]["version"] == 1
    clock.now_ms += limits.undo_ms + webhooks.idle_ms + 1
    last = await told(database, owner.who.requester)
    ids = [answer["id"] for event in first + last for answer in event["answers"]]
    assert len(ids) == len(set(ids)) == 5 and ids == sorted(ids, key=int)
    left = await database.write(exporting.results, "streets", SECRET)
    assert [one.id for one in left.answers if one.status == "accepted"] == ids
    assert {one["worker"] for one in first[0]["answers"]} == {left.answers[0].worker}
    assert rows(database_url, "SELECT count(*) FROM answers WHERE delivered_at IS NULL") == [(0,)]


async def test_an_answer_that_becomes_final_late_is_told_late(
    meet: Meet, database: Database, clock: Clock
) -> None:
    """Somebody else's later answers go first; the one that waits is not forgotten."""
    pack, owner = await make_pack(database), await hooked(database, meet)
    slow, amina = await meet(), await meet()
    held = await slow.begins(pack)
    await answers(amina, pack, 3)
    clock.now_ms += 2 * limits.undo_ms
    (early,) = await told(database, owner.who.requester)
    await slow.answer(held.mark)
    clock.now_ms += 2 * limits.undo_ms
    (late,) = await told(database, owner.who.requester)
    assert int(late["answers"][0]["id"]) < int(early["answers"][0]["id"]) and len(late["answers"]) == 1
    clock.now_ms += 2 * limits.undo_ms
    assert await told(database, owner.who.requester) == []


async def test_the_next_event_waits_for_the_one_before(
    meet: Meet, database: Database, clock: Clock, database_url: str
) -> None:
    """A receiver that takes nothing accepts one event's answers and no more; each try has the same words."""
    owner, pack, first = await leaves(database, meet, clock)
    assert await took(database, owner.who.requester) is None  # leased
    await database.write(webhooks.failed, first, 503, "busy")
    await answers(await meet(), pack, 3)
    clock.now_ms += 2 * limits.undo_ms
    again = await took(database, owner.who.requester)
    assert again is not None and again.body == first.body
    assert rows(database_url, "SELECT count(*) FROM answers WHERE delivered_at IS NOT NULL") == [(1,)]


async def test_a_sender_that_died_leaves_its_event_to_the_next(
    meet: Meet, database: Database, clock: Clock
) -> None:
    """The lease ends, and the same event goes out again."""
    owner, _, first = await leaves(database, meet, clock)
    assert await database.read(webhooks.due, 9) == []
    clock.now_ms += webhooks.lease_ms
    assert await database.read(webhooks.due, 9) == [owner.who.requester]
    assert await took(database, owner.who.requester) == first


async def test_pauses_grow_for_three_days_and_then_it_is_paused(
    meet: Meet, database: Database, clock: Clock
) -> None:
    """30 s, 1 min, 2 min … 6 h; the requester is told once, and `on` sends the same event again."""
    owner, _, parcel = await leaves(database, meet, clock)
    began, waits, again = clock.now_ms, [], parcel
    while again is not None:
        assert again == parcel
        await database.write(webhooks.failed, parcel, 0, "The address can't be reached.")
        row = await database.write(lambda tx: tx.one("webhooks.lock", requester=owner.who.requester))
        assert row is not None
        waits.append(row["next_at"] - clock.now_ms)
        clock.now_ms = row["next_at"]
        again = await took(database, owner.who.requester)
    assert waits[:3] == [30_000, 60_000, 120_000] and max(waits) == webhooks.pause_most_ms
    assert limits.hour * 72 <= clock.now_ms - began <= limits.hour * 84
    assert await notices(database, owner) == [HookPaused(URL)]
    card = await owner.act(webhooks.webhook, word="")
    assert isinstance(card, HookShown)
    assert (card.state, card.reply) == ("paused", "The address can't be reached.")
    assert await owner.act(webhooks.webhook, word="on") == HookShown(
        URL, "on", 0, card.reply, card.tried_at, 0
    )
    assert await took(database, owner.who.requester) == parcel


async def test_an_address_that_is_gone_is_left_alone_at_once(
    meet: Meet, database: Database, clock: Clock
) -> None:
    """410 ends it, and what was said is shown."""
    owner, _, parcel = await leaves(database, meet, clock)
    await database.write(webhooks.failed, parcel, webhooks.gone, "We moved.")
    card = await owner.act(webhooks.webhook, word="")
    assert isinstance(card, HookShown)
    assert (card.state, card.status, card.reply) == ("paused", 410, "We moved.")
    assert await notices(database, owner) == [HookPaused(URL)]


async def test_what_an_old_address_said_is_nothing_about_the_new_one(
    meet: Meet, database: Database, clock: Clock
) -> None:
    """A new address is set while the old one is asked, which is gone: the new one is not paused, and gets the event."""
    owner, _, parcel = await leaves(database, meet, clock)
    await owner.act(webhooks.webhook, word="https://new.example/ujima")
    await database.write(webhooks.failed, parcel, webhooks.gone, "We moved.")
    card = await owner.act(webhooks.webhook, word="")
    assert card == HookShown("https://new.example/ujima", "on")
    assert await notices(database, owner) == []
    again = await took(database, owner.who.requester)
    assert again is not None and (again.event, again.url) == (parcel.event, "https://new.example/ujima")


async def test_a_pack_s_end_is_told_after_its_last_answer(
    meet: Meet, database: Database, clock: Clock
) -> None:
    """Once; a pack that was over before the webhook was set is told of not at all."""
    await make_pack(database, "lanes")
    await database.write(publishing.close, "lanes")
    clock.now_ms += 1
    pack, owner, amina = await make_pack(database), await hooked(database, meet), await meet()
    await answers(amina, pack, 2)
    await database.write(publishing.close, "streets")
    clock.now_ms += 8 * limits.day
    await database.write(meet_deadlines)
    clock.now_ms += webhooks.idle_ms
    events = await told(database, owner.who.requester)
    assert [(one["event"], one["pack"]) for one in events] == [
        ("pack.results", "streets"),
        ("pack.closed", "streets"),
    ]
    clock.now_ms += limits.day
    assert await told(database, owner.who.requester) == []


async def test_an_answer_whose_claim_was_given_up_is_told(
    meet: Meet, database: Database, clock: Clock
) -> None:
    """A later answer was told while it was claimed, and it is not forgotten; of one that is claimed still nothing is told."""
    pack, owner, amina = await make_pack(database), await hooked(database, meet), await meet()
    task, given = await amina.begins(pack), []
    for _ in range(3):
        given.append(task.assignment)
        task = is_task(await amina.answer(task.mark))
    clock.now_ms += 2 * limits.undo_ms
    for claimed in given[:2]:
        code = await database.write(claiming.claim, owner.who.requester, claimed, "breaks", 1, RULES)
    (early,) = await told(database, owner.who.requester)
    await database.write(ruling.give_in, owner.who.requester, code)
    clock.now_ms += webhooks.idle_ms
    (late,) = await told(database, owner.who.requester)
    assert [int(one["id"]) for event in (early, late) for one in event["answers"]] == [given[2], given[1]]


async def test_an_answer_that_is_owed_holds_up_no_end(meet: Meet, database: Database, clock: Clock) -> None:
    """It came after the pack's end and there is no goodwill: the end is told, and the answer once it is paid."""
    pack, owner, amina = await make_pack(database), await hooked(database, meet), await meet()
    held = await amina.begins(pack)
    await database.write(publishing.close, "streets")
    clock.now_ms += 8 * limits.day
    assert "refund" in await database.write(meet_deadlines)
    amina.proving = False  # until she is paid
    await amina.answer(held.mark)
    clock.now_ms += 2 * limits.undo_ms
    assert [one["event"] for one in await told(database, owner.who.requester)] == ["pack.closed"]
    await database.write(depositing.goodwill, 1_000_000, "for all", RULES)
    clock.now_ms += limits.hour
    assert "owed" in await database.write(meet_deadlines)
    (late,) = await told(database, owner.who.requester)
    assert [one["task"] for one in late["answers"]] == ["task-1"]


async def test_a_webhook_is_set_by_its_requester_alone(meet: Meet, database: Database) -> None:
    """Off and on, a new address with a new secret, a worker who types it, one whose requester has none, the desk."""
    await make_pack(database)
    owner, amina = await make_requester(database, await meet()), await meet()
    assert await owner.act(webhooks.webhook, word="") == HookShown()
    with pytest.raises(NoWebhook):
        await owner.act(webhooks.webhook, word="off")
    assert isinstance(await amina.act(webhooks.webhook, word=URL), NotUnderstood)
    first, second = [await owner.act(webhooks.webhook, word=URL) for _ in range(2)]
    assert isinstance(first, HookSet) and isinstance(second, HookSet) and first.secret != second.secret
    off = await owner.act(webhooks.webhook, word="off")
    assert isinstance(off, HookShown) and off.state == "off"
    assert await database.read(webhooks.due, 9) == []


NOT_WEBHOOKS = (
    "http://a.org/x", "https://a.org:8443/x", "https://u:p@a.org/x", "https://localhost/x", "ftp://a.org", "https://a.org/ x",
    "https://[", "https://a.org:x/", "https://a.org/#x", "a.org", "https://a.org/" + "x" * 300, "https://bü.org/",
    "https://127.0.0.1/x", "https://10.1.2.3/", "https://[::1]/x", "https://127.1/", "https://0x7f.0.0.1/", "https://a.localhost/",
    "https://169.254.169.254/latest", "https://printer.local/", "https://db.internal/", "https://127.0.0.1./",
)  # fmt: skip


async def test_only_plain_https_addresses_are_webhooks(meet: Meet, database: Database) -> None:
    """Anything else is refused with a sentence, and nothing is set."""
    await make_pack(database)
    owner = await make_requester(database, await meet())
    for url in NOT_WEBHOOKS:
        with pytest.raises(NotAWebhook):
            await owner.act(webhooks.webhook, word=url)
    assert await owner.act(webhooks.webhook, word="") == HookShown()


async def test_an_answer_after_a_pack_s_end_is_told_for_thirty_days(
    meet: Meet, database: Database, clock: Clock
) -> None:
    """Somebody's phone was without a line: their answer is paid from goodwill, and told after the pack's end."""
    pack, owner = await make_pack(database, goodwill=1_000_000), await hooked(database, meet)
    amina, brian = await meet(), await meet()
    early, late = await amina.begins(pack), await brian.begins(pack)
    await database.write(publishing.close, "streets")
    clock.now_ms += 8 * limits.day
    assert "refund" in await database.write(meet_deadlines)
    assert [one["event"] for one in await told(database, owner.who.requester)] == ["pack.closed"]
    await amina.answer(early.mark)
    clock.now_ms += 2 * limits.undo_ms
    (event,) = await told(database, owner.who.requester)
    assert [one["task"] for one in event["answers"]] == ["task-1"]
    clock.now_ms += webhooks.late_ms
    await brian.answer(late.mark)
    clock.now_ms += 2 * limits.undo_ms
    assert await told(database, owner.who.requester) == []


async def test_the_secret_is_kept_sealed(database: Database, meet: Meet, database_url: str) -> None:
    """No byte of it is in the row; older keys open it until it is sealed anew, none afterwards."""
    owner = await make_requester(database, await meet())
    old, new = new_key(), new_key()
    asked = await owner.act(webhooks.webhook, word=URL, vault=Vault(old))
    assert isinstance(asked, HookSet) and asked.secret not in str(rows(database_url, "SELECT * FROM hooks"))
    assert [await database.write(webhooks.reseal, Vault(f"{new},{old}")) for _ in range(2)] == [1, 0]
    assert await database.write(webhooks.reseal, Vault(old)) == 0
    await database.write(webhooks.add, owner.who.requester, "pack.low", "streets", {})
    signed = []
    for vault in (Vault(new), Vault(old), None):
        owner.clock.now_ms += webhooks.lease_ms + 1
        parcel = await database.write(webhooks.take, owner.who.requester, None, SECRET, vault)
        signed.append(parcel.secret if parcel is not None else None)
    assert signed == [asked.secret, "", ""]


async def test_a_secret_made_before_there_were_keys_is_sealed_with_the_first(
    database: Database, meet: Meet, database_url: str
) -> None:
    """Sealing anew seals it too; what it signs stays the same."""
    owner = await make_requester(database, await meet())
    secret = await database.write(webhooks.set_to, owner.who.requester, URL)
    assert secret in str(rows(database_url, "SELECT * FROM hooks"))
    vault = Vault(new_key())
    assert await database.write(webhooks.reseal, vault) == 1
    assert secret not in str(rows(database_url, "SELECT * FROM hooks"))
    await database.write(webhooks.add, owner.who.requester, "pack.low", "streets", {})
    parcel = await database.write(webhooks.take, owner.who.requester, None, SECRET, vault)
    assert parcel is not None and parcel.secret == secret
