"""Showing what is due: one line of messages per account, in order; what arrived is remembered.

There is no idempotency key for a send, so no money depends on one: what is due stays due until it is known to
have arrived. After an unknown end (a time-out) it is sent once more, and then again only when they wrote, when Telegram
was away and is back, or at a start; what is written over a message may be written twice. A connection that was refused
is tried again, more and more slowly, and at once when Telegram is heard of again; none when something newer says more.
Somebody who blocked the bot is left in peace; what Telegram calls wrong is our bug. How fast it all goes is `pacing`'s.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Coroutine
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any

import structlog
from telegram import Bot, InputFile
from telegram.error import BadRequest, Forbidden, RetryAfter, TelegramError

from bot import screens
from bot.actions import joining, pacing, picturing, telling
from bot.actions.telling import Cost, Told
from bot.chat import api, enclosing, profile, router
from bot.chat.pacing import Gate
from bot.chat.router import House
from bot.chat.ways import WAYS, Way, sticker, uploaded
from bot.domain import wire
from bot.domain.outcomes import Outcome
from bot.domain.outcomes.papers import Forgotten
from bot.domain.outcomes.requester import Preview, ResultFile, RoleGiven
from bot.domain.outcomes.worker import Examples, Sorry, Task
from bot.media.store import MissingMedia, Store
from bot.screen import Bill, Medium, Screen, plain
from bot.storage import DatabaseTrouble

log = structlog.get_logger("bot.chat")

tries_unknown_max = 2  # of a send whose end is unknown: it may have been seen already
tries_edited_max = 6  # of words written over others: twice is once
pause_least_s, pause_most_s = 1.0, 60.0
waiting_page = 500
pause_kept_s = 10.0  # a pause that Telegram asks for is written down from so long on, for a restart
notices_every_s = 1.0


@dataclass(slots=True)
class _Line:
    """What waits for one account, and a bell that ends a pause: something newer came, or Telegram is back."""

    waiting: deque[tuple[Told, int]]
    bell: asyncio.Event = field(default_factory=asyncio.Event)

    async def overtaken(self, told: Told, seconds: float) -> bool:
        """Waits so long, or for the bell; True when something newer in the same place says more."""
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
    ) -> None:
        self._payments_token, self._stickers = payments_token, stickers
        shared = house.database.engine == "postgres"  # there may be more processes than this one
        self._gate = Gate(a_second, self._share_time if shared else None)
        self._bot, self._house, self._store = bot, house, store
        self._lines: dict[int, _Line] = {}
        self._running: set[asyncio.Task[None]] = set()
        self._places = asyncio.Semaphore(sends_at_once)
        self._ahead: dict[int, dict[str, Any]] = {}  # stickers whose question is to come, by what is due
        self._unknown: set[int] = set()  # accounts that may have seen nothing of what is due
        self._under_way: set[int] = set()  # notices in a line: until they are tried they look like new ones

    def show(self, told: Told, tries: int = 0) -> None:
        """Puts an outcome into its account's line."""
        line = self._lines.get(told.account)
        if line is not None:
            line.waiting.append((told, tries))
            line.bell.set()
            if told.waited_for and not told.notice:
                self._gate.hurry(told.telegram)
            return
        self._lines[told.account] = _Line(deque([(told, tries)]))
        task = asyncio.create_task(self._work_off(told.account))
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    def wake(self) -> None:
        """Telegram answers again: what pauses is tried now."""
        for line in self._lines.values():
            line.bell.set()
        if self._unknown:
            self._unknown.clear()
            self.aside(self._show_again())

    async def _show_again(self) -> None:
        with suppress(DatabaseTrouble):  # what is due stays due
            await self.show_waiting()

    def aside(self, work: Coroutine[Any, Any, None]) -> None:
        """Does something small beside the lines, such as answering an inline press."""
        task = asyncio.create_task(work)
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def remember_pauses(self) -> None:
        """Goes on waiting where Telegram said so before a restart."""
        for chat, seconds in await self._house.database.read(pacing.held, self._bot.id):
            self._gate.hold(None if chat == pacing.everyone else chat, seconds)

    async def show_waiting(self) -> int:
        """Shows what was due and not known to have arrived, after a start or trouble. Returns how many."""
        shown, after, busy = 0, 0, set(self._lines)  # whose line is at work shows its own
        while True:
            page = await self._house.database.read(telling.waiting, self._bot.id, waiting_page, after)
            for told, tries in page:
                if told.account not in busy:
                    self.show(replace(told, waited_for=False), tries)  # behind what people press now
            shown += len(page)
            if len(page) < waiting_page:
                return shown
            after = page[-1][0].seq

    async def show_notices(self) -> int:
        """Shows what the rounds and other people's presses left to be told. Returns how many."""
        found = await self._house.database.read(telling.notices, self._bot.id, waiting_page)
        new = [told for told in found if told.seq not in self._under_way]
        for told in new:
            self._under_way.add(told.seq)
            self.show(told)
        return len(new)

    async def run(self) -> None:
        """Looks for notices until cancelled."""
        while True:
            try:
                await self.show_notices()
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

    async def _work_off(self, account: int) -> None:
        line = self._lines[account]
        try:
            while line.waiting:
                told, tries = line.waiting.popleft()
                try:
                    await self._show(told, tries, line)
                except DatabaseTrouble as trouble:  # what is due stays due
                    log.error("a message could not be shown", account=account, why=str(trouble))
                except Exception as error:  # a bug here must not stop the line; what is due stays due
                    log.error("a message could not be shown", account=account, exc_info=error)
                    await self._house.database.write(
                        telling.tried, told
                    )  # a notice is not found again at once
                    await self._say_sorry(told)
                finally:
                    self._under_way.discard(told.seq)
        finally:
            del self._lines[account]

    async def _show(self, told: Told, tries: int, line: _Line) -> None:
        pause = pause_least_s
        while True:
            try:
                message, cost = await self._send(told)
            except RetryAfter as asked:
                await self._refused(told, api.seconds(asked))
                if await line.overtaken(told, api.seconds(asked)):
                    return
            except Forbidden:
                if isinstance(
                    told.outcome, Forgotten
                ):  # they blocked us at once: nobody is left to note it for
                    return
                who = await self._house.database.read(joining.by_account, told.account)
                await self._house.database.write(joining.blocked, who)
                return
            except BadRequest as wrong:
                await self._give_up(told, wrong)
                return
            except TelegramError as error:
                if not api.end_is_unknown(error):
                    log.warning("sending failed, trying again", error=type(error).__name__, seconds=pause)
                    if await line.overtaken(told, pause):
                        return
                    pause = min(pause * 2, pause_most_s)
                    continue
                await self._house.database.write(telling.tried, told)
                tries += 1
                if tries >= (tries_unknown_max if told.edits is None else tries_edited_max):
                    self._unknown.add(told.account)
                    return
                if await line.overtaken(told, pause):
                    return
                pause = min(pause * 2, pause_most_s)
            else:
                await self._arrived(told, message, cost)
                return

    async def _refused(self, told: Told, seconds: float) -> None:
        """Telegram says to wait: for this chat, or for all. The gate obeys; what must outlive a restart is written down."""
        means_all = self._gate.refused(told.telegram, seconds)
        log.warning("Telegram said to wait", seconds=seconds, means_all=means_all)
        if means_all or seconds >= pause_kept_s:
            chat = pacing.everyone if means_all else told.telegram
            await self._house.database.write(pacing.hold, self._bot.id, chat, seconds)

    async def _share_time(self, many: int, gap_ms: int) -> float:
        wait_ms: int = await self._house.database.write(pacing.reserve, self._bot.id, many, gap_ms)
        return wait_ms / 1000

    async def _give_up(self, told: Told, wrong: BadRequest) -> None:
        """Telegram will never take this message: a chat that is gone, or a bug of ours, for which we say sorry."""
        number = told.seq % router.incident_shown
        log.error(
            "Telegram refused a message", outcome=type(told.outcome).__name__, told=number, why=str(wrong)
        )
        await self._house.database.write(telling.shown, told, None)
        if "chat not found" in str(wrong).lower():
            who = await self._house.database.read(joining.by_account, told.account)
            await self._house.database.write(joining.blocked, who)
            return
        await self._say_sorry(told)

    async def _say_sorry(self, told: Told) -> None:
        """What they wait for can't be shown, by a fault of ours: they hear so, with the number that is in the log."""
        number = told.seq % router.incident_shown
        sorry = screens.show(Sorry(number), self._house.texts.speak(told.language), self._house.installation)
        with suppress(TelegramError):
            await self._call("sendMessage", told, sorry, text=sorry.text)

    async def _arrived(self, told: Told, message: dict[str, Any], cost: Cost) -> None:
        sent_at = message["date"] * 1000
        await self._house.database.write(telling.shown, told, message["message_id"], sent_at, cost)
        if told.account in self._unknown and told.slot == "card":  # they are here, and the line is
            self._unknown.discard(told.account)
            question = await self._house.database.read(telling.due_question, told.account)
            if question is not None:
                self.show(question)
        if isinstance(told.outcome, RoleGiven):
            spoken = self._house.texts.speak(told.language)
            self.aside(profile.announce_to_requester(self._bot, spoken, told.telegram))

    async def _send(self, told: Told) -> tuple[dict[str, Any], Cost]:
        """Sends what an outcome is: the message as Telegram took it, and what it costs on the wire."""
        outcome, screen = await self._drawn(told)
        message = await self._sent(told, outcome, screen)
        return message, _cost(screen, message)

    async def _drawn(self, told: Told) -> tuple[Outcome, Screen]:
        t, outcome = self._house.texts.speak(told.language), told.outcome
        read = enclosing.READ.get(type(outcome))
        if read is None:
            return outcome, screens.show(outcome, t, self._house.installation)
        # only the wish was stored; neither reading it all nor making the file holds anybody up
        outcome = await self._house.database.read(read, told.account, outcome)
        return outcome, await asyncio.to_thread(screens.show, outcome, t, self._house.installation)

    async def _sent(self, told: Told, outcome: Outcome, screen: Screen) -> dict[str, Any]:
        if screen.bill is not None:
            return await self._send_invoice(told, screen.text, screen.bill)
        if self._stickers and screen.sticker is not None:
            return await self._send_sticker(told, screen, screen.sticker)
        for form, way in WAYS.items():
            medium: Medium | None = getattr(screen, form)
            if medium is not None:
                return await self._send_medium(told, screen, way, medium)
        if told.edits is not None and (message := await self._edited(told, screen, told.edits)):
            return message
        if enclosing.goes_with(outcome, screen):
            try:
                enclosed = await asyncio.to_thread(enclosing.made, outcome, screen, self._store)
            except MissingMedia as missing:
                return await self._without(told, outcome, "", missing)
            assert enclosed is not None, "a file goes with it"
            file = {enclosed.place: InputFile(enclosed.content, filename=enclosed.name)}
            return await self._call(enclosed.method, told, screen, caption=screen.text, **file)
        return await self._call("sendMessage", told, screen, text=screen.text)

    async def _send_invoice(self, told: Told, description: str, bill: Bill) -> dict[str, Any]:
        return await self._post(
            "sendInvoice",
            told,
            title=bill.title,
            description=plain(description),
            payload=bill.payload,
            provider_token=self._payments_token,
            currency=bill.currency,
            prices=[{"label": bill.label, "amount": bill.units}],
            protect_content=True,  # nobody else can pay it
        )

    async def _edited(self, told: Told, screen: Screen, message: int) -> dict[str, Any] | None:
        """The message that told of it before, with these words; None when it can't be written over any more."""
        try:
            edited = await self._call("editMessageText", told, screen, text=screen.text, message_id=message)
        except BadRequest as wrong:
            if "not modified" in str(wrong):
                return {"message_id": message, "date": 0}
            log.info("a message could not be written over", why=str(wrong))
            return None
        return {"message_id": message, "date": edited.get("date", 0)}

    async def _send_sticker(self, told: Told, screen: Screen, medium: Medium) -> dict[str, Any]:
        """Two messages: the sticker, which carries no words and no keys, then the question.

        Between them nothing is lost: what is due is shown when the question is. A sticker that is known to have arrived
        isn't sent again with its question, but after a restart, when it costs a phone that has it nothing.
        """
        if told.seq not in self._ahead:
            try:
                self._ahead[told.seq] = await self._send_medium(told, screen, sticker, medium)
            except (BadRequest, MissingMedia) as wrong:
                log.error("a sticker can't be sent, a photo is", medium=medium.hash, why=str(wrong))
                assert screen.picture is not None, "a sticker stands for a picture"
                return await self._send_medium(told, screen, WAYS["picture"], screen.picture)
        question = await self._call("sendMessage", told, screen, text=screen.text)
        return {**self._ahead.pop(told.seq), **question}

    async def _send_medium(self, told: Told, screen: Screen, way: Way, medium: Medium) -> dict[str, Any]:
        known = await self._house.database.read(picturing.upload, self._bot.id, medium.hash)
        if known is not None:
            try:
                return await self._with_medium(told, screen, way, medium, known)
            except BadRequest as wrong:
                if "file" not in str(wrong).lower():
                    raise
                await self._house.database.write(picturing.forget_upload, self._bot.id, medium.hash)
        try:
            data = await asyncio.to_thread(self._store.get, medium.hash)
        except MissingMedia as missing:
            if not way.words:
                raise
            return await self._without(told, told.outcome, way.lost, missing)
        message = await self._with_medium(told, screen, way, medium, InputFile(data, filename=way.name))
        file, size_bytes = uploaded(message, way)
        if file:
            await self._house.database.write(picturing.uploaded, self._bot.id, medium.hash, file, size_bytes)
        return message

    async def _without(self, told: Told, outcome: Outcome, lost: str, why: MissingMedia) -> dict[str, Any]:
        """The words alone, which say that what should come with them is gone."""
        log.error("what goes with a message is gone", outcome=type(outcome).__name__, why=str(why))
        t = self._house.texts.speak(told.language)
        words = screens.show(_blind(outcome, lost), t, self._house.installation)
        return await self._call("sendMessage", told, words, text=words.text)

    async def _with_medium(
        self, told: Told, screen: Screen, way: Way, medium: Medium, file: Any
    ) -> dict[str, Any]:
        values = {way.place: file, **way.besides}
        if not way.words:
            return await self._bare(way.method, told, screen, **values)
        if way.place in ("voice", "video"):
            values["duration"] = medium.seconds or None
        if way.place in ("photo", "video"):
            values["has_spoiler"] = True if screen.spoiler else None
        return await self._call(way.method, told, screen, caption=screen.text, **values)

    async def _bare(self, method: str, told: Told, screen: Screen, **values: Any) -> dict[str, Any]:
        return await self._post(
            method,
            told,
            disable_notification=True,
            protect_content=True if screen.protect else None,
            **values,
        )

    async def _call(self, method: str, told: Told, screen: Screen, **values: Any) -> dict[str, Any]:
        marked_up = any(letter in screen.text for letter in "<&")
        return await self._post(
            method,
            told,
            parse_mode="HTML" if marked_up else None,
            reply_markup=_markup(screen) or self._keys_left(told),
            disable_notification=True if screen.silent and method != "editMessageText" else None,
            protect_content=True if screen.protect and method != "editMessageText" else None,
            link_preview_options={"is_disabled": True}
            if "." in screen.text and method in ("sendMessage", "editMessageText")
            else None,
            **values,
        )

    async def _post(self, method: str, told: Told, **values: Any) -> dict[str, Any]:
        """One message on its way, or one written over: at its turn, and not too many at once."""
        await self._gate.turn(told.telegram, told.waited_for and not told.notice)
        paid = True if self._gate.paid and method.startswith("send") else None
        async with self._places:
            message = await api.call(
                self._bot, method, chat_id=told.telegram, allow_paid_broadcast=paid, **values
            )
        assert isinstance(message, dict)
        return message

    def _keys_left(self, told: Told) -> dict[str, Any] | None:
        """Where the keys on the phone are over: those of the question that is open, or none."""
        if not told.keys_over:
            return None
        if told.keys_of is None:
            return {"remove_keyboard": True}
        t = self._house.texts.speak(told.language)
        return _markup(screens.show(told.keys_of, t, self._house.installation))


def _cost(screen: Screen, message: dict[str, Any]) -> Cost:
    """What a message costs on the wire: its words, its keys, the size of its medium as Telegram tells it."""
    words = wire.message_bytes(plain(screen.text), [[key.label for key in row] for row in screen.keyboard])
    sizes = [uploaded(message, way)[1] for way in (*WAYS.values(), sticker)]
    return Cost(words, sum(wire.medium_bytes(size) for size in sizes if size))


def _blind(outcome: Outcome, lost: str) -> Outcome:
    """A question or card whose medium or file is gone: its words, and what is missing."""
    if isinstance(outcome, ResultFile):
        return replace(outcome, gone=True)
    if isinstance(outcome, Task):
        return replace(outcome, picture=None, sticker=None, audio=None, clip=None, note=lost)
    if isinstance(outcome, Preview) and outcome.task is not None:
        blind = replace(outcome.task, picture=None, sticker=None, audio=None, clip=None, note=lost)
        return replace(outcome, task=blind)
    assert isinstance(outcome, Examples), "tasks, their previews and examples have media, results files"
    return replace(outcome, picture=None)


def _markup(screen: Screen) -> dict[str, Any] | None:
    if screen.keyboard:
        rows = [[{"text": key.label} for key in row] for row in screen.keyboard]
        return {"keyboard": rows, "resize_keyboard": True, "is_persistent": True}
    if screen.buttons:
        return {
            "inline_keyboard": [
                [{"text": one.label, "callback_data": one.data} for one in row] for row in screen.buttons
            ]
        }
    return None
