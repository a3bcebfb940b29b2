"""Payments at PayPal: a link for who asked, then a look at the order until it is paid or over. What came in is booked.

A look is due by the checkout's row, so a crash only repeats one: the same word makes the same order, an order is captured
once, and money is booked once by the capture's own id. PayPal's signed notice makes the next look due at once, and no more.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import structlog

from bot.actions import charging
from bot.actions.charging import Charge
from bot.domain.limits import Rules
from bot.payouts.orders import Orders, Silence, Stranger
from bot.storage import Database, Row

log = structlog.get_logger("bot.rounds")

tick_s = 1.0
there = "COMPLETED"  # the money came in
given_back = ("PARTIALLY_REFUNDED", "REFUNDED")  # it came in, and some of it went back before we looked
lost = ("DECLINED", "FAILED")


@dataclass(frozen=True, slots=True)
class Payins:
    """The rounds of one PayPal account. `webhook` is the id that PayPal gave its notices; "" for none."""

    database: Database
    orders: Orders
    rules: Rules
    webhook: str = ""

    async def run(self) -> None:
        """Looks until cancelled."""
        while True:
            try:
                await self.turn()
            except Exception as error:  # the next turn tries again
                log.error("a round failed", round="payins", exc_info=error)
            await asyncio.sleep(tick_s)

    async def turn(self) -> None:
        """Every look that is due, one after another."""
        for row in await self.database.read(charging.due_looks):
            over = False
            try:
                over = await self._look(row)
            except Silence as silence:
                log.warning("PayPal did not answer", why=silence.reason)
            except Stranger:
                log.error("PayPal does not take the keys that are set")
            except Exception as error:  # it holds up no other
                log.error("a look at an order failed", exc_info=error)
            await self.database.write(charging.looked, row["payload"], over)

    async def _look(self, row: Row) -> bool:
        """One look; True when nothing more can come of the order."""
        word, order = row["payload"], row["order_id"]
        if order is None:
            made, link = await self.orders.create(word, row["amount"], row["currency"])
            await self.database.write(charging.link_made, word, made, link)
            return False
        standing = await self.orders.standing(order)
        if standing.state == "approved":
            await self.orders.capture(order, word)
            standing = await self.orders.standing(order)
        over = [await self._booked(capture) for capture in standing.captures]
        return standing.state == "gone" or (bool(over) and all(over))

    async def _booked(self, number: str) -> bool:
        """A capture is asked for by its id and booked, or set aside; False while PayPal still holds it."""
        found = await self.orders.captured(number)
        if found.state in (there, *given_back):
            whole = found.state == there
            charge = Charge("paypal", found.id, found.word, found.amount, found.currency, found.id, whole)
            await self.database.write(charging.found_paid, charge, self.rules)
        return found.state in (there, *given_back, *lost)

    async def hear(self, headers: Mapping[str, str], body: bytes) -> bool:
        """A notice at the door: True when it is PayPal's and about an order of ours, which is then looked up."""
        word = _word(body)
        if not word or not self.webhook or await self.database.read(charging.checkout, word) is None:
            return False
        if not await self.orders.signed(headers, body, self.webhook):
            return False
        await self.database.write(charging.look_now, word)
        return True


def _word(body: bytes) -> str:
    """Our word in an event of an order or a capture; "" when there is none."""
    try:
        event: Any = json.loads(body)
        resource = event["resource"]
        word = resource.get("custom_id") or resource["purchase_units"][0]["custom_id"]
    except (ValueError, RecursionError, KeyError, IndexError, TypeError, AttributeError):
        return ""
    return word if isinstance(word, str) and word.isascii() and word.isprintable() else ""
