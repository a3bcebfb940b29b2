"""A bad line between a bot and the sandbox: seeded, so that the same calls meet the same faults again."""

from dataclasses import dataclass, field
from random import Random
from typing import Any

RATES = (
    "delay",
    "timeout_before",
    "timeout_after",
    "too_many",
    "server_error",
    "cut",
    "duplicate",
    "reorder",
)
ONE_OF = ("timeout_before", "timeout_after", "too_many", "server_error", "cut")


@dataclass(slots=True)
class Faults:
    """Probabilities from 0 to 1 for each call; each method has its own row of dice, thrown in the order of its calls.

    `delay_s` is the longest delay, `timeout_s` how long an unanswered call is held before it is cut off,
    `retry_after_s` the longest wait that a 429 asks for. `only` names the methods that meet them; none: all do.
    """

    seed: int = 0
    rates: dict[str, float] = field(default_factory=dict)
    delay_s: float = 0.5
    timeout_s: float = 6.0
    retry_after_s: int = 3
    only: frozenset[str] = frozenset()
    dice: dict[str, Random] = field(default_factory=dict)

    def set(self, wanted: dict[str, Any]) -> None:
        """Take new faults (an empty object: none); ValueError says what cannot be read."""
        rates = wanted.get("rates", {})
        if not isinstance(rates, dict):
            raise ValueError("rates must be an object")
        unknown = [*(set(rates) - set(RATES)), *(set(wanted) - {"seed", "rates", "only", *SPANS})]
        if unknown:
            raise ValueError(f"unknown: {', '.join(sorted(unknown))}")
        if any(isinstance(rate, bool) or not 0 <= float(rate) <= 1 for rate in rates.values()):
            raise ValueError("a rate is a probability from 0 to 1")
        self.rates = {name: float(rate) for name, rate in rates.items()}
        self.seed = int(wanted.get("seed", 0))
        self.delay_s = float(wanted.get("delay_s", 0.5))
        self.timeout_s = float(wanted.get("timeout_s", 6.0))
        self.retry_after_s = int(wanted.get("retry_after_s", 3))
        self.only = frozenset(str(name) for name in wanted.get("only", []))
        self.dice = {}

    def show(self) -> dict[str, Any]:
        """What is set now, as GET /faults answers it."""
        spans = {name: getattr(self, name) for name in SPANS}
        return {"seed": self.seed, "rates": self.rates, "only": sorted(self.only), **spans}

    def delay(self, method: str) -> float:
        """How many seconds this call is delayed; mostly 0."""
        return self._die(method).uniform(0, self.delay_s) if self._happens("delay", method) else 0.0

    def fate(self, method: str) -> str | None:
        """What goes wrong with this call, if anything."""
        if not self.rates or (self.only and method not in self.only):
            return None
        return next((name for name in ONE_OF if self._happens(name, method)), None)

    def retry_after(self, method: str) -> int:
        """The seconds that a 429 asks for, at least 1."""
        return self._die(method).randint(1, max(1, self.retry_after_s))

    def again(self) -> bool:
        """Whether an update that was confirmed is delivered once more."""
        return self._happens("duplicate", "updates")

    def shuffled(self, count: int) -> list[int]:
        """The order in which `count` updates are delivered."""
        order = list(range(count))
        if self._happens("reorder", "updates"):
            self._die("updates").shuffle(order)
        return order

    def _happens(self, name: str, method: str) -> bool:
        rate = self.rates.get(name, 0.0)
        return rate > 0 and self._die(method).random() < rate

    def _die(self, method: str) -> Random:
        if method not in self.dice:
            self.dice[method] = Random(f"{self.seed} {method}")
        return self.dice[method]


SPANS = ("delay_s", "timeout_s", "retry_after_s")
