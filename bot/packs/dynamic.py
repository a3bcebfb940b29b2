"""What dynamic overlap needs of a pack: answers that can be counted, and known ones to know people by."""

from __future__ import annotations

from typing import Any

from bot.kinds import Kind
from bot.packs.form import PackForm


def dynamic_faults(form: PackForm, kind: Kind[Any], spec: Any) -> list[tuple[tuple[str | int, ...], str]]:
    """What stands against a form's dynamic overlap, each with its place in pack.toml; [] where it has none."""
    if form.dynamic is None:
        return []
    found: list[tuple[tuple[str | int, ...], str]] = []
    if kind.answers(spec) is None:
        sentence = (
            "overlap must be a whole number: how sure answers of this kind make us can't be worked out."
        )
        found.append((("overlap",), sentence))
    if not form.gold_share:
        sentence = (
            "dynamic overlap needs known answers: set gold_share above 0 and add tasks with a gold answer."
        )
        found.append((("overlap",), sentence))
    return found
