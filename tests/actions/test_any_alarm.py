"""Anything in any order around what was reported: looks, words, decisions, silence, closing, going away."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Any, ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from bot.actions import (
    erasing,
    exporting,
    forgetting,
    locking,
    looking,
    overseeing,
    publishing,
    reporting,
    serving,
    telling,
    undoing,
    working,
)
from bot.domain import alarms, limits
from bot.domain.events import Pressed, Wrote
from bot.domain.outcomes import Outcome
from bot.domain.outcomes.alarms import DescribeIt, LookFirst
from bot.domain.outcomes.papers import ForgetTold, Forgotten
from bot.domain.outcomes.worker import Task
from bot.domain.refusals import Refusal
from tests.actions.invariants import broken, proven
from tests.conftest import Fresh
from tests.lives import Life, live
from tests.makers import BOT, RULES, Worker, choose, make_pack, make_requester, meet_deadlines

CONTACT, SECOND = "Wanjiru Kamau", "Achieng Otieno"
WORKERS = 3
people = st.integers(0, WORKERS - 1)
leaps = st.sampled_from(
    [1_000, limits.minute, limits.hour, 12 * limits.hour, alarms.silence_ms, 3 * limits.day]
)
OFF = ("waits", "disputed", "off", "out", "sealed", "kept", "lifting")


class Reported(Life):
    """Three workers, a requester who looks, two who decide; the second worker chose violence."""

    reached: ClassVar[set[str]] = set()

    def __init__(self, place: AbstractContextManager[str]) -> None:
        super().__init__(place)
        self.here: list[Worker] = []

    @initialize()
    def begin(self) -> None:
        """By day; with goodwill, so that whatever is owed is paid some day."""
        make = self.loop.run_until_complete
        self.clock.now_ms += 9 * limits.hour
        self.owner = make(Worker.met(self.database, self.clock, 2000))
        make(make_requester(self.database, self.owner))
        make(choose(self.database, self.owner.who, "violence"))
        self.pack = make(make_pack(self.database, tasks=8, overlap=2, goodwill=100_000_000))
        self.here = [make(Worker.met(self.database, self.clock, 1001 + number)) for number in range(WORKERS)]
        make(choose(self.database, self.here[1].who, "violence"))
        for one in (self.owner, *self.here):
            one.proving = False
        for number in range(WORKERS):
            self.act(self.here[number], serving.start, pack=self.pack)
            self.act(self.here[number], serving.go, pack=self.pack)

    def act(self, worker: Worker, action: Callable[..., Any], **given: Any) -> Outcome | None:
        """One message of somebody's; a refusal is an answer too."""
        try:
            outcome = self.loop.run_until_complete(worker.act(action, **given))
        except Refusal as refused:
            self.reached.add(type(refused).__name__)
            return None
        self.reached.add(f"{action.__name__} {type(outcome).__name__}")
        if isinstance(outcome, Task):
            query = f"SELECT a.state FROM alarms a JOIN assignments s ON s.task = a.task WHERE s.id = {outcome.assignment}"
            assert not any(state in OFF for (state,) in self.ask(query)), "what is off is shown"
        return outcome

    def do(self, action: Callable[..., Any], *given: Any) -> Any:
        """One word of an operator's."""
        try:
            done = self.loop.run_until_complete(self.database.write(action, *given))
        except Refusal as refused:
            self.reached.add(type(refused).__name__)
            return None
        self.reached.add(action.__name__)
        return done

    def mark(self, worker: Worker) -> str:
        """The open question's mark."""
        return self.loop.run_until_complete(worker.mark()) or "🐘"

    @rule(number=people, times=st.integers(1, 3))
    def works(self, number: int, times: int) -> None:
        """Answers what is open, or goes on."""
        worker = self.here[number]
        for _ in range(times):
            given = {"mark": self.mark(worker), "event": Pressed("road"), "sent_at": self.clock.now_ms}
            self.act(worker, working.answer, **given)
            self.act(worker, serving.work)

    @rule(number=people, action=st.sampled_from([working.skip, undoing.undo]))
    def turns_back(self, number: int, action: Callable[..., Any]) -> None:
        """A skip, an undo."""
        self.act(self.here[number], action, mark=self.mark(self.here[number]))

    @rule(number=people, ground=st.sampled_from(["violent", "violent", "illegal", "unclear"]))
    def reports(self, number: int, ground: str) -> None:
        """Something is wrong with what is open."""
        worker = self.here[number]
        self.act(worker, reporting.report, mark=self.mark(worker), ground=ground)
        self.act(worker, serving.work)

    @rule(shown=st.booleans(), verdict=st.sampled_from(["violent", "harmless", "out", ""]))
    def its_requester_looks(self, shown: bool, verdict: str) -> None:
        """/look, perhaps [Show it], perhaps a word; where nothing waits, somebody reports something first."""
        if not self.ask("SELECT id FROM alarms WHERE state = 'waits'"):
            self.reports(0, "violent")
        asked = self.act(self.owner, looking.look, rules=RULES, code="")
        if not isinstance(asked, LookFirst):
            return
        if shown:
            given = {"mark": asked.mark, "sent_at": self.clock.now_ms}
            asked = self.act(self.owner, looking.see, rules=RULES, **given)
            assert isinstance(asked, LookFirst)
            night = not 6 <= self.clock.now_ms // limits.hour % 24 < 22
            assert asked.hard.look is None or not night
        if verdict:
            said = self.act(self.owner, looking.say, rules=RULES, mark=asked.mark, verdict=verdict)
            if isinstance(said, DescribeIt):
                words = {"mark": said.mark, "event": Wrote("A fight", 0), "sent_at": self.clock.now_ms}
                self.act(self.owner, looking.describe, rules=RULES, **words)

    @rule(verdict=st.sampled_from(alarms.VERDICTS), which=st.integers(0, 9))
    def somebody_neutral_decides(self, verdict: str, which: int) -> None:
        """About any that is there, whatever its state."""
        found = self.ask("SELECT code FROM alarms ORDER BY id")
        if found:
            self.do(looking.decide, found[which % len(found)][0], verdict, "A fight", SECOND, RULES)

    @rule(what=st.sampled_from(["keep", "lift", "second"]), which=st.integers(0, 9))
    def the_named_one_decides(self, what: str, which: int) -> None:
        """And a second person."""
        if not self.ask("SELECT id FROM alarms WHERE ground = 'illegal'"):
            self.works(1, 1)
            self.reports(1, "illegal")
        found = self.ask("SELECT code FROM alarms WHERE ground = 'illegal' ORDER BY id")
        if not found:
            return
        code = found[which % len(found)][0]
        if what == "keep":
            self.do(locking.keep, code, CONTACT, CONTACT)
        else:
            self.do(locking.lift, code, SECOND if what == "second" else CONTACT, CONTACT)

    @rule(action=st.sampled_from(["looked", "launch", "pause", "close", "release"]), sure=st.integers(0, 3))
    def the_operator(self, action: str, sure: int) -> None:
        """What is done with a pack; it is closed seldom."""
        if action == "looked":
            self.do(publishing.looked, "streets")
        elif action == "launch":
            self.do(publishing.launch, "streets", RULES)
        elif action == "release":
            self.do(publishing.release, "streets", f"task-{sure + 1}")
        elif action == "pause" or sure == 0:
            self.do(publishing.pause if action == "pause" else publishing.close, "streets")

    @rule(number=people, sure=st.integers(0, 2))
    def is_forgotten(self, number: int, sure: int) -> None:
        """/forget, and somebody new in their place."""
        worker = self.here[number]
        told = self.act(worker, forgetting.forget, code="") if sure == 0 else None
        if not isinstance(told, ForgetTold) or not told.code:
            return
        write = self.loop.run_until_complete
        cause = f"tg:{BOT}:{worker.who.telegram}:{self.clock.now_ms}"
        done = write(
            self.database.write(
                telling.once, worker.who.account, forgetting.forget, worker.who, told.code, cause=cause
            )
        )
        assert done is not None and isinstance(done.outcome, Forgotten)
        self.reached.add("forgotten")
        fresh = write(Worker.met(self.database, self.clock, worker.who.telegram))
        self.here[number] = replace(fresh, proving=False)

    @rule(leap=leaps)
    def goes_round(self, leap: int) -> None:
        """Time passes, and rounds take their turn."""
        self.clock.now_ms += leap
        write = self.loop.run_until_complete
        for turn in (overseeing.lapse, meet_deadlines, overseeing.collect_fees, overseeing.refund_finished):
            write(self.database.write(turn))
        for one in write(self.database.read(erasing.due, BOT, 100)):
            if one.mark:
                write(self.database.write(erasing.make_way, one, RULES))
            else:
                write(self.database.write(erasing.erased, one))

    @rule()
    def nobody_says_anything(self) -> None:
        """Until every time is over."""
        if not self.ask("SELECT id FROM alarms WHERE state = 'waits'"):
            self.reports(2, "violent")
        self.goes_round(alarms.silence_ms)

    @rule()
    def results_are_read(self) -> None:
        """Nothing of what is sealed is in them."""
        read = self.loop.run_until_complete(self.database.write(exporting.results, "streets", "0" * 32))
        sealed = self.ask(
            "SELECT t.key FROM alarms a JOIN tasks t ON t.id = a.task WHERE a.state IN ('sealed', 'kept', 'lifting')"
        )
        for (key,) in sealed:
            assert key not in {one.key for one in read.tasks} | {one.task for one in read.answers}

    @invariant()
    def holds(self) -> None:
        """Book and work; each pause once; who saw it unwarned has it in their diary."""
        assert self.loop.run_until_complete(self.database.read(proven)) == []
        assert broken(self.ask) == []
        twice = "SELECT key FROM transfers WHERE key LIKE 'unwarned:%' GROUP BY key HAVING count(*) > 1"
        assert self.ask(twice) == []
        for state, many in self.ask("SELECT a.state, count(*) FROM alarms a GROUP BY a.state"):
            self.reached.add(f"{state} {min(many, 1)}")


def test_what_is_reported_is_looked_at_and_paid_in_any_order(fresh: Fresh) -> None:
    """Random lives around reports; those on SQLite reach what matters."""
    wanted = {"waits 1", "off 1", "sealed 1", "see LookFirst", "decide", "keep"}
    live(
        Reported,
        fresh,
        steps=40,
        sqlite=30,
        postgres=3,
        wanted=lambda: fresh.engine == "postgres" or wanted <= Reported.reached,
    )
    assert fresh.engine == "postgres" or wanted <= Reported.reached, wanted - Reported.reached
