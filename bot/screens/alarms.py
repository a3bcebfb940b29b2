"""A task that was reported: what whoever was shown it hears, and how whoever brought it looks at it.

Nothing here shows an item but as the direct answer to a press, covered, not to be saved or passed on. Notices carry no keys.
"""

from __future__ import annotations

from bot.domain.outcomes.alarms import (
    AlarmCame,
    AlarmEnded,
    DescribeIt,
    LookFirst,
    NothingToLookAt,
    PackStopped,
    ShownPaper,
    ShownUnlawful,
    TakenAway,
    UnwarnedPaid,
)
from bot.domain.outcomes.worker import Look
from bot.papers import record, sheet
from bot.screen import Key, Keyboard, Screen, caption_utf16_max, cut, text_utf16_max
from bot.screens.hard import after_lines, medium_of, why_not
from bot.screens.words import (
    Installation,
    Shown,
    around_text_utf16,
    joined,
    marked,
    signed_with,
    size,
    turn_to,
    you_have,
)
from bot.texts import Translator

why_utf16_max = 500  # of the words of whoever decided


# ---- to whom it was shown ------------------------------------------------------------------------------


def taken_away(facts: TakenAway, t: Translator, house: Installation) -> Screen:
    """Somebody else reported what they were shown: it is gone, what it brought, and help."""
    paid = t("For having looked: {amount}.", amount=t.change(facts.amount)) if facts.amount else ""
    return Screen(
        joined(
            t("Somebody reported as violent a task that you were shown. You should have been asked first."),
            t("It is deleted from this chat."),
            f"{paid} {you_have(facts.balance, t)}" if paid else "",
            after_lines(facts.after, t),
            turn_to(house, t),
            t("Work: /tasks"),
        )
    )


def shown_unlawful(facts: ShownUnlawful, t: Translator, house: Installation) -> Screen:
    """What they were shown may be against the law: keep nothing of it; help; and the paper that it came as work."""
    paid = t("For having looked: {amount}.", amount=t.change(facts.amount)) if facts.amount else ""
    told = _paper(facts.paper, t, house) if facts.paper is not None else None
    signed = ""
    if told is not None and house.signer is not None:
        signed = joined(
            t("The file says that it came to you as paid work, and nothing of what it was. Keep the file."),
            t("Anybody can check it without us: ujima record verify shown-as-work.json"),
            signed_with(house.signer.public, t),
        )
    text = joined(
        t("A task you were shown was reported as against the law. That is no fault of yours."),
        t("Do not save it or pass it on. It is deleted from this chat; what you still see of it, delete."),
        f"{paid} {you_have(facts.balance, t)}" if paid else "",
        signed,
    )
    helped = after_lines(facts.after, t)
    had = not facts.after.help  # the card came with the reply to their report: here is the way to it
    if had or (signed and size(helped) > caption_utf16_max - size(text)):
        helped = t("Somebody to talk to: /support")
    text = joined(text, helped)
    if told is None or house.signer is None:
        return Screen(text)
    return Screen(text, file=("shown-as-work.json", record.signed(house.signer, told, record.shown_kind)))


def _paper(paper: ShownPaper, t: Translator, house: Installation) -> dict[str, object]:
    """What is signed, as `bot.papers.record` describes it."""
    return {
        "house": {"name": house.name, "address": house.address, "law": house.law},
        "made_at": sheet.moment(paper.made_at),
        "shown_at": sheet.moment(paper.shown_at),
        "pack": paper.pack,
        "task": paper.task,
        "says": t.label(
            "It was shown to you by this program as paid work. It was reported as against the law, and is deleted."
        ),
    }


def unwarned_paid(facts: UnwarnedPaid, t: Translator, house: Installation) -> Screen:
    """What is paid to somebody who was shown what they should have been asked about first."""
    said = t(
        "In {title} you were shown something without being asked first. For that and a pause: {amount}.",
        title=t.own(facts.title),
        amount=t.change(facts.amount),
    )
    have = you_have(facts.balance, t)
    return Screen(joined(f"{said} {have}", after_lines(facts.after, t), turn_to(house, t)))


# ---- who brought it ---------------------------------------------------------------------------------------


def alarm_came(facts: AlarmCame, t: Translator, house: Installation) -> Screen:
    """To the requester: a task of theirs was reported, and they look first."""
    title = t.own(facts.title)
    return Screen(
        joined(
            t("Somebody says that the task {key} of {title} is violent.", key=facts.key, title=title),
            t("It is stopped, and deleted from the chats it reached."),
            t(
                "You look first, until {when} (UTC): {command}",
                when=t.day_and_time(facts.until),
                command=f"/look_{facts.code}",
            ),
            t("Without a word from you it stays off, and you pay those who saw it for a look and a pause."),
        ),
        silent=False,
    )


def pack_stopped(facts: PackStopped, t: Translator, house: Installation) -> Screen:
    """To the requester: the pack waits for a person."""
    said = t.n(
        "{count} task of {title} was reported as violent, so the pack pauses until a person has looked at it.",
        "{count} tasks of {title} were reported as violent, so the pack pauses until a person has looked at it.",
        facts.reports,
        title=t.own(facts.title),
    )
    return Screen(
        joined(said, t("Who holds a task answers it and is paid; nobody is stopped.")), silent=False
    )


def look_first(facts: LookFirst, t: Translator, house: Installation) -> Screen:
    """A reported task: what is known of it, or the item where a press just asked for it."""
    return _closed(facts, t) if facts.hard.look is None else _opened(facts, facts.hard.look, t)


def _closed(facts: LookFirst, t: Translator) -> Screen:
    title, described = t.own(facts.title), t("Nobody has described it yet.")
    if facts.hard.description:
        described = t("It is described so: “{description}”", description=t.own(facts.hard.description))
    told = t(
        "{mark} The task {key} of {title} was reported as violent.",
        mark=facts.mark,
        key=facts.key,
        title=title,
    )
    if facts.why:
        how = t(
            "You can say what it is without a look. To try again: {command}", command=f"/look_{facts.code}"
        )
        return Screen(
            joined(told, described, why_not(facts.why, t), how),
            keyboard=_verdicts(facts.mark, t),
            mark=facts.mark,
        )
    how = t("It comes covered when you press Show it. You can say what it is without a look.")
    keys: Keyboard = ((marked(facts.mark, t.label("Show it"), "see"),), *_verdicts(facts.mark, t))
    return Screen(joined(told, described, how), keyboard=keys, mark=facts.mark)


def _opened(facts: LookFirst, look: Look, t: Translator) -> Screen:
    asked = t("{mark} Is the task {key} violent?", mark=facts.mark, key=facts.key)
    talk = t("Somebody to talk to: /support")
    has_medium = look.picture or look.audio or look.video
    room = (caption_utf16_max if has_medium else text_utf16_max) - size(asked) - size(talk)
    item = ""
    if look.text:
        item = t("“{text}”", text=cut(t.own(look.text), room - around_text_utf16))
        item = f"<tg-spoiler>{item}</tg-spoiler>"
    return Screen(
        joined(asked, item, talk),
        keyboard=(
            *((_closer(facts.mark, look.further, t),) if look.further else ()),
            *_verdicts(facts.mark, t),
        ),
        picture=medium_of(look.picture, look.cover),
        audio=medium_of(look.audio),
        video=medium_of(look.video),
        mark=facts.mark,
        protect=True,
        spoiler=True,
    )


def _closer(mark: str, how: str, t: Translator) -> tuple[Key, ...]:
    """The key for a closer look: what comes first is covered, small, and without sound."""
    label = {
        "plain": t.label("As it is"),
        "larger": t.label("Larger picture"),
        "clip": t.label("The clip"),
        "sound": t.label("Play"),
    }[how]
    return (marked(mark, label, f"see:{how}"),)


def every_closer_key(facts: LookFirst, t: Translator) -> list[Key]:
    """The keys for a closer look, whichever of them is in view: what is stored of the question never says."""
    return [key for how in ("plain", "larger", "clip", "sound") for key in _closer(facts.mark, how, t)]


def _verdicts(mark: str, t: Translator) -> Keyboard:
    violent, harmless = t.label("It is violent"), t.label("It is not")
    return (
        (marked(mark, violent, "say:violent"), marked(mark, harmless, "say:harmless")),
        (marked(mark, t.label("Take it out"), "say:out"),),
    )


def describe_it(facts: DescribeIt, t: Translator, house: Installation) -> Screen:
    """What is to be seen, in the requester's words."""
    asked = t(
        "{mark} Say in a sentence what is to be seen. Who chose such work reads it before they look.",
        mark=facts.mark,
    )
    return Screen(asked, keyboard=((marked(facts.mark, t.label("Back"), "unsaid"),),), mark=facts.mark)


def alarm_ended(facts: AlarmEnded, t: Translator, house: Installation) -> Screen:
    """What becomes of a reported task."""
    after = after_lines(facts.after, t) if facts.after is not None else ""
    why = t("“{text}”", text=cut(facts.why, why_utf16_max)) if facts.why else ""
    task = t("{code}, the task {key} of “{title}”.", code=facts.code, key=facts.key, title=t.own(facts.title))
    return Screen(joined(task, _became(facts.state, t), why, after, t("More to look at: /look Work: /tasks")))


def _became(state: str, t: Translator) -> str:
    paid = t("Those who saw it unasked are paid for that by whoever brought it.")
    sentences = {
        "waits": t("It waits for the requester's word."),
        "violent": joined(t("It is violent. Who chose such work is asked before it is shown."), paid),
        "off": joined(t("It is violent and stays off: it can't be asked for here as such work is."), paid),
        "out": joined(t("It is taken out; the money of its places goes back with the pack's."), paid),
        "disputed": t("Somebody neutral looks at it and decides. Until then it stays off."),
        "harmless": t("It is not violent, and goes on as before."),
    }
    return sentences.get(state, t("It is decided."))


def nothing_to_look_at(facts: NothingToLookAt, t: Translator, house: Installation) -> Screen:
    """/look, and nothing waits."""
    return Screen(joined(t("Nothing waits for a look of yours."), t("Work: /tasks")))


SCREENS: Shown = {
    TakenAway: taken_away,
    ShownUnlawful: shown_unlawful,
    UnwarnedPaid: unwarned_paid,
    AlarmCame: alarm_came,
    PackStopped: pack_stopped,
    LookFirst: look_first,
    DescribeIt: describe_it,
    AlarmEnded: alarm_ended,
    NothingToLookAt: nothing_to_look_at,
}
