"""Parts: a form's questions, each by the method that suits its own kind.

The confidence is that of the question people were least at one about; a question whose method gives none has no say.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.domain.results import Agreed, Json, Results
from bot.results import default_for
from bot.results.votes import agreed, by_task


class Parts:
    """Question by question."""

    name, paper = "parts", ""

    def applies(self, kind: str, settings: Mapping[str, Any]) -> bool:
        """Forms."""
        return kind == "form"

    def aggregate(self, results: Results) -> tuple[Agreed, ...]:
        """Confidence: the least of the questions'."""
        counts = {key: len(own) for key, own in by_task(results).items()}
        whole: dict[str, dict[str, Json]] = {key: {} for key in counts}
        sure: dict[str, list[float]] = {key: [] for key in whole}
        for name, own in parts_of(results).items():
            method = default_for(own.kind, own.settings)
            for one in method.aggregate(own) if method else ():
                whole[one.task][name] = one.answer
                sure[one.task] += [one.confidence] if one.confidence is not None else []
        return tuple(
            agreed(results, key, answer, counts[key], min(sure[key], default=None))
            for key, answer in whole.items()
        )


def parts_of(results: Results) -> dict[str, Results]:
    """A form's results as those of its questions, by their names."""
    found = {}
    for question in results.settings["questions"]:
        name = question["name"]
        answers = tuple(
            replace(one, answer=one.answer[name])
            for one in results.answers
            if isinstance(one.answer, dict) and name in one.answer
        )
        tasks = tuple(replace(one, gold=(one.gold or {}).get(name)) for one in results.tasks)
        settings = question.get("settings", {})
        found[name] = replace(results, kind=question["kind"], settings=settings, tasks=tasks, answers=answers)
    return found


METHOD = Parts()
