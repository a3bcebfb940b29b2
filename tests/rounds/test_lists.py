"""Lists: written once, again when wanted, settled all or nothing; a statement compared with the book."""

import stat
from pathlib import Path

import pytest

from bot.actions.destinations import Ways
from bot.domain.refusals.payouts import ListFaulty, NoSuchRail, NotStatement, ReferenceOfAnother
from bot.rounds.lists import Lists
from bot.storage import Database
from tests.conftest import Clock
from tests.makers import Worker, prove
from tests.makers_payouts import BY_HAND, MPESA, earn, pay_out, purse, settled, ways

pytestmark = pytest.mark.anyio


@pytest.fixture
def by_hand(clock: Clock) -> Ways:
    """Payouts by hand alone."""
    return ways(clock, **BY_HAND)


def read(file: str) -> str:
    """A file's text."""
    return Path(file).read_text("utf-8")


def modes(folder: Path) -> set[int]:
    """Who may read what is in a folder."""
    return {stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()}


async def people(database: Database, clock: Clock, by_hand: Ways, count: int) -> list[Worker]:
    """So many, each with a payout that is due."""
    found = []
    for number in range(count):
        one = await Worker.met(database, clock)
        await earn(database, one, 1_280_000, number + 1)
        await settled(one, by_hand, f"0712 345 45{number}", rail="list mpesa")
        await pay_out(one, by_hand, await purse(one, by_hand))
        found.append(one)
    return found


async def test_a_list_is_written_and_settled(
    database: Database, clock: Clock, by_hand: Ways, tmp_path: Path
) -> None:
    """Two files that only their owner reads; marks are booked; what is not marked stays on the list."""
    paid, failed, left = await people(database, clock, by_hand, 3)
    lists, out = Lists(database, by_hand), tmp_path / "list.csv"
    done = await lists.write("list", out)
    assert done.payouts == 3 and read(done.for_payer).startswith("MSISDN,AMOUNT")
    assert modes(tmp_path) == {0o600}
    assert (await lists.write("list", out)).number == 0
    out.unlink()
    again = await lists.write("list", out, done.number)
    assert (again.number, again.payouts) == (done.number, 3)
    heading, first, second, third = out.read_text("utf-8").splitlines()
    marked = [heading, first.replace(",,,", ",x,,B1"), second.replace(",,,", ",,x,"), third]
    out.write_text("\n".join(marked), "utf-8")
    assert await lists.settle("list", out) == (1, 1)
    assert [await one.balance() > 1_000_000 for one in (paid, failed, left)] == [False, True, False]
    with pytest.raises(ListFaulty, match="waits to be paid by hand"):
        await lists.settle("list", out)
    assert (await lists.write("list", out, done.number)).payouts == 1
    await prove(database)


async def test_a_list_with_faults_books_nothing(
    database: Database, clock: Clock, by_hand: Ways, tmp_path: Path
) -> None:
    """Both marks in one row: the row that was right is not booked either."""
    first, second = await people(database, clock, by_hand, 2)
    lists, out = Lists(database, by_hand), tmp_path / "list.csv"
    await lists.write("list", out)
    heading, *rows = out.read_text("utf-8").splitlines()
    out.write_text(
        "\n".join([heading, rows[0].replace(",,,", ",x,,"), rows[1].replace(",,,", ",x,x,")]), "utf-8"
    )
    with pytest.raises(ListFaulty, match=r"line 3: .* paid and failed"):
        await lists.settle("list", out)
    assert len((await purse(first, by_hand)).open) == len((await purse(second, by_hand)).open) == 1


async def test_a_reference_of_another_payout_books_nothing(
    database: Database, clock: Clock, by_hand: Ways, tmp_path: Path
) -> None:
    """The bank's one number for a whole file, written into each row: refused by name, and not half of it left out."""
    first, second = await people(database, clock, by_hand, 2)
    lists, out = Lists(database, by_hand), tmp_path / "list.csv"
    await lists.write("list", out)
    out.write_text(out.read_text("utf-8").replace(",,,", ",x,,BATCH-7"), "utf-8")
    with pytest.raises(ReferenceOfAnother, match="BATCH-7"):
        await lists.settle("list", out)
    assert len((await purse(first, by_hand)).open) == len((await purse(second, by_hand)).open) == 1
    out.write_text(out.read_text("utf-8").replace("BATCH-7", ""), "utf-8")
    assert await lists.settle("list", out) == (2, 0)


async def test_a_statement_is_compared(
    database: Database, clock: Clock, by_hand: Ways, tmp_path: Path
) -> None:
    """What was paid and is not settled here is news; what nobody knows is extra."""
    await people(database, clock, by_hand, 1)
    lists, out, statement = Lists(database, by_hand), tmp_path / "list.csv", tmp_path / "statement.csv"
    await lists.write("list", out)
    number = out.read_text("utf-8").splitlines()[1].split(",")[0]
    statement.write_text(f"Receipt No.,Our id,Withdrawn\nB1,{number},-160.00\nB2,,-12.00\nB3,,\n", "utf-8")
    found = await lists.reconcile("list", statement, 0)
    assert [known.state for _, known in found.news] == ["sent"]
    assert [entry.reference for entry in found.extra] == ["B2"] and not found.missing
    statement.write_text("Name,Sum\n", "utf-8")
    with pytest.raises(NotStatement, match="heading"):
        await lists.reconcile("list", statement, 0)


async def test_what_is_no_list_is_refused(
    database: Database, clock: Clock, by_hand: Ways, tmp_path: Path
) -> None:
    """A rail that is not set up, and one that pays by itself."""
    with pytest.raises(NoSuchRail, match="paypal"):
        await Lists(database, by_hand).write("paypal", tmp_path / "x.csv")
    with pytest.raises(NoSuchRail, match="nothing by hand"):
        await Lists(database, ways(clock, **MPESA)).write("mpesa", tmp_path / "x.csv")
