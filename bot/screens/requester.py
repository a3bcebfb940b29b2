"""What requesters see: their role, their files, and the quote of a pack that came. What follows is in `packs`.

What is a pack's own stays as its requester wrote it. Faults and questions of a file are plain English sentences of
the reader of packs, for pack.toml is written in English words too.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.outcomes.requester import (
    FileCame,
    FileFaulty,
    FileProgress,
    PackReady,
    PackSeen,
    Remarks,
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
from bot.screen import Screen, caption_utf16_max, cut
from bot.screens.words import Installation, Shown, command, joined, marked, size, that_fit
from bot.texts import Translator

file_utf16_max = 64


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
    return Screen(joined(t("You bring work as {name}.", name=facts.name), how_to_begin(t)))


def role_given(facts: RoleGiven, t: Translator, house: Installation) -> Screen:
    """The operator said yes."""
    return Screen(joined(t("You can bring work now, as {name}.", name=facts.name), how_to_begin(t)))


def how_to_begin(t: Translator) -> str:
    """What somebody without packs does next."""
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
        tasks=tasks(pack.tasks, t),
        size=t.size(pack.task_bytes),
    )
    return Screen(
        joined(
            sizes,
            quote(pack, t),
            remarks(facts.remarks, t),
            t("Go on: {command}", command=command("pack", pack.name)),
        )
    )


def remarks(facts: Remarks, t: Translator) -> str:
    """What of a file is in order but might be better, by name; "" for nothing."""
    over = (
        t.n(
            "{count} task takes more bytes than the pack's budget: {names}. Fewer words help.",
            "{count} tasks take more bytes than the pack's budget: {names}. Fewer words help.",
            facts.over,
            names=_first(facts.over_names, facts.over),
        )
        if facts.over
        else ""
    )
    unlike = (
        t.n(
            "{count} picture can't be shown well in few bytes: {names}. Cut it to what matters, or take another.",
            "{count} pictures can't be shown well in few bytes: {names}. Cut them to what matters, or take others.",
            facts.unlike,
            names=_first(facts.unlike_names, facts.unlike),
        )
        if facts.unlike
        else ""
    )
    return joined(over, unlike)


def _first(names: Sequence[str], count: int) -> str:
    """The first few names, each cut; "…" where there are more."""
    shown = [cut(one, file_utf16_max) for one in names]
    return ", ".join([*shown, "…"] if count > len(shown) else shown)


def tasks(count: int, t: Translator) -> str:
    """So many tasks."""
    return t.n("{count} task", "{count} tasks", count)


def quote(facts: PackReady, t: Translator) -> str:
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
    hard = (
        t(
            "Hard content: {first} of level 1, {second} of level 2, {third} of level 3; {care} of all is for paid pauses.",
            first=tasks(facts.levels[0], t),
            second=tasks(facts.levels[1], t),
            third=tasks(facts.levels[2], t),
            care=t.money(facts.care),
        )
        if any(facts.levels)
        else ""
    )
    days = t.n("About {count} day at today's pace.", "About {count} days at today's pace.", facts.days) if facts.days else ""  # fmt: skip
    waits = (
        t("A person looks at {name} first, mostly within a day. You hear of it.", name=facts.name)
        if facts.waits
        else ""
    )
    return joined(f"{each} {cost}", hard, days, waits)


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
    status = t("How it stands: {command}", command=command("status", facts.name))
    return Screen(joined(rows, words, remarks(facts.remarks, t), status))


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
        last = t("The easy way: /template sends an example. Put your rows into it, zip it, send it here.")
        how = t("What is asked can stand under the file when you send it again, as its caption: {example}", example="kind=text language=en")  # fmt: skip
        return Screen(that_fit([t.html(one) for one in facts.asked], first, joined(how, last)))
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


SCREENS: Shown = {
    RoleAsked: role_asked,
    RoleWaits: role_waits,
    RoleStands: role_stands,
    RoleGiven: role_given,
    RoleDeclined: role_declined,
    FileProgress: file_progress,
    FileFaulty: file_faulty,
    FileCame: file_came,
    PackSeen: pack_seen,
    RowsCame: rows_came,
    RowsWait: rows_wait,
    TableCame: table_came,
    Template: template,
}
