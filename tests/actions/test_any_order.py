"""Three people, two packs, anything in any order: repeats, days that pass, rounds, pauses, closes. All that must hold, holds."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any, ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from bot.actions import (
    bundling,
    depositing,
    joining,
    overseeing,
    publishing,
    reporting,
    resting,
    serving,
    taking,
    telling,
    undoing,
    working,
)
from bot.domain import limits
from bot.domain.events import Pressed, Wrote
from bot.domain.outcomes import Outcome, marked
from bot.domain.outcomes.bundles import Bundle, BundleSaved
from bot.domain.outcomes.worker import Refused
from bot.domain.refusals import Refusal
from bot.storage import Tx
from tests.actions.invariants import broken, proven, unweighed
from tests.conftest import Fresh
from tests.lives import Life, live
from tests.makers import BOT, REQUESTER, RULES, Worker, make_pack, meet_deadlines

NAMES = ("streets", "doors")
people = st.integers(0, 2)
packs = st.integers(0, 1)
words = st.sampled_from(["road", "building", "price", "/done"])
leaps = st.sampled_from(
    [1_000, limits.minute, 11 * limits.minute, 2 * limits.hour, limits.day, 3 * limits.day, 8 * limits.day]
)


def counts(tx: Tx) -> None:
    """What the round of counts reads and then writes, in one."""
    overseeing.note_counts(tx, overseeing.count(tx))


ROUNDS = (
    overseeing.lapse,
    meet_deadlines,
    overseeing.refund_finished,
    overseeing.collect_fees,
    overseeing.seal,
    counts,
    overseeing.forget,
)
rounds = st.sampled_from(ROUNDS)
back = st.sampled_from([0, 0, 0, 0, 1, 2, 3])
replies = st.sampled_from(["1a", "1a 2b 3a", "1b 2-", "3b 2b 1a 4z", "2a 9c hello"])


class House(Life):
    """The real house: three people with phones, two small packs."""

    reached: ClassVar[set[str]] = set()

    def __init__(self, place: AbstractContextManager[str]) -> None:
        super().__init__(place)
        self.last: Callable[[], Any] | None = None
        self.last_at = 0
        self.deposits = 0

    @initialize()
    def begin(self) -> None:
        """Two packs and three people who agreed; hardly any goodwill."""
        make = self.loop.run_until_complete
        dynamic = {"least": 1, "most": 3, "confidence": 0.9}
        small: dict[str, Any] = {"tasks": 3, "gold": 3, "practice": 1, "gold_share": 0.5, "lease_h": 1}
        self.packs = [
            make(make_pack(self.database, NAMES[0], overlap=2, goodwill=80_000, **small)),
            make(make_pack(self.database, NAMES[1], overlap=dynamic, kind="multi", readers_max=2, **small)),
        ]
        self.people = [make(Worker.met(self.database, self.clock, 1001 + number)) for number in range(3)]
        for one in self.people:
            one.proving = False
        for number in range(3):
            self.starts(number, 0)

    def act(self, person: int, action: Callable[..., Any], **given: Any) -> None:
        """One message of somebody's; what it says they have is what the book says."""
        worker, cause = (
            self.people[person],
            f"tg:{BOT}:{person}:{len(self.ask('SELECT key FROM causes'))}:{self.clock.now_ms}",
        )
        self.last, self.last_at = lambda: self._told(worker, action, cause, given), self.clock.now_ms
        outcome = self._done(self.last)
        saved = outcome if isinstance(outcome, BundleSaved) else getattr(outcome, "saved", None)
        if saved is not None:
            assert saved.balance == self.loop.run_until_complete(worker.balance())
        self.reached.add(f"{action.__name__} {type(outcome).__name__}")

    async def _told(
        self, worker: Worker, action: Callable[..., Any], cause: str, given: dict[str, Any]
    ) -> Outcome | None:
        """What the chat does with a message: a refusal is told, and that message is over too."""
        try:
            return await worker.act(action, cause=cause, **given)
        except Refusal as refusal:
            self.reached.add(type(refusal).__name__)
            said = Refused(type(refusal).__name__, dict(refusal.values))
            await self.database.write(telling.once, worker.who.account, lambda tx: said, cause=cause)
            return None

    def _done(self, command: Callable[[], Any]) -> Outcome | None:
        try:
            return self.loop.run_until_complete(command())  # type: ignore[no-any-return]
        except Refusal as refusal:
            self.reached.add(type(refusal).__name__)
            return None

    def mark(self, person: int, ago: int) -> str:
        """The open question's mark, or one of an older question."""
        if not ago:
            return self.loop.run_until_complete(self.people[person].mark())
        marks = list(dict.fromkeys(marked(one) for one in self.people[person].seen if marked(one)))
        return marks[-min(ago + 1, len(marks))] if marks else "🐘"

    @rule(person=people, pack=packs)
    def starts(self, person: int, pack: int) -> None:
        """[Start] on an offer, then [Go on]."""
        self.act(person, serving.start, pack=self.packs[pack])
        self.act(person, serving.go, pack=self.packs[pack])

    @rule(person=people, code=words, ago=back)
    def presses(self, person: int, code: str, ago: int) -> None:
        """A key, of the newest question or of an older one."""
        event, mark = Pressed(code), self.mark(person, ago)
        self.act(person, working.answer, mark=mark, event=event, sent_at=self.clock.now_ms)

    @rule(person=people, times=st.integers(1, 3))
    def works(self, person: int, times: int) -> None:
        """Answers what is open, whatever it is, some times over."""
        for _ in range(times):
            for code in ("road", "price", "/done"):
                self.presses(person, code, 0)

    @rule(
        person=people,
        ago=back,
        action=st.sampled_from([working.skip, working.skip, working.leave, bundling.undo]),
    )
    def gives_up(self, person: int, ago: int, action: Callable[..., Any]) -> None:
        """[Skip], [Other work] or [Undo last]."""
        self.act(person, action, mark=self.mark(person, ago))

    @rule(person=people, code=words)
    def changes_their_mind(self, person: int, code: str) -> None:
        """Answers, undoes that, and does something else instead."""
        self.works(person, 1)
        self.act(person, undoing.undo, mark=self.mark(person, 0))
        self.presses(person, code, 0)

    @rule(person=people, ground=st.sampled_from(reporting.GROUNDS))
    def undoes_and_reports(self, person: int, ground: str) -> None:
        """Answers, undoes that, and says that something is wrong instead."""
        self.works(person, 1)
        self.act(person, undoing.undo, mark=self.mark(person, 0))
        self.reports(person, 0, ground)

    @rule(person=people)
    def is_away_while_others_work(self, person: int) -> None:
        """Two hours without a connection: the place goes to others, then the answer arrives all the same."""
        mark = self.mark(person, 0)
        self.clock.now_ms += 2 * limits.hour
        self.goes_round(overseeing.lapse)
        for other in {0, 1, 2} - {person}:
            self.works(other, 3)
        for code in ("road", "price", "/done"):
            event = Pressed(code)
            self.act(person, working.answer, mark=mark, event=event, sent_at=self.clock.now_ms)

    @rule(person=people, ago=back, ground=st.sampled_from(reporting.GROUNDS))
    def reports(self, person: int, ago: int, ground: str) -> None:
        """[Something is wrong]."""
        self.act(person, reporting.report, mark=self.mark(person, ago), ground=ground)

    @rule(person=people)
    def pockets(self, person: int) -> None:
        """/pocket."""
        self.act(person, bundling.pocket)

    @rule(person=people, text=replies, message=st.sampled_from([0, 1, 10_000]), ago=back)
    def replies_to_a_bundle(self, person: int, text: str, message: int, ago: int) -> None:
        """Numbers with letters to the newest bundle or an older one, also an older message that comes late."""
        seen = [one for one in self.people[person].seen if isinstance(one, Bundle)]
        if seen:
            event = Wrote(text, message)
            mark = seen[-min(ago + 1, len(seen))].mark
            self.act(person, taking.marked, mark=mark, event=event, sent_at=self.clock.now_ms)

    @rule(person=people, times=st.integers(1, 3), text=replies)
    def takes_along_and_answers(self, person: int, times: int, text: str) -> None:
        """A bundle, answers to it, and second thoughts."""
        self.pockets(person)
        for _ in range(times):
            self.replies_to_a_bundle(person, text, 0, 0)
        self.act(person, bundling.undo, mark="")
        self.replies_to_a_bundle(person, "1b 2a 3-", 0, 0)

    @rule(
        person=people,
        text=st.sampled_from(["road", "Price", "hello", "1b 2a"]),
        message=st.sampled_from([1, 10_000]),
    )
    def types(self, person: int, text: str, message: int) -> None:
        """Types without a mark."""
        event, sent_at = Wrote(text), self.clock.now_ms + 5_000
        self.act(person, taking.unmarked, event=event, message=message, sent_at=sent_at)

    @rule(person=people, ago=back, yes=st.booleans())
    def confirms(self, person: int, ago: int, yes: bool) -> None:
        """[Yes] or [No]."""
        mark, now = self.mark(person, ago), self.clock.now_ms
        self.act(person, taking.is_this, mark=mark, yes=yes, sent_at=now)

    @rule(
        person=people,
        action=st.sampled_from(
            [serving.work, serving.look_again, resting.pause, resting.go_on, working.more]
        ),
    )
    def looks(self, person: int, action: Callable[..., Any]) -> None:
        """/tasks, [Look again], [Pause], [Go on], [More]."""
        self.act(person, action)

    @rule(person=people, language=st.sampled_from(["en", "sw"]))
    def speaks(self, person: int, language: str) -> None:
        """Another language."""
        self.act(person, joining.speak, language=language, languages=("en", "sw"))

    @rule(person=people)
    def loses_or_finds_the_connection(self, person: int) -> None:
        """What is sent is not known to be shown, or is again."""
        self.people[person].connected = not self.people[person].connected

    @rule()
    def delivers_the_last_message_again(self) -> None:
        """A repeat of a cause changes nothing and says nothing, as long as causes are kept: far longer than updates."""
        if self.last is None or self.clock.now_ms - self.last_at >= limits.cause_kept_ms:
            return
        before = self.ask("SELECT name, balance, version FROM book_accounts ORDER BY id")
        assert self._done(self.last) is None
        assert self.ask("SELECT name, balance, version FROM book_accounts ORDER BY id") == before

    @rule(leap=leaps)
    def waits(self, leap: int) -> None:
        """Time passes."""
        self.clock.now_ms += leap

    @rule(turn=rounds)
    def goes_round(self, turn: Callable[..., Any]) -> None:
        """One of the rounds."""
        done = self.loop.run_until_complete(self.database.write(turn))
        if done:
            self.reached.add(turn.__name__)
            self.reached.update(getattr(done, "kinds", ()))

    @rule(leap=leaps)
    def goes_all_the_way_round(self, leap: int) -> None:
        """Time passes and every round takes its turn."""
        self.clock.now_ms += leap
        for turn in ROUNDS:
            self.goes_round(turn)

    @rule(pack=packs, verb=st.sampled_from(["pause", "launch", "launch"]))
    def operates(self, pack: int, verb: str) -> None:
        """A pack is paused or goes on."""
        given = (NAMES[pack],) if verb == "pause" else (NAMES[pack], RULES)
        self._done(lambda: self.database.write(getattr(publishing, verb), *given))

    @rule(pack=packs, sure=st.integers(0, 3))
    def closes(self, pack: int, sure: int) -> None:
        """A pack is closed, now and then."""
        if not sure:
            self._done(lambda: self.database.write(publishing.close, NAMES[pack]))

    @rule(amount=st.sampled_from([40_000, 200_000]))
    def endows(self, amount: int) -> None:
        """The house gives goodwill; a requester pays in."""
        self.deposits += 1
        give = self.database.write
        self.loop.run_until_complete(give(depositing.goodwill, amount, str(self.deposits), RULES))
        self.loop.run_until_complete(give(depositing.deposit, REQUESTER, amount, str(self.deposits), RULES))

    @invariant()
    def holds(self) -> None:
        """Book, work, and what lies between them."""
        assert self.loop.run_until_complete(self.database.read(proven)) == []
        assert self.loop.run_until_complete(self.database.read(unweighed)) == []
        assert broken(self.ask) == []


_wanted = {
    "answer Task",
    "answer AlreadySaved",
    "skip Task",
    "undo Task",
    "report Task",
    "pocket Bundle",
    "marked BundleSaved",
    "undo Bundle",
    "lapse",
    "NothingToUndo",
    "WrongPackState",
}
"""What any run of some hundred steps comes by."""


def test_anything_in_any_order_holds(fresh: Fresh) -> None:
    """Random lives of a house; the many on SQLite reach what matters at least once."""
    live(
        House,
        fresh,
        steps=30,
        sqlite=40,
        postgres=4,
        wanted=lambda: fresh.engine == "postgres" or _wanted <= House.reached,
    )
    assert fresh.engine == "postgres" or _wanted <= House.reached, _wanted - House.reached
