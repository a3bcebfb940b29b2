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
from bot.domain.outcomes import Outcome, Question
from bot.domain.outcomes.cashing import (
    IsItShared,
    IsItYours,
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
    Insisting,
    Mending,
    Objection,
    Reasoning,
    Reviewed,
    Reviewing,
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
    MoneyLow,
    QuestionCame,
    QuestionSent,
)
from bot.domain.outcomes.worker import (
    About,
    AlreadySaved,
    Examples,
    Help,
    History,
    IsThis,
    Languages,
    Money,
    More,
    MyData,
    NothingLeft,
    NotUnderstood,
    Nudge,
    Offer,
    Paused,
    Reading,
    Refused,
    Rules,
    SavedElsewhere,
    Sorry,
    Statement,
    Support,
    Task,
    Welcome,
    WhoAsks,
    Wrong,
)
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
    Welcome: worker.welcome,
    Languages: worker.languages,
    Offer: worker.offer,
    Reading: worker.reading,
    Task: worker.task,
    Paused: worker.paused,
    NothingLeft: worker.nothing_left,
    More: menus.more,
    Wrong: menus.wrong,
    IsThis: menus.is_this,
    AlreadySaved: menus.already_saved,
    SavedElsewhere: menus.saved_elsewhere,
    Nudge: menus.nudge,
    NotUnderstood: menus.not_understood,
    Refused: menus.refused,
    Sorry: menus.sorry,
    WhoAsks: cards.who_asks,
    Examples: cards.examples,
    Money: cards.money,
    Statement: cards.statement,
    History: cards.history,
    MyData: cards.my_data,
    Rules: cards.rules,
    Help: cards.help_card,
    Support: cards.support,
    About: cards.about,
    RoleAsked: requester.role_asked,
    RoleWaits: requester.role_waits,
    RoleStands: requester.role_stands,
    RoleGiven: requester.role_given,
    RoleDeclined: requester.role_declined,
    FileProgress: requester.file_progress,
    FileFaulty: requester.file_faulty,
    FileCame: requester.file_came,
    PackSeen: requester.pack_seen,
    RowsCame: requester.rows_came,
    RowsWait: requester.rows_wait,
    TableCame: requester.table_came,
    Template: requester.template,
    PackReady: requester.pack_ready,
    Previewed: requester.previewed,
    Preview: requester.preview,
    MoneyShort: requester.money_short,
    Launched: requester.launched,
    PilotOver: requester.pilot_over,
    PackMoved: requester.pack_moved,
    CloseAsked: requester.close_asked,
    PackClosed: requester.pack_closed,
    Packs: requester.packs,
    PackStatus: requester.pack_status,
    ResultsBegun: requester.results_begun,
    ResultsNone: requester.results_none,
    ResultFile: requester.result_file,
    Claimed: claims.claimed,
    Disagreeing: claims.disagreeing,
    Disagreed: claims.disagreed,
    Ruled: claims.ruled,
    Mending: claims.mending,
    Floored: claims.floored,
    FloorNeeds: claims.floor_needs,
    Objection: claims.objection,
    Insisting: claims.insisting,
    Reviewing: claims.reviewing,
    Reasoning: claims.reasoning,
    Reviewed: claims.reviewed,
    Purse: cashing.purse,
    WhereTo: cashing.where_to,
    WhichPlace: cashing.which_place,
    IsItYours: cashing.is_it_yours,
    IsItShared: cashing.is_it_shared,
    PayoutNews: cashing.payout_news,
    PlaceChanged: cashing.place_changed,
    PayIn: deposits.pay_in,
    PayByHand: deposits.by_hand,
    PayByCard: deposits.invoice,
    PayLinkComing: deposits.link_coming,
    PayLink: deposits.link,
    PaidIn: deposits.paid,
    PaidAside: deposits.aside,
    StatementFile: papers.statement_file,
    InvoiceFile: papers.invoice_file,
    RecordChoice: papers.record_choice,
    RecordFile: papers.record_file,
    ReceiptFile: papers.receipt_file,
    SealTold: papers.seal_told,
    ForgetTold: papers.forget_told,
    Forgotten: papers.forgotten,
    AskThem: voices.ask_them,
    AnswerThis: voices.answer_this,
    QuestionSent: voices.question_sent,
    QuestionCame: voices.question_came,
    AnswerSent: voices.answer_sent,
    AnswerCame: voices.answer_came,
    Faq: voices.faq,
    BonusHow: voices.bonus_how,
    BonusPaid: voices.bonus_paid,
    BonusCame: voices.bonus_came,
    BecameHow: voices.became_how,
    BecameSent: voices.became_sent,
    Became: voices.became,
    BecameList: voices.became_list,
    MoneyLow: voices.money_low,
    HookSet: voices.hook_set,
    HookShown: voices.hook_shown,
    HookPaused: voices.hook_paused,
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
