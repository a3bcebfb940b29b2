"""Photo: take a photograph of something and send it.

    [settings]
    people = "none"    # who may be in it: "none" (default) or "self", the person who takes it; shown with every task
    edge_min = 480     # of the shorter side in pixels, 0 to 1,200, default 480
    blur_min = 60      # sharpness (see below), 0 to 1,000, default 60; 0 takes everything
    hint = { en = "The whole pot, from the side.", sw = "…" }   # optional

A photograph that is blurred, small, all dark or all bright, or was resembles one sent before in this pack is asked for again, the very same one is not taken, see _made. Its size and
content are the only things kept of it: place, time and camera are removed before it is stored.

`blur_min` is a variance of the Laplacian at 512 px, as `bot.media.photos` measures and explains it. Telegram's
phones make photographs 1,280 px long and more before they send them, so 480 px refuses only what was cut out.

The answer is a table: file, width, height, doubts ("twin", "small", "dark", "bright", "blurred").
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.domain.events import Event, Made, SentFile, SentPhoto
from bot.kinds import Done, Draft, Fault, Json, Kind, More, Show, Texts, Wanted, picture
from bot.kinds._made import exported, own_hint, read_hint, read_known, taken
from bot.kinds._settings import unknown, whole
from bot.texts import Translator

who_may_be_in_it = ("none", "self")
edge_px_max = 1_200
blur_most = 1_000
dark_most, bright_most = 850, 600  # per mille of the pixels, see `bot.media.photos`
sent_bytes_about = (
    150_000  # what a phone makes of a photograph before it sends it; a guess until phones are measured
)


@dataclass(frozen=True, slots=True)
class PhotoSpec:
    """Who may be in it, how large (px) and sharp it should be, and a hint per language."""

    people: str
    edge_min: int
    blur_min: int
    hint: Texts


class Photo(Kind[PhotoSpec]):
    """Show it."""

    name, part = "photo", False
    example: Mapping[str, Any] = {
        "settings": {
            "people": "none",
            "edge_min": 480,
            "blur_min": 60,
            "hint": {"en": "The whole pot, from the side.", "sw": "Chungu chote, kwa upande."},
        },
        "item": {"text": "A cooking pot."},
        "gold": "-",
    }

    def read(self, settings: Mapping[str, Any], languages: tuple[str, ...]) -> PhotoSpec | list[Fault]:
        """`people`, `edge_min`, `blur_min`, `hint`."""
        faults: list[Fault] = []
        unknown(settings, ("people", "edge_min", "blur_min", "hint"), "settings", faults)
        people = settings.get("people", "none")
        if people not in who_may_be_in_it:
            sentence = "people must be “none”, or “self” when those who take the photograph may be in it."
            faults.append(Fault("settings.people", sentence))
        edge = whole(settings, "edge_min", (0, edge_px_max), 480, faults)
        blur = whole(settings, "blur_min", (0, blur_most), 60, faults)
        hint = read_hint(settings, languages, faults)
        return faults or PhotoSpec(str(people), edge, blur, hint)

    def read_item(self, spec: PhotoSpec, text: str) -> str | Fault:
        """Any text, as it is."""
        return text

    def read_gold(self, spec: PhotoSpec, written: str) -> Json | Fault:
        """ "-" for a practice row; nothing else can be known."""
        return read_known(written)

    def media(self, spec: PhotoSpec) -> tuple[Wanted, ...]:
        """The item's picture, where it has one: what a good one looks like."""
        return (picture,)

    def facts(self, spec: PhotoSpec, t: Translator) -> str:
        """That one makes something, and what sending it takes."""
        return t("You take photographs; sending one takes about {size}.", size=t.size(sent_bytes_about))

    def show(self, spec: PhotoSpec, draft: Draft, t: Translator) -> Show:
        """No keys: what to do, and who may be in it."""
        rule = (
            t("Nobody but you may be in it.") if spec.people == "self" else t("No person may be seen in it.")
        )
        wanted = t("Take a photograph and send it here. The place it was taken is removed.")
        return Show("\n".join(line for line in (own_hint(spec.hint, t), wanted, rule) if line))

    def take(self, spec: PhotoSpec, draft: Draft, event: Event) -> More | Done:
        """A measured photograph answers, or is asked for again; one that is not measured yet is looked at."""
        match event:
            case Made("photo", _, facts):
                edge = min(facts.get("width", 0), facts.get("height", 0))
                blurred = facts.get("blur", 0) < spec.blur_min
                found = {
                    "twin": bool(facts.get("twin")),
                    f"small {edge}": edge < spec.edge_min,
                    "dark": facts.get("dark", 0) > dark_most,
                    "bright": facts.get("bright", 0) > bright_most,
                    "blurred": blurred,
                }
                doubts = [code for code, true in found.items() if true]
                return taken(draft, event, doubts, ("width", "height"))
            case SentPhoto():
                return More(draft, "looking")
            case SentFile():
                return More(draft, "file")
        return More(draft, "photo")

    def nudge(self, spec: PhotoSpec, code: str, t: Translator) -> str:
        """ "twin", "small 320" (its shorter side), "dark", "bright", "blurred", "looking", "file", else "photo"."""
        word, _, number = code.partition(" ")
        match word:
            case "blurred":
                return t(
                    "This one is blurred. Hold the phone still, nearer to the light, and send it once more."
                )
            case "small":
                return t(
                    "This one is small: {edge} pixels on its shorter side; {least} are needed. Send it as the camera "
                    "takes it, not a part or a copy of it.",
                    edge=t.number(int(number) if number.isdecimal() else 0),
                    least=t.number(spec.edge_min),
                )
            case "dark":
                return t(
                    "This one is so dark that little can be seen. Go to the light and send it once more."
                )
            case "bright":
                return t("This one is so bright that little can be seen. Turn from the light, once more.")
            case "twin":
                return t("You have sent this picture before. Please take another one and send that.")
            case "looking":
                return t("It is here and is looked at now.")
            case "file":
                return t("This file can't be read as a photograph. Please send a photograph, not a file.")
        return t("Please take a photograph and send it. If you can't, skip: it is free.")

    def measures(self, event: Event) -> tuple[str, ...]:
        """A photograph is fetched and measured."""
        return ("photo",) if isinstance(event, SentPhoto) else ()

    def alike(self, spec: PhotoSpec, a: Json, b: Json) -> None:
        """No meaning: two good photographs may show two things."""

    def answers(self, spec: PhotoSpec) -> None:
        """They can't be counted."""
        return

    def say(self, spec: PhotoSpec, answer: Json, t: Translator) -> str:
        """That it is a photograph, and its size in pixels."""
        if not answer:
            return t.label("any clear photograph")
        return t.label(
            "photograph, {width} × {height}",
            width=t.number(answer["width"]),
            height=t.number(answer["height"]),
        )

    def export(self, spec: PhotoSpec, answer: Json) -> dict[str, Any]:
        """`answer`: the content's hash; width, height and doubts."""
        return exported(answer)


KIND: Kind[PhotoSpec] = Photo()
