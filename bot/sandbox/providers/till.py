"""A till: what a pretend provider paid, what goes wrong with it, and the notices it sends.

Faults come by instruction (`next`: the next such call of a provider meets it) or by seeded dice (`rates`). A call is
`token`, `pay` or `ask`:

    cut_before, cut_after          the connection breaks before, or after, it had its effect
    silent_before, silent_after    the same, and nothing comes for `hold_s` first
    html_before, html_after        a page of HTML instead of an answer
    error_before, error_after      500, with a body as the provider's own errors have it
    busy                           turned away at the gate as too many
    stale                          the token is not taken any more
    refuse                         refused as documented: nobody can be paid there
    late                           answered after `late_s`
    fail, return                   (pay) accepted, and later failed, or paid and returned
    twice                          (pay) the request comes a second time, as a bad line repeats it
    notice_twice, notice_late, notice_early, notice_lost    (pay, ask) what becomes of the notice
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from random import Random
from typing import Any

import httpx
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from bot.sandbox.calls import Cut

BEFORE = ("cut_before", "silent_before", "html_before", "error_before")
AFTER = ("cut_after", "silent_after", "html_after", "error_after")
NOTICES = ("notice_twice", "notice_late", "notice_early", "notice_lost")
FAULTS = (*BEFORE, *AFTER, *NOTICES, "busy", "stale", "refuse", "late", "fail", "return", "twice")
CALLS = ("token", "pay", "ask")
notice_s_max = 5.0

Answer = Callable[[], Awaitable[Response]]


@dataclass(slots=True)
class Payment:
    """One payment under a payer's id. `count` is how often money really went; more than once is the payer's fault."""

    id: str
    to: str
    amount: str
    currency: str
    reference: str
    state: str = "pending"  # pending, paid, failed, returned
    count: int = 0


@dataclass(slots=True)
class Faults:
    """What goes wrong, by instruction or by dice; each provider's calls have a row of dice of their own."""

    seed: int = 0
    rates: dict[str, float] = field(default_factory=dict)
    next: list[dict[str, str]] = field(default_factory=list)
    hold_s: float = 1.0
    late_s: float = 0.2
    dice: dict[str, Random] = field(default_factory=dict)

    def set(self, wanted: dict[str, Any]) -> None:
        """Take new faults (an empty object: none). ValueError says what cannot be read."""
        rates, following = wanted.get("rates", {}), wanted.get("next", [])
        names = {*rates, *(one.get("fault", "") for one in following)}
        unknown = [*(names - set(FAULTS)), *(set(wanted) - {"seed", "rates", "next", "hold_s", "late_s"})]
        if unknown:
            raise ValueError(f"unknown: {', '.join(sorted(map(str, unknown)))}")
        if any(not 0 <= float(rate) <= 1 for rate in rates.values()):
            raise ValueError("a rate is a probability from 0 to 1")
        if any(one.get("call", "pay") not in CALLS for one in following):
            raise ValueError(f"a call is one of {', '.join(CALLS)}")
        self.seed, self.rates, self.next = int(wanted.get("seed", 0)), dict(rates), list(following)
        self.hold_s, self.late_s = float(wanted.get("hold_s", 1.0)), float(wanted.get("late_s", 0.2))
        self.dice = {}

    def meet(self, provider: str, call: str) -> str:
        """What goes wrong with this call; mostly "" """
        for number, one in enumerate(self.next):
            if one.get("provider", provider) == provider and one.get("call", "pay") == call:
                return self.next.pop(number)["fault"]
        die = self.dice.setdefault(f"{provider} {call}", Random(f"{self.seed} {provider} {call}"))
        happened = [name for name in FAULTS if die.random() < self.rates.get(name, 0.0)] if self.rates else []
        return happened[0] if happened else ""


class Till:
    """What one pretend provider keeps, and how it answers a call."""

    name = ""

    def __init__(self, faults: Faults) -> None:
        self.faults = faults
        self.payments: dict[str, Payment] = {}
        self.tokens: set[str] = set()
        self.notices = ""
        self.requests = 0
        self._sending: set[asyncio.Task[None]] = set()

    def error(self, fault: str) -> Response:
        """The provider's own words for `error`, `busy`, `stale` and `refuse`."""
        raise NotImplementedError

    async def met(self, call: str, answer: Callable[[str], Awaitable[Response]]) -> Response:
        """A call and its fault; `answer` has the effect, and is told of faults that are its own."""
        fault = self.faults.meet(self.name, call)
        if fault in ("busy", "stale", "refuse"):
            return self.error(fault)
        if fault in BEFORE:
            return await self._lost(fault)
        if fault == "late":
            await asyncio.sleep(self.faults.late_s)
        if fault == "twice" and call == "pay":
            await answer("")
        answered = await answer(fault)
        return await self._lost(fault) if fault in AFTER else answered

    async def _lost(self, fault: str) -> Response:
        kind = fault.partition("_")[0]
        if kind == "silent":
            await asyncio.sleep(self.faults.hold_s)
        if kind == "html":
            return HTMLResponse("<!doctype html><title>Maintenance</title><p>We will be back soon.")
        return self.error("error") if kind == "error" else Cut()

    def paid(self, payment: Payment, fault: str) -> None:
        """Money goes, unless the payment fails; a second time under one id is counted too."""
        payment.state = {"fail": "failed", "return": "returned"}.get(fault, "paid")
        payment.count += payment.state != "failed"

    def shown(self) -> list[dict[str, Any]]:
        """All payments, oldest first."""
        return [asdict(payment) for payment in self.payments.values()]

    async def tell(self, address: str, body: dict[str, Any], fault: str, headers: dict[str, str]) -> None:
        """Send a notice beside the answer: at once, late, twice or never; "early" it comes before the answer."""
        if not address or fault == "notice_lost":
            return
        if fault == "notice_early":
            await _post(address, body, headers)
            return
        seconds = self.faults.late_s if fault == "notice_late" else 0.0
        times = 2 if fault == "notice_twice" else 1
        task = asyncio.create_task(self._later(address, body, headers, seconds, times))
        self._sending.add(task)
        task.add_done_callback(self._sending.discard)

    async def _later(
        self, address: str, body: dict[str, Any], headers: dict[str, str], seconds: float, times: int
    ) -> None:
        await asyncio.sleep(seconds)
        for _ in range(times):
            await _post(address, body, headers)

    async def quiet(self) -> None:
        """Wait until every notice is sent."""
        while self._sending:
            await asyncio.gather(*self._sending, return_exceptions=True)


async def _post(address: str, body: dict[str, Any], headers: dict[str, str]) -> None:
    with suppress(httpx.HTTPError):
        async with httpx.AsyncClient(trust_env=False, verify=False, timeout=notice_s_max) as client:
            await client.post(address, json=body, headers=headers)


def basic(request: Request) -> bool:
    """Does a request say who it is, by name and password?"""
    return request.headers.get("authorization", "").startswith("Basic ")


def bearer(request: Request) -> str:
    """The token a request comes with."""
    return request.headers.get("authorization", "").removeprefix("Bearer ")


def first_missing(given: dict[str, Any], wanted: Iterable[str]) -> str:
    """The first of the fields a request must have that it has not."""
    return next((name for name in wanted if not isinstance(given.get(name), str)), "")


async def read(request: Request) -> dict[str, Any]:
    """The JSON object of a request; {} where there is none."""
    try:
        found = await request.json()
    except ValueError:
        found = None
    return found if isinstance(found, dict) else {}
