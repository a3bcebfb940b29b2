"""Reviews and claims in the chat: each handler picks one action for what somebody wrote or pressed."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from bot.actions import fixing, hearing, judging, ruling, telling
from bot.chat.wish import Command, Handler, Wish
from bot.domain.outcomes import Outcome
from bot.domain.outcomes.claims import Disagreeing, Insisting, Reasoning, Reviewing
from bot.domain.outcomes.worker import NotUnderstood
from bot.storage import Tx


def on_disagree(wish: Wish) -> Command:
    """/disagree_4F2K, with the words behind it."""
    return partial(ruling.disagree, who=wish.who, rules=wish.rules, code=wish.code, words=wish.said)


def on_said(wish: Wish) -> Command:
    """/said_4F2K."""
    return partial(hearing.said, who=wish.who, code=wish.code)


def on_mend(wish: Wish) -> Command:
    """/mend_4F2K."""
    return partial(fixing.mend, who=wish.who, rules=wish.rules, code=wish.code)


def on_give(wish: Wish) -> Command:
    """/give_in_4F2K."""
    code = wish.code.removeprefix("in_")
    return partial(ruling.give_in, requester=wish.who.requester, code=code)


def on_insist(wish: Wish) -> Command:
    """/insist_4F2K, with the words behind it."""
    return partial(ruling.insisting, who=wish.who, rules=wish.rules, code=wish.code, words=wish.said)


def on_review(wish: Wish) -> Command:
    """/review NAME."""
    return partial(judging.review, who=wish.who, rules=wish.rules, name=wish.word)


def on_review_file(wish: Wish) -> Command:
    """/reviewfile_NAME."""
    return partial(judging.file_of, who=wish.who, name=wish.word)


def _of(form: type[object], action: Callable[..., Outcome | None], how: str) -> Handler:
    """A key of one form of question: action(tx, who, rules, facts), which settles it."""

    def handler(wish: Wish) -> Command:
        def act(tx: Tx) -> Outcome | None:
            row = tx.one("telling.question", account=wish.who.account, mark=wish.mark)
            facts = telling.facts(row) if row is not None else None
            if not isinstance(facts, form):
                return NotUnderstood(current=telling.current_mark(tx, wish.who))
            done = partial(action, who=wish.who, rules=wish.rules, facts=facts)
            return telling.closing(tx, wish.who, wish.mark, f"{how} {wish.word}".strip(), done)

        return act

    return handler


def on_ground(wish: Wish) -> Command:
    """A ground that is no sentence."""
    return _of(Reasoning, partial(judging.claim, ground=wish.word), "ground")(wish)


KEYS: dict[str, Handler] = {
    "asitis": _of(Disagreeing, ruling.as_it_is, "asitis"),
    "insist": _of(Insisting, ruling.without_words, "insist"),
    "accept": _of(Reviewing, judging.accept, "accept"),
    "acceptall": _of(Reviewing, judging.accept_rest, "acceptall"),
    "unusable": _of(Reviewing, judging.reason, "unusable"),
    "sendback": _of(Reviewing, partial(judging.reason, fix=True), "sendback"),
    "lookagain": _of(Reasoning, judging.look_again, "lookagain"),
    "ground": on_ground,
}

COMMANDS: dict[str, Handler] = {
    "disagree": on_disagree,
    "said": on_said,
    "mend": on_mend,
    "give": on_give,
    "insist": on_insist,
    "review": on_review,
    "reviewfile": on_review_file,
}
