"""Scale: a number from 1 to 7 at most, with words at both ends. A press answers; so does a typed digit.

    [settings]
    points = 5                                             # 2 to 7, default 5
    least = { en = "very unfriendly", sw = "mkali sana" }  # what 1 means
    most = { en = "very friendly", sw = "mkarimu sana" }   # what the highest means
    middle = { en = "neither", sw = "wastani" }            # optional, where the points are odd in number

The answer is the number.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.digits import latin_digits
from bot.domain.bundles import letters_max
from bot.domain.events import Event, Pressed, Wrote
from bot.domain.marks import normal
from bot.kinds import (
    Done,
    Draft,
    Fault,
    Json,
    Kind,
    More,
    Option,
    Show,
    Texts,
    Wanted,
    glanced,
    numbered,
    shortened,
)
from bot.kinds._settings import texts, unknown, whole
from bot.texts import Translator

points_min, points_max = 2, 7
end_characters_max = 40
_around = " \n.,;:!?()،؛؟"  # what people type around a digit; a minus is none of it


@dataclass(frozen=True, slots=True)
class ScaleSpec:
    """How many points, and what the lowest, the highest and the middle one mean; `middle` may be {}."""

    points: int
    least: Texts
    most: Texts
    middle: Texts


class Scale(Kind[ScaleSpec]):
    """How much, in a few steps."""

    name, part, hard = "scale", True, True
    example: Mapping[str, Any] = {
        "settings": {
            "points": 5,
            "least": {"en": "very unfriendly", "sw": "mkali sana"},
            "most": {"en": "very friendly", "sw": "mkarimu sana"},
            "middle": {"en": "neither", "sw": "wastani"},
        },
        "item": {"text": "Come tomorrow, I am closing now."},
        "gold": "2",
    }

    def read(self, settings: Mapping[str, Any], languages: tuple[str, ...]) -> ScaleSpec | list[Fault]:
        """`points`, `least`, `most`, `middle`."""
        faults: list[Fault] = []
        unknown(settings, ("points", "least", "most", "middle"), "settings", faults)
        points = whole(settings, "points", (points_min, points_max), 5, faults)
        least, most, middle = (
            texts(settings.get(name), languages, end_characters_max, f"settings.{name}", faults)
            if name != "middle" or name in settings
            else {}
            for name in ("least", "most", "middle")
        )
        if middle and points % 2 == 0:
            faults.append(Fault("settings.middle", f"a scale of {points} points has no middle one."))
        return faults or ScaleSpec(points, least, most, middle)

    def read_gold(self, spec: ScaleSpec, written: str) -> Json | Fault:
        """One of the numbers."""
        found = _point(spec, written)
        wrong = f"gold answer “{shortened(written)}” is not a whole number from 1 to {spec.points}."
        return found or Fault("gold", wrong)

    def media(self, spec: ScaleSpec) -> tuple[Wanted, ...]:
        """The item's picture, where it has one."""
        return (glanced,)

    def show(self, spec: ScaleSpec, draft: Draft, t: Translator) -> Show:
        """A key per point, and what the ends mean."""
        words = {"least": t.own(spec.least), "most": t.own(spec.most), "high": t.number(spec.points)}
        if not spec.middle:
            return Show(t("1 is {least}, {high} is {most}.", **words), numbered(spec.points))
        middle = t.number(spec.points // 2 + 1)
        hint = t(
            "1 is {least}, {half} is {middle}, {high} is {most}.",
            half=middle,
            middle=t.own(spec.middle),
            **words,
        )
        return Show(hint, numbered(spec.points))

    def take(self, spec: ScaleSpec, draft: Draft, event: Event) -> More | Done:
        """A press or a typed number answers."""
        match event:
            case Pressed(code) if code in _codes(spec):
                return Done(int(code))
            case Wrote(text) if point := _point(spec, text):
                return Done(point)
        return More(draft, "press")

    def nudge(self, spec: ScaleSpec, code: str, t: Translator) -> str:
        """There is one nudge."""
        return t(
            "Please press a number from 1 to {high}. If nothing fits, say so under More.", high=spec.points
        )

    def alike(self, spec: ScaleSpec, a: Json, b: Json) -> float:
        """1 − the distance ÷ the scale's length."""
        return max(0.0, 1.0 - float(abs(a - b)) / (spec.points - 1))

    def answers(self, spec: ScaleSpec) -> int:
        """One for each point."""
        return spec.points

    def lettered(self, spec: ScaleSpec) -> tuple[Option, ...]:
        """The points, the ends and the middle in their words; none where there are more points than letters."""
        words = {1: spec.least, spec.points // 2 + 1: spec.middle, spec.points: spec.most}
        points = range(1, spec.points + 1) if spec.points <= letters_max else ()
        return tuple(Option(str(point), words.get(point, {})) for point in points)

    def say(self, spec: ScaleSpec, answer: Json, t: Translator) -> str:
        """ "4 of 5"."""
        return t.label("{answer} of {high}", answer=t.number(answer), high=t.number(spec.points))

    def export(self, spec: ScaleSpec, answer: Json) -> dict[str, Any]:
        """`answer`: the number, in digits."""
        return {"answer": str(answer)}


def _codes(spec: ScaleSpec) -> list[str]:
    return [str(point) for point in range(1, spec.points + 1)]


def _point(spec: ScaleSpec, typed: str) -> int:
    """The point that was typed, in any script's digits; 0 for anything else."""
    word = latin_digits(normal(typed.strip(_around)))
    return int(word) if word in _codes(spec) else 0


KIND: Kind[ScaleSpec] = Scale()
