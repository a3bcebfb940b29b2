"""What differs between two forms of one pack: words, which make a new version, or what may not change.

Words are what a worker reads: title, instruction, question, examples, labels, what it trains, what becomes of it. All
else is money, or decides what an answer means; people have agreed to it, so it stays.
"""

from __future__ import annotations

import json
from typing import Any

from bot.packs.form import PackForm, not_binding

words = frozenset({"title", "instruction", "question", "examples", "trains", "use", "afterwards"})
words_in_settings = frozenset({"label", "hint", "low", "high", "unit"})
"""Settings, at any depth, whose texts are read by people and mean nothing to a program."""


def forbidden(old: PackForm, new: PackForm) -> tuple[str, ...]:
    """The fields that differ and may not, sorted; () when only words do."""
    was, now = old.model_dump(mode="json"), new.model_dump(mode="json")
    for form in (was, now):
        form["settings"] = _bones(form["settings"])
    held = (name for name in was.keys() | now.keys() if name not in words and name not in not_binding)
    return tuple(sorted(name for name in {*held, "readers_max"} if was.get(name) != now.get(name)))


def worded(old: PackForm, new: PackForm) -> bool:
    """Do two forms differ in anything that binds a worker?"""
    return old.version_hash() != new.version_hash()


def _bones(value: Any) -> Any:
    """Settings without their words; that there are words stays."""
    if isinstance(value, dict):
        return {name: None if name in words_in_settings else _bones(one) for name, one in value.items()}
    return [_bones(one) for one in value] if isinstance(value, list) else value


def taught(form: PackForm) -> dict[str, str]:
    """What a worker reads before the first task, per language: instruction, question, labels, examples' reasons."""
    labels = list(_labels(form.settings))
    found = {}
    for language in form.languages:
        lines = [_in(form.instruction, language), _in(form.question, language)]
        lines += [_in(one, language) for one in labels]
        lines += [f"{one.item}: {one.answer}. {_in(one.reason, language)}" for one in form.examples]
        found[language] = "\n".join(line for line in lines if line)
    return found


def _labels(value: Any) -> list[Any]:
    if isinstance(value, dict):
        own = [value[name] for name in sorted(words_in_settings & value.keys())]
        return own + [one for name in value if name not in words_in_settings for one in _labels(value[name])]
    return [one for part in value for one in _labels(part)] if isinstance(value, list) else []


def _in(texts: Any, language: str) -> str:
    if isinstance(texts, dict):
        return str(texts.get(language) or next(iter(texts.values()), ""))
    return texts if isinstance(texts, str) else json.dumps(texts)
