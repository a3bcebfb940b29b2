"""Cards: what is looked up. They carry no keyboard, for the open question keeps it; their choices are commands."""

from __future__ import annotations

from itertools import count

from bot import kinds
from bot.domain import hours, licences, limits
from bot.domain.outcomes.worker import (
    About,
    Answered,
    Clock,
    Example,
    Examples,
    Help,
    History,
    Line,
    Money,
    MyData,
    Official,
    Privacy,
    Rules,
    Statement,
    WhoAsks,
)
from bot.screen import Medium, Screen, caption_utf16_max, cut, text_utf16_max
from bot.screens import amendments, records, requester
from bot.screens.words import (
    Installation,
    Shown,
    around_text_utf16,
    asked_by,
    bold,
    joined,
    kept_of_you,
    needed_languages,
    others_asked,
    signed_with,
    size,
    that_fit,
    told_of,
    turn_to,
    you_have,
)
from bot.texts import Translator

told_utf16_max = 600  # of one of the operator's settings


def who_asks(facts: WhoAsks, t: Translator, house: Installation) -> Screen:
    """[Who is this?]: the requester and what becomes of the work."""
    offer = facts.offer
    return Screen(
        joined(
            bold(t.own(offer.title), t),
            asked_by(offer.asks, offer.on_behalf_of, t),
            t("{name} says: “{about}”", name=facts.requester, about=facts.about) if facts.about else "",
            t("What it is for: {purpose}", purpose=t.own(offer.trains)),
            t("What it is used for: {use}", use=t.own(offer.use)) if offer.use else "",
            t("What becomes of it: {afterwards}", afterwards=t.own(offer.afterwards)),
            t("The items are by: {source}", source=cut(offer.source, told_utf16_max)) if offer.source else "",
            t("Licence of the items: {licence}", licence=offer.licence),
            t(
                "If the answers are sold again, {percent} % of it goes to those who gave them.",
                percent=t.number(offer.resale_percent),
            )
            if offer.resale_percent
            else "",
            t("You can withdraw what you answer here: /withdraw")
            if licences.may_withdraw(offer.licence)
            else "",
            t("Bytes a task: {value}", value=t.size(offer.task_bytes)),
            records.paid(offer, t),
            records.whole(facts.record, t),
            told_of(offer, t),
            needed_languages(offer.needed, t),
            others_asked(facts.faq, t),
        )
    )


def examples(facts: Examples, t: Translator, house: Installation) -> Screen:
    """[Show examples]: right ones and wrong ones, with the reason; their pictures as one, numbered as in the text."""
    picture = Medium(facts.picture.hash, facts.picture.size_bytes) if facts.picture else None
    most = caption_utf16_max if picture else text_utf16_max
    room = most // max(1, len(facts.examples)) - len("\n\n")
    numbers = count(1)
    said = []
    for one in facts.examples:
        numbered = picture is not None and one.item.startswith("media/")
        name = t("Picture {number}.", number=t.number(next(numbers))) + " " if numbered else ""
        said.append(name + _example(one, facts, t, room - size(name)))
    return Screen("\n\n".join(said) or t("There are no examples."), picture=picture)


def _example(one: Example, facts: Examples, t: Translator, room: int) -> str:
    """One of them, in so many UTF-16 units: the reason gets half of what is left, the item the rest."""
    kind, spec = kinds.kinds()[facts.kind], kinds.spec(facts.kind, facts.settings, facts.languages)
    answer = kind.read_gold(spec, one.answer)
    said = kinds.shortened(one.answer) if isinstance(answer, kinds.Fault) else kind.say(spec, answer, t)
    if answer == {}:  # what people make has no known answer: the reason says what is good about it
        verdict = t("Right.") if one.right else t("Wrong.")
    else:
        verdict = t("Right: {answer}.", answer=said) if one.right else t("Wrong: {answer}.", answer=said)
    verdict = f"{verdict} {t.value(cut(t.own(one.why), max(1, (room - size(verdict)) // 2)))}"
    if one.item.startswith("media/"):
        return verdict
    left = max(1, room - size(verdict) - around_text_utf16)
    return joined(t("“{text}”", text=cut(one.item, left)), verdict)


def money(facts: Money, t: Translator, house: Installation) -> Screen:
    """/money: what there is."""
    have = you_have(facts.balance, t)
    today = t("Today {today}, in all {ever}.", today=t.change(facts.today), ever=t.money(facts.ever))
    return Screen(
        joined(
            f"{have} {today if facts.ever else ''}".strip(),
            t("It is yours and stays yours.") if facts.balance else "",
            t("{amount} more waits for a check.", amount=t.money(facts.waits)) if facts.waits else "",
            t("Paying out is not possible yet."),
            t("Line by line: /statement") if facts.ever else "",
            _back(facts.working, t),
        )
    )


def _back(working: bool, t: Translator) -> str:
    return t("Work: /tasks") if working else ""


def movement_name(movement: str, t: Translator) -> str:
    """What a line of the statement was for."""
    names = {
        "pay_answer": t("Answer"),
        "pay_gold": t("Answer"),
        "pay_practice": t("Practice"),
        "pay_reading": t("Reading"),
        "pay_side": t("Something was wrong"),
        "pay_late": t("Answer that had waited"),
        "pay_goodwill": t("Paid by the house"),
        "pay_floor": t("Up to the hourly floor"),
        "pay_care": t("Paid pause"),
        "pay_look": t("Hard content, not asked first"),
        "pay_unwarned": t("Paid pause"),
        "pay_fix": t("Answer made better"),
        "pay_bonus": t("Bonus"),
        "pay_resale": t("Your part of a resale"),
        "pay_moderator": t("Help with a case"),
        "release": t("Review is over"),
        "freeze": t("Held by two people's decision"),
        "thaw": t("Given back"),
        "claim": t("Held while it is looked at"),
        "overturn": t("Looked at, and yours"),
        "request_payout": t("Payout"),
        "fail_payout": t("Payout that did not go through"),
        "return_payout": t("Payout that came back"),
        "write_off": t("Given up by your own word"),
    }
    return names.get(movement, t("Other"))


def statement(facts: Statement, t: Translator, house: Installation) -> Screen:
    """/statement: the last movements."""
    have = you_have(facts.balance, t)
    if not facts.lines:
        return Screen(joined(have, t("Nothing has moved yet.")))
    lines = [_statement_line(line, t) for line in facts.lines]
    last = joined(t("Times are UTC."), t("As a file: /statement_pdf /statement_csv"))
    return Screen(that_fit(lines, have, last))


def _statement_line(line: Line, t: Translator) -> str:
    return t(
        "{when} {what} {amount} = {balance}",
        when=t.moment(line.at),
        what=movement_name(line.movement, t),
        amount=t.change(line.amount),
        balance=t.money(line.balance),
    )


def history(facts: History, t: Translator, house: Installation) -> Screen:
    """/history: the last answers and what each brought."""
    if not facts.answers:
        return Screen(t("No answers yet. Work: /tasks"))
    count = t.n("{count} answer so far.", "{count} answers so far.", facts.total)
    became = t("What became of your work: /became") if facts.became else ""
    last = joined(became, t("Times are UTC."))
    return Screen(that_fit([_answered(one, t) for one in facts.answers], count, last))


def _answered(one: Answered, t: Translator) -> str:
    kind, spec = kinds.kinds()[one.kind], kinds.spec(one.kind, one.settings, one.languages)
    said = kind.say(spec, one.answer, t)
    values = {"when": t.moment(one.at), "title": t.own(one.title), "answer": said}
    if one.state == "undone":
        return t("{when} {title} {answer} (undone)", **values)
    return t("{when} {title} {answer} {amount}", **values, amount=t.change(one.paid))


def my_data(facts: MyData, t: Translator, house: Installation) -> Screen:
    """/mydata: everything kept, as a file, and what that is in a line."""
    said = joined(t("Everything we keep about you is in this file."), kept_of_you(t, house))
    return Screen(said, file=("my-data.json", facts.content.encode()))


def privacy(facts: Privacy, t: Translator, house: Installation) -> Screen:
    """/privacy: what is kept, where all of it is to be had, and how it goes."""
    return Screen(
        joined(
            kept_of_you(t, house),
            t("We never sell what we know about you. /mydata shows all of it."),
            t("To be forgotten: /forget"),
        )
    )


def rules(facts: Rules, t: Translator, house: Installation) -> Screen:
    """/rules: the rules that bind, on one page, a paragraph for each thing that one looks up."""
    work = (
        t("A task waits for you. After its time others may get it too; yours is paid all the same."),
        t("You can undo your last answer for {span}; its pay stays.", span=t.span(limits.undo_ms)),
        t("Skipping is free and counted nowhere. Saying that something is wrong is paid."),
        t(
            "The first {count} reports and a tenth of your answers are paid at once, others when somebody agrees or after {span}.",
            count=t.number(limits.side_at_once),
            span=t.span(limits.side_silence_ms),
        ),
    )
    pay = (
        t("An answer is paid at once, from money that was locked away before. It is never taken back."),
        t("Work here pays at least {floor} an hour by its estimate.", floor=t.money(house.floor_hourly)),
        t("Practice and reading are paid. Some tasks have a known answer; they are paid like the others."),
    )
    share = (
        t("Nobody gets more than a fair share of one pack a day, so that there is work for all."),
        t(
            "Of 10 new tasks {count} are kept for {span} for people who come later.",
            count=t.number(limits.kept_tenths),
            span=t.span(limits.kept_ms),
        ),
        t(
            "New kind of work: {count} tasks of a pack a day at first; more when {right} answers that we can check were right.",
            count=t.number(limits.newcomer_daily),
            right=t.number(limits.trusted_right),
        ),
        t(
            "If many answers that we can check are not right, we offer more paid practice, then other work. Your pay stays yours."
        ),
    )
    voice = (
        t("Who works here proposes changes and votes on them in secret: /voice"),
        t("Those who work here talk in a room that no requester reads: /room"),
        t(
            "Work that is unfair: /grievance. When enough people say so it pauses, and somebody neutral looks."
        ),
        *amendments.lines(facts, t),
        t("We never sell what we know about you. /mydata shows all of it."),
    )
    parts = {
        t.label("The rules"): pay,
        t.label("Your work"): work,
        t.label("Work for all"): share,
        t.label("Payout"): _payout_rules(t, house) if house.payout_least else (),
        t.label("Your say"): voice,
    }
    return Screen("\n\n".join(joined(bold(head, t), *lines) for head, lines in parts.items() if lines))


def _payout_rules(t: Translator, house: Installation) -> tuple[str, ...]:
    """How money leaves."""
    return (
        t(
            "Money can be taken out from {least} on. The fee is shown before; one payout a week, Monday to Sunday UTC, is free "
            "while the house can bear its fee.",
            least=t.money(house.payout_least),
        ),
        t(
            "The first time {most} at most goes at once, the rest {span} later by itself.",
            most=t.money(limits.first_payout_times * house.payout_least),
            span=t.span(limits.first_payout_rest_ms),
        ),
        t(
            "A place to be paid at belongs to one person or household. Once money went there, another one takes over after "
            "{span}, and you are told.",
            span=t.span(limits.destination_change_ms),
        ),
        t(
            "Money that comes mostly from one new requester may wait {span} at most for a person who looks at it. It stays yours.",
            span=t.span(limits.look_ms),
        ),
    )


def commands(t: Translator) -> tuple[tuple[str, str], ...]:
    """Every command with what it is for."""
    return (
        ("tasks", t.label("Work")),
        ("pocket", t.label("Small questions to answer when you have no connection")),
        ("money", t.label("What you have")),
        ("undo", t.label("Answer the last question again")),
        ("wrong", t.label("Something is wrong with the question")),
        ("violent", t.label("The question shows violence")),
        ("ask", t.label("Ask about the work")),
        ("pause", t.label("Stop for now")),
        ("clock", t.label("When news may come")),
        ("limits", t.label("Your own hours and days")),
        ("language", t.label("Another language")),
        ("data", t.label("What it costs in bytes")),
        ("history", t.label("What you did")),
        ("statement", t.label("Your money, line by line")),
        ("record", t.label("A signed record of your work")),
        ("mydata", t.label("What we keep about you")),
        ("forget", t.label("Be forgotten")),
        ("rules", t.label("The rules")),
        ("voice", t.label("What should change here: propose and vote")),
        ("support", t.label("Somebody to talk to")),
        ("about", t.label("Who runs this")),
        ("official", t.label("How to tell a fake")),
        ("household", t.label("Several people on this phone")),
        ("help", t.label("What you can do")),
    )


def description(t: Translator) -> str:
    """What a phone shows before the first message."""
    return t.label(
        "Small paid tasks for slow and dear lines. Pay is shown first and is yours when you answer. "
        "A task waits for you when the line drops."
    )


def short_description(t: Translator) -> str:
    """What the bot's profile says."""
    return t.label("Small paid tasks for slow and dear lines.")


def help_card(facts: Help, t: Translator, house: Installation) -> Screen:
    """/help: what can be done."""
    first = t("You answer small questions with the keys below and are paid for each.")
    there = [*commands(t), *(requester.commands(t) if facts.brings_work else ())]
    said = (t("{command} {purpose}", command=f"/{name}", purpose=purpose) for name, purpose in there)
    own = "" if facts.brings_work else t("Do you have work for others? /requester")
    hard = t(
        "{command} {purpose}", command="/hard", purpose=t.label("Work with hard content, if you want it")
    )
    cases = t("{command} {purpose}", command="/cases", purpose=t.label("Cases to decide"))
    return Screen(joined(first, *said, hard if facts.hard else "", cases if facts.decides else "", own))


def clock(facts: Clock, t: Translator, house: Installation) -> Screen:
    """/clock: what time it is with them, so that news lets them sleep."""
    between = {"first": f"{hours.quiet_until_h:02}:00", "last": f"{hours.quiet_from_h}:00"}
    if facts.shows:
        said = t("It is {time} with you. News comes between {first} and {last}.", time=facts.shows, **between)
    else:
        none = t("{written} is no time of day.", written=facts.written) if facts.written else ""
        asked = t("What time is it on your phone now? Tap the hour, or write it like this: /clock 14:30")
        said = joined(
            none,
            asked,
            " ".join(f"/clock_{one}" for one in range(24)),
            t("Then news comes by itself, between {first} and {last} only.", **between),
        )
    return Screen(said)


def about(facts: About, t: Translator, house: Installation) -> Screen:
    """/about: who runs this, under which law, where to complain."""
    return Screen(
        joined(
            t("{name}, {address}.", name=_short(house.name), address=_short(house.address)),
            t(
                "Law: {law}. Complaints, outside of us: {complaints}.",
                law=_short(house.law),
                complaints=_short(house.complaints),
            ),
            turn_to(house, t),
            t("Changes of the rules are told 14 days before."),
            t("Is somebody else pretending to be us? /official"),
            signed_with(house.signer.public, t) if house.signer else "",
            t("Ujima {version}", version=house.version),
        )
    )


def official(facts: Official, t: Translator, house: Installation) -> Screen:
    """/official: the bot's true name, what it never does, and what to do with a fake."""
    true = t(
        "This bot is {name}, letter for letter. Tap its name at the top of the chat to see it.",
        name=f"@{house.bot_name}",
    )
    return Screen(
        joined(
            true if house.bot_name else "",
            t("We never ask for a password, a code from Telegram or your bank, or papers."),
            t("Work here never costs anything: no fee, no deposit, nothing to buy, at no time."),
            t("Your PIN of a household belongs behind /household in this chat, and nowhere else."),
            t(
                "Does somebody ask for such a thing in our name? It is not us: give nothing, pay nothing, and tell {name}.",
                name=_short(house.name),
            ),
        )
    )


def _short(told: str) -> str:
    """A setting of the operator's, of any length."""
    return cut(told, told_utf16_max)


SCREENS: Shown = {
    WhoAsks: who_asks,
    Examples: examples,
    Money: money,
    Statement: statement,
    History: history,
    MyData: my_data,
    Privacy: privacy,
    Rules: rules,
    Help: help_card,
    Clock: clock,
    About: about,
    Official: official,
}
