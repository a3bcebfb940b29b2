"""Number: a number, typed in digits of any script, with a unit, bounds and a precision.

    [settings]
    least = 0                                        # default 0
    most = 500                                       # default 1,000,000,000
    decimals = 1                                     # places after the point that are kept, 0 to 6, default 0
    unit = { en = "kg", sw = "kg" }                  # optional, at most 12 characters
    tolerance = 0.5                                  # optional: how far apart two answers may be and be alike
    tolerance_percent = 5                            # or the same as a share of the larger one; not both
    hint = { en = "The weight on the sack." }        # optional

Comma and point are both understood, as decimal sign and between groups of three; what could be read in two
ways is asked again, never guessed. So "1,500" is no answer where three decimals are kept, and 1500 where none is.

The answer is the number as a decimal text without an exponent ("12.5"), so that what was typed is what leaves.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from bot.digits import latin_digits
from bot.domain.events import Event, Wrote
from bot.domain.marks import normal
from bot.kinds import Done, Draft, Fault, Json, Kind, More, Show, Texts, Wanted, read, shortened
from bot.kinds._settings import read_hint, texts, unknown, whole
from bot.texts import Translator

number_max = 10**12
decimals_max = 6
unit_characters_max = 12
digits_typed_max = 40
_signs = str.maketrans({"−": "-", "–": "-", "٫": ".", "٬": "'", "’": "'", "،": ","})
_plain = re.compile(r"([+-]?)(\d+)(?:[.,](\d+))?")
_grouped = re.compile(r"([+-]?)(\d{1,3})(?:([ .,'\u00a0\u202f])\d{3})(?:\3\d{3})*(?:[.,](\d+))?")


@dataclass(frozen=True, slots=True)
class NumberSpec:
    """Bounds, places after the point, unit and hint per language, and what counts as the same."""

    least: Decimal
    most: Decimal
    decimals: int
    unit: Texts
    hint: Texts
    tolerance: Decimal
    tolerance_percent: Decimal


class Number(Kind[NumberSpec]):
    """How many, how much, which year."""

    name, part, hard = "number", True, True
    example: Mapping[str, Any] = {
        "settings": {
            "least": 0,
            "most": 500,
            "decimals": 1,
            "tolerance": 0.5,
            "unit": {"en": "kg", "sw": "kilo"},
            "hint": {"en": "The weight on the sack.", "sw": "Uzito kwenye gunia."},
        },
        "item": {"text": "Two sacks of 12.5 kg each."},
        "gold": "25",
    }

    def read(self, settings: Mapping[str, Any], languages: tuple[str, ...]) -> NumberSpec | list[Fault]:
        """`least`, `most`, `decimals`, `unit`, `hint`, `tolerance` or `tolerance_percent`."""
        faults: list[Fault] = []
        known = ("least", "most", "decimals", "unit", "hint", "tolerance", "tolerance_percent")
        unknown(settings, known, "settings", faults)
        least = _amount(settings, "least", (-number_max, number_max), 0, faults)
        most = _amount(settings, "most", (-number_max, number_max), 10**9, faults)
        if least >= most:
            faults.append(Fault("settings.least", f"least is {least:f}, not below most, {most:f}."))
        decimals = whole(settings, "decimals", (0, decimals_max), 0, faults)
        near = _amount(settings, "tolerance", (0, number_max), 0, faults)
        percent = _amount(settings, "tolerance_percent", (0, 100), 0, faults)
        if near and percent:
            faults.append(
                Fault("settings.tolerance_percent", "give tolerance or tolerance_percent, not both.")
            )
        unit: Texts = {}
        if "unit" in settings:
            unit = texts(settings["unit"], languages, unit_characters_max, "settings.unit", faults)
        hint = read_hint(settings, languages, faults)
        return faults or NumberSpec(least, most, decimals, unit, hint, near, percent)

    def read_gold(self, spec: NumberSpec, written: str) -> Json | Fault:
        """A number that would be taken as an answer."""
        taken = self.take(spec, {}, Wrote(written))
        if isinstance(taken, Done):
            return taken.answer
        reasons = {
            "range": f"it is not from {spec.least:f} to {spec.most:f}",
            "decimals": f"{spec.decimals} places after the point fit",
            "unclear": "it can be read in two ways; leave the groups of three out",
        }
        reason = reasons.get(taken.nudge, "it is not a number")
        return Fault("gold", f"gold answer “{shortened(written)}” can't be given: {reason}.")

    def media(self, spec: NumberSpec) -> tuple[Wanted, ...]:
        """The item's picture, where it has one."""
        return (read,)

    def show(self, spec: NumberSpec, draft: Draft, t: Translator) -> Show:
        """No keys: the pack's own hint, and in what unit a number is wanted."""
        unit = t.own(spec.unit)
        wanted = t("Write a number, in {unit}.", unit=unit) if unit else t("Write a number.")
        own = t.html(t.own(spec.hint))
        return Show(f"{own}\n{wanted}" if own else wanted)

    def take(self, spec: NumberSpec, draft: Draft, event: Event) -> More | Done:
        """A number within the bounds answers, with its unit written behind it or not."""
        found = _read(spec, event.text) if isinstance(event, Wrote) else "write"
        return More(draft, found) if isinstance(found, str) else Done(_written(found))

    def nudge(self, spec: NumberSpec, code: str, t: Translator) -> str:
        """ "range", "decimals", "unclear", else "write"."""
        match code:
            case "range":
                return t(
                    "This number must be from {least} to {most}. If that is wrong, say so under More.",
                    least=f"{spec.least:f}",
                    most=f"{spec.most:f}",
                )
            case "decimals" if spec.decimals:
                return t.n(
                    "At most {count} digit after the point fits. Please write it shorter.",
                    "At most {count} digits after the point fit. Please write it shorter.",
                    spec.decimals,
                )
            case "decimals":
                return t("Here a whole number is needed. Please write it without a point.")
            case "unclear":
                return t(
                    "This can be read in two ways. Please write it without a sign between the thousands."
                )
        return t("Please write one number in digits. If the question is wrong, say so under More.")

    def alike(self, spec: NumberSpec, a: Json, b: Json) -> float:
        """1 within the tolerance; beyond it 1 − what is too much ÷ the larger of the two, at least 0."""
        one, other = Decimal(a), Decimal(b)
        larger = max(abs(one), abs(other))
        beyond = abs(one - other) - max(spec.tolerance, larger * spec.tolerance_percent / 100)
        return 1.0 if beyond <= 0 else float(max(Decimal(0), 1 - beyond / larger))

    def say(self, spec: NumberSpec, answer: Json, t: Translator) -> str:
        """The number with its unit."""
        unit = t.own(spec.unit)
        return t.label("{number} {unit}", number=answer, unit=unit) if unit else str(answer)

    def export(self, spec: NumberSpec, answer: Json) -> dict[str, Any]:
        """`answer`: the number, a point before its decimals."""
        return {"answer": answer}


def _amount(
    settings: Mapping[str, Any], name: str, bounds: tuple[int, int], default: int, faults: list[Fault]
) -> Decimal:
    """A number of settings within `bounds`, or `default` where it is absent."""
    value = settings.get(name, default)
    if isinstance(value, int | float) and not isinstance(value, bool) and bounds[0] <= value <= bounds[1]:
        return Decimal(str(value))
    faults.append(Fault(f"settings.{name}", f"{name} must be a number from {bounds[0]} to {bounds[1]}."))
    return Decimal(default)


def _read(spec: NumberSpec, typed: str) -> Decimal | str:
    """The number that was typed, or why there is none: the code of a nudge."""
    word = _without_unit(spec, latin_digits(normal(typed)).translate(_signs).strip(" .;:!?()؛؟"))
    if len(word) > digits_typed_max:
        return "write"
    plain, grouped = _plain.fullmatch(word), _grouped.fullmatch(word)
    found = {*(_of_plain(plain, spec.decimals) if plain else ()), *(_of_grouped(grouped) if grouped else ())}
    if len(found) != 1:
        return "unclear" if found else "decimals" if plain else "write"
    number = found.pop()
    if -int(number.as_tuple().exponent) > spec.decimals:
        return "decimals"
    return number if spec.least <= number <= spec.most else "range"


def _without_unit(spec: NumberSpec, word: str) -> str:
    """A number without the unit behind it, in any of the pack's languages."""
    for unit in sorted(map(normal, spec.unit.values()), key=len, reverse=True):
        if word.endswith(unit):
            return word.removesuffix(unit).rstrip()
    return word


def _of_plain(found: re.Match[str], decimals: int) -> list[Decimal]:
    """Digits, with a decimal sign or without. Trailing zeros say nothing; more than fits is not read as decimals."""
    sign, whole_part, rest = found[1], found[2], (found[3] or "").rstrip("0")
    if found[3] and len(found[3]) == 3 and not decimals:
        return []  # 1,500 where nothing comes after a point: a thousand and a half thousand
    return [Decimal(f"{sign}{whole_part}{'.' if rest else ''}{rest}")]


def _of_grouped(found: re.Match[str]) -> list[Decimal]:
    """Groups of three; what follows them after another sign is decimals."""
    text, between, rest = found[0], found[3], (found[4] or "").rstrip("0")
    if found[4] is not None:
        text, sign = text[: -len(found[4]) - 1], text[-len(found[4]) - 1]
        if sign == between:
            return []
    digits = re.sub(r"[^\d+-]", "", text)
    return [Decimal(f"{digits}{'.' if rest else ''}{rest}")]


def _written(number: Decimal) -> str:
    """Without an exponent, leading or trailing zeros, and without a minus before nothing."""
    plain = f"{number:f}"
    plain = plain.rstrip("0").rstrip(".") if "." in plain else plain
    return "0" if plain in ("-0", "+0") else plain


KIND: Kind[NumberSpec] = Number()
