"""The worker's way: from the first message to the next task. Each asks something, so each has a mark."""

from __future__ import annotations

import re

from bot import kinds
from bot.domain import limits
from bot.domain.outcomes.worker import Languages, NothingLeft, Offer, Paused, Reading, Shot, Task, Welcome
from bot.screen import (
    Key,
    Medium,
    Screen,
    caption_utf16_max,
    cut,
    label_half_characters_max,
    text_utf16_max,
)
from bot.screens import hard, records
from bot.screens.words import (
    Installation,
    Shown,
    around_text_utf16,
    asked_by,
    bold,
    in_other_language,
    joined,
    kept_of_you,
    marked,
    needed_languages,
    others_asked,
    saved_line,
    size,
    struck,
    told_of,
    undo_line,
    you_have,
)
from bot.texts import Translator

languages_shown_max = 6


def welcome(facts: Welcome, t: Translator, house: Installation) -> Screen:
    """The first message: what this is, what is kept, what we never ask; once it was told, one line."""
    keys = (marked(facts.mark, t.label("Start"), "agree"), marked(facts.mark, t.label("The rules"), "rules"))
    keyboard = (keys, _other_languages(facts, t))
    if facts.again:
        said = t("Please press Start first. Work and money come after it.")
        return Screen(said, keyboard=keyboard, mark=facts.mark)
    name = " ".join(facts.name.split())
    hello = t("Hello {name}.", name=name) if name else t("Hello.")
    text = joined(
        hello
        + " "
        + t(
            "Here are small paid tasks, about {size} each. If the line drops, they wait for you.",
            size=t.size(facts.task_bytes),
        ),
        t("Pay is shown first and is yours when you answer. Stop when you like; skipping is free."),
        t("You can take your money out from {least} on: /money", least=t.money(house.payout_least))
        if house.payout_least
        else t("You can't take your money out yet. It is kept for you."),
        kept_of_you(t, house) + " " + t("You never pay us; we never ask for a code or password."),
        t("The small picture on a key, such as {mark}, says which question it belongs to.", mark=facts.mark),
    )
    return Screen(text, keyboard=keyboard, mark=facts.mark)


def _other_languages(facts: Welcome, t: Translator) -> tuple[Key, ...]:
    others = [language for language in facts.languages if language != t.language]
    if len(others) > 2:
        return (marked(facts.mark, t.label("Language"), "languages"),)
    return tuple(_language_key(facts.mark, one, t) for one in others) or (
        marked(facts.mark, t.label("Language"), "languages"),
    )


def _language_key(mark: str, language: str, t: Translator) -> Key:
    name = cut(t.name_in_itself(language), label_half_characters_max)
    return marked(mark, name, f"language:{language}")


def languages(facts: Languages, t: Translator, house: Installation) -> Screen:
    """The languages there are, each in its own name; more than six also as commands."""
    first = facts.languages[:languages_shown_max]
    keys = [_language_key(facts.mark, one, t) for one in first]
    rest = [
        f"{t.value(t.name_in_itself(one))} /language_{one}" for one in facts.languages[languages_shown_max:]
    ]
    rows = tuple(tuple(keys[start : start + 2]) for start in range(0, len(keys), 2))
    return Screen(joined(t("Which language?"), *rest), keyboard=rows, mark=facts.mark)


def offer(facts: Offer, t: Translator, house: Installation) -> Screen:
    """What somebody should know before saying yes (P7)."""
    seconds = (
        t.n("Others take {count} s.", "Others take {count} s.", facts.seconds)
        if facts.measured
        else t.n("It should take {count} s.", "It should take {count} s.", facts.seconds)
    )
    price, bytes_ = t.money(facts.price), t.size(facts.task_bytes)
    if facts.window_h:
        each = t(
            "{price} each. {seconds} About {size} each. Paid after a check, {span} at most.",
            price=price,
            seconds=seconds,
            size=bytes_,
            span=t.span(facts.window_h * limits.hour),
        )
        neutral = t("If you disagree with it, somebody neutral decides.")
        jury = t("If you disagree with it, three people who know such work decide, or you are right.")
        each = joined(each, jury if facts.jury else neutral)
    else:
        each = t(
            "{price} each. {seconds} About {size} each. Yours when you answer.",
            price=price,
            seconds=seconds,
            size=bytes_,
        )
    left = t.n("{count} left, shared by all.", "{count} left, shared by all.", facts.places)
    record = records.in_short(facts, t)
    spec = kinds.spec(facts.kind, facts.settings, facts.languages)
    text = joined(
        saved_line(facts.saved, t),
        bold(t.own(facts.title), t),
        asked_by(facts.asks, facts.on_behalf_of, t),
        _hard(facts, t),
        each,
        kinds.kinds()[facts.kind].facts(spec, t),
        _purpose(facts, t),
        f"{left} {record} {told_of(facts, t)}".strip(),
        t("Once you have begun, up to ten at a time to answer when you have no connection: /pocket")
        if facts.pocket
        else "",
        needed_languages(facts.needed, t),
        in_other_language(facts.title, t),
        undo_line(facts.saved, t),
    )
    start = (
        marked(facts.mark, t.label("Start"), f"start:{facts.pack}"),
        marked(facts.mark, t.label("Something else"), f"else:{facts.pack}"),
    )
    who = (marked(facts.mark, t.label("Who is this?"), f"who:{facts.pack}"),)
    return Screen(text, keyboard=(start, who), mark=facts.mark)


def _hard(facts: Offer, t: Translator) -> str:
    """That it has hard content, in the pack's own sentences, and how that is shown: before anybody says yes."""
    if not facts.hard:
        return ""
    what = t(
        "Hard content: {what} (1 is mild, 3 the hardest). You are asked before each one, and may leave any, paid.",
        what=hard.flags_line(facts.hard, t),
    )
    return joined(what, *(t.html(t.own(one)) for one in facts.says))


def _purpose(facts: Offer, t: Translator) -> str:
    """What it trains, what that is used for where the pack says so, and what becomes of the answers."""
    trains, afterwards = _open(t.own(facts.trains)), _open(t.own(facts.afterwards))
    if not facts.use:
        return _ended(
            t("What for: {purpose}. Afterwards: {afterwards}.", purpose=trains, afterwards=afterwards)
        )
    said = t(
        "What for: {purpose}. Used for: {use}. Afterwards: {afterwards}.",
        purpose=trains,
        use=_open(t.own(facts.use)),
        afterwards=afterwards,
    )
    return _ended(said)


def _ended(text: str) -> str:
    """Sentences that end in their own way get no full stop behind it."""
    return re.sub(r"([?!؟।…])[.।]", r"\1", text)


def _open(text: str) -> str:
    """A sentence without its full stop, for one that goes on."""
    return text.rstrip(" .。")


def reading(facts: Reading, t: Translator, house: Installation) -> Screen:
    """The instruction, or what changed in it since it was read; and what reading it pays."""
    amount = t.change(facts.pay)
    if facts.practice:
        pays = t("Reading this: {amount}, with your first answer after practice.", amount=amount)
    elif facts.changes:
        pays = t("Reading this: {amount}, with your next answer.", amount=amount)
    else:
        pays = t("Reading this: {amount}, with your first answer.", amount=amount)
    practice = (
        t.n(
            "First comes {count} paid practice question.",
            "First come {count} paid practice questions.",
            facts.practice,
        )
        if facts.practice
        else ""
    )
    around = joined(practice, pays if facts.pay else "", others_asked(facts.faq, t))
    saved = saved_line(facts.saved, t)
    words = t.html(t.own(facts.instruction))
    if facts.changes:
        room = text_utf16_max - size(saved) - size(around) - 2
        words = _changed(facts, t, room) or joined(t("The instruction is new. It says:"), words)
    keys = [marked(facts.mark, t.label("Go on"), f"go:{facts.pack}")]
    if facts.examples:
        keys.append(marked(facts.mark, t.label("Show examples"), "examples"))
    return Screen(joined(saved, words, around), keyboard=(tuple(keys),), mark=facts.mark)


def _changed(facts: Reading, t: Translator, room: int) -> str:
    """What is gone and what is new; "" when that is longer than the whole instruction, or than there is room for."""
    found = facts.changes.get(t.language) or next(iter(facts.changes.values()))
    lines = [bold(text, t) if how == "new" else struck(text, t) for how, text in found]
    text = joined(t("The instruction has changed. What is crossed out is gone, what is bold is new."), *lines)
    longer = sum(len(text) for _, text in found) > len(t.own(facts.instruction)) or size(text) > room
    return "" if longer else text


def task(facts: Task, t: Translator, house: Installation) -> Screen:
    """One question: what the last one brought, a note, the mark, the question, its text or picture, its keys.

    What has no room is left out from the top: first the reason of the last practice answer.
    """
    if facts.hard is not None:
        return hard.task(facts, t)
    kind, spec = kinds.kinds()[facts.kind], kinds.spec(facts.kind, facts.settings, facts.languages)
    own = kind.show(spec, facts.draft, t)
    asked = t("{mark} {question}", mark=facts.mark, question=t.own(facts.question))
    if facts.role == "practice":
        asked = t("{mark} Practice: {question}", mark=facts.mark, question=t.own(facts.question))
    media = _media(facts)
    note, hint = _note(facts, t), joined(_sound(facts, t) or _seen(facts, t), own.hint, _clip(facts, t))
    room = caption_utf16_max if media else text_utf16_max
    room -= size(note) + size(asked) + size(hint)
    item = t("“{text}”", text=cut(t.own(facts.text), room - around_text_utf16)) if facts.text else ""
    text = joined(saved_line(facts.saved, t, room - size(item) - 1), note, asked, item, hint)
    last = marked(facts.mark, own.last.label, f"kind:{own.last.code}") if own.last else None
    if facts.held:
        last = marked(facts.mark, t.label("Play") if facts.audio else t.label("Show picture"), "play")
    row = (last or marked(facts.mark, t.label("Skip"), "skip"), Key(t.label("More"), "more"))
    rows = tuple(
        tuple(marked(facts.mark, key.label, f"kind:{key.code}") for key in keys) for keys in own.rows
    )
    return Screen(
        text,
        keyboard=(*rows, row),
        picture=media.get("picture"),
        writing=media.get("writing"),
        sticker=media.get("sticker"),
        audio=media.get("audio"),
        video=media.get("video"),
        mark=facts.mark,
    )


def _media(facts: Task) -> dict[str, Medium]:
    """The one medium a task's message has: the clip when it was asked for, else its sound or its picture."""
    shown: dict[str, Shot | None] = (
        {"audio": facts.audio} if facts.audio else {"picture": facts.picture, "sticker": facts.sticker}
    )
    if facts.picture is not None and facts.picture.form == "writing":
        shown = {"writing": facts.picture}
    if facts.held:
        shown = {}
    if facts.note == "clip" and facts.clip is not None:
        shown = {"video": facts.clip}
    return {name: Medium(one.hash, one.size_bytes, one.seconds) for name, one in shown.items() if one}


def _sound(facts: Task, t: Translator) -> str:
    """How long a task's sound is, and its bytes: before it is played where they count most."""
    if facts.audio is None:
        return ""
    seconds, bytes_ = t.number(facts.audio.seconds), t.size(facts.audio.size_bytes)
    if facts.held:
        return t("Press Play to hear it: {seconds} s, {size}.", seconds=seconds, size=bytes_)
    return t("Listen: {seconds} s, {size}.", seconds=seconds, size=bytes_)


def _seen(facts: Task, t: Translator) -> str:
    """That a task has a picture, where it waits for its key, and its bytes."""
    if facts.picture is None or not facts.held or facts.note == "clip":
        return ""
    return t("Press Show picture to see it: {size}.", size=t.size(facts.picture.size_bytes))


def _clip(facts: Task, t: Translator) -> str:
    """Where a task's clip is, while its pictures are shown."""
    return t("The clip is under More.") if facts.clip is not None and facts.note != "clip" else ""


def _note(facts: Task, t: Translator) -> str:
    note = facts.note
    if note == "away":
        return t("We were away for {span}. Nothing is lost.", span=t.span(facts.away_ms))
    if note == "undone":
        return t("Once more; what it paid stays yours. If you don't answer again, the first answer stands.")
    if note == "mend":
        return t("Once more, paid again. If you don't answer, your first answer stands.")
    if note == "asked":
        return t("Your question is sent. They don't see who you are.")
    if note == "help":
        return t("The next questions are practice. They may help, and they are paid.")
    if note == "lost":
        return t("The picture can't be shown. Skip it, or say that something is wrong.")
    if note == "lost audio":
        return t("The sound can't be played. Skip it, or say that something is wrong.")
    if note == "lost video":
        return t("The clip can't be shown. Skip it, or say that something is wrong.")
    return ""


def paused(facts: Paused, t: Translator, house: Installation) -> Screen:
    """A pause: nothing comes until they go on."""
    said = t("Paused. Nothing is lost.")
    have = "" if facts.saved else you_have(facts.balance, t)
    text = joined(saved_line(facts.saved, t), f"{said} {have}".strip(), undo_line(facts.saved, t))
    rows = (
        (marked(facts.mark, t.label("Go on"), "goon"),),
        (Key(t.label("Money"), "money"), Key(t.label("Help"), "help")),
    )
    return Screen(text, keyboard=rows, mark=facts.mark)


def nothing_left(facts: NothingLeft, t: Translator, house: Installation) -> Screen:
    """No work for this person now."""
    have = "" if facts.saved else you_have(facts.balance, t)
    left = f"{_what_is_left(facts, t)} {have}".strip()
    foreign = (
        t("None of it is in {language}. Other languages: /language", language=t.language_name(t.language))
        if facts.foreign
        else ""
    )
    text = joined(saved_line(facts.saved, t), left, foreign, undo_line(facts.saved, t))
    rows = (
        (marked(facts.mark, t.label("Look again"), "again"),),
        (Key(t.label("Money"), "money"), Key(t.label("Help"), "help")),
    )
    return Screen(text, keyboard=rows, mark=facts.mark)


def _what_is_left(facts: NothingLeft, t: Translator) -> str:
    if facts.passed:
        return t("There is work you passed over.")
    return t("More of this comes tomorrow.") if facts.tomorrow else t("That is all for now.")


SCREENS: Shown = {
    Welcome: welcome,
    Languages: languages,
    Offer: offer,
    Reading: reading,
    Task: task,
    Paused: paused,
    NothingLeft: nothing_left,
}
