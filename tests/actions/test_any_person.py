"""Whoever somebody is: people of every language, country, data mode and hour get the same offer, practice and pay for the same pack."""

import itertools
import random
from dataclasses import replace
from typing import Any

import pytest

from bot.actions import offering
from bot.domain.outcomes import Outcome
from bot.domain.outcomes.worker import Offer, Task
from bot.storage import Database
from tests.actions.conftest import Meet, rows
from tests.makers import PRICE, READING_PAY, Worker, make_pack

pytestmark = pytest.mark.anyio

LANGUAGES = ("en", "ar", "es", "sw", "zz")
COUNTRIES = (None, "", "KE", "DE", "VE")
MODES = ("text", "saver", "full")
OFFSETS = (None, -720, 0, 840)
PEOPLE, ANSWERS = 12, 5


async def is_somebody(database: Database, worker: Worker, traits: tuple[Any, ...]) -> None:
    """They say what their language, country, data mode and time are; None: nothing."""
    language, country, mode, offset = traits
    person = worker.who.person
    await database.write(lambda tx: tx.run("people.set_language", person=person, language=language))
    await database.write(lambda tx: tx.run("people.set_data_mode", person=person, mode=mode))
    if country is not None:
        await database.write(lambda tx: tx.run("people.set_country", person=person, country=country))
    if offset is not None:
        given = {"person": person, "offset": offset, "kept": 0}
        await database.write(lambda tx: tx.run("people.set_offset", now=tx.now, **given))


async def test_everybody_is_offered_and_paid_the_same(
    meet: Meet, proved: Database, database_url: str
) -> None:
    """A draw of all there can be: one offer for all, as many practice tasks, each answer and the reading paid alike."""
    pack = await make_pack(proved, tasks=2 * ANSWERS, overlap=PEOPLE, gold=2, practice=2)
    every = list(itertools.product(LANGUAGES, COUNTRIES, MODES, OFFSETS))
    people = random.Random(7).sample(every, PEOPLE)
    assert {language for language, *_ in people} == set(LANGUAGES) and {
        mode for _, _, mode, _ in people
    } == set(MODES)
    offers, earned, practised = set(), set(), set()
    for traits in people:
        worker = await meet()
        worker.proving = False
        await is_somebody(proved, worker, traits)
        offer = await worker.act(offering.offer)
        assert isinstance(offer, Offer)
        offers.add(repr(replace(offer, mark="", task_bytes=0, places=0)))
        told: Outcome | None = await worker.begins(pack)
        balances = []
        for _ in range(ANSWERS):
            assert isinstance(told, Task)
            told = await worker.answer(told.mark)
            balances.append(await worker.balance())
        earned.add(tuple(balances))
        found = rows(
            database_url,
            "SELECT t.role, s.paid FROM assignments s JOIN tasks t ON t.id = s.task"
            f" WHERE s.person = {worker.who.person} AND s.state = 'answered' ORDER BY s.id",
        )
        assert {paid for _, paid in found} == {PRICE}
        practised.add(sum(role == "practice" for role, _ in found))
    assert len(offers) == 1, offers
    assert practised == {2}
    assert len(earned) == 1, earned
    assert max(earned)[-1] == ANSWERS * PRICE + READING_PAY
