"""What worker and requester say to each other: questions, answers, thanks, what became of the work; and warnings.

All of it is somebody's own words, so it is always shown as a quotation, and always said whose.
"""

from __future__ import annotations

from bot.domain.outcomes import (
    AnswerCame,
    AnswerSent,
    AnswerThis,
    AskThem,
    Faq,
    QuestionCame,
    QuestionSent,
)
from bot.screen import Key, Screen
from bot.screens.words import Installation, bold, joined, marked, that_fit
from bot.texts import Translator


def _back(mark: str, t: Translator) -> tuple[tuple[Key, ...], ...]:
    return ((marked(mark, t.label("Back"), "leave_ask"),),)


# ---- questions -------------------------------------------------------------------------------------------


def ask_them(facts: AskThem, t: Translator, house: Installation) -> Screen:
    """[Ask them]: what do they want to ask?"""
    asked = t(
        "{mark} What do you want to ask {name}? Write it in one message.", mark=facts.mark, name=facts.asks
    )
    unseen = t("They see your words and the task, not who you are. Leave your name and number out.")
    about = t("It is about {title}.", title=t.own(facts.title))
    return Screen(joined(asked, about, unseen), keyboard=_back(facts.mark, t), mark=facts.mark)


def question_sent(facts: QuestionSent, t: Translator, house: Installation) -> Screen:
    """To who asked: it is on its way."""
    sent = t("Your question is sent to {name}. You hear what they say.", name=facts.asks)
    return Screen(joined(sent, t("This one is {mark}.", mark=facts.current) if facts.current else ""))


def question_came(facts: QuestionCame, t: Translator, house: Installation) -> Screen:
    """To the requester: somebody asks."""
    ways = t(
        "Answer for all: {answer} Only for who asked: {reply} No answer: {decline}",
        answer=f"/answer_{facts.number}",
        reply=f"/reply_{facts.number}",
        decline=f"/decline_{facts.number}",
    )
    return Screen(joined(_question(facts, t), ways), silent=False)


def _question(facts: QuestionCame | AnswerThis, t: Translator) -> str:
    title = t.own(facts.title)
    if facts.task:
        who = t("Somebody who works on {title} asks, at the task {task}:", title=title, task=facts.task)
    else:
        who = t("Somebody who looks at {title} asks:", title=title)
    return joined(who, t("“{text}”", text=facts.wrote))


def answer_this(facts: AnswerThis, t: Translator, house: Installation) -> Screen:
    """A question, to be answered by the next message."""
    if facts.private:
        how = t("Write your answer in one message. Only who asked gets it.")
    else:
        how = t("Write your answer in one message. Who asked gets it, and all who work here may read it.")
    text = joined(f"{facts.mark} {_question(facts, t)}", how)
    return Screen(text, keyboard=_back(facts.mark, t), mark=facts.mark)


def answer_sent(facts: AnswerSent, t: Translator, house: Installation) -> Screen:
    """To the requester: the answer is on its way."""
    if facts.how == "declined":
        said = t("Who asked hears that there is no answer to question {number}.", number=facts.number)
    elif facts.how == "private":
        said = t("Your answer to question {number} is sent to who asked.", number=facts.number)
    else:
        said = t("Your answer to question {number} is sent, and shown to all.", number=facts.number)
    return Screen(joined(said, t("For ten minutes you can write it anew the same way.")))


def answer_came(facts: AnswerCame, t: Translator, house: Installation) -> Screen:
    """To who asked: what was said, or that nothing was."""
    asked = t("You asked: “{text}”", text=facts.wrote)
    if facts.how == "silent":
        said = t("{name} has not answered in three days. If an answer comes, you get it.", name=facts.asks)
    elif facts.answered:
        said = t("{name} says: “{text}”", name=facts.asks, text=facts.answered)
    else:
        said = t("{name} does not answer this question.", name=facts.asks)
    return Screen(joined(asked, said), silent=False)


def faq(facts: Faq, t: Translator, house: Installation) -> Screen:
    """/faq: what others asked about a pack."""
    first = bold(t.own(facts.title), t)
    if not facts.asked:
        return Screen(joined(first, t("Nobody has asked anything that was answered for all. To ask: /ask")))
    lines = [
        joined(t("“{text}”", text=one.wrote), t("Their answer: “{text}”", text=one.answered))
        for one in facts.asked
    ]
    return Screen(that_fit(lines, first, t("To ask something else: /ask")))
