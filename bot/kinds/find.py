"""Find: look something up, write what was found, then the address where it stands.

    [settings]
    own_bytes = 600000                              # what looking it up may take of the worker's own data, in bytes
    length_max = 80                                 # of what was found, in characters, default 200
    hint = { en = "In metres.", sw = "Kwa mita." }  # optional

The two steps are asked one after the other, each with its mark; what was found is kept half-way. `own_bytes` is
said with every question, for it is paid for by the price and not by the worker. The address must be https; one
without it ("example.org/page") gets it.

The answer is a table: value, source.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from bot.domain.events import Event, Pressed, Wrote
from bot.kinds import Done, Draft, Fault, Json, Kind, More, OwnKey, Show, Texts, Wanted, read, shortened
from bot.kinds._settings import cleaned, read_hint, unknown, whole
from bot.kinds._written import alike, length_nudge, read_text, taken_text
from bot.texts import Translator

value_characters_max = 500
source_characters_max = 1_000
own_bytes_max = 20_000_000
clear_code = "/clear"
_between = " | "  # in a file; an address has no spaces


@dataclass(frozen=True, slots=True)
class FindSpec:
    """What looking it up costs in bytes, how long the value may be, and a hint per language."""

    own_bytes: int
    length_max: int
    hint: Texts


class Find(Kind[FindSpec]):
    """What is it, and where does it stand?"""

    name, part = "find", False
    example: Mapping[str, Any] = {
        "settings": {
            "own_bytes": 600_000,
            "length_max": 40,
            "hint": {"en": "In metres.", "sw": "Kwa mita."},
        },
        "item": {"text": "How high is Mount Kenya?"},
        "gold": "5199 | https://en.wikipedia.org/wiki/Mount_Kenya",
    }

    def read(self, settings: Mapping[str, Any], languages: tuple[str, ...]) -> FindSpec | list[Fault]:
        """`own_bytes`, `length_max`, `hint`."""
        faults: list[Fault] = []
        unknown(settings, ("own_bytes", "length_max", "hint"), "settings", faults)
        own = whole(
            settings, "own_bytes", (0, own_bytes_max), -1 if "own_bytes" not in settings else 0, faults
        )
        most = whole(settings, "length_max", (1, value_characters_max), 200, faults)
        hint = read_hint(settings, languages, faults)
        return faults or FindSpec(own, most, hint)

    def read_gold(self, spec: FindSpec, written: str) -> Json | Fault:
        """ "5199 | https://example.org/page"."""
        value, _, address = written.rpartition(_between)
        found, source = read_text(value, 1, spec.length_max), _address(address)
        if isinstance(found, Done) and source:
            return {"value": found.answer, "source": source}
        wrong = f"gold answer “{shortened(written)}” must be written like 5199 | https://example.org/page."
        return Fault("gold", wrong)

    def media(self, spec: FindSpec) -> tuple[Wanted, ...]:
        """The item's picture, where it has one."""
        return (read,)

    def facts(self, spec: FindSpec, t: Translator) -> str:
        """What looking it up may take of one's own data."""
        if not spec.own_bytes:
            return ""
        return t(
            "Looking it up may take {size} of your own data; the price includes it.",
            size=t.size(spec.own_bytes),
        )

    def show(self, spec: FindSpec, draft: Draft, t: Translator) -> Show:
        """First what to find and what it costs; then where it was found."""
        if "value" in draft:
            hint = t(
                "You found {value}. Now send the address of the page where it is.",
                value=shortened(draft["value"]),
            )
            return Show(hint, more=(OwnKey(t.label("Clear"), clear_code),))
        wanted = t("Write what you found. The address of the page comes next.")
        own = t.html(t.own(spec.hint))
        return Show("\n".join(line for line in (own, wanted, self.facts(spec, t)) if line))

    def take(self, spec: FindSpec, draft: Draft, event: Event) -> More | Done:
        """A text is what was found; then an address is the source, and the answer is whole."""
        match event:
            case Pressed(code) if code == clear_code and "value" in draft:
                return More({}, step=True)
            case Wrote(text) if "value" in draft:
                source = _address(text)
                if not source:
                    return More(draft, "https" if cleaned(text).casefold().startswith("http:") else "address")
                return Done({"value": draft["value"], "source": source})
            case _ if "value" in draft:
                return More(draft, "address")
        taken = taken_text(draft, event, 1, spec.length_max)
        return More({"value": taken.answer}, step=True) if isinstance(taken, Done) else taken

    def nudge(self, spec: FindSpec, code: str, t: Translator) -> str:
        """ "address", "https", or what is said about any text: "voice", "photo", "long 523", "write"."""
        if code == "https":
            return t(
                "The address must begin with https://. Please send one that does. To start again: More, then Clear."
            )
        if code == "address":
            return t(
                "Please send the page's address; it begins with https. To start again: More, then Clear."
            )
        return length_nudge(code, 1, spec.length_max, t)

    def alike(self, spec: FindSpec, a: Json, b: Json) -> float:
        """How alike the values are, as texts; two good pages may say the same."""
        return alike(a["value"], b["value"])

    def say(self, spec: FindSpec, answer: Json, t: Translator) -> str:
        """What was found, and the page's host."""
        return shortened(f"{answer['value']} ({urlsplit(answer['source']).hostname})")

    def export(self, spec: FindSpec, answer: Json) -> dict[str, Any]:
        """`answer`: both with " | " between; and each in a column of its own."""
        value, source = answer["value"], answer["source"]
        return {"answer": f"{value}{_between}{source}", "answer.value": value, "answer.source": source}


def _address(typed: str) -> str:
    """An https address as typed, "" when it is none: no spaces, no name before an @, a host with a dot in it."""
    address = cleaned(typed)
    address = address if "://" in address else f"https://{address}"
    if len(address) > source_characters_max or any(one.isspace() or not one.isprintable() for one in address):
        return ""
    try:
        found = urlsplit(address)
        host, _ = found.hostname or "", found.port
    except ValueError:
        return ""
    dotted = "." in host.strip(".") and not host.replace(".", "").isdecimal()
    return address if found.scheme == "https" and dotted and "@" not in found.netloc else ""


KIND: Kind[FindSpec] = Find()
