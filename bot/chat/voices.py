"""The handlers of what worker and requester say to each other: each picks one action. Both tables are short."""

from __future__ import annotations

from functools import partial

from bot import digits
from bot.actions import (
    asking,
    becoming,
    conversing,
    delegating,
    grieving,
    proposing,
    rating,
    reselling,
    thanking,
    webhooks,
    withdrawing,
)
from bot.chat.wish import Command, Handler, Wish, for_mark, plain


def on_ask(wish: Wish) -> Command:
    """[Ask them], or /ask and perhaps the words."""
    words = "" if wish.mark else wish.word
    return partial(asking.ask, who=wish.who, words=words, mark=wish.mark)


def on_answer(how: str) -> Handler:
    """/answer_7 and perhaps the words."""

    def answer(wish: Wish) -> Command:
        typed, _, words = wish.word.partition(" ")
        given = digits.number(typed, digits_max) or 0
        return partial(asking.answer, who=wish.who, number=given, words=words, how=how)

    return answer


def on_second(wish: Wish) -> Command:
    """/second_7."""
    proposal = digits.number(wish.word.strip(), digits_max) or 0
    return partial(proposing.seconded, who=wish.who, rules=wish.rules, ways=wish.ways, number=proposal)


def on_vote(wish: Wish) -> Command:
    """/vote_7, or /vote_7 yes."""
    typed, _, written = wish.word.partition(" ")
    proposal = digits.number(typed, digits_max) or 0
    return partial(proposing.ballot, who=wish.who, ways=wish.ways, number=proposal, written=written)


digits_max = 9

KEYS: dict[str, Handler] = {
    "ask": on_ask,
    "leave_ask": for_mark(asking.leave),
    "grieve": lambda wish: for_mark(partial(grieving.press, ways=wish.ways, written=wish.word))(wish),
    "vote": lambda wish: for_mark(partial(proposing.press, ways=wish.ways, written=wish.word))(wish),
    "rate": lambda wish: for_mark(partial(rating.give, given=wish.number))(wish),
}

COMMANDS: dict[str, Handler] = {
    "ask": on_ask,
    "faq": lambda wish: partial(asking.faq, who=wish.who, name=wish.word),
    "answer": on_answer(asking.for_all),
    "reply": on_answer(asking.for_one),
    "decline": on_answer(asking.declined),
    "rate": lambda wish: partial(rating.rate, who=wish.who, word=wish.word),
    "voice": plain(proposing.voice),
    "propose": lambda wish: partial(proposing.propose, who=wish.who, words=wish.word),
    "second": on_second,
    "vote": on_vote,
    "delegate": lambda wish: partial(delegating.visit, who=wish.who, word=wish.word),
    "room": lambda wish: partial(conversing.visit, who=wish.who, word=wish.word),
    "say": lambda wish: partial(conversing.say, who=wish.who, words=wish.word),
    "grievance": lambda wish: partial(grieving.grieve, who=wish.who, ways=wish.ways, word=wish.word),
    "thank": lambda wish: partial(thanking.bonus, who=wish.who, rules=wish.rules, word=wish.word),
    "resale": lambda wish: partial(reselling.resale, who=wish.who, rules=wish.rules, word=wish.word),
    "withdraw": lambda wish: partial(withdrawing.withdraw, who=wish.who, word=wish.word),
    "became": lambda wish: partial(becoming.became, who=wish.who, word=wish.word),
    "webhook": lambda wish: partial(webhooks.webhook, who=wish.who, word=wish.word, vault=wish.ways.vault),
}
