"""The door for looks: alive, ready or not and why, and all metrics; nothing else is there."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from bot.hooks import looks
from bot.hooks.door import Door, serve
from bot.hooks.looks import Looks
from bot.meters import Meters
from bot.metrics import METRICS, content_type, parsed
from bot.storage import Database, DatabaseTrouble, Tx
from tests.makers import BOT

pytestmark = pytest.mark.anyio


@pytest.fixture
def seen(database: Database, tmp_path: Path) -> Looks:
    """What can be seen of a program that has heard of Telegram and checked its book."""
    meters = Meters()
    for name in ("ujima_intake_age_seconds", "ujima_book_check_age_seconds", "ujima_round_age_seconds"):
        meters.happened(name)
    return Looks(database, meters, BOT, tmp_path, tmp_path / "backups")


@pytest.fixture
async def door(seen: Looks) -> AsyncIterator[Door]:
    """Its door."""
    opened = await serve(looks.create(seen), "127.0.0.1", 0)
    yield opened
    await opened.close()


async def get(door: Door, path: str, method: str = "GET") -> httpx.Response:
    """One look."""
    async with httpx.AsyncClient(trust_env=False) as client:
        return await client.request(method, f"http://127.0.0.1:{door.port}{path}")


async def test_a_program_that_serves_is_alive_and_ready(door: Door) -> None:
    """200 both; readiness says in sentences what it looked at."""
    assert (await get(door, "/healthz")).text == "alive\n"
    ready = await get(door, "/readyz")
    assert ready.status_code == 200 and ready.text.splitlines()[0] == "ready"
    assert "The database answers" in ready.text and "Telegram was heard of just now." in ready.text
    assert "! There is no backup where UJIMA_BACKUPS says:" in ready.text


async def test_without_its_database_it_is_alive_and_not_ready(
    door: Door, seen: Looks, monkeypatch: pytest.MonkeyPatch
) -> None:
    """503 with the reason; the metrics of the program itself are told all the same."""

    async def read(self: Database, query: object, *args: object) -> None:
        raise DatabaseTrouble("The disk is full: free some room.")

    monkeypatch.setattr(type(seen.database), "read", read)
    answer = await get(door, "/readyz")
    assert answer.status_code == 503 and "The disk is full" in answer.text.splitlines()[1]
    assert (await get(door, "/healthz")).status_code == 200
    found = parsed((await get(door, "/metrics")).text)
    assert ("ujima_up_seconds", "") in found and ("ujima_packs_running", "") not in found


async def test_a_database_that_hangs_is_not_waited_for(
    door: Door, seen: Looks, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A look comes back in its time and says so; those beside and after it wait for no try of their own."""
    monkeypatch.setattr(looks, "answer_s_max", 0.05)
    tries = []

    async def read(self: Database, query: object, *args: object) -> None:
        tries.append(1)
        await asyncio.sleep(60)

    monkeypatch.setattr(type(seen.database), "read", read)
    answer = await get(door, "/readyz")
    assert answer.status_code == 503 and "The database does not answer: it took more than" in answer.text
    again = await asyncio.gather(*(get(door, "/readyz") for _ in range(5)))
    assert {one.status_code for one in again} == {503} and len(tries) == 1
    monkeypatch.undo()
    seen._read_at -= looks.read_kept_s
    assert (await get(door, "/readyz")).status_code == 200


async def test_metrics_are_told_whole_and_read_seldom(
    door: Door, seen: Looks, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All that is known without Telegram and a webhook; looks in a row read the database once."""
    reads = []
    look = looks.seeing.look

    def counted(tx: Tx, bot: int) -> dict[tuple[str, str], float]:
        reads.append(bot)
        return look(tx, bot)

    monkeypatch.setattr(looks.seeing, "look", counted)
    answers = await asyncio.gather(*(get(door, "/metrics") for _ in range(5)))
    assert reads == [BOT] and {one.headers["content-type"] for one in answers} == {content_type}
    told = {name for name, _ in parsed(answers[0].text)}
    later = {
        "ujima_commit_age_seconds",
        "ujima_delivery_age_seconds",
        "ujima_book_faults",
        "ujima_messages_in_hand",
    }
    webhook = {"ujima_updates_at_telegram", "ujima_webhook_refused", "ujima_certificate_left_seconds"}
    histograms = {one.name for one in METRICS.values() if one.kind == "histogram"}
    assert set(METRICS) - told == later | webhook | histograms
    assert {f"{name}_count" for name in histograms} <= told


@pytest.mark.parametrize(
    "path", ["/", "/metrics/", "/healthz?", "/../metrics", "/readyz/x", "/notices/mpesa"]
)
async def test_nothing_else_is_there(door: Door, path: str) -> None:
    """Whatever else is asked, or sent, finds nothing."""
    assert (await get(door, path)).status_code == (
        200 if path == "/healthz?" else 404
    ) or path == "/../metrics"
    assert (await get(door, "/metrics", "POST")).status_code == 404


async def test_the_newest_backup_is_the_one_that_counts(tmp_path: Path) -> None:
    """Whole ones alone; none at all is older than anything."""
    assert looks.backup_age_s(tmp_path) > 1e9
    (tmp_path / "ujima-20260101T000000Z.backup.unfinished").touch()
    assert looks.backup_age_s(tmp_path) > 1e9
    (tmp_path / "ujima-20260101T000000Z.backup").touch()
    assert looks.backup_age_s(tmp_path) < 60
