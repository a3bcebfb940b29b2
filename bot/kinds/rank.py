"""Rank: two to six texts, put in order by pressing the best first. The last press answers.

    [settings]
    count = 4   # how many texts each task has, 2 to 6: see _parts
    top = 2     # how many are put in order, default all

Presses gather in silence, and one that comes twice changes nothing: a text has one place only. [Clear] is under
More while there is something to clear. Typing the whole order answers too: "2 1 3", "b, a, c", "213".

The answer is the list of numbers, best first.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from bot.digits import latin_digits
from bot.domain.events import Event, Pressed, Wrote
from bot.domain.marks import normal
from bot.kinds import Done, Draft, Fault, Json, Kind, More, OwnKey, Show, Wanted, numbered, shortened
from bot.kinds._parts import read_parts
from bot.kinds._settings import unknown, whole
from bot.texts import Translator

count_min, count_max = 2, 6
clear_code = "/clear"
_letters = "abcdef"
_between = re.compile(r"[^0-9a-z]+")


@dataclass(frozen=True, slots=True)
class RankSpec:
    """How many texts there are, and how many of them get a place."""

    count: int
    top: int


class Rank(Kind[RankSpec]):
    """From best to worst."""

    name, part = "rank", False
    example: Mapping[str, Any] = {
        "settings": {"count": 3, "top": 3},
        "item": {"text": "At the pump behind the school.\nSomewhere.\nAsk the shop, they have water."},
        "gold": "1|3|2",
    }

    def read(self, settings: Mapping[str, Any], languages: tuple[str, ...]) -> RankSpec | list[Fault]:
        """`count`, `top`."""
        faults: list[Fault] = []
        unknown(settings, ("count", "top"), "settings", faults)
        if "count" not in settings:
            faults.append(Fault("settings.count", "count is missing: how many texts are put in order?"))
        count = whole(settings, "count", (count_min, count_max), count_max, faults)
        top = whole(settings, "top", (1, count), count, faults)
        return faults or RankSpec(count, top)

    def read_item(self, spec: RankSpec, text: str) -> str | Fault:
        """As many texts as are compared, numbered."""
        return read_parts(text, spec.count)

    def read_gold(self, spec: RankSpec, written: str) -> Json | Fault:
        """An order, as one would type it."""
        wrong = (
            f"gold answer “{shortened(written)}” is not {spec.top} different numbers from 1 to {spec.count}."
        )
        return _order(spec, written) or Fault("gold", wrong)

    def media(self, spec: RankSpec) -> tuple[Wanted, ...]:
        """None: texts are put in order."""
        return ()

    def show(self, spec: RankSpec, draft: Draft, t: Translator) -> Show:
        """A key per text; what was pressed so far."""
        ranked = _ranked(spec, draft)
        if ranked:
            hint = t("So far: {order}. Press the next best.", order=_said(ranked))
        elif spec.top == 1:
            hint = t("Press the best.")
        else:
            hint = t("Press the best first, then the next, {count} in all.", count=t.number(spec.top))
        clear = (OwnKey(t.label("Clear"), clear_code),) if ranked else ()
        return Show(hint, numbered(spec.count), more=clear)

    def take(self, spec: RankSpec, draft: Draft, event: Event) -> More | Done:
        """A press gives a text the next place, the last one answers; so does the whole order typed."""
        ranked = _ranked(spec, draft)
        match event:
            case Pressed(code) if code == clear_code:
                return More({**draft, "ranked": []}, again=True)
            case Pressed(code) if code in _codes(spec):
                joined = ranked if int(code) in ranked else [*ranked, int(code)]
                return Done(joined) if len(joined) == spec.top else More({**draft, "ranked": joined})
            case Wrote(text) if order := _order(spec, text):
                return Done(order)
        return More(draft, "press")

    def nudge(self, spec: RankSpec, code: str, t: Translator) -> str:
        """There is one nudge."""
        return t("Please press the numbers, the best first. If the question is wrong, say so under More.")

    def alike(self, spec: RankSpec, a: Json, b: Json) -> float:
        """1 − Kendall's distance ÷ the number of pairs: (τ + 1) ÷ 2 where all texts have a place.

        Texts without a place share the one after the last; a pair that is tied in one order and not in the
        other counts half (Fagin, Kumar, Sivakumar 2003, K with p = 1/2).
        """
        pairs = list(combinations(range(1, spec.count + 1), 2))
        return 1 - sum(_apart(a, b, one, other) for one, other in pairs) / len(pairs)

    def answers(self, spec: RankSpec) -> None:
        """None: two orders may be nearly the same, so they are not counted."""
        return

    def say(self, spec: RankSpec, answer: Json, t: Translator) -> str:
        """The numbers, best first."""
        return _said(answer)

    def export(self, spec: RankSpec, answer: Json) -> dict[str, Any]:
        """`answer`: the numbers, best first, with "|" between."""
        return {"answer": "|".join(map(str, answer))}


def _codes(spec: RankSpec) -> list[str]:
    return [str(number) for number in range(1, spec.count + 1)]


def _ranked(spec: RankSpec, draft: Draft) -> list[int]:
    return [number for number in draft.get("ranked", ()) if str(number) in _codes(spec)][: spec.top]


def _said(order: list[int]) -> str:
    return ", ".join(map(str, order))


def _order(spec: RankSpec, typed: str) -> list[int]:
    """The order that was typed, in numbers or letters, with something between them or not; [] for anything else."""
    words = [word for word in _between.split(latin_digits(normal(typed))) if word]
    words = list(words[0]) if len(words) == 1 else words
    numbers = [str(_letters.index(word) + 1) if word in list(_letters) else word for word in words]
    right = len(set(numbers)) == len(numbers) == spec.top and set(numbers) <= set(_codes(spec))
    return [int(number) for number in numbers] if right else []


def _apart(a: list[int], b: list[int], one: int, other: int) -> float:
    """0 where both orders put two texts the same way, 1 where they differ, 1/2 where one of them ties them."""
    there, here = _before(a, one, other), _before(b, one, other)
    return abs(there - here) / 2


def _before(order: list[int], one: int, other: int) -> int:
    """1 when `one` stands before `other`, −1 when after, 0 when neither has a place."""
    places = [order.index(text) if text in order else len(order) for text in (one, other)]
    return (places[0] < places[1]) - (places[0] > places[1])


KIND: Kind[RankSpec] = Rank()
