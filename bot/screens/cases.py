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
    CaseLeft,
    CaseRuled,
    Cases,
    CasesDaily,
    JuryAsked,
    ModeratorGiven,
    NoCases,
    Opinion,
    PastRuling,
    ReportRuled,
    Rulings,
)
from bot.domain.outcomes.worker import Shot
from bot.screen import Key, Medium, Screen, caption_utf16_max, cut, text_utf16_max
from bot.screens import evidence, findings, interpreting
from bot.screens.claims import was_cut
from bot.screens.hard import why_not
from bot.screens.words import Installation, Shown, joined, marked, size, that_fit
from bot.texts import Translator

words_utf16_max = 250  # of what somebody wrote who decided
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
        evidence.doubt(facts, t),
        findings.copied(facts.copied, t),
        evidence.sides(facts, t),
        interpreting.wordings(facts, t),
        waited,
        " ".join(one for one in (evidence.book(facts, t), evidence.known(facts, t)) if one),
        hard,
    )
    keys = [
        marked(facts.mark, findings.outcome_key(facts.kind, one, t), f"casefind:{one}")
        for one in cases.outcomes(facts.kind, facts.ground)  # type: ignore[arg-type]
    ]
    give_back = marked(facts.mark, t.label("Give back"), "caseback")
    keys.append(marked(facts.mark, t.label("Show it"), "casesee") if facts.hard else give_back)
    picture = facts.given.picture if facts.given is not None else None
    room = (caption_utf16_max if picture else text_utf16_max) - size(before) - size(after)
    shown = evidence.asked(facts.given, t, room) if facts.given is not None else ""
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
    same = findings.copied_of_others(facts.copied, t)
    return Screen(joined(others, same, why), keyboard=_rows(keys), mark=facts.mark)


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


def left(facts: CaseLeft, t: Translator, house: Installation) -> Screen:
    """Nobody needs it any more; their minutes are paid."""
    over = t("{code} ended by itself while you had it.", code=facts.code)
    paid = t("{amount} for your minutes.", amount=t.change(facts.amount))
    return Screen(joined(over, paid, t("More: /cases")))


# ---- to those whom it is about --------------------------------------------------------------------------------------


def appealed(facts: Appealed, t: Translator, house: Installation) -> Screen:
    """Somebody else looks."""
    noted = t(
        "Noted: {code}. Somebody else looks at it within {span}, and what they find is the last word.",
        code=facts.code,
        span=t.span(cases.ruling_ms),
    )
    return Screen(joined(noted, was_cut(facts.cut, t)))


def appeal_came(facts: AppealCame, t: Translator, house: Installation) -> Screen:
    """To the other side: it is looked at once more."""
    who = (
        t("The worker asks for a second look at {code}, {name}.", code=facts.code, name=facts.name)
        if facts.theirs
        else t("The requester asks for a second look at {code}, {name}.", code=facts.code, name=facts.name)
    )
    then = t("Somebody else decides within {span}; you need do nothing.", span=t.span(cases.ruling_ms))
    yours = "" if facts.theirs else t("Money you got for it stays yours.")
    why = t("“{text}”", text=cut(facts.words, words_utf16_max)) if facts.words else ""
    return Screen(joined(who, why, then, yours))


def jury(facts: JuryAsked, t: Translator, house: Installation) -> Screen:
    """Somebody is asked to help to decide."""
    return Screen(
        t(
            "Two people here don't agree about an answer, and you know that kind of work. Will you look, with two others? Your "
            "minutes are paid: /case_{code} If you don't like to, do nothing.",
            code=facts.code,
        )
    )


def report_ruled(facts: ReportRuled, t: Translator, house: Installation) -> Screen:
    """To who reported a task; it wakes nobody."""
    first = t(
        "{code}: somebody looked at what you reported of “{title}”.",
        code=facts.code,
        title=t.own(facts.title),
    )
    found = {
        "stands": t("They found nothing wrong, and the question goes on."),
        "item": t("You were right: nobody gets it any more."),
        "instruction": t("You were right: the pack waits until its instruction is mended."),
        "warn": t("You were right: nobody gets it any more, and the requester is warned."),
    }[facts.outcome]  # fmt: skip
    why = t("“{text}”", text=cut(facts.why, words_utf16_max)) if facts.why else ""
    return Screen(joined(first, found, findings.reason(facts.reason, t), why))


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
    CaseLeft: left,
    ReportRuled: report_ruled,
}
