"""Offering: a pack that may be for somebody, and its instruction to read first; what comes of it is served by `serving`."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from bot.actions import barring, caring, limiting, sharing, showing, telling
from bot.actions.caring import Sight
from bot.domain import changes, limits
from bot.domain.limits import Rules
from bot.domain.outcomes import Outcome, Question
from bot.domain.outcomes.worker import NothingLeft, Reading, Saved
from bot.domain.people import Who
from bot.ledger import available
from bot.packs import changing
from bot.storage import Row, Tx


def offer(tx: Tx, who: Who, *, saved: Saved | None = None) -> Outcome:
    """The best pack with work for this person, or that nothing is left; nothing new in spite of a limit."""
    if (stopped := barring.stopped(tx, who, saved) or limiting.stopped(tx, who, saved)) is not None:
        return stopped
    since = tx.now - limits.passed_ms
    tomorrow = False
    seen = caring.sight(tx, who.person)
    for found in _packs(tx, who, seen, since):
        pack = tx.one("packs.pack", pack=found)
        reader = tx.one("work.reader", person=who.person, pack=found)
        assert pack is not None
        if barring.bars(tx, who, pack):
            continue
        if _is_there(tx, who, pack, reader, seen):
            return telling.ask(tx, who, showing.offer_facts(tx, found, who, saved=saved))
        tomorrow = tomorrow or sharing.comes_back(tx, showing.form_of(pack), reader)
    passed = tx.all("work.passed_forms", person=who.person, passed_since=since, most=limits.passed_looked_at)
    nothing = NothingLeft(
        available(tx, who.book),
        saved=saved,
        passed=bool(passed),
        tomorrow=tomorrow,
        foreign=bool(passed) and not any(who.language in showing.form_of(one).title for one in passed),
    )
    return telling.ask(tx, who, nothing)


def _packs(tx: Tx, who: Who, seen: Sight, since: int) -> Iterator[int]:
    """The packs that may be for them, best first; at the end those for whoever sees no hard content, whatever is before."""
    given: dict[str, int | str] = {
        "person": who.person,
        "passed_since": since,
        "now": tx.now,
        "reads": reads(who),
    }
    best = [int(row["id"]) for row in tx.all("work.running", **given, hard=1)] if seen.any else []
    yield from best
    yield from (
        int(row["id"]) for row in tx.all("work.running", **given, hard=0) if int(row["id"]) not in best
    )


def reads(who: Who) -> str:
    """What a pack in the language of their phone is found by: such packs come before all others."""
    return f"% {who.language} %"


def _is_there(tx: Tx, who: Who, pack: Row, reader: Row | None, seen: Sight) -> bool:
    """Is there a place of this pack for them now? The query that found it knows neither shares nor what may be shown."""
    if sharing.had_their_share(tx, pack, showing.form_of(pack), reader):
        return False
    open_to, had_to = sharing.stretches(tx, pack, reader), reader["had_to"] if reader is not None else 0
    if pack["level"]:
        without = sharing.in_turn(tx, pack["id"], who.person, had_to, open_to, neutral=True)
        if any(True for _ in without):
            return True
        every = sharing.in_turn(tx, pack["id"], who.person, 0, open_to)
        return (
            seen.any
            and caring.may_begin(tx, pack, reader)
            and any(map(seen.admits, islice(every, limits.hard_looks_max)))
        )
    known = len(open_to) == 1 and not who.shares  # then the query saw all that counts
    return known or any(True for _ in sharing.in_turn(tx, pack["id"], who.person, had_to, open_to))


def pass_over(tx: Tx, who: Who, rules: Rules, pack: int) -> Outcome:
    """[Something else]: another pack, if there is one. Counted nowhere, forgotten after a day."""
    tx.run("work.pass_over", person=who.person, pack=pack, now=tx.now)
    return offer(tx, who)


def reading(tx: Tx, who: Who, pack: Row) -> Question:
    """The instruction, and what reading it pays with the first real answer."""
    return _to_read(tx, who, pack, pay=pack["reading_pay"])


def renewed(tx: Tx, who: Who, pack: Row, reader: Row, saved: Saved | None) -> Question | None:
    """What changed since the version a person has read, and what reading it pays; None when nothing of it concerns them."""
    was, form = changing.taught(showing.form_of(showing.version_of(tx, reader))), showing.form_of(pack)
    found = {
        language: [[one.how, one.text] for one in changes.between(was.get(language, ""), text)]
        for language, text in changing.taught(form).items()
    }
    if not any(found.values()):
        tx.run("work.has_read", person=who.person, pack=pack["id"], version=pack["version"], now=tx.now)
        return None
    pay = reader["changes_due"] + (0 if reader["reading_paid"] else pack["reading_pay"])
    return _to_read(tx, who, pack, pay=pay, changed=found, saved=saved)


def _to_read(
    tx: Tx,
    who: Who,
    pack: Row,
    *,
    pay: int,
    changed: dict[str, list[list[str]]] | None = None,
    saved: Saved | None = None,
) -> Question:
    """Asks them to read a pack's instruction, with the practice tasks that are still to come first."""
    form = showing.form_of(pack)
    tx.run("work.show_version", person=who.person, pack=pack["id"], version=pack["version"])
    first = min(int(pack["practices"]), form.practice_needed, limits.practice_each)
    practised = int(tx.value("work.practised", person=who.person, pack=pack["id"], most=first))
    facts = Reading(
        pack=pack["id"],
        title=form.title,
        instruction=form.instruction,
        pay=pay,
        practice=first - practised,
        examples=len(form.examples),
        changes=changed or {},
        saved=saved,
        faq=showing.has_faq(tx, pack["id"]),
    )
    return telling.ask(tx, who, facts)
