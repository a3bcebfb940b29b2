"""The pictures of a pack that are addresses come once, before they are fitted; what can't be had is said with its tasks."""

from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from bot.actions import queueing
from bot.media.fetching import Fetcher, Silent
from bot.rounds import fetches
from bot.rounds.checks import check
from bot.rounds.imports import Imports
from bot.rounds.jobs import work_one
from bot.storage import Database, Tx
from tests.makers import REQUESTER, RULES, TEXTS
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
        found = await check(shoes, RULES, TEXTS, False, lambda *_: None, site.fetcher())
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


async def test_all_addresses_together_give_no_more_than_there_may_be(
    database: Database, imports: Imports, shoes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What goes beyond is named and nothing more is asked for; each single one would do."""
    size = (shoes / "media" / "4.jpg").stat().st_size
    monkeypatch.setattr(fetches, "fetches_at_once", 1)
    monkeypatch.setattr(fetches, "fetched_in_all_bytes_max", size - 1)
    async with site_open() as site:
        moved(shoes, site)
        state = await brought_in(database, replace(imports, fetcher=site.fetcher()), shoes)
    assert len(site.asked) == 1
    assert "https://pictures.example/4.jpg is too much" in state.result
    assert state.result.endswith("2 more addresses were not tried.")


async def test_a_domain_that_does_not_answer_is_not_asked_for_ever(
    database: Database, imports: Imports, shoes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One address twice, the others of its domain not at all."""
    asked = []

    @dataclass(frozen=True, slots=True)
    class Mute(Fetcher):
        async def fetch(self, address: str) -> bytes:
            asked.append(address)
            raise Silent("does not answer in {seconds} seconds", {"seconds": 5})

    monkeypatch.setattr(fetches, "again_after_s", 0)
    monkeypatch.setattr(fetches, "fetches_at_once", 1)
    async with site_open() as site:
        moved(shoes, site)
        state = await brought_in(database, replace(imports, fetcher=Mute()), shoes)
    assert asked == ["https://pictures.example/4.jpg"] * 2
    assert "https://pictures.example/4.jpg does not answer in 5 seconds" in state.result
    assert state.result.count("was not tried, since another address there does not answer") == 2


async def test_how_many_have_come_is_told(
    database: Database, imports: Imports, shoes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While they are fetched the job says how far it is."""
    told = []
    advanced = queueing.advanced

    def noted(tx: Tx, job: int, phase: str, done: int, total: int) -> bool:
        told.append((phase, done, total))
        return advanced(tx, job, phase, done, total)

    monkeypatch.setattr(queueing, "advanced", noted)
    async with site_open() as site:
        moved(shoes, site)
        await brought_in(database, replace(imports, fetcher=site.fetcher()), shoes)
    assert [one for one in told if one[0] == "fetching"][-1] == ("fetching", 3, 3)
