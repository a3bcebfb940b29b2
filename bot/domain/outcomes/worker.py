"""What workers see: the parts of outcomes, their questions and their cards."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar

from bot.domain.helplines import Helplines
from bot.domain.outcomes._outcome import Outcome, Question
from bot.domain.outcomes.records import Record

TextsOf = dict[str, str]  # language -> text


# ---- parts ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Practised:
    """How a practice answer was: what is right, as the kind stored it, and why.

    `right` is None where an answer can't be told right or wrong; then `answer` is one that would do.
    """

    right: bool | None
    kind: str
    settings: dict[str, Any]
    languages: tuple[str, ...]
    answer: Any
    why: TextsOf
    mark: str  # of the question that was practised: the next one's picture is under this message already


@dataclass(frozen=True, slots=True)
class Saved:
    """An answer or report that was stored and what it brought. Money in micro-units."""

    amount: int
    balance: int
    reading: int = 0  # of the amount: what reading the instruction paid
    waited_ms: int = 0  # > 0: it came after its lease ended, from the moment it was shown
    paid_before: bool = False  # undone and answered again: the first pay stays
    reported: bool = False  # "something is wrong": a person looks at it
    checked_h: int = 0  # > 0: its pay waits until the requester has looked at it, so many hours at most
    elsewhere: bool = False  # other work may suit them better: nothing more of this pack comes
    later: bool = False  # paid when somebody agrees, or after 72 h
    region: bool = False  # the first after many fell silent at once, so that their work was held for them
    looked_at: bool = False  # paid when somebody has looked at it, one of many they called illegal
    practised: Practised | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a statement: when, what for, how much."""

    at: int
    movement: str
    amount: int
    balance: int


@dataclass(frozen=True, slots=True)
class Answered:
    """A line of the history."""

    at: int
    title: TextsOf
    kind: str
    settings: dict[str, Any]
    languages: tuple[str, ...]
    answer: Any
    paid: int
    state: str  # answered, undone, reported


@dataclass(frozen=True, slots=True)
class Shot:
    """A rendition in the store: its hash and bytes; "picture", "writing", "sticker", "audio" or "video", these with their seconds."""

    hash: str
    size_bytes: int
    form: str = "picture"
    seconds: int = 0


@dataclass(frozen=True, slots=True)
class Spoken:
    """A message read aloud in a language. `along`: they want to hear it with the message, not only by its key."""

    language: str
    sound: Shot
    along: bool = False


@dataclass(frozen=True, slots=True)
class Look:
    """What a press brought into view of hard content: the direct answer to it, and nothing else ever. Never stored.

    `how` is "first" (as the person wants to see it at first), "plain", "larger", "clip" or "sound"; `further` what one more
    press brings, "" for nothing. `cover`: how its picture is drawn over when it is sent ("blurred", "grey"), where no file of it is
    kept so; "": it is sent as the file is. Later than `until` (ms, the database's clock) it is not sent any more.
    """

    until: int
    how: str = "first"
    further: str = ""
    cover: str = ""
    picture: Shot | None = None
    audio: Shot | None = None
    video: Shot | None = None
    text: TextsOf = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Hard:
    """A task with hard content: what is told of it before, its level and categories, what it pays.

    Its item is in `look` alone, while a press is answered; what is stored of the question never holds it.
    """

    description: TextsOf
    level: int
    categories: tuple[str, ...]
    price: int
    look: Look | None = field(default=None, metadata={"passing": True})


@dataclass(frozen=True, slots=True)
class After:
    """What comes with the reply after hard content: lines of help; a pause that begins, so long, and what it pays.

    Which lines, and so where somebody is, is read when it is sent, and kept nowhere.
    """

    help: bool = False
    pause_ms: int = 0
    paid: int = 0
    lines: Helplines = field(default=Helplines(), metadata={"passing": True})


@dataclass(frozen=True, slots=True)
class Example:
    """A worked example of a pack: an item, what was said, whether that is right, and why."""

    right: bool
    item: str  # a text, or "media/…"
    answer: str
    why: TextsOf


# ---- questions: they carry a mark and own the keyboard ----------------------------------------------


@dataclass(frozen=True, slots=True)
class Welcome(Question):
    languages: tuple[str, ...]
    task_bytes: int
    mark: str = ""
    name: str = field(default="", metadata={"passing": True})
    again: bool = False  # they were told already and wrote something else than Start
    spoken: Spoken | None = None


@dataclass(frozen=True, slots=True)
class Languages(Question):
    put_off: ClassVar[bool] = True
    languages: tuple[str, ...]
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Offer(Question):
    pack: int
    title: TextsOf
    asks: str
    on_behalf_of: str
    trains: TextsOf
    afterwards: TextsOf
    licence: str
    kind: str
    settings: dict[str, Any]
    price: int
    seconds: int
    measured: bool  # seconds is a median of ten people or more, not the requester's estimate
    task_bytes: int
    places: int
    answers: int
    answers_paid: int
    mark: str = ""
    saved: Saved | None = None
    languages: tuple[str, ...] = ()
    use: TextsOf = field(default_factory=dict)
    source: str = ""  # whom the items are by
    needed: dict[str, str] = field(default_factory=dict)  # language → what of "rws": read, write, speak
    window_h: int = 0  # > 0: paid after a check, so many hours at most
    jury: bool = False  # nobody neutral is here: three people who know such work decide
    packs: int = 0  # of the requester, launched; and of how many they told what became of them
    packs_told: int = 0
    hard: dict[str, int] = field(default_factory=dict)  # its hard content: category -> level
    says: tuple[TextsOf, ...] = ()  # what that is here, a sentence for each
    pocket: bool = False  # its questions can be taken along, ten at a time
    resale_percent: int = 0  # of what a resale of the answers brings, for those who gave them
    hourly: int = 0  # micro-units the requester's work pays an hour as measured; 0: not known
    rating: int = 0  # the mean of what workers say of them, in hundredths of a mark; 0: not known
    spoken: Spoken | None = None


@dataclass(frozen=True, slots=True)
class Reading(Question):
    """A pack's instruction; to somebody who has read an older version, what changed: language → [["gone" | "new", sentence]]."""

    pack: int
    title: TextsOf
    instruction: TextsOf
    pay: int
    practice: int  # how many practice tasks come first
    examples: int
    mark: str = ""
    changes: dict[str, list[list[str]]] = field(default_factory=dict)
    saved: Saved | None = None
    faq: bool = False  # others asked, and were answered
    spoken: Spoken | None = None


@dataclass(frozen=True, slots=True)
class Task(Question):
    """The question itself. `note` is a code said once above it: "undone", "larger", "play", "clip", "asked", "away" (we were,
    for `away_ms`), or what is lost: "lost" (its picture), "lost audio", "lost video".
    """

    takes_words: ClassVar[bool] = True
    pack: int
    assignment: int
    kind: str
    settings: dict[str, Any]
    languages: tuple[str, ...]
    question: TextsOf
    text: TextsOf
    role: str = "task"  # or practice: said so; gold is shown as a task
    picture: Shot | None = None
    larger: Shot | None = None
    sticker: Shot | None = None  # the picture once more, for where stickers are sent
    audio: Shot | None = None
    held: bool = False  # the sound or the picture waits for its key: data mode "text"
    clip: Shot | None = None  # sent on request only: note "clip"
    draft: dict[str, Any] = field(default_factory=dict)
    saved: Saved | None = None
    note: str = ""
    away_ms: int = 0
    mark: str = ""
    hard: Hard | None = None  # then the item itself is in its look alone


@dataclass(frozen=True, slots=True)
class More(Outcome):
    """The keys behind [More]: they belong to the question whose mark they carry."""

    undo: bool
    larger: bool
    kind: str
    settings: dict[str, Any]
    languages: tuple[str, ...]
    draft: dict[str, Any]
    mark: str = ""
    clip_bytes: int = 0  # > 0: there is a clip to ask for
    held: bool = False  # [Play] or [Show picture] has taken Skip's place
    pocket: bool = False  # may some like it be taken along?


@dataclass(frozen=True, slots=True)
class Wrong(Outcome):
    """The keys behind [Something is wrong]."""

    mark: str = ""


@dataclass(frozen=True, slots=True)
class IsThis(Outcome):
    """Unmarked input whose question is not certain: "is this your answer?"."""

    said: str
    mark: str = ""
    unfit: bool = False  # asked once more, for what came after it can't be an answer
    too_long: bool = False  # asked once more, for it and what came after it are too long together


@dataclass(frozen=True, slots=True)
class Paused(Question):
    put_off: ClassVar[bool] = True
    balance: int
    mark: str = ""
    saved: Saved | None = None  # an answer that came while they paused


@dataclass(frozen=True, slots=True)
class NothingLeft(Question):
    put_off: ClassVar[bool] = True
    balance: int
    saved: Saved | None = None
    passed: bool = False  # there is work that was passed over
    mark: str = ""
    tomorrow: bool = False  # there is more, and today's share of it is used up
    foreign: bool = False  # none of what was passed over is in their language


# ---- cards: no keyboard -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Rules(Outcome):
    """/rules. Of the installation's own: which version binds since when (UTC epoch ms), which comes when; 0: none."""

    number: int = 0
    since: int = 0
    coming: int = 0
    coming_at: int = 0
    spoken: Spoken | None = None


@dataclass(frozen=True, slots=True)
class WhoAsks(Outcome):
    """[Who is this?]: the same facts as the offer, told at length."""

    offer: Offer
    faq: bool = False  # others asked, and were answered
    requester: str = ""  # whose role a person looked at, and what they said of themselves
    about: str = ""
    record: Record = field(default=Record())


@dataclass(frozen=True, slots=True)
class Examples(Outcome):
    """Their pictures, if any, are one `picture`, numbered 1, 2, 3 … in their order."""

    examples: tuple[Example, ...]
    kind: str
    settings: dict[str, Any]
    languages: tuple[str, ...]
    picture: Shot | None = None


@dataclass(frozen=True, slots=True)
class AlreadySaved(Outcome):
    """A press on a settled question. `how` is what settled it: answered, skipped, reported, done."""

    old: str
    how: str
    current: str = ""


@dataclass(frozen=True, slots=True)
class SavedElsewhere(Outcome):
    """A waiting question was answered while another one is open."""

    saved: Saved
    old: str
    current: str
    after: After | None = None  # it was hard content


@dataclass(frozen=True, slots=True)
class Nudge(Outcome):
    """A kind says what it wants instead."""

    kind: str
    settings: dict[str, Any]
    languages: tuple[str, ...]
    code: str
    current: str


@dataclass(frozen=True, slots=True)
class NotUnderstood(Outcome):
    current: str = ""


@dataclass(frozen=True, slots=True)
class Money(Outcome):
    balance: int
    today: int
    ever: int
    working: bool
    waits: int = 0  # for a check, or for somebody to rule; not in the balance
    spoken: Spoken | None = None


@dataclass(frozen=True, slots=True)
class Statement(Outcome):
    lines: tuple[Line, ...]
    balance: int


@dataclass(frozen=True, slots=True)
class History(Outcome):
    answers: tuple[Answered, ...]
    total: int
    became: bool = False  # a requester told what became of something of it


@dataclass(frozen=True, slots=True)
class MyData(Outcome):
    """The wish for everything kept about a person; `content`, JSON text, is read when it is sent and never stored."""

    content: str = field(default="", metadata={"passing": True})


@dataclass(frozen=True, slots=True)
class Privacy(Outcome):
    """What is kept about people, in words."""


@dataclass(frozen=True, slots=True)
class Help(Outcome):
    brings_work: bool = False  # then with a requester's commands
    hard: bool = False  # may they choose hard content?
    decides: bool = False  # do they decide cases?
    spoken: Spoken | None = None


@dataclass(frozen=True, slots=True)
class Heard(Outcome):
    """🔊, or /listen: a message read aloud; None: nobody has recorded it. `how`: they chose just now how they hear them."""

    spoken: Spoken | None = None
    how: str = ""  # always, key


@dataclass(frozen=True, slots=True)
class Clock(Outcome):
    """What time it is with somebody, as they told it now; "": they are asked, for `written` is no time."""

    shows: str = ""
    written: str = ""


@dataclass(frozen=True, slots=True)
class Support(Outcome):
    """Somebody to talk to; it is sent and never stored. `kept`: the country they said, "" for rather not, None for not said.

    `countries` are those to choose from, where no country's lines are shown.
    """

    help: Helplines = field(default_factory=Helplines)
    kept: str | None = None
    countries: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SupportWhere(Outcome):
    """Where help should be near: the countries there are, and what they said before, as above."""

    countries: tuple[str, ...]
    kept: str | None = None


@dataclass(frozen=True, slots=True)
class Official(Outcome):
    """/official: how to tell this bot from a fake."""


@dataclass(frozen=True, slots=True)
class About(Outcome):
    pass


@dataclass(frozen=True, slots=True)
class Refused(Outcome):
    """A refusal on its way to the person: its class and values."""

    name: str
    values: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Sorry(Outcome):
    """Something broke on our side. `incident` is what it is called in the log: 4F2K."""

    incident: str
    current: str = ""
