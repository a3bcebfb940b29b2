"""What people see of a task that was reported as violent or illegal: who was shown it, and who brought it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

from bot.domain.outcomes._outcome import Outcome, Question
from bot.domain.outcomes.worker import After, Hard, TextsOf


@dataclass(frozen=True, slots=True)
class ShownPaper:
    """That something reported as illegal was shown to somebody as paid work: when, of which pack, which task's number."""

    made_at: int
    shown_at: int
    pack: str
    task: int


# ---- to whom it was shown ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TakenAway(Outcome):
    """A task that somebody else reported as violent is gone from here; `amount` was paid for it now (micro-units)."""

    amount: int
    balance: int
    after: After


@dataclass(frozen=True, slots=True)
class ShownUnlawful(Outcome):
    """What they were shown was reported as against the law: it is gone; keep nothing of it; a signed paper.

    `paper` is read when it is sent, and kept nowhere.
    """

    assignment: int
    amount: int
    balance: int
    after: After
    paper: ShownPaper | None = field(default=None, metadata={"passing": True})


@dataclass(frozen=True, slots=True)
class UnwarnedPaid(Outcome):
    """What they were shown was violent and had not said so: what is paid for that (micro-units)."""

    title: TextsOf
    amount: int
    balance: int
    after: After


# ---- who brought it ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class AlarmCame(Outcome):
    """A task of theirs was reported as violent; they look first, until `until` (ms)."""

    code: str
    title: TextsOf
    key: str
    until: int


@dataclass(frozen=True, slots=True)
class PackStopped(Outcome):
    """So many of a pack's tasks were reported that the whole pack waits for a person."""

    name: str
    title: TextsOf
    reports: int


@dataclass(frozen=True, slots=True)
class LookFirst(Question):
    """A reported task, for its requester: what is known of it; the item alone in `hard.look`, as the answer to a press.

    `why`: why it is not shown now, a reason of `bot.domain.wellbeing`; told once and not kept. `seen`: their exposure that
    counts a look which is in their chat, 0 for none; a closer look is not counted again.
    """

    put_off: ClassVar[bool] = True
    alarm: int
    code: str
    title: TextsOf
    key: str
    hard: Hard
    why: str = field(default="", metadata={"passing": True})
    mark: str = ""
    seen: int = 0


@dataclass(frozen=True, slots=True)
class DescribeIt(Question):
    """It is violent: what is typed now describes it, for whoever is asked before it is shown."""

    put_off: ClassVar[bool] = True
    takes_words: ClassVar[bool] = True
    alarm: int
    code: str
    mark: str = ""


@dataclass(frozen=True, slots=True)
class AlarmEnded(Outcome):
    """What becomes of a reported task. `state`: violent, off (described, and not served: no money for pauses), disputed,
    out, harmless. `why` are the words of whoever decided; `after`: the requester looked at it.
    """

    code: str
    state: str
    why: str = ""
    after: After | None = None


@dataclass(frozen=True, slots=True)
class NothingToLookAt(Outcome):
    """/look, and nothing waits for them."""
