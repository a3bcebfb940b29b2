"""What people see: outcome and translator in, Screen out. Pure; one function an outcome.

`show` is the whole of it; `acts` says what the keys of a question mean, so that a label which comes back
hours later still finds its act. `gallery` shows every screen once.

worker   the way from the first message to the next task
requester  from a role and a file to results
menus    the keys behind More, and what is said beside a question
cards    what is looked up: money, history, rules, help
words    sentences that several screens share
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from bot.domain import marks, outcomes
from bot.domain.outcomes import Outcome, Question, Task
from bot.screen import Screen
from bot.screens import cards, gallery, menus, requester, worker
from bot.screens.words import Installation
from bot.texts import Translator

_SCREENS: dict[type[Any], Callable[..., Screen]] = {
    outcomes.Welcome: worker.welcome,
    outcomes.Languages: worker.languages,
    outcomes.Offer: worker.offer,
    outcomes.Reading: worker.reading,
    outcomes.Task: worker.task,
    outcomes.Paused: worker.paused,
    outcomes.NothingLeft: worker.nothing_left,
    outcomes.More: menus.more,
    outcomes.Wrong: menus.wrong,
    outcomes.IsThis: menus.is_this,
    outcomes.AlreadySaved: menus.already_saved,
    outcomes.SavedElsewhere: menus.saved_elsewhere,
    outcomes.Nudge: menus.nudge,
    outcomes.NotUnderstood: menus.not_understood,
    outcomes.Refused: menus.refused,
    outcomes.Sorry: menus.sorry,
    outcomes.WhoAsks: cards.who_asks,
    outcomes.Examples: cards.examples,
    outcomes.Money: cards.money,
    outcomes.Statement: cards.statement,
    outcomes.History: cards.history,
    outcomes.MyData: cards.my_data,
    outcomes.Rules: cards.rules,
    outcomes.Help: cards.help_card,
    outcomes.Support: cards.support,
    outcomes.About: cards.about,
    outcomes.RoleAsked: requester.role_asked,
    outcomes.RoleWaits: requester.role_waits,
    outcomes.RoleStands: requester.role_stands,
    outcomes.RoleGiven: requester.role_given,
    outcomes.RoleDeclined: requester.role_declined,
    outcomes.FileProgress: requester.file_progress,
    outcomes.FileFaulty: requester.file_faulty,
    outcomes.FileCame: requester.file_came,
    outcomes.RowsCame: requester.rows_came,
    outcomes.RowsWait: requester.rows_wait,
    outcomes.TableCame: requester.table_came,
    outcomes.Template: requester.template,
    outcomes.PackReady: requester.pack_ready,
    outcomes.Previewed: requester.previewed,
    outcomes.Preview: requester.preview,
    outcomes.PayIn: requester.pay_in,
    outcomes.Launched: requester.launched,
    outcomes.PilotOver: requester.pilot_over,
    outcomes.PackMoved: requester.pack_moved,
    outcomes.CloseAsked: requester.close_asked,
    outcomes.PackClosed: requester.pack_closed,
    outcomes.Packs: requester.packs,
    outcomes.PackStatus: requester.pack_status,
    outcomes.ResultsBegun: requester.results_begun,
    outcomes.ResultsNone: requester.results_none,
    outcomes.ResultFile: requester.result_file,
}


def show(outcome: Outcome, t: Translator, house: Installation) -> Screen:
    """The message an outcome is, in one language."""
    return _SCREENS[type(outcome)](outcome, t, house)


def acts(question: Question, t: Translator, house: Installation) -> dict[str, str]:
    """What each label of a question means: normal label without its mark → act. Its menus' keys are in it too."""
    if isinstance(question, Task):
        keys = menus.every_key(question, t)
    else:
        keys = [key for row in show(question, t, house).keyboard for key in row]
        if outcomes.takes_words(question):
            keys += menus.is_this_keys(question.mark, t)
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
