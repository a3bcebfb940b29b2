"""What requesters see: their role, their files, their packs before, during and after the work."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

from bot.domain.outcomes._outcome import Outcome, Question
from bot.domain.outcomes.worker import Offer, Reading, Task, TextsOf

# ---- parts -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PackLine:
    """A pack in the list of its requester's: how it stands, its answers and those that are wanted."""

    name: str
    state: str
    answers: int
    wanted: int


# ---- questions ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RoleAsked(Question):
    """One of the three things that somebody says who wants to bring work. `step`: "name", "about" or "work"."""

    put_off: ClassVar[bool] = True
    takes_words: ClassVar[bool] = True
    step: str
    name: str = ""
    about: str = ""
    taken: bool = False  # the name they wrote is somebody else's
    mark: str = ""


@dataclass(frozen=True, slots=True)
class RoleWaits(Question):
    """The operator looks at who they are."""

    put_off: ClassVar[bool] = True
    name: str
    mark: str = ""


@dataclass(frozen=True, slots=True)
class PackReady(Question):
    """A pack that has not started, or whose pilot is over: what it is and what it costs. Money in micro-units."""

    put_off: ClassVar[bool] = True
    name: str
    title: TextsOf
    tasks: int
    task_bytes: int  # on the wire, each
    overlap: int
    price: int
    at_most: int
    likely: int
    there: int  # what the requester has to spend
    overlap_likely: int = 0  # of dynamic overlap, in hundredths
    days: int = 0  # likely, at today's pace; 0: nobody knows
    pilot: int = 0  # tasks of a pilot; 0: none can be made
    pilot_at_most: int = 0
    waits: bool = False  # a person looks at it first
    piloted: bool = False  # the pilot is over or stopped: at_most is what the rest locks
    levels: tuple[int, int, int] = (0, 0, 0)  # of the tasks, those with hard content of level 1, 2 and 3
    care: int = 0  # of what all of it locks: for paid pauses
    mark: str = ""


@dataclass(frozen=True, slots=True)
class CloseAsked(Question):
    """Before a pack ends for good: what is locked for it and comes back."""

    put_off: ClassVar[bool] = True
    name: str
    left: int
    open: int  # tasks that people hold, and answers that wait for a word
    pot: int = 0  # micro-units of the guarantee pot's, for new answers that nobody gave
    frozen: int = 0  # claims that are open and keep an answer's money waiting
    mark: str = ""


@dataclass(frozen=True, slots=True)
class RepriceAsked(Question):
    """What is left of a pilot as another pack, at a price and with the seconds that were measured; `left` comes back."""

    put_off: ClassVar[bool] = True
    name: str
    new: str
    tasks: int
    price: int
    estimate_s: int
    left: int
    at_most: int = 0
    mark: str = ""


# ---- cards and notices -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RoleStands(Outcome):
    """What somebody who has the role already is told."""

    name: str


@dataclass(frozen=True, slots=True)
class RoleGiven(Outcome):
    """The operator said yes; or they typed the code that the operator gave them."""

    name: str


@dataclass(frozen=True, slots=True)
class RoleDeclined(Outcome):
    """The operator said no, and why."""

    why: str


@dataclass(frozen=True, slots=True)
class FileProgress(Outcome):
    """How far a file is in what goes on with it: done of total, 0 where that is not known."""

    file: str
    done: int = 0
    total: int = 0


@dataclass(frozen=True, slots=True)
class FileFaulty(Outcome):
    """What is to be mended in a file, all of it, in plain English sentences."""

    file: str
    count: int
    faults: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Remarks:
    """What is in order, but might be better: how many, and the first few by name.

    `over`: tasks whose words and medium together pass the pack's budget, by their ids, in that data mode (`mode`) in which the
    most do; `unlike`: files with pictures less like themselves than they should be.
    """

    over: int = 0
    over_names: tuple[str, ...] = ()
    unlike: int = 0
    unlike_names: tuple[str, ...] = ()
    mode: str = "saver"


@dataclass(frozen=True, slots=True)
class FileCame(Outcome):
    """A file is in order and a new pack is there."""

    file: str
    pack: PackReady
    remarks: Remarks = Remarks()


@dataclass(frozen=True, slots=True)
class PackSeen(Outcome):
    """A person has looked at a pack that waited for it; `draft`: it can start, else what is new can be sent again."""

    name: str
    draft: bool


@dataclass(frozen=True, slots=True)
class RowsCame(Outcome):
    """Rows and words of a file are in a pack that was there; neither: it was all there before."""

    file: str
    name: str
    rows: int
    worded: bool
    remarks: Remarks = Remarks()


@dataclass(frozen=True, slots=True)
class RowsWait(Outcome):
    """What a file would add to a pack that runs, and what that locks; nothing is added before a yes."""

    file: str
    name: str
    rows: int
    worded: bool
    at_most: int


@dataclass(frozen=True, slots=True)
class TableCame(Outcome):
    """A lone table became a pack.toml that misses some words; or must be told about first."""

    file: str
    kind: str
    rows: int
    missing: tuple[str, ...]
    asked: tuple[str, ...]  # plain English questions that keep it from being read
    toml: str


@dataclass(frozen=True, slots=True)
class Template(Outcome):
    """An example pack of a kind as a zip, made when it is sent; or which kinds there are."""

    kind: str
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Previewed(Outcome):
    """What follows is the offer, the instruction and some tasks as workers get them."""

    name: str


@dataclass(frozen=True, slots=True)
class Preview(Outcome):
    """One message as a worker gets it: an offer, an instruction or a task. Of hard content what comes first: its description.

    `item`: which task's words or picture are in it, 0 for none.
    """

    offer: Offer | None = None
    reading: Reading | None = None
    task: Task | None = None
    described: TextsOf = field(default_factory=dict)
    covered: bool = False  # a picture follows, covered
    item: int = 0


@dataclass(frozen=True, slots=True)
class MoneyShort(Outcome):
    """A pack needs more than its requester has to spend."""

    there: int
    name: str
    wanted: int

    @property
    def missing(self) -> int:
        """What has to be paid in."""
        return max(0, self.wanted - self.there)


@dataclass(frozen=True, slots=True)
class Launched(Outcome):
    """A pack runs: what is locked for it; `pilot` is how many tasks of it, 0 for all."""

    name: str
    locked: int
    pilot: int = 0


@dataclass(frozen=True, slots=True)
class ToppedUp(Outcome):
    """What was locked on top of a pack's money, because its floor reserve lacked it; 0: nothing was lacking."""

    name: str
    locked: int


@dataclass(frozen=True, slots=True)
class RepriceBegun(Outcome):
    """What is left of a pilot is being copied under a new name."""

    name: str
    new: str


@dataclass(frozen=True, slots=True)
class PackMoved(Outcome):
    """A pack was paused or goes on."""

    name: str
    paused: bool


@dataclass(frozen=True, slots=True)
class PackUnminded(Outcome):
    """A pack with hard content was paused: nobody is named any more whom people can turn to."""

    name: str


@dataclass(frozen=True, slots=True)
class PackClosed(Outcome):
    """A pack has ended: what came back now; `later`: people hold tasks, and the rest comes when those have ended."""

    name: str
    back: int
    later: bool


@dataclass(frozen=True, slots=True)
class Packs(Outcome):
    """A requester's packs, newest first, and what they have to spend."""

    packs: tuple[PackLine, ...]
    there: int
    more: int = 0


@dataclass(frozen=True, slots=True)
class PackStatus(Outcome):
    """How a pack stands. Times in ms, money in micro-units; `by_day` are answers a day, oldest first, today last."""

    name: str
    title: TextsOf
    state: str
    answers: int
    wanted: int
    people: int
    spent: int
    locked: int
    price: int
    median_ms: int = 0  # 0: not known yet
    agreement: int = -1  # hundredths; -1: cannot be said
    skipped: int = 0
    reported: int = 0
    stopped: int = 0  # tasks that reports stopped
    by_day: tuple[int, ...] = ()
    done_at: int = 0  # about when, at the last day's pace; 0: nobody knows
    waits: int = 0  # answers whose pay is not final
    pilot: int = 0  # tasks of the pilot that goes on


@dataclass(frozen=True, slots=True)
class PilotOver(Outcome):
    """What a pilot showed. `enough` is a price for the time it took, 0 where the price is right."""

    name: str
    answers: int
    people: int
    price: int
    estimate_s: int
    median_ms: int
    task_bytes: int
    agreement: int
    skipped: int
    reported: int
    enough: int
    rest: int  # what launching the rest locks


@dataclass(frozen=True, slots=True)
class ResultsBegun(Outcome):
    """Results are being written."""

    name: str


@dataclass(frozen=True, slots=True)
class ResultsNone(Outcome):
    """Nothing is final yet."""

    name: str


@dataclass(frozen=True, slots=True)
class ResultFile(Outcome):
    """One file of a pack's results: its name and where it lies in the store; "" where it is too large to send.

    `gone`: it lay there longer than files are kept, or something in it was sealed since `read_at` (ms), when it was begun.
    """

    name: str
    file: str
    hash: str
    size_bytes: int
    gone: bool = False
    read_at: int = 0
