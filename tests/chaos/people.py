"""What happens in a chaos run, step by step, drawn from a seed: people at their phones, an operator, the machine itself.

Nobody here knows the program: a person presses a key they see (mostly one that goes on), an old one, taps a command that a
message shows, writes something. What a phone cannot do is left.
"""

import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from bot.domain import marks
from tests.chaos.house import JOINED, MORE, REQUESTER, House
from tests.invariants import ask
from tests.pretend import Phone
from tests.stories.test_requester import zipped

DULL = (
    "Skip", "More", "Something else", "Who is this?", "The rules", "Something is wrong", "Back", "Other work",
    "Language", "Languages", "Larger", "Show examples", "العربية", "Help", "Pause",
)  # fmt: skip
WORKERS = (*JOINED, 3003)
PROFILES = ("android", "ios", "tdlib", "desktop")
OFTEN = (
    "/tasks",
    "/tasks",
    "/money",
    "/money",
    "/undo",
    "/wrong",
    "/pause",
    "/history",
    "/start",
    "/language_en",
)
SELDOM = (
    "/help",
    "/support",
    "/mydata",
    "/rules",
    "/about",
    "/statement",
    "/faq",
    "/seal",
    "/record",
    "/ask",
)
HERS = (
    "/packs", "/launch_mugs", "/launch_mugs", "/status_cups", "/status_bowls", "/review_bowls", "/review_bowls",
    "/results_cups", "/add_cups", "/pause_cups", "/resume_cups", "/pack_bowls", "/topup_cups",
)  # fmt: skip
WORDS = (
    "7",
    "red",
    "Red",
    "hello",
    "price, service",
    "42",
    "yes",
    "1b 2a",
    "a cup that nobody has seen before",
)
PLANS = (
    ("/money", "[Where to?]", "[M-Pesa]", "NUMBER", "[Yes, it is mine]", "[Pay out]"),
    ("/money", "[Where to?]", "[M-Pesa]", "NUMBER", "[Yes, it is mine]", "[Pay out]"),
    ("/money", "[Pay out]"),
    ("[More]", "[Something is wrong]", "[It is unclear]"),
    ("[More]", "[Undo last]"),
    ("[Something else]", "[Start]", "[Go on]"),
    ("[More]", "[Other work]", "[Start]", "[Go on]"),
    ("/pocket", "1a 2b 3a", "2a 4-"),
    ("/pocket", "1a 2a 3b 4a", "/undo"),
    ("/pocket", "1a 2b 3a", "over: 1b 2b 4-"),
    ("/pocket", "1a 2b", "3b", "over: 2a 3a"),
)
HER_PLANS = (
    ("/launch_mugs",),
    ("/review_bowls", "[Can't be used]", "[Empty or unrelated]"),
    ("/review_bowls", "[Can't be used]", "[Empty or unrelated]"),
    ("/review_bowls", "[Accept]"),
    ("/review_bowls", "[Send back]"),
    ("/close_cups", "[Close it]"),
    ("/pilot_mugs",),
)
_COMMAND = re.compile(r"/[a-z]+(?:_[A-Za-z0-9_]+)?")
hour_s = 3600.0


@dataclass(slots=True)
class Somebody:
    """A person with one phone or two, what keys they have ever seen, and how they are connected."""

    number: int
    phones: list[Phone]
    dice: random.Random
    known: list[str] = field(default_factory=list)
    blocked: bool = False
    plan: list[str] = field(default_factory=list)
    seen: dict[str, Any] = field(default_factory=dict)  # what is on the phone that they look at

    def tries(self, deed: Callable[..., Any], *args: Any, **given: Any) -> bool:
        """Do it, if the phone can."""
        try:
            deed(*args, **given)
        except AssertionError:  # no such key any more, nothing to tap, a blocked bot
            return False
        return True

    def presses(self, phone: Phone) -> None:
        """A key, mostly one that goes on."""
        labels = [label for row in self.seen["keyboard"] or [] for label in row]
        if not labels:
            self.tries(phone.send, self.dice.choice(("/start", "/tasks")))
            return
        self.known = [*self.known, *labels][-60:]
        if self.plan and self.goes_on(phone, labels):
            return
        going = [one for one in labels if marks.split(one)[1] not in DULL]
        if self.dice.random() < 0.7 and (not going or "phone number" in self.last_heard()):
            self.writes(phone)
            return
        label = self.dice.choice(going if going and self.dice.random() < 0.8 else labels)
        for _ in range(2 if self.dice.random() < 0.15 else 1):
            self.tries(phone.press, label)

    def goes_on(self, phone: Phone, labels: list[str]) -> bool:
        """The next thing of what they are about to do, if it can be done now; else they may leave it."""
        wanted = self.plan[0]
        found = [one for one in labels if f"[{marks.split(one)[1]}".startswith(wanted.removesuffix("]"))]
        if wanted.startswith("[") and not found:
            if self.dice.random() < 0.3:
                self.plan = []
            return False
        self.plan = self.plan[1:]
        if wanted.startswith("over: "):
            self.writes_over(phone, wanted.removeprefix("over: "))
            return True
        return self.tries(phone.press, found[0]) if found else self.tries(phone.send, wanted)

    def plans(self, phone: Phone) -> None:
        """They set out to do something that takes more than one key."""
        plans = HER_PLANS if self.number == REQUESTER else PLANS
        self.plan = [one.replace("NUMBER", f"0712 34{self.number}") for one in self.dice.choice(plans)]
        self.presses(phone)

    def presses_an_old_key(self, phone: Phone) -> None:
        """A key as it was on the phone some time ago."""
        if self.known:
            self.tries(phone.send, self.dice.choice(self.known))

    def writes(self, phone: Phone) -> None:
        """Something without a mark: ahead of its question, or an answer."""
        number = f"0712 34{self.number}"
        asked = "phone number" in self.last_heard()
        self.tries(phone.send, number if asked else self.dice.choice((*WORDS, number)))

    def heard(self) -> list[str]:
        """The bot's words on the phone."""
        return [one["text"] or one["caption"] or "" for one in self.seen["messages"] if one["from"] == "bot"]

    def last_heard(self) -> str:
        """Its newest words."""
        return (self.heard() or [""])[-1]

    def commands(self, phone: Phone) -> None:
        """A command they know, or one that a message shows."""
        shown = [
            one
            for text in self.heard()[-3:]
            for one in _COMMAND.findall(text)
            if not one.startswith("/forget")
        ]
        usual = self.dice.choice(OFTEN if self.dice.random() < 0.7 else SELDOM)
        if self.number == REQUESTER:
            usual = self.dice.choice(HERS)
        self.tries(phone.send, self.dice.choice(shown) if shown and self.dice.random() < 0.4 else usual)

    def taps(self, phone: Phone) -> None:
        """A button under some message."""
        buttons = [
            (one["message_id"], button["callback_data"])
            for one in self.seen["messages"]
            for row in one["buttons"] or []
            for button in row
            if button.get("callback_data")
        ]
        if buttons:
            self.tries(phone.tap, *self.dice.choice(buttons))

    def connects_or_not(self, phone: Phone) -> None:
        """The line goes, or comes back."""
        self.tries(phone.offline if self.seen["online"] else phone.online)

    def blocks_or_not(self, phone: Phone) -> None:
        """They have had enough; or come back."""
        self.tries(phone.unblock if self.blocked else phone.block)
        self.blocked = bool(phone.look()["blocked"])

    def edits(self, phone: Phone) -> None:
        """A message of theirs is written over: an answer, letters to a bundle, a command, anything."""
        self.writes_over(phone, self.dice.choice((*WORDS, "1a 2a 3b", "1b 2-")))

    def writes_over(self, phone: Phone, text: str) -> None:
        """One of the last things they sent says this now; half the time one of those they typed numbers in."""
        sent = [
            one
            for one in self.seen["messages"]
            if one["from"] != "bot" and one["text"] and "message_id" in one
        ]
        numbered = [one for one in sent if one["text"][0].isdigit()]
        chosen = numbered[-2:] if self.dice.random() < 0.5 else sent[-5:]
        if chosen and self.seen["online"] and not self.blocked:
            one = self.dice.choice(chosen)
            phone.sandbox.edited(self.number, one["message_id"], text, one["date"] + 9)

    def gets_a_phone(self, phone: Phone) -> None:
        """One more phone on the same account."""
        if len(self.phones) == 1:
            self.phones.append(phone.second(self.dice.choice(PROFILES)))

    def sends_rows(self, phone: Phone) -> None:
        """The requester's file comes again, with more rows; anybody else's is no pack."""
        self.tries(phone.attach, "document", zipped(MORE, name="cups"), "cups.zip", "application/zip")


DEEDS: tuple[tuple[int, Callable[[Somebody, Phone], None]], ...] = (
    (60, Somebody.presses),
    (9, Somebody.plans),
    (6, Somebody.presses_an_old_key),
    (9, Somebody.writes),
    (13, Somebody.commands),
    (3, Somebody.taps),
    (4, Somebody.edits),
    (5, Somebody.connects_or_not),
    (3, lambda one, phone: one.phones[0].restart()),
    (1, Somebody.blocks_or_not),
    (1, Somebody.gets_a_phone),
    (1, Somebody.sends_rows),
)


class Play:
    """A run's steps. `step` says what it did, for whoever reads a failure."""

    def __init__(self, house: House, seed: int) -> None:
        self.house, self.seed, self.steps, self.dice = house, seed, 0, random.Random(seed)
        profile = self.dice.choice
        self.people = [
            Somebody(
                number,
                [house.sandbox.phone(number, f"Person {number}", profile=profile(PROFILES))],
                self.dice,
            )
            for number in WORKERS
        ]
        for one in self.people:
            one.phones[0].network(self.dice.choice(("none", "none", "gprs", "edge", "3g")))
        self.people.append(Somebody(REQUESTER, [house.sandbox.phone(REQUESTER)], self.dice))
        self.skewed = False

    def step(self) -> str:
        """The next thing that happens; each step has dice of its own, so that one that went otherwise changes no later one."""
        self.steps += 1
        self.dice.seed(f"{self.seed} {self.steps}")
        if not self.house.alive and self.dice.random() < 0.7:
            self.house.begins()
            return "the program starts"
        rolled = self.dice.random()
        for chance, happens in self.machine():
            if rolled < chance:
                return happens()
            rolled -= chance
        one = self.dice.choice([*self.people, *self.people[:-1]])
        phone = self.dice.choice(one.phones)
        if one.blocked and self.dice.random() < 0.5:
            one.blocks_or_not(phone)
            return f"{one.number} unblocks"
        one.seen = phone.look()
        if not one.seen["online"] and self.dice.random() < 0.3:
            one.connects_or_not(phone)
            return f"{one.number} is back"
        if one.plan and self.dice.random() < 0.8:
            one.presses(phone)
            return f"{one.number} goes on"
        if one.number == REQUESTER and self.dice.random() < 0.5:
            one.plans(phone)
            return f"{one.number} sets out"
        (_, deed), *_ = self.dice.choices(DEEDS, [weight for weight, _ in DEEDS])
        deed(one, phone)
        return f"{one.number} {getattr(deed, '__name__', 'restarts')}"

    def machine(self) -> tuple[tuple[float, Callable[[], str]], ...]:
        """What is nobody's doing, with its chances."""
        return (
            (0.02, self.is_killed),
            (0.005, self.is_restarted),
            (0.015, self.clock_jumps),
            (0.08, self.time_passes),
            (0.03, self.operator_works),
        )

    def is_killed(self) -> str:
        """kill -9, whatever goes on."""
        if self.house.alive:
            self.house.dies()
        return "kill -9"

    def is_restarted(self) -> str:
        """The operator stops it; it starts again some steps later."""
        self.house.ends()
        return "it is stopped"

    def clock_jumps(self) -> str:
        """The machine's clock goes an hour wrong, or right again."""
        self.skewed = not self.skewed
        self.house.clock.skew(self.dice.choice((-hour_s, hour_s)) if self.skewed else 0.0)
        return "the clock jumps"

    def time_passes(self) -> str:
        """A while, now and then a long one."""
        seconds = self.dice.choice((3.0, 3.0, 20.0, 70.0, 700.0, 700.0, 2 * hour_s))
        self.house.clock.advance(seconds)
        return f"{seconds} s pass"

    def operator_works(self) -> str:
        """Claims are ruled on, payouts that wait are let go."""
        if not self.house.alive:
            return "nobody is at the desk"
        return f"the desk: {rules_and_lets_go(self.house, self.dice)}"


def rules_and_lets_go(house: House, dice: random.Random) -> int:
    """Everything that waits for a person gets its word; how much there was."""
    rows = house.read(_waits)
    for kind, name in rows:
        if kind == "claim":
            decision = dice.choice(("stands", "unusable"))
            house.desk("case.decide", code=name, outcome=decision, reason="", why="It was looked at twice.")
        else:
            house.desk("payout.let", payout=name, by="Otieno")
    return len(rows)


_ruling = "SELECT c.code FROM cases c JOIN claims m ON m.id = c.subject WHERE m.state = 'ruling' AND c.state = 'open' AND c.instance = 1"


def _waits(tx: Any) -> list[tuple[str, str]]:
    return [
        *(("claim", str(code)) for (code,) in ask(tx, _ruling)),
        *(
            ("payout", str(one))
            for (one,) in ask(tx, "SELECT id FROM payouts WHERE waits <> '' AND state = 'requested'")
        ),
    ]
