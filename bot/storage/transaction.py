"""The transaction a command is given: time, ids and named queries, the same on both engines.

Values are int, str or None; what one engine would take and the other refuse (bool, float, NUL in text, integers
over 64 bits) is refused here. After the first database error a transaction is spoilt: it answers nothing more and
cannot be committed, so catching the error inside a command does not help on either engine.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal, TypeAlias, TypeVar

from bot.storage.ids import IdMaker
from bot.storage.queries import Statement
from bot.storage.troubles import QueryWrong, WriteInRead

Engine: TypeAlias = Literal["sqlite", "postgres"]
Value: TypeAlias = int | str | None
Row: TypeAlias = dict[str, Any]
V = TypeVar("V")
R = TypeVar("R")

INT_MIN, INT_MAX = -(2**63), 2**63 - 1


def checked(values: Mapping[str, Any]) -> Mapping[str, Value]:
    """The values as plain int, str and None; ValueError for what the engines would treat differently."""
    for value in values.values():  # nearly all are plain already: then nothing is made anew
        kind = type(value)
        if not (
            value is None
            or (kind is int and INT_MIN <= value <= INT_MAX)
            or (kind is str and "\0" not in value)
        ):
            return {name: _plain(name, one) for name, one in values.items()}
    return values


def _plain(name: str, value: object) -> Value:
    kind = type(value)
    if value is None:
        return None
    if kind is not bool and isinstance(value, int):
        if not INT_MIN <= value <= INT_MAX:
            raise ValueError(f"{name} does not fit into 64 bits: {value}")
        return value if kind is int else int.__int__(value)
    if isinstance(value, str):
        if "\0" in value:
            raise ValueError(f"{name} contains a NUL character")
        return value if kind is str else str.__str__(value)
    raise ValueError(f"{name} must be int, str or None, not {kind.__name__}")


class Tx:
    """One transaction. `now` is UTC epoch ms, fixed; `cause` is what made this happen ("" when nothing did).

    A query name is "file.query"; "<query>_<engine>" is used instead where there is one.
    Every method raises QueryWrong for an unknown name, wrong parameter names or too many rows, ValueError for a
    value that cannot be stored, ConstraintBroken, WriteInRead or a DatabaseTrouble.
    """

    __slots__ = (
        "_calls",
        "_connection",
        "_ids",
        "_spoilt",
        "_statements",
        "cause",
        "engine",
        "now",
    )
    engine: Engine

    def __init__(
        self,
        connection: Any,
        statements: Mapping[str, Statement],
        now: int,
        cause: str = "",
        ids: IdMaker | None = None,
    ) -> None:
        self.now = now
        self.cause = cause
        self._connection = connection
        self._statements = statements
        self._ids = ids
        self._calls: list[Callable[[], None]] = []
        self._spoilt: Exception | None = None

    def new_id(self) -> int:
        """Return a new id: 63 bits, sortable, never given before."""
        if self._ids is None:
            raise WriteInRead("a query given to read() asked for a new id")
        return self._ids.new_id(self.now)

    def one(self, name: str, /, **values: Value) -> Row | None:
        """Return the only row, or None."""
        rows = self._rows(name, values)
        if len(rows) > 1:
            raise QueryWrong(f"{name} gave {len(rows)} rows where one or none was expected")
        return rows[0] if rows else None

    def all(self, name: str, /, **values: Value) -> list[Row]:
        """Return all rows."""
        return self._rows(name, values)

    def value(self, name: str, /, **values: Value) -> Any:
        """Return the first column of the only row, or None."""
        row = self.one(name, **values)
        return None if row is None else next(iter(row.values()))

    def run(self, name: str, /, **values: Value) -> int:
        """Run a statement that writes; return how many rows it touched."""
        return self._attempt(self._run, self._statement(name, values.keys()), checked(values))

    def many(self, name: str, rows: Sequence[Mapping[str, Value]], /) -> None:
        """Run a statement that writes once for each row of values."""
        if rows:
            statement = self._statement(name, rows[0].keys())
            if any(row.keys() != rows[0].keys() for row in rows):
                raise QueryWrong(f"{name}: not all rows have the same names")
            self._attempt(self._run_many, statement, [checked(row) for row in rows])

    def after_commit(self, call: Callable[[], None]) -> None:
        """Call this in the event loop thread once the transaction is committed; not at all if it is not."""
        self._calls.append(call)

    def _rows(self, name: str, values: Mapping[str, Value]) -> list[Row]:
        return self._attempt(self._fetch, self._statement(name, values.keys()), checked(values))

    def _statement(self, name: str, given: Any) -> Statement:
        statement = self._statements.get(name)
        if statement is None:
            raise QueryWrong(f"there is no query {name}")
        if statement.names != given:
            raise QueryWrong(f"{name} takes {sorted(statement.names)}, was given {sorted(given)}")
        return statement

    def _attempt(self, act: Callable[[Statement, V], R], statement: Statement, values: V) -> R:
        if self._spoilt is not None:
            raise self._spoilt
        try:
            return act(statement, values)
        except Exception as error:
            self._spoilt = self._translated(error)
            if self._spoilt is error:
                raise
            raise self._spoilt from error

    def _fetch(self, statement: Statement, values: Mapping[str, Value]) -> list[Row]:
        raise NotImplementedError

    def _run(self, statement: Statement, values: Mapping[str, Value]) -> int:
        raise NotImplementedError

    def _run_many(self, statement: Statement, rows: list[Mapping[str, Value]]) -> None:
        raise NotImplementedError

    def _translated(self, error: Exception) -> Exception:
        raise NotImplementedError


def carried_out(tx: Tx, command: Callable[[Tx], Any]) -> Any:
    """Run a command and return its result; raise the database error it met, also when it caught that error."""
    try:
        result = command(tx)
    except StopIteration as error:  # a future cannot carry it
        raise RuntimeError("a command let StopIteration out") from error
    except Exception as error:
        if tx._spoilt is None or tx._spoilt is error:
            raise
        raise tx._spoilt from error
    if tx._spoilt is not None:
        raise tx._spoilt
    return result
