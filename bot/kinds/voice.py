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

from bot.domain.events import SentVoice
from bot.kinds import Draft, Fault, Json, Kind, Show, counted
from bot.kinds._made import Making
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


class Voice(Making[VoiceSpec]):
    """Say it."""

    name, sent, kept = "voice", SentVoice, ("seconds",)
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

    def doubts(self, spec: VoiceSpec, facts: Mapping[str, int]) -> dict[str, bool]:
        """What is doubtful about a recording, by its measures."""
        seconds = facts.get("seconds", 0)
        return {
            "short": seconds < spec.seconds_min,
            f"long {seconds}": seconds > spec.seconds_max,
            "quiet": facts.get("loudness", 0) < spec.loudness_min,
            "clipped": facts.get("clipped", 0) > spec.clipped_max,
            "silent": facts.get("silent", 0) > spec.silent_max,
        }

    def nudge(self, spec: VoiceSpec, code: str, t: Translator) -> str:
        """ "twin", "short", "long 95" (the seconds it had), "quiet", "clipped", "silent", "looking", "file", else "voice"."""
        word, seconds = counted(code)
        match word:
            case "short":
                return t.n(
                    "This is very short; at least {count} second is needed. Please speak a little longer.",
                    "This is very short; at least {count} seconds are needed. Please speak a little longer.",
                    spec.seconds_min,
                )
            case "long":
                return t(
                    "This is {seconds} s long; {most} s is the most. Please say it again, a little shorter.",
                    seconds=t.number(seconds),
                    most=t.number(spec.seconds_max),
                )
            case "twin":
                return t("You have sent this recording before. Please speak again and send the new one.")
            case "quiet":
                return t("This is very quiet. Hold the phone nearer to your mouth and say it again.")
            case "clipped":
                return t("This is too loud. Hold the phone further away and say it again.")
            case "silent":
                return t(
                    "We can hardly hear a voice. Hold the microphone only while you speak, and say it again."
                )
            case "looking":
                return t("Your voice is here and is being checked.")
            case "file":
                return t("This file is not a voice message. Please hold the microphone and speak.")
        return t("Here your voice is needed: hold the microphone and speak. If you can't, skip: it is free.")

    def say(self, spec: VoiceSpec, answer: Json, t: Translator) -> str:
        """That it is a recording, and how long."""
        if not answer:
            return t.label("any clear recording")
        return t.label("recording, {seconds} s", seconds=t.number(answer["seconds"]))


KIND: Kind[VoiceSpec] = Voice()
