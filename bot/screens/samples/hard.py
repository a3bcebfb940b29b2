"""Samples of hard content: harmless stand-ins, described, covered, and what is between."""

from __future__ import annotations

from dataclasses import replace

from bot.domain import wellbeing
from bot.domain.limits import day, hour
from bot.domain.outcomes import Outcome
from bot.domain.outcomes.hard import Between, Choice, Choices, DayAfter, Described, HowAreYou, PausePaid
from bot.domain.outcomes.worker import After, Hard, Look, SavedElsewhere
from bot.screens.samples.facts import clip, offer, saved, shot, sound, task
from bot.screens.samples.support import kenya

_description = {
    "en": "A broken vase on the floor, nobody near it",
    "ar": "مزهرية مكسورة على الأرض، ولا أحد قربها",
}
_says = {"en": "Broken vases. Nobody is hurt.", "ar": "مزهريات مكسورة. لا أحد يتأذى."}
_hard = Hard(_description, 2, ("violence", "gore"), 80_000)
_told = replace(task, picture=None, larger=None, hard=_hard)
_why = (
    "gone",
    "night",
    "clock",
    "day",
    "own",
    "pause",
    "unwell",
    "begins",
    "lapsed",
    "child",
    "not_chosen",
)


def samples() -> tuple[tuple[str, Outcome], ...]:
    """(What it shows, outcome)."""
    every = dict.fromkeys(wellbeing.CATEGORIES, 1)
    between = Between(1_280_000, After(help=True), saved=saved, goes_on=True, pause_pays=True, mark="🌽")
    begins = 1_768_435_200_000
    gore = Choice("gore", begins, begins + wellbeing.chosen_ms)
    soon = Choice("hate", begins + day, begins + day + wellbeing.chosen_ms)
    chosen = Choices(ready=True, chosen=(gore, soon), now=begins + hour)
    paused = After(help=True, pause_ms=wellbeing.pause_ms, paid=1_600_000)
    return (
        ("An offer with hard content", replace(offer, hard={"gore": 2, "violence": 1}, says=(_says,))),
        ("An offer with all there is", replace(offer, hard=every)),
        ("A description", _told),
        ("A description after other work", replace(_told, saved=saved)),
        ("A picture that is lost", replace(_told, note="lost")),
        ("Shown, covered", _look(Look(0, further="plain", picture=shot))),
        ("Shown without blur", _look(Look(0, "plain", further="larger", picture=shot))),
        ("Shown larger", _look(Look(0, "larger", picture=shot))),
        ("Key frames, and the clip behind a key", _look(Look(0, "plain", further="clip", picture=shot))),
        ("The clip", _look(Look(0, "clip", video=clip))),
        ("A sound behind a key", _look(Look(0, further="sound"))),
        ("The sound", _look(Look(0, "sound", audio=sound))),
        ("A text, covered", _look(Look(0, text={"en": "You are a broken vase."}))),
        ("Between two", between),
        ("Between two, in Kenya", replace(between, after=After(help=True, lines=kenya))),
        ("Between two, later in the set", replace(between, after=After(), pause_pays=False)),
        ("Left", replace(between, left=True)),
        ("The set is over", replace(between, after=paused, goes_on=False, pause_pays=False)),
        ("A pause by wish, paid before", Between(1_280_000, After(True, wellbeing.pause_ms), mark="🌽")),
        *((f"Not now: {why}", Between(1_280_000, After(), why=why, mark="🌽")) for why in _why),
        ("Answered while something else is open", SavedElsewhere(saved, "🐘", "🏠", paused)),
        ("How are you?", HowAreYou("🐢")),
        ("Choosing, before there was enough other work", Choices()),
        ("Choosing", Choices(ready=True)),
        ("Chosen", chosen),
        ("Chosen, with one's own limits", replace(chosen, offset=180, daily=20, each_set=5, look="grey")),
        ("Taken back", Choices(ready=True, off=True)),
        (
            "One of two taken back, what was open paid",
            replace(chosen, off=True, paid=80_000, balance=1_280_000),
        ),
        ("Is somebody 18?", Described("gore")),
        *((f"What it is: {one}", Described(one, adult=True)) for one in wellbeing.CATEGORIES),
        ("The day after", DayAfter()),
        ("A pause that was paid by itself", PausePaid(1_600_000, 2_880_000)),
    )


def _look(look: Look) -> Outcome:
    return replace(_told, hard=replace(_hard, look=look))
