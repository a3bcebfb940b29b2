"""What stories about payouts share: a program whose workers are paid by the pretend M-Pesa, and what that one paid."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from bot import ledger
from bot.actions.joining import recognise
from bot.payouts.vault import new_key
from bot.rounds import payouts as rounds
from bot.storage import Tx
from tests.conftest import PostgresServer
from tests.pretend import Sandbox, start
from tests.stories.program import BOT, TOKEN, Person, Program, StoryClock, running, settings_for

KEY = new_key()
NUMBER = "0712 345 456"


def free_port() -> int:
    """A port that nobody has now."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def mpesa(address: str) -> dict[str, Any]:
    """The settings of an installation that pays by M-Pesa, which is at this address."""
    port = free_port()
    return {
        "keys": KEY,
        "rates": "KES 129.50 2026-01-01",
        "mpesa_key": "key",
        "mpesa_secret": "secret",
        "mpesa_shortcode": "600000",
        "mpesa_initiator": "ujima",
        "mpesa_credential": "sealed",
        "mpesa_url": f"{address}/providers/mpesa",
        "hooks_port": port,
        "hooks_url": f"http://127.0.0.1:{port}",
        "hooks_secret": "a secret of sixteen",
        "list_form": "paypal",
        "list_fee": "0.25",
    }


@contextmanager
def paying(data: Path, database: str = "") -> Iterator[Program]:
    """A program on new data, with the pretend M-Pesa beside the pretend Telegram; proved at the end."""
    clock = StoryClock()
    with start(token=TOKEN, clock=clock) as sandbox:
        settings = settings_for(data, sandbox.url, database, **mpesa(sandbox.url))
        with running(Program(settings, sandbox, clock)) as program:
            yield program


def paying_on(*engines: str) -> Any:
    """A fixture: such a program on each of these engines in turn."""

    @pytest.fixture(params=engines)
    def program(
        request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> Iterator[Program]:
        """The program, with the pretend M-Pesa; its rounds look more often than elsewhere."""
        monkeypatch.setattr(rounds, "look_s", 0.05)
        if request.param == "sqlite":
            with paying(tmp_path / "data") as running:
                yield running
            return
        server: PostgresServer = request.getfixturevalue("postgres_server")
        template: str = request.getfixturevalue("postgres_template")
        with server.database(template) as url, paying(tmp_path / "data", url) as running:
            yield running

    return program


def environment(program: Program) -> dict[str, str]:
    """The settings of payouts, for a program in a process of its own."""
    found = {}
    for name in mpesa(""):
        value = getattr(program.settings, name)
        found[f"UJIMA_{name.upper()}"] = (
            value.get_secret_value() if isinstance(value, SecretStr) else str(value)
        )
    return found


def give(program: Program, person: Person, amount: int, about: int) -> None:
    """Somebody's balance grows by a requester's bonus."""
    program.do(program.home.house.database.write(_give, person.number, amount, about))


def _give(tx: Tx, number: int, amount: int, about: int) -> None:
    who, _ = recognise(tx, BOT, number)
    assert who is not None
    ledger.deposit(tx, requester=77, amount=2 * amount, currency="USD", about=about)
    ledger.pay_bonus(tx, requester=77, worker=who.book, amount=amount, about=about)
    ledger.withdraw_fees(tx, amount=ledger.balance(tx, "house:fees"), about=about)


def paid(sandbox: Sandbox) -> dict[str, int]:
    """How often the pretend M-Pesa paid, by our id."""
    counts: dict[str, int] = sandbox.ask("GET", "/providers/paid")["counts"]["mpesa"]
    return counts


def faulty(sandbox: Sandbox, *faults: str, call: str = "pay") -> None:
    """The next calls go wrong so."""
    following = [{"provider": "mpesa", "call": call, "fault": fault} for fault in faults]
    sandbox.ask("POST", "/providers/faults", {"next": following, "hold_s": 0.2})


def ready(program: Program, amount: int = 1_280_000) -> Person:
    """Amina, who joined, earned so much and said where it goes."""
    amina = program.person()
    amina.writes("/start")
    amina.hears("small paid tasks")
    amina.presses("Start")
    amina.hears()
    give(program, amina, amount, 1)
    amina.writes("/money")
    amina.hears("Say where it should go")
    amina.presses("Where to?")
    amina.hears("Where should your money go?")
    amina.presses("M-Pesa")
    amina.hears("phone number")
    amina.writes(NUMBER)
    amina.hears("+254 712 345 456")
    amina.presses("Yes, it is mine")
    amina.hears("···456")
    return amina
