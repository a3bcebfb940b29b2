"""The half of the intake that both ways share: one person's updates one after the other, whoever brings them."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from bot.actions import joining
from bot.actions.telling import Told
from bot.app import Built, built
from bot.chat import api, router
from bot.chat.commit import Commit
from bot.chat.inbox import Arrival
from bot.chat.router import House
from bot.storage import DatabaseTrouble, Tx
from tests.pretend import Sandbox, start
from tests.stories.program import TOKEN, StoryClock, settings_for

pytestmark = pytest.mark.anyio


@pytest.fixture
def telegram() -> Iterator[Sandbox]:
    """A pretend Telegram."""
    with start(token=TOKEN) as sandbox:
        yield sandbox


@asynccontextmanager
async def _committing(
    telegram: Sandbox, folder: Path, database: str = ""
) -> AsyncIterator[tuple[Built, Commit]]:
    async with (
        built(settings_for(folder / "data", telegram.url, database), StoryClock()) as home,
        api.build(TOKEN, telegram.url) as bot,
    ):
        yield home, Commit(bot, home.house, lambda work: work.close(), lambda asked: None)


def text(number: int, message: int, words: str) -> dict[str, Any]:
    """An update with a text."""
    person = {"id": number, "is_bot": False, "first_name": "Amina", "language_code": "en"}
    chat = {"id": number, "type": "private", "first_name": "Amina"}
    said = {"message_id": message, "date": 1, "from": person, "chat": chat, "text": words}
    return {"update_id": message, "message": said}


async def test_two_ways_in_take_turns_for_one_person_and_not_for_two(
    telegram: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What came first is done first, though it takes longer; somebody else does not wait for it. No turn is kept."""
    done: list[str] = []
    holding = asyncio.Event()

    async def handle(house: House, bot: int, arrival: Arrival) -> list[Told]:
        words = getattr(arrival.did, "text", "")
        if words == "slow":
            await holding.wait()
        done.append(words)
        return []

    monkeypatch.setattr(router, "handle", handle)
    async with _committing(telegram, tmp_path) as (_, commit):
        first = asyncio.create_task(commit.batch([text(1, 10, "slow"), text(1, 11, "second")]))
        await asyncio.sleep(0)
        later = asyncio.create_task(commit.batch([text(1, 12, "third")]))
        await commit.batch([text(2, 13, "other")])
        assert done == ["other"]
        holding.set()
        await asyncio.gather(first, later)
        assert done == ["other", "slow", "second", "third"] and not commit._turns


async def test_trouble_of_one_person_goes_up_after_the_others_are_committed(
    telegram: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody's commit is cut off by it; what a stranger's brought is committed all the same."""
    handle = router.handle

    async def fails(house: House, bot: int, arrival: Arrival) -> list[Told]:
        if arrival.telegram == 1:
            raise DatabaseTrouble("The disk is full.")
        return await handle(house, bot, arrival)

    monkeypatch.setattr(router, "handle", fails)
    async with _committing(telegram, tmp_path) as (home, commit):
        with pytest.raises(DatabaseTrouble):
            await commit.batch([text(1, 10, "/start"), text(2, 11, "/start")])
        rows = await home.house.database.read(
            lambda tx: tx._connection.execute("SELECT telegram FROM accounts").fetchall()
        )
    assert rows == [(2,)]


async def test_a_body_that_is_no_update_is_set_aside_and_one_that_is_one_counts(
    telegram: Sandbox, tmp_path: Path
) -> None:
    """Each only once, however often it comes."""
    async with _committing(telegram, tmp_path) as (home, commit):
        for body in (b"{", b"[]", b"{", b"\xff"):
            assert await commit.body(body) == []
        (told,) = await commit.body(
            b'{"update_id": 1, "message": {"message_id": 5, "date": 1, "text": "/start",'
            b' "from": {"id": 7, "is_bot": false, "first_name": "x"}, "chat": {"id": 7, "type": "private"}}}'
        )
        incidents = await home.house.database.read(
            lambda tx: tx._connection.execute("SELECT count(*) FROM incidents").fetchone()[0]
        )
    assert told.telegram == 7 and incidents == 3


@pytest.mark.parametrize("number", ["7\0", "\ud800", "7" * 20_000, 10**400, [7], None])
async def test_an_update_whose_number_is_none_is_set_aside_once(
    telegram: Sandbox, tmp_path: Path, head_postgres: str, number: object
) -> None:
    """It is kept and acknowledged, or Telegram would bring it for ever."""
    body = json.dumps({"update_id": number, "message": {"from": {"id": 7}}}).encode()
    async with _committing(telegram, tmp_path, head_postgres) as (home, commit):
        assert await commit.body(body) == await commit.body(body) == []
        incidents = await home.house.database.read(
            lambda tx: tx._connection.execute("SELECT id FROM incidents").fetchall()
        )
    assert len(incidents) == 1


@pytest.mark.parametrize(
    "words", ["/hard_off", "/hard_gore_yes", "🐘 Not well", "/limits_quiet_21_7", "/clock_14", "/violent"]
)
async def test_a_crash_keeps_no_word_of_what_was_written(
    telegram: Sandbox,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: str,
) -> None:
    """A choice, a mood, a wish: neither it nor who wrote it is in what is set aside, in the log, or in anything stored."""

    async def crashes(house: House, bot: int, arrival: Arrival) -> list[Told]:
        raise KeyError(f"{words} of {arrival.telegram}")

    async with _committing(telegram, tmp_path) as (home, commit):
        await commit.batch([text(424242, 9, "/start")])
        capsys.readouterr()
        monkeypatch.setattr(router, "handle", crashes)
        (told,) = await commit.batch([text(424242, 10, words)])
        stored = await home.house.database.read(
            lambda tx: [
                *tx._connection.execute("SELECT shape, error FROM incidents").fetchall(),
                *tx._connection.execute("SELECT outcome FROM dues").fetchall(),
                *tx._connection.execute("SELECT key FROM causes").fetchall(),
            ]
        )
    kept, *others = map(str, stored)
    log = "".join(capsys.readouterr())
    assert "KeyError" in kept and "set aside" in log and str(told.outcome.incident) in log  # type: ignore[attr-defined]
    written = words.split("_")[0].removeprefix("🐘 ")
    assert written not in "".join((kept, *others, log)) and "424242" not in kept + log


async def test_who_has_the_phone_is_asked_again_where_a_message_is_done(
    telegram: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another program hands the phone over after this one looked who has it: what came then is the next one's, and not hers."""
    async with _committing(telegram, tmp_path) as (home, commit):
        read, recognise = home.house.database.read, joining.recognise
        await commit.batch([text(1, 10, "/start"), text(1, 11, "/household me Amina 4821")])
        before = [await read(recognise, commit._bot.id, 1)]
        await commit.batch([text(1, 12, "/household add Otieno 7310")])

        def late(tx: Tx, bot: int, number: int, mark: str = "") -> Any:
            return before.pop() if before else recognise(tx, bot, number, mark)

        monkeypatch.setattr(joining, "recognise", late)
        await commit.batch([text(1, 13, "/household me Baraka 9999")])
        who, _ = await read(recognise, commit._bot.id, 1)
        seats = await read(lambda tx: tx.all("people.household", account=who.account))
        assert not before and [(one["name"], one["away"]) for one in seats] == [("Amina", 1), ("Baraka", 0)]
