"""Options: where several may be chosen, each option is decided by itself: chosen when more than half chose it.

When that leaves nothing and the pack wants at least one, the option most people chose stands (of equals the first in
the order of codes). The confidence is that of the option people were least at one about.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from bot import kinds
from bot.domain.results import Agreed, Results
from bot.results.votes import agreed, by_task


class Options:
    """A majority for each option."""

    name, paper = "options", ""

    def applies(self, kind: str, settings: Mapping[str, Any]) -> bool:
        """Where several of a few are chosen."""
        return kind == "multi"

    def aggregate(self, results: Results) -> tuple[Agreed, ...]:
        """Confidence: the least share, over all options, of those who decided as the answer does."""
        spec = kinds.spec(results.kind, results.settings, results.languages)
        codes = sorted(option.code for option in spec.options)
        found = []
        for key, own in by_task(results).items():
            chosen = Counter(code for one in own for code in one.answer or ())
            answer = [code for code in codes if 2 * chosen[code] > len(own)]
            if len(answer) < spec.chosen_min:
                answer = sorted(sorted(codes, key=lambda code: -chosen[code])[: spec.chosen_min])
            if len(answer) > spec.chosen_max:
                answer = sorted(sorted(answer, key=lambda code: -chosen[code])[: spec.chosen_max])
            shares = [
                (chosen[code] if code in answer else len(own) - chosen[code]) / len(own) for code in codes
            ]
            found.append(agreed(results, key, answer, len(own), min(shares)))
        return tuple(found)


METHOD = Options()
