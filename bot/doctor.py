"""What `ujima doctor` looks at: settings, the data folder, Telegram, the database, media and the book.

Nothing is changed, but a database older than the program is brought up to it, as at any start. Each finding
is one sentence; what is not well says what to do.
"""

from __future__ import annotations

import os
import shutil
import ssl
import stat
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any, Final

import httpx

from bot import ledger, payouts, wellbeing
from bot.actions import (
    helping,
    listening,
    locking,
    looking,
    minding,
    overseeing,
    proposing,
    returning,
    sending,
)
from bot.config import Settings, currency_differs
from bot.media.store import Store
from bot.payouts.orders import hook_name, orders_of
from bot.screens import operator
from bot.screens.operator.words import Finding
from bot.storage import Database, DatabaseTrouble, Tx, open_database
from bot.storage.lock import SOCKET_NAME, AlreadyRunning, AskRefused, Lock, NobodyRunning, ask

room_bytes_min: Final = 200_000_000
"""Under this much free room a picture pack or a backup may no longer fit."""

answer_s_max: Final = 20.0

clock_away_s_max: Final = 60
"""A clock further away than this is wrong; an answer on a slow line is some seconds old."""

demo_telegram: Final = "telegram"
"""Where in its data folder the demo keeps the pretend Telegram."""

demo_says: Final = (
    "This is the demo's folder; the demo needs no settings. A real installation gets a folder of its own."
)

rate_days_max: Final = 30
"""An older rate of local money no longer says what arrives."""


async def examine(settings: Settings, clock: Callable[[], int]) -> list[Finding]:
    """All findings, in the order a start needs them. `clock` gives UTC epoch milliseconds."""
    found = [
        *([Finding(demo_says)] if _is_demo(settings) else _settings(settings)),
        *_payouts(settings, clock()),
        *_deposits(settings, clock()),
        *_care(settings),
        *_folder(settings.data),
        *_open_to_others(settings.data),
    ]
    if settings.token.get_secret_value():
        found += await _telegram(settings, clock)
    on_sqlite = not settings.database.get_secret_value()
    if on_sqlite and not settings.sqlite_file.exists():
        return [*found, Finding("There is no database yet; the first start makes it.")]
    if not on_sqlite:
        return [*found, *await _storage(settings, clock)]
    try:
        with Lock(settings.data):
            return [*found, *await _storage(settings, clock)]
    except AlreadyRunning:
        return [*found, *await _running(settings)]


def _is_demo(settings: Settings) -> bool:
    """Is the folder the demo's, and nothing set that a real one needs?"""
    return (settings.data / demo_telegram).is_dir() and not settings.token.get_secret_value()


def _settings(settings: Settings) -> list[Finding]:
    missing = [Finding(sentence, False) for sentence in settings.missing_to_run()]
    return missing or [Finding("All settings that a start needs are there.")]


def _payouts(settings: Settings, now: int) -> list[Finding]:
    """How people can be paid, at which rates, and where providers send their notices."""
    rails = payouts.rails(settings, lambda: now)
    if not rails:
        return []
    today = datetime.fromtimestamp(now / 1000, UTC).date()
    old = [money for money, day in settings.rate_days().items() if (today - day).days > rate_days_max]
    addresses = {name: settings.notice_address(name) for name, rail in rails.items() if not rail.by_hand}
    return [
        Finding(f"People can be paid by: {', '.join(rails)}."),
        *(
            Finding(f"The rate of {money} is more than {rate_days_max} days old. Set UJIMA_RATES.", False)
            for money in old
        ),
        *(Finding(f"Notices of {name} come to {address}") for name, address in addresses.items() if address),
    ]


def _deposits(settings: Settings, now: int) -> list[Finding]:
    """How requesters pay in by themselves, and where PayPal sends its notices."""
    if not settings.paypal_deposits:
        return []
    if orders_of(settings, lambda: now) is None:
        said = "UJIMA_PAYPAL_DEPOSITS needs UJIMA_PAYPAL_KEY, UJIMA_PAYPAL_SECRET and a currency PayPal takes cents of."
        return [Finding(said, False)]
    address = settings.notice_address(hook_name)
    said = f" PayPal's notices come to {address}" if address else ""
    return [Finding(f"Requesters can pay in by PayPal.{said}")]


def _care(settings: Settings) -> list[Finding]:
    """Whom people can turn to who were shown hard content."""
    if settings.care_by:
        return [Finding(f"People who were shown hard content can turn to {settings.care_by}.")]
    if settings.care_name.strip() or settings.care_contact.strip():
        said = "UJIMA_CARE_NAME and UJIMA_CARE_CONTACT are needed both: who it is, and how to reach them."
        return [Finding(said, False)]
    return []


def _folder(data: Path) -> list[Finding]:
    """The data folder, or the nearest folder above it that is there already."""
    place = next(folder for folder in (data.absolute(), *data.absolute().parents) if folder.exists())
    if not place.is_dir():
        return [
            Finding(f"{place} is a file; the data folder can't be there. Move it, or set UJIMA_DATA.", False)
        ]
    if not os.access(place, os.W_OK | os.X_OK):
        return [
            Finding(f"{place} may not be written by this user. Change its owner, or set UJIMA_DATA.", False)
        ]
    free = shutil.disk_usage(place).free
    if free < room_bytes_min:
        return [Finding(f"Only {free // 1_000_000} MB are free at {place}. Make room.", False)]
    return [Finding(f"{data} can be written; {free // 1_000_000_000} GB are free.")]


def _open_to_others(data: Path) -> list[Finding]:
    """One that somebody made by hand, say: what is in it tells of people."""
    if not data.is_dir() or not data.stat().st_mode & stat.S_IRWXO:
        return []
    return [Finding(f"Others on this machine may look into {data}. `chmod 700 {data}` mends that.", False)]


async def _telegram(settings: Settings, clock: Callable[[], int]) -> list[Finding]:
    """Asks by plain HTTP: no sentence here repeats an address that has the token in it."""
    bot = f"{settings.api_url}/bot{settings.token.get_secret_value()}"
    try:
        async with httpx.AsyncClient(timeout=answer_s_max) as client:
            answer = await client.get(f"{bot}/getMe")
            me, set_right = answer.json(), _clock(answer.headers.get("date", ""), clock())
            if not me["ok"]:
                return [Finding("Telegram does not know this token. BotFather shows the right one.", False)]
            webhook = (await client.get(f"{bot}/getWebhookInfo")).json()["result"]
            known = Finding(f"Telegram answers, and knows this bot as @{me['result']['username']}.")
            return [known, *set_right, *_webhook(settings.webhook_url, webhook)]
    except httpx.ConnectError as error:
        if refused := _certificate(error):
            said = f"The certificate of {settings.api_url} is not taken: {refused}. Renew it, or set this machine's clock."
            return [Finding(said, False)]
        return [Finding(f"{settings.api_url} does not answer as Telegram does. Check the network.", False)]
    except (httpx.HTTPError, ValueError, KeyError, TypeError):
        return [Finding(f"{settings.api_url} does not answer as Telegram does. Check the network.", False)]


def _clock(theirs: str, now: int) -> list[Finding]:
    """This machine's clock (ms) beside Telegram's, which is in the head of each answer."""
    try:
        away_s = round(now / 1000 - parsedate_to_datetime(theirs).timestamp())
    except ValueError:
        return []
    if abs(away_s) <= clock_away_s_max:
        return []
    way = "ahead of" if away_s > 0 else "behind"
    return [
        Finding(
            f"This machine's clock is {operator.words.duration(abs(away_s))} {way} Telegram's. Set it, for example with "
            "`timedatectl set-ntp true`: leases, deadlines and payouts go by it.",
            False,
        )
    ]


def _certificate(error: BaseException) -> str:
    """Why a server's certificate was refused; "" when something else went wrong."""
    cause: BaseException | None = error
    while cause is not None and not isinstance(cause, ssl.SSLCertVerificationError):
        cause = cause.__cause__ or cause.__context__
    return cause.verify_message if cause is not None else ""


def _webhook(wanted: str, about: dict[str, Any]) -> list[Finding]:
    """Where Telegram sends updates, beside where it should. A start puts right what is wrong, but for what can't be delivered."""
    if wanted and not about["url"]:
        return [
            Finding("Telegram does not know UJIMA_WEBHOOK_URL yet; the next start of ujima run tells it.")
        ]
    if about["url"] != wanted:
        return [
            Finding(f"Telegram sends updates to {about['url']}; the next start of ujima run changes that.")
        ]
    waiting, why = about["pending_update_count"], about.get("last_error_message", "")
    if wanted and waiting and why:
        return [Finding(f"Telegram can't deliver {waiting} updates to {wanted}. It says: {why}.", False)]
    return [Finding(f"Telegram sends updates to {wanted}; {waiting} wait.")] if wanted else []


async def _storage(settings: Settings, clock: Callable[[], int]) -> list[Finding]:
    try:
        database = await open_database(settings.database_url, clock=clock, node=settings.node)
    except DatabaseTrouble as trouble:
        return [Finding(str(trouble), False)]
    try:
        found = [Finding(f"The database opens ({database.engine}) and is as new as the program.")]
        found += await _media(database, settings.data)
        found += _currency(settings, await database.read(ledger.currency))
        found += await _help(database)
        away = operator.jobs.outages(await database.read(returning.recent))
        late = operator.proposals.unanswered(await database.read(proposing.unanswered))
        alone = await database.read(minding.unminded, settings.care_by)
        unspoken = operator.spoken.missing(await database.read(listening.listed))
        return [
            *found,
            *map(Finding, unspoken),
            *await _reports(database, settings),
            *map(Finding, away),
            *(Finding(one, False) for one in alone),
            *(Finding(one, False) for one in late),
            *await _book(database),
            *await _doubts(database),
        ]
    except DatabaseTrouble as trouble:
        return [Finding(str(trouble), False)]
    finally:
        await database.close()


async def _reports(database: Database, settings: Settings) -> list[Finding]:
    """What was reported as violent or as against the law and waits for somebody neutral, or for the one who is named for it."""
    violent = len(await database.read(looking.for_somebody))
    unlawful = await database.read(locking.waiting)
    unsure, named = sum(one["unsure"] for one in unlawful), bool(settings.illegal_contact.strip())
    said = operator.reports.waiting(violent, len(unlawful), named, unsure)
    return [Finding(one, False) for one in said]


async def _media(database: Database, data: Path) -> list[Finding]:
    store = Store(data / "media")
    named = await database.read(_named)
    missing = sum(not store.path(name).is_file() for name in named)
    if missing:
        return [
            Finding(
                f"{missing} of {len(named)} pictures are missing in {store.folder}. Restore a backup.", False
            )
        ]
    return [Finding(f"All {len(named)} pictures are in place.")]


def _named(tx: Tx) -> list[str]:
    return [row["hash"] for row in tx.all("packs.all_media")]


def _currency(settings: Settings, booked: str) -> list[Finding]:
    said = currency_differs(settings, booked)
    return [Finding(said, False)] if said else []


async def _book(database: Database) -> list[Finding]:
    faults = await database.read(_whole_book)
    return [Finding(fault, False) for fault in faults] or [Finding("The book proves itself, whole.")]


async def _doubts(database: Database) -> list[Finding]:
    return [Finding(doubt, False) for doubt in await database.read(sending.doubts)]


async def _help(database: Database) -> list[Finding]:
    """What the directory of help wants: broken files and lines that ran out are not well."""
    directory = wellbeing.carried()
    stands, posts = await database.read(helping.stands, directory), await database.read(helping.posts)
    lines, well = operator.support.check(stands, directory.faults, posts)
    return [Finding(line, well) for line in lines]


def _whole_book(tx: Tx) -> list[str]:
    return overseeing.check_book(tx, whole=True)


async def _running(settings: Settings) -> list[Finding]:
    """The program that runs is asked for its book; its database is not opened a second time."""
    data = settings.data
    try:
        booked = await ask(data / SOCKET_NAME, "ledger.currency", {})
        done = await ask(data / SOCKET_NAME, "ledger.check", {})
        doubts = await ask(data / SOCKET_NAME, "payout.doubts", {})
        away = await ask(data / SOCKET_NAME, "outages", {})
        help = await ask(data / SOCKET_NAME, "support.check", {})
        late = await ask(data / SOCKET_NAME, "voice.unanswered", {})
        reported = await ask(data / SOCKET_NAME, "report.waiting", {})
        alone = await ask(data / SOCKET_NAME, "pack.unminded", {})
        unspoken = await ask(data / SOCKET_NAME, "spoken.missing", {})
    except (NobodyRunning, AskRefused, TimeoutError) as error:
        return [Finding(f"Ujima runs on {data}, but does not answer: {error}", False)]
    differs = _currency(settings, "".join(booked["lines"]))
    return [
        Finding(f"Ujima runs on {data}."),
        *differs,
        *(Finding(line, bool(help["ok"])) for line in help["lines"]),
        *(Finding(line, bool(reported["ok"])) for line in reported["lines"]),
        *map(Finding, unspoken["lines"]),
        *(Finding(line) for line in away["lines"]),
        *(Finding(line, bool(alone["ok"])) for line in alone["lines"]),
        *(Finding(line, bool(late["ok"])) for line in late["lines"]),
        *(Finding(line, bool(doubts["ok"])) for line in doubts["lines"]),
        *(Finding(line, bool(done["ok"])) for line in done["lines"]),
    ]
