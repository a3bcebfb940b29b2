"""Webhooks: a bot's updates sent to its own address, as the Bot API's server does it (WebhookActor.cpp of its source).

The messages of a chat go one at a time, and so do the presses of a person and whatever else is theirs; all these queues
go beside each other, over as many connections as the bot allows. Any 2xx confirms an update. Anything else repeats it:
at once the first time, then after two seconds, and twice as long each time up to one or two minutes; or as long after as
`Retry-After` says. It is dropped when the next try would come after it has expired. What an answer asks to be done is not done.
"""

import asyncio
import re
from dataclasses import dataclass, field
from math import inf
from random import randint
from typing import Any
from urllib.parse import urlsplit

import aiohttp

from bot.sandbox.chats import Bot, Hook, Update
from bot.sandbox.refused import Refused
from bot.sandbox.table import Fields, method
from bot.sandbox.updates import expire
from bot.sandbox.world import World

connections_default, connections_max = 40, 100
repeat_s_max = 60
retry_after_s_max = 3_600
gone_s_max = 82_800
answer_s_max = 60.0
rest_s_max = 30.0
HERE = ("127.0.0.1", "localhost", "::1")
SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")


@method("setWebhook")
def set_webhook(world: World, bot: Bot, given: Fields) -> Any:
    """From now on updates are sent to an address on this machine; http is taken too. The same again changes nothing."""
    url, secret = given["url"], given.get("secret_token", "")
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or parts.hostname not in HERE:
        raise Refused("bad webhook: the sandbox calls nobody but this machine")
    if secret and not SECRET.fullmatch(secret):
        raise Refused("secret token contains unallowed characters")
    if given.get("drop_pending_updates"):
        _drop(world, bot)
    if "allowed_updates" in given:
        bot.allowed = given["allowed_updates"]
    connections = given.get("max_connections", 0)
    hook = Hook(url, secret, min(connections, connections_max) if connections > 0 else connections_default)
    if bot.hook != hook:
        bot.hook, bot.hook_failed = hook, {}
        bot.bell.ring()
        world.hooked.ring()
    world.bot_changed(bot)
    return True


@method("deleteWebhook")
def delete_webhook(world: World, bot: Bot, given: Fields) -> Any:
    """Sends no more; the updates that wait are dropped only if that is asked."""
    bot.hook, bot.hook_failed = None, {}
    if given.get("drop_pending_updates"):
        _drop(world, bot)
    bot.bell.ring()
    world.bot_changed(bot)
    return True


@method("getWebhookInfo")
def get_webhook_info(world: World, bot: Bot, given: Fields) -> Any:
    """Where updates are sent, how many wait, and what went wrong last."""
    about = {"has_custom_certificate": False, "pending_update_count": len(bot.updates)}
    if bot.hook is None:
        return {"url": "", **about}
    allowed = {"allowed_updates": bot.allowed} if bot.allowed else {}
    return {
        "url": bot.hook.url,
        **about,
        "max_connections": bot.hook.connections,
        **bot.hook_failed,
        **allowed,
    }


def _drop(world: World, bot: Bot) -> None:
    world.forget_updates(bot, bot.updates)
    bot.updates.clear()


async def serve(world: World) -> None:
    """Sends updates to every bot that has a webhook, until cancelled."""
    async with aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(limit=0, ssl=False),
        timeout=aiohttp.ClientTimeout(total=answer_s_max),
        cookie_jar=aiohttp.DummyCookieJar(),
    ) as session:
        serving: dict[int, tuple[Hook, asyncio.Task[None]]] = {}
        try:
            while True:
                for bot in world.bots.values():
                    known = serving.get(bot.id)
                    if bot.hook is not None and (known is None or known[0] is not bot.hook):
                        task = asyncio.create_task(Sender(world, bot, bot.hook, session).run())
                        serving[bot.id] = (bot.hook, task)
                await world.hooked.wait(rest_s_max)
        finally:
            for _, task in serving.values():
                task.cancel()
            await asyncio.gather(*(task for _, task in serving.values()), return_exceptions=True)


@dataclass(slots=True)
class Trouble:
    """An update that was not confirmed: how often, how long it waits between tries, and when (by the loop) the next is."""

    fails: int = 0
    delay_s: float = 1
    next_at: float = 0.0


@dataclass(slots=True)
class Sender:
    """Sends one bot's updates to one address, as long as that is its webhook."""

    world: World
    bot: Bot
    hook: Hook
    session: aiohttp.ClientSession
    busy: set[str] = field(default_factory=set)
    troubles: dict[int, Trouble] = field(default_factory=dict)
    again: set[int] = field(default_factory=set)
    gone_since: float = 0.0

    async def run(self) -> None:
        """Sends the first update of every queue that is free and rested."""
        loop, sending = asyncio.get_running_loop(), set[asyncio.Task[None]]()
        try:
            while self.bot.hook is self.hook and not self.world.closing:
                for update in self._ready(loop.time()):
                    task = loop.create_task(self._send(update))
                    sending.add(task)
                    task.add_done_callback(sending.discard)
                soonest = min((one.next_at for one in self.troubles.values()), default=inf) - loop.time()
                await self.bot.bell.wait(min(max(soonest, 0.01), rest_s_max))
        finally:
            for task in sending:
                task.cancel()

    def _ready(self, now: float) -> list[Update]:
        expire(self.world, self.bot)
        if self.troubles:
            waiting = {update.id for update in self.bot.updates}
            self.troubles = {number: one for number, one in self.troubles.items() if number in waiting}
        chosen, met = list[Update](), set[str]()
        for update in self.bot.updates:
            if len(self.busy) >= self.hook.connections:
                break
            queue = _queue(update)
            if queue in met or queue in self.busy:
                continue
            met.add(queue)
            trouble = self.troubles.get(update.id)
            if trouble is None or trouble.next_at <= now:
                self.busy.add(queue)
                chosen.append(update)
                if trouble is not None:
                    trouble.next_at = inf
        return chosen

    async def _send(self, update: Update) -> None:
        try:
            status, retry_after, why = await self._answer(update)
            if self.bot.hook is not self.hook:
                return
            if 200 <= status <= 299:
                self._confirmed(update)
            else:
                self._failed(update, status, retry_after, why)
            self.world.keep.write()
        finally:
            self.busy.discard(_queue(update))
            self.bot.bell.ring()

    async def _answer(self, update: Update) -> tuple[int, int, str]:
        """(status, seconds of Retry-After, what went wrong); status 0 when there was no answer, or a fault hid it."""
        faults = self.world.faults
        await asyncio.sleep(faults.delay("webhook"))
        fate = faults.fate("webhook")
        if fate in ("timeout_before", "too_many", "server_error"):
            return 0, 0, "Connection timed out"
        headers = {"Content-Type": "application/json"}
        if self.hook.secret:
            headers["X-Telegram-Bot-Api-Secret-Token"] = self.hook.secret
        try:
            body = update.body.encode("utf-8", "surrogatepass")
            async with self.session.post(
                self.hook.url, data=body, headers=headers, allow_redirects=False
            ) as answer:
                await answer.read()
        except (aiohttp.ClientError, OSError, TimeoutError) as wrong:
            return 0, 0, "Connection refused" if isinstance(wrong, OSError) else "Connection closed"
        if fate is not None:
            return 0, 0, "Read timeout expired"
        after = answer.headers.get("Retry-After", "")
        why = f"Wrong response from the webhook: {answer.status} {answer.reason}"
        return answer.status, int(after) if after.isdecimal() else 0, why

    def _confirmed(self, update: Update) -> None:
        self.gone_since = 0.0
        self.troubles.pop(update.id, None)
        if update.id not in self.again and self.world.faults.again():
            self.again.add(update.id)
            return
        self.again.discard(update.id)
        self._forget(update)

    def _failed(self, update: Update, status: int, retry_after: int, why: str) -> None:
        now = asyncio.get_running_loop().time()
        clock_ms = self.world.clock.now_ms()
        self.bot.hook_failed = {"last_error_date": clock_ms // 1000, "last_error_message": why}
        if status == 410:
            self.gone_since = self.gone_since or clock_ms / 1000
            if clock_ms / 1000 > self.gone_since + gone_s_max:
                delete_webhook(self.world, self.bot, {})
                return
        else:
            self.gone_since = 0.0
        trouble = self.troubles.setdefault(update.id, Trouble())
        wait: float = min(retry_after, retry_after_s_max)
        if not retry_after and trouble.fails:
            trouble.delay_s = min(trouble.delay_s * 2, randint(repeat_s_max, 2 * repeat_s_max))
            wait = trouble.delay_s
        if clock_ms + wait * 1000 > update.expires_ms:
            self._forget(update)
            return
        trouble.fails += 1
        trouble.next_at = now + wait

    def _forget(self, update: Update) -> None:
        self.troubles.pop(update.id, None)
        if update in self.bot.updates:
            self.bot.updates.remove(update)
        self.world.forget_updates(self.bot, [update])


def _queue(update: Update) -> str:
    return update.queue or f"own/{update.id}"
