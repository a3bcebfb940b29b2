"""Rating: whoever worked for a requester gives marks, which others read on offers once five people have (docs/record.md).

Pay, clarity, fairness and communication, from 1 to 5 each: four taps, or one line. One set of marks for a person and a
requester; a later one takes its place. No requester sees who gave which, and none is told that somebody did.
"""

from __future__ import annotations

from bot.actions import publishing, serving, showing, telling
from bot.domain import records
from bot.domain.limits import Rules
from bot.domain.outcomes import Outcome
from bot.domain.outcomes.records import Rated, Rating, Record
from bot.domain.outcomes.worker import NotUnderstood
from bot.domain.people import Who
from bot.domain.refusals.packs import NoSuchPack
from bot.domain.refusals.voices import NothingToRate, NotMarks, NotWorkedThere, OwnRecord
from bot.domain.said import from_command, in_command
from bot.storage import Row, Tx


def rate(tx: Tx, who: Who, word: str) -> Outcome:
    """/rate_NAME: one mark after another, by keys; /rate_NAME 4 5 3 4: all four at once. /rate: of the pack they work in."""
    name, _, written = word.strip().partition(" ")
    pack = _rated(tx, who, name)
    asks = showing.form_of(pack).asks
    if not written.strip():
        return telling.ask(tx, who, Rating(pack=pack["id"], asks=asks))
    given = records.read_marks(written)
    if given is None:
        raise NotMarks(command=f"/rate_{in_command(pack['name'])}")
    return _write(tx, who, pack, given)


def give(tx: Tx, who: Who, rules: Rules, mark: str, given: int) -> Outcome | None:
    """A key from 1 to 5: the next aspect is asked; after the last one all are written down, and work goes on."""
    row = tx.one("telling.lock_question", account=who.account, mark=mark)
    facts = telling.facts(row) if row is not None else None
    if row is None or not isinstance(facts, Rating) or not records.is_mark(given):
        return NotUnderstood(current=telling.current_mark(tx, who))
    if row["settled_at"] is not None:
        return telling.repeated(tx, who, row, f"rate {given}")
    telling.settle(tx, who, mark, f"rate {given}")
    marks = (*facts.given, given)
    if len(marks) < len(records.ASPECTS):
        return telling.ask(tx, who, Rating(pack=facts.pack, asks=facts.asks, given=marks))
    pack = tx.one("packs.pack", pack=facts.pack)
    assert pack is not None, "a pack that somebody worked in stays"
    telling.notify(tx, who.account, _write(tx, who, pack, marks))
    return serving.following(tx, who, rules)


def record_for(tx: Tx, who: Who, pack: int) -> Record:
    """What is known of a pack's requester, and whether this person can add to it. A read."""
    row = tx.one("packs.pack", pack=pack)
    assert row is not None, "a pack that was offered stays"
    own = row["requester"] == who.requester
    answered = int(tx.value("records.answered_for", person=who.person, requester=row["requester"]))
    may = answered >= records.rating_answers_min and not own
    return showing.record_of(tx, row["requester"], row["name"] if may else "")


def _rated(tx: Tx, who: Who, name: str) -> Row:
    """The pack that marks are about; refused where this person can give none."""
    if name:
        pack = publishing.named(tx, from_command(name))
    else:
        found = tx.value("people.pack", person=who.person)
        if found is None:
            raise NothingToRate
        row = tx.one("packs.pack", pack=found)
        assert row is not None, "a pack that somebody works in stays"
        pack = row
    if pack["launched_at"] is None:
        raise NoSuchPack(name=pack["name"])
    if pack["requester"] == who.requester:
        raise OwnRecord
    most = records.rating_answers_min
    count = int(tx.value("records.settled", person=who.person, requester=pack["requester"], most=most))
    if count < most:
        raise NotWorkedThere(needed=most, count=count)
    return pack


def _write(tx: Tx, who: Who, pack: Row, given: tuple[int, ...]) -> Rated:
    marks = dict(zip(records.ASPECTS, given, strict=True))
    tx.run("records.rate", person=who.person, requester=pack["requester"], now=tx.now, **marks)
    return Rated(asks=showing.form_of(pack).asks, name=pack["name"], given=given)
