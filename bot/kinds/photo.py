"""Photo: take a photograph of something and send it.

    [settings]
    people = "none"    # who may be in it: "none" (default) or "self", the person who takes it; shown with every task
    edge_min = 480     # of the shorter side in pixels, 0 to 1,200, default 480
    blur_min = 60      # sharpness (see below), 0 to 1,000, default 60; 0 takes everything
    hint = { en = "The whole pot, from the side.", sw = "…" }   # optional

A photograph that is blurred, small, all dark or all bright, or like one sent before in this pack is asked for again;
the very same one is never taken, see _made. Its size and content are the only things kept of it: place, time and
camera are removed before it is stored.

`blur_min` is a variance of the Laplacian at 512 px, as `bot.media.photos` measures and explains it. Telegram's
phones make photographs 1,280 px long and more before they send them, so 480 px refuses only what was cut out.

The answer is a table: file, width, height, doubts ("twin", "small", "dark", "bright", "blurred").
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.domain.events import SentPhoto
from bot.kinds import Draft, Fault, Json, Kind, Show, Texts, counted
from bot.kinds._made import Making
from bot.kinds._settings import read_hint, unknown, whole
from bot.texts import Translator

who_may_be_in_it = ("none", "self")
edge_px_max = 1_200
blur_most = 1_000
dark_most, bright_most = 850, 600  # per mille of the pixels, see `bot.media.photos`
sent_bytes_about = 150_000  # what a phone makes of a photograph to send; a guess until phones are measured


@dataclass(frozen=True, slots=True)
class PhotoSpec:
    """Who may be in it, how large (px) and sharp it should be, and a hint per language."""

    people: str
    edge_min: int
    blur_min: int
    hint: Texts


class Photo(Making[PhotoSpec]):
    """Show it."""

    name, sent, kept = "photo", SentPhoto, ("width", "height")
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

    def facts(self, spec: PhotoSpec, t: Translator) -> str:
        """That one makes something, and what sending it takes."""
        return t("You take photos; sending one takes about {size}.", size=t.size(sent_bytes_about))

    def show(self, spec: PhotoSpec, draft: Draft, t: Translator) -> Show:
        """No keys: what to do, and who may be in it."""
        rule = (
            t("Nobody but you may be in it.") if spec.people == "self" else t("No person may be seen in it.")
        )
        wanted = t("Take a photo and send it here. We remove the place where it was taken.")
        return Show("\n".join(line for line in (t.html(t.own(spec.hint)), wanted, rule) if line))

    def doubts(self, spec: PhotoSpec, facts: Mapping[str, int]) -> dict[str, bool]:
        """What is doubtful about a photograph, by its measures."""
        edge = min(facts.get("width", 0), facts.get("height", 0))
        return {
            "twin": bool(facts.get("twin")),
            f"small {edge}": edge < spec.edge_min,
            "dark": facts.get("dark", 0) > dark_most,
            "bright": facts.get("bright", 0) > bright_most,
            "blurred": facts.get("blur", 0) < spec.blur_min,
        }

    def nudge(self, spec: PhotoSpec, code: str, t: Translator) -> str:
        """ "twin", "small 320" (its shorter side), "dark", "bright", "blurred", "looking", "file", else "photo"."""
        word, edge = counted(code)
        match word:
            case "blurred":
                return t("This photo is blurred. Hold the phone still, in good light, and take it again.")
            case "small":
                return t(
                    "This photo is too small: {edge} pixels; {least} are needed. Please take a new one and send it as it is.",
                    edge=t.number(edge),
                    least=t.number(spec.edge_min),
                )
            case "dark":
                return t("This photo is too dark. Go to the light and take it again.")
            case "bright":
                return t("This photo is too bright. Turn away from the light and take it again.")
            case "twin":
                return t("You have sent a photo like this one before. Please take another one and send that.")
            case "looking":
                return t("Your photo is here and is being checked.")
            case "file":
                return t("This file is not a photo. Please take a photo and send it.")
        return t("Please take a photo and send it. If you can't, skip: it is free.")

    def say(self, spec: PhotoSpec, answer: Json, t: Translator) -> str:
        """That it is a photograph, and its size in pixels."""
        if not answer:
            return t.label("any clear photo")
        return t.label(
            "photo, {width} × {height}",
            width=t.number(answer["width"]),
            height=t.number(answer["height"]),
        )


KIND: Kind[PhotoSpec] = Photo()
