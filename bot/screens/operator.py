"""What the operator reads on the command line: plain English sentences, one a line."""

from __future__ import annotations

from datetime import UTC, datetime
from json import dumps, loads
from typing import Any

from bot.domain.limits import minute, undo_ms
from bot.domain.outcomes.voices import HookShown
from bot.domain.papers import InvoicePaper
from bot.domain.quote import Quote, at_most_with, parts
from bot.money import plain
from bot.papers.record import Proved

reports_shown = 100
progress_told_after_ms = 2_000  # before that a time left is a guess
files_shown = 20
readers_few = (
    20  # what a quote compares with where reading and practice are most of it; no task needs more people
)
rows_looked_at = 5


def packs(rows: list[dict[str, Any]]) -> list[str]:
    """All packs, a line each."""
    if not rows:
        return ["There are no packs yet. `ujima pack add FOLDER --requester NAME` brings one in."]
    return [
        f"{row['name']} ({row['requester_name']}): {row['state']}, {counted(int(row['tasks']), 'task')}, "
        f"{counted(int(row['answers']), 'answer')}, {int(row['places'] or 0):,} more wanted"
        for row in rows
    ]


def roles(rows: list[dict[str, Any]]) -> list[str]:
    """Requesters, a line each; of those who wait for a decision, who stand first, what they said below."""
    if not rows:
        return ["There are no requesters yet."]
    waiting = [row for row in rows if row["state"] == "asked"]
    others = [row for row in rows if row["state"] != "asked"]
    lines = []
    for row in waiting:
        lines += [
            f"{row['name']} asks to bring work.",
            f"  Who they are: {row['about']}",
            f"  The work: {row['work']}",
        ]
    for row in others:
        where = "in the chat" if row["person"] is not None else "on the command line"
        lines.append(f"{row['name']}: {row['state']}, {where}.")
    decide = (
        ["`ujima role approve NAME` or `ujima role decline NAME --why WORDS` decides."] if waiting else []
    )
    return lines + decide


def outages(rows: list[dict[str, Any]]) -> list[str]:
    """When lines were away, a line each; [] when they never were."""
    return [_outage(row) for row in rows]


def _outage(row: dict[str, Any]) -> str:
    began, leases = _when(row["began_at"]), counted(int(row["leases"]), "lease")
    if row["kind"] == "ours":
        people = counted(int(row["people"]), "person was", "people were")
        return f"Away from {began} to {_when(row['ended_at'])}: {leases} lengthened, {people} told."
    group = counted(int(row["people"]), "person", "people")
    if row["ended_at"] is None:
        return f"{group} fell silent at once on {began}: {leases} held until they are back."
    return f"{group} fell silent at once on {began}, until {_when(row['ended_at'])}: {leases} held."


def _when(at: int) -> str:
    return f"{datetime.fromtimestamp(at / 1000, UTC):%Y-%m-%d %H:%M} UTC"


def counted(number: int, one: str, more: str = "") -> str:
    """A number with its noun.

    >>> counted(1, "task"), counted(1200, "task"), counted(2, "person", "people")
    ('1 task', '1,200 tasks', '2 people')
    """
    return f"{number:,} {one if number == 1 else more or one + 's'}"


def quote(name: str, found: Quote, currency: str, readers: int) -> list[str]:
    """What a pack that `readers` people may read costs: at most, likely, part by part, and what fewer would lock."""
    lines = [
        f"{name}: at most {plain(found.at_most)} {currency}, likely about {plain(found.likely)}; "
        "what is not used comes back."
    ]
    if found.overlap_likely:
        lines.append(
            f"  A task will likely need {found.overlap_likely / 100:.1f} answers; the most is locked."
        )
    lines += [f"  {part:9} {plain(found.amount(part)):>12}" for part in parts if found.amount(part)]
    if readers > readers_few and 2 * (found.practice + found.reading) > found.at_most:
        lines.append(
            f"Most of it is practice and reading for up to {readers:,} people; with readers_max = {readers_few} "
            f"in pack.toml, {plain(at_most_with(found, readers, readers_few))} {currency} would be locked."
        )
    return lines


def progress(state: str, phase: str, done: int, total: int, since_ms: int) -> str:
    """How far a job is, in a line: "1,200 of 5,000 pictures, about 2 min left"."""
    if state == "undoing":
        return "removing what is there"
    what = phase or "waiting for its turn"
    if not total:
        return what
    said = f"{done:,} of {total:,} {what}"
    if not 0 < done < total or since_ms < progress_told_after_ms:
        return said
    return f"{said}, about {_duration(since_ms * (total - done) / done / 1000)} left"


def _duration(seconds: float) -> str:
    if seconds < 90:
        return f"{max(1, round(seconds))} s"
    return f"{round(seconds / 60)} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"


def looked_at(said: dict[str, Any], rows: list[dict[str, Any]], tasks: int) -> list[str]:
    """What a pack shows to people, for whoever lets it start: what its form says, and its first rows as stored.

    `said` is the field of pack.toml → a text, or texts by language; `rows` have key, role, item and answer (JSON).
    """
    lines = [f"{name}: {_spoken(value)}" for name, value in said.items() if value]
    for row in rows:
        item = loads(row["item"])
        known = f"; known answer: {_plain(loads(row['answer']))}" if row["answer"] else ""
        shown = [_spoken(item[name]) for name in ("text", "question", "medium") if item.get(name)]
        lines.append(f"  {row['key']} ({row['role']}): {' · '.join(shown)}{known}")
    if tasks > len(rows):
        lines.append(f"  … and {counted(tasks - len(rows), 'row')} more")
    return lines


def _spoken(value: Any) -> str:
    """A text; of texts by language all of them; of a table or a list its parts. On one line."""
    if isinstance(value, dict):
        if "code" in value:
            others = {name: each for name, each in value.items() if name != "code"}
            return f"{value['code']} = {_spoken(others.get('label', others))}"
        if len(value) == 1:
            return _spoken(next(iter(value.values())))
        return "; ".join(f"{name}: {_spoken(each)}" for name, each in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(map(_spoken, value))
    return " ".join(str(value).split())


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else dumps(value, ensure_ascii=False)


def jobs(rows: list[dict[str, Any]], now: int) -> list[str]:
    """Jobs that go on or wait, a line each. `now` is UTC epoch ms."""
    if not rows:
        return ["No job goes on."]
    return [
        f"{row['id']} {row['kind']}: "
        + progress(row["state"], row["phase"], row["done"], row["total"], now - row["phase_at"])
        for row in rows
    ] + ["`ujima pack cancel JOB` ends one."]


def check(
    name: str,
    rows: tuple[int, int, int],
    found: Quote,
    readers: int,
    hourly: int,
    sizes: dict[str, tuple[int, int, int]],
    twins: int,
    currency: str,
) -> list[str]:
    """A pack in order: rows (tasks, gold, practice), bytes on the wire by data mode, money, pay for an hour."""
    tasks, gold, practice = rows
    wire = "; ".join(
        f"{mode} {median:,} (19 of 20 at most {most:,}, {worst:,} at worst)"
        for mode, (median, most, worst) in sizes.items()
    )
    same = [f"{counted(twins, 'picture')} look the same as another and are sent once."] if twins else []
    return [
        f"{name} is a good pack: {counted(tasks, 'task')}, {gold:,} gold, {practice:,} practice.",
        f"Bytes a task, in the middle: {wire}.",
        *same,
        *quote(name, found, currency, readers),
        f"That is {plain(hourly)} {currency} an hour.",
    ]


def reports(name: str, rows: list[dict[str, Any]]) -> list[str]:
    """Reports that wait and tasks that reports stopped: key, ground, how many, since when (UTC)."""
    if not rows:
        return [f"{name}: no report waits, and none has stopped a task."]
    lines = [
        f"  {row['key']:20} {row['ground']:14} {row['reports']:>5} since {moment(row['since'])}"
        + ("  stopped" if row["stopped"] else "")
        for row in rows[:reports_shown]
    ]
    if len(rows) > reports_shown:
        lines.append(f"  … and {len(rows) - reports_shown} more")
    return [
        f"{name}: reports that wait, and tasks that reports stopped.",
        *lines,
        f"`ujima pack release {name} KEY` serves a stopped task again, once you have looked at it.",
    ]


def schedule(opens_at: int, closes_at: int | None, now: int) -> list[str]:
    """When a pack is offered (UTC), if it says so itself. Times are UTC epoch ms; `opens_at` 0 and no `closes_at` say nothing."""
    opens = f"from {moment(opens_at)}" if opens_at else ""
    closes = f"until {moment(closes_at)}" if closes_at is not None else ""
    if not opens and not closes:
        return []
    if now < opens_at:
        stands = "not yet"
    elif closes_at is not None and now >= closes_at:
        stands = "no more; `ujima pack close` gives back what is not used"
    else:
        stands = "now as well"
    return [f"Offered {' '.join(one for one in (opens, closes) if one)} UTC: {stands}."]


def moved(at: int, movement: str, account: str, other: str, amount: int, balance: int) -> str:
    """A movement of money in a line: when (UTC), what, the account, the other one, the amount, what there is after it."""
    signed = f"{'-' if amount < 0 else '+'}{plain(abs(amount))}"
    return f"{moment(at)} {movement:14} {account:28} {other:28} {signed:>14} {plain(balance):>14}"


def genuine(given: dict[str, Any]) -> list[str]:
    """What a receipt says that has been found to be right, and the seal to compare."""
    amount = f"{'-' if given['moved'] < 0 else '+'}{plain(abs(given['moved']))} {given['currency']}"
    lines = [
        f"The receipt is genuine: {amount} on {given['account']} at {moment(given['at'])}, "
        f"{plain(given['balance'])} after it."
    ]
    if not given["seal"]:
        return [*lines, "No seal covered it yet when it was given out."]
    return [*lines, f"This seal covers it; compare it with the one published: {given['seal_hash']}"]


def book_written(path: str, size: int) -> str:
    """The book lies in a file."""
    return f"The book is in {path}, {counted(size, 'byte')}."


def moment(at: int) -> str:
    """A time (ms) as an operator reads it, in UTC."""
    return f"{datetime.fromtimestamp(at / 1000, UTC):%Y-%m-%d %H:%M}"


def money(name: str, balances: dict[str, int]) -> list[str]:
    """What is in a pack's escrow."""
    if not any(balances.values()):
        return []
    return [f"{name} holds:"] + [
        f"  {account.rpartition(':')[2]:9} {plain(amount):>12}"
        for account, amount in balances.items()
        if amount
    ]


def results(
    name: str, files: list[str], answers: int, agreed: int, method: str, missing: int, waiting: int = 0
) -> list[str]:
    """What was read out of a pack, and where it lies."""
    if answers:
        read = counted(answers, "final answer was", "final answers were")
        lines = [f"{name}: {read} read out; what was read out is accepted."]
    else:
        lines = [
            f"{name}: nothing is final yet. An answer becomes final {undo_ms // minute} minutes after it came, "
            "or when the pack's review_window_h is over."
        ]
    if waiting:
        waits = counted(waiting, "answer waits", "answers wait")
        lines.append(f"{waits} for a check: ujima review {name}; silence accepts.")
    if method and agreed:
        lines.append(f"{counted(agreed, 'task has', 'tasks have')} one answer by the method {method}.")
    if missing:
        files_gone = counted(missing, "file that people made is", "files that people made are")
        lines.append(f"{files_gone} not in the store any more.")
    return lines + [f"  {file}" for file in files[:files_shown]] + _further(len(files))


def _further(files: int) -> list[str]:
    return [f"  … and {files - files_shown} more"] if files > files_shown else []


def aside(name: str, worker: str, yes: bool, new: bool) -> list[str]:
    """Whose answers count in no aggregate of a pack, or count again."""
    where = "are left out of what is made of" if yes else "count again in"
    return [f"{'' if new else 'As before, '}{worker}'s answers {where} {name}. Their pay stays as it is."]


def deposit_waits(requester: str, amount: int, reference: str) -> list[str]:
    """A deposit that one person alone may not book."""
    return [
        f"{plain(amount)} for {requester} waits for a second person; nothing is booked yet.",
        f"Another person than you approves it: `ujima deposit approve {reference} --by NAME`.",
    ]


def deposits(rows: list[dict[str, Any]]) -> list[str]:
    """Deposits, those that wait for somebody first."""
    return [
        f"{moment(row['at'])} {row['state']:<11} {row['way']:<8} {plain(row['amount'])} {row['currency']} "
        f"{row['name'] or 'nobody yet'}: {row['reference']}" + _who_said_so(row)
        for row in rows
    ] or ["There are no deposits."]


def _who_said_so(row: dict[str, Any]) -> str:
    said = [one for one in (row["entered_by"], row["agreed_by"], *row["back_by"].splitlines()) if one]
    return f" ({', '.join(said)})" if said else ""


def called_back(row: dict[str, Any], owed: int, waits: bool) -> list[str]:
    """A deposit that a bank or a provider took back, and who owes it."""
    if waits:
        return _second_word(row["reference"], "called-back", "was called back")
    gone = (
        f"The deposit {row['reference']} over {plain(row['amount'])} {row['currency']} is gone from the book."
    )
    if not owed:
        return [gone, f"{row['name']} had as much and owes nothing."]
    return [
        gone,
        f"{row['name']} owes {plain(owed)} {row['currency']}: what they pay in or get back from a pack pays that first.",
        f"If it will not come, the house can bear it: `ujima deposit bear {row['reference']} --by NAME`.",
    ]


def borne(row: dict[str, Any], borne: int, owed: int, waits: bool) -> list[str]:
    """What the house bears of what a requester owes, and what is left."""
    if waits:
        return _second_word(row["reference"], "bear", f"is lost ({plain(owed)} {row['currency']})")
    first = f"The house bore {plain(borne)} {row['currency']}; {row['name']} owes {plain(owed)}."
    return [first] + ["Put in goodwill (`ujima goodwill`) and say this again."] * bool(owed)


def _second_word(reference: str, verb: str, what: str) -> list[str]:
    return [
        f"That {reference} {what} waits for a second person; nothing has moved yet.",
        f"Another person than you agrees: `ujima deposit {verb} {reference} --by NAME`.",
    ]


def refunded(row: dict[str, Any]) -> list[str]:
    """A deposit that went back, and what is still to do outside of the book."""
    first = f"The deposit {row['reference']} over {plain(row['amount'])} {row['currency']} has left the book."
    if row["way"] == "operator":
        return [first, "Send the money back the way it came, if you have not done so."]
    where = "the payment provider's own page" if row["way"] == "telegram" else "PayPal's own page"
    return [
        first,
        f"Now refund it on {where}: the payment is called {row['charge'] or row['reference']} there.",
    ]


def invoice(paper: InvoicePaper, currency: str) -> list[str]:
    """What a pack has cost so far, in a line or two."""
    people = plain(paper.paid - paper.fee)
    lines = [
        f"{paper.pack}: {plain(paper.locked)} {currency} locked, {people} paid to people, {plain(paper.fee)} fee, "
        f"{plain(paper.returned)} returned, {plain(paper.left)} still locked."
    ]
    if paper.goodwill:
        lines.append(f"The house paid {plain(paper.goodwill)} {currency} of its own for this work.")
    return lines


def proved(found: Proved, key: str = "") -> list[str]:
    """What a work record says and who signed it, or what is wrong with it."""
    if found.fault:
        return [_record_faults[found.fault]]
    record = found.record
    house, work = record.get("house"), record.get("work")
    name = _visible(house.get("name") if isinstance(house, dict) else "")
    signed = f"The record is whole: nothing in it was changed since {_visible(record.get('made_at'))}."
    whose = (
        f"It is signed with the key you gave, and says that it is from {name}."
        if key
        else f"It is signed with the key {_visible(record['key'])}. It says that it is from {name}; whether that is "
        "their key only they can tell, by their bot's /about. With --key the two are compared here."
    )
    lines = [signed, whose, _visible(record.get("says"))]
    given = _visible(record.get("name"))
    lines.append(f"Name, as the person wrote it: {given}." if given else "It is under no name.")
    return lines + [_worked(one) for one in (work if isinstance(work, list) else []) if isinstance(one, dict)]


def _worked(one: dict[str, Any]) -> str:
    """A line of a work record."""
    told = {name: _visible(one.get(name)) for name in ("title", "asks", "first", "last", "answers")}
    line = "  {first} to {last}: {title}, asked by {asks}; answers: {answers}".format(**told)
    if "known" in one:
        line += f"; right of those that were known: {_visible(one.get('right'))} of {_visible(one['known'])}"
    if "earned" in one:
        line += f"; earned: {_visible(one['earned'])} {_visible(one.get('currency'))}"
    return f"{line}."


def _visible(said: object) -> str:
    """What somebody else wrote, on one line, without what a terminal would obey."""
    return "".join(letter for letter in str(said if said is not None else "")[:200] if letter.isprintable())


_record_faults = {
    "too large": "This file is too large for a work record.",
    "unreadable": "This file can't be read as a record. It may have been cut short, or was changed on its way.",
    "no record": "This is no signed work record of Ujima.",
    "another form": "This record has another form than this program knows. A newer program may know it.",
    "written otherwise": "This record was changed since it was signed: it is not written as it was then.",
    "no key": "This record was changed since it was signed: its key or its signature is not whole.",
    "another key": "This record is signed with another key than the one you gave.",
    "changed": "This record was changed since it was signed: the signature is not that of what it says.",
}


def questions(rows: list[dict[str, Any]], now: int) -> list[str]:
    """Workers' questions that wait, two lines each. `now` is UTC epoch ms."""
    if not rows:
        return ["No question waits."]
    return [
        f"{row['requester']}, question {row['number']}, {_duration((now - row['asked_at']) / 1000)} old: "
        f"{row['pack']}{' ' + row['task'] if row['task'] else ''}\n  {' '.join(row['words'].split())}"
        for row in rows
    ]


def news(rows: list[dict[str, Any]]) -> list[str]:
    """What requesters told of their packs and nobody has looked at."""
    if not rows:
        return ["Nothing waits."]
    return [
        *(
            f"{row['id']} {row['name']}: {' '.join(row['words'].split())} {row['link']}".rstrip()
            for row in rows
        ),
        "`ujima news send NUMBER` tells all who worked there; `ujima news drop NUMBER` tells nobody.",
    ]


def webhook(found: HookShown) -> list[str]:
    """How a requester's webhook does."""
    if not found.url:
        return ["There is no webhook. `ujima webhook set NAME URL` sets one."]
    lines = [f"{found.url} is {found.state}."]
    if not found.tried_at:
        return [*lines, "Nothing has been sent yet."]
    lines.append(f"Last answer: {found.status or 'none'}; tries in vain since a good one: {found.tries}.")
    return [*lines, f"It said: {' '.join(found.reply.split())}"] if found.reply else lines
