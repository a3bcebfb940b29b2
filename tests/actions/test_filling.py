"""Filling: rows come in once, under a name that belongs to one pack, until it is over."""

import pytest

from bot.actions import filling, publishing
from bot.domain.refusals.packs import PackNameTaken, WrongPackState
from bot.storage import Database
from tests.actions.conftest import rows
from tests.makers import REQUESTER, make_form, make_pack, make_rows

pytestmark = pytest.mark.anyio


async def test_rows_that_come_in_twice_are_there_once(proved: Database, database_url: str) -> None:
    """A step done again after a crash writes the same rows once."""
    pack = await proved.write(filling.begin, make_form(), REQUESTER)
    for _ in range(2):
        await proved.write(filling.add_tasks, pack, make_rows(tasks=4, gold=1), ())
    assert rows(database_url, "SELECT count(*), count(DISTINCT key) FROM tasks") == [(5, 5)]


async def test_a_name_belongs_to_one_pack(proved: Database) -> None:
    """A second pack of the same name is refused."""
    await make_pack(proved, launch=False)
    with pytest.raises(PackNameTaken, match="streets"):
        await proved.write(filling.begin, make_form(), "Somebody else")


async def test_a_pack_that_is_over_takes_no_more_rows(proved: Database) -> None:
    """Rows on their way in when it was closed are refused in a sentence, and no money moves for them."""
    pack = await make_pack(proved)
    await proved.write(publishing.close, "streets")
    with pytest.raises(WrongPackState, match="streets is refunded"):
        await proved.write(filling.add_tasks, pack, make_rows(tasks=1, gold=0), ())


async def test_a_pack_finished_twice_stays_as_it_runs(proved: Database, database_url: str) -> None:
    """The last step of an import repeated after a crash does not take a launched pack back to a draft."""
    pack = await make_pack(proved)
    await proved.write(filling.finish, pack, 0)
    assert rows(database_url, "SELECT state FROM packs") == [("running",)]
