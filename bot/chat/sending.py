"""Sending: one outcome put on the wire: which call of the Bot API it is, with its medium, file, bill or keys, and its cost.

When and how often one is sent is `deliver`'s.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

import structlog
from telegram import Bot, InputFile
from telegram.error import BadRequest

from bot import screens
from bot.actions import delivering, helping, locking, picturing
from bot.actions.delivering import Cost
from bot.actions.telling import Told
from bot.chat import api, enclosing
from bot.chat.pacing import Gate
from bot.chat.router import House
from bot.chat.ways import WAYS, Way, sticker, uploaded
from bot.domain import spoken, wire
from bot.domain.outcomes import Outcome, item_of
from bot.domain.outcomes.alarms import LookFirst
from bot.domain.outcomes.bundles import Bundle
from bot.domain.outcomes.cases import Case, CaseItem
from bot.domain.outcomes.claims import Claimed, Mending, Objection, Reviewing, SaidBy
from bot.domain.outcomes.requester import Preview, ResultFile
from bot.domain.outcomes.worker import Examples, Heard, Task
from bot.logs import bare
from bot.media import covers
from bot.media.store import MissingMedia, Store
from bot.screen import Bill, Medium, Screen, plain

log = structlog.get_logger("bot.chat")


beside = "message_beside"
"""In a message as Telegram took it: the number of the one that went before it, with its picture alone."""


class TooLate(Exception):
    """What a press brought can't be sent as its direct answer any more; nothing was sent."""


class Over(Exception):
    """A task that was reported, or hard content that is not asked any more; nothing was sent, and nothing takes its place."""


class Sender:
    """Sends for one bot, each message when `gate` lets it through, `at_once` at most. Raises what Telegram answers."""

    def __init__(
        self,
        bot: Bot,
        house: House,
        store: Store,
        gate: Gate,
        at_once: int,
        *,
        payments_token: str,
        stickers: bool,
    ) -> None:
        self._bot, self._house, self._store, self._gate = bot, house, store, gate
        self._payments_token, self._stickers = payments_token, stickers
        self._places = asyncio.Semaphore(at_once)
        self._ahead: dict[int, dict[str, Any]] = {}  # stickers whose question is to come, by what is due

    async def send(self, told: Told) -> tuple[dict[str, Any], Cost]:
        """Sends what an outcome is: the message as Telegram took it, and what it costs on the wire. Raises TooLate, Over."""
        outcome, screen = await self._drawn(told)
        message = await self._sent(told, outcome, screen)
        return message, _cost(screen, message)

    async def words(self, told: Told, screen: Screen) -> dict[str, Any]:
        """Sends a screen's words and keys, whatever else it has; the message as Telegram took it."""
        return await self._call("sendMessage", told, screen, text=screen.text)

    async def _drawn(self, told: Told) -> tuple[Outcome, Screen]:
        t, outcome = self._house.texts.speak(told.language), told.outcome
        if item_of(outcome):
            bare = await self._house.database.read(delivering.as_may_be_told, told.account, outcome)
            if bare is None:
                raise Over
            outcome = bare
        read = enclosing.READ.get(type(outcome))
        if isinstance(outcome, helping.Helped):
            outcome = await self._house.database.read(
                helping.after, told.account, outcome, self._house.directory
            )
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
                if screen.sheet is not None:
                    hashes = [hash for _, hash, _ in screen.sheet.pictures]
                    await self._house.database.read(locking.refuse_sealed, hashes)
                enclosed = await asyncio.to_thread(enclosing.made, outcome, screen, self._store)
            except MissingMedia as missing:
                return await self._without(told, outcome, "", missing)
            assert enclosed is not None, "a file goes with it"
            file = {enclosed.place: InputFile(enclosed.content, filename=enclosed.name)}
            return await self._call(enclosed.method, told, screen, caption=screen.text, **file)
        return await self.words(told, screen)

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
            log.info("a message could not be written over", why=bare(str(wrong)))
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
                log.error("a sticker can't be sent, a photo is", medium=medium.hash, why=bare(str(wrong)))
                assert screen.picture is not None, "a sticker stands for a picture"
                return await self._send_medium(told, screen, WAYS["picture"], screen.picture)
        question = await self.words(told, screen)
        ahead = self._ahead.pop(told.seq)
        return {**ahead, **question, beside: ahead["message_id"]}

    async def _send_covered(self, told: Told, screen: Screen, way: Way, medium: Medium) -> dict[str, Any]:
        """A picture drawn over just now; it is not kept, so the next time it goes up again."""
        try:
            await self._house.database.read(locking.refuse_sealed, [medium.hash])
            plain_data = await asyncio.to_thread(self._store.get, medium.hash)
        except MissingMedia as missing:
            return await self._without(told, told.outcome, way.lost, missing)
        drawn = await asyncio.to_thread(covers.drawn, plain_data, medium.cover)
        return await self._with_medium(told, screen, way, medium, InputFile(drawn, filename=way.name))

    async def _send_medium(self, told: Told, screen: Screen, way: Way, medium: Medium) -> dict[str, Any]:
        if medium.cover:
            return await self._send_covered(told, screen, way, medium)
        try:
            known = await self._house.database.read(picturing.upload, self._bot.id, medium.hash)
        except MissingMedia as sealed:
            if not way.words:
                raise
            return await self._without(told, told.outcome, way.lost, sealed)
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
        return await self.words(told, words)

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
            if delivering.brings_items(told.outcome) and await self._house.database.read(
                delivering.is_over, told
            ):
                raise Over
            if delivering.is_look(told.outcome) and await self._house.database.read(delivering.is_late, told):
                raise TooLate
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
    if isinstance(outcome, SaidBy):
        return replace(outcome, gone=True)
    if isinstance(outcome, Task) and outcome.hard is not None:
        return replace(outcome, hard=replace(outcome.hard, look=None), note=lost)
    if isinstance(outcome, CaseItem):
        return replace(outcome, hard=replace(outcome.hard, look=None))
    if isinstance(outcome, LookFirst):
        return replace(outcome, hard=replace(outcome.hard, look=None), why="gone")
    if isinstance(outcome, Task):
        return replace(outcome, picture=None, sticker=None, audio=None, clip=None, note=lost)
    if isinstance(outcome, Claimed | Mending | Objection | Reviewing | Case):
        assert outcome.given is not None, "its picture is gone"
        return replace(outcome, given=replace(outcome.given, picture=None))
    if isinstance(outcome, Preview) and outcome.task is not None:
        blind = replace(outcome.task, picture=None, sticker=None, audio=None, clip=None, note=lost)
        return replace(outcome, task=blind)
    if isinstance(outcome, Bundle):
        return replace(outcome, bytes_max=0, note="lost")
    if isinstance(outcome, Heard) or type(outcome) in spoken.NAMES:
        return replace(outcome, spoken=None)  # type: ignore[call-arg]
    assert isinstance(outcome, Examples), "nothing else has media or files that can be gone"
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
