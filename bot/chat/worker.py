"""The worker's handlers: each picks one action for what somebody did. The table reads like a table of contents."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from bot.actions import accounting, joining, papering, reporting, resting, serving, telling, working
from bot.chat.inbox import Arrival
from bot.domain.events import Event, Pressed, Wrote
from bot.domain.limits import Rules
from bot.domain.outcomes import NotUnderstood, Outcome
from bot.domain.people import Who
from bot.storage import Tx

Command = Callable[[Tx], Outcome | None]


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants: who, the word after the verb, and the mark of the question it belongs to ("" for none)."""

    who: Who
    word: str
    mark: str
    arrival: Arrival
    rules: Rules
    languages: tuple[str, ...]

    @property
    def number(self) -> int:
        """The word as an id; 0 when it is none."""
        return int(self.word) if self.word.isascii() and self.word.isdigit() and len(self.word) < 19 else 0


def _with_rules(action: Callable[..., Outcome | None]) -> Callable[[Wish], Command]:
    return lambda wish: partial(action, who=wish.who, rules=wish.rules)


def _for_mark(action: Callable[..., Outcome | None]) -> Callable[[Wish], Command]:
    return lambda wish: partial(action, who=wish.who, rules=wish.rules, mark=wish.mark)


def _closing(action: Callable[..., Outcome | None], how: str) -> Callable[[Wish], Command]:
    return lambda wish: partial(
        telling.closing,
        who=wish.who,
        mark=wish.mark,
        how=how,
        action=partial(action, who=wish.who, rules=wish.rules),
    )


def _closing_pack(action: Callable[..., Outcome | None], how: str) -> Callable[[Wish], Command]:
    return lambda wish: _closing(partial(action, pack=wish.number), how)(wish)


def _plain(action: Callable[..., Outcome | None]) -> Callable[[Wish], Command]:
    return lambda wish: partial(action, who=wish.who)


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
    event = Pressed(wish.word)
    return partial(
        working.answer,
        who=wish.who,
        rules=wish.rules,
        mark=wish.mark,
        event=event,
        sent_at=wish.arrival.sent_at,
    )


def on_marked_text(wish: Wish) -> Command:
    """A text behind a mark that is no key: typed as the answer to that question."""
    event = Wrote(wish.word)
    return partial(
        working.answer,
        who=wish.who,
        rules=wish.rules,
        mark=wish.mark,
        event=event,
        sent_at=wish.arrival.sent_at,
    )


def on_unmarked(wish: Wish, event: Event) -> Command:
    """Input without a mark."""
    return partial(
        working.take_unmarked,
        who=wish.who,
        rules=wish.rules,
        event=event,
        message=wish.arrival.message,
        sent_at=wish.arrival.sent_at,
    )


def on_report(wish: Wish) -> Command:
    """One of the six things that may be wrong."""
    if wish.word not in reporting.GROUNDS:
        return partial(reporting.wrong_now, who=wish.who)
    return partial(reporting.report, who=wish.who, rules=wish.rules, mark=wish.mark, ground=wish.word)


def on_is_this(yes: bool) -> Callable[[Wish], Command]:
    """[Yes] and [No] to "is this your answer?"."""
    return lambda wish: partial(
        working.is_this, who=wish.who, rules=wish.rules, mark=wish.mark, yes=yes, sent_at=wish.arrival.sent_at
    )


def on_statement(wish: Wish) -> Command:
    """/statement, and the same as a file: /statement_pdf, /statement_csv."""
    if wish.word in ("pdf", "csv"):
        return partial(papering.wish_statement, who=wish.who, form=wish.word)
    return partial(accounting.statement, who=wish.who)


def on_wrong(wish: Wish) -> Command:
    """[Something is wrong], or /wrong."""
    if wish.mark:
        return partial(reporting.wrong, who=wish.who, mark=wish.mark)
    return partial(reporting.wrong_now, who=wish.who)


def not_understood(tx: Tx, who: Who) -> Outcome:
    """What means nothing here."""
    return NotUnderstood(current=telling.current_mark(tx, who))


KEYS: dict[str, Callable[[Wish], Command]] = {
    "agree": _closing(joining.agree, "agree"),
    "languages": on_language,
    "language": on_language,
    "rules": _plain(joining.rules_page),
    "start": _closing_pack(serving.start, "start"),
    "else": _closing_pack(serving.pass_over, "else"),
    "who": lambda wish: partial(accounting.who_asks, who=wish.who, pack=wish.number),
    "go": _closing_pack(serving.go, "go"),
    "examples": lambda wish: partial(accounting.examples, who=wish.who, mark=wish.mark),
    "again": _closing(serving.look_again, "again"),
    "kind": on_answer,
    "skip": _for_mark(working.skip),
    "more": _plain(working.more),
    "back": _with_rules(serving.work),
    "undo": _for_mark(working.undo),
    "leave": _for_mark(working.leave),
    "larger": _for_mark(working.larger),
    "play": _for_mark(working.play),
    "clip": _for_mark(working.clip),
    "wrong": lambda wish: on_report(wish) if wish.word else on_wrong(wish),
    "yes": on_is_this(True),
    "no": on_is_this(False),
    "pause": _plain(resting.pause),
    "goon": _closing(resting.go_on, "goon"),
    "money": _plain(accounting.money),
    "help": _plain(accounting.help_card),
}

COMMANDS: dict[str, Callable[[Wish], Command]] = {
    "start": on_start,
    "tasks": _with_rules(resting.work),
    "undo": _for_mark(working.undo),
    "money": _plain(accounting.money),
    "statement": on_statement,
    "wrong": on_wrong,
    "violent": _with_rules(reporting.violent_now),
    "pause": _plain(resting.pause),
    "support": _plain(joining.support),
    "language": on_language,
    "history": _plain(accounting.history),
    "mydata": _plain(accounting.my_data),
    "rules": _plain(joining.rules_page),
    "about": _plain(joining.about),
    "help": _plain(accounting.help_card),
}

BEFORE_CONSENT = frozenset(
    {"start", "agree", "language", "languages", "rules", "about", "support", "help", "mydata"}
)
