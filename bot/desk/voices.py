"""What workers ask and are told: answers, bonuses, news of what became of packs; and requesters' webhooks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.actions import admitting, asking, becoming, thanking, webhooks
from bot.desk.words import Said, Verbs, number_of, said
from bot.money import plain
from bot.screens import operator

if TYPE_CHECKING:
    from bot.desk import Desk


async def questions(desk: Desk) -> Said:
    """Workers' questions that wait for an answer."""
    rows = await desk.house.database.read(lambda tx: tx.all("asking.waiting"))
    return {"lines": operator.voices.questions(rows, desk.clock()), "ok": True}


async def answer(desk: Desk, requester: str, number: str, words: str = "", how: str = asking.for_all) -> Said:
    """A requester's answer to a worker's question: for all, for who asked, or none."""
    given = number_of(number)
    await desk.house.database.write(asking.answer_by_desk, requester, given, words, how)
    return said(f"Question {given} of {requester} is answered; who asked hears it.")


async def bonus(desk: Desk, name: str, worker: str, amount: str, reason: str) -> Said:
    """Pays a worker a bonus from the money of the pack's requester."""
    house = desk.house
    paid = await house.database.write(thanking.bonus_by_desk, name, worker, amount, reason, house.rules)
    return said(f"{worker} has {plain(paid)} {house.rules.currency} more, and reads why.")


async def news(desk: Desk) -> Said:
    """What requesters told and nobody has looked at."""
    rows = await desk.house.database.read(lambda tx: tx.all("becoming.waiting"))
    return {"lines": operator.voices.news(rows), "ok": True}


async def look_at_news(desk: Desk, number: str, yes: str = "") -> Said:
    """A person has looked at what a requester told: it goes out, or not."""
    name = await desk.house.database.write(becoming.looked, number_of(number), bool(yes))
    return said(f"All who worked on {name} are told." if yes else f"Nobody is told what became of {name}.")


async def webhook(desk: Desk, requester: str, url: str = "", turn: str = "") -> Said:
    """A requester's webhook: set, turned on or off, or only looked at."""
    database = desk.house.database
    number = await database.read(admitting.known_requester, requester)
    if url:
        secret = await database.write(webhooks.set_to, number, url, desk.house.ways.vault)
        return {
            "lines": [f"Final answers go to {url}. The secret that signs them, shown only now:", secret],
            "ok": True,
        }
    if turn:
        await database.write(webhooks.turn, number, turn == "on")
    return {"lines": operator.voices.webhook(await database.read(webhooks.shown, number)), "ok": True}


VERBS: Verbs = {
    "questions.list": questions,
    "questions.answer": answer,
    "bonus": bonus,
    "news.list": news,
    "news.look": look_at_news,
    "webhook": webhook,
}
