"""The worker's handlers: each picks one action for what somebody did. The table reads like a table of contents."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from bot.actions import (
    accounting,
    amending,
    bundling,
    choosing,
    forgetting,
    handing,
    joining,
    limiting,
    listening,
    metering,
    offering,
    papering,
    proving,
    recording,
    reporting,
    resting,
    serving,
    taking,
    telling,
    uncovering,
    working,
)
from bot.chat import cashing
from bot.chat.inbox import Edited
from bot.chat.wish import (
    Command,
    Handler,
    Wish,
    at_its_time,
    closing,
    closing_number,
    for_mark,
    plain,
    with_rules,
)
from bot.domain.events import Event, Pressed, Wrote
from bot.domain.outcomes import Outcome
from bot.domain.outcomes.worker import NotUnderstood
from bot.domain.people import Who
from bot.storage import Tx


def on_start(wish: Wish) -> Command:
    """/start, with any payload: a payload gives nobody anything."""
    name = wish.arrival.first_name[:64]
    return partial(joining.welcome, who=wish.who, rules=wish.rules, languages=wish.languages, name=name)


def on_too_early(wish: Wish) -> Command:
    """Anything else before [Start]."""
    name = wish.arrival.first_name[:64]
    return partial(joining.too_early, who=wish.who, rules=wish.rules, languages=wish.languages, name=name)


def on_language(wish: Wish) -> Command:
    """/language, /language_ar or a language's key."""
    if wish.word in wish.languages:
        return partial(
            joining.speak, who=wish.who, rules=wish.rules, language=wish.word, languages=wish.languages
        )
    return partial(joining.choose_language, who=wish.who, languages=wish.languages)


def on_answer(wish: Wish) -> Command:
    """A key of a kind's."""
    return at_its_time(partial(working.answer, event=Pressed(wish.word)))(wish)


def on_marked_text(wish: Wish) -> Command:
    """A text behind a mark that is no key: typed as the answer to that question."""
    did = wish.arrival.did
    event = Wrote(wish.word, wish.arrival.message, isinstance(did, Wrote) and did.forwarded)
    return at_its_time(partial(taking.marked, event=event, takers=cashing.takers(wish.ways)))(wish)


def on_unmarked(wish: Wish, event: Event) -> Command:
    """Input without a mark."""
    if isinstance(event, Wrote):
        event = replace(event, number=wish.arrival.message)
    return partial(
        taking.unmarked,
        who=wish.who,
        rules=wish.rules,
        event=event,
        message=wish.arrival.message,
        sent_at=wish.arrival.sent_at,
        takers=cashing.takers(wish.ways),
    )


def on_look(wish: Wish) -> Command:
    """[Show it], and the keys for a closer look."""
    return at_its_time(partial(uncovering.look, how=wish.word))(wish)


def on_closer(how: str) -> Handler:
    """[Larger picture], [Play] and [The clip]."""
    return at_its_time(partial(uncovering.closer, how=how))


def on_hard(wish: Wish) -> Command:
    """/hard, and what is chosen there."""
    return partial(choosing.hard, who=wish.who, rules=wish.rules, written=wish.word)


def on_mood(wish: Wish) -> Command:
    """How they are. However it is, the question is closed in the same words."""
    return closing(partial(uncovering.mood, how=wish.word), "mood")(wish)


def on_edited(wish: Wish, edited: Edited) -> Command:
    """A text written over after it was sent."""
    event = Wrote(edited.text, wish.arrival.message)
    return partial(taking.edited, who=wish.who, rules=wish.rules, event=event, sent_at=wish.arrival.sent_at)


def on_household(wish: Wish) -> Command:
    """/household, and who has the phone."""
    return partial(handing.household, who=wish.who, written=wish.word, message=wish.arrival.message)


def on_report(wish: Wish) -> Command:
    """One of the six things that may be wrong."""
    if wish.word not in reporting.GROUNDS:
        return partial(reporting.wrong_now, who=wish.who)
    return partial(reporting.report, who=wish.who, rules=wish.rules, mark=wish.mark, ground=wish.word)


def on_is_this(yes: bool) -> Handler:
    """[Yes] and [No] to "is this your answer?"."""
    return at_its_time(partial(taking.is_this, yes=yes))


def on_statement(wish: Wish) -> Command:
    """/statement, and the same as a file: /statement_pdf, /statement_csv."""
    if wish.word in ("pdf", "csv"):
        return partial(papering.wish_statement, who=wish.who, form=wish.word)
    return partial(accounting.statement, who=wish.who)


def on_data(wish: Wish) -> Command:
    """/data, /data_text, /data_small, /data_large."""
    return partial(metering.data, who=wish.who, word=wish.word)


def on_listen(wish: Wish) -> Command:
    """[🔊] and /listen, /listen_money, /listen_always, /listen_key."""
    return partial(listening.listen, who=wish.who, word=wish.word)


def on_about(wish: Wish) -> Command:
    """/about: who runs this; /about_NAME: who asks in a pack, and their record."""
    if wish.word:
        return partial(accounting.about_pack, who=wish.who, name=wish.word)
    return partial(joining.about, who=wish.who)


def on_wrong(wish: Wish) -> Command:
    """[Something is wrong], or /wrong."""
    if wish.mark:
        return partial(reporting.wrong, who=wish.who, mark=wish.mark)
    return partial(reporting.wrong_now, who=wish.who)


def not_understood(tx: Tx, who: Who) -> Outcome:
    """What means nothing here."""
    return NotUnderstood(current=telling.current_mark(tx, who))


KEYS: dict[str, Handler] = {
    "agree": closing(joining.agree, "agree"),
    "languages": on_language,
    "language": on_language,
    "rules": plain(amending.page),
    "start": closing_number(serving.start, "start"),
    "else": closing_number(offering.pass_over, "else"),
    "who": lambda wish: partial(accounting.who_asks, who=wish.who, pack=wish.number),
    "go": closing_number(serving.go, "go"),
    "examples": lambda wish: partial(accounting.examples, who=wish.who, mark=wish.mark),
    "again": closing(serving.look_again, "again"),
    "kind": on_answer,
    "skip": for_mark(uncovering.skip),
    "more": plain(working.more),
    "back": with_rules(serving.work),
    "undo": for_mark(bundling.undo),
    "leave": for_mark(uncovering.other),
    "look": on_look,
    "left": for_mark(uncovering.left),
    "next": closing(serving.following, "next"),
    "rest": closing(uncovering.rest, "rest"),
    "mood": on_mood,
    "larger": on_closer("larger"),
    "single": with_rules(serving.work),
    "sheet": for_mark(bundling.pictures),
    "play": on_closer("sound"),
    "clip": on_closer("clip"),
    "wrong": lambda wish: on_report(wish) if wish.word else on_wrong(wish),
    "yes": on_is_this(True),
    "no": on_is_this(False),
    "pause": plain(resting.pause),
    "goon": closing(resting.go_on, "goon"),
    "listen": on_listen,
    "anyway": closing(resting.go_on_anyway, "anyway"),
    "help": plain(accounting.help_card),
}

COMMANDS: dict[str, Handler] = {
    "start": on_start,
    "tasks": with_rules(resting.work),
    "undo": for_mark(bundling.undo),
    "pocket": with_rules(bundling.pocket),
    "statement": on_statement,
    "forget": lambda wish: partial(forgetting.forget, who=wish.who, code=wish.word),
    "receipt": lambda wish: partial(proving.receipt, who=wish.who, word=wish.word.strip()),
    "seal": plain(proving.seal),
    "record": lambda wish: partial(recording.record, who=wish.who, written=wish.word),
    "wrong": on_wrong,
    "violent": with_rules(reporting.violent_now),
    "pause": plain(resting.pause),
    "hard": on_hard,
    "limits": lambda wish: partial(limiting.limits, who=wish.who, written=wish.word),
    "clock": lambda wish: partial(resting.clock, who=wish.who, written=wish.word),
    "language": on_language,
    "listen": on_listen,
    "data": on_data,
    "history": plain(accounting.history),
    "mydata": plain(accounting.my_data),
    "privacy": plain(accounting.privacy),  # Telegram asks every bot for it
    "rules": lambda wish: partial(amending.page, who=wish.who, word=wish.word),
    "about": on_about,
    "official": plain(joining.official),
    "household": on_household,
    "help": plain(accounting.help_card),
}

BEFORE_CONSENT = frozenset(
    {
        "start",
        "agree",
        "language",
        "languages",
        "listen",
        "rules",
        "about",
        "official",
        "help",
        "mydata",
        "privacy",
        "forget",
        "household",
    }
)
