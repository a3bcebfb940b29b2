"""A bundle of small questions, to be answered in one message without a line; and what such a message brought."""

from __future__ import annotations

from bot import kinds
from bot.domain import limits
from bot.domain.bundles import left_out, letters
from bot.domain.outcomes.bundles import Bundle, BundleSaved, EditedLate, Small
from bot.screen import Key, Screen, Sheet, cut
from bot.screens.words import Installation, Shown, joined, marked, region_line, this_one, you_have
from bot.texts import Translator

question_utf16_max = 200
stray_utf16_max = 80
numbers_shown_max = 10
example_answers = (1, 0, 2)  # b, a, c: so that nobody takes the example for an answer in order


def bundle(facts: Bundle, t: Translator, house: Installation) -> Screen:
    """The question, its answers with their letters, the items with their numbers, and how to answer them."""
    kind, spec = kinds.kinds()[facts.kind], kinds.spec(facts.kind, facts.settings, facts.languages)
    answers, sheet = kind.lettered(spec), _sheet(facts)
    keys = (tuple(every_key(facts, t) if facts.held and facts.note != "lost" else every_key(facts, t)[1:]),)
    if facts.note == "lost":
        lost = t("{mark} The pictures can't be shown together. They may come one by one.", mark=facts.mark)
        return Screen(lost, keyboard=keys, mark=facts.mark)
    most = limits.bundle_caption_utf16_max if sheet else limits.bundle_item_utf16_max
    alphabet = letters(t.language)
    named = (
        f"{letter} {t.own(one.labels) or one.code}" for letter, one in zip(alphabet, answers, strict=False)
    )
    text = joined(
        t("Once more; what they paid stays yours.") if facts.note == "undone" else "",
        t("{mark} {question}", mark=facts.mark, question=cut(t.own(facts.question), question_utf16_max)),
        t.value(" · ".join(named)),
        _to_be_seen(facts, t) if facts.held else "",
        *(_small(one, most, t) for one in facts.items if one.text or one.question),
        t("{price} each, paid when your answers arrive, days later too.", price=t.money(facts.price)),
        t(
            "Answer in one message, also when you have no connection: {example}. To leave one out: {out}",
            example=_example(facts, alphabet[: len(answers)]),
            out=f"{facts.items[-1].number}{left_out}",
        ),
    )
    return Screen(text, keyboard=keys, sheet=sheet, mark=facts.mark)


def every_key(facts: Bundle, t: Translator) -> list[Key]:
    """Its keys, also those of what was shown before its pictures came: one of them may be pressed twice."""
    return [
        marked(facts.mark, t.label("Show picture"), "sheet"),
        marked(facts.mark, t.label("One by one"), "single"),
    ]


def _sheet(facts: Bundle) -> Sheet | None:
    """The pictures, as one."""
    pictures = tuple((one.number, one.picture, one.edge) for one in facts.items if one.picture)
    return Sheet(pictures, facts.bytes_max) if pictures and facts.bytes_max and not facts.held else None


def _to_be_seen(facts: Bundle, t: Translator) -> str:
    """Which questions are open, and what their pictures cost before they come; after an undo they are on the phone already."""
    open_now = t("Open: {numbers}.", numbers=_numbers(tuple(one.number for one in facts.items), t))
    size = t.size(sum(one.size_bytes for one in facts.items))
    return f"{open_now} {t('Press Show picture to see it: {size}.', size=size)}"


def _small(one: Small, most: int, t: Translator) -> str:
    """A question's number and its words. What is longer is not handed out; here it is cut, so that ten fit."""
    number = t.number(one.number)
    if one.question and one.text:
        return t(
            "{number}. {question} “{text}”",
            number=number,
            question=cut(t.own(one.question), most),
            text=cut(t.own(one.text), most),
        )
    if one.question:
        return t("{number}. {question}", number=number, question=cut(t.own(one.question), most))
    return t("{number}. “{text}”", number=number, text=cut(t.own(one.text), most))


def _example(facts: Bundle, alphabet: str) -> str:
    """What a message may look like: "1b 2a 3c", with the first numbers and the letters that are there."""
    pairs = zip(facts.items, example_answers, strict=False)
    return " ".join(f"{one.number}{alphabet[answer % len(alphabet)]}" for one, answer in pairs)


def bundle_saved(facts: BundleSaved, t: Translator, house: Installation) -> Screen:
    """One message acknowledged: what came, what it paid, what could not be read, what is still open."""
    came = [_paid(facts, t)] if facts.saved else []
    if facts.changed:
        came.append(t("Changed, and paid before: {numbers}.", numbers=_numbers(facts.changed, t)))
    if facts.skipped:
        came.append(t.n("{count} left out.", "{count} left out.", facts.skipped))
    text = joined(
        f"{facts.old} {' '.join([*came, you_have(facts.balance, t)])}",
        region_line(t) if facts.region else "",
        t("Thank you. There is other work that may suit you better.") if facts.elsewhere else "",
        t("These stay as they are: {numbers}.", numbers=_numbers(facts.kept, t)) if facts.kept else "",
        _absent(facts, t),
        _unread(facts, t),
        t("Still open: {numbers}.", numbers=_numbers(facts.left, t)) if facts.left else t("More: /pocket"),
        t("Not what you meant? /undo") if facts.saved or facts.changed else "",
    )
    return Screen(text)


def _paid(facts: BundleSaved, t: Translator) -> str:
    amount = t.change(facts.amount)
    if facts.later:
        return t.n(
            "{count} saved, {amount}. More pay comes a little later, by itself.",
            "{count} saved, {amount}. More pay comes a little later, by itself.",
            facts.saved,
            amount=amount,
        )
    if facts.waited_ms:
        return t.n(
            "{count} saved, {amount}. It had waited {span}; it is paid all the same.",
            "{count} saved, {amount}. They had waited {span}; they are paid all the same.",
            facts.saved,
            amount=amount,
            span=t.span(facts.waited_ms),
        )
    if facts.reading:
        return t.n(
            "{count} saved, {amount}, and {reading} for reading.",
            "{count} saved, {amount}, and {reading} for reading.",
            facts.saved,
            amount=t.change(facts.amount - facts.reading),
            reading=t.change(facts.reading),
        )
    return t.n("{count} saved, {amount}.", "{count} saved, {amount}.", facts.saved, amount=amount)


def _unread(facts: BundleSaved, t: Translator) -> str:
    """What could not be read, by its number, and how to write it; "" when all could be."""
    example = f"{facts.left[0] if facts.left else 1}{letters(t.language)[1]}"
    numbers = ", ".join(facts.unread[:numbers_shown_max])
    said = cut(facts.stray, stray_utf16_max)
    if numbers and said:
        return t(
            "Not read: {numbers}, “{said}”. Write it so: {example}",
            numbers=numbers,
            said=said,
            example=example,
        )
    if numbers:
        return t("Not read: {numbers}. Write it so: {example}", numbers=numbers, example=example)
    return t("Not read: “{said}”. Write it so: {example}", said=said, example=example) if said else ""


def _absent(facts: BundleSaved, t: Translator) -> str:
    """Which numbers there are none of."""
    if not facts.absent:
        return ""
    numbers = ", ".join(facts.absent[:numbers_shown_max])
    return t("Not there: {numbers}. The last number is {last}.", numbers=numbers, last=t.number(facts.last))


def _numbers(numbers: tuple[int, ...], t: Translator) -> str:
    return ", ".join(t.number(one) for one in numbers)


def edited_late(facts: EditedLate, t: Translator, house: Installation) -> Screen:
    """A message that was written over on the phone."""
    said = t("What you sent first counts; the words you wrote over it do not. To answer again: /undo")
    return Screen(joined(said, this_one(facts.current, t)))


SCREENS: Shown = {Bundle: bundle, BundleSaved: bundle_saved, EditedLate: edited_late}
