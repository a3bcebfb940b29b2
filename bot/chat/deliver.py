"""Showing what is due: one line of messages per account, in order; what arrived is remembered.

There is no idempotency key for a send, so no money depends on one: what is due stays due until it is known to
have arrived. After an unknown end (a time-out) it is sent once more, when Telegram is heard of, for which it is asked; and then
again only when they did something and heard of it, so that the line is good; what is written over a message may be written more
often. A connection that was refused is tried again, more and more slowly, and at once when Telegram is heard of again; none
when something newer says more. Somebody who blocked the bot is left in peace, and has all that waited once they let us in
again; what Telegram calls wrong is our bug. What a message is made of is `sending`'s, how fast they go `pacing`'s, which
of several programs shows it `holding`'s.

What a press brought of hard content is sent as its direct answer, once: after an unknown end, or when its two minutes are over,
the description is sent in its place. What is not asked any more by then, of either, is not sent at all.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Coroutine
from contextlib import suppress
from dataclasses import dataclass, field, replace
from time import monotonic
from typing import Any

import structlog
from telegram import Bot
from telegram.error import BadRequest, Forbidden, RetryAfter, TelegramError

from bot import screens
from bot.actions import delivering, joining, pacing
from bot.actions.delivering import Cost
from bot.actions.telling import Told
from bot.chat import api, profile
from bot.chat.holding import Hand
from bot.chat.inbox import ForHelp
from bot.chat.pacing import Gate
from bot.chat.router import House
from bot.chat.sending import Over, Sender, TooLate, beside
from bot.chat.support import Support
from bot.domain.claims import code
from bot.domain.outcomes.papers import Forgotten
from bot.domain.outcomes.requester import RoleGiven
from bot.domain.outcomes.worker import Sorry
from bot.logs import bare
from bot.media.store import Store
from bot.storage import DatabaseTrouble

log = structlog.get_logger("bot.chat")

pause_least_s, pause_most_s = 1.0, 60.0
waiting_page = 500
pause_kept_s = 10.0  # a pause that Telegram asks for is written down from so long on, for a restart
notices_every_s = 1.0


@dataclass(slots=True)
class _Line:
    """What waits for one account, and a bell that ends a pause: something newer came, or Telegram is back."""

    waiting: deque[tuple[Told, int]]
    bell: asyncio.Event = field(default_factory=asyncio.Event)

    async def overtaken(self, told: Told, seconds: float | None) -> bool:
        """Waits so long (None: for ever), or for the bell; True when something newer in the same place says more."""
        self.bell.clear()
        if not self._is_overtaken(told):
            with suppress(TimeoutError):
                await asyncio.wait_for(self.bell.wait(), seconds)
        return self._is_overtaken(told)

    def _is_overtaken(self, told: Told) -> bool:
        return any(later.slot == told.slot for later, _ in self.waiting)


class Deliver:
    """Sends due outcomes for one bot. `show` returns at once; `drain` waits for what is under way."""

    def __init__(
        self,
        bot: Bot,
        house: House,
        store: Store,
        payments_token: str = "",
        *,
        sends_at_once: int = api.connections_at_once["httpx"],
        stickers: bool = False,
        a_second: int = 0,
        support_channel: str = "",
    ) -> None:
        self._hand = Hand(house.database)
        self._gate = Gate(a_second, self._share_time if self._hand.shared else None)
        self._bot, self._house = bot, house
        self._sender = Sender(
            bot, house, store, self._gate, sends_at_once, payments_token=payments_token, stickers=stickers
        )
        self._support = Support(bot, house, support_channel)
        self._lines: dict[int, _Line] = {}
        self._running: set[asyncio.Task[object]] = set()
        self._heard_at = monotonic()  # when Telegram answered last
        self._listening: set[int] = set()  # accounts whose line waits for it to
        self._asks = False  # is it asked for a sign just now, for them?
        self._pauses: set[tuple[int, int]] = set()  # chats and moments of those that were read
        self._unknown: set[int] = set()  # accounts that may have seen nothing of what is due

    def show(self, told: Told, tries: int = 0) -> None:
        """Puts an outcome into its account's line, where it is not in it already."""
        if told in self._hand:
            return
        self._hand.take(told)
        line = self._lines.get(told.account)
        if line is not None:
            line.waiting.append((told, tries))
            line.bell.set()
            if told.waited_for and not told.notice:
                self._gate.hurry(told.telegram)
            return
        self._lines[told.account] = _Line(deque([(told, tries)]))
        self.aside(self._work_off(told.account))

    def heard(self) -> None:
        """Telegram answered: what had no end, and was begun before, is tried its second time."""
        self._heard_at = monotonic()
        for account in self._listening:
            self._lines[account].bell.set()

    def help(self, asked: ForHelp) -> None:
        """Answers somebody who asks for help, past every line: nothing of it is due, counted or written."""
        self.aside(self._support.answer(asked))

    def wake(self) -> None:
        """Telegram answers again: what pauses is tried now."""
        for line in self._lines.values():
            line.bell.set()

    def aside(self, work: Coroutine[Any, Any, object]) -> None:
        """Runs to its end, or to that of `drain`: a line, or something small beside them, such as answering a press."""
        task = asyncio.create_task(work)
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def remember_pauses(self) -> None:
        """Goes on waiting where Telegram said so, before a restart or to another program: each pause once, whatever clocks say."""
        found = await self._house.database.read(pacing.held, self._bot.id)
        for chat, until, seconds in found:
            if (chat, until) not in self._pauses:
                self._gate.hold(None if chat == pacing.everyone else chat, seconds)
        self._pauses = {(chat, until) for chat, until, _ in found}

    async def show_waiting(self) -> int:
        """Shows what was due and not known to have arrived, after a start or trouble. Returns how many."""
        shown, after = 0, 0
        while True:
            had = self._hand.seqs()
            page = await self._house.database.read(delivering.waiting, self._bot.id, waiting_page, after)
            tries = {told.seq: often for told, often in page}
            for told in await self._hand.claimed([told for told, _ in page if told.seq not in had]):
                self.show(replace(told, waited_for=False), tries[told.seq])  # behind what people press now
            shown += len(page)
            if len(page) < waiting_page:
                return shown
            after = page[-1][0].seq

    async def show_again(self) -> bool:
        """`show_waiting`, after trouble; False when the database is still in it, and what is due stays due."""
        try:
            await self.show_waiting()
        except DatabaseTrouble:
            return False
        return True

    async def show_notices(self) -> int:
        """Shows what the rounds and other people's presses left to be told, and what a program that died did not. How many."""
        had = self._hand.seqs()
        found = await self._left()
        tries = {told.seq: often for told, often in found}
        due = [told for told, _ in found if told.seq not in had and told not in self._hand]
        new = await self._hand.claimed(due)
        for told in new:
            self.show(replace(told, waited_for=False), tries[told.seq])
        return len(new)

    async def _left(self) -> list[tuple[Told, int]]:
        """What is in no line, with how often it was tried; where others look too, only as much as this program has room for."""
        if not self._hand.shared:
            return [
                (one, 0)
                for one in await self._house.database.read(delivering.notices, self._bot.id, waiting_page)
            ]
        room = waiting_page - len(self._hand)
        return await self._house.database.read(delivering.unheld, self._bot.id, room) if room > 0 else []

    async def run(self) -> None:
        """Looks for notices, and holds what is in hand, until cancelled."""
        while True:
            try:
                await self.show_notices()
                await self._hand.renew()
                if self._hand.shared:
                    await self.remember_pauses()
                self._house.meters.set("ujima_messages_in_hand", len(self._hand))
            except DatabaseTrouble as trouble:
                log.error("notices could not be read", why=str(trouble))
            await asyncio.sleep(notices_every_s)

    async def drain(self, seconds: float) -> None:
        """Waits for the lines to empty, so long at most; what is left stays due."""
        if self._running:
            _, left = await asyncio.wait(self._running, timeout=seconds)
            for task in left:
                task.cancel()
        self._gate.close()
        await self._hand.let_go()

    async def _work_off(self, account: int) -> None:
        line = self._lines[account]
        try:
            while line.waiting:
                told, tries = line.waiting.popleft()
                try:
                    await self._show(told, tries, line)
                except DatabaseTrouble as trouble:  # what is due stays due
                    log.error("a message could not be shown", why=str(trouble))
                except Exception as error:  # a bug here must not stop the line; what is due stays due
                    self._broke("a message could not be shown", told, exc_info=error)
                    with suppress(DatabaseTrouble):
                        await self._house.database.write(
                            delivering.tried, told
                        )  # nor is it found again at once
                        await self._hand.let_go([told])
                        await self._say_sorry(told)
                finally:
                    self._hand.drop(told)
        finally:
            del self._lines[account]
            for told, _ in line.waiting:  # the line died: others, or the next look, bring it
                self._hand.drop(told)

    async def _show(self, told: Told, tries: int, line: _Line) -> None:
        pause = pause_least_s
        while True:
            if not await self._hand.is_ours(told):
                return
            try:
                began = monotonic()
                message, cost = await self._sender.send(told)
            except RetryAfter as asked:
                self._count("waited")
                await self._refused(told, api.seconds(asked))
                if await line.overtaken(told, api.seconds(asked)):
                    return
            except Forbidden:
                self._count("blocked")
                if isinstance(told.outcome, Forgotten):
                    return  # they blocked us at once: nobody is left to note it for
                if not line.waiting:  # what came since says whether they still do
                    who = await self._house.database.read(joining.by_account, told.account)
                    await self._house.database.write(joining.blocked, who)
                return
            except Over:
                await self._house.database.write(delivering.shown, told, None)
                return
            except TooLate:
                told = delivering.covered(told)
            except BadRequest as wrong:
                self._count("refused")
                await self._give_up(told, wrong)
                return
            except TelegramError as error:
                if not api.end_is_unknown(error):
                    self._count("failed")
                    log.warning("sending failed, trying again", error=type(error).__name__, seconds=pause)
                    self._hand.refused(told)
                    if await line.overtaken(told, pause):
                        return
                    pause = min(pause * 2, pause_most_s)
                    continue
                self._count("unknown")
                await self._house.database.write(delivering.tried, told)
                told, tries = delivering.covered(told), tries + 1
                if delivering.is_given_up(told, tries):
                    self._unknown.add(told.account)
                    await self._hand.let_go([told])
                    return
                if await self._overtaken_unheard(told, line, began, pause):
                    return
                pause = min(pause * 2, pause_most_s)
            else:
                await self._arrived(told, message, cost)
                return

    async def _bring_what_was_given_up(self, account: int) -> None:
        """Once more what they may have seen nothing of, also of what a program tried that is gone since."""
        self._unknown.discard(account)
        waiting = await self._house.database.read(delivering.waiting_for, account)
        tries = {told.seq: often for told, often in waiting if delivering.is_given_up(told, often)}
        for told in await self._hand.claimed([told for told, _ in waiting if told.seq in tries]):
            self.show(told, tries[told.seq] - 1)

    async def _overtaken_unheard(self, told: Told, line: _Line, began: float, pause: float) -> bool:
        """Waits before a second try: so long, but until Telegram was heard of since the first one began."""
        heard = self._heard_at > began
        self._listening.add(told.account)
        if not heard and not self._asks:
            self._asks = True
            self.aside(self._ask_for_a_sign())
        try:
            return await line.overtaken(told, pause if heard else None)
        finally:
            self._listening.discard(told.account)

    async def _ask_for_a_sign(self) -> None:
        """While lines wait to hear of Telegram it is asked, once for them all: where nobody writes it says nothing by itself."""
        pause = pause_least_s
        try:
            while self._listening:
                await asyncio.sleep(pause)
                with suppress(TelegramError):
                    await api.call(self._bot, "getMe")
                    self.heard()
                    await asyncio.sleep(0)  # they are off
                pause = min(pause * 2, pause_most_s)
        finally:
            self._asks = False

    async def _refused(self, told: Told, seconds: float) -> None:
        """Telegram says to wait: for this chat, or for all. The gate obeys; what must outlive a restart, or is others' too, is written down."""
        means_all = self._gate.refused(told.telegram, seconds)
        log.warning("Telegram said to wait", seconds=seconds, means_all=means_all)
        if means_all or self._hand.shared or seconds >= pause_kept_s:
            chat = pacing.everyone if means_all else told.telegram
            await self._house.database.write(pacing.hold, self._bot.id, chat, seconds)

    async def _share_time(self, many: int, gap_ms: int) -> float:
        wait_ms: int = await self._house.database.write(pacing.reserve, self._bot.id, many, gap_ms)
        return wait_ms / 1000

    async def _give_up(self, told: Told, wrong: BadRequest) -> None:
        """Telegram will never take this message: a chat that is gone, or a bug of ours, for which we say sorry."""
        self._broke("Telegram refused a message", told, why=bare(str(wrong)))
        await self._house.database.write(delivering.shown, told, None)
        if "chat not found" in str(wrong).lower():
            who = await self._house.database.read(joining.by_account, told.account)
            await self._house.database.write(joining.blocked, who)
            return
        await self._say_sorry(told)

    def _broke(self, what: str, told: Told, **why: Any) -> None:
        """A line in the log under the number that its person is told, without the person."""
        self._house.meters.count("ujima_incidents_total", "message")
        log.error(what, incident=code(told.seq), outcome=type(told.outcome).__name__, **why)

    def _count(self, end: str) -> None:
        self._house.meters.count("ujima_messages_total", end)

    async def _say_sorry(self, told: Told) -> None:
        """What they wait for can't be shown, by a fault of ours: they hear so, with the number that is in the log."""
        said = Sorry(code(told.seq))
        sorry = screens.show(said, self._house.texts.speak(told.language), self._house.installation)
        with suppress(TelegramError):
            await self._sender.words(replace(told, outcome=said), sorry)

    async def _arrived(self, told: Told, message: dict[str, Any], cost: Cost) -> None:
        self.heard()
        meters = self._house.meters
        self._count("arrived")
        meters.happened("ujima_delivery_age_seconds")
        if told.waited_for and not told.notice:
            meters.observe("ujima_deliver_wait_seconds", self._hand.waited(told))
        sent_at = message["date"] * 1000
        came: int = await self._house.database.write(
            delivering.shown, told, message["message_id"], sent_at, cost, message.get(beside)
        )
        meters.count("ujima_wire_bytes_total", by=came)
        if told.waited_for and not told.notice and (told.given_up or told.account in self._unknown):
            await self._bring_what_was_given_up(told.account)  # they are here, and the line is
        if isinstance(told.outcome, RoleGiven):
            spoken = self._house.texts.speak(told.language)
            self.aside(profile.announce_to_requester(self._bot, spoken, told.telegram))
