"""Claims, words, rulings, juries, appeals, deadlines, closes, withdrawals, resales and people who go, in any order: all that must hold, holds.

Two packs are under doubt, one whose pay waits for a check and one whose pay is final at once; three people work there, three others know
that kind of work, one moderates, and one decides by name. At the end of each life time passes until nothing waits: then each cent
that was frozen has ended with exactly one side, nothing is set aside any more, and nothing available was ever taken back.
"""

import asyncio
from collections.abc import Callable
from contextlib import AbstractContextManager
from itertools import count
from typing import Any, ClassVar

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from bot import ledger
from bot.actions import (
    cases,
    claiming,
    deciding,
    exporting,
    forgetting,
    moderating,
    overseeing,
    publishing,
    reselling,
    reviewing,
    ruling,
    serving,
    withdrawing,
    working,
)
from bot.domain import cases as numbers
from bot.domain import claims, limits
from bot.domain.events import Pressed
from bot.domain.outcomes.papers import ForgetTold
from bot.domain.refusals import Refusal
from bot.storage import Tx, open_database
from tests.actions.invariants import broken, proven
from tests.conftest import Clock, Fresh
from tests.lives import Life, live
from tests.makers import (
    RULES,
    Worker,
    make_moderator,
    make_pack,
    make_person,
    make_requester,
    meet_deadlines,
    pack_row,
)

NAMES = ("streets", "roads")
NOBODY = 1  # a worker's number in the book that is no person's
WORKERS, KNOWN, JUDGE, OWNER = (1001, 1002, 1003), (2001, 2002, 2003), 3001, 4001
PROVED_EVERY = 4
people, packs, some = st.integers(0, 2), st.integers(0, 1), st.integers(0, 5)
outcomes = st.sampled_from(["stands", "stands", "unusable", "unusable", "item", "instruction", "warn"])
leaps = st.sampled_from([limits.hour, limits.day, 5 * limits.day, 8 * limits.day, 61 * limits.day])


def furnished(url: str) -> None:
    """The house before a life: money in the pot and in goodwill, two packs, people who know such work from elsewhere, a moderator."""

    async def furnish() -> None:
        clock = Clock()
        database = await open_database(url, clock=clock)
        owner = await Worker.met(database, clock, OWNER)
        await make_requester(database, owner)
        elsewhere = await make_pack(database, "doors", tasks=20, goodwill=20_000_000)
        for telegram in KNOWN:
            one = await Worker.met(database, clock, telegram)
            one.proving = False
            await one.answer((await one.begins(elsewhere)).mark)
        requester = (await pack_row(database, elsewhere))["requester"]
        thanks = {"worker": NOBODY, "amount": 50_000_000, "about": 1}  # its fee fills the pot
        await database.write(lambda tx: ledger.pay_bonus(tx, requester=requester, **thanks))
        own: dict[str, Any] = {"tasks": 12, "overlap": 2, "licence": "LicenseRef-own", "resale_share": 0.2}
        await make_pack(database, NAMES[0], review_window_h=24, **own)
        await make_pack(database, NAMES[1], **own)
        await make_moderator(database, await Worker.met(database, clock, JUDGE))
        for telegram in WORKERS:
            await make_person(database, telegram)
        await database.close()

    asyncio.run(furnish())


TAKEN_BACK = """SELECT t.id FROM transfers t JOIN book_accounts a ON a.id = t.source
    WHERE a.name LIKE 'worker:%:available' AND t.movement <> 'write_off'"""
ONE_SIDE = """SELECT t.id FROM transfers t WHERE t.movement = 'claim'
    AND (SELECT count(*) FROM transfers e WHERE e.key = 'decide:' || substr(t.key, 8)) <> 1"""
SET_ASIDE = """SELECT name FROM book_accounts WHERE balance <> 0
    AND (name LIKE 'resale:%' OR name LIKE 'worker:%:earned' OR name LIKE 'worker:%:frozen')"""
SPOKEN = "SELECT subject, person, outcome FROM opinions"
UNDECIDED = "SELECT id FROM claims WHERE decided_at IS NULL"
UNENDED = "SELECT id FROM cases WHERE state IN ('open', 'claimed', 'waiting')"


class Doubted(Life):
    """The house, and whoever speaks in it."""

    reached: ClassVar[set[str]] = set()

    def __init__(self, place: AbstractContextManager[str]) -> None:
        super().__init__(place)
        self.steps = self.resales = 0

    @initialize()
    def begin(self) -> None:
        """Everybody is there, and each worker has given an answer in each pack."""
        self.people = [self.phone(telegram) for telegram in WORKERS]
        self.known = [self.phone(telegram) for telegram in KNOWN]
        self.judge, self.owner = self.phone(JUDGE), self.phone(OWNER)
        self.packs = [int(self.ask(f"SELECT id FROM packs WHERE name = '{name}'")[0][0]) for name in NAMES]
        for person in range(3):
            for pack in range(2):
                self.works(person, pack)

    def phone(self, telegram: int) -> Worker:
        """Somebody's, who is known already or meets the house now."""
        worker = self.loop.run_until_complete(Worker.met(self.database, self.clock, telegram))
        worker.proving = False
        worker._messages = count(
            1_000 + self.clock.now_ms % 10**9
        )  # not those of the house's first day again
        return worker

    def does(self, action: Callable[..., Any], *given: Any, by: Worker | None = None, **named: Any) -> Any:
        """An action by somebody's phone, or by the house; a refusal is noted and changes nothing."""
        done = by.act(action, **named) if by is not None else self.database.write(action, *given)
        try:
            found = self.loop.run_until_complete(done)
        except Refusal as refusal:
            self.reached.add(type(refusal).__name__)
            return None
        if found is not None:
            self.reached.add(action.__name__)
        return found

    def one(self, table: str, columns: str, which: int, where: str = "1 = 1") -> Any:
        """One of a table's rows, or None when it has none."""
        rows = self.ask(f"SELECT {columns} FROM {table} WHERE {where} ORDER BY id")
        return rows[which % len(rows)] if rows else None

    # ---- work and doubt -----------------------------------------------------------------------------------------

    @rule(person=people, pack=packs)
    def works(self, person: int, pack: int) -> None:
        """One answer, past being undone."""
        worker = self.people[person]
        self.does(serving.start, by=worker, pack=self.packs[pack])
        self.does(serving.go, by=worker, pack=self.packs[pack])
        mark = self.loop.run_until_complete(worker.mark())
        if mark:
            now = self.clock.now_ms
            self.does(working.answer, by=worker, mark=mark, event=Pressed("road"), sent_at=now)
        self.clock.now_ms += limits.undo_ms + 1

    @rule(pack=packs, which=some, ground=st.sampled_from(claims.GROUNDS))
    def claims(self, pack: int, which: int, ground: str) -> None:
        """The requester says that one can't be used."""
        found = self.one(
            "assignments", "id", which, f"pack = {self.packs[pack]} AND state = 'answered' AND paid > 0"
        )
        if found is not None:
            sentence = int(ground == "breaks")
            self.does(claiming.claim, self.owner.who.requester, found[0], ground, sentence, RULES)

    @rule(which=some, words=st.booleans())
    def disagrees(self, which: int, words: bool) -> None:
        """Whose answer it is says no, with words or without; anybody else is refused."""
        found = self.one("claims", "code, person", which)
        for worker in self.people if found is not None else ():
            if worker.who.person == found[1]:
                self.does(
                    ruling.disagree, by=worker, rules=RULES, code=found[0], words="It is so." if words else ""
                )

    @rule(which=some, insists=st.sampled_from([True, True, False]))
    def answers(self, which: int, insists: bool) -> None:
        """The requester keeps to it, or gives in."""
        found = self.one("claims", "code", which)
        if found is not None and insists:
            self.does(ruling.insist, self.owner.who.requester, found[0], "It shows a roof.")
        elif found is not None:
            self.does(ruling.give_in, self.owner.who.requester, found[0])

    @rule(person=people, pack=packs, which=some, words=st.booleans(), insists=st.booleans())
    def fall_out(self, person: int, pack: int, which: int, words: bool, insists: bool = True) -> None:
        """An answer is claimed, its worker disagrees, and the requester keeps to it or gives in."""
        self.works(person, pack)
        self.claims(pack, which, "breaks")
        last = self.ask("SELECT count(*) FROM claims")[0][0] - 1
        self.disagrees(last, words)
        self.answers(last, insists)

    @rule(pack=packs, which=some, all_of_it=st.booleans())
    def accepts(self, pack: int, which: int, all_of_it: bool) -> None:
        """The requester accepts one, or all; or reads the results out, which accepts what is in them."""
        if all_of_it:
            self.does(reviewing.accept_all, self.owner.who.requester, self.packs[pack])
            return
        found = self.one("assignments", "id", which, f"pack = {self.packs[pack]} AND waits <> 0")
        if found is not None:
            self.does(reviewing.release, found[0])

    # ---- decisions ----------------------------------------------------------------------------------------------

    @rule(which=some, who=st.integers(0, 4), outcome=outcomes)
    def decides(self, which: int, who: int, outcome: str) -> None:
        """A moderator, somebody of a jury, or the one whom the installation names takes a case and says what they find."""
        found = self.one("cases", "id, code", which, "state <> 'closed'")
        if found is None:
            return
        case, code = found
        reason = numbers.REASONS[outcome][0]  # type: ignore[index]
        if who == 4:
            self.does(deciding.decide_by_name, code, outcome, reason, "", RULES)
            return
        judge = self.judge if who == 3 else self.known[who]
        if self.does(moderating.take, by=judge, code=code, rules=RULES) is not None:
            person = judge.who.person
            self.does(self.finds, case, person, outcome, reason)
            self.reached.add("juror" if who < 3 else "moderator")

    @staticmethod
    def finds(tx: Tx, case: int, person: int, outcome: str, reason: str) -> bool:
        """What somebody who has a case in hand finds."""
        return deciding.decide(tx, cases.mine(tx, case, person), person, outcome, reason, "", RULES)

    @rule(person=people, pack=packs, outcome=outcomes, late=st.booleans(), doubts=st.booleans())
    def comes_to_a_ruling(self, person: int, pack: int, outcome: str, late: bool, doubts: bool) -> None:
        """They fall out; a moderator decides, or, when none came for a day, a jury; who lost may ask for another look."""
        self.fall_out(person, pack, -1, True)
        if late:
            self.waits(numbers.jury_after_ms)
        for who in (0, 1) if late else (3,):
            self.decides(-1, who, outcome)
        if doubts:
            self.appeals(-1)

    @rule(which=some, who=st.integers(0, 4))
    def decides_alike(self, which: int, who: int) -> None:
        """The same for all like one that they decided, and nothing else; who was asked about one claim decides no other."""
        found = self.one("cases", "id, code, outcome", which)
        if found is None:
            return
        case, code, outcome = found
        person = 0 if who == 4 else (self.judge if who == 3 else self.known[who]).who.person
        had = set(self.ask(SPOKEN))
        done = self.does(deciding.decide_alike, code, person, RULES)
        assert done is None or who >= 3, "a juror decided what they were not asked about"
        new = set(self.ask(SPOKEN)) - had
        assert len(new) == (done or 0) and all(one[1:] == (person, outcome) for one in new)
        assert not new or (case, person, outcome) in had

    @rule(which=some)
    def appeals(self, which: int) -> None:
        """Who lost asks for another look; who did not is refused."""
        found = self.one("claims", "code", which)
        for one in (*self.people, self.owner) if found is not None else ():
            self.does(ruling.appeal, by=one, code=found[0])

    # ---- what people keep ---------------------------------------------------------------------------------------

    @rule(person=people, pack=packs, sure=st.integers(0, 3))
    def withdraws(self, person: int, pack: int, sure: int) -> None:
        """Somebody takes back what they gave, now and then."""
        self.does(
            withdrawing.withdraw, by=self.people[person], word=NAMES[pack] + (" yes" if not sure else "")
        )

    @rule(pack=packs, again=st.booleans())
    def resells(self, pack: int, again: bool) -> None:
        """The answers were sold again; or the same is said twice."""
        self.resales += not again
        self.does(reselling.resale_by_desk, NAMES[pack], "5.00", f"Sale {self.resales}.", RULES)

    @rule(pack=packs)
    def exports(self, pack: int) -> None:
        """The results leave, and nobody's who withdrew."""
        found = self.does(exporting.results, NAMES[pack], "s" * 16)
        gone = {row[0] for row in self.ask("SELECT person FROM readers WHERE withdrawn_at IS NOT NULL "
                                           f"AND pack = {self.packs[pack]}")}  # fmt: skip
        left = {row[0] for one in found.answers if one.status == "accepted"
                for row in self.ask(f"SELECT person FROM assignments WHERE id = {one.id}")}  # fmt: skip
        assert not gone & left

    @rule(person=people, sure=st.integers(0, 1))
    def goes(self, person: int, sure: int) -> None:
        """Somebody is forgotten, as soon as nothing of theirs is under way, and comes back as a stranger."""
        told = self.does(forgetting.forget, by=self.people[person], code="")
        if sure or not isinstance(told, ForgetTold) or not told.code:
            return
        self.does(forgetting.forget, self.people[person].who, told.code)
        self.reached.add("forgotten")
        self.people[person] = self.phone(WORKERS[person])

    # ---- time ---------------------------------------------------------------------------------------------------

    @rule(pack=packs, sure=st.integers(0, 3), verb=st.sampled_from(["pause", "launch", "close"]))
    def operates(self, pack: int, sure: int, verb: str) -> None:
        """A pack is paused, goes on, or is closed."""
        if verb == "close" and sure:
            return
        given = (NAMES[pack], RULES) if verb == "launch" else (NAMES[pack],)
        self.does(getattr(publishing, verb), *given)

    @rule(leap=leaps)
    def waits(self, leap: int) -> None:
        """Time passes, and what is due is done."""
        self.clock.now_ms += leap
        self.goes_round()

    def goes_round(self) -> None:
        """Everything that is due, until nothing is."""
        for turn in (overseeing.lapse, overseeing.refund_finished, overseeing.collect_fees, forgetting.sweep):
            self.does(turn)
        for _ in range(20):
            met = self.loop.run_until_complete(self.database.write(meet_deadlines))
            self.reached.update(met)
            if not met:
                break

    @invariant()
    def holds(self) -> None:
        """Nothing that was theirs went; book and work, now and then."""
        assert self.ask(TAKEN_BACK) == []
        self.reached.update(state for (state,) in self.ask("SELECT DISTINCT state FROM claims"))
        self.steps += 1
        if self.steps % PROVED_EVERY == 0:
            self.prove()

    def prove(self) -> None:
        """Book and work."""
        faults = [*self.loop.run_until_complete(self.database.read(proven)), *broken(self.ask)]
        assert not faults, "\n".join(faults)

    def teardown(self) -> None:
        """Time passes until nothing waits; then all of it has ended with one side."""
        try:
            if self.steps:
                self.ends()
        finally:
            super().teardown()

    def ends(self) -> None:
        """Ninety days are longer than any word, ruling and appeal one after another."""
        for _ in range(9):
            self.clock.now_ms += 10 * limits.day
            self.goes_round()
        self.prove()
        for left in (ONE_SIDE, SET_ASIDE, UNDECIDED, UNENDED):
            assert self.ask(left) == [], left


def test_every_frozen_cent_ends_with_one_side_in_any_order(
    fresh: Fresh, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Random lives of what is doubted; those on SQLite reach what matters."""
    monkeypatch.setattr(numbers, "jury_answers_least", 1)
    wanted = {"ruling", "ruled", "overturned", "disagree", "withdraw", "resale"}
    live(
        Doubted,
        fresh,
        steps=30,
        sqlite=40,
        postgres=4,
        begun=fresh.begun("doubted", furnished),
        wanted=lambda: fresh.engine == "postgres" or wanted <= Doubted.reached,
    )
    assert fresh.engine == "postgres" or wanted <= Doubted.reached, wanted - Doubted.reached


def test_one_life_reaches_every_end(fresh: Fresh, monkeypatch: pytest.MonkeyPatch) -> None:
    """Upheld and appealed, decided by a jury, given in, upheld by silence, withdrawn, sold again, forgotten: what random lives may miss."""
    monkeypatch.setattr(numbers, "jury_answers_least", 1)
    monkeypatch.setattr(Doubted, "reached", set())
    life = Doubted(fresh.begun("doubted", furnished)())
    life.begin()
    life.comes_to_a_ruling(person=0, pack=0, outcome="unusable", late=False, doubts=True)
    life.comes_to_a_ruling(person=1, pack=0, outcome="stands", late=True, doubts=False)
    life.fall_out(person=2, pack=1, which=-1, words=True, insists=False)
    life.claims(pack=1, which=0, ground="empty")
    life.withdraws(person=1, pack=1, sure=0)
    life.resells(pack=1, again=False)
    life.waits(leap=61 * limits.day)
    life.goes(person=2, sure=0)
    life.holds()
    life.teardown()
    ends = {"upheld", "overturned", "given_in", "case jury", "juror", "moderator"}
    assert {*ends, "appeal", "withdraw", "resale", "forgotten"} <= Doubted.reached
