"""What the one who decides on the command line reads of cases."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from bot.domain import alarms, cases, limits
from bot.domain.claims import Copied
from bot.domain.outcomes.cases import Case, InterpreterSought, Wording
from bot.money import plain
from bot.screens.operator.words import counted, moment

_states = {
    "told": "nobody disagrees so far",
    "disagreed": "the worker disagrees",
    "ruling": "the worker disagrees and the requester keeps to it",
    "ruled": "ruled, and may be appealed",
    "upheld": "over: the answer can't be used",
    "overturned": "over: the answer stands",
    "given_in": "over: the requester gave in",
}
_kinds = {
    "claim": "an answer called unusable",
    "report": "a question that was reported",
    "requester": "a requester who called many answers unusable",
    "payout": "money on its way",
    "fraud": "something that looks like fraud",
    "account": "somebody's account",
    "grievance": "complaints about a pack",
    "room": "a message in the workers' room",
}
_grounds = {
    "checked": "one of ten that are looked at",
    "unbought": "and nothing new could be bought for it",
}
_complaints = {
    "pay": "It pays too little",
    "unclear": "Its instruction is not clear",
    "claims": "Good answers are called unusable",
    "harm": "It does harm",
    "other": "Something else",
}


def listed(rows: Sequence[dict[str, Any]], now: int) -> list[str]:
    """What waits for a person, one a line, the first by deadline first."""
    if not rows:
        return ["No case waits for you."]
    return [f"{row['code']}  {_about(row)}.{_due(row, now)}{_again(row)}" for row in rows]


def _about(row: dict[str, Any]) -> str:
    of = f" of {row['name']}" if row.get("name") else ""
    why = _grounds.get(row["ground"], row["ground"])
    return f"{_kinds[row['kind']]}{of}, {why}" if why else f"{_kinds[row['kind']]}{of}"


def _due(row: dict[str, Any], now: int) -> str:
    if row["due"] is None:
        return ""
    hours = max(0, (row["due"] - now) // limits.hour)
    return f" Due in {counted(hours, 'hour', 'hours')}."


def _again(row: dict[str, Any]) -> str:
    if row["instance"] > 1:
        return " Second instance."
    return " Somebody found something already; another must agree." if row["state"] == "waiting" else ""


def rulings(rows: Sequence[dict[str, Any]]) -> list[str]:
    """What was decided before, one a line."""
    if not rows:
        return ["Nothing like that was decided."]
    return [
        f"{row['code']}  {moment(row['decided_at'])} {_about(row)}: {row['outcome']}, {row['words'] or row['reason']}"
        for row in rows
    ]


def told(
    case: dict[str, Any],
    row: dict[str, Any],
    answer: dict[str, Any],
    sentences: Sequence[str],
    book: Sequence[tuple[int, str, int]] = (),
) -> list[str]:
    """A claim's case, with all that somebody needs to decide it; `book`: (at, movement, micro-units) of the answer's pay."""
    named = sentences[row["sentence"] - 1] if 0 < row["sentence"] <= len(sentences) else ""
    reason = f"breaks sentence {row['sentence']}: {named.rstrip('.')}" if named else row["ground"]
    return [
        f"{case['code']}, {answer['name']}, made {moment(row['at'])} UTC; {_states[row['state']]}",
        f"Item: {_item(answer)}",
        f"Answer: {answer['value']}, paid {plain(answer['paid'])}",
        f"The requester: {reason}.",
        *([f"They also sent a {row['sent']}: /said_{row['code']} in the chat."] if row["sent"] else []),
        *(f"  {number}. {one}" for number, one in enumerate(sentences, 1)),
        *(f"The book, {moment(at)}: {movement} {plain(amount)}" for at, movement, amount in book),
        *([f"The ruling: {row['why']}"] if row["why"] else []),
        *_how(case),
    ]


def founded(facts: Case) -> list[str]:
    """What else a case is founded on, as it was frozen."""
    stated = [f"The {one.side}, {moment(one.at)}: {one.words}" for one in facts.statements]
    missed = [f"Known answers missed: {facts.known - facts.right} of {facts.known}."] if facts.known else []
    each = [
        f"  {one.name} {_written(one.text)}: said {_written(one.said)}, known {_written(one.known)}"
        for one in facts.missed
    ]
    return [*stated, *([_copied(facts.copied)] if facts.copied is not None else []), *missed, *each]


def _written(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _copied(found: Copied) -> str:
    """What was known when an answer was called copied."""
    said = ["It came as a forwarded message." if found.forwarded else "It was not forwarded."]
    if found.words:
        others = f"{found.same} of {found.others} others gave the same words to this question, {found.before} of them earlier"
        own = f"the same person did to {found.own_same} of {found.own} other questions of this pack"
        said.append(f"{others}; {own}.")
    return " ".join([*said, "None of this proves anything by itself."])


def _item(answer: dict[str, Any]) -> str:
    """The item as its pack has it; of hard content its description, of what was reported as against the law nothing."""
    if answer["stopped_why"] == alarms.illegal:
        return "reported as against the law, not shown"
    if answer["level"]:
        told = json.loads(answer["item"]).get("description", {})
        return f"hard content, described as {json.dumps(told, ensure_ascii=False)}"
    return str(answer["item"])


def shown(
    case: dict[str, Any], reasons: Sequence[tuple[str, int]] = (), signal: dict[str, Any] | None = None
) -> list[str]:
    """A case that is no claim's: what it is about, of a pack how many people say what, what was noticed, and where it stands."""
    found = f"; found: {case['outcome']}, {case['reason'] or case['words']}" if case["outcome"] else ""
    return [
        f"{case['code']}, {_about(case)}, came {moment(case['at'])} UTC; {case['state']}{found}",
        f"About number {case['subject']}.",
        *([f"It is about person {case['person']}."] if case["kind"] in ("account", "fraud") else []),
        *([_noticed(signal)] if signal is not None else []),
        *(f"{_complaints[reason]}: {counted(people, 'person', 'people')}" for reason, people in reasons),
        *_how(case),
    ]


def _noticed(signal: dict[str, Any]) -> str:
    """What a round noticed, and that it proves nothing."""
    said = {
        "place": f"{signal['count']} people are paid at one place, they since the longest.",
        "alike": f"{signal['count']} of {signal['out_of']} texts in pack {signal['pack']} are those of person {signal['other']},"
        " far more often than others there.",
        "chance": f"In {signal['count']} packs they met known answers no better than by guessing.",
    }[signal["kind"]]
    return f"{said} This proves nothing by itself: look, and ask them."


def _how(case: dict[str, Any]) -> list[str]:
    if case["state"] in ("decided", "closed"):
        return []
    found = cases.outcomes(case["kind"], case["ground"])
    return [
        f"To decide: ujima case decide {case['code']} {'|'.join(found)} --why …",
        *(f"  or --reason {'|'.join(cases.REASONS[one])} for {one}" for one in found),
    ]


def taken(code: str) -> list[str]:
    """A case is in hand."""
    return [f"{code.upper()} is yours for {cases.held_ms // limits.minute} minutes."]


def interpreted(written: Sequence[Wording]) -> list[str]:
    """What interpreters wrote of a case, beside the words themselves."""
    return [f"An interpreter, from {one.source} into {one.target}: {one.words}" for one in written]


def sought(facts: InterpreterSought) -> list[str]:
    """Somebody is asked, or nobody can be."""
    code, pair = facts.code, f"{facts.source} and {facts.target}"
    if not facts.found:
        return [f"{code}: nobody could be asked who reads {pair}. It stays as it is."]
    asked = "was asked already" if facts.already else "is asked"
    return [f"{code}: somebody who reads {pair} {asked}. `ujima case show {code}` has what they write."]


def given_back(code: str, done: bool) -> list[str]:
    """It is not any more."""
    return [f"{code.upper()} is given back." if done else f"{code.upper()} was not in your hands."]


def decided(code: str, done: bool) -> list[str]:
    """It is decided, or waits for another person."""
    if done:
        return [f"{code.upper()} is decided. Whom it is about is told why."]
    return [f"{code.upper()}: noted. It is about more money than one person decides; another must agree."]


def alike(code: str, count: int) -> list[str]:
    """The same for all like it."""
    return [f"{counted(count, 'case', 'cases')} like {code.upper()} decided in the same way."]
