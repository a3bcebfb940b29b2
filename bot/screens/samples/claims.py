"""Samples of reviews and claims, to both sides."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.claims import Copied
from bot.domain.outcomes import Outcome, claims, worker
from bot.domain.outcomes.worker import Shot
from bot.screens.samples.facts import (
    languages,
    offer,
    saved,
    settings,
    shot,
    task,
    title,
)


def samples() -> tuple[tuple[str, Outcome], ...]:
    """(What it shows, outcome)."""
    given = claims.Given("choice", settings, languages, task.question, {}, "people", shot)
    words = replace(given, picture=None, text={"en": "Cheap, but two days late."})
    breaks = {"en": "Choose what covers most of the picture.", "ar": "اختر ما يغطي معظم الصورة."}
    claimed = claims.Claimed("4F2K", "Night Market Maps", given, "breaks", breaks, 40_000, False)
    ruled = claims.Ruled("4F2K", True, "ruling", "The people cover two thirds.", 40_000, False, 160_000)
    reviewing = claims.Reviewing("streets", 7, given, 1_767_571_200_000, 12, "🐟", "accepted")
    reasoning = claims.Reasoning(7, "streets", tuple(breaks.values()), mark="🐟", price=40_000)
    stands = [
        (f"Ruled: {how}", replace(ruled, how=how, frozen=True)) for how in ("gave_in", "silence", "overdue")
    ]
    refused_rows = (
        claims.RowRefused(2, "NoSuchAnswer", {"answer": 7}),
        claims.RowRefused(5, "NoSuchSentence", {"sentence": 9}),
    )
    return (
        ("An answer is called unusable", claimed),
        *((f"Called unusable: {ground}", replace(claimed, given=words, ground=ground, sentence={}, frozen=True))
          for ground in ("empty", "copied", "machine")),
        ("Called copied, with what is known", replace(claimed, given=words, ground="copied", sentence={}, copied=Copied(True, True, 3, 2, 1, 9, 4))),
        ("Called copied, and nothing is known of it", replace(claimed, given=words, ground="copied", sentence={}, copied=Copied(False, True, 3))),
        ("Disagreeing", claims.Disagreeing("4F2K", "🍀")),
        ("Disagreeing, with a voice note of ten minutes", claims.Disagreeing("4F2K", "🍀", long=True)),
        ("What a worker said", claims.SaidBy("4F2K", Shot("0" * 64, 24_000, "voice", 9))),
        ("A picture a worker sent", claims.SaidBy("4F2K", Shot("0" * 64, 24_000))),
        ("What a worker sent is gone", claims.SaidBy("4F2K", Shot("0" * 64, 0), gone=True)),
        ("Disagreed", claims.Disagreed("4F2K")),
        ("Disagreed with many words", claims.Disagreed("4F2K", 1_000)),
        ("Ruled: it stands", ruled),
        *stands,
        ("Ruled: it can't be used", replace(ruled, right=False, frozen=True)),
        ("Ruled: it can't be used, the money stays", replace(ruled, right=False, why="")),
        ("Ruled, to the requester", replace(ruled, theirs=True)),
        ("Ruled against the worker, to the requester", replace(ruled, right=False, theirs=True)),
        ("An answer is sent back", claims.Mending("4F2K", "Night Market Maps", given, breaks, 40_000)),
        ("A task to mend", replace(task, note="mend")),
        ("The floor paid more", claims.Floored(120_000, (title,))),
        ("It is kept to", claims.Kept("4F2K", "")),
        ("It is kept to, and why", claims.Kept("4F2K", "The people fill more of it than the road.")),
        ("The worker disagrees", claims.Objection("4F2K", "streets", given, "The women fill the picture.")),
        ("The worker disagrees by voice", claims.Objection("4F2K", "streets", given, "", "voice")),
        ("The worker disagrees with a picture", claims.Objection("4F2K", "streets", given, "", "picture")),
        ("The requester keeps to it", claims.Insisting("4F2K", "🍀")),
        ("The floor reserve is used up", claims.FloorNeeds("streets", 36, 10_000, 4_200_000)),
        ("Reviewing", reviewing),
        ("Reviewing, claimed", replace(reviewing, note="claimed", code="4F2K")),
        ("Reviewing, sent back", replace(reviewing, note="sent", until=0)),
        ("Why it can't be used", reasoning),
        ("What to mend", replace(reasoning, fix=True)),
        ("Nothing to review", claims.Reviewed("streets", note="accepted")),
        ("All accepted", claims.Reviewed("streets", 12)),
        ("A review file", claims.ReviewFile("streets", 12, b"answer,task")),
        ("A review file of nothing", claims.ReviewFile("streets")),
        ("A review file came back", claims.ReviewDone("review-streets.csv", "streets", 9, 1)),
        ("A review file without marks", claims.ReviewDone("review-streets.csv", "streets", 0, 0)),
        ("A review file with rows that can't be followed", claims.ReviewRefused("review-streets.csv", refused_rows)),
        ("A review file with many of those", claims.ReviewRefused("review-streets.csv", refused_rows * 60)),
        ("An offer with a check", replace(offer, window_h=120)),
        ("An offer with a check and a jury", replace(offer, window_h=120, jury=True)),
        ("Saved, to be checked", replace(task, saved=replace(saved, checked_h=120))),
        ("Saved, to be checked, and reading", replace(task, saved=replace(saved, checked_h=24, amount=60_000, reading=20_000))),
        ("Refused: another's answer", worker.Refused("NoSuchAnswer", {"answer": 7})),
        ("Refused: no such sentence", worker.Refused("NoSuchSentence", {"sentence": 9})),
        ("Refused: claimed before", worker.Refused("AnswerClaimed", {"answer": 7})),
        ("Refused: accepted", worker.Refused("AnswerAccepted", {"answer": 7})),
        ("Refused: claims are open", worker.Refused("ClaimsOpen", {"most": 5})),
        ("Refused: claims are suspended", worker.Refused("ClaimsSuspended", {})),
        ("Refused: sent back before", worker.Refused("AnswerSentBack", {"answer": 7})),
        ("Refused: another's claim", worker.Refused("NoSuchCode", {"code": "4F2K"})),
        ("Refused: hard content to mend", worker.Refused("MendedLater", {"code": "4F2K"})),
        ("Refused: enough is said", worker.Refused("ClaimSaidEnough", {"code": "4F2K", "most": 5})),
        ("Refused: nobody disagrees", worker.Refused("NobodyDisagrees", {"code": "4F2K"})),
        ("Refused: decided", worker.Refused("ClaimDecided", {"code": "4F2K"})),
        ("Refused: nobody neutral", worker.Refused("NoNeutralPerson", {})),
        ("Refused: the floor", worker.Refused("FloorShort", {"name": "streets", "missing": "4.20"})),
        ("Money that waits", worker.Money(1_280_000, 400_000, 3_200_000, True, 80_000)),
    )  # fmt: skip
