"""Sample facts that several rooms show: a house, an offer, a task of each kind."""

from __future__ import annotations

from bot import kinds
from bot.domain.outcomes import worker
from bot.papers.record import Signer
from bot.screens.words import Installation

sample_house = Installation(
    name="Ujima Cooperative",
    address="12 River Road, Nairobi",
    law="Kenya",
    complaints="Office of the Data Protection Commissioner, Nairobi",
    version="0.1.0",
    floor_hourly=5_000_000,
    care_by="Grace Wanjiru",
    care_contact="@ujima_care",
    payout_least=1_000_000,
    signer=Signer("A" * 43 + "="),
    seal_channel="@ujima_seals",
    bot_name="ujima_work_bot",
)

saved = worker.Saved(amount=40_000, balance=1_280_000)

title = {"en": "What is in the picture?", "ar": "ما الذي في الصورة؟"}

question = {"en": "What covers most of the picture?", "ar": "ما الذي يغطي معظم الصورة؟"}

settings = {
    "options": [
        {"code": "road", "label": {"en": "Road", "ar": "طريق"}},
        {"code": "building", "label": {"en": "Building", "ar": "مبنى"}},
        {"code": "people", "label": {"en": "People", "ar": "ناس"}},
        {"code": "plants", "label": {"en": "Plants", "ar": "نباتات"}},
    ]
}

languages = ("en", "ar")

use = {"en": "Maps for people who walk.", "ar": "خرائط للمشاة."}

shot = worker.Shot("0" * 64, 6_600)

sound = worker.Shot("1" * 64, 18_000, "audio", 12)

read_aloud = worker.Spoken("en", worker.Shot("2" * 64, 14_200, "audio", 15))

clip = worker.Shot("2" * 64, 240_000, "video", 8)

task = worker.Task(
    pack=7,
    assignment=1,
    kind="choice",
    settings=settings,
    languages=languages,
    question=question,
    text={},
    picture=shot,
    larger=shot,
    mark="🐘",
)

offer = worker.Offer(
    pack=7,
    title=title,
    asks="Open Streets Archive",
    on_behalf_of="",
    trains={"en": "A free search of street photographs.", "ar": "بحث مجاني في صور الشوارع."},
    afterwards={"en": "The results are published.", "ar": "تُنشر النتائج."},
    licence="CC-BY-4.0",
    kind="choice",
    settings=settings,
    price=40_000,
    seconds=12,
    measured=True,
    task_bytes=8_100,
    places=212,
    answers=890,
    answers_paid=890,
    mark="🔑",
    languages=languages,
)


def of_kind(name: str) -> worker.Task:
    """A task of a kind's own example."""
    kind = kinds.kinds()[name]
    settings, text, languages = (
        dict(kind.example["settings"]),
        kind.example["item"].get("text", ""),
        ("en", "sw"),
    )
    return worker.Task(
        7,
        2,
        name,
        settings,
        languages,
        question,
        {"en": str(kind.read_item(kinds.spec(name, settings, languages), text))} if text else {},
        picture=shot if {"picture", "video"} & set(kind.example["item"]) else None,
        audio=sound if "audio" in kind.example["item"] else None,
        clip=clip if "video" in kind.example["item"] else None,
        mark="🏠",
    )


def instruction() -> dict[str, str]:
    """What a pack tells before its first task."""
    return {
        "en": "Choose what covers most of the picture. If nothing fits, say so: that is paid too.",
        "ar": "اختر ما يغطي معظم الصورة. إذا لم يناسب شيء فقل ذلك: هذا مدفوع أيضًا.",
    }
