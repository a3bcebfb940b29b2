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

from collections.abc import Mapping, Sequence
from typing import Any

from bot.domain.events import Made, same
from bot.kinds import Done, Draft, Fault, Json, More, Texts, shortened
from bot.kinds._settings import texts
from bot.texts import Translator

retakes_max = 2
hint_characters_max = 120
anything = "-"  # a known answer of a practice row


def taken(draft: Draft, made: Made, doubts: Sequence[str], facts: Sequence[str]) -> More | Done:
    """The answer; or, while it may be asked for again, the first doubt as a nudge ("long 95": a code and a number)."""
    if made.facts.get("twin") == same:
        return More(draft, "twin")
    retakes = int(draft.get("retakes", 0))
    if doubts and retakes < retakes_max:
        return More({**draft, "retakes": retakes + 1}, doubts[0])
    codes = [doubt.partition(" ")[0] for doubt in doubts]
    return Done({"file": made.hash, **{name: made.facts.get(name, 0) for name in facts}, "doubts": codes})


def read_known(written: str) -> Json | Fault:
    """ "-" as the answer of a practice row."""
    if written.strip() == anything:
        return {}
    sentence = f"gold answer “{shortened(written)}” can't be known; a practice row has - here."
    return Fault("gold", sentence)


def read_hint(settings: Mapping[str, Any], languages: tuple[str, ...], faults: list[Fault]) -> Texts:
    """`hint`, one line per language; {} without one."""
    if "hint" not in settings:
        return {}
    return texts(settings["hint"], languages, hint_characters_max, "settings.hint", faults)


def own_hint(hint: Texts, t: Translator) -> str:
    """The pack's own hint (HTML), "" without one."""
    return t.html(t.own(hint)) if hint else ""


def exported(answer: Json) -> dict[str, Any]:
    """`answer`: the content's hash, "-" for a practice row's; each measure and the doubts in columns of their own."""
    measures = {f"answer.{name}": value for name, value in answer.items() if name not in ("file", "doubts")}
    return {
        "answer": answer.get("file", anything),
        **measures,
        "answer.doubts": "|".join(answer.get("doubts", ())),
    }
