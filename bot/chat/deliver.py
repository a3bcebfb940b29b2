"""Showing what is due: one line of messages per account, in order; what arrived is remembered.

There is no idempotency key for a send, so no money depends on one: what is due stays due until it is known to
have arrived. An unknown end (a time-out) is tried once more at once, then a few times at long intervals; a connection
that was refused is tried again, more and more slowly; both at once when Telegram is heard of again, and neither when
something newer says more. Somebody who blocked the bot is left in peace; what Telegram calls wrong is our bug.
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
from bot.actions import joining, picturing, telling
from bot.actions.telling import Told
from bot.chat import api, enclosing, profile, router
from bot.chat.router import House
from bot.domain.outcomes import Outcome
from bot.domain.outcomes.bundles import Bundle
from bot.domain.outcomes.papers import Forgotten
from bot.domain.outcomes.requester import Preview, ResultFile, RoleGiven
from bot.domain.outcomes.worker import Examples, Sorry, Task
from bot.media.store import MissingMedia, Store
from bot.screen import Bill, Medium, Screen, plain
from bot.storage import DatabaseTrouble

log = structlog.get_logger("bot.chat")

tries_at_once_max = 2  # of a send whose end is unknown: it may have been seen already
tries_max = 6
pause_unknown_s, pause_unknown_grows = 60.0, 4
pause_least_s, pause_most_s = 1.0, 60.0
waiting_page = 500
notices_every_s = 1.0


@dataclass(frozen=True, slots=True)
class _Way:
    """How a form of medium is sent: Bot API method, the field it stands in, a file's name, and what it must say besides.

    A sound is a voice note, which phones play in the chat; a clip is sent so that it plays while it comes.
    """

    method: str
    place: str
    name: str
    lost: str  # the task's note when the store has it no more
    besides: dict[str, Any] = field(default_factory=dict)


_WAYS = {
    "picture": _Way("sendPhoto", "photo", "picture.jpg", "lost"),
    "audio": _Way("sendVoice", "voice", "sound.ogg", "lost audio"),
    "video": _Way("sendVideo", "video", "clip.mp4", "lost video", {"supports_streaming": True}),
}


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
        sends_at_once: int = api.connections_at_once["httpx"],
    ) -> None:
        self._payments_token = payments_token
        self._bot, self._house, self._store = bot, house, store
        self._lines: dict[int, _Line] = {}
        self._running: set[asyncio.Task[None]] = set()
        self._places = asyncio.Semaphore(sends_at_once)
        self._under_way: set[int] = set()  # notices in a line: until they are tried they look like new ones

    def show(self, told: Told, tries: int = 0) -> None:
        """Puts an outcome into its account's line."""
        line = self._lines.get(told.account)
        if line is not None:
            line.waiting.append((told, tries))
            line.bell.set()
            return
        self._lines[told.account] = _Line(deque([(told, tries)]))
        task = asyncio.create_task(self._work_off(told.account))
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    def wake(self) -> None:
        """Telegram answers again: what pauses is tried now."""
        for line in self._lines.values():
            line.bell.set()

    def aside(self, work: Coroutine[Any, Any, None]) -> None:
        """Does something small beside the lines, such as answering an inline press."""
        task = asyncio.create_task(work)
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def show_waiting(self) -> int:
        """Shows what was due and not known to have arrived, after a start or trouble. Returns how many."""
        shown, after, busy = 0, 0, set(self._lines)  # whose line is at work shows its own
        while True:
            page = await self._house.database.read(telling.waiting, self._bot.id, waiting_page, after)
            for told, tries in page:
                if told.account not in busy:
                    self.show(told, tries)
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
        pause, unknown = pause_least_s, pause_unknown_s
        while True:
            try:
                message = await self._send(told)
            except RetryAfter as asked:
                await asyncio.sleep(_seconds(asked))
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
                if tries >= tries_max:
                    return  # it stays due: the next start shows it, or they ask for it
                if tries >= tries_at_once_max:
                    if await line.overtaken(told, unknown):
                        return
                    unknown *= pause_unknown_grows
            else:
                await self._arrived(told, message)
                return

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

    async def _arrived(self, told: Told, message: dict[str, Any]) -> None:
        await self._house.database.write(telling.shown, told, message["message_id"], message["date"] * 1000)
        if isinstance(told.outcome, RoleGiven):
            spoken = self._house.texts.speak(told.language)
            self.aside(profile.announce_to_requester(self._bot, spoken, told.telegram))

    async def _send(self, told: Told) -> dict[str, Any]:
        t, outcome = self._house.texts.speak(told.language), told.outcome
        read = enclosing.READ.get(type(outcome))
        if read is None:
            screen = screens.show(outcome, t, self._house.installation)
        else:  # only the wish was stored; neither reading it all nor making the file holds anybody up
            outcome = await self._house.database.read(read, told.account, outcome)
            screen = await asyncio.to_thread(screens.show, outcome, t, self._house.installation)
        async with self._places:
            if screen.bill is not None:
                return await self._send_invoice(told, screen.text, screen.bill)
            for form, way in _WAYS.items():
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
        message = await api.call(
            self._bot,
            "sendInvoice",
            chat_id=told.telegram,
            title=bill.title,
            description=plain(description),
            payload=bill.payload,
            provider_token=self._payments_token,
            currency=bill.currency,
            prices=[{"label": bill.label, "amount": bill.units}],
            protect_content=True,  # nobody else can pay it
        )
        assert isinstance(message, dict)
        return message

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

    async def _send_medium(self, told: Told, screen: Screen, way: _Way, medium: Medium) -> dict[str, Any]:
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
            return await self._without(told, told.outcome, way.lost, missing)
        message = await self._with_medium(told, screen, way, medium, InputFile(data, filename=way.name))
        file, size_bytes = _uploaded(message, way)
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
        self, told: Told, screen: Screen, way: _Way, medium: Medium, file: Any
    ) -> dict[str, Any]:
        values = {way.place: file, **way.besides}
        if way.place != "photo":
            values["duration"] = medium.seconds or None
        if way.place != "voice":
            values["has_spoiler"] = True if screen.spoiler else None
        return await self._call(way.method, told, screen, caption=screen.text, **values)

    async def _call(self, method: str, told: Told, screen: Screen, **values: Any) -> dict[str, Any]:
        marked_up = any(letter in screen.text for letter in "<&")
        message = await api.call(
            self._bot,
            method,
            chat_id=told.telegram,
            parse_mode="HTML" if marked_up else None,
            reply_markup=_markup(screen) or self._keys_left(told),
            disable_notification=True if screen.silent and method != "editMessageText" else None,
            protect_content=True if screen.protect and method != "editMessageText" else None,
            link_preview_options={"is_disabled": True}
            if "." in screen.text and method in ("sendMessage", "editMessageText")
            else None,
            **values,
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


def _blind(outcome: Outcome, lost: str) -> Outcome:
    """A question or card whose medium or file is gone: its words, and what is missing."""
    if isinstance(outcome, ResultFile):
        return replace(outcome, gone=True)
    if isinstance(outcome, Task):
        return replace(outcome, picture=None, audio=None, clip=None, note=lost)
    if isinstance(outcome, Preview) and outcome.task is not None:
        return replace(outcome, task=replace(outcome.task, picture=None, audio=None, clip=None, note=lost))
    if isinstance(outcome, Bundle):
        return replace(outcome, edge=0, note="lost")
    assert isinstance(outcome, Examples), "tasks, bundles, previews and examples have media, results files"
    return replace(outcome, picture=None)


def _uploaded(message: dict[str, Any], way: _Way) -> tuple[str, int]:
    """Telegram's file id of what was sent, "" where it made something else of it, and the bytes it reports."""
    sent = message.get(way.place) or {}
    largest: dict[str, Any] = sent[-1] if isinstance(sent, list) else sent
    return largest.get("file_id", ""), largest.get("file_size", 0)


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


def _seconds(asked: RetryAfter) -> float:
    after = asked.retry_after
    return float(after) if isinstance(after, int | float) else after.total_seconds()
