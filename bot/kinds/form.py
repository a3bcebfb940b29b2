"""Form: two to six questions about one item, asked one at a time; what was answered is kept half-way.

    [[settings.questions]]
    name = "damage"                                   # 1 to 24 of a–z, 0–9, _
    question = { en = "How bad is it?", sw = "…" }    # at most 120 characters
    kind = "scale"                                    # a kind that may be part of a form
    settings = { points = 4, least = { en = "none" }, most = { en = "everything gone" } }

A question of a form is another kind's: its settings, keys, nudges and answers are that kind's own. This file
knows no other kind; the contract's `kinds()` looks them up by name, and `part` says which may stand in a form.

Every question after the first comes with a mark of its own (`More.step`), so that a key pressed twice in a lift
does not answer two of them. [Clear] under More begins the form again.

The answer is a table: name → that kind's answer.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.domain.events import Event, Pressed
from bot.kinds import Done, Draft, Fault, Json, Kind, More, OwnKey, Show, Texts, Wanted, kinds, shortened
from bot.kinds._settings import is_code, texts, unknown
from bot.texts import Translator

questions_min, questions_max = 2, 6
question_characters_max = 120
over_code = "/over"  # no part's key has this code


@dataclass(frozen=True, slots=True)
class Part:
    """One question: its name in the results, its words, and the kind that asks it."""

    name: str
    question: Texts
    kind: Kind[Any]
    spec: Any


@dataclass(frozen=True, slots=True)
class FormSpec:
    """The questions in their order."""

    parts: tuple[Part, ...]


class Form(Kind[FormSpec]):
    """Several questions about one thing."""

    name, part = "form", False
    example: Mapping[str, Any] = {
        "settings": {
            "questions": [
                {
                    "name": "damage",
                    "question": {"en": "How bad is the damage?", "sw": "Uharibifu ni mkubwa kiasi gani?"},
                    "kind": "scale",
                    "settings": {
                        "points": 4,
                        "least": {"en": "none", "sw": "hakuna"},
                        "most": {"en": "all is gone", "sw": "yote yamekwisha"},
                    },
                },
                {
                    "name": "people",
                    "question": {
                        "en": "How many people need a bed?",
                        "sw": "Watu wangapi wanahitaji kitanda?",
                    },
                    "kind": "number",
                    "settings": {"most": 500},
                },
            ]
        },
        "item": {"text": "The wind took our roof. The five of us sleep at the school."},
        "gold": "damage=3; people=5",
    }

    def read(self, settings: Mapping[str, Any], languages: tuple[str, ...]) -> FormSpec | list[Fault]:
        """`questions`: tables of `name`, `question`, `kind`, `settings`."""
        faults: list[Fault] = []
        unknown(settings, ("questions",), "settings", faults)
        raw = settings.get("questions")
        if not isinstance(raw, list | tuple) or not questions_min <= len(raw) <= questions_max:
            sentence = f"questions must be a list of {questions_min} to {questions_max}."
            return [*faults, Fault("settings.questions", sentence)]
        read = [
            _part(one, languages, f"settings.questions[{number}]", faults)
            for number, one in enumerate(raw, 1)
        ]
        parts = [part for part in read if part is not None]
        for number, part in enumerate(parts, 1):
            if part.name and part.name in [other.name for other in parts[: number - 1]]:
                faults.append(Fault(f"settings.questions[{number}].name", f"{part.name} is there twice."))
        return faults or FormSpec(tuple(parts))

    def read_gold(self, spec: FormSpec, written: str) -> Json | Fault:
        """ "damage=3; people=5", or a JSON table of the same: each as its kind writes it."""
        given = _table(written)
        missing = [part.name for part in spec.parts if part.name not in given]
        if missing or len(given) != len(spec.parts):
            known = "; ".join(f"{part.name}=…" for part in spec.parts)
            return Fault("gold", f"gold answer “{shortened(written)}” must be written like {known}.")
        found = {part.name: part.kind.read_gold(part.spec, given[part.name]) for part in spec.parts}
        wrong = next((one for one in found.values() if isinstance(one, Fault)), None)
        return wrong or found

    def media(self, spec: FormSpec) -> tuple[Wanted, ...]:
        """What its questions want."""
        return tuple(dict.fromkeys(one for part in spec.parts for one in part.kind.media(part.spec)))

    def show(self, spec: FormSpec, draft: Draft, t: Translator) -> Show:
        """The question whose turn it is, as its own kind shows it, with its place among the others."""
        part, answers, own = _turn(spec, draft)
        shown = part.kind.show(part.spec, own, t)
        asked = t(
            "{number} of {count}: {question}",
            number=t.number(len(answers) + 1),
            count=t.number(len(spec.parts)),
            question=t.own(part.question),
        )
        over = (OwnKey(t.label("Clear"), over_code),) if answers else ()
        hint = f"{asked}\n{shown.hint}" if shown.hint else asked
        return replace(shown, hint=hint, more=shown.more or over)

    def take(self, spec: FormSpec, draft: Draft, event: Event) -> More | Done:
        """What the question whose turn it is makes of it; an answer brings the next one."""
        part, answers, own = _turn(spec, draft)
        if event == Pressed(over_code) and answers:
            return More({}, step=True)
        taken = part.kind.take(part.spec, own, event)
        if isinstance(taken, More):
            kept = draft if taken.draft == own else {**draft, "part": taken.draft}
            nudge = f"{len(answers)} {taken.nudge}" if taken.nudge else ""
            return More(kept, nudge, again=taken.again)
        answers = [*answers, taken.answer]
        if len(answers) < len(spec.parts):
            return More({"answers": answers}, step=True)
        return Done({part.name: answer for part, answer in zip(spec.parts, answers, strict=True)})

    def nudge(self, spec: FormSpec, code: str, t: Translator) -> str:
        """The nudge of the question that wanted something else: "0 press"."""
        number, _, own = code.partition(" ")
        part = spec.parts[min(int(number) if number.isdecimal() else 0, len(spec.parts) - 1)]
        return part.kind.nudge(part.spec, own, t)

    def alike(self, spec: FormSpec, a: Json, b: Json) -> float | None:
        """The mean over the questions that have a likeness; one that only one of them has counts 0."""
        found = [
            part.kind.alike(part.spec, a[part.name], b[part.name])
            if part.name in a and part.name in b
            else 0.0
            for part in spec.parts
            if part.name in a or part.name in b
        ]
        known = [one for one in found if one is not None]
        return sum(known) / len(known) if known else None

    def say(self, spec: FormSpec, answer: Json, t: Translator) -> str:
        """The answers in their order."""
        said = [part.kind.say(part.spec, answer[part.name], t) for part in spec.parts if part.name in answer]
        return shortened("; ".join(said)) or "…"

    def export(self, spec: FormSpec, answer: Json) -> dict[str, Any]:
        """`answer`: all as a JSON table; and a column for each question, `answer.damage`."""
        each = {
            part.name: part.kind.export(part.spec, answer[part.name])["answer"]
            for part in spec.parts
            if part.name in answer
        }
        columns = {f"answer.{name}": value for name, value in each.items()}
        return {"answer": json.dumps(each, ensure_ascii=False), **columns}


def _part(raw: Any, languages: tuple[str, ...], where: str, faults: list[Fault]) -> Part | None:
    """One question of settings; None where a fault leaves nothing to ask."""
    table: Mapping[str, Any] = raw if isinstance(raw, Mapping) else {}
    unknown(table, ("name", "question", "kind", "settings"), where, faults)
    name = table.get("name")
    if not is_code(name):
        faults.append(Fault(f"{where}.name", "a name is 1 to 24 of a–z, 0–9 and _."))
        name = ""
    question = texts(table.get("question"), languages, question_characters_max, f"{where}.question", faults)
    known = {one.name: one for one in kinds().values() if one.part}
    kind = known.get(str(table.get("kind")))
    if kind is None:
        faults.append(Fault(f"{where}.kind", f"a question's kind is one of {', '.join(known)}."))
        return None
    own = table.get("settings", {})
    if not isinstance(own, Mapping):
        faults.append(Fault(f"{where}.settings", "settings must be a table."))
        return None
    spec = kind.read(own, languages)
    if isinstance(spec, list):
        faults += [Fault(f"{where}.{fault.where}", fault.sentence) for fault in spec]
        return None
    return Part(name, question, kind, spec)


def _turn(spec: FormSpec, draft: Draft) -> tuple[Part, list[Json], Draft]:
    """The question whose turn it is, the answers before it, and the draft of its own."""
    answers = list(draft.get("answers", ()))[: len(spec.parts) - 1]
    return spec.parts[len(answers)], answers, dict(draft.get("part", {}))


def _table(written: str) -> dict[str, str]:
    """A written answer as name → text; {} when it can't be read."""
    if written.lstrip().startswith("{"):
        try:
            found = json.loads(written)
        except (ValueError, RecursionError):
            return {}
        return {name: str(value) for name, value in found.items()} if isinstance(found, dict) else {}
    pairs: Sequence[list[str]] = [one.split("=", 1) for one in written.split(";") if one.strip()]
    if any(len(pair) != 2 for pair in pairs):
        return {}
    return {name.strip(): value.strip() for name, value in pairs}


KIND: Kind[FormSpec] = Form()
