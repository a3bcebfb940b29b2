"""Ways out for tests: the real rails, set up as an operator would, with a vault; and somebody with money to take out."""

from base64 import urlsafe_b64encode
from typing import Any

from bot import ledger, payouts
from bot.actions import cashing, destinations
from bot.actions.destinations import Ways
from bot.config import Settings
from bot.domain.events import Wrote
from bot.domain.outcomes import Outcome
from bot.domain.outcomes.cashing import IsItYours, Purse
from bot.payouts.vault import Vault
from bot.storage import Database, Tx
from tests.conftest import Clock
from tests.makers import Worker

KEY = urlsafe_b64encode(
    b"of tests alone, of 32 bytes ever"
).decode()  # one for all processes: they share databases
RATES = "KES 129.50 2026-01-01"
MPESA: dict[str, Any] = {
    "mpesa_key": "key",
    "mpesa_secret": "secret",
    "mpesa_shortcode": "600000",
    "mpesa_initiator": "ujima",
    "mpesa_credential": "sealed",
    "hooks_port": 8443,
    "hooks_url": "http://127.0.0.1:8443",
    "hooks_secret": "a secret of sixteen",
    "rates": RATES,
    "keys": KEY,
}
BY_HAND: dict[str, Any] = {
    "list_form": "mpesa",
    "list_currency": "KES",
    "list_fee": "5",
    "rates": RATES,
    "keys": KEY,
}


def ways(clock: Clock, **settings: Any) -> Ways:
    """The ways out of an installation with these settings."""
    given = Settings(**settings)
    return Ways(payouts.rails(given, clock), Vault(given.keys.get_secret_value()))


async def earn(database: Database, worker: Worker, amount: int, about: int = 1) -> None:
    """Somebody is given money by a requester, as a bonus; the house's fee on it is taken out, so that it can bear none."""

    def give(tx: Tx) -> None:
        ledger.deposit(tx, requester=77, amount=2 * amount, currency="USD", about=about)
        ledger.pay_bonus(tx, requester=77, worker=worker.who.book, amount=amount, about=about)
        ledger.withdraw_fees(tx, amount=ledger.balance(tx, "house:fees"), about=about)

    await database.write(give)


async def settled(
    worker: Worker, ways: Ways, written: str = "0712 345 456", rail: str = "mpesa"
) -> Outcome | None:
    """Says where the money goes, and that it is theirs; what comes then."""
    await worker.act(destinations.which, ways=ways, rail=rail)
    asked = await worker.act(
        destinations.written,
        rules=worker.rules,
        mark=await worker.mark(),
        event=Wrote(written),
        sent_at=worker.clock.now_ms,
        ways=ways,
    )
    assert isinstance(asked, IsItYours), asked
    return await worker.closes(
        asked.mark,
        "place",
        cashing.mine,
        rules=worker.rules,
        ways=ways,
        destination=asked.destination,
        rail=asked.rail,
    )


async def purse(worker: Worker, ways: Ways) -> Purse:
    """/money."""
    shown = await worker.act(cashing.money, ways=ways)
    assert isinstance(shown, Purse), shown
    return shown


async def pay_out(worker: Worker, ways: Ways, shown: Purse, **given: Any) -> Outcome | None:
    """[Pay out] on a purse."""
    amount = sum(leg.amount for leg in shown.legs)
    return await worker.act(cashing.pay_out, ways=ways, mark=shown.mark, amount=amount, **given)
