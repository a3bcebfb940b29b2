"""The handlers of what worker and requester say to each other: each picks one action. Both tables are short."""

from __future__ import annotations

from functools import partial

from bot.actions import asking, becoming, rating, thanking, webhooks
from bot.chat.wish import Command, Handler, Wish, for_mark


def on_ask(wish: Wish) -> Command:
    """[Ask them], or /ask and perhaps the words."""
    words = "" if wish.mark else wish.word
    return partial(asking.ask, who=wish.who, words=words, mark=wish.mark)


def on_answer(how: str) -> Handler:
    """/answer_7 and perhaps the words."""

    def answer(wish: Wish) -> Command:
        number, _, words = wish.word.partition(" ")
        given = int(number) if number.isascii() and number.isdigit() and len(number) < digits_max else 0
        return partial(asking.answer, who=wish.who, number=given, words=words, how=how)

    return answer


digits_max = 10

KEYS: dict[str, Handler] = {
    "ask": on_ask,
    "leave_ask": for_mark(asking.leave),
    "rate": lambda wish: for_mark(partial(rating.give, given=wish.number))(wish),
}

COMMANDS: dict[str, Handler] = {
    "ask": on_ask,
    "faq": lambda wish: partial(asking.faq, who=wish.who, name=wish.word),
    "answer": on_answer(asking.for_all),
    "reply": on_answer(asking.for_one),
    "decline": on_answer(asking.declined),
    "rate": lambda wish: partial(rating.rate, who=wish.who, word=wish.word),
    "thank": lambda wish: partial(thanking.bonus, who=wish.who, rules=wish.rules, word=wish.word),
    "became": lambda wish: partial(becoming.became, who=wish.who, word=wish.word),
    "webhook": lambda wish: partial(webhooks.webhook, who=wish.who, word=wish.word, vault=wish.ways.vault),
}
