"""The doctor: on a real database, a real pretend Telegram and a data folder that is broken in one way at a time."""

import asyncio
import shutil
import sqlite3
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from bot import ledger
from bot.config import Settings
from bot.doctor import demo_telegram, examine, room_bytes_min
from bot.domain.proposals import answer_ms
from bot.payouts.vault import new_key
from bot.storage import open_database
from bot.storage.lock import SOCKET_NAME, Lock, serve
from tests.conftest import Clock
from tests.makers import HARD, make_pack, make_person
from tests.pretend import Sandbox, start, wall_ms
from tests.stories.paid_out import free_port
from tests.stories.program import until_true

pytestmark = pytest.mark.anyio
WELL_AT_START = 3
TOKEN = "7000:" + "A" * 35


@pytest.fixture
def clock() -> Clock:
    """This machine's, for Telegram's is beside it."""
    return Clock(wall_ms())


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    """A pretend Telegram."""
    with start(token=TOKEN) as running:
        yield running


@pytest.fixture
def settings(tmp_path: Path, sandbox: Sandbox) -> Settings:
    """Everything set as it should be, for a data folder that is there."""
    (tmp_path / "data").mkdir(0o700)
    return Settings(
        token=sandbox.token,
        api_url=sandbox.url,
        data=tmp_path / "data",
        operator_name="Ujima Society",
        operator_address="1 Market Road, Kisumu",
        operator_law="Kenya",
        complaints_body="Labour Office, Kisumu",
    )


def but(settings: Settings, **changed: Any) -> Settings:
    """The same settings with some changed."""
    return Settings(**{**settings.model_dump(), **changed})


async def unwell(settings: Settings, clock: Clock) -> list[str]:
    """The sentences of what is not well."""
    return [finding.sentence for finding in await examine(settings, clock) if not finding.well]


async def made(settings: Settings, clock: Clock) -> None:
    """Make the database, as a first start does."""
    await (await open_database(settings.database_url, clock=clock)).close()


async def test_a_new_installation_is_well_and_nothing_is_made(settings: Settings, clock: Clock) -> None:
    """Before the first start all is well, and the doctor leaves the data folder empty."""
    found = await examine(settings, clock)
    assert all(finding.well for finding in found) and len(found) == WELL_AT_START + 1
    assert "the first start makes it" in found[-1].sentence
    assert list(settings.data.iterdir()) == []


async def test_an_installation_at_work_is_well(settings: Settings, clock: Clock) -> None:
    """Database, pictures and the book are looked at too."""
    await made(settings, clock)
    found = await examine(settings, clock)
    assert [finding for finding in found if not finding.well] == []
    assert len(found) == WELL_AT_START + 4 and "book" in found[-1].sentence


async def test_postgresql_is_looked_at_as_well(settings: Settings, clock: Clock, empty_postgres: str) -> None:
    """The same findings on the other engine."""
    found = await examine(but(settings, database=empty_postgres), clock)
    assert [finding for finding in found if not finding.well] == []
    assert any("postgres" in finding.sentence for finding in found)


async def test_missing_settings_are_named(settings: Settings, clock: Clock) -> None:
    """What a start would refuse is said before."""
    (sentence,) = await unwell(but(settings, operator_law=""), clock)
    assert sentence.startswith("UJIMA_OPERATOR_LAW is not set.")


async def test_the_demo_s_folder_needs_no_settings(settings: Settings, clock: Clock) -> None:
    """Where the pretend Telegram is kept and no token is set, nothing is missing."""
    bare = but(settings, token="", operator_name="", operator_law="")
    assert await unwell(bare, clock)
    (settings.data / demo_telegram).mkdir()
    assert await unwell(bare, clock) == []


async def test_a_wrong_token_is_told_and_not_repeated(settings: Settings, clock: Clock) -> None:
    """Telegram does not know it; the sentence does not hold it."""
    wrong = "99:" + "x" * 35
    (sentence,) = await unwell(but(settings, token=wrong), clock)
    assert "does not know this token" in sentence and wrong not in sentence


async def test_no_answer_from_telegram_is_told(settings: Settings, clock: Clock) -> None:
    """Nobody listens, or somebody who is not Telegram."""
    for address in ("http://127.0.0.1:9", f"{settings.api_url}/page"):
        (sentence,) = await unwell(but(settings, api_url=address), clock)
        assert (
            "does not answer as Telegram does" in sentence
            and settings.token.get_secret_value() not in sentence
        )


@pytest.mark.parametrize(
    ("hours", "said"), [(2, "2.0 h ahead of Telegram's"), (-2, "2.0 h behind Telegram's")]
)
async def test_a_clock_that_is_hours_off_is_told(settings: Settings, hours: int, said: str) -> None:
    """Telegram's own is beside it in every answer."""
    (sentence,) = await unwell(settings, Clock(wall_ms() + hours * 3_600_000))
    assert said in sentence and "timedatectl" in sentence


async def test_an_expired_certificate_is_told(
    settings: Settings, clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of a Bot API server of one's own, say: what is wrong with it and what to do."""
    pem = expired(tmp_path / "expired.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(pem))
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(pem)
    async with await asyncio.start_server(lambda reader, writer: None, "127.0.0.1", 0, ssl=context) as server:
        port = server.sockets[0].getsockname()[1]
        (sentence,) = await unwell(but(settings, api_url=f"https://127.0.0.1:{port}"), clock)
    assert "is not taken: certificate has expired. Renew it" in sentence


def expired(file: Path) -> Path:
    """A certificate of 127.0.0.1 that ended yesterday, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "loopback")])
    yesterday = datetime.now(UTC) - timedelta(days=1)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(yesterday - timedelta(days=90))
        .not_valid_after(yesterday)
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, SHA256())
    )
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file.write_bytes(private + made.public_bytes(Encoding.PEM))
    return file


async def test_where_telegram_sends_updates_is_told(
    settings: Settings, clock: Clock, sandbox: Sandbox
) -> None:
    """Beside where it should; only what it can't deliver needs somebody's hand."""

    async def said(about: Settings) -> str:
        found = [
            one for one in await examine(about, clock) if "updates" in one.sentence or "URL" in one.sentence
        ]
        assert len(found) == 1
        return f"{found[0].well} {found[0].sentence}"

    port = free_port()
    url = f"http://127.0.0.1:{port}/updates"
    hooked = but(settings, webhook_url=url, webhook_port=port, webhook_secret="a-secret-of-sixteen")
    assert await said(hooked) == (
        "True Telegram does not know UJIMA_WEBHOOK_URL yet; the next start of ujima run tells it."
    )
    sandbox.call("setWebhook", url=url)
    assert await said(hooked) == f"True Telegram sends updates to {url}; 0 wait."
    assert await said(settings) == (
        f"True Telegram sends updates to {url}; the next start of ujima run changes that."
    )
    sandbox.phone().send("/start")
    until_true(lambda: "last_error_message" in sandbox.call("getWebhookInfo")["result"])
    assert (await said(hooked)).startswith(f"False Telegram can't deliver 1 updates to {url}. It says: ")


async def test_a_file_in_the_folders_place_is_told(settings: Settings, clock: Clock) -> None:
    """The data folder can't be made where a file is."""
    file = settings.data / "file"
    file.write_text("", "utf-8")
    assert "is a file" in (await unwell(but(settings, data=file), clock))[0]


async def test_little_room_is_told(settings: Settings, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    """A nearly full disk is named before it is full."""
    usage = SimpleNamespace(free=room_bytes_min - 1)
    monkeypatch.setattr(shutil, "disk_usage", lambda place: usage)
    assert "Make room" in (await unwell(settings, clock))[0]


async def test_a_damaged_database_is_told(settings: Settings, clock: Clock) -> None:
    """Bytes that are no database are a sentence."""
    settings.sqlite_file.write_bytes(b"not a database, but long enough to be looked at " * 100)
    (sentence,) = await unwell(settings, clock)
    assert "database" in sentence


async def test_a_changed_balance_is_found(settings: Settings, clock: Clock) -> None:
    """Somebody who writes to the book past the program is found out."""
    database = await open_database(settings.database_url, clock=clock)
    await database.write(ledger.deposit, requester=1, amount=5_000_000, currency="USD", about=1)
    await database.close()
    with sqlite3.connect(settings.sqlite_file) as connection:
        connection.execute("UPDATE book_accounts SET balance = balance + 1 WHERE name = 'requester:1'")
    connection.close()
    assert any("requester:1" in sentence for sentence in await unwell(settings, clock))


async def test_a_missing_picture_is_found(settings: Settings, clock: Clock) -> None:
    """A row that names a picture which is not in the store is found."""
    await made(settings, clock)
    with sqlite3.connect(settings.sqlite_file) as connection:
        connection.execute("PRAGMA foreign_keys = off")
        connection.execute(
            "INSERT INTO renditions (source, edge, hash, width, height, size_bytes) VALUES (?, 320, ?, 1, 1, 1)",
            ("a" * 64, "b" * 64),
        )
    connection.close()
    (sentence,) = await unwell(settings, clock)
    assert sentence.startswith("1 of 1 pictures are missing")


async def test_a_running_program_is_asked_for_its_book(settings: Settings, clock: Clock) -> None:
    """Its database is not opened a second time; it answers through its door, or that it does not is told."""
    await made(settings, clock)

    async def handle(verb: str, arguments: dict[str, Any]) -> dict[str, Any]:
        await asyncio.sleep(0)
        return {"lines": ["USD" if verb == "ledger.currency" else f"{verb} is well."], "ok": True}

    with Lock(settings.data):
        (sentence,) = await unwell(settings, clock)
        assert "does not answer" in sentence
        door = await serve(settings.data / SOCKET_NAME, handle)
        found = await examine(settings, clock)
        await door.close()
    assert [finding.sentence for finding in found][-1] == "ledger.check is well."
    assert "report.waiting is well." in [finding.sentence for finding in found]
    assert all(finding.well for finding in found)


async def test_payouts_are_told_with_old_rates_and_addresses(settings: Settings, clock: Clock) -> None:
    """How people can be paid, where notices come to, and that a rate of last year is no rate."""
    rails = {"africas_talking_key": "k", "africas_talking_user": "u", "africas_talking_product": "p"}
    door = {
        "hooks_port": 8443,
        "hooks_url": "https://pay.example.org",
        "hooks_secret": "a long enough secret",
    }
    today = datetime.fromtimestamp(clock.now_ms / 1000, UTC).date()
    set_up = but(settings, keys=new_key(), rates=f"KES 129.50 {today}", **rails, **door)
    said = [finding.sentence for finding in await examine(set_up, clock)]
    assert "People can be paid by: africas_talking." in said
    assert any("https://pay.example.org/notices/africas_talking/" in one for one in said)
    assert await unwell(set_up, clock) == []
    old = but(set_up, rates=f"KES 129.50 {today - timedelta(days=31)}")
    assert await unwell(old, clock) == ["The rate of KES is more than 30 days old. Set UJIMA_RATES."]


async def test_deposits_by_paypal_are_told(settings: Settings, clock: Clock) -> None:
    """Whether requesters can pay in so, where notices come to, or what is missing for it."""
    door = {
        "hooks_port": 8443,
        "hooks_url": "https://pay.example.org",
        "hooks_secret": "a long enough secret",
    }
    set_up = but(settings, paypal_deposits=True, paypal_key="k", paypal_secret="s", keys=new_key(), **door)
    said = [finding.sentence for finding in await examine(set_up, clock)]
    assert any(
        "Requesters can pay in by PayPal. PayPal's notices come to https://pay.example.org/" in one
        for one in said
    )
    (missing,) = await unwell(but(settings, paypal_deposits=True), clock)
    assert "UJIMA_PAYPAL_KEY" in missing


async def test_hard_content_needs_a_care_contact(settings: Settings, clock: Clock) -> None:
    """Half of it is not enough; without it packs of level 2 and 3 are named, whether the program runs or not."""
    half = but(settings, care_name="Grace Wanjiru")
    assert any("needed both" in one for one in await unwell(half, clock))
    database = await open_database(settings.database_url, clock=clock)
    try:
        await make_pack(database, launch=False, **HARD)
    finally:
        await database.close()
    [said] = await unwell(settings, clock)
    assert said.startswith("streets: hard content of level 2 or 3") and "UJIMA_CARE_NAME" in said
    both = but(settings, care_name="Grace Wanjiru", care_contact="@grace")
    assert await unwell(both, clock) == []
    assert "can turn to Grace Wanjiru" in " ".join(one.sentence for one in await examine(both, clock))


async def test_a_vote_without_an_answer_is_told(settings: Settings, clock: Clock) -> None:
    """14 days after its end, by number, with what to type."""
    database = await open_database(settings.database_url, clock=clock)
    try:
        who = await make_person(database)
        row = {
            "id": 7,
            "number": 1,
            "person": who.person,
            "words": "Two cents.",
            "secret": "s",
            "kind": "change",
        }
        await database.write(lambda tx: tx.run("proposals.add", **row, now=tx.now, until=tx.now))
        ended = {"needed": 1, "result": "short", "yes": 0, "no": 0, "neither": 0}
        await database.write(lambda tx: tx.run("proposals.end_vote", id=7, now=tx.now, **ended))
    finally:
        await database.close()
    assert await unwell(settings, clock) == []
    clock.now_ms += answer_ms + 1
    ahead, said = await unwell(settings, clock)
    assert "ahead of Telegram" in ahead
    assert said.startswith("The vote on proposal 1 ended") and "ujima voice answer 1" in said
