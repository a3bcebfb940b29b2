"""Multi: any number of two to four options. Presses gather silently; [Done] answers.

    [settings]
    options = [
        { code = "price", label = { en = "Price", sw = "Bei" } },
        { code = "quality", label = { en = "Quality", sw = "Ubora" } },
    ]
    chosen_min = 0   # default 1; 0 makes "nothing applies" an answer
    chosen_max = 2   # default: all

A press is only ever added, so one that arrives twice, or late from a second phone, does no harm. That is
also why a press does not take an option back: [Clear] does, and then one presses again. Options fill two
rows and [Done] takes Skip's place beside [More]; a fourth row would scroll unseen on a small phone. So
[Clear], the rarest of the three, is under More with Skip, and only while there is something to clear. It
is a marked key there, not a command in the hint, because a command that had waited offline would empty
another question's draft.

The answer is the sorted list of chosen codes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import comb
from typing import Any

from bot.domain.events import Event, Pressed, Wrote
from bot.kinds import (
    Done,
    Draft,
    Fault,
    Json,
    Kind,
    More,
    Option,
    OwnKey,
    Show,
    Wanted,
    glanced,
    own_keys_max,
    shortened,
    two_columns,
)
from bot.kinds._options import keys_of, label_of, meant, not_an_option, options_min, read_options
from bot.kinds._settings import unknown, whole
from bot.texts import Translator

own_words = ("Skip", "More", "Done", "Clear")
done_code, clear_code = "/done", "/clear"  # no option's code can be one of these
nothing = "-"  # an empty answer as it is written in a file
_between = re.compile(r"[,;|/+&\n،؛、]")


@dataclass(frozen=True, slots=True)
class MultiSpec:
    """The options, in the order of their keys, and how many may be chosen."""

    options: tuple[Option, ...]
    chosen_min: int
    chosen_max: int


class Multi(Kind[MultiSpec]):
    """Several of a few."""

    name, part, hard = "multi", True, True
    example: Mapping[str, Any] = {
        "settings": {
            "options": [
                {"code": "price", "label": {"en": "Price", "sw": "Bei"}},
                {"code": "quality", "label": {"en": "Quality", "sw": "Ubora"}},
                {"code": "delivery", "label": {"en": "Delivery", "sw": "Usafirishaji"}},
                {"code": "staff", "label": {"en": "Staff", "sw": "Wahudumu"}},
            ],
            "chosen_min": 0,
            "chosen_max": 3,
        },
        "item": {"text": "Cheap, but it came two days late."},
        "gold": "price, delivery",
    }

    def read(self, settings: Mapping[str, Any], languages: tuple[str, ...]) -> MultiSpec | list[Fault]:
        """`options`, `chosen_min`, `chosen_max`."""
        faults: list[Fault] = []
        unknown(settings, ("options", "chosen_min", "chosen_max"), "settings", faults)
        options = read_options(settings, languages, own_words, faults)
        count = len(options) if len(options) >= options_min else own_keys_max
        least = whole(settings, "chosen_min", (0, count), 1, faults)
        most = whole(settings, "chosen_max", (1, count), count, faults)
        if least > most:
            faults.append(
                Fault("settings.chosen_min", f"chosen_min is {least}, more than chosen_max, {most}.")
            )
        return faults or MultiSpec(options, least, most)

    def read_gold(self, spec: MultiSpec, written: str) -> Json | Fault:
        """Codes or labels with commas between; "-" is nothing."""
        found = _listed(spec, written)
        if isinstance(found, str):
            return not_an_option(spec.options, found)
        if not spec.chosen_min <= len(found) <= spec.chosen_max:
            return Fault(
                "gold", f"gold answer “{written}” must name {spec.chosen_min} to {spec.chosen_max} options."
            )
        return found

    def media(self, spec: MultiSpec) -> tuple[Wanted, ...]:
        """The item's picture, where it has one."""
        return (glanced,)

    def show(self, spec: MultiSpec, draft: Draft, t: Translator) -> Show:
        """The options, Done in Skip's place, and Clear under More once something is chosen."""
        chosen = _gathered(spec, draft)
        clear = (OwnKey(t.label("Clear"), clear_code),) if chosen else ()
        rows = two_columns(keys_of(spec.options, t))
        return Show(_hint(spec, chosen, t), rows, OwnKey(t.label("Done"), done_code), clear)

    def take(self, spec: MultiSpec, draft: Draft, event: Event) -> More | Done:
        """A press joins the list in silence; Done answers; a typed list joins it and answers."""
        chosen = _gathered(spec, draft)
        match event:
            case Pressed(code) if code == clear_code:
                return More({**draft, "chosen": []}, again=True)
            case Pressed(code) if code == done_code:
                return _finished(spec, draft, chosen)
            case Pressed(code) if any(code == option.code for option in spec.options):
                joined = sorted({*chosen, code})
                return (
                    More({**draft, "chosen": joined})
                    if len(joined) <= spec.chosen_max
                    else More(draft, "most")
                )
            case Wrote(text) if not isinstance(typed := _listed(spec, text), str):
                return _finished(spec, draft, sorted({*chosen, *typed}))
        return More(draft, "press")

    def nudge(self, spec: MultiSpec, code: str, t: Translator) -> str:
        """ "least", "most", else "press"."""
        if code == "least":
            return t.n(
                "Please press what fits first, at least {count}, then Done.",
                "Please press what fits first, at least {count}, then Done.",
                spec.chosen_min,
            )
        if code == "most":
            return t.n(
                "Only {count} can be chosen here. Press Done, or Clear under More to choose again.",
                "Only {count} can be chosen here. Press Done, or Clear under More to choose again.",
                spec.chosen_max,
            )
        return t("Please press the keys that fit, then Done. If the question is wrong, say so under More.")

    def alike(self, spec: MultiSpec, a: Json, b: Json) -> float:
        """Jaccard: what both chose ÷ what either chose; 1 when both chose nothing."""
        either = {*a, *b}
        return len({*a} & {*b}) / len(either) if either else 1.0

    def answers(self, spec: MultiSpec) -> int | None:
        """Every set of options that may be chosen; None where there is but one."""
        sets = sum(comb(len(spec.options), count) for count in range(spec.chosen_min, spec.chosen_max + 1))
        return sets if sets > 1 else None

    def say(self, spec: MultiSpec, answer: Json, t: Translator) -> str:
        """The labels in the order of the keys, or "Nothing"."""
        return shortened(_labels(spec, answer, t)) if answer else t.label("Nothing")

    def export(self, spec: MultiSpec, answer: Json) -> dict[str, Any]:
        """`answer`: the codes with "|" between, "-" for nothing."""
        return {"answer": "|".join(answer) or nothing}


def _gathered(spec: MultiSpec, draft: Draft) -> list[str]:
    known = {option.code for option in spec.options}
    return sorted(known.intersection(draft.get("chosen", ())))


def _finished(spec: MultiSpec, draft: Draft, chosen: list[str]) -> More | Done:
    if len(chosen) < spec.chosen_min:
        return More(draft, "least")
    return Done(chosen) if len(chosen) <= spec.chosen_max else More(draft, "most")


def _listed(spec: MultiSpec, text: str) -> list[str] | str:
    """The codes of a typed list, or the first part of it that names no option."""
    if text.strip() == nothing:
        return []
    whole_text = meant(spec.options, text)
    parts = [text] if whole_text else [part.strip() for part in _between.split(text) if part.strip()]
    codes = {part: meant(spec.options, part) for part in parts}
    stray = next((part for part, code in codes.items() if not code), None if parts else text)
    return sorted(set(codes.values())) if stray is None else stray


def _labels(spec: MultiSpec, chosen: Sequence[str], t: Translator) -> str:
    order = [option.code for option in spec.options if option.code in chosen]
    gone = [code for code in chosen if code not in order]
    return ", ".join(label_of(spec.options, code, t) for code in order + gone)


def _hint(spec: MultiSpec, chosen: Sequence[str], t: Translator) -> str:
    if chosen:
        return t("You chose {labels}. Press Done when that is all.", labels=_labels(spec, chosen, t))
    if spec.chosen_min == 0:
        return t("Press all that fit, then Done. If none fits, press only Done.")
    return t("Press all that fit, then Done.")


KIND: Kind[MultiSpec] = Multi()
