"""What requesters see: their role, their files, a pack's quote, its start, how it stands, its results.

What is a pack's own stays as its requester wrote it. Faults and questions of a file are plain English sentences of
the reader of packs, for pack.toml is written in English words too.
"""

from __future__ import annotations

from dataclasses import replace

from bot.domain import limits
from bot.domain.outcomes import (
    CloseAsked,
    FileCame,
    FileFaulty,
    FileProgress,
    Launched,
    MoneyShort,
    PackClosed,
    PackLine,
    PackMoved,
    PackReady,
    Packs,
    PackSeen,
    PackStatus,
    PilotOver,
    Preview,
    Previewed,
    ResultFile,
    ResultsBegun,
    ResultsNone,
    RoleAsked,
    RoleDeclined,
    RoleGiven,
    RoleStands,
    RoleWaits,
    RowsCame,
    RowsWait,
    TableCame,
    Template,
)
from bot.screen import Chart, Kept, Screen, caption_utf16_max, cut
from bot.screens import worker
from bot.screens.words import Installation, bold, joined, marked, size, that_fit
from bot.texts import Translator

file_utf16_max = 64


def command(verb: str, name: str) -> str:
    """A command about a pack: Telegram ends one at a "-", so that is written "_".

    >>> command("status", "street-photos")
    '/status_street_photos'
    """
    return f"/{verb}_{name.replace('-', '_')}"


def commands(t: Translator) -> tuple[tuple[str, str], ...]:
    """What the phone of somebody who brings work lists before a worker's commands."""
    return (
        ("packs", t.label("Your packs")),
        ("deposit", t.label("Your money for packs")),
        ("template", t.label("An example pack")),
    )


# ---- the role ------------------------------------------------------------------------------------------


def role_asked(facts: RoleAsked, t: Translator, house: Installation) -> Screen:
    """/requester: what it means; then one question at a time."""
    keyboard = ((marked(facts.mark, t.label("Not now"), "work"),),)
    if facts.step == "name":
        first = (
            t("Somebody has this name already. Please write another one.")
            if facts.taken
            else joined(
                t("You can bring work here: you send tasks, pay in, and people answer."),
                t("Your money is locked before anybody works, and what is not used comes back."),
                t("Three short questions. Under which name do you ask? People see it."),
            )
        )
        return Screen(first, keyboard=keyboard, mark=facts.mark)
    if facts.step == "about":
        said = t("Who are you, and on whose behalf do you ask? One or two sentences; people see them.")
        return Screen(said, keyboard=keyboard, mark=facts.mark)
    said = t("What work do you bring, and what are the answers used for? Only the operator reads this.")
    return Screen(said, keyboard=keyboard, mark=facts.mark)


def role_waits(facts: RoleWaits, t: Translator, house: Installation) -> Screen:
    """The operator looks at it."""
    said = t("{name}: the operator looks at it, mostly within a day. You hear of it.", name=facts.name)
    return Screen(said, keyboard=((marked(facts.mark, t.label("Work"), "work"),),), mark=facts.mark)


def role_stands(facts: RoleStands, t: Translator, house: Installation) -> Screen:
    """/requester by somebody who is one."""
    return Screen(joined(t("You bring work as {name}.", name=facts.name), _how_to_begin(t)))


def role_given(facts: RoleGiven, t: Translator, house: Installation) -> Screen:
    """The operator said yes."""
    return Screen(joined(t("You can bring work now, as {name}.", name=facts.name), _how_to_begin(t)))


def _how_to_begin(t: Translator) -> str:
    return joined(
        t("Send a zip with pack.toml and its tasks, or a table. An example to change: /template"),
        t("Your packs: /packs Your money: /deposit Work for yourself: /tasks"),
    )


def role_declined(facts: RoleDeclined, t: Translator, house: Installation) -> Screen:
    """The operator said no."""
    return Screen(
        joined(
            t("You can't bring work here now. The operator says: “{why}”", why=facts.why),
            t("You can ask again: /requester"),
        )
    )


# ---- files ---------------------------------------------------------------------------------------------


def file_progress(facts: FileProgress, t: Translator, house: Installation) -> Screen:
    """How far a file is, in one line that is written over."""
    name = cut(facts.file, file_utf16_max)
    if not facts.total:
        return Screen(t("Reading {file} …", file=name))
    return Screen(
        t(
            "Reading {file} … {done} of {total}",
            file=name,
            done=t.number(facts.done),
            total=t.number(facts.total),
        )
    )


def file_faulty(facts: FileFaulty, t: Translator, house: Installation) -> Screen:
    """All that is to be mended: in the message, or in a file beside it where it is too much."""
    first = t.n("{count} thing to mend in {file}:", "{count} things to mend in {file}:", facts.count, file=cut(facts.file, file_utf16_max))  # fmt: skip
    again = t("Mend it and send it again. Nothing was kept.")
    lines = [t.html(one) for one in facts.faults]
    whole = that_fit(lines, first, again)
    if whole.count("\n") == len(lines) + 1:
        return Screen(whole)
    content = "\n".join(facts.faults) + "\n"
    kept, room = (
        [first],
        caption_utf16_max - size(first) - size(again) - size(t("All of it is in this file.")),
    )
    for line in lines:
        room -= size(line)
        if room < 0:
            break
        kept.append(line)
    return Screen(
        joined(*kept, t("All of it is in this file."), again), file=("faults.txt", content.encode())
    )


def file_came(facts: FileCame, t: Translator, house: Installation) -> Screen:
    """A file is in order: what came of it, its quote, and where it goes on."""
    pack = facts.pack
    sizes = t(
        "{file} is in order: {tasks}, {size} each on a phone.",
        file=cut(facts.file, file_utf16_max),
        tasks=_tasks(pack.tasks, t),
        size=t.size(pack.task_bytes),
    )
    return Screen(
        joined(
            sizes,
            _quote(pack, t),
            t("Go on: {command}", command=command("pack", pack.name)),
        )
    )


def _tasks(count: int, t: Translator) -> str:
    return t.n("{count} task", "{count} tasks", count)


def _quote(facts: PackReady, t: Translator) -> str:
    """What it costs, in three lines."""
    each = t.n(
        "{count} answer each at {price}.",
        "{count} answers each at {price}.",
        facts.overlap,
        price=t.money(facts.price),
    )
    if facts.overlap_likely:
        each = t("{count} answers each at most, at {price}.", count=t.number(facts.overlap), price=t.money(facts.price))  # fmt: skip
    cost = (
        t("The rest locks {at_most}; what is not used comes back.", at_most=t.money(facts.at_most))
        if facts.piloted
        else t(
            "At most {at_most}, likely about {likely}; what is not used comes back.",
            at_most=t.money(facts.at_most),
            likely=t.money(round(facts.likely, -4)),
        )
    )
    days = t.n("About {count} day at today's pace.", "About {count} days at today's pace.", facts.days) if facts.days else ""  # fmt: skip
    waits = (
        t("A person looks at {name} first, mostly within a day. You hear of it.", name=facts.name)
        if facts.waits
        else ""
    )
    return joined(f"{each} {cost}", days, waits)


def pack_seen(facts: PackSeen, t: Translator, house: Installation) -> Screen:
    """Somebody has looked at it."""
    if not facts.draft:
        return Screen(t("{name}: a person has looked at what is new. Send the file again.", name=facts.name))
    return Screen(
        t(
            "{name}: a person has looked at it, and it can start: {command}",
            name=facts.name,
            command=command("pack", facts.name),
        )
    )


def rows_came(facts: RowsCame, t: Translator, house: Installation) -> Screen:
    """Rows and words of a file are in."""
    name = cut(facts.name, file_utf16_max)
    if not facts.rows and not facts.worded:
        return Screen(
            t("{file}: all of it is in {name} already.", file=cut(facts.file, file_utf16_max), name=name)
        )
    rows = (
        t.n("{count} new row is in {name}.", "{count} new rows are in {name}.", facts.rows, name=name)
        if facts.rows
        else ""
    )
    words = t("The new words of {name} are shown from now on.", name=name) if facts.worded else ""
    return Screen(joined(rows, words, t("How it stands: {command}", command=command("status", facts.name))))


def rows_wait(facts: RowsWait, t: Translator, house: Installation) -> Screen:
    """What a file would add to a pack that runs, before a cent is locked."""
    return Screen(
        joined(
            t.n(
                "{file} would add {count} row to {name}.",
                "{file} would add {count} rows to {name}.",
                facts.rows,
                file=cut(facts.file, file_utf16_max),
                name=facts.name,
            ),
            t("Its words change, and reading what changed is paid.") if facts.worded else "",
            t("That locks {at_most} more; what is not used comes back.", at_most=t.money(facts.at_most)),
            t(
                "Add it: {add} Leave it: {drop}",
                add=command("add", facts.name),
                drop=command("drop", facts.name),
            ),
        )
    )


def table_came(facts: TableCame, t: Translator, house: Installation) -> Screen:
    """A lone table: the pack.toml that it lacks, to be filled; or what must be known first."""
    name = cut(facts.file, file_utf16_max)
    if facts.asked:
        first = t("{file} can't be read as it is:", file=name)
        last = t("An example of each kind of task: /template")
        return Screen(that_fit([t.html(one) for one in facts.asked], first, last))
    rows = t.n("{file} has {count} row, of kind {kind}.", "{file} has {count} rows, of kind {kind}.", facts.rows, file=name, kind=facts.kind)  # fmt: skip
    return Screen(
        joined(
            rows,
            t("Write what is missing into this pack.toml: {missing}.", missing=", ".join(facts.missing)),
            t("Then send it and {file} together in one zip.", file=name),
        ),
        file=("pack.toml", facts.toml.encode()),
    )


def template(facts: Template, t: Translator, house: Installation) -> Screen:
    """/template: an example to be changed; its zip is made when it is sent."""
    if not facts.kind:
        lines = " ".join(f"/template_{one}" for one in facts.kinds)
        return Screen(joined(t("Which kind of task? Each is a small example to change."), lines))
    return Screen(t("An example of kind {kind}. Change it, zip it, send it here.", kind=facts.kind))


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
        f"{t.value(facts.name)}: {_tasks(facts.tasks, t)}. {_quote(facts, t)}",
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
    if facts.offer is not None:
        shown = worker.offer(facts.offer, t, house)
    elif facts.reading is not None:
        shown = worker.reading(facts.reading, t, house)
    else:
        assert facts.task is not None, "a preview shows something"
        shown = worker.task(facts.task, t, house)
    keys = [" ".join(f"[{t.html(key.label)}]" for key in row) for row in shown.keyboard]
    return replace(shown, text=joined(shown.text, *keys), keyboard=(), mark="")


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


def pilot_over(facts: PilotOver, t: Translator, house: Installation) -> Screen:
    """What a pilot showed, and a price where the one that is there is not right."""
    took = (
        t(
            "An answer takes {seconds} s in the middle; you thought {estimate} s. That is {hourly} an hour.",
            seconds=t.number(round(facts.median_ms / limits.second)),
            estimate=t.number(facts.estimate_s),
            hourly=t.money(round(facts.price * limits.hour // facts.median_ms, -4)),
        )
        if facts.median_ms
        else t("How long an answer takes is not known yet.")
    )
    return Screen(
        joined(
            t(
                "The pilot of {name} is over: {answers} answers by {people} people. It is paused.",
                name=facts.name,
                answers=t.number(facts.answers),
                people=t.number(facts.people),
            ),
            took,
            t("A task is {size} on a phone.", size=t.size(facts.task_bytes)),
            _agreement(facts.agreement, t),
            _beside(facts.skipped, facts.reported, t),
            t(
                "{enough} would be right for the time it takes. A new price is another pack: send the other rows under a "
                "new name and close this one.",
                enough=t.money(facts.enough),
            )
            if facts.enough
            else "",
            t(
                "Launch the rest, {rest}: {launch} Close it: {close}",
                rest=t.money(facts.rest),
                launch=command("launch", facts.name),
                close=command("close", facts.name),
            ),
        )
    )


def _agreement(hundredths: int, t: Translator) -> str:
    return t("Agreement {share}.", share=t.number(hundredths / 100)) if hundredths >= 0 else ""


def _beside(skipped: int, reported: int, t: Translator) -> str:
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


def close_asked(facts: CloseAsked, t: Translator, house: Installation) -> Screen:
    """Before a pack ends for good."""
    back = (
        t("{left} is not used and comes back.", left=t.money(facts.left))
        if facts.left
        else t("Nothing is locked for it.")
    )
    held = (
        t.n(
            "{count} task is in somebody's hands: it is paid when it comes, and what is left comes back after 7 days at most.",
            "{count} tasks are in people's hands: they are paid when they come, and what is left comes back after 7 days at most.",
            facts.open,
        )
        if facts.open
        else ""
    )
    keys = (
        marked(facts.mark, t.label("Close it"), f"close:{facts.name}"),
        marked(facts.mark, t.label("Keep it"), "work"),
    )
    text = joined(t("Close {name} for good? {back}", name=facts.name, back=back), held)
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
        return Screen(joined(t("You have no packs yet."), _how_to_begin(t)))
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
    hourly = (
        t(
            "{seconds} s in the middle, {hourly} an hour.",
            seconds=t.number(round(facts.median_ms / limits.second)),
            hourly=t.money(round(facts.price * limits.hour // facts.median_ms, -4)),
        )
        if facts.median_ms
        else ""
    )
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
        f"{bold(t.own(facts.title), t)} {_stands(facts.state, facts.name, t)}",
        t("A pilot of {count} tasks.", count=t.number(facts.pilot)) if facts.pilot else "",
        answers,
        hourly,
        _agreement(facts.agreement, t),
        _beside(facts.skipped, facts.reported, t),
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
    return Screen(text, chart=chart)


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
    if not facts.hash:
        return Screen(
            t(
                "{file} has {size}, more than Telegram takes. The operator can hand it to you.",
                file=facts.file,
                size=t.size(facts.size_bytes),
            )
        )
    return Screen(t("{name}: {file}", name=facts.name, file=facts.file), kept=Kept(facts.file, facts.hash))
