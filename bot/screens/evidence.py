"""The evidence of a case on the phone, part by part: what was asked and said, why it is doubted, both sides' words, what is known."""

from __future__ import annotations

from bot import kinds
from bot.domain import cases
from bot.domain.outcomes.cases import Case, Missed, Statement
from bot.domain.outcomes.claims import Given
from bot.screen import cut
from bot.screens import accounts, findings
from bot.screens.grievances import counts
from bot.screens.words import joined, size
from bot.texts import Translator

words_utf16_max, words_utf16_least = 200, 100  # of each thing that a side said
statements_utf16_max = 1_500  # of all of them together, about
sentence_utf16_max = 200
instruction_utf16_max = 400  # where that is what people call unclear
said_utf16_max = 120  # of an answer
missed_utf16_max = 40  # of a known answer's question, of what was said and of what is known


def asked(given: Given, t: Translator, room: int) -> str:
    """The question, its item, and the answer if there is one."""
    kind, spec = kinds.kinds()[given.kind], kinds.spec(given.kind, given.settings, given.languages)
    question = t.value(cut(t.own(given.question), sentence_utf16_max))
    said = ""
    if given.answer is not None:
        said = t("Answer: {answer}", answer=cut(kind.say(spec, given.answer, t), said_utf16_max))
    left = max(1, room - size(question) - size(said) - size(t("“{text}”", text="-")))
    item = t("“{text}”", text=cut(t.own(given.text), left)) if given.text else ""
    return joined(question, item, said)


def sides(facts: Case, t: Translator) -> str:
    """All that both sides said, in order, and what was found before."""
    each = max(words_utf16_least, min(words_utf16_max, statements_utf16_max // max(1, len(facts.statements))))
    stated = [_stated(one, each, t) for one in facts.statements]
    message = t("The worker: “{text}”", text=cut(facts.words, words_utf16_max)) if facts.words else ""
    said = (*stated, message, findings.sent(facts.sent, facts.code, t))
    found = {
        "stands": t("Found before, and doubted: the answer stands."),
        "unusable": t("Found before, and doubted: it can't be used."),
    }.get(facts.before, "")
    why = t("“{text}”", text=cut(facts.why_before, sentence_utf16_max)) if facts.why_before else ""
    return joined(*said, found, why)


def _stated(one: Statement, most: int, t: Translator) -> str:
    text, when = cut(one.words, most), t.moment(one.at)
    return {
        "worker": t("The worker, {when}: “{text}”", when=when, text=text),
        "requester": t("The requester, {when}: “{text}”", when=when, text=text),
        "setter": t("Who set it, {when}: “{text}”", when=when, text=text),
    }[one.side]


def doubt(facts: Case, t: Translator) -> str:
    """Why it is doubted, by which version's sentence."""
    if facts.ground == "breaks" and facts.sentence:
        return t(
            "Their reason: it breaks “{sentence}” (version {version}, which the worker saw)",
            sentence=cut(t.own(facts.sentence), sentence_utf16_max),
            version=t.number(facts.version),
        )
    if facts.kind == "account":
        return t("The reason: {why}", why=accounts.reason(facts.ground, t))
    if facts.kind == "claim":
        return t("Their reason: {why}", why=findings.reason(facts.ground, t))
    why = findings.why(facts.ground, t) or counts(facts.reasons, t)
    said = cut(t.own(facts.instruction), instruction_utf16_max) if facts.instruction else ""
    return joined(why, t("“{text}”", text=said) if said else "")


def book(facts: Case, t: Translator) -> str:
    """What the book says was paid."""
    if not facts.paid:
        return ""
    if facts.waits:
        return t("{amount} waits for it.", amount=t.money(facts.paid))
    return t("{amount} was paid for it.", amount=t.money(facts.paid))


def known(facts: Case, t: Translator) -> str:
    """How many known answers whom it is about had missed, and the newest of those; "" where there are none."""
    if not facts.known:
        return ""
    missed, of = t.number(facts.known - facts.right), t.number(facts.known)
    counted = t("Known answers missed: {missed} of {known}.", missed=missed, known=of)
    return " ".join((counted, *(_missed(one, t) for one in facts.missed[: cases.missed_shown])))


def _missed(one: Missed, t: Translator) -> str:
    kind, spec = kinds.kinds()[one.kind], kinds.spec(one.kind, one.settings, one.languages)
    said, of = (cut(kind.say(spec, each, t), missed_utf16_max) for each in (one.said, one.known))
    item = cut(t.own(one.text) or one.name, missed_utf16_max)
    return t("“{text}”: {said}, not {known}.", text=item, said=said, known=of)
