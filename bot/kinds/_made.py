"""What people make for a task, a photograph or their voice: asked for kindly once more, never for ever.

A job fetches and measures what was sent (`measures`), and it comes as an `events.Made`. What measures name as
doubtful is asked for again, with the reason, at most `retakes_max` times; then it is taken as it is, with its doubts
written beside it. So nobody is stuck before a strict number, and a requester knows what they got. Only the very same
file that answered another task already is never taken: nobody makes it by mistake, another one or a skip is always
there, and it would be paid on every task. A picture that merely resembles one is a doubt like the others.

No answer is known beforehand. A practice row says "-" in its `gold` column: whatever is made is taken, and the
explanation says what a good one is like.

The answer is a table: file (the hash of its content in the store), what was measured, doubts (codes).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from bot.domain.events import Event, Made, SentFile, SentPhoto, SentVoice, same
from bot.kinds import Done, Draft, Fault, Json, Kind, More, Spec, Wanted, picture, shortened

retakes_max = 2
anything = "-"  # a known answer of a practice row


class Making(Kind[Spec], Protocol[Spec]):
    """All that such kinds have in common. Their own: settings, words, what is doubtful, and what of it is kept."""

    part: bool = False
    sent: (
        type[SentPhoto] | type[SentVoice]
    )  # what is fetched and measured; it comes as `Made` under the kind's name
    kept: tuple[str, ...]  # the measures that are part of the answer

    def doubts(self, spec: Spec, facts: Mapping[str, int]) -> dict[str, bool]:
        """A nudge's code, with its number ("long 95") → whether it is so; what helps most first."""

    def read_gold(self, spec: Spec, written: str) -> Json | Fault:
        """ "-" for a practice row; nothing else can be known."""
        if written.strip() == anything:
            return {}
        sentence = f"gold answer “{shortened(written)}” can't be known; a practice row has - here."
        return Fault("gold", sentence)

    def media(self, spec: Spec) -> tuple[Wanted, ...]:
        """The item's picture, where it has one: to speak about, or what a good one looks like."""
        return (picture,)

    def take(self, spec: Spec, draft: Draft, event: Event) -> More | Done:
        """What was measured answers, or is asked for again; what is not measured yet is looked at."""
        match event:
            case Made(self.name):
                return self._taken(spec, draft, event)
            case SentFile():
                return More(draft, "file")
        return More(draft, "looking" if self.measures(event) else self.name)

    def _taken(self, spec: Spec, draft: Draft, made: Made) -> More | Done:
        if made.facts.get("twin") == same:
            return More(draft, "twin")
        doubts = [code for code, true in self.doubts(spec, made.facts).items() if true]
        retakes = int(draft.get("retakes", 0))
        if doubts and retakes < retakes_max:
            return More({**draft, "retakes": retakes + 1}, doubts[0])
        codes = [doubt.partition(" ")[0] for doubt in doubts]
        return Done(
            {"file": made.hash, **{name: made.facts.get(name, 0) for name in self.kept}, "doubts": codes}
        )

    def measures(self, event: Event) -> tuple[str, ...]:
        """What people make here is fetched and measured."""
        return (self.name,) if isinstance(event, self.sent) else ()

    def alike(self, spec: Spec, a: Json, b: Json) -> None:
        """No meaning: two good photographs may show two things, two people sound different."""
        return

    def export(self, spec: Spec, answer: Json) -> dict[str, Any]:
        """`answer`: the content's hash, "-" for a practice row's; each measure and the doubts in columns of their own."""
        measures = {
            f"answer.{name}": value for name, value in answer.items() if name not in ("file", "doubts")
        }
        return {
            "answer": answer.get("file", anything),
            **measures,
            "answer.doubts": "|".join(answer.get("doubts", ())),
        }
