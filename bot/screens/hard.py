"""Hard content: its description, the item under its cover, and what stands between two of them.

Everything here is silent. An item is covered and can't be saved or passed on; a picture never comes as a sticker or a
document, for neither has a cover. Nobody claims that a cover protects.
"""

from __future__ import annotations

from bot import kinds
from bot.domain import wellbeing
from bot.domain.hours import quiet_from_h, quiet_until_h
from bot.domain.outcomes.hard import Between, DayAfter, HowAreYou, PausePaid
from bot.domain.outcomes.worker import After, Look, Shot, Task
from bot.screen import Key, Keyboard, Medium, Screen, caption_utf16_max, cut, rows_max, text_utf16_max
from bot.screens.support import help_card
from bot.screens.words import (
    Installation,
    Shown,
    around_text_utf16,
    joined,
    marked,
    saved_line,
    size,
    turn_to,
    undo_line,
    you_have,
)
from bot.texts import Translator


def category_name(category: str, t: Translator) -> str:
    """A category of hard content in a word or two."""
    names = {
        "violence": t("violence"),
        "gore": t("injuries and blood"),
        "death": t("death"),
        "sexual": t("sexual content"),
        "sexual_violence": t("sexual violence"),
        "self_harm": t("self-harm"),
        "hate": t("hate"),
        "animal_abuse": t("cruelty to animals"),
        "child_distress": t("children in distress"),
    }
    return names[category]


def flags_line(flags: dict[str, int], t: Translator) -> str:
    """What hard content something has: "violence 2, hate 1"."""
    return ", ".join(
        t("{category} {level}", category=category_name(one, t), level=t.number(flags[one]))
        for one in wellbeing.CATEGORIES
        if one in flags
    )


# ---- a task ----------------------------------------------------------------------------------------------


def task(facts: Task, t: Translator) -> Screen:
    """A task with hard content: the item where a press just asked for it, else its description."""
    assert facts.hard is not None
    return _described(facts, t) if facts.hard.look is None else _opened(facts, facts.hard.look, t)


def _described(facts: Task, t: Translator) -> Screen:
    hard = facts.hard
    assert hard is not None
    what = ", ".join(category_name(one, t) for one in hard.categories)
    told = t(
        "{mark} Next, for {price}: “{description}”",
        mark=facts.mark,
        price=t.money(hard.price),
        description=t.own(hard.description),
    )
    level = t(
        "It has {what}, level {level} of 3. It comes covered when you press Show it. None of it any more: /hard_off",
        what=what,
        level=t.number(hard.level),
    )
    note = t("The picture can't be shown. You can take another one.") if facts.note.startswith("lost") else ""
    room = text_utf16_max - size(told) - size(level) - size(note)
    text = joined(saved_line(facts.saved, t, room), note, told, level)
    return Screen(text, keyboard=_closed_keys(facts.mark, t), mark=facts.mark)


def _closed_keys(mark: str, t: Translator) -> Keyboard:
    first = (marked(mark, t.label("Show it"), "look:first"), marked(mark, t.label("Not this one"), "skip"))
    return (first, (marked(mark, t.label("Other work"), "leave"),))


def _opened(facts: Task, look: Look, t: Translator) -> Screen:
    kind, spec = kinds.kinds()[facts.kind], kinds.spec(facts.kind, facts.settings, facts.languages)
    own = kind.show(spec, facts.draft, t)
    asked = t("{mark} {question}", mark=facts.mark, question=t.own(facts.question))
    has_medium = look.picture or look.audio or look.video
    room = caption_utf16_max if has_medium else text_utf16_max
    talk = t("Somebody to talk to: /support")
    room -= size(asked) + size(own.hint) + size(talk)
    item = ""
    if look.text:
        item = t("“{text}”", text=cut(t.own(look.text), room - around_text_utf16))
        item = f"<tg-spoiler>{item}</tg-spoiler>"
    rows = [tuple(marked(facts.mark, key.label, f"kind:{key.code}") for key in keys) for keys in own.rows]
    if own.last is not None:
        rows.append((marked(facts.mark, own.last.label, f"kind:{own.last.code}"),))
    return Screen(
        joined(asked, item, own.hint, talk),
        keyboard=_open_keys(facts.mark, look, rows, t),
        picture=medium_of(look.picture, look.cover),
        audio=medium_of(look.audio),
        video=medium_of(look.video),
        mark=facts.mark,
        protect=True,
        spoiler=True,
    )


def medium_of(shot: Shot | None, cover: str = "") -> Medium | None:
    """A rendition as a message brings it."""
    return None if shot is None else Medium(shot.hash, shot.size_bytes, shot.seconds, cover)


def _open_keys(mark: str, look: Look, rows: list[tuple[Key, ...]], t: Translator) -> Keyboard:
    """The kind's own keys, [Leave, paid], and what there is room for: a closer look, More."""
    others = [_further(mark, look.further, t)] if look.further else []
    others.append(Key(t.label("More"), "more"))
    leave = marked(mark, t.label("Leave, paid"), "left")
    if len(others) > 1 and len(rows) + 1 < rows_max:
        return (*rows, tuple(others), (leave,))
    return (*rows, (leave, others[0]))


def _further(mark: str, how: str, t: Translator) -> Key:
    """The key for a closer look; those that every task may have stand for the same here."""
    keys = {
        "plain": (t.label("As it is"), "look:plain"),
        "larger": (t.label("Larger picture"), "larger"),
        "clip": (t.label("The clip"), "clip"),
        "sound": (t.label("Play"), "play"),
    }
    return marked(mark, *keys[how])


def every_key(mark: str, t: Translator) -> list[Key]:
    """The keys that only a task with hard content has, whatever of it is in view."""
    closed = [key for row in _closed_keys(mark, t) for key in row]
    return [*closed, marked(mark, t.label("Leave, paid"), "left"), _further(mark, "plain", t)]


# ---- between two of them -----------------------------------------------------------------------------------


def between(facts: Between, t: Translator, house: Installation) -> Screen:
    """After an answer or a leave, or when nothing of it is shown now: what it brought, help, and how it goes on."""
    after = after_lines(facts.after, t)
    why = why_not(facts.why, t)
    have = "" if facts.saved else you_have(facts.balance, t)
    turn = turn_to(house, t) if facts.after.help else ""
    undo = "" if facts.left else undo_line(facts.saved, t)
    text = joined(saved_line(facts.saved, t), why, have, after, turn, undo)
    keys: list[tuple[Key, ...]] = []
    if facts.goes_on:
        pause = t.label("Pause, paid") if facts.pause_pays else t.label("Rest")
        keys.append(
            (marked(facts.mark, t.label("Next description"), "next"), marked(facts.mark, pause, "rest"))
        )
    keys.append((marked(facts.mark, t.label("Other work"), "leave"),))
    return Screen(text, keyboard=tuple(keys), mark=facts.mark)


def after_lines(after: After, t: Translator) -> str:
    """What comes with the reply after hard content: the pause that begins, and help."""
    pause = ""
    if after.pause_ms and after.paid:
        pause = t(
            "Now a pause of {span}, paid: {amount}. Other work goes on as ever.",
            span=t.span(after.pause_ms),
            amount=t.change(after.paid),
        )
    elif after.pause_ms:
        pause = t("Now a pause of {span}. Other work goes on as ever.", span=t.span(after.pause_ms))
    return joined(pause, help_card(after.lines, t) if after.help else "")


def why_not(why: str, t: Translator) -> str:
    """Why nothing of it is shown now."""
    reasons = {
        "gone": t("That one is not there any more."),
        "night": t(
            "Nothing of it is shown between {first}:00 and {last}:00.",
            first=t.number(quiet_from_h),
            last=t.number(quiet_until_h),
        ),
        "clock": t("It is shown by day only. Tell what time it is with you: /clock"),
        "day": t("That is all of it for these 24 hours. It is a limit for everybody."),
        "own": t("That is all of it for these 24 hours, as you wished."),
        "pause": t("The pause goes on. Other work goes on as ever."),
        "unwell": t("Nothing of it is shown for a day."),
        "begins": t("Your yes begins a day after you said it: /hard"),
        "lapsed": t("Your yes is over. Nothing of it is shown until you say yes again: /hard"),
        "child": t("Nothing of it is shown to you."),
        "not_chosen": t("It is shown only to people who said yes to such work before: /hard"),
    }
    return reasons.get(why, "")


def how_are_you(facts: HowAreYou, t: Translator, house: Installation) -> Screen:
    """After a set and its pause: how they are. Nothing of it is kept."""
    text = joined(saved_line(facts.saved, t), t("How are you? What you say is not kept, and nobody sees it."))
    first = (
        marked(facts.mark, t.label("Good"), "mood:good"),
        marked(facts.mark, t.label("So so"), "mood:so_so"),
    )
    last = (
        marked(facts.mark, t.label("Not well"), "mood:not_well"),
        marked(facts.mark, t.label("Skip"), "mood:skip"),
    )
    return Screen(text, keyboard=(first, last), mark=facts.mark)


def pause_paid(facts: PausePaid, t: Translator, house: Installation) -> Screen:
    """A set was over by itself, and its pause is paid."""
    paid = t("The pause after what you saw is paid: {amount}.", amount=t.change(facts.paid))
    return Screen(f"{paid} {you_have(facts.balance, t)}")


def day_after(facts: DayAfter, t: Translator, house: Installation) -> Screen:
    """A day after the last of it, once; it names nothing of what they saw, for others may read it."""
    return Screen(t("Yesterday's work can stay with people. Somebody to talk to: /support"))


SCREENS: Shown = {Between: between, DayAfter: day_after, HowAreYou: how_are_you, PausePaid: pause_paid}
