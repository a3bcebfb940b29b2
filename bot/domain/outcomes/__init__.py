"""Outcomes: what an action did, as facts to be shown. Frozen, without a word of any language.

An outcome is stored as JSON while it is due (see `bot.actions.telling`), so it holds only numbers,
texts, tuples, dicts and other outcomes' parts. Fields marked `passing` are said once and not kept.
One outcome is one screen (`bot.screens`). Those with a `mark` ask something: they own the keyboard.

worker     what workers see, and what everybody does
requester  what those see who bring work
claims     reviews and claims, to both sides
cashing    being paid out
deposits   paying in
papers     what people can show to others, as files
voices     what worker and requester say to each other
"""

from __future__ import annotations

import dataclasses
import json
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from bot.domain.outcomes import cashing, claims, deposits, papers, requester, voices, worker
from bot.domain.outcomes.cashing import (
    IsItShared,
    IsItYours,
    Leg,
    OnItsWay,
    PayoutNews,
    PlaceChanged,
    Purse,
    WhereTo,
    WhichPlace,
)
from bot.domain.outcomes.claims import (
    Claimed,
    Disagreed,
    Disagreeing,
    Floored,
    FloorNeeds,
    Given,
    Insisting,
    Mending,
    Objection,
    Reasoning,
    ReviewDone,
    Reviewed,
    ReviewFile,
    Reviewing,
    ReviewRefused,
    RowRefused,
    Ruled,
)
from bot.domain.outcomes.deposits import (
    PaidAside,
    PaidIn,
    PayByCard,
    PayByHand,
    PayIn,
    PayLink,
    PayLinkComing,
)
from bot.domain.outcomes.papers import (
    ForgetTold,
    Forgotten,
    InvoiceFile,
    ReceiptFile,
    RecordChoice,
    RecordFile,
    RecordPack,
    SealTold,
    StatementFile,
)
from bot.domain.outcomes.requester import (
    CloseAsked,
    FileCame,
    FileFaulty,
    FileProgress,
    Launched,
    MoneyShort,
    PackClosed,
    PackLine,
    PackMoved,
    PackReady,
    Packs,
    PackSeen,
    PackStatus,
    PilotOver,
    Preview,
    Previewed,
    ResultFile,
    ResultsBegun,
    ResultsNone,
    RoleAsked,
    RoleDeclined,
    RoleGiven,
    RoleStands,
    RoleWaits,
    RowsCame,
    RowsWait,
    TableCame,
    Template,
)
from bot.domain.outcomes.voices import (
    AnswerCame,
    AnswerSent,
    AnswerThis,
    Asked,
    AskThem,
    Became,
    BecameHow,
    BecameList,
    BecameSent,
    BonusCame,
    BonusHow,
    BonusPaid,
    Faq,
    HookPaused,
    HookSet,
    HookShown,
    LowPart,
    MoneyLow,
    QuestionCame,
    QuestionSent,
)
from bot.domain.outcomes.worker import (
    About,
    AlreadySaved,
    Answered,
    Example,
    Examples,
    Help,
    History,
    IsThis,
    Languages,
    Line,
    Money,
    More,
    MyData,
    NothingLeft,
    NotUnderstood,
    Nudge,
    Offer,
    Paused,
    Practised,
    Reading,
    Refused,
    Rules,
    Saved,
    SavedElsewhere,
    Shot,
    Sorry,
    Statement,
    Support,
    Task,
    TextsOf,
    Welcome,
    WhoAsks,
    Wrong,
)

__all__ = [
    "OUTCOMES",
    "QUESTIONS",
    "About",
    "AlreadySaved",
    "AnswerCame",
    "AnswerSent",
    "AnswerThis",
    "Answered",
    "AskThem",
    "Asked",
    "Became",
    "BecameHow",
    "BecameList",
    "BecameSent",
    "BonusCame",
    "BonusHow",
    "BonusPaid",
    "Claimed",
    "CloseAsked",
    "Disagreed",
    "Disagreeing",
    "Example",
    "Examples",
    "Faq",
    "FileCame",
    "FileFaulty",
    "FileProgress",
    "FloorNeeds",
    "Floored",
    "ForgetTold",
    "Forgotten",
    "Given",
    "Help",
    "History",
    "HookPaused",
    "HookSet",
    "HookShown",
    "Insisting",
    "InvoiceFile",
    "IsItShared",
    "IsItYours",
    "IsThis",
    "Languages",
    "Launched",
    "Leg",
    "Line",
    "LowPart",
    "Mending",
    "Money",
    "MoneyLow",
    "MoneyShort",
    "More",
    "MyData",
    "NotUnderstood",
    "NothingLeft",
    "Nudge",
    "Objection",
    "Offer",
    "OnItsWay",
    "Outcome",
    "PackClosed",
    "PackLine",
    "PackMoved",
    "PackReady",
    "PackSeen",
    "PackStatus",
    "Packs",
    "PaidAside",
    "PaidIn",
    "Paused",
    "PayByCard",
    "PayByHand",
    "PayIn",
    "PayLink",
    "PayLinkComing",
    "PayoutNews",
    "PilotOver",
    "PlaceChanged",
    "Practised",
    "Preview",
    "Previewed",
    "Purse",
    "Question",
    "QuestionCame",
    "QuestionSent",
    "Reading",
    "Reasoning",
    "ReceiptFile",
    "RecordChoice",
    "RecordFile",
    "RecordPack",
    "Refused",
    "ResultFile",
    "ResultsBegun",
    "ResultsNone",
    "ReviewDone",
    "ReviewFile",
    "ReviewRefused",
    "Reviewed",
    "Reviewing",
    "RoleAsked",
    "RoleDeclined",
    "RoleGiven",
    "RoleStands",
    "RoleWaits",
    "RowRefused",
    "RowsCame",
    "RowsWait",
    "Ruled",
    "Rules",
    "Saved",
    "SavedElsewhere",
    "SealTold",
    "Shot",
    "Sorry",
    "Statement",
    "StatementFile",
    "Support",
    "TableCame",
    "Task",
    "Template",
    "TextsOf",
    "Welcome",
    "WhereTo",
    "WhichPlace",
    "WhoAsks",
    "Wrong",
    "from_json",
    "marked",
    "takes_words",
    "to_json",
]

Question = (
    worker.Question
    | requester.Question
    | deposits.Question
    | cashing.Question
    | voices.Question
    | claims.Question
)
Outcome = (
    worker.Outcome
    | requester.Outcome
    | deposits.Outcome
    | cashing.Outcome
    | papers.Outcome
    | voices.Outcome
    | claims.Outcome
)
OUTCOMES: dict[str, type[Any]] = {one.__name__: one for one in get_args(Outcome)}
QUESTIONS: tuple[type[Any], ...] = get_args(Question)


def marked(outcome: Outcome) -> str:
    """The mark of the question an outcome belongs to, "" for a card."""
    return getattr(outcome, "mark", "")


def takes_words(outcome: Outcome) -> bool:
    """Is it a question that what is typed may answer? Those have `words: ClassVar[bool] = True`; so has a task."""
    return bool(getattr(type(outcome), "words", False))


def shown_back(outcome: Outcome) -> bool:
    """Is what was typed shown back, to be confirmed? Those have `shown_back: ClassVar[bool] = True`; it needs no certainty."""
    return bool(getattr(type(outcome), "shown_back", False))


# ---- to JSON and back -----------------------------------------------------------------------------------


def to_json(outcome: Outcome) -> str:
    """The outcome as JSON, without what is only passing."""
    return json.dumps([type(outcome).__name__, _packed(outcome)], ensure_ascii=False, separators=(",", ":"))


def from_json(text: str) -> Outcome:
    """The outcome of `to_json`."""
    name, values = json.loads(text)
    return _built(OUTCOMES[name], values)  # type: ignore[no-any-return]


def _packed(value: Any) -> Any:
    if dataclasses.is_dataclass(value):
        fields = (one for one in dataclasses.fields(value) if not one.metadata.get("passing"))
        pairs = ((one, getattr(value, one.name)) for one in fields)
        return {one.name: _packed(given) for one, given in pairs if given != one.default}
    if isinstance(value, tuple | list):
        return [_packed(part) for part in value]
    return value


_hints: dict[type[Any], dict[str, Any]] = {}


def _built(wanted: Any, value: Any) -> Any:
    if get_origin(wanted) in (Union, UnionType):
        wanted = next(one for one in get_args(wanted) if one is not type(None)) if value is not None else Any
    if get_origin(wanted) is tuple:
        return tuple(_built(get_args(wanted)[0], part) for part in value)
    if dataclasses.is_dataclass(wanted):
        if wanted not in _hints:
            _hints[wanted] = get_type_hints(wanted)  # type: ignore[index]
        hints = _hints[wanted]  # type: ignore[index]
        return wanted(**{name: _built(hints[name], part) for name, part in value.items()})  # type: ignore[operator]
    return value
