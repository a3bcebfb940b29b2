"""Reply: write the next turn of a short conversation.

    [settings]
    receiver = "nobody"   # "nobody": kept as data · "knows": a living person who knows that strangers write here
    length_min = 20       # characters, default 1
    length_max = 800      # default 500, at most 4,000

A pack must say who receives the reply, and the worker reads it with every question. A living person who does
not know is not among the choices: such a pack is refused. In a task's `text` each line is a turn; "-- " begins
one that our side has said, anything else was said by the other. The last one must be the other's.

The answer is the text, as `text` keeps it: NFC, trimmed, without control characters.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.domain.events import Event
from bot.kinds import Done, Draft, Fault, Json, Kind, More, Show, Wanted, shortened
from bot.kinds._settings import unknown
from bot.kinds._written import known_text, length_nudge, lengths, taken_text
from bot.texts import Translator

receivers = ("nobody", "knows")
turns_max = 12
_ours = "-- "


@dataclass(frozen=True, slots=True)
class ReplySpec:
    """Who receives the reply, and how long it may be, in characters."""

    receiver: str
    length_min: int
    length_max: int


class Reply(Kind[ReplySpec]):
    """What would you say?"""

    name, part = "reply", False
    example: Mapping[str, Any] = {
        "settings": {"receiver": "nobody", "length_min": 10, "length_max": 400},
        "item": {"text": "My bread does not rise.\n-- How warm is your kitchen?\nCold, it is winter here."},
        "gold": "Then give it more time, or put it beside the stove.",
    }

    def read(self, settings: Mapping[str, Any], languages: tuple[str, ...]) -> ReplySpec | list[Fault]:
        """`receiver`, `length_min`, `length_max`."""
        faults: list[Fault] = []
        unknown(settings, ("receiver", "length_min", "length_max"), "settings", faults)
        receiver = settings.get("receiver")
        if receiver not in receivers:
            sentence = "receiver must be “nobody”, or “knows” when a living person gets the reply and knows."
            faults.append(Fault("settings.receiver", sentence))
        least, most = lengths(settings, faults)
        return faults or ReplySpec(str(receiver), least, most)

    def read_item(self, spec: ReplySpec, text: str) -> str | Fault:
        """The turns line by line; ours begin with a dash."""
        turns = [line.strip() for line in text.splitlines() if line.strip()]
        if not 1 <= len(turns) <= turns_max:
            return Fault("text", f"a conversation has 1 to {turns_max} lines, one for each turn.")
        if turns[-1].startswith(_ours):
            return Fault("text", "the last line is our own turn; there is nothing to reply to.")
        return "\n".join(f"— {turn[len(_ours) :]}" if turn.startswith(_ours) else turn for turn in turns)

    def read_gold(self, spec: ReplySpec, written: str) -> Json | Fault:
        """A reply that would be taken."""
        return known_text(written, spec.length_min, spec.length_max)

    def media(self, spec: ReplySpec) -> tuple[Wanted, ...]:
        """None: a conversation is words."""
        return ()

    def facts(self, spec: ReplySpec, t: Translator) -> str:
        """Who receives the reply."""
        if spec.receiver == "knows":
            return t("A living person gets it and knows that strangers answer here.")
        return t("Nobody gets it; it is kept as an example.")

    def show(self, spec: ReplySpec, draft: Draft, t: Translator) -> Show:
        """No keys: what to write, and who receives it."""
        wanted = t("Write what you would say next.")
        return Show(f"{wanted} {self.facts(spec, t)}")

    def take(self, spec: ReplySpec, draft: Draft, event: Event) -> More | Done:
        """A text of the right length answers."""
        return taken_text(draft, event, spec.length_min, spec.length_max)

    def nudge(self, spec: ReplySpec, code: str, t: Translator) -> str:
        """ "voice", "photo", "long 523" and "short 3" (the length it had), else "write"."""
        return length_nudge(code, spec.length_min, spec.length_max, t)

    def alike(self, spec: ReplySpec, a: Json, b: Json) -> None:
        """No meaning: two good replies may have no word in common, so none is right or wrong by another."""

    def say(self, spec: ReplySpec, answer: Json, t: Translator) -> str:
        """The beginning of the reply, on one line."""
        return shortened(answer)

    def export(self, spec: ReplySpec, answer: Json) -> dict[str, Any]:
        """`answer`: the text."""
        return {"answer": answer}


KIND: Kind[ReplySpec] = Reply()
