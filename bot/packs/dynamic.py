"""What dynamic overlap needs of a pack: answers that can be counted, and known ones to know people by.

Or a doubt: an answer by which the first person says that somebody else should look. Then nothing is reckoned about anybody:
doubt is what the one who looked says.
"""

from __future__ import annotations

from typing import Any

from bot.kinds import Fault, Kind
from bot.packs.form import PackForm


def dynamic_faults(form: PackForm, kind: Kind[Any], spec: Any) -> list[tuple[tuple[str | int, ...], str]]:
    """What stands against a form's dynamic overlap, each with its place in pack.toml; [] where it has none."""
    if form.dynamic is None:
        return []
    found: list[tuple[tuple[str | int, ...], str]] = []
    if form.doubt or form.confidence is None:
        return [(("overlap",), said) for said in _doubt_faults(form, kind, spec)]
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


def _doubt_faults(form: PackForm, kind: Kind[Any], spec: Any) -> list[str]:
    """What stands against a second opinion on doubt."""
    if not form.doubt or form.confidence is not None:
        return ["“overlap” has least and most, and either confidence or doubt."]
    found = []
    if (form.overlap_least, form.overlap_most) != (1, 2):
        found.append("with a doubt there is one answer, and one more on doubt: least = 1 and most = 2.")
    answer = kind.read_gold(spec, form.doubt)
    if isinstance(answer, Fault):
        found.append(answer.sentence.replace("gold answer", "the doubt"))
    elif kind.alike(spec, answer, answer) is None:
        found.append(f"an answer of kind {kind.name} can't be a doubt: no two of them can be compared.")
    return found
