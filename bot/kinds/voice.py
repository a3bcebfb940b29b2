"""Voice: read a text aloud, or answer by voice.

    [settings]
    aloud = true           # the task's `text` is read aloud; default false: the question is answered by voice
    seconds_min = 2        # 1 to 60, default 1
    seconds_max = 20       # 1 to 300, default 60
    loudness_min = -40     # dBFS, -60 to -10, default -40
    clipped_max = 50       # per mille of the time, 0 to 1,000, default 50
    silent_max = 800       # per mille of the time, 0 to 1,000, default 800

A recording that is too short, long, quiet, loud or mostly silent is asked for again in words that say what to do, see
_made. `bot.media.sound` measures and explains the figures. A voice is kept as the pack's licence says, and no name.

The answer is a table: file, seconds, doubts ("short", "long", "quiet", "clipped", "silent").
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.domain.events import Event, Made, SentFile, SentVoice
from bot.kinds import Done, Draft, Fault, Json, Kind, More, Show, Wanted, picture
from bot.kinds._made import exported, read_known, taken
from bot.kinds._settings import unknown, whole, yes
from bot.texts import Translator

bytes_per_second_about = 4_000  # of a phone's voice note, some 32 kbit/s; a guess until phones are measured


@dataclass(frozen=True, slots=True)
class VoiceSpec:
    """Is a text read aloud; seconds; dBFS; per mille of the time."""

    aloud: bool
    seconds_min: int
    seconds_max: int
    loudness_min: int
    clipped_max: int
    silent_max: int


class Voice(Kind[VoiceSpec]):
    """Say it."""

    name, part = "voice", False
    example: Mapping[str, Any] = {
        "settings": {"aloud": True, "seconds_min": 2, "seconds_max": 20},
        "item": {"text": "The bus to the coast leaves at seven."},
        "gold": "-",
    }

    def read(self, settings: Mapping[str, Any], languages: tuple[str, ...]) -> VoiceSpec | list[Fault]:
        """`aloud`, `seconds_min`, `seconds_max`, `loudness_min`, `clipped_max`, `silent_max`."""
        faults: list[Fault] = []
        known = ("aloud", "seconds_min", "seconds_max", "loudness_min", "clipped_max", "silent_max")
        unknown(settings, known, "settings", faults)
        aloud = yes(settings, "aloud", faults)
        least = whole(settings, "seconds_min", (1, 60), 1, faults)
        most = whole(settings, "seconds_max", (1, 300), 60, faults)
        if least > most:
            faults.append(
                Fault("settings.seconds_min", f"seconds_min is {least}, more than seconds_max, {most}.")
            )
        loudness = whole(settings, "loudness_min", (-60, -10), -40, faults)
        clipped = whole(settings, "clipped_max", (0, 1000), 50, faults)
        silent = whole(settings, "silent_max", (0, 1000), 800, faults)
        return faults or VoiceSpec(aloud, least, most, loudness, clipped, silent)

    def read_item(self, spec: VoiceSpec, text: str) -> str | Fault:
        """Any text, as it is; there must be one to read aloud."""
        if spec.aloud and not text.strip():
            return Fault("text", "there is no text to read aloud.")
        return text

    def read_gold(self, spec: VoiceSpec, written: str) -> Json | Fault:
        """ "-" for a practice row; nothing else can be known."""
        return read_known(written)

    def media(self, spec: VoiceSpec) -> tuple[Wanted, ...]:
        """The item's picture, where it has one to speak about."""
        return (picture,)

    def facts(self, spec: VoiceSpec, t: Translator) -> str:
        """That one's voice is wanted, and what sending it takes at most."""
        most = t.size(spec.seconds_max * bytes_per_second_about)
        return t("You answer with your voice; sending it takes {size} at most.", size=most)

    def show(self, spec: VoiceSpec, draft: Draft, t: Translator) -> Show:
        """No keys: what to do, and how long it may be."""
        wanted = (
            t("Hold the microphone, read the text aloud, and let go.")
            if spec.aloud
            else t("Hold the microphone, say your answer, and let go.")
        )
        long = t.n("{count} second at most.", "{count} seconds at most.", spec.seconds_max)
        return Show(f"{wanted} {long}")

    def take(self, spec: VoiceSpec, draft: Draft, event: Event) -> More | Done:
        """A measured recording answers, or is asked for again; one that is not measured yet is listened to."""
        match event:
            case Made("voice", _, facts):
                return taken(draft, event, _doubts(spec, facts), ("seconds",))
            case SentVoice():
                return More(draft, "looking")
            case SentFile():
                return More(draft, "file")
        return More(draft, "voice")

    def nudge(self, spec: VoiceSpec, code: str, t: Translator) -> str:
        """ "twin", "short", "long 95" (the seconds it had), "quiet", "clipped", "silent", "looking", "file", else "voice"."""
        word, _, number = code.partition(" ")
        match word:
            case "short":
                return t.n(
                    "This is very short; at least {count} second is needed. Please speak a little longer.",
                    "This is very short; at least {count} seconds are needed. Please speak a little longer.",
                    spec.seconds_min,
                )
            case "long":
                return t(
                    "This is {seconds} s long; {most} s fit. Please say it a little shorter, once more.",
                    seconds=t.number(int(number) if number.isdecimal() else spec.seconds_max + 1),
                    most=t.number(spec.seconds_max),
                )
            case "twin":
                return t("You have sent this recording before. Please speak anew and send that.")
            case "quiet":
                return t("This is very quiet. Hold the phone nearer to your mouth and send it once more.")
            case "clipped":
                return t(
                    "This is so loud that it crackles. Hold the phone further away and send it once more."
                )
            case "silent":
                return t(
                    "There is hardly a voice in it. Speak as long as you hold the key, and send it once more."
                )
            case "looking":
                return t("It is here and is listened to now.")
            case "file":
                return t("This file can't be heard as a voice. Please hold the microphone and speak.")
        return t("Here your voice is needed: hold the microphone and speak. If you can't, skip: it is free.")

    def measures(self, event: Event) -> tuple[str, ...]:
        """A recording is fetched and measured."""
        return ("voice",) if isinstance(event, SentVoice) else ()

    def alike(self, spec: VoiceSpec, a: Json, b: Json) -> None:
        """No meaning: two people sound different."""

    def answers(self, spec: VoiceSpec) -> None:
        """They can't be counted."""
        return

    def say(self, spec: VoiceSpec, answer: Json, t: Translator) -> str:
        """That it is a recording, and how long."""
        if not answer:
            return t.label("any clear recording")
        return t.label("recording, {seconds} s", seconds=t.number(answer["seconds"]))

    def export(self, spec: VoiceSpec, answer: Json) -> dict[str, Any]:
        """`answer`: the content's hash; seconds and doubts."""
        return exported(answer)


def _doubts(spec: VoiceSpec, facts: Mapping[str, int]) -> list[str]:
    """What is doubtful about a recording, what helps most first."""
    seconds = facts.get("seconds", 0)
    found = {
        "short": seconds < spec.seconds_min,
        f"long {seconds}": seconds > spec.seconds_max,
        "quiet": facts.get("loudness", 0) < spec.loudness_min,
        "clipped": facts.get("clipped", 0) > spec.clipped_max,
        "silent": facts.get("silent", 0) > spec.silent_max,
    }
    return [code for code, true in found.items() if true]


KIND: Kind[VoiceSpec] = Voice()
