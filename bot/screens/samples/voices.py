"""Samples of what worker and requester say to each other."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.outcomes import Outcome, voices, worker
from bot.screens.samples.facts import (
    languages,
    offer,
    settings,
    task,
    title,
)


def samples() -> tuple[tuple[str, Outcome], ...]:
    """(What it shows, outcome)."""
    asks, said, answer = "Open Streets Archive", "Is a bridge a road?", "Yes, when cars go over it."
    news = voices.Became(asks, title, "Two streets got lamps. Thank you.", "https://example.org/lamps")
    parts = ("answers", "reading", "side", "late", "floor", "care")
    low = tuple(voices.LowPart(one, 80, 480_000, 2_400_000) for one in parts)
    came = voices.QuestionCame(7, title, "photo-12", said)
    return (
        ("Who is this, and others asked", worker.WhoAsks(offer, faq=True)),
        ("Ask them", voices.AskThem(7, title, asks, "🐝")),
        ("A question was sent", voices.QuestionSent(asks, "🐘")),
        ("A question was sent, before the next task", replace(task, note="asked")),
        ("A question came", came),
        ("A question came, at no task", replace(came, task="")),
        ("Answer for all", voices.AnswerThis(7, title, "photo-12", said, False, "🐓")),
        ("Answer for one", voices.AnswerThis(7, title, "photo-12", said, True, "🐓")),
        *(
            (f"An answer was sent: {how}", voices.AnswerSent(7, how))
            for how in ("shared", "private", "declined")
        ),
        ("An answer came", voices.AnswerCame(asks, said, answer, "shared")),
        ("No answer", voices.AnswerCame(asks, said, "", "declined")),
        ("No answer yet", voices.AnswerCame(asks, said, "", "silent")),
        ("What others asked", voices.Faq(title, (voices.Asked(said, answer),))),
        ("Nobody asked", voices.Faq(title, ())),
        ("How to thank", voices.BonusHow("street-photos")),
        ("How to thank, no pack named", voices.BonusHow("")),
        ("Thanked", voices.BonusPaid("w4zwomk6fojju", 2_000_000, 17_800_000)),
        (
            "A bonus came",
            voices.BonusCame(asks, title, 2_000_000, "You found the bridge that is on no map.", 3_280_000),
        ),
        ("What became of it, how", voices.BecameHow("street-photos")),
        ("What became of it, sent", voices.BecameSent("street-photos")),
        ("What became of it", news),
        ("What became of all of it", voices.BecameList((replace(news, link=""), news))),
        ("Nothing became known", voices.BecameList(())),
        ("An offer, and what became of others", replace(offer, packs=3, packs_told=2)),
        (
            "History, and what became of it",
            worker.History(
                (
                    worker.Answered(
                        1_790_000_000_000, title, "choice", settings, languages, "road", 40_000, "answered"
                    ),
                ),
                1,
                became=True,
            ),
        ),
        ("Money runs low", voices.MoneyLow("street-photos", title, low, 12, 17_800_000)),
        ("A webhook is set", voices.HookSet("https://example.org/ujima", "5e0c" * 16)),
        ("No webhook", voices.HookShown()),
        ("A webhook, new", voices.HookShown("https://example.org/ujima", "on")),
        (
            "A webhook in trouble",
            voices.HookShown("https://example.org/ujima", "on", 500, "<h1>Oh</h1>", 1_790_000_000_000, 3),
        ),
        (
            "A webhook, paused",
            voices.HookShown(
                "https://example.org/ujima",
                "paused",
                0,
                "The address can't be reached.",
                1_790_000_000_000,
                1,
            ),
        ),
        (
            "A webhook, off",
            voices.HookShown("https://example.org/ujima", "off", 200, "ok", 1_790_000_000_000),
        ),
        ("A webhook was paused", voices.HookPaused("https://example.org/ujima")),
        ("A bonus too large", worker.Refused("BonusTooLarge", {"most": 50})),
        ("Bonuses enough", worker.Refused("BonusesEnough", {"count": 50})),
        ("Nothing said", worker.Refused("NothingSaid", {})),
        ("Not a link", worker.Refused("NotALink", {"link": "http://example.org"})),
        ("On its way already", worker.Refused("BecameWaits", {"name": "street-photos"})),
        ("No webhook's address", worker.Refused("NotAWebhook", {"written": "http://example.org"})),
        ("No webhook is there", worker.Refused("NoWebhook", {})),
        ("Nothing to ask about", worker.Refused("NothingToAsk", {})),
        ("Questions that wait", worker.Refused("QuestionsWait", {"count": 5})),
        ("Questions enough", worker.Refused("QuestionsEnough", {"count": 20})),
        ("No such question", worker.Refused("NoSuchQuestion", {"number": 8})),
        ("Answered already", worker.Refused("AnsweredAlready", {"number": 7, "minutes": 10})),
    )
