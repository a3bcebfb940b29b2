"""Samples of the way from the first message to the next task."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.outcomes import Outcome, worker
from bot.screens.samples.facts import (
    instruction,
    languages,
    of_kind,
    offer,
    read_aloud,
    saved,
    settings,
    task,
    title,
    use,
)

_changes = {"en": [["gone", "Skip what you cannot see."], ["new", "Skip what you cannot see well."]]}


def samples() -> tuple[tuple[str, Outcome], ...]:
    """(What it shows, outcome)."""
    more = worker.More(True, True, "choice", settings, languages, {}, "🐘")
    return (
        ("The first message", worker.Welcome(("en", "ar"), 10_000, "🐟", "Amina")),
        ("The first message, one language", worker.Welcome(("en",), 640, "🐟")),
        ("The first message, many languages", worker.Welcome(("en", "ar", "es", "sw"), 10_000, "🐟")),
        ("The first message, read aloud", worker.Welcome(("en", "ar"), 10_000, "🐟", spoken=read_aloud)),
        ("The first message, with its voice", worker.Welcome(("en", "ar"), 10_000, "🐟", spoken=replace(read_aloud, along=True))),
        ("Before Start", worker.Welcome(("en", "ar"), 10_000, "🐟", again=True)),
        ("Languages", worker.Languages(("en", "ar"), "🐟")),
        ("An offer", offer),
        ("An offer by somebody new", replace(offer, answers=0, measured=False, seconds=1, places=1)),
        ("An offer in another language", replace(offer, title={"sw": "Picha ina nini?"}, on_behalf_of="Map Trust", saved=saved)),
        ("An offer of small questions", replace(offer, pocket=True)),
        ("An offer with its use and languages", replace(offer, use=use, needed={"ar": "rw", "sw": "s"})),
        *((f"An offer: {name}", _offer_of(name)) for name in ("find", "photo", "reply", "voice")),
        ("The instruction, one practice", worker.Reading(7, title, instruction(), 0, 1, 0, "🌽")),
        ("The instruction, no practice", worker.Reading(7, title, instruction(), 20_000, 0, 0, "🌽")),
        ("The instruction", worker.Reading(7, title, instruction(), 20_000, 3, 2, "🌽")),
        ("The instruction, changed", worker.Reading(7, title, instruction(), 10_000, 0, 2, "🌽", _changes, saved)),
        ("The instruction, quite new", worker.Reading(7, title, instruction(), 20_000, 0, 2, "🌽", {"en": [["new", "Look twice. " * 300]]})),
        ("A task", task),
        ("The next task", replace(task, saved=saved)),
        ("The first answer, with reading", replace(task, saved=worker.Saved(60_000, 60_000, reading=20_000))),
        ("Practice, right", replace(task, role="practice", saved=_practised(True))),
        ("Practice, one answer of many", replace(task, saved=_practised(None))),
        ("Practice, not right", replace(task, saved=_practised(False))),
        ("An answer that had waited", replace(task, saved=worker.Saved(40_000, 1_280_000, waited_ms=172_800_000))),
        ("An answer after a region was away", replace(task, saved=worker.Saved(40_000, 1_280_000, region=True))),
        ("A report, paid", replace(task, saved=worker.Saved(40_000, 1_280_000, reported=True))),
        ("One of many called illegal, paid when somebody looked", replace(task, saved=worker.Saved(0, 1_280_000, reported=True, later=True, looked_at=True))),
        ("A report, paid later", replace(task, saved=worker.Saved(0, 1_280_000, reported=True, later=True))),
        ("A report beside an answer that stands", replace(task, saved=worker.Saved(0, 1_280_000, paid_before=True, reported=True))),
        ("Pay that comes later", replace(task, saved=worker.Saved(0, 1_280_000, later=True))),
        ("Answered once more", replace(task, saved=worker.Saved(0, 1_280_000, paid_before=True))),
        ("A lost sound", replace(of_kind("audio"), audio=None, note="lost audio")),
        ("A lost clip", replace(of_kind("video"), picture=None, clip=None, note="lost video")),
        ("A lost picture", replace(task, picture=None, larger=None, note="lost")),
        ("Undone", replace(task, note="undone")),
        ("After an outage", replace(task, note="away", away_ms=3_600_000)),
        ("A text", replace(task, picture=None, text={"en": "Cheap, but two days late.", "ar": "رخيص، لكنه تأخر يومين."})),
        ("More", more),
        ("Paused", worker.Paused(1_280_000, "🍀")),
        ("Paused, and an answer came", worker.Paused(1_280_000, "🍀", saved)),
        ("Nothing left", worker.NothingLeft(1_280_000, saved, False, "🍀")),
        ("Nothing left today", worker.NothingLeft(1_280_000, None, False, "🍀", tomorrow=True)),
        ("Practice that may help", replace(task, role="practice", note="help", saved=saved)),
        ("Other work may suit better", replace(offer, saved=replace(saved, elsewhere=True))),
        ("Only passed over, in other languages", worker.NothingLeft(1_280_000, None, True, "🍀", foreign=True)),
        ("Only passed over", worker.NothingLeft(1_280_000, None, True, "🍀")),
    )  # fmt: skip


def _practised(right: bool | None) -> worker.Saved:
    why = {"en": "The tarmac fills the lower half.", "ar": "الإسفلت يملأ النصف الأسفل."}
    return worker.Saved(
        amount=40_000,
        balance=80_000,
        practised=worker.Practised(right, "choice", settings, languages, "road", why, "🐟"),
    )


def _offer_of(name: str) -> worker.Offer:
    """An offer of a kind that has something to say before one agrees."""
    task = of_kind(name)
    return replace(offer, kind=name, settings=task.settings, languages=task.languages)
