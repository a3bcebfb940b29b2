"""What people see: outcome and translator in, Screen out. Pure; one function an outcome.

`show` is the whole of it; `acts` says what the keys of a question mean, so that a label which comes back
hours later still finds its act. `gallery` shows every screen once.

worker   the way from the first message to the next task
requester  from a role and a file to results
menus    the keys behind More, and what is said beside a question
cards    what is looked up: money, history, rules, help
claims   reviews and claims, to both sides
cashing  money on its way out
deposits paying in
papers   what is sent as a file: statements, records, invoices
voices   what worker and requester say to each other
words    sentences that several screens share
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from bot.domain import marks, outcomes
from bot.domain.outcomes import Outcome, Question, Task
from bot.screen import Screen
from bot.screens import (
    cards,
    cashing,
    claims,
    deposits,
    gallery,
    menus,
    papers,
    requester,
    voices,
    worker,
)
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
    outcomes.PackSeen: requester.pack_seen,
    outcomes.RowsCame: requester.rows_came,
    outcomes.RowsWait: requester.rows_wait,
    outcomes.TableCame: requester.table_came,
    outcomes.Template: requester.template,
    outcomes.PackReady: requester.pack_ready,
    outcomes.Previewed: requester.previewed,
    outcomes.Preview: requester.preview,
    outcomes.MoneyShort: requester.money_short,
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
    outcomes.Claimed: claims.claimed,
    outcomes.Disagreeing: claims.disagreeing,
    outcomes.Disagreed: claims.disagreed,
    outcomes.Ruled: claims.ruled,
    outcomes.Mending: claims.mending,
    outcomes.Floored: claims.floored,
    outcomes.FloorNeeds: claims.floor_needs,
    outcomes.Objection: claims.objection,
    outcomes.Insisting: claims.insisting,
    outcomes.Reviewing: claims.reviewing,
    outcomes.Reasoning: claims.reasoning,
    outcomes.Reviewed: claims.reviewed,
    outcomes.ReviewFile: claims.review_file,
    outcomes.ReviewDone: claims.review_done,
    outcomes.ReviewRefused: claims.review_refused,
    outcomes.Purse: cashing.purse,
    outcomes.WhereTo: cashing.where_to,
    outcomes.WhichPlace: cashing.which_place,
    outcomes.IsItYours: cashing.is_it_yours,
    outcomes.IsItShared: cashing.is_it_shared,
    outcomes.PayoutNews: cashing.payout_news,
    outcomes.PlaceChanged: cashing.place_changed,
    outcomes.PayIn: deposits.pay_in,
    outcomes.PayByHand: deposits.by_hand,
    outcomes.PayByCard: deposits.invoice,
    outcomes.PayLinkComing: deposits.link_coming,
    outcomes.PayLink: deposits.link,
    outcomes.PaidIn: deposits.paid,
    outcomes.PaidAside: deposits.aside,
    outcomes.StatementFile: papers.statement_file,
    outcomes.InvoiceFile: papers.invoice_file,
    outcomes.RecordChoice: papers.record_choice,
    outcomes.RecordFile: papers.record_file,
    outcomes.ReceiptFile: papers.receipt_file,
    outcomes.SealTold: papers.seal_told,
    outcomes.ForgetTold: papers.forget_told,
    outcomes.Forgotten: papers.forgotten,
    outcomes.AskThem: voices.ask_them,
    outcomes.AnswerThis: voices.answer_this,
    outcomes.QuestionSent: voices.question_sent,
    outcomes.QuestionCame: voices.question_came,
    outcomes.AnswerSent: voices.answer_sent,
    outcomes.AnswerCame: voices.answer_came,
    outcomes.Faq: voices.faq,
    outcomes.BonusHow: voices.bonus_how,
    outcomes.BonusPaid: voices.bonus_paid,
    outcomes.BonusCame: voices.bonus_came,
    outcomes.BecameHow: voices.became_how,
    outcomes.BecameSent: voices.became_sent,
    outcomes.Became: voices.became,
    outcomes.BecameList: voices.became_list,
    outcomes.MoneyLow: voices.money_low,
    outcomes.HookSet: voices.hook_set,
    outcomes.HookShown: voices.hook_shown,
    outcomes.HookPaused: voices.hook_paused,
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
