"""What worker and requester say to each other: questions, answers, thanks, what became of the work; and warnings.

All of it is somebody's own words, so it is always shown as a quotation, and always said whose.
"""

from __future__ import annotations

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
    LowPart,
    MoneyLow,
    QuestionCame,
    QuestionSent,
)
from bot.domain.said import in_command
from bot.screen import Key, Screen
from bot.screens.words import Installation, Shown, bold, command, joined, marked, that_fit, you_have
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


# ---- thanks ----------------------------------------------------------------------------------------------


def bonus_how(facts: BonusHow, t: Translator, house: Installation) -> Screen:
    """/thank without all of its words: how to write it."""
    command = f"/thank_{in_command(facts.name) or 'PACK'} w4zwomk6fojju 2.00"
    return Screen(
        joined(
            t("Thank somebody: write {command} and why, in one line.", command=command),
            t("The name of the worker stands in the pack's results. They read why, and see who thanks them."),
            t("A fee of a tenth comes on top. It can't be taken back."),
        )
    )


def bonus_paid(facts: BonusPaid, t: Translator, house: Installation) -> Screen:
    """To the requester: it went out."""
    paid = t("{amount} went to {worker}.", amount=t.money(facts.amount), worker=facts.worker)
    return Screen(joined(paid, t("You have {balance} to spend.", balance=t.money(facts.have))))


def bonus_came(facts: BonusCame, t: Translator, house: Installation) -> Screen:
    """To a worker: a bonus, and why."""
    thanks = t(
        "{name} thanks you for {title}: {amount}.",
        name=facts.asks,
        title=t.own(facts.title),
        amount=t.change(facts.amount),
    )
    return Screen(joined(f"{thanks} {you_have(facts.balance, t)}", t("“{text}”", text=facts.reason)))


# ---- what became of it ------------------------------------------------------------------------------------


def became_how(facts: BecameHow, t: Translator, house: Installation) -> Screen:
    """/became_… without words: how to write it."""
    command = f"/became_{in_command(facts.name)}"
    return Screen(
        joined(
            t(
                "Tell all who worked there what became of it: write {command} and your words.",
                command=command,
            ),
            t("An address that begins with https:// may stand at the end."),
            t("A person looks at it first; then each of them reads it when they are here next."),
        )
    )


def became_sent(facts: BecameSent, t: Translator, house: Installation) -> Screen:
    """To the requester: it waits for a person."""
    return Screen(
        t("Thank you. When a person has looked at it, all who worked on {name} are told.", name=facts.name)
    )


def became(facts: Became, t: Translator, house: Installation) -> Screen:
    """To who worked there: what became of it."""
    return Screen(_became(facts, t))


def _became(facts: Became, t: Translator) -> str:
    first = t(
        "You worked on {title}. {name} tells what became of it:", title=t.own(facts.title), name=facts.asks
    )
    return joined(first, t("“{text}”", text=facts.words), t.value(facts.link) if facts.link else "")


def became_list(facts: BecameList, t: Translator, house: Installation) -> Screen:
    """/became: what became of all one worked in."""
    if not facts.news:
        return Screen(
            t("Nobody has told yet what became of your work. When somebody does, you read it here.")
        )
    return Screen(that_fit([_became(one, t) for one in facts.news]))


# ---- money that runs low -----------------------------------------------------------------------------------


def money_low(facts: MoneyLow, t: Translator, house: Installation) -> Screen:
    """To the requester: what is used of a pack's money, and what can be done."""
    return Screen(
        joined(
            t("The money of {title} is being used:", title=t.own(facts.title)),
            *(_low(one, t) for one in facts.parts),
            t.n("{count} place is open.", "{count} places are open.", facts.places),
            t("Who holds a task answers it and is paid; nobody is stopped."),
            t("You have {balance} to spend.", balance=t.money(facts.free)),
            *(_more_of(one.part, facts.name, t) for one in facts.parts),
            t("Pay in: /deposit Close it: {close}", close=command("close", facts.name)),
        )
    )


def _more_of(part: str, name: str, t: Translator) -> str:
    """What follows when a part is used up, where that is not plain."""
    if part == "floor":
        return t("When the hourly floor needs more: {topup}", topup=command("topup", name))
    if part == "side":
        return t(
            "What people report beyond that the house pays. How many reported something: {status}",
            status=command("status", name),
        )
    return ""


def _low(one: LowPart, t: Translator) -> str:
    left, locked = t.money(one.there), t.money(one.locked)
    sentences = {
        "answers": t("For answers {left} of {locked} is left.", left=left, locked=locked),
        "reading": t("For reading {left} of {locked} is left.", left=left, locked=locked),
        "side": t("For what people report {left} of {locked} is left.", left=left, locked=locked),
        "late": t("For answers that come late {left} of {locked} is left.", left=left, locked=locked),
        "floor": t("For the hourly floor {left} of {locked} is left.", left=left, locked=locked),
        "care": t("For paid pauses {left} of {locked} is left.", left=left, locked=locked),
    }
    return sentences[one.part]


# ---- webhooks ----------------------------------------------------------------------------------------------


def hook_set(facts: HookSet, t: Translator, house: Installation) -> Screen:
    """A webhook is set; its secret, this once."""
    return Screen(
        joined(
            t("Final answers go to {url} from now on.", url=facts.url),
            t("What is sent is signed with this secret, which is shown only now:"),
            f"<code>{t.value(facts.secret)}</code>",
            t("Answers that were sent are accepted. How it does: /webhook"),
        )
    )


def hook_shown(facts: HookShown, t: Translator, house: Installation) -> Screen:
    """/webhook: how it does."""
    if not facts.state:
        return Screen(t("There is no webhook. /webhook and an address that begins with https:// sets one."))
    states = {
        "on": t("It is on."),
        "off": t("It is off. On again: /webhook_on"),
        "paused": t("It is paused. On again: /webhook_on"),
    }
    status = t("Last answer, {when}: {status}", when=t.moment(facts.tried_at), status=facts.status or "–")
    return Screen(
        joined(
            t.value(facts.url),
            states[facts.state],
            status if facts.tried_at else t("Nothing has been sent yet."),
            t("“{text}”", text=facts.reply) if facts.reply else "",
            t.n("{count} try was in vain.", "{count} tries were in vain.", facts.tries)
            if facts.tries
            else "",
            t("To end it: /webhook_off") if facts.state == "on" else "",
        )
    )


def hook_paused(facts: HookPaused, t: Translator, house: Installation) -> Screen:
    """To the requester: nothing is sent any more."""
    return Screen(
        joined(
            t("{url} does not take what we send, so nothing is sent there now.", url=facts.url),
            t("Nothing is lost. What it said: /webhook On again: /webhook_on"),
        ),
        silent=False,
    )


SCREENS: Shown = {
    AskThem: ask_them,
    AnswerThis: answer_this,
    QuestionSent: question_sent,
    QuestionCame: question_came,
    AnswerSent: answer_sent,
    AnswerCame: answer_came,
    Faq: faq,
    BonusHow: bonus_how,
    BonusPaid: bonus_paid,
    BonusCame: bonus_came,
    BecameHow: became_how,
    BecameSent: became_sent,
    Became: became,
    BecameList: became_list,
    MoneyLow: money_low,
    HookSet: hook_set,
    HookShown: hook_shown,
    HookPaused: hook_paused,
}
