"""What a requester sees of a pack: before it starts, while it runs, and after."""

from __future__ import annotations

from dataclasses import replace

from bot.domain import limits
from bot.domain.outcomes.requester import (
    CloseAsked,
    Launched,
    MoneyShort,
    PackClosed,
    PackLine,
    PackMoved,
    PackReady,
    Packs,
    PackStatus,
    PackUnminded,
    Preview,
    Previewed,
    ResultFile,
    ResultsBegun,
    ResultsNone,
    ToppedUp,
)
from bot.screen import Chart, Kept, Screen, caption_utf16_max, plain, utf16_units
from bot.screens import worker
from bot.screens.requester import how_to_begin, quote, tasks
from bot.screens.words import Installation, Shown, bold, command, joined, marked, that_fit
from bot.texts import Translator

# ---- before it starts ----------------------------------------------------------------------------------


def pack_ready(facts: PackReady, t: Translator, house: Installation) -> Screen:
    """A pack's quote with its keys."""
    see = marked(facts.mark, t.label("See it as a worker"), f"preview:{facts.name}")
    pay = marked(facts.mark, t.label("Pay in"), "payin")
    launch = marked(facts.mark, t.label("Launch"), f"launch:{facts.name}")
    pilot = marked(
        facts.mark, t.label("Pilot of {count}", count=t.number(facts.pilot)), f"pilot:{facts.name}"
    )
    starts = () if facts.waits else ((pilot, launch) if facts.pilot else (launch,))
    rows = [(see, pay), starts, (marked(facts.mark, t.label("Work"), "work"),)]
    small = (
        t(
            "A pilot of {count} tasks locks {at_most} and shows what people need for it.",
            count=t.number(facts.pilot),
            at_most=t.money(facts.pilot_at_most),
        )
        if facts.pilot and not facts.waits
        else ""
    )
    text = joined(
        bold(t.own(facts.title), t),
        f"{t.value(facts.name)}: {tasks(facts.tasks, t)}. {quote(facts, t)}",
        small,
        t("You have {there} to spend.", there=t.money(facts.there)),
    )
    return Screen(text, keyboard=tuple(row for row in rows if row), mark=facts.mark)


def previewed(facts: Previewed, t: Translator, house: Installation) -> Screen:
    """Before the messages of a preview."""
    return Screen(
        t("What comes now is what workers get from {name}. Here it can't be answered.", name=facts.name)
    )


def preview(facts: Preview, t: Translator, house: Installation) -> Screen:
    """One of them: the very message, its keys written under it."""
    if facts.described:
        return Screen(_described(facts, t))
    if facts.offer is not None:
        shown = worker.offer(facts.offer, t, house)
    elif facts.reading is not None:
        shown = worker.reading(facts.reading, t, house)
    else:
        assert facts.task is not None, "a preview shows something"
        shown = worker.task(facts.task, t, house)
    keys = [" ".join(f"[{t.html(key.label)}]" for key in row) for row in shown.keyboard]
    return replace(shown, text=joined(shown.text, *keys), keyboard=(), mark="")


def _described(facts: Preview, t: Translator) -> str:
    """What people read before they are shown hard content, and how it comes."""
    return joined(
        t("Hard content. First people read: “{description}”", description=t.own(facts.described)),
        t("The picture comes covered, and only to whoever then asks for it.")
        if facts.covered
        else t("It comes only to whoever then asks for it."),
        t("Leaving it without an answer is paid as well."),
    )


def money_short(facts: MoneyShort, t: Translator, house: Installation) -> Screen:
    """What there is, and what is missing."""
    return Screen(
        joined(
            t("You have {there} to spend.", there=t.money(facts.there)),
            t("{name} needs {wanted}.", name=facts.name, wanted=t.money(facts.wanted)),
            t("Pay in {missing} more: /deposit", missing=t.money(facts.missing)),
        )
    )


def launched(facts: Launched, t: Translator, house: Installation) -> Screen:
    """A pack, or its pilot, runs."""
    locked = t.money(facts.locked)
    said = (
        t(
            "The pilot of {name} runs: {count} tasks. {locked} is locked for it. You hear when they are answered.",
            name=facts.name,
            count=t.number(facts.pilot),
            locked=locked,
        )
        if facts.pilot
        else t("{name} runs. {locked} is locked for it.", name=facts.name, locked=locked)
    )
    return Screen(joined(said, t("How it stands: {command}", command=command("status", facts.name))))


def agreement(hundredths: int, t: Translator) -> str:
    """How alike people answered; "" where that can't be said."""
    return t("Agreement {share}.", share=t.number(hundredths / 100)) if hundredths >= 0 else ""


def pace(price: int, taken_ms: int, t: Translator) -> str:
    """How long an answer takes, and what that is in an hour."""
    return t(
        "{seconds} s in the middle, {hourly} an hour.",
        seconds=t.number(round(taken_ms / limits.second)),
        hourly=t.money(round(price * limits.hour // taken_ms, -4)),
    )


def beside(skipped: int, reported: int, t: Translator) -> str:
    """What people did instead of answering; "" when nothing."""
    if not skipped and not reported:
        return ""
    return t(
        "Skipped {skipped}, something wrong {reported}.",
        skipped=t.number(skipped),
        reported=t.number(reported),
    )


# ---- while it runs, and after ----------------------------------------------------------------------------


def pack_moved(facts: PackMoved, t: Translator, house: Installation) -> Screen:
    """A pack was paused or goes on."""
    if facts.paused:
        return Screen(
            joined(
                t("{name} is paused. Tasks that people hold are still answered and paid.", name=facts.name),
                t(
                    "Go on: {resume} End it: {close}",
                    resume=command("resume", facts.name),
                    close=command("close", facts.name),
                ),
            )
        )
    going = t("{name} goes on.", name=facts.name)
    return Screen(joined(going, t("How it stands: {command}", command=command("status", facts.name))))


def pack_unminded(facts: PackUnminded, t: Translator, house: Installation) -> Screen:
    """A pack with hard content was paused, for nobody is named whom people can turn to."""
    return Screen(
        joined(
            t(
                "{name} is paused: it has hard content, and nobody is named any more whom people can turn to.",
                name=facts.name,
            ),
            t("When the operator has named somebody: {resume}", resume=command("resume", facts.name)),
        )
    )


def topped_up(facts: ToppedUp, t: Translator, house: Installation) -> Screen:
    """/topup_NAME: what was locked, or that nothing was lacking."""
    said = (
        t("{locked} more is locked for {name}.", locked=t.money(facts.locked), name=facts.name)
        if facts.locked
        else t("{name} needs no more money now.", name=facts.name)
    )
    return Screen(joined(said, t("How it stands: {command}", command=command("status", facts.name))))


def close_asked(facts: CloseAsked, t: Translator, house: Installation) -> Screen:
    """Before a pack ends for good."""
    back = (
        t("{left} is not used and comes back.", left=t.money(facts.left))
        if facts.left
        else t("Nothing is locked for it.")
    )
    held = (
        t.n(
            "{count} task or answer is not finished: it is paid first, and what is left comes back after 7 days at most.",
            "{count} tasks or answers are not finished: they are paid first, and what is left comes back after 7 days at most.",
            facts.open,
        )
        if facts.open
        else ""
    )
    frozen = (
        t.n(
            "You said that {count} answer can't be used, and nobody has decided yet: its money goes to the worker or the "
            "guarantee pot, not to you.",
            "You said that {count} answers can't be used, and nobody has decided yet: their money goes to the workers or the "
            "guarantee pot, not to you.",
            facts.frozen,
        )
        if facts.frozen
        else ""
    )
    pot = (
        t("The guarantee pot takes back the {pot} it put in for new answers.", pot=t.money(facts.pot))
        if facts.pot
        else ""
    )
    keys = (
        marked(facts.mark, t.label("Close it"), f"close:{facts.name}"),
        marked(facts.mark, t.label("Keep it"), f"keep_pack:{facts.name}"),
    )
    text = joined(t("Close {name} for good? {back}", name=facts.name, back=back), held, frozen, pot)
    return Screen(text, keyboard=(keys,), mark=facts.mark)


def pack_closed(facts: PackClosed, t: Translator, house: Installation) -> Screen:
    """A pack has ended."""
    back = (
        t("What is not used comes back when the last open task has ended, in 7 days at most.")
        if facts.later
        else t("{back} came back.", back=t.money(facts.back))
    )
    closed = t("{name} is closed.", name=facts.name)
    told = f"{closed} {back}" if facts.later or facts.back else closed
    return Screen(joined(told, t("Your packs: /packs")))


def packs(facts: Packs, t: Translator, house: Installation) -> Screen:
    """/packs: a line each."""
    have = t("You have {there} to spend.", there=t.money(facts.there))
    if not facts.packs:
        return Screen(joined(t("You have no packs yet."), how_to_begin(t)))
    more = t.n("and {count} more", "and {count} more", facts.more) if facts.more else ""
    return Screen(that_fit([_line(one, t) for one in facts.packs], have, more))


def _line(line: PackLine, t: Translator) -> str:
    started = line.state not in ("reading", "draft")
    stands = _stands(line.state, command("status" if started else "pack", line.name), t)
    if not started:
        return stands
    done, wanted = t.number(line.answers), t.number(line.wanted)
    answers = t("{done} of {wanted} answers.", done=done, wanted=wanted)
    return f"{stands} {answers}"


def _stands(state: str, name: str, t: Translator) -> str:
    """How a pack stands, in a sentence."""
    sentences = {
        "reading": t("{name} is being read.", name=name),
        "draft": t("{name} has not started.", name=name),
        "running": t("{name} runs.", name=name),
        "paused": t("{name} is paused.", name=name),
        "closed": t("{name} is closed; some of its tasks are still in people's hands.", name=name),
        "refunded": t("{name} is closed.", name=name),
    }
    return sentences[state]


def pack_status(facts: PackStatus, t: Translator, house: Installation) -> Screen:
    """/status_NAME: a picture, and the same in words."""
    answers = t.n(
        "{done} of {wanted} answers, {count} person.",
        "{done} of {wanted} answers, {count} people.",
        facts.people,
        done=t.number(facts.answers),
        wanted=t.number(facts.wanted),
    )
    hourly = pace(facts.price, facts.median_ms, t) if facts.median_ms else ""
    money = t(
        "{spent} is spent, {locked} is locked.", spent=t.money(facts.spent), locked=t.money(facts.locked)
    )
    stopped = (
        t.n(
            "{count} task is stopped, for people say that something is wrong with it.",
            "{count} tasks are stopped, for people say that something is wrong with them.",
            facts.stopped,
        )
        if facts.stopped
        else ""
    )
    text = joined(
        bold(t.own(facts.title), t) if t.own(facts.title) != facts.name else "",
        _stands(facts.state, facts.name, t),
        t("A pilot of {count} tasks.", count=t.number(facts.pilot)) if facts.pilot else "",
        answers,
        hourly,
        agreement(facts.agreement, t),
        beside(facts.skipped, facts.reported, t),
        stopped,
        money,
        t("Done about {day}.", day=t.date(facts.done_at)) if facts.done_at else "",
        _deeds(facts, t),
    )
    chart = Chart(
        facts.answers,
        facts.wanted,
        facts.by_day,
        facts.spent,
        facts.spent + facts.locked,
        (t.money(facts.spent), t.money(facts.spent + facts.locked)),
        facts.agreement,
        facts.skipped,
        facts.reported,
    )
    fits = utf16_units(plain(text)) <= caption_utf16_max  # a pack's longest words need a whole message
    return Screen(text, chart=chart if fits else None)


def _deeds(facts: PackStatus, t: Translator) -> str:
    """What can be done with a pack as it stands."""
    name = facts.name
    pause, close = command("pause", name), command("close", name)
    if facts.state == "running":
        first = t("Pause: {pause} Close: {close}", pause=pause, close=close)
    elif facts.state == "paused":
        first = t("Go on: {resume} End it: {close}", resume=command("resume", name), close=close)
    else:
        first = ""
    more = t(
        "Results, which accepts these answers: {results} What it cost: {invoice}",
        results=command("results", name),
        invoice=command("invoice", name),
    )
    looks = t("{count} answers wait for your look: {review}", count=t.number(facts.waits), review=command("review", name)) if facts.waits else ""  # fmt: skip
    return joined(first, looks, more)


def results_begun(facts: ResultsBegun, t: Translator, house: Installation) -> Screen:
    """/results_NAME: they come as files."""
    said = t("The results of {name} come as files. What is sent is accepted.", name=facts.name)
    return Screen(said)


def results_none(facts: ResultsNone, t: Translator, house: Installation) -> Screen:
    """Nothing is final yet."""
    return Screen(
        t(
            "{name}: nothing is final yet. An answer is final {span} after it came.",
            name=facts.name,
            span=t.span(limits.undo_ms),
        )
    )


def result_file(facts: ResultFile, t: Translator, house: Installation) -> Screen:
    """One file of the results."""
    if facts.gone:
        return Screen(
            t(
                "{file} is not kept any more. Ask for it anew: {results}",
                file=facts.file,
                results=command("results", facts.name),
            )
        )
    if not facts.hash:
        return Screen(
            t(
                "{file} has {size}, more than Telegram takes. The operator can hand it to you.",
                file=facts.file,
                size=t.size(facts.size_bytes),
            )
        )
    return Screen(t("{name}: {file}", name=facts.name, file=facts.file), kept=Kept(facts.file, facts.hash))


SCREENS: Shown = {
    PackReady: pack_ready,
    Previewed: previewed,
    Preview: preview,
    MoneyShort: money_short,
    Launched: launched,
    PackMoved: pack_moved,
    PackUnminded: pack_unminded,
    ToppedUp: topped_up,
    CloseAsked: close_asked,
    PackClosed: pack_closed,
    Packs: packs,
    PackStatus: pack_status,
    ResultsBegun: results_begun,
    ResultsNone: results_none,
    ResultFile: result_file,
}
