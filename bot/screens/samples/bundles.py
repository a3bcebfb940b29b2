"""Samples of bundles: small questions to take along, and what a message to them brought."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.outcomes import Outcome
from bot.domain.outcomes.bundles import Bundle, BundleSaved, EditedLate, Small
from bot.screens.samples.facts import languages, of_kind

_settings = {
    "options": [
        {"code": "praise", "label": {"en": "Praise", "ar": "مدح"}},
        {"code": "complaint", "label": {"en": "Complaint", "ar": "شكوى"}},
        {"code": "question", "label": {"en": "Question", "ar": "سؤال"}},
    ]
}
_texts = (
    {"en": "Cheap, but two days late.", "ar": "رخيص، لكنه تأخر يومين."},
    {"en": "Do you open on Sunday?", "ar": "هل تفتحون يوم الأحد؟"},
    {"en": "The best chapati in town.", "ar": "أفضل شباتي في المدينة."},
    {"en": "Tom & Jerry <3", "ar": "توم وجيري"},
)


def samples() -> tuple[tuple[str, Outcome], ...]:
    """(What it shows, outcome)."""
    items = tuple(Small(number, text, {}) for number, text in enumerate(_texts, 1))
    asked = {"en": "What is it?", "ar": "ما هو؟"}
    bundle = Bundle(9, 7, "choice", _settings, languages, asked, 40_000, items, mark="🐟")
    shown = tuple(Small(number, {}, {}, "0" * 64, 240, 6_900) for number in range(1, 11))
    pictures = replace(bundle, items=shown, bytes_max=90_000)
    own = tuple(replace(one, question=asked) for one in items[:2])
    scale = of_kind("scale")
    saved = BundleSaved("🐟", 1_280_000, saved=7, amount=280_000, left=(4, 8, 9))
    return (
        ("Small questions to take along", bundle),
        ("Small questions, those that are left", replace(bundle, items=items[2:])),
        ("Small questions, undone", replace(bundle, note="undone")),
        ("Small questions that differ", replace(bundle, items=(*own, replace(own[0], number=3, text={})))),
        ("Small questions on a scale", replace(bundle, kind="scale", settings=scale.settings, languages=scale.languages)),
        ("Pictures to take along, before they come", replace(pictures, held=True)),
        ("Pictures to take along, undone", replace(pictures, items=shown[:2], held=True, note="undone")),
        ("Pictures to take along", pictures),
        ("Pictures to take along, lost", replace(pictures, bytes_max=0, note="lost")),
        ("Answers to a bundle", saved),
        ("Answers to all of a bundle", replace(saved, left=())),
        ("The first answers to a bundle", replace(saved, amount=300_000, reading=20_000)),
        ("Answers to a bundle that had waited", replace(saved, waited_ms=172_800_000)),
        ("Answers to a bundle, pay to come", replace(saved, later=True)),
        ("Answers to a bundle, other work", replace(saved, elsewhere=True, left=())),
        ("Answers to a bundle, not all read", replace(saved, unread=("4",), absent=("12",), last=10, changed=(1,), kept=(3,), skipped=2)),
        ("Answers to a bundle, with words", replace(saved, unread=("4",), stray="hello")),
        ("Written over after it was sent", EditedLate("🏠")),
        ("A bundle after a region was away", replace(saved, region=True)),
        ("Words to a bundle", BundleSaved("🐟", 1_280_000, stray="hello", left=(1, 2))),
    )  # fmt: skip
