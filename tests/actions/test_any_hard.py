"""Anything in any order around hard content: what leaves is only what somebody chose, by day, in limits, asked for just now.

What is proved is looked at from outside: each picture that an action hands on is held against a small account of one's own:
when its mark's description arrived, what was chosen, what time it is with the person, what they were shown before. And of
whatever else an action hands on or stores, no word of an item with hard content may be in it.

The house is made once and copied for each life. Each step looks for what is its own; the book and the work beside it, which
are proved after every step of other lives (`test_any_order`), are proved at the end of each, and every few steps.
"""

import asyncio
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any, ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from bot.actions import (
    bundling,
    choosing,
    delivering,
    erasing,
    forgetting,
    joining,
    limiting,
    metering,
    overseeing,
    resting,
    serving,
    taking,
    uncovering,
    undoing,
    working,
)
from bot.chat import router
from bot.chat.inbox import Arrival, Tapped
from bot.chat.router import House
from bot.domain import limits, outcomes, wellbeing
from bot.domain.events import Pressed, Wrote
from bot.domain.outcomes import Outcome, marked
from bot.domain.outcomes.bundles import Bundle
from bot.domain.outcomes.papers import ForgetTold
from bot.domain.outcomes.worker import NotUnderstood, Task
from bot.domain.people import Who
from bot.domain.refusals import Refusal
from bot.screens.words import Installation
from bot.storage import Tx, open_database
from tests.actions.invariants import broken, proven
from tests.conftest import Clock, Fresh
from tests.lives import Life, live
from tests.makers import (
    BOT,
    PRICE,
    RULES,
    Worker,
    choose,
    make_hard,
    make_pack,
    make_person,
    meet_deadlines,
)
from tests.screens.conftest import TEXTS

OWN_SET, OWN_DAILY = 3, 7
PROVED_EVERY = 8
PHONES = (1001, 1002)
SECRET = "Unspeakable"  # the first word of every item with hard content
people = st.integers(0, 1)
back = st.sampled_from([0, 0, 0, 1, 2])
leaps = st.sampled_from(
    [1_000, 50_000, wellbeing.show_ms + 1, wellbeing.pause_ms, wellbeing.over_ms, 5 * limits.hour, limits.day]
)


@dataclass(slots=True)
class Seen:
    """What somebody was shown, as it left: (when, which assignment); when a pause was begun."""

    looks: list[tuple[int, int]] = field(default_factory=list)
    since_pause: set[int] = field(default_factory=set)
    pause_until: int = 0
    off_until: int = 0


def furnished(url: str) -> None:
    """The house before a life: two packs, one of them with hard content but for four tasks; two people."""

    def unspeakable(tx: Tx) -> None:
        tx._connection.execute(f"UPDATE tasks SET item = replace(item, 'Item ', '{SECRET} ') WHERE level > 0")

    async def furnish() -> None:
        database = await open_database(url, clock=Clock())
        hard = await make_pack(database, "vases", tasks=40, overlap=1, goodwill=400_000)
        await make_hard(database, hard, but=4)
        await make_pack(database, "streets", tasks=30)
        for telegram in PHONES:
            await make_person(database, telegram)
        await database.write(unspeakable)
        await database.close()

    asyncio.run(furnish())


SHORT = f"""SELECT p.id FROM packs p JOIN book_accounts a ON a.name = 'pack:' || p.id || ':answers'
    WHERE p.state <> 'refunded' AND a.balance < {PRICE} * (
        (SELECT coalesce(sum(t.open_slots), 0) FROM tasks t WHERE t.pack = p.id)
        + (SELECT count(*) FROM assignments s JOIN tasks t ON t.id = s.task
           WHERE s.pack = p.id AND t.role = 'task' AND s.state = 'open' AND s.paid = 0))"""
"""Packs that could not pay for every place that is open or held, each answered or left with the side part used up."""


def inline(tx: Tx, who: Who, arrival: Arrival) -> Outcome | None:
    """What the router makes of an inline press."""
    house = House(None, TEXTS, RULES, Installation("Ujima", "1 Way", "none", "none", "0", 0))  # type: ignore[arg-type]  # a meaning reads no row
    return router.meaning(house, who, None, arrival)(tx)


class Sensitive(Life):
    """Two people with phones: the first chose the category, the second did not; a pack with hard content, and one without."""

    reached: ClassVar[set[str]] = set()

    def __init__(self, place: AbstractContextManager[str]) -> None:
        super().__init__(place)
        self.begins: int | None = 0
        self.until = 0
        self.offset, self.before, self.told_at = 0, 0, -limits.day
        self.steps, self.pays_of_the_forgotten = 0, 0

    @initialize()
    def begin(self) -> None:
        """By day; the person wants small sets, so that a run reaches their ends."""
        self.clock.now_ms += 9 * limits.hour
        self.pack, self.other = (
            int(self.ask(f"SELECT id FROM packs WHERE name = '{name}'")[0][0])
            for name in ("vases", "streets")
        )
        self.people = [self.phone(telegram) for telegram in PHONES]
        self.came: list[dict[str, int]] = [{}, {}]
        self.seen = [Seen(), Seen()]
        self.says_yes()
        for number in range(len(PHONES)):
            self.starts(number, True)

    def phone(self, telegram: int) -> Worker:
        """Somebody's, who is known already or meets the house now."""
        worker = self.loop.run_until_complete(Worker.met(self.database, self.clock, telegram))
        worker.proving = False
        return worker

    def says_yes(self) -> None:
        """The first person, as the way to a yes would have it after a day."""
        self.loop.run_until_complete(choose(self.database, self.people[0].who, "gore"))
        self.change(f"UPDATE care SET own_set = {OWN_SET}, own_daily = {OWN_DAILY}")
        self.begins, self.until = 0, self.clock.now_ms + wellbeing.chosen_ms
        self.offset, self.before, self.told_at = 0, 0, -limits.day

    def change(self, sql: str) -> None:
        """Rows are changed as the question about the wish would."""
        self.loop.run_until_complete(self.database.write(lambda tx: tx._connection.execute(sql) and None))

    def act(self, person: int, action: Callable[..., Any], **given: Any) -> Outcome | None:
        """One message of somebody's."""
        worker = self.people[person]
        pressed_at, mark = given.get("sent_at", self.clock.now_ms), given.get("mark", "")
        try:
            outcome = self.loop.run_until_complete(worker.act(action, **given))
        except Refusal:
            return None
        self.reached.add(f"{action.__name__} {type(outcome).__name__}")
        if outcome is None:
            return None
        if delivering.is_look(outcome):
            assert action in (uncovering.look, uncovering.closer), f"{action.__name__} shows an item"
            self.shown(person, outcome, mark, pressed_at)
        else:
            assert SECRET not in outcomes.to_json(outcome), f"{action.__name__} tells what is in an item"
        if marked(outcome) and worker.connected:
            self.came[person][marked(outcome)] = self.clock.now_ms
        after = getattr(outcome, "after", None)
        if after is not None and after.pause_ms and self.clock.now_ms >= self.seen[person].pause_until:
            self.seen[person].pause_until = self.clock.now_ms + wellbeing.pause_ms
            self.seen[person].since_pause.clear()
            self.reached.add("pause")
        return outcome

    def shown(self, person: int, outcome: Outcome, mark: str, pressed_at: int) -> None:
        """An item leaves: may it?"""
        now, seen, came = self.clock.now_ms, self.seen[person], self.came[person]
        assert isinstance(outcome, Task) and outcome.hard is not None
        assert person == 0, "to somebody who never chose it"
        assert self.begins is not None and self.begins <= now < self.until, (
            "to somebody who did not choose it now"
        )
        for offset in (self.offset, self.before if now - self.told_at < limits.day else self.offset):
            assert 6 <= (now // limits.minute + offset) % 1440 // 60 < 22, "at night"
        assert now >= seen.pause_until, "in a pause"
        assert now >= seen.off_until, "to somebody who is not well"
        assert mark in came and pressed_at - came[mark] <= wellbeing.show_ms, "unasked, or too late"
        if seen.looks and now - seen.looks[-1][0] >= wellbeing.over_ms:  # an hour without is the end of a set
            seen.since_pause.clear()
        if outcome.assignment not in {one for _, one in seen.looks}:
            seen.since_pause.add(outcome.assignment)
            seen.looks.append((now, outcome.assignment))
        assert len(seen.since_pause) <= OWN_SET, "over a set"
        assert sum(at > now - limits.day for at, _ in seen.looks) <= OWN_DAILY, "over a day's limit"
        self.reached.add("shown")

    def mark(self, person: int, ago: int) -> str:
        """The open question's mark, or one of an older question."""
        if not ago:
            return self.loop.run_until_complete(self.people[person].mark())
        marks = list(dict.fromkeys(marked(one) for one in self.people[person].seen if marked(one)))
        return marks[-min(ago + 1, len(marks))] if marks else "🐘"

    @rule(person=people, hard=st.booleans())
    def starts(self, person: int, hard: bool) -> None:
        """[Start] on an offer, then [Go on]."""
        pack = self.pack if hard else self.other
        self.act(person, serving.start, pack=pack)
        self.act(person, serving.go, pack=pack)

    @rule(
        person=people,
        ago=back,
        how=st.sampled_from(["first", "first", "plain", "larger", "sound"]),
        late=st.booleans(),
    )
    def looks(self, person: int, ago: int, how: str, late: bool) -> None:
        """[Show it], or a closer look; perhaps it waited for us."""
        sent_at = self.clock.now_ms
        if late:
            self.clock.now_ms += wellbeing.show_ms // 2
        action = uncovering.look if how in ("first", "plain") else uncovering.closer
        self.act(person, action, mark=self.mark(person, ago), how=how, sent_at=sent_at)

    @rule(person=people, times=st.integers(1, 4))
    def works(self, person: int, times: int) -> None:
        """Shows, answers and goes on, some times over."""
        for _ in range(times):
            self.act(
                person, uncovering.look, mark=self.mark(person, 0), how="first", sent_at=self.clock.now_ms
            )
            self.clock.now_ms += 1_000
            self.answers(person, 0, "road")
            self.goes_on(person)

    @rule(person=people, then=st.sampled_from([uncovering.left, uncovering.left, undoing.undo]))
    def looks_and(self, person: int, then: Callable[..., Any]) -> None:
        """Looks, and leaves it; or looks, answers and undoes that."""
        mark, now = self.mark(person, 0), self.clock.now_ms
        self.act(person, uncovering.look, mark=mark, how="first", sent_at=now)
        if then is undoing.undo:
            self.answers(person, 0, "road")
        self.act(person, then, mark=self.mark(person, 0))

    @rule(person=people, ago=back, code=st.sampled_from(["road", "building"]))
    def answers(self, person: int, ago: int, code: str) -> None:
        """A key of the kind's, of the newest question or of an older one."""
        now = self.clock.now_ms
        self.act(person, working.answer, mark=self.mark(person, ago), event=Pressed(code), sent_at=now)

    @rule(
        person=people, ago=back, action=st.sampled_from([uncovering.left, uncovering.skip, uncovering.other])
    )
    def gives_up(self, person: int, ago: int, action: Callable[..., Any]) -> None:
        """[Leave, paid], [Not this one], [Other work]."""
        self.act(person, action, mark=self.mark(person, ago))

    @rule(
        person=people,
        ago=back,
        word=st.sampled_from(["look:first", "look:plain", "Show it", "left", "see:first"]),
    )
    def presses_inline(self, person: int, ago: int, word: str) -> None:
        """An inline button, whose data anybody can forge, and which may come hours late: it means nothing here."""
        worker = self.people[person]
        for data in (word, f"{self.mark(person, ago)} {word}"):
            pressed = Arrival(worker.who.telegram, f"tap:{BOT}:{self.clock.now_ms}", Tapped("q", data))
            said = self.act(person, inline, arrival=pressed)
            assert isinstance(said, NotUnderstood), "an inline press does something"

    @rule(person=people)
    def rests(self, person: int) -> None:
        """[Pause, paid]."""
        self.act(person, uncovering.rest)

    @rule(person=people)
    def goes_on(self, person: int) -> None:
        """[Next description]."""
        self.act(person, serving.following)

    @rule(
        person=people,
        action=st.sampled_from([serving.work, serving.look_again, resting.pause, resting.go_on]),
    )
    def looks_around(self, person: int, action: Callable[..., Any]) -> None:
        """/tasks, [Look again], [Pause], [Go on]."""
        self.act(person, action)

    @rule(
        person=people,
        ago=back,
        action=st.sampled_from([undoing.undo, working.larger, working.play, working.clip]),
    )
    def turns_back(self, person: int, ago: int, action: Callable[..., Any]) -> None:
        """/undo, and keys of other tasks under a mark of this kind."""
        self.act(person, action, mark=self.mark(person, ago))

    @rule(person=people, how=st.sampled_from([*["good", "so_so", "skip"] * 3, uncovering.not_well]))
    def feels(self, person: int, how: str) -> None:
        """How they are."""
        if person == 0 and how == uncovering.not_well:
            self.seen[0].off_until = self.clock.now_ms + wellbeing.not_well_ms
        self.act(person, uncovering.mood, how=how)

    @rule(
        person=people,
        language=st.sampled_from(["en", "sw"]),
        word=st.sampled_from(["text", "small", "large"]),
    )
    def changes(self, person: int, language: str, word: str) -> None:
        """Another language, another data mode."""
        self.act(person, joining.speak, language=language, languages=("en", "sw"))
        self.act(person, metering.data, word=word)

    @rule(hours=st.sampled_from([8, 10, 12, 14, 16, 18, 23]))
    def travels(self, hours: int) -> None:
        """Another time on their clock."""
        self.act(0, resting.clock, written=f"{hours:02}:00")
        row = self.ask(
            "SELECT offset_minutes, offset_at, offset_before FROM people WHERE offset_at IS NOT NULL"
        )[0]
        if self.clock.now_ms - self.told_at >= limits.day:
            self.before = self.offset
        self.offset, self.told_at = int(row[0]), self.clock.now_ms

    @rule(sure=st.integers(0, 4))
    def changes_their_mind(self, sure: int) -> None:
        """Off, at once, and with a set that had begun its pause; or a yes (again), the first of which begins a day later."""
        now, seen = self.clock.now_ms, self.seen[0]
        self.act(0, choosing.hard, rules=RULES, written="gore_yes" if sure else "off")
        if sure:
            self.begins = now + limits.day if self.begins is None else self.begins
            self.until = max(now, self.begins) + wellbeing.chosen_ms
            return
        self.begins = None
        if seen.since_pause:
            seen.pause_until = now + wellbeing.pause_ms
            seen.since_pause.clear()

    @rule(person=people)
    def loses_or_finds_the_connection(self, person: int) -> None:
        """What is sent is not known to be shown, or is again."""
        self.people[person].connected = not self.people[person].connected

    @rule()
    def restarts(self) -> None:
        """What is due is sent again, and is no item."""
        for told, _ in self.loop.run_until_complete(self.database.read(delivering.waiting, BOT, 100)):
            assert not delivering.is_look(told.outcome)
            self.reached.add("restarts")

    @rule(leap=leaps)
    def waits(self, leap: int) -> None:
        """Time passes."""
        self.clock.now_ms += leap

    @rule(leap=leaps)
    def goes_round(self, leap: int) -> None:
        """Time passes, and rounds take their turn: leases, deadlines, what is to go from chats."""
        self.clock.now_ms += leap
        write = self.database.write
        for turn in (overseeing.lapse, meet_deadlines):
            self.loop.run_until_complete(write(turn))
        for one in self.loop.run_until_complete(self.database.read(erasing.due, BOT, 100)):
            if one.mark:
                told = self.loop.run_until_complete(write(erasing.make_way, one, RULES))
                assert told is None or not delivering.is_look(told.outcome)
            else:
                self.loop.run_until_complete(write(erasing.erased, one))

    @rule(person=people)
    def pockets(self, person: int) -> None:
        """/pocket, and answers to what it brings."""
        told = self.act(person, bundling.pocket)
        if isinstance(told, Bundle):
            worker = self.people[person]
            self.loop.run_until_complete(worker.writes(marked(told), "1a 2b 3-"))

    @rule(person=people, text=st.sampled_from(["1a 2a", "road", "/done"]))
    def writes(self, person: int, text: str) -> None:
        """Words without a mark: an answer to something, or nothing."""
        message = 10_000 + self.steps
        self.act(
            person,
            taking.unmarked,
            event=Wrote(text, message),
            message=message,
            sent_at=self.clock.now_ms + 5_000,
        )

    @rule(person=people, wish=st.sampled_from(["hours_1", "quiet_21_7", "rest_4", "off", "off"]))
    def limits_themselves(self, person: int, wish: str) -> None:
        """/limits, and on all the same."""
        self.act(person, limiting.limits, written=wish)
        self.act(person, resting.go_on_anyway)

    @rule(person=people, sure=st.integers(0, 3))
    def is_forgotten(self, person: int, sure: int) -> None:
        """/forget; whoever writes again is a stranger, who may choose anew."""
        worker = self.people[person]
        told = self.act(person, forgetting.forget, code="")
        if sure or not isinstance(told, ForgetTold) or not told.code:
            return
        self.loop.run_until_complete(self.database.write(forgetting.forget, worker.who, told.code))
        self.reached.add("forgotten")
        pays, counted = self.paused_and_paid()
        self.pays_of_the_forgotten = pays - counted
        self.people[person] = self.phone(PHONES[person])
        self.came[person].clear()
        self.seen[person] = Seen()
        if person == 0:
            self.says_yes()

    def paused_and_paid(self) -> tuple[int, int]:
        """How many pauses the book has paid, and how many those who are here were paid for."""
        [(pays, counted)] = self.ask(
            "SELECT (SELECT count(*) FROM transfers WHERE movement = 'pay_care'),"
            " (SELECT coalesce(sum(pauses_paid), 0) FROM readers)"
        )
        return int(pays), int(counted)

    @invariant()
    def holds(self) -> None:
        """No item in what is stored; each pause paid once for its set; the money for what may be left or answered is there."""
        assert self.ask(f"SELECT facts FROM questions WHERE facts LIKE '%{SECRET}%'") == []
        assert self.ask(f"SELECT outcome FROM dues WHERE outcome LIKE '%{SECRET}%'") == []
        pays, counted = self.paused_and_paid()
        assert pays - self.pays_of_the_forgotten == counted
        for flagged, paid in self.ask("SELECT flagged, pauses_paid FROM readers"):
            assert paid <= -(-flagged // wellbeing.set_tasks)
        assert self.ask(SHORT) == []
        self.steps += 1
        if self.steps % PROVED_EVERY == 0:
            self.prove()

    def prove(self) -> None:
        """Book and work."""
        faults = [*self.loop.run_until_complete(self.database.read(proven)), *broken(self.ask)]
        assert not faults, "\n".join(faults)

    def teardown(self) -> None:
        """Proves what is left of a life, and ends it."""
        try:
            self.prove()
        finally:
            super().teardown()


def test_nothing_leaves_that_was_not_chosen_and_asked_for(fresh: Fresh) -> None:
    """Random lives around hard content; those on SQLite reach what matters."""
    wanted = {
        "inline NotUnderstood",
        "shown",
        "restarts",
        "left Between",
        "pause",
        "undo Task",
        "forgotten",
        "pocket Bundle",
    }
    live(
        Sensitive,
        fresh,
        steps=30,
        sqlite=120,
        postgres=8,
        begun=fresh.begun("sensitive", furnished),
        wanted=lambda: fresh.engine == "postgres" or wanted <= Sensitive.reached,
    )
    assert fresh.engine == "postgres" or wanted <= Sensitive.reached, wanted - Sensitive.reached
