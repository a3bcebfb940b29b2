"""Any interleaving of commands, some of them failing, leaves what a dictionary would hold."""

import asyncio
from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from bot.storage import Database, Tx

pytestmark = pytest.mark.anyio

WORDS = ("one", "two", "three")


class Changed(Exception):
    """A command changed its mind after writing."""


@dataclass(frozen=True, slots=True)
class Step:
    """Set a word (None: remove it), then maybe fail: by a change of mind, or by the database."""

    word: str
    amount: int | None
    fails: str


STEPS = some.builds(
    Step,
    some.sampled_from(WORDS),
    some.none() | some.integers(0, 9),
    some.sampled_from(["", "", "mind", "database"]),
)


def carry_out(tx: Tx, step: Step, order: list[Step]) -> None:
    tx.run("notes.remove", word=step.word)
    if step.amount is not None:
        tx.run("notes.add", id=tx.new_id(), word=step.word, amount=step.amount)
    if step.fails == "mind":
        raise Changed
    if step.fails == "database":
        tx.run("notes.add", id=tx.new_id(), word="bad", amount=-1)
    tx.after_commit(lambda: order.append(step))


def after(held: dict[str, int], order: list[Step]) -> dict[str, int]:
    """What a dictionary holds after the steps that were carried out."""
    for step in order:
        if step.amount is None:
            held.pop(step.word, None)
        else:
            held[step.word] = step.amount
    return held


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=some.lists(STEPS, max_size=30), ahead=some.integers(1, 8))
async def test_interleaved_commands_equal_a_dictionary(
    notes: Database, steps: list[Step], ahead: int
) -> None:
    """Steps on one word run in order, words at once; only those that did not fail count."""
    order: list[Step] = []
    before = {row["word"]: row["amount"] for row in await notes.read(lambda tx: tx.all("notes.list"))}

    async def one_word(word: str) -> list[type]:
        outcomes: list[type] = []
        for step in (step for step in steps if step.word == word):
            for _ in range(len(outcomes) % ahead):
                await asyncio.sleep(0)
            try:
                await notes.write(carry_out, step, order)
                outcomes.append(type(None))
            except Exception as error:
                outcomes.append(type(error))
        return outcomes

    told = await asyncio.gather(*(one_word(word) for word in WORDS))
    await asyncio.sleep(0)
    for word, outcomes in zip(WORDS, told, strict=True):
        names = {"": "NoneType", "mind": "Changed", "database": "ConstraintBroken"}
        assert [kind.__name__ for kind in outcomes] == [
            names[step.fails] for step in steps if step.word == word
        ]
    assert len(order) == sum(step.fails == "" for step in steps)
    now = {row["word"]: row["amount"] for row in await notes.read(lambda tx: tx.all("notes.list"))}
    assert now == after(before, order)
