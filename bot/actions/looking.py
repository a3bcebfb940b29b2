"""Looking: who brought a task that was reported as violent looks first, then somebody neutral; and what each says of it.

The requester looks as a worker does: described first, covered, as the direct answer to a press, one at a time, counted in
their own diary, under the same limits, by day, with help. They need not look to say what it is.

    it is violent   it stays flagged, with a description in their words; where the money for pauses is there it is served on to
                    those who chose it, else it stays off
    it is not       somebody neutral decides
    take it out     it stays off; the money of its places is unused and goes back with the pack's

Unless somebody neutral finds that it is harmless, who saw it unwarned is paid for that: `raising.charge`.
"""

from __future__ import annotations

import json
from dataclasses import replace

from bot.actions import caring, cases, publishing, raising, showing, telling, uncovering, weighing
from bot.actions.depositing import named
from bot.domain import alarms, limits, wellbeing
from bot.domain.alarms import violent
from bot.domain.cases import Finding
from bot.domain.events import Event, Wrote
from bot.domain.limits import Rules
from bot.domain.outcomes import Outcome
from bot.domain.outcomes.alarms import AlarmEnded, DescribeIt, LookFirst, NothingToLookAt
from bot.domain.outcomes.worker import After, Hard, NotUnderstood
from bot.domain.people import Who
from bot.domain.refusals.alarms import AlarmDecided, NoSuchAlarm, NoSuchVerdict, RequesterFirst
from bot.domain.refusals.claims import NoNeutralPerson
from bot.domain.refusals.deposits import ReversibleSpent
from bot.domain.refusals.packs import BelowFloor, NoQuote, NotFunded
from bot.domain.said import said
from bot.storage import Row, Tx

undecided = ("waits",)
for_a_person = ("disputed", "off")
listed_max = 50
as_harmless, as_violent = ("stands", "fits"), ("item", "harmful")  # what a case keeps of a verdict
shown_as = "look "  # how the question is settled whose item a press brought

# ---- the requester -------------------------------------------------------------------------------------------


def look(tx: Tx, who: Who, rules: Rules, code: str) -> Outcome:
    """/look_4F2K: what is known of a reported task that is theirs to look at; /look: of the one that waits longest.

    A requester's own first; once they have spoken, or their time is over, a moderator's who is neutral.
    """
    moderates = tx.one("cases.moderator", person=who.person) is not None
    if not who.requester and not moderates:
        return NotUnderstood(current=telling.current_mark(tx, who))
    if not code:
        rows = tx.all("alarms.of_requester", requester=who.requester)
        rows += tx.all("alarms.for_a_person", person=who.person, now=tx.now) if moderates else []
        if not rows:
            return NothingToLookAt()
        code = rows[0]["code"]
    alarm = _coded(tx, code)
    if not _looks_as(tx, who, alarm):
        mine = alarm["requester"] == who.requester
        if moderates and not mine:
            _requester_first(tx, alarm)
        raise AlarmDecided(code=alarm["code"]) if moderates or mine else NoSuchAlarm(code=alarm["code"])
    _in_hand(tx, who, alarm)
    return telling.ask(tx, who, _facts(alarm))


def _looks_as(tx: Tx, who: Who, alarm: Row) -> str:
    """As who somebody may look at an alarm and say what it is: as its requester, as a moderator by name; "" for neither."""
    if alarm["requester"] == who.requester:
        return raising.by_requester if alarm["state"] in undecided else ""
    moderator = tx.one("cases.moderator", person=who.person)
    worked = tx.one("work.reader", person=who.person, pack=alarm["pack"]) is not None
    if moderator is None or worked or alarm["state"] not in for_a_person:
        return ""
    return str(moderator["name"])


def _in_hand(tx: Tx, who: Who, alarm: Row) -> Row | None:
    """A moderator has its case in hand for half an hour, so that two do not look at once; None for its requester.

    Raises CaseTaken, and NotYourCase for who spoke of it before.
    """
    if _looks_as(tx, who, alarm) == raising.by_requester:
        return None
    row = tx.one("cases.of", kind="report", subject=alarm["task"])
    if row is None or row["state"] in ("decided", "closed"):  # nobody decided it in time: they may still
        raising.needs_a_person(tx, alarm)
        row = tx.one("cases.of", kind="report", subject=alarm["task"])
    assert row is not None, "its case is open"
    return cases.take(tx, row["id"], who.person)


def _facts(alarm: Row) -> LookFirst:
    item = json.loads(alarm["item"])
    hard = Hard(
        description=item.get("description", {}),
        level=alarm["level"],
        categories=tuple(sorted(json.loads(alarm["flags"]))),
        price=0,
    )
    return LookFirst(alarm["id"], alarm["code"], raising.form_title(alarm), alarm["key"], hard)


def see(tx: Tx, who: Who, rules: Rules, mark: str, sent_at: int, how: str = "first") -> Outcome | None:
    """[Show it]: the item, covered, where they may see it now; counted once for each press.

    A closer look (`how`: "plain", "larger", "clip", "sound") is one press more under the same rules, and is not counted again.
    """
    row = tx.one("telling.lock_question", account=who.account, mark=mark)
    asked = telling.facts(row) if row is not None else None
    if row is None or not isinstance(asked, LookFirst):
        return NotUnderstood(current=telling.current_mark(tx, who))
    if row["settled_at"] is not None:
        return telling.repeated(tx, who, row, shown_as + how)
    alarm = raising.of(tx, asked.alarm)
    direct = uncovering.is_direct(tx, row, sent_at)
    telling.settle(tx, who, mark, shown_as + how)
    if not _looks_as(tx, who, alarm):
        return _ended(alarm, alarm["state"])
    _in_hand(tx, who, alarm)
    again = _facts(alarm)
    if not direct:
        return telling.ask(tx, who, again)
    tx.one("care.lock", person=who.person)
    how, seen = (how, asked.seen) if asked.seen else ("first", 0)
    closer = how != "first"
    reason = caring.sight(tx, who.person, without=seen if closer else 0).why_not(alarm["flags"])
    if reason is not None:
        if reason == "set":  # it is full: its pause begins, and is paid
            caring.rest(tx, who.person)
        return telling.ask(tx, who, replace(again, why=reason))
    if not closer:
        seen = tx.new_id()
        shown = {"id": seen, "pack": alarm["pack"], "level": alarm["level"], "flags": alarm["flags"]}
        caring.show(tx, who.person, shown)
    until = min(sent_at, tx.now) + wellbeing.show_ms
    kept = tx.one("care.care", person=who.person)
    assert kept is not None
    item = {**alarm, "draft": "{}"}
    opened = showing.looked_at(tx, who, item, how, kept["look"], until)
    return telling.ask(tx, who, replace(again, seen=seen, hard=replace(again.hard, look=opened)))


def say(tx: Tx, who: Who, rules: Rules, mark: str, verdict: str) -> Outcome | None:
    """[It is violent], [It is not] and [Take it out]: with or without a look."""
    row = tx.one("telling.lock_question", account=who.account, mark=mark)
    asked = telling.facts(row) if row is not None else None
    if row is None or not isinstance(asked, LookFirst):
        return NotUnderstood(current=telling.current_mark(tx, who))
    if row["settled_at"] is not None:
        return telling.repeated(tx, who, row, verdict)
    alarm = raising.held(tx, asked.alarm)
    if not _looks_as(tx, who, alarm):
        telling.settle(tx, who, mark, verdict)
        return _ended(alarm, alarm["state"])
    if verdict == violent and not json.loads(alarm["item"]).get("description"):
        return telling.ask(tx, who, DescribeIt(alarm["id"], alarm["code"]))
    telling.settle(tx, who, mark, verdict)
    return _said(tx, who, rules, alarm, verdict)


def unsaid(tx: Tx, who: Who, rules: Rules, mark: str) -> Outcome | None:
    """[Back] under [It is violent]: nothing was said."""
    row = tx.one("telling.lock_question", account=who.account, mark=mark)
    asked = telling.facts(row) if row is not None else None
    if row is None or not isinstance(asked, DescribeIt):
        return NotUnderstood(current=telling.current_mark(tx, who))
    if row["settled_at"] is not None:
        return telling.repeated(tx, who, row, "back")
    telling.settle(tx, who, mark, "back")
    return look(tx, who, rules, asked.code)


def describe(tx: Tx, who: Who, rules: Rules, mark: str, event: Event, sent_at: int) -> Outcome | None:
    """What was typed under [It is violent]: the description for whoever is asked before it is shown."""
    row = tx.one("telling.lock_question", account=who.account, mark=mark)
    asked = telling.facts(row) if row is not None else None
    if row is None or not isinstance(asked, DescribeIt) or not isinstance(event, Wrote):
        return NotUnderstood(current=telling.current_mark(tx, who))
    if row["settled_at"] is not None:
        return telling.repeated(tx, who, row, "words")
    words = said(event.text, limits.question_characters_max)
    if not words:
        return telling.ask_again(tx, who, asked)
    telling.settle(tx, who, mark, "words")
    alarm = raising.held(tx, asked.alarm)
    if not _looks_as(tx, who, alarm):
        return _ended(alarm, alarm["state"])
    return _said(tx, who, rules, alarm, violent, words)


def _said(tx: Tx, who: Who, rules: Rules, alarm: Row, verdict: str, words: str = "") -> AlarmEnded:
    """Their word, once; what they were shown goes from the chat, and help comes. A moderator's decides, and its minutes are paid."""
    tx.run("care.erase_assignment", assignment=alarm["id"], now=tx.now)
    after, by = After(help=True), _looks_as(tx, who, alarm)
    case = _in_hand(tx, who, alarm)
    if case is not None:
        found = Finding(*(as_harmless if verdict == "harmless" else as_violent), words)
        cases.speak(tx, case, who.person, found, rules)
        return replace(_ruled(tx, alarm, verdict, words, by, rules), after=after)
    if verdict == "harmless":
        raising.ended(tx, alarm, "disputed", raising.by_requester, before=undecided)
        raising.needs_a_person(tx, alarm)
        return _ended(alarm, "disputed", after=after)
    raising.ended(tx, alarm, verdict, raising.by_requester, before=undecided)
    return replace(_violent(tx, rules, alarm, verdict, words), after=after)


# ---- somebody neutral ------------------------------------------------------------------------------------------


def waiting(tx: Tx) -> list[Row]:
    """What was reported as violent and is not decided, oldest first: code, state, pack, since when. A read."""
    return tx.all("alarms.listed", ground=violent, most=listed_max)


def for_somebody(tx: Tx) -> list[Row]:
    """Those of them that wait for somebody neutral. A read."""
    return [one for one in waiting(tx) if one["state"] in for_a_person]


def told_of(tx: Tx, code: str) -> Row:
    """One of them. A read. Raises NoSuchAlarm."""
    return _coded(tx, code)


def decide(tx: Tx, code: str, verdict: str, why: str, by: str, rules: Rules) -> AlarmEnded:
    """Somebody neutral decides, once the requester has spoken, or their time is over, or nobody speaks for them here.

    `why` are their words; of what is violent they describe it. Raises NoNeutralPerson, NoSuchAlarm, NoSuchVerdict,
    AlarmDecided, RequesterFirst, SayWho.
    """
    if not rules.rulings_by:
        raise NoNeutralPerson
    if verdict not in alarms.VERDICTS:
        raise NoSuchVerdict(verdict=verdict, known=", ".join(alarms.VERDICTS))
    name, alarm = named(by), raising.held(tx, _coded(tx, code)["id"])
    if alarm["speaker"] is not None:
        _requester_first(tx, alarm)
    return _ruled(tx, alarm, verdict, why, name, rules)


def _requester_first(tx: Tx, alarm: Row) -> None:
    if alarm["state"] in undecided:
        until = tx.value("jobs.deadline_at", kind=alarms.silence_deadline, subject=alarm["id"])
        left = (until if until is not None else tx.now) - tx.now  # our own outages have moved it
        raise RequesterFirst(code=alarm["code"], hours=max(1, -(-left // limits.hour)))


def out_by_case(tx: Tx, number: int, words: str, rules: Rules) -> None:
    """A moderator who did not look decided its case: the task stays out, and who saw it is paid."""
    alarm = raising.held(tx, number)
    if alarm["state"] in for_a_person:
        _ruled(tx, alarm, "out", words, "moderator", rules)


def _ruled(tx: Tx, alarm: Row, verdict: str, why: str, by: str, rules: Rules) -> AlarmEnded:
    before = (*undecided, *for_a_person)
    if not raising.ended(tx, alarm, verdict, by, why, before=before):
        raise AlarmDecided(code=alarm["code"])
    if verdict == "harmless":
        ended = _harmless(tx, alarm)
    else:
        ended = _violent(tx, rules, alarm, verdict, said(why, limits.question_characters_max))
    told = replace(ended, why=why)
    # A message of its own: one written over the first, perhaps days above, would not be heard.
    telling.notify_requester(tx, alarm["requester"], told, topic=f"ruled {alarm['id']}")
    return told


# ---- what follows -----------------------------------------------------------------------------------------------


def _harmless(tx: Tx, alarm: Row) -> AlarmEnded:
    """It is as it was, served on, and in nobody's diary."""
    tx.run("alarms.flag_task", task=alarm["task"], level=alarm["level_was"], flags=alarm["flags_was"])
    tx.run("alarms.unexpose", task=alarm["task"])
    _serve_on(tx, alarm)
    return _ended(alarm, "harmless")


def _violent(tx: Tx, rules: Rules, alarm: Row, verdict: str, words: str) -> AlarmEnded:
    """It is what was said, or is taken out: who saw it unwarned is paid. Described, and with money for pauses, it goes on."""
    raising.begin_charge(tx, alarm["id"])
    if verdict != violent:
        return _ended(alarm, "out")
    item = json.loads(alarm["item"])
    form = showing.form_of(alarm)
    if words:
        described = {**item.get("description", {}), form.languages[0]: words}
        item = {**item, "description": described}
        tx.run("alarms.describe_task", task=alarm["task"], item=json.dumps(item, ensure_ascii=False))
    if not item.get("description") or not _has_care(tx, rules, alarm):
        return _ended(alarm, "off")
    _serve_on(tx, alarm)
    return _ended(alarm, violent)


def _has_care(tx: Tx, rules: Rules, alarm: Row) -> bool:
    """Is one task with hard content more in its pack paid for? What is lacking for its pauses is locked, if it is there."""
    if alarm["role"] != "task" or alarm["pack_state"] not in ("running", "paused") or not rules.care_by:
        return False
    if alarm["level_was"]:
        return True
    pack = publishing.held(tx, alarm["name"])
    form = showing.form_of(pack)
    try:
        wanted, there = (
            publishing.quote_of(
                form, pack["tasks"], bool(pack["golds"]), rules, flagged=pack["flagged"] + more
            )
            for more in (1, 0)
        )
        lacking = wanted.care - there.care
        if lacking > 0:
            publishing.top_up(tx, pack, {"care": lacking}, alarm["id"], rules)
    except (BelowFloor, NoQuote, NotFunded, ReversibleSpent):
        return False
    tx.run("alarms.flag_pack", pack=alarm["pack"], more=1, level=alarm["level"])
    return True


def _serve_on(tx: Tx, alarm: Row) -> None:
    """The task's places whose money is there are open again, once nobody holds it any more from whom it was taken."""
    raising.take_all(tx, alarm["id"])
    if tx.value("packs.held_state", pack=alarm["pack"]) not in ("running", "paused"):
        return
    weighing.release(tx, showing.form_of(alarm), alarm["pack"], alarm["task"])


def _ended(alarm: Row, state: str, *, after: After | None = None) -> AlarmEnded:
    return AlarmEnded(alarm["code"], state, after=after, title=raising.form_title(alarm), key=alarm["key"])


def _coded(tx: Tx, code: str) -> Row:
    number = tx.value("alarms.coded", code=code.upper())
    alarm = raising.of(tx, number) if number is not None else None
    if alarm is None or alarm["ground"] != violent:
        raise NoSuchAlarm(code=code[: alarms.code_characters_max] or "…")
    return alarm
