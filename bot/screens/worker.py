"""The worker's way: from the first message to the next task. Each asks something, so each has a mark."""

from __future__ import annotations

from bot import kinds
from bot.domain.outcomes import Languages, NothingLeft, Offer, Paused, Reading, Task, Welcome
from bot.screen import (
    Key,
    Picture,
    Screen,
    caption_utf16_max,
    cut,
    label_half_characters_max,
    text_utf16_max,
)
from bot.screens.words import (
    Installation,
    around_text_utf16,
    asked_by,
    bold,
    in_other_language,
    joined,
    marked,
    saved_line,
    size,
)
from bot.texts import Translator

languages_shown_max = 6


def welcome(facts: Welcome, t: Translator, house: Installation) -> Screen:
    """The first message: what this is, what is kept, what we never ask."""
    name = " ".join(facts.name.split())
    hello = t("Hello {name}.", name=name) if name else t("Hello.")
    text = joined(
        hello
        + " "
        + t(
            "Here are small paid tasks, about {size} each. If the line drops, they wait for you.",
            size=t.size(facts.task_bytes),
        ),
        t("Pay is shown first and is yours when you answer. Stop when you like; skipping costs nothing."),
        t("You can't be paid out yet: what you earn here stays yours until you can."),
        t("We keep your answers and their times. No papers, no contacts, no location.")
        + " "
        + t("You never pay us; we never ask for a code or password."),
        t("The small picture on a key, such as {mark}, says which question it belongs to.", mark=facts.mark),
    )
    start = (marked(facts.mark, t.label("Start"), "agree"), marked(facts.mark, t.label("The rules"), "rules"))
    return Screen(text, keyboard=(start, _other_languages(facts, t)), mark=facts.mark)


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
    rest = [f"/language_{one}" for one in facts.languages[languages_shown_max:]]
    rows = tuple(tuple(keys[start : start + 2]) for start in range(0, len(keys), 2))
    return Screen(joined(t("Which language?"), " ".join(rest)), keyboard=rows, mark=facts.mark)


def offer(facts: Offer, t: Translator, house: Installation) -> Screen:
    """What somebody should know before saying yes (P7)."""
    seconds = (
        t.n("Others take {count} s.", "Others take {count} s.", facts.seconds)
        if facts.measured
        else t.n("It should take {count} s.", "It should take {count} s.", facts.seconds)
    )
    each = t(
        "{price} each. {seconds} About {size} each. Yours when you answer.",
        price=t.money(facts.price),
        seconds=seconds,
        size=t.size(facts.task_bytes),
    )
    left = t.n("{count} left, shared by all.", "{count} left, shared by all.", facts.places)
    record = (
        t(
            "{paid} of {answers} answers paid.",
            paid=t.number(facts.answers_paid),
            answers=t.number(facts.answers),
        )
        if facts.answers
        else t("They are new here: no answers yet.")
    )
    text = joined(
        saved_line(facts.saved, t),
        f"{bold(t.own(facts.title), t)} {asked_by(facts.asks, facts.on_behalf_of, t)}",
        each,
        t(
            "For: {purpose}. Then: {afterwards}.",
            purpose=_open(t.own(facts.trains)),
            afterwards=_open(t.own(facts.afterwards)),
        ),
        f"{left} {record}",
        in_other_language(facts.title, t),
    )
    start = (
        marked(facts.mark, t.label("Start"), f"start:{facts.pack}"),
        marked(facts.mark, t.label("Something else"), f"else:{facts.pack}"),
    )
    who = (marked(facts.mark, t.label("Who is this?"), f"who:{facts.pack}"),)
    return Screen(text, keyboard=(start, who), mark=facts.mark)


def _open(text: str) -> str:
    """A sentence without its full stop, for one that goes on."""
    return text.rstrip(" .。")


def reading(facts: Reading, t: Translator, house: Installation) -> Screen:
    """The instruction, and what reading it pays."""
    amount = t.change(facts.pay)
    pays = (
        t("Reading this: {amount}, with your first answer after practice.", amount=amount)
        if facts.practice
        else t("Reading this: {amount}, with your first answer.", amount=amount)
    )
    practice = (
        t.n(
            "First comes {count} paid practice question.",
            "First come {count} paid practice questions.",
            facts.practice,
        )
        if facts.practice
        else ""
    )
    text = joined(t.html(t.own(facts.instruction)), practice, pays if facts.pay else "")
    keys = [marked(facts.mark, t.label("Go on"), f"go:{facts.pack}")]
    if facts.examples:
        keys.append(marked(facts.mark, t.label("Show examples"), "examples"))
    return Screen(text, keyboard=(tuple(keys),), mark=facts.mark)


def task(facts: Task, t: Translator, house: Installation) -> Screen:
    """One question: what the last one brought, the mark, the question, its text or picture, its keys.

    What has no room is left out from the top: first the reason of the last practice answer.
    """
    kind, spec = kinds.kinds()[facts.kind], kinds.spec(facts.kind, facts.settings, facts.languages)
    own = kind.show(spec, facts.draft, t)
    asked = t("{mark} {question}", mark=facts.mark, question=t.own(facts.question))
    if facts.role == "practice":
        asked = t("{mark} Practice: {question}", mark=facts.mark, question=t.own(facts.question))
    note, room = _note(facts.note, t), caption_utf16_max if facts.picture else text_utf16_max
    room -= size(note) + size(asked) + size(own.hint)
    item = t("“{text}”", text=cut(t.own(facts.text), room - around_text_utf16)) if facts.text else ""
    text = joined(note, saved_line(facts.saved, t, room - size(item) - 1), asked, item, own.hint)
    last = marked(facts.mark, own.last.label, f"kind:{own.last.code}") if own.last else None
    row = (last or marked(facts.mark, t.label("Skip"), "skip"), Key(t.label("More"), "more"))
    rows = tuple(
        tuple(marked(facts.mark, key.label, f"kind:{key.code}") for key in keys) for keys in own.rows
    )
    picture = Picture(facts.picture.hash, facts.picture.size_bytes) if facts.picture else None
    return Screen(text, keyboard=(*rows, row), picture=picture, mark=facts.mark)


def _note(note: str, t: Translator) -> str:
    if note == "undone":
        return t("Once more; what it paid stays yours.")
    if note == "help":
        return t("The next questions are practice. They may help, and they are paid.")
    if note == "lost":
        return t("The picture can't be shown. Skip it, or say that something is wrong.")
    return ""


def paused(facts: Paused, t: Translator, house: Installation) -> Screen:
    """A pause: nothing comes until they go on."""
    said = t("Paused. Nothing is lost.")
    have = "" if facts.saved else t("You have {balance}.", balance=t.money(facts.balance))
    text = joined(saved_line(facts.saved, t), f"{said} {have}".strip())
    rows = (
        (marked(facts.mark, t.label("Go on"), "goon"),),
        (Key(t.label("Money"), "money"), Key(t.label("Help"), "help")),
    )
    return Screen(text, keyboard=rows, mark=facts.mark)


def nothing_left(facts: NothingLeft, t: Translator, house: Installation) -> Screen:
    """No work for this person now."""
    have = "" if facts.saved else t("You have {balance}.", balance=t.money(facts.balance))
    text = joined(saved_line(facts.saved, t), f"{_what_is_left(facts, t)} {have}".strip())
    rows = (
        (marked(facts.mark, t.label("Look again"), "again"),),
        (Key(t.label("Money"), "money"), Key(t.label("Help"), "help")),
    )
    return Screen(text, keyboard=rows, mark=facts.mark)


def _what_is_left(facts: NothingLeft, t: Translator) -> str:
    if facts.passed:
        return t("There is work you passed over.")
    return t("More of this comes tomorrow.") if facts.tomorrow else t("That is all for now.")
