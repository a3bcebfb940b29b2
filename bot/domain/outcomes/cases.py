"""Outcomes of cases: what a moderator sees, and what those hear whom a decision is about."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar

from bot.domain.claims import Copied
from bot.domain.outcomes._outcome import Outcome, Question
from bot.domain.outcomes.claims import Given
from bot.domain.outcomes.worker import Hard, TextsOf


@dataclass(frozen=True, slots=True)
class Cases(Question):
    """How many cases wait for a moderator, and the first by deadline. `due_ms` from now; `alike` may be decided with it."""

    put_off: ClassVar[bool] = True
    waiting: int
    code: str
    kind: str
    due_ms: int
    alike: int = 0
    mark: str = ""


@dataclass(frozen=True, slots=True)
class NoCases(Outcome):
    """Nothing waits for this moderator. `daily`: how many a day they set for themselves; 0: no limit."""

    daily: int = 0


@dataclass(frozen=True, slots=True)
class PastRuling:
    """One that was decided: of which pack, what was found and why, when (ms)."""

    code: str
    kind: str
    name: str
    outcome: str
    reason: str
    words: str
    at: int


@dataclass(frozen=True, slots=True)
class Rulings(Outcome):
    """/rulings: what was decided before, newest first."""

    found: tuple[PastRuling, ...]


@dataclass(frozen=True, slots=True)
class Wording:
    """What an interpreter wrote of what is said in a case: from which language into which."""

    source: str
    target: str
    words: str


@dataclass(frozen=True, slots=True)
class Statement:
    """What one side said, and when (ms): "worker", "requester", or "setter", who set a limit on an account."""

    side: str
    words: str
    at: int


@dataclass(frozen=True, slots=True)
class Missed:
    """A known answer that somebody missed: the requester's name for its question, its words, what they `said`, and what is `known`."""

    kind: str
    settings: dict[str, Any]
    languages: tuple[str, ...]
    name: str
    text: TextsOf
    said: Any
    known: Any


@dataclass(frozen=True, slots=True)
class Case(Question):
    """A case in somebody's hands, with its evidence: what was asked and said, why it is doubted, both sides' words.

    `given` is None where an item is shown to nobody here; of hard content (`hard`) it has the description, and the item comes as
    the answer to a press (`CaseItem`). `waited_ms`: from the question's being shown to its answer's arrival, which no single time
    is evidence of. `right` of `known` answers that are known the worker had when the case came; `missed`: the newest of the
    others, of one pack alone and to no jury. `paid`: what the book says was paid for it (micro-units), and whether that waits. `before`: what was found before an appeal. `why`: why the item is not shown now.
    `reasons`: of a pack that people call unfair, (reason, people). `interpreted`: what interpreters wrote of the words here; `unread`:
    their language, where its reader has not said that they read it, which can be had in `target`. `nobody`: no interpreter was found.
    `words`: the message that is doubted; `statements`: all that both sides said, in order. `copied`: of an answer that is called so, what was known when it was claimed.
    """

    put_off: ClassVar[bool] = True
    code: str
    kind: str
    ground: str
    name: str
    given: Given | None
    version: int = 0
    sentence: TextsOf | None = None
    words: str = ""
    statements: tuple[Statement, ...] = ()
    sent: str = ""  # by the worker: "voice", "picture", to be had by /said_4F2K
    waited_ms: int = 0
    before: str = ""
    why_before: str = ""
    reasons: tuple[tuple[str, int], ...] = ()
    interpreted: tuple[Wording, ...] = ()
    unread: str = ""
    target: str = ""
    nobody: bool = field(default=False, metadata={"passing": True})
    instruction: TextsOf | None = None  # of a question that is called unclear
    hard: bool = False
    right: int = 0
    known: int = 0
    missed: tuple[Missed, ...] = ()
    paid: int = 0
    waits: bool = False
    copied: Copied | None = None
    why: str = field(default="", metadata={"passing": True})
    mark: str = ""


@dataclass(frozen=True, slots=True)
class CaseItem(Question):
    """The item of a case with hard content, in `hard.look` alone, as the answer to a press; else its description."""

    put_off: ClassVar[bool] = True
    case: int
    code: str
    hard: Hard
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Opinion(Question):
    """What a moderator is about to find, and why; others' answers are shown only now."""

    takes_words: ClassVar[bool] = True
    put_off: ClassVar[bool] = True
    code: str
    outcome: str
    given: Given | None = None
    others: tuple[Any, ...] = ()
    copied: Copied | None = None
    mark: str = ""


@dataclass(frozen=True, slots=True)
class CaseDone(Outcome):
    """An opinion is noted. `decided`: it is the decision, and both are told; else another person looks too."""

    code: str
    decided: bool
    alike: int = 0
    waiting: int = 0


@dataclass(frozen=True, slots=True)
class CaseLeft(Outcome):
    """A case ended by itself while they had it in hand; its minutes are paid (micro-units)."""

    code: str
    amount: int


@dataclass(frozen=True, slots=True)
class AlikeDone(Outcome):
    """So many cases alike were decided in the same way."""

    code: str
    count: int


@dataclass(frozen=True, slots=True)
class CasesDaily(Outcome):
    """A moderator's own limit: cases a day; 0: none."""

    daily: int


@dataclass(frozen=True, slots=True)
class ModeratorGiven(Outcome):
    """Somebody decides cases from now on."""


@dataclass(frozen=True, slots=True)
class JuryAsked(Outcome):
    """Somebody who knows that kind of work is asked to help to decide a case that no moderator took."""

    code: str


@dataclass(frozen=True, slots=True)
class Read:
    """What an interpreter reads of a case: an answer in somebody's own words (of the task `item`), the worker's, the requester's."""

    answer: str = ""
    words: str = ""
    said: str = ""
    item: int = 0

    @property
    def characters(self) -> int:
        """How long it is in all."""
        return len(self.answer) + len(self.words) + len(self.said)


@dataclass(frozen=True, slots=True)
class InterpreterAsked(Outcome):
    """Somebody who may read both languages is asked to write one message in the other, for so many micro-units."""

    code: str
    source: str
    target: str
    amount: int
    hard: bool = False


@dataclass(frozen=True, slots=True)
class Interpreting(Question):
    """What is to be written in another language; typed. Of hard content (`hard`) it is covered."""

    takes_words: ClassVar[bool] = True
    put_off: ClassVar[bool] = True
    code: str
    source: str
    target: str
    read: Read
    amount: int
    hard: bool = False
    mark: str = ""


@dataclass(frozen=True, slots=True)
class InterpretingOver(Outcome):
    """To an interpreter: it is written, and paid with so many micro-units; or declined; or (neither) nobody needs it any more."""

    amount: int = 0
    declined: bool = False


@dataclass(frozen=True, slots=True)
class InterpreterSought(Outcome):
    """To who decides: somebody is asked (`found`), now or `already`; or nobody can be."""

    code: str
    source: str
    target: str
    found: bool
    already: bool = False


@dataclass(frozen=True, slots=True)
class Interpreted(Outcome):
    """To who decides: a case's words are `there` in their language, or nobody wrote them."""

    code: str
    source: str
    target: str
    there: bool


@dataclass(frozen=True, slots=True)
class Appealed(Outcome):
    """Somebody else looks at it once more. `cut`: so many characters of their words are kept, which were more; 0: all."""

    code: str
    cut: int = 0


@dataclass(frozen=True, slots=True)
class AppealCame(Outcome):
    """To the other side: somebody who lost asked for a second look, and why. `theirs`: it is the requester who reads it."""

    code: str
    name: str
    theirs: bool
    words: str = ""


@dataclass(frozen=True, slots=True)
class ReportRuled(Outcome):
    """To who reported a task: what somebody found who looked at it, and why."""

    code: str
    title: TextsOf
    outcome: str
    reason: str
    why: str


@dataclass(frozen=True, slots=True)
class CaseRuled(Outcome):
    """To a requester: what was decided about a task of theirs that was reported, or about their claiming."""

    kind: str
    code: str
    name: str
    outcome: str
    reason: str
    why: str
