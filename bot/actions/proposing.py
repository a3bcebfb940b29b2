"""Proposing: those who work here propose, second and vote; the operator answers before all (docs/voice.md).

The ballot box knows no person and no time: a ballot lies under a token that is worked out, from a secret of the vote, the keys of
the installation and whose it is, each time they vote; so a vote can be changed until the end. Who voted stands
elsewhere, and not how. When the vote is over it is counted; ballots and secret go in the same transaction. No journal, log, question
or notice says how somebody voted.
"""

from __future__ import annotations

import hmac
import secrets

from bot.actions import serving, telling
from bot.actions.destinations import Ways
from bot.domain import limits, proposals, room
from bot.domain.limits import Rules
from bot.domain.outcomes import Outcome
from bot.domain.outcomes.proposals import Proposal, Proposed, Seconded, Voice, VoiceNews, Voted, VoteOn
from bot.domain.outcomes.worker import NotUnderstood
from bot.domain.people import Who
from bot.domain.refusals.proposals import (
    NoSuchProposal,
    NotAVote,
    NothingProposed,
    NotSeconding,
    NotToAnswer,
    NotVoting,
    NoVoice,
    OwnProposal,
    PlaceNeeded,
    PlaceSpoke,
    ProposedAlready,
    VoteStays,
)
from bot.domain.refusals.room import LeadsOut
from bot.domain.refusals.voices import NothingSaid
from bot.domain.said import said
from bot.storage import Row, Tx

deadline = "proposal"
told_per_step = 50
second, vote_cast = "second", "vote"


# ---- those who work here ---------------------------------------------------------------------------------


def voice(tx: Tx, who: Who) -> Voice:
    """/voice: what is proposed and voted on, the newest first."""
    rows = tx.all("proposals.newest", person=who.person, most=proposals.shown_most)
    own = _settled(tx, who.person, tx.now)
    return Voice(tuple(_public(tx, row) for row in rows), own["answers"], own["days"])


def propose(tx: Tx, who: Who, words: str) -> Proposed:
    """/propose and one line. Raises NothingProposed, TooLong, LeadsOut, NoVoice, ProposedAlready."""
    return made(tx, who, words, "change")


def made(tx: Tx, who: Who, words: str, kind: proposals.Kind, name: str = "") -> Proposed:
    """A proposal of a kind; `name`: of who stands to be a delegate, before their words. Raises as `propose`."""
    line = " ".join(said(words, proposals.characters_max).split())
    if not line:
        raise NothingProposed
    if room.leads_out(line) is not None:
        raise LeadsOut
    line = f"{name}: {line}" if name else line
    _has_voice(tx, who, tx.now)
    tx.one("proposals.one_at_a_time")
    own = tx.value("proposals.open_of", person=who.person)
    if own is not None:
        raise ProposedAlready(number=own)
    proposal, number = tx.new_id(), int(tx.value("proposals.next_number"))
    until = tx.now + proposals.seconding_ms
    tx.run(
        "proposals.add",
        id=proposal,
        number=number,
        person=who.person,
        words=line,
        now=tx.now,
        until=until,
        secret=secrets.token_hex(),
        kind=kind,
    )
    tx.run("jobs.set_deadline", kind=deadline, subject=proposal, at=until)
    telling.journal(tx, f"person {who.person}", "propose", proposal)
    return Proposed(number, until)


def seconded(tx: Tx, who: Who, rules: Rules, ways: Ways, number: int) -> Seconded:
    """/second_7: enough of them, and it is voted on. The same person twice counts once."""
    row = _numbered(tx, number)
    if row["person"] == who.person:
        raise OwnProposal(number=number)
    if row["state"] != "seconding" or tx.now >= row["until"]:
        raise NotSeconding(number=number)
    _spoke(tx, who, ways, row, second)
    seconds = int(tx.value("proposals.count_spoken", proposal=row["id"], how=second))
    votes = seconds >= proposals.seconds_min
    if votes:
        until = tx.now + rules.vote_days * limits.day
        tx.run("proposals.begin_vote", id=row["id"], until=until, percent=rules.quorum_percent)
        tx.run("jobs.set_deadline", kind=deadline, subject=row["id"], at=until)
    return Seconded(number, seconds, votes)


def ballot(tx: Tx, who: Who, ways: Ways, number: int, written: str) -> Outcome:
    """/vote_7 yes: one line that may wait offline; without a choice the keys are shown."""
    row = _voted_on(tx, number)
    if not written.strip():
        _has_voice(tx, who, row["at"])
        done = tx.one("proposals.has_spoken", proposal=row["id"], person=who.person, how=vote_cast)
        return telling.ask(tx, who, VoteOn(number, row["words"], row["until"], done is not None))
    found = proposals.choice(written)
    if found is None:
        raise NotAVote(command=f"/vote_{number}")
    return _vote(tx, who, ways, row, found)


def press(tx: Tx, who: Who, rules: Rules, mark: str, ways: Ways, written: str) -> Outcome | None:
    """A key under a vote: it is in the box and work goes on; a later key of the same question changes it."""
    row = tx.one("telling.lock_question", account=who.account, mark=mark)
    facts, found = telling.facts(row) if row is not None else None, proposals.choice(written)
    if row is None or not isinstance(facts, VoteOn) or found is None:
        return NotUnderstood(current=telling.current_mark(tx, who))
    done = _vote(tx, who, ways, _voted_on(tx, facts.number), found)
    if row["settled_at"] is not None:
        return done
    telling.settle(tx, who, mark, "vote")
    telling.notify(tx, who.account, done)
    return serving.following(tx, who, rules)


def _vote(tx: Tx, who: Who, ways: Ways, row: Row, found: proposals.Choice) -> Voted:
    """Puts a ballot into the box, in the place of the one that lay there for them."""
    fresh = _spoke(tx, who, ways, row, vote_cast)
    tokens = _tokens(ways, row, who)
    taken = sum(tx.run("proposals.take_ballot", proposal=row["id"], token=one) for one in tokens)
    if not fresh and not taken:
        raise VoteStays(number=row["number"])
    tx.run("proposals.put_ballot", proposal=row["id"], token=tokens[0], vote=found)
    return Voted(row["number"], row["until"])


def _tokens(ways: Ways, row: Row, who: Who) -> tuple[str, ...]:
    """Under what somebody's ballot lies: by each key of the installation, the newest first. Nothing else tells whose it is."""
    own = hmac.new(row["secret"].encode(), str(who.person).encode(), "sha256").hexdigest()
    return ways.vault.fingerprints(f"ballot {own}".encode()) if ways.vault is not None else (own,)


def _numbered(tx: Tx, number: int) -> Row:
    row = tx.one("proposals.numbered", number=number)
    if row is None:
        raise NoSuchProposal(number=number)
    return row


def _voted_on(tx: Tx, number: int) -> Row:
    """A proposal that is voted on now, held."""
    row = _numbered(tx, number)
    if row["state"] != "voting" or tx.now >= row["until"]:
        raise NotVoting(number=number)
    return row


def _settled(tx: Tx, person: int, at: int) -> Row:
    """How many settled answers somebody had before a moment, and on how many days."""
    row = tx.one("proposals.settled", person=person, **_window(at))
    assert row is not None, "counts are one row"
    return row


def _window(at: int) -> dict[str, int]:
    return {"since": at - proposals.before_ms, "until": at - limits.undo_ms}


def _has_voice(tx: Tx, who: Who, at: int) -> None:
    own = _settled(tx, who.person, at)
    if own["answers"] < proposals.answers_min or own["days"] < proposals.days_min:
        needed, days = proposals.answers_min, proposals.days_min
        raise NoVoice(needed=needed, days=days, count=own["answers"], own=own["days"])


def _spoke(tx: Tx, who: Who, ways: Ways, row: Row, how: str) -> bool:
    """Writes down that somebody seconded or voted, once for each place where people are paid; is it the first time?

    A place speaks once however many were ever paid there. Raises NoVoice, PlaceNeeded, PlaceSpoke.
    """
    if tx.one("proposals.has_spoken", proposal=row["id"], person=who.person, how=how) is not None:
        return False
    _has_voice(tx, who, row["at"])
    if ways.open and tx.one("payouts.destination_of", person=who.person, now=tx.now) is None:
        raise PlaceNeeded
    if tx.one("proposals.place_spoke", proposal=row["id"], person=who.person, how=how) is not None:
        raise PlaceSpoke
    tx.run("proposals.speak", proposal=row["id"], person=who.person, how=how)
    return True


# ---- what time brings ------------------------------------------------------------------------------------


def over(tx: Tx, proposal: int) -> None:
    """Nobody seconded it in time; or its vote has ended: counted, and nothing left of who voted how."""
    row = tx.one("proposals.proposal", id=proposal)
    if row is None or row["state"] not in ("seconding", "voting"):
        return
    if row["state"] == "seconding":
        tx.run("proposals.lapse", id=proposal)
        return
    if row["telling"]:  # who has a voice is still being counted, as they are told
        tx.run("jobs.set_deadline", kind=deadline, subject=proposal, at=tx.now + limits.hour)
        return
    box = {one["vote"]: int(one["votes"]) for one in tx.all("proposals.count_ballots", proposal=proposal)}
    votes = {one: box.get(one, 0) for one in proposals.CHOICES}
    quorum = proposals.needed(row["may_vote"], row["quorum_percent"])
    found = proposals.result(votes["yes"], votes["no"], votes["neither"], quorum)
    tx.run("proposals.end_vote", id=proposal, needed=quorum, result=found, now=tx.now, **votes)
    if row["kind"] == "delegate" and found == "yes":
        tx.run("proposals.elect", id=proposal, until=tx.now + proposals.term_ms)
    tx.run("proposals.empty_box", proposal=proposal)
    telling.journal(tx, "round", "vote_over", proposal, **votes)


def tell_some(tx: Tx) -> int:
    """Some people more who have a voice are told of the oldest news. Returns how many; 0 when nothing goes out.

    Unasked news: it wakes nobody. Later news of a proposal is written over the earlier. Whoever is told that a vote begins is
    counted: that is how many have a voice, found in small steps, so that no tap waits for it.
    """
    row = tx.one("proposals.telling")
    if row is None:
        return 0
    people = tx.all(
        "proposals.voices",
        after=row["position"],
        answers=proposals.answers_min,
        days=proposals.days_min,
        most=told_per_step,
        **_window(row["at"]),
    )
    news = VoiceNews(_public(tx, row))
    for one in people:
        telling.notify_person(tx, one["person"], news, topic=f"voice {row['id']}", unasked=True)
    going = len(people) == told_per_step
    last = people[-1]["person"] if people else row["position"]
    voices = len(people) if row["state"] == "voting" else 0
    tx.run("proposals.told", id=row["id"], telling=int(going), position=last, voices=voices)
    return len(people)


# ---- the operator ----------------------------------------------------------------------------------------


def listed(tx: Tx) -> list[Proposal]:
    """All that is proposed, the newest first, as everybody may know it. A read."""
    return [_public(tx, row) for row in tx.all("proposals.newest", person=0, most=10 * proposals.shown_most)]


def shown(tx: Tx, number: int) -> Proposal:
    """One proposal. A read. Raises NoSuchProposal."""
    row = tx.one("proposals.shown", number=number)
    if row is None:
        raise NoSuchProposal(number=number)
    return _public(tx, row)


def answer(tx: Tx, number: int, words: str) -> None:
    """The operator's answer to a vote, which all may read; a later one takes its place.

    Raises NoSuchProposal, NotToAnswer, TooLong, NothingSaid.
    """
    row, kept = _numbered(tx, number), said(words, limits.answer_characters_max)
    if row["state"] != "over" or row["kind"] != "change":
        raise NotToAnswer(number=number)
    if not kept:
        raise NothingSaid
    tx.run("proposals.answer", id=row["id"], words=kept, now=tx.now)
    telling.journal(tx, "operator", "voice_answer", row["id"])


def unanswered(tx: Tx) -> list[int]:
    """The numbers of votes whose answer is late. A read."""
    return [row["number"] for row in tx.all("proposals.unanswered", due=tx.now - proposals.answer_ms)]


def _public(tx: Tx, row: Row) -> Proposal:
    """What everybody may know of a proposal; the numbers of a vote only when it is over."""
    owed = row["state"] == "over" and row["kind"] == "change"
    late = owed and not row["answer"] and tx.now > row["until"] + proposals.answer_ms
    return Proposal(
        number=row["number"],
        words=row["words"],
        state=row["state"],
        until=row["until"] + (proposals.answer_ms if owed else 0),
        seconds=int(row["seconds"]),
        result=row["result"],
        yes=row["yes"],
        no=row["no"],
        neither=row["neither"],
        may_vote=row["may_vote"],
        needed=row["needed"],
        answer=row["answer"],
        late=late,
        seconded=bool(row["seconded"]),
        voted=bool(row["voted"]),
        kind=row["kind"],
        term_until=row["term_until"],
    )
