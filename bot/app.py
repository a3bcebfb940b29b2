"""The composition root: settings in, running programs out. The only place where things are built.

`run` serves Telegram. `call` does one of the operator's verbs, through the running program when there is one; `work`
sees a verb's job to its end.
"""

from __future__ import annotations

import asyncio
import ctypes
import gc
import resource
import signal
import sys
import time
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from functools import partial
from importlib.metadata import version
from typing import Any, Final
from urllib.parse import urlsplit

import structlog
from babel.numbers import get_currency_precision

from bot import ledger, payouts
from bot.actions import minding, queueing
from bot.actions.destinations import Ways
from bot.actions.forgetting import forget_job
from bot.backup.moving import moved_file
from bot.chat import api, posting, profile
from bot.chat.deliver import Deliver
from bot.chat.erasing import Erasing
from bot.chat.intake import Intake
from bot.chat.router import House
from bot.chat.watch import Watch
from bot.chat.webhook import Webhook, update_bytes_max
from bot.config import Settings, WrongSettings, carried, currency_differs
from bot.desk import Desk
from bot.domain.limits import Rules
from bot.domain.refusals import Refusal
from bot.hooks import beats, looks
from bot.hooks.door import Hook, hooks_of, open_doors
from bot.hooks.door import serve as serve_app
from bot.hooks.looks import Looks
from bot.media.posting import Poster
from bot.media.store import Store
from bot.meters import Meters
from bot.money import unit_micro
from bot.payouts import notice_path
from bot.payouts.orders import hook_name, orders_of
from bot.payouts.vault import Vault
from bot.rounds.books import Books
from bot.rounds.clockwork import Clockwork
from bot.rounds.clones import Clones
from bot.rounds.exports import Exports
from bot.rounds.forgetting import Forgetting
from bot.rounds.imports import Imports
from bot.rounds.jobs import Step
from bot.rounds.measuring import Measuring
from bot.rounds.news import News
from bot.rounds.payins import Payins
from bot.rounds.payouts import Payouts
from bot.rounds.receiving import Receiving
from bot.rounds.sealing import Sealing
from bot.rounds.webhooks import Webhooks
from bot.screens import operator
from bot.screens.words import Installation
from bot.storage import open_database
from bot.storage.lock import SOCKET_NAME, Lock, serve
from bot.texts import ENGLISH, Texts

log = structlog.get_logger("bot")

Clock = Callable[[], int]
Run = Coroutine[Any, Any, None]
drain_s = 5.0
lock_patience_s = 3.0  # a verb such as `ujima doctor` may just be at it
objects_between_collections = 20_000  # 700 as Python has it, which is every few answers
SPOOLS_NAME = "imports"  # where packs on their way in lie, under the folder of all data
SENT_NAME = "sent"  # where files that requesters sent lie until they are read


def now_ms() -> int:
    """UTC epoch milliseconds by the machine's clock."""
    return time.time_ns() // 1_000_000


def rules_of(settings: Settings) -> Rules:
    """The numbers an installation set."""
    minor = unit_micro // 10 ** get_currency_precision(settings.currency)
    return Rules(
        currency=settings.currency,
        minor=minor,
        floor_hourly=settings.floor_hourly_micro,
        rulings_by=settings.rulings_by,
        care_by=settings.care_by,
        vote_days=settings.vote_days,
        quorum_percent=settings.quorum_percent,
        illegal_by=settings.illegal_contact.strip(),
        two_people_above=settings.two_people_above_micro,
        reversible_max=settings.reversible_max_micro,
        deposit_ways=deposit_ways_of(settings),
    )


def deposit_ways_of(settings: Settings) -> tuple[str, ...]:
    """By which ways requesters pay in by themselves."""
    paypal = settings.paypal_deposits and orders_of(settings, now_ms) is not None
    there = {"telegram": bool(settings.payments_token.get_secret_value()), "paypal": paypal}
    return tuple(name for name, offered in there.items() if offered)


def ways_of(settings: Settings, clock: Clock) -> Ways:
    """How money leaves an installation: the rails that are set up, and the vault that seals where to."""
    keys = settings.keys.get_secret_value()
    vault = Vault(keys) if keys else None
    return Ways(payouts.rails(settings, clock), vault, settings.payout_least_micro)


@dataclass(frozen=True, slots=True)
class Built:
    """Everything that stands before Telegram comes in."""

    house: House
    store: Store
    steps: dict[str, Step]
    clock: Clock


def same_currency(settings: Settings, booked: str) -> None:
    """Raises WrongSettings when money is booked in another currency than is set."""
    if said := currency_differs(settings, booked):
        raise WrongSettings((said,))


@asynccontextmanager
async def built(
    settings: Settings, clock: Clock = now_ms, meters: Meters | None = None
) -> AsyncIterator[Built]:
    """Opens the house: database, words, pictures. On SQLite only whoever holds the data folder's lock may.

    What it does is counted in `meters`, where somebody looks at them.
    """
    settings.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    if one_writer(settings) and (gone := moved_file(settings)).exists() and not settings.sqlite_file.exists():
        raise WrongSettings((operator.backups.gone_over(gone.name),))
    meters = meters or Meters(clock)
    database = await open_database(settings.database_url, clock=clock, node=settings.node, meters=meters)
    try:
        same_currency(settings, await database.read(ledger.currency))
        rules, ways = rules_of(settings), ways_of(settings, clock)
        installation = Installation(
            name=settings.operator_name,
            address=settings.operator_address,
            law=settings.operator_law,
            complaints=settings.complaints_body,
            version=version("ujima"),
            floor_hourly=rules.floor_hourly,
            care_by=rules.care_by,
            care_contact=settings.care_contact.strip() if rules.care_by else "",
            payout_least=ways.least if ways.open else 0,
            signer=settings.signer,
            seal_channel=settings.seal_channel if settings.seal_channel.startswith("@") else "",
        )
        store = Store(settings.data / "media")
        texts = Texts(carried("locales"), settings.currency)
        house = House(database, texts, rules, installation, ways, meters=meters)
        imports = Imports(
            database, store, rules, settings.data / SPOOLS_NAME, texts, stickers=settings.stickers
        )
        clones = Clones(database)
        steps: dict[str, Step] = {
            "import": imports.step,
            "undo import": imports.undo,
            queueing.clone_job: clones.step,
            f"undo {queueing.clone_job}": clones.undo,
            forget_job: Forgetting(database, store).step,
            "results": Exports(database, store, house.texts, rules.floor_hourly).step,
            "book": Books(database).step,
        }
        await imports.tidy()
        yield Built(house, store, steps, clock)
    finally:
        await database.close()


def one_writer(settings: Settings) -> bool:
    """Does one program alone write the database? So on SQLite."""
    return settings.database_url.startswith("sqlite")


# ---- running ---------------------------------------------------------------------------------------------


def run(settings: Settings) -> int:
    """Serves Telegram until stopped. Raises WrongSettings, AlreadyRunning, WrongToken, SecondPoller, DatabaseTrouble."""
    if missing := settings.missing_to_run():
        raise WrongSettings(missing)
    unread()
    with asyncio.Runner(loop_factory=loop_factory()) as runner:
        return runner.run(_run(settings))


_PR_SET_DUMPABLE: Final = 4  # prctl(2)


def unread() -> None:
    """Whatever breaks leaves no image of this process, and its own children can't read its memory or environment (Linux)."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0)


def loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """uvloop's loops where it is installed, which is not everywhere; else the standard library's."""
    try:
        import uvloop
    except ImportError:
        return None
    return uvloop.new_event_loop


async def _run(settings: Settings) -> int:
    stop = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    await serving(settings, stop, ready=lambda home: settle())
    return 0


def settle() -> None:
    """What was built stays until the end: the collector of garbage never looks at it again, and looks less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(objects_between_collections)


async def serving(
    settings: Settings,
    stop: asyncio.Event,
    *,
    clock: Clock = now_ms,
    ready: Callable[[Built], None] | None = None,
) -> None:
    """The whole program, until `stop` is set: intake, delivery, rounds, the operator's door."""
    async with AsyncExitStack() as stack:
        settings.data.mkdir(mode=0o700, parents=True, exist_ok=True)
        if one_writer(settings):
            stack.enter_context(Lock(settings.data, lock_patience_s))
        meters = Meters(clock)
        beating = asyncio.create_task(beats.beat(meters))  # first: a migration may take long
        stack.callback(beating.cancel)
        home = await stack.enter_async_context(built(settings, clock, meters))
        seen = Looks(home.house.database, meters, settings.bot, settings.data, settings.backups_folder)
        if settings.metrics_port:
            look_door = await serve_app(looks.create(seen), settings.metrics_host, settings.metrics_port)
            stack.push_async_callback(look_door.close)
        desk = Desk(home.house, home.steps, clock, seen)
        if one_writer(settings):
            desk_door = await serve(settings.data / SOCKET_NAME, _answering(desk))
            stack.push_async_callback(desk_door.close)
        bot = api.build(settings.token.get_secret_value(), settings.api_url, settings.backend)
        stack.push_async_callback(bot.shutdown)
        if not await api.reach(bot, stop, polls=not settings.webhook_url):
            return
        home = _named(home, bot.username)
        deliver = Deliver(
            bot,
            home.house,
            home.store,
            settings.payments_token.get_secret_value(),
            sends_at_once=api.connections_at_once[settings.backend],
            stickers=settings.stickers,
            a_second=settings.sends_per_second,
            support_channel=settings.support_channel,
        )
        await deliver.remember_pauses()
        await home.house.database.write(minding.pause_unminded, home.house.rules.care_by)
        url, secret = settings.webhook_url, settings.webhook_secret.get_secret_value()
        intake: Intake | Webhook
        if url:
            intake = Webhook(bot, home.house, deliver, url, secret)
        else:
            intake = Intake(bot, home.house, deliver, settings.poll_timeout_s)
        files = await stack.enter_async_context(api.Files(bot))
        if settings.seal_channel:
            channel, t = settings.seal_channel, home.house.texts.speak(ENGLISH)
            place = channel if channel.startswith("@") else int(channel)
            home.steps[queueing.seal_job] = Sealing(partial(posting.seal, bot, place, t)).step
        watch = Watch(bot, home.house.database, deliver.show, deliver.heard, deliver.wake)
        await watch.begin()  # before a lease may end that ran while we were away
        spools = settings.data / SPOOLS_NAME
        rounds = Clockwork(
            home.house.database, home.store, home.steps, clock, spools, home.house.rules, watch.away, meters
        )
        receiving = Receiving(home.house.database, files.fetch, settings.data / SENT_NAME, home.house.rules)
        measuring = Measuring(home.house.database, home.store, home.house.rules, files.fetch, deliver.show)
        moving, hooks = _moving(settings, home.house, clock)
        doors = await open_doors(
            [(settings.hooks_port, hooks), (settings.webhook_port, _hearing(settings, intake))]
        )
        runs = [
            rounds.run(),
            measuring.run(),
            receiving.run(),
            News(home.house.database, home.house.rules).run(),
            deliver.run(),
            Erasing(bot, home.house, deliver.show).run(),
            watch.run(),
            Webhooks(home.house.database, Poster(), clock, home.house.ways.vault).run(),
            profile.announce(bot, home.house.texts),
            beats.watch_certificate(meters, url),
            *moving,
        ]
        beside = [asyncio.create_task(one) for one in runs]
        for task in beside:
            task.add_done_callback(partial(_noted, meters))
        stopping = asyncio.create_task(_stop(stop, intake))
        try:
            shown = await deliver.show_waiting()
            log.info("serving", bot=bot.username, due=shown)
            if ready is not None:
                ready(home)
            await intake.run()
        finally:
            for door in doors:  # first: what is heard is still shown below
                await door.close()
            for task in (*beside, stopping):
                task.cancel()
            await asyncio.gather(*beside, stopping, return_exceptions=True)
            await deliver.drain(drain_s)


def _noted(meters: Meters, task: asyncio.Task[None]) -> None:
    """What goes on beside the chat goes on until the end; what broke off would be missed by nobody."""
    if not task.cancelled() and (error := task.exception()) is not None:
        meters.count("ujima_incidents_total", "round")
        log.critical(
            "a round broke off: restart the program",
            what=getattr(task.get_coro(), "__qualname__", ""),
            exc_info=error,
        )


def _named(home: Built, bot: str) -> Built:
    """The house once Telegram has told its bot's name (getMe), which /official tells people."""
    return replace(
        home, house=replace(home.house, installation=replace(home.house.installation, bot_name=bot))
    )


def _moving(settings: Settings, house: House, clock: Clock) -> tuple[list[Run], list[Hook]]:
    """What moves money beside the chat, out to people and in from requesters; and where its providers' notices come in."""
    secret = settings.hooks_secret.get_secret_value()
    going_out = Payouts(house.database, house.ways)
    runs = [going_out.run()]
    hooks = hooks_of(house.ways.rails, secret, going_out.noticed) if secret else []
    paypal = orders_of(settings, clock) if settings.paypal_deposits else None
    if paypal is not None:
        coming_in = Payins(house.database, paypal, house.rules, settings.paypal_webhook)
        runs.append(coming_in.run())
        hooks.append(Hook(notice_path(secret, hook_name), coming_in.hear))
    return runs, hooks


def _hearing(settings: Settings, intake: Intake | Webhook) -> list[Hook]:
    """Where Telegram sends updates, when it sends them by itself."""
    if not isinstance(intake, Webhook):
        return []
    path = urlsplit(settings.webhook_url).path or "/"
    return [Hook(path, intake.hear, intake.admits, update_bytes_max)]


async def _stop(stop: asyncio.Event, intake: Intake | Webhook) -> None:
    await stop.wait()
    intake.stop()


def _answering(desk: Desk) -> Callable[[str, dict[str, Any]], Any]:
    async def answer(verb: str, arguments: dict[str, Any]) -> dict[str, Any]:
        try:
            return await desk.do(verb, arguments)
        except Refusal as refusal:
            return {"lines": str(refusal).splitlines(), "ok": False}

    return answer
