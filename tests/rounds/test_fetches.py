"""The pictures of a pack that are addresses come once, before they are fitted; what can't be had is said with its tasks."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.actions import queueing
from bot.rounds import fetches
from bot.rounds.checks import check
from bot.rounds.imports import Imports
from bot.rounds.jobs import work_one
from bot.storage import Database, Tx
from tests.makers import REQUESTER, RULES
from tests.makers_site import Site, site_open

pytestmark = pytest.mark.anyio


def moved(shoes: Path, site: Site, *, missing: int = 0) -> None:
    """The pack's pictures lie on the site instead, one of them perhaps not."""
    table = (shoes / "tasks.csv").read_text()
    (shoes / "tasks.csv").write_text(table.replace("media/", "https://pictures.example/"))
    for number in (2, 3, 4):
        content = (shoes / "media" / f"{number}.jpg").read_bytes()
        (shoes / "media" / f"{number}.jpg").unlink()
        head = f"HTTP/1.1 200 OK\r\nContent-Length: {len(content)}\r\n\r\n".encode()
        gone = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
        site.answers[f"/{number}.jpg"] = gone if number == missing else head + content


async def brought_in(database: Database, imports: Imports, path: Path) -> queueing.State:
    """How bringing a folder in ended."""
    job = await database.write(queueing.add, "import", {"path": str(path), "requester": REQUESTER}, True)
    while await work_one(database, {"import": imports.step, "undo import": imports.undo}):
        pass
    state = await database.read(queueing.state, job)
    assert state is not None
    return state


async def test_a_pack_of_addresses_comes_in(database: Database, imports: Imports, shoes: Path) -> None:
    """Each address is asked once; what it gave is fitted and kept like a file of the pack."""
    async with site_open() as site:
        moved(shoes, site)
        state = await brought_in(database, replace(imports, fetcher=site.fetcher()), shoes)
    assert (state.state, state.result) == ("done", "shoes: 45 rows are in.")
    assert len(site.asked) == 3
    named = {row["hash"] for row in await database.read(lambda tx: tx.all("packs.all_media"))}
    assert named and all(imports.store.get(one) for one in named)
    assert not list(imports.folder.iterdir())


async def test_what_can_t_be_had_is_named_with_its_tasks_and_nothing_comes_in(
    database: Database, imports: Imports, shoes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tried twice, in case it was the line; by the check as by the import."""
    monkeypatch.setattr(fetches, "again_after_s", 0)
    async with site_open() as site:
        moved(shoes, site, missing=3)
        state = await brought_in(database, replace(imports, fetcher=site.fetcher()), shoes)
        found = await check(shoes, RULES, False, lambda *_: None, site.fetcher())
    sentence = "task 3: https://pictures.example/3.jpg is answered with 404"
    assert state.state == "failed" and sentence in state.result
    assert found.faults == (sentence,)
    assert sum("get /3.jpg" in one for one in site.asked) == 4
    assert await database.read(lambda tx: tx.one("packs.pack_named", name="shoes")) is None


async def test_what_an_address_gives_is_judged_like_a_file(
    database: Database, imports: Imports, shoes: Path
) -> None:
    """A page instead of a picture is refused with the address."""
    async with site_open() as site:
        moved(shoes, site)
        site.answers["/2.jpg"] = b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n<html>"
        state = await brought_in(database, replace(imports, fetcher=site.fetcher()), shoes)
    assert "https://pictures.example/2.jpg is not a JPEG, PNG or WebP picture" in state.result


async def test_how_many_have_come_is_told(
    database: Database, imports: Imports, shoes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever waits for an import sees how many of its addresses were fetched."""
    told: list[tuple[int, int]] = []
    advanced = queueing.advanced

    def watched(tx: Tx, job: int, phase: str, done: int, total: int) -> bool:
        told.extend([(done, total)] if phase == "fetching" else [])
        return advanced(tx, job, phase, done, total)

    monkeypatch.setattr(queueing, "advanced", watched)
    async with site_open() as site:
        moved(shoes, site)
        assert (await brought_in(database, replace(imports, fetcher=site.fetcher()), shoes)).state == "done"
    assert told[0] == (0, 0) and told[-1] == (3, 3) and told == sorted(told)
