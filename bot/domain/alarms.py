"""Alarms: what follows when somebody says that a task is violent, which it did not say, or against the law. Pure; times in ms.

One report is enough to stop a task: a look too few is mended in a day, a look too many is not. So whoever brought it looks
first, then somebody neutral, and silence leaves it off.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from bot.domain import wellbeing
from bot.domain.limits import day, hour, minute

violent: Final = "violent"
illegal: Final = "illegal"
GROUNDS: Final = (violent, illegal)
open_states = ("waits", "disputed", "off", "out", "sealed", "kept", "lifting")
"""While a task's alarm is in one of these, one report more changes nothing: it is stopped."""
VERDICTS: Final = ("violent", "harmless", "out")

people_deadline: Final = "alarm people"
"""Kinds of deadlines whose subject is an alarm: those who were shown it hear of it; what arrived meanwhile goes as well; its
requester's time is over; who saw it unwarned is paid."""
sweep_deadline: Final = "alarm sweep"
silence_deadline: Final = "alarm silence"
charge_deadline: Final = "alarm charge"

silence_ms = 96 * hour
illegal_look_ms = day
"""The house's own limit for whoever looks at what is said to be against the law. The law where they are may say less."""

reason_repeated = "Several of its tasks were reported as something that they did not say."
"""Why a person must look at a pack before it goes on (`packs.waits`)."""
repeated_least, repeated_percent, repeated_people_least = 3, 2, 2
illegal_paid_at_once_max = 5
"""Reports of crime by one person within a day, of those nobody has decided about yet, that are paid at once. What is called
illegal beyond that stops all the same, and its pay waits for the decision: else one person alone empties a pack at full pay."""
case_ground: Final = "many illegal"  # why somebody looks at who says so
level_given = wellbeing.minded_from
category_given = "violence"
code_characters_max = 16  # of a code that is none, told back
people_at_once = 50  # are told in one transaction, so that no tap waits for a task that thousands were shown
sweeps_ms = (minute, hour)
"""So long after a report what was on its way to a phone just then is looked for once more."""


def flags_given(flags: Mapping[str, int]) -> dict[str, int]:
    """A task's flags once one person said that it is violent: violence of level 2, unless it said more of itself.

    >>> flags_given({}), flags_given({"gore": 1, "violence": 3})
    ({'violence': 2}, {'gore': 1, 'violence': 3})
    """
    return {**flags, category_given: max(level_given, flags.get(category_given, 0))}


def is_repeated(tasks: int, served: int, people: int) -> bool:
    """The rule of repetition: does a pack with so many tasks reported as violent or illegal, not found harmless, pause?

    From three tasks on, or from 2 % of what was served of it, whichever is more; and by the word of two people or more: each
    task stops by that of one, but whoever wants to stop a whole pack shall not be able to alone.

    >>> is_repeated(2, 10, 2), is_repeated(3, 10, 2), is_repeated(3, 1_000, 2), is_repeated(20, 1_000, 2)
    (False, True, False, True)
    >>> is_repeated(30, 100, 1)
    False
    """
    if people < repeated_people_least:
        return False
    return tasks >= max(repeated_least, -(-served * repeated_percent // 100))
