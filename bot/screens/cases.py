"""Cases on the phone: what a moderator looks at and decides, and what those read whom it is about."""

from __future__ import annotations

from bot import kinds
from bot.domain import cases
from bot.domain.outcomes.cases import (
    AlikeDone,
    AppealCame,
    Appealed,
    Case,
    CaseDone,
    CaseItem,
    CaseRuled,
    Cases,
    CasesDaily,
    JuryAsked,
    ModeratorGiven,
    NoCases,
    Opinion,
    PastRuling,
    Rulings,
)
from bot.domain.outcomes.claims import Given
from bot.domain.outcomes.worker import Shot
from bot.screen import Key, Medium, Screen, caption_utf16_max, cut, text_utf16_max
from bot.screens import accounts, findings, interpreting
from bot.screens.grievances import counts
from bot.screens.hard import why_not
from bot.screens.words import Installation, Shown, joined, marked, size, that_fit
from bot.texts import Translator

words_utf16_max = 250  # of what each side wrote
sentence_utf16_max = 200
said_utf16_max = 120  # of an answer
around_utf16 = 8  # quotation marks and line breaks


# ---- the queue -----------------------------------------------------------------------------------------------------


def board(facts: Cases, t: Translator, house: Installation) -> Screen:
    """How many wait, and the first by deadline."""
    counted = t.n("{count} case waits.", "{count} cases wait.", facts.waiting)
    first = t("{mark} First: {code}.", mark=facts.mark, code=facts.code)
    due = t("It is due in {span}.", span=t.span(facts.due_ms)) if facts.due_ms else ""
    alike = t.n("{count} is like it.", "{count} are like it.", facts.alike) if facts.alike else ""
    text = joined(
        f"{counted} {first}", " ".join(one for one in (findings.about(facts.kind, t), due, alike) if one)
    )
    return Screen(text, keyboard=((marked(facts.mark, t.label("Take it"), "casetake"),),), mark=facts.mark)


def nothing(facts: NoCases, t: Translator, house: Installation) -> Screen:
    """Nothing waits."""
    daily = t("Your own limit: {count} a day.", count=t.number(facts.daily)) if facts.daily else ""
    how = t("A limit of your own: /cases 10, or /cases 0 for none. To talk to somebody: /support")
    return Screen(joined(t("No case waits for you."), daily, how, t("Work: /tasks")))


def rulings(facts: Rulings, t: Translator, house: Installation) -> Screen:
    """What was decided before."""
    if not facts.found:
        return Screen(t("Nothing like that was decided. To search: /rulings and a word, or a pack's name"))
    return Screen(that_fit([_ruling(one, t) for one in facts.found], t("Decided before, newest first:"), ""))


def _ruling(one: PastRuling, t: Translator) -> str:
    found = t(
        "{when} {code}: {found}.",
        when=t.moment(one.at),
        code=one.code,
        found=findings.outcome_key(one.kind, one.outcome, t),
    )
    name = t("It was about {name}.", name=one.name) if one.name else ""
    why = t("“{text}”", text=cut(one.words, said_utf16_max)) if one.words else findings.reason(one.reason, t)
    return " ".join(part for part in (found, name, why) if part)


def daily(facts: CasesDaily, t: Translator, house: Installation) -> Screen:
    """Their own limit."""
    if not facts.daily:
        return Screen(t("You have no limit of your own now. More: /cases"))
    return Screen(
        t.n(
            "You get {count} case a day at most. More: /cases",
            "You get {count} cases a day at most. More: /cases",
            facts.daily,
        )
    )


def given_role(facts: ModeratorGiven, t: Translator, house: Installation) -> Screen:
    """Somebody decides from now on."""
    return Screen(
        t(
            "You decide cases here: /cases shows them. You get none of packs you worked in, and none about you. Your minutes are paid."
        )
    )


# ---- a case --------------------------------------------------------------------------------------------------------


def _rows(keys: list[Key]) -> tuple[tuple[Key, ...], ...]:
    return tuple(tuple(keys[start : start + 2]) for start in range(0, len(keys), 2))


def _said(given: Given, t: Translator, room: int) -> str:
    """The question, its item, and the answer if there is one."""
    kind, spec = kinds.kinds()[given.kind], kinds.spec(given.kind, given.settings, given.languages)
    question = t.value(cut(t.own(given.question), sentence_utf16_max))
    said = ""
    if given.answer is not None:
        said = t("Answer: {answer}", answer=cut(kind.say(spec, given.answer, t), said_utf16_max))
    left = max(1, room - size(question) - size(said) - 4)
    item = t("“{text}”", text=cut(t.own(given.text), left)) if given.text else ""
    return joined(question, item, said)


def _sides(facts: Case, t: Translator) -> str:
    """Both sides' words, and what was found before."""
    besides = cut(facts.said, words_utf16_max)
    by_whoever = (
        t("Who set it: “{text}”", text=besides)
        if facts.kind == "account"
        else t("They also say: “{text}”", text=besides)
    )
    said = (
        by_whoever if facts.said else "",
        t("The worker: “{text}”", text=cut(facts.words, words_utf16_max)) if facts.words else "",
        findings.sent(facts.sent, facts.code, t),
    )
    found = {
        "stands": t("Found before, and doubted: the answer stands."),
        "unusable": t("Found before, and doubted: it can't be used."),
    }.get(facts.before, "")
    why = t("“{text}”", text=cut(facts.why_before, sentence_utf16_max)) if facts.why_before else ""
    return joined(*said, found, why)


def _doubt(facts: Case, t: Translator) -> str:
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
    return findings.why(facts.ground, t) or counts(facts.reasons, t)


def _book(facts: Case, t: Translator) -> str:
    """What the book says was paid, and the known answers of whoever gave it, where there are some."""
    if not facts.paid:
        return ""
    paid = t("{amount} was paid for it.", amount=t.money(facts.paid))
    if facts.waits:
        paid = t("{amount} waits for it.", amount=t.money(facts.paid))
    known = t(
        "Known answers here: {right} of {known} right.",
        right=t.number(facts.right),
        known=t.number(facts.known),
    )
    return f"{paid} {known}" if facts.known else paid


def case(facts: Case, t: Translator, house: Installation) -> Screen:
    """The evidence, and what may be decided."""
    name = t("{mark} {code} of {name}.", mark=facts.mark, code=facts.code, name=facts.name)
    first = name if facts.name else t("{mark} {code}.", mark=facts.mark, code=facts.code)
    waited = ""
    if facts.waited_ms:
        waited = t(
            "It reached us {span} after it was shown; how much of that was work can't be known.",
            span=t.span(facts.waited_ms),
        )
    before = joined(f"{first} {findings.about(facts.kind, t)}")
    hard = ""
    if facts.hard:
        why = why_not(facts.why, t) if facts.why else t("It is hard content: here is its description.")
        hard = joined(why, t("To give it back: {command}", command=f"/giveback_{facts.code}"))
    after = joined(
        _doubt(facts, t), _sides(facts, t), interpreting.wordings(facts, t), waited, _book(facts, t), hard
    )
    keys = [
        marked(facts.mark, findings.outcome_key(facts.kind, one, t), f"casefind:{one}")
        for one in cases.outcomes(facts.kind, facts.ground)  # type: ignore[arg-type]
    ]
    give_back = marked(facts.mark, t.label("Give back"), "caseback")
    keys.append(marked(facts.mark, t.label("Show it"), "casesee") if facts.hard else give_back)
    picture = facts.given.picture if facts.given is not None else None
    room = (caption_utf16_max if picture else text_utf16_max) - size(before) - size(after)
    shown = _said(facts.given, t, room) if facts.given is not None else ""
    text = joined(before, shown, after)
    medium = Medium(picture.hash, picture.size_bytes) if picture is not None else None
    if (
        medium is not None and size(text) > caption_utf16_max
    ):  # the words of both sides come before the picture
        medium = None
    return Screen(text, keyboard=_rows(keys), picture=medium, mark=facts.mark)


def case_item(facts: CaseItem, t: Translator, house: Installation) -> Screen:
    """The item of a case, where a press just asked for it; else what is said of it."""
    look = facts.hard.look
    asked = t("{mark} The item of {code}.", mark=facts.mark, code=facts.code)
    talk = t("Somebody to talk to: /support")
    keys = ((marked(facts.mark, t.label("Back"), "caseshut"),),)
    if look is None:
        described = t("It is described so: “{description}”", description=t.own(facts.hard.description))
        return Screen(joined(asked, described), keyboard=keys, mark=facts.mark)
    has_medium = look.picture or look.audio or look.video
    room = (caption_utf16_max if has_medium else text_utf16_max) - size(asked) - size(talk) - around_utf16
    item = f"<tg-spoiler>{t('“{text}”', text=cut(t.own(look.text), room))}</tg-spoiler>" if look.text else ""
    return Screen(
        joined(asked, item, talk),
        keyboard=keys,
        picture=_medium(look.picture),
        audio=_medium(look.audio),
        video=_medium(look.video),
        mark=facts.mark,
        protect=True,
        spoiler=True,
    )


def _medium(shot: Shot | None) -> Medium | None:
    return None if shot is None else Medium(shot.hash, shot.size_bytes, shot.seconds)


def opinion(facts: Opinion, t: Translator, house: Installation) -> Screen:
    """Why; and what others said, now that they have found something themselves."""
    others = ""
    if facts.given is not None and facts.others:
        kind = kinds.kinds()[facts.given.kind]
        spec = kinds.spec(facts.given.kind, facts.given.settings, facts.given.languages)
        said = ", ".join(cut(kind.say(spec, one, t), said_utf16_max) for one in facts.others)
        others = t("Others said: {answers}. Still so?", answers=said)
    why = t(
        "{mark} {code}: why? Press a reason, or write one. Both sides read it.",
        mark=facts.mark,
        code=facts.code,
    )
    keys = [
        marked(facts.mark, findings.reason_key(one, t), f"casewhy:{one}")
        for one in cases.REASONS[facts.outcome]  # type: ignore[index]
    ]
    keys.append(marked(facts.mark, t.label("Back"), "caseagain"))
    return Screen(joined(others, why), keyboard=_rows(keys), mark=facts.mark)


def done(facts: CaseDone, t: Translator, house: Installation) -> Screen:
    """It is noted."""
    said = (
        t("{code} is decided, and both sides are told.", code=facts.code)
        if facts.decided
        else t("{code}: noted. It is about more money, so another person looks too.", code=facts.code)
    )
    alike = ""
    if facts.alike:
        alike = t.n(
            "The same for {count} like it? /like_{code}",
            "The same for {count} like it? /like_{code}",
            facts.alike,
            code=facts.code,
        )
    more = t("More: /cases") if facts.waiting else t("No case waits for you.")
    return Screen(joined(said, alike, more))


def alike_done(facts: AlikeDone, t: Translator, house: Installation) -> Screen:
    """The same for all like it."""
    counted = t.n(
        "{count} like {code} is decided in the same way.",
        "{count} like {code} are decided in the same way.",
        facts.count,
        code=facts.code,
    )
    return Screen(joined(counted, t("More: /cases")))


# ---- to those whom it is about --------------------------------------------------------------------------------------


def appealed(facts: Appealed, t: Translator, house: Installation) -> Screen:
    """Somebody else looks."""
    return Screen(
        t(
            "Noted: {code}. Somebody else looks at it within {span}, and what they find is the last word.",
            code=facts.code,
            span=t.span(cases.ruling_ms),
        )
    )


def appeal_came(facts: AppealCame, t: Translator, house: Installation) -> Screen:
    """To the other side: it is looked at once more."""
    who = (
        t("The worker asks for a second look at {code}, {name}.", code=facts.code, name=facts.name)
        if facts.theirs
        else t("The requester asks for a second look at {code}, {name}.", code=facts.code, name=facts.name)
    )
    then = t("Somebody else decides within {span}; you need do nothing.", span=t.span(cases.ruling_ms))
    yours = "" if facts.theirs else t("Money you got for it stays yours.")
    return Screen(joined(who, then, yours))


def jury(facts: JuryAsked, t: Translator, house: Installation) -> Screen:
    """Somebody is asked to help to decide."""
    return Screen(
        t(
            "Two people here don't agree about an answer, and you know that kind of work. Will you look, with two others? Your "
            "minutes are paid: /case_{code} If you don't like to, do nothing.",
            code=facts.code,
        )
    )


def ruled(facts: CaseRuled, t: Translator, house: Installation) -> Screen:
    """To a requester: of a reported task, or of their claiming."""
    where = f"{facts.code}, {t.value(facts.name)}" if facts.name else facts.code
    found = {
        ("report", "stands"): t("Somebody looked at a report; nothing is wrong, and the question is served again."),
        ("report", "item"): t("Somebody looked at a report; the question stays out, and its money comes back."),
        ("report", "instruction"): t("Somebody looked at a report; the instruction is at fault, so the pack is paused until you mend it."),
        ("report", "warn"): t("Somebody looked at a report; the question stays out. This is a warning."),
        ("requester", "stands"): t("Somebody looked at your claims; you may claim again."),
        ("requester", "keep"): t("Somebody looked at your claims; you can't claim for now. Your packs go on."),
        ("grievance", "goes_on"): t("Somebody neutral looked at what people say of this pack; it goes on."),
        ("grievance", "stays_paused"): t("Somebody neutral looked at what people say of this pack; it stays paused until you change its instruction."),
        ("grievance", "close"): t("Somebody neutral looked at what people say of this pack; it is closed, and what is not used comes back."),
        ("requester", "warn"): t("Somebody looked at your claims; you may claim again. This is a warning."),
    }[(facts.kind, facts.outcome)]  # fmt: skip
    why = t("“{text}”", text=cut(facts.why, words_utf16_max)) if facts.why else ""
    return Screen(joined(where, found, findings.reason(facts.reason, t), why))


SCREENS: Shown = {
    Cases: board,
    NoCases: nothing,
    CasesDaily: daily,
    Rulings: rulings,
    ModeratorGiven: given_role,
    Case: case,
    CaseItem: case_item,
    Opinion: opinion,
    CaseDone: done,
    AlikeDone: alike_done,
    Appealed: appealed,
    AppealCame: appeal_came,
    JuryAsked: jury,
    CaseRuled: ruled,
}
