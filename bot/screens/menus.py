"""The keys behind More, and what is said beside a question.

Menus belong to the question whose mark they carry. A phone shows six keys, so More shows the six that matter
most for this question: the kind's own, Skip when the kind's key took its place, undo, larger, the rest, and the way back.
What found no room has its command (/ask, /pause, /money, /help). Cards carry no keyboard: the question keeps it.
"""

from __future__ import annotations

from bot import kinds
from bot.domain import spoken
from bot.domain.events import Pressed
from bot.domain.outcomes.worker import (
    AlreadySaved,
    IsThis,
    More,
    NotUnderstood,
    Nudge,
    Refused,
    SavedElsewhere,
    Sorry,
    Task,
    Wrong,
)
from bot.domain.refusals import REFUSALS, Refusal
from bot.screen import Key, Screen, cut
from bot.screens.hard import after_lines
from bot.screens.hard import every_key as every_hard_key
from bot.screens.words import Installation, Shown, joined, marked, saved_line, this_one
from bot.texts import Translator

keys_max = 6
said_utf16_max = 200  # of what was typed, when it is asked about
refused_utf16_max = 600  # of one value in a refusal; the largest has five


def bare_keys(t: Translator) -> tuple[tuple[str, str], ...]:
    """The keys without a mark, wherever they stand: label, act."""
    return (
        (t.label("More"), "more"),
        (t.label("Money"), "money"),
        (t.label("Help"), "help"),
        (t.label("Pause"), "pause"),
        (spoken.KEY, "listen"),
    )


def every_key(task: Task, t: Translator) -> list[Key]:
    """Every key with the mark of a task, in whichever menu and for whichever draft it shows."""
    kind, spec = kinds.kinds()[task.kind], kinds.spec(task.kind, task.settings, task.languages)
    first = kind.show(spec, task.draft, t)
    pressed = [kind.take(spec, task.draft, Pressed(key.code)) for key in first.keys]
    later = [kind.show(spec, one.draft, t) for one in pressed if isinstance(one, kinds.More) and not one.step]
    own = [key for show in (first, *later) for key in show.keys]
    skip = marked(task.mark, t.label("Skip"), "skip")
    more = _all_keys(
        More(True, True, task.kind, task.settings, task.languages, {}, task.mark, clip_bytes=1), t
    )
    return [
        *(marked(task.mark, key.label, f"kind:{key.code}") for key in own),
        skip,
        marked(task.mark, t.label("Play"), "play"),
        marked(task.mark, t.label("Show picture"), "play"),
        *(every_hard_key(task.mark, t) if task.hard is not None else ()),
        *more,
        _back(task.mark, t),
        *_wrong_keys(task.mark, t),
        *is_this_keys(task.mark, t),
    ]


def _own_keys(facts: More, t: Translator) -> list[Key]:
    kind, spec = kinds.kinds()[facts.kind], kinds.spec(facts.kind, facts.settings, facts.languages)
    own = kind.show(spec, facts.draft, t)
    keys = [marked(facts.mark, key.label, f"kind:{key.code}") for key in own.more]
    if own.last is not None or facts.held:
        keys.append(marked(facts.mark, t.label("Skip"), "skip"))
    return keys


def _all_keys(facts: More, t: Translator) -> list[Key]:
    keys = _own_keys(facts, t)
    if facts.clip_bytes:
        keys.append(marked(facts.mark, t.label("The clip"), "clip"))
    if facts.undo:
        keys.append(marked(facts.mark, t.label("Undo last"), "undo"))
    if facts.larger:
        keys.append(marked(facts.mark, t.label("Larger picture"), "larger"))
    keys.append(marked(facts.mark, t.label("Something is wrong"), "wrong"))
    keys.append(marked(facts.mark, t.label("Other work"), "leave"))
    keys.append(marked(facts.mark, t.label("Ask them"), "ask"))
    keys.append(Key(t.label("Pause"), "pause"))
    keys.append(Key(t.label("Money"), "money"))
    keys.append(Key(t.label("Help"), "help"))
    return keys


def _rows(keys: list[Key]) -> tuple[tuple[Key, ...], ...]:
    return tuple(tuple(keys[start : start + 2]) for start in range(0, len(keys), 2))


def _back(mark: str, t: Translator) -> Key:
    """The way out of a menu, for the menu has taken the answer's keys away."""
    return marked(mark, t.label("Back"), "back")


def more(facts: More, t: Translator, house: Installation) -> Screen:
    """[More]."""
    keys = [*_all_keys(facts, t)[: keys_max - 1], _back(facts.mark, t)]
    waits = t("Your question {mark} waits.", mark=facts.mark)
    clip = t("The clip takes {size}.", size=t.size(facts.clip_bytes)) if facts.clip_bytes else ""
    pocket = t("Up to ten at once, to answer when you have no connection: /pocket") if facts.pocket else ""
    return Screen(joined(f"{waits} {clip}".strip(), pocket), keyboard=_rows(keys), mark=facts.mark)


def wrong(facts: Wrong, t: Translator, house: Installation) -> Screen:
    """[Something is wrong]: six things that may be."""
    back = t("Nothing is wrong? Back to {mark}: /tasks", mark=facts.mark)
    return Screen(
        joined(t("What is wrong? Saying so is paid too."), back),
        keyboard=_rows(_wrong_keys(facts.mark, t)),
        mark=facts.mark,
    )


def _wrong_keys(mark: str, t: Translator) -> list[Key]:
    return [
        marked(mark, t.label("Nothing fits"), "wrong:nothing_fits"),
        marked(mark, t.label("It is unclear"), "wrong:unclear"),
        marked(mark, t.label("Cannot see it"), "wrong:cannot_see"),
        marked(mark, t.label("It is violent"), "wrong:violent"),
        marked(mark, t.label("It is illegal"), "wrong:illegal"),
        marked(mark, t.label("Asks for my data"), "wrong:my_data"),
    ]


def is_this(facts: IsThis, t: Translator, house: Installation) -> Screen:
    """Unmarked input whose question is not certain."""
    said = cut(" ".join(facts.said.split()), said_utf16_max)
    asked = (
        t("“{said}”: is this your answer to {mark}?", said=said, mark=facts.mark)
        if said
        else t("Is what you sent your answer to {mark}?", mark=facts.mark)
    )
    wrong = t("The new one does not fit.") if facts.unfit else ""
    if facts.too_long:
        wrong = t("With the new one it is too long, so send the new one once more afterwards.")
    text = joined(wrong, asked)
    return Screen(text, keyboard=_rows(is_this_keys(facts.mark, t)), mark=facts.mark)


def is_this_keys(mark: str, t: Translator) -> list[Key]:
    """[Yes] and [No] to "is this your answer?"."""
    return [marked(mark, t.label("Yes, it is"), "yes"), marked(mark, t.label("No, it is not"), "no")]


def already_saved(facts: AlreadySaved, t: Translator, house: Installation) -> Screen:
    """A press on a question that is settled."""
    if facts.how == "answer":
        said = t("{mark} is saved already; the first answer counts.", mark=facts.old)
    elif facts.how == "skip":
        said = t("{mark} is skipped.", mark=facts.old)
    elif facts.how == "report":
        said = t("{mark} is reported already.", mark=facts.old)
    else:
        said = t("{mark} is over.", mark=facts.old)
    return Screen(f"{said} {this_one(facts.current, t)}")


def saved_elsewhere(facts: SavedElsewhere, t: Translator, house: Installation) -> Screen:
    """A waiting question was answered while another one is open."""
    after = after_lines(facts.after, t) if facts.after is not None else ""
    return Screen(joined(f"{facts.old} {saved_line(facts.saved, t)}", this_one(facts.current, t), after))


def nudge(facts: Nudge, t: Translator, house: Installation) -> Screen:
    """A kind says what it wants instead."""
    kind, spec = kinds.kinds()[facts.kind], kinds.spec(facts.kind, facts.settings, facts.languages)
    said = kind.nudge(spec, facts.code, t)
    return Screen(f"{facts.current} {said}".strip())


def not_understood(facts: NotUnderstood, t: Translator, house: Installation) -> Screen:
    """Something that means nothing here."""
    if facts.current:
        text = t(
            "I did not understand that. This one is {mark}: press one of its keys. Help: /help",
            mark=facts.current,
        )
    else:
        text = t("I did not understand that. Work: /tasks Help: /help")
    return Screen(text)


def refused(facts: Refused, t: Translator, house: Installation) -> Screen:
    """A rule said no."""
    sentence = REFUSALS.get(facts.name, Refusal).sentence
    values = {name: cut(str(value), refused_utf16_max) for name, value in facts.values.items()}
    return Screen(t(sentence, **values))


def sorry(facts: Sorry, t: Translator, house: Installation) -> Screen:
    """A bug of ours."""
    said = t(
        "Something broke on our side. What you did before is safe. Number: {incident}",
        incident=facts.incident,
    )
    return Screen(joined(said, this_one(facts.current, t)))


SCREENS: Shown = {
    More: more,
    Wrong: wrong,
    IsThis: is_this,
    AlreadySaved: already_saved,
    SavedElsewhere: saved_elsewhere,
    Nudge: nudge,
    NotUnderstood: not_understood,
    Refused: refused,
    Sorry: sorry,
}
