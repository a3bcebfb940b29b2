"""Reviews and claims on the phone: what a worker hears of an answer, and how a requester looks at one.

Notices carry no keyboard, so what can be done about them is a command: /disagree_4F2K. The ground of a claim and the
sentence it names are told as they were chosen; nothing here says who somebody is.
"""

from __future__ import annotations

from bot import kinds
from bot.domain import claims
from bot.domain.outcomes.claims import (
    Claimed,
    Disagreed,
    Disagreeing,
    Floored,
    FloorNeeds,
    Given,
    Insisting,
    Kept,
    Mending,
    Objection,
    Reasoning,
    ReviewDone,
    Reviewed,
    ReviewFile,
    Reviewing,
    ReviewRefused,
    Ruled,
    SaidBy,
)
from bot.domain.outcomes.worker import Refused
from bot.screen import Medium, Screen, caption_utf16_max, cut, text_utf16_max
from bot.screens.findings import copied, reason, sent
from bot.screens.menus import refused
from bot.screens.words import Installation, Shown, command, joined, marked, size, that_fit
from bot.texts import Translator

words_utf16_max = 300  # of what somebody wrote, in a message about a picture
sentence_utf16_max = 300
file_utf16_max = 60  # of a file's name


def ground(name: str, sentence: str, t: Translator) -> str:
    """Why an answer can't be used, as a sentence."""
    if name == "breaks":
        return t("Their reason: it breaks “{sentence}”", sentence=cut(sentence, sentence_utf16_max))
    return {
        "empty": t("Their reason: it is empty, or not about the question."),
        "copied": t("Their reason: it is copied."),
        "machine": t("Their reason: a machine gave it."),
    }[name]


def _picture(given: Given) -> Medium | None:
    return Medium(given.picture.hash, given.picture.size_bytes) if given.picture is not None else None


def _given(given: Given, t: Translator, room: int) -> str:
    """The question, its item, and what was said, in so many UTF-16 units."""
    kind, spec = kinds.kinds()[given.kind], kinds.spec(given.kind, given.settings, given.languages)
    question = t.value(t.own(given.question))
    said = t("Answer: {answer}", answer=cut(kind.say(spec, given.answer, t), words_utf16_max))
    left = max(1, room - size(question) - size(said) - 4)
    item = t("“{text}”", text=cut(t.own(given.text), left)) if given.text else ""
    return joined(question, item, said)


def _around(given: Given, t: Translator, before: str, after: str) -> Screen:
    """A message about an answer: what is said before it, the answer, what is said after it."""
    room = (caption_utf16_max if given.picture else text_utf16_max) - size(before) - size(after)
    text = joined(before, _given(given, t, room), after)
    fits = size(text) <= caption_utf16_max  # else the words come before the picture
    return Screen(text, picture=_picture(given) if fits else None)


def claimed(facts: Claimed, t: Translator, house: Installation) -> Screen:
    """An answer is called unusable: whose word it is, why, what becomes of the money, how to disagree."""
    who = t("{asks} says one answer can't be used:", asks=facts.asks)
    why = ground(facts.ground, t.own(facts.sentence) if facts.sentence else "", t)
    amount = t.money(facts.amount)
    money = (
        t("Its {amount} waits until that is settled.", amount=amount)
        if facts.frozen
        else t("Your {amount} stays yours.", amount=amount)
    )
    say = t(
        "If they are wrong, say so: /disagree_{code}, any time in the next {span}.",
        code=facts.code,
        span=t.span(claims.disagree_ms),
    )
    held = copied(facts.copied, t, own=True)
    return _around(facts.given, t, who, joined(why, held, f"{money} {say}"))


def disagreeing(facts: Disagreeing, t: Translator, house: Installation) -> Screen:
    """They disagree: why, if they like to say."""
    long = t(
        "A voice note of {span} at most can be taken, or a picture, or words.", span=t.span(claims.said_ms)
    )
    insists = t("If they insist, somebody neutral decides within {span}.", span=t.span(claims.ruling_ms))
    ruled = "" if facts.kept else insists
    text = joined(
        long if facts.long else "",
        t(
            "{mark} Noted: {code}. Say why, in any language, in words, by voice or with a picture; or just send it.",
            mark=facts.mark,
            code=facts.code,
        ),
        ruled,
        "" if facts.kept else t("If nobody answers, you are right."),
    )
    return Screen(
        text, keyboard=((marked(facts.mark, t.label("Send as it is"), "asitis"),),), mark=facts.mark
    )


def said_by(facts: SaidBy, t: Translator, house: Installation) -> Screen:
    """What they sent; a picture comes covered, for nobody has looked at it."""
    if facts.gone:
        return Screen(t("{code}: what the worker sent can't be brought here.", code=facts.code))
    medium = Medium(facts.sent.hash, facts.sent.size_bytes, facts.sent.seconds)
    text = t("{code}: what the worker sent.", code=facts.code)
    if facts.sent.form == "voice":
        return Screen(text, audio=medium, protect=True)
    return Screen(text, picture=medium, protect=True, spoiler=True)


def disagreed(facts: Disagreed, t: Translator, house: Installation) -> Screen:
    """It is on its way."""
    return Screen(joined(t("Sent: {code}.", code=facts.code), was_cut(facts.cut, t), t("More: /tasks")))


def was_cut(characters: int, t: Translator) -> str:
    """What they wrote was longer than what is kept of it; "" where all is."""
    if not characters:
        return ""
    return t("It was long: its first {count} characters are kept.", count=t.number(characters))


def ruled(facts: Ruled, t: Translator, house: Installation) -> Screen:
    """How a claim ended, to the worker or to the requester."""
    why = t("“{text}”", text=cut(facts.why, words_utf16_max)) if facts.why else ""
    said = _said_to_requester(facts, t) if facts.theirs else _said_to_worker(facts, t)
    appeal = ""
    if facts.appeal_ms and facts.right == facts.theirs:
        appeal = t(
            "If that is wrong: /appeal_{code}, any time in the next {span}. Somebody else looks then.",
            code=facts.code,
            span=t.span(facts.appeal_ms),
        )
    return Screen(joined(said, reason(facts.reason, t), why, appeal))


def _said_to_worker(facts: Ruled, t: Translator) -> str:
    if not facts.right:
        stays = (
            t("Its {amount} waits until that is final.", amount=t.money(facts.amount))
            if facts.frozen and facts.appeal_ms
            else t("Its {amount} went to a new answer.", amount=t.money(facts.amount))
            if facts.frozen
            else t("Your {amount} stays yours.", amount=t.money(facts.amount))
        )
        return joined(t("{code}: the answer can't be used.", code=facts.code), stays)
    stands = {
        "gave_in": t("{code}: your answer stands. They took it back.", code=facts.code),
        "silence": t("{code}: your answer stands. They did not answer in time.", code=facts.code),
        "overdue": t("{code}: your answer stands. Nobody decided in time.", code=facts.code),
    }
    paid = t("{amount} for the answer.", amount=t.change(facts.amount)) if facts.frozen else ""
    minute = t("{amount} for the minute it cost you.", amount=t.change(facts.minute)) if facts.minute else ""
    never = t("This never counted against you.")
    first = stands.get(facts.how, t("{code}: your answer stands.", code=facts.code))
    return joined(first, " ".join(one for one in (paid, minute, never) if one))


def _said_to_requester(facts: Ruled, t: Translator) -> str:
    if facts.right:
        stands = t("{code}: the answer stands, and is among your results.", code=facts.code)
        besides = {
            "item": t("The question is at fault: nobody gets it any more."),
            "instruction": t("The instruction is at fault: the pack is paused until you mend it."),
            "warn": t("This is a warning: claims are for answers that can't be used."),
        }
        return joined(stands, besides.get(facts.outcome, ""))
    return t("{code}: the answer can't be used, and is not among your results.", code=facts.code)


def mending(facts: Mending, t: Translator, house: Installation) -> Screen:
    """An answer is sent back, and paid for once more."""
    who = t(
        "{asks} asks you to mend one answer, for {amount} more:",
        asks=facts.asks,
        amount=t.money(facts.amount),
    )
    why = t("It is about: “{sentence}”", sentence=cut(t.own(facts.sentence), sentence_utf16_max))
    how = t("To answer it again: /mend_{code}. If you don't like to, do nothing.", code=facts.code)
    return _around(facts.given, t, who, joined(why, how))


def floored(facts: Floored, t: Translator, house: Installation) -> Screen:
    """What the hourly floor brought."""
    titles = ", ".join(t.own(one) for one in facts.titles[:3])
    return Screen(
        t(
            "These tasks take longer than was thought: {titles}. So they pay more, the earlier ones too: {amount}.",
            titles=titles,
            amount=t.change(facts.amount),
        )
    )


# ---- to a requester ---------------------------------------------------------------------------------------------


def kept(facts: Kept, t: Translator, house: Installation) -> Screen:
    """To the worker: the requester keeps to it, and why; nothing need be done."""
    first = t("{code}: the requester keeps to it.", code=facts.code)
    why = t("“{text}”", text=cut(facts.words, words_utf16_max)) if facts.words else ""
    then = t(
        "Somebody neutral decides within {span}, or you are right. You need do nothing. More to say: /disagree_{code}",
        span=t.span(claims.ruling_ms),
        code=facts.code,
    )
    return Screen(joined(first, why, then))


def objection(facts: Objection, t: Translator, house: Installation) -> Screen:
    """The worker disagrees."""
    first = t("{code} of {name}: the worker disagrees.", code=facts.code, name=facts.name)
    why = t("They say: “{text}”", text=cut(facts.words, words_utf16_max)) if facts.words else ""
    how = t(
        "The answer stands: /give_in_{code}. You keep to it: /insist_{code}. Without a word from you in {span} it stands.",
        code=facts.code,
        span=t.span(claims.reply_ms),
    )
    return _around(facts.given, t, first, joined(why, sent(facts.sent, facts.code, t), how))


def insisting(facts: Insisting, t: Translator, house: Installation) -> Screen:
    """Why they keep to a claim."""
    text = t(
        "{mark} Say in a sentence why {code} can't be used. The worker reads it, and whoever decides.",
        mark=facts.mark,
        code=facts.code,
    )
    key = marked(facts.mark, t.label("Without a reason"), "insist")
    return Screen(text, keyboard=((key,),), mark=facts.mark)


def floor_needs(facts: FloorNeeds, t: Translator, house: Installation) -> Screen:
    """The floor reserve is used up."""
    return Screen(
        t(
            "{name} is paused: people take {seconds} s, so each answer costs {extra} more to reach the hourly floor. "
            "Its reserve is used up; {needs} is missing. Top it up: {topup} Pay in first: /deposit Or close it and begin again at "
            "a higher price: {close}",
            topup=command("topup", facts.name),
            close=command("close", facts.name),
            name=facts.name,
            seconds=t.number(facts.seconds),
            extra=t.money(facts.extra),
            needs=t.money(facts.needs),
        )
    )


def _became(note: str, code: str, t: Translator) -> str:
    """What became of the answer before."""
    return {
        "accepted": t("Accepted."),
        "claimed": t("Noted: {code}. The worker is told, and may disagree.", code=code),
        "sent": t("Sent back. You hear nothing if they leave it as it is."),
    }.get(note, "")


def reviewing(facts: Reviewing, t: Translator, house: Installation) -> Screen:
    """One answer to look at."""
    mark, number = facts.mark, facts.assignment
    waits = t.n("{count} answer waits.", "{count} answers wait.", facts.waiting) if facts.until else ""
    until = t("Accepted by itself: {when}.", when=t.moment(facts.until)) if facts.until else ""
    before = joined(
        _became(facts.note, facts.code, t),
        t("{mark} {name}. {waits}", mark=mark, name=facts.name, waits=waits).rstrip(),
    )
    first = t.label("Accept") if facts.until else t.label("Next")
    rows = [
        (
            marked(mark, first, f"accept:{number}"),
            marked(mark, t.label("Can't be used"), f"unusable:{number}"),
        ),
        (marked(mark, t.label("Send back"), f"sendback:{number}"),),
    ]
    if facts.until:
        rows[1] = (*rows[1], marked(mark, t.label("Accept all"), f"acceptall:{number}"))
    file = ""
    if facts.waiting > 1 or not facts.until:
        file = t(
            "All in one file, to mark and send back: {command}", command=command("reviewfile", facts.name)
        )
    shown = _around(facts.given, t, before, joined(until, file))
    return Screen(shown.text, keyboard=tuple(rows), picture=shown.picture, mark=mark)


def reasoning(facts: Reasoning, t: Translator, house: Installation) -> Screen:
    """Why an answer can't be used, or what is to be mended: a sentence by its number, or a ground."""
    asked = (
        t("{mark} Which sentence should they look at? Write its number. It costs {amount} and the fee.",
          mark=facts.mark, amount=t.money(facts.price))
        if facts.fix
        else t("{mark} Which sentence does it break? Write its number, or press a reason.", mark=facts.mark)
    )  # fmt: skip
    lines = [f"{t.number(number)}. {t.value(text)}" for number, text in enumerate(facts.sentences, 1)]
    keys = [marked(facts.mark, t.label("Back"), f"lookagain:{facts.assignment}")]
    if not facts.fix:
        keys = [
            marked(facts.mark, t.label("Empty or unrelated"), "ground:empty"),
            marked(facts.mark, t.label("Copied"), "ground:copied"),
            marked(facts.mark, t.label("By a machine"), "ground:machine"),
            *keys,
        ]
    rows = tuple(tuple(keys[start : start + 2]) for start in range(0, len(keys), 2))
    return Screen(that_fit(lines, asked), keyboard=rows, mark=facts.mark)


def reviewed(facts: Reviewed, t: Translator, house: Installation) -> Screen:
    """Nothing is left to look at."""
    if facts.accepted:
        return Screen(
            t.n(
                "{name}: {count} answer is accepted.",
                "{name}: {count} answers are accepted.",
                facts.accepted,
                name=facts.name,
            )
        )
    nothing = t("{name}: nothing waits for you now.", name=facts.name)
    return Screen(joined(_became(facts.note, facts.code, t), nothing))


# ---- by a file --------------------------------------------------------------------------------------------------


def review_file(facts: ReviewFile, t: Translator, house: Installation) -> Screen:
    """What waits, as a file, and how it is marked."""
    if not facts.count:
        return Screen(t("{name}: nothing waits for you now.", name=facts.name))
    counted = t.n("{name}: {count} answer to look at.", "{name}: {count} answers to look at.", facts.count, name=facts.name)  # fmt: skip
    how = t(
        "Write x under Approve, or under Reject the number of the sentence it breaks, or empty, copied, machine. "
        "Rows without a mark stay as they are. Save it as CSV and send it here."
    )
    return Screen(joined(counted, how), file=(f"review-{facts.name}.csv", facts.content))


def review_done(facts: ReviewDone, t: Translator, house: Installation) -> Screen:
    """What a review file did."""
    file = cut(facts.file, file_utf16_max)
    if not facts.accepted and not facts.claimed:
        return Screen(t("{file} has no marks, so everything stays as it was.", file=file))
    accepted = t.n("{count} answer is accepted.", "{count} answers are accepted.", facts.accepted)
    claimed = t.n(
        "{count} can't be used; the worker is told, and may disagree.",
        "{count} can't be used; the workers are told, and may disagree.",
        facts.claimed,
    )
    return Screen(
        joined(
            t("{name}: what {file} says is done.", name=facts.name, file=file),
            accepted if facts.accepted else "",
            claimed if facts.claimed else "",
        )
    )


def review_refused(facts: ReviewRefused, t: Translator, house: Installation) -> Screen:
    """Every row of a review file whose mark can't be followed; a long list is a file."""
    count, file = len(facts.rows), cut(facts.file, file_utf16_max)
    first = t.n("{count} row of {file} can't be followed, so nothing of it was done:", "{count} rows of {file} can't be followed, so nothing of it was done:", count, file=file)  # fmt: skip
    lines = [
        t(
            "Line {line}: {why}",
            line=one.line,
            why=refused(Refused(one.refusal, one.values), t, house).text,
        )
        for one in facts.rows
    ]
    again = t("Mend it and send it again.")
    whole = that_fit(lines, first, again)
    if whole.count("\n") == count + 1:
        return Screen(whole)
    return Screen(joined(first, again), file=("rows.txt", ("\n".join(lines) + "\n").encode()))


SCREENS: Shown = {
    Claimed: claimed,
    Disagreeing: disagreeing,
    Disagreed: disagreed,
    SaidBy: said_by,
    Ruled: ruled,
    Mending: mending,
    Floored: floored,
    FloorNeeds: floor_needs,
    Kept: kept,
    Objection: objection,
    Insisting: insisting,
    Reviewing: reviewing,
    Reasoning: reasoning,
    Reviewed: reviewed,
    ReviewFile: review_file,
    ReviewDone: review_done,
    ReviewRefused: review_refused,
}
