"""Pair: two texts, one under the other, or two pictures in one; which is better, truer, nearer? A press answers.

    [settings]
    item = "pictures"  # "texts" (default): a task's `text` holds both, see _parts · "pictures": `picture`, `picture_b`
    same = true      # a key for "both alike", default false
    neither = true   # a key for "neither of the two", default false

Two pictures are composed into one, numbered 1 and 2, and a task's `text` says more about them. The answer is "1", "2", "same" or "neither".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.digits import latin_digits
from bot.domain.events import Event, Pressed, Wrote
from bot.domain.marks import normal
from bot.kinds import Done, Draft, Fault, Json, Kind, More, OwnKey, Show, Wanted, numbered, shortened
from bot.kinds._parts import read_parts
from bot.kinds._settings import unknown, yes
from bot.texts import Translator

_around = " \n.,;:!?()،؛؟"
_items = ("texts", "pictures")
_beside = Wanted("picture", "pair")
_letters = {"a": "1", "b": "2"}  # understood, because many people call two things so


@dataclass(frozen=True, slots=True)
class PairSpec:
    """Which answers there are beside "1" and "2", and whether pictures are compared."""

    same: bool
    neither: bool
    pictures: bool = False


class Pair(Kind[PairSpec]):
    """One of two."""

    name, part = "pair", False
    example: Mapping[str, Any] = {
        "settings": {"same": True, "neither": True},
        "item": {"text": "The bridge is closed until Monday.\nNo bridge, come Monday maybe."},
        "gold": "1",
    }

    def read(self, settings: Mapping[str, Any], languages: tuple[str, ...]) -> PairSpec | list[Fault]:
        """`item`, `same`, `neither`."""
        faults: list[Fault] = []
        unknown(settings, ("item", "same", "neither"), "settings", faults)
        same, neither = (yes(settings, name, faults) for name in ("same", "neither"))
        item = settings.get("item", "texts")
        if item not in _items:
            faults.append(Fault("settings.item", "item must be “texts” or “pictures”."))
        return faults or PairSpec(same, neither, item == "pictures")

    def read_item(self, spec: PairSpec, text: str) -> str | Fault:
        """Two texts, numbered; beside pictures any text, as it is."""
        return text if spec.pictures else read_parts(text, 2)

    def read_gold(self, spec: PairSpec, written: str) -> Json | Fault:
        """A code: "1", "2", "same", "neither"."""
        known = ", ".join(_codes(spec))
        return _meant(spec, written) or Fault(
            "gold", f"gold answer “{shortened(written)}” is not one of: {known}."
        )

    def media(self, spec: PairSpec) -> tuple[Wanted, ...]:
        """Two pictures as one, where pictures are compared."""
        return (_beside,) if spec.pictures else ()

    def show(self, spec: PairSpec, draft: Draft, t: Translator) -> Show:
        """[1] [2] and what else there is; nothing to explain."""
        words = {"same": t.label("Both alike"), "neither": t.label("Neither of them")}
        further = tuple(OwnKey(words[code], code) for code in _codes(spec)[2:])
        return Show("", tuple(row for row in (*numbered(2), further) if row))

    def take(self, spec: PairSpec, draft: Draft, event: Event) -> More | Done:
        """A press, a typed number or a typed code answers."""
        match event:
            case Pressed(code) if code in _codes(spec):
                return Done(code)
            case Wrote(text) if code := _meant(spec, text):
                return Done(code)
        return More(draft, "press")

    def nudge(self, spec: PairSpec, code: str, t: Translator) -> str:
        """There is one nudge."""
        return t("Please press one of the keys. If nothing fits, say so under More.")

    def alike(self, spec: PairSpec, a: Json, b: Json) -> float:
        """The same or not; "same" is half like each of the two."""
        if a == b:
            return 1.0
        return 0.5 if "same" in (a, b) and "neither" not in (a, b) else 0.0

    def answers(self, spec: PairSpec) -> int:
        """ "1", "2" and what else there is."""
        return len(_codes(spec))

    def say(self, spec: PairSpec, answer: Json, t: Translator) -> str:
        """The number, or the words of the key."""
        words = {"same": t.label("Both alike"), "neither": t.label("Neither of them")}
        return words.get(answer, str(answer))

    def export(self, spec: PairSpec, answer: Json) -> dict[str, Any]:
        """`answer`: the code."""
        return {"answer": answer}


def _codes(spec: PairSpec) -> list[str]:
    return ["1", "2", *(["same"] if spec.same else []), *(["neither"] if spec.neither else [])]


def _meant(spec: PairSpec, typed: str) -> str:
    word = latin_digits(normal(typed.strip(_around)))
    code = _letters.get(word, word)
    return code if code in _codes(spec) else ""


KIND: Kind[PairSpec] = Pair()
