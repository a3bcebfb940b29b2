"""The moderator's handlers: each picks one action for what they pressed or wrote."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from bot.actions import interpreting, moderating, restricting, ruling, telling, viewing
from bot.chat.wish import Command, Handler, Wish, at_its_time
from bot.domain.outcomes import Outcome
from bot.domain.outcomes.cases import Case, CaseItem, Cases, Interpreting, Opinion
from bot.domain.outcomes.worker import NotUnderstood
from bot.storage import Tx


def on_cases(wish: Wish) -> Command:
    """/cases, or with a number a day."""
    return partial(moderating.board, who=wish.who, rules=wish.rules, word=wish.word)


def of_code(action: Callable[..., Outcome | None]) -> Handler:
    """Action(tx, who, rules, code); without a code the queue."""
    return lambda wish: (
        partial(action, who=wish.who, rules=wish.rules, code=wish.code) if wish.word else on_cases(wish)
    )


def on_appeal(wish: Wish) -> Command:
    """/appeal_4F2K, of a limit on an account or of a claim."""

    def act(tx: Tx) -> Outcome | None:
        limit = restricting.appeal(tx, wish.who, wish.code, wish.said)
        return limit or ruling.appeal(tx, wish.who, wish.code, wish.said)

    return act


def on_role(wish: Wish) -> Command:
    """/moderator CODE."""
    return partial(moderating.role, who=wish.who, code=wish.code)


def _of(form: type[object], action: Callable[..., Outcome | None], how: str, name: str = "") -> Handler:
    """A key of one form of question: action(tx, who, rules, facts), which settles it; `name`: of the word behind the verb."""

    def handler(wish: Wish) -> Command:
        def act(tx: Tx) -> Outcome | None:
            row = tx.one("telling.question", account=wish.who.account, mark=wish.mark)
            facts = telling.facts(row) if row is not None else None
            if not isinstance(facts, form):
                return NotUnderstood(current=telling.current_mark(tx, wish.who))
            given = {name: wish.word} if name else {}
            done = partial(action, who=wish.who, rules=wish.rules, facts=facts, **given)
            return telling.closing(tx, wish.who, wish.mark, f"{how} {wish.word}".strip(), done)

        return act

    return handler


def _taken(tx: Tx, facts: Cases, **given: object) -> Outcome:
    return moderating.take(tx, code=facts.code, **given)  # type: ignore[arg-type]


KEYS: dict[str, Handler] = {
    "casetake": _of(Cases, _taken, "casetake"),
    "casefind": _of(Case, moderating.choose, "casefind", "outcome"),
    "caseback": _of(Case, moderating.back, "caseback"),
    "interpretnot": _of(Interpreting, interpreting.decline, "interpretnot"),
    "casesee": at_its_time(viewing.see),
    "caseshut": _of(CaseItem, viewing.shut, "caseshut"),
    "casewhy": _of(Opinion, moderating.because, "casewhy", "reason"),
    "caseagain": _of(Opinion, moderating.look_again, "caseagain"),
}

COMMANDS: dict[str, Handler] = {
    "cases": on_cases,
    "rulings": lambda wish: partial(moderating.rulings, who=wish.who, words=wish.word),
    "case": of_code(moderating.take),
    "interpret": of_code(interpreting.read),
    "translate": of_code(moderating.translate),
    "giveback": of_code(moderating.give_back),
    "like": of_code(moderating.like),
    "appeal": on_appeal,
    "moderator": on_role,
}
