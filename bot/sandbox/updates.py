"""getUpdates: what a bot has not confirmed, given again until it does, to one poller at a time."""

import asyncio
from collections import deque
from typing import Any

from bot.sandbox.chats import Bot, Update
from bot.sandbox.refused import Refused
from bot.sandbox.world import World

batch_updates_max = 100
wait_s_max = 50
answer_bytes_max = 4_194_304
HOOKED = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"


async def poll(world: World, bot: Bot, given: dict[str, Any]) -> str:
    """The JSON array of updates; waits up to `timeout` seconds for the first. Raises Refused (409) when replaced."""
    if bot.hook is not None:
        raise Refused(HOOKED, 409)
    if "allowed_updates" in given:
        bot.allowed = given["allowed_updates"]
        world.bot_changed(bot)
    ticket = bot.poll = object()
    bot.bell.ring()
    confirm(world, bot, given.get("offset", 0))
    world.keep.write()
    limit = max(1, min(given.get("limit", batch_updates_max), batch_updates_max))
    loop = asyncio.get_running_loop()
    deadline = loop.time() + max(0, min(given.get("timeout", 0), wait_s_max))
    while True:
        batch = take(world, bot, limit)
        left = deadline - loop.time()
        if batch or left <= 0 or world.closing:
            return f"[{','.join(batch)}]"
        await bot.bell.wait(left)
        if bot.hook is not None:
            raise Refused("terminated by setWebhook request", 409)
        if bot.poll is not ticket:
            reason = "terminated by other getUpdates request; make sure that only one bot instance is running"
            raise Refused(reason, 409)


def confirm(world: World, bot: Bot, offset: int) -> None:
    """Forget what `offset` confirms: all before it; a negative one keeps only that many of the last."""
    done = []
    while bot.updates and (len(bot.updates) > -offset if offset < 0 else bot.updates[0].id < offset):
        done.append(bot.updates.popleft())
    bot.again += [update for update in done if world.faults.again()]
    world.forget_updates(bot, done)


def take(world: World, bot: Bot, limit: int) -> list[str]:
    """The updates of one answer, oldest first; faults deliver one twice or out of order."""
    expire(world, bot)
    chosen: list[Update] = bot.again[:limit]
    del bot.again[:limit]
    size = 0
    for update in bot.updates:
        size += len(update.body)
        if len(chosen) >= limit or (chosen and size > answer_bytes_max):
            break
        chosen.append(update)
    return [chosen[at].body for at in world.faults.shuffled(len(chosen))]


def expire(world: World, bot: Bot) -> None:
    """Forget updates that nobody confirmed in time: presses after 150 s, messages after a day."""
    now_ms = world.clock.now_ms()
    if not bot.updates or now_ms < bot.soonest_ms:
        return
    world.forget_updates(bot, [update for update in bot.updates if update.expires_ms <= now_ms])
    bot.updates = deque(update for update in bot.updates if update.expires_ms > now_ms)
    bot.soonest_ms = min((update.expires_ms for update in bot.updates), default=0)
