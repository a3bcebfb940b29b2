"""What every outcome is, and every question."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an action did. One that carries the mark of a question shows its keys beside something else."""

    takes_words: ClassVar[bool] = False  # may what is typed answer it?
    takes_media: ClassVar[bool] = False  # may a voice note or a photograph?
    shown_back: ClassVar[bool] = (
        False  # is what was typed shown back, to be confirmed? Then it needs no certainty
    )


@dataclass(frozen=True, slots=True)
class Question(Outcome):
    """An outcome that asks something and owns the keyboard: it has a `mark: str`, given when it is asked."""

    put_off: ClassVar[bool] = False  # does /tasks lead past it, to other work?
