"""Makers: people, packs and workers for tests, made by the program's own actions; nothing is written behind its back.

`make_person` and `make_pack` give ids to go on with. `Worker` does what somebody would do at a phone, one transaction
for each message, without Telegram. `prove` asks book and work for every fault they can find.
"""

import itertools
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from bot import ledger
from bot.actions import (
    admitting,
    bundling,
    delivering,
    depositing,
    filling,
    joining,
    moderating,
    offering,
    overseeing,
    publishing,
    reporting,
    repricing,
    requesting,
    resting,
    serving,
    taking,
    telling,
    uncovering,
    undoing,
    working,
)
from bot.actions.filling import NewTask
from bot.config import carried
from bot.domain import limits
from bot.domain.events import Event, Pressed, Wrote
from bot.domain.limits import Rules
from bot.domain.outcomes import Outcome, Question
from bot.domain.outcomes.worker import Offer, Reading, Task
from bot.domain.people import Who
from bot.domain.wellbeing import level_of
from bot.packs.form import PackForm
from bot.storage import Database, Row, Tx
from bot.texts import Texts
from tests.conftest import Clock

BOT = 7000
REQUESTER = "Night Market Maps"
TEXTS = Texts(carried("locales"), "USD")
RULES = Rules(
    currency="USD",
    minor=10_000,
    floor_hourly=5_000_000,
    two_people_above=10**15,
    rulings_by="Achieng Otieno",
    care_by="Grace Wanjiru",
)
PRICE = 40_000
READING_PAY = 20_000  # 7 words ÷ 150 a minute at $9.60 an hour is under a cent; 12 words make two

SETTINGS: dict[str, dict[str, Any]] = {
    "choice": {
        "options": [
            {"code": "road", "label": {"en": "Road", "sw": "Barabara"}},
            {"code": "building", "label": {"en": "Building", "sw": "Jengo"}},
        ]
    },
    "multi": {
        "options": [
            {"code": "price", "label": {"en": "Price", "sw": "Bei"}},
            {"code": "quality", "label": {"en": "Quality", "sw": "Ubora"}},
        ]
    },
    "text": {"length_max": 40},
    "reply": {"receiver": "nobody"},
}
KNOWN: dict[str, Any] = {
    "choice": "road",
    "multi": ["price"],
    "text": "yes",
    "reply": "Put it here.",
    "scale": 3,
}
HARD: dict[str, Any] = {
    "overlap": 1,
    "flags": {"violence": {"level": 2, "says": {"en": "People hurt in road accidents. No faces."}}},
}
"""Fields of a form with hard content: all its open tasks are of level 2."""
_numbers = itertools.count(1)


def make_form(name: str = "streets", *, kind: str = "choice", **changed: Any) -> PackForm:
    """A small valid form: $0.04 for 15 seconds, three answers a task; `changed` replaces fields."""
    fields: dict[str, Any] = {
        "name": name,
        "kind": kind,
        "languages": ("en", "sw"),
        "price": "0.04",
        "estimate_s": 15,
        "overlap": 3,
        "readers_max": 60,
        "gold_share": 0.0,
        "asks": REQUESTER,
        "trains": {"en": "A free map"},
        "afterwards": {"en": "Results are published"},
        "licence": "CC-BY-4.0",
        "title": {"en": f"About {name}"},
        "instruction": {"en": "Choose what fills most of the picture, and skip what you cannot see."},
        "question": {"en": "What fills most of the picture?"},
        "settings": SETTINGS.get(kind, {}),
    }
    return PackForm.model_validate({**fields, **changed})


def make_rows(
    kind: str = "choice",
    *,
    tasks: int = 10,
    gold: int = 0,
    practice: int = 0,
    flags: dict[str, int] | None = None,
) -> list[NewTask]:
    """Rows of a pack: first practice, then gold, then the open ones, each with a text of its own; these with flags."""
    roles = ["practice"] * practice + ["gold"] * gold + ["task"] * tasks
    known = json.dumps(KNOWN.get(kind))
    why = {"en": "It does."}
    return [
        NewTask(
            key=f"{role}-{number}",
            role=role,
            item=filling.task_item(
                {"en": f"Item {number}"},
                {},
                why if role == "practice" else {},
                {"en": f"What is in item {number}"} if flags and role == "task" else {},
            ),
            picture="",
            answer=None if role == "task" else known,
            number=number,
            level=level_of(flags or {}) if role == "task" else 0,
            flags=json.dumps(flags or {}) if role == "task" else "{}",
        )
        for number, role in enumerate(roles, 1)
    ]


async def make_pack(
    database: Database,
    name: str = "streets",
    *,
    kind: str = "choice",
    tasks: int = 10,
    gold: int = 0,
    practice: int = 0,
    launch: bool = True,
    goodwill: int = 0,
    requester: str = REQUESTER,
    **changed: Any,
) -> int:
    """A pack read in, paid for and (unless told otherwise) launched; returns its id. `changed` are fields of its form."""
    write = database.write
    form = make_form(name, kind=kind, **changed)
    pack = await write(filling.begin, form, requester)
    flags = {category: one.level for category, one in form.flags.items()}
    rows = make_rows(kind, tasks=tasks, gold=gold, practice=practice, flags=flags)
    await write(filling.add_tasks, pack, rows, ())
    await write(filling.finish, pack, 0)
    if goodwill:
        await write(depositing.goodwill, goodwill, f"for {name}", RULES)
    if launch:
        await write(depositing.deposit, requester, 1_000_000_000, f"for {name}", RULES)
        await write(publishing.launch, name, RULES)
    return pack


async def make_person(database: Database, telegram: int = 0, *, agreed: bool = True) -> Who:
    """Somebody who was met and (unless told otherwise) agreed. Each Telegram id is one person; 0 makes a new one."""
    telegram = telegram or 1000 + next(_numbers)
    who = await database.write(joining.meet, BOT, telegram, "en")
    if agreed and not who.agreed:
        await database.write(joining.agree, who, RULES)
    return await database.read(joining.by_account, who.account)


async def meet_requester(database: Database, clock: Clock, name: str = REQUESTER) -> "Worker":
    """Somebody with a phone who speaks for a requester, by a code that the operator handed over."""
    await database.write(admitting.requester_named, name)
    await database.write(admitting.link, name, f"CODE {name}")
    worker = await Worker.met(database, clock)
    await worker.act(admitting.role, code=f"CODE {name}")
    return worker


async def prove(database: Database) -> None:
    """Fails with every fault that the whole book and the work beside it can show."""
    faults = await database.read(overseeing.check_book, whole=True)
    assert not faults, "\n".join(faults)


async def pack_row(database: Database, pack: int) -> Row:
    """A pack as it stands."""
    row = await database.read(lambda tx: tx.one("packs.pack", pack=pack))
    assert row is not None
    return row


@dataclass(slots=True)
class Worker:
    """Somebody at a phone: every act is a message with a cause of its own, and what comes back is shown at once."""

    database: Database
    clock: Clock
    who: Who
    rules: Rules = RULES
    proving: bool = True
    connected: bool = True  # without a connection nothing is known to have been shown
    seen: list[Outcome] = field(default_factory=list)
    _messages: Iterator[int] = field(default_factory=lambda: itertools.count(10))

    @classmethod
    async def met(
        cls, database: Database, clock: Clock, telegram: int = 0, *, agreed: bool = True
    ) -> "Worker":
        """A new person with a phone."""
        return cls(database, clock, await make_person(database, telegram, agreed=agreed))

    async def begins(self, pack: int) -> Task:
        """Accepts a pack's offer, reads its instruction and gets the first task."""
        await self.act(serving.start, pack=pack)
        first = await self.act(serving.go, pack=pack)
        assert isinstance(first, Task), first
        return first

    async def act(self, action: Callable[..., Any], /, *, cause: str = "", **given: Any) -> Outcome | None:
        """One message: an action with its account, and the installation's rules where it takes them."""
        if action in _with_rules:
            given["rules"] = self.rules
        message, shown_as = next(self._messages), next(self._messages) if self.connected else 0
        told, self.who = await self.database.write(
            _did,
            self.who.account,
            action,
            given,
            shown_as,
            cause=cause or f"tg:{BOT}:{self.who.telegram}:{message}",
        )
        if told is not None:
            self.seen.append(told.outcome)
        if self.proving:
            await prove(self.database)
        return told.outcome if told is not None else None

    async def answer(self, mark: str, said: str | Event = "road", *, cause: str = "") -> Outcome | None:
        """Presses a key of the kind's, or sends an event, for the question of a mark."""
        event = Pressed(said) if isinstance(said, str) else said
        return await self.act(working.answer, mark=mark, event=event, sent_at=self.clock.now_ms, cause=cause)

    async def closes(
        self, mark: str, how: str, action: Callable[..., Any], *, cause: str = "", **given: Any
    ) -> Outcome | None:
        """Presses a key that settles its question, such as [Start] on an offer."""
        if action in _with_rules:
            given["rules"] = self.rules
        acted = partial(action, who=self.who, **given)
        return await self.act(telling.closing, mark=mark, how=how, action=acted, cause=cause)

    async def types(self, text: str, *, message: int = 0, after_ms: int = 5_000) -> Outcome | None:
        """Sends a text without a mark, some time after the question was shown."""
        number = message or next(self._messages)
        sent_at = self.clock.now_ms + after_ms
        return await self.act(taking.unmarked, event=Wrote(text, number), message=number, sent_at=sent_at)

    async def sends(self, event: Event, *, after_ms: int = 5_000) -> Outcome | None:
        """Sends a voice note, a photograph or a file without a mark, some time after the question was shown."""
        number, sent_at = next(self._messages), self.clock.now_ms + after_ms
        return await self.act(taking.unmarked, event=event, message=number, sent_at=sent_at)

    async def writes(self, mark: str, text: str, *, message: int = 0) -> Outcome | None:
        """Types words behind a mark that are no key; `message` is its number, 0 the next."""
        event = Wrote(text, message or next(self._messages))
        return await self.act(taking.marked, mark=mark, event=event, sent_at=self.clock.now_ms)

    async def current(self) -> Outcome | None:
        """The question that is open now, as it was asked."""
        row = await self.database.read(telling.current, self.who)
        return telling.facts(row) if row is not None else None

    async def mark(self) -> str:
        """Its mark, "" without one."""
        return await self.database.read(telling.current_mark, self.who)

    async def balance(self) -> int:
        """What they can be paid out, in micro-units."""
        return await self.database.read(ledger.available, self.who.book)


async def make_hard(
    database: Database,
    pack: int,
    flags: dict[str, int] | None = None,
    *,
    but: int = 0,
    care: int = 50_000_000,
) -> None:
    """A pack's tasks get hard content, as the reader of packs writes it, apart from the last `but`; and money for pauses."""
    found = flags if flags is not None else {"gore": 2}

    def flag(tx: Tx) -> None:
        mark = "?" if tx.engine == "sqlite" else "%s"
        rows = tx._connection.execute(
            f"SELECT id, item FROM tasks WHERE pack = {mark} AND role = 'task' ORDER BY seq", (pack,)
        ).fetchall()
        level = max(found.values(), default=0)
        for number, row in enumerate(rows[: len(rows) - but]):
            one, item = (row["id"], row["item"]) if isinstance(row, dict) else row
            described = {**json.loads(item), "description": {"en": f"A broken vase, number {number}"}}
            tx._connection.execute(
                f"UPDATE tasks SET level = {mark}, flags = {mark}, item = {mark} WHERE id = {mark}",
                (level, json.dumps(found), json.dumps(described), one),
            )
        tx._connection.execute(f"UPDATE packs SET level = {mark} WHERE id = {mark}", (level, pack))
        row = tx.one("packs.pack", pack=pack)
        assert row is not None
        ledger.top_up(tx, pack=pack, requester=row["requester"], amounts={"care": care}, about=tx.new_id())

    await database.write(flag)


async def choose(database: Database, who: Who, *categories: str, offset: int = 0, begins: int = 0) -> None:
    """Somebody of 18 or more says yes to categories, for 30 days from `begins` on; their clock is `offset` ahead of UTC."""

    def say(tx: Tx) -> None:
        mark = "?" if tx.engine == "sqlite" else "%s"
        run = tx._connection.execute
        run(f"INSERT INTO care (person, adult_at) VALUES ({mark}, {mark})", (who.person, tx.now))
        for one in categories:
            run(
                f"INSERT INTO chosen (person, category, from_at, until_at) VALUES ({mark}, {mark}, {mark}, {mark})",
                (who.person, one, begins, max(begins, tx.now) + 30 * limits.day),
            )
        tx.run("people.set_offset", person=who.person, offset=offset, now=tx.now, kept=limits.day)

    await database.write(say)


_with_rules = {
    uncovering.look, uncovering.closer, uncovering.skip, uncovering.other, uncovering.left, serving.following, uncovering.rest, uncovering.mood,
    requesting.pack, requesting.preview, requesting.top_up, requesting.launch, requesting.launch_by_key, requesting.go_on,
    requesting.close, repricing.ask, repricing.begin,
    joining.welcome, joining.agree, joining.speak, serving.work, offering.pass_over, serving.look_again, serving.start,
    serving.go, working.answer, taking.unmarked, taking.is_this, working.skip, working.leave, reporting.report,
    bundling.edited, taking.edited, bundling.pictures, bundling.pocket, bundling.undo, taking.marked, undoing.undo, working.larger, working.play, working.clip, reporting.violent_now, resting.go_on, resting.go_on_anyway,
}  # fmt: skip


def _did(
    tx: Any, account: int, action: Callable[..., Any], given: dict[str, Any], shown_as: int
) -> tuple[telling.Told | None, Who]:
    """An action, and at once that its message has arrived as `shown_as` (0: nobody knows); what was told, who they are now."""
    who = joining.by_account(tx, account)
    told = telling.once(tx, account, partial(action, who=who, **given))
    if told is not None and shown_as:
        delivering.shown(tx, told, shown_as, tx.now)
    return told, joining.by_account(tx, account)


def is_task(outcome: Outcome | None) -> Task:
    """The outcome, which must be a task."""
    assert isinstance(outcome, Task), outcome
    return outcome


def asked(outcome: Outcome | None) -> Offer | Reading | Task:
    """The outcome, which must be an offer, an instruction or a task."""
    assert isinstance(outcome, Offer | Reading | Task) and isinstance(outcome, Question), outcome
    return outcome


def meet_deadlines(tx: Tx) -> tuple[str, ...]:
    """Everything that is due, in one transaction; the kinds of what was met."""
    due = overseeing.due_deadlines(tx)
    return tuple(kind for kind, subject in due if overseeing.meet_deadline(tx, kind, subject, RULES))


async def make_requester(database: Database, worker: Worker, name: str = REQUESTER) -> Worker:
    """The person at this phone speaks for a requester from now on."""

    def link(tx: Tx) -> None:
        admitting.requester_named(tx, name)
        mark = "?" if tx.engine == "sqlite" else "%s"
        words = f"UPDATE requesters SET person = {mark} WHERE name = {mark}"
        tx._connection.execute(words, (worker.who.person, name))

    await database.write(link)
    worker.who = await database.read(joining.by_account, worker.who.account)
    assert worker.who.requester
    return worker


async def make_moderator(
    database: Database, worker: Worker, name: str = "Otieno", languages: str = "en sw"
) -> Worker:
    """The person at this phone decides cases from now on, by the word of two."""
    await database.write(moderating.name, name, languages, "Wanjiru")
    await database.write(moderating.agree, name, "Achieng", f"CODE {name}")
    await worker.act(moderating.role, code=f"CODE {name}")
    return worker


async def notices(database: Database, worker: Worker) -> list[Outcome]:
    """What was left to be told to somebody, oldest first; what was written over is not there any more."""
    found = await database.read(delivering.notices, BOT, 1000)
    return [told.outcome for told in found if told.account == worker.who.account]
