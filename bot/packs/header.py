"""Reads pack.toml into a form, or says everything that is wrong with it, line by line."""

from __future__ import annotations

import importlib.util
import re
import tomllib
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from babel.core import get_global
from babel.messages.catalog import Catalog
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from bot.domain.quote import Plan, below_floor, quote
from bot.kinds import Fault, Kind, kinds
from bot.packs.dynamic import dynamic_faults
from bot.packs.faults import Found, meant, quoted, whole
from bot.packs.form import (
    ByteBudget,
    Dynamic,
    Example,
    Flag,
    Needed,
    PackForm,
    Schedule,
    instruction_words_max,
    languages_max,
    shapes,
    texts_of,
)
from bot.packs.hard import hard_faults
from bot.packs.lines import Lines
from bot.texts import Translator

key_names_max = 16  # of one dotted key; the TOML reader takes seconds for thousands

kinds_of_sound = frozenset({"voice"})  # what people say is measured as sounds are read

_KEY_NAME = r"""(?:[\w-]{1,40}|"(?:[^"\\\n]|\\.){0,40}"|'[^'\n]{0,40}')"""
_LONG_KEY = re.compile(rf"(?:{_KEY_NAME}[ \t]*\.[ \t]*){{{key_names_max}}}")
_TOML_PLACE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")

Place = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Header:
    """What pack.toml gave: the form when it could be read at all, its kind's spec, and what is wrong.

    `languages` is there even without a form, as far as it can be told, so that tasks.csv can be read as well.
    """

    form: PackForm | None
    languages: tuple[str, ...]
    kind: Kind[Any] | None
    spec: Any
    faults: tuple[Found, ...]
    warnings: tuple[str, ...]


def read(toml: str, *, floor_hourly: int, money_minor: int, currency: str) -> Header:
    """The header in `toml`. Never raises; amounts are micro-units, `currency` is the installation's."""
    lines = Lines(toml)
    raw = _parsed(toml)
    if isinstance(raw, Found):
        return Header(None, (), None, None, (raw,), ())
    languages = _languages(raw)
    form, errors = _validated(raw, languages)
    found = [(_place(error), _sentence(error)) for error in errors]
    wanted = {_place(error): _wanted(error) for error in errors}
    kind, spec = None, None
    if form is not None:
        found += _rules(form, currency) + _floor(form, floor_hourly, money_minor)
        kind = kinds().get(form.kind)
        spec = kind.read(form.settings, form.languages) if kind else None
        if isinstance(spec, list):
            found += [_of_kind(fault) for fault in spec]
            spec = None
        elif kind is not None:
            found += _examples(form, kind, spec) + _sound(kind, spec) + dynamic_faults(form, kind, spec)
    faults = tuple(
        Found(
            "pack.toml",
            lines.of(place) or 0,
            _dotted(place),
            _written(raw, place),
            wanted.get(place, ""),
            sentence,
        )
        for place, sentence in found
    )
    in_order = tuple(sorted(faults, key=lambda one: one.line))
    return Header(form, languages, kind, spec, in_order, _warnings(form) if form else ())


def _written(raw: Any, place: Place) -> str:
    """What stands in a field, where that is a single value; else ""."""
    for name in place:
        try:
            raw = raw[int(name) if isinstance(raw, list) else name]
        except (KeyError, IndexError, TypeError, ValueError):
            return ""
    return (
        str(raw)[:100]
        if isinstance(raw, str | bool | float)
        else f"{raw:.20g}"
        if isinstance(raw, int) and abs(raw) < 2**63
        else ""
    )


def _parsed(toml: str) -> dict[str, Any] | Found:
    """The tables of a TOML text, or why it is none."""
    if _LONG_KEY.search(toml):
        return whole("pack.toml", f"a field has more than {key_names_max} names joined by points.")
    try:
        return tomllib.loads(toml)
    except RecursionError:
        return whole("pack.toml", "lists or tables are nested too deep.")
    except ValueError as error:  # TOMLDecodeError, or a number of more digits than Python reads
        said = str(error)
        place = _TOML_PLACE.search(said)
        line = int(place[1]) if place and place[1] else 0
        reason = said[: place.start()] if place else "a number is too long"
        sentence = f"this is not valid TOML ({quoted(reason)}). Texts need quotes around them."
        return Found("pack.toml", line, "", "", "", sentence)


def _languages(raw: Mapping[str, Any]) -> tuple[str, ...]:
    """The languages as written, as far as they are texts."""
    written = raw.get("languages")
    texts = [one for one in written if isinstance(one, str)] if isinstance(written, list) else []
    return tuple(dict.fromkeys(texts[:languages_max]))


def _validated(raw: dict[str, Any], languages: tuple[str, ...]) -> tuple[PackForm | None, list[ErrorDetails]]:
    """The form and what the model says against it; a form with nothing but unknown fields is read without them."""
    try:
        return PackForm.model_validate(raw, context=languages), []
    except ValidationError as error:
        errors = error.errors(include_url=False)
    if any(one["type"] != "extra_forbidden" for one in errors):
        return None, errors
    known = deepcopy(raw)
    for one in errors:
        table: Any = known
        for name in _place(one)[:-1]:
            table = table[name]
        del table[_place(one)[-1]]
    return PackForm.model_validate(known, context=languages), errors


def _place(error: ErrorDetails) -> Place:
    """Where an error is; of overlap's two shapes the model also names the one it took, which is no field."""
    place = error["loc"]
    return (place[0], *place[2:]) if place[0] == "overlap" else place


def _wanted(error: ErrorDetails) -> str:
    """What should stand in a field, where one of the model's errors knows; for programs."""
    facts = error.get("ctx", {})
    bounds = {"ge": "at least", "gt": "more than", "le": "at most", "max_length": "at most"}
    told = [f"{words} {facts[name]}" for name, words in bounds.items() if name in facts]
    return shapes.get(facts.get("pattern", ""), "") or str(facts.get("expected", "")) or " ".join(told)


def _sentence(error: ErrorDetails) -> str:
    """One sentence for one of the model's errors."""
    place, facts = _place(error), error.get("ctx", {})
    name = f"“{_dotted(place)}”"
    match error["type"]:
        case "missing":
            return f"{name} is missing."
        case "extra_forbidden":
            return f"{name} is not a field of a pack{meant(str(place[-1]), _fields(place))}"
        case "string_pattern_mismatch":
            return f"{name} must be {shapes[facts['pattern']]}."
        case "literal_error":
            return (
                f"{name} must be {facts['expected']}{meant(str(error['input']), ('none', 'self', 'others'))}"
            )
        case "value_error":
            return f"{name} {facts['error']}."
        case "string_type":
            return f"{name} must be a text in quotes."
        case "int_type" | "int_from_float":
            return f"{name} must be a whole number without quotes."
        case "float_type" | "finite_number":
            return f"{name} must be a number without quotes."
        case "bool_type":
            return f"{name} must be true or false, without quotes."
        case "dict_type" | "model_type":
            return f"{name} must be a table."
        case "tuple_type":
            return f"{name} must be a list in square brackets."
        case "datetime_type" | "timezone_aware" | "datetime_parsing" | "datetime_from_date_parsing":
            return f"{name} must be a moment with its time zone and without quotes, such as 2026-12-01T06:00:00Z."
        case "greater_than":
            return f"{name} must be more than {facts['gt']:g}."
        case "greater_than_equal":
            return f"{name} must be at least {facts['ge']}."
        case "less_than_equal":
            return f"{name} must be at most {facts['le']}."
        case "string_too_long" | "too_long" if isinstance(error["input"], str):
            return f"{name} has {len(error['input'].strip())} characters; {facts['max_length']} fit."
        case "string_too_short" | "too_short" if isinstance(error["input"], str):
            return f"{name} is empty."
        case "too_long":
            return f"{name} has more than {facts['max_length']} entries."
        case "too_short":
            return f"{name} has no entry."
    return f"{name} can't be read: {error['msg']}."


def _dotted(place: Place) -> str:
    """A path as a person writes it: ("examples", 0, "right") is "examples[1].right"."""
    return "".join(f"[{one + 1}]" if isinstance(one, int) else f".{quoted(one)[1:-1]}" for one in place)[1:]


def _fields(place: Place) -> tuple[str, ...]:
    """The fields that could stand where an unknown one stands."""
    tables: dict[Any, type[BaseModel]] = {
        "byte_budget": ByteBudget,
        "examples": Example,
        "flags": Flag,
        "overlap": Dynamic,
        "languages_needed": Needed,
        "schedule": Schedule,
    }
    model = tables[place[0]] if len(place) > 1 else PackForm
    return tuple(model.model_fields)


def _rules(form: PackForm, currency: str) -> list[tuple[Place, str]]:
    """What is wrong with a form whose every field is right by itself."""
    found: list[tuple[Place, str]] = []
    if form.kind not in kinds():
        found.append(
            (("kind",), f"{quoted(form.kind)} is not a kind of task{meant(form.kind, tuple(kinds()))}")
        )
    if form.currency != currency:
        found.append((("currency",), f"money is {currency} here, not {form.currency}."))
    if form.instruction_words > instruction_words_max:
        count = form.instruction_words
        found.append((("instruction",), f"the instruction has {count} words; {instruction_words_max} fit."))
    found += _orders(form) + _languages_of(form) + _refused(form)
    return found


def _orders(form: PackForm) -> list[tuple[Place, str]]:
    """What must not come the wrong way round."""
    found: list[tuple[Place, str]] = []
    if form.overlap_least > form.overlap_most:
        found.append((("overlap",), "“overlap.least” is more than “overlap.most”."))
    opens, closes = form.schedule.opens, form.schedule.closes
    if opens and closes and opens >= closes:
        found.append((("schedule",), "“schedule.closes” is not after “schedule.opens”."))
    return found


def _languages_of(form: PackForm) -> list[tuple[Place, str]]:
    """Every text has the first language, and none that the pack does not name."""
    found: list[tuple[Place, str]] = []
    first = form.languages[0]
    for place, texts in texts_of(form).items():
        written = tuple(int(one) if one.isdecimal() else one for one in place)
        if first not in texts:
            found.append((place, f"“{_dotted(written)}” has no “{first}”, the pack's first language."))
        for language in texts.keys() - set(form.languages):
            sentence = (
                f"{quoted(language)} is not one of the pack's languages{meant(language, form.languages)}"
            )
            found.append(((*place, language), f"“{_dotted(written)}”: {sentence}"))
    return found


def _refused(form: PackForm) -> list[tuple[Place, str]]:
    """What can't run here yet: photos of other people, and promises nothing keeps yet; and hard content without its care."""
    found = hard_faults(form, kinds().get(form.kind))
    if form.people == "others":
        found.append((("people",), "Photos of other people need a person's look; that is not possible yet."))
    return found


def _floor(form: PackForm, floor_hourly: int, money_minor: int) -> list[tuple[Place, str]]:
    """The price must reach the hourly floor at the pack's own estimate."""
    low = below_floor(form.price, form.estimate_s, floor_hourly, money_minor)
    if low is None:
        return _beyond_bounds(form, floor_hourly, money_minor)
    amount = Translator("en", Catalog(locale="en"), form.currency).money
    sentence = (
        f"{amount(low.price)} for {low.estimate_s} s is {amount(low.per_hour)} an hour; "
        f"the floor here is {amount(low.floor)}. {amount(low.enough)} would be enough."
    )
    return [(("price",), sentence)]


def _beyond_bounds(form: PackForm, floor_hourly: int, money_minor: int) -> list[tuple[Place, str]]:
    """With a single task and all its readers a pack must stay within what one pack may lock."""
    try:
        quote(
            Plan(
                tasks=1,
                overlap=form.overlap_most,
                price=form.price,
                estimate_s=form.estimate_s,
                readers=form.readers_max,
                words=form.reading_words,
                gold_points=form.gold_points,
                flagged_tasks=1 if form.flags else 0,
                floor=floor_hourly,
                minor=money_minor,
            )
        )
    except ValueError as why:
        return [(("price",), f"this can't be quoted: {why}.")]
    return []


def has_av() -> bool:
    """Is the extra `av` installed, by which sounds and films are read?"""
    return importlib.util.find_spec("av") is not None


def _sound(kind: Kind[Any], spec: Any) -> list[tuple[Place, str]]:
    """Sounds and films need an extra that an installation may lack."""
    wanted = kind.name in kinds_of_sound or any(one.form in ("audio", "video") for one in kind.media(spec))
    if wanted and not has_av():
        return [(("kind",), "sounds and films can't be read here; the operator installs ujima[av] for them.")]
    return []


def _of_kind(fault: Fault) -> tuple[Place, str]:
    """A fault of a kind's settings ("settings.options[2].label.en"), at its place in pack.toml."""
    place: list[str | int] = []
    for name in fault.where.split("."):
        plain, _, index = name.partition("[")
        place.append(plain)
        if index:
            place.append(int(index.rstrip("]")) - 1)
    shown = fault.where.removeprefix("settings.")
    return tuple(place), f"{shown}: {fault.sentence}"


def _examples(form: PackForm, kind: Kind[Any], spec: Any) -> list[tuple[Place, str]]:
    """Every example's answer must be one that could be given."""
    found: list[tuple[Place, str]] = []
    for index, example in enumerate(form.examples):
        answer = kind.read_gold(spec, example.answer)
        if isinstance(answer, Fault):
            found.append(
                (
                    ("examples", index, "answer"),
                    answer.sentence.replace("gold answer", "the example's answer"),
                )
            )
    return found


def _warnings(form: PackForm) -> tuple[str, ...]:
    """A sentence for each language that CLDR has no name for, and for each that some text does not have."""
    known = get_global("likely_subtags")
    unknown = [language for language in form.languages if language.split("-")[0] not in known]
    sentences = [
        f"pack.toml: “{language}” may be a slip; it is not a language we know." for language in unknown
    ]
    for language in form.languages[1:]:
        names = [".".join(place) for place, texts in texts_of(form).items() if language not in texts]
        if names:
            sentences.append(
                f"pack.toml: no “{language}” in {', '.join(names)}; “{form.languages[0]}” is shown there."
            )
    return tuple(sentences)
