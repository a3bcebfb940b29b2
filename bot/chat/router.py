"""What an arrival means, and its one transaction. A refusal becomes a kind sentence, a bug an apology with a number.

A label is looked up among the keys its question was shown with, in the language it was shown in; so a key
pressed hours ago on another phone still finds its act. Trouble with the database goes up to the intake, which
then acknowledges nothing.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import structlog

from bot import screens
from bot.actions import charging, delivering, joining, telling
from bot.actions.destinations import Ways
from bot.actions.telling import Told
from bot.chat import alarms, cashing, claims, deposits, moderator, requester, voices, wordless, worker
from bot.chat.holding import claimed
from bot.chat.inbox import Arrival, Checkout, Command, Edited, Gone, Paid, Tapped
from bot.chat.wish import Command as Act
from bot.chat.wish import Handler, Wish
from bot.domain import marks
from bot.domain.claims import code
from bot.domain.events import Event, SentFile, Wrote
from bot.domain.limits import Rules
from bot.domain.outcomes import Outcome
from bot.domain.outcomes.bundles import BundleSaved
from bot.domain.outcomes.households import Handed
from bot.domain.outcomes.worker import AlreadySaved, Refused, Saved, Sorry
from bot.domain.people import Who
from bot.domain.refusals import Refusal
from bot.meters import Meters
from bot.screen import plain
from bot.screens.words import Installation
from bot.storage import Database, Row, Tx
from bot.texts import Texts
from bot.wellbeing import Directory, carried

_HANDLERS = (
    claims,
    moderator,
    voices,
    alarms,
    deposits,
    cashing,
    worker,
    requester,
)  # /pause is a worker's, /pause_NAME a requester's
KEYS: dict[str, Handler] = {verb: handler for one in _HANDLERS for verb, handler in one.KEYS.items()}
COMMANDS: dict[str, Handler] = {verb: handler for one in _HANDLERS for verb, handler in one.COMMANDS.items()}

error_characters_max = 4_000  # of what went wrong, the end

log = structlog.get_logger("bot.chat")


@dataclass(frozen=True, slots=True)
class House:
    """What a handler is given: the database, the words, the rules, how money leaves, the directory of help, what is counted."""

    database: Database
    texts: Texts
    rules: Rules
    installation: Installation
    ways: Ways = field(default_factory=Ways)
    directory: Directory = field(default_factory=carried)
    meters: Meters = field(default_factory=Meters)


class _HandedOn(Exception):
    """Another of the household has taken the phone since it was looked up who has it; nothing was done."""


async def handle(house: House, bot: int, arrival: Arrival) -> list[Told]:
    """One arrival's transaction. Returns what is to be shown now: nothing for silence, and for somebody who let us in
    again all that waited for them. Raises DatabaseTrouble only."""
    while True:
        try:
            return await _handle(house, bot, arrival)
        except _HandedOn:  # another program was handing the phone over just then
            continue


async def _handle(house: House, bot: int, arrival: Arrival) -> list[Told]:
    mark = marks.split(arrival.did.text)[0] if isinstance(arrival.did, Wrote) else ""
    who, question = await house.database.read(joining.recognise, bot, arrival.telegram, mark)
    if isinstance(arrival.did, Gone):
        return await _gone(house, who, arrival.did)
    if who is None:
        language = house.texts.nearest(arrival.language)
        who = await house.database.write(joining.meet, bot, arrival.telegram, language)
    if who.blocked:  # they wrote, so they let us in again
        await house.database.write(joining.unblocked, who)
    if who.news:
        await house.database.write(telling.here, who.account)
    try:
        command = partial(_by, who=who, command=meaning(house, who, question, arrival))
        told = await house.database.write(telling.once, who.account, command, cause=arrival.cause)
        house.meters.count("ujima_updates_total", "done")
        if told is not None:
            _count_answers(house.meters, told.outcome)
    except Refusal as refusal:
        refused = partial(_refused, refused=Refused(type(refusal).__name__, dict(refusal.values)))
        told = await house.database.write(telling.once, who.account, refused, cause=arrival.cause)
        house.meters.count("ujima_updates_total", "refused")
    own = [told] if told is not None else []
    if told is not None and isinstance(told.outcome, Handed):
        own += await _handed(house, bot, arrival)
    return [*(await _waited(house, who, own) if who.blocked else ()), *own]


def _count_answers(meters: Meters, outcome: Outcome) -> None:
    """What an outcome says of answers, as sums."""
    if isinstance(outcome, BundleSaved):
        meters.count("ujima_answers_total", "late" if outcome.waited_ms else "paid", outcome.saved)
    elif isinstance(outcome, AlreadySaved):
        meters.count("ujima_answers_total", "repeated")
    elif isinstance(saved := getattr(outcome, "saved", None), Saved):
        meters.count("ujima_answers_total", _end_of(saved))


def _end_of(saved: Saved) -> str:
    if saved.reported:
        return "reported"
    if saved.later or saved.looked_at:
        return "waiting"
    if saved.checked_h:
        return "reviewed"
    return "late" if saved.waited_ms else "paid"


def _by(tx: Tx, who: Who, command: Act) -> Outcome | None:
    """What somebody did, if they have the phone still. Raises _HandedOn."""
    here, _ = joining.recognise(tx, who.bot, who.telegram)
    if here is None or here.account != who.account:
        raise _HandedOn
    return command(tx)


async def _handed(house: House, bot: int, arrival: Arrival) -> list[Told]:
    """What whoever has the phone now sees first."""
    who, _ = await house.database.read(joining.recognise, bot, arrival.telegram)
    assert who is not None, "somebody has the phone"
    begin = partial(joining.welcome, who=who, rules=house.rules, languages=house.texts.languages)
    told = await house.database.write(telling.once, who.account, begin, cause=f"{arrival.cause}:handed")
    return [told] if told is not None else []


async def allowed(house: House, bot: int, arrival: Arrival) -> str:
    """May a payment go on? "" for yes, else the sentence that the payer's phone shows. Raises DatabaseTrouble only."""
    assert isinstance(arrival.did, Checkout)
    who, _ = await house.database.read(joining.recognise, bot, arrival.telegram)
    asked = arrival.did
    try:
        await house.database.read(
            charging.check, who, asked.payload, asked.currency, asked.units, house.rules
        )
    except Refusal as refusal:
        t = house.texts.speak(who.language if who else house.texts.nearest(arrival.language))
        said = Refused(type(refusal).__name__, dict(refusal.values))
        return plain(screens.show(said, t, house.installation).text)
    return ""


async def _gone(house: House, who: Who | None, change: Gone) -> list[Told]:
    if who is None:
        return []
    if change.blocked:
        await house.database.write(joining.blocked, who)
        return []
    await house.database.write(joining.unblocked, who)
    return await _waited(house, who)


async def _waited(house: House, who: Who, own: Sequence[Told] = ()) -> list[Told]:
    """What waited for them beside their own; where several programs send, what this one gets hold of."""
    shown = {told.seq for told in own}
    waiting = await house.database.read(delivering.waiting_for, who.account)
    return await claimed(house.database, [told for told, _ in waiting if told.seq not in shown])


def _refused(tx: Tx, refused: Refused) -> Outcome:
    return refused


def meaning(house: House, who: Who, question: Row | None, arrival: Arrival) -> Act:
    """The action an arrival stands for."""
    verb, word, mark, known = _verb(house, who, question, arrival)
    wish = Wish(who, word, mark, arrival, house.rules, house.texts.languages, house.ways)
    if isinstance(arrival.did, Paid):  # money is here: whoever they are, and whatever they agreed to
        return deposits.on_paid(wish, arrival.did)
    handler = (COMMANDS if known == "command" else KEYS).get(verb)
    if not who.agreed and verb not in worker.BEFORE_CONSENT:
        return worker.on_too_early(wish)
    if isinstance(arrival.did, Edited):
        return worker.on_edited(wish, arrival.did)
    if handler is not None:
        return handler(wish)
    if verb == "text":
        return worker.on_marked_text(wish)
    if isinstance(arrival.did, SentFile):
        return requester.on_file(wish, arrival.did)
    if verb == "input" and isinstance(arrival.did, Event):
        return worker.on_unmarked(wish, arrival.did)
    return partial(worker.not_understood, who=who)


def _verb(house: House, who: Who, question: Row | None, arrival: Arrival) -> tuple[str, str, str, str]:
    """(verb, word, mark, "command" or "key")."""
    if isinstance(arrival.did, Command):
        return arrival.did.name, arrival.did.payload, "", "command"
    if isinstance(arrival.did, Edited | Tapped | Checkout | Paid) or arrival.did is None:
        return "", "", "", "key"
    if not isinstance(arrival.did, Wrote):
        return "input", "", "", "key"
    mark, rest = marks.split(arrival.did.text)
    if not mark:
        verb = _bare(house, who, rest)
        return (verb, "", "", "key") if verb else ("input", "", "", "key")
    if question is None:  # a picture that is no mark of theirs: words like any other
        return "input", "", "", "key"
    facts = telling.facts(question)
    for language in dict.fromkeys((str(question["language"]), who.language)):
        act = screens.acts(facts, house.texts.speak(language), house.installation).get(marks.normal(rest))
        if act is not None:
            verb, _, word = act.partition(":")
            return verb, word, mark, "key"
    return ("text", rest, mark, "key") if facts.takes_words and rest else ("", "", "", "key")


def _bare(house: House, who: Who, text: str) -> str:
    said = marks.normal(text)
    for language in dict.fromkeys((who.language, "en")):
        act = screens.bare(house.texts.speak(language)).get(said)
        if act is not None:
            return act
    return ""


async def set_aside(
    house: House, bot: int, telegram: int, raw: dict[str, Any], error: Exception, cause: str
) -> Told | None:
    """An update that can't be read or crashed: its shape is kept with a number, said to its sender, blocking nobody."""
    house.meters.count("ujima_updates_total", "aside")
    house.meters.count("ujima_incidents_total", "update")
    told: Told | None = await house.database.write(_set_aside, bot, telegram, raw, error, cause=cause)
    return told


def _set_aside(tx: Tx, bot: int, telegram: int, raw: dict[str, Any], error: Exception) -> Told | None:
    if not tx.run("telling.note_cause", key=tx.cause, now=tx.now):
        return None
    why = wordless.why(error, raw)[-error_characters_max:].replace("\0", "")
    why = why.encode("utf-8", "replace").decode()
    incident = telling.set_aside(tx, json.dumps(wordless.shape(raw), ensure_ascii=True), why)
    log.error("update set aside", incident=code(incident), kept=incident, error=type(error).__name__, why=why)
    who, _ = joining.recognise(tx, bot, telegram)
    if who is None:
        return None
    return telling.tell(
        tx, who.account, Sorry(incident=code(incident), current=telling.current_mark(tx, who))
    )
