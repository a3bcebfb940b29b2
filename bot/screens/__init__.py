"""What people see: outcome and translator in, Screen out. Pure; one function an outcome.

`show` is the whole of it; `acts` says what the keys of a question mean, so that a label which comes back
hours later still finds its act. Each room has a table `SCREENS` of its outcomes below its functions.

samples  sample facts for every screen, room by room; `gallery` draws each once

worker   the way from the first message to the next task
hard     hard content: described, covered, and what is between
alarms   tasks that were reported as violent or illegal
choosing  what hard content somebody wants, asked by category
bundles  small questions to take along, answered offline
requester  how one becomes a requester, and what is said of their files
packs    a requester's packs: before they start, while they run, and after
pilots   what a pilot showed, and its rest at another price
menus    the keys behind More, and what is said beside a question
cards    what is looked up: money, history, rules, help
claims   reviews and claims, to both sides
cases    what a moderator looks at and decides
interpreting  what an interpreter of a case is asked, and what who decides hears of it
findings what is found in a case, and why: sentences and keys that several screens share
cashing  money on its way out
deposits paying in
papers   what is sent as a file: statements, records, invoices
voices   what worker and requester say to each other
shares   consent that is withdrawn, and shares of a resale
support  somebody to talk to
traffic  what the work costs in bytes
own      one's own limits: hours, quiet hours, a free day
accounts  limits that somebody set on what a person may work on
proposals  what those who work here propose and vote on
records  what is known of a requester, and workers' marks
households  several people on one phone
grievances  what people say of a pack that they find unfair
room     the workers' room
amendments  an installation's own rules
listening  messages read aloud
words    sentences that several screens share

operator  what the operator reads on the command line: sentences, no Screen
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from bot.domain import marks, outcomes
from bot.domain.outcomes import Outcome, Question
from bot.domain.outcomes.alarms import LookFirst
from bot.domain.outcomes.bundles import Bundle
from bot.domain.outcomes.worker import Hard, Task
from bot.screen import Key, Screen
from bot.screens import (
    accounts,
    alarms,
    amendments,
    bundles,
    cards,
    cases,
    cashing,
    choosing,
    claims,
    deposits,
    gallery,
    grievances,
    hard,
    households,
    interpreting,
    listening,
    menus,
    own,
    packs,
    papers,
    pilots,
    proposals,
    records,
    requester,
    room,
    shares,
    support,
    traffic,
    voices,
    worker,
)
from bot.screens.words import Installation, Shown
from bot.texts import Translator

acts_kept_max = 1_000  # of packs, languages and what was chosen so far

_ROOMS = (
    worker,
    accounts,
    households,
    hard,
    alarms,
    choosing,
    bundles,
    menus,
    cards,
    requester,
    packs,
    pilots,
    claims,
    cases,
    interpreting,
    cashing,
    deposits,
    papers,
    voices,
    shares,
    traffic,
    own,
    support,
    records,
    proposals,
    grievances,
    room,
    amendments,
    listening,
)
_SCREENS: Shown = {outcome: shown for room in _ROOMS for outcome, shown in room.SCREENS.items()}


def show(outcome: Outcome, t: Translator, house: Installation) -> Screen:
    """The message an outcome is, in one language."""
    return listening.aloud(_SCREENS[type(outcome)](outcome, t, house), outcome, t)


def acts(question: Question, t: Translator, house: Installation) -> Mapping[str, str]:
    """What each label of a question means: normal label without its mark → act. Its menus' keys are in it too."""
    if isinstance(question, Task):
        settings, draft = (json.dumps(one, sort_keys=True) for one in (question.settings, question.draft))
        is_hard = question.hard is not None
        return _acts_of_tasks(question.kind, settings, question.languages, draft, is_hard, t)
    keys = [key for row in show(question, t, house).keyboard for key in row]
    if isinstance(question, LookFirst):
        keys += alarms.every_closer_key(question, t)
    if isinstance(question, Bundle):
        keys += bundles.every_key(question, t)
    if question.takes_words:
        keys += menus.is_this_keys(outcomes.marked(question), t)
    return _acts(keys)


@lru_cache(maxsize=acts_kept_max)
def _acts_of_tasks(
    kind: str, settings: str, languages: tuple[str, ...], draft: str, is_hard: bool, t: Translator
) -> Mapping[str, str]:
    """The same for all tasks of a pack: neither the item nor the mark changes what a label means."""
    chosen, mark = json.loads(draft), marks.MARKS[0]
    told = Hard({}, 1, (), 0) if is_hard else None
    task = Task(0, 0, kind, json.loads(settings), languages, {}, {}, draft=chosen, mark=mark, hard=told)
    return _acts(menus.every_key(task, t))


def _acts(keys: Iterable[Key]) -> dict[str, str]:
    found: dict[str, str] = {}
    for key in keys:
        mark, label = marks.split(key.label)
        if mark:
            found.setdefault(marks.normal(label), key.act)
    return found


def bare(t: Translator) -> dict[str, str]:
    """The keys without a mark: normal label → act."""
    return {marks.normal(label): act for label, act in menus.bare_keys(t)}


def commands(t: Translator) -> tuple[tuple[str, str], ...]:
    """The commands a phone lists, with what each is for: plain text of at most 256 characters."""
    return cards.commands(t)


def commands_of_requesters(t: Translator) -> tuple[tuple[str, str], ...]:
    """The commands that the phone of somebody who brings work lists."""
    return requester.commands(t) + cards.commands(t)


def description(t: Translator) -> str:
    """What a phone shows before the first message; plain text of at most 512 characters."""
    return cards.description(t)


def short_description(t: Translator) -> str:
    """What the bot's profile says; plain text of at most 120 characters."""
    return cards.short_description(t)


def gallery_page(spoken: Sequence[Translator]) -> str:
    """One HTML page with every screen in each language."""
    return gallery.page(spoken, show)
