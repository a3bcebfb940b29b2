"""Samples of every kind of task, and of what their keys and words can be."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot import kinds
from bot.domain.outcomes import Outcome, worker
from bot.screens.samples.facts import (
    languages,
    of_kind,
    saved,
    settings,
    shot,
)


def samples() -> tuple[tuple[str, Outcome], ...]:
    """(What it shows, outcome)."""
    more = worker.More(True, True, "choice", settings, languages, {}, "🐘")
    multi = of_kind("multi")
    return (
        *((f"Kind: {name}", of_kind(name)) for name in kinds.kinds()),
        ("Kind: audio, text only until asked", replace(of_kind("audio"), held=True)),
        ("A picture of writing", replace(of_kind("text"), picture=replace(shot, form="writing"))),
        ("A picture that waits for its key", replace(of_kind("choice"), held=True)),
        ("Kind: audio, written down", replace(of_kind("audio"), settings={"answer": "text"})),
        ("Kind: video, the clip", replace(of_kind("video"), note="clip")),
        ("Kind: video, written down", replace(of_kind("video"), settings={"answer": "text"})),
        ("Kind: grid, smaller squares", replace(of_kind("grid"), draft={"fine": True})),
        ("Kind: pair, pictures", replace(of_kind("pair"), settings={"item": "pictures"}, text={}, picture=shot)),
        ("Kind: photo, of oneself", replace(of_kind("photo"), settings={"people": "self"})),
        ("Kind: voice, an answer", replace(of_kind("voice"), settings={"seconds_max": 1})),
        ("Practice, a photograph", replace(of_kind("photo"), saved=_made("photo"))),
        ("Practice, a recording", replace(of_kind("voice"), saved=_made("voice"))),
        ("More, before the sound is played", replace(more, kind="audio", settings=of_kind("audio").settings, languages=("en", "sw"), held=True)),
        ("More, with a clip", replace(more, kind="video", settings=of_kind("video").settings, languages=("en", "sw"), clip_bytes=240_000)),
        ("Kind: find, the address", replace(of_kind("find"), draft={"value": "5199"})),
        ("Kind: form, the second question", replace(of_kind("form"), draft={"answers": [3]})),
        ("Kind: multi, some pressed", replace(multi, draft={"chosen": ["price", "quality"]})),
        ("Kind: multi, at least one", replace(multi, settings={**multi.settings, "chosen_min": 1})),
        ("Kind: rank, some pressed", replace(of_kind("rank"), draft={"ranked": [2]})),
        ("Kind: rank, only the best", replace(of_kind("rank"), settings={"count": 6, "top": 1})),
        ("Kind: reply, to a person", replace(of_kind("reply"), settings={"receiver": "knows"})),
        ("Kind: scale, no middle", replace(of_kind("scale"), settings=_without("scale", "middle"))),
        ("Kind: number, whole, no unit", replace(of_kind("number"), settings={})),
        ("A nudge: number decimals, whole", worker.Nudge("number", {}, languages, "decimals", "🏠")),
        ("Kind: text, any", replace(of_kind("text"), settings={})),
    )  # fmt: skip


def _made(name: str) -> worker.Saved:
    """A practice answer of a kind whose answers nobody knows beforehand."""
    task, why = of_kind(name), {"en": "The whole pot can be seen.", "ar": "يظهر القدر كله."}
    practised = worker.Practised(None, name, task.settings, task.languages, {}, why, "🐟")
    return replace(saved, practised=practised)


def _without(kind: str, *names: str) -> dict[str, Any]:
    """A kind's example settings without some of them."""
    return {
        name: value for name, value in kinds.kinds()[kind].example["settings"].items() if name not in names
    }
