"""Requesting: what those do with their packs who bring work: quote, preview, launch, pause, close, results.

Whose a pack is stands in the database. Somebody else's name is answered like one that nobody has. The rules are those
of `publishing` and `piloting`; here they are asked for by a person, and refusals speak of the chat, not of the command
line.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager

from bot import kinds, ledger
from bot.actions import (
    flooring,
    minding,
    piloting,
    publishing,
    queueing,
    renewing,
    replacing,
    reviewing,
    showing,
    surveying,
    telling,
)
from bot.domain import limits, wire
from bot.domain.limits import Rules
from bot.domain.outcomes import Outcome
from bot.domain.outcomes.papers import InvoiceFile
from bot.domain.outcomes.requester import (
    CloseAsked,
    Launched,
    MoneyShort,
    PackClosed,
    PackLine,
    PackMoved,
    PackReady,
    Packs,
    Preview,
    Previewed,
    ResultsBegun,
    Template,
    ToppedUp,
)
from bot.domain.outcomes.worker import NotUnderstood, Reading
from bot.domain.people import Who
from bot.domain.refusals.packs import MustBeSeen, WrongPackState
from bot.domain.refusals.requesters import NotARequester, NotNow, SeenFirst
from bot.storage import Row, Tx

tasks_previewed = 2
packs_shown = 20
mark_previewed = "🔑"
draft, running, paused = "draft", "running", "paused"


def of(tx: Tx, who: Who) -> Row:
    """The requester that somebody speaks for, by what is stored. Raises NotARequester."""
    row = tx.one("requesters.by_id", id=who.requester) if who.requester else None
    if row is None:
        raise NotARequester
    return row


def own(tx: Tx, who: Who, name: str) -> Row:
    """A requester's own pack. Raises NotARequester, NoSuchPack."""
    return publishing.owned(tx, of(tx, who)["id"], name)


def not_now(name: str, verb: str = "status") -> NotNow:
    """The refusal of what is not possible with a pack as it stands; `verb` shows how that is."""
    return NotNow(name=name, command=f"/{verb}_{name.replace('-', '_')}")


@contextmanager
def in_the_chat(name: str) -> Iterator[None]:
    """Refusals that speak of the command line, in words for the chat."""
    try:
        yield
    except WrongPackState:
        raise not_now(name) from None
    except MustBeSeen:
        raise SeenFirst(name=name) from None


# ---- before it starts ------------------------------------------------------------------------------------


def packs(tx: Tx, who: Who) -> Outcome:
    """/packs: all of a requester's, newest first."""
    owner = of(tx, who)
    rows = tx.all("packs.of_requester", requester=owner["id"], most=packs_shown)
    count = int(tx.value("packs.count_of_requester", requester=owner["id"]))
    return Packs(
        packs=tuple(_line(tx, row) for row in rows),
        there=ledger.balance(tx, f"requester:{owner['id']}"),
        more=max(0, count - len(rows)),
    )


def _line(tx: Tx, row: Row) -> PackLine:
    pack = tx.one("packs.pack", pack=row["id"])
    assert pack is not None
    wanted = row["tasks"] * showing.form_of(pack).overlap_most
    return PackLine(row["name"], row["state"], row["answers"], wanted)


def pack(tx: Tx, who: Who, rules: Rules, name: str) -> Outcome:
    """/pack_NAME: what it costs and what can be done with it; how it stands, once it has started."""
    row = own(tx, who, name)
    if row["state"] == draft or (row["state"] == paused and row["pilot_last"]):
        return telling.ask(tx, who, ready(tx, row, rules))
    return surveying.status(tx, row)


def ready(tx: Tx, row: Row, rules: Rules) -> PackReady:
    """What a pack is and what it costs: all of it, or the rest behind its pilot."""
    form, quoted = showing.form_of(row), publishing.quoted(tx, row, rules)
    piloted = bool(row["pilot_last"])
    pilot = None if piloted else piloting.plan(tx, row, rules)
    pace, answers = surveying.pace(tx), row["tasks"] * (quoted.overlap_likely or 100 * form.overlap_most)
    return PackReady(
        name=row["name"],
        title=form.title,
        tasks=row["tasks"],
        task_bytes=wire.word_bytes_about + row["picture_bytes"],
        overlap=form.overlap_most,
        price=form.price,
        at_most=piloting.rest_locks(tx, row, rules) if piloted else quoted.at_most,
        likely=quoted.likely,
        there=ledger.balance(tx, f"requester:{row['requester']}"),
        overlap_likely=quoted.overlap_likely,
        days=-(-answers // (100 * pace)) if pace else 0,
        pilot=pilot.tasks if pilot else 0,
        pilot_at_most=pilot.quote.at_most if pilot else 0,
        waits=bool(row["waits"]),
        piloted=piloted,
        levels=minding.levels(tx, row),
        care=quoted.care,
    )


def preview(tx: Tx, who: Who, rules: Rules, name: str) -> Outcome:
    """[See it as a worker]: the offer, the instruction and two tasks, each as the message a worker gets.

    They are cards: the keys stand in them as words, for there is nothing to be answered.
    """
    row = own(tx, who, name)
    form = showing.form_of(row)
    offer = showing.offer_facts(tx, row["id"], mark=mark_previewed)
    reading = Reading(
        pack=row["id"],
        title=form.title,
        instruction=form.instruction,
        pay=row["reading_pay"] or publishing.quoted(tx, row, rules).reading // form.readers_max,
        practice=min(int(row["practices"]), form.practice_needed, limits.practice_each),
        examples=len(form.examples),
        mark=mark_previewed,
    )
    telling.notify(tx, who.account, Preview(offer=offer))
    telling.notify(tx, who.account, Preview(reading=reading))
    for task in tx.all("packs.tasks_previewed", pack=row["id"], most=tasks_previewed):
        if task["level"]:
            described = json.loads(task["item"]).get("description", {})
            telling.notify(tx, who.account, Preview(described=described, covered=bool(task["picture"])))
            continue
        shown = {**task, "id": 0, "pack": row["id"], "draft": "{}", "version": row["version"]}
        question = showing.task_question(tx, who, shown, form=form, mark=mark_previewed)
        telling.notify(tx, who.account, Preview(task=question, item=task["id"]))
    return Previewed(row["name"])


def launch(tx: Tx, who: Who, rules: Rules, name: str, pilot: bool = False) -> Outcome:
    """[Launch], [Pilot of 10]: the money is locked, all of it, and people are served; else what is missing."""
    row = own(tx, who, name)
    if row["state"] == running and not row["pilot_last"]:
        return surveying.status(tx, row)
    minding.minded(row, rules)
    if row["state"] == draft:
        publishing.decided(tx, row, rules)
    there, wanted = ledger.balance(tx, f"requester:{row['requester']}"), _wanted(tx, row, rules, pilot)
    if there < wanted and not row["waits"]:
        return MoneyShort(there, name, wanted)
    with in_the_chat(name):
        begun = piloting.launch(tx, name, rules, pilot)
    _over(tx, who, name)
    if begun.locked is None:
        return PackMoved(name, paused=False)
    return Launched(name, begun.locked, begun.pilot)


def _over(tx: Tx, who: Who, name: str) -> None:
    """The question that offers to start this pack, where it is open: its keys leave the phone."""
    row = telling.current(tx, who)
    facts = telling.facts(row) if row is not None else None
    if row is not None and isinstance(facts, PackReady) and facts.name == name:
        telling.settle(tx, who, row["mark"], "launch")


def launch_by_key(
    tx: Tx, who: Who, rules: Rules, mark: str, name: str, pilot: bool = False
) -> Outcome | None:
    """The same by a key of its question, which stays open where money is missing."""
    row = tx.one("telling.lock_question", account=who.account, mark=mark)
    if row is None:
        return NotUnderstood(current=telling.current_mark(tx, who))
    if row["settled_at"] is not None:
        return telling.repeated(tx, who, row, "launch")
    found = launch(tx, who, rules, name, pilot)
    if not isinstance(found, MoneyShort):
        telling.settle(tx, who, mark, "launch")
    return found


def _wanted(tx: Tx, row: Row, rules: Rules, pilot: bool) -> int:
    """What a launch would lock now; 0 where it locks nothing or is refused anyway."""
    if row["pilot_last"]:
        return 0 if pilot else piloting.rest_locks(tx, row, rules)
    if row["state"] != draft:
        return 0
    if not pilot:
        return publishing.quoted(tx, row, rules).at_most
    planned = piloting.plan(tx, row, rules)
    return planned.quote.at_most if planned else 0


# ---- while it runs -----------------------------------------------------------------------------------------


def status(tx: Tx, who: Who, name: str) -> Outcome:
    """/status_NAME: a picture and the same in words."""
    return surveying.status(tx, own(tx, who, name))


def pause(tx: Tx, who: Who, name: str) -> Outcome:
    """/pause_NAME: nobody new is served."""
    own(tx, who, name)
    with in_the_chat(name):
        publishing.pause(tx, name)
    return PackMoved(name, paused=True)


def go_on(tx: Tx, who: Who, rules: Rules, name: str) -> Outcome:
    """/resume_NAME: a paused pack goes on; a pilot as a pilot."""
    row = own(tx, who, name)
    if row["state"] != paused:
        raise not_now(name)
    piloting.launch(tx, name, rules, pilot=bool(row["pilot_last"]))
    return PackMoved(name, paused=False)


def ask_to_close(tx: Tx, who: Who, name: str) -> Outcome:
    """/close_NAME: asks once, and says what is locked and not used."""
    row = own(tx, who, name)
    if row["state"] not in (draft, running, paused):
        raise not_now(name)
    pot = sum(one["paid"] for one in replacing.unspent(tx, row["id"]))
    frozen = reviewing.frozen(tx, row["id"])
    held = int(tx.value("packs.still_open", pack=row["id"])) - frozen
    left = surveying.unused(tx, row["id"], pot)
    return telling.ask(tx, who, CloseAsked(row["name"], left, held, pot, frozen))


def close(tx: Tx, who: Who, rules: Rules, name: str) -> Outcome:
    """[Close it]: the pack ends; unused money comes back."""
    own(tx, who, name)
    with in_the_chat(name):
        return closed(tx, name)


def closed(tx: Tx, name: str) -> PackClosed:
    """Closes a pack, and says what came back."""
    back = publishing.close(tx, name)
    return PackClosed(name, back, later=publishing.named(tx, name)["state"] == "closed")


def results(tx: Tx, who: Who, name: str) -> Outcome:
    """/results_NAME: its final answers are written into files and sent. What is sent is accepted."""
    row = own(tx, who, name)
    if row["launched_at"] is None:
        raise not_now(name, "pack")
    given = {"pack": row["name"], "language": who.language, "send": True}
    queueing.add(tx, queueing.results_job, given, account=who.account)
    return ResultsBegun(row["name"])


def top_up(tx: Tx, who: Who, rules: Rules, name: str) -> Outcome:
    """/topup_NAME: locks what the floor reserve lacks, so that a pack that paused for it goes on."""
    row = own(tx, who, name)
    there, wanted = ledger.balance(tx, f"requester:{row['requester']}"), flooring.needed(tx, row["id"])
    if there < wanted:
        return MoneyShort(there, name, wanted)
    with in_the_chat(name):
        return ToppedUp(name, renewing.floor_topup(tx, name, rules))


def invoice(tx: Tx, who: Who, name: str) -> Outcome:
    """/invoice_NAME: what the pack has cost, as a paper made when it is sent."""
    row = own(tx, who, name)
    if row["launched_at"] is None:
        raise not_now(name, "pack")
    return InvoiceFile(row["id"], "pdf")


def template(tx: Tx, who: Who, kind: str) -> Outcome:
    """/template KIND: a small example pack as a zip; without a kind, which there are."""
    of(tx, who)
    return Template(kind if kind in kinds.kinds() else "", tuple(kinds.kinds()))
