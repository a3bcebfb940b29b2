"""The face, the same on both engines."""

import asyncio
from typing import Any

import pytest

from bot.storage import (
    ConstraintBroken,
    Database,
    DatabaseTrouble,
    QueryWrong,
    Tx,
    WriteInRead,
    open_database,
)

pytestmark = pytest.mark.anyio


def add(tx: Tx, word: str, amount: int = 0) -> int:
    note = tx.new_id()
    tx.run("notes.add", id=note, word=word, amount=amount)
    return note


def words(tx: Tx) -> list[str]:
    return [row["word"] for row in tx.all("notes.list")]


async def test_what_a_command_wrote_can_be_read(notes: Database) -> None:
    """A write is visible to the next read, with the types it had."""
    note = await notes.write(add, "one", amount=3)
    row = await notes.read(lambda tx: tx.one("notes.get", word="one"))
    assert row == {"id": note, "word": "one", "amount": 3}
    assert list(row) == ["id", "word", "amount"]
    assert await notes.read(lambda tx: tx.one("notes.get", word="two")) is None


async def test_a_failing_command_undoes_only_itself(notes: Database) -> None:
    """Of commands that run together, the one that raises leaves nothing, the others stay."""

    def fail(tx: Tx) -> None:
        add(tx, "lost")
        raise LookupError("mine")

    outcomes = await asyncio.gather(
        notes.write(add, "one"),
        notes.write(fail),
        notes.write(add, "two"),
        return_exceptions=True,
    )
    assert [type(outcome) for outcome in outcomes] == [int, LookupError, int]
    assert sorted(await notes.read(words)) == ["one", "two"]


async def test_time_cause_and_engine_are_given(notes: Database, clock: Any) -> None:
    """A command learns the time and its cause from the transaction alone."""
    clock.now_ms += 5
    seen = await notes.write(lambda tx: (tx.now, tx.cause, tx.engine), cause="tg:7000:1001:55")
    assert seen == (clock.now_ms, "tg:7000:1001:55", notes.engine)
    assert await notes.read(lambda tx: (tx.now, tx.cause)) == (clock.now_ms, "")


async def test_arguments_and_names_do_not_collide(notes: Database) -> None:
    """A command may take arguments called like the face's own."""
    assert await notes.write(lambda tx, command, query: (command, query), command=1, query=2) == (1, 2)


async def test_a_broken_constraint_has_one_name(notes: Database) -> None:
    """Unique, check and foreign key violations raise the same type on both engines."""
    await notes.write(add, "one")
    for command in (
        lambda tx: add(tx, "one"),
        lambda tx: add(tx, "two", amount=-1),
        lambda tx: tx.run("notes.add_remark", id=1, note=99, text=None),
        lambda tx: tx.run("notes.add", id=7, word=None, amount=0),
    ):
        with pytest.raises(ConstraintBroken):
            await notes.write(command)
    assert await notes.read(words) == ["one"]


async def test_a_caught_database_error_still_undoes_the_command(
    notes: Database,
) -> None:
    """Swallowing a database error, or hiding it behind another, does not save the transaction."""
    await notes.write(add, "one")

    def swallow(tx: Tx) -> str:
        add(tx, "two")
        try:
            add(tx, "one")
        except Exception:
            return "caught"
        return "fine"

    def hide(tx: Tx) -> None:
        try:
            add(tx, "one")
        except Exception as error:
            raise KeyError("hidden") from error

    for command in (swallow, hide):
        with pytest.raises(ConstraintBroken):
            await notes.write(command)
    assert await notes.read(words) == ["one"]


async def test_a_query_cannot_write(notes: Database) -> None:
    """A write inside of a read raises and leaves nothing; so does asking for an id."""
    with pytest.raises(WriteInRead):
        await notes.read(lambda tx: tx.run("notes.add", id=1, word="one", amount=0))
    with pytest.raises(WriteInRead):
        await notes.read(lambda tx: tx.new_id())
    assert await notes.read(words) == []


async def test_a_repeated_key_gives_no_old_row(notes: Database) -> None:
    """INSERT … ON CONFLICT DO NOTHING RETURNING is None the second time, on both engines."""
    first = await notes.write(lambda tx: tx.one("notes.add_once", id=1, word="one", amount=0))
    again = await notes.write(lambda tx: tx.one("notes.add_once", id=2, word="one", amount=0))
    assert (first, again) == ({"id": 1}, None)


async def test_numbers_are_whole_and_wide(notes: Database) -> None:
    """Sums, additions and comparisons come back as int, beyond 32 bits, on both engines."""
    wide = 2**62
    await notes.write(add, "one", amount=wide)
    await notes.write(add, "two", amount=5)
    total, both, same = await notes.read(
        lambda tx: (
            tx.value("notes.total"),
            tx.value("notes.sum_of_two", a=30_000, b=2_147_483_647),
            tx.value("notes.is_same", a=1, b=1),
        )
    )
    assert (total, both, same) == (wide + 5, 2_147_513_647, 1)
    assert [type(number) for number in (total, both, same)] == [int, int, int]


async def test_a_mean_is_a_float(notes: Database) -> None:
    """avg gives a float on both engines, where SQLite has nothing else to give."""
    await notes.write(add, "one", amount=1)
    await notes.write(add, "two", amount=2)
    assert await notes.read(lambda tx: repr(tx.value("notes.mean"))) == "1.5"


async def test_like_is_written_with_one_percent_and_minds_the_case(
    notes: Database,
) -> None:
    """LIKE 'a%' matches the same words on both engines."""
    for word in ("apple", "Avocado", "pear"):
        await notes.write(add, word)
    assert await notes.read(lambda tx: tx.all("notes.starting")) == [{"word": "apple"}]


@pytest.mark.parametrize("value", [True, 1.5, b"x", "a\0b", 2**63, -(2**63) - 1, ["x"], "\ud800"], ids=repr)
async def test_values_the_engines_treat_differently_are_refused(notes: Database, value: Any) -> None:
    """A value that one engine would take and the other not raises ValueError on both."""
    with pytest.raises(ValueError):
        await notes.write(lambda tx: tx.value("notes.is_same", a=value, b=value))


async def test_wrong_names_are_refused(notes: Database) -> None:
    """Unknown queries, missing or surplus parameters and surplus rows raise QueryWrong."""
    await notes.write(add, "one")
    await notes.write(add, "two")
    for query in (
        lambda tx: tx.all("notes.unknown"),
        lambda tx: tx.one("notes.get"),
        lambda tx: tx.one("notes.get", word="one", more=1),
        lambda tx: tx.one("notes.list"),
        lambda tx: tx.many("notes.add", [{"id": 1, "word": "a", "amount": 0}, {"id": 2, "word": "b"}]),
    ):
        with pytest.raises(QueryWrong):
            await notes.read(query)


async def test_a_variant_of_the_engine_is_preferred(notes: Database) -> None:
    """`engine` runs `engine_sqlite` or `engine_postgres`."""
    assert await notes.read(lambda tx: tx.value("notes.engine", mark="!")) == f"{notes.engine}!"


async def test_run_counts_rows_and_many_writes_all(notes: Database) -> None:
    """run returns how many rows it touched, many takes a list, and none is none."""
    rows = [{"id": number, "word": f"w{number}", "amount": number} for number in range(5)]

    def fill(tx: Tx) -> tuple[int, int, int]:
        tx.many("notes.add", rows)
        tx.many("notes.add", [])
        counted = (
            tx.run("notes.increase", word="w3", by=1),
            tx.run("notes.increase", word="none", by=1),
        )
        return (*counted, tx.run("notes.add_once", id=9, word="w9", amount=0))

    assert await notes.write(fill) == (1, 0, 1)
    assert await notes.read(lambda tx: tx.value("notes.total")) == 11


async def test_calls_after_commit_run_only_then_and_in_the_loop(
    notes: Database,
) -> None:
    """after_commit runs in the loop's thread for what was committed and not for what failed."""
    loop = asyncio.get_running_loop()
    seen: list[str] = []

    def note(word: str) -> None:
        assert asyncio.get_running_loop() is loop
        seen.append(word)

    def command(tx: Tx, word: str, fail: bool) -> None:
        add(tx, word)
        tx.after_commit(lambda: note(word))
        if fail:
            raise LookupError

    outcomes = (notes.write(command, "kept", False), notes.write(command, "lost", True))
    await asyncio.gather(*outcomes, return_exceptions=True)
    await asyncio.sleep(0)
    assert seen == ["kept"]


async def test_a_caller_who_leaves_breaks_nothing(notes: Database) -> None:
    """Cancelled callers neither stop nor undo the commands of others."""
    calls = [asyncio.ensure_future(notes.write(add, f"w{number}")) for number in range(20)]
    await asyncio.sleep(0)
    for call in calls[::2]:
        call.cancel()
    outcomes = await asyncio.gather(*calls, return_exceptions=True)
    assert all(isinstance(outcome, int) for outcome in outcomes[1::2])
    assert {f"w{number}" for number in range(1, 20, 2)} <= set(await notes.read(words))


async def test_stop_iteration_does_not_stop_the_others(notes: Database) -> None:
    """An exception that a future cannot carry becomes a RuntimeError of its own caller."""
    outcomes = await asyncio.gather(
        notes.write(lambda tx: next(iter(()))),
        notes.write(add, "one"),
        return_exceptions=True,
    )
    assert [type(outcome) for outcome in outcomes] == [RuntimeError, int]


async def test_a_closed_database_says_so(notes: Database) -> None:
    """After close both doors raise a sentence, and closing again is harmless."""
    await notes.close()
    for door in (notes.write, notes.read):
        with pytest.raises(DatabaseTrouble, match="closed"):
            await door(words)
    await notes.close()


async def test_closing_finishes_what_waits(notes: Database) -> None:
    """Commands that were accepted before close are committed."""
    calls = [asyncio.ensure_future(notes.write(add, f"w{number}")) for number in range(600)]
    await asyncio.sleep(0)
    await notes.close()
    assert all(isinstance(outcome, int) for outcome in await asyncio.gather(*calls))


@pytest.mark.parametrize("url", ["mysql://x/y", "sqlite://relative.db", "sqlite:///", "ujima.db"])
async def test_an_unknown_url_is_refused_with_a_sentence(url: str, clock: Any) -> None:
    """Only sqlite:///… and postgresql://… are taken."""
    with pytest.raises(DatabaseTrouble, match="must be sqlite:///"):
        await open_database(url, clock=clock)


async def test_the_house_opens_at_head(database: Database) -> None:
    """The project's own queries and migrations work on both engines."""
    assert await database.write(lambda tx: tx.new_id()) > 0
