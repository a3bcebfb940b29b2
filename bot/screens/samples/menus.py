"""Samples of the keys behind More, and what is said beside a question."""

from __future__ import annotations

from dataclasses import replace

from bot import kinds
from bot.domain.outcomes import Outcome
from bot.domain.outcomes.worker import (
    AlreadySaved,
    IsThis,
    More,
    NotUnderstood,
    Nudge,
    Refused,
    SavedElsewhere,
    Sorry,
    Wrong,
)
from bot.screens.samples.facts import (
    languages,
    of_kind,
    saved,
    settings,
)

_nudges = (
    ("choice", "press"),
    ("multi", "press"),
    ("multi", "least"),
    ("multi", "most"),
    ("find", "address"),
    ("find", "https"),
    ("form", "0 press"),
    ("number", "write"),
    ("number", "range"),
    ("number", "decimals"),
    ("number", "unclear"),
    ("audio", "press"),
    ("grid", "cells 12"),
    ("pair", "press"),
    ("photo", "photo"),
    ("photo", "looking"),
    ("photo", "blurred"),
    ("photo", "small 320"),
    ("photo", "file"),
    ("photo", "dark"),
    ("photo", "bright"),
    ("photo", "twin"),
    ("voice", "twin"),
    ("video", "press"),
    ("voice", "voice"),
    ("voice", "looking"),
    ("voice", "short"),
    ("voice", "long 95"),
    ("voice", "quiet"),
    ("voice", "clipped"),
    ("voice", "silent"),
    ("voice", "file"),
    ("rank", "press"),
    ("reply", "write"),
    ("scale", "press"),
    ("text", "write"),
    ("text", "voice"),
    ("text", "photo"),
    ("text", "form"),
    ("reply", "long 523"),
    ("reply", "short 3"),
)


def samples() -> tuple[tuple[str, Outcome], ...]:
    """(What it shows, outcome)."""
    more = More(True, True, "choice", settings, languages, {}, "🐘")
    multi = of_kind("multi")
    return (
        ("More, without a picture", More(False, False, "choice", settings, languages, {}, "🐘")),
        ("More, some pressed", replace(more, kind="multi", settings=multi.settings, draft={"chosen": ["price"]}, languages=multi.languages)),
        ("Something is wrong", Wrong("🐘")),
        ("Is this your answer?", IsThis("road", "🏠")),
        ("Is this photo your answer?", IsThis("", "🏠")),
        ("Is this your answer, and not the other", IsThis("road", "🏠", unfit=True)),
        ("Saved already", AlreadySaved("🐟", "answer", "🏠")),
        ("Skipped already", AlreadySaved("🐟", "skip", "🏠")),
        ("Reported already", AlreadySaved("🐟", "report", "🏠")),
        ("Over", AlreadySaved("🐟", "replaced", "")),
        ("A waiting one saved", SavedElsewhere(saved, "🐟", "🏠")),
        ("A waiting one saved, nothing open", SavedElsewhere(saved, "🐟", "")),
        *((f"A nudge: {kind} {code}", _nudge(kind, code)) for kind, code in _nudges),
        ("Not understood", NotUnderstood("🏠")),
        ("Not understood, nothing open", NotUnderstood()),
        ("A refusal", Refused("UndoTooLate", {})),
        ("A refusal without words", Refused("Refusal", {})),
        ("A file that is too large", Refused("FileTooBig", {"megabytes": 20})),
        ("A file that is gone", Refused("FileGone", {})),
        ("A file that can't be opened", Refused("FileUnreadable", {})),
        ("A file that was not looked at", Refused("FileNotLookedAt", {})),
        ("A voice where nobody listens", Refused("NoVoicesHere", {})),
        ("No question open", Refused("NoQuestionOpen", {})),
        ("Nothing to undo", Refused("NothingToUndo", {})),
        ("Our fault", Sorry(304_118, "🏠")),
    )  # fmt: skip


def _nudge(kind: str, code: str) -> Nudge:
    settings = dict(kinds.kinds()[kind].example["settings"])
    if code == "least":
        settings["chosen_min"] = 2
    return Nudge(kind, settings, ("en", "sw"), code, "🏠")
