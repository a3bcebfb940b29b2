"""Samples of what worker and requester say to each other."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.outcomes import Outcome
from bot.domain.outcomes.voices import (
    AnswerCame,
    AnswerSent,
    AnswerThis,
    Asked,
    AskThem,
    Became,
    BecameHow,
    BecameList,
    BecameSent,
    BonusCame,
    BonusHow,
    BonusPaid,
    Faq,
    HookPaused,
    HookSet,
    HookShown,
    LowPart,
    MoneyLow,
    QuestionCame,
    QuestionSent,
)
from bot.domain.outcomes.worker import Answered, History, Refused, WhoAsks
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
    news = Became(asks, title, "Two streets got lamps. Thank you.", "https://example.org/lamps")
    parts = ("answers", "reading", "side", "late", "floor", "care")
    low = tuple(LowPart(one, 80, 480_000, 2_400_000) for one in parts)
    came = QuestionCame(7, title, "photo-12", said)
    return (
        ("Who is this, and others asked", WhoAsks(offer, faq=True)),
        ("Ask them", AskThem(7, title, asks, "🐝")),
        ("A question was sent", QuestionSent(asks, "🐘")),
        ("A question was sent, before the next task", replace(task, note="asked")),
        ("A question came", came),
        ("A question came, at no task", replace(came, task="")),
        ("Answer for all", AnswerThis(7, title, "photo-12", said, False, "🐓")),
        ("Answer for one", AnswerThis(7, title, "photo-12", said, True, "🐓")),
        *((f"An answer was sent: {how}", AnswerSent(7, how)) for how in ("shared", "private", "declined")),
        ("An answer came", AnswerCame(asks, said, answer, "shared")),
        ("No answer", AnswerCame(asks, said, "", "declined")),
        ("No answer yet", AnswerCame(asks, said, "", "silent")),
        ("What others asked", Faq(title, (Asked(said, answer),))),
        ("Nobody asked", Faq(title, ())),
        ("How to thank", BonusHow("street-photos")),
        ("How to thank, no pack named", BonusHow("")),
        ("Thanked", BonusPaid("w4zwomk6fojju", 2_000_000, 17_800_000)),
        (
            "A bonus came",
            BonusCame(asks, title, 2_000_000, "You found the bridge that is on no map.", 3_280_000),
        ),
        ("What became of it, how", BecameHow("street-photos")),
        ("What became of it, sent", BecameSent("street-photos")),
        ("What became of it", news),
        ("What became of all of it", BecameList((replace(news, link=""), news))),
        ("Nothing became known", BecameList(())),
        ("An offer, and what became of others", replace(offer, packs=3, packs_told=2)),
        (
            "History, and what became of it",
            History(
                (
                    Answered(
                        1_790_000_000_000, title, "choice", settings, languages, "road", 40_000, "answered"
                    ),
                ),
                1,
                became=True,
            ),
        ),
        ("Money runs low", MoneyLow("street-photos", title, low, 12, 17_800_000)),
        ("A webhook is set", HookSet("https://example.org/ujima", "5e0c" * 16)),
        ("No webhook", HookShown()),
        ("A webhook, new", HookShown("https://example.org/ujima", "on")),
        (
            "A webhook in trouble",
            HookShown("https://example.org/ujima", "on", 500, "<h1>Oh</h1>", 1_790_000_000_000, 3),
        ),
        (
            "A webhook, paused",
            HookShown(
                "https://example.org/ujima",
                "paused",
                0,
                "The address can't be reached.",
                1_790_000_000_000,
                1,
            ),
        ),
        ("A webhook, off", HookShown("https://example.org/ujima", "off", 200, "ok", 1_790_000_000_000)),
        ("A webhook was paused", HookPaused("https://example.org/ujima")),
        ("A bonus too large", Refused("BonusTooLarge", {"most": 50})),
        ("Bonuses enough", Refused("BonusesEnough", {"count": 50})),
        ("Not a link", Refused("NotALink", {"link": "http://example.org"})),
        ("On its way already", Refused("BecameWaits", {"name": "street-photos"})),
        ("No webhook's address", Refused("NotAWebhook", {"written": "http://example.org"})),
        ("No webhook is there", Refused("NoWebhook", {})),
        ("Nothing to ask about", Refused("NothingToAsk", {})),
        ("Questions that wait", Refused("QuestionsWait", {"count": 5})),
        ("Questions enough", Refused("QuestionsEnough", {"count": 20})),
        ("No such question", Refused("NoSuchQuestion", {"number": 8})),
        ("Answered already", Refused("AnsweredAlready", {"number": 7, "minutes": 10})),
    )
