"""Making: what a worker made for a task, a photograph or their voice, once it was fetched and measured.

`working.answer` leaves a job for it; `bot.rounds.measuring` does what needs the world and comes back here, once for
each job. Measured, it is an answer like any other: stored, paid, or asked for again. Of what is asked for again, or
comes too late, nothing points to the content, so the sweep of the store takes it within two days.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot import kinds
from bot.actions import joining, telling, working
from bot.domain.events import Event, Made, is_forwarded, same, similar
from bot.domain.limits import Rules
from bot.domain.outcomes import Outcome
from bot.domain.outcomes.worker import Nudge, Refused, Task
from bot.domain.refusals import Refusal
from bot.media.fingerprints import distance
from bot.media.photos import twin_bits_max
from bot.storage import Row, Tx


@dataclass(frozen=True, slots=True)
class Sent:
    """What a job is about: an input of an account to the question of a mark, sent at (ms, Telegram's clock)."""

    account: int
    mark: str
    assignment: int
    form: str  # photo, voice
    event: Event
    sent_at: int

    @classmethod
    def of(cls, given: dict[str, Any]) -> Sent:
        """What `working` wrote into the job."""
        return cls(**{**given, "event": working.unpacked(given["event"])})

    @property
    def file(self) -> str:
        """Telegram's id of the file."""
        return str(getattr(self.event, "file", ""))

    @property
    def unique(self) -> str:
        """Telegram's id of the file that is the same whenever the same file is sent."""
        return str(getattr(self.event, "unique", ""))


@dataclass(frozen=True, slots=True)
class Found:
    """What became of it: the hash of its clean content in the store, what was measured, a photograph's fingerprint."""

    hash: str
    facts: dict[str, int]
    fingerprint: str = ""


def is_wanted(tx: Tx, sent: Sent) -> bool:
    """Does its question still wait for an answer? A read, so that nothing is fetched in vain."""
    row = tx.one("telling.question", account=sent.account, mark=sent.mark)
    if row is None or row["assignment"] != sent.assignment:
        return False
    return row["settled_at"] is None or row["settled_by"] == "gone"


def measured(tx: Tx, rules: Rules, sent: Sent, found: Found) -> Outcome | None:
    """It answers its question: stored and paid, or kindly asked for again; told when the question is settled already."""
    who = joining.by_account(tx, sent.account)
    question = tx.one("telling.lock_question", account=sent.account, mark=sent.mark)
    if question is None or question["assignment"] != sent.assignment:
        return None  # so long ago that the mark asks something else
    before = tx.one("work.assignment", assignment=sent.assignment)
    assert before is not None, "a question's assignment stays"
    facts = {**found.facts, "twin": _sent_before(tx, before, sent, found)}
    event = Made(sent.form, found.hash, facts, is_forwarded(sent.event))
    outcome = working.answer(tx, who, rules, sent.mark, event, sent.sent_at)
    after = tx.one("work.assignment", assignment=sent.assignment)
    assert after is not None
    if before["state"] in ("open", "lapsed") and after["state"] == "answered":
        tx.run(
            "work.add_made",
            assignment=sent.assignment,
            pack=before["pack"],
            person=before["person"],
            form=sent.form,
            hash=found.hash,
            fingerprint=found.fingerprint,
            file=sent.unique,
            now=tx.now,
        )
    return outcome


def _sent_before(tx: Tx, assignment: Row, sent: Sent, found: Found) -> int:
    """Did this person answer another task of this pack with the same (`events.same`), or one like it (`events.similar`)?"""
    earlier = tx.all(
        "work.made_before",
        person=assignment["person"],
        pack=assignment["pack"],
        form=sent.form,
        assignment=sent.assignment,
    )
    return max((_same(row, sent, found) for row in earlier), default=0)


def _same(row: Row, sent: Sent, found: Found) -> int:
    if row["hash"] == found.hash or (sent.unique and row["file"] == sent.unique):
        return same
    both = row["fingerprint"] and found.fingerprint
    return similar if both and distance(row["fingerprint"], found.fingerprint) <= twin_bits_max else 0


def not_wanted(tx: Tx, sent: Sent) -> Outcome | None:
    """Its question was settled before it was looked at: told so; it is not fetched."""
    who = joining.by_account(tx, sent.account)
    row = tx.one("telling.lock_question", account=sent.account, mark=sent.mark)
    if row is None or row["assignment"] != sent.assignment or row["settled_at"] is None:
        return None
    return telling.repeated(tx, who, row, "")


def looking(tx: Tx, sent: Sent) -> Outcome | None:
    """It takes a while: the kind's own word for that, None when it has none."""
    row = tx.one("telling.question", account=sent.account, mark=sent.mark)
    task = telling.facts(row) if row is not None and row["assignment"] == sent.assignment else None
    if row is None or row["settled_at"] is not None or not isinstance(task, Task):
        return None
    kind, spec = kinds.kinds()[task.kind], kinds.spec(task.kind, task.settings, task.languages)
    meant = kind.take(spec, task.draft, sent.event)
    if not isinstance(meant, kinds.More) or not meant.nudge:
        return None
    return Nudge(task.kind, task.settings, task.languages, meant.nudge, sent.mark)


def not_taken(tx: Tx, refusal: Refusal) -> Outcome:
    """It can't be taken, and why; the question stays open and nothing is lost."""
    return Refused(type(refusal).__name__, dict(refusal.values))
