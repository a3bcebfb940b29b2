"""Fitting: many items in other processes; a file that takes its process down is a fault like any other."""

import os
import time
from dataclasses import replace
from pathlib import Path

import pytest

from bot.media.images import hash_of
from bot.media.store import Store
from bot.media.thrift import Space, on_phone
from bot.packs import bounds, spool
from bot.packs.spool import Spooled
from bot.rounds import fitting
from bot.rounds.fitting import Fitted, Fitting, Order, fitted, processes_for
from bot.rounds.media import orders
from tests.makers import RULES

pytestmark = pytest.mark.anyio


@pytest.fixture
def three(shoes: Path, tmp_path: Path, store: Store) -> list[Order]:
    """The orders of the shoes' pack: three pictures."""
    spool.write(
        shoes, tmp_path / "spool", bounds.own, floor_hourly=RULES.floor_hourly, money_minor=RULES.minor
    )
    spooled = Spooled(tmp_path / "spool")
    return list(orders(spooled, spooled.form, store))


def test_an_item_s_picture_is_stored_in_sizes(three: list[Order], shoes: Path, store: Store) -> None:
    """Each rendition is in the store; the source is named by its content."""
    made = fitted(three[0])
    assert isinstance(made, Fitted)
    assert made.source == hash_of((shoes / "media" / "2.jpg").read_bytes())
    for one in made.renditions:
        assert len(on_phone(store.get(one.hash))) == one.size_bytes
    assert made.shown[0].size_bytes <= three[0].room.first.most


def test_a_picture_that_is_none_is_a_sentence(three: list[Order], shoes: Path) -> None:
    """It begins with the file's name."""
    (shoes / "media" / "2.jpg").write_bytes(b"\xff\xd8\xff not a picture")
    assert str(fitted(three[0])).startswith("media/2.jpg is")


def test_a_picture_that_leads_out_since_it_was_read_is_a_sentence(
    three: list[Order], shoes: Path, tmp_path: Path
) -> None:
    """A link made between reading and fitting brings nothing in."""
    (tmp_path / "secret.jpg").write_bytes(b"secret")
    (shoes / "media" / "2.jpg").unlink()
    (shoes / "media" / "2.jpg").symlink_to(tmp_path / "secret.jpg")
    assert fitted(three[0]) == "media/2.jpg leads out of the pack."


def test_a_pipe_that_came_since_it_was_read_is_a_sentence(three: list[Order], shoes: Path) -> None:
    """Nobody waits for what will never be written into it."""
    (shoes / "media" / "2.jpg").unlink()
    os.mkfifo(shoes / "media" / "2.jpg")
    assert fitted(three[0]) == "media/2.jpg is not a file any more."


async def test_all_are_fitted_in_other_processes(three: list[Order]) -> None:
    """Each comes back with what it became, one of them as a fault."""
    bad = replace(three[1], room=replace(three[1].room, first=Space(10, 10)))
    with Fitting(2) as going:
        found = {order.files["picture"]: made async for order, made in going.all([three[0], bad, three[2]])}
    assert isinstance(found["media/2.jpg"], Fitted) and isinstance(found["media/4.jpg"], Fitted)
    assert "takes more than 10 bytes" in str(found["media/3.jpg"])


async def test_what_was_in_flight_when_a_process_died_is_done_again(three: list[Order]) -> None:
    """One after the other, in new processes, so that one bad file takes no good one with it."""
    with Fitting(2) as going:
        first = going._begun(three[1])
        await first
        for process in going._pool._processes.values() if going._pool else ():
            process.kill()
        found = [made async for _, made in going.all([three[1], three[2]])]
    assert all(isinstance(made, Fitted) for made in found)


def test_few_orders_need_one_process() -> None:
    """Starting a process takes longer than fitting a few pictures."""
    assert processes_for(3) == 1
    assert processes_for(5_000) == os.cpu_count()


def never_ends(order: Order) -> str:
    """Work that hangs."""
    while True:
        time.sleep(1)


async def test_what_never_ends_is_named(three: list[Order], monkeypatch: pytest.MonkeyPatch) -> None:
    """Each by itself once more, as long as one may take, and then no longer."""
    monkeypatch.setattr(fitting, "fitted", never_ends)
    monkeypatch.setattr(fitting, "item_wall_s_max", 0.1)
    with Fitting(2) as going:
        found = {order.files["picture"]: made async for order, made in going.all(three)}
    reason = "can't be read with the memory and the time there is."
    assert found == {name: f"{name} {reason}" for name in ("media/2.jpg", "media/3.jpg", "media/4.jpg")}


async def test_whoever_is_told_can_end_it_while_nothing_comes(
    three: list[Order], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also in the middle of an item that never ends."""
    monkeypatch.setattr(fitting, "fitted", never_ends)
    monkeypatch.setattr(fitting, "told_every_s", 0.1)

    async def tell() -> None:
        raise InterruptedError

    with Fitting(1, tell) as going, pytest.raises(InterruptedError):
        await anext(going.all(three))
