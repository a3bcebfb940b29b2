"""Samples of the keys behind More, and what is said beside a question."""

from __future__ import annotations

from dataclasses import replace

from bot import kinds
from bot.domain.outcomes import Outcome, worker
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
    more = worker.More(True, True, "choice", settings, languages, {}, "🐘")
    multi = of_kind("multi")
    return (
        ("More, of small questions", replace(more, pocket=True)),
        ("More, without a picture", worker.More(False, False, "choice", settings, languages, {}, "🐘")),
        ("More, some pressed", replace(more, kind="multi", settings=multi.settings, draft={"chosen": ["price"]}, languages=multi.languages)),
        ("Something is wrong", worker.Wrong("🐘")),
        ("Is this your answer?", worker.IsThis("road", "🏠")),
        ("Is this photo your answer?", worker.IsThis("", "🏠")),
        ("Is this your answer, and not the other", worker.IsThis("road", "🏠", unfit=True)),
        ("Is this your answer, and both are too long", worker.IsThis("1a 2b 3a", "🏠", too_long=True)),
        ("Saved already", worker.AlreadySaved("🐟", "answer", "🏠")),
        ("Skipped already", worker.AlreadySaved("🐟", "skip", "🏠")),
        ("Reported already", worker.AlreadySaved("🐟", "report", "🏠")),
        ("Over", worker.AlreadySaved("🐟", "replaced", "")),
        ("A waiting one saved", worker.SavedElsewhere(saved, "🐟", "🏠")),
        ("A waiting one saved, nothing open", worker.SavedElsewhere(saved, "🐟", "")),
        *((f"A nudge: {kind} {code}", _nudge(kind, code)) for kind, code in _nudges),
        ("Not understood", worker.NotUnderstood("🏠")),
        ("Not understood, nothing open", worker.NotUnderstood()),
        ("A refusal", worker.Refused("UndoTooLate", {})),
        ("A refusal without words", worker.Refused("Refusal", {})),
        ("A file that is too large", worker.Refused("FileTooBig", {"megabytes": 20})),
        ("A file that is gone", worker.Refused("FileGone", {})),
        ("A file that can't be opened", worker.Refused("FileUnreadable", {})),
        ("A file that was not looked at", worker.Refused("FileNotLookedAt", {})),
        ("A voice where nobody listens", worker.Refused("NoVoicesHere", {})),
        ("No question open", worker.Refused("NoQuestionOpen", {})),
        ("Nothing to take along", worker.Refused("NothingToPocket", {})),
        ("Nothing to undo", worker.Refused("NothingToUndo", {})),
        ("Our fault", worker.Sorry("4F2K", "🏠")),
    )  # fmt: skip


def _nudge(kind: str, code: str) -> worker.Nudge:
    settings = dict(kinds.kinds()[kind].example["settings"])
    if code == "least":
        settings["chosen_min"] = 2
    return worker.Nudge(kind, settings, ("en", "sw"), code, "🏠")
