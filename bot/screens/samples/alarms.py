"""Samples of what was reported: harmless stand-ins."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.outcomes import Outcome
from bot.domain.outcomes.alarms import (
    AlarmCame,
    AlarmEnded,
    DescribeIt,
    LookFirst,
    NothingToLookAt,
    PackStopped,
    ShownPaper,
    ShownUnlawful,
    TakenAway,
    UnwarnedPaid,
)
from bot.domain.outcomes.worker import After, Hard, Look, Refused
from bot.screens.samples.facts import shot
from bot.screens.samples.support import kenya

_title = {"en": "What is in the picture?", "ar": "ماذا في الصورة؟"}
_description = {"en": "A broken vase on the floor", "ar": "مزهرية مكسورة على الأرض"}
_at = 1_768_435_200_000
_help, _in_kenya = After(help=True), After(help=True, lines=kenya)
_paper = ShownPaper(_at, _at, "street-photos", 1_234)
_look = LookFirst(1, "4F2K", _title, "p014", Hard({}, 2, ("violence",), 0), mark="🐘")
_states = ("waits", "violent", "off", "out", "disputed", "harmless", "kept")


def samples() -> tuple[tuple[str, Outcome], ...]:
    """(What it shows, outcome)."""
    opened = replace(_look.hard, look=Look(_at, picture=shot))
    text = replace(_look.hard, look=Look(_at, text={"en": "You are a broken vase."}))
    return (
        ("Taken away", TakenAway(40_000, 1_280_000, _help)),
        ("Taken away, in Kenya", TakenAway(0, 1_280_000, _in_kenya)),
        ("Shown something unlawful", ShownUnlawful(1, 40_000, 1_280_000, _help, _paper)),
        ("Shown something unlawful, in Kenya", ShownUnlawful(1, 0, 1_280_000, _in_kenya, _paper)),
        ("Shown something unlawful, to who reported it", ShownUnlawful(1, 0, 1_280_000, After(), _paper)),
        ("Shown something unlawful, without a paper", ShownUnlawful(1, 0, 1_280_000, _help)),
        ("Paid for what was not asked first", UnwarnedPaid(_title, 1_640_000, 2_920_000, _help)),
        ("A task of theirs was reported", AlarmCame("4F2K", _title, "p014", _at)),
        ("A pack stopped for reports", PackStopped("street-photos", _title, 3)),
        ("A reported task", _look),
        (
            "A reported task that is described",
            replace(_look, hard=replace(_look.hard, description=_description)),
        ),
        ("A reported task, not now", replace(_look, why="night")),
        ("A reported task, to who said no yes", replace(_look, why="not_chosen")),
        ("A reported task, shown", replace(_look, hard=opened)),
        (
            "A reported task, covered first",
            replace(
                _look,
                hard=replace(_look.hard, look=Look(_at, further="plain", cover="blurred", picture=shot)),
            ),
        ),
        (
            "A reported task, as it is",
            replace(_look, hard=replace(_look.hard, look=Look(_at, "plain", "sound", picture=shot))),
        ),
        ("A reported task, a text", replace(_look, hard=text)),
        ("Describe it", DescribeIt(1, "4F2K", "🐢")),
        *(
            (f"A report's end: {state}", AlarmEnded("4F2K", state, title=_title, key="p014"))
            for state in _states
        ),
        (
            "A report's end, decided",
            AlarmEnded("4F2K", "harmless", "It is tomato juice.", title=_title, key="p014"),
        ),
        ("A report's end, after a look", AlarmEnded("4F2K", "out", after=_help, title=_title, key="p014")),
        ("Nothing to look at", NothingToLookAt()),
        ("Refused: no such report", Refused("NoSuchAlarm", {"code": "4F2K"})),
        ("Refused: a report that is decided", Refused("AlarmDecided", {"code": "4F2K"})),
    )
