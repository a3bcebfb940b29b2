"""Named queries: SQL files, read once, compiled for both engines.

A file `work.sql` holds queries in aiosql's notation (`-- name: pick_task^`, parameters as `:name`); the query is
called "work.pick_task". aiosql parses the files; the calling is ours, so that names and values are checked alike on
both engines (0.7 µs a call over the bare driver, about what aiosql's own call costs). One text serves both engines;
where they differ, `<query>_sqlite` and `<query>_postgres` stand side by side. What works on one engine only is refused here, with a sentence, when the program starts:

- `<!` gives an old row id on SQLite after ON CONFLICT DO NOTHING: use RETURNING and `^`
- `:n IS NULL` has no type on PostgreSQL: write `CAST(:n AS BIGINT) IS NULL`
- `CAST(… AS INTEGER)` is 32 bit on PostgreSQL: use BIGINT
- `IN (:list)` works on neither: use a join, or one query per value
- `LIKE 'a%'` is written with a single `%`; it is doubled for psycopg here.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from aiosql.adapters.sqlite3 import SQLite3Adapter
from aiosql.query_loader import QueryLoader
from aiosql.types import DriverAdapterProtocol, SQLOperationType
from aiosql.utils import SQLParseException

from bot.storage.troubles import QueryWrong

FOLDER = Path(__file__).parent / "sql"
ENGINES = ("sqlite", "postgres")

TOKEN = re.compile(
    r"""(?P<quoted>'(?:''|[^'])*' | "(?:""|[^"])*") | (?P<comment>--[^\n]*)
        | (?P<cast>::) | :(?P<name>[A-Za-z_]\w*)""",
    re.VERBOSE,
)
_TRAPS = (
    (
        re.compile(r":\w+\s+IS\s+(NOT\s+)?NULL\b", re.IGNORECASE),
        "write CAST(:name AS BIGINT) IS NULL, or AS TEXT",
    ),
    (
        re.compile(r"\bAS\s+(INT|INTEGER|SMALLINT)\b", re.IGNORECASE),
        "CAST to BIGINT: INTEGER is 32 bit on PostgreSQL",
    ),
    (
        re.compile(r"\bIN\s*\(\s*:\w+\s*\)", re.IGNORECASE),
        "IN (:list) takes one value only: use a join or =",
    ),
    (re.compile(r"::"), "write CAST(… AS …): SQLite does not know ::"),
    (
        re.compile(r"\bOR\s+(IGNORE|REPLACE)\b", re.IGNORECASE),
        "write ON CONFLICT: PostgreSQL does not know OR IGNORE",
    ),
    (
        re.compile(r"\blast_insert_rowid\b|\browid\b", re.IGNORECASE),
        "ids are given by tx.new_id(), not by the engine",
    ),
)
_REFUSED = {
    SQLOperationType.INSERT_RETURNING: "<! is not the same on both engines: use RETURNING and ^",
    SQLOperationType.SCRIPT: "# (a script) commits in the middle: write single statements",
}


@dataclass(frozen=True, slots=True)
class Statement:
    """One query for one engine: its text for the driver and the names of its parameters."""

    name: str
    sql: str
    wire: bytes
    names: frozenset[str]


class Queries:
    """All named queries of a folder, for both engines."""

    def __init__(self, texts: dict[str, str]) -> None:
        """`texts`: SQL by full name ("file.query"), as parsed."""
        names = _names_by_group(texts)
        self.sqlite = {name: _statement(name, text, names[name], False) for name, text in texts.items()}
        self.postgres = {name: _statement(name, text, names[name], True) for name, text in texts.items()}
        for engine, statements in (
            ("sqlite", self.sqlite),
            ("postgres", self.postgres),
        ):
            for name in texts:
                if name.endswith(f"_{engine}"):
                    statements[_group(name)] = statements[name]

    @classmethod
    def load(cls, folder: Path = FOLDER) -> "Queries":
        """Read every `*.sql` of a folder; QueryWrong names the file and what to write instead."""
        texts: dict[str, str] = {}
        for path in sorted(folder.glob("*.sql")):
            for name, text in _parsed(path.read_text(encoding="utf-8"), path):
                if name in texts:
                    raise QueryWrong(f"{path.name}: {name} is there twice")
                texts[name] = text
        return cls(texts)


@cache
def house_queries() -> Queries:
    """All that the program asks of a database; read and checked once in a process."""
    return Queries.load()


def uncommented(sql: str) -> str:
    """Return SQL without its comments; what is in quotes stays."""
    return TOKEN.sub(_without_comment, sql)


def _parsed(text: str, path: Path) -> list[tuple[str, str]]:
    adapter: Callable[[], DriverAdapterProtocol] = SQLite3Adapter  # leaves the text as it is written
    loader = QueryLoader(adapter(), None, mandatory_parameters=False)
    try:
        parsed = loader.load_query_data_from_sql(text, [path.stem], path)
    except SQLParseException as error:
        raise QueryWrong(f"{path.name}: {error}") from error
    for query in parsed:
        if query.operation_type in _REFUSED:
            raise QueryWrong(f"{path.name}: {query.query_name}: {_REFUSED[query.operation_type]}")
    return [(query.query_name, query.sql) for query in parsed]


def _group(name: str) -> str:
    """The name a query is called by: "work.pick" for "work.pick_sqlite"."""
    for engine in ENGINES:
        name = name.removesuffix(f"_{engine}")
    return name


def _names_by_group(texts: dict[str, str]) -> dict[str, frozenset[str]]:
    """Parameter names of each query; the engines' variants of one query share the union of theirs."""
    groups: dict[str, set[str]] = {}
    for name, text in texts.items():
        found = {token["name"] for token in TOKEN.finditer(text) if token["name"]}
        groups.setdefault(_group(name), set()).update(found)
    return {name: frozenset(groups[_group(name)]) for name in texts}


def _statement(name: str, text: str, names: frozenset[str], pyformat: bool) -> Statement:
    if _group(name) == name:
        _refuse_traps(name, text)
    sql = uncommented(text).strip().rstrip(";").strip()
    if pyformat:
        sql = TOKEN.sub(_pyformat, sql.replace("%", "%%"))
    return Statement(name, sql, sql.encode(), names)


def _refuse_traps(name: str, text: str) -> None:
    bare = TOKEN.sub(lambda token: "''" if token["quoted"] else _without_comment(token), text)
    for trap, advice in _TRAPS:
        if trap.search(bare):
            raise QueryWrong(f"{name}: {advice}")


def _without_comment(token: re.Match[str]) -> str:
    return "" if token["comment"] else token[0]


def _pyformat(token: re.Match[str]) -> str:
    return f"%({token['name']})s" if token["name"] else token[0]
