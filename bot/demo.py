"""The demo: the same program beside a pretend Telegram in a process of its own; it differs in its settings only."""

from __future__ import annotations

import asyncio
import secrets
import signal
import subprocess
import sys
from collections.abc import Coroutine, Iterator
from contextlib import AsyncExitStack, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx

from bot.actions import helping, publishing
from bot.app import built, now_ms, serving
from bot.config import Settings, carried
from bot.desk import Desk, deposits, jobs, packs
from bot.doctor import demo_telegram
from bot.domain.limits import Rules
from bot.money import plain
from bot.papers import record
from bot.payouts.vault import kept_key
from bot.sandbox.server import listen
from bot.storage import Tx
from bot.storage.lock import AskRefused, Lock
from bot.wellbeing.finding import DEMO

look_s = 0.5

demo_token = "7000000001:demo_demo_demo_demo_demo_demo_demo_"
demo_requester = "Ujima sample packs"


def play(port: int, data: Path) -> int:
    """The pretend Telegram with its phones, the bot, sample packs paid for. Until Ctrl+C."""
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    address = f"http://127.0.0.1:{port}"
    listen("127.0.0.1", port).close()  # taken: an OSError now, not a stranger's answers later
    with _pretend(port, data) as pretend:
        settings = Settings(
            token=demo_token,
            api_url=address,
            data=data,
            database="",
            operator_name="Ujima demo",
            operator_address="this computer",
            operator_law="none: no real money moves here",
            complaints_body="whoever started it",
            rulings_by="whoever started it",
            illegal_contact="whoever started it",
            care_name="whoever started it",
            care_contact="beside you, in this demo",
            log_level="warning",
            signing_key=kept_key(data / "signing.key", record.new_key),
            two_people_above="100000.00",  # the demo is one person's
            payments_token="1:TEST:demo",
            **_payouts(address, data),
        )
        if not asyncio.run(_answers(address, pretend)):
            return pretend.wait() or 1
        return asyncio.run(_played(settings, address))


@contextmanager
def _pretend(port: int, data: Path) -> Iterator[subprocess.Popen[bytes]]:
    """The pretend Telegram. It ends with us also where we are killed: then its standard input ends."""
    words = [sys.executable, "-m", "bot.sandbox", "--port", str(port), "--data", str(data / demo_telegram)]
    words += ["--token", demo_token, "--with-stdin"]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL) as pretend:
        try:
            yield pretend
        finally:
            pretend.terminate()


def _payouts(address: str, data: Path) -> dict[str, Any]:
    """Ways out that move nothing: the pretend M-Pesa beside the pretend Telegram, and a list by hand."""
    free = listen("127.0.0.1", 0)
    door = free.getsockname()[1]
    free.close()
    return {
        "keys": kept_key(data / "key"),
        "rates": f"KES 129.50 {datetime.now(UTC).date().isoformat()}",
        "mpesa_key": "demo",
        "mpesa_secret": "demo",
        "mpesa_shortcode": "600000",
        "mpesa_initiator": "demo",
        "mpesa_credential": "demo",
        "mpesa_url": f"{address}/providers/mpesa",
        "hooks_port": door,
        "hooks_url": f"http://127.0.0.1:{door}",
        "hooks_secret": secrets.token_hex(),
        "list_form": "paypal",
        "list_fee": "0.25",
    }


async def _answers(address: str, pretend: subprocess.Popen[bytes]) -> bool:
    async with httpx.AsyncClient(trust_env=False, timeout=look_s) as client:
        while pretend.poll() is None:
            with suppress(httpx.HTTPError):
                if (await client.get(f"{address}/clock")).is_success:
                    await asyncio.sleep(0)
                    return pretend.poll() is None
            await asyncio.sleep(0.05)
    return False


async def _played(settings: Settings, address: str) -> int:
    stop = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    async with AsyncExitStack() as stack:
        stack.enter_context(Lock(settings.data))
        home = await stack.enter_async_context(built(settings))
        desk = Desk(home.house, home.steps, now_ms)
        if not await _unless(stop, _furnished(desk)):
            return 0
    print(
        f"Ujima is at {address}\n"
        "Amina is a worker: press Start on her phone. Add more phones on the page.\n"
        "From $1.00 on she can be paid out, by a pretend M-Pesa (any number like 0712 345 678) or by hand: /money\n"
        f"Everything is kept in {settings.data}; `make demo-reset` begins anew. Ctrl+C stops.",
        flush=True,
    )
    await serving(settings, stop)
    return 0


async def _unless(stop: asyncio.Event, work: Coroutine[Any, Any, None]) -> bool:
    """Does it, and lets it be where somebody ends the demo meanwhile; was it done?"""
    working, ending = asyncio.create_task(work), asyncio.create_task(stop.wait())
    await asyncio.wait((working, ending), return_when=asyncio.FIRST_COMPLETED)
    ending.cancel()
    if done := working.done():
        working.result()
    working.cancel()
    await asyncio.wait((working,))
    return done


async def _furnished(desk: Desk) -> None:
    await _stock(desk)
    await _confirmed(desk)


async def _stock(desk: Desk) -> None:
    """Every sample pack, paid for as its quote says; what is there already, or was left half-way, is not done twice."""
    states = await desk.house.database.read(_states)
    await deposits.goodwill(desk, "20.00", "demo")
    paths = sorted(carried("taskpacks").glob("*/pack.toml"))
    if any(states.get(path.parent.name, "reading") == "reading" for path in paths):
        print("The first start reads the sample packs: a minute or two.", flush=True)
    for number, path in enumerate(paths, 1):
        name = path.parent.name
        if states.get(name, "reading") == "reading":
            print(f"Reading packs, {number} of {len(paths)}: {name} …", flush=True)
            begun = await packs.add(desk, str(path.parent), demo_requester)
            added = await jobs.work(desk, begun["job"])
            if not added["ok"]:
                raise AskRefused("\n".join(added["lines"]))
        if states.get(name, "draft") in ("reading", "draft"):
            at_most = await desk.house.database.read(_at_most, name, desk.house.rules)
            await deposits.deposit(desk, demo_requester, plain(at_most), f"demo {name}")
            await packs.look(desk, name)
            await packs.launch(desk, name)


async def _confirmed(desk: Desk) -> None:
    """Every line of help is shown, as the demo's own: the card says that nobody has checked them."""
    house = desk.house
    for entry in house.directory.entries():
        if entry.kind != "directory":
            await house.database.write(helping.confirm, house.directory, entry.key, DEMO)


def _states(tx: Tx) -> dict[str, str]:
    return {row["name"]: row["state"] for row in tx.all("packs.packs")}


def _at_most(tx: Tx, name: str, rules: Rules) -> int:
    return publishing.quoted(tx, publishing.named(tx, name), rules).at_most
